//! What a command can fail with: what happened, where, and what to do next.

use std::io;
use std::path::{Path, PathBuf};

use thiserror::Error;

use super::merge::NotMerged;
use super::sign::SignError;
use super::tables::TableError;
use crate::facts::{EvidenceId, FileOf};
use crate::output::{OutputError, ReportFileError};
use crate::propose::{Objection, Rule};
use crate::questionnaire::{LoadError, QuestionnaireId, ScenarioId};
use crate::record::evidence::EvidenceError;
use crate::record::{ArchiveError, RecordError, name_of};
use crate::report::pdf::PdfError;
use crate::report::{AgainError, Format};
use crate::session::CarryError;
use crate::signature::CertificatesError;
use crate::text::counted;
use crate::tui::TuiError;

/// Why a command did not do what was asked.
#[derive(Debug, Error)]
pub(crate) enum CliError {
    /// A record cannot be read or written.
    #[error(transparent)]
    Record(#[from] RecordError),
    /// Nothing can be carried forward.
    #[error(transparent)]
    Carry(#[from] CarryError),
    /// A report cannot be written.
    #[error(transparent)]
    Report(#[from] ReportFileError),
    /// A report was asked for in a format that there is not.
    #[error(
        "{} does not say a format by how it ends. Let it end in one of {}, or add --format", path.display(), formats()
    )]
    ReportFormat {
        /// Where it was to go.
        path: PathBuf,
    },
    /// A file is not written; with the command that writes it elsewhere.
    #[error("{}{}", .0, .0.elsewhere(.1))]
    Output(#[source] OutputError, &'static str),
    /// Only a file was to be written to.
    #[error("this is not written to standard output. Name a file: {0}")]
    NotToOutput(&'static str),
    /// Bytes that steer a terminal were to go to one.
    #[error(
        "a {} is no text to be shown here. Write it to a file: mfa-assess report -o FILE.{}", .0.extension().to_uppercase(), .0.extension()
    )]
    ReportOnTerminal(Format),
    /// A workbook cannot be made.
    #[error("the workbook could not be made: {0}")]
    BookletMade(#[from] PdfError),
    /// A record cannot be exported or imported.
    #[error(transparent)]
    Archive(#[from] ArchiveError),
    /// A copy was to be made of a copy.
    #[error("{0} is a redacted copy already; share the record that it was made from")]
    SharedAlready(String),
    /// A file cannot be named as evidence.
    #[error(transparent)]
    Evidence(#[from] EvidenceError),
    /// A file was to be dropped that is not named.
    #[error("{} is not named as evidence for {of}; `mfa-assess evidence list` shows those that are (nothing was changed)", file.display())]
    NotEvidence {
        /// What for.
        of: FileOf,
        file: PathBuf,
    },
    /// The questionnaire has no such scenario.
    #[error(
        "there is no scenario {scenario} in this record; name one of: {all} (nothing was changed)"
    )]
    NoScenario {
        /// What was named.
        scenario: ScenarioId,
        /// Those that there are.
        all: String,
    },
    /// The record lists no such evidence.
    #[error(
        "there is no evidence {id} in the list of this record, which has: {all} (nothing was changed)"
    )]
    NotListed {
        /// What was named.
        id: EvidenceId,
        /// Those that there are.
        all: String,
    },
    /// A piece of evidence has one file.
    #[error("a piece of evidence has one file; name one for {0} (nothing was changed)")]
    OneFile(EvidenceId),
    /// A file of changes cannot be read.
    #[error("could not read {}: {source}. Check the path", path.display())]
    ChangesFile {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// Changes are wrong, and none is taken.
    #[error("{0}")]
    Changes(String),
    /// A sign-off is not made.
    #[error("{0} (nothing was signed)")]
    NotSigned(String),
    /// A change after a sign-off has to say why.
    #[error(
        "{0} is signed off, and this changes it: say why with --why TEXT (nothing was changed)"
    )]
    NoReason(String),
    /// A workbook was asked for in a format that there is not.
    #[error(
        "{} ends neither in .pdf nor in .md, so the format is not known. Name the file so, or add --format pdf or --format markdown", .0.display()
    )]
    BookletFormat(PathBuf),
    /// A questionnaire cannot be read from disk.
    #[error("could not read {}: {source}. Check the path", path.display())]
    QuestionnaireFile {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// A questionnaire cannot be used.
    #[error("{} is not a questionnaire that can be used: {source}{}", path.display(), next_step(source))]
    Questionnaire {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        source: LoadError,
    },
    /// Two records are about different things.
    #[error(
        "{} asks the questionnaire {}, and {} asks {}: only records of one questionnaire can be compared. Choose two of the same with `mfa-assess list --json`",
        records.0, asks.0, records.1, asks.1
    )]
    NotComparable {
        /// The two records.
        records: (String, String),
        /// What each asks.
        asks: (QuestionnaireId, QuestionnaireId),
    },
    /// A record cannot move to a questionnaire on something else.
    #[error("{}", foreign(record, asks, other, file.as_deref()))]
    OtherQuestionnaire {
        record: String,
        asks: QuestionnaireId,
        /// What it was to ask.
        other: QuestionnaireId,
        /// The file of that; none for the built-in one.
        file: Option<PathBuf>,
    },
    /// A record moves forward only.
    #[error(
        "{record} asks version {asks}, and version {other} is an earlier one. A record moves forward only: name a later version with --to FILE, or use a newer mfa-assess (nothing was changed)"
    )]
    EarlierVersion {
        record: String,
        /// The version that it asks.
        asks: String,
        /// The version that it was to ask.
        other: String,
    },
    /// Two records are not joined.
    #[error(transparent)]
    Merge(#[from] NotMerged),
    /// A table is not written or not taken over.
    #[error(transparent)]
    Table(#[from] TableError),
    /// A report cannot be made again, to be verified.
    #[error("{} cannot be verified: {source}", path.display())]
    ReportAgain {
        /// The report.
        path: PathBuf,
        /// Why.
        source: AgainError,
    },
    /// A report is not signed.
    #[error(transparent)]
    Sign(#[from] SignError),
    /// A file of certificates that are to be trusted cannot be used.
    #[error("{} cannot be used with --trust: {source}", path.display())]
    Trust {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        source: CertificatesError,
    },
    /// A folder of records cannot be read.
    #[error("could not read the folder {}: {source}. Name a folder that holds records", path.display())]
    Folder {
        /// The folder.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The full screen failed.
    #[error(transparent)]
    Tui(#[from] TuiError),
    /// The conversation ended before its last change was on disk.
    #[error("the last change is NOT saved: {0}. Then enter it again")]
    NotSaved(String),
    /// What has to be read before anything is written could not be shown.
    #[error("what is asked cannot be shown, as the output is closed or full (nothing was changed)")]
    Unheard,
    /// A line of a script did not fit its question.
    #[error("{0}")]
    Refused(String),
    /// Something could not be printed or read.
    #[error("could not read or write: {0}")]
    Io(#[from] io::Error),
    /// A value could not be written as JSON.
    #[error("could not write JSON: {0}")]
    Json(#[from] serde_json::Error),
    /// The demonstration does not fit the questionnaire, which a test excludes.
    #[error(
        "the demonstration does not fit this questionnaire: {0}. Run it without --questionnaire"
    )]
    Demo(String),
    /// No identity to try signing with could be made.
    #[error("the identity for trying was not made: {0}. The record and the report are there")]
    DemoIdentity(String),
}

impl CliError {
    /// What speaks against a change of a record.
    pub(crate) fn not_accepted(objections: &[Objection], record: &Path) -> Self {
        let mut rules = objections.iter().map(|objection| &objection.rule);
        if rules.clone().any(|rule| *rule == Rule::NeedsReason) {
            return Self::NoReason(name_of(record));
        }
        let count = counted(objections.len(), "problem");
        let says: Vec<String> = rules.by_ref().map(Rule::says).collect();
        Self::Changes(format!(
            "{count}, so nothing was changed.\n{}",
            says.join("\n")
        ))
    }

    /// What is said of a questionnaire, from this file, that cannot be used.
    pub(crate) fn questionnaire(path: impl Into<PathBuf>) -> impl FnOnce(LoadError) -> Self {
        let path = path.into();
        move |source| Self::Questionnaire { path, source }
    }
}

/// How the name of a report may end.
fn formats() -> String {
    let endings = Format::ALL.map(|format| format!(".{}", format.extension()));
    endings.join(", ")
}

fn foreign(
    record: &str,
    asks: &QuestionnaireId,
    other: &QuestionnaireId,
    file: Option<&Path>,
) -> String {
    let what = match file {
        Some(file) => format!("{} holds {other}", file.display()),
        None => format!("the built-in questionnaire is {other}"),
    };
    format!(
        "{record} asks the questionnaire {asks}, and {what}: answers do not fit another policy. \
         Name a later version of {asks} with --to FILE (nothing was changed)"
    )
}

/// What to do about a questionnaire, where its error does not say so itself.
const fn next_step(error: &LoadError) -> &'static str {
    if let LoadError::Shape { .. } = error {
        ". Correct the file there, then try again"
    } else {
        ""
    }
}
