//! `evidence`: names files as evidence by their digests, and says whether they are still as they were.

use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use super::args::Common;
use super::error::CliError;
use super::wizard::library;
use super::{Done, print, print_json, say, tell};
use crate::assessment::{Assessment, Event, EvidenceFile, FileOf};
use crate::record::evidence::{Found, is_same_path, look as look_at, refer};
use crate::record::{Journal, Loaded, name_of};
use crate::session::{Clock, assessor, look, torn_words};
use crate::text::clean_line;

/// Names files as evidence, all or none of them.
pub fn add(
    common: &Common,
    record: &str,
    of: &FileOf,
    files: &[PathBuf],
    why: Option<&str>,
) -> Result<Done, CliError> {
    let mut open = Writing::open(common, record, of, why)?;
    if let (FileOf::Listed(id), [_, _, ..]) = (of, files) {
        return Err(CliError::OneFile(*id));
    }
    let named: Result<Vec<_>, _> = files.iter().map(|file| refer(&open.path, file)).collect();
    for file in named? {
        let is_it = |(other, named): (FileOf, &EvidenceFile)| other == *of && *named == file;
        if open.loaded.state.named_files().any(is_it) {
            say(&format!("Named already: {}", file.words()));
            continue;
        }
        let words = file.words();
        let Some(event) = event_of(&open.loaded.state, of, file) else {
            continue;
        };
        let seq = open.append(event)?;
        say(&format!("Entry {seq}: {words}"));
    }
    tell("The files stay where they are; only their digests are in the record.");
    Ok(Done::Well)
}

/// Names a file as evidence no longer. It may be gone.
pub fn drop(
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
        let event = dropped(&open.loaded.state, of, named.path.clone())?;
        Some((named.path.clone(), event))
    });
    std::mem::drop(files);
    let Some((path, event)) = found else {
        return Err(CliError::NotEvidence {
            of: of.clone(),
            file: file.to_owned(),
        });
    };
    let words = format!("{path} is no longer named as evidence.");
    let seq = open.append(event)?;
    say(&format!("Entry {seq}: {words}"));
    Ok(Done::Well)
}

/// The event that names a file; none where the piece of evidence is not listed.
fn event_of(state: &Assessment, of: &FileOf, file: EvidenceFile) -> Option<Event> {
    match of {
        FileOf::Scenario(scenario) => Some(Event::FileReferenced {
            scenario: scenario.clone(),
            file,
        }),
        FileOf::Listed(id) => state.with_file(*id, Some(file)),
    }
}

/// The event that names it no longer.
fn dropped(state: &Assessment, of: &FileOf, path: String) -> Option<Event> {
    match of {
        FileOf::Scenario(scenario) => Some(Event::FileDropped {
            scenario: scenario.clone(),
            path,
        }),
        FileOf::Listed(id) => state.with_file(*id, None),
    }
}

/// Lists the files that are named, and how each is found.
pub fn list(common: &Common, record: Option<&str>, as_json: bool) -> Result<Done, CliError> {
    let (path, loaded) = look(&library(common)?, record)?;
    let shown = all(&path, &loaded);
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
pub type Shown<'a> = (FileOf, &'a EvidenceFile, Found);

/// Every file that is named, and how it is found.
pub fn all<'a>(record: &Path, loaded: &'a Loaded) -> Vec<Shown<'a>> {
    let files = loaded.state.named_files();
    files
        .map(|(of, file)| (of, file, look_at(record, file)))
        .collect()
}

/// Whether none is known to be other than it was.
pub fn holds(shown: &[Shown<'_>]) -> bool {
    let differs = |found: &Found| matches!(found, Found::Changed { .. } | Found::Gone);
    !shown.iter().any(|(_, _, found)| differs(found))
}

/// Every file in words, under the title of its scenario or the name of its piece of evidence.
pub fn words(loaded: &Loaded, shown: &[Shown<'_>]) -> Vec<String> {
    let mut lines = vec![];
    let mut last = None;
    for (of, file, found) in shown {
        if last.replace(of) != Some(of) {
            lines.push(format!("{} ({of}):", title(loaded, of)));
        }
        lines.push(format!("  {}: {}", file.words(), found.words()));
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
pub fn value_of(shown: &[Shown<'_>]) -> Value {
    let rows = shown.iter().map(|(of, file, found)| {
        let place = match found {
            Found::AsItWas(place) => Some(place),
            _ => None,
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
                return Err(CliError::NoScenario {
                    scenario: id.clone(),
                    all: all.map(|s| s.id.to_string()).collect::<Vec<_>>().join(", "),
                });
            }
            FileOf::Listed(id) if !seen.state.listed.contains_key(id) => {
                let all: Vec<_> = seen.state.listed.keys().map(ToString::to_string).collect();
                let all = match all.is_empty() {
                    true => "none".to_owned(),
                    false => all.join(", "),
                };
                return Err(CliError::NotListed { id: *id, all });
            }
            _ => {}
        }
        let why = why.map(clean_line).filter(|why| !why.is_empty());
        if why.is_none() && seen.state.has_been_signed() {
            return Err(CliError::NoReason(name_of(&path)));
        }
        let (journal, loaded) = Journal::open(&path)?;
        if let Some(torn) = &loaded.torn {
            tell(&torn_words(torn, &path));
        }
        Ok(Self {
            path,
            journal,
            loaded,
            why,
        })
    }

    fn append(&mut self, event: Event) -> Result<u64, CliError> {
        let by = assessor(&self.loaded);
        let (at, why) = (Clock::System.stamp(), self.why.clone());
        let logged = self.journal.append_because(at, by, why, event)?;
        Ok(logged.entry.seq)
    }
}
