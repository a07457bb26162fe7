//! Why a record is changed that somebody has signed. It is asked before the change is made, once
//! for each subject.

use tui_input::Input;

use super::message::Message;
use super::open::Open;
use super::places::Subject;
use crate::facts::{At, Event};
use crate::questionnaire::QuestionId;
use crate::text::{date_words, listed};

/// A change that waits for its reason. Nothing of it has happened yet.
#[derive(Debug, Clone)]
pub struct Asking {
    /// The subject of the change, by its key.
    pub of: String,
    /// What the change means for those who have signed.
    pub says: String,
    /// The reason as it is typed.
    pub input: Input,
    /// What is done, from its beginning, once the reason is given.
    pub held: Option<Box<Message>>,
}

impl Open {
    /// What is to be asked before these events happen; nothing where they need no reason, or have
    /// one.
    pub(super) fn asks_why(&self, events: &[Event]) -> Option<Asking> {
        let mut changes = events.iter();
        let change = changes.find(|event| !matches!(event, Event::SignedOff(_)))?;
        let of = self.subject_of(change);
        let of = of.map_or_else(|| "record".to_owned(), |subject| subject.key());
        let has_reason = !self.reason.words.is_empty() && self.reason.of == of;
        if !self.state.has_been_signed() || has_reason {
            return None;
        }
        Some(Asking {
            of,
            says: self.supersedes(),
            input: Input::new(self.reason.words.clone()),
            held: None,
        })
    }

    fn supersedes(&self) -> String {
        let signed = |draft: bool| {
            let all = self.state.sign_offs.iter();
            all.filter(move |s| s.sign_off.is_draft() == draft)
        };
        let standing = signed(false).filter(|s| s.superseded_by.is_none());
        let names: Vec<&str> = standing.map(|s| s.sign_off.name.as_str()).collect();
        match (names.len(), signed(false).next_back()) {
            (0, Some(last)) => format!(
                "This record was signed by {} on {}, and has been changed since.",
                last.sign_off.name,
                date_words(last.sign_off.date)
            ),
            (count, _) => format!(
                "This record is signed. The change supersedes the sign-off{} by {}.",
                if count == 1 { "" } else { "s" },
                listed(&names)
            ),
        }
    }

    /// The form on which what an event does is seen.
    fn subject_of(&self, event: &Event) -> Option<Subject> {
        let asks = |id: &QuestionId| match self.questionnaire.scenario_of(id) {
            Some(scenario) => Subject::Scenario(scenario.id.clone()),
            None => Subject::Organisation,
        };
        Some(match At::of(0, event, &self.entries)? {
            At::Question(question) => asks(&question),
            At::Note(scenario) | At::Evidence(scenario) | At::File(scenario, _) => {
                Subject::Scenario(scenario)
            }
            At::Action(action) => Subject::Action(action),
            At::System(system) => Subject::System(system),
            At::Listed(evidence) => Subject::Listed(evidence),
            At::Coverage(exemption)
            | At::Field(exemption, _)
            | At::Life(exemption)
            | At::Withdrawal(exemption) => Subject::Exemption(exemption, 0),
            At::Version | At::CarriedForward | At::Redaction | At::SignOff(_) | At::Merge(_) => {
                return None;
            }
        })
    }
}
