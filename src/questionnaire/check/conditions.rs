//! Every question that a condition names exists, and can be answered in the way that it looks for.

use super::super::condition::{Condition, Structure};
use super::super::model::Questionnaire;
use super::super::question::{Input, Question};
use super::Problems;
use super::walk::{Scope, forms, numbered};

/// The most parts of one condition. Nobody follows more, and each is tried with all others.
const MOST_PARTS: usize = 1000;

/// Reports each condition that can never do what it says.
pub(super) fn check(q: &Questionnaire, problems: &mut Problems) {
    for form in forms(q) {
        for (field, condition) in &form.conditions {
            let parts = condition.leaves().len();
            if parts > MOST_PARTS {
                let says =
                    format!("has {parts} parts, and {MOST_PARTS} are the most; say it in fewer");
                problems.report(field, says);
                continue;
            }
            look(field, condition, &form.scope, problems);
        }
    }
}

fn look(field: &str, condition: &Condition, scope: &Scope<'_>, problems: &mut Problems) {
    match condition.structure() {
        Structure::All(parts) | Structure::Any(parts) => {
            let field = format!("{field}.{}", condition.name());
            if parts.is_empty() {
                problems.report(&field, "has no parts");
            }
            for (field, part) in numbered(field, parts) {
                look(&field, part, scope, problems);
            }
        }
        Structure::Not(part) => look(&format!("{field}.not"), part, scope, problems),
        Structure::Leaf => look_at_reads(field, condition, scope, problems),
    }
}

fn look_at_reads(field: &str, condition: &Condition, scope: &Scope<'_>, problems: &mut Problems) {
    let field = format!("{field}.{}", condition.name());
    for id in condition.reads() {
        match scope.get(id) {
            None => problems.report(&field, format!("there is no question {id} in this form")),
            Some(question) => {
                if let Some(says) = misfit(condition, question) {
                    problems.report(&field, format!("{id} {says}"));
                }
            }
        }
    }
    if let Condition::Chosen { question, any_of } = condition
        && let Some(asked) = scope.get(question)
    {
        if any_of.is_empty() {
            problems.report(format!("{field}.any_of"), "names no choice");
        }
        for (field, id) in numbered(format!("{field}.any_of"), any_of) {
            if !asked.input.choices().iter().any(|c| c.id == *id) {
                problems.report(field, format!("{question} has no choice {id}"));
            }
        }
    }
}

/// Why a question cannot be answered in the way that the condition looks for.
fn misfit(condition: &Condition, question: &Question) -> Option<&'static str> {
    use Condition as C;
    use Input as I;
    let input = &question.input;
    let (fits, says) = match condition {
        C::Chosen { .. } => (
            matches!(input, I::OneOf(_) | I::AnyOf(_)),
            "does not ask for a choice",
        ),
        C::Number { .. } | C::Compare { .. } => (
            matches!(input, I::Number { .. }),
            "does not ask for a number",
        ),
        C::SameText { .. } => (
            matches!(input, I::Line { .. } | I::Paragraphs { .. }),
            "does not ask for a text",
        ),
        C::Reached(_) | C::NotPassed(_) | C::Within { .. } | C::Older { .. } => {
            (matches!(input, I::Date { .. }), "does not ask for a date")
        }
        C::DontKnow(_) => (
            question.dont_know.is_some(),
            "does not offer \"don't know\"",
        ),
        C::NotApplicable(_) => (question.not_applicable, "does not offer \"not applicable\""),
        C::All(_) | C::Any(_) | C::Not(_) | C::Answered(_) => return None,
    };
    (!fits).then_some(says)
}
