//! The work of two people on one assessment, joined. The lines of the other record are kept as they
//! were, so that its history can be proved as well as this one's.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::carried::Origin;
use super::event::{Entry, Event};
use super::fingerprint::Fingerprint;

/// What joins a record.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Merge {
    /// The other record.
    pub other: Origin,
    /// The number of the newest entry that both share; 0 where they began apart.
    pub common: u64,
    /// The lines of the other record after that, byte by byte, without their line breaks.
    pub lines: Vec<String>,
    /// What is taken over from it, in order: changes of content only.
    pub takes: Vec<Event>,
}

impl Merge {
    /// Whether its lines follow on an entry with this fingerprint, one on the other, up to the
    /// fingerprint that the other record is said to have.
    pub fn is_chained_to(&self, common: Option<Fingerprint>) -> bool {
        let mut before = common;
        for (seq, line) in (self.common + 1..).zip(&self.lines) {
            let entry: Option<Entry> = serde_json::from_str(line).ok();
            if !entry.is_some_and(|entry| entry.prev == before && entry.seq == seq) {
                return false;
            }
            before = Some(Fingerprint::of(line.as_bytes()));
        }
        before == Some(self.other.fingerprint)
    }
}
