//! The lines that a record holds: its own, and those of other records that its merges have brought.
//! Each is held once, and follows on one that is held.

use std::collections::{HashMap, HashSet};

use super::super::event::{Entry, Event, Logged};
use super::super::fingerprint::Fingerprint;
use super::Merge;

/// A line of another record, as a merge has brought it.
#[derive(Debug, Clone, PartialEq)]
pub struct Kept {
    /// The entry that it is, with its digest.
    pub logged: Logged,
    /// The line itself, byte by byte and without its line break; none where it stands within a merge
    /// that was written before format 6.
    pub line: Option<String>,
}

/// Where a line stands in its record.
#[derive(Debug, Clone, Copy)]
struct Place {
    seq: u64,
    /// The newest entry of this record that its history goes back to; 0 where it began apart.
    root: u64,
}

/// All lines that a record holds.
#[derive(Debug, Default)]
pub struct Held {
    places: HashMap<Fingerprint, Place>,
    /// Those that the next merge brings.
    brought: Vec<Kept>,
}

impl Held {
    /// Those of a record that was read.
    pub fn of(entries: &[Logged]) -> Self {
        let mut held = Self::default();
        for logged in entries {
            if let Event::Merged(merge) = &logged.entry.event {
                let kept = merge.kept.iter().map(|kept| &kept.logged);
                kept.for_each(|logged| held.place(logged));
            }
            held.own(logged);
        }
        held
    }

    /// Whether a line with this digest is held.
    pub fn has(&self, line: Fingerprint) -> bool {
        self.places.contains_key(&line)
    }

    /// The lines that were taken and belong to no merge yet.
    pub fn into_brought(self) -> Vec<Kept> {
        self.brought
    }

    /// Whether lines wait for their merge.
    pub const fn is_waiting(&self) -> bool {
        !self.brought.is_empty()
    }

    /// Takes a line of another record, for the merge that comes next.
    ///
    /// # Errors
    /// Says why it cannot be kept.
    pub fn take(&mut self, mut kept: Kept) -> Result<(), &'static str> {
        let entry = &mut kept.logged.entry;
        if self.places.contains_key(&kept.logged.fingerprint) {
            return Err("it keeps a line of another record that is held already");
        }
        let after = entry.prev.map(|prev| self.places.get(&prev));
        let number = match after {
            None => Some(1),
            Some(place) => place.and_then(|place| place.seq.checked_add(1)),
        };
        if number != Some(entry.seq) {
            return Err("it keeps a line of another record that follows on none that is held");
        }
        if let Event::Merged(merge) = &mut entry.event {
            self.open(merge);
            if !self.has(merge.other.fingerprint) {
                return Err("it keeps a merge of another record without what that has joined");
            }
            // They stand on their own here.
            self.brought.append(&mut merge.kept);
        }
        // Nobody looks up in it what was asked.
        if let Event::Created { questionnaire, .. } | Event::Migrated { questionnaire, .. } =
            &mut entry.event
        {
            questionnaire.take();
        }
        self.place(&kept.logged);
        self.brought.push(kept);
        Ok(())
    }

    /// Takes an entry of the record itself. A merge gets the lines that were taken for it.
    ///
    /// # Errors
    /// Says why it is not the merge that they belong to.
    pub fn follow(&mut self, logged: &mut Logged) -> Result<(), &'static str> {
        match &mut logged.entry.event {
            Event::Merged(merge) if merge.lines.is_empty() => {
                merge.kept = std::mem::take(&mut self.brought);
                let root = self.places.get(&merge.other.fingerprint).map(|p| p.root);
                if root != Some(merge.common) {
                    return Err("it joins a history that is not what it was");
                }
                if !merge.reaches_all() {
                    return Err("lines of another record stand before it that it does not join");
                }
            }
            _ if !self.brought.is_empty() => {
                return Err("lines of another record stand before it, and it is no merge");
            }
            Event::Merged(merge) => self.open(merge),
            _ => {}
        }
        self.own(logged);
        Ok(())
    }

    /// Looks into the lines that stand within a merge. What they are worth is seen where they are
    /// folded.
    fn open(&mut self, merge: &mut Merge) {
        for line in &merge.lines {
            let fingerprint = Fingerprint::of(line.as_bytes());
            if self.has(fingerprint) {
                continue;
            }
            let Ok(mut entry) = serde_json::from_str::<Entry>(line) else {
                continue;
            };
            if let Event::Merged(inner) = &mut entry.event {
                self.open(inner);
                merge.kept.append(&mut inner.kept);
            }
            let logged = Logged { entry, fingerprint };
            self.place(&logged);
            merge.kept.push(Kept { logged, line: None });
        }
    }

    fn own(&mut self, logged: &Logged) {
        let seq = logged.entry.seq;
        self.places
            .insert(logged.fingerprint, Place { seq, root: seq });
    }

    fn place(&mut self, logged: &Logged) {
        let before = logged.entry.prev.and_then(|prev| self.places.get(&prev));
        let place = Place {
            seq: logged.entry.seq,
            root: before.map_or(0, |before| before.root),
        };
        self.places.insert(logged.fingerprint, place);
    }
}

impl Merge {
    /// The lines of the other record itself that it has brought, in their order. Those of third ones,
    /// which the other kept, are not among them.
    pub fn theirs(&self) -> Vec<&Logged> {
        let mut next = Some(self.other.fingerprint);
        let mut found = vec![];
        for kept in self.kept.iter().rev() {
            if next == Some(kept.logged.fingerprint) {
                next = kept.logged.entry.prev;
                found.push(&kept.logged);
            }
        }
        found.reverse();
        found
    }

    /// Whether all lines that it has brought are of the history that it joins.
    fn reaches_all(&self) -> bool {
        let mut joined = HashSet::from([self.other.fingerprint]);
        self.kept.iter().rev().all(|kept| {
            let is_joined = joined.contains(&kept.logged.fingerprint);
            joined.extend(kept.logged.entry.prev);
            if let Event::Merged(merge) = &kept.logged.entry.event {
                joined.insert(merge.other.fingerprint);
            }
            is_joined
        })
    }
}
