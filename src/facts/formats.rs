//! How events are written: a name for each thing that a person can do. Formats 1 to 6 are read for ever;
//! nothing else knows these names.

use std::collections::BTreeSet;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::action::Action;
use super::answer::Answer;
use super::carried::Carried;
use super::change::Change;
use super::event::Event;
use super::evidence::EvidenceFile;
use super::exemption::Coverage;
use super::ids::{ActionId, EvidenceId, ExemptionId, SystemId};
use super::life::Life;
use super::merged::Merge;
use super::note::Note;
use super::redaction::Redaction;
use super::register::{Evidence, System};
use super::sign_off::SignOff;
use crate::questionnaire::{ExemptionKindId, QuestionId, RequirementId, ScenarioId};

/// What can happen to an assessment.
#[derive(Clone, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "type", rename_all = "kebab-case", deny_unknown_fields)]
#[schemars(rename = "Event")]
pub(super) enum Wire {
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

impl From<Wire> for Event {
    fn from(written: Wire) -> Self {
        Self::Changed(match written {
            Wire::Created {
                tool,
                questionnaire,
            } => {
                return Self::Created {
                    tool,
                    questionnaire,
                };
            }
            Wire::Migrated {
                tool,
                questionnaire,
            } => {
                return Self::Migrated {
                    tool,
                    questionnaire,
                };
            }
            Wire::CarriedForward(carried) => return Self::CarriedForward(carried),
            Wire::Merged(merge) => return Self::Merged(merge),
            Wire::Redacted(redaction) => return Self::Redacted(redaction),
            Wire::SignedOff(by) => return Self::SignedOff(by),
            Wire::Undone { seq } => return Self::Undone { seq },
            Wire::Redone { seq } => return Self::Redone { seq },
            Wire::Answered { question, answer } => Change::Answer(question, Some(answer)),
            Wire::Cleared { question } => Change::Answer(question, None),
            Wire::Noted {
                scenario,
                text,
                for_board,
            } => Change::note(scenario, Note { text, for_board }),
            Wire::Evidenced { scenario, text } => Change::evidence(scenario, text),
            Wire::FileReferenced { scenario, file } => Change::File(scenario, file),
            Wire::FileDropped { scenario, path } => Change::NoFile(scenario, path),
            Wire::ExemptionScoped {
                exemption,
                kind,
                requirements,
                scenarios,
                systems,
            } => {
                let scope = Coverage {
                    kind,
                    requirements,
                    scenarios,
                    systems,
                };
                Change::Coverage(exemption, scope)
            }
            Wire::ExemptionFilled {
                exemption,
                question,
                answer,
            } => Change::Field(exemption, question, Some(answer)),
            Wire::ExemptionCleared {
                exemption,
                question,
            } => Change::Field(exemption, question, None),
            Wire::ExemptionWithdrawn { exemption, reason } => Change::Withdrawn(exemption, reason),
            Wire::ExemptionMoved { exemption, life } => Change::Life(exemption, life),
            Wire::SystemWritten { system, content } => Change::System(system, Some(content)),
            Wire::SystemRemoved { system } => Change::System(system, None),
            Wire::EvidenceWritten { evidence, content } => Change::Listed(evidence, Some(content)),
            Wire::EvidenceRemoved { evidence } => Change::Listed(evidence, None),
            Wire::ActionWritten { action, content } => Change::Action(action, Some(content)),
            Wire::ActionRemoved { action } => Change::Action(action, None),
        })
    }
}

impl From<Event> for Wire {
    fn from(event: Event) -> Self {
        match event {
            Event::Created {
                tool,
                questionnaire,
            } => Self::Created {
                tool,
                questionnaire,
            },
            Event::Migrated {
                tool,
                questionnaire,
            } => Self::Migrated {
                tool,
                questionnaire,
            },
            Event::CarriedForward(carried) => Self::CarriedForward(carried),
            Event::Merged(merge) => Self::Merged(merge),
            Event::Redacted(redaction) => Self::Redacted(redaction),
            Event::SignedOff(by) => Self::SignedOff(by),
            Event::Undone { seq } => Self::Undone { seq },
            Event::Redone { seq } => Self::Redone { seq },
            Event::Changed(change) => change.into(),
        }
    }
}

impl From<Change> for Wire {
    fn from(change: Change) -> Self {
        match change {
            Change::Answer(question, Some(answer)) => Self::Answered { question, answer },
            Change::Answer(question, None) => Self::Cleared { question },
            Change::Note(scenario, note) => {
                let note = note.unwrap_or_default();
                Self::Noted {
                    scenario,
                    text: note.text,
                    for_board: note.for_board,
                }
            }
            Change::Evidence(scenario, text) => Self::Evidenced {
                scenario,
                text: text.unwrap_or_default(),
            },
            Change::File(scenario, file) => Self::FileReferenced { scenario, file },
            Change::NoFile(scenario, path) => Self::FileDropped { scenario, path },
            Change::Coverage(exemption, scope) => Self::ExemptionScoped {
                exemption,
                kind: scope.kind,
                requirements: scope.requirements,
                scenarios: scope.scenarios,
                systems: scope.systems,
            },
            Change::Field(exemption, question, Some(answer)) => Self::ExemptionFilled {
                exemption,
                question,
                answer,
            },
            Change::Field(exemption, question, None) => Self::ExemptionCleared {
                exemption,
                question,
            },
            Change::Life(exemption, life) => Self::ExemptionMoved { exemption, life },
            Change::Withdrawn(exemption, reason) => Self::ExemptionWithdrawn { exemption, reason },
            Change::System(system, Some(content)) => Self::SystemWritten { system, content },
            Change::System(system, None) => Self::SystemRemoved { system },
            Change::Listed(evidence, Some(content)) => Self::EvidenceWritten { evidence, content },
            Change::Listed(evidence, None) => Self::EvidenceRemoved { evidence },
            Change::Action(action, Some(content)) => Self::ActionWritten { action, content },
            Change::Action(action, None) => Self::ActionRemoved { action },
        }
    }
}
