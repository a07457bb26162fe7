//! What is said.

use std::collections::BTreeSet;

use crate::assessment::action::Action;
use crate::assessment::answer::Answer;
use crate::assessment::carried::Origin;
use crate::assessment::event::SignOff;
use crate::assessment::evidence::EvidenceFile;
use crate::assessment::ids::SystemId;
use crate::assessment::life::Life;
use crate::assessment::note::Note;
use crate::assessment::register::{Evidence, System};
use crate::questionnaire::{ExemptionKindId, RequirementId, ScenarioId};

/// What is said in one place.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::assessment) enum Value {
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
    pub(super) fn answer(self) -> Option<Answer> {
        if let Self::Answer(value) = self {
            Some(value)
        } else {
            None
        }
    }

    pub(super) fn note(self) -> Option<Note> {
        if let Self::Note(value) = self {
            Some(value)
        } else {
            None
        }
    }

    pub(super) fn text(self) -> Option<String> {
        if let Self::Words(value) = self {
            Some(value)
        } else {
            None
        }
    }

    pub(super) fn file(self) -> Option<EvidenceFile> {
        if let Self::File(value) = self {
            Some(value)
        } else {
            None
        }
    }

    pub(super) fn life(self) -> Option<Life> {
        if let Self::Life(value) = self {
            Some(*value)
        } else {
            None
        }
    }

    pub(super) fn action(self) -> Option<Action> {
        if let Self::Action(value) = self {
            Some(value)
        } else {
            None
        }
    }

    pub(super) fn system(self) -> Option<System> {
        if let Self::System(value) = self {
            Some(value)
        } else {
            None
        }
    }

    pub(super) fn evidence(self) -> Option<Evidence> {
        if let Self::Listed(value) = self {
            Some(*value)
        } else {
            None
        }
    }
}
