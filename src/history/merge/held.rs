//! The lines that a record holds: its own, and those of other records that its merges have brought.
//! Each is held once, and follows on one that is held.

use std::collections::{HashMap, HashSet};

use crate::facts::{Entry, Event, Fingerprint, Kept, Logged, Merge, SignOff};

/// How deep merges stand within merges at most, before format 6. Each time they doubled the
/// backslashes of all that they kept: nothing that deep fits into a record.
const DEEPEST: u8 = 32;

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
    pub fn take(&mut self, kept: Kept) -> Result<(), &'static str> {
        if self.has(kept.logged.fingerprint) {
            return Err("it keeps a line of another record that is held already");
        }
        self.bring(kept, 0)
    }

    /// Takes an entry of the record itself. A merge gets the lines that were taken for it, or those
    /// that stand within it.
    ///
    /// # Errors
    /// Says why it is not the merge that they belong to.
    pub fn follow(&mut self, logged: &mut Logged) -> Result<(), &'static str> {
        let is_waited_for = logged.merge().is_some_and(|merge| merge.lines.is_empty());
        if self.is_waiting() && !is_waited_for {
            return Err("lines of another record stand before it, and it is no merge");
        }
        if let Event::Merged(merge) = &mut logged.entry.event {
            self.open(merge.lines.iter().cloned(), 0)?;
            merge.kept = std::mem::take(&mut self.brought);
            if is_waited_for {
                self.expect_joined(merge)?;
            }
        }
        self.own(logged);
        Ok(())
    }

    /// Sees that a merge joins what stands before it: all of that, and nothing else.
    fn expect_joined(&self, merge: &Merge) -> Result<(), &'static str> {
        let root = self.places.get(&merge.other.fingerprint).map(|p| p.root);
        if root != Some(merge.common) || !merge.is_of_its_newest_line() {
            return Err("it joins a history that is not what it was");
        }
        if !merge.reaches_all() {
            return Err("lines of another record stand before it that it does not join");
        }
        Ok(())
    }

    /// Takes a line that follows on one that is held. Those within it come before it, on their own.
    fn bring(&mut self, mut kept: Kept, depth: u8) -> Result<(), &'static str> {
        let entry = &mut kept.logged.entry;
        let after = entry.prev.map(|prev| self.places.get(&prev));
        let number = match after {
            None => Some(1),
            Some(place) => place.and_then(|place| place.seq.checked_add(1)),
        };
        if number != Some(entry.seq) {
            return Err("it keeps a line of another record that follows on none that is held");
        }
        if let Event::Merged(merge) = &mut entry.event {
            let lines = std::mem::take(&mut merge.lines);
            self.open(lines.into_iter(), depth)?;
            if !self.has(merge.other.fingerprint) {
                return Err("it keeps a merge of another record without what that has joined");
            }
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

    /// Takes the lines that stand within a merge, but for those that are held already.
    fn open(&mut self, lines: impl Iterator<Item = String>, depth: u8) -> Result<(), &'static str> {
        if depth > DEEPEST {
            return Err("it keeps merges within merges, more than there can be");
        }
        for line in lines {
            let fingerprint = Fingerprint::of(line.as_bytes());
            if self.has(fingerprint) {
                continue;
            }
            let entry: Entry = serde_json::from_str(&line)
                .map_err(|_| "it keeps a line of another record that cannot be read")?;
            // What is within it is a text of its own by now.
            drop(line);
            let logged = Logged { entry, fingerprint };
            self.bring(Kept { logged, line: None }, depth + 1)?;
        }
        Ok(())
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
    /// Whether the last line that it has brought is the one that the other record ended with. It brings
    /// none where all of them were held.
    fn is_of_its_newest_line(&self) -> bool {
        self.kept.last().is_none_or(|kept| {
            let (newest, other) = (&kept.logged, &self.other);
            newest.fingerprint == other.fingerprint && newest.entry.at == other.last
        })
    }

    /// Whether a line that it has brought is of the other record itself, and not of one that the other
    /// had joined.
    pub fn is_of_the_other(&self, line: Fingerprint) -> bool {
        let mut next = Some(self.other.fingerprint);
        self.kept.iter().rev().any(|kept| {
            let is_next = next == Some(kept.logged.fingerprint);
            if is_next {
                next = kept.logged.entry.prev;
            }
            is_next && kept.logged.fingerprint == line
        })
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

/// A merge, with the history that it has joined.
#[derive(Debug)]
pub struct Joined<'a> {
    pub merge: &'a Merge,
    /// How many lines of the other record are held that it had after those that both share.
    pub lines: usize,
    /// Its sign-offs among those that no earlier merge had joined, with the numbers of their entries.
    /// They were given for the other record, and are not taken over.
    pub sign_offs: Vec<(u64, &'a SignOff)>,
}

/// The merges of a record, in their order. One can have brought what another one goes back to.
pub fn joined<'a>(merges: impl Iterator<Item = &'a Merge> + Clone) -> Vec<Joined<'a>> {
    let kept = merges.clone().flat_map(|merge| &merge.kept);
    let held: HashMap<Fingerprint, &Logged> = kept
        .map(|kept| (kept.logged.fingerprint, &kept.logged))
        .collect();
    let mut told = HashSet::new();
    let of = |merge: &'a Merge| {
        let newest = held.get(&merge.other.fingerprint).copied();
        let before = |logged: &&'a Logged| held.get(&logged.entry.prev?).copied();
        let theirs: Vec<&Logged> = std::iter::successors(newest, before).collect();
        let untold = theirs
            .iter()
            .rev()
            .filter(|logged| told.insert(logged.fingerprint));
        let sign_offs = untold.filter_map(|logged| {
            if let Event::SignedOff(sign_off) = &logged.entry.event {
                Some((logged.entry.seq, sign_off))
            } else {
                None
            }
        });
        Joined {
            merge,
            sign_offs: sign_offs.collect(),
            lines: theirs.len(),
        }
    };
    merges.map(of).collect()
}
