//! What somebody is still typing: kept beside the record, so that a crash does not take it.
//!
//! Drafts are not events. They are rewritten as a whole and never synced:
//! they survive the end of the program, not the end of the machine.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, BufReader, Seek};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde::Deserialize;

use super::disk::Disk;
use super::error::RecordError;
use super::hidden::hidden_file;
use super::place::{beside, folder_of};
use super::small::{held, open_as};
use crate::text;

/// Texts by the field that they are typed into.
pub type Drafts = BTreeMap<String, String>;

/// The most assessments without a record whose drafts are kept at one time.
const MOST_UNBEGUN: u32 = 9;

/// The file beside a record that holds its drafts.
pub(super) fn path_of(record: &Path) -> PathBuf {
    beside(record, "draft.json")
}

/// The drafts beside a record. One that cannot be read is as good as none.
pub(super) fn load(record: &Path) -> Drafts {
    let held = held_beside(record).ok().flatten();
    cleaned(held.unwrap_or_default())
}

/// What stands in the file beside a record.
pub(super) fn held_beside(record: &Path) -> Result<Option<Drafts>, RecordError> {
    held(&path_of(record), "what is being typed", is_ours)
}

/// Whether each is the text of a field of something.
fn is_ours(drafts: &Drafts) -> bool {
    drafts.keys().all(|field| field.contains('/'))
}

/// The first value counts: a crash may have left more of an earlier one behind it.
fn parse(file: &File) -> Drafts {
    let mut values = serde_json::Deserializer::from_reader(BufReader::new(file));
    cleaned(Drafts::deserialize(&mut values).unwrap_or_default())
}

fn cleaned(drafts: Drafts) -> Drafts {
    let clean = |(field, words): (String, String)| (field, text::clean_paragraphs(&words));
    drafts.into_iter().map(clean).collect()
}

/// Keeps the drafts beside a record; none at all removes the file.
///
/// # Errors
/// When the folder cannot be written, or something else stands there.
pub(super) fn save(disk: &dyn Disk, record: &Path, drafts: &Drafts) -> Result<(), RecordError> {
    let path = path_of(record);
    held_beside(record)?;
    if drafts.is_empty() {
        return remove(disk, &path);
    }
    let bytes = serde_json::to_vec(drafts).unwrap_or_default();
    write_whole(disk, &path, &bytes, Some(record)).map_err(RecordError::io("write", &path))
}

/// Writes a file that takes its name only when it is whole; beside a record, those can read it who can
/// read that.
pub(super) fn write_whole(
    disk: &dyn Disk,
    path: &Path,
    bytes: &[u8],
    record: Option<&Path>,
) -> io::Result<()> {
    let (file, hidden) = hidden_file(disk, folder_of(path))?;
    if let Some(record) = record {
        open_as(&file, record);
    }
    disk.write(&file, bytes)?;
    disk.rename(&hidden, path)
}

fn remove(disk: &dyn Disk, path: &Path) -> Result<(), RecordError> {
    match disk.remove(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            Err(RecordError::io("remove", path)(error))
        }
        _ => Ok(()),
    }
}

/// The drafts of an assessment that has no record yet. One process at a time has them.
#[derive(Debug)]
pub struct Unbegun {
    path: PathBuf,
    file: File,
    disk: Arc<dyn Disk>,
}

impl Unbegun {
    /// Takes up what somebody left in a folder before there was a record, if anybody did.
    pub(super) fn left_in(folder: &Path, disk: &Arc<dyn Disk>) -> Option<(Self, Drafts)> {
        (1..=MOST_UNBEGUN).find_map(|number| {
            let path = unbegun(folder, number);
            // Opening a pipe would wait for ever.
            if !path.symlink_metadata().ok()?.is_file() {
                return None;
            }
            let found = Self::locked(disk.open(&path).ok()?, path, disk)?;
            let drafts = parse(&found.file);
            (!drafts.is_empty() && is_ours(&drafts)).then_some((found, drafts))
        })
    }

    /// A file for drafts that have no record yet.
    ///
    /// # Errors
    /// When it cannot be made.
    pub(super) fn create_in(folder: &Path, disk: &Arc<dyn Disk>) -> Result<Self, RecordError> {
        for number in 1..=MOST_UNBEGUN {
            let path = unbegun(folder, number);
            match disk.create(&path) {
                Ok(file) => {
                    if let Some(created) = Self::locked(file, path, disk) {
                        return Ok(created);
                    }
                }
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                Err(error) => return Err(RecordError::io("create", &path)(error)),
            }
        }
        let most = io::Error::other("there are too many files like it; remove them");
        Err(RecordError::io("create", &unbegun(folder, MOST_UNBEGUN))(
            most,
        ))
    }

    fn locked(file: File, path: PathBuf, disk: &Arc<dyn Disk>) -> Option<Self> {
        file.try_lock().ok()?;
        let disk = Arc::clone(disk);
        Some(Self { path, file, disk })
    }

    /// Keeps these drafts.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub(super) fn save(&mut self, drafts: &Drafts) -> Result<(), RecordError> {
        let is_it = self.disk.leads_to(&self.path, &self.file);
        if !is_it.is_ok_and(|(is_it, _)| is_it) {
            // Somebody has taken the file away, or put another in its place, which is not ours.
            let anew = Self::create_in(folder_of(&self.path), &self.disk)?;
            *self = anew;
        }
        let bytes = serde_json::to_vec(drafts).unwrap_or_default();
        self.file
            .rewind()
            .and_then(|()| self.disk.write(&self.file, &bytes))
            .and_then(|()| self.disk.truncate(&self.file, bytes.len() as u64))
            .map_err(RecordError::io("write", &self.path))
    }

    /// Removes them: they are beside a record now, or there are none any more.
    ///
    /// # Errors
    /// When the folder cannot be written.
    pub(super) fn remove(&self) -> Result<(), RecordError> {
        match self.disk.leads_to(&self.path, &self.file) {
            // Somebody has put another there.
            Ok((false, _)) => Ok(()),
            _ => remove(self.disk.as_ref(), &self.path),
        }
    }
}

/// No record has such a name: it begins with a dot.
fn unbegun(folder: &Path, number: u32) -> PathBuf {
    folder.join(format!(".new-{number}.draft.json"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::disk::RealDisk;

    fn drafts(words: &str) -> Drafts {
        Drafts::from([("organisation/note".to_owned(), words.to_owned())])
    }

    #[test]
    fn drafts_come_back_and_go() {
        let folder = tempfile::tempdir().unwrap();
        let record = folder.path().join("a.jsonl");
        let drafts = drafts("half a sent");
        save(&RealDisk, &record, &drafts).unwrap();
        assert_eq!(load(&record), drafts);
        save(&RealDisk, &record, &Drafts::new()).unwrap();
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
        assert_eq!(load(&record), Drafts::new());
    }

    #[test]
    fn what_was_typed_before_there_was_a_record_is_taken_up_once() {
        let folder = tempfile::tempdir().unwrap();
        let folder = folder.path();
        let disk: Arc<dyn Disk> = Arc::new(RealDisk);
        let mut first = Unbegun::create_in(folder, &disk).unwrap();
        first.save(&drafts("Fell Side Library")).unwrap();
        first.save(&drafts("Fell")).unwrap();
        assert!(
            Unbegun::left_in(folder, &disk).is_none(),
            "it is being typed"
        );
        let mut second = Unbegun::create_in(folder, &disk).unwrap();
        second.save(&drafts("Northmoor")).unwrap();
        drop((first, second));
        let (first, found) = Unbegun::left_in(folder, &disk).unwrap();
        assert_eq!(found, drafts("Fell"));
        let (second, found) = Unbegun::left_in(folder, &disk).unwrap();
        assert_eq!(found, drafts("Northmoor"));
        first.remove().unwrap();
        second.remove().unwrap();
        assert_eq!(std::fs::read_dir(folder).unwrap().count(), 0);
    }

    #[test]
    fn a_draft_that_a_crash_left_over_a_longer_one_counts() {
        let folder = tempfile::tempdir().unwrap();
        let folder = folder.path();
        let left = "{\"organisation/note\":\"short\"}er than before\"}";
        std::fs::write(unbegun(folder, 1), left).unwrap();
        let disk: Arc<dyn Disk> = Arc::new(RealDisk);
        let (_, found) = Unbegun::left_in(folder, &disk).unwrap();
        assert_eq!(found, drafts("short"));
        // What another has put in its place is not taken up.
        std::fs::write(unbegun(folder, 1), "{\"name\":\"another tool\"}").unwrap();
        assert!(Unbegun::left_in(folder, &disk).is_none());
    }
}
