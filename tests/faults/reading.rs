//! A reader that has seen the questionnaire of a record before accepts and refuses as one that has
//! not, and says the same.

use std::path::Path;
use std::sync::Arc;

use mfa_assess::facts::{Answer, Change, Event, Fingerprint};
use mfa_assess::propose::Accepted;
use mfa_assess::record::{Journal, Reader, read};

const SOURCE: &str = include_str!("../backups.json");

/// Holds a reader against reading the record alone.
pub fn alike(reader: &mut Reader, path: &Path) {
    match (read(path), reader.read(path)) {
        (Err(alone), Err(after)) => assert_eq!(alone.to_string(), after.to_string()),
        (Ok(alone), Ok(after)) => {
            assert_eq!(alone.questionnaire, after.questionnaire);
            assert_eq!(alone.entries, after.entries);
            assert_eq!(alone.state, after.state);
            assert_eq!(alone.torn, after.torn);
            assert!(alone.source == after.source);
        }
        (alone, after) => panic!("{:?}, {:?}", alone.err(), after.err()),
    }
}

/// A record of two entries.
fn record(path: &Path, questionnaire: &str, more: Vec<Event>) -> Vec<u8> {
    let at = "2026-11-24T10:00:00Z".parse().unwrap();
    let created = Event::Created {
        tool: "test".into(),
        questionnaire: Box::new(serde_json::from_str(questionnaire).unwrap()),
    };
    let answered = Event::Changed(Change::Answer(
        "collections".try_into().unwrap(),
        Some(Answer::Number(12)),
    ));
    let mut journal = Journal::create(path).unwrap();
    for event in [created, answered].into_iter().chain(more) {
        journal.append(at, "Sam", Accepted::unheld(event)).unwrap();
    }
    std::fs::read(path).unwrap()
}

#[test]
fn records_of_one_version_share_their_questionnaire() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    record(&path("a.jsonl"), SOURCE, vec![]);
    record(&path("b.jsonl"), SOURCE, vec![]);
    let other = SOURCE.replacen("2026.1", "2026.2", 1);
    record(&path("c.jsonl"), &other, vec![]);
    let mut reader = Reader::default();
    let mut read = |name: &str| reader.read(&path(name)).unwrap().questionnaire;
    let (a, c) = (read("a.jsonl"), read("c.jsonl"));
    assert!(Arc::ptr_eq(&a, &read("b.jsonl")), "taken apart once");
    assert!(Arc::ptr_eq(&c, &read("c.jsonl")));
    assert_ne!(a.version, c.version);
}

#[test]
fn a_first_line_that_is_out_of_the_ordinary_is_received_as_when_it_is_read_alone() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.jsonl");
    let good = record(&path, SOURCE, vec![]);
    let mut reader = Reader::default();
    reader.read(&path).unwrap();
    let good = String::from_utf8(good).unwrap();
    let (first, second) = good.trim_end().split_once('\n').unwrap();
    let field = "\"questionnaire\":";
    let start = first.find(field).unwrap() + field.len();
    let end = first.rfind("},\"prev\"").unwrap();
    let asked = &first[start..end];
    let place = "18446744073709551557";
    let swap = |from: &str, to: &str| {
        let changed = first.replacen(from, to, 1);
        assert_ne!(changed, first, "{from}");
        changed
    };
    let by = |by: &str| swap("\"by\":\"Sam\"", &format!("\"by\":\"{by}\""));
    let lines = [
        by("\\u0041da"),
        by("\\u001b[2J"),
        by("e\u{301}"),
        by("  Sam\t"),
        by("\u{202e}Sam"),
        by(place),
        by(&format!("\\\"questionnaire\\\":{place}")),
        by(&format!("\"questionnaire\":{asked}")),
        by(&"long ".repeat(2000)),
        swap(
            "\"tool\":",
            &format!("\"tool\":\"a\",{field}{asked},\"tool\":"),
        ),
        swap(field, &format!("{field}{asked},{field}")),
        swap(field, "\"questionnaire\": "),
        swap(field, "\"questionnaires\":"),
        swap(field, &format!("\"other\":1,{field}")),
        swap(asked, place),
        swap(asked, "null"),
        swap(asked, &asked.replacen("2026.1", "2026.9", 1)),
        swap(asked, &asked.replacen("\"format\":1", "\"format\":2", 1)),
        swap(
            asked,
            &asked.replacen("\"title\":\"", "\"title\":\"\\u001b", 1),
        ),
        swap(asked, &format!("{asked},\"other\":2")),
        swap("{", &format!("{{\"x\":{{{field}{asked}}},")),
        swap("{", &format!("{{\"x\":{{{field}{asked}}},")).replacen(
            &format!("\"type\":\"created\",\"tool\":\"test\",{field}{asked}"),
            &format!("\"type\":\"created\",\"tool\":\"test\",{field}{place}"),
            1,
        ),
        swap("\"v\":1", "\"v\":9"),
        swap("\"v\":1", "\"v\":\"1\""),
        swap("\"seq\":1", "\"seq\":2"),
        swap("\"prev\":null", "\"prev\":7"),
        swap(
            "\"prev\":null",
            &format!("\"prev\":\"{}\"", Fingerprint::of(b"")),
        ),
        swap("\"prev\":null", "\"prev\":null,\"more\":\"\\u0041\""),
        swap("\"type\":\"created\"", "\"type\":\"beamed\""),
        format!("{first}x"),
        format!("{first}\u{301}"),
        format!("{first}\r"),
        format!(" {first} "),
        format!("\u{feff}{first}"),
        first[..first.len() - 1].to_owned(),
        first.to_owned(),
    ];
    let before = Fingerprint::of(first.as_bytes()).to_string();
    for line in lines {
        let after = Fingerprint::of(line.as_bytes()).to_string();
        let second = second.replacen(&before, &after, 1);
        for text in [
            format!("{line}\n"),
            line.clone(),
            format!("{line}\n{second}\n"),
            format!("{line}\n{second}\n{{\"half"),
        ] {
            std::fs::write(&path, &text).unwrap();
            // What the line before has left behind must not matter.
            alike(&mut reader, &path);
            std::fs::write(&path, &good).unwrap();
            alike(&mut reader, &path);
        }
    }
    for at in [3, 60, start - 2, start + 9, end + 1] {
        let mut bytes = good.clone().into_bytes();
        bytes[at] = 0xff;
        std::fs::write(&path, bytes).unwrap();
        alike(&mut reader, &path);
    }
}

#[test]
fn a_record_that_moved_to_a_later_version_keeps_what_it_asked_before() {
    let folder = tempfile::tempdir().unwrap();
    let (plain, moved) = (folder.path().join("a.jsonl"), folder.path().join("b.jsonl"));
    record(&plain, SOURCE, vec![]);
    let later = SOURCE.replacen("2026.1", "2026.2", 1);
    let migrated = Event::Migrated {
        tool: "test".into(),
        questionnaire: Box::new(serde_json::from_str(&later).unwrap()),
    };
    record(&moved, SOURCE, vec![migrated]);
    let mut reader = Reader::default();
    for path in [&plain, &moved, &plain, &moved] {
        alike(&mut reader, path);
    }
    assert_eq!(reader.read(&moved).unwrap().questionnaire.version, "2026.2");
}
