//! What can go wrong with an export: what happened, where, and what to do next.

use std::path::PathBuf;

use thiserror::Error;

use super::{ARCHIVE_FORMAT, MAX_EVIDENCE};
use crate::record::RecordError;

/// Why a record cannot be exported or imported.
#[derive(Debug, Error)]
pub enum ArchiveError {
    /// The file is something else.
    #[error("{} is not an export of mfa-assess; choose a file that `mfa-assess export` has written", .0.display())]
    Foreign(PathBuf),
    /// The file is a record.
    #[error("{} is a record itself, and not an export of one; open it as it is: mfa-assess open {}", .0.display(), .0.display())]
    IsRecord(PathBuf),
    /// The file ends too early.
    #[error("{} ends too early: part of it is missing. Nothing was imported. Copy it again from where it came from", .0.display())]
    Cut(PathBuf),
    /// The file is not what was written.
    #[error("{} was changed after it was exported, or damaged: {says}. Nothing was imported. Ask for a new export", path.display())]
    Changed {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        says: String,
    },
    /// A newer program wrote it.
    #[error("{} is an export in format {found}, and this program reads up to {ARCHIVE_FORMAT}; import it with a newer mfa-assess", path.display())]
    Newer {
        /// The file.
        path: PathBuf,
        /// Its format.
        found: u64,
    },
    /// The record in it is not what was written.
    #[error("the record in {}, {source}. Nothing was imported", path.display())]
    Inside {
        /// The file.
        path: PathBuf,
        /// What is wrong with the record.
        source: Box<RecordError>,
    },
    /// There is more evidence than goes into one file.
    #[error("the evidence has more than {} MiB, too much for one file; export without --with-evidence, and keep the files themselves", MAX_EVIDENCE / 1024 / 1024)]
    EvidenceTooLarge,
    /// Something else stands where the export is to go.
    #[error("{} is there already, and holds something that this export does not; it is left as it is. Choose another place: mfa-assess export -o FILE", .0.display())]
    Taken(PathBuf),
    /// A record, or the folder of records, cannot be read or written.
    #[error(transparent)]
    Record(#[from] RecordError),
    /// It cannot be written as JSON.
    #[error("could not write JSON: {0}")]
    Json(#[from] serde_json::Error),
}
