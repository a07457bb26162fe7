//! What there is on disk.

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
