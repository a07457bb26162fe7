//! What is printed (`contents` and `booklet` build the `model`), its renderings (`pdf` and `markdown`),
//! the record as `data` for other programs, and the file.

pub mod booklet;
pub mod contents;
pub mod data;
mod file;
pub mod markdown;
pub mod model;
pub mod pdf;

pub use contents::Basis;
pub use file::{FileError, ReportFileError, write_file, write_pdf};
