//! Files on Windows. A lock there binds readers as well, so a record has none: who opens it to write
//! shares it with readers only.

use std::fs::{DirBuilder, File, FileType, Metadata, OpenOptions, TryLockError};
use std::io;
use std::os::windows::fs::OpenOptionsExt;
use std::path::Path;

use super::Others;

/// The variable of the environment that names the folder of the person.
pub(crate) const HOME: &str = "USERPROFILE";

/// Whether a file that is open can be replaced by renaming another over it.
pub(crate) const RENAMES_OVER_OPEN: bool = false;

/// Others may read a file, and rename or remove it: `FILE_SHARE_READ | FILE_SHARE_DELETE`.
const READERS_AND_NAMES: u32 = 0x1 | 0x4;

/// `ERROR_SHARING_VIOLATION`.
const SHARING_VIOLATION: i32 = 32;

/// Has a file that is opened for writing be open to readers only.
pub(crate) fn keep_writers_out(options: &mut OpenOptions) {
    options.share_mode(READERS_AND_NAMES);
}

/// Whether the system refused because somebody keeps writers out.
pub(crate) fn is_in_use(error: &io::Error) -> bool {
    error.raw_os_error() == Some(SHARING_VIOLATION)
}

/// Locks a file that was opened so for as long as it is open: that it could be opened is enough.
///
/// # Errors
/// Never.
pub(crate) const fn lock(_: &File) -> Result<(), TryLockError> {
    Ok(())
}

/// Whether a path leads to this open file, which we hold alone or by its lock; with what it leads to.
///
/// The number of a file cannot be asked for here. But what we hold cannot be opened for writing, or not
/// be locked, anew: not by ourselves either. What can is another file.
///
/// # Errors
/// When nothing is there, or cannot be looked at.
pub(crate) fn leads_to(path: &Path, _: &File) -> io::Result<(bool, Metadata)> {
    let there = match OpenOptions::new().write(true).open(path) {
        Err(error) if is_in_use(&error) => return Ok((true, path.metadata()?)),
        other => other?,
    };
    let is_it = match there.try_lock() {
        Ok(()) => false,
        Err(TryLockError::WouldBlock) => true,
        // Some network drives know no locks.
        Err(TryLockError::Error(error)) if error.kind() == io::ErrorKind::Unsupported => true,
        Err(TryLockError::Error(error)) => return Err(error),
    };
    Ok((is_it, there.metadata()?))
}

/// Whether two paths lead to one file: through links, however they are spelt.
pub(crate) fn is_same(a: &Path, b: &Path) -> bool {
    let of = |path: &Path| path.canonicalize().ok();
    of(a).is_some_and(|a| of(b) == Some(a))
}

/// How many names a file has; more than one cannot be told here.
pub(crate) fn names(_: &Metadata) -> u64 {
    1
}

/// Has a file that is made be its owner's alone: the lists of the folder see to that.
pub(crate) fn only_owner(_: &mut OpenOptions) {}

/// Has a folder that is made be its owner's alone.
pub(crate) fn only_owner_folder(_: &mut DirBuilder) {}

/// Has a temporary folder that is made be its owner's alone.
pub(crate) fn only_owner_temporary(_: &mut tempfile::Builder<'_, '_>) {}

/// Gives a file the rights that another one has: both have those of the folder.
///
/// # Errors
/// Never.
pub(crate) fn same_rights(_: &Metadata, _: &File) -> io::Result<()> {
    Ok(())
}

/// What is neither file nor folder, in words, where it has a name of its own.
pub(crate) fn kind_of(_: FileType) -> Option<&'static str> {
    None
}

/// Who owns a file, where that is somebody else.
pub(crate) fn stranger(_: &Metadata) -> Option<String> {
    None
}

/// What others can do with a file, if anything.
pub(crate) fn opened_to(_: &Metadata) -> Option<Others> {
    None
}

/// The name of the person at this machine.
pub(crate) fn user() -> String {
    std::env::var("USERNAME").unwrap_or_else(|_| "somebody".to_owned())
}

/// The name of this machine.
pub(crate) fn host() -> String {
    std::env::var("COMPUTERNAME").unwrap_or_else(|_| "this machine".to_owned())
}

/// Whether a process of this machine has ended.
pub(crate) fn is_gone(_: u32) -> bool {
    false
}

/// The system sees to the names in folders by itself.
///
/// # Errors
/// Never.
pub(crate) const fn sync_folder(_: &Path) -> io::Result<()> {
    Ok(())
}
