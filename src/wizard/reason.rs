//! Why a record is changed that somebody has signed. It is asked before the change is made, once
//! for each subject.

use tui_input::Input;

use super::message::Message;
use super::open::Open;
use super::places::Subject;
use crate::facts::At;
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
    /// The reason that holds for changes of a subject, by its key.
    pub(super) fn reason_for(&self, of: &str) -> Option<&str> {
        let words = self.reason.words.as_str();
        (self.reason.of == of && !words.is_empty()).then_some(words)
    }

    /// What is asked before the record is changed.
    pub(super) fn asking_why(&self, of: String) -> Asking {
        Asking {
            of,
            says: self.supersedes(),
            input: Input::new(self.reason.words.clone()),
            held: None,
        }
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

    /// The key of the subject of what an entry is about: for this a reason holds.
    pub(super) fn subject_of(&self, at: Option<&At>) -> String {
        let subject = at.and_then(|at| self.form_of(at));
        subject.map_or_else(|| "record".to_owned(), |subject| subject.key())
    }

    /// The form on which a place is seen.
    fn form_of(&self, at: &At) -> Option<Subject> {
        Some(match at {
            At::Question(id) => match self.questionnaire.scenario_of(id) {
                Some(scenario) => Subject::Scenario(scenario.id.clone()),
                None => Subject::Organisation,
            },
            At::Note(scenario) | At::Evidence(scenario) | At::File(scenario, _) => {
                Subject::Scenario(scenario.clone())
            }
            At::Action(action) => Subject::Action(*action),
            At::System(system) => Subject::System(*system),
            At::Listed(evidence) => Subject::Listed(*evidence),
            At::Coverage(exemption)
            | At::Field(exemption, _)
            | At::Life(exemption)
            | At::Withdrawal(exemption) => Subject::Exemption(*exemption, 0),
            At::Version | At::CarriedForward | At::Redaction | At::SignOff(_) | At::Merge(_) => {
                return None;
            }
        })
    }
}
