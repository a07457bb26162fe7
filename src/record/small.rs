//! Small files that this program keeps beside records and among them: known again by what they hold,
//! so that nothing else is replaced or removed because it has their name.

use std::fs::File;
use std::io::{ErrorKind, Read};
use std::path::Path;

use serde::de::DeserializeOwned;

use super::error::RecordError;
use super::{drafts, holder};

/// The most that is read of one, in bytes.
const MAX_BYTES: u64 = 16 * 1024 * 1024;

/// What one holds; nothing where none is, or none was finished.
///
/// # Errors
/// When it cannot be read, or is another's: no plain file, or not such a value.
pub(super) fn held<T: DeserializeOwned>(
    path: &Path,
    keeps: &'static str,
    is_ours: impl FnOnce(&T) -> bool,
) -> Result<Option<T>, RecordError> {
    // Opening a pipe would wait for ever.
    let is_file = match path.symlink_metadata() {
        Ok(meta) => meta.is_file(),
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(RecordError::io("look at", path)(error)),
    };
    let mut bytes = vec![];
    if is_file {
        File::open(path)
            .and_then(|file| file.take(MAX_BYTES).read_to_end(&mut bytes))
            .map_err(RecordError::io("read", path))?;
        if bytes.is_empty() {
            return Ok(None);
        }
    }
    match serde_json::from_slice(&bytes) {
        Ok(value) if is_ours(&value) => Ok(Some(value)),
        _ => Err(RecordError::Foreign {
            path: path.to_owned(),
            keeps,
        }),
    }
}

/// Lets those who can read a record read what is kept beside it: else they are told nothing of who has it
/// open, and are kept out by what a crash has left. Where that cannot be had, the owner alone can.
pub(super) fn open_as(file: &File, record: &Path) {
    if let Ok(found) = record.metadata() {
        let _ = file.set_permissions(found.permissions());
    }
}

/// What stands where something is kept beside a record, and is another's, in sentences.
pub(crate) fn in_the_way(record: &Path) -> Vec<String> {
    let lock = holder::held_beside(record).err();
    let draft = drafts::held_beside(record).err();
    let found = [lock, draft].into_iter().flatten();
    found.map(|error| format!("{error}.")).collect()
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::facts::Fingerprint;
    use crate::record::Library;
    use crate::record::disk::{Disk, RealDisk};
    use crate::record::drafts::Drafts;
    use crate::record::holder::Sidecar;

    /// What others may keep under these names.
    const FOREIGN: [&str; 6] = [
        "my words",
        "{",
        "[]",
        "{\"name\": \"another tool\"}",
        "{\"version\": 3}",
        "[\"relative/path\"]",
    ];

    #[test]
    fn what_is_anothers_is_neither_replaced_nor_removed_but_named() {
        let folder = tempfile::tempdir().unwrap();
        let folder = folder.path();
        let record = folder.join("a.jsonl");
        let disk: Arc<dyn Disk> = Arc::new(RealDisk);
        let library = Library::at(Some(folder.to_owned())).unwrap();
        let typed = Drafts::from([("organisation/note".to_owned(), "half".to_owned())]);
        let writes = || {
            drop(Sidecar::beside(&record, &disk));
            for drafts in [&typed, &Drafts::new()] {
                let _ = drafts::save(&RealDisk, &record, drafts);
            }
            let _ = library.choose(folder);
            let _ = library.remember_written("report.md", Fingerprint::of(b"x"));
        };
        let names = [
            "a.lock",
            "a.draft.json",
            "evidence-places.json",
            "outputs.json",
        ];
        for foreign in FOREIGN {
            // No places and no outputs at all would be ours.
            let is_list = |name: &str| name.ends_with("s.json");
            let taken = names
                .iter()
                .filter(|name| foreign != "[]" || !is_list(name));
            let paths: Vec<_> = taken.map(|name| folder.join(name)).collect();
            for path in &paths {
                std::fs::write(path, foreign).unwrap();
            }
            writes();
            for path in &paths {
                assert_eq!(std::fs::read_to_string(path).unwrap(), foreign, "{path:?}");
            }
            let says = in_the_way(&record);
            assert_eq!(says.len(), 2, "{says:?}");
            assert!(says[0].contains("a.lock is not as mfa-assess writes it"));
            assert!(says[1].contains("a.draft.json is not as mfa-assess writes it"));
        }
        let refused = library.choose(&record.with_extension("lock")).unwrap_err();
        assert!(
            refused
                .to_string()
                .contains("evidence-places.json is not as")
        );
        // What a kill has left of ours is.
        for name in names {
            std::fs::write(folder.join(name), "").unwrap();
        }
        assert!(in_the_way(&record).is_empty());
        writes();
        let left = std::fs::read_dir(folder).unwrap().count();
        assert_eq!(
            left, 2,
            "only the place that was chosen is kept, and what was written"
        );
    }

    #[cfg(unix)]
    #[test]
    fn what_is_no_file_is_neither_replaced_nor_removed() {
        let folder = tempfile::tempdir().unwrap();
        let record = folder.path().join("a.jsonl");
        let disk: Arc<dyn Disk> = Arc::new(RealDisk);
        let other = folder.path().join("other");
        std::fs::write(&other, "{\"organisation/note\":\"theirs\"}").unwrap();
        for name in ["a.lock", "a.draft.json"] {
            std::os::unix::fs::symlink(&other, folder.path().join(name)).unwrap();
        }
        drop(Sidecar::beside(&record, &disk));
        assert!(drafts::save(&RealDisk, &record, &Drafts::new()).is_err());
        assert!(drafts::load(&record).is_empty());
        for name in ["a.lock", "a.draft.json"] {
            assert!(folder.path().join(name).is_symlink(), "{name}");
        }
        assert_eq!(in_the_way(&record).len(), 2);
    }
}
