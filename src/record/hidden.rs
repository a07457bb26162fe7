//! Files that have no name of their own yet: called so that what a kill leaves of them is known
//! again, and swept.

use std::fs::File;
use std::path::Path;
use std::time::Duration;

use super::disk::Disk;

/// How their names begin.
pub const HIDDEN: &str = ".mfa-assess-";

/// From what age on one was left by a crash.
const LEFT: Duration = Duration::from_secs(60 * 60);

/// Removes from a folder what a crash has left of files that never got their names. Whatever is in
/// the way of that can wait.
pub fn sweep(disk: &dyn Disk, folder: &Path) {
    let entries = std::fs::read_dir(folder).into_iter().flatten();
    for entry in entries.flatten() {
        let is_hidden = entry.file_name().to_string_lossy().starts_with(HIDDEN);
        let is_old = || {
            let meta = entry.metadata().ok()?;
            let age = meta.modified().ok()?.elapsed().ok()?;
            (age > LEFT).then_some(meta)
        };
        let Some(left) = is_hidden.then(is_old).flatten() else {
            continue;
        };
        let path = entry.path();
        if left.is_dir() {
            // Evidence that an import was putting there.
            let _ = std::fs::remove_dir_all(&path);
        } else if left.is_file() && File::open(&path).is_ok_and(|file| file.try_lock().is_ok()) {
            let _ = disk.remove(&path);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::SystemTime;

    use super::*;
    use crate::record::disk::RealDisk;

    #[test]
    fn only_what_is_ours_and_old_and_in_nobodys_hands_is_swept() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        let make = |name: &str| File::create(at(name)).unwrap();
        let old = SystemTime::now() - 2 * LEFT;
        let held = make(".mfa-assess-held");
        held.try_lock().unwrap();
        for name in [
            ".mfa-assess-left",
            ".mfa-assess-held",
            ".tmpAbc123",
            "a.jsonl",
        ] {
            make(name).set_modified(old).unwrap();
        }
        make(".mfa-assess-new");
        std::fs::create_dir(at(".mfa-assess-folder")).unwrap();
        std::fs::write(at(".mfa-assess-folder/a.png"), "").unwrap();
        let inner = File::open(at(".mfa-assess-folder")).unwrap();
        inner.set_modified(old).unwrap();
        sweep(&RealDisk, folder.path());
        let names = std::fs::read_dir(folder.path()).unwrap();
        let mut names: Vec<_> = names.map(|e| e.unwrap().file_name()).collect();
        names.sort();
        assert_eq!(
            names,
            [
                ".mfa-assess-held",
                ".mfa-assess-new",
                ".tmpAbc123",
                "a.jsonl"
            ]
        );
    }
}
