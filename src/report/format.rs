//! The forms that a report can take, and the bytes of each.

use std::io;
use std::path::Path;

use thiserror::Error;

use super::calendar::{Calendar, Wanted};
use super::contents::{Basis, contents};
use super::pdf::PdfError;
use super::{csv, docx, json, markdown, paste, pdf};

/// A form of the report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    /// A tagged PDF with the record inside
    Pdf,
    /// Markdown text
    #[value(alias = "md")]
    Markdown,
    /// A document for Word and LibreOffice
    Docx,
    /// One table: a row for each fact and cell
    Csv,
    /// Data for other programs
    Json,
    /// The outcome as plain text, to paste into a form: an extract
    #[value(alias = "txt")]
    Text,
    /// What has a day, as a calendar: an extract
    #[value(alias = "ics")]
    Calendar,
}

/// Why a report could not be made.
#[derive(Debug, Error)]
pub enum MakeError {
    /// As a PDF.
    #[error(transparent)]
    Pdf(#[from] PdfError),
    /// As JSON.
    #[error("{0}; please report this as a fault of the program")]
    Json(#[from] serde_json::Error),
    /// As a table.
    #[error("{0}; please report this as a fault of the program")]
    Csv(#[from] io::Error),
    /// As a document.
    #[error("{0}; please report this as a fault of the program")]
    Docx(#[from] zip::result::ZipError),
    /// Nothing in it has a day.
    #[error("nothing in this assessment has a day yet, so there is no calendar of it")]
    NoDays,
}

impl Format {
    /// All of them.
    pub const ALL: [Self; 7] = [
        Self::Pdf,
        Self::Markdown,
        Self::Docx,
        Self::Csv,
        Self::Json,
        Self::Text,
        Self::Calendar,
    ];

    /// The format that the name of a file says.
    pub fn of(path: &Path) -> Option<Self> {
        let ending = path.extension()?.to_str()?.to_ascii_lowercase();
        let ending = if ending == "markdown" { "md" } else { &ending };
        Self::ALL.into_iter().find(|f| f.extension() == ending)
    }

    /// How the name of such a file ends, without the dot.
    pub const fn extension(self) -> &'static str {
        match self {
            Self::Pdf => "pdf",
            Self::Markdown => "md",
            Self::Docx => "docx",
            Self::Csv => "csv",
            Self::Json => "json",
            Self::Text => "txt",
            Self::Calendar => "ics",
        }
    }

    /// The media type, as RFC 6838 has it.
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Pdf => "application/pdf",
            Self::Markdown => "text/markdown",
            Self::Docx => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            Self::Csv => "text/csv",
            Self::Json => "application/json",
            Self::Text => "text/plain",
            Self::Calendar => "text/calendar",
        }
    }

    /// Whether it can be read on a terminal.
    pub const fn is_text(self) -> bool {
        !matches!(self, Self::Pdf | Self::Docx)
    }

    /// Whether it says all that the report says; else it is an extract.
    pub const fn is_whole(self) -> bool {
        !matches!(self, Self::Text | Self::Calendar)
    }

    /// Whether the record travels inside, so that the report can be verified from itself.
    pub const fn holds_record(self) -> bool {
        matches!(self, Self::Pdf)
    }

    /// Makes the report in this form.
    ///
    /// # Errors
    /// When nothing has a day, for a calendar; else only when the program itself is at fault.
    pub fn render(self, basis: &Basis<'_>) -> Result<Vec<u8>, MakeError> {
        Ok(match self {
            Self::Pdf => pdf::render(&contents(basis))?,
            Self::Markdown => markdown::render(&contents(basis)).into_bytes(),
            Self::Docx => docx::render(&contents(basis))?,
            Self::Csv => csv::render(&contents(basis))?,
            Self::Json => json::render(&contents(basis))?,
            Self::Text => paste::render(basis).into_bytes(),
            Self::Calendar => {
                let (asked, state) = (basis.questionnaire, basis.state);
                let calendar = Calendar::of(asked, state, basis.entries, Wanted::default());
                calendar.ok_or(MakeError::NoDays)?.text.into_bytes()
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn a_name_says_its_format_however_it_is_written_and_no_two_share_one() {
        for format in Format::ALL {
            let name = format!("Board report.{}", format.extension());
            assert_eq!(Format::of(Path::new(&name)), Some(format));
            let upper = name.to_uppercase();
            assert_eq!(Format::of(Path::new(&upper)), Some(format));
        }
        assert_eq!(Format::of(Path::new("a.markdown")), Some(Format::Markdown));
        for other in ["report", "report.doc", "report.jsonl", ".pdf", "-"] {
            assert_eq!(Format::of(Path::new(other)), None, "{other}");
        }
        let types: BTreeSet<&str> = Format::ALL.iter().map(|f| f.media_type()).collect();
        assert_eq!(types.len(), Format::ALL.len());
    }
}
