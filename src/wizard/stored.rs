//! What there is on disk, and what waits to be.

use crate::facts::Event;
use crate::record::RecordName;

/// A record in the list at home.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    pub name: RecordName,
    /// The organisation, or what is wrong with the record.
    pub about: Result<About, String>,
}

/// What the list at home says of a record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct About {
    pub organisation: String,
    /// How far it is, in words.
    pub progress: String,
}

/// A change that is not on disk yet.
#[derive(Debug, Clone, PartialEq)]
pub struct Pending {
    /// What happens.
    pub event: Event,
    /// Why, where a reason was asked for.
    pub why: Option<String>,
}
