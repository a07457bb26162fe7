//! The sign-off: whole or of a draft, meant, by several people, and superseded by any later change.

use std::sync::LazyLock;

use mfa_assess::facts::{Gap, Logged};
use mfa_assess::questionnaire::Input;
use mfa_assess::wizard::{
    FieldKey, Goal, Key, Message, Place, Signing, Stop, Subject, fields, links, only_as_draft,
    rows, who_signed,
};
use proptest::prelude::*;

use crate::harness::{Talk, choice};

/// A record in which every question that is asked has its first choice for an answer.
pub fn complete() -> Talk {
    static DISK: LazyLock<Vec<Logged>> = LazyLock::new(|| answered().disk);
    let talk = Talk {
        disk: DISK.clone(),
        ..Talk::new()
    };
    let talk = talk.reopened();
    assert!(talk.open().results.is_complete());
    talk
}

fn answered() -> Talk {
    let mut talk = Talk::begun();
    for _ in 0..200 {
        let questions = talk.open().questionnaire.clone();
        let asked = questions.questions().find(|q| {
            talk.open().results.shown.contains(&q.id)
                && !q.optional
                && !talk.state().answers.contains_key(&q.id)
        });
        let Some(question) = asked else { break };
        let subject = match questions.scenario_of(&question.id) {
            Some(scenario) => Subject::Scenario(scenario.id.clone()),
            None => Subject::Organisation,
        };
        talk.go(Goal::Form(subject, None));
        let value = match &question.input {
            Input::OneOf(choices) | Input::AnyOf(choices) => choices[0].id.to_string(),
            Input::Number { .. } => "3".to_owned(),
            Input::Date { .. } => "01/10/2026".to_owned(),
            Input::Line { .. } | Input::Paragraphs { .. } => "Sam".to_owned(),
        };
        talk.answer(question.id.as_str(), &value);
        talk.press(Key::Esc);
    }
    talk
}

pub fn fill_in(talk: &mut Talk, confirmation: &str) {
    talk.go(Goal::Form(Subject::SignOff, None));
    talk.reach(FieldKey::SignName);
    talk.write("Robin Marsh");
    talk.press(Key::Enter);
    talk.press(Key::Enter);
    talk.reach(FieldKey::Confirm);
    talk.write(confirmation);
    talk.press(Key::Enter);
}

#[test]
fn a_whole_record_is_signed_by_a_name_a_role_and_a_word() {
    let mut talk = complete();
    fill_in(&mut talk, "Declare");
    let before = talk.open().fingerprint();
    talk.press(Key::Enter);
    assert!(talk.state().is_signed(), "{}", talk.notice());
    let signed = &talk.state().sign_offs[0].sign_off;
    assert_eq!(signed.name, "Robin Marsh");
    assert_eq!(Some(signed.fingerprint), before);
    assert_eq!(talk.reports, 1);
    assert!(matches!(talk.place(), Some(Place::Written(_))));
    assert_eq!(talk.on_disk(), *talk.state());
}

#[test]
fn it_never_rests_on_a_bare_enter() {
    let mut talk = complete();
    talk.go(Goal::Form(Subject::SignOff, None));
    for _ in 0..30 {
        talk.press(Key::Enter);
    }
    assert!(!talk.state().is_signed());
    fill_in(&mut talk, "yes");
    talk.press(Key::Enter);
    assert!(!talk.state().is_signed());
    assert!(talk.notice().contains("\"declare\""), "{}", talk.notice());
}

#[test]
fn a_word_given_before_a_change_or_on_another_visit_does_not_sign() {
    // The word was given; then an answer was changed.
    let mut talk = complete();
    fill_in(&mut talk, "declare");
    talk.scenario("vpn");
    talk.answer("vpn-mfa", "none");
    talk.press(Key::Esc);
    for _ in 0..10 {
        talk.press(Key::Enter);
    }
    assert!(!talk.state().is_signed());
    // The word was given; then the form was left.
    let mut talk = complete();
    fill_in(&mut talk, "declare");
    talk.press(Key::Esc);
    talk.go(Goal::Form(Subject::SignOff, None));
    for _ in 0..10 {
        talk.press(Key::Enter);
    }
    assert!(!talk.state().is_signed());
    // The word was typed, and the program ended.
    let mut talk = complete();
    talk.go(Goal::Form(Subject::SignOff, None));
    talk.reach(FieldKey::Confirm);
    talk.write("declare");
    let mut talk = talk.reopened();
    talk.go(Goal::Form(Subject::SignOff, None));
    talk.reach(FieldKey::Confirm);
    assert_eq!(talk.text(), Some(""));
}

/// Answers no longer that who is let past MFA: one thing is left.
fn with_a_gap() -> Talk {
    let mut talk = complete();
    talk.scenario("vpn");
    talk.to("vpn-bypass");
    talk.press(Key::Delete);
    talk.press(Key::Esc);
    talk
}

#[test]
fn with_gaps_it_is_signed_only_as_a_draft_that_lists_each() {
    let mut talk = with_a_gap();
    let gaps = talk.open().results.gaps.clone();
    assert_eq!(gaps, [Gap::Unanswered("vpn-bypass".try_into().unwrap())]);
    fill_in(&mut talk, "declare");
    let says = only_as_draft(talk.open()).unwrap();
    assert!(says.starts_with("1 thing is left, so this can be signed only as a draft."));
    let link = &links(talk.open(), &Subject::SignOff)[0];
    assert_eq!(link.text, "Sign as a draft, with 1 thing left");
    talk.press(Key::Enter);
    let by = &talk.state().sign_offs[0].sign_off;
    assert_eq!(by.gaps, gaps);
    assert!(!talk.state().is_signed());
    assert_eq!(talk.reports, 1);
    assert_eq!(talk.on_disk(), *talk.state());
    let shown = rows(&talk.model, talk.place().unwrap());
    assert!(
        shown
            .iter()
            .any(|r| r.text.starts_with("It is a draft, and was signed as one"))
    );

    // What is left is still a jump away, and once it is done, the record is signed as a whole.
    talk.show(Place::Review);
    let rows = rows(&talk.model, &Place::Review);
    let gap = rows
        .iter()
        .position(|r| r.text.contains("Who or what is let past MFA"))
        .unwrap();
    talk.go(rows[gap].goal.clone().unwrap());
    assert_eq!(talk.here().as_deref(), Some("vpn-bypass"));
    talk.press(Key::Enter);
    fill_in(&mut talk, "declare");
    talk.press(Key::Enter);
    assert!(talk.state().is_signed(), "{}", talk.notice());
    assert!(only_as_draft(talk.open()).is_none());
}

#[test]
fn a_must_that_nobody_knows_of_is_signed_only_as_a_draft_that_lists_it() {
    let mut talk = complete();
    talk.scenario("hosting-admins");
    talk.answer("hosted-mfa", "?");
    talk.press(Key::Esc);
    let gaps = talk.open().results.gaps.clone();
    assert_eq!(gaps, [Gap::NotKnown("R2".try_into().unwrap())]);
    fill_in(&mut talk, "declare");
    talk.press(Key::Enter);
    assert!(!talk.state().is_signed());
    assert_eq!(talk.state().sign_offs[0].sign_off.gaps, gaps);
    let asked = &talk.open().questionnaire;
    assert_eq!(
        gaps[0].words(asked),
        "Nobody knows yet whether this must is met: R2 Privileged access, externally hosted"
    );
}

#[test]
fn a_draft_is_not_signed_without_the_word_either() {
    let mut talk = with_a_gap();
    fill_in(&mut talk, "yes");
    for _ in 0..5 {
        talk.press(Key::Enter);
    }
    assert!(talk.state().sign_offs.is_empty());
    assert!(talk.notice().contains("\"declare\""), "{}", talk.notice());
}

/// Fills in the form for somebody, up to the link that signs.
fn fill_in_as(talk: &mut Talk, name: &str, role: &str) {
    talk.go(Goal::Form(Subject::SignOff, None));
    talk.reach(FieldKey::SignName);
    talk.press(Key::Ctrl('u'));
    talk.write(name);
    talk.press(Key::Enter);
    let (key, answer) = (FieldKey::SignRole, choice(role));
    talk.send(Message::Answer { key, answer });
    talk.reach(FieldKey::Confirm);
    talk.write("declare");
    talk.press(Key::Enter);
    assert!(matches!(talk.cursor(), Stop::Link(_)));
}

fn sign_as(talk: &mut Talk, name: &str, role: &str) {
    fill_in_as(talk, name, role);
    talk.press(Key::Enter);
}

#[test]
fn several_people_sign_one_record_and_none_supersedes_another() {
    let mut talk = complete();
    assert_eq!(
        who_signed(talk.open()),
        ["Nobody has signed the record as it stands."]
    );
    sign_as(&mut talk, "Robin Marsh", "assessor");
    let another = rows(&talk.model, talk.place().unwrap())
        .into_iter()
        .find(|r| r.text == "Another person signs")
        .unwrap();
    talk.go(another.goal.unwrap());
    assert_eq!(
        talk.open().signing,
        Signing::default(),
        "nothing is left of the first"
    );
    assert_eq!(
        who_signed(talk.open()),
        ["Signed off by Robin Marsh, Assessor or author, on 24 November 2026."]
    );
    sign_as(&mut talk, "Alex Fenn", "siro");
    sign_as(&mut talk, "Kim Vale", "board");
    let signed = &talk.state().sign_offs;
    assert_eq!(talk.state().current_sign_offs().count(), 3);
    for (signed, before) in signed.iter().zip(talk.disk.iter().rev().take(4).rev()) {
        assert_eq!(signed.sign_off.fingerprint, before.fingerprint);
        assert_eq!(signed.sign_off.same_person, None);
    }
    assert_eq!(who_signed(talk.open()).len(), 3);
    assert_eq!(talk.reports, 3);
    // A day that changes nothing by itself is told as such.
    talk.send(Message::Today("2026-12-24".parse().unwrap()));
    assert_eq!(
        who_signed(talk.open())[0],
        "Signed off by Robin Marsh, Assessor or author, on 24 November 2026. Signed for the outcomes of \
         24 November 2026. Since then none has changed by date."
    );
    // One change supersedes them all.
    talk.scenario("vpn");
    talk.answer("vpn-mfa", "none");
    talk.because("a test");
    assert_eq!(talk.state().current_sign_offs().count(), 0);
    let says = who_signed(talk.open());
    assert_eq!(says[0], "Nobody has signed the record as it stands.");
    assert!(says[1].starts_with("Signed off by Kim Vale,"), "{says:?}");
}

#[test]
fn nobody_signs_twice_in_one_role_what_has_not_changed() {
    let mut talk = complete();
    sign_as(&mut talk, "Robin Marsh", "assessor");
    sign_as(&mut talk, "  robin   MARSH ", "assessor");
    assert_eq!(talk.state().sign_offs.len(), 1);
    assert_eq!(
        talk.notice(),
        "Robin Marsh has signed as Assessor or author already, and nothing has changed since."
    );
    talk.press(Key::Esc);
    talk.scenario("vpn");
    talk.answer("vpn-mfa", "none");
    talk.because("a test");
    talk.press(Key::Esc);
    sign_as(&mut talk, "Robin Marsh", "assessor");
    assert_eq!(talk.state().sign_offs.len(), 2, "{}", talk.notice());
}

fn asks_why_one_person(talk: &Talk) -> bool {
    let fields = fields(talk.open(), &Subject::SignOff);
    fields.iter().any(|f| f.key == FieldKey::SamePerson)
}

#[test]
fn who_assessed_and_approves_has_to_say_why() {
    // The one named as the assessor, one who signed as the assessor, and one who approved first.
    for (first, second) in [
        (None, ("robin  marsh", "siro")),
        (Some(("Alex Fenn", "assessor")), ("ALEX FENN", "board")),
        (Some(("Alex Fenn", "board")), ("Alex Fenn", "assessor")),
    ] {
        let mut talk = complete();
        if let Some((name, role)) = first {
            sign_as(&mut talk, name, role);
            assert_eq!(talk.state().sign_offs.len(), 1, "{}", talk.notice());
        }
        let before = talk.state().sign_offs.len();
        sign_as(&mut talk, second.0, second.1);
        assert_eq!(talk.state().sign_offs.len(), before);
        let says = "Say why the same person assesses and approves.";
        assert_eq!(talk.notice(), says, "{second:?}");
        assert!(asks_why_one_person(&talk));
        talk.reach(FieldKey::SamePerson);
        talk.write("We are two people");
        talk.presses(&[Key::Enter, Key::Enter, Key::Enter]);
        let by = &talk.state().sign_offs[before].sign_off;
        assert_eq!(by.same_person.as_deref(), Some("We are two people"));
        assert_eq!(talk.on_disk(), *talk.state());
    }
}

#[test]
fn a_reason_that_is_not_asked_for_any_more_is_not_kept() {
    let mut talk = complete();
    fill_in_as(&mut talk, "Robin Marsh", "siro");
    talk.reach(FieldKey::SamePerson);
    talk.write("We are two people");
    talk.press(Key::Enter);
    fill_in_as(&mut talk, "Alex Fenn", "siro");
    assert!(!asks_why_one_person(&talk));
    talk.press(Key::Enter);
    assert_eq!(talk.state().sign_offs[0].sign_off.same_person, None);
    // In the role of who assesses, the assessor has nothing to explain.
    fill_in_as(&mut talk, "Robin Marsh", "assessor");
    assert!(!asks_why_one_person(&talk));
}

#[test]
fn who_is_named_as_the_assessor_assessed_also_where_no_role_says_so() {
    let mut talk = complete();
    for role in &mut talk
        .model
        .open
        .as_mut()
        .unwrap()
        .questionnaire
        .sign_off
        .roles
    {
        role.assesses = false;
    }
    fill_in_as(&mut talk, "Alex Fenn", "assessor");
    assert!(!asks_why_one_person(&talk));
    fill_in_as(&mut talk, "Robin Marsh", "assessor");
    assert!(asks_why_one_person(&talk));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 30, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_keys_but_a_typed_word_ever_sign(
        whole in any::<bool>(),
        keys in prop::collection::vec(
            prop::sample::select(vec![
                Key::Enter, Key::Enter, Key::Enter, Key::Tab, Key::Down, Key::Up, Key::Char(' '),
                Key::End,
            ]),
            1..40,
        ),
    ) {
        let mut talk = if whole { complete() } else { with_a_gap() };
        fill_in(&mut talk, "");
        for key in keys {
            talk.press(key);
            talk.press(Key::Enter);
            prop_assert!(talk.state().sign_offs.is_empty());
            prop_assert_eq!(talk.reports, 0);
        }
    }
}

#[test]
fn any_later_change_supersedes_it_even_one_that_is_undone() {
    for undo in [false, true] {
        let mut talk = complete();
        fill_in(&mut talk, "declare");
        talk.press(Key::Enter);
        assert!(talk.state().is_signed());
        let mut talk = talk.reopened();
        assert!(talk.state().is_signed(), "opening changes nothing");
        talk.scenario("vpn");
        talk.answer("vpn-mfa", "none");
        talk.because("the gateway was replaced");
        if undo {
            talk.press(Key::F(7));
        }
        assert!(!talk.state().is_signed());
        let next = talk.state().sign_offs[0].superseded_by;
        assert_eq!(next, Some(talk.state().sign_offs[0].seq + 1));
    }
}
