//! What somebody is still typing: kept beside the record, so that a crash does not take it.
//!
//! Drafts are not events. They are rewritten as a whole and never synced:
//! they survive the end of the program, not the end of the machine.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};

use super::error::RecordError;
use crate::text;

/// Texts by the field that they are typed into.
pub type Drafts = BTreeMap<String, String>;

/// The file beside a record that holds its drafts.
pub(super) fn path_of(record: &Path) -> PathBuf {
    record.with_extension("draft.json")
}

/// The drafts beside a record. One that cannot be read is as good as none.
pub fn load(record: &Path) -> Drafts {
    let bytes = std::fs::read(path_of(record)).unwrap_or_default();
    let drafts: Drafts = serde_json::from_slice(&bytes).unwrap_or_default();
    let clean = |(field, words): (String, String)| (field, text::clean_paragraphs(&words));
    drafts.into_iter().map(clean).collect()
}

/// Keeps the drafts beside a record; none at all removes the file.
///
/// # Errors
/// When the folder cannot be written.
pub fn save(record: &Path, drafts: &Drafts) -> Result<(), RecordError> {
    let path = path_of(record);
    if drafts.is_empty() {
        return match std::fs::remove_file(&path) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                Err(RecordError::io("remove", &path)(error))
            }
            _ => Ok(()),
        };
    }
    let folder = path.parent().unwrap_or(Path::new("."));
    let bytes = serde_json::to_vec(drafts).unwrap_or_default();
    // The temporary file is 0600, and takes its name only when it is whole.
    let mut file =
        tempfile::NamedTempFile::new_in(folder).map_err(RecordError::io("write in", folder))?;
    file.write_all(&bytes)
        .map_err(RecordError::io("write", &path))?;
    file.persist(&path)
        .map_err(|error| RecordError::io("write", &path)(error.error))?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn drafts_come_back_and_go() {
        let folder = tempfile::tempdir().unwrap();
        let record = folder.path().join("a.jsonl");
        let drafts = Drafts::from([("note".to_owned(), "half a sent".to_owned())]);
        save(&record, &drafts).unwrap();
        assert_eq!(load(&record), drafts);
        save(&record, &Drafts::new()).unwrap();
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
        assert_eq!(load(&record), Drafts::new());
    }
}
