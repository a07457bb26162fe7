//! What an import would do, or has done, in words and for programs.

use std::path::Path;

use serde_json::{Value, json};

use super::args::ImportArgs;
use crate::cli::error::CliError;
use crate::cli::{print, print_json, tell};
use crate::record::name_of;
use crate::table::{CellChange, Import, Problem, RowChange, Table};
use crate::text::{clipped, counted, listed};

/// The most that a preview shows of one answer, in characters.
const SHOWN: usize = 120;

/// The most columns that are named where they are left.
const NAMED: usize = 40;

/// What is told of an import.
pub(super) struct Told<'t, 'a> {
    table: &'t Table<'a>,
    import: &'t Import,
    file: &'t Path,
    record: String,
}

impl<'t, 'a> Told<'t, 'a> {
    pub(super) fn of(
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
    pub(super) fn only(&self, given: &ImportArgs) -> Result<(), CliError> {
        if given.json {
            return print_json(&self.json(&[]));
        }
        print(&self.words())?;
        tell(if given.dry_run {
            "Nothing was written: this is a dry run."
        } else {
            "Nothing was written: there is nothing to change."
        });
        Ok(())
    }

    /// What it changes: how many of each, then each with its answers.
    pub(super) fn words(&self) -> String {
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
        if let [(first, words), others @ ..] = import.above.as_slice() {
            let words = clipped(words, 60);
            lines.push(match others.last() {
                None => format!("Row {first} above the header is left: “{words}”."),
                Some((last, _)) => {
                    format!(
                        "Rows {first} to {last} above the header are left: “{words}” and others."
                    )
                }
            });
        }
        if !import.left.is_empty() {
            let left = import.left.iter().take(NAMED);
            let left = left.map(|name| format!("“{}”", clipped(name, 60)));
            let mut left: Vec<String> = left.collect();
            let columns = if left.len() == 1 { "Column" } else { "Columns" };
            match import.left.len() - left.len() {
                0 => {}
                more => left.push(format!("{more} more")),
            }
            lines.push(format!(
                "{columns} left, as nothing here is called so: {}.",
                listed(&left)
            ));
        }
        if !import.renames.is_empty() {
            lines.extend(renames(self.table, import));
            lines.push("With --rename, they are renamed.".to_owned());
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

    fn title(&self, change: &RowChange) -> String {
        let does = if change.is_new { "Add" } else { "Change" };
        let (id, name) = (self.table.number(change.id), clipped(&change.name, SHOWN));
        format!("{does} {id}  {name}  (row {})", change.row)
    }

    /// That it was written.
    pub(super) fn written(&self, entries: &[u64]) -> String {
        let record = &self.record;
        let written = match entries {
            [one] => format!("Written as entry {one} of {record}."),
            [first, .., last] => format!("Written as entries {first} to {last} of {record}."),
            [] => "Nothing was written.".to_owned(),
        };
        format!("\n{written}")
    }

    /// It for programs.
    pub(super) fn json(&self, entries: &[u64]) -> Value {
        let of = |is_new: bool| -> Vec<Value> {
            let changes = self.import.changes.iter();
            let changes = changes.filter(|change| change.is_new == is_new);
            changes.map(|change| self.change_json(change)).collect()
        };
        let renames = self.import.renames.iter().map(|rename| {
            let id = self.table.number(rename.id);
            json!({"id": id, "row": rename.row, "from": rename.from, "to": rename.to})
        });
        let renames: Vec<Value> = renames.collect();
        let rows_above: Vec<usize> = self.import.above.iter().map(|(row, _)| *row).collect();
        json!({
            "file": self.file, "record": self.record, "written": entries,
            "added": of(true), "changed": of(false),
            "same": self.import.same, "not_in_file": self.import.absent,
            "columns_left": self.import.left, "rows_above": rows_above, "renames_left": renames,
            "problems": [],
        })
    }

    fn change_json(&self, change: &RowChange) -> Value {
        let cells = change.cells.iter().map(|cell| {
            let (question, header) = (&cell.question, &cell.header);
            json!({"question": question, "header": header, "from": cell.from, "to": cell.to})
        });
        let cells: Vec<Value> = cells.collect();
        let id = self.table.number(change.id);
        json!({"id": id, "name": change.name, "row": change.row, "answers": cells})
    }
}

/// The rows that are left, as they would rename something.
pub(super) fn renames(table: &Table<'_>, import: &Import) -> Vec<String> {
    let rows = counted(import.renames.len(), "row");
    let head = match import.renames.len() {
        1 => format!("{rows} is left, as it has the number of one and the name of another:"),
        _ => format!("{rows} are left, as each has the number of one and the name of another:"),
    };
    let renames = import.renames.iter().map(|rename| {
        let id = table.number(rename.id);
        let (from, to) = (clipped(&rename.from, SHOWN), clipped(&rename.to, SHOWN));
        format!(
            "    {id} “{from}” would become “{to}”  (row {})",
            rename.row
        )
    });
    std::iter::once(head).chain(renames).collect()
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
pub(super) fn problems(problems: &[Problem], file: &Path) -> Value {
    let rows = problems.iter().map(|problem| {
        let (column, header) = problem.column.clone().unzip();
        json!({"row": problem.row, "column": column, "header": header, "says": problem.says,
            "count": problem.count, "places": problem.places})
    });
    let rows: Vec<Value> = rows.collect();
    json!({"file": file, "written": [], "problems": rows})
}
