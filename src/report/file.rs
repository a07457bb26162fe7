//! Puts a report on disk: to a temporary name, read back, then renamed.

use std::io::Write;
use std::path::{Path, PathBuf};

use thiserror::Error;

use super::contents::{Basis, contents};
use super::pdf::{PdfError, render};

/// Why a report is not there.
#[derive(Debug, Error)]
pub enum ReportFileError {
    /// No record is open.
    #[error("there is no record to report on; open one first")]
    NothingOpen,
    /// The PDF could not be made.
    #[error("the report could not be made: {0}")]
    Render(#[from] PdfError),
    /// The system refused.
    #[error("could not write the report to {}: {source}. Choose another place with -o FILE", path.display())]
    Write {
        /// Where it was to go.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// What was read back is not what was written.
    #[error("the report at {} reads back differently than it was written; check the disk, then try again", .0.display())]
    ReadBack(PathBuf),
}

/// Writes the report of a record as a PDF. A failure leaves an earlier file as it was.
///
/// # Errors
/// When it could not be made, written, or read back.
pub fn write_pdf(basis: &Basis<'_>, path: &Path) -> Result<(), ReportFileError> {
    let bytes = render(&contents(basis))?;
    let refused = |source| ReportFileError::Write {
        path: path.to_owned(),
        source,
    };
    let folder = match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    // A new temporary file is 0600, which is what a report of weaknesses should be.
    let mut file = tempfile::NamedTempFile::new_in(folder).map_err(refused)?;
    file.write_all(&bytes)
        .and_then(|()| file.as_file().sync_all())
        .map_err(refused)?;
    if std::fs::read(file.path()).map_err(refused)? != bytes {
        return Err(ReportFileError::ReadBack(path.to_owned()));
    }
    file.persist(path).map_err(|error| refused(error.error))?;
    Ok(())
}
