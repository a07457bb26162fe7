//! What a table that comes in would change: all of it, or everything that is wrong with it.

use std::fmt;

use jiff::civil::Date;
use thiserror::Error;

use super::column::{header_key, named};
use super::reading::Reading;
use super::rows::{Unreadable, read};
use super::{Fields, NUMBER, Table};
use crate::questionnaire::QuestionId;
use crate::text::{clipped, counted};

/// What a table would change, in the order of its rows.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Import {
    /// The entries that are added or changed.
    pub changes: Vec<Change>,
    /// How many rows say what is recorded already.
    pub same: usize,
    /// How many entries have no row, and stay.
    pub absent: usize,
    /// The columns that stand for nothing, and are left.
    pub left: Vec<String>,
}

/// An entry that is added or changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// Its row.
    pub row: usize,
    /// Its number.
    pub id: u32,
    /// Whether it is added.
    pub is_new: bool,
    /// Its name, as it becomes.
    pub name: String,
    /// What changes of it; never nothing.
    pub cells: Vec<CellChange>,
    pub(super) after: Fields,
}

/// An answer that changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CellChange {
    /// What it answers.
    pub question: QuestionId,
    /// The header of its column.
    pub header: String,
    /// What it was, in words.
    pub from: Option<String>,
    /// What it becomes.
    pub to: Option<String>,
}

/// Something that is wrong with a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The row, as spreadsheets count.
    pub row: usize,
    /// The column: its letters and its header; none for the row as a whole.
    pub column: Option<(String, String)>,
    /// What is wrong and what to do, without a capital and a full stop.
    pub says: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (row, says) = (self.row, &self.says);
        match &self.column {
            Some((letters, header)) if header.is_empty() => {
                write!(f, "cell {letters}{row}: {says}")
            }
            Some((letters, header)) => {
                write!(f, "cell {letters}{row}, “{}”: {says}", clipped(header, 60))
            }
            None => write!(f, "row {row}: {says}"),
        }
    }
}

/// Why nothing of a table can be taken over.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum NotImported {
    /// It cannot be read.
    #[error(transparent)]
    Unreadable(#[from] Unreadable),
    /// Not all of it is right.
    #[error("{}", said(.0))]
    Problems(Vec<Problem>),
}

fn said(problems: &[Problem]) -> String {
    let lines = problems.iter().map(|problem| format!("\n  {problem}"));
    let lines: String = lines.collect();
    format!("it has {}:{lines}", counted(problems.len(), "problem"))
}

impl Table<'_> {
    /// What the bytes of a CSV file would change on a day.
    ///
    /// # Errors
    /// When it cannot be read, or with all that is wrong in it.
    pub fn import(&self, bytes: &[u8], today: Date) -> Result<Import, NotImported> {
        let number = header_key(NUMBER);
        let is_known =
            |header: &str| header_key(header) == number || named(&self.columns, header).is_some();
        let rows = read(bytes, is_known)?;
        let mut rows = rows.into_iter();
        let header = rows.next().ok_or(Unreadable::Empty)?;
        let mut reading = Reading::of(self, header, today)?;
        for row in rows.filter(|row| !row.is_blank()) {
            reading.take(&row);
        }
        reading.end()
    }
}
