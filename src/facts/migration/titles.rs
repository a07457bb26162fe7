//! How what is not asked here is called where it was asked: an action can come from another record, and
//! be about something that no version of this one has.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::facts::action::Action;
use crate::facts::state::Assessment;
use crate::questionnaire::{QuestionId, Questionnaire, ScenarioId};

/// Titles of scenarios and texts of questions, by their ids.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Titles {
    /// Titles of scenarios.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub scenarios: BTreeMap<ScenarioId, String>,
    /// Texts of questions.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub questions: BTreeMap<QuestionId, String>,
}

/// Something that has a title.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Titled {
    Scenario(ScenarioId),
    Question(QuestionId),
}

impl Titles {
    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.scenarios.is_empty() && self.questions.is_empty()
    }

    /// What an action is about, as far as only the record that it comes from can call it.
    pub fn add(
        &mut self,
        action: &Action,
        from: (&Questionnaire, &Assessment),
        to: (&Questionnaire, &Assessment),
    ) {
        let findings = action.closes.iter().chain(&action.towards);
        let scenarios = findings.map(|finding| &finding.scenario);
        for scenario in scenarios.chain([&action.scenario]) {
            if to.1.title_of(to.0, scenario).is_none()
                && let Some(title) = from.1.title_of(from.0, scenario)
            {
                self.scenarios.insert(scenario.clone(), title);
            }
        }
        if let Some(question) = &action.finds_out
            && to.1.text_of(to.0, question).is_none()
            && let Some(text) = from.1.text_of(from.0, question)
        {
            self.questions.insert(question.clone(), text);
        }
    }

    /// All of them, each by what it is the title of.
    pub fn each(&self) -> impl Iterator<Item = (Titled, String)> {
        let scenarios = self.scenarios.iter();
        let scenarios = scenarios.map(|(id, title)| (Titled::Scenario(id.clone()), title.clone()));
        let questions = self.questions.iter();
        scenarios.chain(questions.map(|(id, text)| (Titled::Question(id.clone()), text.clone())))
    }

    /// Takes up others.
    pub fn extend(&mut self, other: Self) {
        self.scenarios.extend(other.scenarios);
        self.questions.extend(other.questions);
    }
}
