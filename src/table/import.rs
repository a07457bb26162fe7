//! What a table that comes in would change: all of it, or everything that is wrong with it.

use std::collections::{BTreeMap, HashMap};
use std::fmt;

use thiserror::Error;

use super::column::{Cells, Column, folded, header_key, letters, named};
use super::rows::{Row, Unreadable, read};
use super::{Fields, NUMBER, Table, cell};
use crate::questionnaire::QuestionId;
use crate::text::{clean_paragraphs, clipped, counted, listed};

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
    /// What the bytes of a CSV file would change.
    ///
    /// # Errors
    /// When it cannot be read, or with all that is wrong in it.
    pub fn import(&self, bytes: &[u8]) -> Result<Import, NotImported> {
        let number = header_key(NUMBER);
        let is_known =
            |header: &str| header_key(header) == number || named(&self.columns, header).is_some();
        let rows = read(bytes, is_known)?;
        let mut rows = rows.into_iter();
        let header = rows.next().ok_or(Unreadable::Empty)?;
        let mut reading = Reading::of(self, header)?;
        for row in rows.filter(|row| !row.is_blank()) {
            reading.take(&row);
        }
        reading.end()
    }
}

/// How the column of numbers is headed: as it is written, or else in short.
fn number_column(columns: &[Column], header: &[String]) -> Option<String> {
    let keys: Vec<String> = header.iter().map(|words| header_key(words)).collect();
    let is_free = |key: &str| key == header_key(NUMBER) || named(columns, key).is_none();
    let mut words = [NUMBER, "No", "Id"].into_iter().map(header_key);
    words.find(|key| keys.contains(key) && is_free(key))
}

/// A table that is being read.
struct Reading<'t, 'a> {
    table: &'t Table<'a>,
    header: Row,
    /// Which column of the file each column of the table is.
    at: BTreeMap<usize, usize>,
    number: Option<usize>,
    known: HashMap<Vec<String>, Vec<u32>>,
    /// The rows that entries have had.
    rows: BTreeMap<u32, usize>,
    new: HashMap<Vec<String>, usize>,
    /// The rows that are known by their names.
    by_name: Vec<(usize, Vec<String>)>,
    /// The number of the next entry that is added.
    next: u32,
    problems: Vec<Problem>,
    import: Import,
}

impl<'t, 'a> Reading<'t, 'a> {
    fn of(table: &'t Table<'a>, header: Row) -> Result<Self, NotImported> {
        let mut reading = Self {
            table,
            at: BTreeMap::new(),
            number: None,
            known: HashMap::new(),
            rows: BTreeMap::new(),
            new: HashMap::new(),
            by_name: vec![],
            next: table.next,
            problems: vec![],
            import: Import::default(),
            header,
        };
        let header = reading.header.cells.clone();
        let number = number_column(&table.columns, &header);
        for (at, words) in header.iter().enumerate() {
            let earlier = match named(&table.columns, words) {
                _ if Some(header_key(words)) == number => reading.number.replace(at),
                Some(column) => reading.at.insert(column, at),
                None if words.is_empty() => None,
                None => {
                    reading.import.left.push(words.clone());
                    None
                }
            };
            if let Some(earlier) = earlier {
                let says = format!("column {} is headed the same; keep one", letters(earlier));
                reading.problem(reading.header.number, Some(at), says);
            }
        }
        for (id, fields) in &table.entries {
            if let Some(key) = reading.key(fields) {
                reading.known.entry(key).or_default().push(*id);
            }
        }
        let name = table.known_by.first();
        let name = table
            .columns
            .iter()
            .position(|c| Some(&c.question.id) == name);
        match name {
            Some(name) if !reading.at.contains_key(&name) => {
                let header = &table.columns[name].header;
                let says = format!(
                    "no column is headed “{header}”, and without a name nothing is known again"
                );
                reading.problem(reading.header.number, None, says);
                Err(NotImported::Problems(reading.problems))
            }
            _ => Ok(reading),
        }
    }

    fn problem(&mut self, row: usize, at: Option<usize>, says: impl Into<String>) {
        let header = |at: usize| self.header.cells.get(at).cloned().unwrap_or_default();
        let column = at.map(|at| (letters(at), header(at)));
        let says = says.into();
        self.problems.push(Problem { row, column, says });
    }

    /// Where a column of the table stands in the file.
    fn place(&self, id: &str) -> Option<usize> {
        let columns = &self.table.columns;
        let column = columns.iter().position(|c| c.question.id.as_str() == id)?;
        self.at.get(&column).copied()
    }

    /// By what an entry without a number is known; none where something of it is missing.
    fn key(&self, fields: &Fields) -> Option<Vec<String>> {
        let parts = self.table.known_by.iter();
        parts
            .map(|id| fields.get(id).map(|answer| folded(&answer.raw())))
            .collect()
    }

    fn take(&mut self, row: &Row) {
        let before = self.problems.len();
        for (at, cell) in row.cells.iter().enumerate() {
            let headless = self.header.cells.get(at).is_none_or(String::is_empty);
            if headless && !cell.is_empty() {
                self.problem(
                    row.number,
                    Some(at),
                    "nothing heads this column; name it or empty it",
                );
            }
        }
        let Ok(entry) = self.entry(row) else {
            // What is wrong in its cells is told all the same.
            self.answers(row, None);
            return;
        };
        let after = self.after(row, entry);
        if self.problems.len() == before {
            self.compare(row, entry, after);
        }
    }

    /// The entry that a row is about; none for a new one.
    fn entry(&mut self, row: &Row) -> Result<Option<u32>, ()> {
        let number = self.number.and_then(|at| Some((at, row.cells.get(at)?)));
        let entry = match number.filter(|(_, cell)| !cell.is_empty()) {
            Some((at, cell)) => {
                let id = self.table.parsed(cell);
                let known = id.and_then(|id| match self.table.entries.contains_key(&id) {
                    true => Ok(id),
                    false => Err(format!(
                        "there is no {} {}; leave the cell empty to add one",
                        self.table.noun(),
                        self.table.number(id)
                    )),
                });
                match known {
                    Ok(id) => Some(id),
                    Err(says) => {
                        self.problem(row.number, Some(at), says);
                        return Err(());
                    }
                }
            }
            None => self.entry_of_that_name(row)?,
        };
        let earlier = entry.and_then(|id| self.rows.insert(id, row.number));
        if let (Some(id), Some(earlier)) = (entry, earlier) {
            let id = self.table.number(id);
            let says = format!("{id} is in row {earlier} already; keep one of them");
            self.problem(row.number, None, says);
            return Err(());
        }
        Ok(entry)
    }

    fn entry_of_that_name(&mut self, row: &Row) -> Result<Option<u32>, ()> {
        let mut fields = Fields::new();
        for (column, cell) in self.cells(row) {
            let column = &self.table.columns[column];
            let is_key = self.table.known_by.contains(&column.question.id);
            if let (true, Ok(Some(answer))) = (is_key, cell::read(cell, column)) {
                fields.insert(column.question.id.clone(), answer);
            }
        }
        let Some(key) = self.key(&fields) else {
            return Ok(None);
        };
        self.by_name.push((row.number, key.clone()));
        match self.known.get(&key).map(Vec::as_slice) {
            Some([id]) => Ok(Some(*id)),
            Some(ids) => {
                let ids: Vec<String> = ids.iter().map(|id| self.table.number(*id)).collect();
                let says = format!("it may be {}; write which into “{NUMBER}”", listed(&ids));
                self.problem(row.number, None, says);
                Err(())
            }
            None => match self.new.insert(key, row.number) {
                None => Ok(None),
                Some(earlier) => {
                    let says = format!("row {earlier} adds the same already; keep one of them");
                    self.problem(row.number, None, says);
                    Err(())
                }
            },
        }
    }

    /// The cells of a row that are read, with their columns in the table.
    fn cells<'r>(&self, row: &'r Row) -> Vec<(usize, &'r str)> {
        let is_read = |column: usize| self.table.columns[column].cells != Cells::Shown;
        let at = self.at.iter().filter(|(column, _)| is_read(**column));
        at.map(|(column, at)| (*column, row.cells.get(*at).map_or("", String::as_str)))
            .collect()
    }

    /// What an entry says once the cells of a row are taken over, as far as they can be.
    fn answers(&mut self, row: &Row, entry: Option<u32>) -> Fields {
        let before = entry.and_then(|id| self.table.entries.get(&id));
        let mut after = before.cloned().unwrap_or_default();
        for (column, words) in self.cells(row) {
            let at = self.at.get(&column).copied();
            let column = &self.table.columns[column];
            let id = &column.question.id;
            // What was not touched stays, also where it would not be taken today.
            let was = before.and_then(|before| before.get(id));
            if was.is_some_and(|was| clean_paragraphs(&cell::write(was, column)) == words) {
                continue;
            }
            match cell::read(words, column) {
                Ok(Some(answer)) => {
                    after.insert(id.clone(), answer);
                }
                Ok(None) => {
                    after.remove(id);
                }
                Err(says) => self.problem(row.number, at, says),
            }
        }
        after
    }

    fn after(&mut self, row: &Row, entry: Option<u32>) -> Fields {
        let found = self.problems.len();
        let mut after = self.answers(row, entry);
        self.table.settle(&mut after);
        let before = entry.and_then(|id| self.table.entries.get(&id));
        let wanted = self.table.known_by.clone();
        for id in wanted {
            let was_missing = before.is_some_and(|before| !before.contains_key(&id));
            let at = self.place(id.as_str());
            let is_told = self.problems.iter().skip(found).any(|problem| {
                problem.column.as_ref().map(|(at, _)| at) == at.map(letters).as_ref()
            });
            if !after.contains_key(&id) && !was_missing && !is_told {
                let columns = self.table.columns.iter();
                let mut header = columns.filter(|c| c.question.id == id);
                let header = header.next().map_or("", |column| &column.header);
                let says = format!("every {} needs this: “{header}”", self.table.noun());
                self.problem(row.number, at, says);
            }
        }
        for (id, says) in self.table.faults(before, &after) {
            self.problem(row.number, self.place(id), says);
        }
        after
    }

    fn compare(&mut self, row: &Row, entry: Option<u32>, after: Fields) {
        let table = self.table;
        let before = entry.and_then(|id| table.entries.get(&id));
        let columns = table.columns.iter().filter(|c| c.cells != Cells::Shown);
        let cells = columns.filter_map(|column| {
            let id = &column.question.id;
            let from = before.and_then(|before| before.get(id));
            let to = after.get(id);
            (from != to).then(|| CellChange {
                question: id.clone(),
                header: column.header.clone(),
                from: from.map(|answer| column.words(answer)),
                to: to.map(|answer| column.words(answer)),
            })
        });
        let cells: Vec<CellChange> = cells.collect();
        if cells.is_empty() {
            self.import.same += 1;
            return;
        }
        let id = entry.unwrap_or(self.next);
        if entry.is_none() {
            self.next = self.next.saturating_add(1);
        }
        self.import.changes.push(Change {
            row: row.number,
            id,
            is_new: entry.is_none(),
            name: table.name_of(&after),
            cells,
            after,
        });
    }

    /// Says which rows could not be told from another entry once all is taken over, as where one
    /// entry is given the name of another.
    fn check_names(&mut self) {
        let mut after: BTreeMap<u32, &Fields> = self.table.entries().collect();
        after.extend(
            self.import
                .changes
                .iter()
                .map(|change| (change.id, &change.after)),
        );
        let mut counts: HashMap<Vec<String>, usize> = HashMap::new();
        for key in after.into_values().filter_map(|fields| self.key(fields)) {
            *counts.entry(key).or_default() += 1;
        }
        for (row, key) in std::mem::take(&mut self.by_name) {
            if counts.get(&key).is_some_and(|count| *count > 1) {
                let noun = self.table.noun();
                let says = format!("another {noun} would read the same; write its number");
                self.problem(row, None, says);
            }
        }
    }

    fn end(mut self) -> Result<Import, NotImported> {
        if self.problems.is_empty() {
            self.check_names();
        }
        if !self.problems.is_empty() {
            return Err(NotImported::Problems(self.problems));
        }
        self.import.absent = self.table.entries.len() - self.rows.len();
        Ok(self.import)
    }
}
