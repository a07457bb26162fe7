//! Why a record is changed that was signed: asked before anything happens, once for each screen.

use mfa_assess::facts::{Aspect, Event};
use mfa_assess::wizard::{FieldKey, Goal, Key, Message, Overlay, Place, Saving, Stop, Subject};
use proptest::prelude::*;

use crate::commands::any_message;
use crate::harness::{Talk, choice};
use crate::signing::{complete, fill_in};

/// A whole record, signed by Robin Marsh.
fn signed() -> Talk {
    let mut talk = complete();
    fill_in(&mut talk, "declare");
    talk.press(Key::Enter);
    assert!(talk.state().is_signed(), "{}", talk.notice());
    talk
}

/// The reasons of all entries since the sign-off.
fn reasons(talk: &Talk) -> Vec<Option<&str>> {
    let signs = |e: &Event| matches!(e, Event::SignedOff(_));
    let at = talk
        .disk
        .iter()
        .position(|l| signs(&l.entry.event))
        .unwrap();
    let since = talk.disk[at + 1..].iter();
    since.map(|l| l.entry.why.as_deref()).collect()
}

/// What stands in the field for the reason.
fn reason(talk: &Talk) -> &str {
    match &talk.model.overlay {
        Some(Overlay::Reason(asking)) => asking.input.value(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_change_after_a_sign_off_waits_for_its_reason_and_then_goes_on() {
    let mut talk = signed();
    talk.scenario("vpn");
    let (before, disk) = (talk.state().clone(), talk.disk.len());
    talk.to("vpn-mfa");
    let was = talk.cursor().clone();
    talk.press(Key::Down);
    talk.press(Key::Enter);
    let Some(Overlay::Reason(asking)) = &talk.model.overlay else {
        panic!("{}", talk.notice())
    };
    let says = "This record is signed. The change supersedes the sign-off by Robin Marsh.";
    assert_eq!(asking.says, says);
    assert_eq!(*talk.state(), before);
    // A bare Enter is no reason.
    talk.press(Key::Enter);
    assert!(talk.notice().starts_with("Say why"), "{}", talk.notice());
    assert_eq!((talk.state(), talk.disk.len()), (&before, disk));
    talk.write("q? The gateway ");
    talk.send(Message::Paste("was\nreplaced".into()));
    talk.press(Key::Enter);
    assert!(!talk.model.asks_why());
    assert_eq!(reasons(&talk), [Some("q? The gateway was replaced")]);
    assert_ne!(talk.state().answers, before.answers);
    assert!(!talk.state().is_signed());
    // The key that led to the question does all that it does otherwise.
    assert_ne!(talk.cursor().field(), was.field());
    assert_eq!(talk.on_disk(), *talk.state());
}

#[test]
fn esc_leaves_everything_as_it_is_and_a_typed_text_in_its_field() {
    let mut talk = signed();
    talk.scenario("vpn");
    let before = talk.state().clone();
    talk.answer("vpn-mfa", "none");
    talk.press(Key::Esc);
    assert_eq!(talk.notice(), "Nothing was changed.");
    talk.reach(FieldKey::Note);
    talk.write("New gateway");
    talk.press(Key::Tab);
    talk.write("half a reason");
    talk.press(Key::Esc);
    assert!(
        talk.notice().contains("stays in its field"),
        "{}",
        talk.notice()
    );
    assert_eq!(*talk.cursor(), Stop::Text(FieldKey::Note));
    assert_eq!(talk.text(), Some("New gateway"));
    assert_eq!(*talk.state(), before);
    // Who wants to leave does, with the text as a draft.
    talk.presses(&[Key::Esc, Key::Esc]);
    assert!(talk.model.form().is_none());
    let mut talk = talk.reopened();
    assert_eq!(*talk.state(), before);
    talk.scenario("vpn");
    talk.reach(FieldKey::Note);
    assert_eq!(talk.text(), Some("New gateway"));
}

#[test]
fn the_program_can_be_ended_at_the_question_and_loses_nothing() {
    let mut talk = signed();
    talk.scenario("vpn");
    talk.reach(FieldKey::Note);
    talk.write("New gateway");
    talk.presses(&[Key::Ctrl('q'), Key::Ctrl('c')]);
    assert!(talk.has_ended);
    assert!(talk.state().is_signed());
    assert!(talk.kept.values().any(|text| text == "New gateway"));
}

#[test]
fn it_is_asked_once_a_screen_and_offers_the_last_reason() {
    let mut talk = signed();
    talk.scenario("vpn");
    talk.answer("vpn-mfa", "none");
    talk.because("the gateway was replaced");
    talk.answer("vpn-mfa", "all");
    talk.press(Key::F(7));
    assert!(!talk.model.asks_why(), "undoing is seen on the same screen");
    talk.go(Goal::Form(Subject::Organisation, None));
    talk.answer("assessor-name", "Alex Fenn");
    // Another screen: it is asked again.
    assert_eq!(reason(&talk), "the gateway was replaced");
    let Some(Overlay::Reason(asking)) = &talk.model.overlay else {
        unreachable!()
    };
    let says = "This record was signed by Robin Marsh on 24 November 2026, and has been changed \
                since.";
    assert_eq!(asking.says, says);
    talk.press(Key::Enter);
    assert_eq!(reasons(&talk), [Some("the gateway was replaced"); 4]);
    // Once it is signed anew, the next change supersedes another sign-off.
    talk.go(Goal::Form(Subject::Organisation, None));
    talk.answer("assessor-name", "Sam Hill");
    assert!(!talk.model.asks_why());
    fill_in(&mut talk, "declare");
    talk.press(Key::Enter);
    talk.go(Goal::Form(Subject::Organisation, None));
    talk.answer("assessor-name", "Kim Vale");
    assert!(talk.model.asks_why());
}

#[test]
fn every_kind_of_change_needs_one_and_nothing_else_does() {
    let mut talk = signed();
    talk.scenario("vpn");
    talk.press(Key::F(4));
    talk.because("an action");
    assert!(matches!(talk.subject(), Some(Subject::Action(_))));
    assert_eq!(talk.state().actions.len(), 1);
    let id = *talk.state().actions.keys().next().unwrap();
    talk.go(Goal::RemoveAction(id));
    assert!(talk.state().actions.is_empty(), "the same subject");
    let kind = talk.open().questionnaire.exemptions[0].id.clone();
    talk.show(Place::ExemptionKinds(None));
    talk.go(Goal::BeginExemption(kind, None));
    assert!(talk.state().exemptions.is_empty());
    talk.because("an exemption");
    assert!(matches!(talk.subject(), Some(Subject::Exemption(..))));
    talk.show(Place::Tasks);
    talk.press(Key::Char('u'));
    assert!(!talk.model.asks_why(), "the exemption again");
    talk.press(Key::Char('u'));
    talk.because("the action comes back");
    assert_eq!(talk.state().actions.len(), 1);
    talk.press(Key::Char('U'));
    assert!(!talk.model.asks_why());
    talk.scenario("vpn");
    talk.to("vpn-mfa");
    talk.press(Key::Delete);
    talk.because("taken back");
    assert_eq!(talk.answered("vpn-mfa"), None);
    assert!(reasons(&talk).iter().all(Option::is_some));
    assert_eq!(talk.on_disk(), *talk.state());
}

#[test]
fn saying_that_an_answer_still_holds_needs_one_too() {
    let mut talk = signed();
    let changes = [Aspect::Text].into();
    let open = talk.model.open.as_mut().unwrap();
    open.state
        .changed
        .insert("vpn-mfa".try_into().unwrap(), changes);
    talk.scenario("vpn");
    talk.to("vpn-mfa");
    talk.press(Key::F(9));
    assert!(!talk.state().changed.is_empty());
    talk.because("looked at again");
    assert!(talk.state().changed.is_empty());
    assert_eq!(talk.here().as_deref(), Some("vpn-factor"));
    assert_eq!(reasons(&talk), [Some("looked at again")]);
}

#[test]
fn a_draft_that_was_signed_is_changed_without_a_reason() {
    let mut talk = Talk::at("vpn");
    fill_in(&mut talk, "declare");
    talk.press(Key::Enter);
    assert!(talk.state().sign_offs[0].sign_off.is_draft());
    talk.scenario("vpn");
    talk.answer("vpn-mfa", "none");
    assert_eq!(talk.answered("vpn-mfa"), choice("none"));
    assert_eq!(reasons(&talk), [None]);
}

#[test]
fn what_waits_for_the_disk_keeps_the_reason_that_it_was_given() {
    let mut talk = signed();
    talk.scenario("vpn");
    talk.answer("vpn-mfa", "none");
    talk.because("the first");
    talk.broken = Some("the disk is full");
    talk.answer("vpn-mfa", "all");
    talk.go(Goal::Form(Subject::Organisation, None));
    talk.answer("assessor-name", "Alex Fenn");
    talk.because("the second");
    assert!(talk.is_unsaved());
    talk.broken = None;
    talk.press(Key::Ctrl('r'));
    assert!(matches!(talk.model.saving, Saving::Saved(_)));
    let all = ["the first", "the first", "the second"].map(Some);
    assert_eq!(reasons(&talk), all);
}

#[test]
fn a_reason_has_a_length_that_can_be_printed() {
    let mut talk = signed();
    talk.scenario("vpn");
    talk.answer("vpn-mfa", "none");
    talk.send(Message::Paste("ŵ".repeat(501)));
    talk.press(Key::Enter);
    assert_eq!(
        talk.notice(),
        "That is too long: 501 characters, 500 at most."
    );
    talk.presses(&[Key::Backspace, Key::Enter]);
    assert_eq!(reasons(&talk), [Some("ŵ".repeat(500).as_str())]);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 30, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_is_pressed_no_change_of_a_signed_record_goes_without_a_reason(
        messages in prop::collection::vec(any_message(), 1..60),
    ) {
        let mut talk = signed();
        talk.scenario("vpn");
        for message in messages {
            if talk.model.asks_why() && message == Message::Press(Key::Down) {
                talk.write("because");
            }
            talk.send(message.clone());
            talk.is_sane();
            let Some(open) = &talk.model.open else { break };
            prop_assert!(reasons(&talk).iter().all(Option::is_some), "{message:?}");
            if open.unborn.is_none() {
                prop_assert_eq!(&talk.on_disk(), &open.state, "{:?}", message);
            }
        }
    }
}
