//! What an earlier assessment says, carried forward to be confirmed: it counts only once somebody
//! says that it still holds.

use std::collections::BTreeMap;

use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::answer::Answer;
use super::event::{Action, ActionId, ExemptionId};
use super::exemption::Exemption;
use super::fingerprint::Fingerprint;
use crate::questionnaire::{QuestionId, ScenarioId};

/// Another record, as it was when something was taken from it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Origin {
    /// Its name, or the name of its file.
    pub record: String,
    /// The organisation that it names; empty where it names none.
    pub organisation: String,
    /// The version of the questionnaire that it asked.
    pub version: String,
    /// Its fingerprint.
    pub fingerprint: Fingerprint,
    /// When its newest entry was written, in UTC.
    #[schemars(with = "String")]
    pub last: Timestamp,
}

impl Origin {
    /// Which record it is, with its fingerprint in full.
    pub fn words(&self) -> String {
        let whose = match self.organisation.as_str() {
            "" => String::new(),
            name => format!(" of {name}"),
        };
        format!("{}{whose}, fingerprint {}", self.record, self.fingerprint)
    }
}

/// What an earlier assessment says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Carried {
    /// Where it comes from.
    pub from: Origin,
    /// Its answers, to be confirmed one by one.
    pub answers: BTreeMap<QuestionId, Answer>,
    /// Its notes.
    pub notes: BTreeMap<ScenarioId, String>,
    /// Where its evidence is kept.
    pub evidence: BTreeMap<ScenarioId, String>,
    /// Its exemptions: kind and scope go over, and each field is to be confirmed.
    pub exemptions: BTreeMap<ExemptionId, Exemption>,
    /// Its actions that are not done: they go over as they are.
    pub actions: BTreeMap<ActionId, Action>,
}
