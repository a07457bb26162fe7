//! Files that have no name of their own yet: called so that what a kill leaves of them is known
//! again, and swept.

use std::fs::{File, FileType};
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use tempfile::{Builder, TempDir, TempPath};

use super::disk::Disk;
use super::evidence::is_name_beside;
use crate::platform::files::only_owner_temporary;

/// How the names of files begin.
const FILE: &str = ".mfa-assess-";

/// How the names of folders begin, in which an import puts evidence.
const FOLDER: &str = ".mfa-assess-import-";

/// How many letters and digits follow, by chance: more than anybody would type.
const BY_CHANCE: usize = 12;

/// From what age on one was left by a crash.
const LEFT: Duration = Duration::from_secs(60 * 60);

/// A file of the owner's, without a name yet: gone again unless it gets one. In two parts, as those of
/// `tempfile` that are one say in their errors what it is called, which nobody has to know.
///
/// # Errors
/// What the system says.
pub(crate) fn hidden_file(disk: &dyn Disk, folder: &Path) -> io::Result<(File, TempPath)> {
    let made = beginning(FILE).make_in(folder, |path| disk.create(path))?;
    Ok(made.into_parts())
}

/// A folder of the owner's, without a name yet: gone again unless it is kept.
pub(super) fn hidden_folder(within: &Path) -> io::Result<TempDir> {
    let mut builder = beginning(FOLDER);
    only_owner_temporary(&mut builder);
    // The error would say what it is called.
    let made = builder.tempdir_in(within);
    made.map_err(|error| error.kind().into())
}

fn beginning(with: &'static str) -> Builder<'static, 'static> {
    let mut builder = Builder::new();
    builder.prefix(with).rand_bytes(BY_CHANCE);
    builder
}

/// Removes from a folder what a crash has left of files that never got their names. Whatever is in
/// the way of that can wait.
pub(crate) fn sweep(disk: &dyn Disk, folder: &Path) {
    for path in left_in(folder, FILE, FileType::is_file) {
        if File::open(&path).is_ok_and(|file| file.try_lock().is_ok()) {
            let _ = disk.remove(&path);
        }
    }
}

/// Removes from the folder of records what a crash has left of imports: folders of nothing but
/// evidence.
pub(super) fn sweep_imports(folder: &Path) {
    for path in left_in(folder, FOLDER, FileType::is_dir) {
        let is_evidence = |entry: io::Result<std::fs::DirEntry>| {
            entry.is_ok_and(|entry| {
                let is_named = entry.file_name().to_str().is_some_and(is_name_beside);
                is_named && entry.file_type().is_ok_and(|kind| kind.is_file())
            })
        };
        if path.read_dir().is_ok_and(|mut all| all.all(is_evidence)) {
            let _ = std::fs::remove_dir_all(&path);
        }
    }
}

/// What is called so in a folder, is of this kind, and old.
fn left_in(folder: &Path, begins: &str, is_kind: fn(&FileType) -> bool) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let left = entries.filter(|entry| {
        let name = entry.file_name();
        let chance = name.to_str().and_then(|name| name.strip_prefix(begins));
        let is_ours = chance.is_some_and(|chance| {
            chance.len() == BY_CHANCE && chance.bytes().all(|b| b.is_ascii_alphanumeric())
        });
        let is_old = || {
            let meta = entry.metadata().ok().filter(|m| is_kind(&m.file_type()));
            let age = meta.and_then(|meta| meta.modified().ok()?.elapsed().ok());
            age.is_some_and(|age| age > LEFT)
        };
        is_ours && is_old()
    });
    left.map(|entry| entry.path()).collect()
}

#[cfg(test)]
mod tests {
    use std::time::SystemTime;

    use super::*;
    use crate::record::disk::RealDisk;

    /// Gives what lies there an age at which it was left by a crash.
    fn age(path: &Path) {
        let file = File::open(path).unwrap();
        file.set_modified(SystemTime::now() - 2 * LEFT).unwrap();
    }

    fn names(folder: &Path) -> Vec<String> {
        let names = std::fs::read_dir(folder).unwrap();
        let names = names.map(|entry| entry.unwrap().file_name().into_string().unwrap());
        let mut names: Vec<String> = names.collect();
        names.sort();
        names
    }

    #[test]
    fn only_what_is_ours_and_old_and_in_nobodys_hands_is_swept() {
        let folder = tempfile::tempdir().unwrap();
        let folder = folder.path();
        let made = || {
            let (file, path) = hidden_file(&RealDisk, folder).unwrap();
            (file, path.keep().unwrap())
        };
        let (held, path) = made();
        held.try_lock().unwrap();
        age(&path);
        let (_, young) = made();
        let (_, left) = made();
        age(&left);
        let stay = [
            ".mfa-assess-budget",
            ".mfa-assess-my-budget-26",
            ".mfa-assess-Ab12Cd34Ef56.txt",
            ".tmpAbc123",
            "a.jsonl",
        ];
        for name in stay {
            File::create(folder.join(name)).unwrap();
            age(&folder.join(name));
        }
        // No folder is ours here, whatever it is called.
        for name in [".mfa-assess-notes", ".mfa-assess-Ab12Cd34Ef56"] {
            std::fs::create_dir(folder.join(name)).unwrap();
            age(&folder.join(name));
        }
        let import = hidden_folder(folder).unwrap().keep();
        age(&import);
        let mut expected = names(folder);
        sweep(&RealDisk, folder);
        let swept = left.file_name().unwrap().to_str().unwrap();
        expected.retain(|name| name != swept);
        assert_eq!(names(folder), expected);
        assert!(path.exists() && young.exists() && import.exists());
    }

    #[test]
    fn only_folders_of_evidence_that_an_import_made_are_swept() {
        let folder = tempfile::tempdir().unwrap();
        let folder = folder.path();
        let with = |folder: PathBuf, file: &str| {
            std::fs::create_dir_all(&folder).unwrap();
            std::fs::write(folder.join(file), "x").unwrap();
            age(&folder);
            folder
        };
        let made = || hidden_folder(folder).unwrap().keep();
        let evidence = "2d711642b726b044-a.png";
        let left = with(made(), evidence);
        let young = made();
        let notes = with(made(), "notes.txt");
        let nested = made();
        with(nested.join(evidence), evidence);
        age(&nested);
        let named = [".mfa-assess-notes", ".mfa-assess-import-notes"];
        let named = named.map(|name| with(folder.join(name), evidence));
        sweep_imports(folder);
        assert!(!left.exists());
        for stays in named.iter().chain([&young, &notes, &nested]) {
            assert!(stays.exists(), "{stays:?}");
        }
        assert!(notes.join("notes.txt").exists() && nested.join(evidence).is_dir());
    }
}
