//! Records: refused and left as they are, or read, judged, told and appended to.

use std::path::Path;
use std::sync::LazyLock;

use jiff::civil::date;
use mfa_assess::facts::{Change, Event, Fingerprint, Note};
use mfa_assess::history::Audit;
use mfa_assess::propose::Accepted;
use mfa_assess::record::{Journal, RecordError, kept_in, read};
use mfa_assess::report::contents::contents;
use mfa_assess::report::{Basis, Options};
use mfa_assess::rules::Results;
use proptest::prelude::*;
use proptest::sample::Index;
use serde_json::{Value, json};

use super::mutate::{mutated, mutations};
use super::{config, corpus};

static SOUND: LazyLock<Vec<Vec<u8>>> = LazyLock::new(|| corpus("records"));
static AWKWARD: LazyLock<Vec<Vec<u8>>> = LazyLock::new(|| corpus("corpus/record"));

/// Reads bytes as a record. Whether they are one.
fn is_read_or_left(bytes: &[u8]) -> Result<bool, TestCaseError> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("any.jsonl");
    std::fs::write(&path, bytes).unwrap();
    let is_record = is_told(&path)?;
    prop_assert!(
        std::fs::read(&path).unwrap() == bytes,
        "reading changes nothing"
    );
    match Journal::open(&path) {
        Ok((mut journal, loaded)) => {
            prop_assert!(is_record);
            let scenario = loaded.questionnaire.scenarios().next().unwrap().id.clone();
            let text = "Still here".to_owned();
            let at = "2026-11-24T10:00:00Z".parse().unwrap();
            journal
                .append(
                    at,
                    "Sam",
                    Accepted::unheld(Event::Changed(Change::note(
                        scenario,
                        Note {
                            text,
                            for_board: false,
                        },
                    ))),
                )
                .unwrap();
            let again = read(&path).unwrap();
            let before = &loaded.entries[..];
            prop_assert_eq!(&again.entries[..before.len()], before);
            prop_assert_eq!(again.entries.len(), before.len() + 1);
        }
        Err(error) => {
            // A redacted copy is read, and never written.
            let is_copy = matches!(error, RecordError::Redacted(_));
            prop_assert_eq!(is_record, is_copy);
            prop_assert!(std::fs::read(&path).unwrap() == bytes, "left as it is");
        }
    }
    Ok(is_record)
}

/// Everything that is told of a record is told.
fn is_told(path: &Path) -> Result<bool, TestCaseError> {
    let loaded = match read(path) {
        Ok(loaded) => loaded,
        Err(error) => {
            prop_assert!(!error.to_string().is_empty());
            return Ok(false);
        }
    };
    let (questionnaire, entries) = (&loaded.questionnaire, &loaded.entries[..]);
    let as_at = date(2026, 11, 24);
    let results = Results::of(questionnaire, &loaded.state, as_at);
    let audit = Audit {
        questionnaire,
        entries,
        state: &loaded.state,
    };
    audit.since(0).unwrap();
    let faults = audit.faults().unwrap();
    prop_assert_eq!(faults.len(), loaded.state.sign_offs.len());
    let options = Options::new(as_at, "OFFICIAL");
    contents(&Basis::of(&loaded, &results, &options));
    Ok(true)
}

fn lines(record: &[u8]) -> Vec<Vec<u8>> {
    let lines = record.split_inclusive(|b| *b == b'\n');
    lines
        .map(|line| line.strip_suffix(b"\n").unwrap_or(line).to_vec())
        .collect()
}

/// The lines with a chain that fits them: only who writes a record anew can do that. Lines of another
/// record go on from the one before them, and end with what the merge names.
fn rechained(lines: Vec<Vec<u8>>) -> Vec<u8> {
    let mut own: Option<(Fingerprint, u64)> = None;
    let mut other: Option<(Fingerprint, u64)> = None;
    let mut all = vec![];
    for mut line in lines {
        let is_kept = kept_in(&line).is_some();
        let before = if is_kept { other.or(own) } else { own };
        let source = kept_in(&line).unwrap_or(&line).to_vec();
        let mut source = match (before, serde_json::from_slice(&source)) {
            (Some((before, seq)), Ok(Value::Object(mut entry))) => {
                entry.insert("prev".into(), json!(before));
                entry.insert("seq".into(), json!(seq + 1));
                let signed = entry.get_mut("event");
                if let Some(signed) = signed.and_then(|e| e.get_mut("fingerprint")) {
                    *signed = json!(before);
                }
                if let Some(joined) = other.filter(|_| !is_kept)
                    && let Some(named) = entry
                        .get_mut("event")
                        .and_then(|e| e.pointer_mut("/other/fingerprint"))
                {
                    *named = json!(joined.0);
                }
                serde_json::to_vec(&entry).unwrap()
            }
            _ => source,
        };
        let now = (Fingerprint::of(&source), before.map_or(0, |b| b.1) + 1);
        if is_kept {
            other = Some(now);
            line = br#"{"v":6,"kept":"#.to_vec();
            line.append(&mut source);
            line.push(b'}');
        } else {
            (own, other) = (Some(now), None);
            line = source;
        }
        line.push(b'\n');
        all.append(&mut line);
    }
    all
}

#[test]
fn the_corpus_is_read_or_left() {
    for record in SOUND.iter() {
        assert!(is_read_or_left(record).unwrap());
        if String::from_utf8_lossy(record).contains(r#""type":"merged""#) {
            // What was joined holds on to the chain that it comes from.
            continue;
        }
        assert!(
            is_read_or_left(&rechained(lines(record))).unwrap(),
            "a new chain is as good"
        );
    }
    for file in AWKWARD.iter() {
        assert!(!is_read_or_left(file).unwrap());
    }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn whatever_was_changed_it_is_read_or_left(
        which in any::<Index>(), is_sound in prop::bool::weighted(0.7), changes in mutations(),
    ) {
        let files = if is_sound { &SOUND } else { &AWKWARD };
        is_read_or_left(&mutated(which.get(files).clone(), &changes))?;
    }

    #[test]
    fn whatever_was_forged_it_is_read_or_left(
        which in any::<Index>(), line in any::<Index>(), changes in mutations(),
    ) {
        let sound: &Vec<u8> = which.get(&SOUND);
        let mut lines = lines(sound);
        let number = 1 + line.index(lines.len() - 1);
        lines[number] = mutated(lines[number].clone(), &changes);
        is_read_or_left(&rechained(lines))?;
    }
}
