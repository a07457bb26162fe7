//! What follows from answers: findings by rules, and pairs of answers that do not fit.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::condition::Condition;
use super::id::{ExemptionKindId, RequirementId};
use super::scope::Concerns;

/// What the answers of a scenario mean for one requirement: the first rule that is true decides.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Assess {
    /// The requirement.
    pub requirement: RequirementId,
    /// Tried in order; a rule that is still open stops the search.
    pub rules: Vec<Rule>,
    /// What holds when every rule is false.
    pub otherwise: Finding,
}

/// A rule: when it is true, its finding holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// When it holds.
    pub when: Condition,
    /// What then holds.
    pub then: Finding,
}

/// What holds, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Finding {
    /// What holds.
    pub verdict: Verdict,
    /// Why, as a sentence; `{question-id}` stands for that answer.
    pub because: String,
    /// The next step, as an imperative sentence.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
    /// The kinds of exemption that can cover this; when left out, every kind that serves the requirement.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub covered_by: Option<Vec<ExemptionKindId>>,
    /// What this is about, where an exemption has to reach it to cover it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub concerns: Option<Concerns>,
}

/// What a rule can say. The rest (by exemption, don't know, not answered) follows from the record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// Met as it stands.
    Met,
    /// Met for some of what is in scope.
    PartlyMet,
    /// Not met.
    NotMet,
    /// Does not arise here.
    NotApplicable,
}

/// Two answers that do not fit together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CrossCheck {
    /// When they clash.
    pub when: Condition,
    /// What does not fit, as a sentence.
    pub says: String,
}
