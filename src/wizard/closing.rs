//! What an action works towards and closes, and with which others: fields of its form.

use std::collections::BTreeSet;

use super::assessed::Assessed;
use super::field::{Field, built_in, choice};
use super::texts;
use crate::facts::{Action, ActionField, ActionId, FindingId};
use crate::questionnaire::Choice;
use crate::text::clipped;

/// Longest description of an action that is only named, in characters.
const NAMED: usize = 100;

/// The fields; each stands there only where there is something to choose.
pub(super) fn fields(open: &Assessed, id: ActionId, action: &Action) -> Vec<Field> {
    let left = open.results.findings();
    let left = left.filter(|(_, finding)| finding.outcome.is_open_to_action());
    let left = left.map(|(id, _)| id);
    let (here, elsewhere): (Vec<_>, Vec<_>) = left.partition(|id| id.scenario == action.scenario);
    let towards = offered(open, here.iter(), &action.towards);
    let closes = offered(open, here.iter().chain(&elsewhere), &action.closes);
    let field = |field: ActionField, asks, choices: Vec<Choice>| {
        let is_offered = !choices.is_empty();
        let field = built_in(
            field.into(),
            asks,
            field.input(choices),
            action.answer(field),
        );
        field.filter(|_| is_offered)
    };
    let with = field(ActionField::With, texts::WITH, others(open, id, action));
    [
        field(ActionField::Towards, texts::TOWARDS, towards),
        field(ActionField::Closes, texts::CLOSES, closes),
        // What closes nothing closes nothing together with others.
        with.filter(|_| !action.closes.is_empty()),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// Findings as choices. Those that were chosen stay among them, or the others could not be changed.
fn offered<'a>(
    open: &Assessed,
    findings: impl Iterator<Item = &'a FindingId>,
    chosen: &'a BTreeSet<FindingId>,
) -> Vec<Choice> {
    let mut findings: Vec<&FindingId> = findings.collect();
    let others = chosen.iter().filter(|id| !findings.contains(id));
    let others: Vec<&FindingId> = others.collect();
    findings.extend(others);
    let choices = findings.into_iter().map(|id| {
        let finding = open.results.finding(id);
        let outcome = finding.map(|finding| finding.outcome.words().to_lowercase());
        let outcome = outcome.unwrap_or_else(|| "not asked now".to_owned());
        let words = id.words(&open.state, &open.questionnaire);
        Choice {
            id: id.choice(),
            label: format!("{words} ({outcome})"),
            hint: None,
            was: vec![],
        }
    });
    choices.collect()
}

/// The other actions, and those that are named and gone.
fn others(open: &Assessed, id: ActionId, action: &Action) -> Vec<Choice> {
    let there = open.state.actions.keys().filter(|other| **other != id);
    let gone = action.with.iter();
    let gone = gone.filter(|other| !open.state.actions.contains_key(other));
    let choices = there.chain(gone).filter_map(|other| {
        let what = match open.state.actions.get(other) {
            None => "not recorded any more".to_owned(),
            Some(other) => clipped(described(other), NAMED),
        };
        choice(&other.to_string(), format!("{other}  {what}"))
    });
    choices.collect()
}

/// What an action says, where it is only named.
pub(super) fn described(action: &Action) -> &str {
    match action.what.as_str() {
        "" => "Not described yet",
        what => what,
    }
}
