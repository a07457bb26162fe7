//! What is said.

use super::action::Action;
use super::answer::Answer;
use super::carried::Origin;
use super::evidence::EvidenceFile;
use super::exemption::Coverage;
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

/// What was said where something of another kind is.
#[derive(Debug)]
pub(crate) struct OtherKind;

macro_rules! kinds {
    ($($variant:ident: $type:ty;)*) => {$(
        impl TryFrom<Value> for $type {
            type Error = OtherKind;

            fn try_from(value: Value) -> Result<Self, OtherKind> {
                if let Value::$variant(said) = value {
                    Ok(said)
                } else {
                    Err(OtherKind)
                }
            }
        }
    )*};
}

kinds! {
    Answer: Answer;
    Words: String;
    Note: Note;
    Coverage: Coverage;
    Life: Box<Life>;
    System: System;
    Listed: Box<Evidence>;
    File: EvidenceFile;
    Action: Action;
}
