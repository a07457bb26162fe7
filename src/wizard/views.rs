//! Rows of what stands beside requirements: objectives of a view, where two views differ.

use super::assessed::Assessed;
use super::row::{Aside, Goal, Row};
use super::scenarios::question_goal;
use super::texts;
use crate::questionnaire::{Condition, Indicator, Level, Objective, View};
use crate::rules::{DIFFER, NO_DIFFERENCE, ObjectiveResult, Told};

/// Sentences with what they rest on, the first one right below the heading.
fn under(heading: &str, told: &[Told]) -> Vec<Row> {
    let headings = std::iter::once(heading).chain(std::iter::repeat(""));
    headings
        .zip(told)
        .map(|(heading, told)| {
            Row::heading(heading).with(format!("{}\n[{}]", told.says, told.rests_on))
        })
        .collect()
}

/// Each objective of a view with the level that it reaches, and each indicator behind it.
pub(super) fn objectives(open: &Assessed, view: &View) -> Vec<Row> {
    let mut rows = vec![];
    for objective in &view.objectives {
        let results = &open.results.objectives;
        let Some(result) = results.iter().find(|r| r.id == objective.id) else {
            continue;
        };
        rows.push(heading(open, objective, result));
        for level in objective.scale().filter(|l| !l.indicators.is_empty()) {
            rows.push(Row::heading(objective.takes(level)));
            rows.extend(indicators(open, level, result));
        }
    }
    rows
}

fn heading(open: &Assessed, objective: &Objective, result: &ObjectiveResult) -> Row {
    Row::heading(format!("{}: {}", objective.id, objective.title))
        .saying(result.reached.words(objective))
        .with(format!(
            "{}\n{}\n[{}]",
            result.because,
            objective.text,
            open.questionnaire.rests_on(&objective.from)
        ))
}

fn indicators(open: &Assessed, level: &Level, result: &ObjectiveResult) -> Vec<Row> {
    let each = level.indicators.iter();
    each.map(|indicator| {
        Row::to(indicator.text.as_str(), deciding(open, indicator))
            .whole()
            .saying(result.holds(indicator).words())
            .aside(Aside::Words(format!(
                "[{}]",
                open.questionnaire.rests_on(&indicator.from)
            )))
    })
    .collect()
}

/// To the first question that decides an indicator and is asked.
fn deciding(open: &Assessed, indicator: &Indicator) -> Goal {
    let holds_when = indicator.holds_when.iter();
    let asked = holds_when
        .flat_map(Condition::questions)
        .find(|id| open.results.shown.contains(*id));
    match asked {
        Some(id) => question_goal(open, id),
        None => Goal::Explain(texts::NOT_ASKED.to_owned()),
    }
}

/// Why the views differ, wherever they do; nothing where they cannot.
pub(super) fn contrasts(open: &Assessed) -> Vec<Row> {
    if open.questionnaire.contrasts.is_empty() {
        return vec![];
    }
    let told = &open.results.contrasts;
    if told.is_empty() {
        return vec![Row::heading(DIFFER).with(NO_DIFFERENCE)];
    }
    under(DIFFER, told)
}
