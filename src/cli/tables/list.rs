//! The entries of a register, in words and for programs.

use serde_json::{Value, json};

use super::{ListArgs, Of};
use crate::cli::args::Common;
use crate::cli::error::CliError;
use crate::cli::wizard::{library, look};
use crate::cli::{Done, print, print_json, tell};
use crate::record::Loaded;
use crate::session::Clock;
use crate::table::Table;
use crate::text::clipped;

/// The most that a list shows of one answer, in characters.
const SHOWN: usize = 120;

/// Lists the entries of a register.
pub(crate) fn list(common: &Common, of: Of, given: &ListArgs) -> Result<Done, CliError> {
    let (_, loaded) = look(&library(common)?, given.record.as_deref())?;
    let table = of.table(&loaded)?;
    if given.json {
        print_json(&match of {
            Of::Systems => systems_json(&table),
            Of::Actions => actions_json(&loaded),
        })?;
    } else if table.is_empty() {
        tell(&format!("No {} is recorded yet.", table.noun()));
    } else {
        let lines = match of {
            Of::Systems => systems(&table),
            Of::Actions => actions(&loaded),
        };
        print(&lines.join("\n"))?;
    }
    Ok(Done::Well)
}

fn systems(table: &Table<'_>) -> Vec<String> {
    let mut lines = vec![];
    for (id, fields) in table.entries() {
        let name = match table.name_of(fields) {
            none if none.is_empty() => "Not named yet".to_owned(),
            name => name,
        };
        lines.push(format!("{}  {name}", table.number(id)));
        let answers = table.columns().iter().filter_map(|column| {
            let answer = fields.get(&column.question.id)?;
            let words = column.words(answer);
            (words != name).then(|| format!("    {} {}", column.header, clipped(&words, SHOWN)))
        });
        lines.extend(answers);
    }
    lines
}

fn systems_json(table: &Table<'_>) -> Value {
    let rows = table.entries().map(|(id, fields)| {
        let answers = table.columns().iter().filter_map(|column| {
            let answer = fields.get(&column.question.id)?;
            let (question, words) = (&column.question, column.words(answer));
            Some(json!({
                "question": question.id, "text": question.text,
                "answer": answer, "words": words,
            }))
        });
        let answers: Vec<Value> = answers.collect();
        json!({"id": table.number(id), "name": table.name_of(fields), "answers": answers})
    });
    rows.collect()
}

fn actions(loaded: &Loaded) -> Vec<String> {
    let today = Clock::System.today();
    let rows = loaded.state.actions.iter().flat_map(|(id, action)| {
        let title = loaded
            .state
            .scenario_title(&loaded.questionnaire, &action.scenario);
        let what = match action.what.as_str() {
            "" => "Not described yet",
            what => what,
        };
        let owner = match action.owner_words() {
            none if none.is_empty() => "No owner yet".to_owned(),
            owner => owner,
        };
        let state = action.state_words(today);
        [
            format!("{id}  {}  ({state})", clipped(what, SHOWN)),
            format!("    {title}. {owner}. {}", action.due.words()),
        ]
    });
    rows.collect()
}

fn actions_json(loaded: &Loaded) -> Value {
    let today = Clock::System.today();
    let rows = loaded.state.actions.iter().map(|(id, action)| {
        let title = loaded
            .state
            .scenario_title(&loaded.questionnaire, &action.scenario);
        // As `export --json` has it, and what follows from it today.
        let mut row = json!(action);
        row["id"] = json!(id.to_string());
        row["scenario_title"] = json!(title);
        let finds_out = action.finds_out.as_ref();
        let finds_out = finds_out.map(|id| loaded.state.question_text(&loaded.questionnaire, id));
        row["finds_out_words"] = json!(finds_out);
        row["overdue"] = json!(action.is_overdue(today));
        row
    });
    rows.collect()
}
