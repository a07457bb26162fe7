//! Reads the rows of a table against what is recorded: which entry each is about, what it says, and
//! what is wrong with it.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::column::{Cells, Heading, Headings, folded, header_key, letters};
use super::date::Order;
use super::import::{CellChange, Import, NotImported, Rename, Renames, RowChange};
use super::problem::{Fault, Kind, Problems};
use super::rows::{Row, Sheet};
use super::{Fields, NUMBER, NUMBER_ONCE, Table, cell};
use crate::questionnaire::{Input, QuestionId};
use crate::text::{clean_paragraphs, listed};

/// The column of our numbers where they stand as they once were headed, and all else says that this
/// program wrote the table: other tools head theirs alike.
fn number_once(table: &Table<'_>, header: &[Named], rows: &[Row]) -> Option<usize> {
    let once = header_key(NUMBER_ONCE);
    let is_once = |named: &Named| named.heading.is_none() && header_key(&named.words) == once;
    let at = header.iter().position(is_once)?;
    let are: HashSet<Heading> = header.iter().filter_map(|named| named.heading).collect();
    let mut ours = (0..table.columns.len()).map(Heading::Column);
    let is_whole = ours.all(|column| are.contains(&column)) && !are.contains(&Heading::Number);
    let mut cells = rows.iter().filter_map(|row| row.cells.get(at));
    let is_shown = |cell: &str| {
        let id = table.parsed(cell);
        id.is_ok_and(|id| table.number(id).eq_ignore_ascii_case(cell))
    };
    let is_ours = is_whole && cells.all(|cell| cell.is_empty() || is_shown(cell));
    is_ours.then_some(at)
}

/// A header, and what it stands over.
struct Named {
    words: String,
    heading: Option<Heading>,
}

/// A table that is being read.
pub(super) struct Reading<'t, 'a> {
    table: &'t Table<'a>,
    renames: Renames,
    header: Row,
    /// Which column of the file each column of the table is.
    at: BTreeMap<usize, usize>,
    /// Which column of the table each column of the file is.
    ours: HashMap<usize, usize>,
    number: Option<usize>,
    /// The columns whose dates are not read, as they have the month first.
    unread: HashSet<usize>,
    known: HashMap<Vec<String>, Vec<u32>>,
    /// The rows that entries have had.
    rows: BTreeMap<u32, usize>,
    new: HashMap<Vec<String>, usize>,
    /// The rows that are known by their names.
    by_name: Vec<(usize, Vec<String>)>,
    /// The number of the next entry that is added.
    next: u32,
    problems: Problems,
    import: Import,
}

impl<'t, 'a> Reading<'t, 'a> {
    /// Begins with the header, and with what whole columns say.
    pub(super) fn of(
        table: &'t Table<'a>,
        headings: &Headings,
        sheet: Sheet,
        rows: &[Row],
        renames: Renames,
    ) -> Result<Self, NotImported> {
        let mut reading = Self {
            table,
            renames,
            at: BTreeMap::new(),
            ours: HashMap::new(),
            number: None,
            unread: HashSet::new(),
            known: HashMap::new(),
            rows: BTreeMap::new(),
            new: HashMap::new(),
            by_name: vec![],
            next: table.next,
            problems: Problems::default(),
            import: Import::default(),
            header: sheet.header,
        };
        reading.name_columns(headings, rows);
        for (id, fields) in &table.entries {
            if let Some(key) = reading.key(fields) {
                reading.known.entry(key).or_default().push(*id);
            }
        }
        if let Some(name) = table.name_column()
            && !reading.at.contains_key(&name)
        {
            let header = &table.columns[name].header;
            let says = format!(
                "no column is headed “{header}”, and without a name nothing is known again; the rows down \
                 to {} were looked at",
                sheet.looked_to
            );
            reading.problem(reading.header.number, None, Fault::new(Kind::NoNames, says));
            return Err(NotImported::Problems(reading.problems.told()));
        }
        let above = sheet.above.into_iter().map(|row| {
            let filled = row.cells.into_iter().filter(|cell| !cell.is_empty());
            (row.number, filled.collect::<Vec<_>>().join(" "))
        });
        reading.import.above = above.collect();
        reading.look_at_dates(rows);
        Ok(reading)
    }

    /// Says of each column of the file which of ours it is.
    fn name_columns(&mut self, headings: &Headings, rows: &[Row]) {
        let words = self.header.cells.iter().cloned();
        let named = words.map(|words| Named {
            heading: headings.get(&words),
            words,
        });
        let named: Vec<Named> = named.collect();
        self.number = number_once(self.table, &named, rows);
        for (at, Named { words, heading }) in named.into_iter().enumerate() {
            let earlier = match heading {
                Some(Heading::Number) => self.number.replace(at),
                Some(Heading::Column(column)) => {
                    self.ours.insert(at, column);
                    self.at.insert(column, at)
                }
                None => {
                    if !words.is_empty() && self.number != Some(at) {
                        self.import.left.push(words);
                    }
                    None
                }
            };
            if let Some(earlier) = earlier {
                let says = format!("column {} is headed the same; keep one", letters(earlier));
                let fault = Fault::new(Kind::HeadedTheSame, says);
                self.problem(self.header.number, Some(at), fault);
            }
        }
    }

    /// Refuses columns of dates as a whole where the month may stand before the day.
    fn look_at_dates(&mut self, rows: &[Row]) {
        let columns = &self.table.columns;
        let is_date = |column: usize| matches!(columns[column].question.input, Input::Date { .. });
        let dates = self.at.iter().filter(|(column, _)| is_date(**column));
        let orders = dates.map(|(column, at)| {
            let mut order = Order::default();
            for row in rows {
                order.look(row.number, row.cells.get(*at).map_or("", String::as_str));
            }
            (*column, *at, order)
        });
        let orders: Vec<(usize, usize, Order)> = orders.collect();
        let is_american = orders.iter().any(|(.., order)| order.is_month_first());
        for (column, at, order) in orders {
            if let Some((row, says)) = order.refused(is_american) {
                self.unread.insert(column);
                self.problem(row, Some(at), Fault::new(Kind::MonthFirst, says));
            }
        }
    }

    fn problem(&mut self, row: usize, at: Option<usize>, fault: Fault) {
        let header = |at: usize| self.header.cells.get(at).map_or("", String::as_str);
        let cell = at.map(|at| (at, header(at)));
        let ours = at.and_then(|at| self.ours.get(&at).copied());
        self.problems.add(row, cell, ours, fault);
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
        let before = self.problems.count();
        for (at, cell) in row.cells.iter().enumerate() {
            let headless = self.header.cells.get(at).is_none_or(String::is_empty);
            if headless && !cell.is_empty() {
                let says = "nothing heads this column; name it or empty it";
                self.problem(row.number, Some(at), Fault::new(Kind::Headless, says));
            }
        }
        let Ok(entry) = self.entry(row) else {
            // What is wrong in its cells is told all the same.
            self.answers(row, None);
            return;
        };
        let after = self.after(row, entry);
        if self.problems.count() == before {
            self.compare(row, entry, after);
        }
    }

    /// The entry that a row is about; none for a new one.
    fn entry(&mut self, row: &Row) -> Result<Option<u32>, ()> {
        let number = self.number.and_then(|at| Some((at, row.cells.get(at)?)));
        let entry = match number.filter(|(_, cell)| !cell.is_empty()) {
            Some((at, cell)) => match self.numbered(cell) {
                Ok(id) => Some(id),
                Err(says) => {
                    self.problem(row.number, Some(at), Fault::new(Kind::NoSuchEntry, says));
                    return Err(());
                }
            },
            None => self.entry_of_that_name(row)?,
        };
        let earlier = entry.and_then(|id| self.rows.insert(id, row.number));
        if let (Some(id), Some(earlier)) = (entry, earlier) {
            let id = self.table.number(id);
            let says = format!("{id} is in row {earlier} already; keep one of them");
            self.problem(row.number, None, Fault::new(Kind::EntryTwice, says));
            return Err(());
        }
        Ok(entry)
    }

    /// The entry with a number.
    fn numbered(&self, cell: &str) -> Result<u32, String> {
        let id = self.table.parsed(cell)?;
        if self.table.entries.contains_key(&id) {
            return Ok(id);
        }
        let (noun, id) = (self.table.noun(), self.table.number(id));
        Err(format!(
            "there is no {noun} {id}; leave the cell empty to add one"
        ))
    }

    fn entry_of_that_name(&mut self, row: &Row) -> Result<Option<u32>, ()> {
        let mut fields = Fields::new();
        for (column, cell) in self.cells(row) {
            let column = &self.table.columns[column];
            let is_key = self.table.known_by.contains(&column.question.id);
            if let (true, Ok(Some(answer))) =
                (is_key, cell::read(cell, column, self.table.on.today))
            {
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
                self.problem(row.number, None, Fault::new(Kind::SeveralEntries, says));
                Err(())
            }
            None => match self.new.insert(key, row.number) {
                None => Ok(None),
                Some(earlier) => {
                    let says = format!("row {earlier} adds the same already; keep one of them");
                    self.problem(row.number, None, Fault::new(Kind::AddedTwice, says));
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

    /// What an entry says once the cells of a row are taken over, and the questions whose cells could
    /// not be.
    fn answers(&mut self, row: &Row, entry: Option<u32>) -> (Fields, HashSet<QuestionId>) {
        let before = entry.and_then(|id| self.table.entries.get(&id));
        let mut after = before.cloned().unwrap_or_default();
        let mut refused = HashSet::new();
        for (place, words) in self.cells(row) {
            let at = self.at.get(&place).copied();
            let column = &self.table.columns[place];
            let id = &column.question.id;
            // What was not touched stays, also where it would not be taken today.
            let was = before.and_then(|before| before.get(id));
            let is_as_it_was = |was| clean_paragraphs(&cell::write(was, column)) == words;
            if self.unread.contains(&place) || was.is_some_and(is_as_it_was) {
                continue;
            }
            match cell::read(words, column, self.table.on.today) {
                Ok(Some(answer)) => {
                    after.insert(id.clone(), answer);
                }
                Ok(None) => {
                    after.remove(id);
                }
                Err(fault) => {
                    refused.insert(id.clone());
                    self.problem(row.number, at, fault);
                }
            }
        }
        (after, refused)
    }

    fn after(&mut self, row: &Row, entry: Option<u32>) -> Fields {
        let (mut after, refused) = self.answers(row, entry);
        self.table.settle(&mut after);
        let before = entry.and_then(|id| self.table.entries.get(&id));
        for id in &self.table.known_by {
            let was_missing = before.is_some_and(|before| !before.contains_key(id));
            if !after.contains_key(id) && !was_missing && !refused.contains(id) {
                let columns = self.table.columns.iter();
                let mut header = columns.filter(|c| c.question.id == *id);
                let header = header.next().map_or("", |column| &column.header);
                let says = format!("every {} needs this: “{header}”", self.table.noun());
                let at = self.place(id.as_str());
                self.problem(row.number, at, Fault::new(Kind::Missing, says));
            }
        }
        for (id, fault) in self.table.faults(entry, &after) {
            let at = id.and_then(|id| self.place(id.as_str()));
            self.problem(row.number, at, fault);
        }
        after
    }

    fn compare(&mut self, row: &Row, entry: Option<u32>, after: Fields) {
        let table = self.table;
        let before = entry.and_then(|id| table.entries.get(&id));
        let rename = entry.zip(before).and_then(|(id, before)| {
            let (from, to) = (table.name_of(before), table.name_of(&after));
            let row = row.number;
            let is_other = !from.is_empty() && folded(&from) != folded(&to);
            is_other.then_some(Rename { row, id, from, to })
        });
        if let (Some(rename), Renames::Left) = (rename, self.renames) {
            self.import.renames.push(rename);
            return;
        }
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
        self.import.changes.push(RowChange {
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
                self.problem(row, None, Fault::new(Kind::SameName, says));
            }
        }
    }

    /// What all rows change, or all that is wrong with them.
    pub(super) fn end(mut self) -> Result<Import, NotImported> {
        if self.problems.count() == 0 {
            self.check_names();
        }
        if self.problems.count() > 0 {
            return Err(NotImported::Problems(self.problems.told()));
        }
        let added = self.import.changes.iter().filter(|change| change.is_new);
        if let Some(refused) = self.table.too_many(added.count()) {
            return Err(refused);
        }
        self.import.absent = self.table.entries.len() - self.rows.len();
        Ok(self.import)
    }
}

#[cfg(test)]
mod tests;
