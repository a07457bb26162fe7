//! The full screen and the plain dialogue are two faces of one conversation: the same script
//! gives the same record.

mod common;

use std::path::{Path, PathBuf};

use common::*;
use mfa_assess::questionnaire::{Input, Questionnaire, built_in, load};
use mfa_assess::record::{Library, read};
use mfa_assess::session::Session;
use mfa_assess::wizard::{Field, FieldKey, Goal, Key, Message, Place, Row, Subject, of_field};
use proptest::prelude::*;

/// A number that depends on a seed and the name of a field, so that both faces pick alike.
fn mixed(seed: u64, field: &Field) -> usize {
    let name = format!("{seed} {:?} {}", field.key, field.question.text);
    let hash = name.bytes().fold(seed ^ 0xcbf2_9ce4_8422_2325, |h, b| {
        (h ^ u64::from(b)).wrapping_mul(0x0100_0000_01b3)
    });
    usize::try_from(hash % 1_000_003).unwrap()
}

/// Picks for every field: now and then it is left, otherwise a text is typed or an option chosen.
fn picks(seed: u64) -> impl FnMut(&Subject, &Field) -> Pick {
    move |_, field| {
        let number = mixed(seed, field);
        let leave = if field.is_text() { 5 } else { 7 };
        if number.is_multiple_of(leave) {
            Pick::Leave
        } else if field.is_text() {
            typed(field, &words(seed, field))
        } else {
            Pick::Option(number % of_field(field).len())
        }
    }
}

/// A text with letters and signs of many kinds, in two lines where there is room for them.
fn words(seed: u64, field: &Field) -> String {
    let between = match field.question.input {
        Input::Paragraphs { .. } => "\n",
        _ => " ",
    };
    format!("Tŷ {seed}, line one{between}and “two”")
}

fn same_record(questionnaire: &Questionnaire, seed: u64) {
    let (full, plain) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let mut first = session(full.path(), questionnaire);
    let mut person = Straight {
        picks: picks(seed),
        exempt: Some(0),
    };
    let mut lines = by_keys(&mut first, &mut person);
    lines.push("quit".into());
    let mut second = session(plain.path(), questionnaire);
    let said = by_lines(&mut second, &lines);
    assert_eq!(events(full.path()), events(plain.path()), "{said}");
    assert!(
        !said.contains('\u{1b}'),
        "the plain dialogue steers no terminal"
    );
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 6, failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn the_same_script_gives_the_same_record(seed in any::<u64>()) {
        same_record(&built_in().unwrap(), seed);
    }
}

#[test]
fn another_subject_works_in_both_faces_without_a_change_of_code() {
    let backups = load(include_bytes!("backups.json")).unwrap();
    for seed in 0..6 {
        same_record(&backups, seed);
    }
}

#[test]
fn a_whole_assessment_with_an_exemption_and_a_sign_off_gives_the_same_report() {
    let backups = load(include_bytes!("backups.json")).unwrap();
    let first_option = |_: &Subject, field: &Field| {
        if field.is_text() {
            typed(field, "Tŷ Gwyn")
        } else {
            Pick::Option(0)
        }
    };
    let (full, plain) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let mut person = Straight {
        picks: first_option,
        exempt: Some(0),
    };
    let lines = by_keys(&mut session(full.path(), &backups), &mut person);
    let said = by_lines(&mut session(plain.path(), &backups), &lines);

    let state = read(&record(full.path())).unwrap().state;
    assert!(state.is_signed(), "{said}");
    assert_eq!(state.exemptions.len(), 1);
    let bytes = |folder: &Path| {
        let found = std::fs::read_dir(folder)
            .unwrap()
            .map(|e| e.unwrap().path());
        let reports: Vec<PathBuf> = found
            .filter(|p| p.extension().is_some_and(|e| e == "pdf"))
            .collect();
        assert_eq!(reports.len(), 1, "{said}");
        std::fs::read(&reports[0]).unwrap()
    };
    assert!(bytes(full.path()) == bytes(plain.path()));
}

#[test]
fn an_assessment_begun_from_an_earlier_one_is_confirmed_alike_in_both_faces() {
    let backups = load(include_bytes!("backups.json")).unwrap();
    let (full, plain) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    // Last year: the same in both.
    for folder in [full.path(), plain.path()] {
        let mut person = Straight {
            picks: picks(3),
            exempt: Some(0),
        };
        by_keys(&mut session(folder, &backups), &mut person);
    }
    // This year: most is confirmed, some is answered anew.
    let carried = |folder: &Path| {
        let mut next = session(folder, &backups);
        next.carry_forward(&record(folder)).unwrap();
        next
    };
    let mut anew = picks(4);
    let confirm = |subject: &Subject, field: &Field| {
        if field.confirms.is_some() && !mixed(5, field).is_multiple_of(4) {
            Pick::Confirm
        } else {
            anew(subject, field)
        }
    };
    let mut person = Straight {
        picks: confirm,
        exempt: None,
    };
    let mut first = carried(full.path());
    let mut lines = by_keys(&mut first, &mut person);
    lines.push("quit".into());
    let said = by_lines(&mut carried(plain.path()), &lines);
    let next = |folder: &Path| {
        let library = Library::at(Some(folder.join("records"))).unwrap();
        let mut all = library
            .list()
            .unwrap()
            .into_iter()
            .map(|s| s.loaded.unwrap());
        all.find(|l| l.state.carried.is_some()).unwrap()
    };
    let events = |folder| -> Vec<_> {
        let entries = next(folder).entries.into_iter().skip(1);
        entries.map(|l| l.entry.event).collect()
    };
    assert_eq!(events(full.path()), events(plain.path()), "{said}");
    assert!(lines.iter().filter(|line| *line == "confirm").count() > 3);
    assert!(!next(full.path()).state.answers.is_empty());
}

#[test]
fn a_change_after_the_sign_off_asks_why_in_both_faces_alike() {
    let backups = load(include_bytes!("backups.json")).unwrap();
    let by_hand = |folder: &Path| {
        let mut person = Straight {
            picks: |_: &Subject, field: &Field| match field.is_text() {
                true => typed(field, "Tŷ Gwyn"),
                false => Pick::Option(0),
            },
            exempt: None,
        };
        by_keys(&mut session(folder, &backups), &mut person);
        let mut session = session(folder, &backups);
        session.open(&record(folder)).unwrap();
        session
    };
    let (full, plain) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());

    let mut first = by_hand(full.path());
    let write = |first: &mut Session, words: &str| {
        words.chars().for_each(|c| press(first, Key::Char(c)));
        press(first, Key::Enter);
    };
    let scenarios: Vec<_> = backups.scenarios().map(|s| s.id.clone()).collect();
    let goals = scenarios.iter().take(2);
    for (id, reason) in goals.zip(["the count was wrong", ""]) {
        let form = Subject::Scenario(id.clone());
        first.send(Message::Go(Goal::Form(form, None)));
        first.send(Message::Go(Goal::At(FieldKey::Note)));
        press(&mut first, Key::Ctrl('u'));
        write(&mut first, "Counted again");
        write(&mut first, reason);
        first.send(Message::Go(Goal::Show(Place::Tasks)));
    }
    drop(first);

    let mut second = by_hand(plain.path());
    let lines = [
        // The first scenario; nothing comes of a reason that is not given.
        "2",
        "note",
        "Dropped",
        "",
        "help",
        "back",
        "note",
        "Counted again",
        "the count was wrong",
        "tasks",
        "3",
        "note",
        "Counted again",
        "",
        "quit",
    ];
    let said = by_lines(&mut second, &lines.map(str::to_owned));
    drop(second);
    for words in [
        "This record is signed. The change supersedes the sign-off by Robin Ŵyn.",
        "Say why it is changed.",
        "put = before it",
        "Nothing was changed.",
        "Given last: the count was wrong. Press Enter to keep it.",
    ] {
        assert!(said.contains(words), "{words}: {said}");
    }

    let told = |folder: &Path| {
        let entries = read(&record(folder)).unwrap().entries.into_iter().skip(1);
        let told = entries.map(|l| (l.entry.event, l.entry.why));
        told.collect::<Vec<_>>()
    };
    let (full, plain) = (told(full.path()), told(plain.path()));
    assert_eq!(full, plain, "{said}");
    let reasons = plain.iter().rev().take(3).map(|(_, why)| why.as_deref());
    let reason = Some("the count was wrong");
    assert_eq!(reasons.collect::<Vec<_>>(), [reason, reason, None]);
}

#[test]
fn both_faces_ask_why_one_person_assesses_and_approves() {
    let backups = load(include_bytes!("backups.json")).unwrap();
    let (full, plain) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let picks = |_: &Subject, field: &Field| match (&field.key, field.is_text()) {
        (FieldKey::SamePerson, _) => Pick::Type("A library of two".into()),
        (_, true) => typed(field, "Robin Ŵyn"),
        _ => Pick::Option(0),
    };
    let mut person = Approving(Straight {
        picks,
        exempt: None,
    });
    let lines = by_keys(&mut session(full.path(), &backups), &mut person);
    let said = by_lines(&mut session(plain.path(), &backups), &lines);
    assert_eq!(events(full.path()), events(plain.path()), "{said}");
    let state = read(&record(plain.path())).unwrap().state;
    let by = &state.sign_offs[0].sign_off;
    assert_eq!(
        by.same_person.as_deref(),
        Some("A library of two"),
        "{said}"
    );
}

/// Somebody who goes straight through and signs in the second role, which approves.
struct Approving<P>(P);

impl<P: Person> Person for Approving<P> {
    fn pick(&mut self, subject: &Subject, field: &Field) -> Pick {
        match field.key {
            FieldKey::SignRole => Pick::Option(1),
            _ => self.0.pick(subject, field),
        }
    }

    fn go(&mut self, place: &Place, rows: &[Row]) -> Option<usize> {
        self.0.go(place, rows)
    }

    fn link(&mut self, subject: &Subject, links: &[Row]) -> usize {
        self.0.link(subject, links)
    }
}
