//! Registers as tables: what goes out into a spreadsheet, and what a table that comes back would
//! change in a record. Pure: bytes in, rows, differences and changes out.

mod actions;
mod cell;
mod column;
mod date;
mod guard;
mod import;
mod problem;
#[cfg(test)]
mod properties;
mod reading;
mod rows;
mod systems;

use std::collections::BTreeMap;
use std::io;

use problem::Fault;

use crate::facts::limits::ROWS;
use crate::facts::{ActionField, ActionId, Answer, Change, Logged, System, SystemId};
use crate::history::Used;
use crate::propose::{Rule, objections};
use crate::questionnaire::QuestionId;
use crate::rules::AsAt;

pub use column::Column;
pub(crate) use guard::guarded;
pub(crate) use import::{CellChange, RowChange};
pub use import::{Import, NotImported, Rename, Renames};
pub use problem::Problem;
pub(crate) use rows::{MAX_BYTES, write as write_rows};

/// The answers of an entry, by the questions of its columns.
pub type Fields = BTreeMap<QuestionId, Answer>;

/// The column that holds the number of an entry: no other tool heads its own so.
pub const NUMBER: &str = "mfa-assess number";
/// What it was called once, as other tools call theirs.
const NUMBER_ONCE: &str = "Number";

/// The entries of a register as a table.
pub struct Table<'a> {
    kind: Kind,
    on: AsAt<'a>,
    columns: Vec<Column>,
    /// The columns by which an entry without a number is known; the first is its name.
    known_by: Vec<QuestionId>,
    entries: BTreeMap<u32, Fields>,
    /// The first number that was never used.
    next: u32,
}

/// What an entry is.
#[derive(Clone, Copy)]
enum Kind {
    System,
    Action,
}

impl<'a> Table<'a> {
    /// The register of systems of a record; none where its questionnaire keeps none.
    pub fn of_systems(on: AsAt<'a>) -> Option<Self> {
        let form = &on.asked.systems.as_ref()?.form;
        let used = used(on.entries).last::<SystemId>().map_or(0, |id| id.0);
        let systems = on.state.systems.iter();
        Some(Self::new(
            (Kind::System, on),
            systems::columns(form),
            vec![form.name.clone()],
            systems.map(|(id, system)| (id.0, system.fields.clone())),
            used,
        ))
    }

    /// The actions of a record.
    pub fn of_actions(on: AsAt<'a>) -> Self {
        let used = used(on.entries).last::<ActionId>().map_or(0, |id| id.0);
        let columns = actions::columns(on.asked, on.state);
        let known_by = columns.iter().map(|column| column.question.id.clone());
        let known_by = known_by
            .filter(|id| [ActionField::What.id(), actions::SCENARIO].contains(&id.as_str()));
        let mut known_by: Vec<QuestionId> = known_by.collect();
        known_by.sort_by_key(|id| id.as_str() != ActionField::What.id());
        let actions = on.state.actions.iter();
        Self::new(
            (Kind::Action, on),
            columns,
            known_by,
            actions.map(|(id, action)| (id.0, actions::fields(on.asked, on.state, action))),
            used,
        )
    }

    fn new(
        (kind, on): (Kind, AsAt<'a>),
        columns: Vec<Column>,
        known_by: Vec<QuestionId>,
        entries: impl Iterator<Item = (u32, Fields)>,
        used: u32,
    ) -> Self {
        let entries: BTreeMap<u32, Fields> = entries.collect();
        let last = entries.last_key_value().map_or(0, |(id, _)| *id);
        Self {
            kind,
            on,
            columns,
            known_by,
            entries,
            next: last.max(used).saturating_add(1),
        }
    }

    /// The columns, without that of the number.
    pub fn columns(&self) -> &[Column] {
        &self.columns
    }

    /// What one entry is called: "system" or "action".
    pub const fn noun(&self) -> &'static str {
        match self.kind {
            Kind::System => "system",
            Kind::Action => "action",
        }
    }

    /// How many entries there are.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there is no entry.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The table as the bytes of a CSV file: a header, and a row for each entry.
    ///
    /// # Errors
    /// When the bytes cannot be made.
    pub fn to_csv(&self) -> io::Result<Vec<u8>> {
        let header = self.columns.iter().map(|column| column.header.clone());
        let header = std::iter::once(NUMBER.to_owned()).chain(header).collect();
        let entries = self.entries.iter().map(|(id, fields)| {
            let cells = self.columns.iter().map(|column| {
                let answer = fields.get(&column.question.id);
                answer.map_or_else(String::new, |answer| cell::write(answer, column))
            });
            std::iter::once(self.number(*id)).chain(cells).collect()
        });
        rows::write(std::iter::once(header).chain(entries))
    }

    /// A number as it is shown.
    pub fn number(&self, id: u32) -> String {
        match self.kind {
            Kind::System => SystemId(id).to_string(),
            Kind::Action => ActionId(id).to_string(),
        }
    }

    /// Why a table would bring too many entries into the record.
    fn too_many(&self, added: usize) -> Option<NotImported> {
        let has = self.entries.len() + added;
        (added > 0 && has > ROWS).then(|| NotImported::TooMany {
            noun: self.noun(),
            has,
        })
    }

    /// A number as it is written.
    fn parsed(&self, text: &str) -> Result<u32, String> {
        let number = match self.kind {
            Kind::System => text.parse::<SystemId>().map(|id| id.0),
            Kind::Action => text.parse::<ActionId>().map(|id| id.0),
        };
        number.map_err(|error| error.to_string())
    }

    /// What speaks against what a row would say: the column, none for the row as a whole, and a sentence.
    fn faults(&self, id: Option<u32>, after: &Fields) -> Vec<(Option<QuestionId>, Fault)> {
        let days = match self.kind {
            Kind::System => None,
            Kind::Action => actions::two_days(after),
        };
        let change = self.change(id.unwrap_or(self.next), after);
        let objections = change.map(|change| objections(self.on, change));
        // That it says nothing is told as a cell that is missing.
        let objections = objections.into_iter().flatten();
        let objections = objections.filter(|(_, rule)| *rule != Rule::NoWords);
        let said = objections.map(|(part, rule)| {
            let column = match self.kind {
                Kind::System => systems::column(&part),
                Kind::Action => actions::column(&part),
            };
            (column, Fault::of(&rule))
        });
        days.into_iter().chain(said).collect()
    }

    /// Fills in what an empty cell stands for.
    fn settle(&self, fields: &mut Fields) {
        if let Kind::Action = self.kind {
            actions::settle(fields);
        }
    }

    /// The changes that take over what came in.
    pub fn changes(&self, import: &Import) -> Vec<Change> {
        let changes = import.changes.iter();
        changes
            .filter_map(|change| self.change(change.id, &change.after))
            .collect()
    }

    /// The change that lets an entry say this; none without a scenario, which the table refuses before.
    fn change(&self, id: u32, after: &Fields) -> Option<Change> {
        match self.kind {
            Kind::System => {
                let fields = after.clone();
                Some(Change::System(SystemId(id), Some(System { fields })))
            }
            Kind::Action => actions::change(self.on.state, ActionId(id), after),
        }
    }

    /// The entries: their numbers and answers.
    pub fn entries(&self) -> impl Iterator<Item = (u32, &Fields)> {
        self.entries.iter().map(|(id, fields)| (*id, fields))
    }

    /// The column that holds the name of an entry.
    fn name_column(&self) -> Option<usize> {
        let name = self.known_by.first()?;
        self.columns.iter().position(|c| c.question.id == *name)
    }

    /// The words of the name of an entry; empty while it has none.
    pub fn name_of(&self, fields: &Fields) -> String {
        let name = self.known_by.first().and_then(|id| fields.get(id));
        name.map_or_else(String::new, Answer::raw)
    }
}

fn used(entries: &[Logged]) -> Used {
    Used::by(entries.iter().map(|logged| &logged.entry.event))
}
