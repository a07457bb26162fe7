//! The register of exemptions and one of them: empty, with one, with many, with the longest texts.

use mfa_assess::facts::{Answer, ExemptionId};
use mfa_assess::questionnaire::Input;
use mfa_assess::rules::LifeStep;
use mfa_assess::wizard::{
    FieldKey, Goal, Key, Message, Place, ResetChoice, Subject, fields, update,
};

use crate::steps::{Talk, begun};
use crate::{check, check_styles};

/// With a scenario that falls short.
fn short() -> Talk {
    let mut talk = begun();
    talk.scenario("legacy");
    talk.fill(|_, _| true);
    talk.choose("legacy-admin", "none");
    talk.scenario("legacy");
    talk
}

fn approved(talk: &mut Talk) -> ExemptionId {
    let id = talk.exempt("REASON", "legacy", true);
    talk.go(Goal::Onward(Subject::Exemption(id, 2)));
    talk.answer("next-review", Answer::Date("2027-06-30".parse().unwrap()));
    talk.go(Goal::Take(id, LifeStep::Approve));
    id
}

fn form(talk: &mut Talk, id: ExemptionId, step: usize) {
    talk.go(Goal::Form(Subject::Exemption(id, step), None));
}

fn register(talk: &mut Talk) {
    talk.go(Goal::Show(Place::Tasks));
    talk.go(Goal::Show(Place::Exemptions));
    talk.press(Key::Home);
}

/// Shows a form on another day than that of the session's clock.
fn on(talk: &mut Talk, day: &str, goal: Goal) {
    let day = Message::Today(day.parse().unwrap());
    for message in [day, Message::Go(goal)] {
        update(&mut talk.session.model, message);
    }
}

/// At the links of a scenario.
fn links_of(talk: &mut Talk, scenario: &str) {
    talk.scenario(scenario);
    talk.at(FieldKey::Note);
    talk.keys(&[Key::Tab, Key::End]);
}

#[test]
fn one_exemption_through_its_life() {
    let mut talk = short();
    let id = approved(&mut talk);
    register(&mut talk);
    check("register_with_one", &talk);
    check_styles("register_with_one_styles", &talk);
    form(&mut talk, id, 0);
    check("exemption_approved_at_its_top", &talk);
    talk.press(Key::End);
    check("exemption_approved_at_its_end", &talk);
    check_styles("exemption_approved_at_its_end_styles", &talk);
    links_of(&mut talk, "legacy");
    check("scenario_that_rests_on_an_exemption", &talk);

    // Something that the approver relied on is changed.
    form(&mut talk, id, 1);
    talk.answer("risk-reference", Answer::Text("RISK-9".into()));
    check("exemption_change_would_reset_its_approval", &talk);
    check_styles("exemption_change_would_reset_its_approval_styles", &talk);
    talk.send(Message::Reset(ResetChoice::Renew));
    form(&mut talk, id, 0);
    talk.press(Key::End);
    check("exemption_renewed", &talk);
    talk.go(Goal::Take(id, LifeStep::Approve));
    check("exemption_renewal_refused", &talk);

    let (list, whole) = (Place::Exemptions, Subject::Exemption(id, 0));
    talk.go(Goal::Show(Place::Tasks));
    on(&mut talk, "2027-07-01", Goal::Show(list));
    check("register_with_one_due_for_review", &talk);
    on(&mut talk, "2027-07-01", Goal::Form(whole, None));
    check("exemption_due_for_review", &talk);
}

#[test]
fn an_exemption_with_gaps() {
    let mut talk = short();
    let id = talk.exempt("SPECIFIC", "legacy", false);
    form(&mut talk, id, 0);
    talk.at(FieldKey::Withdrawn);
    talk.press(Key::Tab);
    check("exemption_at_its_gaps", &talk);
    check_styles("exemption_at_its_gaps_styles", &talk);
    form(&mut talk, id, 2);
    check("exemption_fields_say_what_they_evidence", &talk);
}

#[test]
fn a_register_with_two_hundred() {
    let mut talk = short();
    approved(&mut talk);
    for _ in 1..200 {
        talk.go(Goal::BeginExemption(
            "REASON".try_into().unwrap(),
            Some("legacy".try_into().unwrap()),
        ));
    }
    register(&mut talk);
    check("register_with_200", &talk);
    talk.press(Key::End);
    check("register_with_200_at_its_end", &talk);
    links_of(&mut talk, "legacy");
    check("scenario_with_200_exemptions_at_its_end", &talk);
}

#[test]
fn the_longest_texts() {
    let mut talk = short();
    let id = talk.exempt("SPECIFIC", "legacy", true);
    let steps = talk.session.model.open.as_ref().unwrap().kind_of(id);
    for step in 1..=steps.unwrap().steps.len() {
        form(&mut talk, id, step);
        let open = talk.session.model.open.as_ref().unwrap();
        for field in fields(open, &Subject::Exemption(id, step)) {
            let max = match &field.question.input {
                Input::Line { max } | Input::Paragraphs { max } => usize::from(*max),
                _ => continue,
            };
            let words = "Ysbyty Tŷ Gŵyn and its community clinics ".repeat(max / 40 + 1);
            let words: String = words.chars().take(max).collect();
            let answer = Some(Answer::Text(words.trim_end().to_owned()));
            talk.send(Message::Answer {
                key: field.key,
                answer,
            });
        }
    }
    form(&mut talk, id, 0);
    check("exemption_with_the_longest_texts", &talk);
    talk.press(Key::End);
    check("exemption_with_the_longest_texts_at_its_end", &talk);
    form(&mut talk, id, 2);
    check("exemption_longest_texts_being_read", &talk);
    register(&mut talk);
    check("register_with_the_longest_texts", &talk);
    links_of(&mut talk, "legacy");
    check("scenario_with_an_exemption_of_the_longest_texts", &talk);
}
