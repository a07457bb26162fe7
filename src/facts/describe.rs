//! Events in a few words: "the answer to “…”". For notices, and for the history in the report.

use serde_json::Value;

use super::change::Change;
use super::event::Event;
use crate::questionnaire::{QuestionId, Questionnaire, ScenarioId};

impl Event {
    /// What it was, in a few words that can stand in a sentence. The questionnaire is the one that
    /// was in force then, so that questions are named as they were asked.
    pub fn words(&self, asked: &Questionnaire) -> String {
        match self {
            Self::Created { .. } => "the beginning of the assessment".to_owned(),
            Self::Changed(change) => change.words(asked),
            Self::Migrated { questionnaire, .. } => {
                let version = questionnaire.get("version").and_then(Value::as_str);
                let version = version.unwrap_or("that follows");
                format!("the move to version {version} of the questionnaire")
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

impl Change {
    fn words(&self, asked: &Questionnaire) -> String {
        let question = |id: &QuestionId| {
            let text = asked.question(id).map(|q| q.text.clone());
            text.unwrap_or_else(|| id.to_string())
        };
        let scenario = |id: &ScenarioId| {
            let title = asked.scenario(id).map(|s| s.title.clone());
            title.unwrap_or_else(|| id.to_string())
        };
        match self {
            Self::Answer(id, Some(_)) => format!("the answer to “{}”", question(id)),
            Self::Answer(id, None) => format!("taking back the answer to “{}”", question(id)),
            Self::Note(id, _) => format!("the note on “{}”", scenario(id)),
            Self::Evidence(id, _) => format!("the evidence for “{}”", scenario(id)),
            Self::File(id, file) => {
                format!("the file {} as evidence for “{}”", file.path, scenario(id))
            }
            Self::NoFile(id, path) => {
                format!("no longer naming {path} as evidence for “{}”", scenario(id))
            }
            Self::Coverage(id, _) => format!("what exemption {id} covers"),
            Self::Field(id, _, _) => format!("a field of exemption {id}"),
            Self::Withdrawn(id, _) => format!("the withdrawal of exemption {id}"),
            Self::Life(id, _) => format!("a step in the life of exemption {id}"),
            Self::System(id, Some(_)) => format!("what is registered of system {id}"),
            Self::System(id, None) => format!("the removal of system {id}"),
            Self::Listed(id, Some(_)) => format!("what is listed of evidence {id}"),
            Self::Listed(id, None) => format!("the removal of evidence {id}"),
            Self::Action(id, Some(_)) => format!("a change of action {id}"),
            Self::Action(id, None) => format!("the removal of action {id}"),
        }
    }
}
