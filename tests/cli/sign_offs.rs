//! Sign-offs that the program would not have made, and that somebody wrote into a record all the same.

use std::path::PathBuf;

use mfa_assess::facts::{Event, Fingerprint, Gap, SignOff};
use mfa_assess::propose::Accepted;
use mfa_assess::questionnaire::load;
use serde_json::{Value, json};

use super::ALL;
use super::place::{Place, backups, place};
use super::verify::{append, collections, says, told, verify};

const RECORD: &str = "fell-side-library";

/// A sign-off as the program makes it, of somebody who has not assessed.
fn sound() -> SignOff {
    let asked = load(&std::fs::read(backups()).unwrap()).unwrap();
    SignOff {
        name: "Ben Hill".into(),
        role: "Chair of trustees".into(),
        declaration: asked.sign_off.declaration,
        date: "2026-11-24".parse().unwrap(),
        fingerprint: Fingerprint::of(b""),
        gaps: vec![],
        same_person: None,
    }
}

type Change = fn(&mut SignOff);

/// A record in which everything is answered, with this sign-off.
fn signed(place: &Place, change: impl FnOnce(&mut SignOff)) -> PathBuf {
    let record = place.begun(ALL);
    let mut sign_off = sound();
    change(&mut sign_off);
    append(&record, vec![Event::SignedOff(sign_off)]);
    record
}

#[test]
fn an_incomplete_assessment_that_says_it_is_signed_is_a_draft_everywhere() {
    let place = place();
    let record =
        place.begun("Fell Side Library\n3\nAda Fell\nHead librarian\nnext\n12\n11\nquit\n");
    append(&record, vec![Event::SignedOff(sound())]);
    let status = place.run(&["status"]);
    let json = told(&place.run(&["status", "--json"]));
    let left = json["gaps"].as_array().unwrap().len();
    let but = format!("It was signed as complete, but {left} answers were missing.");
    let does_not = "Signed as complete by Ben Hill, Chair of trustees, on 24 November 2026";
    says(&status, 3, &[does_not, ": does not count.", &but]);
    assert_eq!(json["signed"], false);
    assert_eq!(json["sign_offs"][0]["draft"], true);
    let faults = json!([format!("{left} answers were missing")]);
    assert_eq!(json["sign_offs"][0]["faults"], faults);
    assert_eq!(place.run(&["check"]).code, Some(3));

    let ran = verify(&place, &[RECORD]);
    says(&ran, 3, &[does_not, ": does not count.", &but]);
    let verified = told(&verify(&place, &[RECORD, "--json"]));
    assert_eq!(verified["sign_offs"][0]["draft"], true);
    assert_eq!(verified["sign_offs"][0]["faults"], faults);

    let ran = place.run(&["report", "-o", "board.pdf"]);
    assert!(ran.err.contains("It is a draft"), "{ran:?}");
    says(
        &verify(&place, &["board.pdf"]),
        3,
        &["says what the record says", &but],
    );
    assert_eq!(place.run(&["report", "-o", "board.md"]).code, Some(0));
    let words = std::fs::read_to_string(place.folder().join("board.md")).unwrap();
    assert!(words.contains(&format!("DRAFT. {but}")), "{words}");
    assert!(words.contains("This sign-off does not count."), "{words}");
    let row: Value = told(&place.run(&["list", "--json"]));
    assert!(!row.to_string().contains("\"signed, "), "{row}");
}

#[test]
fn what_the_program_asks_of_who_signs_it_asks_of_what_is_written() {
    let cases: [(Change, &str); 8] = [
        (
            |by| by.name = "Ada\u{200b} Fell".into(),
            "the same person assessed and approved, and no reason is given",
        ),
        (
            |by| by.name = "Ada Fell\u{2800}\u{FFF9}\u{E000}".into(),
            "the same person assessed and approved, and no reason is given",
        ),
        (
            |by| by.name = "Ad\u{16FE4}a Fell.".into(),
            "the same person assessed and approved, and no reason is given",
        ),
        (
            |by| by.name = "A\u{323}\u{307}da Fell".into(),
            "the same person assessed and approved, and no reason is given",
        ),
        (
            |by| {
                by.name = "Ada Fell".into();
                by.same_person = Some(" ".into());
            },
            "the same person assessed and approved, and no reason is given",
        ),
        (
            |by| by.role = "Chief of chiefs".into(),
            "the questionnaire has no such role",
        ),
        (
            |by| by.declaration = "I have seen this.".into(),
            "what it declares is not what the questionnaire has people declare",
        ),
        (|by| by.name = "\u{3164}".into(), "nobody is named"),
    ];
    for (change, words) in cases {
        let place = place();
        signed(&place, change);
        let words = format!("It was signed as complete, but {words}.");
        says(&verify(&place, &[RECORD]), 3, &[&words, "does not count"]);
        // Nothing is left to do, but to sign.
        says(&place.run(&["status"]), 0, &[&words]);
        let ran = place.run(&["report", "-o", "board.pdf"]);
        assert!(ran.err.contains("It is a draft"), "{ran:?}");
    }
    let place = place();
    signed(&place, |by| {
        by.name = "Ada Fell".into();
        by.same_person = Some("There are two of us.".into());
    });
    says(&verify(&place, &[RECORD]), 0, &[": stands."]);
    let place = self::place();
    signed(&place, |_| {});
    says(
        &verify(&place, &[RECORD]),
        0,
        &["Signed off by Ben Hill", ": stands."],
    );
}

#[test]
fn a_draft_says_all_that_is_left() {
    let place = place();
    let record = place.begun("Fell Side Library\n");
    let json = told(&place.run(&["status", "--json"]));
    let all: Vec<Gap> = json["gaps"].as_array().unwrap().iter().map(gap).collect();
    let mut sign_off = sound();
    sign_off.gaps = all[1..].to_vec();
    append(&record, vec![Event::SignedOff(sign_off.clone())]);
    let but = "It was signed as a draft, but 1 answer was missing.";
    says(&verify(&place, &[RECORD]), 3, &[but]);
    append(&record, vec![collections(12)]);
    let json = told(&place.run(&["status", "--json"]));
    sign_off.gaps = json["gaps"].as_array().unwrap().iter().map(gap).collect();
    append(&record, vec![Event::SignedOff(sign_off)]);
    // The first stands no more, so nobody takes it for anything; it is told all the same.
    says(&verify(&place, &[RECORD]), 0, &[but, ": stands."]);
}

fn gap(told: &Value) -> Gap {
    Gap::Unanswered(told["unanswered"].as_str().unwrap().try_into().unwrap())
}

/// Since each of thousands, the same would be told thousands of times.
#[test]
fn what_has_changed_is_told_since_the_first_and_the_newest_sign_offs() {
    let place = place();
    let record = place.begun(ALL);
    let each = (0..40).flat_map(|number| [Event::SignedOff(sound()), collections(number)]);
    append(&record, each.collect());
    let json = told(&verify(&place, &[RECORD, "--json"]));
    let since = json["sign_offs"].as_array().unwrap().iter();
    let is_told: Vec<bool> = since.map(|s| s["changed_since"].is_array()).collect();
    let first_and_newest: Vec<bool> = (0..40).map(|at| at == 0 || at >= 25).collect();
    assert_eq!(is_told, first_and_newest);
}

#[test]
fn times_that_cannot_be_are_told() {
    let place = place();
    let record = place.begun(ALL);
    // The clock of these stood before the beginning of the record.
    append(&record, vec![collections(14), collections(15)]);
    let seq = told(&verify(&place, &[RECORD, "--json"]))["entries"]
        .as_u64()
        .unwrap()
        - 1;
    let says_first = format!(
        "1 entry has an earlier time than the one before it: number {seq}, of 24 November 2026, 10:00 UTC."
    );
    // A clock that was put right does the same: it speaks against nothing alone.
    says(&verify(&place, &[RECORD]), 0, &[&says_first]);
    let json = told(&verify(&place, &[RECORD, "--json"]));
    assert_eq!(
        json["times"]["backwards"],
        json!({"entries": 1, "first": seq})
    );
    assert_eq!(json["times"]["still_to_come"]["entries"], 0);

    let (mut journal, _) = mfa_assess::record::Journal::open(&record).unwrap();
    let ahead = "2199-01-01T00:00:00Z".parse().unwrap();
    journal
        .append(ahead, "Ben Hill", Accepted::unheld(collections(16)))
        .unwrap();
    journal
        .append(ahead, "Ben Hill", Accepted::unheld(collections(17)))
        .unwrap();
    drop(journal);
    let says_ahead = format!(
        "2 entries have a time that is still to come, first number {}, of 1 January 2199, 00:00 UTC.",
        seq + 2
    );
    says(&verify(&place, &[RECORD]), 0, &[&says_first, &says_ahead]);
}
