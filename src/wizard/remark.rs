//! What is said beside a question: what a later version of the questionnaire means for it, and what
//! was answered last time.

use super::field::Field;
use super::open::Open;
use crate::assessment::{Answer, ExemptionId, changed_words, still_fits};
use crate::questionnaire::{Question, QuestionId};

/// What stands beside a field.
#[derive(Debug, Default)]
pub struct Beside {
    /// What was answered last time.
    pub last: Option<String>,
    /// What has to be seen to.
    pub remark: Option<String>,
    /// The answer that stands once it is confirmed.
    pub confirms: Option<Answer>,
}

/// Beside a question of the organisation or of a scenario.
pub fn of_question(open: &Open, question: &Question) -> Beside {
    let id = &question.id;
    let given = open.state.answers.get(id);
    let carried = open.state.carried.as_ref();
    let last = carried.and_then(|carried| carried.answers.get(id));
    let words = carried.and_then(|carried| carried.words(&open.questionnaire, id));
    let beside = beside(open, question, given, last.zip(words));
    if let Some(changes) = open.state.changed.get(id) {
        return Beside {
            remark: Some(format!("{}.", changed_words(changes))),
            confirms: given.cloned(),
            ..beside
        };
    }
    let former = given.is_none().then(|| former(open, id)).flatten();
    Beside {
        remark: former.or(beside.remark),
        ..beside
    }
}

/// Beside a field of an exemption.
pub fn of_field(open: &Open, exemption: ExemptionId, question: &Question) -> Beside {
    let given = open.state.exemptions.get(&exemption);
    let given = given.and_then(|exemption| exemption.fields.get(&question.id));
    let carried = open.state.carried.as_ref();
    let last = carried.and_then(|carried| carried.field(exemption, &question.id));
    let last = last.map(|answer| (answer, answer.words(question)));
    beside(open, question, given, last)
}

/// A note or evidence, with what it said last time beside it.
pub fn of_text(open: &Open, field: Field, last: Option<&String>) -> Field {
    let last = last.map(|words| Answer::Text(words.clone()));
    of_built_in(open, field, last.as_ref())
}

/// A field that the program itself asks for, with what was answered last time beside it.
pub fn of_built_in(open: &Open, field: Field, last: Option<&Answer>) -> Field {
    let last = last.map(|answer| (answer, answer.words(&field.question)));
    let beside = beside(open, &field.question, field.answer.as_ref(), last);
    field.with(beside)
}

/// What was answered last time, with its words: to be confirmed as long as nothing else is given.
fn beside(
    open: &Open,
    question: &Question,
    given: Option<&Answer>,
    last: Option<(&Answer, String)>,
) -> Beside {
    let (Some(carried), Some((answer, words))) = (&open.state.carried, last) else {
        return Beside::default();
    };
    let from = carried.from.words();
    let end = if words.ends_with(['.', '?']) { "" } else { "." };
    let says = Some(format!("Last time ({from}): “{words}”{end}"));
    if given.is_some() {
        return Beside {
            last: says,
            ..Beside::default()
        };
    }
    match still_fits(question, answer) {
        Ok(()) => Beside {
            last: says,
            remark: None,
            confirms: Some(answer.clone()),
        },
        Err(why) => Beside {
            last: says,
            remark: Some(format!("That answer does not fit any more. {why}")),
            confirms: None,
        },
    }
}

/// That an answer did not go over from an earlier version.
fn former(open: &Open, id: &QuestionId) -> Option<String> {
    let mut former = open.state.former.iter().rev();
    let former = former.find(|former| former.answers(id))?;
    let (version, words, why) = (&former.version, &former.words, former.why.words());
    Some(format!("Answered in version {version}: “{words}”. {why}"))
}
