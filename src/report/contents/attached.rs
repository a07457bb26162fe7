//! What travels inside the report, so that it can be made again from itself: the record, and what
//! else it depends on.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::Basis;
use crate::TOOL;
use crate::report::Options;
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
    /// The day, the marking, how much of the record, the cover.
    pub options: Options,
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
        let is_clean = |made: &Self| {
            clean_line(&made.made_by) == made.made_by
                && made.options.clone().clean() == made.options
        };
        match serde_json::from_slice::<Self>(bytes) {
            Ok(made) if is_clean(&made) => Ok(made),
            _ => Err(maker()),
        }
    }
}

/// The files, by name.
pub(super) fn attached(basis: &Basis<'_>) -> Vec<Attachment> {
    let made = Made {
        made_by: TOOL.to_owned(),
        options: basis.options.clone(),
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
