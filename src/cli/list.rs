//! `list`: the assessments that there are.

use serde_json::json;

use super::args::Common;
use super::error::CliError;
use super::wizard::library;
use super::{Done, print, print_json, tell};
use crate::session::{Clock, listed};

/// Lists the assessments, the one changed last first.
pub(super) fn list(common: &Common, as_json: bool) -> Result<Done, CliError> {
    let library = library(common)?;
    let mut stored = library.list()?.peekable();
    let today = Clock::System.today();
    if as_json {
        let rows: Vec<_> = stored
            .map(|s| match listed(&s, today).about {
                Ok(about) => json!({
                    "record": s.name, "path": s.path,
                    "organisation": about.organisation, "progress": about.progress,
                    "questionnaire": s.loaded.as_ref().ok().map(|l| l.questionnaire.edition()),
                }),
                Err(error) => json!({"record": s.name, "path": s.path, "error": error}),
            })
            .collect();
        print_json(&json!(rows))?;
        return Ok(Done::Well);
    }
    if stored.peek().is_none() {
        let folder = library.folder().display();
        tell(&format!(
            "No assessment in {folder} yet. Start one with: mfa-assess"
        ));
    }
    for record in stored {
        let row = listed(&record, today);
        print(&match row.about {
            Ok(about) => format!("{}  {}  ({})", row.name, about.organisation, about.progress),
            Err(error) => format!("{}  cannot be opened: {error}", row.name),
        })?;
    }
    Ok(Done::Well)
}
