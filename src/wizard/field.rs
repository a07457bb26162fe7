//! A field of a form with its answer, and what is said beside it.
//!
//! What the questionnaire asks and what the program itself asks (notes, scope
//! of an exemption, actions, the sign-off) are questions of one kind, so that
//! both faces and all forms handle them alike.

use super::places::FieldKey;
use crate::facts::Answer;
use crate::questionnaire::{Choice, Input, Question};

/// A field with its answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    /// Its name.
    pub key: FieldKey,
    /// What it asks.
    pub question: Question,
    /// What was answered.
    pub answer: Option<Answer>,
    /// What was answered last time, where an earlier assessment was carried forward, as a sentence.
    pub last: Option<String>,
    /// What a new version of the questionnaire means for the answer, or for that of last time, and
    /// what does not fit to it.
    pub remark: Option<String>,
    /// The conditions of an exemption that it evidences, in words.
    pub evidences: Option<String>,
    /// The answer that stands once somebody says that it still holds.
    pub confirms: Option<Answer>,
}

/// What stands beside a field.
#[derive(Debug, Default)]
pub(super) struct Beside {
    /// What was answered last time.
    pub last: Option<String>,
    /// What has to be seen to.
    pub remark: Option<String>,
    /// The answer that stands once it is confirmed.
    pub confirms: Option<Answer>,
}

impl Field {
    /// A field with nothing to say beside it.
    pub const fn new(key: FieldKey, question: Question, answer: Option<Answer>) -> Self {
        Self {
            key,
            question,
            answer,
            last: None,
            remark: None,
            evidences: None,
            confirms: None,
        }
    }

    /// The field with what is said beside it.
    pub(super) fn with(self, beside: Beside) -> Self {
        Self {
            last: beside.last,
            remark: beside.remark,
            confirms: beside.confirms,
            ..self
        }
    }

    /// Whether it is answered by typing.
    pub const fn is_text(&self) -> bool {
        matches!(
            self.question.input,
            Input::Line { .. }
                | Input::Paragraphs { .. }
                | Input::Number { .. }
                | Input::Date { .. }
        )
    }

    /// Whether any words answer it.
    pub const fn is_words(&self) -> bool {
        matches!(
            self.question.input,
            Input::Line { .. } | Input::Paragraphs { .. }
        )
    }

    /// The text with which typing begins.
    pub fn text(&self) -> String {
        match &self.answer {
            Some(answer) if answer.is_value() => answer.bare(&self.question),
            _ => String::new(),
        }
    }
}

pub(super) fn choice(id: &str, label: String) -> Option<Choice> {
    Some(Choice {
        id: id.try_into().ok()?,
        label,
        hint: None,
        was: vec![],
    })
}

/// A field that the program itself asks for. All are optional while working.
pub(super) fn built_in(
    key: FieldKey,
    (text, hint): (&str, &str),
    input: Input,
    answer: Option<Answer>,
) -> Option<Field> {
    let question = Question {
        hint: (!hint.is_empty()).then(|| hint.to_owned()),
        ..Question::own("built-in".try_into().ok()?, text.to_owned(), input)
    };
    Some(Field::new(key, question, answer))
}
