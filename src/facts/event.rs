//! The lines of a record: what happened, when, by whom, and the digest of the line before.

use std::collections::BTreeSet;

use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::action::Action;
use super::answer::Answer;
use super::carried::Carried;
use super::evidence::EvidenceFile;
use super::fingerprint::Fingerprint;
use super::gap::Gap;
use super::ids::{ActionId, EvidenceId, ExemptionId, SystemId};
use super::life::Life;
use super::merged::Merge;
use super::redaction::Redaction;
use super::register::{Evidence, System};
use super::sign_off::SignOff;
use crate::questionnaire::{ExemptionKindId, QuestionId, RequirementId, ScenarioId};

/// The newest version of the entry format that this program reads and writes. Older ones are read
/// for ever; each entry is written in the oldest one that knows its event.
pub const FORMAT: u32 = 6;

/// One line of the record.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// Version of the entry format.
    pub v: u32,
    /// Number of the line, from 1.
    pub seq: u64,
    /// When it was written, in UTC.
    #[schemars(with = "String")]
    pub at: Timestamp,
    /// Who was named as the person at the keyboard; empty before anybody was.
    pub by: String,
    /// Why, in the words of that person, where a reason was asked for. Format 3.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub why: Option<String>,
    /// What happened.
    pub event: Event,
    /// Digest of the line before, without its line break; none for the first.
    pub prev: Option<Fingerprint>,
}

/// An entry with the digest of the exact bytes of its line.
#[derive(Debug, Clone, PartialEq)]
pub struct Logged {
    pub entry: Entry,
    /// The digest of its line.
    pub fingerprint: Fingerprint,
}

impl Logged {
    /// The entry with this number, among those of a record: they are numbered from 1.
    pub fn find(entries: &[Self], seq: u64) -> Option<&Self> {
        let index = usize::try_from(seq.checked_sub(1)?).ok()?;
        entries.get(index).filter(|l| l.entry.seq == seq)
    }

    /// The merge that it is, if it is one.
    pub const fn merge(&self) -> Option<&Merge> {
        if let Event::Merged(merge) = &self.entry.event {
            Some(merge)
        } else {
            None
        }
    }
}

/// What can happen to an assessment.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "type", rename_all = "kebab-case", deny_unknown_fields)]
pub enum Event {
    /// The assessment begins. Always the first event, and only that.
    Created {
        /// The program and version that wrote it.
        tool: String,
        /// The questionnaire itself, so that the record can always be read as it was asked.
        questionnaire: Box<Value>,
    },
    /// A question of the organisation or of a scenario was answered.
    Answered {
        /// The question.
        question: QuestionId,
        /// The answer.
        answer: Answer,
    },
    /// An answer was taken back.
    Cleared {
        /// The question.
        question: QuestionId,
    },
    /// The note of a scenario was written; an empty one is taken back.
    Noted {
        /// The scenario.
        scenario: ScenarioId,
        /// The note.
        text: String,
        /// Whether the board must know it. Format 5.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        for_board: bool,
    },
    /// The evidence reference of a scenario was written; an empty one is taken back.
    Evidenced {
        /// The scenario.
        scenario: ScenarioId,
        /// Where the evidence is kept.
        text: String,
    },
    /// An exemption was begun, or what it covers was changed.
    ExemptionScoped {
        /// The exemption.
        exemption: ExemptionId,
        /// Its kind.
        kind: ExemptionKindId,
        /// The requirements that it serves.
        requirements: BTreeSet<RequirementId>,
        /// The scenarios that it covers.
        scenarios: BTreeSet<ScenarioId>,
        /// The systems that it covers. Format 4.
        #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
        systems: BTreeSet<SystemId>,
    },
    /// A field of an exemption was filled in.
    ExemptionFilled {
        /// The exemption.
        exemption: ExemptionId,
        /// The field.
        question: QuestionId,
        /// What it says.
        answer: Answer,
    },
    /// A field of an exemption was emptied.
    ExemptionCleared {
        /// The exemption.
        exemption: ExemptionId,
        /// The field.
        question: QuestionId,
    },
    /// An exemption was withdrawn: it stays in the record and no longer counts.
    ExemptionWithdrawn {
        /// The exemption.
        exemption: ExemptionId,
        /// Why.
        reason: String,
    },
    /// An exemption took a step of its life: it was submitted, approved, renewed or closed. Format 4.
    ExemptionMoved {
        /// The exemption.
        exemption: ExemptionId,
        /// All steps that it has taken.
        life: Box<Life>,
    },
    /// A system was registered, or what is registered of it was changed. Format 4.
    SystemWritten {
        /// The system.
        system: SystemId,
        /// What is registered of it.
        content: System,
    },
    /// A system was taken out of the register. Format 4.
    SystemRemoved {
        /// The system.
        system: SystemId,
    },
    /// A piece of evidence was listed, or what is listed of it was changed. Format 4.
    EvidenceWritten {
        /// The piece of evidence.
        evidence: EvidenceId,
        /// What is listed of it.
        content: Evidence,
    },
    /// A piece of evidence was taken out of the list. Format 4.
    EvidenceRemoved {
        /// The piece of evidence.
        evidence: EvidenceId,
    },
    /// An action was written or changed.
    ActionWritten {
        /// The action.
        action: ActionId,
        /// What it says.
        content: Action,
    },
    /// An action was taken back.
    ActionRemoved {
        /// The action.
        action: ActionId,
    },
    /// A later version of the questionnaire came into force; what was given stays. Format 2.
    Migrated {
        /// The program and version that wrote it.
        tool: String,
        /// The questionnaire itself, as for the beginning.
        questionnaire: Box<Value>,
    },
    /// A file is named as evidence for a scenario, with its digest. Format 3.
    FileReferenced {
        /// The scenario.
        scenario: ScenarioId,
        /// The file, as it was then. One with the same path takes the place of an earlier one.
        file: EvidenceFile,
    },
    /// A file is no longer named as evidence. Format 3.
    FileDropped {
        /// The scenario.
        scenario: ScenarioId,
        /// Its path.
        path: String,
    },
    /// What an earlier assessment says is carried forward, to be confirmed. Format 3.
    CarriedForward(Box<Carried>),
    /// The work of somebody else on the same assessment joins this one. Format 3.
    Merged(Box<Merge>),
    /// The record is a copy in which something is left out. Always the second event. Format 3.
    Redacted(Box<Redaction>),
    /// A person signed the record.
    SignedOff(SignOff),
    /// An earlier event no longer counts.
    Undone {
        /// Its number.
        seq: u64,
    },
    /// An event that was undone counts again.
    Redone {
        /// Its number.
        seq: u64,
    },
}

impl Event {
    /// Whether it can be undone: what a person did to the content.
    pub const fn can_be_undone(&self) -> bool {
        !matches!(
            self,
            Self::Created { .. }
                | Self::Migrated { .. }
                | Self::CarriedForward(_)
                | Self::Merged(_)
                | Self::Redacted(_)
                | Self::SignedOff(_)
                | Self::Undone { .. }
                | Self::Redone { .. }
        )
    }

    /// Whether it may change several things at once.
    pub const fn is_about_many(&self) -> bool {
        matches!(
            self,
            Self::Migrated { .. } | Self::CarriedForward(_) | Self::Merged(_)
        )
    }

    /// The oldest version of the entry format that knows it, so that an older program reads as
    /// much as it can, and says of the rest that it needs a newer one.
    pub fn format(&self) -> u32 {
        match self {
            Self::Noted { for_board, .. } if *for_board => 5,
            Self::ActionWritten { content, .. } if content.is_of_format_5() => 5,
            Self::CarriedForward(carried) if carried.is_of_format_5() => 5,
            Self::SignedOff(by) if by.gaps.iter().any(Gap::is_of_format_5) => 5,
            Self::ExemptionMoved { .. }
            | Self::SystemWritten { .. }
            | Self::SystemRemoved { .. }
            | Self::EvidenceWritten { .. }
            | Self::EvidenceRemoved { .. } => 4,
            Self::ExemptionScoped { systems, .. } if !systems.is_empty() => 4,
            Self::ActionWritten { content, .. } if content.is_of_format_4() => 4,
            Self::CarriedForward(carried) if carried.is_of_format_4() => 4,
            Self::SignedOff(by) if by.gaps.iter().any(Gap::is_of_format_4) => 4,
            Self::FileReferenced { .. }
            | Self::FileDropped { .. }
            | Self::CarriedForward(_)
            | Self::Redacted(_) => 3,
            Self::Merged(merge) => merge.format(),
            Self::SignedOff(by) if by.is_draft() || by.same_person.is_some() => 3,
            Self::Migrated { .. } => 2,
            _ => 1,
        }
    }

    /// The questionnaire that comes into force with it.
    pub fn questionnaire(&self) -> Option<&Value> {
        match self {
            Self::Created { questionnaire, .. } | Self::Migrated { questionnaire, .. } => {
                Some(questionnaire)
            }
            _ => None,
        }
    }
}
