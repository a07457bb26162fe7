//! An exemption: a record of its own, laid over the answers. It never changes one.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::answer::Answer;
use super::ids::SystemId;
use super::life::Life;
use crate::questionnaire::{ExemptionKind, ExemptionKindId, QuestionId, RequirementId, ScenarioId};

/// What is recorded about one exemption.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Exemption {
    /// Its kind.
    pub kind: ExemptionKindId,
    /// The requirements that it serves.
    pub requirements: BTreeSet<RequirementId>,
    /// The scenarios that it covers.
    pub scenarios: BTreeSet<ScenarioId>,
    /// The systems that it covers.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub systems: BTreeSet<SystemId>,
    /// The fields of its form.
    pub fields: BTreeMap<QuestionId, Answer>,
    /// The steps of its life.
    #[serde(default, skip_serializing_if = "Life::is_new")]
    pub life: Life,
    /// Why it was withdrawn, if it was.
    pub withdrawn: Option<String>,
}

/// What an exemption is and covers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Coverage {
    pub kind: ExemptionKindId,
    /// The requirements that it serves.
    pub requirements: BTreeSet<RequirementId>,
    pub scenarios: BTreeSet<ScenarioId>,
    pub systems: BTreeSet<SystemId>,
}

impl Exemption {
    /// What it is and covers.
    pub fn coverage(&self) -> Coverage {
        Coverage {
            kind: self.kind.clone(),
            requirements: self.requirements.clone(),
            scenarios: self.scenarios.clone(),
            systems: self.systems.clone(),
        }
    }

    /// Lets it cover something else.
    pub(crate) fn cover(&mut self, coverage: Coverage) {
        self.kind = coverage.kind;
        self.requirements = coverage.requirements;
        self.scenarios = coverage.scenarios;
        self.systems = coverage.systems;
    }

    /// An exemption of which only the kind is known.
    pub fn blank(kind: ExemptionKindId) -> Self {
        Self {
            kind,
            requirements: BTreeSet::new(),
            scenarios: BTreeSet::new(),
            systems: BTreeSet::new(),
            fields: BTreeMap::new(),
            life: Life::default(),
            withdrawn: None,
        }
    }

    /// The name that lists show; the kind's title while none was given.
    pub fn name(&self, kind: &ExemptionKind) -> String {
        match self.fields.get(&kind.name) {
            Some(Answer::Text(name)) => name.clone(),
            _ => kind.title.clone(),
        }
    }

    /// The end date that was given, where its kind has one. It may stop counting before.
    pub fn expiry(&self, kind: &ExemptionKind) -> Option<Date> {
        self.date(kind.expiry.as_ref()?)
    }

    /// The day of the next review, where its kind has one.
    pub fn review(&self, kind: &ExemptionKind) -> Option<Date> {
        self.date(kind.review.as_ref()?)
    }

    pub(crate) fn date(&self, id: &QuestionId) -> Option<Date> {
        match self.fields.get(id) {
            Some(Answer::Date(date)) => Some(*date),
            _ => None,
        }
    }

    /// Whether somebody has withdrawn or closed it: it never counts again.
    pub const fn is_over(&self) -> bool {
        self.withdrawn.is_some() || self.life.closed.is_some()
    }

    /// Whether it is recorded for this scenario and requirement, counting or not.
    pub fn covers(&self, scenario: &ScenarioId, requirement: &RequirementId) -> bool {
        self.scenarios.contains(scenario) && self.requirements.contains(requirement)
    }
}
