//! The plain dialogue from a pipe: a line that is no answer moves no other.

use std::path::PathBuf;

use mfa_assess::facts::{Change, Event};
use mfa_assess::record::{Library, read};

use super::place::{Place, Ran, backups, place};

fn begin(place: &Place, lines: impl AsRef<[u8]>) -> Ran {
    let asked = backups();
    place.told(&["--questionnaire", asked.to_str().unwrap(), "new"], lines)
}

fn only(place: &Place) -> PathBuf {
    let library = Library::at(Some(place.records())).unwrap();
    library.find(None).unwrap()
}

fn answered(place: &Place) -> usize {
    let entries = read(&only(place)).unwrap().entries.into_iter();
    let answers =
        entries.filter(|l| matches!(l.entry.event, Event::Changed(Change::Answer(_, Some(_)))));
    answers.count()
}

#[test]
fn the_first_line_that_does_not_fit_ends_the_dialogue() {
    // What the other lines say would fit the questions before theirs.
    for (lines, number, why) in [
        (
            "Fell Side Library\nnine\nAda Fell\nHead librarian\n",
            2,
            "Enter a whole number",
        ),
        (
            "Fell Side Library\n3\nAda Fell\nHead librarian\ntasks\n99\n",
            6,
            "Enter a number from 1 to",
        ),
        (
            "Fell Side Library\nsearch nothing of this\n1\n",
            2,
            "No scenario holds these words.",
        ),
        (
            "Fell Side Library\nconfirm\n1\n",
            2,
            "no answer here that has to be confirmed",
        ),
        (
            "Fell Side Library\nnote\nSeen\n",
            2,
            "That is not asked here.",
        ),
    ] {
        let place = place();
        let ran = begin(&place, lines);
        assert_eq!(ran.code, Some(1), "{lines:?}: {ran:?}");
        for said in [&format!("line {number} was not taken"), why, "Saved in "] {
            assert!(ran.err.contains(said), "{lines:?}: {said}: {}", ran.err);
        }
        let before = lines.lines().take(number - 1).filter(|l| *l != "tasks");
        assert_eq!(answered(&place), before.count(), "{lines:?}");
    }
}

#[test]
fn a_line_that_is_no_text_ends_the_dialogue_too() {
    for bad in [
        &b"Fell Side \xff\n3\n"[..],
        &[&b"x".repeat(70_000)[..], b"\n3\n"].concat(),
    ] {
        let place = place();
        let ran = begin(&place, bad);
        assert_eq!(ran.code, Some(1), "{ran:?}");
        assert!(ran.err.contains("line 1 was not taken"), "{}", ran.err);
        let library = Library::at(Some(place.records())).unwrap();
        assert!(library.list().unwrap().next().is_none());
    }
}

#[test]
fn a_byte_order_mark_is_no_part_of_an_answer() {
    let place = place();
    let ran = begin(&place, "\u{feff}Fell Side Library\r\n\u{feff}3\r\n");
    assert_eq!(ran.code, Some(0), "{ran:?}");
    assert_eq!(answered(&place), 2);
    assert!(only(&place).ends_with("fell-side-library.jsonl"));
}
