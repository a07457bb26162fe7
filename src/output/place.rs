//! Where a file is to go: what stands there, whether that may be replaced, and the replacing.

use std::fs::{File, Metadata};
use std::io::{self, Read, Seek, Write};
use std::path::{Path, PathBuf};
use std::thread::sleep;
use std::time::Duration;

use tempfile::TempPath;

use super::ending::promise;
use super::error::OutputError;
use super::kind::Kind;
use crate::facts::Fingerprint;
use crate::platform::files::{RENAMES_OVER_OPEN, is_same, leads_to, names, same_rights};
use crate::record::{Library, RealDisk, begins_record, hidden_file, name_of_kind, sweep};

/// The most that is read of what stands there: no file of ours is larger.
const MAX_BYTES: u64 = 768 * 1024 * 1024;

/// How often a file that another process is writing is asked for, and how long is waited each time.
const TRIES: u32 = 600;
const WAIT: Duration = Duration::from_millis(100);

/// What is to be written, and where.
#[derive(Debug, Clone)]
pub(crate) struct Output<'a> {
    path: &'a Path,
    kind: Kind,
    library: Option<&'a Library>,
    reads: Vec<&'a Path>,
    rewrites: Option<&'a Path>,
    replaces_signed: bool,
}

impl<'a> Output<'a> {
    /// Something of this kind, at this path. The library knows what was written before; without one,
    /// nothing is known.
    pub(crate) const fn new(path: &'a Path, kind: Kind, library: Option<&'a Library>) -> Self {
        Self {
            path,
            kind,
            library,
            reads: vec![],
            rewrites: None,
            replaces_signed: false,
        }
    }

    /// Where it is to go.
    pub(crate) const fn path(&self) -> &'a Path {
        self.path
    }

    /// Made from these files, which are never replaced.
    #[must_use]
    pub(crate) fn reading(mut self, paths: impl IntoIterator<Item = &'a Path>) -> Self {
        self.reads.extend(paths);
        self
    }

    /// Made from this file, which it may replace.
    #[must_use]
    pub(crate) const fn rewriting(mut self, path: &'a Path) -> Self {
        self.rewrites = Some(path);
        self
    }

    /// May replace what carries signatures.
    #[must_use]
    pub(crate) const fn replacing_signed(mut self, is_told: bool) -> Self {
        self.replaces_signed = is_told;
        self
    }

    /// Writes it. A failure leaves what stood there as it was.
    ///
    /// # Errors
    /// When it may not stand there, or cannot be written or read back.
    pub(crate) fn write(&self, bytes: &[u8]) -> Result<(), OutputError> {
        self.place()?.write(bytes)
    }

    /// The place for it, which nobody else who asks like this is given meanwhile.
    ///
    /// # Errors
    /// When something stands there that is not replaced.
    pub(crate) fn place(&self) -> Result<Place<'a>, OutputError> {
        self.expect_its_ending()?;
        let place = |there| Place {
            path: self.path,
            kind: self.kind,
            library: self.library,
            there,
            is_told: self.replaces_signed,
        };
        for _ in 0..TRIES {
            let Some(meta) = self.expect_replaceable()? else {
                return Ok(place(None));
            };
            let file = File::open(self.path).map_err(OutputError::refused(self.path))?;
            let bytes = self.expect_no_record(&file, &meta)?;
            if is_locked(&file) && leads_to(self.path, &file).is_ok_and(|(is_it, _)| is_it) {
                return Ok(place(Some(There { file, meta, bytes })));
            }
            sleep(WAIT);
        }
        Err(OutputError::Busy(self.path.to_owned()))
    }

    /// Refuses a name that promises something else.
    ///
    /// # Errors
    /// Says what it promises, and how the name may end.
    pub(crate) fn expect_its_ending(&self) -> Result<(), OutputError> {
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

    /// Reads what stands there, and refuses what is never replaced, whoever wrote it.
    fn expect_no_record(&self, file: &File, meta: &Metadata) -> Result<Vec<u8>, OutputError> {
        let path = || self.path.to_owned();
        let mut bytes = vec![];
        Read::take(file, MAX_BYTES)
            .read_to_end(&mut bytes)
            .map_err(OutputError::refused(self.path))?;
        if begins_record(&bytes) {
            return Err(OutputError::Record(path()));
        }
        if !bytes.is_empty() && self.kind.noun().is_none() {
            return Err(OutputError::Taken(path()));
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

/// Whether it is locked for us now, or the system knows no locks.
fn is_locked(file: &File) -> bool {
    !matches!(file.try_lock(), Err(std::fs::TryLockError::WouldBlock))
}

/// A name like this one that is free: with a number behind it.
pub(crate) fn free(path: &Path) -> PathBuf {
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    let ending = path.extension().map(|ending| ending.to_string_lossy());
    let ending = ending.map_or_else(String::new, |ending| format!(".{ending}"));
    let named = (2_u32..).map(|number| path.with_file_name(format!("{stem}-{number}{ending}")));
    let mut free = named.filter(|path| path.symlink_metadata().is_err());
    free.next().unwrap_or_else(|| path.to_owned())
}

/// A place that something may be written to, held until it is.
#[derive(Debug)]
pub(crate) struct Place<'a> {
    path: &'a Path,
    kind: Kind,
    library: Option<&'a Library>,
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

/// A file that has no name of its own yet. Dropped, it is gone; what a kill leaves of it is swept by the
/// next that is written there.
#[derive(Debug)]
pub(crate) struct Begun {
    file: File,
    name: TempPath,
}

impl Begun {
    /// The file, to be written to.
    pub(crate) const fn file(&self) -> &File {
        &self.file
    }
}

impl Place<'_> {
    /// What stands there, if anything does.
    pub(crate) fn bytes(&self) -> Option<&[u8]> {
        self.there.as_ref().map(|there| there.bytes.as_slice())
    }

    /// Writes these bytes there.
    ///
    /// # Errors
    /// When that cannot be, or they read back differently. What stood there is then as it was.
    pub(crate) fn write(self, bytes: &[u8]) -> Result<(), OutputError> {
        self.write_checked(bytes, |_| Ok(()))
    }

    /// Writes these bytes there, which have to pass a check once they are on disk, and before they
    /// have their name.
    ///
    /// # Errors
    /// When that cannot be, or what is read back does not pass.
    pub(crate) fn write_checked<E: From<OutputError>>(
        self,
        bytes: &[u8],
        check: impl FnOnce(&[u8]) -> Result<(), E>,
    ) -> Result<(), E> {
        let begun = self.begin()?;
        begun
            .file()
            .write_all(bytes)
            .map_err(OutputError::refused(self.path))?;
        let written = std::fs::read(&begun.name).map_err(OutputError::refused(self.path))?;
        if written != bytes {
            return Err(OutputError::ReadBack(self.path.to_owned()).into());
        }
        check(&written)?;
        Ok(self.finish(begun)?)
    }

    /// Begins a file that is written piece by piece, under another name.
    ///
    /// # Errors
    /// When it cannot be written there.
    pub(crate) fn begin(&self) -> Result<Begun, OutputError> {
        let folder = match self.path.parent() {
            Some(folder) if !folder.as_os_str().is_empty() => folder,
            _ => Path::new("."),
        };
        sweep(&RealDisk, folder);
        // It is made as the owner's alone, which is what a report of weaknesses should be.
        let made = hidden_file(&RealDisk, folder).map_err(OutputError::refused(self.path));
        let (file, name) = made?;
        Ok(Begun { file, name })
    }

    /// Gives a file that was begun its name, once it is on disk.
    ///
    /// # Errors
    /// When it is not, or something is there that would be lost. That is then as it was.
    pub(crate) fn finish(mut self, begun: Begun) -> Result<(), OutputError> {
        let Begun { mut file, name } = begun;
        let refused = |error| OutputError::refused(self.path)(error);
        file.sync_all().map_err(refused)?;
        let read = file.rewind().and_then(|()| Fingerprint::of_all(&mut file));
        let (sha256, _) = read.map_err(refused)?;
        let there = self.there.take();
        if let Some(there) = &there {
            self.expect_no_loss(there, &mut file, sha256)?;
            there.expect_unchanged(self.path)?;
            same_rights(&there.meta, &file).map_err(refused)?;
        }
        // Before it has its name: nobody finds it there and does not know it.
        self.remember(sha256);
        let Some(there) = there else {
            return name_free(name, self.path);
        };
        let held = RENAMES_OVER_OPEN.then_some(there);
        let named = name.persist(self.path);
        drop(held);
        named.map_err(|error| refused(error.error))
    }

    /// Refuses to replace what was not written from here as it is, and is not what is written now.
    fn expect_no_loss(
        &self,
        there: &There,
        new: &mut File,
        sha256: Fingerprint,
    ) -> Result<(), OutputError> {
        let path = || self.path.to_owned();
        let was = Fingerprint::of(&there.bytes);
        let ends = self.kind.ends_of(&there.bytes);
        let is_signed = matches!(ends, Some(2..));
        if there.bytes.is_empty() || was == sha256 || is_signed && self.is_told {
            return Ok(());
        }
        // A signature is put behind the report that was there.
        if ends.is_some()
            && begins_with(new, &there.bytes).map_err(OutputError::refused(self.path))?
        {
            return Ok(());
        }
        if is_signed {
            let free = free(self.path);
            return Err(OutputError::Signed { path: path(), free });
        }
        let is = self.kind.remembered_as();
        let is_known = |library: &Library| library.has_written(&is, was);
        match self.kind.noun() {
            Some(noun) if !self.library.is_some_and(is_known) => {
                Err(OutputError::Foreign { path: path(), noun })
            }
            _ => Ok(()),
        }
    }

    fn remember(&self, sha256: Fingerprint) {
        if let Some(library) = self.library {
            // Where it cannot be kept, it is not known later, and is left as it is.
            let _ = library.remember_written(&self.kind.remembered_as(), sha256);
        }
    }
}

impl There {
    /// Refuses what somebody else has changed since it was looked at, or put another in its place.
    fn expect_unchanged(&self, path: &Path) -> Result<(), OutputError> {
        let is_it = leads_to(path, &self.file).is_ok_and(|(is_it, _)| is_it);
        // Through our own handle: the lock may keep all others out.
        let mut held = &self.file;
        let mut bytes = vec![];
        held.rewind()
            .and_then(|()| held.read_to_end(&mut bytes))
            .map_err(OutputError::refused(path))?;
        if is_it && bytes == self.bytes {
            Ok(())
        } else {
            Err(OutputError::Changed(path.to_owned()))
        }
    }
}

/// Whether a file begins with these bytes.
fn begins_with(file: &mut File, bytes: &[u8]) -> io::Result<bool> {
    file.rewind()?;
    let mut begins = vec![];
    Read::take(file, bytes.len() as u64).read_to_end(&mut begins)?;
    Ok(begins == bytes)
}

/// Gives a file a name that is free.
fn name_free(file: TempPath, path: &Path) -> Result<(), OutputError> {
    let refused = match file.persist_noclobber(path) {
        Ok(()) => return Ok(()),
        Err(refused) => refused,
    };
    if path.symlink_metadata().is_ok() {
        return Err(OutputError::Changed(path.to_owned()));
    }
    // Some drives cannot give a name only where it is free.
    let named = refused.path.persist(path);
    named.map_err(|error| OutputError::refused(path)(error.error))
}

#[cfg(test)]
mod tests {
    use super::*;

    const TABLE: Kind = Kind::Systems;

    /// A folder, and a library in another.
    fn places() -> (tempfile::TempDir, tempfile::TempDir, Library) {
        let [folder, data] = [(); 2].map(|()| tempfile::tempdir().unwrap());
        let library = Library::at(Some(data.path().to_owned())).unwrap();
        (folder, data, library)
    }

    fn written(path: &Path, words: &[u8], library: &Library) {
        Output::new(path, TABLE, Some(library))
            .write(words)
            .unwrap();
    }

    #[test]
    fn what_does_not_pass_its_check_leaves_the_earlier_file_and_nothing_else() {
        let (folder, _data, library) = places();
        let path = folder.path().join("register.csv");
        written(&path, b"earlier", &library);
        let refused = |written: &[u8]| {
            assert_eq!(written, b"later");
            Err(OutputError::ReadBack(path.clone()))
        };
        let output = Output::new(&path, TABLE, Some(&library));
        let place = output.place().unwrap();
        assert!(place.write_checked(b"later", refused).is_err());
        assert_eq!(std::fs::read(&path).unwrap(), b"earlier");
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
        output.write(b"later").unwrap();
        assert_eq!(std::fs::read(&path).unwrap(), b"later");
    }

    #[test]
    fn what_comes_to_stand_there_in_the_meantime_stays() {
        let (folder, _data, library) = places();
        let path = folder.path().join("register.csv");
        let place = || Output::new(&path, TABLE, Some(&library)).place().unwrap();
        for earlier in [None, Some(b"earlier")] {
            let _ = std::fs::remove_file(&path);
            if let Some(earlier) = earlier {
                written(&path, earlier, &library);
            }
            let place = place();
            let other = folder.path().join("other");
            std::fs::write(&other, "somebody else's").unwrap();
            std::fs::rename(&other, &path).unwrap();
            let error = place.write(b"mine").unwrap_err();
            assert!(matches!(error, OutputError::Changed(_)), "{error}");
            assert_eq!(std::fs::read(&path).unwrap(), b"somebody else's");
            assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
        }
        // Also in the file itself.
        std::fs::remove_file(&path).unwrap();
        written(&path, b"earlier", &library);
        let place = place();
        std::fs::write(&path, "earlier, and kept").unwrap();
        let error = place.write(b"mine").unwrap_err();
        assert!(matches!(error, OutputError::Changed(_)), "{error}");
        assert_eq!(std::fs::read(&path).unwrap(), b"earlier, and kept");
    }

    #[test]
    fn only_what_was_written_for_the_same_use_or_is_the_same_is_replaced() {
        let (folder, data, library) = places();
        let path = folder.path().join("register.csv");
        let write = |words: &[u8], kind, library| Output::new(&path, kind, library).write(words);
        let stays = |words: &[u8], kind, library| {
            let before = std::fs::read(&path).unwrap();
            let error = write(words, kind, library).unwrap_err();
            assert!(matches!(error, OutputError::Foreign { .. }), "{error}");
            assert_eq!(std::fs::read(&path).unwrap(), before);
        };
        written(&path, b"a,b", &library);
        stays(b"c", Kind::Actions, Some(&library));
        stays(b"c", TABLE, None);
        write(b"a,b", Kind::Actions, None).unwrap();
        std::fs::write(&path, "a,b\nby hand").unwrap();
        stays(b"a,b", TABLE, Some(&library));
        stays(b"a,b\nby hand\nand more", TABLE, Some(&library));
        write(b"a,b\nby hand", TABLE, Some(&library)).unwrap();
        write(b"c", TABLE, Some(&library)).unwrap();
        // Once what was known is lost, nothing is.
        std::fs::remove_file(data.path().join("outputs.json")).unwrap();
        stays(b"a,b", TABLE, Some(&library));
    }

    #[test]
    fn what_cannot_be_remembered_is_written_all_the_same() {
        let (folder, data, library) = places();
        std::fs::write(data.path().join("outputs.json"), "not ours").unwrap();
        let path = folder.path().join("register.csv");
        written(&path, b"a,b", &library);
        let again = Output::new(&path, TABLE, Some(&library)).write(b"c");
        assert!(matches!(again, Err(OutputError::Foreign { .. })));
    }

    #[test]
    fn those_who_write_at_once_leave_one_whole_file() {
        let (folder, _data, library) = places();
        let path = folder.path().join("register.csv");
        let texts: Vec<String> = (0..8).map(|n| format!("{n}").repeat(5000)).collect();
        std::thread::scope(|scope| {
            for text in &texts {
                let output = Output::new(&path, TABLE, Some(&library));
                scope.spawn(move || output.write(text.as_bytes()));
            }
        });
        let left = std::fs::read_to_string(&path).unwrap();
        assert!(texts.contains(&left));
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn a_free_name_has_a_number() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        std::fs::write(at("a-2.pdf"), "").unwrap();
        assert_eq!(free(&at("a.pdf")), at("a-3.pdf"));
        assert_eq!(free(&at("b")), at("b-2"));
    }
}
