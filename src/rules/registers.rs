//! What is counted in the registers, and what does not fit to an answer.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::evaluate::{Sheet, Truth};
use crate::facts::{Answer, Assessment};
use crate::questionnaire::template::{self, Kind, Value, Why};
use crate::questionnaire::{
    EntryForm, Held, QuestionId, Questionnaire, Scenario, SystemsRegister, TallyId,
};

impl EntryForm {
    /// What a list says of an entry; nothing while nothing of it was answered.
    pub fn summary_of(&self, fields: &BTreeMap<QuestionId, Answer>, today: Date) -> Option<String> {
        let says = self.summary.as_deref()?;
        let mut named = template::placeholders(says);
        let is_said = named.any(|p| fields.keys().any(|id| id.as_str() == p.id));
        is_said.then(|| Sheet::of_entry(self, fields, today).fill(says, None))
    }
}

/// How many systems each tally counts.
pub fn tallies(
    register: &SystemsRegister,
    state: &Assessment,
    today: Date,
) -> BTreeMap<TallyId, u64> {
    let sheets = state.systems.values();
    let sheets = sheets.map(|system| Sheet::of_entry(&register.form, &system.fields, today));
    let sheets: Vec<Sheet<'_>> = sheets.collect();
    let count = |when: Option<&crate::questionnaire::Condition>| {
        let counted = sheets.iter();
        let counted = counted.filter(|s| when.is_none_or(|when| s.truth(when) == Truth::Yes));
        counted.count() as u64
    };
    let tallies = register.tallies.iter();
    tallies
        .map(|tally| (tally.id.clone(), count(tally.when.as_ref())))
        .collect()
}

/// What scenarios draw from the register of systems, as sentences, each once and in their order;
/// nothing from an empty one.
pub fn drawn<'a>(
    questionnaire: &Questionnaire,
    state: &Assessment,
    scenarios: impl IntoIterator<Item = &'a Scenario>,
    today: Date,
) -> Vec<String> {
    let Some(register) = &questionnaire.systems else {
        return vec![];
    };
    let draws = scenarios.into_iter().flat_map(|scenario| &scenario.draws);
    let mut seen = BTreeSet::new();
    let draws: Vec<&String> = draws.filter(|says| seen.insert(*says)).collect();
    if state.systems.is_empty() || draws.is_empty() {
        return vec![];
    }
    let counted = tallies(register, state, today);
    let number = |id: &str| {
        let found = counted.iter().find(|(tally, _)| tally.as_str() == id);
        match found {
            Some((_, count)) => Value::Number(*count, None),
            None => Value::Nothing(Why::NotKnown, Kind::Number(None)),
        }
    };
    let draws = draws.into_iter();
    draws.map(|says| template::fill(says, number)).collect()
}

/// The answers that do not fit to what is counted in the register, each as a sentence.
pub(crate) fn misfits(
    questionnaire: &Questionnaire,
    state: &Assessment,
    sheet: &Sheet<'_>,
    today: Date,
) -> Vec<(String, Vec<QuestionId>)> {
    let Some(register) = &questionnaire.systems else {
        return vec![];
    };
    if state.systems.is_empty() {
        return vec![];
    }
    let counted = tallies(register, state, today);
    let checks = register.checks.iter().filter_map(|check| {
        let registered = *counted.get(&check.tally)?;
        let answered = |id: &QuestionId| match state.answers.get(id) {
            Some(Answer::Number(number)) if sheet.is_shown(id) => Some(*number),
            _ => None,
        };
        let (answer, fits, questions) = match check.held()? {
            Held::AtMost(id) => {
                let answer = answered(id)?;
                (answer, registered <= answer, vec![id.clone()])
            }
            Held::AtLeast(id) => {
                let answer = answered(id)?;
                (answer, registered >= answer, vec![id.clone()])
            }
            Held::NoneWhen(condition) if sheet.truth(condition) == Truth::Yes => {
                let questions = condition.each_question().into_iter().cloned();
                (0, registered == 0, questions.collect())
            }
            Held::NoneWhen(_) => return None,
        };
        let unit = match check.held()? {
            Held::AtMost(id) | Held::AtLeast(id) => questionnaire.question(id)?.input.unit(),
            Held::NoneWhen(_) => None,
        };
        let says = template::fill(&check.says, |id| match id {
            "answer" => Value::Number(answer, unit),
            _ => Value::Number(registered, None),
        });
        (!fits).then_some((says, questions))
    });
    checks.collect()
}

/// What the form of an entry says has happened on a day that is still to come, as sentences.
pub(crate) fn early(
    form: &EntryForm,
    fields: &BTreeMap<QuestionId, Answer>,
    today: Date,
) -> Vec<String> {
    let sheet = Sheet::of_entry(form, fields, today);
    let shown = form.questions.iter().filter(|q| sheet.is_shown(&q.id));
    let says = shown.filter_map(|question| {
        let asked = format!("“{}”", question.text);
        fields
            .get(&question.id)?
            .early_words(question, &asked, today)
    });
    says.collect()
}
