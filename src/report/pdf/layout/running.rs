//! Head and foot of each page: protective marking, foot text, page number, DRAFT.
//!
//! They grow with their text, and the body makes room: a long name is not cut.

use std::ops::Range;

use super::flow::{Item, Owner, Slab};
use crate::report::model;
use crate::report::pdf::shape::Shape;
use crate::report::pdf::watermark::watermark;
use crate::report::typography::font::{Face, Fonts};
use crate::report::typography::style::{
    BLUE, BOTTOM, LEFT, LINE, MARKING, PAGE_HEIGHT, PAGE_WIDTH, RUNNING, Style, TOP, WIDTH,
};
use crate::report::typography::text::{Line, Setting};

/// Top of the first line of the head, and distance of the last line of the foot from the edge.
const EDGE: f32 = 28.0;
/// Room for the page number, and for DRAFT.
const SIDE: f32 = 84.0;
/// Width of the band at the edge of the front sheet.
const BAND: f32 = 16.0;

/// What the margin of every page has in common.
pub(super) struct Running<'a> {
    fonts: &'a Fonts,
    marking: Vec<Line>,
    foot: Vec<Line>,
    draft: Vec<Item>,
}

impl<'a> Running<'a> {
    /// Measures it.
    pub(super) fn new(fonts: &'a Fonts, running: &model::Running) -> Self {
        let marking = Setting::plain(fonts, &running.marking, MARKING);
        let foot = Setting::plain(fonts, &running.foot, RUNNING);
        let draft = if running.draft {
            draft(fonts)
        } else {
            Vec::new()
        };
        Self {
            fonts,
            marking: marking.lines(WIDTH - 2.0 * SIDE),
            foot: foot.lines(WIDTH - SIDE),
            draft,
        }
    }

    /// Where the body stands.
    pub(super) fn body(&self) -> Range<f32> {
        let marking = height(&self.marking, &MARKING);
        TOP.max(EDGE + marking + 24.0)..BOTTOM.min(self.foot_top() - 16.0)
    }

    fn foot_top(&self) -> f32 {
        let foot = height(&self.foot, &RUNNING).max(RUNNING.leading);
        PAGE_HEIGHT - EDGE - height(&self.marking, &MARKING) - 5.0 - foot
    }

    /// What is drawn on page `number` of `count`.
    pub(super) fn items(&self, number: usize, count: usize) -> Vec<Item> {
        let mut items = self.draft.clone();
        let mut slab = Slab::blank(0.0);
        if number == 1 {
            let band = Shape::rectangle(0.0, 0.0, BAND, PAGE_HEIGHT, BLUE);
            slab.draw(0.0, 0.0, Owner::Artifact, band);
        }
        centred(&mut slab, &self.marking, EDGE);
        let top = self.foot_top();
        let rule = Shape::rectangle(0.0, 0.0, WIDTH, 0.5, LINE);
        slab.draw(LEFT, top - 5.0, Owner::Artifact, rule);
        for (index, line) in self.foot.iter().enumerate() {
            let y = top + index as f32 * RUNNING.leading;
            slab.put_line(line, LEFT, y, &RUNNING, Owner::Artifact);
        }
        let page = format!("Page {number} of {count}");
        flush_right(self.fonts, &mut slab, &page, top, &RUNNING);
        let marking = PAGE_HEIGHT - EDGE - height(&self.marking, &MARKING);
        centred(&mut slab, &self.marking, marking);
        items.append(&mut slab.items);
        items
    }
}

fn height(lines: &[Line], style: &Style) -> f32 {
    lines.len() as f32 * style.leading
}

fn centred(slab: &mut Slab, lines: &[Line], top: f32) {
    for (index, line) in lines.iter().enumerate() {
        let x = (PAGE_WIDTH - line.width) / 2.0;
        let y = top + index as f32 * MARKING.leading;
        slab.put_line(line, x, y, &MARKING, Owner::Artifact);
    }
}

fn flush_right(fonts: &Fonts, slab: &mut Slab, words: &str, top: f32, style: &Style) {
    for line in Setting::plain(fonts, words, *style).lines(SIDE) {
        let x = LEFT + WIDTH - line.width;
        slab.put_line(&line, x, top, style, Owner::Artifact);
    }
}

/// The word in the head, to be read, and in the background, to be seen.
fn draft(fonts: &Fonts) -> Vec<Item> {
    let mut slab = Slab::blank(0.0);
    let word = watermark(fonts.face(Face::Bold), "DRAFT");
    slab.draw(0.0, 0.0, Owner::Artifact, word);
    flush_right(fonts, &mut slab, "DRAFT", EDGE, &MARKING);
    slab.items
}
