//! Why a table is not written or not taken over.

use std::io;
use std::path::PathBuf;

use thiserror::Error;

use crate::report::FileError;
use crate::table::NotImported;

/// Why a table is not written or not taken over.
#[derive(Debug, Error)]
pub enum TableError {
    /// The questionnaire keeps no register of systems.
    #[error(
        "“{0}” keeps no register of systems. Bring the record to a version that does, with mfa-assess migrate"
    )]
    NoRegister(String),
    /// A template was to go where something is.
    #[error("{} is there already, and may be filled in. Choose another name (nothing was changed)", .0.display())]
    There(PathBuf),
    /// A table was to go where a record may be.
    #[error("{} is the name of a record. Choose a name that ends in .csv (nothing was changed)", .0.display())]
    OverRecord(PathBuf),
    /// A table cannot be written.
    #[error("{source}{}", source.elsewhere(command))]
    File {
        /// What the system said.
        source: FileError,
        /// The command that writes it elsewhere.
        command: &'static str,
    },
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
