//! What joins a record with another: the lines of the other are kept as they were, each once.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::carried::Origin;
use super::event::{Entry, Event, Logged};
use super::fingerprint::Fingerprint;
use super::ids::{ActionId, EvidenceId, ExemptionId, SystemId, Thing, ThingKind};
use super::migration::{Changes, Titles};
use super::register::System;
use super::state::Assessment;
use crate::questionnaire::QuestionId;

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
    pub(crate) fn format(&self) -> u32 {
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

/// A line of another record, as a merge has brought it.
#[derive(Debug, Clone, PartialEq)]
pub struct Kept {
    /// The entry that it is, with its digest.
    pub logged: Logged,
    /// The line itself, byte by byte and without its line break; none where it stands within a merge
    /// that was written before format 6.
    pub line: Option<String>,
}

/// Something of the other record that has another number here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Renumbered {
    /// An exemption.
    Exemption {
        /// Its number there.
        was: ExemptionId,
        /// Its number here.
        is: ExemptionId,
    },
    /// An action.
    Action {
        /// Its number there.
        was: ActionId,
        /// Its number here.
        is: ActionId,
    },
    /// A system. Format 4.
    System {
        /// Its number there.
        was: SystemId,
        /// Its number here.
        is: SystemId,
    },
    /// A piece of evidence. Format 4.
    Evidence {
        /// Its number there.
        was: EvidenceId,
        /// Its number here.
        is: EvidenceId,
    },
}

impl Renumbered {
    /// A thing of the other record, and its number here.
    pub(crate) fn of(was: Thing, is: u32) -> Self {
        match was.kind {
            ThingKind::Exemption => Self::Exemption {
                was: was.number.into(),
                is: is.into(),
            },
            ThingKind::Action => Self::Action {
                was: was.number.into(),
                is: is.into(),
            },
            ThingKind::System => Self::System {
                was: was.number.into(),
                is: is.into(),
            },
            ThingKind::Evidence => Self::Evidence {
                was: was.number.into(),
                is: is.into(),
            },
        }
    }

    /// What kind of thing it is, its number there and its number here.
    pub fn words(&self) -> (&'static str, String, String) {
        match self {
            Self::Exemption { was, is } => ("Exemption", was.to_string(), is.to_string()),
            Self::Action { was, is } => ("Action", was.to_string(), is.to_string()),
            Self::System { was, is } => ("System", was.to_string(), is.to_string()),
            Self::Evidence { was, is } => ("Evidence", was.to_string(), is.to_string()),
        }
    }

    /// Whether its number there is that of another one here.
    pub fn is_another(&self, here: &Assessment) -> bool {
        match self {
            Self::Exemption { was, .. } => here.exemptions.contains_key(was),
            Self::Action { was, .. } => here.actions.contains_key(was),
            Self::System { was, .. } => here.systems.contains_key(was),
            Self::Evidence { was, .. } => here.listed.contains_key(was),
        }
    }

    /// The oldest version of the entry format that knows it.
    pub(crate) const fn format(&self) -> u32 {
        match self {
            Self::Exemption { .. } | Self::Action { .. } => 3,
            Self::System { .. } | Self::Evidence { .. } => 4,
        }
    }
}
