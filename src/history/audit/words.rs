//! How changes read, wherever they are told.

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::{Step, StepKind};
use crate::text::date_words;

impl Step {
    /// What it changed: from what to what.
    pub fn change(&self) -> String {
        change_words(self.from.as_deref(), self.to.as_deref())
    }

    /// What became of it, or what it did to another entry; nothing where it just counts.
    pub fn mark(&self) -> Option<String> {
        Some(match self.kind {
            StepKind::Entered { undone_by } => format!("undone by entry {}", undone_by?),
            StepKind::Undoes(seq) => format!("undoes entry {seq}"),
            StepKind::BringsBack(seq) => format!("brings back entry {seq}"),
            StepKind::Moves => "new version".to_owned(),
            StepKind::Joins => "merge".to_owned(),
        })
    }
}

/// From what to what, on one line.
pub(crate) fn change_words(from: Option<&str>, to: Option<&str>) -> String {
    // One line each, also where a text has paragraphs.
    let quoted = |words: &str| format!("“{}”", words.replace('\n', " "));
    match (from, to) {
        (None, None) => "nothing was there before or after".to_owned(),
        (None, Some(to)) => format!("from nothing to {}", quoted(to)),
        (Some(from), None) => format!("from {} to nothing", quoted(from)),
        (Some(from), Some(to)) if from == to => format!("{} again", quoted(to)),
        (Some(from), Some(to)) => format!("from {} to {}", quoted(from), quoted(to)),
    }
}

/// Who wrote an entry.
pub const fn named(by: &str) -> &str {
    if by.is_empty() {
        "nobody named yet"
    } else {
        by
    }
}

/// A moment as a person reads it. In UTC, so that it reads the same everywhere.
pub fn moment(at: Timestamp) -> String {
    let at = TimeZone::UTC.to_datetime(at);
    format!("{}, {} UTC", date_words(at.date()), at.strftime("%H:%M"))
}
