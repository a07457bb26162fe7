//! The registers that an assessment keeps beside its answers: the systems, and the evidence. What is
//! recorded of an entry is a form of questions like any other.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::condition::Condition;
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
    /// What a list says of an entry besides its name; `{id}` stands for the answer to that question.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub summary: Option<String>,
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

/// Something that does not fit to the register: more systems are counted there than answers say, or
/// fewer. An empty register contradicts nobody.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TallyCheck {
    /// What is counted.
    pub tally: TallyId,
    /// The most that it may count. Either this is given, or `below`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub exceeds: Option<Limit>,
    /// The question for the number that it may not stay below.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub below: Option<QuestionId>,
    /// What does not fit, as a sentence; `{register}` stands for what is counted, and `{answer}` for
    /// the number answered.
    pub says: String,
}

/// What a number of systems is held against.
#[derive(Debug, Clone, Copy)]
pub enum Held<'a> {
    /// It is not more than this number, which was answered.
    AtMost(&'a QuestionId),
    /// It is not less than this number, which was answered.
    AtLeast(&'a QuestionId),
    /// There is none where this holds.
    NoneWhen(&'a Condition),
}

impl TallyCheck {
    /// What it is held against; nothing where the file says neither or both.
    pub const fn held(&self) -> Option<Held<'_>> {
        match (&self.exceeds, &self.below) {
            (Some(Limit::Answer(id)), None) => Some(Held::AtMost(id)),
            (Some(Limit::NoneWhen(condition)), None) => Some(Held::NoneWhen(condition)),
            (None, Some(id)) => Some(Held::AtLeast(id)),
            (None, None) | (Some(_), Some(_)) => None,
        }
    }
}

/// The most that the register may count.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Limit {
    /// The number answered to this question.
    Answer(QuestionId),
    /// None at all, where the answers say so.
    NoneWhen(Condition),
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
