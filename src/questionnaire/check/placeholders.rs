//! Every placeholder in a sentence names a question of its form.

use super::super::model::Questionnaire;
use super::super::template::{self, Piece};
use super::Problems;
use super::walk::forms;

/// Reports each placeholder that would stay empty.
pub fn check(q: &Questionnaire, problems: &mut Problems) {
    for form in forms(q) {
        for (field, sentence) in form.sentences {
            for piece in template::pieces(sentence) {
                if let Piece::Answer(id) = piece
                    && !form.scope.keys().any(|known| known.as_str() == id)
                {
                    problems.report(&field, format!("{{{id}}} names no question of this form"));
                }
            }
        }
    }
}
