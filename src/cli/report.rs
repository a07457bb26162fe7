//! `report`: the report of an assessment, as a PDF.

use std::path::PathBuf;

use jiff::civil::Date;

use super::args::Common;
use super::error::CliError;
use super::wizard::library;
use super::{Done, print, tell};
use crate::assessment::Results;
use crate::record::name_of;
use crate::report::{Basis, write_pdf};
use crate::session::{Clock, look};
use crate::text::clean_line;

/// Writes the report and says where it is.
pub fn report(
    common: &Common,
    record: Option<&str>,
    output: Option<PathBuf>,
    marking: Option<String>,
    as_at: Option<Date>,
) -> Result<Done, CliError> {
    let (path, loaded) = look(&library(common)?, record)?;
    let as_at = as_at.unwrap_or_else(|| Clock::System.today());
    let results = Results::of(&loaded.questionnaire, &loaded.state, as_at);
    let marking = marking.map(|words| clean_line(&words));
    let basis = Basis::of(
        &loaded,
        &results,
        as_at,
        marking
            .as_deref()
            .unwrap_or_else(|| loaded.questionnaire.default_marking()),
    );
    let output = output.unwrap_or_else(|| PathBuf::from(format!("{}.pdf", name_of(&path))));
    write_pdf(&basis, &output)?;
    print(&output.display().to_string())?;
    if !loaded.state.is_signed() {
        tell("It is a draft: nobody has signed the record as it stands.");
    }
    tell(
        "It describes weaknesses, and the whole record is attached to it: think before you share it.",
    );
    Ok(Done::Well)
}
