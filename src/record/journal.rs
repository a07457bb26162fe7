//! The log of one record, open for writing: appended to and synced.

use std::fs::{File, TryLockError};
use std::io::{Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::SystemTime;

use jiff::Timestamp;
use tempfile::TempPath;

use super::disk::{Disk, RealDisk};
use super::error::{FOR_WRITING, RecordError};
use super::hidden::{hidden_file, sweep};
use super::holder::{Holder, Sidecar};
use super::lines::{Lines, MAX_WRITTEN};
use super::place::{self, folder_of};
use super::read::{Loaded, Tail, Torn, load};
use super::reader::Seen;
use crate::facts::Logged;
use crate::platform::files;
use crate::propose::Accepted;

/// The log of one record, open for writing. Holds the lock of the file.
#[derive(Debug)]
pub struct Journal {
    path: PathBuf,
    name: Name,
    /// All acknowledged lines.
    lines: Lines,
    /// A failed append may have left bytes behind them.
    dirty: bool,
    /// When the file was written last, as far as this program has done it or seen it.
    modified: Option<SystemTime>,
    // Goes before the file, and so before the lock.
    sidecar: Option<Sidecar>,
    file: File,
    disk: Arc<dyn Disk>,
}

/// What the file of a record is called.
#[derive(Debug)]
enum Name {
    /// Something else, until its first entry is on disk. Dropped, the file is gone.
    Hidden(TempPath),
    /// What it is to be called, but perhaps not for good. It can go back to what it was called.
    Unsure(PathBuf),
    /// What it is to be called.
    Given,
}

impl Journal {
    /// Begins a record. The file must not exist yet, and gets its name with its first entry: a
    /// crash before that leaves no record that cannot be opened.
    ///
    /// # Errors
    /// When the file is there already or cannot be written.
    pub fn create(path: &Path) -> Result<Self, RecordError> {
        Self::create_on(Arc::new(RealDisk), path)
    }

    /// Begins a record on a disk.
    ///
    /// # Errors
    /// As for [`Journal::create`].
    pub fn create_on(disk: Arc<dyn Disk>, path: &Path) -> Result<Self, RecordError> {
        if path.symlink_metadata().is_ok() {
            let taken = std::io::ErrorKind::AlreadyExists.into();
            return Err(RecordError::io("create", path)(taken));
        }
        let (file, unnamed) =
            hidden_file(disk.as_ref(), folder_of(path)).map_err(RecordError::io("create", path))?;
        lock(&file, path)?;
        Ok(Self {
            path: path.to_owned(),
            name: Name::Hidden(unnamed),
            lines: Lines::default(),
            dirty: false,
            modified: None,
            sidecar: None,
            file,
            disk,
        })
    }

    /// Writes a whole record at once: these lines, under a name that must be free.
    ///
    /// # Errors
    /// As for [`Journal::create`]. Nothing is left then.
    pub fn copy(path: &Path, lines: Lines) -> Result<Self, RecordError> {
        Self::copy_on(Arc::new(RealDisk), path, lines)
    }

    /// Writes a whole record at once: these lines, under a name that must be free.
    ///
    /// # Errors
    /// As for [`Journal::create`]. Nothing is left then.
    pub fn copy_on(disk: Arc<dyn Disk>, path: &Path, lines: Lines) -> Result<Self, RecordError> {
        let mut journal = Self::create_on(disk, path)?;
        journal.put(lines.bytes())?;
        journal.lines = lines;
        Ok(journal)
    }

    /// Opens a record for writing. A torn last line is cut off and kept beside the record.
    ///
    /// # Errors
    /// When another process has it open, or it is not what it was. The file is then left as it is.
    pub fn open(path: &Path) -> Result<(Self, Loaded), RecordError> {
        Self::open_on(Arc::new(RealDisk), path)
    }

    /// Opens a record for writing, on a disk.
    ///
    /// # Errors
    /// As for [`Journal::open`].
    pub fn open_on(disk: Arc<dyn Disk>, path: &Path) -> Result<(Self, Loaded), RecordError> {
        Self::open_after(&mut Seen::default(), disk, path)
    }

    /// Opens a record for writing that was read before: where nobody has written to it since, its lines
    /// are not taken apart again.
    ///
    /// # Errors
    /// As for [`Journal::open`].
    pub fn open_seen(path: &Path, seen: Loaded) -> Result<(Self, Loaded), RecordError> {
        Self::open_after(&mut Seen::of(seen), Arc::new(RealDisk), path)
    }

    fn open_after(
        seen: &mut Seen,
        disk: Arc<dyn Disk>,
        path: &Path,
    ) -> Result<(Self, Loaded), RecordError> {
        let path = place::real_path(path)?;
        let mut file = disk.open(&path).map_err(|error| not_opened(error, &path))?;
        lock(&file, &path)?;
        let (mut loaded, tail) = load(&mut file, &path, seen)?;
        if loaded.state.redaction.is_some() {
            return Err(RecordError::Redacted(path));
        }
        let lines = Lines::of(&loaded);
        let doing = match &tail {
            Tail::Ended => FOR_WRITING,
            Tail::Unended => "end the last line of",
            Tail::Torn(_) => "cut the torn last line off",
        };
        if let Tail::Torn(bytes) = &tail {
            loaded.torn = Some(Torn {
                bytes: bytes.len(),
                kept: Some(keep_aside(disk.as_ref(), bytes, &path)?),
            });
        }
        let mended = match &tail {
            Tail::Ended => Ok(()),
            Tail::Unended => file
                .seek(SeekFrom::End(0))
                .and_then(|_| disk.write(&file, b"\n")),
            Tail::Torn(_) => disk.truncate(&file, lines.length()),
        };
        // Whoever wrote it may have been killed before it was on the disk itself. From here on it
        // is said to be saved.
        mended
            .and_then(|()| disk.sync(&file))
            .and_then(|()| disk.sync_folder(folder_of(&path)))
            .map_err(RecordError::io(doing, &path))?;
        sweep(disk.as_ref(), folder_of(&path));
        let modified = file.metadata().and_then(|found| found.modified()).ok();
        let journal = Self {
            sidecar: Sidecar::beside(&path, &disk),
            path,
            name: Name::Given,
            lines,
            dirty: false,
            modified,
            file,
            disk,
        };
        Ok((journal, loaded))
    }

    /// Where the record is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// All lines that are on disk.
    pub const fn lines(&self) -> &Lines {
        &self.lines
    }

    /// Appends what was accepted and syncs it. When this returns, it is on disk.
    ///
    /// # Errors
    /// When it is not on disk; the record is then as before, and the call can be repeated.
    pub fn append(
        &mut self,
        at: Timestamp,
        by: &str,
        accepted: Accepted,
    ) -> Result<Logged, RecordError> {
        self.stay()?;
        let next = self.lines.next(at, by, accepted)?;
        self.put(&next.lines)?;
        Ok(self.lines.push(next))
    }

    /// Appends all of it at one moment and syncs it once: all of it or, should it fail, nothing.
    ///
    /// # Errors
    /// As for [`Journal::append`].
    pub fn append_all(
        &mut self,
        at: Timestamp,
        by: &str,
        accepted: impl IntoIterator<Item = Accepted>,
    ) -> Result<Vec<Logged>, RecordError> {
        self.stay()?;
        let mut lines = self.lines.clone();
        let logged: Vec<Logged> = accepted
            .into_iter()
            .map(|accepted| lines.add(at, by, accepted))
            .collect::<Result<_, _>>()?;
        let before = self.lines.bytes().len();
        self.put(lines.bytes().get(before..).unwrap_or_default())?;
        self.lines = lines;
        Ok(logged)
    }

    /// Goes on from what the file of that name holds now, where that is all lines and more, and where
    /// what came fits. Returns it.
    ///
    /// # Errors
    /// When it holds something else, or somebody else has it open. Nothing has changed then.
    pub fn read_on(
        &mut self,
        fits: impl FnOnce(&[Logged]) -> bool,
    ) -> Result<Vec<Logged>, RecordError> {
        let (other, mut loaded) = self.anew()?;
        let lines = Lines::of(&loaded);
        if !lines.bytes().starts_with(self.lines.bytes()) {
            return Err(self.lost("was replaced or changed"));
        }
        let more = loaded.entries.split_off(self.lines.count());
        if !more.is_empty() && !fits(&more) {
            return Err(RecordError::Ahead(self.path.clone()));
        }
        if let Some(other) = other {
            self.file = other;
        }
        self.lines = lines;
        self.dirty = false;
        self.see_when();
        Ok(more)
    }

    /// Reads the file of that name, which is opened and locked where it is another than the one that
    /// is open.
    fn anew(&self) -> Result<(Option<File>, Loaded), RecordError> {
        let path = place::real_path(&self.path)?;
        let looked = RecordError::io("look at", &path);
        let (is_it, _) = self.disk.leads_to(&path, &self.file).map_err(looked)?;
        let opened = if is_it {
            self.file.try_clone()
        } else {
            self.disk.open(&path)
        };
        let mut file = opened.map_err(|error| not_opened(error, &path))?;
        if !is_it {
            lock(&file, &path)?;
        }
        file.rewind().map_err(RecordError::io("read", &path))?;
        let (loaded, tail) = load(&mut file, &path, &mut Seen::default())?;
        match tail {
            Tail::Ended => Ok(((!is_it).then_some(file), loaded)),
            // It may still be on its way here.
            Tail::Unended | Tail::Torn(_) => Err(self.lost("was replaced by a part of it")),
        }
    }

    /// Sees that the file of that name is the one that is open, or takes one with the same lines in its
    /// place: sync clients, restores and editors put another there.
    fn stay(&mut self) -> Result<(), RecordError> {
        let lost = match self.expect_its_name() {
            Ok(()) if self.is_untouched() => return Ok(()),
            // What stands there may have been changed in its place, at the same length.
            Ok(()) => self.lost("was replaced or changed"),
            Err(lost) => lost,
        };
        if !matches!(lost, RecordError::Lost { .. }) {
            return Err(lost);
        }
        match self.read_on(|_| false) {
            Ok(_) => Ok(()),
            Err(known @ (RecordError::Ahead(_) | RecordError::InUse { .. })) => Err(known),
            Err(_) => Err(lost),
        }
    }

    /// Whether nobody else has written to the file since this program did, or read it.
    fn is_untouched(&self) -> bool {
        self.dirty || self.modified.is_none() || self.modified == self.last_written()
    }

    fn last_written(&self) -> Option<SystemTime> {
        let found = self.file.metadata().and_then(|found| found.modified());
        found.ok()
    }

    fn see_when(&mut self) {
        self.modified = self.last_written();
    }

    fn lost(&self, how: &'static str) -> RecordError {
        let path = self.path.clone();
        RecordError::Lost { path, how }
    }

    /// Sees that the path leads to the open file, and that nobody has changed its length.
    fn expect_its_name(&self) -> Result<(), RecordError> {
        if !matches!(self.name, Name::Given) {
            return Ok(());
        }
        let (is_it, found) = match self.disk.leads_to(&self.path, &self.file) {
            Ok(found) => found,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                return Err(self.lost("was removed or renamed"));
            }
            Err(error) => return Err(RecordError::io("look at", &self.path)(error)),
        };
        let (is, was) = (found.len(), self.lines.length());
        // What a failed append has left is cut off before the next.
        if is_it && (is == was || (self.dirty && is > was)) {
            Ok(())
        } else if is < was {
            Err(self.lost("was cut short"))
        } else {
            Err(self.lost("was replaced or changed"))
        }
    }

    /// Writes bytes behind the lines that are acknowledged, and syncs them.
    fn put(&mut self, bytes: &[u8]) -> Result<(), RecordError> {
        // What is written as a whole was a record before, and must not be lost for its size.
        if !self.lines.bytes().is_empty() {
            expect_to_be_read(&self.path, self.lines.bytes().len(), bytes.len())?;
        }
        if self.dirty {
            self.clean_up()?;
        }
        // Until all of it is on disk, whatever part is there does not count.
        self.dirty = true;
        let written = self
            .file
            .seek(SeekFrom::Start(self.lines.length()))
            .and_then(|_| self.disk.write(&self.file, bytes))
            // After a sync that failed, the system may drop what was written: a retry writes anew.
            .and_then(|()| self.disk.sync(&self.file))
            .map_err(RecordError::io("save to", &self.path))
            // Whoever took the name away while it was written has not got the line.
            .and_then(|()| self.expect_its_name())
            .and_then(|()| self.take_name());
        if let Err(error) = written {
            // Nobody may come back to try again: the part is cut off now, if the disk lets us.
            let _ = self.clean_up();
            return Err(error);
        }
        self.dirty = false;
        self.see_when();
        Ok(())
    }

    /// Cuts off what a failed append has left.
    fn clean_up(&mut self) -> Result<(), RecordError> {
        let refused = RecordError::io("clean up", &self.path);
        if let Name::Unsure(hidden) = &self.name {
            // Under its name, a file without a line would be a record that cannot be opened.
            self.disk
                .rename(&self.path, hidden)
                .and_then(|()| Ok(Name::Hidden(TempPath::try_from_path(hidden)?)))
                .map(|hidden| self.name = hidden)
                .map_err(RecordError::io("clean up", &self.path))?;
        }
        self.disk
            .truncate(&self.file, self.lines.length())
            .map_err(refused)?;
        self.dirty = false;
        self.see_when();
        Ok(())
    }

    /// Gives the file its name, for good, unless it has it.
    fn take_name(&mut self) -> Result<(), RecordError> {
        if let Name::Hidden(hidden) = &self.name {
            let hidden = hidden.to_path_buf();
            match self.disk.rename_to_free(&hidden, &self.path) {
                // A network drive may do it and lose its own word for that.
                Err(_) if !hidden.exists() && self.path.exists() => {}
                done => done.map_err(RecordError::io("create", &self.path))?,
            }
            self.name = Name::Unsure(hidden);
        }
        if let Name::Unsure(_) = self.name {
            let folder = folder_of(&self.path);
            self.disk
                .sync_folder(folder)
                .map_err(RecordError::io("sync", folder))?;
            self.name = Name::Given;
            self.sidecar = Sidecar::beside(&self.path, &self.disk);
        }
        Ok(())
    }
}

/// Why a record was not opened for writing.
fn not_opened(error: std::io::Error, path: &Path) -> RecordError {
    if files::is_in_use(&error) {
        in_use(path)
    } else {
        RecordError::io(FOR_WRITING, path)(error)
    }
}

fn in_use(path: &Path) -> RecordError {
    RecordError::InUse {
        path: path.to_owned(),
        holder: Holder::of(path).map(Box::new),
    }
}

/// Sees that a record is not written so large that what is made of it cannot be read again.
fn expect_to_be_read(path: &Path, has: usize, more: usize) -> Result<(), RecordError> {
    match has.checked_add(more) {
        Some(bytes) if bytes <= MAX_WRITTEN => Ok(()),
        _ => Err(RecordError::Full(path.to_owned())),
    }
}

fn lock(file: &File, path: &Path) -> Result<(), RecordError> {
    match files::lock(file) {
        Ok(()) => Ok(()),
        Err(TryLockError::WouldBlock) => Err(in_use(path)),
        // Some network drives know no locks; the record is usable there all the same.
        Err(TryLockError::Error(error)) if error.kind() == std::io::ErrorKind::Unsupported => {
            Ok(())
        }
        Err(TryLockError::Error(error)) => Err(RecordError::io("lock", path)(error)),
    }
}

/// Keeps the bytes of a torn line beside the record, under a name that is free, unless they are
/// kept already: cutting them off may have failed before.
fn keep_aside(disk: &dyn Disk, tail: &[u8], path: &Path) -> Result<PathBuf, RecordError> {
    for number in 1_u32.. {
        let kept = path.with_extension(format!("torn-{number}"));
        let file = match disk.create(&kept) {
            Ok(file) => file,
            Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {
                let is_file = kept.symlink_metadata().is_ok_and(|m| m.is_file());
                if is_file && std::fs::read(&kept).is_ok_and(|bytes| bytes == tail) {
                    return Ok(kept);
                }
                continue;
            }
            Err(error) => return Err(RecordError::io("create", &kept)(error)),
        };
        let written = disk
            .write(&file, tail)
            .and_then(|()| disk.sync(&file))
            .and_then(|()| disk.sync_folder(folder_of(path)));
        if let Err(error) = written {
            let _ = disk.remove(&kept);
            return Err(RecordError::io("write", &kept)(error));
        }
        return Ok(kept);
    }
    Err(RecordError::NotARecord(path.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::read::read;
    use crate::record::sample::{answered, at, created, sample};

    #[test]
    fn what_was_appended_is_read_back() {
        let (_folder, path) = sample();
        let loaded = read(&path).unwrap();
        assert_eq!(loaded.entries.len(), 3);
        assert_eq!(
            loaded.state.text(&"organisation-name".try_into().unwrap()),
            "Tŷ Ŵyn"
        );
        assert_eq!(loaded.torn, None);
    }

    #[test]
    fn a_record_that_was_read_is_read_again_only_where_somebody_has_written() {
        let (_folder, path) = sample();
        let seen = || {
            let mut seen = read(&path).unwrap();
            // Nobody reads this in the file.
            seen.entries.truncate(1);
            seen
        };
        let (journal, loaded) = Journal::open_seen(&path, seen()).unwrap();
        assert_eq!(loaded.entries.len(), 1);
        drop(journal);
        let before = seen();
        let (mut journal, _) = Journal::open(&path).unwrap();
        journal
            .append(at(), "Ben", Accepted::unheld(answered("since")))
            .unwrap();
        drop(journal);
        let (_, loaded) = Journal::open_seen(&path, before).unwrap();
        assert_eq!(loaded.entries.len(), 4);
    }

    #[test]
    fn several_that_are_appended_at_once_are_chained_like_others() {
        let (_folder, path) = sample();
        let (mut journal, _) = Journal::open(&path).unwrap();
        let events = ["one", "two"].map(answered);
        let logged = journal
            .append_all(
                at(),
                "Sam",
                (events)
                    .into_iter()
                    .map(|event| Accepted::unheld_because(event, Some("Asked".to_owned()))),
            )
            .unwrap();
        journal
            .append(at(), "Sam", Accepted::unheld(answered("three")))
            .unwrap();
        let loaded = read(&path).unwrap();
        assert_eq!(loaded.entries.len(), 6);
        assert_eq!(loaded.entries[3..5], logged);
        assert_eq!(logged[1].entry.why.as_deref(), Some("Asked"));
        assert_eq!(logged[1].entry.prev, Some(logged[0].fingerprint));
    }

    #[test]
    fn a_torn_last_line_is_cut_off_and_kept() {
        let (_folder, path) = sample();
        let good = std::fs::read(&path).unwrap();
        let mut torn = good.clone();
        torn.extend_from_slice(b"{\"v\":1,\"seq\":4,\"at");
        std::fs::write(&path, &torn).unwrap();
        assert_eq!(
            read(&path).unwrap().torn,
            Some(Torn {
                bytes: 18,
                kept: None
            })
        );
        assert_eq!(
            std::fs::read(&path).unwrap(),
            torn,
            "reading changes nothing"
        );

        let (mut journal, loaded) = Journal::open(&path).unwrap();
        let kept = loaded.torn.unwrap().kept.unwrap();
        assert_eq!(std::fs::read(kept).unwrap(), b"{\"v\":1,\"seq\":4,\"at");
        assert_eq!(std::fs::read(&path).unwrap(), good);
        journal
            .append(at(), "Sam", Accepted::unheld(answered("again")))
            .unwrap();
        assert_eq!(read(&path).unwrap().entries.len(), 4);
    }

    #[test]
    fn a_last_line_that_lost_only_its_line_break_still_counts() {
        let (_folder, path) = sample();
        let good = std::fs::read(&path).unwrap();
        std::fs::write(&path, &good[..good.len() - 1]).unwrap();
        assert_eq!(read(&path).unwrap().entries.len(), 3);
        let (mut journal, _) = Journal::open(&path).unwrap();
        assert_eq!(std::fs::read(&path).unwrap(), good);
        journal
            .append(at(), "Sam", Accepted::unheld(answered("again")))
            .unwrap();
        assert_eq!(read(&path).unwrap().entries.len(), 4);
    }

    #[test]
    fn a_record_has_its_name_only_with_its_first_entry_and_takes_no_other_from_it() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("x.jsonl");
        drop(Journal::create(&path).unwrap());
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);

        let mut late = Journal::create(&path).unwrap();
        let mut first = Journal::create(&path).unwrap();
        first
            .append(at(), "Sam", Accepted::unheld(created()))
            .unwrap();
        let good = std::fs::read(&path).unwrap();
        let error = late
            .append(at(), "Alex", Accepted::unheld(created()))
            .unwrap_err();
        assert!(error.to_string().contains("x.jsonl"), "{error}");
        assert_eq!(std::fs::read(&path).unwrap(), good);
        drop((first, late));
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn nothing_is_written_that_could_not_be_read_again() {
        let (_folder, path) = sample();
        let before = std::fs::read(&path).unwrap();
        let (mut journal, _) = Journal::open(&path).unwrap();
        let error = journal.put(&vec![0; MAX_WRITTEN]).unwrap_err();
        assert!(matches!(error, RecordError::Full(_)), "{error}");
        assert!(error.to_string().contains("new --from"), "{error}");
        assert_eq!(std::fs::read(&path).unwrap(), before);
        journal
            .append(at(), "Sam", Accepted::unheld(answered("again")))
            .unwrap();
        let room = |more| expect_to_be_read(&path, 10, more);
        assert!(room(MAX_WRITTEN - 10).is_ok());
        assert!(room(MAX_WRITTEN - 9).is_err() && room(usize::MAX).is_err());
    }

    #[test]
    fn a_second_writer_is_turned_away() {
        let (_folder, path) = sample();
        let (_journal, _) = Journal::open(&path).unwrap();
        let error = Journal::open(&path).unwrap_err();
        assert!(
            matches!(
                error,
                RecordError::InUse {
                    holder: Some(_),
                    ..
                }
            ),
            "{error}"
        );
    }

    #[cfg(unix)]
    #[test]
    fn only_the_owner_can_read_it() {
        use std::os::unix::fs::PermissionsExt;
        let (_folder, path) = sample();
        let mode = std::fs::metadata(&path).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
}
