//! Reads many records one after the other. Most carry the same questionnaire, byte for byte: it is
//! taken apart once, and known again by its bytes.
//!
//! A record is accepted, and refused, exactly as when it is read alone. What is known is only put
//! in the place of a value that reads the same; whatever is out of the ordinary is read whole.

use std::path::Path;
use std::sync::Arc;

use memchr::memmem;
use serde_json::Value;

use super::error::RecordError;
use super::read::{Loaded, needs_cleaning, read_after};
use crate::facts::{AskedBy, Entry, Event, Fingerprint, Logged};
use crate::questionnaire::{BUILT_IN_DIGEST, Questionnaire, shared_built_in};
use crate::unique;

/// How many questionnaires are kept: the versions that are in use at one time.
const KEPT: usize = 4;

/// In front of the questionnaire in the first line of a record.
const FIELD: &[u8] = b"\"questionnaire\":";

/// Behind it, in a line as this program writes it.
const END: &[u8] = br#"},"prev":null}"#;

/// No further into the line than this is it looked for.
const HEAD: usize = 4096;

/// Stands for the questionnaire while the rest of its line is read: a number, which can be written
/// in one way only.
const PLACE: u64 = 18_446_744_073_709_551_557;

/// Reads records, and keeps what the next will have in common with them.
#[derive(Debug)]
pub struct Reader {
    seen: Seen,
    told: Vec<(Arc<Questionnaire>, AskedBy)>,
}

impl Default for Reader {
    fn default() -> Self {
        let seen = Seen {
            most: KEPT,
            ..Seen::default()
        };
        Self { seen, told: vec![] }
    }
}

impl Reader {
    /// Reads and checks a record, without changing it.
    ///
    /// # Errors
    /// Those of [`super::read`], for the same records.
    pub fn read(&mut self, path: &Path) -> Result<Loaded, RecordError> {
        read_after(&mut self.seen, path)
    }

    /// By which questionnaire a record asks that was read: worked out once for each.
    pub fn asked_by(&mut self, questionnaire: &Arc<Questionnaire>) -> AskedBy {
        let is_it = |(known, _): &&(Arc<Questionnaire>, AskedBy)| Arc::ptr_eq(known, questionnaire);
        if let Some((_, by)) = self.told.iter().find(is_it) {
            return *by;
        }
        let by = AskedBy::of(questionnaire);
        self.told.truncate(KEPT - 1);
        self.told.insert(0, (Arc::clone(questionnaire), by));
        by
    }
}

/// The questionnaires of the records that were read last, the newest first. By default, none is
/// kept: that costs time which only the next record gives back.
#[derive(Debug, Default)]
pub(super) struct Seen {
    kept: Vec<Known>,
    most: usize,
}

/// A questionnaire that can be used, and its text in the line of a record.
#[derive(Debug, Clone)]
pub(super) struct Known {
    text: Arc<str>,
    questionnaire: Arc<Questionnaire>,
}

impl Seen {
    /// The first entry of a record, with its questionnaire beside it, where that is known: from another
    /// record, or from the program.
    pub fn first(&mut self, line: &[u8]) -> Option<(Entry, Known)> {
        let (head, rest) = divided(line)?;
        let found = self.known(rest).or_else(|| Known::built_in(rest))?;
        let tail = rest.get(found.text.len()..)?;
        Some((without(head, tail)?, found))
    }

    fn known(&mut self, rest: &[u8]) -> Option<Known> {
        let known = |known: &Known| rest.starts_with(known.text.as_bytes());
        let at = self.kept.iter().position(known)?;
        let found = self.kept.get(at)?.clone();
        self.kept.get_mut(..=at)?.rotate_right(1);
        Some(found)
    }

    /// Keeps the questionnaire of the first line of a record. `asked` is what was read from it, an
    /// object.
    pub fn keep(&mut self, line: &[u8], asked: &str, questionnaire: &Arc<Questionnaire>) {
        if self.most == 0 {
            return;
        }
        // Written by this program, it reads as it is written. Cleaning looks at a line as a whole.
        let stands = divided(line).is_some_and(|(_, rest)| rest.starts_with(asked.as_bytes()));
        if !stands || needs_cleaning(asked) {
            return;
        }
        self.kept.truncate(self.most - 1);
        let known = Known {
            text: asked.into(),
            questionnaire: Arc::clone(questionnaire),
        };
        self.kept.insert(0, known);
    }
}

impl Known {
    /// The one that comes with the program, where the rest of a line begins with it.
    fn built_in(rest: &[u8]) -> Option<Self> {
        let text = rest.strip_suffix(END)?;
        if Fingerprint::of(text).to_string() != BUILT_IN_DIGEST {
            return None;
        }
        Some(Self {
            text: std::str::from_utf8(text).ok()?.into(),
            questionnaire: shared_built_in()?,
        })
    }

    /// The questionnaire.
    pub fn questionnaire(self) -> Arc<Questionnaire> {
        self.questionnaire
    }

    /// Puts it back into the first entry, as the line has it.
    pub fn put_into(self, entries: &mut [Logged]) {
        if let Some(Event::Created { questionnaire, .. }) =
            entries.first_mut().map(|l| &mut l.entry.event)
        {
            **questionnaire = serde_json::from_str(&self.text).unwrap_or_default();
        }
    }
}

/// The line up to its questionnaire, and from there.
fn divided(line: &[u8]) -> Option<(&[u8], &[u8])> {
    let head = line.get(..HEAD.min(line.len()))?;
    line.split_at_checked(memmem::find(head, FIELD)? + FIELD.len())
}

/// The entry of a line, without its questionnaire. None where that does not stand between these two
/// parts, or the rest has to be cleaned.
fn without(head: &[u8], tail: &[u8]) -> Option<Entry> {
    let place = PLACE.to_string();
    let short = [head, place.as_bytes(), tail].concat();
    if memmem::find_iter(&short, place.as_bytes()).count() != 1 {
        return None;
    }
    let short = std::str::from_utf8(&short).ok()?;
    if needs_cleaning(short) {
        return None;
    }
    unique::check(short).ok()?;
    let mut entry: Entry = serde_json::from_str(short).ok()?;
    if let Event::Created { questionnaire, .. } = &mut entry.event
        && questionnaire.as_u64() == Some(PLACE)
    {
        **questionnaire = Value::Null;
        Some(entry)
    } else {
        None
    }
}
