//! The kinds of exemption that a policy allows, with the form and the conditions of each.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::condition::Condition;
use super::id::{ConditionId, ExemptionKindId, QuestionId, RequirementId};
use super::provenance::Provenance;
use super::question::Question;
use super::scope::Reach;

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
    /// The question for the day of the next review; a date. How far ahead it may lie follows from
    /// the conditions.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub review: Option<QuestionId>,
    /// The question for the day on which it was last confirmed; a date. How long that is fresh
    /// follows from the conditions: people are told to look again after a year where none says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confirmed: Option<QuestionId>,
    /// How one is approved. A kind without this has only to be confirmed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub approval: Option<ApprovalRule>,
    /// The questions for the plan to end it; a counting exemption suggests it as an action.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub plan: Option<PlanFields>,
    /// How far one reaches; anything that its scenarios are about, when left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reach: Option<Reach>,
    /// What a result is called that rests on one, for example "Departed from, with a reason".
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub word: Option<String>,
    /// What does not keep one from counting, and has to be known all the same.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub warnings: Vec<Warning>,
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

    /// The conditions that a question evidences: those that read it.
    pub fn evidenced_by(&self, id: &QuestionId) -> impl Iterator<Item = &ExemptionCondition> {
        self.conditions.iter().filter(move |condition| {
            let met_when = condition.met_when.as_ref();
            met_when.is_some_and(|c| c.questions().contains(&id))
        })
    }

    /// How many months may lie before the next review at most, as the conditions have it.
    pub fn review_months(&self) -> Option<u16> {
        let review = self.review.as_ref()?;
        let conditions = self.conditions.iter().filter_map(|c| c.met_when.as_ref());
        let leaves = conditions.flat_map(Condition::leaves);
        let months = leaves.filter_map(|leaf| {
            if let Condition::Within { to, months, .. } = leaf
                && to == review
            {
                Some(*months)
            } else {
                None
            }
        });
        months.min()
    }

    /// The questions for days that come to be too old for a condition, each with the months after
    /// which the first condition has it so.
    pub fn aging(&self) -> BTreeMap<&QuestionId, u16> {
        let mut found = BTreeMap::new();
        let conditions = self.conditions.iter().filter_map(|c| c.met_when.as_ref());
        for leaf in conditions.flat_map(Condition::leaves) {
            if let Condition::Older { question, months } = leaf {
                let first: &mut u16 = found.entry(question).or_insert(*months);
                *first = (*first).min(*months);
            }
        }
        found
    }

    /// Whether the answer to a question may change without a new decision.
    pub fn is_kept_up(&self, id: &QuestionId) -> bool {
        let approval = self.approval.as_ref();
        approval.is_some_and(|approval| approval.kept_up.contains(id))
    }
}

/// How an exemption is approved. Whoever decides relies on all that it says and covers, but for what
/// is kept up afterwards: a change of anything else resets the approval.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ApprovalRule {
    /// The condition that the approval evidences.
    pub condition: ConditionId,
    /// The questions that record the decision.
    pub decision: Vec<QuestionId>,
    /// The questions whose answers are kept up afterwards, such as progress.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub kept_up: Vec<QuestionId>,
}

/// The questions that tell of the plan to end an exemption.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PlanFields {
    /// Who owns the plan; a text.
    pub owner: QuestionId,
    /// The next step of it; a text.
    pub step: QuestionId,
    /// Until when; a date.
    pub until: QuestionId,
    /// Why there is no date; a text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub no_date: Option<QuestionId>,
}

/// Something to know about an exemption, which keeps it from nothing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Warning {
    /// When it is so; always, when left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<Condition>,
    /// What there is to know, as a sentence; `{question-id}` stands for that answer.
    pub says: String,
    /// The question that it is about.
    pub at: QuestionId,
    /// Whether those who decide are told as well, as long as it counts.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub board: bool,
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
    /// What can be wrong in particular, each said in the place of `unmet`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub faults: Vec<Fault>,
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

/// Something in particular that keeps a condition from holding.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Fault {
    /// When it is so.
    pub when: Condition,
    /// What is wrong, as a sentence; `{question-id}` stands for that answer.
    pub says: String,
    /// The question where it is put right.
    pub at: QuestionId,
}
