//! What was given to an earlier version of the questionnaire and does not count: beside the field that
//! asks for it anew, and in the check of the answers, each as it was asked and answered.

use super::assessed::Assessed;
use super::exemption::workflow;
use super::places::{FieldKey, Subject};
use super::row::{Goal, Row};
use super::scenarios::question_goal;
use super::texts;
use crate::facts::{ExemptionId, Former, Given, Register};
use crate::questionnaire::{QuestionId, ScenarioId};
use crate::text::counted;

/// The rows of the check of the answers.
pub(super) fn rows(open: &Assessed) -> Vec<Row> {
    let all = &open.state.former;
    if all.is_empty() {
        return vec![];
    }
    let count = counted(all.len(), "thing");
    let head = Row::heading(format!("{count} given to an earlier version"))
        .with("Kept, printed in the report, and not counted any more.");
    let each = all.iter().map(|former| {
        let Former {
            place,
            asked,
            words,
            version,
            ..
        } = former;
        let why = former.why.words();
        let goal = goal(open, &former.given);
        Row::to(format!("{place}: {asked}"), goal)
            .with(format!("“{words}” {why}"))
            .saying(format!("version {version}"))
    });
    std::iter::once(head).chain(each).collect()
}

/// To where it is asked for now, if it is.
fn goal(open: &Assessed, given: &Given) -> Goal {
    let there = match given {
        Given::Answer(id, _) => {
            let is_asked = open.results.shown.contains(id);
            is_asked.then(|| question_goal(open, id))
        }
        Given::Note(id, _) | Given::Evidence(id, _) | Given::File(id, _) => scenario(open, id),
        Given::Field(id, question, _) => exemption(open, *id, Some(question)),
        Given::Serves(id, _) | Given::Covers(id, _) | Given::CoversSystem(id, _) => {
            exemption(open, *id, None)
        }
        Given::System(id, question, _) => {
            let is_there = open.state.systems.contains_key(id);
            let at = asked(open, Register::Systems, question);
            is_there.then_some(Goal::Form(Subject::System(*id), at))
        }
        Given::Listed(id, question, _) => {
            let is_there = open.state.listed.contains_key(id);
            let at = asked(open, Register::Evidence, question);
            is_there.then_some(Goal::Form(Subject::Listed(*id), at))
        }
        Given::Shows(id, _) | Given::Supports(id, _) | Given::ListedFile(id, _) => {
            let is_there = open.state.listed.contains_key(id);
            is_there.then_some(Goal::Form(Subject::Listed(*id), None))
        }
    };
    there.unwrap_or_else(|| Goal::Explain(texts::NOT_THERE.to_owned()))
}

fn scenario(open: &Assessed, id: &ScenarioId) -> Option<Goal> {
    let is_asked = open.results.asked().any(|scenario| scenario.id == *id);
    is_asked.then(|| Goal::Form(Subject::Scenario(id.clone()), None))
}

fn exemption(open: &Assessed, id: ExemptionId, field: Option<&QuestionId>) -> Option<Goal> {
    let is_there = open.state.exemptions.contains_key(&id);
    is_there.then(|| workflow::goal(open, id, field))
}

/// The field of an entry, where its form asks it.
fn asked(open: &Assessed, register: Register, question: &QuestionId) -> Option<FieldKey> {
    let form = register.form(&open.questionnaire)?;
    let question = form.question(question)?;
    Some(FieldKey::Asked(question.id.clone()))
}
