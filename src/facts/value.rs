//! What is said.

use std::collections::BTreeSet;

use super::action::Action;
use super::answer::Answer;
use super::carried::Origin;
use super::evidence::EvidenceFile;
use super::ids::SystemId;
use super::life::Life;
use super::note::Note;
use super::register::{Evidence, System};
use super::sign_off::SignOff;
use crate::questionnaire::{ExemptionKindId, RequirementId, ScenarioId};

/// What is said in one place.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Value {
    Version(String),
    Answer(Answer),
    Words(String),
    Note(Note),
    Scope(
        ExemptionKindId,
        BTreeSet<RequirementId>,
        BTreeSet<ScenarioId>,
        BTreeSet<SystemId>,
    ),
    Life(Box<Life>),
    System(System),
    Listed(Box<Evidence>),
    File(EvidenceFile),
    Origin(Origin),
    Action(Action),
    SignOff(SignOff),
}

/// What stands in a place of its kind; nothing where it is of another.
impl Value {
    pub(crate) fn answer(self) -> Option<Answer> {
        if let Self::Answer(value) = self {
            Some(value)
        } else {
            None
        }
    }

    pub(crate) fn note(self) -> Option<Note> {
        if let Self::Note(value) = self {
            Some(value)
        } else {
            None
        }
    }

    pub(crate) fn text(self) -> Option<String> {
        if let Self::Words(value) = self {
            Some(value)
        } else {
            None
        }
    }

    pub(crate) fn file(self) -> Option<EvidenceFile> {
        if let Self::File(value) = self {
            Some(value)
        } else {
            None
        }
    }

    pub(crate) fn life(self) -> Option<Life> {
        if let Self::Life(value) = self {
            Some(*value)
        } else {
            None
        }
    }

    pub(crate) fn action(self) -> Option<Action> {
        if let Self::Action(value) = self {
            Some(value)
        } else {
            None
        }
    }

    pub(crate) fn system(self) -> Option<System> {
        if let Self::System(value) = self {
            Some(value)
        } else {
            None
        }
    }

    pub(crate) fn evidence(self) -> Option<Evidence> {
        if let Self::Listed(value) = self {
            Some(*value)
        } else {
            None
        }
    }
}
