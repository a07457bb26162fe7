//! The history of the record: every change with who, when and why; what has changed since a
//! sign-off; and the way from each to its place.

use mfa_assess::facts::{Answer, Change, Event, SignOff};
use mfa_assess::wizard::{FieldKey, Goal, Key, Place, Row, Screen, Stop, Subject, links, rows};

use crate::harness::{Talk, asked};

const HISTORY: Key = Key::F(12);

fn shown(talk: &Talk) -> Vec<Row> {
    match talk.model.screen() {
        Screen::List(list) => rows(&talk.model, &list.place),
        Screen::Form(form) => panic!("{:?}", form.subject),
    }
}

/// What a row says, on one line.
fn says(row: &Row) -> String {
    let tag = row.tag.as_ref().map_or("", |tag| tag.words());
    format!(
        "{}|{tag}|{}",
        row.text,
        row.detail.as_deref().unwrap_or_default()
    )
}

/// The row that says this, with its number.
fn row(talk: &Talk, words: &str) -> (usize, Row) {
    let rows = shown(talk);
    let mut found = rows.iter().enumerate().filter(|(_, r)| {
        let said = says(r);
        said.contains(words)
    });
    let (number, row) = found
        .next()
        .unwrap_or_else(|| panic!("no {words:?} in {rows:#?}"));
    (number, row.clone())
}

/// Signs what is on disk, as somebody else did at another keyboard.
fn sign(talk: &mut Talk, name: &str, role: &str) {
    let event = Event::SignedOff(SignOff {
        name: name.into(),
        role: role.into(),
        declaration: "I declare it.".into(),
        date: jiff::civil::date(2026, 11, 24),
        fingerprint: talk.disk.last().unwrap().fingerprint,
        gaps: vec![],
        same_person: None,
    });
    talk.log(name, event);
}

fn accounts(number: u64) -> Event {
    Event::Changed(Change::Answer(
        "vpn-accounts".try_into().unwrap(),
        Some(Answer::Number(number)),
    ))
}

#[test]
fn every_change_is_there_newest_first_and_what_was_undone_says_so() {
    let mut talk = Talk::at("vpn");
    talk.answer("vpn-mfa", "all");
    talk.answer("vpn-mfa", "none");
    talk.press(Key::F(7));
    talk.press(HISTORY);
    assert_eq!(talk.place(), Some(&Place::History(0)));
    assert_eq!(talk.model.whereabouts(), "History");
    let rows = shown(&talk);
    let changes: Vec<String> = rows
        .iter()
        .filter(|r| says(r).contains("Entry "))
        .map(says)
        .collect();
    assert_eq!(changes.len(), talk.disk.len() - 1, "{changes:#?}");
    assert!(
        changes[0].contains("|undoes entry 6|From “"),
        "{}",
        changes[0]
    );
    assert!(
        changes[1].contains("|undone by entry 7|From “"),
        "{}",
        changes[1]
    );
    assert!(changes[2].contains("||From nothing to “"), "{}", changes[2]);
    assert!(
        changes[0].ends_with("Entry 7 at 12:00, by Robin Marsh."),
        "{}",
        changes[0]
    );
    let text = rows.iter().map(says).collect::<Vec<_>>().join("\n");
    assert_eq!(
        text.matches("UTC").count(),
        1,
        "which clock is said once: {text}"
    );
    assert!(text.contains("24 November 2026"), "{text}");
    assert!(
        text.contains("Begun on 24 November 2026 at 12:00"),
        "{text}"
    );
    // It follows the record while it is on the screen.
    talk.press(Key::F(8));
    let (_, newest) = row(&talk, "brings back entry 6");
    assert!(says(&newest).contains("Entry 8 at"), "{newest:?}");
    talk.is_sane();
}

#[test]
fn its_key_works_while_text_is_typed_and_keeps_it() {
    let mut talk = Talk::at("vpn");
    talk.reach(FieldKey::Note);
    talk.write("h is a letter");
    talk.press(HISTORY);
    let (_, note) = row(&talk, "From nothing to “h is a letter”");
    assert_eq!(
        note.goal,
        Some(Goal::Form(
            Subject::Scenario("vpn".try_into().unwrap()),
            Some(FieldKey::Note)
        ))
    );
    talk.press(Key::Esc);
    assert_eq!(talk.text(), Some("h is a letter"));
    talk.show(Place::Tasks);
    talk.press(Key::Char('h'));
    assert_eq!(talk.place(), Some(&Place::History(0)));
}

#[test]
fn each_change_leads_to_its_place() {
    let mut talk = Talk::at("vpn");
    talk.answer("vpn-mfa", "none");
    talk.go(Goal::BeginExemption(
        "E1".try_into().unwrap(),
        Some("vpn".try_into().unwrap()),
    ));
    talk.press(HISTORY);
    let (_, scope) = row(&talk, "Exemption EX-1: what it covers");
    let (_, answer) = row(&talk, "From nothing to “No");
    talk.go(answer.goal.unwrap());
    assert_eq!(talk.here().as_deref(), Some("vpn-mfa"));
    talk.press(Key::Esc);
    talk.go(scope.goal.unwrap());
    assert!(matches!(talk.subject(), Some(Subject::Exemption(_, 0))));
    // What is gone is said to be.
    talk.press(Key::F(7));
    talk.press(HISTORY);
    let (_, scope) = row(&talk, "undone by");
    talk.go(scope.goal.unwrap());
    assert!(
        talk.notice().contains("not there any more"),
        "{}",
        talk.notice()
    );
    assert_eq!(talk.place(), Some(&Place::History(0)));
}

#[test]
fn what_has_changed_since_a_sign_off_comes_first_by_question() {
    let mut talk = Talk::at("vpn");
    talk.answer("vpn-mfa", "some");
    talk.answer("vpn-accounts", "40");
    sign(&mut talk, "Robin Marsh", "Assessor");
    sign(&mut talk, "Ada Fell", "Senior information risk owner");
    let mut talk = talk.reopened();
    talk.press(HISTORY);
    let text = |talk: &Talk| shown(talk).iter().map(says).collect::<Vec<_>>().join("\n");
    assert!(!text(&talk).contains("Changed since"), "both stand");
    let signs = |talk: &Talk| {
        let links = links(talk.open(), &Subject::SignOff);
        let goals = links.into_iter().map(|row| row.goal);
        goals
            .flatten()
            .any(|goal| goal == Goal::Show(Place::History(0)))
    };
    assert!(!signs(&talk));

    talk.log("Robin Marsh", accounts(41));
    talk.log("Robin Marsh", accounts(42));
    talk.disk.last_mut().unwrap().entry.why = Some("Counted again.".into());
    let mut talk = talk.reopened();
    talk.press(HISTORY);
    let rows = shown(&talk);
    assert_eq!(
        rows[0].text,
        "Changed since the sign-off by Robin Marsh, Assessor, on 24 November 2026 and Ada Fell, \
         Senior information risk owner, on 24 November 2026"
    );
    // One row a question, whatever was done to it.
    let said = says(&rows[1]);
    assert!(
        said.contains("From “40 accounts” to “42 accounts”"),
        "{said}"
    );
    assert!(
        said.ends_with("2 changes, the newest with entry 10 on 24 November 2026 at 12:00, by Robin Marsh. Why: Counted again."),
        "{said}"
    );
    assert_eq!(rows[2].text, "Every change, newest first");
    talk.press(Key::Enter);
    assert_eq!(talk.here().as_deref(), Some("vpn-accounts"));
    // It is reached from the sign-off, too.
    talk.go(Goal::Form(Subject::SignOff, None));
    assert!(signs(&talk));

    // One of them signs again: what the other has to look at stays.
    sign(&mut talk, "Robin Marsh", "Assessor");
    let mut talk = talk.reopened();
    talk.press(HISTORY);
    let rows = shown(&talk);
    assert_eq!(
        rows[0].text,
        "Changed since the sign-off by Ada Fell, Senior information risk owner, on 24 November 2026"
    );
    assert_eq!(rows[2].text, "Every change, newest first");
}

#[test]
fn a_long_history_is_shown_page_by_page_without_a_gap() {
    let mut talk = Talk::at("vpn");
    for number in 0..5000 {
        talk.log("Robin Marsh", accounts(number));
        if number % 10 == 0 {
            let seq = talk.disk.len() as u64;
            talk.log("Robin Marsh", Event::Undone { seq });
        }
    }
    let mut talk = talk.reopened();
    talk.press(HISTORY);
    assert!(shown(&talk).len() < 60);
    let mut entries: Vec<u64> = vec![];
    loop {
        for row in shown(&talk) {
            let detail = row.detail.unwrap_or_default();
            let number = detail
                .split_once("\nEntry ")
                .and_then(|(_, rest)| rest.split_once(' '));
            entries.extend(number.map(|(number, _)| number.parse::<u64>().unwrap()));
        }
        let earlier = shown(&talk)
            .into_iter()
            .find(|r| r.text == "Show earlier changes");
        let Some(earlier) = earlier else { break };
        talk.go(earlier.goal.unwrap());
        talk.is_sane();
    }
    let all: Vec<u64> = (2..=talk.disk.len() as u64).rev().collect();
    assert_eq!(entries, all);
    assert_eq!(talk.model.whereabouts(), "History, page 111");
    // The key leads to the newest again, and back to where one was before.
    talk.press(HISTORY);
    assert_eq!(talk.place(), Some(&Place::History(0)));
    talk.press(Key::Esc);
    assert_eq!(talk.place(), Some(&Place::Tasks));
}

#[test]
fn a_record_of_nothing_has_a_history_all_the_same() {
    let mut talk = Talk::new();
    talk.go(Goal::New);
    talk.press(HISTORY);
    assert_eq!(talk.place(), Some(&Place::History(0)));
    talk.is_sane();
    talk.press(Key::Esc);
    assert_eq!(talk.cursor(), &Stop::Text(asked("organisation-name")));
}
