//! A record to try things on.

use std::path::PathBuf;

use jiff::Timestamp;

use super::journal::Journal;
use crate::facts::{Answer, Change, Event};
use crate::propose::Accepted;
use crate::questionnaire::built_in_source;

pub(crate) fn at() -> Timestamp {
    "2026-11-24T10:00:00Z".parse().unwrap()
}

pub(crate) fn created() -> Event {
    Event::Created {
        tool: "test".into(),
        questionnaire: Box::new(serde_json::from_str(built_in_source()).unwrap()),
    }
}

pub(crate) fn answered(text: &str) -> Event {
    Event::Changed(Change::Answer(
        "organisation-name".try_into().unwrap(),
        Some(Answer::Text(text.into())),
    ))
}

/// A record of three entries, in a folder of its own.
pub(crate) fn sample() -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("sample.jsonl");
    let mut journal = Journal::create(&path).unwrap();
    for event in [created(), answered("Glan yr Afon"), answered("Tŷ Ŵyn")] {
        journal
            .append(at(), "Sam", Accepted::unheld(event))
            .unwrap();
    }
    (folder, path)
}

/// The records that earlier programs wrote, with everything that each version of the format brought.
pub(crate) const KEPT: [&str; 8] = [
    "demo-2026.1",
    "format-1",
    "format-2",
    "format-3",
    "format-3-copy",
    "format-4",
    "format-5",
    "format-6",
];

/// Where one of them stands.
pub(crate) fn kept(name: &str) -> PathBuf {
    PathBuf::from(format!("tests/records/{name}.jsonl"))
}
