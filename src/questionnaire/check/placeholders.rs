//! Every placeholder in a sentence names a question of its form.

use super::super::model::Questionnaire;
use super::super::template;
use super::Problems;
use super::walk::forms;

/// Reports each placeholder that would stay empty.
pub(super) fn check(q: &Questionnaire, problems: &mut Problems) {
    for form in forms(q) {
        for (field, sentence) in form.sentences {
            for placeholder in template::placeholders(sentence) {
                let id = placeholder.id;
                if !form.scope.keys().any(|known| known.as_str() == id) {
                    problems.report(&field, format!("{{{id}}} names no question of this form"));
                }
            }
        }
    }
}
