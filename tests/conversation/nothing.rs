//! Nothing comes of nothing: what is opened and left, chosen on the way or left empty is no entry.

use mfa_assess::facts::ActionId;
use mfa_assess::wizard::{FieldKey, Goal, Key, Place, Subject};

use crate::harness::Talk;

/// Every sequence of these keys up to a length.
fn sequences(keys: &[Key], length: u32) -> impl Iterator<Item = Vec<Key>> {
    let count = keys.len();
    (1..=length).flat_map(move |length| {
        (0..count.pow(length)).map(move |mut number| {
            let mut one = || {
                let key = keys[number % count];
                number /= count;
                key
            };
            (0..length).map(|_| one()).collect::<Vec<_>>()
        })
    })
}

#[test]
fn escape_and_enter_alone_begin_no_assessment() {
    for keys in sequences(&[Key::Enter, Key::Esc], 8) {
        let mut talk = Talk::new();
        talk.presses(&keys);
        assert!(talk.disk.is_empty(), "{keys:?}");
        assert!(talk.kept.is_empty(), "{keys:?}");
    }
}

#[test]
fn a_choice_before_the_name_says_what_is_missing() {
    let mut talk = Talk::new();
    talk.go(Goal::New);
    talk.to("provides-care");
    talk.press(Key::Enter);
    assert!(talk.disk.is_empty());
    assert!(
        talk.notice()
            .starts_with("Enter the name of the organisation first")
    );
    talk.to("organisation-name");
    talk.write("Northmoor Trust");
    talk.press(Key::Enter);
    talk.to("provides-care");
    talk.press(Key::Enter);
    assert_eq!(talk.state().answers.len(), 2);
}

#[test]
fn an_action_a_system_or_evidence_that_says_nothing_does_not_come_to_be() {
    let begins = [
        Goal::BeginSystem,
        Goal::BeginEvidence,
        Goal::BeginAction(mfa_assess::rules::Suggestion::blank(
            "vpn".try_into().unwrap(),
        )),
    ];
    for begin in begins {
        for keys in sequences(&[Key::Enter, Key::Esc, Key::Tab, Key::Delete, Key::F(7)], 3) {
            let mut talk = Talk::at("vpn");
            talk.press(Key::F(7));
            talk.show(Place::Tasks);
            talk.go(begin.clone());
            assert!(matches!(
                talk.subject(),
                Some(Subject::System(_) | Subject::Listed(_) | Subject::Action(_))
            ));
            talk.presses(&keys);
            // Who goes back as far as home has closed it.
            if talk.model.open.is_none() {
                continue;
            }
            talk.show(Place::Tasks);
            talk.is_sane();
            let state = talk.state();
            let begun = state.actions.len() + state.systems.len() + state.listed.len();
            assert_eq!(begun, 0, "{begin:?} {keys:?}");
            assert_eq!(talk.on_disk(), *talk.state(), "{begin:?} {keys:?}");
        }
    }
}

#[test]
fn an_action_comes_to_be_with_its_words_and_all_that_was_said_before() {
    let mut talk = Talk::at("vpn");
    let before = talk.disk.len();
    talk.press(Key::F(4));
    talk.reach(FieldKey::Owner);
    talk.write("Rowan Hale");
    talk.press(Key::Enter);
    assert_eq!(talk.disk.len(), before);
    talk.reach(FieldKey::What);
    talk.write("Buy tokens");
    talk.press(Key::Enter);
    assert_eq!(talk.disk.len(), before + 1);
    let action = &talk.on_disk().actions[&ActionId(1)];
    assert_eq!(
        (action.what.as_str(), action.owner.as_str()),
        ("Buy tokens", "Rowan Hale")
    );
    // Its words can be changed, and not be taken away.
    talk.reach(FieldKey::What);
    talk.press(Key::Ctrl('u'));
    talk.press(Key::Tab);
    assert!(
        talk.notice().contains("An action needs words"),
        "{}",
        talk.notice()
    );
    assert_eq!(talk.on_disk().actions[&ActionId(1)].what, "Buy tokens");
}

#[test]
fn an_action_of_a_signed_record_comes_to_be_once_its_reason_is_given() {
    for reason in [None, Some("Asked for by the board")] {
        let mut talk = Talk::at("vpn");
        let signed = mfa_assess::facts::SignOff {
            name: "Alex Thorne".into(),
            role: "Chair".into(),
            declaration: "I declare it.".into(),
            date: "2026-11-24".parse().unwrap(),
            fingerprint: talk.disk.last().unwrap().fingerprint,
            gaps: vec![],
            same_person: None,
        };
        talk.log("", mfa_assess::facts::Event::SignedOff(signed));
        let mut talk = talk.reopened();
        talk.scenario("vpn");
        let before = talk.disk.len();
        talk.press(Key::F(4));
        assert!(talk.open().state.is_signed(), "it is not changed yet");
        talk.reach(FieldKey::What);
        talk.write("Buy tokens");
        talk.press(Key::Enter);
        talk.send(mfa_assess::wizard::Message::Reason(
            reason.map(str::to_owned),
        ));
        let written = usize::from(reason.is_some());
        assert_eq!(talk.disk.len(), before + written);
        talk.show(Place::Tasks);
        assert_eq!(talk.state().actions.len(), written);
        assert_eq!(talk.on_disk(), *talk.state());
    }
}

#[test]
fn an_action_that_was_only_given_an_owner_says_that_it_was_not_recorded() {
    let mut talk = Talk::at("vpn");
    let before = talk.disk.len();
    talk.press(Key::F(4));
    talk.reach(FieldKey::Owner);
    talk.write("Rowan Hale");
    talk.press(Key::Esc);
    assert_eq!(talk.disk.len(), before);
    assert!(talk.state().actions.is_empty());
    assert!(
        talk.notice().starts_with("No action was recorded"),
        "{}",
        talk.notice()
    );
}

#[test]
fn a_text_in_the_box_of_a_withdrawal_withdraws_nothing_by_itself() {
    for leave in [Key::Enter, Key::Tab, Key::Esc, Key::Up, Key::F(5)] {
        let mut talk = Talk::at("vpn");
        talk.go(Goal::BeginExemption(
            "SPECIFIC".try_into().unwrap(),
            Some("vpn".try_into().unwrap()),
        ));
        let before = talk.disk.len();
        talk.reach(FieldKey::Withdrawn);
        talk.write("The old gateway cannot do it");
        talk.press(leave);
        assert_eq!(talk.disk.len(), before, "{leave:?}");
        assert!(
            talk.state()
                .exemptions
                .values()
                .all(|e| e.withdrawn.is_none())
        );
    }
}
