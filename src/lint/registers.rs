//! Registers that serve their readers: a gap is a sentence of its own, an approval is looked at again,
//! and what is counted is shown somewhere.

use std::collections::BTreeSet;

use super::Findings;
use crate::questionnaire::template;
use crate::questionnaire::walk::{numbered, scenarios};
use crate::questionnaire::{Condition, ExemptionKind, QuestionId, Questionnaire};

/// Reports what a register leaves unsaid.
pub(super) fn look(q: &Questionnaire, findings: &mut Findings) {
    for (field, kind) in numbered("exemptions".into(), &q.exemptions) {
        if kind.approval.is_some() {
            missing(&field, kind, findings);
            approval(&field, kind, findings);
        }
    }
    tallies(q, findings);
}

/// Whoever decides about an exemption reads its gaps, and a question is no sentence about one.
fn missing(field: &str, kind: &ExemptionKind, findings: &mut Findings) {
    let conditions = kind.conditions.iter().filter_map(|c| c.met_when.as_ref());
    let needed: BTreeSet<&QuestionId> = conditions.flat_map(Condition::questions).collect();
    for (field, step) in numbered(format!("{field}.steps"), &kind.steps) {
        for (field, question) in numbered(field + ".questions", &step.questions) {
            let is_needed = !question.optional && needed.contains(&question.id);
            if is_needed && question.missing.is_none() {
                let says = "a condition needs this, and a gap would be told by the question alone. Say what is lacking in \"missing\"";
                findings.report(format!("{field}.missing"), says);
            }
        }
    }
}

/// An approval does not hold for ever, and neither a review nor a date brought up to date resets it.
fn approval(field: &str, kind: &ExemptionKind, findings: &mut Findings) {
    match &kind.review {
        None => {
            let says = "an approval of this kind is never looked at again. Name the question for the next review in \"review\"";
            findings.report(format!("{field}.review"), says);
        }
        Some(review) if !kind.is_kept_up(review) => {
            let says = format!(
                "{review} is not kept up after an approval, so the date of each review resets it. Add it to \"kept_up\""
            );
            findings.report(format!("{field}.approval.kept_up"), says);
        }
        Some(review) => reviews(field, kind, review, findings),
    }
    ageing(field, kind, findings);
}

/// What comes to be too old can be brought up to date without a new decision, but for the decision
/// itself.
fn ageing(field: &str, kind: &ExemptionKind, findings: &mut Findings) {
    let decision = kind.approval.iter().flat_map(|approval| &approval.decision);
    let decision: BTreeSet<&QuestionId> = decision.collect();
    for id in kind.aging().into_keys() {
        if !kind.is_kept_up(id) && !decision.contains(id) {
            let says = format!(
                "{id} comes to be too old and is not kept up after an approval, so a later day resets it. Add it to \"kept_up\""
            );
            findings.report(format!("{field}.approval.kept_up"), says);
        }
    }
}

/// A review sets the day of the next one, for ever: what is counted from the decision alone ends.
fn reviews(field: &str, kind: &ExemptionKind, review: &QuestionId, findings: &mut Findings) {
    for (field, condition) in numbered(format!("{field}.conditions"), &kind.conditions) {
        let met_when = condition.met_when.as_ref();
        if met_when.is_some_and(|when| !outlasts(when, kind, review)) {
            let says = format!(
                "{review} can be set only as far ahead as a date allows that is not kept up, so that no second review is possible. Allow it as far from the date of the last review, and keep that date up"
            );
            findings.report(field + ".met_when", says);
        }
    }
}

/// Whether a condition can hold however long ago everything was that is not kept up.
fn outlasts(condition: &Condition, kind: &ExemptionKind, review: &QuestionId) -> bool {
    let outlasts = |part: &Condition| outlasts(part, kind, review);
    match condition {
        Condition::Within { from, to, .. } => to != review || kind.is_kept_up(from),
        Condition::All(parts) => parts.iter().all(outlasts),
        Condition::Any(parts) => parts.iter().any(outlasts),
        Condition::Not(_)
        | Condition::Chosen { .. }
        | Condition::Number { .. }
        | Condition::Compare { .. }
        | Condition::SameText { .. }
        | Condition::Answered(_)
        | Condition::DontKnow(_)
        | Condition::NotApplicable(_)
        | Condition::Reached(_)
        | Condition::NotPassed(_)
        | Condition::Older { .. } => true,
    }
}

/// A number that nothing shows or is held against need not be counted.
fn tallies(q: &Questionnaire, findings: &mut Findings) {
    let Some(systems) = &q.systems else {
        return;
    };
    let mut used: BTreeSet<&str> = systems.checks.iter().map(|c| c.tally.as_str()).collect();
    for (_, scenario) in scenarios(q) {
        let draws = scenario.draws.iter();
        let drawn = draws.flat_map(|says| template::placeholders(says));
        used.extend(drawn.map(|placeholder| placeholder.id));
    }
    for (field, tally) in numbered("systems.tallies".into(), &systems.tallies) {
        if !used.contains(tally.id.as_str()) {
            let says = "this is counted, and no scenario draws it and no check reads it. Use it, or remove it";
            findings.report(field, says);
        }
    }
}
