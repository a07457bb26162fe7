//! The report as a tagged PDF: text is set, laid out on pages, drawn, and the file finished.
//!
//! The same report gives the same bytes: nothing here reads a clock or rolls a die.
//! `printpdf` is known to `draw` and `embed` alone, `lopdf` to `finish`, `read` and `signing`.

mod draw;
mod embed;
mod finish;
mod layout;
mod read;
pub mod signing;
mod tree;
mod watermark;

use std::io;

use thiserror::Error;

pub(crate) use self::read::ReadError;
pub use self::read::{Attached, Difference, Work, Written, compare, compare_counted};

use self::layout::MOST_PAGES;
use super::drawing::shape;
use super::model::Report;
use super::typography::font::{FontError, Fonts};

/// Why a report could not be made into a PDF.
#[derive(Debug, Error)]
pub enum PdfError {
    /// A font that the program carries cannot be used.
    #[error(transparent)]
    Font(#[from] FontError),
    /// The library that writes the file refused.
    #[error("the PDF could not be written ({0}); please report this as a fault of the program")]
    Writer(String),
    /// Nobody would read it.
    #[error(
        "the report would have more than {MOST_PAGES} pages; make the one for the board (--profile board), or write it as .html, .csv or .json, which have no pages"
    )]
    TooLong,
}

/// The largest report that is laid out on pages at all, in bytes of its content as JSON: a page has some
/// ten thousand.
const MOST: usize = 6_000_000;

/// Makes the PDF of a report.
///
/// # Errors
/// When it has too many pages; else only when the program itself is at fault.
pub fn render(report: &Report) -> Result<Vec<u8>, PdfError> {
    let mut room = Room(MOST);
    serde_json::to_writer(&mut room, report).map_err(|_| PdfError::TooLong)?;
    let fonts = Fonts::load()?;
    let layout = layout::lay_out(fonts, report).ok_or(PdfError::TooLong)?;
    let drawn = draw::draw(fonts, &layout.pages)?;
    finish::finish(report, &layout, drawn)
}

/// How many pages a report takes, without writing them.
#[cfg(test)]
pub(super) fn pages(report: &Report) -> Option<usize> {
    let layout = layout::lay_out(Fonts::load().ok()?, report)?;
    Some(layout.pages.len())
}

/// Counts what is written, and keeps nothing of it.
struct Room(usize);

impl io::Write for Room {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let left = self.0.checked_sub(bytes.len());
        self.0 = left.ok_or(io::ErrorKind::StorageFull)?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;
    use crate::questionnaire::built_in;
    use crate::report::booklet::booklet;
    use crate::report::model::{Block, Section, Start, Text};

    #[test]
    fn a_report_of_too_many_pages_is_refused() {
        let section = |pages| Section {
            title: "A".to_owned(),
            start: Start::NewPage,
            blocks: vec![],
            sections: (0..pages)
                .map(|_| Section {
                    title: "B".to_owned(),
                    start: Start::NewPage,
                    blocks: vec![Block::Paragraph(Text::from("Words."))],
                    sections: vec![],
                })
                .collect(),
        };
        let fonts = Fonts::load().unwrap();
        let pages = |count| {
            let mut report = booklet(&built_in().unwrap());
            report.front.clear();
            report.sections = vec![section(count)];
            layout::lay_out(fonts, &report).map(|layout| layout.pages.len())
        };
        assert_eq!(pages(MOST_PAGES - 1), Some(MOST_PAGES));
        assert_eq!(pages(MOST_PAGES), None);
    }

    #[test]
    fn what_has_no_room_is_refused_before_it_is_laid_out() {
        let mut room = Room(10);
        assert!(room.write_all(&[0; 10]).is_ok());
        assert!(room.write_all(&[0]).is_err());
    }
}
