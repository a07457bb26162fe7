//! What somebody is to look at again: what was carried forward and nobody has confirmed yet, and what
//! is asked otherwise than when it was answered.

use jiff::civil::Date;

use super::evaluate::Sheet;
use super::results::Results;
use crate::facts::{Assessment, At, Changes};
use crate::questionnaire::{Question, Questionnaire};

/// What was carried forward and can be confirmed now, in the order in which it is asked: it was not
/// given this time, it is asked, and it fits.
pub fn to_confirm(
    asked: &Questionnaire,
    state: &Assessment,
    results: &Results,
    today: Date,
) -> Vec<At> {
    let Some(carried) = &state.carried else {
        return vec![];
    };
    let waits = |question: &Question| {
        let last = state.last_time(asked, &question.id);
        results.shown.contains(&question.id)
            && !state.answers.contains_key(&question.id)
            && last.is_some_and(|last| last.fits(question).is_ok())
    };
    let questions = |questions: &[Question]| -> Vec<At> {
        let waiting = questions.iter().filter(|q| waits(q));
        waiting.map(|q| At::Question(q.id.clone())).collect()
    };
    let mut found = questions(&asked.organisation.questions);
    for result in results.asked() {
        let Some(scenario) = asked.scenario(&result.id) else {
            continue;
        };
        let id = &scenario.id;
        found.extend(questions(&scenario.questions));
        if carried.evidence.contains_key(id) && !state.evidence.contains_key(id) {
            found.push(At::Evidence(id.clone()));
        }
        if carried.notes.contains_key(id) && !state.notes.contains_key(id) {
            found.push(At::Note(id.clone()));
        }
    }
    for (id, exemption) in &state.exemptions {
        let kind = asked.exemption_kind(&exemption.kind);
        let Some(kind) = kind.filter(|_| !exemption.is_over()) else {
            continue;
        };
        let sheet = Sheet::of_exemption(kind, &exemption.fields, today);
        found.extend(kind.questions().filter_map(|question| {
            let last = state.last_time_in(asked, *id, question)?;
            let waits = sheet.is_shown(&question.id)
                && !exemption.fields.contains_key(&question.id)
                && last.fits(question).is_ok();
            waits.then(|| At::Field(*id, question.id.clone()))
        }));
    }
    found
}

/// The shown questions whose answers are to be looked at again, with what has changed.
pub(crate) fn to_look_at<'a>(
    questionnaire: &'a Questionnaire,
    state: &'a Assessment,
    results: &'a Results,
) -> impl Iterator<Item = (&'a Question, &'a Changes)> {
    questionnaire
        .questions()
        .filter(|question| results.shown.contains(&question.id))
        .filter_map(|question| Some((question, state.changed.get(&question.id)?)))
}
