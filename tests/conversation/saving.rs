//! A save that fails is said until it has succeeded, and nothing is dropped on the way.

use mfa_assess::facts::{Answer, Change, Event, Logged};
use mfa_assess::wizard::{Command, FieldKey, Goal, Key, Message, Overlay, Place, Saving};

use crate::harness::{Talk, choice};

const WHY: &str = "the disk is full; free some space";
const SAID: &str = "NOT SAVED: the disk is full; free some space.";

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
    assert_eq!(talk.model.trouble().as_deref(), Some(SAID));
    assert_eq!(talk.model.saved(), "NOT SAVED");
    assert_eq!(
        talk.answered("vpn-mfa"),
        choice("some"),
        "it counts on screen"
    );
    for key in [Key::Down, Key::Ctrl('r'), Key::Char('o'), Key::Esc] {
        talk.press(key);
        assert_eq!(talk.model.saved(), "NOT SAVED", "for as long as it lasts");
        assert_eq!(talk.model.trouble().as_deref(), Some(SAID), "and why");
    }
    talk.broken = None;
    talk.press(Key::Ctrl('r'));
    assert_eq!(talk.model.trouble(), None);
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
    assert_eq!(talk.model.trouble().as_deref(), Some(SAID));
    talk.broken = None;
    talk.press(Key::Ctrl('r'));
    let answered = |id: &str| {
        let is = |l: &&Logged| matches!(&l.entry.event, Event::Changed(Change::Answer(question, Some(_))) if question.as_str() == id);
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

#[test]
fn a_copy_elsewhere_takes_what_is_not_saved_and_one_goes_on_in_it() {
    let mut talk = unsaved();
    talk.press(Key::Ctrl('c'));
    talk.press(Key::Ctrl('s'));
    assert!(matches!(talk.model.overlay, Some(Overlay::Copy(_))));
    assert!(talk.model.copy_words().contains("also what is not saved"));
    talk.press(Key::Ctrl('u'));
    talk.send(Message::Paste("/mnt/stick\n".into()));
    talk.press(Key::Enter);
    let copying = talk.copies[0].clone();
    assert_eq!((copying.to.as_str(), copying.goes_on), ("/mnt/stick", true));
    assert_eq!(copying.events, talk.open().pending);

    // It can fail too, and is asked again.
    talk.send(Message::Failed("that folder is not there".into()));
    assert_eq!(talk.notice(), "That folder is not there.");
    assert!(matches!(talk.model.overlay, Some(Overlay::Copy(_))));
    assert!(talk.is_unsaved());

    let entries = copying.events.into_iter();
    let entries = entries
        .map(|pending| talk.log(&copying.by, pending.into_parts().0))
        .collect();
    let clock = "12:00".into();
    talk.send(Message::Saved { entries, clock });
    talk.send(Message::Copied {
        name: "copy".into(),
        path: "/mnt/stick/copy.jsonl".into(),
        goes_on: true,
    });
    assert!(talk.model.overlay.is_none() && !talk.model.is_unsaved());
    assert_eq!(talk.open().name.as_deref(), Some("copy"));
    assert!(talk.notice().contains("You go on in the copy."));
    assert_eq!(talk.on_disk(), *talk.state());
}

#[test]
fn a_copy_of_what_is_saved_is_only_a_copy() {
    let mut talk = Talk::new();
    talk.go(Goal::New);
    talk.press(Key::F(10));
    assert!(talk.notice().contains("nothing to copy yet"));
    let mut talk = Talk::at("vpn");
    talk.reach(FieldKey::Note);
    talk.write("typed and not taken");
    talk.press(Key::Ctrl('s'));
    assert!(talk.model.copy_words().contains("You stay in northmoor"));
    assert_eq!(talk.on_disk().notes.len(), 1, "what was typed is in it");
    talk.press(Key::Enter);
    assert!(!talk.copies[0].goes_on && talk.copies[0].events.is_empty());
    talk.send(Message::Copied {
        name: "northmoor".into(),
        path: "/mnt/stick/northmoor.jsonl".into(),
        goes_on: false,
    });
    assert_eq!(talk.open().path, Some("northmoor.jsonl".into()));
    assert!(talk.notice().contains("You are still in northmoor"));
}

#[test]
fn what_is_typed_and_not_kept_is_said_until_it_is_and_not_left_behind() {
    let mut talk = Talk::at("vpn");
    talk.answer("vpn-mfa", "some");
    talk.to("vpn-accounts");
    talk.write("twenty");
    talk.send(Message::Kept(Err(WHY.into())));
    let trouble = talk.model.trouble().unwrap();
    assert!(
        trouble.contains("NOT KEPT") && trouble.contains(WHY),
        "{trouble}"
    );
    talk.press(Key::Left);
    assert!(talk.model.trouble().is_some(), "for as long as it lasts");
    talk.press(Key::Ctrl('c'));
    assert!(!talk.has_ended && talk.model.overlay.is_some());
    talk.kept.clear();
    talk.press(Key::Ctrl('r'));
    assert_eq!(talk.kept.len(), 1, "it is tried again");
    talk.send(Message::Kept(Ok(())));
    assert_eq!(talk.model.trouble(), None);
    talk.press(Key::Ctrl('c'));
    assert!(talk.has_ended);
}
