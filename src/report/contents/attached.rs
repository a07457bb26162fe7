//! What travels inside the report, so that it can be made again from itself: the record, and what
//! else it depends on.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use serde_json::Value;

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
    /// Reads it back.
    ///
    /// # Errors
    /// When it is not what this version writes: names the program that wrote it, if that stands there.
    pub fn read(bytes: &[u8]) -> Result<Self, Option<String>> {
        let maker = || {
            let value: Value = serde_json::from_slice(bytes).ok()?;
            Some(clean_line(value.get("made_by")?.as_str()?))
        };
        let is_clean = |words: &str| clean_line(words) == words;
        match serde_json::from_slice::<Self>(bytes) {
            Ok(made) if is_clean(&made.made_by) && is_clean(&made.marking) => Ok(made),
            _ => Err(maker()),
        }
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
