//! What was given to an earlier version of the questionnaire and has no place in the one in force:
//! kept as it was asked and answered, shown, and never counted.

use super::super::answer::{Answer, Refusal};
use super::super::event::ExemptionId;
use super::super::note::Note;
use crate::questionnaire::{QuestionId, RequirementId, ScenarioId};

/// Something that was given to an earlier version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Former {
    /// What was given, and to what.
    pub given: Given,
    /// The version that asked for it.
    pub version: String,
    /// Where: the title of a scenario or a form, or an exemption.
    pub place: String,
    /// What was asked, as it was asked.
    pub asked: String,
    /// What was given, as it read then.
    pub words: String,
    /// Why it has no place now.
    pub why: Why,
}

/// What was given, by its ids.
#[derive(Debug, Clone, PartialEq, Eq)]
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
}

/// Why it has no place now.
#[derive(Debug, Clone, PartialEq, Eq)]
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
                Refusal::NoneChosen
                | Refusal::NotANumber
                | Refusal::NotADate
                | Refusal::Empty
                | Refusal::NoReason
                | Refusal::WrongForm => "Another form of answer is asked for now.".to_owned(),
            },
        }
    }
}

impl Former {
    /// Whether it is an answer to this question.
    pub fn answers(&self, id: &QuestionId) -> bool {
        matches!(&self.given, Given::Answer(question, _) if question == id)
    }
}
