//! What is printed (`contents`, `booklet` and `comparison` build the `model`), its renderings (`pdf`, `html`
//! and `markdown`), the `drawing` of a `chart`, the record as `data` for other programs, the file, and a
//! report made `again` from what is attached to it.

mod again;
pub mod booklet;
pub mod chart;
pub mod comparison;
pub mod contents;
pub mod data;
pub mod drawing;
mod file;
pub mod html;
pub mod markdown;
pub mod model;
mod options;
mod palette;
pub mod pdf;

pub use again::{AgainError, Match, Taken};
pub use contents::{Basis, MADE_FILE, Made, RECORD_FILE};
pub use file::{FileError, ReportFileError, begin_file, end_file, write_file, write_pdf};
pub use options::{Cover, Options, Profile};
