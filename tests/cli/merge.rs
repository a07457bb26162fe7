//! `merge`: what only one has changed is taken, the rest is asked about, and nothing is written
//! before all is chosen.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use mfa_assess::facts::{
    Answer, Assessment, Change, Event, Fingerprint, Note, Origin, Redaction, SignOff,
};
use mfa_assess::propose::Accepted;
use mfa_assess::record::{Journal, kept_in, read};
use serde_json::{Value, json};

use super::place::{Place, Ran, backups, fields, place};

const A: &str = "fell-side-library";

fn number(question: &str, number: u64) -> Event {
    Event::Changed(Change::Answer(
        question.try_into().unwrap(),
        Some(Answer::Number(number)),
    ))
}

fn noted(text: &str) -> Event {
    Event::Changed(Change::note(
        "what-is-backed-up".try_into().unwrap(),
        Note {
            text: text.into(),
            for_board: false,
        },
    ))
}

fn sign_off(name: &str) -> Event {
    Event::SignedOff(SignOff {
        name: name.into(),
        role: "Head librarian".into(),
        declaration: "I declare it.".into(),
        date: "2026-11-24".parse().unwrap(),
        fingerprint: Fingerprint::of(b""),
        gaps: vec![],
        same_person: None,
    })
}

/// Appends events; a sign-off declares the record as it stands then.
fn append(record: &Path, by: &str, events: Vec<Event>) {
    let (mut journal, loaded) = Journal::open(record).unwrap();
    let mut last = loaded.entries.last().unwrap().fingerprint;
    for mut event in events {
        if let Event::SignedOff(sign_off) = &mut event {
            sign_off.fingerprint = last;
        }
        let at = "2026-11-24T10:00:00Z".parse().unwrap();
        last = journal
            .append(at, by, Accepted::unheld(event))
            .unwrap()
            .fingerprint;
    }
}

/// A record, and a copy of it that Ben has taken with him.
fn two(place: &Place) -> (PathBuf, PathBuf) {
    let a = place.begun("Fell Side Library\n3\nAda Fell\nHead librarian\nnext\n12\n11\nquit\n");
    let b = place.folder().join("ben.jsonl");
    std::fs::copy(&a, &b).unwrap();
    (a, b)
}

/// Two that have each changed two answers differently, and one thing alone.
fn in_conflict(place: &Place) -> (PathBuf, PathBuf) {
    let (a, b) = two(place);
    append(
        &a,
        "Ada Fell",
        vec![
            number("collections", 13),
            number("vans", 4),
            noted("By hand"),
        ],
    );
    let evidence = Event::Changed(Change::evidence(
        "what-is-backed-up".try_into().unwrap(),
        "Shelf 3".into(),
    ));
    append(
        &b,
        "Ben Hill",
        vec![number("collections", 14), number("vans", 5), evidence],
    );
    (a, b)
}

fn state(record: &Path) -> Assessment {
    read(record).unwrap().state
}

fn answer(record: &Path, question: &str) -> Answer {
    state(record).answers[&question.try_into().unwrap()].clone()
}

fn says(ran: &Ran, code: i32, words: &[&str]) {
    assert_eq!(ran.code, Some(code), "{ran:?}");
    for word in words {
        assert!(ran.out.contains(word), "no {word:?} in {}", ran.out);
    }
}

fn told(ran: &Ran) -> Value {
    serde_json::from_str(&ran.out).unwrap()
}

#[test]
fn a_person_chooses_where_both_have_changed_something() {
    let place = place();
    let (a, b) = in_conflict(&place);
    let (before, other) = (std::fs::read(&a).unwrap(), std::fs::read(&b).unwrap());
    // What is no choice is asked again.
    let ran = place.told(&["merge", A, "ben.jsonl"], "1\n3\nyes\n2\n");
    says(
        &ran,
        0,
        &[
            "fell-side-library and ben share the first 7 entries. ben has 3 lines after that.",
            "What is backed up: the evidence: from nothing to “Shelf 3” (Ben Hill, 24 November 2026",
            "Changed by both, differently: 2. You choose below.",
            "Both have changed, 1 of 2: Your library: How many",
            "  Before:\n     3 vehicles\n  1. fell-side-library (Ada Fell, 24 November 2026, 10:00 UTC):\n     \
             4 vehicles\n  2. ben (Ben Hill, 24 November 2026, 10:00 UTC):\n     5 vehicles\n",
            "Both have changed, 2 of 2: What is backed up: How many digital collections",
            "Enter 1 for fell-side-library, 2 for ben, or quit.",
            "Written as entry 11 of fell-side-library.",
            "mfa-assess open fell-side-library",
        ],
    );
    assert_eq!(answer(&a, "vans"), Answer::Number(4));
    assert_eq!(answer(&a, "collections"), Answer::Number(14));
    let after = state(&a);
    assert_eq!((after.notes.len(), after.evidence.len()), (1, 1));
    assert_eq!(
        std::fs::read(&b).unwrap(),
        other,
        "the other stays as it is"
    );
    let now = std::fs::read(&a).unwrap();
    assert!(now.starts_with(&before), "what was there stays");
    let last = read(&a).unwrap().entries.pop().unwrap().entry;
    assert_eq!(
        (last.seq, last.v, last.by.as_str(), last.why),
        (11, 6, "Ada Fell", None)
    );

    let ran = place.run(&["merge", A, "ben.jsonl"]);
    says(
        &ran,
        0,
        &["holds every entry of ben already. There is nothing to do."],
    );
    assert_eq!(std::fs::read(&a).unwrap(), now);
    // Ben goes on: only that is asked about and taken.
    append(&b, "Ben Hill", vec![number("vans", 6)]);
    let ran = place.told(&["merge", A, "ben.jsonl", "--by", "Cy Moor"], "2\n");
    says(
        &ran,
        0,
        &[
            "Both have changed, 1 of 1: ",
            "Before:\n     5 vehicles",
            "Written as entry 12",
        ],
    );
    assert_eq!(answer(&a, "vans"), Answer::Number(6));
    assert_eq!(read(&a).unwrap().entries.pop().unwrap().entry.by, "Cy Moor");
    assert_eq!(place.run(&["report", A, "-o", "joined.pdf"]).code, Some(0));
    let ran = place.told(&["open", A], "undo\nredo\nquit\n");
    let says_so = "The merge with ben cannot be undone, and ends undoing and bringing back.";
    assert_eq!(ran.out.matches(says_so).count(), 2, "{}", ran.out);
}

#[test]
fn nothing_is_written_before_all_is_chosen() {
    let place = place();
    in_conflict(&place);
    let before = place.files();
    let long = format!("{}\n1\n", "1".repeat(70_000));
    for (lines, says) in [
        ("", "the input ended before everything was chosen"),
        ("1\n", "the input ended before everything was chosen"),
        (long.as_str(), "the input ended"),
        ("1\nquit\n", "The merge was left, and nothing was written."),
        ("back\n2\n2\n", "The merge was left"),
    ] {
        let ran = place.told(&["merge", A, "ben.jsonl"], lines);
        assert_eq!(ran.code, Some(1), "{lines:.9}: {ran:?}");
        assert!(ran.err.contains(says), "{lines:.9}: {}", ran.err);
        assert_eq!(place.files(), before);
    }
    let ran = place.told(&["merge", A, "ben.jsonl"], &long);
    assert!(ran.out.contains("longer than 64 KiB"), "{}", ran.out);
}

#[test]
fn a_dry_run_tells_and_a_script_takes_one_side() {
    let place = place();
    let (a, _) = in_conflict(&place);
    let before = place.files();
    let ran = place.run(&["merge", A, "ben.jsonl", "--dry-run"]);
    says(
        &ran,
        3,
        &[
            "Changed by both, differently:",
            "    fell-side-library: from “12 collections” to “13 collections” (Ada Fell, ",
            "    ben: from “12 collections” to “14 collections” (Ben Hill, ",
        ],
    );
    assert!(ran.err.contains("Nothing was written."), "{}", ran.err);
    let ran = place.run(&["merge", A, "ben.jsonl", "--dry-run", "--json"]);
    assert_eq!(ran.code, Some(3), "{ran:?}");
    let plan = told(&ran);
    assert_eq!((&plan["record"], &plan["entry"]), (&json!(A), &Value::Null));
    assert_eq!((&plan["common"], &plan["lines"]), (&json!(7), &json!(3)));
    assert_eq!(
        plan["taken"][0]["of"],
        json!({"evidence": "what-is-backed-up"})
    );
    let conflict = &plan["conflicts"][1];
    assert_eq!(conflict["of"], json!({"question": "collections"}));
    assert_eq!(conflict["before"], "12 collections");
    assert_eq!(conflict["a"]["says"], "13 collections");
    assert_eq!(conflict["b"]["by"], "Ben Hill");
    assert_eq!(conflict["chosen"], Value::Null);
    let ran = place.run(&["merge", A, "ben.jsonl", "--dry-run", "--take", "b"]);
    says(&ran, 0, &["    Chosen: ben"]);
    let ran = place.run(&["merge", A, "ben.jsonl", "--json"]);
    assert_eq!(
        (ran.code, ran.out.as_str()),
        (Some(2), ""),
        "nothing can be asked"
    );
    assert_eq!(place.files(), before);

    let whole = std::fs::read(&a).unwrap();
    for (side, vans) in [("a", 4), ("b", 5)] {
        std::fs::write(&a, &whole).unwrap();
        let ran = place.run(&["merge", A, "ben.jsonl", "--take", side, "--json"]);
        assert_eq!(ran.code, Some(0), "{ran:?}");
        let done = told(&ran);
        assert_eq!(
            (&done["entry"], &done["conflicts"][0]["chosen"]),
            (&json!(11), &json!(side))
        );
        assert_eq!(answer(&a, "vans"), Answer::Number(vans));
    }
}

#[test]
fn a_sign_off_is_superseded_for_a_reason_and_that_of_the_other_is_not_taken() {
    let place = place();
    let (a, b) = in_conflict(&place);
    append(&a, "Ada Fell", vec![sign_off("Ada Fell")]);
    append(&b, "Ben Hill", vec![sign_off("Ben Hill")]);
    place.refuses(
        &["merge", A, "ben.jsonl", "--take", "a", "--json"],
        &["is signed off", "--why TEXT"],
    );
    let before = place.files();
    let ran = place.told(&["merge", A, "ben.jsonl"], "1\n1\n\nquit\n");
    assert_eq!(ran.code, Some(1), "{ran:?}");
    assert_eq!(place.files(), before);
    let ran = place.told(
        &["merge", A, "ben.jsonl"],
        "1\n1\n\nBen counted the north\n",
    );
    says(
        &ran,
        0,
        &[
            "Not taken over: the sign-off by Ben Hill, Head librarian, on 24 November 2026. It was \
             given for ben, with entry 11 there.",
            "The sign-off of fell-side-library is superseded by this.",
            "fell-side-library is signed off, and the merge supersedes that. Why is it changed?",
            "Enter the reason in a few words",
        ],
    );
    let loaded = read(&a).unwrap();
    let why = loaded.entries.last().unwrap().entry.why.as_deref();
    assert_eq!(why, Some("Ben counted the north"));
    assert_eq!(loaded.state.sign_offs.len(), 1);
    assert!(!loaded.state.is_signed());

    let ran = place.run(&["verify", A]);
    says(
        &ran,
        0,
        &[
            "Intact: 12 entries",
            "merged with ben, which shares the entries up to 7. 4 lines of it kept and intact, 1 \
             change taken over.",
            "There, entry 11: signed off by Ben Hill, Head librarian",
            "superseded by entry 12.",
        ],
    );
    let merges = told(&place.run(&["verify", A, "--json"]))["merges"].clone();
    assert_eq!(merges[0]["entry"], 12);
    assert_eq!(merges[0]["why"], "Ben counted the north");
    let newest = read(&b).unwrap().entries.pop().unwrap().fingerprint;
    assert_eq!(merges[0]["other"]["fingerprint"], newest.to_string());
    assert_eq!(merges[0]["sign_offs"][0]["name"], "Ben Hill");
    // From the minutes of Ben's meeting.
    let hex = newest.to_string();
    let ran = place.run(&["verify", A, "--fingerprint", &hex]);
    says(
        &ran,
        3,
        &[
            "never had the fingerprint",
            "ben had it at entry 11",
            "intact, with entry 12.",
        ],
    );
    let ran = place.run(&["verify", A, "--fingerprint", &hex, "--json"]);
    assert_eq!(told(&ran)["asked_about"]["merged_by"], 12);
    let given = ["merge", A, "ben.jsonl", "--why", "again"];
    says(&place.run(&given), 0, &["There is nothing to do."]);
}

#[test]
fn a_change_after_a_sign_off_needs_its_reason_however_it_comes() {
    let place = place();
    let (a, _) = in_conflict(&place);
    append(&a, "Ada Fell", vec![sign_off("Ada Fell")]);
    // What has superseded the sign-off had a reason; so has what comes after it.
    append(&a, "Ada Fell", vec![noted("Counted again.")]);
    place.refuses(
        &["merge", A, "ben.jsonl", "--take", "a"],
        &["is signed off", "--why TEXT"],
    );
    let before = place.files();
    let ran = place.told(&["merge", A, "ben.jsonl"], "1\n1\n—\n");
    says(&ran, 1, &["Enter the reason in a few words"]);
    assert!(ran.err.contains("before the reason was given"), "{ran:?}");
    assert!(ran.err.contains("--why TEXT"), "{ran:?}");
    assert_eq!(place.files(), before);
}

#[test]
fn records_of_two_organisations_are_not_joined() {
    let place = place();
    place.begun("Fell Side Library\n3\nAda Fell\nquit\n");
    place.begun("Moor End Library\n3\nBen Hill\nquit\n");
    place.refuses(
        &["merge", A, "moor-end-library", "--take", "a"],
        &[
            "fell-side-library is of Fell Side Library, and moor-end-library of Moor End Library",
            "give it the same name in both",
        ],
    );
    // However it is spaced and capitalised, it is one.
    place.begun("FELL  side library\n3\nBen Hill\nquit\n");
    let ran = place.run(&[
        "merge",
        A,
        "fell-side-library-2",
        "--dry-run",
        "--take",
        "a",
    ]);
    says(&ran, 0, &["began apart"]);
}

#[test]
fn two_who_each_began_one_join_with_both_beginnings() {
    let place = place();
    let a = place.begun("Fell Side Library\n3\nAda Fell\nquit\n");
    place.begun("Fell Side Library\n3\nBen Hill\nHead librarian\nquit\n");
    let b = place.records().join("fell-side-library-2.jsonl");
    let ran = place.told(&["merge", A, "fell-side-library-2"], "1\n");
    says(
        &ran,
        0,
        &[
            "fell-side-library and fell-side-library-2 began apart.",
            "1 of 1: ",
        ],
    );
    assert_eq!(state(&a).text(&"filled-by".try_into().unwrap()), "Ada Fell");
    let Event::Merged(merge) = read(&a).unwrap().entries.pop().unwrap().entry.event else {
        panic!("no merge")
    };
    let kept = merge.kept.iter().filter_map(|kept| kept.line.as_deref());
    let kept = kept.collect::<Vec<_>>().join("\n") + "\n";
    assert!(
        kept == std::fs::read_to_string(&b).unwrap(),
        "its questionnaire too"
    );
    says(
        &place.run(&["verify", A]),
        0,
        &["Intact", "which began apart"],
    );
    // A byte changed within the lines is found, as it is anywhere.
    let text = std::fs::read_to_string(&a).unwrap();
    std::fs::write(&a, text.replacen("Ben Hill", "Bob Hill", 1)).unwrap();
    assert_ne!(place.run(&["verify", A]).code, Some(0));
}

/// Their letters would be composed, and their escapes read, if they were taken for text.
#[test]
fn lines_that_look_like_something_else_are_kept_byte_by_byte() {
    let place = place();
    let (a, b) = two(&place);
    let text = "one \\u0041\n\u{301}two\\n\u{301} \"three\" \u{338}";
    append(&b, "Ben Hill", vec![noted(text)]);
    assert_eq!(place.run(&["merge", A, "ben.jsonl"]).code, Some(0));
    says(
        &place.run(&["verify", A]),
        0,
        &["Intact", "1 line of it kept"],
    );
    assert_eq!(state(&a).notes, state(&b).notes);
    assert!(
        place
            .run(&["merge", A, "ben.jsonl"])
            .out
            .contains("nothing to do")
    );
}

#[test]
fn where_only_the_other_has_gone_on_it_is_joined_and_where_it_has_not_there_is_nothing_to_do() {
    let place = place();
    let (a, b) = two(&place);
    let before = place.files();
    says(
        &place.run(&["merge", A, "ben.jsonl"]),
        0,
        &["There is nothing to do."],
    );
    let json = told(&place.run(&["merge", A, "ben.jsonl", "--take", "a", "--json"]));
    assert_eq!(
        (&json["nothing_new"], &json["entry"]),
        (&json!(true), &Value::Null)
    );
    assert_eq!(place.files(), before);
    append(&a, "Ada Fell", vec![number("vans", 4)]);
    says(
        &place.run(&["merge", A, "ben.jsonl"]),
        0,
        &["There is nothing to do."],
    );
    let ran = place.run(&["merge", "ben.jsonl", A]);
    says(&ran, 0, &["Written as entry 8 of ben."]);
    assert_eq!(answer(&b, "vans"), Answer::Number(4));
}

#[test]
fn what_cannot_be_joined_is_refused_and_nothing_is_changed() {
    let place = place();
    let (a, b) = in_conflict(&place);
    place.refuses(&["merge", A, A], &["are the same file"]);
    place.refuses(&["merge", A, "nobody"], &["no record nobody"]);
    place.refuses(&["merge", "nobody", A], &["no record nobody"]);
    let whole = std::fs::read_to_string(&b).unwrap();
    place.file("broken.jsonl", whole.replacen("Fell Side", "Hill Side", 1));
    place.refuses(
        &["merge", A, "broken.jsonl"],
        &["broken.jsonl, line 3", "backup"],
    );
    place.refuses(
        &["merge", "broken.jsonl", A],
        &["broken.jsonl, line 3", "backup"],
    );

    let small = std::fs::read_to_string(backups()).unwrap();
    let begin = |name: &str, source: &str| {
        let path = place.folder().join(name);
        let created = Event::Created {
            tool: "test".into(),
            questionnaire: Box::new(serde_json::from_str(source).unwrap()),
        };
        let mut journal = Journal::create(&path).unwrap();
        let at = "2026-11-24T10:00:00Z".parse().unwrap();
        journal
            .append(at, "Ben Hill", Accepted::unheld(created))
            .unwrap();
        path
    };
    begin(
        "other.jsonl",
        &small.replace("\"backup-assurance\"", "\"elsewhere\""),
    );
    place.refuses(
        &["merge", A, "other.jsonl"],
        &["backup-assurance", "elsewhere"],
    );
    begin(
        "later.jsonl",
        &small.replacen("\"2026.1\"", "\"2026.10\"", 1),
    );
    for pair in [[A, "later.jsonl"], ["later.jsonl", A]] {
        place.refuses(
            &["merge", pair[0], pair[1]],
            &[
                "asks version 2026.1, and later asks version 2026.10",
                "mfa-assess migrate fell-side-library",
            ],
        );
    }
    begin(
        "reworded.jsonl",
        &small.replacen("How many digital", "How many", 1),
    );
    place.refuses(
        &["merge", A, "reworded.jsonl"],
        &["both ask version 2026.1", "not the same questions"],
    );
    let copy = begin("copy.jsonl", &small);
    let fingerprint = read(&a).unwrap().entries[0].fingerprint;
    append(
        &copy,
        "",
        vec![Event::Redacted(Box::new(Redaction {
            of: Origin {
                record: A.into(),
                organisation: String::new(),
                version: "2026.1".into(),
                fingerprint,
                last: "2026-11-24T10:00:00Z".parse().unwrap(),
            },
            without: [].into(),
            sign_offs: vec![],
        }))],
    );
    for pair in [[A, "copy.jsonl"], ["copy.jsonl", A]] {
        place.refuses(
            &["merge", pair[0], pair[1]],
            &["copy is a copy in which parts are left out"],
        );
    }
    let (journal, _) = Journal::open(&a).unwrap();
    place.refuses(
        &["merge", A, "ben.jsonl", "--take", "a"],
        &["open in another mfa-assess"],
    );
    drop(journal);
    // The other may be open: it is only read.
    let (journal, _) = Journal::open(&b).unwrap();
    assert_eq!(
        place.run(&["merge", A, "ben.jsonl", "--take", "a"]).code,
        Some(0)
    );
    drop(journal);
}

#[test]
fn what_the_other_has_not_finished_is_said_and_left() {
    let place = place();
    let (a, b) = in_conflict(&place);
    let whole = std::fs::read(&b).unwrap();
    std::fs::write(&b, &whole[..whole.len() - 20]).unwrap();
    place.file(
        "ben.draft.json",
        "{\"scenario responsibility/note\": \"half a\"}",
    );
    let before = std::fs::read(&b).unwrap();
    let ran = place.run(&["merge", A, "ben.jsonl", "--take", "b"]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    assert!(
        ran.err.contains("The last line of ben was cut short"),
        "{}",
        ran.err
    );
    assert!(
        ran.err.contains("still being typed in ben is not merged"),
        "{}",
        ran.err
    );
    assert!(state(&a).evidence.is_empty());
    assert_eq!(std::fs::read(&b).unwrap(), before);
}

#[test]
fn the_guide_for_programs_names_every_field() {
    let place = place();
    let (a, b) = in_conflict(&place);
    append(&a, "Ada Fell", vec![sign_off("Ada Fell")]);
    append(&b, "Ben Hill", vec![sign_off("Ben Hill")]);
    let given = [
        "merge",
        A,
        "ben.jsonl",
        "--take",
        "a",
        "--why",
        "joined",
        "--json",
    ];
    let merge = told(&place.run(&given));
    let verify = told(&place.run(&["verify", A, "--json"]))["merges"].clone();
    let guide = include_str!("../../assets/data.md");
    let part = |from: &str, value: &Value| {
        let start = guide.find(from).unwrap();
        let end = start + guide[start..].find("\n## ").unwrap();
        let mut found = BTreeSet::new();
        fields(value, &mut found);
        assert!(found.len() > 10, "{found:?}");
        for name in found {
            let named = format!("`{name}`");
            assert!(guide[start..end].contains(&named), "{named} is not there");
        }
    };
    part("## `merge --json`", &merge);
    part("## `verify --json`", &verify);
}

/// The lengths of its own lines and of those of others, its questionnaire aside; each stands once.
fn lengths(record: &Path) -> (usize, usize) {
    let text = std::fs::read_to_string(record).unwrap();
    let mut seen = BTreeSet::new();
    let (mut own, mut others) = (0, 0);
    for line in text.lines().skip(1) {
        let kept = kept_in(line.as_bytes());
        assert!(seen.insert(kept.unwrap_or(line.as_bytes())), "{line}");
        *if kept.is_some() {
            &mut others
        } else {
            &mut own
        } += line.len() + 1;
    }
    (own, others)
}

#[test]
fn ten_rounds_of_merging_both_ways_hold_each_entry_once() {
    let place = place();
    let (a, b) = two(&place);
    let mut each = vec![];
    for round in 0..10 {
        append(&a, "Ada Fell", vec![number("vans", 20 + round)]);
        append(&b, "Ben Hill", vec![number("collections", 20 + round)]);
        for pair in [[A, "ben.jsonl"], ["ben.jsonl", A]] {
            let ran = place.run(&["merge", pair[0], pair[1]]);
            assert_eq!(ran.code, Some(0), "{ran:?}");
        }
        let ((a_own, a_kept), (b_own, b_kept)) = (lengths(&a), lengths(&b));
        assert!(a_own + a_kept <= 2 * (a_own + b_own), "{round}");
        assert!(b_own + b_kept <= 2 * (a_own + b_own), "{round}");
        each.push(a_own + a_kept + b_own + b_kept);
    }
    // No round costs more than another.
    let grown: Vec<usize> = each.windows(2).map(|pair| pair[1] - pair[0]).collect();
    assert!(grown.iter().all(|more| *more < grown[0] + 50), "{grown:?}");
    assert_eq!(state(&a).answers, state(&b).answers);
    assert_eq!(answer(&a, "collections"), Answer::Number(29));
    for record in [A, "ben.jsonl"] {
        says(&place.run(&["verify", record]), 0, &["Intact"]);
    }
    // Each line of Ben is held, and can be asked about.
    for line in read(&b).unwrap().entries.iter().rev().skip(1).step_by(7) {
        let hex = line.fingerprint.to_string();
        let json = told(&place.run(&["verify", A, "--fingerprint", &hex, "--json"]));
        let found = &json["asked_about"];
        assert!(found["found"] == json!(true) || found["merged_by"].is_u64());
    }
    // It travels whole, and joins a third record whole.
    assert_eq!(place.run(&["export", A, "-o", "out"]).code, Some(0));
    let there = ["--data-dir", "there", "import", "out"];
    assert_eq!(place.run(&there).code, Some(0));
    let moved = place.folder().join("there").join(a.file_name().unwrap());
    assert!(std::fs::read(moved).unwrap() == std::fs::read(&a).unwrap());
    assert_eq!(place.run(&["report", A, "-o", "joined.pdf"]).code, Some(0));
    says(&place.run(&["verify", "joined.pdf"]), 0, &["Intact"]);
    let exported = told(&place.run(&["export", A, "--json"]));
    let entries = exported["entries"].as_array().unwrap();
    assert_eq!(entries.len(), read(&a).unwrap().entries.len());
}

#[test]
fn systems_that_both_took_from_one_list_come_once() {
    let place = place();
    let mut asked: Value = serde_json::from_slice(&std::fs::read(backups()).unwrap()).unwrap();
    asked["systems"] = json!({"form": {"title": "Systems", "about": "What you have.", "name": "name",
    "questions": [
        {"id": "name", "text": "What is the system called?", "input": {"line": {"max": 160}}},
        {"id": "owner", "text": "Whose is it?", "input": {"line": {"max": 160}}},
    ]}});
    place.file("small.json", asked.to_string());
    let lines = "Fell Side Library\n3\nAda Fell\nHead librarian\nquit\n";
    let ran = place.told(&["--questionnaire", "small.json", "new"], lines);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    let a = place.records().join(format!("{A}.jsonl"));
    let b = place.folder().join("ben.jsonl");
    std::fs::copy(&a, &b).unwrap();
    place.file("ours.csv", "Name,Owner\nMail,Ada\nLoans,\nTills,\n");
    place.file(
        "theirs.csv",
        "Name,Owner\nMaps,\nTILLS,\nLoans,\nMail,Ada\n",
    );
    for (record, sheet) in [(A, "ours.csv"), ("ben.jsonl", "theirs.csv")] {
        let given = ["systems", "import", record, sheet, "--yes"];
        let ran = place.run(&given);
        assert_eq!(ran.code, Some(0), "{ran:?}");
    }
    let ran = place.run(&["merge", A, "ben.jsonl", "--take", "a"]);
    says(
        &ran,
        0,
        &[
            "System S-1 of ben is S-4 here: S-1 here is another one.",
            "System S-4 of ben is S-1 here.",
        ],
    );
    let names = |record: &Path| {
        let state = state(record);
        let systems = state.systems.values();
        let names = systems.map(|s| s.fields[&"name".try_into().unwrap()].raw());
        names.collect::<BTreeSet<String>>()
    };
    let all = ["Loans", "Mail", "Maps", "Tills"].map(str::to_owned);
    assert_eq!(names(&a), all.into());
    assert_eq!(state(&a).systems.len(), 4);
    let ran = place.run(&["merge", "ben.jsonl", A]);
    says(&ran, 0, &["Written as entry"]);
    assert_eq!((names(&b), state(&b).systems.len()), (names(&a), 4));
}
