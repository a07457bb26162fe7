//! Finds the parts of a questionnaire that the checks look at, each with its path.

use std::collections::BTreeMap;

use super::super::condition::Condition;
use super::super::exemption::ExemptionKind;
use super::super::id::QuestionId;
use super::super::model::{Questionnaire, Scenario};
use super::super::question::{Choice, Input, Question};
use super::super::register::{EntryForm, Held, TallyCheck};
use super::super::rule::{Assess, Finding};
use super::super::view::{Indicator, Level, Objective};

/// Something with its path from the top of the file.
pub(crate) type At<T> = (String, T);

/// The questions that one form may name: those of all scenarios, or those of one kind of exemption.
pub(crate) type Scope<'a> = BTreeMap<&'a QuestionId, &'a Question>;

/// A form of questions that can name each other.
pub(crate) struct Form<'a> {
    /// What its conditions and placeholders may name.
    pub scope: Scope<'a>,
    pub questions: Vec<At<&'a Question>>,
    pub conditions: Vec<At<&'a Condition>>,
    /// Its sentences that may hold placeholders.
    pub sentences: Vec<At<&'a str>>,
}

/// Every scenario.
pub(crate) fn scenarios(q: &Questionnaire) -> impl Iterator<Item = At<&Scenario>> {
    q.groups.iter().enumerate().flat_map(|(g, group)| {
        let scenarios = group.scenarios.iter().enumerate();
        scenarios.map(move |(s, scenario)| (format!("groups[{g}].scenarios[{s}]"), scenario))
    })
}

/// What every scenario says about a requirement.
pub(crate) fn assessed(q: &Questionnaire) -> impl Iterator<Item = At<&Assess>> {
    scenarios(q).flat_map(|(field, scenario)| numbered(field + ".assess", &scenario.assess))
}

/// What can hold for a requirement: what each rule says, and what holds otherwise.
pub(crate) fn findings<'a>(field: &str, assess: &'a Assess) -> Vec<At<&'a Finding>> {
    let rules = numbered(format!("{field}.rules"), &assess.rules);
    let mut findings: Vec<_> = rules.map(|(rule, r)| (rule + ".then", &r.then)).collect();
    findings.push((format!("{field}.otherwise"), &assess.otherwise));
    findings
}

/// Every objective, of all views.
pub(crate) fn objectives(q: &Questionnaire) -> impl Iterator<Item = At<&Objective>> {
    let views = numbered("views".into(), &q.views);
    views.flat_map(|(field, view)| numbered(field + ".objectives", &view.objectives))
}

/// The levels of an objective, the lowest first.
pub(crate) fn levels<'a>(
    field: &str,
    objective: &'a Objective,
) -> impl Iterator<Item = At<&'a Level>> {
    let lowest = (format!("{field}.lowest"), &objective.lowest);
    std::iter::once(lowest).chain(numbered(format!("{field}.levels"), &objective.levels))
}

/// The indicators of an objective, of all levels.
pub(crate) fn indicators<'a>(
    field: &str,
    objective: &'a Objective,
) -> impl Iterator<Item = At<&'a Indicator>> {
    levels(field, objective)
        .flat_map(|(field, level)| numbered(field + ".indicators", &level.indicators))
}

/// The items of a list, each with its path.
pub(crate) fn numbered<T>(field: String, items: &[T]) -> impl Iterator<Item = At<&T>> {
    let items = items.iter().enumerate();
    items.map(move |(i, item)| (format!("{field}[{i}]"), item))
}

/// The choices of a question; none for those that ask for something else.
pub(crate) fn choices<'a>(
    field: &str,
    question: &'a Question,
) -> impl Iterator<Item = At<&'a Choice>> {
    let kind = if let Input::AnyOf(_) = &question.input {
        "any_of"
    } else {
        "one_of"
    };
    numbered(format!("{field}.input.{kind}"), question.input.choices())
}

/// Every form: the scenarios with the organisation's form, then each kind of exemption.
pub(crate) fn forms(q: &Questionnaire) -> Vec<Form<'_>> {
    let kinds = numbered("exemptions".into(), &q.exemptions);
    let kinds = kinds.map(|(field, kind)| of_exemption(&field, kind));
    let entries = entry_forms(q).into_iter().map(|(field, form)| {
        let questions = numbered(format!("{field}.questions"), &form.questions);
        let mut asked = Form::of(questions.collect());
        let summary = form.summary.as_deref();
        let summary = summary.map(|says| (field + ".summary", says));
        asked.sentences.extend(summary);
        asked
    });
    let mut forms: Vec<Form<'_>> = [of_scenarios(q)].into_iter().chain(kinds).collect();
    forms.extend(entries);
    // The conditions of tallies are about the form of a system.
    if let (Some(systems), Some(form)) = (&q.systems, forms.get_mut(1 + q.exemptions.len())) {
        for (field, tally) in numbered("systems.tallies".into(), &systems.tallies) {
            let when = tally.when.as_ref();
            form.conditions
                .extend(when.map(|when| (field + ".when", when)));
        }
    }
    forms
}

/// The sentences with numbers from the register of systems.
pub(crate) fn drawn(q: &Questionnaire) -> impl Iterator<Item = At<&String>> {
    scenarios(q).flat_map(|(field, scenario)| numbered(field + ".draws", &scenario.draws))
}

/// What is held against the register of systems.
pub(crate) fn tally_checks(q: &Questionnaire) -> impl Iterator<Item = At<&TallyCheck>> {
    let checks = q.systems.as_ref().map_or(&[][..], |s| &s.checks);
    numbered("systems.checks".into(), checks)
}

/// The forms of the entries of registers.
pub(crate) fn entry_forms(q: &Questionnaire) -> Vec<At<&EntryForm>> {
    let systems = q.systems.as_ref();
    let systems = systems.map(|s| ("systems.form".to_owned(), &s.form));
    let evidence = q.evidence.as_ref();
    let evidence = evidence.map(|e| ("evidence.form".to_owned(), &e.form));
    systems.into_iter().chain(evidence).collect()
}

fn of_scenarios(q: &Questionnaire) -> Form<'_> {
    let organisation = "organisation.questions".to_owned();
    let mut form = Form::of(numbered(organisation, &q.organisation.questions).collect());
    for (field, scenario) in scenarios(q) {
        let gate = scenario.applies_when.as_ref();
        form.conditions
            .extend(gate.map(|c| (format!("{field}.applies_when"), c)));
        let questions = numbered(format!("{field}.questions"), &scenario.questions);
        form.add(Form::of(questions.collect()));
    }
    for (field, assess) in assessed(q) {
        for (rule, r) in numbered(format!("{field}.rules"), &assess.rules) {
            form.conditions.push((rule + ".when", &r.when));
        }
        for (field, finding) in findings(&field, assess) {
            form.sentences
                .push((format!("{field}.because"), &finding.because));
            let next = finding.next.as_deref();
            form.sentences
                .extend(next.map(|next| (format!("{field}.next"), next)));
        }
    }
    for (field, objective) in objectives(q) {
        for (field, indicator) in indicators(&field, objective) {
            let holds_when = indicator.holds_when.as_ref();
            let holds_when = holds_when.map(|c| (format!("{field}.holds_when"), c));
            let asked_when = indicator.asked_when.as_ref();
            let asked_when = asked_when.map(|c| (format!("{field}.asked_when"), c));
            form.conditions
                .extend(holds_when.into_iter().chain(asked_when));
        }
    }
    for (field, notice) in numbered("organisation.notices".into(), &q.organisation.notices) {
        form.conditions
            .push((format!("{field}.when"), &notice.when));
        form.sentences.push((format!("{field}.says"), &notice.says));
    }
    for (field, check) in tally_checks(q) {
        if let Some(Held::NoneWhen(condition)) = check.held() {
            form.conditions
                .push((format!("{field}.exceeds.none_when"), condition));
        }
    }
    for (field, clash) in numbered("cross_checks".into(), &q.cross_checks) {
        form.conditions.push((format!("{field}.when"), &clash.when));
        form.sentences.push((format!("{field}.says"), &clash.says));
    }
    form
}

fn of_exemption<'a>(field: &str, kind: &'a ExemptionKind) -> Form<'a> {
    let steps = numbered(format!("{field}.steps"), &kind.steps);
    let questions = steps.flat_map(|(step, s)| numbered(step + ".questions", &s.questions));
    let mut form = Form::of(questions.collect());
    for (field, condition) in numbered(format!("{field}.conditions"), &kind.conditions) {
        let met_when = condition.met_when.as_ref();
        form.conditions
            .extend(met_when.map(|c| (format!("{field}.met_when"), c)));
        form.sentences
            .push((format!("{field}.unmet"), &condition.unmet));
        for (field, fault) in numbered(format!("{field}.faults"), &condition.faults) {
            form.conditions.push((format!("{field}.when"), &fault.when));
            form.sentences.push((format!("{field}.says"), &fault.says));
        }
    }
    for (field, warning) in numbered(format!("{field}.warnings"), &kind.warnings) {
        let when = warning.when.as_ref();
        form.conditions
            .extend(when.map(|when| (format!("{field}.when"), when)));
        form.sentences
            .push((format!("{field}.says"), &warning.says));
    }
    form
}

impl<'a> Form<'a> {
    fn of(questions: Vec<At<&'a Question>>) -> Self {
        let shown = |(field, question): &At<&'a Question>| {
            let condition = question.show_when.as_ref()?;
            Some((format!("{field}.show_when"), condition))
        };
        Self {
            scope: questions.iter().map(|(_, q)| (&q.id, *q)).collect(),
            conditions: questions.iter().filter_map(shown).collect(),
            questions,
            sentences: vec![],
        }
    }

    fn add(&mut self, other: Self) {
        self.scope.extend(other.scope);
        self.questions.extend(other.questions);
        self.conditions.extend(other.conditions);
        self.sentences.extend(other.sentences);
    }
}
