//! What a command fails with: what happened and where, what to do next, and what is as it was.

use std::fmt;
use std::io;
use std::path::Path;

use crate::output::{OutputError, ReportFileError};
use crate::propose::{Objection, Rule};
use crate::questionnaire::LoadError;
use crate::record::evidence::EvidenceError;
use crate::record::{ArchiveError, RecordError, name_of};
use crate::report::AgainError;
use crate::report::pdf::PdfError;
use crate::session::CarryError;
use crate::text::counted;
use crate::tui::TuiError;

/// What nothing has come of, as it is said at the end.
pub(super) const UNCHANGED: &str = "nothing was changed";
pub(super) const UNSIGNED: &str = "nothing was signed";
pub(super) const UNWRITTEN: &str = "nothing was written";

/// Why a command did not do what was asked.
#[derive(Debug)]
pub(crate) struct CliError {
    kind: Kind,
    says: String,
    /// What to do next; empty where it is said already.
    hint: String,
    /// What is as it was; empty where nobody could think otherwise.
    left: &'static str,
}

/// Where the fault lies; the exit code follows from it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// In what was asked for, or in what was found.
    Failed,
    /// On the command line, which lacks something.
    Usage,
}

impl CliError {
    /// What happened and where, without a capital and a full stop.
    pub(crate) fn new(says: impl fmt::Display) -> Self {
        Self {
            kind: Kind::Failed,
            says: says.to_string(),
            hint: String::new(),
            left: "",
        }
    }

    /// What the command line lacks.
    pub(super) fn usage(says: impl fmt::Display) -> Self {
        Self {
            kind: Kind::Usage,
            ..Self::new(says)
        }
    }

    /// With what to do next: a sentence without its full stop.
    pub(super) fn hint(self, hint: impl Into<String>) -> Self {
        Self {
            hint: hint.into(),
            ..self
        }
    }

    /// With what is as it was.
    pub(super) const fn left(mut self, left: &'static str) -> Self {
        self.left = left;
        self
    }

    /// The exit code.
    pub(super) const fn code(&self) -> u8 {
        match self.kind {
            Kind::Failed => 1,
            Kind::Usage => 2,
        }
    }

    /// A file that cannot be read.
    pub(super) fn unread(path: &Path, source: &io::Error) -> Self {
        Self::new(format_args!("could not read {}: {source}", path.display()))
            .hint("Check the path")
    }

    /// A file that is not written; with the command that writes it elsewhere.
    pub(super) fn output(error: &OutputError, command: &str) -> Self {
        Self::new(format_args!("{error}{}", error.elsewhere(command)))
    }

    /// Something that only a file is for.
    pub(super) fn not_to_output(command: &str) -> Self {
        Self::new("this is not written to standard output").hint(format!("Name a file: {command}"))
    }

    /// A report that cannot be made again, to be verified.
    pub(super) fn report_again(path: &Path, source: &AgainError) -> Self {
        Self::new(format_args!(
            "{} cannot be verified: {source}",
            path.display()
        ))
    }

    /// A questionnaire, from this file, that cannot be used.
    pub(super) fn questionnaire(path: &Path, source: &LoadError) -> Self {
        let path = path.display();
        let says = format_args!("{path} is not a questionnaire that can be used: {source}");
        if let LoadError::Shape { .. } = source {
            Self::new(says).hint("Correct the file there, then try again")
        } else {
            Self::new(says)
        }
    }

    /// A change after a sign-off that does not say why.
    pub(super) fn no_reason(record: &Path) -> Self {
        let record = name_of(record);
        let says = "is signed off, and this changes it: say why with --why TEXT";
        Self::new(format_args!("{record} {says}")).left(UNCHANGED)
    }

    /// Changes that are wrong, so that none is taken.
    pub(super) fn not_changed(problems: &[String]) -> Self {
        let count = counted(problems.len(), "problem");
        let problems = problems.join("\n");
        Self::new(format_args!("{count}, so nothing was changed.\n{problems}"))
    }

    /// What speaks against a change of a record.
    pub(super) fn not_accepted(objections: &[Objection], record: &Path) -> Self {
        let needs_reason = |one: &Objection| one.rule == Rule::NeedsReason;
        if objections.iter().any(needs_reason) {
            return Self::no_reason(record);
        }
        let says = objections.iter().map(|objection| objection.rule.says());
        Self::not_changed(&says.collect::<Vec<_>>())
    }

    /// A change that is not on disk.
    pub(super) fn not_saved(why: &str) -> Self {
        Self::new(format_args!("the last change is NOT saved: {why}")).hint("Then enter it again")
    }
}

impl fmt::Display for CliError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.says)?;
        if !self.hint.is_empty() {
            write!(f, ". {}", self.hint)?;
        }
        if !self.left.is_empty() {
            write!(f, " ({})", self.left)?;
        }
        Ok(())
    }
}

/// Errors of the rooms below say all of it themselves.
macro_rules! from_below {
    ($($error:ty,)*) => {$(
        impl From<$error> for CliError {
            fn from(error: $error) -> Self {
                Self::new(error)
            }
        }
    )*};
}

from_below! {
    RecordError, CarryError, ReportFileError, ArchiveError, EvidenceError, TuiError,
}

impl From<io::Error> for CliError {
    fn from(error: io::Error) -> Self {
        Self::new(format_args!("could not read or write: {error}"))
    }
}

impl From<serde_json::Error> for CliError {
    fn from(error: serde_json::Error) -> Self {
        Self::new(format_args!("could not write JSON: {error}"))
    }
}

impl From<PdfError> for CliError {
    fn from(error: PdfError) -> Self {
        Self::new(format_args!("the workbook could not be made: {error}"))
    }
}
