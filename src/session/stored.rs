//! What is said of a record on disk: in a list, to another record, and on opening it.

use std::path::{Path, PathBuf};

use jiff::civil::Date;

use crate::facts::{Assessment, EvidenceFile, Origin};
use crate::record::evidence::changed;
use crate::record::{Library, Loaded, RecordError, Stored, Torn, name_of, read};
use crate::rules::Results;
use crate::text::{counted, printable};
use crate::wizard::{About, Listed};

/// The files named as evidence that are not as they were, each with how it is found, for
/// [`Assessed::unlike`](crate::wizard::Assessed::unlike).
pub fn unlike(library: &Library, record: &Path, state: &Assessment) -> Vec<(EvidenceFile, String)> {
    let changed = changed(&library.places(), record, state).into_iter();
    changed
        .map(|(_, file, found)| (file.clone(), found.words()))
        .collect()
}

/// That a line was cut short by a crash and set aside, for the person to know.
pub fn torn_words(torn: &Torn, path: &Path) -> String {
    let kept = torn.kept.as_deref().unwrap_or(path).display();
    format!(
        "The last line was cut short by a crash and did not count. Its {} are kept in {kept}.",
        counted(torn.bytes, "byte")
    )
}

/// What a list says of a stored record.
pub fn listed(stored: &Stored, today: Date) -> Listed {
    let about = match &stored.loaded {
        Ok(loaded) => Ok(About {
            organisation: organisation(loaded).to_owned(),
            progress: progress(loaded, today),
        }),
        Err(error) => Err(printable(&error.to_string())),
    };
    Listed {
        name: stored.name.clone(),
        about,
    }
}

/// The organisation that a record names; empty before it does.
pub fn organisation(loaded: &Loaded) -> &str {
    loaded.state.text(&loaded.questionnaire.organisation.name)
}

/// The person who assesses, as a record names them; empty before it does.
pub fn assessor(loaded: &Loaded) -> &str {
    loaded
        .state
        .text(&loaded.questionnaire.organisation.assessor)
}

/// A record, for another one that takes something from it.
pub fn origin(path: &Path, loaded: &Loaded) -> Option<Origin> {
    let newest = loaded.entries.last()?;
    Some(Origin {
        record: name_of(path),
        organisation: organisation(loaded).to_owned(),
        version: loaded.questionnaire.version.clone(),
        fingerprint: newest.fingerprint,
        last: newest.entry.at,
    })
}

/// How far a record is, in words.
fn progress(loaded: &Loaded, today: Date) -> String {
    let results = Results::of(&loaded.questionnaire, &loaded.state, today);
    let signed = if loaded.state.is_signed() {
        "signed"
    } else {
        "draft"
    };
    match results.gaps.len() {
        0 => format!("{signed}, complete"),
        left => format!("{signed}, {left} left"),
    }
}

/// Reads a record for a command that only tells.
///
/// # Errors
/// When it is not there or not what it was.
pub fn look(library: &Library, given: Option<&str>) -> Result<(PathBuf, Loaded), RecordError> {
    let path = library.find(given)?;
    let loaded = read(&path)?;
    Ok((path, loaded))
}
