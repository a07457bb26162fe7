//! What the report says: builds the [`Report`] from a questionnaire and a record.
//!
//! One file a part. It decides no outcome (`assessment` does) and knows no page (`pdf` does).
//! Everything that a person typed is printed in full, exactly as typed, in one place at least.

mod actions;
mod answers;
mod attached;
mod attention;
pub(super) mod blocks;
mod changes;
mod compared;
mod decisions;
mod earlier;
mod exemptions;
mod figures;
mod front;
#[cfg(test)]
mod front_tests;
pub(super) mod method;
mod names;
mod profile;
mod proof;
mod registers;
mod review;
mod scenarios;
pub(super) mod sign_offs;
mod summary;
#[cfg(test)]
mod tests;
pub(super) mod texts;
mod trail;
mod views;

use std::cell::OnceCell;

pub use self::attached::{MADE_FILE, Made, RECORD_FILE};
use super::Options;
use super::model::{Meta, Report, Running};
use crate::facts::{Assessment, Logged};
use crate::questionnaire::Questionnaire;
use crate::record::Loaded;
use crate::rules::{Results, Review};
use decisions::Decision;

/// Everything that the report is made from.
#[derive(Debug, Clone)]
pub struct Basis<'a> {
    /// What was asked.
    pub questionnaire: &'a Questionnaire,
    /// The entries of the record.
    pub entries: &'a [Logged],
    /// Their bytes, as they stand in the file of the record.
    pub source: &'a [u8],
    /// What they fold to.
    pub state: &'a Assessment,
    /// What follows from that on the day of the report.
    pub results: &'a Results,
    /// What the report depends on besides the record.
    pub options: &'a Options,
    /// What several parts are made of, worked out for the first of them.
    worked: Worked,
}

#[derive(Debug, Clone, Default)]
struct Worked {
    review: OnceCell<Review>,
    decisions: OnceCell<Vec<Decision>>,
}

impl<'a> Basis<'a> {
    /// What the report of a record is made from.
    pub fn of(loaded: &'a Loaded, results: &'a Results, options: &'a Options) -> Self {
        let bytes = (loaded.entries.as_slice(), loaded.source.as_slice());
        Self::of_state(
            &loaded.questionnaire,
            bytes,
            &loaded.state,
            results,
            options,
        )
    }

    /// What the report of entries is made from, with their bytes and what they fold to.
    pub fn of_state(
        questionnaire: &'a Questionnaire,
        (entries, source): (&'a [Logged], &'a [u8]),
        state: &'a Assessment,
        results: &'a Results,
        options: &'a Options,
    ) -> Self {
        Self {
            questionnaire,
            entries,
            source,
            state,
            results,
            options,
            worked: Worked::default(),
        }
    }

    /// What has to be looked at.
    fn review(&self) -> &Review {
        let (asked, state, day) = (self.questionnaire, self.state, self.options.as_at);
        let review = || Review::of(asked, state, self.results, day);
        self.worked.review.get_or_init(review)
    }

    /// What a board is asked to decide.
    fn decisions(&self) -> &[Decision] {
        self.worked.decisions.get_or_init(|| decisions::all(self))
    }
}

/// Builds the report.
pub fn contents(basis: &Basis<'_>) -> Report {
    let redacted = basis.state.redaction.as_ref();
    let title = match redacted {
        Some(_) => format!("REDACTED: {}", basis.title()),
        None => basis.title(),
    };
    let organisation = basis.organisation();
    let newest = basis.entries.last();
    Report {
        meta: Meta {
            subject: organisation.to_owned(),
            author: Some(basis.assessor().to_owned()),
            language: "en-GB".to_owned(),
            modified: newest.map(|l| l.entry.at),
            seed: basis.fingerprint(),
            title: title.clone(),
        },
        running: Running {
            marking: basis.options.marking.to_owned(),
            foot: blocks::clipped(&format!("{title}: {organisation}"), 100),
            draft: !basis.state.is_signed(),
        },
        front: front::front(basis),
        sections: profile::sections(basis),
        attachments: attached::attached(basis),
    }
}
