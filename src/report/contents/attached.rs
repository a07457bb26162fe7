//! What travels inside the report, so that it can be made again from itself: the record, and what
//! else it depends on.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::Basis;
use crate::TOOL;
use crate::report::model::{Attachment, Relation};
use crate::text::clean_line;

/// The record, under the same name in every report.
pub const RECORD_FILE: &str = "record.jsonl";
/// What the report depends on besides the record.
pub const MADE_FILE: &str = "report.json";

/// What the report depends on besides the record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Made {
    /// The program and its version.
    pub made_by: String,
    /// The day of the report.
    pub as_at: Date,
    /// The protective marking.
    pub marking: String,
}

impl Made {
    /// Reads it back; nothing where it is not what a report of this version holds.
    pub fn read(bytes: &[u8]) -> Option<Self> {
        let made: Self = serde_json::from_slice(bytes).ok()?;
        let is_clean = |words: &str| clean_line(words) == words;
        (is_clean(&made.made_by) && is_clean(&made.marking)).then_some(made)
    }
}

/// The files, by name.
pub fn attached(basis: &Basis<'_>) -> Vec<Attachment> {
    let made = Made {
        made_by: TOOL.to_owned(),
        as_at: basis.as_at,
        marking: basis.marking.to_owned(),
    };
    vec![
        Attachment {
            name: RECORD_FILE,
            about: "The record that this report was made from, with its whole history",
            media_type: "application/jsonl",
            relation: Relation::Source,
            bytes: basis.source.to_vec(),
        },
        Attachment {
            name: MADE_FILE,
            about: "What this report was made with besides the record, for verifying it",
            media_type: "application/json",
            relation: Relation::Data,
            // Three texts can always be written as JSON.
            bytes: serde_json::to_vec(&made).unwrap_or_default(),
        },
    ]
}
