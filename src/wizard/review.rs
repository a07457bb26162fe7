//! "Check your answers": what has to be looked at before a sign-off.

use super::earlier::to_confirm;
use super::exemptions;
use super::lists::{question_row, signed};
use super::model::{Place, Subject};
use super::open::Open;
use super::row::{Goal, Row};
use crate::assessment::{
    ExemptionId, Gap, Outcome, Subject as Waiting, changed_words, dont_knows, to_look_at,
};
use crate::questionnaire::QuestionId;
use crate::text::counted;

pub(super) fn rows(open: &Open) -> Vec<Row> {
    let mut rows = vec![];
    for (says, questions) in &open.results.clashes {
        rows.push(Row::heading("Answers that do not fit together").with(says));
        rows.extend(
            questions
                .iter()
                .map(|question| question_row(open, question)),
        );
    }
    let lapsed: Vec<ExemptionId> = open
        .results
        .gaps
        .iter()
        .filter_map(|gap| match gap {
            Gap::Exemption(id) => Some(*id),
            _ => None,
        })
        .collect();
    if !lapsed.is_empty() {
        rows.push(Row::heading("Exemptions that do not count"));
        rows.extend(lapsed.into_iter().map(|id| exemptions::row(open, id)));
    }
    let waiting = open.to_confirm();
    rows.extend(to_confirm(open, &waiting));
    let waits = |id: &QuestionId| waiting.contains(&Waiting::Question(id.clone()));
    let unanswered = open.results.gaps.iter().filter_map(|gap| match gap {
        Gap::Unanswered(id) if !waits(id) => Some(id),
        _ => None,
    });
    let unanswered: Vec<Row> = unanswered.map(|id| question_row(open, id)).collect();
    if !unanswered.is_empty() {
        let heading = counted(unanswered.len(), "question");
        rows.push(Row::heading(format!("{heading} not answered")));
        rows.extend(unanswered);
    }
    let unknown: Vec<Row> = dont_knows(&open.questionnaire, &open.state, &open.results)
        .map(|q| question_row(open, &q.id).saying(Outcome::DontKnow.words()))
        .collect();
    if !unknown.is_empty() {
        let heading = counted(unknown.len(), "answer");
        rows.push(Row::heading(format!(
            "{heading} \"don't know\" (no obstacle to a sign-off)"
        )));
        rows.extend(unknown);
    }
    let changed: Vec<Row> = to_look_at(&open.questionnaire, &open.state, &open.results)
        .map(|(q, changes)| question_row(open, &q.id).with(format!("{}.", changed_words(changes))))
        .collect();
    if !changed.is_empty() {
        let heading = counted(changed.len(), "answer");
        rows.push(Row::heading(format!(
            "{heading} to look at again (no obstacle to a sign-off)"
        )));
        rows.extend(changed);
    }
    if !open.state.former.is_empty() {
        let heading = counted(open.state.former.len(), "thing");
        rows.push(
            Row::heading(format!("{heading} given to an earlier version"))
                .with("Kept, printed in the report, and not counted any more."),
        );
    }
    if open.results.is_complete() {
        rows.push(Row::heading("Nothing is left before the sign-off."));
    }
    rows.push(Row::heading(""));
    rows.push(Row::to("Outcomes and why", Goal::Show(Place::Outcomes)));
    rows.push(Row::to("Sign off", Goal::Form(Subject::SignOff, None)).saying(signed(open)));
    rows
}
