//! What a table that comes in would change: all of it, or everything that is wrong with it.

use std::collections::HashSet;

use thiserror::Error;

use super::column::{Heading, Headings};
use super::guard::{Within, unguarded};
use super::problem::{Problem, said};
use super::reading::Reading;
use super::rows::{self, Unreadable};
use super::{Fields, Table};
use crate::facts::limits::ROWS;
use crate::questionnaire::QuestionId;

/// What a table would change, in the order of its rows.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Import {
    /// The entries that are added or changed.
    pub changes: Vec<RowChange>,
    /// How many rows say what is recorded already.
    pub same: usize,
    /// How many entries have no row, and stay.
    pub absent: usize,
    /// The columns that stand for nothing, and are left.
    pub left: Vec<String>,
    /// The rows above the header, which are left: their numbers and their words.
    pub above: Vec<(usize, String)>,
    /// The rows that would rename an entry, and are left.
    pub renames: Vec<Rename>,
}

/// A row that would rename an entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rename {
    pub row: usize,
    /// The number of the entry.
    pub id: u32,
    /// Its name.
    pub from: String,
    /// The name that the row has.
    pub to: String,
}

/// An entry that is added or changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowChange {
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

/// Why nothing of a table can be taken over.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum NotImported {
    /// It cannot be read.
    #[error(transparent)]
    Unreadable(#[from] Unreadable),
    /// The register would have more entries than are taken.
    #[error(
        "with it the record would have {has} {noun}s, and {ROWS} are the most that a table brings into one; take out the rows that are not needed"
    )]
    TooMany {
        /// What one entry is called.
        noun: &'static str,
        /// How many there would be.
        has: usize,
    },
    /// Not all of it is right.
    #[error("{}", said(.0))]
    Problems(Vec<Problem>),
}

/// What becomes of a row with our number of an entry and the name of another: one of the two is wrong,
/// unless the entry was renamed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Renames {
    /// It is left, and told.
    Left,
    /// It is taken over.
    Taken,
}

impl Table<'_> {
    /// What the bytes of a CSV file would change.
    ///
    /// # Errors
    /// When it cannot be read, or with all that is wrong in it.
    pub fn import(&self, bytes: &[u8], renames: Renames) -> Result<Import, NotImported> {
        let headings = Headings::of(&self.columns);
        let name = self.name_column();
        let score = |cells: &[String]| {
            let cells = cells.iter().map(|words| unguarded(words, Within::Whole));
            let named = cells.filter_map(|words| headings.get(&words));
            let named: HashSet<Heading> = named.collect();
            let is_header = name.is_none_or(|name| named.contains(&Heading::Column(name)));
            usize::from(is_header) * named.len()
        };
        let mut sheet = rows::read(bytes, score)?;
        for words in &mut sheet.header.cells {
            *words = unguarded(words, Within::Whole);
        }
        // What this program has not written is guarded at most at its beginning, by a person.
        let mut named = sheet.header.cells.iter().map(|words| headings.get(words));
        let within = if named.any(|heading| heading == Some(Heading::Number)) {
            Within::Whole
        } else {
            Within::Beginning
        };
        let cells = sheet.rows.iter_mut().flat_map(|row| &mut row.cells);
        cells.for_each(|cell| *cell = unguarded(cell, within));
        let rows = std::mem::take(&mut sheet.rows);
        let mut reading = Reading::of(self, &headings, sheet, &rows, renames)?;
        for row in rows.iter().filter(|row| !row.is_blank()) {
            reading.take(row);
        }
        reading.end()
    }
}
