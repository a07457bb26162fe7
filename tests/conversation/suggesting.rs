//! What the program says by itself: what to do about what nobody knows and what falls short, and what
//! follows for an organisation from its kind.

use mfa_assess::facts::ActionId;
use mfa_assess::wizard::{Goal, Key, Place, Row, Subject, rows};

use crate::harness::Talk;

/// The rows of the list of actions that would begin one.
fn suggested(talk: &Talk) -> Vec<Row> {
    let rows = rows(&talk.model, &Place::Actions).into_iter();
    rows.filter(|row| matches!(row.goal, Some(Goal::BeginAction(_))))
        .collect()
}

#[test]
fn a_dont_know_makes_an_action_with_a_role_and_its_wording() {
    let mut talk = Talk::at("vpn");
    talk.answer("vpn-mfa", "?");
    let question = talk
        .open()
        .questionnaire
        .question(&"vpn-mfa".try_into().unwrap());
    let who = question.unwrap().dont_know.clone().unwrap();
    talk.show(Place::Actions);
    let [row] = suggested(&talk).try_into().unwrap();
    assert_eq!(row.text, who.action);
    assert!(
        row.detail
            .unwrap()
            .to_lowercase()
            .contains(&who.ask.to_lowercase()),
        "names the role"
    );
    talk.go(row.goal.unwrap());
    let action = talk.on_disk().actions[&ActionId(1)].clone();
    assert_eq!(action.what, who.action);
    assert_eq!(action.owner.to_lowercase(), who.ask.to_lowercase());
    assert_eq!(action.finds_out.unwrap().as_str(), "vpn-mfa");
    talk.press(Key::Esc);
    assert!(suggested(&talk).is_empty(), "it is taken up");
}

#[test]
fn a_provider_that_is_not_in_scope_is_told_so_at_once_and_then_what_still_applies() {
    let mut talk = Talk::begun();
    talk.go(Goal::Form(Subject::Organisation, None));
    talk.answer("organisation-type", "other");
    assert!(
        talk.notice().contains("does not apply to you directly"),
        "{}",
        talk.notice()
    );
    talk.answer("other-kind", "supplier");
    assert!(
        talk.notice().contains("supplier charter"),
        "{}",
        talk.notice()
    );
    talk.show(Place::Tasks);
    let rows = rows(&talk.model, &Place::Tasks);
    let detail = rows[0].detail.clone().unwrap();
    assert!(
        detail.contains("does not apply to you directly"),
        "{detail}"
    );
}

#[test]
fn an_action_begun_in_a_scenario_is_about_what_is_suggested_there() {
    let mut talk = Talk::at("vpn");
    talk.answer("vpn-mfa", "none");
    let next = talk.open().results.scenario(&"vpn".try_into().unwrap());
    let next = next.unwrap().findings[0].next.clone().unwrap();
    talk.press(Key::F(4));
    assert_eq!(talk.on_disk().actions[&ActionId(1)].what, next);
    talk.show(Place::Actions);
    assert!(suggested(&talk).is_empty());
}
