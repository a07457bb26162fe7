//! Why a table is not written or not taken over.

use std::io;
use std::path::PathBuf;

use thiserror::Error;

use crate::table::NotImported;

/// Why a table is not written or not taken over.
#[derive(Debug, Error)]
pub(crate) enum TableError {
    /// The questionnaire keeps no register of systems.
    #[error(
        "“{0}” keeps no register of systems. Bring the record to a version that does, with mfa-assess migrate"
    )]
    NoRegister(String),
    /// A table cannot be read from disk.
    #[error("could not read {}: {source}. Check the path", path.display())]
    Unread {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// Something else than a file was named.
    #[error("{} is not a file. Name a CSV file", .0.display())]
    NotAFile(PathBuf),
    /// What it says is not taken over.
    #[error("nothing of {} was taken over: {source}", path.display())]
    NotImported {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        source: NotImported,
    },
    /// The person did not confirm it.
    #[error("nothing was taken over. Begin again at any time with the same command")]
    Left,
}
