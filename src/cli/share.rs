//! `share`: a copy of a record for others, without what they need not see.

use std::collections::BTreeSet;
use std::path::Path;

use super::args::Common;
use super::error::CliError;
use super::wizard::library;
use super::{Done, print, tell};
use crate::assessment::{Hidden, Original};
use crate::record::{Journal, Lines, name_of, read};
use crate::session::look;

/// Writes the copy, reads it back, and says what it is.
pub fn share(
    common: &Common,
    record: &str,
    output: &Path,
    without: &[Hidden],
) -> Result<Done, CliError> {
    let (path, loaded) = look(&library(common)?, Some(record))?;
    let name = name_of(&path);
    if loaded.state.redaction.is_some() {
        return Err(CliError::SharedAlready(name));
    }
    let original = Original {
        name: &name,
        questionnaire: &loaded.questionnaire,
        entries: &loaded.entries,
        state: &loaded.state,
    };
    let hidden: BTreeSet<Hidden> = without.iter().copied().collect();
    // A record that was read has entries.
    let Some(copy) = original.without(&hidden) else {
        return Ok(Done::Well);
    };
    let (at, by) = (copy.at, copy.by.clone());
    let events = copy.entries(&loaded.questionnaire)?;
    Journal::copy(output, Lines::new(at, &by, events)?)?;
    let shared = read(output)?;
    print(&output.display().to_string())?;
    if let Some(redaction) = &shared.state.redaction {
        tell(&redaction.words());
    }
    tell("Choices, numbers and dates are as they were. Read it through before you share it.");
    Ok(Done::Well)
}
