//! A scenario as a row, and where a question is asked.

use super::assessed::Assessed;
use super::places::{FieldKey, Subject};
use super::row::{Goal, Row, Tag};
use crate::questionnaire::QuestionId;
use crate::rules::{Outcome, ScenarioResult};

pub(super) fn scenario_row(open: &Assessed, result: &ScenarioResult, numbered: bool) -> Row {
    let title = open
        .questionnaire
        .scenario(&result.id)
        .map_or("", |s| s.title.as_str());
    let text = match open.number(&result.id) {
        Some(number) if numbered => format!("{number:>2}  {title}"),
        _ => title.to_owned(),
    };
    let row = Row::to(text, Goal::Form(Subject::Scenario(result.id.clone()), None));
    match (result.work.is_done(), result.outcome()) {
        // While questions are hidden behind one that is not answered, nothing is done yet.
        (true, Some(Outcome::NotAnswered)) => row.saying("to do"),
        (true, Some(outcome)) => row.tagged(Tag::Outcome(outcome)),
        _ => row.saying(result.work.words()),
    }
}

/// Where a question is asked.
pub(super) fn question_goal(open: &Assessed, id: &QuestionId) -> Goal {
    let subject = match open.questionnaire.scenario_of(id) {
        Some(scenario) => Subject::Scenario(scenario.id.clone()),
        None => Subject::Organisation,
    };
    Goal::Form(subject, Some(FieldKey::Asked(id.clone())))
}
