//! `questionnaire list` and `questionnaire guide`: what comes with the program.

use serde_json::json;

use crate::cli::error::CliError;
use crate::cli::wizard::built_in;
use crate::cli::{Done, print, print_json};
use crate::questionnaire::Questionnaire;
use crate::text::counted;

/// The manual page, for people who have nothing but the program.
const GUIDE: &str = include_str!("../../../questionnaires/README.md");

/// Lists the questionnaires that are built in.
pub(super) fn list(as_json: bool) -> Result<Done, CliError> {
    let all = [built_in()?];
    if as_json {
        let rows: Vec<_> = all.iter().map(as_row).collect();
        print_json(&json!(rows))?;
        return Ok(Done::Well);
    }
    for asked in &all {
        print(&format!(
            "{}  {}  {}  ({}, {}, {})",
            asked.id,
            asked.version,
            asked.title,
            counted(asked.requirements.len(), "requirement"),
            counted(asked.scenarios().count(), "scenario"),
            counted(asked.questions().count(), "question"),
        ))?;
    }
    Ok(Done::Well)
}

fn as_row(asked: &Questionnaire) -> serde_json::Value {
    json!({
        "id": asked.id, "version": asked.version, "title": asked.title,
        "requirements": asked.requirements.len(),
        "scenarios": asked.scenarios().count(),
        "questions": asked.questions().count(),
        "exemptions": asked.exemptions.len(),
        "views": asked.views.len(),
    })
}

/// Prints the guide to writing a questionnaire.
pub(super) fn guide() -> Result<Done, CliError> {
    print(GUIDE.trim_end())?;
    Ok(Done::Well)
}
