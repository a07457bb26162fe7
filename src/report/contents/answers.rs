//! Answers as they stand in tables: those that are shown, and those that do not count now.

use std::collections::BTreeMap;

use super::Basis;
use super::blocks::{given, section, table};
use super::texts;
use crate::assessment::Answer;
use crate::questionnaire::{Question, QuestionId};
use crate::report::model::{Block, Section, Text};

/// The answer to a question that is shown.
pub fn shown_answer(question: &Question, answer: Option<&Answer>) -> Text {
    match answer {
        Some(answer) => given(answer.words(question)),
        None if question.optional => "Not answered (optional)".into(),
        None => "Not answered".into(),
    }
}

/// Questions with their answers, in order; nothing without a question.
pub fn answer_table<'a>(
    caption: &str,
    questions: impl Iterator<Item = &'a Question>,
    answers: &BTreeMap<QuestionId, Answer>,
) -> Option<Block> {
    let rows: Vec<Vec<Text>> = questions
        .map(|q| vec![q.text.as_str().into(), shown_answer(q, answers.get(&q.id))])
        .collect();
    (!rows.is_empty()).then(|| table(caption, &[("Question", 45), ("Answer", 55)], rows))
}

/// An answer whose question may not be known any more.
pub fn stray_answer(question: Option<&Question>, id: &QuestionId, answer: &Answer) -> Vec<Text> {
    let Some(question) = question else {
        return vec![id.to_string().into(), given(answer.raw())];
    };
    vec![question.text.as_str().into(), given(answer.words(question))]
}

/// What was given and is not asked now; no section when there is nothing.
pub fn hidden(basis: &Basis<'_>) -> Option<Section> {
    let asked = basis.questionnaire;
    let mut rows = vec![];
    for (id, answer) in &basis.state.answers {
        if basis.results.shown.contains(id) {
            continue;
        }
        let place = match asked.scenario_of(id) {
            Some(scenario) => scenario.title.as_str(),
            None => asked.organisation.title.as_str(),
        };
        let mut row = vec![place.into()];
        row.extend(stray_answer(asked.question(id), id, answer));
        rows.push(row);
    }
    for (what, texts) in [
        ("Note", &basis.state.notes),
        ("Evidence", &basis.state.evidence),
    ] {
        for (id, words) in texts {
            if !basis.results.scenario(id).is_some_and(|s| s.asked) {
                let place = basis.scenario(id);
                rows.push(vec![place.into(), what.into(), words.as_str().into()]);
            }
        }
    }
    for (id, files) in &basis.state.files {
        if !basis.results.scenario(id).is_some_and(|s| s.asked) {
            let place = basis.scenario(id);
            let what = texts::EVIDENCE_FILE;
            let files = files.values();
            rows.extend(
                files.map(|file| vec![place.as_str().into(), what.into(), file.words().into()]),
            );
        }
    }
    if rows.is_empty() {
        return None;
    }
    let columns = [
        ("Scenario", 25),
        ("What was asked", 35),
        ("What was given", 40),
    ];
    let table = table("Given, but not asked now", &columns, rows);
    let about = super::blocks::paragraph(texts::HIDDEN_ABOUT);
    Some(section(texts::HIDDEN, vec![about, table]))
}
