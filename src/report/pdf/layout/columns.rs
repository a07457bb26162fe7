//! Lines side by side: the way that rows, labelled values and list items become slabs.
//!
//! All columns of a strip share one leading, so line `n` of each stands in slab `n`,
//! and a row can break over pages after any line.

use super::flow::{Owner, Slab};
use crate::report::pdf::tree::Node;
use crate::report::typography::style::Style;
use crate::report::typography::text::{Line, Setting};

/// Lines of one column.
pub(super) struct Column {
    /// What stands in it.
    pub lines: Vec<Line>,
    /// Left edge.
    pub x: f32,
    /// Width, for lines that are set flush right.
    pub width: f32,
    /// Whether they are.
    pub flush_right: bool,
    /// Letters.
    pub style: Style,
    /// The part that the lines belong to.
    pub owner: Node,
}

/// Sets columns side by side, with space above the first line and below the last.
pub(super) fn side_by_side(columns: &[Column], leading: f32, above: f32, below: f32) -> Vec<Slab> {
    let lines = columns.iter().map(|column| column.lines.len()).max();
    let count = lines.unwrap_or(0).max(1);
    let mut slabs: Vec<Slab> = (0..count).map(|_| Slab::blank(leading)).collect();
    if let Some(first) = slabs.first_mut() {
        first.height += above;
    }
    for column in columns {
        for (index, (line, slab)) in column.lines.iter().zip(&mut slabs).enumerate() {
            let indent = if column.flush_right {
                column.width - line.width
            } else {
                0.0
            };
            let top = if index == 0 { above } else { 0.0 };
            let owner = Owner::Part(column.owner);
            slab.put_line(line, column.x + indent, top, &column.style, owner);
        }
    }
    if let Some(last) = slabs.last_mut() {
        last.height += below;
    }
    slabs
}

/// Sets text in one column; nothing for no text.
pub(super) fn stacked(setting: &Setting, x: f32, width: f32, owner: Node) -> Vec<Slab> {
    let style = setting.style();
    let place = |line: &Line| {
        let mut slab = Slab::blank(style.leading);
        slab.put_line(line, x, 0.0, &style, Owner::Part(owner));
        slab
    };
    setting.lines(width).iter().map(place).collect()
}
