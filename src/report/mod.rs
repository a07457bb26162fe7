//! What is printed (`contents`, `booklet` and `comparison` build the `model`), its renderings (`pdf`,
//! `markdown`, `docx`, `csv`, `json`) and extracts (`paste`, `calendar`), the record as `data` for other
//! programs, the file with its `check`, and a report made `again` from what is attached to it.

mod again;
pub mod booklet;
pub mod calendar;
mod check;
pub mod comparison;
pub mod contents;
pub mod csv;
pub mod data;
pub mod docx;
mod file;
mod format;
pub mod json;
pub mod markdown;
pub mod model;
mod options;
pub mod paste;
pub mod pdf;

pub use again::{AgainError, Match, Taken};
pub use check::{Unsound, check};
pub use contents::{Basis, MADE_FILE, Made, RECORD_FILE};
pub use file::{
    FileError, ReportFileError, Step, begin_file, end_file, write_file, write_pdf, write_report,
};
pub use format::{Format, MakeError};
pub use options::{Cover, Options, Profile};
