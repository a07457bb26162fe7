//! What findings are about and what exemptions reach is told apart in ways that the file declares.

use std::collections::BTreeSet;

use super::super::exemption::ExemptionKind;
use super::super::id::{ChoiceId, QuestionId, ScopeId};
use super::super::model::Questionnaire;
use super::super::question::{Input, Question};
use super::super::scope::{Bound, BoundByAnswer, Concerns, MAX_COMBINATIONS};
use super::Problems;
use super::walk::{assessed, findings, numbered};

/// Reports each scope, value and number that stands for nothing.
pub(super) fn check(q: &Questionnaire, problems: &mut Problems) {
    declared(q, problems);
    for (field, kind) in numbered("exemptions".into(), &q.exemptions) {
        reach(q, &format!("{field}.reach"), kind, problems);
    }
    for (field, assess) in assessed(q) {
        for (field, finding) in findings(&field, assess) {
            if let Some(concerns) = &finding.concerns {
                about(q, &format!("{field}.concerns"), concerns, problems);
            }
        }
    }
}

fn declared(q: &Questionnaire, problems: &mut Problems) {
    let mut known = BTreeSet::new();
    for (field, scope) in numbered("scopes".into(), &q.scopes) {
        if !known.insert(&scope.id) {
            problems.report(
                format!("{field}.id"),
                format!("{} is there twice", scope.id),
            );
        }
        if scope.title.trim().is_empty() {
            problems.report(format!("{field}.title"), "is empty");
        }
        if scope.values.is_empty() {
            problems.report(format!("{field}.values"), "has no values");
        }
        let mut values = BTreeSet::new();
        for (field, value) in numbered(format!("{field}.values"), &scope.values) {
            if !values.insert(&value.id) {
                problems.report(
                    format!("{field}.id"),
                    format!("{} is there twice", value.id),
                );
            }
            if value.label.trim().is_empty() {
                problems.report(format!("{field}.label"), "is empty");
            }
        }
    }
    for (field, placeholder) in numbered("placeholders".into(), &q.placeholders) {
        if placeholder.trim().is_empty() {
            problems.report(field, "is empty");
        }
    }
}

/// The values exist, and the scope that they are of.
fn values(
    q: &Questionnaire,
    field: &str,
    id: &ScopeId,
    named: &[ChoiceId],
    problems: &mut Problems,
) {
    let Some(scope) = q.scope(id) else {
        problems.report(field, format!("there is no scope {id}"));
        return;
    };
    if named.is_empty() {
        problems.report(field, "names no value");
    }
    for (field, value) in numbered(field.to_owned(), named) {
        if !scope.values.iter().any(|known| known.id == *value) {
            problems.report(field, format!("{id} has no value {value}"));
        }
    }
}

fn about(q: &Questionnaire, field: &str, concerns: &Concerns, problems: &mut Problems) {
    for (scope, named) in &concerns.scopes {
        values(
            q,
            &format!("{field}.scopes.{scope}"),
            scope,
            named,
            problems,
        );
    }
    if concerns.combinations() > MAX_COMBINATIONS {
        let says = format!("is about more than {MAX_COMBINATIONS} combinations of values");
        problems.report(format!("{field}.scopes"), says);
    }
    let Some(number) = &concerns.number else {
        return;
    };
    let field = format!("{field}.number");
    for (name, id) in [("of", Some(&number.of)), ("less", number.less.as_ref())] {
        if let Some(id) = id {
            asks_for_number(&format!("{field}.{name}"), q.question(id), id, problems);
        }
    }
    let holds = |kind: &ExemptionKind| {
        let reach = kind.reach.as_ref();
        reach.is_some_and(|reach| reach.numbers.contains_key(&number.count))
    };
    if !q.exemptions.iter().any(holds) {
        let says = format!(
            "no kind of exemption says how many {} it covers",
            number.count
        );
        problems.report(format!("{field}.count"), says);
    }
}

fn reach(q: &Questionnaire, field: &str, kind: &ExemptionKind, problems: &mut Problems) {
    let Some(reach) = &kind.reach else { return };
    for (scope, bound) in &reach.scopes {
        let field = format!("{field}.scopes.{scope}");
        match bound {
            Bound::Always(named) => values(q, &format!("{field}.always"), scope, named, problems),
            Bound::Answer(by) => {
                by_answer(q, &format!("{field}.answer"), scope, by, kind, problems)
            }
        }
    }
    for (count, id) in &reach.numbers {
        let field = format!("{field}.numbers.{count}");
        asks_for_number(&field, kind.question(id), id, problems);
        is_always_asked(&field, kind.question(id), problems);
    }
}

fn by_answer(
    q: &Questionnaire,
    field: &str,
    scope: &ScopeId,
    by: &BoundByAnswer,
    kind: &ExemptionKind,
    problems: &mut Problems,
) {
    let id = &by.question;
    let Some(question) = kind.question(id) else {
        let says = format!("there is no question {id} in this form");
        problems.report(format!("{field}.question"), says);
        return;
    };
    is_always_asked(&format!("{field}.question"), Some(question), problems);
    let choices = question.input.choices();
    if choices.is_empty() {
        let says = format!("{id} does not ask for a choice");
        problems.report(format!("{field}.question"), says);
    }
    for choice in by.choices.keys() {
        if !choices.iter().any(|known| known.id == *choice) {
            let says = format!("{id} has no choice {choice}");
            problems.report(format!("{field}.choices.{choice}"), says);
        }
    }
    for choice in choices {
        let field = format!("{field}.choices.{}", choice.id);
        values(q, &field, scope, by.values(&choice.id), problems);
    }
}

/// Reports a question that is hidden at times: what was answered before would go on to count.
fn is_always_asked(field: &str, question: Option<&Question>, problems: &mut Problems) {
    if let Some(question) = question.filter(|question| question.show_when.is_some()) {
        let id = &question.id;
        let says = format!("{id} is hidden at times, so it bounds nothing; ask it always");
        problems.report(field, says);
    }
}

fn asks_for_number(
    field: &str,
    question: Option<&Question>,
    id: &QuestionId,
    problems: &mut Problems,
) {
    match question {
        None => problems.report(field, format!("there is no question {id} in this form")),
        Some(question) if !matches!(question.input, Input::Number { .. }) => {
            problems.report(field, format!("{id} does not ask for a number"));
        }
        Some(_) => {}
    }
}
