//! How much of one history another one holds: in its own entries, and in the lines that earlier
//! merges have brought.

use std::collections::HashMap;
use std::rc::Rc;

use super::numbers::Numbers;
use crate::facts::{Event, Fingerprint, Logged, Merge};

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
                shared.joined(merge, logged.entry.seq, &at);
            }
        }
        shared
    }

    /// Looks into the lines that a merge has brought, the newest first: each has the numbers of the
    /// one that follows on it, and those of a third record those of the merge that joined that.
    fn joined(&mut self, merge: &Merge, seq: u64, at: &HashMap<Fingerprint, usize>) {
        let numbers = Rc::new(Numbers::of(&merge.renumbered));
        let mut known = HashMap::from([(merge.other.fingerprint, numbers)]);
        for kept in merge.kept.iter().rev() {
            let logged = &kept.logged;
            let Some(numbers) = known.remove(&logged.fingerprint) else {
                continue;
            };
            if let Some(count) = at.get(&logged.fingerprint)
                && *count > self.entries
            {
                self.entries = *count;
                self.since = seq;
                self.numbers = numbers.as_ref().clone();
            }
            if let Event::Merged(inner) = &logged.entry.event {
                let there = Numbers::of(&inner.renumbered).then(&numbers);
                let entry = known.entry(inner.other.fingerprint);
                entry.or_insert_with(|| Rc::new(there));
            }
            if let Some(prev) = logged.entry.prev {
                known.entry(prev).or_insert(numbers);
            }
        }
    }
}
