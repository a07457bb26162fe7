//! Whether a report that was written can be read by those who get it. That it is what was made,
//! byte for byte, the file sees to.

use std::io::{Cursor, Read, sink};

use thiserror::Error;

use super::contents::Basis;
use super::csv::COLUMNS;
use super::docx::DOCUMENT;
use super::format::Format;
use super::reproduce::{AgainError, Taken};

/// Why a report cannot be read as what it should be.
#[derive(Debug, Error)]
pub enum Unsound {
    /// Nothing can be taken out of the PDF.
    #[error(transparent)]
    Taken(#[from] AgainError),
    /// Something else came out of it.
    #[error("what is attached to it is not what it was made from")]
    OtherRecord,
    /// It is no UTF-8.
    #[error("it is no text")]
    NotText,
    /// It is no JSON.
    #[error("it is no JSON: {0}")]
    NotJson(#[from] serde_json::Error),
    /// It is no table, or one with other columns.
    #[error("it is no table: {0}")]
    NotTable(#[from] ::csv::Error),
    /// It is no document.
    #[error("it is no document: {0}")]
    NotDocument(#[from] zip::result::ZipError),
    /// It ends before its end.
    #[error("it is cut short")]
    CutShort,
}

/// Reads a report that was written.
///
/// # Errors
/// When it cannot be read as what it should be.
pub fn check(format: Format, written: &[u8], basis: &Basis<'_>) -> Result<(), Unsound> {
    match format {
        Format::Pdf => {
            let taken = Taken::out_of(written)?;
            let is_same = taken.record == basis.source && taken.made.options == *basis.options;
            is_same.then_some(()).ok_or(Unsound::OtherRecord)
        }
        Format::Markdown | Format::Text => text(written).map(drop),
        Format::Html => {
            let is_whole = text(written)?.trim_end().ends_with("</html>");
            is_whole.then_some(()).ok_or(Unsound::CutShort)
        }
        Format::Calendar => {
            let is_whole = text(written)?.ends_with("END:VCALENDAR\r\n");
            is_whole.then_some(()).ok_or(Unsound::CutShort)
        }
        Format::Json => {
            serde_json::from_slice::<serde::de::IgnoredAny>(written)?;
            Ok(())
        }
        Format::Csv => {
            // A row with another number of cells than the first is an error of the reader.
            let mut rows = ::csv::Reader::from_reader(written);
            let is_whole = rows.headers()?.len() == COLUMNS.len();
            rows.records().try_for_each(|row| row.map(drop))?;
            is_whole.then_some(()).ok_or(Unsound::CutShort)
        }
        Format::Docx => {
            let mut archive = zip::ZipArchive::new(Cursor::new(written))?;
            // Read to its end, each part is held against its checksum.
            for index in 0..archive.len() {
                let mut part = archive.by_index(index)?;
                std::io::copy(&mut part, &mut sink()).map_err(zip::result::ZipError::from)?;
            }
            archive
                .by_name(DOCUMENT)?
                .read_exact(&mut [0])
                .map_err(|_| Unsound::CutShort)
        }
    }
}

fn text(written: &[u8]) -> Result<&str, Unsound> {
    std::str::from_utf8(written).map_err(|_| Unsound::NotText)
}
