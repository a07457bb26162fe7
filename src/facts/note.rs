//! The note of a scenario.

use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The note of a scenario.
#[derive(Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(from = "Written", into = "Written")]
#[schemars(rename = "CarriedNote")]
pub struct Note {
    /// What it says.
    pub text: String,
    /// Whether the board must know it.
    pub for_board: bool,
}

impl Note {
    /// How it reads where its mark has no place of its own.
    pub fn words(&self) -> String {
        if self.for_board {
            format!("For the board: {}", self.text)
        } else {
            self.text.clone()
        }
    }
}

impl<T: Into<String>> From<T> for Note {
    fn from(text: T) -> Self {
        Self {
            text: text.into(),
            for_board: false,
        }
    }
}

/// A note without a mark is its text.
impl fmt::Debug for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.for_board {
            f.debug_tuple("ForBoard").field(&self.text).finish()
        } else {
            self.text.fmt(f)
        }
    }
}

/// A note as an earlier assessment is carried forward with it. Before format 5 it was its text.
#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(untagged, deny_unknown_fields)]
enum Written {
    /// Its text.
    Text(String),
    /// One that the board had to know. Format 5.
    ForBoard {
        /// Its text.
        for_board: String,
    },
}

impl From<Written> for Note {
    fn from(written: Written) -> Self {
        match written {
            Written::Text(text) => text.into(),
            Written::ForBoard { for_board: text } => Self {
                text,
                for_board: true,
            },
        }
    }
}

impl From<Note> for Written {
    fn from(note: Note) -> Self {
        if note.for_board {
            Self::ForBoard {
                for_board: note.text,
            }
        } else {
            Self::Text(note.text)
        }
    }
}
