//! `questionnaire check` and `questionnaire schema`.

use std::path::Path;

use serde_json::{Value, json};

use crate::cli::error::CliError;
use crate::cli::wizard::read_questionnaire_bytes;
use crate::cli::{Done, print, print_json, tell};
use crate::lint::{lint, lint_texts};
use crate::questionnaire::{self, LoadError, Questionnaire, SCHEMA};
use crate::text::counted;

/// Something to put right, or to make better.
struct Item {
    /// None for the file as a whole.
    line: Option<usize>,
    field: String,
    says: String,
    kind: &'static str,
}

/// Says what is wrong with a questionnaire and what should be better, or what is in it.
/// Exit code 1 while it is not sound, 3 while it should be better.
pub(super) fn check(file: &Path, as_json: bool) -> Result<Done, CliError> {
    let bytes = read_questionnaire_bytes(file)?;
    let read = match questionnaire::read(&bytes) {
        Ok(read) => read,
        Err(error) if as_json => {
            print_items(file, &[unread(&error)])?;
            return Ok(Done::Unsound);
        }
        Err(source) => return Err(CliError::questionnaire(file, &source)),
    };
    let is_sound = read.problems.is_empty();
    // Conditions that do not fit their questions, or go round in a loop, cannot be followed.
    let findings = if is_sound {
        lint(&read.questionnaire)
    } else {
        lint_texts(&read.questionnaire)
    };
    let mut better: Vec<Item> = findings
        .into_iter()
        .map(|finding| Item {
            line: Some(read.lines.line(&finding.field)),
            field: finding.field,
            says: finding.says,
            kind: finding.kind.word(),
        })
        .collect();
    better.sort_by_key(|item| item.line);
    if as_json {
        let problems = read.problems.into_iter().map(|problem| Item {
            line: Some(problem.line),
            field: problem.field,
            says: problem.says,
            kind: "problem",
        });
        let items: Vec<Item> = problems.chain(better).collect();
        print_items(file, &items)?;
        return Ok(done(is_sound, items.is_empty()));
    }
    if is_sound {
        print(&sound(file, &read.questionnaire))?;
    } else {
        let error = CliError::questionnaire(file, &LoadError::Invalid(read.problems));
        tell(&format!("mfa-assess: {error}"));
    }
    if !better.is_empty() {
        print(&words(file, is_sound, &better))?;
    }
    Ok(done(is_sound, better.is_empty()))
}

const fn done(is_sound: bool, nothing_found: bool) -> Done {
    match (is_sound, nothing_found) {
        (false, _) => Done::Unsound,
        (true, false) => Done::Incomplete,
        (true, true) => Done::Well,
    }
}

/// Why the file cannot be read as a questionnaire.
fn unread(error: &LoadError) -> Item {
    let (line, field, says) = if let LoadError::Shape {
        line, field, says, ..
    } = error
    {
        (Some(*line), field.clone(), says.clone())
    } else {
        (None, String::new(), error.to_string())
    };
    Item {
        line,
        field,
        says,
        kind: "problem",
    }
}

fn print_items(file: &Path, items: &[Item]) -> Result<(), CliError> {
    let items = items.iter().map(|item| {
        json!({
            "file": file, "line": item.line, "field": item.field,
            "says": item.says, "kind": item.kind,
        })
    });
    print_json(&Value::Array(items.collect()))
}

fn sound(file: &Path, asked: &Questionnaire) -> String {
    let (scenarios, questions) = (asked.scenarios().count(), asked.questions().count());
    format!(
        "{}: sound. {} {}, with {}, {} and {}.",
        file.display(),
        asked.id,
        asked.version,
        counted(asked.requirements.len(), "requirement"),
        counted(scenarios, "scenario"),
        counted(questions, "question"),
    )
}

fn words(file: &Path, is_sound: bool, better: &[Item]) -> String {
    let later = if is_sound {
        ""
    } else {
        "; whether every outcome can be reached is looked at once it is sound"
    };
    let count = counted(better.len(), "thing");
    let mut lines = vec![format!(
        "{}: {count} to make better{later}:",
        file.display()
    )];
    lines.extend(better.iter().map(|item| {
        let line = item.line.unwrap_or(1);
        let Item { field, says, .. } = item;
        format!("  line {line}, field {field}: {says}.")
    }));
    lines.join("\n")
}

/// Prints the JSON Schema of questionnaires.
pub(super) fn schema() -> Result<Done, CliError> {
    print(SCHEMA.trim_end())?;
    Ok(Done::Well)
}
