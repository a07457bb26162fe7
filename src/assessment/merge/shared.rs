//! How much of one history another one holds: in its own entries, and in the lines that earlier
//! merges have brought.

use std::collections::HashMap;

use super::super::event::{Event, Logged};
use super::super::fingerprint::Fingerprint;
use super::numbers::Numbers;
use super::{Merge, entry};

/// The part of a history that another one holds.
#[derive(Debug, Clone, Default)]
pub(super) struct Shared {
    /// How many of its entries, from the first.
    pub(super) entries: usize,
    /// The number of the entry of the other that has brought the newest of them.
    pub(super) since: u64,
    /// What its numbers are in the other.
    pub(super) numbers: Numbers,
}

/// How many entries two histories have in common, from the first.
pub(super) fn common(one: &[Logged], other: &[Logged]) -> usize {
    let pairs = one.iter().zip(other);
    pairs
        .take_while(|(one, other)| one.fingerprint == other.fingerprint)
        .count()
}

impl Shared {
    /// How much of this history that one holds.
    pub(super) fn of(this: &[Logged], that: &[Logged]) -> Self {
        let common = common(this, that);
        let mut shared = Self {
            entries: common,
            since: common as u64,
            numbers: Numbers::default(),
        };
        let own = this.iter().map(|l| l.fingerprint).zip(1..).skip(common);
        let at: HashMap<Fingerprint, usize> = own.collect();
        for logged in that.iter().skip(common) {
            if let Event::Merged(merge) = &logged.entry.event {
                shared.joined(merge, logged.entry.seq, &at, &Numbers::default());
            }
        }
        shared
    }

    /// Looks into the lines of a merge, and into those of merges among them.
    fn joined(
        &mut self,
        merge: &Merge,
        seq: u64,
        at: &HashMap<Fingerprint, usize>,
        onward: &Numbers,
    ) {
        let numbers = Numbers::of(&merge.renumbered).then(onward);
        for line in &merge.lines {
            let known = at.get(&Fingerprint::of(line.as_bytes()));
            // A later merge knows the numbers of all that an earlier one has brought.
            if let Some(known) = known.filter(|known| **known >= self.entries) {
                self.entries = *known;
                self.since = seq;
                self.numbers = numbers.clone();
            }
            if let Some(Event::Merged(inner)) = entry(line).map(|entry| entry.event) {
                self.joined(&inner, seq, at, &numbers);
            }
        }
    }
}
