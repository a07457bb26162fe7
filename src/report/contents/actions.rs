//! What is to be done: the actions, and what nobody knew.

use jiff::civil::Date;

use super::Basis;
use super::blocks::{given, page, paragraph, section, table};
use super::texts;
use crate::assessment::{Action, Due, Progress, date_words, dont_knows, suggestions};
use crate::report::model::{Section, Text};
use crate::text::listed;

/// The section.
pub fn actions(basis: &Basis<'_>) -> Section {
    let rows: Vec<Vec<Text>> = basis
        .state
        .actions
        .iter()
        .map(|(id, action)| {
            vec![
                id.to_string().into(),
                given(action.what.as_str()),
                given(action.owner.as_str()),
                due(&action.due),
                state(action, basis.as_at).into(),
                basis.scenario(&action.scenario).into(),
            ]
        })
        .collect();
    let columns = [
        ("No.", 8),
        ("What", 32),
        ("Owner", 19),
        ("Until", 17),
        ("State", 12),
        ("Scenario", 18),
    ];
    let blocks = if rows.is_empty() {
        vec![paragraph(texts::NO_ACTIONS)]
    } else {
        vec![table("Actions", &columns, rows)]
    };
    let suggested = suggested(basis);
    Section {
        sections: unknown(basis).into_iter().chain(suggested).collect(),
        ..page(texts::ACTIONS, blocks)
    }
}

fn due(due: &Due) -> Text {
    match due {
        Due::On(day) => date_words(*day).into(),
        Due::NoDate(reason) => format!("No date: {reason}").into(),
        Due::NotGiven => given(""),
    }
}

fn state(action: &Action, as_at: Date) -> &'static str {
    match action.progress {
        Progress::Done => "Done",
        _ if action.is_overdue(as_at) => "Overdue",
        other => other.words(),
    }
}

/// The next steps that nobody has taken up. What to find out stands in a table of its own.
fn suggested(basis: &Basis<'_>) -> Option<Section> {
    let all = suggestions(basis.questionnaire, basis.state, basis.results);
    let rows: Vec<Vec<Text>> = all
        .into_iter()
        .filter(|suggestion| suggestion.finds_out.is_none())
        .map(|s| vec![s.what.into(), basis.scenario(&s.scenario).into()])
        .collect();
    let columns = [("Suggested step", 60), ("Scenario", 40)];
    (!rows.is_empty()).then(|| {
        let about = paragraph(texts::SUGGESTED_ABOUT);
        let table = table("Suggested steps", &columns, rows);
        section(texts::SUGGESTED, vec![about, table])
    })
}

/// Every "don't know", with how to find out, and the actions that may do so already.
fn unknown(basis: &Basis<'_>) -> Option<Section> {
    let rows: Vec<Vec<Text>> = dont_knows(basis.questionnaire, basis.state, basis.results)
        .map(|question| {
            let scenario = basis.questionnaire.scenario_of(&question.id);
            let ids: Vec<String> = scenario.map_or_else(Vec::new, |s| {
                basis
                    .actions_of(&s.id)
                    .map(|(id, _)| id.to_string())
                    .collect()
            });
            let planned = if ids.is_empty() {
                "None yet".to_owned()
            } else {
                listed(&ids)
            };
            let who = question.dont_know.as_ref();
            vec![
                question.text.as_str().into(),
                given(who.map_or("", |who| who.action.as_str())),
                given(who.map_or("", |who| who.ask.as_str())),
                planned.into(),
            ]
        })
        .collect();
    let columns = [
        ("Question", 35),
        ("Suggested action", 30),
        ("Whom to ask", 18),
        ("Actions in that scenario", 17),
    ];
    (!rows.is_empty()).then(|| {
        let about = paragraph(texts::UNKNOWN_ABOUT);
        let table = table("Answered “don't know”", &columns, rows);
        section(texts::UNKNOWN, vec![about, table])
    })
}
