//! Answers as they stand in tables: those that are shown, and those that do not count now.

use std::collections::BTreeMap;

use super::blocks::{given, paragraph, section, strong, table};
use super::{Basis, texts};
use crate::facts::{Answer, Note};
use crate::questionnaire::{Question, QuestionId};
use crate::report::model::{Block, Section, Text};

/// How many questions without an answer are named; of a form that is barely begun, that is enough.
const NAMED: usize = 8;

/// Questions with their answers, in order, as a table that the heading above names; those without
/// an answer are named together below it.
pub(super) fn answers<'a>(
    questions: impl Iterator<Item = &'a Question>,
    answers: &BTreeMap<QuestionId, Answer>,
) -> Vec<Block> {
    let (mut rows, mut open, mut optional) = (vec![], vec![], vec![]);
    for question in questions {
        let asked = question.text.as_str();
        match answers.get(&question.id) {
            Some(answer) => rows.push(vec![asked.into(), given(answer.words(question))]),
            None if question.optional => optional.push(asked),
            None => open.push(asked),
        }
    }
    let table = (!rows.is_empty()).then(|| table("", &[("Question", 54), ("Answer", 46)], rows));
    let left = [
        ("Not answered", open),
        ("Not answered (optional)", optional),
    ];
    let left = left.into_iter().filter(|(_, asked)| !asked.is_empty());
    let left = left.map(|(label, asked)| {
        let named = asked.get(..NAMED).unwrap_or(&asked).join(" ");
        let more = match asked.len().saturating_sub(NAMED) {
            0 => String::new(),
            more => format!(" And {more} more."),
        };
        paragraph(strong(format!("{label}:"), format!(" {named}{more}")))
    });
    table.into_iter().chain(left).collect()
}

/// What stands beside a note.
pub(super) const fn note_label(note: &Note) -> &'static str {
    if note.for_board {
        texts::NOTE_FOR_BOARD
    } else {
        texts::NOTE
    }
}

/// An answer whose question may not be known any more.
pub(super) fn stray_answer(
    question: Option<&Question>,
    id: &QuestionId,
    answer: &Answer,
) -> Vec<Text> {
    let Some(question) = question else {
        return vec![id.to_string().into(), given(answer.raw())];
    };
    vec![question.text.as_str().into(), given(answer.words(question))]
}

/// What was given and is not asked now; no section when there is nothing.
pub(super) fn hidden(basis: &Basis<'_>) -> Option<Section> {
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
        let question = basis.state.known_question(asked, id);
        row.extend(stray_answer(question, id, answer));
        rows.push(row);
    }
    let notes = basis.state.notes.iter();
    let notes = notes.map(|(id, note)| (id, note_label(note), note.text.as_str()));
    let evidence = basis.state.evidence.iter();
    let evidence = evidence.map(|(id, words)| (id, "Evidence", words.as_str()));
    for (id, what, words) in notes.chain(evidence) {
        if !basis.results.scenario(id).is_some_and(|s| s.asked) {
            rows.push(vec![basis.scenario(id).into(), what.into(), words.into()]);
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
    let table = table("", &columns, rows);
    let about = paragraph(texts::HIDDEN_ABOUT);
    Some(section(texts::HIDDEN, vec![about, table]))
}
