//! What is printed (`contents`, `booklet` and `comparison` build the `model`), its renderings (`pdf`,
//! `html`, `markdown`, `docx`, `csv`, `json`) with the `drawing` of a `chart` and the `typography` of all that is measured, extracts (`paste`, `calendar`), the record
//! as `data` for other programs, the `check` of what was written, and a report made anew (`reproduce`) from what is attached to it.

pub mod booklet;
pub mod calendar;
pub mod chart;
mod check;
pub mod comparison;
pub mod contents;
pub mod csv;
pub mod data;
pub mod docx;
pub mod drawing;
mod format;
pub mod html;
pub mod json;
pub mod markdown;
mod markup;
pub mod model;
mod options;
mod palette;
pub mod paste;
pub mod pdf;
mod reproduce;
mod typography;

pub(crate) use check::Unsound;
pub use check::check;
pub use contents::{Basis, MADE_FILE, Made, RECORD_FILE};
pub use format::Format;
pub(crate) use format::MakeError;
pub use options::Options;
pub(crate) use options::{Cover, Profile};
pub use reproduce::Taken;
pub(crate) use reproduce::{AgainError, Match, record_in};
