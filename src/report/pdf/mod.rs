//! The report as a tagged PDF: text is set, laid out on pages, drawn, and the file finished.
//!
//! The same report gives the same bytes: nothing here reads a clock or rolls a die.
//! `printpdf` is known to `draw` and `embed` alone, `lopdf` to `finish`, `read` and `signing`.

mod draw;
mod embed;
mod finish;
pub(super) mod font;
mod ghost;
mod layout;
mod read;
pub mod signing;
pub(super) mod style;
pub(super) mod text;
mod tree;

use thiserror::Error;

pub use self::read::{Difference, ReadError, Work, Written, compare, compare_counted};

use self::font::Fonts;
use super::drawing::shape;
use super::model::Report;

/// Why a report could not be made into a PDF.
#[derive(Debug, Error)]
pub enum PdfError {
    /// A font that the program carries cannot be used.
    #[error(
        "the font {face} inside this program cannot be used ({reason}); install the program again"
    )]
    Font {
        /// Which one.
        face: &'static str,
        /// What is wrong with it.
        reason: String,
    },
    /// The library that writes the file refused.
    #[error("the PDF could not be written ({0}); please report this as a fault of the program")]
    Writer(String),
}

/// Makes the PDF of a report.
///
/// # Errors
/// Only when the program itself is at fault: any report can be made into a PDF.
pub fn render(report: &Report) -> Result<Vec<u8>, PdfError> {
    let fonts = Fonts::load()?;
    let layout = layout::lay_out(&fonts, report);
    let drawn = draw::draw(&fonts, &layout.pages)?;
    finish::finish(report, &layout, drawn)
}
