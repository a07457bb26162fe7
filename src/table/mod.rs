//! Registers as tables: what goes out into a spreadsheet, and what a table that comes back would
//! change in a record. Pure: bytes in, rows, differences and events out.

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
use crate::facts::{ActionId, Answer, Assessment, Event, Logged, SystemId};
use crate::history::Used;
use crate::questionnaire::{QuestionId, Questionnaire};

pub use column::Column;
pub(crate) use guard::guarded;
pub(crate) use import::{CellChange, Import, RowChange};
pub use import::{NotImported, Rename, Renames};
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
    kind: Kind<'a>,
    columns: Vec<Column>,
    /// The columns by which an entry without a number is known; the first is its name.
    known_by: Vec<QuestionId>,
    entries: BTreeMap<u32, Fields>,
    /// The first number that was never used.
    next: u32,
}

/// What an entry is.
enum Kind<'a> {
    System,
    Action(&'a Assessment),
}

impl<'a> Table<'a> {
    /// The register of systems of a record; none where its questionnaire keeps none.
    pub fn of_systems(
        questionnaire: &Questionnaire,
        state: &Assessment,
        entries: &[Logged],
    ) -> Option<Self> {
        let form = &questionnaire.systems.as_ref()?.form;
        let used = used(entries).last::<SystemId>().map_or(0, |id| id.0);
        let systems = state.systems.iter();
        Some(Self::new(
            Kind::System,
            systems::columns(form),
            vec![form.name.clone()],
            systems.map(|(id, system)| (id.0, system.fields.clone())),
            used,
        ))
    }

    /// The actions of a record.
    pub fn of_actions(
        questionnaire: &'a Questionnaire,
        state: &'a Assessment,
        entries: &[Logged],
    ) -> Self {
        let used = used(entries).last::<ActionId>().map_or(0, |id| id.0);
        let columns = actions::columns(questionnaire, state);
        let known_by = columns.iter().map(|column| column.question.id.clone());
        let known_by =
            known_by.filter(|id| [actions::WHAT, actions::SCENARIO].contains(&id.as_str()));
        let mut known_by: Vec<QuestionId> = known_by.collect();
        known_by.sort_by_key(|id| id.as_str() != actions::WHAT);
        let actions = state.actions.iter();
        Self::new(
            Kind::Action(state),
            columns,
            known_by,
            actions.map(|(id, action)| (id.0, actions::fields(questionnaire, state, action))),
            used,
        )
    }

    fn new(
        kind: Kind<'a>,
        columns: Vec<Column>,
        known_by: Vec<QuestionId>,
        entries: impl Iterator<Item = (u32, Fields)>,
        used: u32,
    ) -> Self {
        let entries: BTreeMap<u32, Fields> = entries.collect();
        let last = entries.last_key_value().map_or(0, |(id, _)| *id);
        Self {
            kind,
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
            Kind::Action(..) => "action",
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
            Kind::Action(..) => ActionId(id).to_string(),
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
            Kind::Action(..) => text.parse::<ActionId>().map(|id| id.0),
        };
        number.map_err(|error| error.to_string())
    }

    /// What is wrong with an entry as a whole: the column, and a sentence.
    fn faults(&self, id: Option<u32>, after: &Fields) -> Vec<(&'static str, Fault)> {
        let before = id.and_then(|id| self.entries.get(&id));
        match self.kind {
            Kind::System => vec![],
            Kind::Action(state) => actions::faults(state, id, before, after),
        }
    }

    /// Fills in what an empty cell stands for.
    fn settle(&self, fields: &mut Fields) {
        if let Kind::Action(..) = self.kind {
            actions::settle(fields);
        }
    }

    /// The events that take over what came in.
    pub fn events(&self, import: &Import, state: &Assessment) -> Vec<Event> {
        let changes = import.changes.iter();
        let events = changes.filter_map(|change| match self.kind {
            Kind::System => Some(systems::event(state, change)),
            Kind::Action(..) => actions::event(state, change),
        });
        events.collect()
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
