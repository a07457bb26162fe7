//! Events in a few words, for "undone: …".

use super::model::Open;
use crate::assessment::Event;
use crate::questionnaire::{QuestionId, ScenarioId};

impl Open {
    /// What an event was, in a few words.
    pub fn describe(&self, event: &Event) -> String {
        let question = |id: &QuestionId| {
            let text = self.questionnaire.question(id).map(|q| q.text.clone());
            text.unwrap_or_else(|| id.to_string())
        };
        let scenario = |id: &ScenarioId| {
            let title = self.questionnaire.scenario(id).map(|s| s.title.clone());
            title.unwrap_or_else(|| id.to_string())
        };
        match event {
            Event::Created { .. } => "the beginning of the assessment".to_owned(),
            Event::Answered { question: id, .. } => format!("the answer to “{}”", question(id)),
            Event::Cleared { question: id } => {
                format!("taking back the answer to “{}”", question(id))
            }
            Event::Noted { scenario: id, .. } => format!("the note on {}", scenario(id)),
            Event::Evidenced { scenario: id, .. } => format!("the evidence for {}", scenario(id)),
            Event::ExemptionScoped { exemption, .. } => {
                format!("what exemption {exemption} covers")
            }
            Event::ExemptionFilled { exemption, .. }
            | Event::ExemptionCleared { exemption, .. } => {
                format!("a field of exemption {exemption}")
            }
            Event::ExemptionWithdrawn { exemption, .. } => {
                format!("the withdrawal of exemption {exemption}")
            }
            Event::ActionWritten { action, .. } => format!("a change of action {action}"),
            Event::ActionRemoved { action } => format!("the removal of action {action}"),
            Event::SignedOff(sign_off) => format!("the sign-off by {}", sign_off.name),
            Event::Undone { seq } => format!("undoing entry {seq}"),
            Event::Redone { seq } => format!("bringing back entry {seq}"),
        }
    }
}
