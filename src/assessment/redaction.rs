//! A copy of a record for others, in which something is left out. It says so, and which record it
//! was made from.

use std::collections::BTreeSet;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::carried::Origin;
use super::event::SignOff;

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
