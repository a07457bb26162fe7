//! The register of systems: a column for each question of its form.

use std::collections::HashMap;

use super::NUMBER;
use super::column::{Cells, Column, header_key};
use crate::propose::Part;
use crate::questionnaire::{EntryForm, QuestionId};

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

/// The column of a part of a system.
pub(super) fn column(part: &Part) -> Option<QuestionId> {
    if let Part::Field(id) = part {
        Some(id.clone())
    } else {
        None
    }
}
