//! Reads the rows of a table against what is recorded: which entry each is about, what it says, and
//! what is wrong with it.

use std::collections::{BTreeMap, HashMap};

use jiff::civil::Date;

use super::column::{Cells, Column, folded, header_key, letters, named};
use super::import::{CellChange, Change, Import, NotImported, Problem};
use super::rows::Row;
use super::{Fields, NUMBER, Table, cell};
use crate::text::{clean_paragraphs, listed};

/// How the column of numbers is headed: as it is written, or else in short.
fn number_column(columns: &[Column], header: &[String]) -> Option<String> {
    let keys: Vec<String> = header.iter().map(|words| header_key(words)).collect();
    let is_free = |key: &str| key == header_key(NUMBER) || named(columns, key).is_none();
    let mut words = [NUMBER, "No", "Id"].into_iter().map(header_key);
    words.find(|key| keys.contains(key) && is_free(key))
}

/// A table that is being read.
pub(super) struct Reading<'t, 'a> {
    table: &'t Table<'a>,
    today: Date,
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
    /// Begins with the header.
    pub(super) fn of(table: &'t Table<'a>, header: Row, today: Date) -> Result<Self, NotImported> {
        let mut reading = Self {
            table,
            today,
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

    /// Takes a row that is not blank.
    pub(super) fn take(&mut self, row: &Row) {
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
            if let (true, Ok(Some(answer))) = (is_key, cell::read(cell, column, self.today)) {
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
            match cell::read(words, column, self.today) {
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
        for (id, says) in self.table.faults(entry, &after) {
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

    /// What all rows change, or all that is wrong with them.
    pub(super) fn end(mut self) -> Result<Import, NotImported> {
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::assessment::{Answer, Assessment, System, SystemId};
    use crate::questionnaire::{Questionnaire, built_in};

    /// One system.
    fn mail() -> (Questionnaire, Assessment) {
        let mut state = Assessment::default();
        let name = Answer::Text("Mail".to_owned());
        let fields = [("name".try_into().unwrap(), name)].into();
        state.systems.insert(SystemId(1), System { fields });
        (built_in().unwrap(), state)
    }

    fn import(csv: &str) -> Result<Vec<(u32, bool, usize)>, Vec<String>> {
        let (asked, state) = mail();
        let table = Table::of_systems(&asked, &state, &[]).unwrap();
        match table.import(csv.as_bytes(), jiff::civil::date(2026, 11, 24)) {
            Ok(import) => {
                let changes = import.changes.iter();
                Ok(changes.map(|c| (c.id, c.is_new, c.cells.len())).collect())
            }
            Err(NotImported::Problems(problems)) => {
                Err(problems.iter().map(ToString::to_string).collect())
            }
            Err(error) => Err(vec![error.to_string()]),
        }
    }

    #[test]
    fn an_entry_is_known_by_its_number_or_else_by_its_name() {
        assert_eq!(import("Number,Name\ns-1,Post\n"), Ok(vec![(1, false, 1)]));
        assert_eq!(
            import("no.;name;owner\n1;Mail;Ada\n"),
            Ok(vec![(1, false, 1)])
        );
        assert_eq!(
            import("Name,Owner\n mail ,\nPost,Ada\n"),
            Ok(vec![(1, false, 1), (2, true, 2)])
        );
        assert_eq!(import("Name\nMail\n"), Ok(vec![]));
    }

    #[test]
    fn a_column_of_other_numbers_is_left_beside_that_of_this_program() {
        let sheet = "ID,Number,Name\nAST-7,S-1,Post\n";
        assert_eq!(import(sheet), Ok(vec![(1, false, 1)]));
        let says = import("ID,Name\nAST-7,Post\n").unwrap_err();
        assert_eq!(
            says,
            ["cell A2, “ID”: write the number as it is shown, for example S-1"]
        );
    }

    #[test]
    fn an_entry_stands_in_one_row_and_has_a_name() {
        let says = import("Number,Name\nS-1,Mail\n,Mail\nS-1,\n").unwrap_err();
        assert_eq!(
            says,
            [
                "row 3: S-1 is in row 2 already; keep one of them",
                "row 4: S-1 is in row 3 already; keep one of them",
            ]
        );
        let says = import("Number,Name\nS-1,\n").unwrap_err();
        assert!(
            says[0].starts_with("cell B2, “Name”: every system needs this"),
            "{says:?}"
        );
    }
}
