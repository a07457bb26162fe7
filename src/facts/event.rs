//! The lines of a record: what happened, when, by whom, and the digest of the line before.

use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::carried::Carried;
use super::change::Change;
use super::fingerprint::Fingerprint;
use super::formats::Wire;
use super::gap::Gap;
use super::merged::Merge;
use super::redaction::Redaction;
use super::sign_off::SignOff;

/// The newest version of the entry format that this program reads and writes. Older ones are read
/// for ever; each entry is written in the oldest one that knows its event.
pub const FORMAT: u32 = 6;

/// One line of the record.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// Version of the entry format.
    pub v: u32,
    /// Number of the line, from 1.
    pub seq: u64,
    /// When it was written, in UTC.
    #[schemars(with = "String")]
    pub at: Timestamp,
    /// Who was named as the person at the keyboard; empty before anybody was.
    pub by: String,
    /// Why, in the words of that person, where they gave a reason. Format 3.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub why: Option<String>,
    /// What happened.
    pub event: Event,
    /// Digest of the line before, without its line break; none for the first.
    pub prev: Option<Fingerprint>,
}

/// An entry with the digest of the exact bytes of its line.
#[derive(Debug, Clone, PartialEq)]
pub struct Logged {
    pub entry: Entry,
    /// The digest of its line.
    pub fingerprint: Fingerprint,
}

impl Logged {
    /// The entry with this number, among those of a record: they are numbered from 1.
    pub fn find(entries: &[Self], seq: u64) -> Option<&Self> {
        let index = usize::try_from(seq.checked_sub(1)?).ok()?;
        entries.get(index).filter(|l| l.entry.seq == seq)
    }

    /// The merge that it is, if it is one.
    pub const fn merge(&self) -> Option<&Merge> {
        if let Event::Merged(merge) = &self.entry.event {
            Some(merge)
        } else {
            None
        }
    }
}

/// What can happen to an assessment.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(from = "Wire", into = "Wire")]
pub enum Event {
    /// The assessment begins. Always the first event, and only that.
    Created {
        /// The program and version that wrote it.
        tool: String,
        /// The questionnaire itself, so that the record can always be read as it was asked.
        questionnaire: Box<Value>,
    },
    /// Something is said, or no longer: what a person does to the content.
    Changed(Change),
    /// A later version of the questionnaire came into force; what was given stays. Format 2.
    Migrated {
        /// The program and version that wrote it.
        tool: String,
        /// The questionnaire itself, as for the beginning.
        questionnaire: Box<Value>,
    },
    /// What an earlier assessment says is carried forward, to be confirmed. Format 3.
    CarriedForward(Box<Carried>),
    /// The work of somebody else on the same assessment joins this one. Format 3.
    Merged(Box<Merge>),
    /// The record is a copy in which something is left out. Always the second event. Format 3.
    Redacted(Box<Redaction>),
    /// A person signed the record.
    SignedOff(SignOff),
    /// An earlier change no longer counts.
    Undone {
        /// Its number.
        seq: u64,
    },
    /// A change that was undone counts again.
    Redone {
        /// Its number.
        seq: u64,
    },
}

impl Event {
    /// The change of content that it is; nothing where it is none, or many at once. Only that can be undone.
    pub const fn change(&self) -> Option<&Change> {
        if let Self::Changed(change) = self {
            Some(change)
        } else {
            None
        }
    }

    /// The same, taken out of it.
    pub(crate) fn into_change(self) -> Option<Change> {
        if let Self::Changed(change) = self {
            Some(change)
        } else {
            None
        }
    }

    /// Whether it may change several things at once.
    pub const fn is_about_many(&self) -> bool {
        matches!(
            self,
            Self::Migrated { .. } | Self::CarriedForward(_) | Self::Merged(_)
        )
    }

    /// The oldest version of the entry format that knows it, so that an older program reads as
    /// much as it can, and says of the rest that it needs a newer one.
    pub fn format(&self) -> u32 {
        match self {
            Self::Changed(change) => change.format(),
            Self::SignedOff(by) if by.gaps.iter().any(Gap::is_of_format_5) => 5,
            Self::SignedOff(by) if by.gaps.iter().any(Gap::is_of_format_4) => 4,
            Self::CarriedForward(carried) => carried.format(),
            Self::Redacted(_) => 3,
            Self::Merged(merge) => merge.format(),
            Self::SignedOff(by) if by.is_draft() || by.same_person.is_some() => 3,
            Self::Migrated { .. } => 2,
            Self::Created { .. }
            | Self::SignedOff(_)
            | Self::Undone { .. }
            | Self::Redone { .. } => 1,
        }
    }

    /// The questionnaire that comes into force with it.
    pub fn questionnaire(&self) -> Option<&Value> {
        match self {
            Self::Created { questionnaire, .. } | Self::Migrated { questionnaire, .. } => {
                Some(questionnaire)
            }
            Self::Changed(_)
            | Self::CarriedForward(_)
            | Self::Merged(_)
            | Self::Redacted(_)
            | Self::SignedOff(_)
            | Self::Undone { .. }
            | Self::Redone { .. } => None,
        }
    }
}

impl From<Change> for Event {
    fn from(change: Change) -> Self {
        Self::Changed(change)
    }
}
