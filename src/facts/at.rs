//! Where something is said: of what, and which part of it.

use serde_json::{Value, json};

use super::event::{Event, Logged};
use super::ids::{ActionId, EvidenceId, ExemptionId, SystemId, Thing};
use crate::questionnaire::{QuestionId, ScenarioId};

/// A place in what an assessment says, which entries can change.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum At {
    /// The version of the questionnaire in force.
    Version,
    /// The answer to a question.
    Question(QuestionId),
    Note(ScenarioId),
    Evidence(ScenarioId),
    /// A file named as evidence for a scenario, by its path.
    File(ScenarioId, String),
    /// What an earlier assessment says.
    CarriedForward,
    /// What is left out of a copy.
    Redaction,
    /// What an exemption is and covers.
    Coverage(ExemptionId),
    Field(ExemptionId, QuestionId),
    /// The steps that an exemption has taken in its life.
    Life(ExemptionId),
    /// Whether an exemption is withdrawn.
    Withdrawal(ExemptionId),
    Action(ActionId),
    /// A system of the register.
    System(SystemId),
    /// A piece of evidence of the list.
    Listed(EvidenceId),
    /// The sign-off with this entry.
    SignOff(u64),
    /// The merge with this entry.
    Merge(u64),
}

impl At {
    /// What an entry is about; nothing for the beginning. Undoing is about what it undoes.
    pub(crate) fn of(entry: u64, event: &Event, entries: &[Logged]) -> Option<Self> {
        match event {
            Event::Changed(change) => Some(change.at()),
            Event::CarriedForward(_) => Some(Self::CarriedForward),
            Event::Redacted(_) => Some(Self::Redaction),
            Event::Merged(_) => Some(Self::Merge(entry)),
            Event::Migrated { .. } => Some(Self::Version),
            Event::SignedOff(_) => Some(Self::SignOff(entry)),
            Event::Undone { seq } | Event::Redone { seq } => {
                let target = Logged::find(entries, *seq)?;
                // Neither can be undone itself, so this goes one step only.
                Self::of(*seq, &target.entry.event, entries)
            }
            Event::Created { .. } => None,
        }
    }

    /// The exemption that it is a part of.
    pub(crate) const fn exemption(&self) -> Option<ExemptionId> {
        if let Self::Coverage(id) | Self::Field(id, _) | Self::Life(id) | Self::Withdrawal(id) =
            self
        {
            Some(*id)
        } else {
            None
        }
    }

    /// What has a number of which it is said.
    pub(crate) fn thing(&self) -> Option<Thing> {
        match self {
            Self::Coverage(id) | Self::Field(id, _) | Self::Life(id) | Self::Withdrawal(id) => {
                Some((*id).into())
            }
            Self::Action(id) => Some((*id).into()),
            Self::System(id) => Some((*id).into()),
            Self::Listed(id) => Some((*id).into()),
            Self::Version
            | Self::Question(_)
            | Self::Note(_)
            | Self::Evidence(_)
            | Self::File(..)
            | Self::CarriedForward
            | Self::Redaction
            | Self::SignOff(_)
            | Self::Merge(_) => None,
        }
    }

    /// The scenario that it is said of, beside the answers to it.
    pub(crate) const fn scenario(&self) -> Option<&ScenarioId> {
        if let Self::Note(id) | Self::Evidence(id) | Self::File(id, _) = self {
            Some(id)
        } else {
            None
        }
    }

    /// Its ids, for machines.
    pub fn ids(&self) -> Value {
        match self {
            Self::Version => json!({"version": true}),
            Self::Question(id) => json!({"question": id}),
            Self::Note(id) => json!({"note": id}),
            Self::Evidence(id) => json!({"evidence": id}),
            Self::File(id, path) => json!({"scenario": id, "file": path}),
            Self::CarriedForward => json!({"carried_forward": true}),
            Self::Redaction => json!({"redaction": true}),
            Self::Coverage(id) => json!({"exemption": id.to_string()}),
            Self::Field(id, field) => json!({"exemption": id.to_string(), "question": field}),
            Self::Life(id) => json!({"exemption": id.to_string(), "life": true}),
            Self::System(id) => json!({"system": id.to_string()}),
            Self::Listed(id) => json!({"evidence": id.to_string()}),
            Self::Withdrawal(id) => json!({"exemption": id.to_string(), "withdrawn": true}),
            Self::Action(id) => json!({"action": id.to_string()}),
            Self::SignOff(seq) => json!({"sign_off": seq}),
            Self::Merge(seq) => json!({"merge": seq}),
        }
    }
}
