//! `demo`: a finished assessment of an invented trust, to try everything with.

use std::path::{Path, PathBuf};

use jiff::civil::Date;
use jiff::{Timestamp, ToSpan};
use serde::Deserialize;

use super::args::Common;
use super::error::CliError;
use super::wizard::questionnaire;
use super::{Done, print};
use crate::assessment::{Assessment, Event, Results, SignOff};
use crate::questionnaire::{ChoiceId, Questionnaire};
use crate::record::{Journal, Library, read};
use crate::report::{Basis, write_pdf};
use crate::session::Clock;

/// What happens in the demonstration: data, written for the built-in questionnaire.
#[derive(Debug, Deserialize)]
struct Script {
    /// The name of the record.
    title: String,
    /// Who is at the keyboard.
    by: String,
    /// What they do, in order.
    events: Vec<Event>,
    /// Who signs at the end.
    sign_offs: Vec<Signer>,
}

#[derive(Debug, Deserialize)]
struct Signer {
    name: String,
    role: ChoiceId,
}

/// Makes the assessment and its report in the current folder, and says how to go on.
pub fn demo(common: &Common) -> Result<Done, CliError> {
    let asked = questionnaire(common)?;
    let clock = Clock::System;
    let folder = PathBuf::from(".");
    let record = make(&asked, &folder, clock.now().timestamp(), clock.today())?;
    let loaded = read(&record)?;
    let results = Results::of(&loaded.questionnaire, &loaded.state, clock.today());
    let basis = Basis {
        questionnaire: &loaded.questionnaire,
        entries: &loaded.entries,
        state: &loaded.state,
        results: &results,
        as_at: clock.today(),
        marking: asked.markings.first().map_or("", String::as_str),
    };
    let report = record.with_extension("pdf");
    write_pdf(&basis, &report)?;
    let (record, report) = (record.display(), report.display());
    print(&format!(
        "A finished assessment of an invented trust:\n  record  {record}\n  report  {report}\n\
         Open the record in the wizard with:\n  mfa-assess open {record}"
    ))?;
    Ok(Done::Well)
}

fn make(
    asked: &Questionnaire,
    folder: &Path,
    now: Timestamp,
    today: Date,
) -> Result<PathBuf, CliError> {
    let script: Script = serde_json::from_str(include_str!("../../assets/demo.json"))?;
    let mut events = vec![Event::Created {
        tool: concat!(env!("CARGO_PKG_NAME"), " ", env!("CARGO_PKG_VERSION")).to_owned(),
        questionnaire: Box::new(serde_json::to_value(asked)?),
    }];
    events.extend(script.events);
    check(&events, asked)?;
    let mut journal: Journal = Library::at(Some(folder.to_owned()))?.create(&script.title)?;
    let count = events.len() + script.sign_offs.len();
    // As if it had been filled in up to now, one entry a minute.
    let at = |index: usize| {
        let minutes = i64::try_from(count - index).unwrap_or(0);
        now.checked_sub(minutes.minutes()).unwrap_or(now)
    };
    let mut last = None;
    let mut index = 0;
    for event in events {
        last = Some(journal.append(at(index), &script.by, event)?.fingerprint);
        index += 1;
    }
    for signer in script.sign_offs {
        let Some(fingerprint) = last else { break };
        let role = asked.sign_off.roles.iter().find(|r| r.id == signer.role);
        let role = role.ok_or_else(|| CliError::Demo(format!("no role {}", signer.role)))?;
        let event = Event::SignedOff(SignOff {
            name: signer.name.clone(),
            role: role.label.clone(),
            declaration: asked.sign_off.declaration.clone(),
            date: today,
            fingerprint,
        });
        last = Some(journal.append(at(index), &signer.name, event)?.fingerprint);
        index += 1;
    }
    Ok(journal.path().to_owned())
}

/// Every answer of the script fits its question, before anything is written.
fn check(events: &[Event], asked: &Questionnaire) -> Result<(), CliError> {
    let mut state = Assessment::default();
    for (seq, event) in (1..).zip(events) {
        if let Event::Answered { question, answer } = event {
            let found = asked.question(question);
            let found = found.ok_or_else(|| CliError::Demo(format!("no question {question}")))?;
            let checked = answer.clone().checked(found);
            checked.map_err(|refusal| CliError::Demo(format!("{question}: {refusal}")))?;
        }
        state
            .apply(seq, event)
            .map_err(|why| CliError::Demo(why.to_owned()))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::questionnaire::built_in;

    #[test]
    fn the_demonstration_answers_everything_and_is_signed() {
        let folder = tempfile::tempdir().unwrap();
        let asked = built_in().unwrap();
        let now = "2026-11-24T10:00:00Z".parse().unwrap();
        let record = make(&asked, folder.path(), now, date(2026, 11, 24)).unwrap();
        let loaded = read(&record).unwrap();
        let results = Results::of(&asked, &loaded.state, date(2026, 11, 24));
        assert_eq!(results.gaps, []);
        assert!(loaded.state.is_signed());
    }
}
