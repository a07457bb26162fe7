//! Places to answer by hand: boxes to tick, and lines to write on.
//!
//! They are a list: a box is the label of its item, as text, so that it is read out and found. The
//! lines are decoration; what is to be written on them stands before them in words.

use super::Composer;
use super::columns::{Column, side_by_side, stacked};
use super::flow::{Owner, Slab, join_all};
use crate::report::model::{Blank, Text};
use crate::report::pdf::shape::Shape;
use crate::report::pdf::tree::{Node, Tag};
use crate::report::typography::style::{BODY, LEFT, MEASURE, QUIET, TICK, WIDTH};
use crate::report::typography::text::Setting;

/// The box.
const BOX: &str = "□";
/// From the left edge to the words beside a box.
const INDENT: f32 = 16.0;
/// From one line to the next, for handwriting.
const HAND: f32 = 22.0;
/// What must be left beside the words, to write on their line.
const ROOM: f32 = 130.0;
/// Space between the words and the line beside them.
const GAP: f32 = 6.0;
/// Places of at most this many lines are not divided.
const WHOLE: usize = 16;
/// Thickness of a line.
const PEN: f32 = 0.6;

impl Composer<'_> {
    /// Adds places to answer.
    pub(super) fn blanks(&mut self, blanks: &[Blank], parent: Node) {
        if blanks.is_empty() {
            return;
        }
        let list = self.tree.add(parent, Tag::List);
        let mut slabs: Vec<Slab> = Vec::new();
        for blank in blanks {
            let item = self.tree.add(list, Tag::Item);
            let mut rows = match blank {
                Blank::Box(text) => self.tick(text, item),
                Blank::Lines { label, count } => self.write(label, *count, item),
            };
            join_all(&mut rows);
            if let Some(first) = rows.first_mut()
                && !slabs.is_empty()
            {
                first.above = 4.0;
            }
            slabs.append(&mut rows);
        }
        if slabs.len() <= WHOLE {
            join_all(&mut slabs);
        }
        // What is to be answered stands before it.
        self.owed = self.owed.max(1);
        self.push(slabs, 4.0, 16.0);
    }

    fn tick(&mut self, text: &Text, item: Node) -> Vec<Slab> {
        let width = MEASURE - INDENT;
        let columns = [
            Column {
                lines: Setting::plain(self.fonts, BOX, TICK).lines(INDENT),
                x: LEFT,
                width: INDENT,
                flush_right: false,
                style: TICK,
                owner: self.tree.add(item, Tag::Label),
            },
            Column {
                lines: Setting::new(self.fonts, text, BODY).lines(width),
                x: LEFT + INDENT,
                width,
                flush_right: false,
                style: BODY,
                owner: self.tree.add_text(item, Tag::Body, text),
            },
        ];
        side_by_side(&columns, BODY.leading, 0.0, 0.0)
    }

    fn write(&mut self, label: &str, count: u8, item: Node) -> Vec<Slab> {
        let setting = Setting::plain(self.fonts, label, BODY);
        let body = self.tree.add(item, Tag::Body);
        let mut slabs = stacked(&setting, LEFT, MEASURE, body);
        let mut rules = usize::from(count);
        let end = setting.lines(MEASURE).last().map(|line| line.width);
        if let (Some(end), Some(last)) = (end, slabs.last_mut())
            && WIDTH - end - GAP >= ROOM
            && rules > 0
        {
            let room = HAND - BODY.leading;
            for item in &mut last.items {
                item.y += room;
            }
            last.height += room;
            rule(last, LEFT + end + GAP);
            rules -= 1;
        }
        slabs.extend((0..rules).map(|_| {
            let mut slab = Slab::blank(HAND);
            rule(&mut slab, LEFT);
            slab
        }));
        slabs
    }
}

/// Draws a line from `x` to the right edge, at the height of the baseline.
fn rule(slab: &mut Slab, x: f32) {
    let y = slab.height - BODY.leading + BODY.baseline() + 1.5;
    let line = Shape::rectangle(0.0, 0.0, LEFT + WIDTH - x, PEN, QUIET);
    slab.draw(x, y, Owner::Artifact, line);
}
