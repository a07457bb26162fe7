//! Whether the times of entries can be as they say: each is what the clock of a computer showed.

use jiff::Timestamp;
use serde_json::{Value, json};

use crate::facts::Logged;
use crate::history::moment;
use crate::text::counted;

/// Entries whose times do not fit.
pub(super) struct Times {
    backwards: Odd,
    ahead: Odd,
}

/// Some entries that are alike: how many, and the first.
#[derive(Default)]
struct Odd {
    count: usize,
    first: Option<(u64, Timestamp)>,
}

impl Times {
    /// Holds each entry against the one before, and against now.
    pub(super) fn of(entries: &[Logged], now: Timestamp) -> Self {
        let pairs = entries.iter().zip(entries.iter().skip(1));
        let backwards = pairs.filter(|(before, after)| after.entry.at < before.entry.at);
        let ahead = entries.iter().filter(|logged| logged.entry.at > now);
        Self {
            backwards: Odd::of(backwards.map(|(_, after)| after)),
            ahead: Odd::of(ahead),
        }
    }

    /// A sentence for each kind. A clock that was put right does the same, so neither speaks against
    /// the record alone.
    pub(super) fn words(&self) -> impl Iterator<Item = String> {
        let told = |odd: &Odd, one: &str, more: &str, then: &str| {
            let (seq, at) = odd.first?;
            let (entries, what) = (counted(odd.count, "entry"), moment(at));
            Some(match odd.count {
                1 => format!("{entries} {one}: number {seq}, of {what}. {then}"),
                _ => format!("{entries} {more}, first number {seq}, of {what}. {then}"),
            })
        };
        let backwards = told(
            &self.backwards,
            "has an earlier time than the one before it",
            "have an earlier time than the one before them",
            "A clock was put right, or a time is not the real one.",
        );
        let ahead = told(
            &self.ahead,
            "has a time that is still to come",
            "have a time that is still to come",
            "The clock there was ahead, the clock here is behind, or a time is not the real one.",
        );
        [backwards, ahead].into_iter().flatten()
    }

    /// The same for machines.
    pub(super) fn json(&self) -> Value {
        let odd = |odd: &Odd| json!({"entries": odd.count, "first": odd.first.map(|(seq, _)| seq)});
        json!({"backwards": odd(&self.backwards), "still_to_come": odd(&self.ahead)})
    }
}

impl Odd {
    fn of<'a>(mut entries: impl Iterator<Item = &'a Logged>) -> Self {
        let first = entries.next().map(|l| (l.entry.seq, l.entry.at));
        let count = entries.count() + usize::from(first.is_some());
        Self { count, first }
    }
}
