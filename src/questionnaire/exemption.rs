//! The kinds of exemption that a policy allows, with the form and the conditions of each.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::condition::Condition;
use super::id::{ConditionId, ExemptionKindId, QuestionId, RequirementId};
use super::provenance::Provenance;
use super::question::Question;

/// A kind of exemption, with the form that records one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ExemptionKind {
    /// Names the kind, for example `E1`.
    pub id: ExemptionKindId,
    /// A few words.
    pub title: String,
    /// What it covers and what it does not.
    pub text: String,
    /// What this wording rests on.
    pub from: Provenance,
    /// The requirements that it can serve.
    pub requirements: Vec<RequirementId>,
    /// The question whose answer names the exemption in lists; a text.
    pub name: QuestionId,
    /// The question for the last day on which it counts; a date.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expiry: Option<QuestionId>,
    /// The form, in steps.
    pub steps: Vec<Step>,
    /// What must hold before it counts.
    pub conditions: Vec<ExemptionCondition>,
}

impl ExemptionKind {
    /// All questions of the form.
    pub fn questions(&self) -> impl Iterator<Item = &Question> {
        self.steps.iter().flat_map(|step| &step.questions)
    }

    /// The question with this id.
    pub fn question(&self, id: &QuestionId) -> Option<&Question> {
        self.questions().find(|question| question.id == *id)
    }
}

/// A step of a form: a few questions under a heading.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Step {
    /// Heading.
    pub title: String,
    /// Its questions, at most seven.
    pub questions: Vec<Question>,
}

/// Something that must hold before an exemption counts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ExemptionCondition {
    /// Names the condition, for example `X5`.
    pub id: ConditionId,
    /// The condition in a word or two, for example "reviewed yearly".
    pub title: String,
    /// It matters only where the exemption serves one of these; always when left out.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub requirements: Vec<RequirementId>,
    /// When it holds; without it, the condition is only shown, for a person to confirm elsewhere.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub met_when: Option<Condition>,
    /// What is wrong when it does not hold, as a sentence; `{question-id}` stands for that answer.
    pub unmet: String,
    /// What this rests on.
    pub from: Provenance,
}

impl ExemptionCondition {
    /// Its title, after an id that people quote, such as `X5`; a word for machines is left out.
    pub fn name(&self) -> String {
        let id = self.id.as_str();
        if id.starts_with(|c: char| c.is_ascii_uppercase()) {
            format!("{id}: {}", self.title)
        } else {
            crate::text::capitalised(&self.title)
        }
    }
}
