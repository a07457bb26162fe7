//! Files on Unix.

use std::fs::{DirBuilder, File, FileType, Metadata, OpenOptions, Permissions, TryLockError};
use std::io;
use std::os::unix::fs::{DirBuilderExt, FileTypeExt, MetadataExt, OpenOptionsExt, PermissionsExt};
use std::path::Path;

use rustix::process::{Pid, getuid, test_kill_process};

use super::Others;

/// The variable of the environment that names the folder of the person.
pub(crate) const HOME: &str = "HOME";

/// Whether a file that is open can be replaced by renaming another over it.
pub(crate) const RENAMES_OVER_OPEN: bool = true;

fn identity(meta: &Metadata) -> (u64, u64) {
    (meta.dev(), meta.ino())
}

/// Whether a path leads to this open file; with what it leads to.
///
/// # Errors
/// When nothing is there, or cannot be looked at.
pub(crate) fn leads_to(path: &Path, file: &File) -> io::Result<(bool, Metadata)> {
    let there = path.metadata()?;
    Ok((identity(&there) == identity(&file.metadata()?), there))
}

/// Whether two paths lead to one file: through links, by hard links, however they are spelt.
pub(crate) fn is_same(a: &Path, b: &Path) -> bool {
    let of = |path: &Path| path.metadata().ok().map(|meta| identity(&meta));
    of(a).is_some_and(|a| of(b) == Some(a))
}

/// How many names a file has.
pub(crate) fn names(meta: &Metadata) -> u64 {
    meta.nlink()
}

/// Has a file that is opened for writing be open to readers only. Here, its lock does that.
pub(crate) const fn keep_writers_out(_: &mut OpenOptions) {}

/// Whether the system refused because somebody keeps writers out. Here, locks say so.
pub(crate) const fn is_in_use(_: &io::Error) -> bool {
    false
}

/// Locks a file that was opened so for as long as it is open: no other process can.
///
/// # Errors
/// When somebody else has it, or the system refuses.
pub(crate) fn lock(file: &File) -> Result<(), TryLockError> {
    file.try_lock()
}

/// Has a file that is made be its owner's alone.
pub(crate) fn only_owner(options: &mut OpenOptions) {
    options.mode(0o600);
}

/// Has a folder that is made be its owner's alone.
pub(crate) fn only_owner_folder(builder: &mut DirBuilder) {
    builder.mode(0o700);
}

/// Has a temporary folder that is made be its owner's alone.
pub(crate) fn only_owner_temporary(builder: &mut tempfile::Builder<'_, '_>) {
    builder.permissions(Permissions::from_mode(0o700));
}

/// Gives a file the rights that another one has.
///
/// # Errors
/// When the system refuses.
pub(crate) fn same_rights(from: &Metadata, to: &File) -> io::Result<()> {
    to.set_permissions(Permissions::from_mode(from.mode() & 0o777))
}

/// What is neither file nor folder, in words, where it has a name of its own.
pub(crate) fn kind_of(kind: FileType) -> Option<&'static str> {
    match kind {
        kind if kind.is_fifo() => Some("a pipe"),
        kind if kind.is_socket() => Some("a socket"),
        _ => None,
    }
}

/// Who owns a file, where that is somebody else.
pub(crate) fn stranger(meta: &Metadata) -> Option<String> {
    let owner = meta.uid();
    let is_me = owner == getuid().as_raw();
    (!is_me).then(|| user_name(owner).unwrap_or_else(|| format!("user {owner}")))
}

/// What others can do with a file, if anything.
pub(crate) fn opened_to(meta: &Metadata) -> Option<Others> {
    match meta.mode() & 0o077 {
        0 => None,
        open if open & 0o022 != 0 => Some(Others::Change),
        _ => Some(Others::Read),
    }
}

/// The name of a user, where this machine itself knows it.
fn user_name(id: u32) -> Option<String> {
    let users = std::fs::read_to_string("/etc/passwd").ok()?;
    users.lines().find_map(|line| {
        let mut fields = line.split(':');
        let (name, number) = (fields.next()?, fields.nth(1)?);
        (number.parse() == Ok(id)).then(|| name.to_owned())
    })
}

/// The name of the person at this machine.
pub(crate) fn user() -> String {
    let id = getuid().as_raw();
    user_name(id)
        .or_else(|| std::env::var("USER").ok())
        .unwrap_or_else(|| format!("user {id}"))
}

/// The name of this machine.
pub(crate) fn host() -> String {
    let system = rustix::system::uname();
    system.nodename().to_string_lossy().into_owned()
}

/// Whether a process of this machine has ended.
pub(crate) fn is_gone(process: u32) -> bool {
    let pid = i32::try_from(process).ok().and_then(Pid::from_raw);
    pid.is_none_or(|pid| test_kill_process(pid) == Err(rustix::io::Errno::SRCH))
}

/// Waits until the names in a folder are on the disk itself.
///
/// # Errors
/// When the system refuses, unless it has no such call.
pub(crate) fn sync_folder(folder: &Path) -> io::Result<()> {
    use io::ErrorKind::{InvalidInput, Unsupported};
    match File::open(folder)?.sync_all() {
        Err(error) if matches!(error.kind(), InvalidInput | Unsupported) => Ok(()),
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn users_have_names() {
        assert_eq!(user_name(0).as_deref(), Some("root"));
        assert_eq!(user_name(u32::MAX - 7), None);
    }

    #[test]
    fn one_file_is_known_again_by_every_name_and_another_is_not() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        let file = File::create(at("a")).unwrap();
        std::fs::hard_link(at("a"), at("hard")).unwrap();
        std::os::unix::fs::symlink("a", at("soft")).unwrap();
        std::fs::write(at("b"), "").unwrap();
        for same in ["a", "hard", "soft", "./a"] {
            let other = at(same);
            assert!(is_same(&at("a"), &other), "{same}");
            assert!(leads_to(&other, &file).unwrap().0, "{same}");
        }
        for other in ["b", "none"] {
            assert!(!is_same(&at("a"), &at(other)), "{other}");
        }
        assert_eq!(names(&at("a").metadata().unwrap()), 2);
        std::fs::rename(at("b"), at("a")).unwrap();
        assert!(!leads_to(&at("a"), &file).unwrap().0);
        std::fs::remove_file(at("a")).unwrap();
        assert!(leads_to(&at("a"), &file).is_err());
    }
}
