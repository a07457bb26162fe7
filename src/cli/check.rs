//! `questionnaire check` and `questionnaire schema`.

use std::path::Path;

use super::error::CliError;
use super::wizard::read_questionnaire;
use super::{Done, print, print_json};
use crate::questionnaire::schema as json_schema;
use crate::text::counted;

/// Says what is wrong with a questionnaire, or what is in it.
pub fn check(file: &Path) -> Result<Done, CliError> {
    let asked = read_questionnaire(file)?;
    let (scenarios, questions) = (asked.scenarios().count(), asked.questions().count());
    print(&format!(
        "{}: sound. {} {}, with {}, {} and {}.",
        file.display(),
        asked.id,
        asked.version,
        counted(asked.requirements.len(), "requirement"),
        counted(scenarios, "scenario"),
        counted(questions, "question"),
    ))?;
    Ok(Done::Well)
}

/// Prints the JSON Schema of questionnaires.
pub fn schema() -> Result<Done, CliError> {
    print_json(&json_schema())?;
    Ok(Done::Well)
}
