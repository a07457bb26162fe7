//! The report: what is printed (`contents` builds the `model`), its renderings (`pdf`), and the file.

pub mod contents;
mod file;
pub mod model;
pub mod pdf;

pub use contents::Basis;
pub use file::{ReportFileError, write_pdf};
