//! Where a record really is, what stands there, and who else can get at it.

use std::fs::{File, FileType};
use std::io;
use std::path::{Path, PathBuf};

use super::error::RecordError;
use super::library::EXTENSION;
use crate::platform::files::{self, Others};
use crate::platform::quoted;

/// The file itself, behind any links. Drafts and all else that lies beside a record lie beside it.
///
/// # Errors
/// When links lead nowhere, or to something that is no file. Opening that might wait for ever.
pub(crate) fn real_path(path: &Path) -> Result<PathBuf, RecordError> {
    let found = path
        .symlink_metadata()
        .map_err(RecordError::io("open", path))?;
    let mut real = path.to_owned();
    let mut kind = found.file_type();
    if kind.is_symlink() {
        // What a shell hands over in place of a file is a link to a pipe, which has no path.
        refuse_pipe(path).map_err(|is| RecordError::NotAFile {
            path: path.to_owned(),
            is,
        })?;
        let led_nowhere = |source| RecordError::Link {
            path: path.to_owned(),
            source,
        };
        real = path.canonicalize().map_err(led_nowhere)?;
        kind = real.metadata().map_err(led_nowhere)?.file_type();
    }
    if kind.is_file() {
        Ok(real)
    } else {
        Err(RecordError::NotAFile {
            path: path.to_owned(),
            is: name_of_kind(kind),
        })
    }
}

/// Refuses what is there and is no file, by what it is.
fn refuse_pipe(path: &Path) -> Result<(), &'static str> {
    let kind = path.metadata().ok().map(|found| found.file_type());
    match kind.filter(|kind| !kind.is_file()) {
        Some(kind) => Err(name_of_kind(kind)),
        None => Ok(()),
    }
}

/// Opens a file that is to be read as a whole. A pipe, which might be waited for without end, a
/// device or a folder is refused in a sentence.
///
/// # Errors
/// What the system says, or that it is no file.
pub(crate) fn open_file(path: &Path) -> io::Result<File> {
    refuse_pipe(path).map_err(is_no_file)?;
    File::open(path)
}

/// That something is there that is no file.
pub(super) fn is_no_file(is: &str) -> io::Error {
    io::Error::other(format!(
        "this is {is}, and no file; save what it holds as a file, and name that"
    ))
}

/// What stands where a file should, in words.
pub(crate) fn name_of_kind(kind: FileType) -> &'static str {
    if kind.is_dir() {
        return "a folder";
    }
    files::kind_of(kind).unwrap_or("a device")
}

/// The folder that a file is in.
pub(super) fn folder_of(path: &Path) -> &Path {
    let folder = path.parent().filter(|f| !f.as_os_str().is_empty());
    folder.unwrap_or(Path::new("."))
}

/// Where something is kept beside a record: by its whole name, so that a copy of another ending has its own.
pub(super) fn beside(record: &Path, ending: &str) -> PathBuf {
    if record.extension().is_some_and(|found| found == EXTENSION) {
        return record.with_extension(ending);
    }
    let mut name = record.as_os_str().to_owned();
    name.push("~.");
    name.push(ending);
    PathBuf::from(name)
}

/// What a person must know about who owns a record or a folder of records, and who can get at it.
pub(crate) fn cautions(path: &Path) -> Vec<String> {
    let Ok(found) = path.metadata() else {
        return vec![];
    };
    // With a full stop behind it, the folder that somebody is in reads like the one above it.
    let path = match path.file_name() {
        Some(_) => path.to_owned(),
        None => path.canonicalize().unwrap_or_else(|_| path.to_owned()),
    };
    let shown = path.display();
    let owner = files::stranger(&found);
    let owned = owner.map(|owner| format!("{shown} belongs to {owner}, who can change it."));
    let opened = files::opened_to(&found).map(|others| {
        let can = match others {
            Others::Read => "read",
            Others::Change => "change",
        };
        let closed = if found.is_dir() { 700 } else { 600 };
        let quoted = quoted(&shown);
        format!(
            "Other people on this system can {can} {shown}. To close it to them: chmod {closed} {quoted}"
        )
    });
    owned.into_iter().chain(opened).collect()
}

#[cfg(all(test, unix))]
mod tests {
    use std::fs::{Permissions, set_permissions};
    use std::os::unix::fs::{PermissionsExt, symlink};

    use super::*;

    #[test]
    fn records_of_one_name_and_other_endings_have_nothing_beside_them_in_common() {
        let beside = |record: &str| beside(Path::new(record), "lock");
        assert_eq!(beside("r/a.jsonl"), Path::new("r/a.lock"));
        assert_eq!(beside("r/a.bak"), Path::new("r/a.bak~.lock"));
        assert_eq!(beside("r/a"), Path::new("r/a~.lock"));
        assert_eq!(beside("r/a.2025"), Path::new("r/a.2025~.lock"));
    }

    #[test]
    fn a_folder_without_a_name_of_its_own_is_told_by_its_path() {
        let folder = tempfile::tempdir().unwrap();
        let inner = folder.path().join("records");
        std::fs::create_dir(&inner).unwrap();
        set_permissions(&inner, Permissions::from_mode(0o755)).unwrap();
        let whole = inner.canonicalize().unwrap();
        let told = cautions(&inner.join("..").join("records").join("."));
        assert!(told.concat().contains("records"), "{told:?}");
        std::fs::create_dir(inner.join("a")).unwrap();
        let told = cautions(&inner.join("a/.."));
        let says = format!("can read {}. To", whole.display());
        assert!(told.concat().contains(&says), "{told:?}");
    }

    #[test]
    fn links_are_followed_and_what_is_no_file_is_named() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        std::fs::write(at("file"), "").unwrap();
        symlink("file", at("link")).unwrap();
        symlink("link", at("link to a link")).unwrap();
        symlink("nothing", at("dangling")).unwrap();
        symlink("loop", at("loop")).unwrap();
        symlink(".", at("to a folder")).unwrap();
        let file = at("file").canonicalize().unwrap();
        assert_eq!(real_path(&at("link to a link")).unwrap(), file);
        assert_eq!(real_path(&at("file")).unwrap(), at("file"));
        for (name, says) in [
            ("dangling", "a link that leads nowhere"),
            ("loop", "a link that leads nowhere"),
            ("to a folder", "a folder, not a record"),
            (".", "a folder, not a record"),
            ("nothing", "Check the path"),
        ] {
            let error = real_path(&at(name)).unwrap_err().to_string();
            assert!(error.contains(says), "{name}: {error}");
        }
        let error = real_path(Path::new("/dev/null")).unwrap_err().to_string();
        assert!(error.contains("a device, not a record"), "{error}");
    }

    #[test]
    fn what_others_can_get_at_is_said_with_the_command_that_closes_it() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("it's.jsonl");
        std::fs::write(&file, "").unwrap();
        let says = |mode| {
            set_permissions(&file, Permissions::from_mode(mode)).unwrap();
            cautions(&file).concat()
        };
        assert_eq!(says(0o600), "");
        assert!(says(0o640).contains("can read"), "{}", says(0o640));
        assert!(says(0o602).contains("can change"), "{}", says(0o602));
        assert!(says(0o644).contains("chmod 600 '"), "{}", says(0o644));
        assert!(says(0o644).ends_with(r"/it'\''s.jsonl'"), "{}", says(0o644));
        set_permissions(folder.path(), Permissions::from_mode(0o755)).unwrap();
        assert!(cautions(folder.path()).concat().contains("chmod 700 "));
    }
}
