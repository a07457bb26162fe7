//! Records that earlier programs wrote are read for ever: one of each version of the entry format, kept
//! in `tests/records` with everything that the version brought. None is ever written anew.

use std::collections::BTreeSet;
use std::path::PathBuf;

use mfa_assess::facts::{Assessment, Event, FORMAT, Logged};
use mfa_assess::history::joined;
use mfa_assess::record::{Loaded, RecordError, SCHEMA, kept_in, read};
use serde_json::Value;

/// The record of each version, and a redacted copy, which begins otherwise.
const FIXTURES: [(&str, u32); 7] = [
    ("format-1", 1),
    ("format-2", 2),
    ("format-3", 3),
    ("format-3-copy", 3),
    ("format-4", 4),
    ("format-5", 5),
    ("format-6", 6),
];

fn path(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(format!("tests/records/{name}.jsonl"))
}

fn fixture(name: &str) -> Loaded {
    read(&path(name)).unwrap()
}

/// The kind of an event, as it stands in the file.
fn kind(event: &Event) -> String {
    let value = serde_json::to_value(event).unwrap();
    value["type"].as_str().unwrap().to_owned()
}

#[test]
fn each_version_is_read_and_says_what_it_said() {
    for (name, format) in FIXTURES {
        let loaded = fixture(name);
        let newest = loaded.entries.iter().map(|l| l.entry.v).max();
        assert_eq!(newest, Some(format));
        let mut state = loaded.state;
        // Whole questionnaires would drown the rest.
        state.earlier.clear();
        // What is found wrong with a sign-off today is not what the record says.
        state.sign_offs.iter_mut().for_each(|s| s.faults.clear());
        insta::assert_snapshot!(name.replace('-', "_"), as_of(format, &state));
    }
}

/// What a record of this version says: without the places that only later ones have, where nothing
/// stands in them.
fn as_of(format: u32, state: &Assessment) -> String {
    let told = format!("{state:#?}");
    let later: &[&str] = if format < 5 {
        &[
            "towards: {},",
            "closes: {},",
            "with: {},",
            "other_version: None,",
            "titles: {},",
        ]
    } else {
        &[]
    };
    let is_told = |line: &&str| !later.contains(&line.trim()) && line.trim() != "faults: [],";
    let lines = told.lines().filter(is_told);
    lines.collect::<Vec<_>>().join("\n")
}

#[test]
fn each_entry_has_the_oldest_version_that_knows_it() {
    for (name, _) in FIXTURES {
        for logged in fixture(name).entries {
            let entry = logged.entry;
            let needs = entry.why.as_ref().map_or(1, |_| 3);
            assert_eq!(
                entry.v,
                entry.event.format().max(needs),
                "{name} {}",
                entry.seq
            );
        }
    }
}

#[test]
fn each_entry_is_written_again_as_it_stands() {
    for (name, _) in FIXTURES {
        let text = std::fs::read_to_string(path(name)).unwrap();
        let lines = text.lines().filter(|l| kept_in(l.as_bytes()).is_none());
        for (line, logged) in lines.zip(fixture(name).entries).skip(1) {
            let brings = logged.entry.event.questionnaire().is_some();
            let again = serde_json::to_string(&logged.entry).unwrap();
            assert!(brings || again == line, "{again}\n{line}");
        }
    }
}

#[test]
fn what_joining_brought_before_format_6_is_held_as_well() {
    for name in ["format-3", "format-4", "format-5"] {
        let entries = fixture(name).entries;
        let joined = joined(entries.iter().filter_map(Logged::merge));
        let first = joined.first().unwrap();
        assert_eq!(first.lines, first.merge.lines.len(), "{name}");
        let newest = &first.merge.kept.last().unwrap().logged;
        assert_eq!(newest.fingerprint, first.merge.other.fingerprint);
    }
}

#[test]
fn every_event_is_in_the_fixture_of_the_version_that_brought_it() {
    let schema: Value = serde_json::from_str(SCHEMA).unwrap();
    let known: BTreeSet<String> = schema["$defs"]["Event"]["oneOf"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|variant| variant.pointer("/properties/type/const"))
        .filter_map(Value::as_str)
        .map(str::to_owned)
        .collect();
    let mut seen = BTreeSet::new();
    for (name, format) in FIXTURES {
        for logged in fixture(name).entries {
            assert!(logged.entry.event.format() <= format);
            seen.insert(kind(&logged.entry.event));
        }
    }
    assert_eq!(seen, known);
    let newest = FIXTURES.iter().map(|(_, format)| *format).max();
    assert_eq!(newest, Some(FORMAT), "each version has a record of its own");
}

#[test]
fn an_event_of_a_version_to_come_is_refused_with_the_version_that_it_needs() {
    let folder = tempfile::tempdir().unwrap();
    let newer = folder.path().join("newer.jsonl");
    let mut text = std::fs::read_to_string(path("format-3")).unwrap();
    let next = FORMAT + 1;
    text.push_str(&format!(
        "{{\"v\":{next},\"event\":{{\"type\":\"beamed\"}}}}\n"
    ));
    std::fs::write(&newer, &text).unwrap();
    let error = read(&newer).unwrap_err();
    assert!(matches!(error, RecordError::Newer { .. }), "{error}");
    let says = error.to_string();
    let line = text.lines().count();
    for words in [
        format!("line {line}"),
        format!("format {next}"),
        format!("up to {FORMAT}"),
    ] {
        assert!(says.contains(&words), "{words}: {says}");
    }
    assert_eq!(std::fs::read_to_string(&newer).unwrap(), text);
}
