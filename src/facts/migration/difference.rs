//! What differs between two versions of a questionnaire.

use std::collections::BTreeSet;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::questionnaire::{
    EntryForm, ExemptionKindId, Input, Question, QuestionId, Questionnaire, Scenario, ScenarioId,
};
use crate::text::{capitalised, listed};

/// Something about a question that differs between two versions.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
#[schemars(rename = "Change")]
pub enum Aspect {
    /// What is asked.
    Text,
    /// The hint below it.
    Hint,
    /// What can be chosen, "don't know" and "not applicable" included.
    Choices,
    /// What can be written.
    Limits,
    /// When it is asked.
    Condition,
    /// What its scenario is about, or the guidance there.
    Guidance,
}

/// Everything that differs about a question.
pub type Changes = BTreeSet<Aspect>;

impl Aspect {
    /// What has changed, in a word.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Hint => "hint",
            Self::Choices => "choices",
            Self::Limits => "limits",
            Self::Condition => "condition",
            Self::Guidance => "guidance",
        }
    }
}

/// The changes in a few words: "Text and guidance changed since you answered".
pub(crate) fn changed_words(changes: &Changes) -> String {
    let words: Vec<&str> = changes.iter().map(|aspect| aspect.word()).collect();
    capitalised(&format!("{} changed since you answered", listed(&words)))
}

/// What differs between two versions of a questionnaire.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Difference {
    /// Questions that only the new one asks, in its order.
    pub new: Vec<QuestionId>,
    /// Questions that both ask and that differ, in the order of the new one.
    pub changed: Vec<(QuestionId, Changes)>,
    /// Questions that only the old one asks, in its order.
    pub gone: Vec<QuestionId>,
    /// Scenarios that only the old one has.
    pub gone_scenarios: Vec<ScenarioId>,
    /// Kinds of exemption that only the new one has.
    pub new_kinds: Vec<ExemptionKindId>,
    /// Kinds of exemption that both have and that differ.
    pub changed_kinds: Vec<ExemptionKindId>,
    /// Kinds of exemption that only the old one has.
    pub gone_kinds: Vec<ExemptionKindId>,
    /// Registers that only the new one keeps.
    pub new_registers: Vec<Register>,
    /// Registers that both keep, with another form of an entry.
    pub changed_registers: Vec<Register>,
    /// Registers that only the old one keeps.
    pub gone_registers: Vec<Register>,
}

/// A register that is kept beside the answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Register {
    Systems,
    /// The list of evidence.
    Evidence,
}

impl Register {
    const ALL: [Self; 2] = [Self::Systems, Self::Evidence];

    /// What is asked of one of its entries, where it is kept.
    pub const fn form(self, asked: &Questionnaire) -> Option<&EntryForm> {
        match self {
            Self::Systems => match &asked.systems {
                Some(register) => Some(&register.form),
                None => None,
            },
            Self::Evidence => match &asked.evidence {
                Some(list) => Some(&list.form),
                None => None,
            },
        }
    }
}

impl Difference {
    /// What differs.
    pub fn between(old: &Questionnaire, new: &Questionnaire) -> Self {
        let mut found = Self::default();
        for question in new.questions() {
            match old.question(&question.id) {
                None => found.new.push(question.id.clone()),
                Some(_) => {
                    let changes = changes(old, new, &question.id);
                    if !changes.is_empty() {
                        found.changed.push((question.id.clone(), changes));
                    }
                }
            }
        }
        let is_gone = |question: &&Question| new.question(&question.id).is_none();
        let gone = old.questions().filter(is_gone);
        found.gone = gone.map(|question| question.id.clone()).collect();
        let scenarios = old.scenarios().filter(|s| new.scenario(&s.id).is_none());
        found.gone_scenarios = scenarios.map(|scenario| scenario.id.clone()).collect();
        for kind in &new.exemptions {
            match old.exemption_kind(&kind.id) {
                None => found.new_kinds.push(kind.id.clone()),
                Some(before) if before != kind => found.changed_kinds.push(kind.id.clone()),
                Some(_) => {}
            }
        }
        let kinds = old.exemptions.iter().map(|kind| &kind.id);
        let kinds = kinds.filter(|id| new.exemption_kind(id).is_none());
        found.gone_kinds = kinds.cloned().collect();
        for register in Register::ALL {
            match (register.form(old), register.form(new)) {
                (None, Some(_)) => found.new_registers.push(register),
                (Some(_), None) => found.gone_registers.push(register),
                (Some(before), Some(now)) if before != now => {
                    found.changed_registers.push(register);
                }
                (Some(_), Some(_)) | (None, None) => {}
            }
        }
        found
    }
}

/// What differs about a question that both ask; nothing where one of them does not.
pub(super) fn changes(old: &Questionnaire, new: &Questionnaire, id: &QuestionId) -> Changes {
    let (Some(before), Some(now)) = (old.question(id), new.question(id)) else {
        return Changes::new();
    };
    let chooses = !before.input.choices().is_empty() || !now.input.choices().is_empty();
    let is_alike = shown(&before.input) == shown(&now.input);
    let offers = |q: &Question| (q.not_applicable, q.dont_know.is_some());
    let guidance = |asked: &Questionnaire| asked.scenario_of(id).map(told);
    [
        (Aspect::Text, before.text != now.text),
        (Aspect::Hint, before.hint != now.hint),
        (
            Aspect::Choices,
            (chooses && !is_alike) || offers(before) != offers(now),
        ),
        (Aspect::Limits, !chooses && !is_alike),
        (Aspect::Condition, before.show_when != now.show_when),
        (Aspect::Guidance, guidance(old) != guidance(new)),
    ]
    .into_iter()
    .filter_map(|(change, differs)| differs.then_some(change))
    .collect()
}

/// What a person sees of an input: not how it read before.
fn shown(input: &Input) -> Input {
    let mut input = input.clone();
    match &mut input {
        Input::OneOf(choices) | Input::AnyOf(choices) => {
            choices.iter_mut().for_each(|choice| choice.was.clear());
        }
        Input::Number { was, .. } => was.clear(),
        // Of an answer that is not still to come, this takes nothing away; the others are told.
        Input::Date { past } => *past = false,
        Input::Line { .. } | Input::Paragraphs { .. } => {}
    }
    input
}

/// What a scenario tells the person who answers. What that rests on changes no answer.
fn told(scenario: &Scenario) -> Vec<String> {
    let guidance = scenario.guidance.iter();
    let guidance = guidance.map(|g| format!("{}: {}", g.topic.words(), g.text));
    std::iter::once(scenario.about.clone())
        .chain(guidance)
        .collect()
}
