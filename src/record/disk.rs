//! The calls that records make of the disk, in one place, so that a test can let any of them fail.

use std::fmt::Debug;
use std::fs::{File, Metadata, OpenOptions};
use std::io::{self, Write};
use std::path::Path;

use tempfile::TempPath;

use crate::platform::files::{keep_writers_out, leads_to, only_owner, sync_folder};

/// A disk. What stands here is the real one; another one may refuse.
pub trait Disk: Debug + Send + Sync {
    /// Opens a file that is there, for reading and writing.
    ///
    /// # Errors
    /// What the system says, as for all calls here.
    fn open(&self, path: &Path) -> io::Result<File> {
        let mut options = OpenOptions::new();
        options.read(true).write(true);
        keep_writers_out(&mut options);
        options.open(path)
    }

    /// Creates a file that is not there. Only its owner may read it.
    fn create(&self, path: &Path) -> io::Result<File> {
        let mut options = OpenOptions::new();
        options.read(true).write(true).create_new(true);
        keep_writers_out(&mut options);
        only_owner(&mut options);
        options.open(path)
    }

    /// Whether a path still leads to this open file, with what it leads to.
    fn leads_to(&self, path: &Path, file: &File) -> io::Result<(bool, Metadata)> {
        leads_to(path, file)
    }

    /// Writes all these bytes where the file stands.
    fn write(&self, mut file: &File, bytes: &[u8]) -> io::Result<()> {
        file.write_all(bytes)
    }

    /// Waits until what was written is on the disk itself.
    fn sync(&self, file: &File) -> io::Result<()> {
        file.sync_data()
    }

    /// Waits until the names in a folder are on the disk itself: a new file is there for good only
    /// then. Where the system knows no such call, there is nothing to wait for.
    fn sync_folder(&self, folder: &Path) -> io::Result<()> {
        sync_folder(folder)
    }

    /// Cuts a file off.
    fn truncate(&self, file: &File, length: u64) -> io::Result<()> {
        file.set_len(length)
    }

    /// Gives a file another name, in place of what has that name.
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        std::fs::rename(from, to)
    }

    /// Gives a file another name, which must be free.
    fn rename_to_free(&self, from: &Path, to: &Path) -> io::Result<()> {
        let refused = match TempPath::try_from_path(from)?.persist_noclobber(to) {
            Ok(()) => return Ok(()),
            Err(refused) => refused,
        };
        // It must not go only because it could not get its name.
        let _ = refused.path.keep();
        Err(refused.error)
    }

    /// Removes a file.
    fn remove(&self, path: &Path) -> io::Result<()> {
        std::fs::remove_file(path)
    }
}

/// The disk of this machine.
#[derive(Debug, Clone, Copy)]
pub struct RealDisk;

impl Disk for RealDisk {}
