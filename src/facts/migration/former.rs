//! What was given to an earlier version of the questionnaire and has no place in the one in force:
//! kept as it was asked and answered, shown, and never counted.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::difference::Register;
use crate::facts::answer::{Answer, Refusal};
use crate::facts::evidence::EvidenceFile;
use crate::facts::ids::{EvidenceId, ExemptionId, SystemId};
use crate::facts::note::Note;
use crate::facts::state::Assessment;
use crate::questionnaire::{Question, QuestionId, Questionnaire, RequirementId, ScenarioId};

/// Something that was given to an earlier version.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Former {
    /// What was given, and to what.
    pub given: Given,
    /// The version that asked for it.
    pub version: String,
    /// Where: the title of a scenario or a form, an exemption, or an entry of a register.
    pub place: String,
    /// What was asked, as it was asked.
    pub asked: String,
    /// What was given, as it read then.
    pub words: String,
    /// Why it has no place now.
    pub why: Why,
}

/// What was given, by its ids.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Given {
    /// An answer to the organisation's form or to a scenario.
    Answer(QuestionId, Answer),
    /// The note of a scenario.
    Note(ScenarioId, Note),
    /// The evidence reference of a scenario.
    Evidence(ScenarioId, String),
    /// A field of an exemption.
    Field(ExemptionId, QuestionId, Answer),
    /// A requirement that an exemption served.
    Serves(ExemptionId, RequirementId),
    /// A scenario that an exemption covered.
    Covers(ExemptionId, ScenarioId),
    /// A system that an exemption covered.
    CoversSystem(ExemptionId, SystemId),
    /// A file that was named as evidence for a scenario.
    File(ScenarioId, EvidenceFile),
    /// A field of a system.
    System(SystemId, QuestionId, Answer),
    /// A field of a piece of evidence.
    Listed(EvidenceId, QuestionId, Answer),
    /// A scenario whose answers a piece of evidence showed.
    Shows(EvidenceId, ScenarioId),
    /// An exemption that a piece of evidence supported.
    Supports(EvidenceId, ExemptionId),
    /// The file of a piece of evidence.
    ListedFile(EvidenceId, EvidenceFile),
}

/// Why it has no place now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Why {
    /// What it answers is not asked any more.
    Gone,
    /// It is asked, but no longer takes this answer.
    Refused(Refusal),
}

impl Why {
    /// The reason as a sentence.
    pub fn words(&self) -> String {
        match self {
            Self::Gone => "It is not asked any more.".to_owned(),
            Self::Refused(refusal) => match refusal {
                Refusal::NoSuchChoice => "A choice is no longer offered.".to_owned(),
                Refusal::TooLarge(max) => format!("The largest number taken is now {max}."),
                Refusal::TooLong { max, .. } => {
                    format!("The longest text taken now has {max} characters.")
                }
                Refusal::MustKnow => "“Don't know” is no longer offered.".to_owned(),
                Refusal::AlwaysApplies => "“Not applicable” is no longer offered.".to_owned(),
                Refusal::Empty | Refusal::NoReason => {
                    "No letter or digit can be seen in it.".to_owned()
                }
                Refusal::NoneChosen
                | Refusal::NotANumber
                | Refusal::NotADate
                | Refusal::StillToCome
                | Refusal::WrongForm => "Another form of answer is asked for now.".to_owned(),
            },
        }
    }
}

impl Former {
    /// The answer that it was, with its question as far as that is known.
    pub fn answer<'a>(
        &'a self,
        now: &'a Questionnaire,
        state: &'a Assessment,
    ) -> Option<(Option<&'a Question>, &'a Answer)> {
        match &self.given {
            Given::Answer(id, answer) => Some((state.known_question(now, id), answer)),
            Given::Field(exemption, id, answer) => {
                let kind = state.exemptions.get(exemption).map(|e| &e.kind);
                let asked = kind.and_then(|kind| state.known_field(now, kind, id));
                Some((asked, answer))
            }
            Given::System(_, id, answer) => {
                Some((state.known_entry_field(now, Register::Systems, id), answer))
            }
            Given::Listed(_, id, answer) => {
                Some((state.known_entry_field(now, Register::Evidence, id), answer))
            }
            Given::Note(..)
            | Given::Evidence(..)
            | Given::Serves(..)
            | Given::Covers(..)
            | Given::CoversSystem(..)
            | Given::File(..)
            | Given::Shows(..)
            | Given::Supports(..)
            | Given::ListedFile(..) => None,
        }
    }

    /// Whether it is an answer to this question.
    pub fn answers(&self, id: &QuestionId) -> bool {
        matches!(&self.given, Given::Answer(question, _) if question == id)
    }
}
