//! What is printed (`contents` and `booklet` build the `model`), its renderings (`pdf` and `markdown`),
//! and the file.

pub mod booklet;
pub mod contents;
mod file;
pub mod markdown;
pub mod model;
pub mod pdf;

pub use contents::{Basis, MADE_FILE, Made, RECORD_FILE};
pub use file::{FileError, ReportFileError, write_file, write_pdf};
