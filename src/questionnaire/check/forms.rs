//! Forms that a person can fill in: choices to choose from, room to write, steps of a fair length,
//! and the questions that other parts rely on.

use super::super::exemption::ExemptionKind;
use super::super::id::QuestionId;
use super::super::model::Questionnaire;
use super::super::question::{Input, Question};
use super::Problems;
use super::walk::{entry_forms, forms, levels, numbered, objectives, scenarios};

/// Most questions in one step of a form: what a person takes in at a glance.
const MAX_STEP: usize = 7;

/// Reports each form that does not work.
pub(super) fn check(q: &Questionnaire, problems: &mut Problems) {
    organisation(q, problems);
    for (field, scenario) in scenarios(q) {
        if scenario.questions.is_empty() {
            problems.report(field + ".questions", "has no questions");
        }
    }
    for (field, kind) in numbered("exemptions".into(), &q.exemptions) {
        exemption(&field, kind, problems);
    }
    for (field, form) in entry_forms(q) {
        let questions = form.questions.iter();
        let name = format!("{field}.name");
        asks(&name, &form.name, questions, problems, "line", is_line);
        if form.questions.len() > 2 * MAX_STEP {
            let says = format!("has more than {} questions", 2 * MAX_STEP);
            problems.report(field + ".questions", says);
        }
    }
    if let Some(list) = &q.evidence
        && let Some(expiry) = &list.expiry
    {
        let questions = list.form.questions.iter();
        let field = "evidence.expiry";
        asks(field, expiry, questions, problems, "date", is_date);
    }
    for (field, objective) in objectives(q) {
        if objective.levels.is_empty() {
            problems.report(format!("{field}.levels"), "has no level above the lowest");
        }
        for (field, level) in levels(&field, objective) {
            if level.indicators.is_empty() {
                problems.report(field + ".indicators", "has no indicators");
            }
        }
    }
    for form in forms(q) {
        for (field, question) in form.questions {
            if question.holds.is_some() && !is_text(&question.input) {
                let says = "says whom or what a text names, and the answer is no text";
                problems.report(format!("{field}.holds"), says);
            }
            if question.none.is_some() && !matches!(question.input, Input::AnyOf(_)) {
                let says = "says what it means to choose none, and the answer is not any number of choices";
                problems.report(format!("{field}.none"), says);
            }
            input(&field, &question.input, problems);
        }
    }
}

const fn is_line(input: &Input) -> bool {
    matches!(input, Input::Line { .. })
}

const fn is_date(input: &Input) -> bool {
    matches!(input, Input::Date { .. })
}

const fn is_text(input: &Input) -> bool {
    matches!(input, Input::Line { .. } | Input::Paragraphs { .. })
}

fn organisation(q: &Questionnaire, problems: &mut Problems) {
    let form = &q.organisation;
    for (field, id) in [("name", &form.name), ("assessor", &form.assessor)] {
        let field = format!("organisation.{field}");
        asks(&field, id, form.questions.iter(), problems, "line", is_line);
    }
}

fn exemption(field: &str, kind: &ExemptionKind, problems: &mut Problems) {
    let name = format!("{field}.name");
    asks(
        &name,
        &kind.name,
        kind.questions(),
        problems,
        "line",
        is_line,
    );
    for (name, date) in [
        ("expiry", &kind.expiry),
        ("review", &kind.review),
        ("confirmed", &kind.confirmed),
    ] {
        if let Some(date) = date {
            let field = format!("{field}.{name}");
            asks(&field, date, kind.questions(), problems, "date", is_date);
        }
    }
    if let Some(plan) = &kind.plan {
        let asks_of =
            |name: &str, id, problems: &mut Problems, wanted: &str, fits: fn(&Input) -> bool| {
                let field = format!("{field}.plan.{name}");
                asks(&field, id, kind.questions(), problems, wanted, fits);
            };
        asks_of("owner", &plan.owner, problems, "line", is_text);
        asks_of("step", &plan.step, problems, "line", is_text);
        asks_of("until", &plan.until, problems, "date", is_date);
        if let Some(no_date) = &plan.no_date {
            asks_of("no_date", no_date, problems, "line", is_text);
        }
    }
    for (condition, c) in numbered(format!("{field}.conditions"), &kind.conditions) {
        for (fault, f) in numbered(format!("{condition}.faults"), &c.faults) {
            names(kind, &f.at, &format!("{fault}.at"), problems);
        }
    }
    for (field, warning) in numbered(format!("{field}.warnings"), &kind.warnings) {
        names(kind, &warning.at, &format!("{field}.at"), problems);
    }
    approval(field, kind, problems);
    if kind.steps.is_empty() {
        problems.report(format!("{field}.steps"), "has no steps");
    }
    for (field, step) in numbered(format!("{field}.steps"), &kind.steps) {
        let has = step.questions.len();
        if has == 0 {
            problems.report(field + ".questions", "has no questions");
        } else if has > MAX_STEP {
            let says = format!("has {has} questions; a step has at most {MAX_STEP}");
            problems.report(field + ".questions", says);
        }
    }
}

/// The form has this question.
fn names(kind: &ExemptionKind, id: &QuestionId, field: &str, problems: &mut Problems) {
    if kind.question(id).is_none() {
        problems.report(field, format!("there is no question {id} in this form"));
    }
}

/// A decision can be recorded, and what is kept up after it is no part of it.
fn approval(field: &str, kind: &ExemptionKind, problems: &mut Problems) {
    let Some(approval) = &kind.approval else {
        return;
    };
    let field = format!("{field}.approval");
    let id = &approval.condition;
    match kind.conditions.iter().find(|c| c.id == *id) {
        None => problems.report(
            format!("{field}.condition"),
            format!("there is no condition {id}"),
        ),
        Some(condition) if condition.met_when.is_none() => {
            let says = format!("{id} has no \"met_when\", so no decision can meet it");
            problems.report(format!("{field}.condition"), says);
        }
        Some(_) => {}
    }
    if approval.decision.is_empty() {
        problems.report(format!("{field}.decision"), "names no question");
    }
    for (list, ids) in [
        ("decision", &approval.decision),
        ("kept_up", &approval.kept_up),
    ] {
        for (number, (field, id)) in numbered(format!("{field}.{list}"), ids).enumerate() {
            if ids.iter().take(number).any(|before| before == id) {
                problems.report(&field, format!("{id} is named twice"));
            }
            if list == "decision" && approval.kept_up.contains(id) {
                let says = format!("{id} cannot be part of the decision and be kept up after it");
                problems.report(&field, says);
            }
            names(kind, id, &field, problems);
        }
    }
}

/// The question is one of these, and asks for the wanted input.
fn asks<'a>(
    field: &str,
    id: &QuestionId,
    mut among: impl Iterator<Item = &'a Question>,
    problems: &mut Problems,
    wanted: &str,
    fits: impl Fn(&Input) -> bool,
) {
    match among.find(|q| q.id == *id) {
        None => problems.report(field, format!("there is no question {id} in this form")),
        Some(question) if !fits(&question.input) => {
            problems.report(
                field,
                format!("{id} must be asked with the input \"{wanted}\""),
            );
        }
        Some(_) => {}
    }
}

fn input(field: &str, input: &Input, problems: &mut Problems) {
    match input {
        Input::OneOf(choices) | Input::AnyOf(choices) if choices.is_empty() => {
            problems.report(format!("{field}.input"), "has no choices");
        }
        Input::Number { max: 0, .. } | Input::Line { max: 0 } | Input::Paragraphs { max: 0 } => {
            problems.report(format!("{field}.input.max"), "must be at least 1");
        }
        Input::OneOf(_)
        | Input::AnyOf(_)
        | Input::Number { .. }
        | Input::Line { .. }
        | Input::Paragraphs { .. }
        | Input::Date { .. } => {}
    }
}
