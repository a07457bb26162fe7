//! The full screen and the plain dialogue are two faces of one conversation: the same script
//! gives the same record.

mod common;

use std::path::{Path, PathBuf};

use common::*;
use mfa_assess::questionnaire::{Input, Questionnaire, built_in, load};
use mfa_assess::record::{Library, read};
use mfa_assess::rules::{LifeStep, Outcome, Results};
use mfa_assess::session::{Clock, Session};
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
    move |subject, field| {
        let number = mixed(seed, field);
        let leave = if field.is_text() { 5 } else { 7 };
        // Without a text at its beginning, no assessment begins.
        let begins = *subject == Subject::Organisation && field.is_text();
        if number.is_multiple_of(leave) && !begins {
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
        let mut all = library.list().unwrap().map(|s| s.loaded.unwrap());
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
            picks: |_: &Subject, field: &Field| {
                if field.is_text() {
                    typed(field, "Tŷ Gwyn")
                } else {
                    Pick::Option(0)
                }
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

/// What a whole specific exemption says; of a choice that is not named, the first is taken.
const FILLED: &[(&str, &str)] = &[
    ("what", "Imaging archive"),
    ("user-group", "Imaging administrators"),
    ("account-count", "4"),
    ("accounts", "privileged"),
    ("why", "The supplier offers no second factor"),
    ("controls", "A jump host that records every session"),
    ("controls-evidence", "Share, folder Imaging"),
    ("risk-reference", "RISK-8"),
    ("risk-date", "01/04/2026"),
    ("owner", "Sam Hill"),
    ("owner-role", "Head of imaging"),
    ("author", "Robin Marsh"),
    ("start", "01/03/2026"),
    ("expiry", "28/02/2027"),
    ("plan-owner", "Sam Hill"),
    ("milestone", "The release in January"),
    ("target-date", "28/02/2027"),
    ("progress", "Tested in October"),
    ("next-review", "28/02/2027"),
    ("evidence-location", "Share, folder Imaging"),
    ("approver", "Alex Fenn"),
    ("approver-role", "Chair"),
    ("approved-on", "02/03/2026"),
    ("minute", "2026/14"),
];

/// What its renewal says anew.
const RENEWED: &[(&str, &str)] = &[
    ("risk-date", "01/02/2027"),
    ("expiry", "31/08/2027"),
    ("target-date", "31/08/2027"),
    ("next-review", "31/08/2027"),
    ("approved-on", "01/03/2027"),
    ("minute", "2027/3"),
];

/// Somebody who records one exemption and has it approved, or has it renewed, and writes reports.
struct Exempting {
    fills: &'static [(&'static str, &'static str)],
    renews: bool,
    /// Whether it is on its way, and whether it was approved.
    begun: bool,
    approved: bool,
    /// Whether a report was written before.
    reported: bool,
}

impl Exempting {
    fn first() -> Self {
        Self {
            fills: FILLED,
            renews: false,
            begun: false,
            approved: false,
            reported: true,
        }
    }

    fn again() -> Self {
        Self {
            fills: RENEWED,
            renews: true,
            reported: false,
            ..Self::first()
        }
    }
}

fn to(rows: &[Row], wanted: impl Fn(&Goal) -> bool) -> Option<usize> {
    let leads = |row: &Row| row.goal.as_ref().is_some_and(&wanted);
    rows.iter().position(leads)
}

impl Person for Exempting {
    fn pick(&mut self, subject: &Subject, field: &Field) -> Pick {
        let FieldKey::Asked(id) = &field.key else {
            return Pick::Leave;
        };
        let choices = field.question.input.choices();
        let named = |name: &str| {
            let at = choices.iter().position(|choice| choice.id.as_str() == name);
            Pick::Option(at.unwrap())
        };
        let text = self.fills.iter().find(|(field, _)| *field == id.as_str());
        match (subject, id.as_str(), text) {
            (Subject::Organisation, "organisation-name", _) => Pick::Type("Tŷ Gwyn".into()),
            (Subject::Organisation, "hosting", _) => named("own"),
            (Subject::Scenario(_), "internal-mfa", _) => named("none"),
            (Subject::Scenario(_), "internal-accounts", _) => Pick::Type("4".into()),
            (Subject::Scenario(_), "internal-shared", _) => named("no"),
            (Subject::Organisation | Subject::Scenario(_), ..) => Pick::Leave,
            (_, _, Some((_, value))) if choices.is_empty() => Pick::Type((*value).into()),
            (_, _, Some((_, value))) => named(value),
            _ if field.answer.is_some() || choices.is_empty() => Pick::Leave,
            _ => Pick::Option(0),
        }
    }

    fn go(&mut self, place: &Place, rows: &[Row]) -> Option<usize> {
        let scenario = Subject::Scenario("internal-admins".try_into().unwrap());
        match place {
            Place::Home => to(rows, |g| *g == Goal::New),
            Place::Tasks if !self.reported || self.approved => {
                self.reported = true;
                to(rows, |g| *g == Goal::WriteReport)
            }
            Place::Tasks if self.renews => to(rows, |g| *g == Goal::Show(Place::Exemptions)),
            Place::Tasks => to(rows, |g| *g == Goal::Form(scenario.clone(), None)),
            Place::ExemptionKinds(_) => rows.iter().position(|r| r.text.starts_with("SPECIFIC")),
            Place::Exemptions if self.approved && !self.renews => None,
            Place::Exemptions if self.approved => to(rows, |g| *g == Goal::Back),
            Place::Exemptions => to(rows, |g| matches!(g, Goal::Form(..))),
            Place::Written(_) if self.approved => to(rows, |g| *g == Goal::Quit),
            _ => to(rows, |g| *g == Goal::Show(Place::Tasks)),
        }
    }

    fn link(&mut self, subject: &Subject, links: &[Row]) -> usize {
        let takes = |step: LifeStep| to(links, |g| matches!(g, Goal::Take(_, s) if *s == step));
        let onward = to(links, |g| matches!(g, Goal::Onward(_)));
        let found = match subject {
            Subject::Organisation => to(links, |g| *g == Goal::Show(Place::Tasks)),
            Subject::Scenario(_) => {
                to(links, |g| matches!(g, Goal::Show(Place::ExemptionKinds(_))))
            }
            _ if self.renews && !self.begun => {
                self.begun = true;
                takes(LifeStep::Renew)
            }
            _ if onward.is_some() => onward,
            _ if !self.approved => {
                self.approved = true;
                takes(LifeStep::Approve)
            }
            _ => to(links, |g| matches!(g, Goal::Register(_))),
        };
        found.unwrap_or_else(|| panic!("{subject:?}: {links:?}"))
    }
}

#[test]
fn an_exemption_is_added_approved_runs_out_and_is_renewed_alike_in_both_faces() {
    let asked = built_in().unwrap();
    let (full, plain) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let later = || Clock::Fixed("2027-03-01T12:00:00+00:00[UTC]".parse().unwrap());
    let outcome = |folder: &Path, day: &str| {
        let state = read(&record(folder)).unwrap().state;
        let results = Results::of(&asked, &state, day.parse().unwrap());
        let scenario = results.scenario(&"internal-admins".try_into().unwrap());
        scenario.unwrap().outcome().unwrap()
    };
    let mut lines = by_keys(&mut session(full.path(), &asked), &mut Exempting::first());
    lines.push("quit".into());
    let mut said = by_lines(&mut session(plain.path(), &asked), &lines);
    for (day, expected) in [
        ("2027-02-28", Outcome::MetByExemption),
        ("2027-03-01", Outcome::NotMet),
    ] {
        assert_eq!(outcome(plain.path(), day), expected, "{day}: {said}");
    }
    let again = |folder: &Path| {
        let mut session = session_at(folder, &asked, later());
        session.open(&record(folder)).unwrap();
        session
    };
    let lines = by_keys(&mut again(full.path()), &mut Exempting::again());
    said += &by_lines(&mut again(plain.path()), &lines);
    assert_eq!(
        outcome(plain.path(), "2027-03-01"),
        Outcome::MetByExemption,
        "{said}"
    );
    assert_eq!(events(full.path()), events(plain.path()), "{said}");
    for words in [
        "Expired. Does not count",
        "For X4: approved",
        "is being renewed",
        "Approved, and in force while it is renewed",
    ] {
        assert!(said.contains(words), "{words}: {said}");
    }
    let reports = |folder: &Path| -> Vec<(String, Vec<u8>)> {
        let found = std::fs::read_dir(folder)
            .unwrap()
            .map(|e| e.unwrap().path());
        let reports = found.filter(|path| path.extension().is_some_and(|e| e == "pdf"));
        let mut reports: Vec<_> = reports
            .map(|path| {
                let name = path.file_name().unwrap().to_string_lossy().into_owned();
                (name, std::fs::read(&path).unwrap())
            })
            .collect();
        reports.sort();
        reports
    };
    let (full, plain) = (reports(full.path()), reports(plain.path()));
    let names = |all: &[(String, Vec<u8>)]| all.iter().map(|r| r.0.clone()).collect::<Vec<_>>();
    assert_eq!(names(&full), names(&plain));
    assert!(full.len() > 1 && full == plain, "{:?}", names(&full));
}

#[test]
fn both_faces_ask_before_a_change_resets_an_approval() {
    let asked = built_in().unwrap();
    let (full, plain) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let approved = |folder: &Path| {
        by_keys(&mut session(folder, &asked), &mut Exempting::first());
        let mut session = session(folder, &asked);
        session.open(&record(folder)).unwrap();
        session
    };
    let mut first = approved(full.path());
    let before = events(full.path());
    let step = Subject::Exemption("EX-1".parse().unwrap(), 1);
    first.send(Message::Go(Goal::Form(step, None)));
    first.send(Message::Go(Goal::At(FieldKey::Asked(
        "what".try_into().unwrap(),
    ))));
    press(&mut first, Key::Ctrl('u'));
    "Imaging store"
        .chars()
        .for_each(|c| press(&mut first, Key::Char(c)));
    // Left as it is, then made in a renewal.
    for key in [Key::Enter, Key::Enter, Key::Enter, Key::Down, Key::Enter] {
        press(&mut first, key);
    }
    drop(first);

    let mut second = approved(plain.path());
    let lines = [
        "exemption",
        "1",
        "skip",
        "skip",
        "skip",
        "skip",
        "",
        "Imaging store",
        "0",
        "1",
        "Imaging store",
        "back",
        "Imaging store",
        "2",
        "quit",
    ];
    let said = by_lines(&mut second, &lines.map(str::to_owned));
    drop(second);
    for words in [
        "a change of that resets the approval",
        "Enter a number from 1 to 3, or back",
        "Nothing was changed.",
        "A renewal of EX-1 is being prepared.",
    ] {
        assert!(said.contains(words), "{words}: {said}");
    }
    assert_eq!(events(full.path()), events(plain.path()), "{said}");
    let made = events(plain.path()).len() - before.len();
    assert_eq!(made, 2, "the renewal and the change, once each: {said}");
}
