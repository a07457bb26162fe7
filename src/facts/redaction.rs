//! A copy of a record for others, in which something is left out. It says so, and which record it
//! was made from.

use std::collections::BTreeSet;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::carried::Origin;
use super::fingerprint::Fingerprint;
use super::sign_off::SignOff;
use crate::text::listed;

/// Something that can be left out of a copy.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum Hidden {
    /// Notes, references to evidence, reasons and other text in a person's own words.
    Notes,
    /// Names of people.
    Names,
    /// Names of systems, suppliers and places.
    Systems,
    /// The name of the organisation.
    Organisation,
}

/// What a copy is made from, and what is left out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Redaction {
    /// The record that it was made from.
    pub of: Origin,
    /// What is left out.
    pub without: BTreeSet<Hidden>,
    /// The sign-offs of that record that stood: they were given for it, and not for the copy.
    pub sign_offs: Vec<SignOff>,
}

/// What stands in the place of a text that is left out.
pub const REDACTED: &str = "(redacted)";

impl Hidden {
    /// All, in the order in which they are named.
    pub const ALL: [Self; 4] = [Self::Notes, Self::Names, Self::Systems, Self::Organisation];

    /// What is left out, in words.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Notes => "notes and other free text",
            Self::Names => "names of people",
            Self::Systems => "names of systems",
            Self::Organisation => "the name of the organisation",
        }
    }
}

impl Redaction {
    /// What the copy is, in a sentence or two.
    pub fn words(&self) -> String {
        let without: Vec<&str> = self.without.iter().map(|hidden| hidden.words()).collect();
        let of = match self.of.fingerprint {
            Fingerprint::NONE => "a record whose fingerprint is left out".to_owned(),
            fingerprint => format!("the record with fingerprint {fingerprint}"),
        };
        format!("Redacted copy of {of}. Left out: {}.", listed(&without))
    }
}
