//! The register of systems: a column for each question of its form.

use std::collections::HashMap;

use super::column::{Cells, Column, header_key};
use super::{NUMBER, RowChange};
use crate::facts::{Assessment, Change, Event, System, SystemId};
use crate::questionnaire::EntryForm;

/// The columns of a form. Where two questions read alike, their ids tell them apart.
pub(super) fn columns(form: &EntryForm) -> Vec<Column> {
    let mut alike: HashMap<String, usize> = [(header_key(NUMBER), 1)].into();
    for question in &form.questions {
        *alike.entry(header_key(&question.text)).or_default() += 1;
    }
    let columns = form.questions.iter().map(|question| {
        let header = match alike.get(&header_key(&question.text)) {
            Some(1) => question.text.clone(),
            _ => format!("{} ({})", question.text, question.id),
        };
        Column::new(header, question.clone(), Cells::Words)
    });
    columns.collect()
}

/// The event that a change makes. Answers to questions that have no column stay.
pub(super) fn event(state: &Assessment, change: &RowChange) -> Event {
    let system = SystemId(change.id);
    let mut content: System = state.systems.get(&system).cloned().unwrap_or_default();
    for cell in &change.cells {
        match change.after.get(&cell.question) {
            Some(answer) => content.fields.insert(cell.question.clone(), answer.clone()),
            None => content.fields.remove(&cell.question),
        };
    }
    Event::Changed(Change::System(system, Some(content)))
}
