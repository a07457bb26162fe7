//! A change of content, and the event that brings it: one for the other, both ways.

use super::at::At;
use super::event::Event;
use super::note::Note;
use super::value::Value;

/// Something is said in a place, or no longer.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Change {
    pub(crate) at: At,
    /// None takes it back.
    pub(crate) to: Option<Value>,
}

impl Event {
    /// The one place in the content that it changes; nothing where it changes none, or many at once.
    pub fn at(&self) -> Option<At> {
        self.change().map(|change| change.at)
    }

    /// The change of content that it is; nothing where it is none, or many at once.
    pub(crate) fn change(&self) -> Option<Change> {
        let (at, to) = match self {
            Self::Answered { question, answer } => (
                At::Question(question.clone()),
                Some(Value::Answer(answer.clone())),
            ),
            Self::Cleared { question } => (At::Question(question.clone()), None),
            Self::Noted {
                scenario,
                text,
                for_board,
            } => {
                let note = Note {
                    text: text.clone(),
                    for_board: *for_board,
                };
                let to = (!text.is_empty()).then_some(Value::Note(note));
                (At::Note(scenario.clone()), to)
            }
            Self::Evidenced { scenario, text } => {
                let to = (!text.is_empty()).then(|| Value::Words(text.clone()));
                (At::Evidence(scenario.clone()), to)
            }
            Self::FileReferenced { scenario, file } => (
                At::File(scenario.clone(), file.path.clone()),
                Some(Value::File(file.clone())),
            ),
            Self::FileDropped { scenario, path } => {
                (At::File(scenario.clone(), path.clone()), None)
            }
            Self::ExemptionScoped {
                exemption,
                kind,
                requirements,
                scenarios,
                systems,
            } => {
                let scope = Value::Scope(
                    kind.clone(),
                    requirements.clone(),
                    scenarios.clone(),
                    systems.clone(),
                );
                (At::Scope(*exemption), Some(scope))
            }
            Self::ExemptionFilled {
                exemption,
                question,
                answer,
            } => (
                At::Field(*exemption, question.clone()),
                Some(Value::Answer(answer.clone())),
            ),
            Self::ExemptionCleared {
                exemption,
                question,
            } => (At::Field(*exemption, question.clone()), None),
            Self::ExemptionWithdrawn { exemption, reason } => (
                At::Withdrawal(*exemption),
                Some(Value::Words(reason.clone())),
            ),
            Self::ExemptionMoved { exemption, life } => {
                (At::Life(*exemption), Some(Value::Life(life.clone())))
            }
            Self::SystemWritten { system, content } => {
                (At::System(*system), Some(Value::System(content.clone())))
            }
            Self::SystemRemoved { system } => (At::System(*system), None),
            Self::EvidenceWritten { evidence, content } => (
                At::Listed(*evidence),
                Some(Value::Listed(Box::new(content.clone()))),
            ),
            Self::EvidenceRemoved { evidence } => (At::Listed(*evidence), None),
            Self::ActionWritten { action, content } => {
                (At::Action(*action), Some(Value::Action(content.clone())))
            }
            Self::ActionRemoved { action } => (At::Action(*action), None),
            Self::Created { .. }
            | Self::Migrated { .. }
            | Self::CarriedForward(_)
            | Self::Merged(_)
            | Self::Redacted(_)
            | Self::SignedOff(_)
            | Self::Undone { .. }
            | Self::Redone { .. } => return None,
        };
        Some(Change { at, to })
    }
}

impl Change {
    /// The event that brings it about; nothing where no event does.
    pub(crate) fn event(self) -> Option<Event> {
        Some(match (self.at, self.to) {
            (At::Question(question), Some(Value::Answer(answer))) => {
                Event::Answered { question, answer }
            }
            (At::Question(question), None) => Event::Cleared { question },
            (At::Note(scenario), None) => Event::Noted {
                scenario,
                text: String::new(),
                for_board: false,
            },
            (At::Note(scenario), Some(Value::Note(note))) => Event::Noted {
                scenario,
                text: note.text,
                for_board: note.for_board,
            },
            (At::Evidence(scenario), None) => Event::Evidenced {
                scenario,
                text: String::new(),
            },
            (At::Evidence(scenario), Some(Value::Words(text))) => {
                Event::Evidenced { scenario, text }
            }
            (At::File(scenario, _), Some(Value::File(file))) => {
                Event::FileReferenced { scenario, file }
            }
            (At::File(scenario, path), None) => Event::FileDropped { scenario, path },
            (At::Scope(exemption), Some(Value::Scope(kind, requirements, scenarios, systems))) => {
                Event::ExemptionScoped {
                    exemption,
                    kind,
                    requirements,
                    scenarios,
                    systems,
                }
            }
            (At::Life(exemption), Some(Value::Life(life))) => {
                Event::ExemptionMoved { exemption, life }
            }
            (At::Life(exemption), None) => Event::ExemptionMoved {
                exemption,
                life: Box::default(),
            },
            (At::System(system), Some(Value::System(content))) => {
                Event::SystemWritten { system, content }
            }
            (At::System(system), None) => Event::SystemRemoved { system },
            (At::Listed(evidence), Some(Value::Listed(content))) => Event::EvidenceWritten {
                evidence,
                content: *content,
            },
            (At::Listed(evidence), None) => Event::EvidenceRemoved { evidence },
            (At::Field(exemption, question), Some(Value::Answer(answer))) => {
                Event::ExemptionFilled {
                    exemption,
                    question,
                    answer,
                }
            }
            (At::Field(exemption, question), None) => Event::ExemptionCleared {
                exemption,
                question,
            },
            (At::Withdrawal(exemption), Some(Value::Words(reason))) => {
                Event::ExemptionWithdrawn { exemption, reason }
            }
            (At::Action(action), Some(Value::Action(content))) => {
                Event::ActionWritten { action, content }
            }
            (At::Action(action), None) => Event::ActionRemoved { action },
            _ => return None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::super::at::At;
    use super::super::state::Assessment;
    use crate::record::read;
    use crate::record::sample::{KEPT, kept};

    #[test]
    fn an_event_is_the_change_that_brings_it_about() {
        let mut changes = 0;
        for name in KEPT {
            for logged in read(&kept(name)).unwrap().entries {
                let event = logged.entry.event;
                let again = event.change().map(|change| change.event());
                assert_eq!(again.is_some(), event.can_be_undone(), "{event:?}");
                if let Some(again) = again {
                    assert_eq!(again.as_ref(), Some(&event), "{name}");
                    changes += 1;
                }
            }
        }
        assert!(changes > 100, "{changes}");
    }

    #[test]
    fn what_is_set_is_said_and_what_all_say_makes_the_same() {
        for name in KEPT {
            let loaded = read(&kept(name)).unwrap();
            let (asked, state) = (&loaded.questionnaire, &loaded.state);
            let mut again = Assessment::default();
            let mut all: Vec<At> = At::all(state).into_iter().collect();
            // What an exemption covers begins it.
            all.sort_by_key(|at| !matches!(at, At::Scope(_)));
            for at in &all {
                let to = at.content(state, asked);
                let change = super::Change { at: at.clone(), to };
                again.set(change.clone()).unwrap();
                if change.clone().event().is_some() {
                    assert_eq!(at.content(&again, asked), change.to, "{name} {at:?}");
                }
            }
            assert_eq!(again.answers, state.answers, "{name}");
            assert_eq!(again.exemptions, state.exemptions, "{name}");
            assert_eq!(again.files, state.files, "{name}");
            assert_eq!(again.listed, state.listed, "{name}");
        }
    }
}
