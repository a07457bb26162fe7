//! The sign-off: whole, meant, and superseded by any later change. And what a new day changes.

use mfa_assess::assessment::{ExemptionId, Outcome, Standing};
use mfa_assess::questionnaire::Input;
use mfa_assess::wizard::{FieldKey, Goal, Key, Message, Place, Screen, Subject, rows};

use crate::talk::Talk;

/// Answers every question that is asked, with the first choice.
fn complete() -> Talk {
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
            Input::Date {} => "01/10/2026".to_owned(),
            Input::Line { .. } | Input::Paragraphs { .. } => "Sam".to_owned(),
        };
        talk.answer(question.id.as_str(), &value);
        talk.press(Key::Esc);
    }
    assert!(talk.open().results.is_complete());
    talk
}

fn fill_in(talk: &mut Talk, confirmation: &str) {
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

#[test]
fn with_gaps_it_is_refused_and_leads_to_each() {
    let mut talk = complete();
    talk.scenario("vpn");
    talk.to("vpn-bypass");
    talk.press(Key::Delete);
    talk.press(Key::Esc);
    fill_in(&mut talk, "declare");
    talk.press(Key::Enter);
    assert!(!talk.state().is_signed());
    assert!(
        talk.notice()
            .starts_with("1 thing left before this can be signed.")
    );
    talk.press(Key::Char('r'));
    assert_eq!(talk.place(), Some(&Place::Review));
    let rows = rows(&talk.model, &Place::Review);
    let gap = rows
        .iter()
        .position(|r| r.text.contains("Who or what is let past MFA"))
        .unwrap();
    talk.go(rows[gap].goal.clone().unwrap());
    assert_eq!(talk.here().as_deref(), Some("vpn-bypass"));
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
        if undo {
            talk.press(Key::F(7));
        }
        assert!(!talk.state().is_signed());
        let next = talk.state().sign_offs[0].superseded_by;
        assert_eq!(next, Some(talk.state().sign_offs[0].seq + 1));
    }
}

#[test]
fn a_new_day_judges_exemptions_anew_and_keeps_the_focus_sane() {
    let mut talk = Talk::begun();
    talk.answer_in_organisation("hosting", "own");
    talk.scenario("internal-admins");
    talk.answer("internal-mfa", "none");
    let scenario = Some("internal-admins".try_into().unwrap());
    talk.show(Place::ExemptionKinds(scenario.clone()));
    talk.go(Goal::BeginExemption("REASON".try_into().unwrap(), scenario));
    let id = ExemptionId(1);
    for (step, question, value) in [
        (1, "what", "backup"),
        (1, "account-count", "3"),
        (1, "why", "unsupported"),
        (1, "implications", "weighed"),
        (1, "controls", "vault"),
        (1, "risk-reference", "RISK-8"),
        (2, "owner", "Sam"),
        (2, "approver", "Alex"),
        (2, "approver-role", "CIO"),
        (2, "approved-on", "02/03/2026"),
        (2, "next-review", "30/11/2026"),
    ] {
        talk.go(Goal::Form(Subject::Exemption(id, step), None));
        talk.answer(question, value);
        talk.press(Key::Esc);
    }
    let outcome = |talk: &Talk| {
        let id = "internal-admins".try_into().unwrap();
        talk.open().results.scenario(&id).unwrap().outcome()
    };
    assert_eq!(outcome(&talk), Some(Outcome::MetByExemption));
    let disk = talk.disk.len();
    talk.show(Place::Review);
    talk.press(Key::End);
    talk.send(Message::Today("2026-12-01".parse().unwrap()));
    assert_eq!(outcome(&talk), Some(Outcome::NotMet));
    let standing = &talk.open().results.exemptions[&id];
    assert!(matches!(standing, Standing::NotValid { .. }));
    assert_eq!(talk.disk.len(), disk, "a day is no event");
    talk.is_sane();
    let Screen::List(list) = talk.model.screen() else {
        panic!("the review is a list")
    };
    let rows = rows(&talk.model, &list.place);
    assert!(
        rows.iter()
            .any(|r| r.text.starts_with("Exemptions that do not count"))
    );
    // And back again, with the focus at the end of a list that gets shorter.
    talk.press(Key::End);
    talk.send(Message::Today("2026-11-30".parse().unwrap()));
    talk.is_sane();
    assert_eq!(outcome(&talk), Some(Outcome::MetByExemption));
}
