//! The registers that an assessment keeps beside its answers: the systems, and the evidence. What is
//! recorded of an entry is a form of questions like any other.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::condition::{Comparison, Condition};
use super::id::{QuestionId, TallyId};
use super::question::Question;

/// The form of one entry of a register.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EntryForm {
    /// The register's title, for example "Systems".
    pub title: String,
    /// What it is for.
    pub about: String,
    /// The question whose answer names an entry; a text.
    pub name: QuestionId,
    /// The questions. Each can be left open.
    pub questions: Vec<Question>,
}

impl EntryForm {
    /// The question with this id.
    pub fn question(&self, id: &QuestionId) -> Option<&Question> {
        self.questions.iter().find(|question| question.id == *id)
    }
}

/// The register of systems, what is counted in it, and what answers are held against those counts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SystemsRegister {
    /// What is recorded of a system.
    pub form: EntryForm,
    /// What is counted.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tallies: Vec<Tally>,
    /// Which answers have to fit to what is counted.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub checks: Vec<TallyCheck>,
}

/// A number of systems.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Tally {
    /// Names the number; scenarios show it as `{id}` in what they draw from the register.
    pub id: TallyId,
    /// The systems that are counted; all, when left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<Condition>,
}

/// An answer that has to fit to what is counted in the register, once it has an entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TallyCheck {
    /// The question, for a number.
    pub question: QuestionId,
    /// How the answer stands to the number of systems when the two do not fit.
    pub is: Comparison,
    /// What is counted.
    pub tally: TallyId,
    /// What does not fit, as a sentence; `{answer}` and `{register}` stand for the two numbers.
    pub says: String,
}

/// The list of evidence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EvidenceList {
    /// What is recorded of a piece of evidence.
    pub form: EntryForm,
    /// The question for the last day on which it holds; a date.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expiry: Option<QuestionId>,
}
