//! A change of content: something is said in a place, or no longer.

use super::action::Action;
use super::answer::Answer;
use super::at::At;
use super::evidence::EvidenceFile;
use super::exemption::Coverage;
use super::ids::{ActionId, EvidenceId, ExemptionId, SystemId};
use super::life::Life;
use super::note::Note;
use super::register::{Evidence, System};
use super::value::Value;
use crate::questionnaire::{QuestionId, ScenarioId};

/// What is said, and of what; with nothing, what was said there is taken back.
#[derive(Debug, Clone, PartialEq)]
pub enum Change {
    /// The answer to a question of the organisation or of a scenario.
    Answer(QuestionId, Option<Answer>),
    /// The note of a scenario.
    Note(ScenarioId, Option<Note>),
    /// Where the evidence for a scenario is kept.
    Evidence(ScenarioId, Option<String>),
    /// A file is named as evidence for a scenario. One with the same path takes the place of an earlier one.
    File(ScenarioId, EvidenceFile),
    /// The file with this path is not named any more.
    NoFile(ScenarioId, String),
    /// An exemption is begun, or covers something else.
    Coverage(ExemptionId, Coverage),
    /// A field of an exemption.
    Field(ExemptionId, QuestionId, Option<Answer>),
    /// All steps that an exemption has taken.
    Life(ExemptionId, Box<Life>),
    /// An exemption is withdrawn, and why.
    Withdrawn(ExemptionId, String),
    Action(ActionId, Option<Action>),
    /// A system of the register.
    System(SystemId, Option<System>),
    /// A piece of evidence of the list.
    Listed(EvidenceId, Option<Evidence>),
}

impl Change {
    /// A note is written; an empty one is taken back.
    pub fn note(scenario: ScenarioId, note: Note) -> Self {
        Self::Note(scenario, Some(note).filter(|note| !note.text.is_empty()))
    }

    /// It is written where evidence is kept; with an empty text, no longer.
    pub fn evidence(scenario: ScenarioId, text: String) -> Self {
        Self::Evidence(scenario, Some(text).filter(|text| !text.is_empty()))
    }

    /// Where it says something.
    pub fn at(&self) -> At {
        match self {
            Self::Answer(id, _) => At::Question(id.clone()),
            Self::Note(id, _) => At::Note(id.clone()),
            Self::Evidence(id, _) => At::Evidence(id.clone()),
            Self::File(id, file) => At::File(id.clone(), file.path.clone()),
            Self::NoFile(id, path) => At::File(id.clone(), path.clone()),
            Self::Coverage(id, _) => At::Coverage(*id),
            Self::Field(id, field, _) => At::Field(*id, field.clone()),
            Self::Life(id, _) => At::Life(*id),
            Self::Withdrawn(id, _) => At::Withdrawal(*id),
            Self::Action(id, _) => At::Action(*id),
            Self::System(id, _) => At::System(*id),
            Self::Listed(id, _) => At::Listed(*id),
        }
    }

    /// What it says there; nothing where it takes back what was said.
    pub(crate) fn to(&self) -> Option<Value> {
        match self {
            Self::Answer(_, answer) | Self::Field(_, _, answer) => {
                answer.clone().map(Value::Answer)
            }
            Self::Note(_, note) => note.clone().map(Value::Note),
            Self::Evidence(_, text) => text.clone().map(Value::Words),
            Self::File(_, file) => Some(Value::File(file.clone())),
            Self::NoFile(..) => None,
            Self::Coverage(_, coverage) => Some(Value::Coverage(coverage.clone())),
            Self::Life(_, life) => Some(life.clone()).filter(|l| !l.is_new()).map(Value::Life),
            Self::Withdrawn(_, reason) => Some(Value::Words(reason.clone())),
            Self::Action(_, action) => action.clone().map(Value::Action),
            Self::System(_, system) => system.clone().map(Value::System),
            Self::Listed(_, evidence) => evidence.clone().map(|e| Value::Listed(Box::new(e))),
        }
    }

    /// The change that says this there; nothing where no change does.
    pub(crate) fn of(at: At, to: Option<Value>) -> Option<Self> {
        macro_rules! said {
            ($kind:ident) => {
                match to {
                    Some(Value::$kind(said)) => Some(said),
                    Some(_) => return None,
                    None => None,
                }
            };
        }
        Some(match at {
            At::Question(id) => Self::Answer(id, said!(Answer)),
            At::Note(id) => Self::Note(id, said!(Note)),
            At::Evidence(id) => Self::Evidence(id, said!(Words)),
            At::File(id, path) => match said!(File) {
                Some(file) => Self::File(id, file),
                None => Self::NoFile(id, path),
            },
            At::Coverage(id) => Self::Coverage(id, said!(Coverage)?),
            At::Field(id, field) => Self::Field(id, field, said!(Answer)),
            At::Life(id) => Self::Life(id, said!(Life).unwrap_or_default()),
            At::Withdrawal(id) => Self::Withdrawn(id, said!(Words)?),
            At::Action(id) => Self::Action(id, said!(Action)),
            At::System(id) => Self::System(id, said!(System)),
            At::Listed(id) => Self::Listed(id, said!(Listed).map(|evidence| *evidence)),
            At::Version | At::CarriedForward | At::Redaction | At::SignOff(_) | At::Merge(_) => {
                return None;
            }
        })
    }

    /// The oldest version of the entry format that knows it.
    pub(super) fn format(&self) -> u32 {
        match self {
            Self::Note(_, Some(note)) if note.for_board => 5,
            Self::Action(_, Some(action)) if action.is_of_format_5() => 5,
            Self::Life(..) | Self::System(..) | Self::Listed(..) => 4,
            Self::Coverage(_, scope) if !scope.systems.is_empty() => 4,
            Self::Action(_, Some(action)) if action.is_of_format_4() => 4,
            Self::File(..) | Self::NoFile(..) => 3,
            Self::Answer(..)
            | Self::Note(..)
            | Self::Evidence(..)
            | Self::Coverage(..)
            | Self::Field(..)
            | Self::Withdrawn(..)
            | Self::Action(..) => 1,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::event::Event;
    use crate::record::read;
    use crate::record::sample::{KEPT, kept};

    #[test]
    fn an_event_is_read_as_it_is_written() {
        let mut changes = 0;
        for name in KEPT {
            for logged in read(&kept(name)).unwrap().entries {
                let event = logged.entry.event;
                let written = serde_json::to_value(&event).unwrap();
                let again: Event = serde_json::from_value(written.clone()).unwrap();
                assert_eq!(serde_json::to_value(&again).unwrap(), written, "{name}");
                changes += usize::from(event.change().is_some());
            }
        }
        assert!(changes > 100, "{changes}");
    }
}
