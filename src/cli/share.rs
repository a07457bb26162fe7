//! `share`: a copy of a record for others, without what they need not see.

use std::collections::BTreeSet;
use std::path::Path;

use super::args::Common;
use super::error::CliError;
use super::wizard::{library, look};
use super::{Done, is_standard_output, say, tell};
use crate::facts::Hidden;
use crate::history::Original;
use crate::output::{Kind, Output};
use crate::record::{Journal, Lines, name_of, read};

/// The command, for whoever is told to choose another place.
const COMMAND: &str = "mfa-assess share RECORD -o FILE";

/// Writes the copy, reads it back, and says what it is.
pub(super) fn share(
    common: &Common,
    record: &str,
    output: &Path,
    without: &[Hidden],
    is_identified: bool,
) -> Result<Done, CliError> {
    if is_standard_output(output) {
        return Err(CliError::not_to_output(COMMAND));
    }
    let (path, loaded) = look(&library(common)?, Some(record))?;
    let name = name_of(&path);
    if loaded.state.redaction.is_some() {
        return Err(CliError::new(format_args!(
            "{name} is a redacted copy already; share the record that it was made from"
        )));
    }
    let original = Original {
        name: &name,
        questionnaire: &loaded.questionnaire,
        entries: &loaded.entries,
        state: &loaded.state,
    };
    let hidden: BTreeSet<Hidden> = without.iter().copied().collect();
    // A record that was read has entries.
    let Some(copy) = original.without(&hidden, is_identified) else {
        return Ok(Done::Well);
    };
    let (at, by) = (copy.at, copy.by.clone());
    let events = copy.entries(&loaded.questionnaire)?;
    Output::new(output, Kind::Record, None)
        .reading([path.as_path()])
        .place()
        .map_err(|error| CliError::output(&error, COMMAND))?;
    Journal::copy(output, Lines::new(at, &by, events)?)?;
    let shared = read(output)?;
    say(&output.display().to_string());
    if let Some(redaction) = &shared.state.redaction {
        tell(&redaction.words());
    }
    tell(
        "Choices, numbers and dates are as they were, and can show who is meant. So can a text that \
         describes somebody without a name, or has a nickname or initials. Read it through before you \
         share it.",
    );
    Ok(Done::Well)
}
