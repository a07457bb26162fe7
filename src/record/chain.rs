//! The chain of a log: each line read as an entry, and held against those before it.

use std::path::Path;

use serde_json::Value;

use super::error::RecordError;
use crate::facts::{Entry, Event, FORMAT, Fingerprint, Kept, Logged, limits};
use crate::history::Held;
use crate::{text, unique};

/// What was read so far.
#[derive(Default)]
pub(super) struct Chain {
    pub entries: Vec<Logged>,
    /// How many lines these are, with those of other records.
    lines: usize,
    /// Which lines it holds; nobody asks before a merge.
    held: Option<Held>,
}

impl Chain {
    /// Takes a line of another record, for the merge that comes.
    pub(super) fn keep(&mut self, line: &[u8], path: &Path) -> Result<(), RecordError> {
        self.lines += 1;
        let number = self.lines;
        let taken = self.held().take(kept(line, number, path)?);
        taken.map_err(|says| damaged(path, number, says))
    }

    /// Takes a line of its own.
    pub(super) fn take(&mut self, line: &[u8], path: &Path) -> Result<(), RecordError> {
        let entry = entry_of(line, self.lines + 1, path)?;
        self.follow(entry, line, path)
    }

    /// Takes the entry of a line, and holds it against the one before it.
    pub(super) fn follow(
        &mut self,
        entry: Entry,
        line: &[u8],
        path: &Path,
    ) -> Result<(), RecordError> {
        self.lines += 1;
        let number = self.lines;
        let damaged = |says: &str| damaged(path, number, says);
        if entry.v > FORMAT {
            return Err(newer(path, number, entry.v.into()));
        }
        let before = self.entries.last();
        if entry.prev != before.map(|l| l.fingerprint) {
            return Err(damaged("it does not follow from the line before"));
        }
        if entry.seq != before.map_or(1, |l| l.entry.seq.saturating_add(1)) {
            return Err(damaged("its number is not the one that comes next"));
        }
        let mut next = Logged {
            entry,
            fingerprint: Fingerprint::of(line),
        };
        if matches!(next.entry.event, Event::Merged(_)) {
            self.held();
        }
        if let Some(held) = &mut self.held {
            held.follow(&mut next).map_err(damaged)?;
        }
        self.entries.push(next);
        Ok(())
    }

    /// Whether lines of another record wait for their merge.
    pub(super) fn is_waiting(&self) -> bool {
        self.held.as_ref().is_some_and(Held::is_waiting)
    }

    fn held(&mut self) -> &mut Held {
        self.held.get_or_insert_with(|| Held::of(&self.entries))
    }
}

/// A line of another record, as its record has it.
pub(super) fn kept(line: &[u8], number: usize, path: &Path) -> Result<Kept, RecordError> {
    let logged = Logged {
        entry: entry_of(line, number, path)?,
        fingerprint: Fingerprint::of(line),
    };
    limits::check(&logged.entry).map_err(|says| damaged(path, number, &says.to_string()))?;
    let line = std::str::from_utf8(line).ok().map(str::to_owned);
    Ok(Kept { logged, line })
}

pub(super) fn is_entry(line: &[u8]) -> bool {
    serde_json::from_slice::<Entry>(line).is_ok()
}

fn entry_of(line: &[u8], number: usize, path: &Path) -> Result<Entry, RecordError> {
    let damaged = |says: &str| damaged(path, number, says);
    let Ok(source) = std::str::from_utf8(line) else {
        return Err(if number == 1 {
            RecordError::NotARecord(path.to_owned())
        } else {
            damaged("it is not UTF-8 text")
        });
    };
    match parse_entry(source) {
        Ok(entry) if entry.v > FORMAT => Err(newer(path, number, entry.v.into())),
        Ok(entry) => Ok(entry),
        Err(error) => {
            let value: Option<Value> = serde_json::from_str(source).ok();
            let found = value.as_ref().and_then(|v| v.get("v")?.as_u64());
            Err(match found {
                Some(found) if found > u64::from(FORMAT) => newer(path, number, found),
                None if number == 1 => RecordError::NotARecord(path.to_owned()),
                _ => damaged(&format!("it cannot be read ({error})")),
            })
        }
    }
}

/// An entry, with text that somebody may have put there by hand cleaned. The lines of another
/// record, which a merge keeps, stay byte by byte.
fn parse_entry(source: &str) -> serde_json::Result<Entry> {
    unique::check(source)?;
    if needs_cleaning(source) {
        let mut value: Value = serde_json::from_str(source)?;
        let lines = value.pointer_mut("/event/lines").map(Value::take);
        text::clean_json(&mut value);
        if let (Some(place), Some(lines)) = (value.pointer_mut("/event/lines"), lines) {
            *place = lines;
        }
        serde_json::from_value(value)
    } else {
        serde_json::from_str(source)
    }
}

/// Escapes can hide what the bytes do not show.
pub(super) fn needs_cleaning(source: &str) -> bool {
    source.contains("\\u") || !text::is_clean(source)
}

pub(super) fn damaged(path: &Path, line: usize, says: &str) -> RecordError {
    RecordError::Damaged {
        path: path.to_owned(),
        line,
        says: says.to_owned(),
    }
}

fn newer(path: &Path, line: usize, found: u64) -> RecordError {
    RecordError::Newer {
        path: path.to_owned(),
        line,
        found,
    }
}
