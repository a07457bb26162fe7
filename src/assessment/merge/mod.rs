//! The work of two people on one assessment, joined. The lines of the other record are kept as they
//! were, each once, so that its history can be proved as well as this one's.

mod held;
mod numbers;
mod plan;
mod shared;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::carried::Origin;
use super::event::{Entry, Event};
use super::fingerprint::Fingerprint;
use super::ids::{ExemptionId, SystemId};
use super::migration::{Changes, Titles};
use super::register::System;
use crate::questionnaire::QuestionId;
pub use held::{Held, Joined, Kept, joined};
pub use numbers::{Renumbered, Used};
pub use plan::{Choice, Item, Plan, Said, Side};

/// A system as those who approved an exemption saw it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Seen {
    /// The exemption.
    pub exemption: ExemptionId,
    /// The system that it covers.
    pub system: SystemId,
    /// What was said of it.
    pub was: System,
}

/// What joins a record.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Merge {
    /// The other record.
    pub other: Origin,
    /// The number of the newest entry that both share; 0 where they began apart.
    pub common: u64,
    /// The lines of the other record after that, byte by byte, without their line breaks. Formats 3
    /// to 5; since then, those that this record did not hold stand before the entry.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub lines: Vec<String>,
    /// The lines that it has brought: of the other record, and of third ones that the other kept. Each
    /// comes after those that it follows on.
    #[serde(skip)]
    pub kept: Vec<Kept>,
    /// What is taken over from it, in order: changes of content only.
    pub takes: Vec<Event>,
    /// Exemptions and actions of the other record that have another number here.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub renumbered: Vec<Renumbered>,
    /// What has changed about questions since the answers that are taken over were given.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub changed: BTreeMap<QuestionId, Changes>,
    /// Systems as they were when exemptions that are taken over were approved, where they have changed
    /// there since. Format 6.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub seen: Vec<Seen>,
    /// How what is taken over is about is called, where this record has never asked it. Format 5.
    #[serde(default, skip_serializing_if = "Titles::is_empty")]
    pub titles: Titles,
}

impl Merge {
    /// Whether the lines within it follow on an entry with this fingerprint, one on the other, up to
    /// the fingerprint that the other record is said to have.
    pub fn is_chained_to(&self, common: Option<Fingerprint>) -> bool {
        let mut before = common;
        for (seq, line) in (self.common + 1..).zip(&self.lines) {
            if !entry(line).is_some_and(|entry| entry.prev == before && entry.seq == seq) {
                return false;
            }
            before = Some(Fingerprint::of(line.as_bytes()));
        }
        before == Some(self.other.fingerprint)
    }

    /// The format of its entry. Since format 6, no lines stand within it.
    pub(in crate::assessment) fn format(&self) -> u32 {
        if self.lines.is_empty() {
            return 6;
        }
        let numbers = self.renumbered.iter().map(Renumbered::format);
        let taken = self.takes.iter().map(Event::format);
        let titles = (!self.titles.is_empty()).then_some(5);
        numbers.chain(taken).chain(titles).max().unwrap_or(3)
    }
}

/// The entry that a line of the other record is.
fn entry(line: &str) -> Option<Entry> {
    serde_json::from_str(line).ok()
}
