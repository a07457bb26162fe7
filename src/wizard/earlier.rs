//! Rows for what an earlier assessment says: from which to begin, and what is to be confirmed.

use super::field::FieldKey;
use super::lists::question_row;
use super::model::{Listed, Subject};
use super::open::Open;
use super::row::{Goal, Row};
use super::texts;
use crate::assessment::Subject as Waiting;
use crate::record::RecordName;
use crate::text::counted;

/// The records from which an assessment can be begun.
pub fn earlier(stored: &[Listed]) -> Vec<Row> {
    let mut rows = vec![Row::heading(texts::EARLIER_ABOUT)];
    let rows_of = stored.iter();
    rows.extend(rows_of.map(|listed| stored_row(listed, Goal::CarryForward)));
    rows.push(Row::heading(""));
    rows.push(Row::to("Back", Goal::Back));
    rows
}

/// A record; what is wrong with it, if something is.
pub fn stored_row(listed: &Listed, goal: fn(RecordName) -> Goal) -> Row {
    match &listed.about {
        Ok(about) => {
            let goal = goal(listed.name.clone());
            if about.organisation.is_empty() {
                Row::to(&listed.name, goal).saying(&about.progress)
            } else {
                Row::to(&about.organisation, goal)
                    .saying(&about.progress)
                    .with(&listed.name)
            }
        }
        Err(error) => Row::to(&listed.name, Goal::Explain(error.clone()))
            .saying("cannot be opened")
            .with(error),
    }
}

/// What was given last time and can be confirmed, with a way to each.
pub fn to_confirm(open: &Open, waiting: &[Waiting]) -> Vec<Row> {
    let Some(carried) = open.state.carried.as_ref().filter(|_| !waiting.is_empty()) else {
        return vec![];
    };
    let heading = counted(waiting.len(), "thing");
    let heading = format!("{heading} from last time to confirm");
    let about = format!("From {}. None counts before.", carried.from.words());
    let mut rows = vec![Row::heading(heading).with(about)];
    rows.extend(waiting.iter().filter_map(|subject| {
        let text = subject.words(&open.state, &open.questionnaire);
        let (form, key) = match subject {
            Waiting::Question(id) => return Some(question_row(open, id)),
            Waiting::Note(id) => (Subject::Scenario(id.clone()), FieldKey::Note),
            Waiting::Evidence(id) => (Subject::Scenario(id.clone()), FieldKey::Evidence),
            Waiting::Field(id, field) => {
                let mut steps = open.kind_of(*id)?.steps.iter();
                let step = steps.position(|s| s.questions.iter().any(|q| q.id == *field))?;
                let key = FieldKey::Asked(field.clone());
                (Subject::Exemption(*id, step + 1), key)
            }
            _ => return None,
        };
        Some(Row::to(text, Goal::Form(form, Some(key))))
    }));
    rows
}
