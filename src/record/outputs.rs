//! What this program has written for others, known again byte by byte: only that is replaced.

use std::io;
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::disk::Disk;
use super::drafts::write_whole;
use super::error::RecordError;
use super::small::held;
use crate::facts::Fingerprint;

/// The file in the data folder that keeps it.
const NAME: &str = "outputs.json";

/// How many are kept: the newest.
const MOST: usize = 1000;

/// Something that was written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    /// What it is, in one word and with its ending.
    is: String,
    /// All its bytes.
    sha256: Fingerprint,
}

/// Whether these bytes were written as this, as far as a data folder knows.
pub(super) fn is_known(folder: &Path, is: &str, sha256: Fingerprint) -> bool {
    let known = held_in(folder).ok().flatten().unwrap_or_default();
    known.iter().any(|w| w.is == is && w.sha256 == sha256)
}

/// Keeps in a data folder that these bytes are written as this. Of several who do so at once, the last
/// is kept.
///
/// # Errors
/// When the folder cannot be written, or something else stands there.
pub(super) fn remember(
    disk: &dyn Disk,
    folder: &Path,
    is: &str,
    sha256: Fingerprint,
) -> Result<(), RecordError> {
    let is = is.to_owned();
    let new = Written { is, sha256 };
    let mut known = held_in(folder)?.unwrap_or_default();
    known.retain(|written| *written != new);
    known.push(new);
    known.drain(..known.len().saturating_sub(MOST));
    let path = folder.join(NAME);
    serde_json::to_vec(&known)
        .map_err(io::Error::from)
        .and_then(|bytes| write_whole(disk, &path, &bytes, None))
        .map_err(RecordError::io("write", &path))
}

fn held_in(folder: &Path) -> Result<Option<Vec<Written>>, RecordError> {
    held(&folder.join(NAME), "what it has written", |_| true)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::RealDisk;

    fn of(number: usize) -> Fingerprint {
        Fingerprint::of(&number.to_le_bytes())
    }

    #[test]
    fn what_was_written_is_known_as_what_it_was_and_the_newest_are_kept() {
        let folder = tempfile::tempdir().unwrap();
        let folder = folder.path();
        assert!(!is_known(folder, "report.md", of(0)));
        let full = (0..MOST).map(|number| Written {
            is: "report.md".to_owned(),
            sha256: of(number),
        });
        let full = serde_json::to_vec(&full.collect::<Vec<_>>()).unwrap();
        std::fs::write(folder.join(NAME), full).unwrap();
        for number in [MOST, 1] {
            remember(&RealDisk, folder, "report.md", of(number)).unwrap();
        }
        let known = |number| is_known(folder, "report.md", of(number));
        assert!(!known(0), "the oldest has made room");
        assert!([1, 2, MOST / 2, MOST].into_iter().all(known));
        assert!(!is_known(folder, "report.txt", of(1)));
        remember(&RealDisk, folder, "report.txt", of(0)).unwrap();
        assert!(!known(2), "the oldest has made room");
        assert!(known(1), "it was written again");
        assert_eq!(std::fs::read_dir(folder).unwrap().count(), 1);
    }

    #[test]
    fn what_is_damaged_tells_nothing_and_stays() {
        let folder = tempfile::tempdir().unwrap();
        let folder = folder.path();
        remember(&RealDisk, folder, "report.md", of(0)).unwrap();
        let path = folder.join(NAME);
        let mut bytes = std::fs::read(&path).unwrap();
        bytes.pop();
        std::fs::write(&path, &bytes).unwrap();
        assert!(!is_known(folder, "report.md", of(0)));
        assert!(remember(&RealDisk, folder, "report.md", of(1)).is_err());
        assert_eq!(std::fs::read(&path).unwrap(), bytes);
    }
}
