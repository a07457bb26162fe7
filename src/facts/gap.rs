//! What is left before an assessment is complete.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::ids::{EvidenceId, ExemptionId};
use crate::questionnaire::{QuestionId, Questionnaire, RequirementId, ScenarioId};

/// Something that is left to do before the assessment is complete.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Gap {
    /// A question that needs an answer.
    Unanswered(QuestionId),
    /// An exemption that does not count.
    Exemption(ExemptionId),
    /// A piece of evidence whose last day is past. Format 4.
    EvidenceExpired(EvidenceId),
    /// A piece of evidence whose file has changed or is gone. Format 4.
    EvidenceChanged(EvidenceId),
    /// A scenario that names a file as evidence which has changed or is gone. Format 4.
    FileChanged(ScenarioId),
    /// A must of which nobody knows whether it is met. Format 5.
    NotKnown(RequirementId),
}

impl Gap {
    /// Whether entries before format 5 had no place for it.
    pub(crate) const fn is_of_format_5(&self) -> bool {
        matches!(self, Self::NotKnown(_))
    }

    /// Whether entries before format 4 had no place for it.
    pub(crate) const fn is_of_format_4(&self) -> bool {
        matches!(
            self,
            Self::EvidenceExpired(_) | Self::EvidenceChanged(_) | Self::FileChanged(_)
        )
    }
}

impl Gap {
    /// What is left to do, in words. The questionnaire is the one that was in force then.
    pub fn words(&self, questionnaire: &Questionnaire) -> String {
        match self {
            Self::Unanswered(id) => format!("Not answered: {}", questionnaire.in_place(id)),
            Self::Exemption(id) => format!("Exemption {id} does not count"),
            Self::NotKnown(id) => {
                let title = questionnaire
                    .requirement(id)
                    .map_or("", |r| r.title.as_str());
                let named = format!("{id} {title}");
                format!(
                    "Nobody knows yet whether this must is met: {}",
                    named.trim_end()
                )
            }
            Self::EvidenceExpired(id) => format!("Evidence {id} holds no longer"),
            Self::EvidenceChanged(id) => {
                format!("The file of evidence {id} is not found as it was")
            }
            Self::FileChanged(id) => {
                let title = questionnaire.scenario(id).map_or(id.as_str(), |s| &s.title);
                format!("A file that is evidence for “{title}” is not found as it was")
            }
        }
    }
}
