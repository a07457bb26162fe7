//! A record that was changed outside the program, by one byte, one line or one cut.
//!
//! Nothing follows the newest line that could vouch for it: a change there, and lines that are
//! missing from the end, show in the fingerprint, which stands on the report.

use std::cell::RefCell;
use std::path::{Path, PathBuf};

use mfa_assess::facts::{Answer, Change, Event, Fingerprint, Note};
use mfa_assess::propose::Accepted;
use mfa_assess::record::{Journal, Reader, RecordError, read};
use tempfile::TempDir;

use super::reading::alike;

const EVENTS: usize = 200;

/// A whole record of 200 events, and where changed copies of it are put.
struct Sample {
    folder: TempDir,
    /// Its lines, each with its line break.
    lines: Vec<Vec<u8>>,
    fingerprint: Fingerprint,
    /// Has read it.
    reader: RefCell<Reader>,
}

/// How a changed copy is received.
#[derive(Debug, PartialEq, Eq)]
enum Found {
    /// It is refused, in this line.
    InLine(usize),
    /// It is refused as a whole.
    Refused,
    /// Its last line was never finished, and does not count.
    Torn { entries: usize, bytes: usize },
    /// It can be read.
    Read { entries: usize, same: bool },
}

fn event(number: usize) -> Event {
    let text = format!("Shelf {number}, “east”, Tŷ Gwyn");
    match number % 3 {
        0 => Event::Changed(Change::Answer(
            "library-name".try_into().unwrap(),
            Some(Answer::Text(text)),
        )),
        1 => Event::Changed(Change::note(
            "what-is-backed-up".try_into().unwrap(),
            Note {
                text,
                for_board: false,
            },
        )),
        _ => Event::Changed(Change::Answer(
            "collections".try_into().unwrap(),
            Some(Answer::Number(number as u64)),
        )),
    }
}

impl Sample {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("good.jsonl");
        let source = include_str!("../backups.json");
        let mut journal = Journal::create(&path).unwrap();
        let at = "2026-11-24T10:00:00Z".parse().unwrap();
        let created = Event::Created {
            tool: "test".into(),
            questionnaire: Box::new(serde_json::from_str(source).unwrap()),
        };
        let mut newest = journal
            .append(at, "Sam", Accepted::unheld(created))
            .unwrap();
        for number in 1..EVENTS {
            newest = journal
                .append(at, "Sam", Accepted::unheld(event(number)))
                .unwrap();
        }
        let bytes = std::fs::read(&path).unwrap();
        let lines: Vec<Vec<u8>> = bytes
            .split_inclusive(|b| *b == b'\n')
            .map(<[u8]>::to_vec)
            .collect();
        assert_eq!(lines.len(), EVENTS);
        let mut reader = Reader::default();
        reader.read(&path).unwrap();
        Self {
            reader: RefCell::new(reader),
            folder,
            lines,
            fingerprint: newest.fingerprint,
        }
    }

    fn path(&self) -> PathBuf {
        self.folder.path().join("changed.jsonl")
    }

    fn found(&self, bytes: &[u8]) -> Found {
        let path = self.path();
        std::fs::write(&path, bytes).unwrap();
        let found = self.look(&path);
        alike(&mut self.reader.borrow_mut(), &path);
        assert!(std::fs::read(&path).unwrap() == bytes, "left as it is");
        found
    }

    fn look(&self, path: &Path) -> Found {
        match read(path) {
            Err(RecordError::Damaged { line, .. } | RecordError::Newer { line, .. }) => {
                Found::InLine(line)
            }
            Err(_) => Found::Refused,
            Ok(loaded) => {
                let entries = loaded.entries.len();
                match loaded.torn {
                    Some(torn) => Found::Torn {
                        entries,
                        bytes: torn.bytes,
                    },
                    None => Found::Read {
                        entries,
                        same: loaded.entries[entries - 1].fingerprint == self.fingerprint,
                    },
                }
            }
        }
    }
}

const OTHER: Found = Found::Read {
    entries: EVENTS,
    same: false,
};

#[test]
fn the_record_itself_is_sound() {
    let sample = Sample::new();
    let whole = Found::Read {
        entries: EVENTS,
        same: true,
    };
    assert_eq!(sample.found(&sample.lines.concat()), whole);
}

#[test]
fn a_changed_byte_is_found_in_its_line_or_by_the_line_after_it() {
    let sample = Sample::new();
    let mut bytes = sample.lines.concat();
    let mut start = 0;
    for (index, line) in sample.lines.iter().enumerate() {
        let number = index + 1;
        // Every byte of the newest line, every line break, and of the rest one here and there.
        let step = match number {
            1 => 211,
            EVENTS => 1,
            _ => 89,
        };
        let sampled = (index % step..line.len()).step_by(step);
        for place in sampled.chain([line.len() - 1]) {
            let bit = 1 << (place % 8);
            bytes[start + place] ^= bit;
            let found = sample.found(&bytes);
            bytes[start + place] ^= bit;
            let told = format!("line {number}, byte {place}: {found:?}");
            match found {
                Found::InLine(line) => assert!(line == number || line == number + 1, "{told}"),
                Found::Refused => assert_eq!(number, 1, "{told}"),
                Found::Torn { .. } => {
                    assert!(number == EVENTS && place == line.len() - 1, "{told}")
                }
                found => assert!(number == EVENTS && found == OTHER, "{told}"),
            }
        }
        start += line.len();
    }
}

#[test]
fn a_line_that_is_deleted_is_found_where_it_was() {
    let sample = Sample::new();
    for index in 0..EVENTS {
        let mut lines = sample.lines.clone();
        lines.remove(index);
        let expected = if index + 1 == EVENTS {
            Found::Read {
                entries: EVENTS - 1,
                same: false,
            }
        } else {
            Found::InLine(index + 1)
        };
        assert_eq!(sample.found(&lines.concat()), expected);
    }
}

#[test]
fn a_line_that_is_there_twice_is_found() {
    let sample = Sample::new();
    for index in 0..EVENTS {
        // Straight after itself, and somewhere else.
        for to in [index + 1, (index * 73 + 19) % EVENTS + 1] {
            let mut lines = sample.lines.clone();
            lines.insert(to, sample.lines[index].clone());
            assert_eq!(sample.found(&lines.concat()), Found::InLine(to + 1));
        }
    }
}

#[test]
fn lines_that_are_swapped_are_found_at_the_first() {
    let sample = Sample::new();
    for first in 0..EVENTS - 1 {
        for second in [
            first + 1,
            first + 1 + (first * 73 + 19) % (EVENTS - 1 - first),
        ] {
            let mut lines = sample.lines.clone();
            lines.swap(first, second);
            assert_eq!(sample.found(&lines.concat()), Found::InLine(first + 1));
        }
    }
}

#[test]
fn a_cut_leaves_what_was_whole_and_sets_a_part_of_a_line_aside() {
    let sample = Sample::new();
    for (index, line) in sample.lines.iter().enumerate() {
        let whole = sample.lines[..index].concat();
        let ends = line.len() - 1;
        let mut cuts = vec![0, 1 + (index * 37) % (ends - 1), ends];
        if index % 20 == 0 {
            cuts.extend((1..ends).step_by(if index == 0 { 1009 } else { 23 }));
        }
        for cut in cuts {
            let found = sample.found(&[&whole[..], &line[..cut]].concat());
            let expected = match cut {
                _ if index == 0 && cut < ends => Found::Refused,
                0 => Found::Read {
                    entries: index,
                    same: false,
                },
                // Only the line break is missing: the entry is sound.
                _ if cut == ends => Found::Read {
                    entries: index + 1,
                    same: index + 1 == EVENTS,
                },
                _ => Found::Torn {
                    entries: index,
                    bytes: cut,
                },
            };
            assert_eq!(found, expected, "line {}, byte {cut}", index + 1);
        }
    }
}

#[test]
fn what_a_cut_left_of_a_line_is_kept_and_the_record_goes_on() {
    let sample = Sample::new();
    for index in (1..EVENTS).step_by(9) {
        let whole = sample.lines[..index].concat();
        let part = &sample.lines[index][..1 + index % 97];
        let path = sample.folder.path().join(format!("cut-{index}.jsonl"));
        std::fs::write(&path, [&whole[..], part].concat()).unwrap();
        let (mut journal, loaded) = Journal::open(&path).unwrap();
        let kept = loaded.torn.unwrap().kept.unwrap();
        assert_eq!(std::fs::read(kept).unwrap(), part);
        assert!(std::fs::read(&path).unwrap() == whole);
        let at = "2026-11-24T11:00:00Z".parse().unwrap();
        journal
            .append(at, "Sam", Accepted::unheld(event(index)))
            .unwrap();
        let again = read(&path).unwrap();
        assert_eq!((again.entries.len(), again.torn), (index + 1, None));
    }
}
