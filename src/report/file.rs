//! Puts a document on disk: to a temporary name, read back and checked, then renamed.

use std::io::Write;
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;
use thiserror::Error;

use super::check::{Unsound, check};
use super::contents::Basis;
use super::format::{Format, MakeError};
use crate::record::RecordError;

/// Why a report is not there.
#[derive(Debug, Error)]
pub enum ReportFileError {
    /// No record is open.
    #[error("there is no record to report on; open one first")]
    NothingOpen,
    /// The record that it is on cannot be read.
    #[error(transparent)]
    Record(#[from] RecordError),
    /// It could not be made.
    #[error("the report could not be made: {0}")]
    Made(#[from] MakeError),
    /// It is not what it should be.
    #[error("{} was not written, and an earlier file is as it was: {source}. Please report this as a fault of the program", path.display())]
    Unsound {
        /// Where it was to go.
        path: PathBuf,
        /// What is wrong.
        source: Unsound,
    },
    /// It is not on disk.
    #[error("{}{}", .0, .0.elsewhere("mfa-assess report -o FILE"))]
    File(#[from] FileError),
}

/// Why a document is not on disk.
#[derive(Debug, Error)]
pub enum FileError {
    /// The system refused.
    #[error("could not write to {}: {source}", path.display())]
    Write {
        /// Where it was to go.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// Something that is no file stands there: a folder, or a device.
    #[error("{} is not a file, and is left as it is", .0.display())]
    NotAFile(PathBuf),
    /// What was read back is not what was written.
    #[error("what was written to {} reads back differently; check the disk, then try again", .0.display())]
    ReadBack(PathBuf),
}

impl FileError {
    /// Adds where it was to go to what the system said.
    pub fn refused(path: &Path) -> impl FnOnce(std::io::Error) -> Self {
        let path = path.to_owned();
        move |source| Self::Write { path, source }
    }

    /// What to do next, where another place helps: a sentence that names the command.
    pub fn elsewhere(&self, command: &str) -> String {
        match self {
            Self::Write { .. } | Self::NotAFile(_) => {
                format!(". Choose another place: {command}")
            }
            Self::ReadBack(_) => String::new(),
        }
    }
}

/// What is being done to a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// It is put together and set.
    Making,
    /// It goes to disk.
    Writing,
    /// It is read back, as those will read it who get it.
    Checking,
}

impl Step {
    /// It in words, in sentence case.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Making => "Laying out",
            Self::Writing => "Writing",
            Self::Checking => "Checking",
        }
    }
}

/// Writes the report of a record as a PDF. A failure leaves an earlier file as it was.
///
/// # Errors
/// When it could not be made, written, or read back.
pub fn write_pdf(basis: &Basis<'_>, path: &Path) -> Result<(), ReportFileError> {
    write_report(basis, Format::Pdf, path, &mut |_| {}).map(drop)
}

/// Writes the report of a record, says each step, and returns its bytes. A failure leaves an earlier
/// file as it was.
///
/// # Errors
/// When it could not be made, written, or read back as what it should be.
pub fn write_report(
    basis: &Basis<'_>,
    format: Format,
    path: &Path,
    step: &mut dyn FnMut(Step),
) -> Result<Vec<u8>, ReportFileError> {
    // What cannot be put there need not be made.
    expect_a_place(path)?;
    step(Step::Making);
    let bytes = format.render(basis)?;
    step(Step::Writing);
    write_checked(&bytes, path, |written| {
        step(Step::Checking);
        let unsound = |source| ReportFileError::Unsound {
            path: path.to_owned(),
            source,
        };
        check(format, written, basis).map_err(unsound)
    })?;
    Ok(bytes)
}

/// Writes a document. A failure leaves an earlier file as it was.
///
/// # Errors
/// When it could not be written, or read back.
pub fn write_file(bytes: &[u8], path: &Path) -> Result<(), FileError> {
    write_checked(bytes, path, |_| Ok(()))
}

/// Writes a document that has to pass a check once it is on disk, and before it has its name.
fn write_checked<E: From<FileError>>(
    bytes: &[u8],
    path: &Path,
    check: impl FnOnce(&[u8]) -> Result<(), E>,
) -> Result<(), E> {
    let mut file = begin_file(path)?;
    file.write_all(bytes).map_err(FileError::refused(path))?;
    let written = std::fs::read(file.path()).map_err(FileError::refused(path))?;
    if written != bytes {
        return Err(FileError::ReadBack(path.to_owned()).into());
    }
    check(&written)?;
    Ok(end_file(file, path)?)
}

/// Begins a file that is written piece by piece, under another name. Dropped, it is gone.
///
/// # Errors
/// When it cannot be written there.
pub fn begin_file(path: &Path) -> Result<NamedTempFile, FileError> {
    expect_a_place(path)?;
    let folder = match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    // The error of the temporary file would name a file that nobody has to know.
    std::fs::metadata(folder).map_err(FileError::refused(path))?;
    // A new temporary file is 0600, which is what a report of weaknesses should be.
    NamedTempFile::new_in(folder).map_err(FileError::refused(path))
}

/// Gives a file that was begun its name, once it is on disk.
///
/// # Errors
/// When it is not. An earlier file of that name is then as it was.
pub fn end_file(file: NamedTempFile, path: &Path) -> Result<(), FileError> {
    file.as_file()
        .sync_all()
        .map_err(FileError::refused(path))?;
    let kept = file.persist(path);
    kept.map_err(|error| FileError::refused(path)(error.error))?;
    Ok(())
}

/// Refuses a place in which something stands that is no file: renaming over it would take its
/// place away from it.
fn expect_a_place(path: &Path) -> Result<(), FileError> {
    match std::fs::metadata(path) {
        Ok(there) if !there.is_file() => Err(FileError::NotAFile(path.to_owned())),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::assessment::{Assessment, Results};
    use crate::questionnaire::built_in;
    use crate::report::Options;

    #[test]
    fn what_does_not_pass_its_check_leaves_the_earlier_file_and_nothing_else() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("report.csv");
        std::fs::write(&path, "earlier").unwrap();
        let refused = |written: &[u8]| {
            assert_eq!(written, b"later");
            Err(FileError::ReadBack(path.clone()))
        };
        assert!(write_checked(b"later", &path, refused).is_err());
        assert_eq!(std::fs::read(&path).unwrap(), b"earlier");
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
        write_file(b"later", &path).unwrap();
        assert_eq!(std::fs::read(&path).unwrap(), b"later");
    }

    #[test]
    fn a_folder_in_its_place_is_left_alone_and_an_earlier_report_is_replaced() {
        let asked = built_in().unwrap();
        let (state, today) = (Assessment::default(), date(2026, 11, 24));
        let results = Results::of(&asked, &state, today);
        let basis = Basis {
            questionnaire: &asked,
            entries: &[],
            source: &[],
            state: &state,
            results: &results,
            options: &Options::new(today, "OFFICIAL"),
        };
        let folder = tempfile::tempdir().unwrap();
        let taken = folder.path().join("taken.pdf");
        std::fs::create_dir(&taken).unwrap();
        let error = write_pdf(&basis, &taken).unwrap_err();
        assert!(
            matches!(error, ReportFileError::File(FileError::NotAFile(_))),
            "{error}"
        );
        assert!(taken.is_dir());

        let earlier = folder.path().join("earlier.pdf");
        std::fs::write(&earlier, "earlier").unwrap();
        write_pdf(&basis, &earlier).unwrap();
        assert!(std::fs::read(&earlier).unwrap().starts_with(b"%PDF"));
        let error = write_pdf(&basis, &folder.path().join("none/a.pdf")).unwrap_err();
        assert!(!error.to_string().contains("at path"), "{error}");
    }
}
