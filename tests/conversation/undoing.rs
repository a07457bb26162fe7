//! Undo and redo, over everything that a person can change.

use mfa_assess::assessment::{ActionId, Answer, ExemptionId, Outcome};
use mfa_assess::wizard::{FieldKey, Goal, Key, Place, Subject};

use crate::talk::{Talk, asked, choice};

const UNDO: Key = Key::F(7);
const REDO: Key = Key::F(8);

#[test]
fn answers_notes_and_evidence_go_back_and_come_again_in_turn() {
    let mut talk = Talk::at("vpn");
    let empty = talk.state().clone();
    talk.answer("vpn-mfa", "all");
    talk.answer("vpn-mfa", "none");
    talk.reach(FieldKey::Note);
    talk.write("seen");
    talk.press(Key::Enter);
    talk.reach(FieldKey::Evidence);
    talk.write("share");
    talk.press(Key::Tab);
    let full = talk.state().clone();

    talk.presses(&[UNDO, UNDO, UNDO]);
    assert_eq!(talk.answered("vpn-mfa"), choice("all"));
    assert!(talk.state().notes.is_empty() && talk.state().evidence.is_empty());
    talk.press(UNDO);
    assert_eq!(*talk.state(), empty);
    talk.presses(&[REDO, REDO, REDO, REDO]);
    assert_eq!(*talk.state(), full);
    talk.press(REDO);
    assert_eq!(talk.notice(), "There is nothing to bring back.");
    assert_eq!(talk.on_disk(), *talk.state());
    talk.is_sane();
}

#[test]
fn a_new_change_ends_the_redoing() {
    let mut talk = Talk::at("vpn");
    talk.answer("vpn-mfa", "all");
    talk.press(UNDO);
    talk.answer("vpn-mfa", "none");
    talk.press(REDO);
    assert_eq!(talk.answered("vpn-mfa"), choice("none"));
    assert_eq!(talk.notice(), "There is nothing to bring back.");
}

#[test]
fn everything_can_be_undone_and_then_it_says_so() {
    let mut talk = Talk::at("vpn");
    talk.show(Place::Tasks);
    for _ in 0..10 {
        talk.press(UNDO);
        talk.is_sane();
    }
    assert_eq!(talk.notice(), "There is nothing to undo.");
    assert!(talk.state().answers.is_empty());
}

#[test]
fn an_exemption_goes_with_its_fields_and_comes_back_whole() {
    let mut talk = Talk::at("vpn");
    talk.answer("vpn-mfa", "none");
    let scenario = Some("vpn".try_into().unwrap());
    talk.show(Place::ExemptionKinds(scenario.clone()));
    talk.go(Goal::BeginExemption(
        "SPECIFIC".try_into().unwrap(),
        scenario,
    ));
    let id = ExemptionId(1);
    let served = &talk.state().exemptions[&id].requirements;
    assert_eq!(
        served.iter().map(|r| r.as_str()).collect::<Vec<_>>(),
        ["R1"]
    );
    talk.go(Goal::Form(Subject::Exemption(id, 1), None));
    talk.answer("what", "VPN of the old site");
    let full = talk.state().clone();
    assert_eq!(
        talk.answered("vpn-mfa"),
        choice("none"),
        "an answer is never changed"
    );

    talk.press(UNDO);
    assert!(talk.state().exemptions[&id].fields.is_empty());
    talk.press(UNDO);
    assert!(talk.state().exemptions.is_empty());
    talk.is_sane();
    talk.presses(&[REDO, REDO]);
    assert_eq!(*talk.state(), full);
    talk.is_sane();
    let vpn = talk.open().results.scenario(&"vpn".try_into().unwrap());
    assert_eq!(vpn.unwrap().outcome(), Some(Outcome::NotMet), "it has gaps");
}

#[test]
fn the_number_of_an_exemption_or_action_is_not_used_again() {
    let mut talk = Talk::at("vpn");
    talk.press(Key::Char('a'));
    talk.press(UNDO);
    talk.is_sane();
    talk.scenario("vpn");
    talk.press(Key::F(4));
    assert!(talk.state().actions.contains_key(&ActionId(2)));
}

#[test]
fn undo_while_the_changed_text_has_the_focus_shows_the_old_text_and_stays_undone() {
    let mut talk = Talk::at("vpn");
    talk.reach(FieldKey::Note);
    talk.write("first");
    talk.press(Key::Enter);
    talk.reach(FieldKey::Note);
    assert_eq!(talk.text(), Some("first"));
    talk.press(UNDO);
    assert_eq!(talk.text(), Some(""));
    talk.press(Key::Tab);
    assert!(
        talk.state().notes.is_empty(),
        "leaving the field does not bring it back"
    );
    talk.press(REDO);
    assert_eq!(talk.state().notes.len(), 1);
}

#[test]
fn undo_takes_back_what_is_still_being_typed() {
    let mut talk = Talk::at("vpn");
    talk.answer("vpn-mfa", "some");
    talk.to("vpn-accounts");
    talk.write("20");
    talk.press(UNDO);
    assert!(
        !talk.notice().contains("Ctrl-R"),
        "nothing is wrong: {}",
        talk.notice()
    );
    talk.press(UNDO);
    assert_eq!(talk.answered("vpn-accounts"), None);
    assert_eq!(talk.answered("vpn-mfa"), choice("some"));
}

#[test]
fn a_question_that_undo_takes_away_leaves_the_focus_on_something() {
    let mut talk = Talk::at("vpn");
    talk.answer("vpn-mfa", "some");
    for question in ["vpn-factor", "vpn-accounts", "vpn-covered", "vpn-bypass"] {
        talk.to(question);
        talk.press(UNDO);
        assert_eq!(talk.answered("vpn-mfa"), None);
        talk.is_sane();
        talk.press(REDO);
        talk.is_sane();
    }
    talk.to("vpn-accounts");
    talk.write("7");
    talk.press(Key::Enter);
    assert_eq!(talk.answered("vpn-accounts"), Some(Answer::Number(7)));
    assert_eq!(talk.field(&asked("vpn-accounts")).text(), "7");
}
