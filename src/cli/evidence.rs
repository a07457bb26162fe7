//! `evidence`: names files as evidence by their digests, and says whether they are still as they were.

use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use super::args::Common;
use super::error::CliError;
use super::wizard::library;
use super::{Done, print, print_json, tell};
use crate::assessment::{Event, EvidenceFile};
use crate::questionnaire::ScenarioId;
use crate::record::evidence::{Found, is_same_path, look as look_at, refer};
use crate::record::{Journal, Loaded, name_of};
use crate::session::{Clock, assessor, look, torn_words};
use crate::text::clean_line;

/// Names files as evidence, all or none of them.
pub fn add(
    common: &Common,
    record: &str,
    scenario: &ScenarioId,
    files: &[PathBuf],
    why: Option<&str>,
) -> Result<Done, CliError> {
    let mut open = Writing::open(common, record, scenario, why)?;
    let named: Result<Vec<_>, _> = files.iter().map(|file| refer(&open.path, file)).collect();
    for file in named? {
        let earlier = open.loaded.state.files.get(scenario);
        if earlier.and_then(|files| files.get(&file.path)) == Some(&file) {
            print(&format!("Named already: {}", file.words()))?;
            continue;
        }
        let words = file.words();
        let scenario = scenario.clone();
        let seq = open.append(Event::FileReferenced { scenario, file })?;
        print(&format!("Entry {seq}: {words}"))?;
    }
    tell("The files stay where they are; only their digests are in the record.");
    Ok(Done::Well)
}

/// Names a file as evidence no longer. It may be gone.
pub fn drop(
    common: &Common,
    record: &str,
    scenario: &ScenarioId,
    file: &Path,
    why: Option<&str>,
) -> Result<Done, CliError> {
    let mut open = Writing::open(common, record, scenario, why)?;
    let named = open.loaded.state.files.get(scenario);
    let mut paths = named.into_iter().flat_map(|files| files.keys());
    let path = paths.find(|named| is_same_path(&open.path, named, file));
    let Some(path) = path.cloned() else {
        return Err(CliError::NotEvidence {
            scenario: scenario.clone(),
            file: file.to_owned(),
        });
    };
    let words = format!("{path} is no longer named as evidence.");
    let scenario = scenario.clone();
    let seq = open.append(Event::FileDropped { scenario, path })?;
    print(&format!("Entry {seq}: {words}"))?;
    Ok(Done::Well)
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

/// A file that is named for a scenario, and how it is found.
pub type Shown<'a> = (&'a ScenarioId, &'a EvidenceFile, Found);

/// Every file that is named, and how it is found.
pub fn all<'a>(record: &Path, loaded: &'a Loaded) -> Vec<Shown<'a>> {
    let files = loaded.state.files.iter();
    let files = files.flat_map(|(scenario, files)| files.values().map(move |f| (scenario, f)));
    files
        .map(|(scenario, file)| (scenario, file, look_at(record, file)))
        .collect()
}

/// Whether none is known to be other than it was.
pub fn holds(shown: &[Shown<'_>]) -> bool {
    let differs = |found: &Found| matches!(found, Found::Changed { .. } | Found::Gone);
    !shown.iter().any(|(_, _, found)| differs(found))
}

/// Every file in words, under the title of its scenario.
pub fn words(loaded: &Loaded, shown: &[Shown<'_>]) -> Vec<String> {
    let mut lines = vec![];
    let mut last = None;
    for (scenario, file, found) in shown {
        if last.replace(scenario) != Some(scenario) {
            let title = loaded.state.scenario_title(&loaded.questionnaire, scenario);
            lines.push(format!("{title} ({scenario}):"));
        }
        lines.push(format!("  {}: {}", file.words(), found.words()));
    }
    lines
}

/// Every file for machines.
pub fn value_of(shown: &[Shown<'_>]) -> Value {
    let rows = shown.iter().map(|(scenario, file, found)| {
        let place = match found {
            Found::AsItWas(place) => Some(place),
            _ => None,
        };
        json!({
            "scenario": scenario, "path": file.path, "bytes": file.bytes,
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
    /// Opens a record for a change to a scenario. After a sign-off a change needs a reason.
    fn open(
        common: &Common,
        record: &str,
        scenario: &ScenarioId,
        why: Option<&str>,
    ) -> Result<Self, CliError> {
        let (path, seen) = look(&library(common)?, Some(record))?;
        if seen.questionnaire.scenario(scenario).is_none() {
            let all = seen.questionnaire.scenarios();
            return Err(CliError::NoScenario {
                scenario: scenario.clone(),
                all: all.map(|s| s.id.to_string()).collect::<Vec<_>>().join(", "),
            });
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
