//! The folder that holds all records of a person, and their names.

use std::fs::DirBuilder;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use directories::ProjectDirs;

use super::drafts::{self, Drafts};
use super::error::RecordError;
use super::evidence::open as open_file;
use super::journal::{Journal, Loaded, read};

/// The extension of records.
pub const EXTENSION: &str = "jsonl";

/// A folder of records.
#[derive(Debug, Clone)]
pub struct Library {
    folder: PathBuf,
}

/// The name of a record within its folder.
pub type RecordName = String;

/// A record in the folder, as `list` shows it.
#[derive(Debug)]
pub struct Stored {
    /// Its name.
    pub name: RecordName,
    /// Where it is.
    pub path: PathBuf,
    /// When it was last written.
    pub modified: SystemTime,
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
        Ok(Self { folder })
    }

    /// The folder.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// All records, the one written last first.
    ///
    /// # Errors
    /// When the folder is there but cannot be read.
    pub fn list(&self) -> Result<Vec<Stored>, RecordError> {
        let mut stored: Vec<Stored> = self
            .paths()?
            .into_iter()
            .map(|(path, modified)| Stored {
                name: name_of(&path),
                loaded: read(&path),
                path,
                modified,
            })
            .collect();
        stored.sort_by(|a, b| b.modified.cmp(&a.modified).then(a.name.cmp(&b.name)));
        Ok(stored)
    }

    fn paths(&self) -> Result<Vec<(PathBuf, SystemTime)>, RecordError> {
        let entries = match std::fs::read_dir(&self.folder) {
            Ok(entries) => entries,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(vec![]),
            Err(error) => return Err(RecordError::io("read", &self.folder)(error)),
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
        if is_plain_name(given) && named.is_file() {
            return Ok(named);
        }
        let path = PathBuf::from(given);
        if path.exists() {
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
        self.numbered(title, Journal::create)
    }

    /// Makes something under a name from `title`, with a number as long as that name is taken.
    pub(super) fn numbered<T>(
        &self,
        title: &str,
        make: impl Fn(&Path) -> Result<T, RecordError>,
    ) -> Result<T, RecordError> {
        self.make_folder()?;
        let slug = slug(title);
        for number in 1_u32.. {
            let name = match number {
                1 => slug.clone(),
                n => format!("{slug}-{n}"),
            };
            match make(&self.folder.join(format!("{name}.{EXTENSION}"))) {
                Err(RecordError::Io { source, .. })
                    if source.kind() == std::io::ErrorKind::AlreadyExists => {}
                other => return other,
            }
        }
        Err(RecordError::NotFound(slug))
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

    fn make_folder(&self) -> Result<(), RecordError> {
        let mut builder = DirBuilder::new();
        builder.recursive(true);
        #[cfg(unix)]
        {
            use std::os::unix::fs::DirBuilderExt;
            builder.mode(0o700);
        }
        builder
            .create(&self.folder)
            .map_err(RecordError::io("create the folder", &self.folder))
    }

    /// The drafts beside a record.
    pub fn drafts(record: &Path) -> Drafts {
        drafts::load(record)
    }

    /// Keeps the drafts beside a record.
    ///
    /// # Errors
    /// When the folder cannot be written.
    pub fn keep_drafts(record: &Path, drafts: &Drafts) -> Result<(), RecordError> {
        drafts::save(record, drafts)
    }
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
        assert!(library.list().unwrap().is_empty());
        let first = library.create("Trust").unwrap();
        std::fs::write(first.path(), "").unwrap();
        let second = library.create("Trust").unwrap();
        assert!(first.path().ends_with("trust.jsonl"));
        assert!(second.path().ends_with("trust-2.jsonl"));
    }
}
