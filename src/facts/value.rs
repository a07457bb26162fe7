//! What is said.

use std::collections::BTreeSet;

use super::action::Action;
use super::answer::Answer;
use super::carried::Origin;
use super::evidence::EvidenceFile;
use super::exemption::Coverage;
use super::ids::{Numbered, Thing};
use super::life::Life;
use super::note::Note;
use super::register::{Evidence, System};
use super::sign_off::SignOff;

/// What is said in one place.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Value {
    Version(String),
    Answer(Answer),
    Words(String),
    Note(Note),
    Coverage(Coverage),
    Life(Box<Life>),
    System(System),
    Listed(Box<Evidence>),
    File(EvidenceFile),
    Origin(Origin),
    Action(Action),
    SignOff(SignOff),
}

impl Value {
    /// It, naming others by other numbers: whatever it names is asked for.
    pub(crate) fn naming(self, number: &mut impl FnMut(Thing) -> Thing) -> Self {
        match self {
            Self::Coverage(mut scope) => {
                scope.systems = named(&scope.systems, number);
                Self::Coverage(scope)
            }
            Self::Life(mut life) => {
                let submitted = life.submitted.iter_mut().map(|s| &mut s.content);
                for relied in life.approvals.iter_mut().chain(submitted) {
                    relied.systems = named(&relied.systems, number);
                }
                Self::Life(life)
            }
            Self::Listed(mut evidence) => {
                evidence.exemptions = named(&evidence.exemptions, number);
                Self::Listed(evidence)
            }
            Self::Action(mut action) => {
                action.ends = action.ends.map(|id| number(id.into()).number.into());
                action.with = named(&action.with, number);
                Self::Action(action)
            }
            same @ (Self::Version(_)
            | Self::Answer(_)
            | Self::Words(_)
            | Self::Note(_)
            | Self::System(_)
            | Self::File(_)
            | Self::Origin(_)
            | Self::SignOff(_)) => same,
        }
    }
}

fn named<I: Numbered>(ids: &BTreeSet<I>, number: &mut impl FnMut(Thing) -> Thing) -> BTreeSet<I> {
    let numbers = ids.iter().map(|id| number((*id).into()).number);
    numbers.map(I::from).collect()
}
