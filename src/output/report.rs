//! A report on disk: made, written, read back as those will read it who get it, then named.

use std::path::PathBuf;

use thiserror::Error;

use super::error::OutputError;
use super::place::Output;
use crate::record::RecordError;
use crate::report::{Basis, Format, MakeError, Unsound, check};

/// Why a report is not there.
#[derive(Debug, Error)]
pub(crate) enum ReportFileError {
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
    File(#[from] OutputError),
}

/// What is being done to a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Step {
    /// It is put together and set.
    Making,
    /// It goes to disk.
    Writing,
    /// It is read back, as those will read it who get it.
    Checking,
}

impl Step {
    /// It in words, in sentence case.
    pub(crate) const fn words(self) -> &'static str {
        match self {
            Self::Making => "Laying out",
            Self::Writing => "Writing",
            Self::Checking => "Checking",
        }
    }
}

/// Writes the report of a record, says each step, and returns its bytes. A failure leaves an earlier
/// file as it was.
///
/// # Errors
/// When it may not stand there, or could not be made, written, or read back as what it should be.
pub(crate) fn write_report(
    basis: &Basis<'_>,
    format: Format,
    output: &Output<'_>,
    step: &mut dyn FnMut(Step),
) -> Result<Vec<u8>, ReportFileError> {
    // What cannot be put there need not be made.
    let place = output.place()?;
    step(Step::Making);
    let bytes = format.render(basis)?;
    step(Step::Writing);
    let path = output.path().to_owned();
    place.write_checked(&bytes, |written| {
        step(Step::Checking);
        check(format, written, basis).map_err(|source| ReportFileError::Unsound { path, source })
    })?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::facts::Assessment;
    use crate::output::Kind;
    use crate::questionnaire::built_in;
    use crate::record::Library;
    use crate::report::Options;
    use crate::rules::Results;

    #[test]
    fn a_folder_in_its_place_is_left_alone_and_an_earlier_report_is_replaced() {
        let asked = built_in().unwrap();
        let (state, today) = (Assessment::default(), date(2026, 11, 24));
        let results = Results::of(&asked, &state, today);
        let options = Options::new(today, "OFFICIAL");
        let basis = Basis::of_state(&asked, (&[], &[]), &state, &results, &options);
        let data = tempfile::tempdir().unwrap();
        let library = Library::at(Some(data.path().to_owned())).unwrap();
        let write = |path: &std::path::Path| {
            let output = Output::new(path, Kind::Report(Format::Pdf), Some(&library));
            write_report(&basis, Format::Pdf, &output, &mut |_| {})
        };
        let folder = tempfile::tempdir().unwrap();
        let taken = folder.path().join("taken.pdf");
        std::fs::create_dir(&taken).unwrap();
        let error = write(&taken).unwrap_err();
        assert!(
            matches!(error, ReportFileError::File(OutputError::NotAFile { .. })),
            "{error}"
        );
        assert!(taken.is_dir());

        let earlier = folder.path().join("earlier.pdf");
        let first = write(&earlier).unwrap();
        assert_eq!(write(&earlier).unwrap(), first);
        assert_eq!(std::fs::read(&earlier).unwrap(), first);
        let error = write(&folder.path().join("none/a.pdf")).unwrap_err();
        assert!(!error.to_string().contains("at path"), "{error}");
    }
}
