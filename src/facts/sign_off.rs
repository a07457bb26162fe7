//! Sign-offs: what they say, and what is wrong with them.

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::fingerprint::Fingerprint;
use super::gap::Gap;
use crate::text::{counted, date_words, listed};

/// A named person declares the record at one fingerprint.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SignOff {
    /// Who signs.
    pub name: String,
    /// In which role.
    pub role: String,
    /// What they declare, word for word.
    pub declaration: String,
    /// The date, as the signer's clock had it.
    #[schemars(with = "String")]
    pub date: Date,
    /// The record that they declare: the digest of the newest line before this one.
    pub fingerprint: Fingerprint,
    /// What was left to do. A sign-off of an assessment that is not complete is one of a draft.
    /// Format 3.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub gaps: Vec<Gap>,
    /// Why the person who approves is the one who assessed, where it is one person. Format 3.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub same_person: Option<String>,
}

impl SignOff {
    /// Whether it is of a draft: something was left to do.
    pub const fn is_draft(&self) -> bool {
        !self.gaps.is_empty()
    }

    /// Who signed, in which role and when, as the beginning of a sentence.
    pub fn words(&self) -> String {
        self.words_as("Signed off")
    }

    /// The same of one with which this is wrong.
    pub fn words_with(&self, faults: &[Fault]) -> String {
        match faults {
            [] => self.words(),
            _ => self.words_as("Signed as complete"),
        }
    }

    /// What is wrong with it, as a sentence; nothing where nothing is.
    pub fn fault_words(&self, faults: &[Fault]) -> Option<String> {
        let given = if self.is_draft() {
            "a draft"
        } else {
            "complete"
        };
        let faults: Vec<String> = faults.iter().map(Fault::words).collect();
        let faults = faults.join("; ");
        (!faults.is_empty()).then(|| format!("It was signed as {given}, but {faults}."))
    }

    fn words_as(&self, complete: &str) -> String {
        let (name, role, on) = (&self.name, &self.role, date_words(self.date));
        let signed = match self.gaps.len() {
            0 => complete.to_owned(),
            left => format!("Signed as a draft, with {} left,", counted(left, "thing")),
        };
        format!("{signed} by {name}, {role}, on {on}")
    }

    /// That the person who approves is the one who assessed, with the reason, where it is so.
    pub fn same_person_words(&self) -> Option<String> {
        let reason = self.same_person.as_deref()?.trim_end_matches('.');
        Some(format!(
            "The same person assessed and approved. The reason given: {reason}."
        ))
    }
}

/// A sign-off, and whether it still stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signed {
    pub sign_off: SignOff,
    /// Number of its entry.
    pub seq: u64,
    /// Number of the first entry that changed something afterwards.
    pub superseded_by: Option<u64>,
    /// What is wrong with it, as found where the record was read; while it stands.
    pub faults: Vec<Fault>,
}

impl Signed {
    /// Whether it stands, in words.
    pub fn words(&self) -> String {
        match self.superseded_by {
            None if self.faults.is_empty() => "stands".to_owned(),
            None => "does not count".to_owned(),
            Some(seq) => format!("superseded by entry {seq}"),
        }
    }
}

impl Signed {
    /// Whether it was of a draft, or can be taken for no more than one.
    pub const fn is_draft(&self) -> bool {
        self.sign_off.is_draft() || !self.faults.is_empty()
    }

    /// Who signed, in which role and when, as the beginning of a sentence.
    pub fn by_words(&self) -> String {
        self.sign_off.words_with(&self.faults)
    }

    /// What is wrong with it, as a sentence; nothing where nothing is.
    pub fn fault_words(&self) -> Option<String> {
        self.sign_off.fault_words(&self.faults)
    }
}

/// Why a sign-off does not hold, though it stands in the record. The program makes none with a fault.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// It names nobody.
    NoName,
    /// Its role is none of the questionnaire.
    Role,
    /// It declares something else than the questionnaire has people declare.
    Declaration,
    /// This was left to do, and it does not list it.
    Left(Vec<Gap>),
    /// One person has assessed and approves, and it does not say why.
    SamePerson,
}

impl Fault {
    /// What is wrong, as the end of a sentence that begins with who signed.
    pub fn words(&self) -> String {
        match self {
            Self::NoName => "nobody is named".to_owned(),
            Self::Role => "the questionnaire has no such role".to_owned(),
            Self::Declaration => {
                "what it declares is not what the questionnaire has people declare".to_owned()
            }
            Self::Left(gaps) => listed(&missing(gaps)),
            Self::SamePerson => {
                "the same person assessed and approved, and no reason is given".to_owned()
            }
        }
    }
}

/// What was left and not said, kind by kind.
fn missing(gaps: &[Gap]) -> Vec<String> {
    let kind = |gap: &Gap| match gap {
        Gap::Unanswered(_) => ["1 answer was missing", "answers were missing"],
        Gap::Exemption(_) => ["1 exemption did not count", "exemptions did not count"],
        Gap::NotKnown(_) => [
            "nobody knew whether 1 must was met",
            "musts were not known to be met or not",
        ],
        Gap::EvidenceExpired(_) => [
            "1 piece of evidence held no longer",
            "pieces of evidence held no longer",
        ],
        Gap::EvidenceChanged(_) | Gap::FileChanged(_) => [
            "1 file was not found as it was",
            "files were not found as they were",
        ],
    };
    let mut counts: Vec<([&str; 2], usize)> = vec![];
    for gap in gaps {
        let kind = kind(gap);
        match counts.iter_mut().find(|(known, _)| *known == kind) {
            Some((_, count)) => *count += 1,
            None => counts.push((kind, 1)),
        }
    }
    let told = counts.into_iter().map(|([one, more], count)| match count {
        1 => one.to_owned(),
        _ => format!("{count} {more}"),
    });
    told.collect()
}
