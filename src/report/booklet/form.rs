//! Questions that can depend on each other, with their numbers on paper.

use crate::questionnaire::{
    Condition, ExemptionKind, Question, QuestionId, Questionnaire, Wording, template,
};
use crate::text::capitalised;

/// The questions of one form in their order.
pub struct Form<'a> {
    questions: Vec<&'a Question>,
    /// What stands before each number.
    prefix: String,
}

impl<'a> Form<'a> {
    /// The organisation's form and all scenarios: questions are numbered through.
    pub fn of_questionnaire(asked: &'a Questionnaire) -> Self {
        Self {
            questions: asked.questions().collect(),
            prefix: String::new(),
        }
    }

    /// The form of a kind of exemption: numbers begin with its id.
    pub fn of_exemption(kind: &'a ExemptionKind) -> Self {
        Self {
            questions: kind.questions().collect(),
            prefix: format!("{}.", kind.id),
        }
    }

    /// The number of a question.
    pub fn number(&self, id: &QuestionId) -> String {
        match self.questions.iter().position(|q| q.id == *id) {
            Some(index) => format!("{}{}", self.prefix, index + 1),
            None => id.to_string(),
        }
    }

    /// The condition as a sentence that begins so: "Only if the answer to …".
    pub fn only_if(&self, begin: &str, condition: &Condition) -> String {
        let wording = Wording {
            find: &|id| self.questions.iter().copied().find(|q| q.id == *id),
            name: &|q| format!("“{}” (question {})", q.text, self.number(&q.id)),
        };
        format!("{begin} {}.", wording.clause(condition))
    }

    /// A sentence whose placeholders name the questions that they stand for.
    pub fn filled(&self, sentence: &str) -> String {
        let filled = template::fill(sentence, |id| match QuestionId::try_from(id) {
            Ok(id) => format!("[answer {}]", self.number(&id)),
            Err(_) => id.to_owned(),
        });
        capitalised(&filled)
    }
}
