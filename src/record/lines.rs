//! The lines of a record as they are on disk, and the one that comes next.

use std::path::Path;

use jiff::Timestamp;

use super::error::RecordError;
use super::read::{Loaded, read_bytes};
use crate::assessment::{Entry, Event, Fingerprint, Logged};

/// All lines of a record, byte by byte: should its disk go away, they can be written elsewhere.
#[derive(Debug, Clone, Default)]
pub struct Lines {
    bytes: Vec<u8>,
    count: u64,
    last: Option<Fingerprint>,
}

impl Lines {
    /// Those of a record of these events, all by one person at one moment.
    ///
    /// # Errors
    /// When an event cannot be written as JSON.
    pub fn new(
        at: Timestamp,
        by: &str,
        events: impl IntoIterator<Item = Event>,
    ) -> serde_json::Result<Self> {
        let mut lines = Self::default();
        for event in events {
            lines.add(at, by, None, event)?;
        }
        Ok(lines)
    }

    /// Those of a record that was read.
    pub fn of(loaded: &Loaded) -> Self {
        Self {
            bytes: loaded.source.clone(),
            count: loaded.entries.len() as u64,
            last: loaded.entries.last().map(|l| l.fingerprint),
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

    /// The line that an event would be, with its line break.
    pub(super) fn next(
        &self,
        at: Timestamp,
        by: &str,
        why: Option<String>,
        event: Event,
    ) -> serde_json::Result<(Logged, Vec<u8>)> {
        let entry = Entry {
            v: event.format().max(if why.is_some() { 3 } else { 1 }),
            seq: self.count + 1,
            at,
            by: by.to_owned(),
            why,
            event,
            prev: self.last,
        };
        let mut line = serde_json::to_vec(&entry)?;
        let fingerprint = Fingerprint::of(&line);
        line.push(b'\n');
        Ok((Logged { entry, fingerprint }, line))
    }

    /// Takes a line that follows.
    pub(super) fn push(&mut self, line: &[u8], logged: &Logged) {
        self.bytes.extend_from_slice(line);
        self.count += 1;
        self.last = Some(logged.fingerprint);
    }

    /// Takes an event as the next line, in memory only.
    ///
    /// # Errors
    /// When the event cannot be written as JSON.
    pub fn add(
        &mut self,
        at: Timestamp,
        by: &str,
        why: Option<String>,
        event: Event,
    ) -> serde_json::Result<Logged> {
        let (logged, line) = self.next(at, by, why, event)?;
        self.push(&line, &logged);
        Ok(logged)
    }
}
