//! Tables: column widths, a head that repeats, rows that break only when they are long.

use super::Composer;
use super::blocks::{SHORT_ROW, keep_short};
use super::columns::{self, side_by_side, stacked};
use super::flow::{Backdrop, HeadId, Owner, Slab, join_all};
use crate::report::model::{Column, Table, Text};
use crate::report::pdf::shape::Shape;
use crate::report::pdf::tree::{Node, Tag, Tree};
use crate::report::typography::style::{
    BLUE, CAPTION, CELL, CONTINUED, HEAD, LEFT, LINE, ROW_HEAD, Style, TINT, WIDTH,
};
use crate::report::typography::text::Setting;

/// Space beside the words of a cell, where there is room for it.
const PADDING: f32 = 6.0;

/// How many words of a label are repeated: whole sentences in the margin of what is read out would
/// count as text that is left out.
const LABEL_WORDS: usize = 5;

/// Where a column stands.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Place {
    x: f32,
    width: f32,
    flush_right: bool,
}

/// A cell, measured, with its part.
type Cell = (Setting, Node);

impl Composer<'_> {
    /// Adds a table.
    pub(super) fn table(&mut self, table: &Table, parent: Node) {
        let count = table.rows.iter().map(Vec::len).max().unwrap_or(0);
        let count = count.max(table.columns.len());
        let caption = Setting::plain(self.fonts, &table.caption, CAPTION);
        if count == 0 {
            let part = self.tree.add(parent, Tag::Paragraph);
            let slabs = stacked(&caption, LEFT, WIDTH, part);
            self.push(slabs, 16.0, 5.0);
            return;
        }
        let part = self.tree.add(parent, Tag::Table);
        // A heading right above may say what the table shows: it then stands near, without a caption.
        let (captions, above) = if caption.is_empty() {
            (vec![], 8.0)
        } else {
            let caption_part = self.tree.add(part, Tag::Caption);
            (stacked(&caption, LEFT, WIDTH, caption_part), 16.0)
        };
        // A head needs rows that it is the head of.
        let head_part = if table.rows.is_empty() {
            part
        } else {
            self.tree.add(part, Tag::Head)
        };
        let head = self.head_cells(&table.columns, count, head_part);
        let rows = self.row_cells(&table.rows, count, part);
        let places = places(&table.columns, count, &head, &rows);

        let mut slabs = captions;
        if let Some(last) = slabs.last_mut() {
            last.height += 4.0;
        }
        let mut head = self.head(&head, &places);
        let repeat = self.keep_head(&head);
        slabs.append(&mut head);
        let opening = slabs.len();
        // Each row is let go of once it is set: a register may have thousands.
        for (cells, texts) in rows.into_iter().zip(&table.rows) {
            let mut row = body_row(&cells, &places);
            let label = match texts.first() {
                Some(label) if row.len() > SHORT_ROW => self.keep_label(label),
                _ => None,
            };
            for (index, slab) in row.iter_mut().enumerate() {
                slab.head = repeat;
                slab.goes_on = if index > 0 { label } else { None };
            }
            slabs.append(&mut row);
        }
        // The caption and the head stay with the first row.
        let end = slabs.len().min(opening + 1);
        join_all(&mut slabs[..end]);
        self.push(slabs, above, 16.0);
    }

    /// Keeps what is written where a row goes on on the next page: its label, as far as it is short.
    fn keep_label(&mut self, label: &Text) -> Option<HeadId> {
        let label = label.words();
        let all: Vec<&str> = label.split_whitespace().collect();
        let words = match all.get(..LABEL_WORDS) {
            Some(first) if all.len() > LABEL_WORDS => format!("{}… (continued)", first.join(" ")),
            _ => format!("{} (continued)", all.join(" ")),
        };
        let width = WIDTH - 2.0 * PADDING;
        let set = |words: &str| Setting::plain(self.fonts, words, CONTINUED).lines(width);
        let mut lines = set(words.trim_start());
        if lines.len() > 1 {
            lines = set("(continued)");
        }
        let column = columns::Column {
            lines,
            x: LEFT + PADDING,
            width,
            flush_right: false,
            style: CONTINUED,
            owner: Tree::ROOT,
        };
        self.keep_head(&side_by_side(&[column], CONTINUED.leading, 4.0, 1.0))
    }

    fn head_cells(&mut self, columns: &[Column], count: usize, head: Node) -> Vec<Cell> {
        let row = self.tree.add(head, Tag::Row);
        let title = |index: usize| columns.get(index).map_or("", |column| &column.title);
        (0..count)
            .map(|index| {
                let setting = Setting::plain(self.fonts, title(index), HEAD);
                (setting, self.tree.add(row, Tag::ColumnHeader))
            })
            .collect()
    }

    fn row_cells(&mut self, rows: &[Vec<Text>], columns: usize, table: Node) -> Vec<Vec<Cell>> {
        if rows.is_empty() {
            return Vec::new();
        }
        let body = self.tree.add(table, Tag::Rows);
        // Where heads would outnumber what they are the heads of, those of the columns are enough.
        let others = columns.saturating_sub(2);
        let first = if rows.len() * others >= columns {
            Tag::RowHeader
        } else {
            Tag::Cell
        };
        let rows = rows.iter();
        rows.map(|row| self.cells(row, &first, body)).collect()
    }

    fn cells(&mut self, row: &[Text], first: &Tag, body: Node) -> Vec<Cell> {
        let part = self.tree.add(body, Tag::Row);
        let cell = |(index, text): (usize, &Text)| {
            let (style, tag) = match index {
                0 => (ROW_HEAD, first.clone()),
                _ => (CELL, Tag::Cell),
            };
            let setting = Setting::new(self.fonts, text, style);
            (setting, self.tree.add_text(part, tag, text))
        };
        row.iter().enumerate().map(cell).collect()
    }

    fn head(&mut self, cells: &[Cell], places: &[Place]) -> Vec<Slab> {
        let columns = set(cells, places, |_| HEAD);
        let mut slabs = side_by_side(&columns, HEAD.leading, 5.0, 5.0);
        let backdrop = Backdrop {
            number: self.next_backdrop(),
            x: LEFT,
            width: WIDTH,
            fill: TINT,
            bar: None,
        };
        for slab in &mut slabs {
            slab.backdrop = Some(backdrop);
        }
        if let Some(last) = slabs.last_mut() {
            let rule = Shape::rectangle(0.0, 0.0, WIDTH, 1.0, BLUE);
            last.draw(LEFT, last.height - 1.0, Owner::Artifact, rule);
        }
        join_all(&mut slabs);
        slabs
    }
}

fn body_row(cells: &[Cell], places: &[Place]) -> Vec<Slab> {
    let style = |index| if index == 0 { ROW_HEAD } else { CELL };
    let columns = set(cells, places, style);
    let mut slabs = side_by_side(&columns, CELL.leading, 3.0, 3.5);
    if let Some(last) = slabs.last_mut() {
        let line = Shape::rectangle(0.0, 0.0, WIDTH, 0.5, LINE);
        last.draw(LEFT, last.height - 0.5, Owner::Artifact, line);
    }
    keep_short(&mut slabs);
    slabs
}

fn set(cells: &[Cell], places: &[Place], style: fn(usize) -> Style) -> Vec<columns::Column> {
    let column = |(index, ((setting, owner), place)): (usize, (&Cell, &Place))| columns::Column {
        lines: setting.lines(place.width),
        x: place.x,
        width: place.width,
        flush_right: place.flush_right,
        style: style(index),
        owner: *owner,
    };
    cells.iter().zip(places).enumerate().map(column).collect()
}

fn places(columns: &[Column], count: usize, head: &[Cell], rows: &[Vec<Cell>]) -> Vec<Place> {
    // Many columns make the space between them small before they make the letters collide.
    let padding = PADDING.min(WIDTH / count as f32 / 6.0);
    let share = |index: usize| columns.get(index).map_or(1, |c| c.share.max(1));
    let shares: Vec<f32> = (0..count).map(|i| f32::from(share(i))).collect();
    let mut words = vec![0.0_f32; count];
    for row in std::iter::once(head).chain(rows.iter().map(Vec::as_slice)) {
        for ((setting, _), longest) in row.iter().zip(&mut words) {
            *longest = longest.max(setting.extents().0);
        }
    }
    let least: Vec<f32> = words
        .iter()
        .map(|word| word + 2.0 * padding + 0.5)
        .collect();
    let mut x = LEFT;
    let place = |(index, width): (usize, f32)| {
        let place = Place {
            x: x + padding,
            width: width - 2.0 * padding,
            flush_right: columns.get(index).is_some_and(|column| column.numeric),
        };
        x += width;
        place
    };
    let widths = widths(&shares, &least);
    widths.into_iter().enumerate().map(place).collect()
}

/// Divides the width by shares, but gives a column room for its longest word at the cost of those with more.
fn widths(shares: &[f32], least: &[f32]) -> Vec<f32> {
    let all: f32 = shares.iter().sum();
    let wished: Vec<f32> = shares.iter().map(|share| share / all * WIDTH).collect();
    // One very long word does not squeeze the others; and so that all floors fit, none is above an equal part.
    let most = (WIDTH * 0.24).min(WIDTH / shares.len() as f32);
    let floors: Vec<f32> = least.iter().map(|least| least.min(most)).collect();
    let lack = |(wish, floor): (&f32, &f32)| (floor - wish).max(0.0);
    let spare = |(wish, floor): (&f32, &f32)| (wish - floor).max(0.0);
    let pairs = || wished.iter().zip(&floors);
    let lacking: f32 = pairs().map(lack).sum();
    let spared: f32 = pairs().map(spare).sum();
    if lacking == 0.0 || spared == 0.0 {
        return wished;
    }
    let give = lacking / spared;
    pairs()
        .map(|pair| pair.0 + lack(pair) - spare(pair) * give)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn widths_fill_the_measure_whatever_the_shares() {
        for shares in [vec![1.0, 1.0, 8.0], vec![5.0], vec![1.0; 30]] {
            let least = vec![60.0; shares.len()];
            let sum: f32 = widths(&shares, &least).iter().sum();
            assert!((sum - WIDTH).abs() < 0.1);
        }
    }

    #[test]
    fn no_column_is_starved_when_all_have_long_words() {
        let widths = widths(&[1.0, 8.0, 8.0, 8.0, 8.0, 8.0], &[200.0; 6]);
        assert!(widths.iter().all(|&width| width > 60.0));
    }

    #[test]
    fn a_narrow_column_gets_room_for_its_longest_word() {
        let widths = widths(&[1.0, 9.0], &[80.0, 40.0]);
        assert!(widths[0] >= 80.0);
    }
}
