//! A record to try things on.

use std::path::PathBuf;

use jiff::Timestamp;

use super::journal::Journal;
use crate::assessment::{Answer, Event};
use crate::questionnaire::built_in_source;

pub fn at() -> Timestamp {
    "2026-11-24T10:00:00Z".parse().unwrap()
}

pub fn created() -> Event {
    Event::Created {
        tool: "test".into(),
        questionnaire: Box::new(serde_json::from_str(built_in_source()).unwrap()),
    }
}

pub fn answered(text: &str) -> Event {
    Event::Answered {
        question: "organisation-name".try_into().unwrap(),
        answer: Answer::Text(text.into()),
    }
}

/// A record of three entries, in a folder of its own.
pub fn sample() -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("sample.jsonl");
    let mut journal = Journal::create(&path).unwrap();
    for event in [created(), answered("Glan yr Afon"), answered("Tŷ Ŵyn")] {
        journal.append(at(), "Sam", event).unwrap();
    }
    (folder, path)
}
