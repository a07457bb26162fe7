//! How the report looks: the page grid, the type scale and the palette.
//!
//! All lengths are points, measured from the top left corner.

use super::font::Face;
pub(crate) use crate::report::palette::*;

/// Width of A4.
pub(crate) const PAGE_WIDTH: f32 = 595.276;
/// Height of A4.
pub(crate) const PAGE_HEIGHT: f32 = 841.89;
/// Left edge of the text.
pub(crate) const LEFT: f32 = 62.0;
/// Width of the text: tables, charts and callouts take all of it.
pub(crate) const WIDTH: f32 = PAGE_WIDTH - 2.0 * LEFT;
/// Width of running text, which is easier to read in shorter lines.
pub(crate) const MEASURE: f32 = 432.0;
/// Where the body begins.
pub(crate) const TOP: f32 = 78.0;
/// Where the body ends.
pub(crate) const BOTTOM: f32 = PAGE_HEIGHT - 74.0;
/// Height of the body.
pub(crate) const HEIGHT: f32 = BOTTOM - TOP;

/// One step of the type scale.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Style {
    /// The face of plain words.
    pub plain: Face,
    /// Size of the letters.
    pub size: f32,
    /// From one baseline to the next.
    pub leading: f32,
    /// Colour of the letters.
    pub colour: Colour,
}

impl Style {
    const fn new(plain: Face, size: f32, leading: f32, colour: Colour) -> Self {
        Self {
            plain,
            size,
            leading,
            colour,
        }
    }

    /// From the top of a line to its baseline, which is the same for every size that stands side by side.
    pub fn baseline(&self) -> f32 {
        self.leading * 0.75
    }

    /// Side of an outcome's mark in a line, and from the top of the line to it.
    ///
    /// Marks stand on the baseline; a little lower looks level with the capitals.
    pub fn mark(&self) -> (f32, f32) {
        let side = self.size * 0.88;
        (side, self.baseline() - side + self.size * 0.08)
    }

    /// Whether a line may end after a hyphen; a title is not divided there.
    pub fn breaks_at_hyphens(&self) -> bool {
        self.size < LARGE
    }
}

/// From this size on, letters are those of a title.
const LARGE: f32 = 12.0;

/// The document's title.
pub(crate) const TITLE: Style = Style::new(Face::Bold, 28.0, 34.0, BLUE);
/// Running text.
pub(crate) const BODY: Style = Style::new(Face::Regular, 10.0, 14.0, INK);
/// A box to tick, large enough for a pen.
pub(crate) const TICK: Style = Style::new(Face::Regular, 15.0, 14.0, INK);
/// A label beside its value.
pub(crate) const LABEL: Style = Style::new(Face::Bold, 9.0, 14.0, QUIET);
/// The caption of a table or chart.
pub(crate) const CAPTION: Style = Style::new(Face::Bold, 9.0, 13.0, BLUE);
/// A cell of a table.
pub(crate) const CELL: Style = Style::new(Face::Regular, 9.0, 12.0, INK);
/// The first cell of a row, which names it.
pub(crate) const ROW_HEAD: Style = Style::new(Face::Bold, 9.0, 12.0, INK);
/// What is written where a row goes on on the next page.
pub(crate) const CONTINUED: Style = Style::new(Face::Italic, 9.0, 12.0, QUIET);
/// A cell of a table's head.
pub(crate) const HEAD: Style = Style::new(Face::Bold, 8.5, 12.0, BLUE);
/// A label or a figure of a chart.
pub(crate) const CHART: Style = Style::new(Face::Regular, 9.0, 12.0, INK);
/// Head and foot of the page.
pub(crate) const RUNNING: Style = Style::new(Face::Italic, 8.0, 11.0, QUIET);
/// The protective marking in head and foot.
pub(crate) const MARKING: Style = Style::new(Face::Bold, 9.0, 12.0, INK);

/// A heading's letters and the space above and below it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Heading {
    /// Its letters.
    pub style: Style,
    /// Space above, unless it begins a page.
    pub above: f32,
    /// Space below.
    pub below: f32,
}

/// The heading of a section that is `depth` levels down, from 0.
pub(crate) const fn heading(depth: usize) -> Heading {
    let (size, leading, above, below) = match depth {
        0 => (18.0, 24.0, 30.0, 10.0),
        1 => (13.0, 18.0, 18.0, 5.0),
        2 => (11.0, 15.0, 16.0, 3.0),
        _ => (10.0, 14.0, 14.0, 2.0),
    };
    Heading {
        style: Style::new(Face::Bold, size, leading, BLUE),
        above,
        below,
    }
}
