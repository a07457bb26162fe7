//! The name of what follows from one scenario for one requirement.

use std::fmt;
use std::str::FromStr;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::state::Assessment;
use crate::questionnaire::{ChoiceId, Questionnaire, RequirementId, ScenarioId};

/// Names what follows from one scenario for one requirement: `vpn:R1`.
#[derive(
    Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(try_from = "String", into = "String")]
#[schemars(extend("pattern" = "^[A-Za-z0-9.-]{1,64}:[A-Za-z0-9.-]{1,64}$"))]
pub struct FindingId {
    /// The scenario.
    pub scenario: ScenarioId,
    /// The requirement.
    pub requirement: RequirementId,
}

/// A text that names no finding.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("write a scenario and a requirement with a colon between them, for example vpn:R1")]
pub struct NoFinding;

impl FromStr for FindingId {
    type Err = NoFinding;
    fn from_str(text: &str) -> Result<Self, NoFinding> {
        let (scenario, requirement) = text.split_once(':').ok_or(NoFinding)?;
        Ok(Self {
            scenario: scenario.trim().try_into().map_err(|_| NoFinding)?,
            requirement: requirement.trim().try_into().map_err(|_| NoFinding)?,
        })
    }
}

impl TryFrom<String> for FindingId {
    type Error = NoFinding;
    fn try_from(text: String) -> Result<Self, NoFinding> {
        text.parse()
    }
}

impl From<FindingId> for String {
    fn from(id: FindingId) -> Self {
        id.to_string()
    }
}

impl fmt::Display for FindingId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.scenario, self.requirement)
    }
}

impl FindingId {
    /// Whether this questionnaire has it.
    pub fn is_in(&self, asked: &Questionnaire) -> bool {
        let scenario = asked.scenario(&self.scenario);
        scenario.is_some_and(|s| s.assess.iter().any(|a| a.requirement == self.requirement))
    }

    /// Whether this questionnaire has it.
    ///
    /// # Errors
    /// Says which there are instead, without a capital and a full stop.
    pub(crate) fn known_to(&self, asked: &Questionnaire) -> Result<(), String> {
        let (id, name) = (&self.scenario, &self.requirement);
        let Some(scenario) = asked.scenario(id) else {
            let all: Vec<&str> = asked.scenarios().map(|s| s.id.as_str()).collect();
            let all = all.join(", ");
            return Err(format!("there is no scenario {id}; name one of: {all}"));
        };
        if self.is_in(asked) {
            return Ok(());
        }
        let bears_on: Vec<String> = scenario
            .assess
            .iter()
            .map(|assess| format!("{id}:{}", assess.requirement))
            .collect();
        if bears_on.is_empty() {
            Err(format!("the scenario {id} bears on no requirement"))
        } else {
            Err(format!(
                "the scenario {id} does not bear on {name}; name one of: {}",
                bears_on.join(", ")
            ))
        }
    }

    /// Every finding that a questionnaire has, in its order.
    pub fn all(asked: &Questionnaire) -> impl Iterator<Item = Self> {
        asked.scenarios().flat_map(|scenario| {
            scenario.assess.iter().map(|assess| Self {
                scenario: scenario.id.clone(),
                requirement: assess.requirement.clone(),
            })
        })
    }

    /// It as one reads it: "R1 in Remote access by VPN".
    pub fn words(&self, state: &Assessment, asked: &Questionnaire) -> String {
        let title = state.scenario_title(asked, &self.scenario);
        format!("{} in {title}", self.requirement)
    }

    /// It as a choice of a form or a table.
    pub fn choice(&self) -> ChoiceId {
        ChoiceId::joined(self.scenario.as_str(), self.requirement.as_str())
    }
}
