//! The lines of a record as they are on disk, and the one that comes next.

use std::path::Path;

use jiff::Timestamp;

use super::chain::kept;
use super::error::RecordError;
use super::read::{Loaded, read_bytes};
use crate::facts::limits::Bounds;
use crate::facts::{Entry, Event, Fingerprint, Kept, Logged};
use crate::history::Held;
use crate::propose::Accepted;

/// The largest record that is read, in bytes. Earlier programs wrote some that are larger than
/// [`MAX_WRITTEN`].
pub(super) const MAX_BYTES: u64 = 256 * 1024 * 1024;

/// The largest record that is written, in bytes: all that is made of it, and has it inside, can be
/// read again.
pub(crate) const MAX_WRITTEN: usize = 64 * 1024 * 1024;

/// Around a line of another record, which a merge keeps. Older programs read from `v` that it takes a
/// newer one.
const BEFORE_KEPT: &[u8] = b"{\"v\":6,\"kept\":";
const AFTER_KEPT: &[u8] = b"}";

/// The line of another record that a line of this one keeps, if it does.
pub fn kept_in(line: &[u8]) -> Option<&[u8]> {
    line.strip_prefix(BEFORE_KEPT)?.strip_suffix(AFTER_KEPT)
}

/// The lines of the other record, and those that it keeps, that a record does not hold yet. None
/// where one of them cannot be kept.
pub fn missing(ours: &Loaded, theirs: &Loaded) -> Option<Vec<Kept>> {
    let mut held = Held::of(&ours.entries);
    let source = theirs.source.strip_suffix(b"\n")?;
    for line in source.split(|byte| *byte == b'\n') {
        let line = kept_in(line).unwrap_or(line);
        if !held.has(Fingerprint::of(line)) {
            held.take(kept(line, 0, Path::new("")).ok()?).ok()?;
        }
    }
    Some(held.into_brought())
}

/// All lines of a record, byte by byte: should its disk go away, they can be written elsewhere.
#[derive(Debug, Clone, Default)]
pub struct Lines {
    bytes: Vec<u8>,
    count: u64,
    last: Option<Fingerprint>,
    /// What the next one is held to.
    bounds: Bounds,
}

/// A line that follows.
pub(super) struct Next {
    logged: Logged,
    /// It with its line break, and before it the lines that it brings.
    pub(super) lines: Vec<u8>,
    /// What the one after it is held to.
    bounds: Bounds,
}

impl Lines {
    /// Those of a record of these events, all by one person at one moment.
    ///
    /// # Errors
    /// When reading would refuse an event, or it cannot be written as JSON.
    pub fn new(
        at: Timestamp,
        by: &str,
        events: impl IntoIterator<Item = Event>,
    ) -> Result<Self, RecordError> {
        let mut lines = Self::default();
        for event in events {
            let next = lines.line(at, by, None, event)?;
            lines.push(next);
        }
        Ok(lines)
    }

    /// Those of a record that was read.
    pub fn of(loaded: &Loaded) -> Self {
        Self {
            bytes: loaded.source.clone(),
            count: loaded.entries.len() as u64,
            last: loaded.entries.last().map(|l| l.fingerprint),
            bounds: Bounds::after(&loaded.entries, &loaded.questionnaire),
        }
    }

    /// The bytes.
    pub(super) fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// How many bytes there are.
    pub(super) fn length(&self) -> u64 {
        self.bytes.len() as u64
    }

    /// How many there are.
    pub(super) fn count(&self) -> usize {
        usize::try_from(self.count).unwrap_or(usize::MAX)
    }

    /// Reads and checks them. Messages call the record `name`.
    ///
    /// # Errors
    /// Says in which line they are not what they were.
    pub fn read(self, name: &Path) -> Result<Loaded, RecordError> {
        read_bytes(self.bytes, name)
    }

    /// The line that this would be, with its line break, and before it the lines that it brings.
    pub(super) fn next(
        &self,
        at: Timestamp,
        by: &str,
        accepted: Accepted,
    ) -> Result<Next, RecordError> {
        let (event, why) = accepted.into_parts();
        self.line(at, by, why, event)
    }

    fn line(
        &self,
        at: Timestamp,
        by: &str,
        why: Option<String>,
        event: Event,
    ) -> Result<Next, RecordError> {
        let entry = Entry {
            v: event.format().max(if why.is_some() { 3 } else { 1 }),
            seq: self.count + 1,
            at,
            by: by.to_owned(),
            why,
            event,
            prev: self.last,
        };
        let mut bounds = self.bounds.clone();
        bounds.follow(&entry).map_err(RecordError::Overlong)?;
        let mut lines = vec![];
        if let Event::Merged(merge) = &entry.event {
            let brought = merge.kept.iter().filter_map(|kept| kept.line.as_deref());
            for line in brought {
                let parts = [BEFORE_KEPT, line.as_bytes(), AFTER_KEPT, b"\n"];
                parts
                    .into_iter()
                    .for_each(|part| lines.extend_from_slice(part));
            }
        }
        let line = serde_json::to_vec(&entry).map_err(RecordError::Unwritable)?;
        let fingerprint = Fingerprint::of(&line);
        lines.extend_from_slice(&line);
        lines.push(b'\n');
        Ok(Next {
            logged: Logged { entry, fingerprint },
            lines,
            bounds,
        })
    }

    /// Takes a line that follows, with those that it brings.
    pub(super) fn push(&mut self, next: Next) -> Logged {
        self.bytes.extend_from_slice(&next.lines);
        self.count += 1;
        self.last = Some(next.logged.fingerprint);
        self.bounds = next.bounds;
        next.logged
    }

    /// Takes what was accepted as the next line, in memory only.
    ///
    /// # Errors
    /// When reading would refuse it, or it cannot be written as JSON.
    pub fn add(
        &mut self,
        at: Timestamp,
        by: &str,
        accepted: Accepted,
    ) -> Result<Logged, RecordError> {
        let next = self.next(at, by, accepted)?;
        Ok(self.push(next))
    }
}
