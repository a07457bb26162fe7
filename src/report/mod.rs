//! What is printed (`contents`, `booklet` and `comparison` build the `model`), its renderings (`pdf` and `markdown`),
//! and the file.

pub mod booklet;
pub mod comparison;
pub mod contents;
mod file;
pub mod markdown;
pub mod model;
pub mod pdf;

pub use contents::Basis;
pub use file::{FileError, ReportFileError, begin_file, end_file, write_file, write_pdf};
