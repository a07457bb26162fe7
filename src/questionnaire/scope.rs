//! What an exemption reaches and what a finding is about, told apart in the questionnaire's own ways:
//! by kind of account, by hosting, by route, by number.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::id::{ChoiceId, CountId, QuestionId, ScopeId};

/// Most combinations of values that one finding may be about.
pub(super) const MAX_COMBINATIONS: usize = 1_000;

/// One way of telling apart what an exemption reaches, such as the kind of account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Scope {
    /// Names it, for example `accounts`.
    pub id: ScopeId,
    /// It in a few words within a sentence, for example "kinds of account".
    pub title: String,
    /// What is told apart.
    pub values: Vec<ScopeValue>,
}

/// One of the things that a scope tells apart.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ScopeValue {
    /// Names it, for example `privileged`.
    pub id: ChoiceId,
    /// It within a sentence, for example "privileged accounts".
    pub label: String,
}

/// What a finding is about. An exemption covers it only if it reaches all of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Concerns {
    /// In each scope that matters, what the finding is about.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub scopes: BTreeMap<ScopeId, Vec<ChoiceId>>,
    /// How many fall short.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<Shortfall>,
}

/// How many fall short: a number that was answered, less those that do not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Shortfall {
    /// What an exemption has to hold so many of: one of the numbers that the kinds of exemption hold.
    pub count: CountId,
    /// The question for the number of all.
    pub of: QuestionId,
    /// The question for the number of those that do not fall short; none where it is not asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub less: Option<QuestionId>,
}

/// How far an exemption of one kind reaches.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Reach {
    /// In each scope that bounds it, by what; a scope that is not named does not bound it.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub scopes: BTreeMap<ScopeId, Bound>,
    /// The questions of its form for how many it covers.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub numbers: BTreeMap<CountId, QuestionId>,
}

/// What bounds an exemption in a scope.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Bound {
    /// The kind itself: it never reaches anything else.
    Always(Vec<ChoiceId>),
    /// What its form says.
    Answer(BoundByAnswer),
}

/// What the answer to a question with choices says about a scope.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BoundByAnswer {
    /// The question of the form.
    pub question: QuestionId,
    /// What each choice stands for; a choice that is left out stands for the value of its own id.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub choices: BTreeMap<ChoiceId, Vec<ChoiceId>>,
}

impl BoundByAnswer {
    /// What a choice stands for.
    pub fn values<'a>(&'a self, choice: &'a ChoiceId) -> &'a [ChoiceId] {
        self.choices
            .get(choice)
            .map_or(std::slice::from_ref(choice), Vec::as_slice)
    }
}

impl Scope {
    /// The label of a value; its id where it has none.
    pub fn label<'a>(&'a self, id: &'a ChoiceId) -> &'a str {
        let value = self.values.iter().find(|value| value.id == *id);
        value.map_or(id.as_str(), |value| &value.label)
    }
}

impl Concerns {
    /// How many combinations of values it is about.
    pub fn combinations(&self) -> usize {
        let counts = self.scopes.values().map(Vec::len);
        counts.fold(1, usize::saturating_mul)
    }
}
