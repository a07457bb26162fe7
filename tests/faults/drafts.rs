//! What is being typed, when the program ends without a word or another one opens the same record.

use std::path::Path;
use std::sync::Arc;

use mfa_assess::facts::{Event, Origin, Redaction};
use mfa_assess::propose::Accepted;
use mfa_assess::record::{Journal, Library, RealDisk, RecordError};
use mfa_assess::session::Session;
use mfa_assess::wizard::{Command, FieldKey, Goal, Key, Message, Subject};

use super::calls::session;

fn sits(folder: &Path) -> Session {
    session(folder, Arc::new(RealDisk))
}

fn types(session: &mut Session, words: &str) {
    for c in words.chars() {
        session.send(Message::Press(Key::Char(c)));
        session.rest();
    }
}

fn typed(session: &Session) -> String {
    let input = session.model.form().unwrap().input.as_ref();
    input.map_or_else(String::new, |input| input.value().to_owned())
}

#[test]
fn the_very_first_field_comes_back_after_a_kill() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let mut first = sits(folder);
    first.send(Message::Go(Goal::New));
    types(&mut first, "Fell Sid");
    let mut beside = sits(folder);
    beside.send(Message::Go(Goal::New));
    assert_eq!(typed(&beside), "", "it is somebody else's");
    types(&mut beside, "North");
    // Dropped without a word, as a kill would.
    drop((first, beside));
    let mut again = sits(folder);
    again.send(Message::Go(Goal::New));
    assert_eq!(typed(&again), "Fell Sid");
    types(&mut again, "e");
    again.send(Message::Do(Command::Select));
    again.rest();
    assert_eq!(
        again.model.open.as_ref().unwrap().organisation(),
        "Fell Side"
    );
    let mut other = sits(folder);
    other.send(Message::Go(Goal::New));
    assert_eq!(typed(&other), "North");
    other.send(Message::Press(Key::Ctrl('u')));
    other.send(Message::Do(Command::Back));
    other.rest();
    drop((again, other));
    let mut last = sits(folder);
    last.send(Message::Go(Goal::New));
    assert_eq!(typed(&last), "");
    assert!(!folder.join("records/.new-1.draft.json").exists());
}

#[test]
fn the_second_to_open_a_record_leaves_the_drafts_of_the_first_alone() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let mut first = sits(folder);
    first.send(Message::Go(Goal::New));
    types(&mut first, "Fell Side");
    first.send(Message::Do(Command::Select));
    let scenario = "what-is-backed-up".try_into().unwrap();
    let form = Message::Go(Goal::Form(Subject::Scenario(scenario), None));
    first.send(form.clone());
    first.send(Message::Go(Goal::At(FieldKey::Note)));
    types(&mut first, "of the first");
    let path = first.model.open.as_ref().unwrap().path.clone().unwrap();
    let kept = Library::drafts(&path);
    assert!(!kept.is_empty());

    let mut second = sits(folder);
    second.open(&path).unwrap();
    assert!(second.model.open.as_ref().unwrap().read_only.is_some());
    second.send(form);
    second.send(Message::Go(Goal::At(FieldKey::Note)));
    types(&mut second, "zzz");
    second.send(Message::Do(Command::Quit));
    second.rest();
    drop(second);
    assert_eq!(Library::drafts(&path), kept);
}

#[test]
fn a_redacted_copy_is_read_and_never_written() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("shared.jsonl");
    let mut journal = Journal::create(&path).unwrap();
    let at = "2026-11-24T10:00:00Z".parse().unwrap();
    let asked = serde_json::from_str(include_str!("../backups.json")).unwrap();
    let created = Event::Created {
        tool: "test".into(),
        questionnaire: Box::new(asked),
    };
    let first = journal
        .append(at, "Sam", Accepted::unheld(created))
        .unwrap();
    let redaction = Redaction {
        of: Origin {
            record: "fell-side".into(),
            organisation: "Fell Side".into(),
            version: "2026.1".into(),
            fingerprint: first.fingerprint,
            last: at,
        },
        without: Default::default(),
        sign_offs: vec![],
    };
    journal
        .append(
            at,
            "Sam",
            Accepted::unheld(Event::Redacted(Box::new(redaction))),
        )
        .unwrap();
    drop(journal);
    // Not even a torn line is cut off.
    let mut bytes = std::fs::read(&path).unwrap();
    bytes.extend_from_slice(b"{\"v\"");
    std::fs::write(&path, &bytes).unwrap();

    let error = Journal::open(&path).unwrap_err();
    assert!(matches!(error, RecordError::Redacted(_)), "{error}");
    let mut session = sits(folder.path());
    session.open(&path).unwrap();
    let open = session.model.open.as_ref().unwrap();
    let why = open.read_only.clone().unwrap();
    assert!(why.contains("a redacted copy, made to be shared"), "{why}");
    session.send(Message::Do(Command::Retry));
    session.send(Message::Do(Command::Undo));
    session.send(Message::Do(Command::Quit));
    assert_eq!(std::fs::read(&path).unwrap(), bytes);
}
