//! `evidence`: names files as evidence by their digests, and says whether they are still as they were.

use std::path::{Path, PathBuf};

use clap::Subcommand;
use serde_json::{Value, json};

use super::args::Common;
use super::error::{CliError, UNCHANGED};
use super::verify::{is_pdf, whole};
use super::wizard::{library, look, to_write};
use super::{Done, print, print_json, say, tell};
use crate::facts::{Change, EvidenceFile, FileOf};
use crate::propose::{Proposal, With, propose, reason};
use crate::record::evidence::{Found, is_same_path, look as look_at, refer};
use crate::record::{Journal, Loaded, Places};
use crate::report::RECORD_FILE;
use crate::report::pdf::Attached;
use crate::session::{Clock, assessor};

#[derive(Debug, Subcommand)]
pub(super) enum EvidenceCommand {
    /// Name files as evidence, as they are now
    Add {
        /// A name from `list`, or a path
        record: String,
        /// The id of a scenario, for example from `status --json`, or the number of a piece of
        /// evidence of the list, for example EV-1
        #[arg(value_parser = parse_file_of, value_name = "SCENARIO|EVIDENCE")]
        of: FileOf,
        /// The files
        #[arg(required = true, value_name = "FILE")]
        files: Vec<PathBuf>,
        /// The reason; needed once the record is signed off
        #[arg(long, value_name = "TEXT")]
        why: Option<String>,
    },
    /// List the files that are named, and whether each is as it was
    List {
        /// A name from `list`, or a path; the one changed last when left out
        record: Option<String>,
        /// Look below this folder, too, from now on: files outside the record's folder are looked at
        /// only where you have named them on this machine
        #[arg(long, value_name = "FOLDER")]
        look_in: Vec<PathBuf>,
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
    /// Name a file as evidence no longer
    Drop {
        /// A name from `list`, or a path
        record: String,
        /// The id of the scenario, or the number of the piece of evidence
        #[arg(value_parser = parse_file_of, value_name = "SCENARIO|EVIDENCE")]
        of: FileOf,
        /// The file, as `evidence list` names it, or its path
        file: PathBuf,
        /// The reason; needed once the record is signed off
        #[arg(long, value_name = "TEXT")]
        why: Option<String>,
    },
}

fn parse_file_of(id: &str) -> Result<FileOf, String> {
    id.parse::<FileOf>().map_err(|error| error.to_string())
}

/// Carries out a command on files that are named as evidence.
pub(super) fn evidence(common: &Common, command: &EvidenceCommand) -> Result<Done, CliError> {
    match command {
        EvidenceCommand::Add {
            record,
            of,
            files,
            why,
        } => add(common, record, of, files, why.as_deref()),
        EvidenceCommand::List {
            record,
            look_in,
            json,
        } => list(common, record.as_deref(), look_in, *json),
        EvidenceCommand::Drop {
            record,
            of,
            file,
            why,
        } => drop(common, record, of, file, why.as_deref()),
    }
}

/// Names files as evidence, all or none of them.
fn add(
    common: &Common,
    record: &str,
    of: &FileOf,
    files: &[PathBuf],
    why: Option<&str>,
) -> Result<Done, CliError> {
    let mut open = Writing::open(common, record, of, why)?;
    if let (FileOf::Listed(id), [_, _, ..]) = (of, files) {
        let says = format_args!("a piece of evidence has one file; name one for {id}");
        return Err(CliError::new(says).left(UNCHANGED));
    }
    let library = library(common)?;
    let named: Result<Vec<_>, _> = files
        .iter()
        .map(|file| refer(&library, &open.path, file))
        .collect();
    let named = named?;
    for file in files.iter().filter(|file| is_report_of(&open.loaded, file)) {
        tell(&format!(
            "{} is a report of this record: it shows what the record says, and nothing more.",
            file.display()
        ));
    }
    for file in named {
        let is_it = |(other, named): (FileOf, &EvidenceFile)| other == *of && *named == file;
        if open.loaded.state.named_files().any(is_it) {
            say(&format!("Named already: {}", file.words()));
            continue;
        }
        let words = file.words();
        let change = open.loaded.state.naming(of, file);
        for seq in open.propose(change)? {
            say(&format!("Entry {seq}: {words}"));
        }
    }
    tell("The files stay where they are; only their digests are in the record.");
    Ok(Done::Well)
}

/// Whether a file is a report of a record that began as this one.
fn is_report_of(loaded: &Loaded, file: &Path) -> bool {
    let first = loaded.source.split_inclusive(|b| *b == b'\n').next();
    let attached = || {
        let bytes = is_pdf(file).then(|| whole(file).ok()).flatten()?;
        Attached::read(&bytes).ok()?.file(RECORD_FILE).ok()
    };
    first.is_some_and(|first| attached().is_some_and(|record| record.starts_with(first)))
}

/// Names a file as evidence no longer. It may be gone.
fn drop(
    common: &Common,
    record: &str,
    of: &FileOf,
    file: &Path,
    why: Option<&str>,
) -> Result<Done, CliError> {
    let mut open = Writing::open(common, record, of, why)?;
    let is_meant = |named: &&EvidenceFile| is_same_path(&open.path, &named.path, file);
    let files = open.loaded.state.named_files();
    let mut files = files.filter(|(other, _)| other == of).map(|(_, f)| f);
    let found = files.find(is_meant).and_then(|named| {
        let change = open.loaded.state.unnaming(of, named.path.clone())?;
        Some((named.path.clone(), change))
    });
    std::mem::drop(files);
    let Some((path, change)) = found else {
        let file = file.display();
        return Err(CliError::new(format_args!(
            "{file} is not named as evidence for {of}; `mfa-assess evidence list` shows those that are"
        ))
        .left(UNCHANGED));
    };
    for seq in open.propose(Some(change))? {
        say(&format!(
            "Entry {seq}: {path} is no longer named as evidence."
        ));
    }
    Ok(Done::Well)
}

/// Lists the files that are named, and how each is found.
fn list(
    common: &Common,
    record: Option<&str>,
    look_in: &[PathBuf],
    as_json: bool,
) -> Result<Done, CliError> {
    let library = library(common)?;
    let (path, loaded) = look(&library, record)?;
    for folder in look_in {
        library.choose(folder)?;
    }
    let shown = all(&library.places(), &path, &loaded);
    if as_json {
        print_json(&value_of(&shown))?;
    } else if shown.is_empty() {
        tell("No file is named as evidence yet.");
    } else {
        print(&words(&loaded, &shown).join("\n"))?;
    }
    Ok(Done::Well)
}

/// What names a file, the file, and how it is found.
pub(super) type Shown<'a> = (FileOf, &'a EvidenceFile, Found);

/// Every file that is named, and how it is found.
pub(super) fn all<'a>(places: &Places, record: &Path, loaded: &'a Loaded) -> Vec<Shown<'a>> {
    let files = loaded.state.named_files();
    files
        .map(|(of, file)| (of, file, look_at(places, record, file)))
        .collect()
}

/// Whether each was looked at and is as it was.
pub(super) fn holds(shown: &[Shown<'_>]) -> bool {
    shown.iter().all(|(_, _, found)| found.is_as_it_was())
}

/// What to do where files were not looked at.
pub(super) const LOOK_IN: &str = "A file outside the record's folder is looked at only where you have named it on this machine. \
     To look below a folder: mfa-assess evidence list RECORD --look-in FOLDER";

/// Every file in words, under the title of its scenario or the name of its piece of evidence.
pub(super) fn words(loaded: &Loaded, shown: &[Shown<'_>]) -> Vec<String> {
    let mut lines = vec![];
    let mut last = None;
    for (of, file, found) in shown {
        if last.replace(of) != Some(of) {
            lines.push(format!("{} ({of}):", title(loaded, of)));
        }
        lines.push(format!("  {}: {}", file.words(), found.words()));
    }
    let is_outside = |found: &Found| matches!(found, Found::Outside);
    if shown.iter().any(|(_, _, found)| is_outside(found)) {
        lines.push(LOOK_IN.to_owned());
    }
    lines
}

fn title(loaded: &Loaded, of: &FileOf) -> String {
    let asked = &loaded.questionnaire;
    match of {
        FileOf::Scenario(id) => loaded.state.scenario_title(asked, id),
        FileOf::Listed(id) => {
            let evidence = loaded.state.listed.get(id).zip(asked.evidence.as_ref());
            let name = evidence.map_or("", |(evidence, list)| list.form.name_of(&evidence.fields));
            match name {
                "" => "Not named yet".to_owned(),
                name => name.to_owned(),
            }
        }
    }
}

/// Every file for machines.
pub(super) fn value_of(shown: &[Shown<'_>]) -> Value {
    let rows = shown.iter().map(|(of, file, found)| {
        let place = if let Found::AsItWas(place) = found {
            Some(place)
        } else {
            None
        };
        let (scenario, evidence) = match of {
            FileOf::Scenario(id) => (Some(id), None),
            FileOf::Listed(id) => (None, Some(id.to_string())),
        };
        json!({
            "scenario": scenario, "evidence": evidence, "path": file.path, "bytes": file.bytes,
            "sha256": file.sha256, "found": found.id(), "at": place,
        })
    });
    rows.collect()
}

/// A record that is open for writing.
struct Writing {
    path: PathBuf,
    journal: Journal,
    loaded: Loaded,
    why: Option<String>,
}

impl Writing {
    /// Opens a record for a change to what names a file. After a sign-off a change needs a reason.
    fn open(
        common: &Common,
        record: &str,
        of: &FileOf,
        why: Option<&str>,
    ) -> Result<Self, CliError> {
        let (path, seen) = look(&library(common)?, Some(record))?;
        match of {
            FileOf::Scenario(id) if seen.questionnaire.scenario(id).is_none() => {
                let all = seen.questionnaire.scenarios();
                let all: Vec<String> = all.map(|s| s.id.to_string()).collect();
                let all = all.join(", ");
                return Err(CliError::new(format_args!(
                    "there is no scenario {id} in this record; name one of: {all}"
                ))
                .left(UNCHANGED));
            }
            FileOf::Listed(id) if !seen.state.listed.contains_key(id) => {
                let all: Vec<_> = seen.state.listed.keys().map(ToString::to_string).collect();
                let all = if all.is_empty() {
                    "none".to_owned()
                } else {
                    all.join(", ")
                };
                return Err(CliError::new(format_args!(
                    "there is no evidence {id} in the list of this record, which has: {all}"
                ))
                .left(UNCHANGED));
            }
            FileOf::Scenario(_) | FileOf::Listed(_) => {}
        }
        let needs = reason(&seen.state, why);
        needs.map_err(|_| CliError::no_reason(&path))?;
        let (journal, loaded) = to_write(&path)?;
        Ok(Self {
            path,
            journal,
            loaded,
            why: why.map(str::to_owned),
        })
    }

    /// The numbers of the entries that a change makes.
    fn propose(&mut self, change: Option<Change>) -> Result<Vec<u64>, CliError> {
        let on = self.loaded.as_at(Clock::System.today());
        let accepted = propose(
            on,
            change.map(Proposal::Say),
            &With::why(self.why.as_deref()),
        );
        let accepted = accepted.map_err(|all| CliError::not_accepted(&all, &self.path))?;
        let (at, by) = (Clock::System.stamp(), assessor(&self.loaded));
        let logged = self.journal.append_all(at, by, accepted)?;
        Ok(logged.iter().map(|logged| logged.entry.seq).collect())
    }
}
