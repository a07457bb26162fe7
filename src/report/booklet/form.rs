//! Questions that can depend on each other, with their numbers on paper.

use crate::questionnaire::template::{self, Placeholder};
use crate::questionnaire::{
    Condition, EntryForm, ExemptionKind, Joint, Question, QuestionId, Questionnaire, Wording,
};
use crate::text::capitalised;

/// So many clauses are read with ease in one sentence.
const ON_A_LINE: usize = 3;
/// What stands before a clause on a line of its own.
pub(super) const DASH: &str = "–";

/// The words that lead to a list of clauses.
pub(super) const fn these(joint: Joint) -> &'static str {
    match joint {
        Joint::All => "all of these hold",
        Joint::Any => "one of these holds",
    }
}

/// The questions of one form in their order.
pub(super) struct Form<'a> {
    questions: Vec<&'a Question>,
    /// What stands before each number.
    prefix: String,
    /// The kind of exemption that its answers evidence.
    evidences: Option<&'a ExemptionKind>,
}

impl<'a> Form<'a> {
    /// The organisation's form and all scenarios: questions are numbered through.
    pub(super) fn of_questionnaire(asked: &'a Questionnaire) -> Self {
        Self {
            questions: asked.questions().collect(),
            prefix: String::new(),
            evidences: None,
        }
    }

    /// The form of a kind of exemption: numbers begin with its id.
    pub(super) fn of_exemption(kind: &'a ExemptionKind) -> Self {
        Self {
            questions: kind.questions().collect(),
            prefix: format!("{}.", kind.id),
            evidences: Some(kind),
        }
    }

    /// The form of an entry of a register: numbers begin with its title.
    pub(super) fn of_entry(form: &'a EntryForm) -> Self {
        Self {
            questions: form.questions.iter().collect(),
            prefix: format!("{}.", form.title),
            evidences: None,
        }
    }

    /// Whether an answer to a question evidences something: to choose none evidences nothing.
    pub(super) fn is_evidence(&self, id: &QuestionId) -> bool {
        self.evidences
            .is_some_and(|kind| kind.evidenced_by(id).next().is_some())
    }

    /// The number of a question.
    pub(super) fn number(&self, id: &QuestionId) -> String {
        match self.questions.iter().position(|q| q.id == *id) {
            Some(index) => format!("{}{}", self.prefix, index + 1),
            None => id.to_string(),
        }
    }

    /// The condition as a sentence that begins so: "Only if the answer to …". Many clauses stand on
    /// lines of their own.
    pub(super) fn only_if(&self, begin: &str, condition: &Condition) -> String {
        let (joint, clauses) = self.clauses(condition);
        if clauses.len() > ON_A_LINE {
            let these = these(joint);
            return format!(
                "{begin} {these}:\n{DASH} {}.",
                clauses.join(&format!(";\n{DASH} "))
            );
        }
        self.wording(|wording| format!("{begin} {}.", wording.clause(condition)))
    }

    /// The condition as clauses, for a list.
    pub(super) fn clauses(&self, condition: &Condition) -> (Joint, Vec<String>) {
        self.wording(|wording| wording.clauses(condition))
    }

    fn wording<T>(&self, say: impl FnOnce(&Wording<'_>) -> T) -> T {
        say(&Wording {
            find: &|id| self.questions.iter().copied().find(|q| q.id == *id),
            name: &|q| format!("“{}” (question {})", q.text, self.number(&q.id)),
        })
    }

    /// A sentence whose placeholders name the questions that they stand for.
    pub(super) fn filled(&self, sentence: &str) -> String {
        let named = |placeholder: Placeholder<'_>| self.answer(placeholder.id, placeholder.form);
        capitalised(&template::outline(sentence, named))
    }

    /// What stands in a sentence for the answer to a question.
    pub(super) fn answer(&self, id: &str, form: template::Form<'_>) -> String {
        let asked = self.questions.iter().find(|q| q.id.as_str() == id);
        let Some(question) = asked else {
            return id.to_owned();
        };
        let answer = format!("[answer {}]", self.number(&question.id));
        match question.input.unit() {
            Some(unit) if form == template::Form::Unit => unit.after(&answer),
            _ => answer,
        }
    }
}
