//! What a new day changes.

use mfa_assess::facts::ExemptionId;
use mfa_assess::rules::{LifeStep, Outcome, Standing};
use mfa_assess::wizard::{Goal, Key, Message, Place, Screen, Subject, rows};

use crate::harness::Talk;

#[test]
fn a_new_day_judges_exemptions_anew_and_keeps_the_focus_sane() {
    let mut talk = Talk::begun();
    talk.answer_in_organisation("hosting", "own");
    talk.scenario("internal-admins");
    talk.answer("internal-mfa", "none");
    talk.answer("internal-accounts", "3");
    talk.answer("internal-shared", "no");
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
        (2, "next-review", "30/11/2026"),
        (3, "approved-by", "board"),
        (3, "approver", "Alex"),
        (3, "approver-role", "Chair"),
        (3, "approved-on", "02/03/2026"),
        (3, "minute", "M-13"),
    ] {
        talk.go(Goal::Form(Subject::Exemption(id, step), None));
        talk.answer(question, value);
        talk.press(Key::Esc);
    }
    let outcome = |talk: &Talk| {
        let id = "internal-admins".try_into().unwrap();
        talk.open().results.scenario(&id).unwrap().outcome()
    };
    assert_eq!(outcome(&talk), Some(Outcome::NotMet), "nobody approved it");
    talk.go(Goal::Take(id, LifeStep::Approve));
    assert_eq!(outcome(&talk), Some(Outcome::MetByExemption));
    let disk = talk.disk.len();
    talk.show(Place::Review);
    let announced = |talk: &Talk| -> Vec<(String, Option<Goal>)> {
        let Screen::List(list) = talk.model.screen() else {
            panic!("the review is a list")
        };
        let rows = rows(&talk.model, &list.place).into_iter();
        let rows = rows.filter(|row| row.text.starts_with("1 December 2026: "));
        rows.map(|row| (row.text, row.goal)).collect()
    };
    let title = &talk
        .open()
        .questionnaire
        .scenario(&"internal-admins".try_into().unwrap());
    let title = title.unwrap().title.clone();
    let says =
        format!("1 December 2026: {title} (R3) goes from covered by an exemption to not met");
    let scenario = Subject::Scenario("internal-admins".try_into().unwrap());
    let told = announced(&talk);
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(told[0].0.starts_with(&says), "{told:?}");
    assert_eq!(told[0].1, Some(Goal::Form(scenario, None)));
    talk.press(Key::End);
    talk.send(Message::Today("2026-12-01".parse().unwrap()));
    assert_eq!(announced(&talk), []);
    assert_eq!(outcome(&talk), Some(Outcome::NotMet));
    let standing = &talk.open().results.exemptions[&id];
    assert!(matches!(standing, Standing::NotValid { .. }));
    assert_eq!(talk.disk.len(), disk, "a day is no event");
    talk.is_sane();
    let Screen::List(list) = talk.model.screen() else {
        panic!("the review is a list")
    };
    let rows = rows(&talk.model, &list.place);
    let gap = |r: &mfa_assess::wizard::Row| {
        r.text.trim_start().starts_with("EX-1, backup: ") && r.goal.is_some()
    };
    assert!(rows.iter().any(gap), "{rows:?}");
    // And back again, with the focus at the end of a list that gets shorter.
    talk.press(Key::End);
    talk.send(Message::Today("2026-11-30".parse().unwrap()));
    talk.is_sane();
    assert_eq!(outcome(&talk), Some(Outcome::MetByExemption));
}
