//! A save that fails is said until it has succeeded, and nothing is dropped on the way.

use mfa_assess::assessment::{Answer, Event, Logged};
use mfa_assess::wizard::{Command, FieldKey, Goal, Key, Message, Overlay, Place, Saving};

use crate::talk::{Talk, choice};

const WHY: &str = "the disk is full; free some space";
const SAID: &str = "The disk is full; free some space.";

/// A conversation whose last answer is not on disk.
fn unsaved() -> Talk {
    let mut talk = Talk::at("vpn");
    talk.broken = Some(WHY);
    talk.answer("vpn-mfa", "some");
    assert!(talk.is_unsaved());
    talk
}

#[test]
fn it_is_said_and_kept_and_retried() {
    let mut talk = unsaved();
    assert_eq!(talk.notice(), SAID);
    assert_eq!(talk.model.saving.words(), "NOT SAVED");
    assert_eq!(
        talk.answered("vpn-mfa"),
        choice("some"),
        "it counts on screen"
    );
    talk.press(Key::Down);
    assert_eq!(
        talk.model.saving.words(),
        "NOT SAVED",
        "for as long as it lasts"
    );
    talk.press(Key::Ctrl('r'));
    assert_eq!(talk.notice(), SAID, "and again when it fails again");
    talk.broken = None;
    talk.press(Key::Ctrl('r'));
    assert_eq!(talk.model.saving, Saving::Saved("12:00".into()));
    assert_eq!(talk.on_disk(), *talk.state());
}

#[test]
fn what_is_typed_meanwhile_waits_and_is_saved_in_order() {
    let mut talk = unsaved();
    talk.to("vpn-accounts");
    talk.write("20");
    talk.press(Key::Enter);
    talk.reach(FieldKey::Note);
    talk.write("of the old site");
    talk.press(Key::Tab);
    assert_eq!(talk.open().pending.len(), 3);
    assert_eq!(talk.answered("vpn-accounts"), Some(Answer::Number(20)));
    talk.broken = None;
    talk.send(Message::Do(Command::Retry));
    assert!(talk.open().pending.is_empty());
    assert_eq!(talk.on_disk(), *talk.state());
    assert_eq!(talk.state().notes.len(), 1);
}

#[test]
fn the_first_save_of_a_new_record_may_fail_as_well() {
    let mut talk = Talk::new();
    talk.broken = Some(WHY);
    talk.go(Goal::New);
    talk.answer("organisation-name", "Northmoor Trust");
    assert!(talk.is_unsaved());
    talk.broken = None;
    talk.press(Key::Ctrl('r'));
    assert_eq!(talk.disk.len(), 2);
    assert_eq!(talk.on_disk(), *talk.state());
}

#[test]
fn what_was_saved_before_the_failure_is_not_saved_twice() {
    let mut talk = unsaved();
    talk.answer("vpn-factor", "second");
    assert_eq!(talk.open().pending.len(), 2);
    talk.room = 1;
    talk.press(Key::Ctrl('r'));
    assert_eq!(talk.open().pending.len(), 1);
    assert!(talk.is_unsaved());
    assert_eq!(talk.notice(), SAID);
    talk.broken = None;
    talk.press(Key::Ctrl('r'));
    let answered = |id: &str| {
        let is = |l: &&Logged| matches!(&l.entry.event, Event::Answered { question, .. } if question.as_str() == id);
        talk.disk.iter().filter(is).count()
    };
    assert_eq!((answered("vpn-mfa"), answered("vpn-factor")), (1, 1));
    assert_eq!(talk.on_disk(), *talk.state());
}

#[test]
fn neither_close_nor_undo_nor_report_nor_sign_off_goes_on_without_it() {
    let mut talk = unsaved();
    talk.press(Key::Char('u'));
    assert!(talk.notice().contains("Ctrl-R"), "{}", talk.notice());
    talk.show(Place::Tasks);
    talk.press(Key::Esc);
    assert_eq!(talk.place(), Some(&Place::Tasks));
    assert!(talk.notice().contains("not saved"), "{}", talk.notice());
    talk.go(Goal::WriteReport);
    assert!(talk.notice().contains("not saved"), "{}", talk.notice());
    assert_eq!(talk.reports, 0);
    assert!(talk.is_unsaved());
}

#[test]
fn quitting_asks_first_and_a_second_ctrl_c_means_it() {
    let mut talk = unsaved();
    talk.press(Key::Ctrl('c'));
    assert!(matches!(talk.model.overlay, Some(Overlay::QuitUnsaved)));
    talk.press(Key::Esc);
    assert!(!talk.has_ended && talk.is_unsaved());
    talk.presses(&[Key::Ctrl('c'), Key::Ctrl('c')]);
    assert!(talk.has_ended);
}

#[test]
fn quitting_out_of_a_text_that_cannot_be_saved_asks_too() {
    for before in [true, false] {
        let mut talk = Talk::at("vpn");
        talk.reach(FieldKey::Note);
        talk.broken = Some(WHY);
        if before {
            talk.answer("vpn-mfa", "none");
            talk.reach(FieldKey::Note);
        }
        talk.write("not to be lost");
        talk.press(Key::Ctrl('c'));
        assert!(!talk.has_ended, "a text would be lost");
        assert!(matches!(talk.model.overlay, Some(Overlay::QuitUnsaved)));
        talk.press(Key::Esc);
        talk.broken = None;
        talk.press(Key::Ctrl('r'));
        assert_eq!(talk.on_disk().notes.len(), 1);
        assert!(!talk.has_ended, "that was long ago");
        talk.press(Key::Ctrl('c'));
        assert!(talk.has_ended);
    }
}

#[test]
fn quitting_out_of_a_text_saves_it_and_ends() {
    let mut talk = Talk::at("vpn");
    talk.reach(FieldKey::Note);
    talk.write("kept");
    talk.press(Key::Ctrl('c'));
    assert!(talk.has_ended);
    assert_eq!(talk.on_disk().notes.len(), 1);
}
