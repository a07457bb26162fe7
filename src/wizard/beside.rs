//! What is said beside a question: what a later version of the questionnaire means for it, and what
//! was answered last time.

use super::assessed::Assessed;
use super::field::{Beside, Field};
use crate::facts::{Answer, ExemptionId, Former, Given, LastTime, changed_words};
use crate::questionnaire::Question;

impl Beside {
    /// The same, or that an answer did not go over from an earlier version, until one is given.
    fn or_former(
        self,
        open: &Assessed,
        given: Option<&Answer>,
        is_it: impl Fn(&Given) -> bool,
    ) -> Self {
        let former = given.is_none().then(|| of_former(open, is_it));
        Self {
            remark: former.flatten().or(self.remark),
            ..self
        }
    }
}

/// Beside a question of the organisation or of a scenario.
pub(super) fn of_question(open: &Assessed, question: &Question) -> Beside {
    let id = &question.id;
    let given = open.state.answers.get(id);
    let last = open.state.last_time(&open.questionnaire, id);
    let beside = beside(open, question, given, last);
    if let Some(changes) = open.state.changed.get(id) {
        return Beside {
            remark: Some(format!("{}.", changed_words(changes))),
            confirms: given.cloned(),
            ..beside
        };
    }
    let is_it = |was: &Given| matches!(was, Given::Answer(question, _) if question == id);
    beside.or_former(open, given, is_it)
}

/// Beside a field of an exemption.
pub(super) fn of_field(open: &Assessed, exemption: ExemptionId, question: &Question) -> Beside {
    let given = open.state.exemptions.get(&exemption);
    let given = given.and_then(|exemption| exemption.fields.get(&question.id));
    let last = open
        .state
        .last_time_in(&open.questionnaire, exemption, question);
    let is_it = |was: &Given| matches!(was, Given::Field(id, asked, _) if *id == exemption && *asked == question.id);
    beside(open, question, given, last).or_former(open, given, is_it)
}

/// Beside a field of an entry of a register; `is_it` knows what was given to it before.
pub(super) fn of_entry(
    open: &Assessed,
    given: Option<&Answer>,
    is_it: impl Fn(&Given) -> bool,
) -> Beside {
    Beside::default().or_former(open, given, is_it)
}

/// A note or evidence, with what it said last time beside it.
pub(super) fn of_text(open: &Assessed, field: Field, last: Option<&String>) -> Field {
    let last = last.map(|words| Answer::Text(words.clone()));
    of_built_in(open, field, last.as_ref())
}

/// A field that the program itself asks for, with what was answered last time beside it.
pub(super) fn of_built_in(open: &Assessed, field: Field, last: Option<&Answer>) -> Field {
    let last = last.map(|answer| LastTime {
        answer,
        words: answer.words(&field.question),
    });
    let beside = beside(open, &field.question, field.answer.as_ref(), last);
    field.with(beside)
}

/// What was answered last time, with its words: to be confirmed as long as nothing else is given.
fn beside(
    open: &Assessed,
    question: &Question,
    given: Option<&Answer>,
    last: Option<LastTime<'_>>,
) -> Beside {
    let (Some(carried), Some(last)) = (&open.state.carried, last) else {
        return Beside::default();
    };
    let (from, words) = (carried.from.words(), &last.words);
    let end = if words.ends_with(['.', '?']) { "" } else { "." };
    let says = Some(format!("Last time ({from}): “{words}”{end}"));
    if given.is_some() {
        return Beside {
            last: says,
            ..Beside::default()
        };
    }
    match last.fits(question) {
        Ok(()) => Beside {
            last: says,
            remark: None,
            confirms: Some(last.answer.clone()),
        },
        Err(why) => Beside {
            last: says,
            remark: Some(format!("That answer does not fit any more. {why}")),
            confirms: None,
        },
    }
}

/// What is said of what was given last to a field; nothing where there is no such thing.
fn of_former(open: &Assessed, is: impl Fn(&Given) -> bool) -> Option<String> {
    let mut newest = open.state.former.iter().rev();
    let former = newest.find(|former| is(&former.given))?;
    let Former { version, words, .. } = former;
    let why = former.why.words();
    Some(format!("Answered in version {version}: “{words}”. {why}"))
}
