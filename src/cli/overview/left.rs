//! What is left over where its place is gone: actions, and texts that are still being typed.

use serde_json::{Value, json};

use crate::facts::{ActionId, Assessment, Register};
use crate::questionnaire::{Question, QuestionId, Questionnaire, ScenarioId};
use crate::record::Loaded;
use crate::text::capitalised;

/// An action that stays, although something that it is about is gone.
pub(super) struct LeftOver<'a> {
    pub id: ActionId,
    pub what: &'a str,
    /// Its scenario, where that is gone, with its title.
    pub scenario: Option<(&'a ScenarioId, String)>,
    /// The question that it is to find out, where that is gone, with its text.
    pub question: Option<(&'a QuestionId, String)>,
}

impl LeftOver<'_> {
    pub(super) fn words(&self) -> String {
        let scenario = self.scenario.iter();
        let scenario = scenario.map(|(_, title)| format!("its scenario was: {title}."));
        let question = self.question.iter();
        let question = question.map(|(_, text)| format!("it was to find out: “{text}”"));
        let about: Vec<String> = scenario.chain(question).collect();
        let about = capitalised(&about.join(" And "));
        format!("{} “{}” {about}", self.id, self.what)
    }

    pub(super) fn json(&self) -> Value {
        let scenario = self.scenario.as_ref();
        let question = self.question.as_ref();
        json!({
            "action": self.id.to_string(), "what": self.what,
            "scenario": scenario.map(|(id, title)| json!({"id": id, "title": title})),
            "question": question.map(|(id, text)| json!({"id": id, "text": text})),
        })
    }
}

/// Whether what is being typed under this key, into a field of a subject, has no field in the new
/// version.
pub(super) fn loses(before: &Loaded, new: &Questionnaire, key: &str) -> bool {
    let Some((subject, field)) = key.split_once('/') else {
        return false;
    };
    let old = &before.questionnaire;
    let (what, id) = subject.split_once(' ').unwrap_or((subject, ""));
    let scenario = ScenarioId::try_from(id).ok().filter(|_| what == "scenario");
    let loses_scenario =
        scenario.is_some_and(|id| old.scenario(&id).is_some() && new.scenario(&id).is_none());
    let question = QuestionId::try_from(field.trim_end_matches(" reason")).ok();
    let loses_question = question.is_some_and(|question| {
        let asks = |asked| asked_there(asked, &before.state, (what, id), &question).is_some();
        asks(old) && !asks(new)
    });
    loses_scenario || loses_question
}

/// A question as it is asked of a subject.
fn asked_there<'a>(
    asked: &'a Questionnaire,
    state: &Assessment,
    (what, id): (&str, &str),
    question: &QuestionId,
) -> Option<&'a Question> {
    match what {
        "exemption" => {
            let exemption = state.exemptions.get(&id.parse().ok()?)?;
            asked.exemption_kind(&exemption.kind)?.question(question)
        }
        "system" => Register::Systems.form(asked)?.question(question),
        "evidence" => Register::Evidence.form(asked)?.question(question),
        _ => asked.question(question),
    }
}
