//! What an import would do, or has done, in words and for programs.

use std::path::Path;

use serde_json::{Value, json};

use super::args::ImportArgs;
use crate::cli::error::CliError;
use crate::cli::{print, print_json, tell};
use crate::record::name_of;
use crate::table::{CellChange, Change, Import, Problem, Table};
use crate::text::{clipped, counted, listed};

/// The most that a preview shows of one answer, in characters.
const SHOWN: usize = 120;

/// What is told of an import.
pub struct Told<'t, 'a> {
    table: &'t Table<'a>,
    import: &'t Import,
    file: &'t Path,
    record: String,
}

impl<'t, 'a> Told<'t, 'a> {
    pub fn of(
        table: &'t Table<'a>,
        import: &'t Import,
        given: &'t ImportArgs,
        record: &Path,
    ) -> Self {
        Self {
            table,
            import,
            file: &given.file,
            record: name_of(record),
        }
    }

    /// Tells it where nothing is written.
    pub fn only(&self, given: &ImportArgs) -> Result<(), CliError> {
        if given.json {
            return print_json(&self.json(&[]));
        }
        print(&self.words())?;
        tell(match given.dry_run {
            true => "Nothing was written: this is a dry run.",
            false => "Nothing was written: there is nothing to change.",
        });
        Ok(())
    }

    /// What it changes: how many of each, then each with its answers.
    pub fn words(&self) -> String {
        let import = self.import;
        let new = import.changes.iter().filter(|change| change.is_new).count();
        let changed = import.changes.len() - new;
        let noun = self.table.noun();
        let mut lines = vec![format!(
            "{}, for {}: {} to add, {} to change, {} as recorded.",
            self.file.display(),
            self.record,
            counted(new, noun),
            changed,
            import.same
        )];
        if import.absent > 0 {
            let (verb, absent) = match import.absent {
                1 => ("is not in it and stays", counted(1, noun)),
                more => ("are not in it and stay", counted(more, noun)),
            };
            lines.push(format!("{absent} of the record {verb}."));
        }
        if !import.left.is_empty() {
            let left = import
                .left
                .iter()
                .map(|name| format!("“{}”", clipped(name, 60)));
            let left: Vec<String> = left.collect();
            let columns = if left.len() == 1 { "Column" } else { "Columns" };
            lines.push(format!(
                "{columns} left, as nothing here is called so: {}.",
                listed(&left)
            ));
        }
        for change in &import.changes {
            lines.push(String::new());
            lines.push(self.title(change));
            lines.extend(
                change
                    .cells
                    .iter()
                    .map(|cell| cell_words(cell, change.is_new)),
            );
        }
        lines.join("\n")
    }

    fn title(&self, change: &Change) -> String {
        let does = if change.is_new { "Add" } else { "Change" };
        let (id, name) = (self.table.number(change.id), clipped(&change.name, SHOWN));
        format!("{does} {id}  {name}  (row {})", change.row)
    }

    /// That it was written.
    pub fn written(&self, entries: &[u64]) -> String {
        let record = &self.record;
        let written = match entries {
            [one] => format!("Written as entry {one} of {record}."),
            [first, .., last] => format!("Written as entries {first} to {last} of {record}."),
            [] => "Nothing was written.".to_owned(),
        };
        format!("\n{written}")
    }

    /// It for programs.
    pub fn json(&self, entries: &[u64]) -> Value {
        let of = |is_new: bool| -> Vec<Value> {
            let changes = self.import.changes.iter();
            let changes = changes.filter(|change| change.is_new == is_new);
            changes.map(|change| self.change_json(change)).collect()
        };
        json!({
            "file": self.file, "record": self.record, "written": entries,
            "added": of(true), "changed": of(false),
            "same": self.import.same, "not_in_file": self.import.absent,
            "columns_left": self.import.left, "problems": [],
        })
    }

    fn change_json(&self, change: &Change) -> Value {
        let cells = change.cells.iter().map(|cell| {
            let (question, header) = (&cell.question, &cell.header);
            json!({"question": question, "header": header, "from": cell.from, "to": cell.to})
        });
        let cells: Vec<Value> = cells.collect();
        let id = self.table.number(change.id);
        json!({"id": id, "name": change.name, "row": change.row, "answers": cells})
    }
}

fn cell_words(cell: &CellChange, is_new: bool) -> String {
    let shown = |words: &Option<String>| {
        let words = words.as_ref().map(|words| clipped(words, SHOWN));
        words.unwrap_or_else(|| "(nothing)".to_owned())
    };
    let (header, to) = (&cell.header, shown(&cell.to));
    let header = if header.ends_with('?') {
        header.clone()
    } else {
        format!("{header}:")
    };
    if is_new {
        format!("    {header} {to}")
    } else {
        format!("    {header} {} → {to}", shown(&cell.from))
    }
}

/// What is wrong with a table, for programs.
pub fn problems(problems: &[Problem], file: &Path) -> Value {
    let rows = problems.iter().map(|problem| {
        let (column, header) = problem.column.clone().unzip();
        json!({"row": problem.row, "column": column, "header": header, "says": problem.says})
    });
    let rows: Vec<Value> = rows.collect();
    json!({"file": file, "written": [], "problems": rows})
}
