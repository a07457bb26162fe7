//! Reads many records one after the other. Most carry the same questionnaire, byte for byte: it is
//! taken apart once, and known again by its bytes.
//!
//! A record is accepted, and refused, exactly as when it is read alone. What is known is only put
//! in the place of a value that reads the same; whatever is out of the ordinary is read whole.

use std::path::Path;
use std::sync::Arc;

use memchr::memmem;
use serde_json::Value;

use super::chain::needs_cleaning;
use super::error::RecordError;
use super::read::{Loaded, read_after};
use crate::facts::{AskedBy, Entry, Event, Fingerprint, Logged};
use crate::questionnaire::{BUILT_IN_DIGEST, Questionnaire, built_in_from, load_kept};
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
    /// The record itself, where it was read before.
    pub record: Option<Loaded>,
}

/// A questionnaire that can be used, and its text in the line of a record.
#[derive(Debug, Clone)]
pub(super) struct Known {
    text: Arc<str>,
    questionnaire: Arc<Questionnaire>,
}

impl Seen {
    /// A record that was read.
    pub(super) fn of(loaded: Loaded) -> Self {
        Self {
            record: Some(loaded),
            ..Self::default()
        }
    }

    /// The first entry of a record, with its questionnaire beside it. None where anything is out of the
    /// ordinary.
    pub(super) fn first(&mut self, line: &[u8]) -> Option<(Entry, Known)> {
        let (head, rest) = divided(line)?;
        let is_it = |known: &Known| rest.starts_with(known.text.as_bytes());
        let known = match self.kept.iter().position(is_it) {
            Some(at) => self.kept.remove(at),
            None => Known::read(rest)?,
        };
        let entry = without(head, rest.get(known.text.len()..)?);
        self.kept.insert(0, known.clone());
        self.kept.truncate(self.most);
        Some((entry?, known))
    }
}

impl Known {
    /// Reads the one with which the rest of a line begins. Most are the one that comes with the program.
    fn read(rest: &[u8]) -> Option<Self> {
        let text = std::str::from_utf8(rest.strip_suffix(END)?).ok()?;
        let is_built_in = Fingerprint::of(text.as_bytes()).to_string() == BUILT_IN_DIGEST;
        let questionnaire = if is_built_in {
            built_in_from(text)?
        } else if !needs_cleaning(text) && unique::check(text).is_ok() {
            Arc::new(load_kept(text.as_bytes()).ok()?)
        } else {
            return None;
        };
        Some(Self {
            text: text.into(),
            questionnaire,
        })
    }

    /// The questionnaire.
    pub(super) fn questionnaire(self) -> Arc<Questionnaire> {
        self.questionnaire
    }

    /// Puts it back into the first entry, as the line has it.
    pub(super) fn put_into(self, entries: &mut [Logged]) {
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::propose::Accepted;
    use crate::questionnaire::{TAKEN_APART, built_in, shared_built_in};
    use crate::record::Library;
    use crate::record::read::{read, read_bytes};
    use crate::record::sample::at;

    /// A folder of two records that ask by this questionnaire.
    fn two(questionnaire: &Questionnaire) -> (tempfile::TempDir, Library) {
        let folder = tempfile::tempdir().unwrap();
        let library = Library::at(Some(folder.path().to_owned())).unwrap();
        for title in ["one", "two"] {
            let created = Event::Created {
                tool: "test".into(),
                questionnaire: Box::new(serde_json::to_value(questionnaire).unwrap()),
            };
            library
                .add(title, at(), [Accepted::unheld(created)])
                .unwrap();
        }
        (folder, library)
    }

    #[test]
    fn records_that_ask_by_the_built_in_questionnaire_share_it() {
        let built_in = shared_built_in().unwrap();
        let (_folder, library) = two(&built_in);
        let before = TAKEN_APART.get();
        for stored in library.list().unwrap() {
            let asked = |loaded: &Loaded| Arc::clone(&loaded.questionnaire);
            assert!(Arc::ptr_eq(&asked(&stored.loaded.unwrap()), &built_in));
            assert!(Arc::ptr_eq(&asked(&read(&stored.path).unwrap()), &built_in));
        }
        assert_eq!(TAKEN_APART.get(), before);
    }

    #[test]
    fn a_foreign_questionnaire_is_taken_apart_once() {
        let mut foreign = built_in().unwrap();
        foreign.version = "2099.1".into();
        let (_folder, library) = two(&foreign);
        let before = TAKEN_APART.get();
        let stored = library.list().unwrap().map(|stored| stored.loaded.unwrap());
        let read: Vec<Loaded> = stored.collect();
        assert!(Arc::ptr_eq(&read[0].questionnaire, &read[1].questionnaire));
        assert_eq!(TAKEN_APART.get(), before + 1);
        let again = read_bytes(read[0].source.clone(), Path::new("again")).unwrap();
        assert_eq!(again.questionnaire, read[0].questionnaire);
        assert_eq!(TAKEN_APART.get(), before + 2);
        // One that is written otherwise says the same.
        let text = String::from_utf8(again.source).unwrap();
        let wide = text.replace(":{", ": {").into_bytes();
        let wide = read_bytes(wide, Path::new("wide")).unwrap();
        assert_eq!(wide.questionnaire, again.questionnaire);
    }
}
