//! Rows of what stands beside requirements: objectives of a view, where two views differ, notices.

use super::lists::question_goal;
use super::model::Open;
use super::row::{Goal, Row};
use super::texts;
use crate::assessment::{ObjectiveResult, Told, Truth};
use crate::questionnaire::{Indicator, Level, Objective, View};

/// What the organisation has to be told because of what it is.
pub fn notices(open: &Open) -> Vec<Row> {
    let notices = &open.results.notices;
    if notices.is_empty() {
        return vec![];
    }
    let mut rows = vec![Row::heading(texts::NOTICE)];
    rows.extend(notices.iter().map(told));
    rows.push(Row::heading(""));
    rows
}

fn told(told: &Told) -> Row {
    Row::heading("").with(format!("{}\n[{}]", told.says, told.rests_on))
}

/// Each objective of a view with the level that it reaches, and each indicator behind it.
pub fn objectives(open: &Open, view: &View) -> Vec<Row> {
    let mut rows = vec![];
    for objective in &view.objectives {
        let results = &open.results.objectives;
        let Some(result) = results.iter().find(|r| r.id == objective.id) else {
            continue;
        };
        rows.push(heading(open, objective, result));
        for level in objective.scale().filter(|l| !l.indicators.is_empty()) {
            let lowest = level.id == objective.lowest.id;
            rows.push(Row::heading(texts::level(&level.title, lowest)));
            rows.extend(indicators(open, level, result));
        }
    }
    rows
}

fn heading(open: &Open, objective: &Objective, result: &ObjectiveResult) -> Row {
    Row::heading(format!("{}: {}", objective.id, objective.title))
        .saying(result.reached.words(objective))
        .with(format!(
            "{}\n{}\n[{}]",
            result.because,
            objective.text,
            open.questionnaire.rests_on(&objective.from)
        ))
}

fn indicators(open: &Open, level: &Level, result: &ObjectiveResult) -> Vec<Row> {
    let truth = |indicator: &Indicator| {
        let found = result.indicators.iter().find(|(id, _)| *id == indicator.id);
        found.map_or(Truth::No, |(_, truth)| *truth)
    };
    let each = level.indicators.iter();
    each.map(|indicator| {
        Row::to(indicator.text.as_str(), deciding(open, indicator))
            .whole()
            .saying(truth(indicator).words())
            .with(format!(
                "[{}]",
                open.questionnaire.rests_on(&indicator.from)
            ))
    })
    .collect()
}

/// To the first question that decides an indicator and is asked.
fn deciding(open: &Open, indicator: &Indicator) -> Goal {
    let questions = indicator.holds_when.questions();
    let asked = questions
        .into_iter()
        .find(|id| open.results.shown.contains(*id));
    match asked {
        Some(id) => question_goal(open, id),
        None => Goal::Explain(texts::NOT_ASKED.to_owned()),
    }
}

/// Why the views differ, wherever they do; nothing where they cannot.
pub fn contrasts(open: &Open) -> Vec<Row> {
    if open.questionnaire.contrasts.is_empty() {
        return vec![];
    }
    let mut rows = vec![Row::heading(texts::DIFFER)];
    if open.results.contrasts.is_empty() {
        rows.push(Row::heading("").with(texts::NO_DIFFERENCE));
    }
    rows.extend(open.results.contrasts.iter().map(told));
    rows
}
