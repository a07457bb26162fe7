//! The states that a record went through, entry by entry. An undoing does not fold all entries
//! anew: it touches one subject, of which the record then says what its newest entry that counts
//! says.

use std::collections::{BTreeMap, BTreeSet};

use crate::facts::{Assessment, At, Event, FoldError, Logged};

/// A record while its entries go by.
pub(super) struct Replay<'a> {
    entries: &'a [Logged],
    /// How many have gone by.
    count: usize,
    /// What they say.
    state: Assessment,
    /// What was said when the newest entry had come that is about more than one subject.
    base: Assessment,
    /// The number of that entry.
    settled: u64,
    /// The entries since then that can be undone, by what they are about.
    written: BTreeMap<At, Vec<&'a Logged>>,
    /// Those of all entries that do not count now.
    undone: BTreeSet<u64>,
}

impl<'a> Replay<'a> {
    pub(super) fn of(entries: &'a [Logged]) -> Self {
        Self {
            entries,
            count: 0,
            state: Assessment::default(),
            base: Assessment::default(),
            settled: 0,
            written: BTreeMap::new(),
            undone: BTreeSet::new(),
        }
    }

    /// What the entries that have gone by say. Whether a sign-off still stands is not told.
    pub(super) const fn state(&self) -> &Assessment {
        &self.state
    }

    /// Whether an entry turns something that the newest entry about many things has built on: then
    /// anything may differ afterwards.
    pub(super) const fn reaches_behind(&self, event: &Event) -> bool {
        if let Event::Undone { seq } | Event::Redone { seq } = event {
            *seq <= self.settled
        } else {
            false
        }
    }

    /// Lets the next entry go by: it, or nothing after the last.
    pub(super) fn next(&mut self) -> Result<Option<&'a Logged>, FoldError> {
        let Some(logged) = self.entries.get(self.count) else {
            return Ok(None);
        };
        self.count += 1;
        let (seq, event) = (logged.entry.seq, &logged.entry.event);
        if let Event::Undone { seq: target } = event {
            self.undone.insert(*target);
            self.turn(seq, *target)?;
        } else if let Event::Redone { seq: target } = event {
            self.undone.remove(target);
            self.turn(seq, *target)?;
        } else if let Event::Migrated { .. } = event {
            self.fold(seq)?;
        } else {
            self.apply(seq, event)?;
            if event.is_about_many() {
                self.settle(seq);
            } else if let Some(change) = event.change() {
                self.written.entry(change.at()).or_default().push(logged);
            }
        }
        Ok(Some(logged))
    }

    fn apply(&mut self, seq: u64, event: &Event) -> Result<(), FoldError> {
        let applied = self.state.apply(seq, event);
        applied.map_err(|says| FoldError::Misplaced { seq, says })
    }

    /// An entry has begun to count, or no longer does.
    fn turn(&mut self, seq: u64, target: u64) -> Result<(), FoldError> {
        if target <= self.settled {
            // What came over it may rest on it.
            return self.fold(seq);
        }
        let turned = Logged::find(self.entries, target);
        let Some(change) = turned.and_then(|logged| logged.entry.event.change()) else {
            return Ok(());
        };
        let subject = change.at();
        let written = self.written.get(&subject).map(Vec::as_slice);
        let mut newest = written.unwrap_or_default().iter().rev();
        match newest.find(|l| !self.undone.contains(&l.entry.seq)) {
            Some(counts) => self.apply(counts.entry.seq, &counts.entry.event),
            None => {
                subject.restore(&mut self.state, &self.base);
                Ok(())
            }
        }
    }

    /// Reads all entries that have gone by anew.
    fn fold(&mut self, seq: u64) -> Result<(), FoldError> {
        self.state = Assessment::fold(self.entries.get(..self.count).unwrap_or_default())?;
        self.settle(seq);
        Ok(())
    }

    fn settle(&mut self, seq: u64) {
        self.base = self.state.clone();
        self.settled = seq;
        self.written.clear();
    }
}
