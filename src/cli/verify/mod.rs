//! `verify`: whether a record is what was written, and what has changed since somebody signed it
//! or noted its fingerprint; and whether a report is what the record in it gives. Reads only, and
//! takes no lock. Exit code 3 when it does not hold.

mod changes;
pub(super) mod record;
mod report;
mod signatures;
mod times;

use std::io::Read;
use std::path::Path;

pub(super) use self::report::whole;

use self::record::{Verdict, damage_json, is_damage};
use self::signatures::Trust;
use super::args::Common;
use super::error::CliError;
use super::wizard::library;
use super::{Done, evidence, print, print_json, tell};
use crate::facts::Fingerprint;
use crate::record::{RecordError, open_file, read};
use crate::session::Clock;

/// Says whether a record or a report holds.
pub(super) fn verify(
    common: &Common,
    file: &str,
    fingerprint: Option<Fingerprint>,
    trust: Option<&Path>,
    as_json: bool,
) -> Result<Done, CliError> {
    let library = library(common)?;
    let path = library.find(Some(file))?;
    // What cannot be used is told, also where nothing is held against it.
    let trust = trust.map(Trust::read).transpose()?;
    if is_pdf(&path) {
        return report::verify(&path, fingerprint, trust.as_ref(), as_json);
    }
    if trust.is_some() {
        tell("A record carries no signatures: nothing was held against the certificates.");
    }
    let loaded = match read(&path) {
        Ok(loaded) => loaded,
        Err(error) if is_damage(&error) => {
            if as_json {
                print_json(&damage_json(&error, &path))?;
            } else {
                print(&format!("Not intact. {error}."))?;
            }
            return Ok(Done::Incomplete);
        }
        Err(error) => return Err(error.into()),
    };
    let now = Clock::System.now();
    let verdict = Verdict::of(&loaded, fingerprint, now.date(), now.timestamp());
    let verdict = verdict.map_err(|source| RecordError::Fold {
        path: path.clone(),
        source,
    })?;
    // A copy for others does not say where the files of its original lie.
    let files = match loaded.state.redaction {
        Some(_) => vec![],
        None => evidence::all(&library.places(), &path, &loaded),
    };
    if as_json {
        let mut value = verdict.json(&path);
        value["evidence"] = evidence::value_of(&files);
        print_json(&value)?;
    } else {
        print(&verdict.words())?;
        if !files.is_empty() {
            let files = evidence::words(&loaded, &files).join("\n");
            print(&format!("\nFiles that are named as evidence:\n{files}"))?;
        }
    }
    Ok(done(verdict.holds() && evidence::holds(&files)))
}

/// What to end with.
const fn done(holds: bool) -> Done {
    if holds { Done::Well } else { Done::Incomplete }
}

/// The fingerprint of a record, as people copy it from paper: with spaces, in capitals.
pub(super) fn parse_fingerprint(words: &str) -> Result<Fingerprint, String> {
    let digits: String = words.split_whitespace().collect();
    digits.parse().map_err(|error| {
        let has = digits.chars().count();
        format!("{error}, and this has {has} characters; the front sheet of a report shows all 64")
    })
}

/// Whether the file begins like a report.
pub(super) fn is_pdf(path: &Path) -> bool {
    let mut head = [0; 5];
    let read = open_file(path).and_then(|mut file| file.read_exact(&mut head));
    read.is_ok() && head == *b"%PDF-"
}
