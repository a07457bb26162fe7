//! The folder that holds all records of a person, and their names.

use std::cmp::Reverse;
use std::fs::DirBuilder;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::SystemTime;

use directories::ProjectDirs;
use jiff::Timestamp;

use super::disk::{Disk, RealDisk};
use super::drafts::{self, Drafts, Unbegun};
use super::error::RecordError;
use super::evidence::open as open_file;
use super::hidden::{sweep, sweep_imports};
use super::journal::Journal;
use super::lines::Lines;
use super::outputs;
use super::place::{cautions, is_no_file, name_of_kind};
use super::places::Places;
use super::read::Loaded;
use super::reader::Reader;
use crate::facts::Fingerprint;
use crate::platform::files::only_owner_folder;
use crate::propose::Accepted;

/// The extension of records.
pub(crate) const EXTENSION: &str = "jsonl";

/// A folder of records.
#[derive(Debug, Clone)]
pub struct Library {
    folder: PathBuf,
    disk: Arc<dyn Disk>,
}

/// The name of a record within its folder.
pub(crate) type RecordName = String;

/// A record in the folder, as `list` shows it.
#[derive(Debug)]
pub struct Stored {
    pub name: RecordName,
    /// Where it is.
    pub path: PathBuf,
    /// What it says, or why it cannot be read.
    pub loaded: Result<Loaded, RecordError>,
}

impl Library {
    /// The library in this folder, or in the platform's data folder.
    ///
    /// # Errors
    /// When the platform names none.
    pub fn at(folder: Option<PathBuf>) -> Result<Self, RecordError> {
        let folder = match folder {
            Some(folder) => folder,
            None => ProjectDirs::from("", "", "mfa-assess")
                .ok_or(RecordError::NoDataFolder)?
                .data_dir()
                .to_owned(),
        };
        Ok(Self {
            folder,
            disk: Arc::new(RealDisk),
        })
    }

    /// The same folder on another disk.
    pub fn on(self, disk: Arc<dyn Disk>) -> Self {
        Self { disk, ..self }
    }

    /// The folder.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// All records, the one written last first. Each is read when it is its turn: there may be thousands.
    ///
    /// # Errors
    /// When the folder is there but cannot be read.
    pub fn list(&self) -> Result<impl Iterator<Item = Stored> + use<>, RecordError> {
        self.sweep();
        let mut paths = self.paths()?;
        paths.sort_by_cached_key(|(path, modified)| (Reverse(*modified), name_of(path)));
        let mut reader = Reader::default();
        Ok(paths.into_iter().map(move |(path, _)| Stored {
            name: name_of(&path),
            loaded: reader.read(&path),
            path,
        }))
    }

    fn paths(&self) -> Result<Vec<(PathBuf, SystemTime)>, RecordError> {
        let entries = match std::fs::read_dir(&self.folder) {
            Ok(entries) => entries,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(vec![]),
            Err(error) => return Err(RecordError::io("read", &self.folder)(error).of_records()),
        };
        let paths = entries.filter_map(|entry| {
            let entry = entry.ok()?;
            let path = entry.path();
            let modified = entry.metadata().ok()?.modified().ok()?;
            (path.extension()? == EXTENSION).then_some((path, modified))
        });
        Ok(paths.collect())
    }

    /// The path of a record: a name from `list`, a path, or the one written last.
    ///
    /// # Errors
    /// When there is none.
    pub fn find(&self, given: Option<&str>) -> Result<PathBuf, RecordError> {
        let Some(given) = given else {
            let newest = self.paths()?.into_iter().max_by_key(|(_, at)| *at);
            return newest
                .map(|(path, _)| path)
                .ok_or_else(|| RecordError::NoneYet(self.folder.clone()));
        };
        let named = self.folder.join(format!("{given}.{EXTENSION}"));
        // What cannot be opened is there as well, to say why.
        let is_there = |path: &Path| path.symlink_metadata().is_ok();
        if is_plain_name(given) && is_there(&named) {
            return Ok(named);
        }
        let path = PathBuf::from(given);
        if is_there(&path) {
            Ok(path)
        } else {
            Err(RecordError::NotFound(crate::text::clean_line(given)))
        }
    }

    /// Begins a record whose name is made from `title`, with a number if that name is taken.
    ///
    /// # Errors
    /// When the folder cannot be made or written.
    pub fn create(&self, title: &str) -> Result<Journal, RecordError> {
        self.numbered(title, |path| {
            Journal::create_on(Arc::clone(&self.disk), path)
        })
    }

    /// Begins a record as [`Library::create`] does, in a folder that is none of records.
    ///
    /// # Errors
    /// When the folder cannot be written.
    pub fn create_in(folder: &Path, title: &str) -> Result<Journal, RecordError> {
        under_free_name(folder, &slug(title), Journal::create)
    }

    /// Makes something under a name from `title`, with a number as long as that name is taken.
    pub(super) fn numbered<T>(
        &self,
        title: &str,
        make: impl Fn(&Path) -> Result<T, RecordError>,
    ) -> Result<T, RecordError> {
        self.make_folder()?;
        self.sweep();
        under_free_name(&self.folder, &slug(title), make).map_err(RecordError::of_records)
    }

    /// Writes a whole record of these events, all at one moment, under a name made from `title`.
    ///
    /// # Errors
    /// As for [`Library::create`]. Then nothing is left.
    pub fn add(
        &self,
        title: &str,
        at: Timestamp,
        accepted: impl IntoIterator<Item = Accepted>,
    ) -> Result<Journal, RecordError> {
        self.add_by(title, at, "", accepted)
    }

    /// Writes a whole record of these events, all by one person at one moment.
    ///
    /// # Errors
    /// As for [`Library::create`]. Then nothing is left.
    pub fn add_by(
        &self,
        title: &str,
        at: Timestamp,
        by: &str,
        accepted: impl IntoIterator<Item = Accepted>,
    ) -> Result<Journal, RecordError> {
        let mut lines = Lines::default();
        for accepted in accepted {
            lines.add(at, by, accepted)?;
        }
        self.numbered(title, |path| {
            Journal::copy_on(Arc::clone(&self.disk), path, lines.clone())
        })
    }

    /// Opens a record for writing.
    ///
    /// # Errors
    /// As for [`Journal::open`].
    pub fn open(&self, record: &Path) -> Result<(Journal, Loaded), RecordError> {
        Journal::open_on(Arc::clone(&self.disk), record)
    }

    /// Writes a whole record elsewhere: to a path where nothing is yet, or into a folder, under
    /// this name or one with a number.
    ///
    /// # Errors
    /// When it cannot be written. What is there is left as it is.
    pub fn copy(&self, lines: Lines, to: &Path, name: &str) -> Result<Journal, RecordError> {
        let write = |path: &Path| Journal::copy_on(Arc::clone(&self.disk), path, lines.clone());
        if to.is_dir() {
            return under_free_name(to, &slug(name), write);
        }
        match to.extension() {
            Some(_) => write(to),
            None => write(&to.with_extension(EXTENSION)),
        }
    }

    /// What a person must know about who can get at the folder.
    pub fn cautions(&self) -> Vec<String> {
        cautions(&self.folder)
    }

    /// The records whose first line is this one.
    pub(super) fn beginning_with(&self, line: &[u8]) -> Result<Vec<PathBuf>, RecordError> {
        let begins = |path: &Path| {
            let mut first = vec![];
            let most = line.len() as u64 + 1;
            let read = open_file(path).and_then(|file| file.take(most).read_to_end(&mut first));
            read.is_ok() && first.strip_suffix(b"\n").unwrap_or(&first) == line
        };
        let paths = self.paths()?.into_iter().map(|(path, _)| path);
        Ok(paths.filter(|path| begins(path)).collect())
    }

    fn sweep(&self) {
        sweep(self.disk.as_ref(), &self.folder);
        sweep_imports(&self.folder);
    }

    fn make_folder(&self) -> Result<(), RecordError> {
        let mut builder = DirBuilder::new();
        builder.recursive(true);
        only_owner_folder(&mut builder);
        builder
            .create(&self.folder)
            .map_err(|error| RecordError::io("create the folder", &self.folder)(error).of_records())
    }

    /// Where files that records name as evidence may be looked for, beside the folder of each.
    pub fn places(&self) -> Places {
        Places::kept_in(&self.folder)
    }

    /// Takes a file or a folder as one in which evidence may be looked for.
    ///
    /// # Errors
    /// When it is not there or is no file or folder, or the folder of records cannot be written.
    pub fn choose(&self, place: &Path) -> Result<(), RecordError> {
        let place = std::path::absolute(place)
            .and_then(|whole| {
                let kind = whole.metadata()?.file_type();
                if kind.is_file() || kind.is_dir() {
                    Ok(whole)
                } else {
                    Err(is_no_file(name_of_kind(kind)))
                }
            })
            .map_err(RecordError::io("look in", place))?;
        self.make_folder()?;
        self.places()
            .choose(self.disk.as_ref(), &self.folder, place)
            .map_err(RecordError::of_records)
    }

    /// Whether these bytes were written for others as this, and from here.
    pub fn has_written(&self, is: &str, sha256: Fingerprint) -> bool {
        outputs::is_known(&self.folder, is, sha256)
    }

    /// Keeps that these bytes are written for others as this.
    ///
    /// # Errors
    /// When the folder cannot be made or written, or something else stands there.
    pub fn remember_written(&self, is: &str, sha256: Fingerprint) -> Result<(), RecordError> {
        self.make_folder()?;
        outputs::remember(self.disk.as_ref(), &self.folder, is, sha256)
    }

    /// The drafts beside a record.
    pub fn drafts(record: &Path) -> Drafts {
        drafts::load(record)
    }

    /// Keeps the drafts beside a record.
    ///
    /// # Errors
    /// When the folder cannot be written.
    pub fn keep_drafts(&self, record: &Path, drafts: &Drafts) -> Result<(), RecordError> {
        drafts::save(self.disk.as_ref(), record, drafts)
    }

    /// What somebody left who was still typing before there was a record.
    pub fn unbegun(&self) -> Option<(Unbegun, Drafts)> {
        Unbegun::left_in(&self.folder, &self.disk)
    }

    /// Keeps what is typed before there is a record, in the file that was taken up or in a new one;
    /// no drafts at all remove it.
    ///
    /// # Errors
    /// When the folder cannot be made or written.
    pub fn keep_unbegun(
        &self,
        kept: &mut Option<Unbegun>,
        drafts: &Drafts,
    ) -> Result<(), RecordError> {
        match kept {
            Some(taken) if drafts.is_empty() => {
                taken.remove()?;
                *kept = None;
                Ok(())
            }
            Some(taken) => taken.save(drafts),
            None if drafts.is_empty() => Ok(()),
            None => {
                self.make_folder()?;
                let created = Unbegun::create_in(&self.folder, &self.disk);
                let created = created.map_err(RecordError::of_records)?;
                kept.insert(created).save(drafts)
            }
        }
    }
}

/// Does something with the first free path that is made of a name, or of it and a number.
fn under_free_name<T>(
    folder: &Path,
    name: &str,
    does: impl Fn(&Path) -> Result<T, RecordError>,
) -> Result<T, RecordError> {
    for number in 1_u32.. {
        let numbered = match number {
            1 => name.to_owned(),
            n => format!("{name}-{n}"),
        };
        match does(&folder.join(format!("{numbered}.{EXTENSION}"))) {
            Err(RecordError::Io { source, .. })
                if source.kind() == std::io::ErrorKind::AlreadyExists => {}
            other => return other,
        }
    }
    Err(RecordError::NotFound(name.to_owned()))
}

/// The name of a record by its path.
pub fn name_of(path: &Path) -> RecordName {
    let stem = path.file_stem().map(|stem| stem.to_string_lossy());
    crate::text::clean_line(&stem.unwrap_or_default())
}

fn is_plain_name(text: &str) -> bool {
    !text.is_empty() && !text.contains(['/', '\\']) && !text.starts_with('.')
}

/// Lower-case letters, digits and hyphens: a name that every file system takes.
fn slug(title: &str) -> String {
    use unicode_normalization::UnicodeNormalization;
    let mut slug = String::new();
    for c in title.nfd().filter(|c| c.is_ascii()) {
        if c.is_ascii_alphanumeric() {
            slug.push(c.to_ascii_lowercase());
        } else if !slug.ends_with('-') && !slug.is_empty() {
            slug.push('-');
        }
    }
    slug.truncate(48);
    let slug = slug.trim_end_matches('-');
    // Windows gives these names to devices.
    let reserved = ["con", "prn", "aux", "nul"];
    if slug.is_empty() || reserved.contains(&slug) {
        "assessment".to_owned()
    } else {
        slug.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_fit_for_every_file_system() {
        assert_eq!(slug("Tŷ Gŵyn NHS Trust (North)"), "ty-gwyn-nhs-trust-north");
        assert_eq!(slug("../../etc/passwd"), "etc-passwd");
        assert_eq!(slug("日本"), "assessment");
        assert_eq!(slug("NUL"), "assessment");
        assert!(slug(&"long ".repeat(60)).len() <= 48);
    }

    #[test]
    fn a_name_that_is_taken_gets_a_number() {
        let folder = tempfile::tempdir().unwrap();
        let library = Library::at(Some(folder.path().join("new"))).unwrap();
        assert!(library.list().unwrap().next().is_none());
        let first = library.create("Trust").unwrap();
        std::fs::write(first.path(), "").unwrap();
        let second = library.create("Trust").unwrap();
        assert!(first.path().ends_with("trust.jsonl"));
        assert!(second.path().ends_with("trust-2.jsonl"));
    }
    #[test]
    fn a_record_is_read_when_it_is_its_turn() {
        let folder = tempfile::tempdir().unwrap();
        let path = |name: &str| folder.path().join(name);
        let library = Library::at(Some(folder.path().to_owned())).unwrap();
        for name in ["a.jsonl", "b.jsonl"] {
            std::fs::write(path(name), "hello\n").unwrap();
        }
        let mut stored = library.list().unwrap();
        // Neither was read yet.
        for name in ["a.jsonl", "b.jsonl"] {
            std::fs::remove_file(path(name)).unwrap();
        }
        let is_gone = |stored: Stored| matches!(stored.loaded, Err(RecordError::Io { .. }));
        assert!(stored.next().is_some_and(is_gone) && stored.next().is_some_and(is_gone));
        assert!(stored.next().is_none());
    }
}
