//! The entries of the registers: systems and evidence. What is counted in them, and what does not
//! fit to an answer.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::answer::Answer;
use super::evidence::EvidenceFile;
use super::ids::{ExemptionId, SystemId};
use super::state::Assessment;
use crate::questionnaire::{EntryForm, EvidenceList, QuestionId, Questionnaire, ScenarioId};
use crate::text::row_key;

/// A system, as it is registered.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct System {
    /// The answers of its form.
    pub fields: BTreeMap<QuestionId, Answer>,
}

/// A piece of evidence, as it is listed.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Evidence {
    /// The answers of its form.
    pub fields: BTreeMap<QuestionId, Answer>,
    /// The scenarios whose answers it shows.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub scenarios: BTreeSet<ScenarioId>,
    /// The exemptions that it supports.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub exemptions: BTreeSet<ExemptionId>,
    /// The file on this machine, as it was when it was named.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file: Option<EvidenceFile>,
}

impl EntryForm {
    /// The name of an entry; empty while none was given.
    pub fn name_of<'a>(&self, fields: &'a BTreeMap<QuestionId, Answer>) -> &'a str {
        match fields.get(&self.name) {
            Some(Answer::Text(name)) => name,
            _ => "",
        }
    }

    /// By what an entry without a number is known again; nothing while it has no name.
    pub fn known_by(&self, fields: &BTreeMap<QuestionId, Answer>) -> Option<String> {
        let name = row_key(self.name_of(fields));
        (!name.is_empty()).then_some(name)
    }
}

impl Evidence {
    /// The last day on which it holds, where one was given.
    pub fn expiry(&self, list: &EvidenceList) -> Option<Date> {
        match self.fields.get(list.expiry.as_ref()?) {
            Some(Answer::Date(day)) => Some(*day),
            _ => None,
        }
    }
}

/// The names of the systems with these numbers; the number where it never had a name.
pub(crate) fn system_names(
    questionnaire: &Questionnaire,
    state: &Assessment,
    ids: &BTreeSet<SystemId>,
) -> Vec<String> {
    let name = |id: &SystemId| state.system_name(questionnaire, *id);
    let ids = ids.iter();
    ids.map(|id| name(id).unwrap_or_else(|| id.to_string()))
        .collect()
}
