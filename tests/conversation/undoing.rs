//! Undo and redo, over everything that a person can change.

use mfa_assess::facts::{ActionId, Answer, ExemptionId};
use mfa_assess::rules::Outcome;
use mfa_assess::wizard::{FieldKey, Goal, Key, Message, Place, Subject};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;

use crate::harness::{Talk, asked, choice};

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
    talk.act("Buy tokens");
    talk.press(UNDO);
    talk.is_sane();
    talk.scenario("vpn");
    talk.act("Buy tokens");
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

/// What somebody does in one of several sittings.
#[derive(Debug, Clone)]
enum Deed {
    /// Answers a question about the organisation, or takes its answer back.
    Answer(&'static str, Option<&'static str>),
    /// Writes the note of a scenario, or takes it back.
    Note(Option<&'static str>),
    /// Begins an exemption.
    Exempt,
    /// Fills in the first exemption, where there is one.
    Fill(&'static str),
    Undo,
    Redo,
    /// Stops, and opens the record again.
    Reopen,
}

fn deed() -> impl Strategy<Value = Deed> {
    let words = || select(vec!["a", "b", "c"]);
    let question = select(vec!["organisation-name", "assessor-name"]);
    prop_oneof![
        4 => (question, option::of(words())).prop_map(|(asked, words)| Deed::Answer(asked, words)),
        2 => option::of(words()).prop_map(Deed::Note),
        1 => Just(Deed::Exempt),
        1 => words().prop_map(Deed::Fill),
        5 => Just(Deed::Undo),
        4 => Just(Deed::Redo),
        2 => Just(Deed::Reopen),
    ]
}

fn put(talk: &mut Talk, form: Subject, key: FieldKey, words: Option<&str>) {
    talk.go(Goal::Form(form, None));
    let answer = words.map(|words| Answer::Text(words.into()));
    talk.send(Message::Answer { key, answer });
}

fn change(talk: &mut Talk, deed: &Deed) {
    let vpn = || "vpn".try_into().unwrap();
    match deed {
        Deed::Answer(question, words) => {
            put(talk, Subject::Organisation, asked(question), *words);
        }
        Deed::Note(words) => put(talk, Subject::Scenario(vpn()), FieldKey::Note, *words),
        Deed::Exempt => talk.go(Goal::BeginExemption(
            "SPECIFIC".try_into().unwrap(),
            Some(vpn()),
        )),
        Deed::Fill(words) => {
            let first = talk.state().exemptions.keys().next().copied();
            if let Some(id) = first {
                put(talk, Subject::Exemption(id, 1), asked("what"), Some(words));
            }
        }
        Deed::Undo | Deed::Redo | Deed::Reopen => unreachable!(),
    }
}

/// Does all of it, and looks after each deed whether the record says what two piles say: the states
/// that lead back, and those that lead on again until something else is changed.
fn sittings(deeds: &[Deed]) {
    let mut talk = Talk::new();
    talk.go(Goal::New);
    let (mut back, mut again) = (vec![], vec![]);
    let mut now = talk.state().clone();
    for deed in deeds {
        match deed {
            Deed::Undo => {
                talk.press(UNDO);
                if let Some(before) = back.pop() {
                    again.push(std::mem::replace(&mut now, before));
                }
            }
            Deed::Redo => {
                talk.press(REDO);
                if let Some(after) = again.pop() {
                    back.push(std::mem::replace(&mut now, after));
                }
            }
            Deed::Reopen if talk.disk.is_empty() => {}
            Deed::Reopen => talk = talk.reopened(),
            deed => {
                let length = talk.disk.len();
                change(&mut talk, deed);
                if talk.disk.len() > length {
                    back.push(std::mem::replace(&mut now, talk.state().clone()));
                    again.clear();
                }
            }
        }
        assert_eq!(*talk.state(), now, "{deed:?} of {deeds:?}");
        assert_eq!(talk.on_disk(), now, "{deed:?} of {deeds:?}");
    }
}

#[test]
fn what_a_later_answer_replaced_does_not_come_back_in_another_sitting() {
    let answer = |words| Deed::Answer("organisation-name", Some(words));
    let first = [answer("yes"), Deed::Undo, answer("no"), Deed::Reopen];
    sittings(&[&first[..], &[Deed::Undo, Deed::Redo]].concat());
    sittings(
        &[
            &first[..],
            &[Deed::Undo, Deed::Reopen, Deed::Redo, Deed::Redo],
        ]
        .concat(),
    );
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 32, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn undo_and_redo_lead_over_the_same_states_in_every_sitting(deeds in vec(deed(), 0..30)) {
        sittings(&deeds);
    }
}
