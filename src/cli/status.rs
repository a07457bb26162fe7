//! `status`: where an assessment stands. Exit code 3 while questions are unanswered or an
//! exemption does not count.

mod json;
mod words;

use jiff::civil::Date;
use serde_json::json;

use super::args::Common;
use super::error::CliError;
use super::migrate::latest;
use super::wizard::library;
use super::{Done, print, print_json};
use crate::platform::quoted;
use crate::record::evidence::changed;
use crate::record::{Loaded, name_of};
use crate::rules::{Left, Results, Review};
use crate::session::{Clock, look};
pub(super) use json::{asked_json, value_of};
pub(super) use words::words;

/// Says where an assessment stands.
pub(super) fn status(
    common: &Common,
    record: Option<&str>,
    as_json: bool,
) -> Result<Done, CliError> {
    let library = library(common)?;
    let (path, loaded) = look(&library, record)?;
    let today = Clock::System.today();
    let changed = changed(&library.places(), &path, &loaded.state);
    let changed = changed.into_iter().map(|(of, ..)| of);
    let results = Results::of(&loaded.questionnaire, &loaded.state, today).with_changed(changed);
    if as_json {
        let mut value = value_of(&loaded, &results, today);
        value["record"] = json!(name_of(&path));
        value["path"] = json!(path);
        value["as_at"] = json!(today);
        value["later_version"] = json!(later(common, &loaded)?);
        print_json(&value)?;
    } else {
        print(&words(&loaded, &results, today))?;
        if let Some(version) = later(common, &loaded)? {
            print(&format!(
                "There is a version {version} of the questionnaire. See what would change with: \
                 mfa-assess migrate {} --dry-run",
                quoted(record.unwrap_or(&name_of(&path)))
            ))?;
        }
    }
    Ok(if results.is_complete() {
        Done::Well
    } else {
        Done::Incomplete
    })
}

/// The version that new assessments ask, where it is a later one.
fn later(common: &Common, loaded: &Loaded) -> Result<Option<String>, CliError> {
    let asked = &loaded.questionnaire;
    let later = latest(common)?.filter(|edition| edition.succeeds(&asked.id, &asked.version));
    Ok(later.map(|edition| edition.version))
}

/// What is left to do before the sign-off.
fn left(loaded: &Loaded, results: &Results, today: Date) -> Left {
    Review::of(&loaded.questionnaire, &loaded.state, results, today).left
}
