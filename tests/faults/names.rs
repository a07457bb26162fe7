//! A record whose file is replaced, cut or gone while it is open: nothing is said to be saved that is
//! not in the file of that name, and nothing of others is written over.

use std::fs::{OpenOptions, copy, read as bytes, remove_file, rename, write};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use mfa_assess::facts::{Answer, Change, Event};
use mfa_assess::propose::Accepted;
use mfa_assess::record::{Journal, RealDisk, RecordError, read};
use mfa_assess::session::Session;
use mfa_assess::wizard::{Command, FieldKey, Goal, Message, Notice};
use tempfile::TempDir;

use super::calls::session;

const AT: &str = "2026-11-24T12:30:00Z";

fn answer(session: &mut Session, question: &str, words: &str) {
    session.send(Message::Answer {
        key: FieldKey::Asked(question.try_into().unwrap()),
        answer: Some(Answer::Text(words.to_owned())),
    });
    session.rest();
}

fn answered(question: &str, words: &str) -> Event {
    Event::Changed(Change::Answer(
        question.try_into().unwrap(),
        Some(Answer::Text(words.to_owned())),
    ))
}

/// A record that is open in a conversation, with two answers in it.
fn open() -> (TempDir, Session, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let mut session = session(folder.path(), Arc::new(RealDisk));
    session.send(Message::Go(Goal::New));
    answer(&mut session, "library-name", "Fell Side Library");
    answer(&mut session, "filled-by", "Ada Fell");
    let path = session.model.open.as_ref().unwrap().path.clone().unwrap();
    (folder, session, path)
}

/// Puts a copy of a record, changed by whom it is handed to, in its place.
fn replace(path: &Path, change: impl FnOnce(&Path)) {
    let beside = path.with_extension("copy");
    copy(path, &beside).unwrap();
    change(&beside);
    rename(beside, path).unwrap();
}

/// What the record says last of these questions, in the file of that name.
fn said(path: &Path, question: &str) -> String {
    let state = read(path).unwrap().state;
    state.text(&question.try_into().unwrap()).to_owned()
}

fn trouble(session: &Session) -> String {
    session.model.trouble().unwrap_or_default()
}

#[test]
fn a_file_with_the_same_lines_takes_the_place_of_the_one_that_was_open() {
    let (_folder, mut session, path) = open();
    for words in ["Ben Hill", "Cai Dale", "Dee Marsh"] {
        replace(&path, |_| ());
        answer(&mut session, "filled-by", words);
        assert_eq!(session.model.trouble(), None);
        assert_eq!(said(&path, "filled-by"), words);
    }
    session.send(Message::Do(Command::Undo));
    assert_eq!(said(&path, "filled-by"), "Cai Dale");
    // It is held again: nobody else writes to it.
    let error = Journal::open(&path).unwrap_err();
    assert!(matches!(error, RecordError::InUse { .. }), "{error}");
}

#[test]
fn what_is_gone_cut_or_another_is_not_saved_to_until_it_is_back() {
    type Damage = fn(&Path);
    let damages: [(Damage, &str); 6] = [
        (|path| remove_file(path).unwrap(), "was removed or renamed"),
        (
            |path| rename(path, path.with_extension("moved")).unwrap(),
            "was removed or renamed",
        ),
        (
            |path| {
                let file = OpenOptions::new().write(true).open(path).unwrap();
                file.set_len(1000).unwrap();
            },
            "was cut short",
        ),
        (
            |path| {
                replace(path, |copy| {
                    write(copy, "{\"another\": \"file\"}\n").unwrap()
                })
            },
            "was cut short",
        ),
        (
            |path| {
                replace(path, |copy| {
                    let text = std::fs::read_to_string(copy).unwrap();
                    let text = text.replacen("Ada Fell", "Eve Hill", 1);
                    write(copy, text).unwrap();
                });
            },
            "was replaced or changed",
        ),
        (
            |path| {
                let mut file = OpenOptions::new().write(true).open(path).unwrap();
                file.write_all(b"{\"v\":9").unwrap();
            },
            "was replaced or changed",
        ),
    ];
    for (damage, says) in damages {
        let (folder, mut session, path) = open();
        let whole = bytes(&path).unwrap();
        damage(&path);
        let left = bytes(&path).ok();
        for words in ["Ben Hill", "Cai Dale", "Dee Marsh"] {
            answer(&mut session, "filled-by", words);
            let told = trouble(&session);
            assert!(
                told.contains("NOT SAVED") && told.contains(says),
                "{says}: {told}"
            );
            assert!(told.contains("Save a copy elsewhere"), "{told}");
            assert_eq!(bytes(&path).ok(), left, "{says}: it is not ours");
        }
        // Everything is in a copy; and in the file itself once it is back.
        let to = folder.path().join("stick.jsonl");
        if says.contains("removed") {
            session.send(Message::CopyTo(to.display().to_string()));
            assert_eq!(said(&to, "filled-by"), "Dee Marsh");
            assert!(!session.model.is_unsaved());
            continue;
        }
        write(path.with_extension("backup"), &whole).unwrap();
        rename(path.with_extension("backup"), &path).unwrap();
        session.send(Message::Do(Command::Retry));
        assert_eq!(session.model.trouble(), None, "{says}");
        let now = bytes(&path).unwrap();
        assert!(now.starts_with(&whole) && now.len() > whole.len());
        assert_eq!(said(&path, "filled-by"), "Dee Marsh");
    }
}

#[test]
fn what_came_from_elsewhere_is_read_on_and_counts() {
    let (_folder, mut session, path) = open();
    replace(&path, |copy| {
        let (mut journal, _) = Journal::open(copy).unwrap();
        let came = answered("filled-by", "Ben Hill");
        journal
            .append(AT.parse().unwrap(), "Ben", Accepted::unheld(came))
            .unwrap();
    });
    answer(&mut session, "library-name", "Fell Side");
    assert_eq!(session.model.trouble(), None);
    let told = format!("{:?}", session.model.notice);
    assert!(told.contains("1 entry"), "{told}");
    let open = session.model.open.as_ref().unwrap();
    assert_eq!(open.assessor(), "Ben Hill");
    assert_eq!(open.entries.len(), 5);
    assert_eq!(said(&path, "filled-by"), "Ben Hill");
    assert_eq!(said(&path, "library-name"), "Fell Side");
    assert_eq!(read(&path).unwrap().state, open.state);
    assert!(matches!(session.model.notice, Some(Notice::Info(_))));
}

#[test]
fn a_change_that_would_mean_something_else_behind_what_came_is_not_saved() {
    let changes: [fn(&mut Session); 2] = [
        |session| answer(session, "filled-by", "Cai Dale"),
        |session| {
            session.send(Message::Do(Command::Undo));
        },
    ];
    for change in changes {
        let (folder, mut session, path) = open();
        replace(&path, |copy| {
            let (mut journal, _) = Journal::open(copy).unwrap();
            let came = answered("filled-by", "Ben Hill");
            journal
                .append(AT.parse().unwrap(), "Ben", Accepted::unheld(came))
                .unwrap();
        });
        let before = bytes(&path).unwrap();
        change(&mut session);
        let told = trouble(&session);
        assert!(
            told.contains("NOT SAVED") && told.contains("merge"),
            "{told}"
        );
        assert_eq!(bytes(&path).unwrap(), before);
        let to = folder.path().join("stick.jsonl");
        session.send(Message::CopyTo(to.display().to_string()));
        assert!(!session.model.is_unsaved());
        assert_ne!(said(&to, "filled-by"), "Ben Hill");
    }
}

#[test]
fn two_never_hold_one_record_though_its_file_was_replaced() {
    let (_folder, mut session, path) = open();
    replace(&path, |_| ());
    let (mut other, _) = Journal::open(&path).unwrap();
    answer(&mut session, "filled-by", "Cai Dale");
    let told = trouble(&session);
    assert!(told.contains("is open in another mfa-assess"), "{told}");
    let came = answered("filled-by", "Ben Hill");
    other
        .append(AT.parse().unwrap(), "Ben", Accepted::unheld(came))
        .unwrap();
    // Who closes it takes nothing from who has it.
    drop(session);
    assert!(path.with_extension("lock").exists());
    other
        .append(
            AT.parse().unwrap(),
            "Ben",
            Accepted::unheld(answered("filled-by", "Ben")),
        )
        .unwrap();
    assert_eq!(said(&path, "filled-by"), "Ben");
}

#[test]
fn several_at_once_are_all_there_or_none() {
    let (_folder, session, path) = open();
    drop(session);
    let (mut journal, _) = Journal::open(&path).unwrap();
    let whole = bytes(&path).unwrap();
    remove_file(&path).unwrap();
    let events = || ["Ben Hill", "Cai Dale"].map(|name| answered("filled-by", name));
    let at = AT.parse().unwrap();
    let error = journal
        .append_all(at, "Ben", (events()).into_iter().map(Accepted::unheld))
        .unwrap_err();
    assert!(matches!(error, RecordError::Lost { .. }), "{error}");
    assert!(!path.exists());
    write(&path, &whole).unwrap();
    journal
        .append_all(at, "Ben", (events()).into_iter().map(Accepted::unheld))
        .unwrap();
    assert_eq!(read(&path).unwrap().entries.len(), 5);
}
