//! `migrate`: brings a later version of the questionnaire into force in a record, as one entry.

use std::cmp::Ordering;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use super::args::Common;
use super::error::{CliError, UNCHANGED};
use super::overview::Overview;
use super::wizard::{library, look, questionnaire, read_questionnaire, to_write};
use super::{Done, print, print_json, say, say_json, tell};
use crate::platform::quoted;
use crate::propose::Accepted;
use crate::questionnaire::{
    Edition, Questionnaire, QuestionnaireId, built_in_edition, compare_versions,
};
use crate::record::{Library, Loaded, name_of};
use crate::session::{Clock, assessor};

/// Says what a later version means for a record, and brings it into force unless this is a dry run.
pub(super) fn migrate(
    common: &Common,
    record: Option<&str>,
    to: Option<&Path>,
    dry_run: bool,
    as_json: bool,
) -> Result<Done, CliError> {
    let (path, seen) = look(&library(common)?, record)?;
    let file = to.map(Path::to_owned).or(common.questionnaire.clone());
    let new = match &file {
        Some(file) => read_questionnaire(file)?,
        None => questionnaire(common)?,
    };
    let target = Target {
        new: &new,
        file,
        record: name_of(&path),
    };
    // Whether there is anything to do is known before the record is opened for writing.
    if !target.is_later(&seen)? {
        return target.nothing(&seen, as_json);
    }
    let clock = Clock::System;
    if dry_run {
        let drafts = Library::drafts(&path);
        let overview = Overview::of(&seen, &new, &drafts, clock.today());
        return only_tell(&overview, &path, as_json);
    }
    let (mut journal, loaded) = to_write(&path)?;
    if !target.is_later(&loaded)? {
        return target.nothing(&loaded, as_json);
    }
    let overview = Overview::of(&loaded, &new, &Library::drafts(&path), clock.today());
    if !as_json {
        say(&overview.words());
    }
    let migrated = Accepted::migrated(&new)?;
    let logged = journal.append(clock.stamp(), assessor(&loaded), migrated)?;
    let seq = logged.entry.seq;
    if as_json {
        say_json(&as_value(&overview, &path, Some(seq)));
        return Ok(Done::Well);
    }
    say(&format!(
        "\nWritten as entry {seq}. The record asks version {} now. Go on with: mfa-assess open {}",
        new.version,
        quoted(record.unwrap_or(&target.record))
    ));
    Ok(Done::Well)
}

fn as_value(overview: &Overview<'_>, path: &Path, entry: Option<u64>) -> Value {
    let mut value = overview.json();
    value["record"] = json!(name_of(path));
    value["path"] = json!(path);
    value["entry"] = json!(entry);
    value
}

/// Says what would be written.
fn only_tell(overview: &Overview<'_>, path: &Path, as_json: bool) -> Result<Done, CliError> {
    if as_json {
        print_json(&as_value(overview, path, None))?;
    } else {
        print(&overview.words())?;
        tell("Nothing was written. Without --dry-run, this becomes one entry of the record.");
    }
    Ok(Done::Well)
}

/// Where a record is to be brought.
struct Target<'a> {
    new: &'a Questionnaire,
    /// The file that it comes from; none for the built-in one.
    file: Option<PathBuf>,
    record: String,
}

impl Target<'_> {
    /// Whether it is a later version of what the record asks; not when it is the same.
    fn is_later(&self, loaded: &Loaded) -> Result<bool, CliError> {
        let old = &loaded.questionnaire;
        if old.id != self.new.id {
            return Err(self.foreign(&old.id));
        }
        match compare_versions(&self.new.version, &old.version) {
            Ordering::Greater => Ok(true),
            Ordering::Equal => Ok(false),
            Ordering::Less => {
                let (record, asks, other) = (&self.record, &old.version, &self.new.version);
                let asks = format_args!("{record} asks version {asks}");
                let says = format_args!("{asks}, and version {other} is an earlier one");
                Err(CliError::new(says)
                    .hint(
                        "A record moves forward only: name a later version with --to FILE, or use a \
                         newer mfa-assess",
                    )
                    .left(UNCHANGED))
            }
        }
    }

    /// That a record cannot move to a questionnaire on something else.
    fn foreign(&self, asks: &QuestionnaireId) -> CliError {
        let (record, other) = (&self.record, &self.new.id);
        let what = match &self.file {
            Some(file) => format!("{} holds {other}", file.display()),
            None => format!("the built-in questionnaire is {other}"),
        };
        CliError::new(format_args!(
            "{record} asks the questionnaire {asks}, and {what}: answers do not fit another policy"
        ))
        .hint(format!("Name a later version of {asks} with --to FILE"))
        .left(UNCHANGED)
    }

    fn nothing(&self, loaded: &Loaded, as_json: bool) -> Result<Done, CliError> {
        let old = &loaded.questionnaire;
        let version = &old.version;
        if as_json {
            print_json(&json!({
                "record": self.record, "questionnaire": old.id,
                "from": version, "to": version, "entry": null,
            }))?;
        } else {
            print(&format!(
                "{} asks version {version} already. There is nothing to do.",
                self.record
            ))?;
        }
        if **old != *self.new {
            tell(&format!(
                "The two differ, although both say version {version}. To bring the new one into \
                 force, raise its version first."
            ));
        }
        Ok(Done::Well)
    }
}

/// The edition that new assessments ask.
pub(super) fn latest(common: &Common) -> Result<Option<Edition>, CliError> {
    match &common.questionnaire {
        Some(file) => Ok(Some(read_questionnaire(file)?.edition())),
        None => Ok(built_in_edition()),
    }
}
