//! What is written: what it is called, and what becomes of an earlier one.

use memchr::memmem;

use crate::record::EXTENSION;
use crate::report::{Format, RECORD_FILE};

use super::ending::Promise;

/// What is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// The report of a record.
    Report(Format),
    /// A report that somebody signs.
    SignedReport,
    /// A workbook of all questions.
    Booklet(Format),
    /// What differs between two records.
    Comparison(Format),
    /// Where all records of a folder stand.
    Overview(Format),
    /// A record with all that belongs to it, in one file.
    Archive,
    /// A record as data.
    Data,
    /// The register of systems as a table.
    Systems,
    /// The register of actions as a table.
    Actions,
    /// A table of systems without any, that is only written where nothing is.
    Template,
    /// A record that is only written where nothing is.
    Record,
    /// A key that is only written where nothing is.
    Key,
}

impl Kind {
    /// What the name of the file has to promise, if it promises anything, and how it may end.
    pub(crate) const fn form(self) -> (Promise, &'static str) {
        match self {
            Self::Report(format)
            | Self::Booklet(format)
            | Self::Comparison(format)
            | Self::Overview(format) => (Promise::Form(format), format.extension()),
            Self::SignedReport => (Promise::Form(Format::Pdf), Format::Pdf.extension()),
            Self::Archive | Self::Data => (Promise::Form(Format::Json), Format::Json.extension()),
            Self::Systems | Self::Actions | Self::Template => {
                (Promise::Form(Format::Csv), Format::Csv.extension())
            }
            Self::Record => (Promise::Record, EXTENSION),
            Self::Key => (Promise::Other("a key or certificate"), "pem"),
        }
    }

    /// An earlier one in words; none where none is ever replaced.
    pub(crate) const fn noun(self) -> Option<&'static str> {
        match self {
            Self::Report(Format::Calendar) => Some("a calendar"),
            Self::Report(_) => Some("a report in this format"),
            Self::SignedReport => Some("a report as a PDF"),
            Self::Booklet(_) => Some("a workbook of questions"),
            Self::Comparison(_) => Some("a comparison"),
            Self::Overview(_) => Some("an overview"),
            Self::Archive => Some("an export"),
            Self::Data => Some("a record as JSON"),
            Self::Systems | Self::Actions => Some("a table of this register"),
            Self::Template | Self::Record | Self::Key => None,
        }
    }

    /// What it is remembered as: only another of the same use replaces it.
    pub(crate) fn remembered_as(self) -> String {
        let what = match self {
            Self::Report(_) | Self::SignedReport => "report",
            Self::Booklet(_) => "booklet",
            Self::Comparison(_) => "comparison",
            Self::Overview(_) => "overview",
            Self::Archive => "export",
            Self::Data => "data",
            Self::Systems | Self::Template => "systems",
            Self::Actions => "actions",
            Self::Record => "record",
            Self::Key => "key",
        };
        let (_, ending) = self.form();
        format!("{what}.{ending}")
    }

    /// How many ends these bytes have, of a file that is there and a report as a PDF. What follows the
    /// first is a signature, or was put there by another program.
    pub(crate) fn ends_of(self, bytes: &[u8]) -> Option<usize> {
        let holds = |words: &[u8]| memmem::find(bytes, words).is_some();
        let is_one = matches!(self, Self::Report(Format::Pdf) | Self::SignedReport)
            && bytes.starts_with(b"%PDF-")
            && holds(b"<pdf:Producer>mfa-assess ")
            && holds(RECORD_FILE.as_bytes());
        is_one.then(|| memmem::find_iter(bytes, b"startxref").count())
    }
}
