//! Events in a few words: "the answer to “…”". For notices, and for the history in the report.

use serde_json::Value;

use super::event::Event;
use crate::questionnaire::{QuestionId, Questionnaire, ScenarioId};

impl Event {
    /// What it was, in a few words that can stand in a sentence. The questionnaire is the one that
    /// was in force then, so that questions are named as they were asked.
    pub fn words(&self, questionnaire: &Questionnaire) -> String {
        let question = |id: &QuestionId| {
            let text = questionnaire.question(id).map(|q| q.text.clone());
            text.unwrap_or_else(|| id.to_string())
        };
        let scenario = |id: &ScenarioId| {
            let title = questionnaire.scenario(id).map(|s| s.title.clone());
            title.unwrap_or_else(|| id.to_string())
        };
        match self {
            Self::Created { .. } => "the beginning of the assessment".to_owned(),
            Self::Answered { question: id, .. } => format!("the answer to “{}”", question(id)),
            Self::Cleared { question: id } => {
                format!("taking back the answer to “{}”", question(id))
            }
            Self::Noted { scenario: id, .. } => format!("the note on “{}”", scenario(id)),
            Self::Evidenced { scenario: id, .. } => {
                format!("the evidence for “{}”", scenario(id))
            }
            Self::ExemptionScoped { exemption, .. } => {
                format!("what exemption {exemption} covers")
            }
            Self::ExemptionFilled { exemption, .. } | Self::ExemptionCleared { exemption, .. } => {
                format!("a field of exemption {exemption}")
            }
            Self::ExemptionWithdrawn { exemption, .. } => {
                format!("the withdrawal of exemption {exemption}")
            }
            Self::ExemptionMoved { exemption, .. } => {
                format!("a step in the life of exemption {exemption}")
            }
            Self::SystemWritten { system, .. } => format!("what is registered of system {system}"),
            Self::SystemRemoved { system } => format!("the removal of system {system}"),
            Self::EvidenceWritten { evidence, .. } => {
                format!("what is listed of evidence {evidence}")
            }
            Self::EvidenceRemoved { evidence } => format!("the removal of evidence {evidence}"),
            Self::ActionWritten { action, .. } => format!("a change of action {action}"),
            Self::ActionRemoved { action } => format!("the removal of action {action}"),
            Self::Migrated { questionnaire, .. } => {
                let version = questionnaire.get("version").and_then(Value::as_str);
                let version = version.unwrap_or("that follows");
                format!("the move to version {version} of the questionnaire")
            }
            Self::FileReferenced { scenario: id, file } => {
                format!("the file {} as evidence for “{}”", file.path, scenario(id))
            }
            Self::FileDropped { scenario: id, path } => {
                format!("no longer naming {path} as evidence for “{}”", scenario(id))
            }
            Self::CarriedForward(carried) => {
                format!("carrying forward what {} says", carried.from.record)
            }
            Self::Merged(merge) => format!("the merge with {}", merge.other.record),
            Self::Redacted(redaction) => {
                format!("the copy of {} with parts left out", redaction.of.record)
            }
            Self::SignedOff(sign_off) => format!("the sign-off by {}", sign_off.name),
            Self::Undone { seq } => format!("undoing entry {seq}"),
            Self::Redone { seq } => format!("bringing back entry {seq}"),
        }
    }
}
