//! What a later version of the questionnaire means for a question, said where it is asked.

use super::field::{Field, FieldKey};
use super::model::{Open, Subject};
use crate::assessment::changed_words;
use crate::questionnaire::QuestionId;

/// What a new version means for a question: its answer is to be looked at again, or did not go over.
pub fn remark(open: &Open, id: &QuestionId) -> Option<String> {
    if let Some(changes) = open.state.changed.get(id) {
        return Some(format!("{}.", changed_words(changes)));
    }
    if open.state.answers.contains_key(id) {
        return None;
    }
    let mut former = open.state.former.iter().rev();
    let former = former.find(|former| former.answers(id))?;
    let (version, words, why) = (&former.version, &former.words, former.why.words());
    Some(format!("Answered in version {version}: “{words}”. {why}"))
}

/// Whether the answer of a field is to be looked at again.
pub fn is_to_look_at(open: &Open, subject: &Subject, field: &Field) -> bool {
    match (subject, &field.key) {
        (Subject::Organisation | Subject::Scenario(_), FieldKey::Asked(id)) => {
            open.state.changed.contains_key(id)
        }
        _ => false,
    }
}
