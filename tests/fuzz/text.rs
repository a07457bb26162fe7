//! Text that is pasted or comes in line by line: cleaned, taken or refused, and never an obstacle.

use std::io::Cursor;
use std::path::Path;
use std::sync::LazyLock;

use mfa_assess::plain::line::{self, Read};
use mfa_assess::plain::{self, Lines};
use mfa_assess::questionnaire::{Questionnaire, load};
use mfa_assess::record::{Library, read};
use mfa_assess::session::{Clock, Session};
use mfa_assess::text::{clean_json, clean_line, clean_paragraphs, is_clean};
use mfa_assess::wizard::{Goal, Key, Message};
use proptest::prelude::*;
use proptest::sample::Index;

use super::mutate::{mutated, mutations};
use super::{config, corpus};

static CORPUS: LazyLock<Vec<Vec<u8>>> = LazyLock::new(|| corpus("corpus/text"));
static ASKED: LazyLock<Questionnaire> =
    LazyLock::new(|| load(include_bytes!("../backups.json")).unwrap());

fn session(folder: &Path) -> Session {
    let library = Library::at(Some(folder.join("records"))).unwrap();
    let clock = Clock::Fixed("2026-11-24T12:00:00+00:00[UTC]".parse().unwrap());
    Session::new(library, ASKED.clone(), folder.to_owned(), clock).at_home()
}

/// Whatever stands on disk afterwards can be read, and holds no character that steers a terminal.
fn is_sound(folder: &Path) -> Result<(), TestCaseError> {
    let library = Library::at(Some(folder.join("records"))).unwrap();
    for stored in library.list().unwrap() {
        prop_assert!(stored.loaded.is_ok(), "{:?}", stored.loaded.err());
        let loaded = read(&stored.path).unwrap();
        for logged in &loaded.entries[1..] {
            let mut event = serde_json::to_value(&logged.entry.event).unwrap();
            let before = event.clone();
            clean_json(&mut event);
            prop_assert_eq!(event, before);
        }
    }
    Ok(())
}

fn is_taken_or_refused(text: &str) -> Result<(), TestCaseError> {
    for clean in [clean_line, clean_paragraphs] {
        let once = clean(text);
        prop_assert!(is_clean(&once));
        prop_assert_eq!(clean(&once), once);
    }
    let folder = tempfile::tempdir().unwrap();
    let mut session = session(folder.path());
    session.send(Message::Go(Goal::New));
    for _ in 0..3 {
        session.send(Message::Paste(text.to_owned()));
        session.send(Message::Press(Key::Left));
        session.send(Message::Paste(text.to_owned()));
        session.send(Message::Press(Key::Enter));
        session.rest();
    }
    session.send(Message::Press(Key::Esc));
    drop(session);
    is_sound(folder.path())
}

/// Lines that somebody goes on to enter, whatever becomes of them.
struct Entered(Cursor<Vec<u8>>);

impl Lines for Entered {
    fn next_line(&mut self) -> std::io::Result<Read> {
        line::read(&mut self.0)
    }

    fn rest_of_paste(&mut self) -> std::io::Result<Vec<Read>> {
        Ok(vec![])
    }

    fn is_seen(&self) -> bool {
        true
    }
}

/// Lets the plain dialogue read anything at all, after it has begun an assessment.
fn is_survived(bytes: &[u8]) -> Result<(), TestCaseError> {
    let folder = tempfile::tempdir().unwrap();
    let mut session = session(folder.path());
    let mut lines = Entered(Cursor::new([b"1\n", bytes].concat()));
    let mut output = vec![];
    plain::run(&mut session, &mut lines, &mut output).unwrap();
    let said = String::from_utf8(output).unwrap();
    prop_assert!(!said.contains('\u{1b}'), "{said}");
    drop(session);
    is_sound(folder.path())
}

#[test]
fn the_corpus_is_survived() {
    for bytes in CORPUS.iter() {
        is_taken_or_refused(&String::from_utf8_lossy(bytes)).unwrap();
        is_survived(bytes).unwrap();
    }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn whatever_is_pasted_is_taken_or_refused(which in any::<Index>(), changes in mutations()) {
        let bytes = mutated(which.get(&CORPUS).clone(), &changes);
        is_taken_or_refused(&String::from_utf8_lossy(&bytes))?;
    }

    #[test]
    fn whatever_comes_line_by_line_is_survived(which in any::<Index>(), changes in mutations()) {
        is_survived(&mutated(which.get(&CORPUS).clone(), &changes))?;
    }
}
