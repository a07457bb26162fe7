//! Where a file is to go: what stands there, whether that may be replaced, and the replacing.

use std::fs::{File, Metadata};
use std::io::{self, Read, Seek, Write};
use std::path::{Path, PathBuf};
use std::thread::sleep;
use std::time::Duration;

use tempfile::NamedTempFile;

use super::ending::promise;
use super::error::OutputError;
use super::kind::{Found, Kind};
use crate::platform::files::{RENAMES_OVER_OPEN, is_same, leads_to, names, same_rights};
use crate::record::{RealDisk, begins_record, hidden, name_of_kind, sweep};

/// The most that is read of what stands there: no file of ours is larger.
const MAX_BYTES: u64 = 768 * 1024 * 1024;

/// How often a file that another process is writing is asked for, and how long is waited each time.
const TRIES: u32 = 600;
const WAIT: Duration = Duration::from_millis(100);

/// What is to be written, and where.
#[derive(Debug, Clone)]
pub struct Output<'a> {
    path: &'a Path,
    kind: Kind<'a>,
    reads: Vec<&'a Path>,
    rewrites: Option<&'a Path>,
    replaces_signed: bool,
}

impl<'a> Output<'a> {
    /// Something of this kind, at this path.
    pub const fn new(path: &'a Path, kind: Kind<'a>) -> Self {
        Self {
            path,
            kind,
            reads: vec![],
            rewrites: None,
            replaces_signed: false,
        }
    }

    /// Where it is to go.
    pub const fn path(&self) -> &'a Path {
        self.path
    }

    /// Made from these files, which are never replaced.
    #[must_use]
    pub fn reading(mut self, paths: impl IntoIterator<Item = &'a Path>) -> Self {
        self.reads.extend(paths);
        self
    }

    /// Made from this file, which it may replace.
    #[must_use]
    pub const fn rewriting(mut self, path: &'a Path) -> Self {
        self.rewrites = Some(path);
        self
    }

    /// May replace what carries signatures.
    #[must_use]
    pub const fn replacing_signed(mut self, is_told: bool) -> Self {
        self.replaces_signed = is_told;
        self
    }

    /// Writes it. A failure leaves what stood there as it was.
    ///
    /// # Errors
    /// When it may not stand there, or cannot be written or read back.
    pub fn write(&self, bytes: &[u8]) -> Result<(), OutputError> {
        self.place()?.write(bytes)
    }

    /// The place for it, which nobody else who asks like this is given meanwhile.
    ///
    /// # Errors
    /// When something stands there that is not replaced.
    pub fn place(&self) -> Result<Place, OutputError> {
        self.expect_its_ending()?;
        for _ in 0..TRIES {
            let path = self.path.to_owned();
            let Some(meta) = self.expect_replaceable()? else {
                let there = None;
                let is_told = self.replaces_signed;
                return Ok(Place {
                    path,
                    there,
                    is_told,
                });
            };
            let file = File::open(self.path).map_err(OutputError::refused(self.path))?;
            let bytes = self.expect_ours(&file, &meta)?;
            if is_locked(&file) && leads_to(self.path, &file).is_ok_and(|(is_it, _)| is_it) {
                return Ok(Place {
                    there: Some(There { file, meta, bytes }),
                    is_told: self.replaces_signed,
                    path,
                });
            }
            sleep(WAIT);
        }
        Err(OutputError::Busy(self.path.to_owned()))
    }

    /// Refuses a name that promises something else.
    ///
    /// # Errors
    /// Says what it promises, and how the name may end.
    pub fn expect_its_ending(&self) -> Result<(), OutputError> {
        let (form, ending) = self.kind.form();
        if self.is_rewritten() {
            // It goes on under the name that it has.
            return Ok(());
        }
        match promise(self.path) {
            Some(promised) if promised.words() != form.words() => Err(OutputError::Ending {
                path: self.path.to_owned(),
                promises: promised.words(),
                is: form.words(),
                ending,
            }),
            _ => Ok(()),
        }
    }

    fn is_rewritten(&self) -> bool {
        self.rewrites.is_some_and(|input| is_same(input, self.path))
    }

    /// Refuses what is no plain file of one name that is free to be changed; nothing where nothing is.
    fn expect_replaceable(&self) -> Result<Option<Metadata>, OutputError> {
        let path = || self.path.to_owned();
        let meta = match self.path.symlink_metadata() {
            Ok(meta) => meta,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(OutputError::refused(self.path)(error)),
        };
        if meta.is_symlink() {
            let to = self.path.canonicalize();
            let to = to.or_else(|_| self.path.read_link()).unwrap_or_default();
            return Err(OutputError::Link { path: path(), to });
        }
        if !meta.is_file() {
            let is = name_of_kind(meta.file_type());
            return Err(OutputError::NotAFile { path: path(), is });
        }
        if self.reads.iter().any(|read| is_same(read, self.path)) {
            return Err(OutputError::Input(path()));
        }
        Ok(Some(meta))
    }

    /// Reads what stands there, and refuses what this command has not written.
    fn expect_ours(&self, file: &File, meta: &Metadata) -> Result<Vec<u8>, OutputError> {
        let path = || self.path.to_owned();
        let mut bytes = vec![];
        Read::take(file, MAX_BYTES)
            .read_to_end(&mut bytes)
            .map_err(OutputError::refused(self.path))?;
        if begins_record(&bytes) {
            return Err(OutputError::Record(path()));
        }
        if !bytes.is_empty() && !self.is_rewritten() {
            let Some(noun) = self.kind.noun() else {
                return Err(OutputError::Taken(path()));
            };
            match self.kind.find(&bytes) {
                Found::Other => return Err(OutputError::Foreign { path: path(), noun }),
                // Whether a signed one keeps the signatures of this one shows when it is there.
                Found::Signed if !self.replaces_signed && self.kind != Kind::SignedReport => {
                    return Err(signed(self.path));
                }
                Found::Signed | Found::Earlier => {}
            }
        }
        if names(meta) > 1 {
            return Err(OutputError::HardLink(path()));
        }
        if meta.permissions().readonly() {
            return Err(OutputError::ReadOnly(path()));
        }
        Ok(bytes)
    }
}

fn signed(path: &Path) -> OutputError {
    OutputError::Signed {
        path: path.to_owned(),
        free: free(path),
    }
}

/// Whether it is locked for us now, or the system knows no locks.
fn is_locked(file: &File) -> bool {
    !matches!(file.try_lock(), Err(std::fs::TryLockError::WouldBlock))
}

/// A name like this one that is free: with a number behind it.
pub fn free(path: &Path) -> PathBuf {
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    let ending = path.extension().map(|ending| ending.to_string_lossy());
    let ending = ending.map_or_else(String::new, |ending| format!(".{ending}"));
    let named = (2_u32..).map(|number| path.with_file_name(format!("{stem}-{number}{ending}")));
    let mut free = named.filter(|path| path.symlink_metadata().is_err());
    free.next().unwrap_or_else(|| path.to_owned())
}

/// A place that something may be written to, held until it is.
#[derive(Debug)]
pub struct Place {
    path: PathBuf,
    there: Option<There>,
    /// Whether signatures may be given up.
    is_told: bool,
}

/// What is replaced.
#[derive(Debug)]
struct There {
    /// Holds the lock.
    file: File,
    meta: Metadata,
    bytes: Vec<u8>,
}

impl Place {
    /// What stands there, if anything does.
    pub fn bytes(&self) -> Option<&[u8]> {
        self.there.as_ref().map(|there| there.bytes.as_slice())
    }

    /// Writes these bytes there.
    ///
    /// # Errors
    /// When that cannot be, or they read back differently. What stood there is then as it was.
    pub fn write(self, bytes: &[u8]) -> Result<(), OutputError> {
        self.write_checked(bytes, |_| Ok(()))
    }

    /// Writes these bytes there, which have to pass a check once they are on disk, and before they
    /// have their name.
    ///
    /// # Errors
    /// When that cannot be, or what is read back does not pass.
    pub fn write_checked<E: From<OutputError>>(
        self,
        bytes: &[u8],
        check: impl FnOnce(&[u8]) -> Result<(), E>,
    ) -> Result<(), E> {
        if let Some(there) = &self.there
            && !self.is_told
            && Kind::SignedReport.find(&there.bytes) == Found::Signed
            && !bytes.starts_with(&there.bytes)
        {
            return Err(signed(&self.path).into());
        }
        let mut file = self.begin()?;
        file.write_all(bytes)
            .map_err(OutputError::refused(&self.path))?;
        let written = std::fs::read(file.path()).map_err(OutputError::refused(&self.path))?;
        if written != bytes {
            return Err(OutputError::ReadBack(self.path).into());
        }
        check(&written)?;
        Ok(self.finish(file)?)
    }

    /// Begins a file that is written piece by piece, under another name. Dropped, it is gone; what a
    /// kill leaves of it is swept by the next that is written there.
    ///
    /// # Errors
    /// When it cannot be written there.
    pub fn begin(&self) -> Result<NamedTempFile, OutputError> {
        let folder = match self.path.parent() {
            Some(folder) if !folder.as_os_str().is_empty() => folder,
            _ => Path::new("."),
        };
        // The error of the temporary file would name a file that nobody has to know.
        std::fs::metadata(folder).map_err(OutputError::refused(&self.path))?;
        sweep(&RealDisk, folder);
        // A new temporary file is 0600, which is what a report of weaknesses should be.
        hidden()
            .tempfile_in(folder)
            .map_err(OutputError::refused(&self.path))
    }

    /// Gives a file that was begun its name, once it is on disk.
    ///
    /// # Errors
    /// When it is not, or something else has come to stand there. That is then as it was.
    pub fn finish(self, file: NamedTempFile) -> Result<(), OutputError> {
        let Self { path, there, .. } = self;
        let refused = |error| OutputError::refused(&path)(error);
        file.as_file().sync_all().map_err(refused)?;
        let Some(there) = there else {
            return name_free(file, &path);
        };
        let is_it = leads_to(&path, &there.file).is_ok_and(|(is_it, _)| is_it);
        // Through our own handle: the lock may keep all others out.
        let mut held = &there.file;
        let mut bytes = vec![];
        held.rewind()
            .and_then(|()| held.read_to_end(&mut bytes))
            .map_err(refused)?;
        if !is_it || bytes != there.bytes {
            return Err(OutputError::Changed(path));
        }
        same_rights(&there.meta, file.as_file()).map_err(refused)?;
        let held = RENAMES_OVER_OPEN.then_some(there);
        let named = file.persist(&path).map(drop);
        drop(held);
        named.map_err(|error| refused(error.error))
    }
}

/// Gives a file a name that is free.
fn name_free(file: NamedTempFile, path: &Path) -> Result<(), OutputError> {
    let refused = match file.persist_noclobber(path) {
        Ok(_) => return Ok(()),
        Err(refused) => refused,
    };
    if path.symlink_metadata().is_ok() {
        return Err(OutputError::Changed(path.to_owned()));
    }
    // Some drives cannot give a name only where it is free.
    let named = refused.file.persist(path).map(drop);
    named.map_err(|error| OutputError::refused(path)(error.error))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::Format;

    const TABLE: Kind<'_> = Kind::Register(b"Number,Name");

    #[test]
    fn what_does_not_pass_its_check_leaves_the_earlier_file_and_nothing_else() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("register.csv");
        std::fs::write(&path, "Number,Name\nearlier").unwrap();
        let refused = |written: &[u8]| {
            assert_eq!(written, b"later");
            Err(OutputError::ReadBack(path.clone()))
        };
        let output = Output::new(&path, TABLE);
        let place = output.place().unwrap();
        assert!(place.write_checked(b"later", refused).is_err());
        assert_eq!(std::fs::read(&path).unwrap(), b"Number,Name\nearlier");
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
        output.write(b"later").unwrap();
        assert_eq!(std::fs::read(&path).unwrap(), b"later");
    }

    #[test]
    fn what_comes_to_stand_there_in_the_meantime_stays() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("register.csv");
        for earlier in [None, Some("Number,Name\n")] {
            let _ = std::fs::remove_file(&path);
            if let Some(earlier) = earlier {
                std::fs::write(&path, earlier).unwrap();
            }
            let place = Output::new(&path, TABLE).place().unwrap();
            let other = folder.path().join("other");
            std::fs::write(&other, "somebody else's").unwrap();
            std::fs::rename(&other, &path).unwrap();
            let error = place.write(b"mine").unwrap_err();
            assert!(matches!(error, OutputError::Changed(_)), "{error}");
            assert_eq!(std::fs::read(&path).unwrap(), b"somebody else's");
            assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
        }
        // Also in the file itself.
        std::fs::write(&path, "Number,Name\n").unwrap();
        let place = Output::new(&path, TABLE).place().unwrap();
        std::fs::write(&path, "Number,Name\nA-1,kept").unwrap();
        assert!(place.write(b"mine").is_err());
        assert_eq!(std::fs::read(&path).unwrap(), b"Number,Name\nA-1,kept");
    }

    #[test]
    fn a_free_name_has_a_number() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        std::fs::write(at("a-2.pdf"), "").unwrap();
        assert_eq!(free(&at("a.pdf")), at("a-3.pdf"));
        assert_eq!(free(&at("b")), at("b-2"));
    }

    #[test]
    fn no_kind_takes_a_letter_for_its_own() {
        let kinds = Format::ALL.into_iter().flat_map(|format| {
            [
                Kind::Report(format),
                Kind::Booklet(format),
                Kind::Comparison(format),
                Kind::Overview(format),
            ]
        });
        let others = [
            Kind::SignedReport,
            Kind::Archive,
            Kind::Data,
            TABLE,
            Kind::Template,
            Kind::Record,
        ];
        let foreign: [&[u8]; 8] = [
            b"Dear all,\n",
            b"%PDF-1.7\n<pdf:Producer>LibreOffice\nstartxref\n%%EOF",
            b"PK\x03\x04word/document.xml",
            b"{\"tool\": \"another\"}",
            b"<!DOCTYPE html>\n<html></html>",
            b"Number,Name,Owner\n",
            b"BEGIN:VCALENDAR\nPRODID:-//another//EN\n",
            b"# Notes\n\nmfa-assess is a program\n",
        ];
        for kind in kinds.chain(others) {
            for bytes in foreign {
                let bytes_as_text = String::from_utf8_lossy(bytes);
                assert_eq!(kind.find(bytes), Found::Other, "{kind:?}: {bytes_as_text}");
            }
        }
    }
}
