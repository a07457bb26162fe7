//! One divided column a step of time, with its figures in it and its label below.

use super::{Page, Row, widened};
use crate::report::drawing::Band;
use crate::report::drawing::shape::Shape;
use crate::report::palette::{LINE, QUIET};
use crate::report::typography::font::Face;
use crate::report::typography::style::{CHART, Style};
use crate::report::typography::text::Setting;

/// Labels and figures.
const WORDS: Style = Style {
    size: 8.0,
    leading: 10.0,
    ..CHART
};
/// Height of the highest column, unless more parts than that are on each other.
const HIGHEST: f32 = 108.0;
/// Height of one of a thing at most, so that a chart of a few is small.
const UNIT: f32 = 16.0;
/// Height that a part needs to hold its figure.
const PART: f32 = 11.0;
/// Between two columns or two labels, at least.
const GAP: f32 = 1.5;
/// From one column to the next at most, so that a few of them still are columns.
const WIDEST: f32 = 40.0;
/// Width of a column at most.
const BAR: f32 = 24.0;
/// Between the axis and the labels.
const BELOW: f32 = 3.0;
/// Between two parts, so that paper is seen.
const HAIR: f32 = 0.8;

/// What stands below a column.
struct Label<'a> {
    /// Words, or a month without its year.
    words: &'a str,
    /// The year of a month.
    year: Option<&'a str>,
    /// Its place among the steps of the same year, or of none, and how many they are.
    place: (usize, usize),
}

/// Where a column stands.
struct Slot {
    x: f32,
    width: f32,
    /// From the top down to the axis.
    ground: f32,
}

impl Page<'_> {
    /// Adds columns and tells that it did: where their labels or figures do not fit, it adds nothing.
    pub(super) fn columns(&mut self, rows: &[Row]) -> bool {
        if !rows.iter().all(|row| row.distinct) {
            return false;
        }
        let labels = labels(rows);
        let needs = self.needs(rows, &labels);
        let Some(slots) = shared(&needs, self.width) else {
            return false;
        };
        let narrowest = slots.iter().copied().fold(f32::MAX, f32::min);
        let bar = (narrowest - GAP - 1.0).min(BAR);
        let heights = heights(rows);
        let plot = heights
            .iter()
            .map(|parts| parts.iter().sum())
            .fold(0.0, f32::max);
        let ground = plot + 4.0;
        let mut band = Band {
            together: true,
            ..Band::blank(0.0)
        };
        let mut x = 0.0;
        let mut deepest = 2;
        for (((row, label), heights), width) in rows.iter().zip(&labels).zip(&heights).zip(slots) {
            let slot = Slot { x, width, ground };
            deepest = deepest.max(self.label(&mut band, label, &slot));
            self.column(&mut band, row, heights, bar, &slot);
            x += width;
        }
        let axis = Shape::line(&[(0.0, 0.0), (x, 0.0)], QUIET, 0.8);
        band.shape(0.0, ground, axis);
        band.height = ground + BELOW + deepest as f32 * WORDS.leading + 2.0;
        self.bands.push(band);
        true
    }

    /// Adds a label below the ground and tells how many lines it takes.
    fn label(&mut self, band: &mut Band, label: &Label, slot: &Slot) -> usize {
        let group = self.group();
        let top = slot.ground + BELOW;
        let lines = self.lines(label.words, WORDS, slot.width - GAP);
        for (index, line) in lines.iter().enumerate() {
            let left = slot.x + (slot.width - line.width) / 2.0;
            let top = top + index as f32 * WORDS.leading;
            band.line(line, left, top, &WORDS, group);
        }
        if label.place.0 > 0 {
            return lines.len();
        }
        if slot.x > 0.0 {
            // Where a year begins or ends.
            let tick = [(0.0, 0.0), (0.0, BELOW + 2.0 * WORDS.leading)];
            band.shape(slot.x, slot.ground, Shape::line(&tick, LINE, 0.5));
        }
        // The year stands once, below its first month.
        let style = Style {
            colour: QUIET,
            ..WORDS
        };
        for line in label
            .year
            .iter()
            .flat_map(|year| self.lines(year, style, f32::MAX))
        {
            band.line(&line, slot.x + GAP, top + WORDS.leading, &style, group);
        }
        lines.len()
    }

    /// Stacks the parts of a row on the ground, in a column of this width.
    fn column(&mut self, band: &mut Band, row: &Row, heights: &[f32], width: f32, slot: &Slot) {
        if row.parts.is_empty() {
            return;
        }
        let values = self.group();
        let x = slot.x + (slot.width - width) / 2.0;
        let mut ground = slot.ground;
        for (part, height) in row.parts.iter().zip(heights) {
            let top = ground - height;
            for shape in part.look.patch(width, height - HAIR) {
                band.shape(x, top, shape);
            }
            let style = Style {
                plain: Face::Bold,
                colour: part.look.ink,
                ..WORDS
            };
            let line_top = top + (height - HAIR - style.leading) / 2.0 - 0.2;
            for line in self.lines(&part.count.to_string(), style, f32::MAX) {
                let indent = (width - line.width) / 2.0;
                if part.look.is_hatched() {
                    // Figures are not read through a hatch.
                    let (left, wide) = ((indent - 1.0).max(0.6), line.width + 2.0);
                    let wide = wide.min(width - 1.2);
                    let high = (height - HAIR - 1.2).min(style.leading);
                    let plate = Shape::rectangle(left, 0.0, wide, high, part.look.fill);
                    band.shape(x, top + (height - HAIR - high) / 2.0, plate);
                }
                band.line(&line, x + indent, line_top, &style, values);
            }
            ground = top;
        }
    }

    /// The width that each step needs for its label and for the widest figure of all.
    fn needs(&self, rows: &[Row], labels: &[Label]) -> Vec<f32> {
        let figure = |count: u32| self.fonts.width(Face::Bold, WORDS.size, &count.to_string());
        let parts = rows.iter().flat_map(|row| &row.parts);
        let figures = parts.map(|part| figure(part.count)).fold(0.0, f32::max) + 2.0 * GAP + 2.0;
        let need = |label: &Label| {
            let year = label.year.map_or(0.0, |year| {
                let width = self.fonts.width(Face::Regular, WORDS.size, year);
                (width + 2.0 * GAP) / label.place.1 as f32
            });
            let word = Setting::plain(self.fonts, label.words, WORDS).extents().0;
            figures.max(word + GAP + 0.1).max(year)
        };
        labels.iter().map(need).collect()
    }
}

/// The labels of the rows.
fn labels(rows: &[Row]) -> Vec<Label<'_>> {
    let parted: Vec<_> = rows.iter().map(|row| parted(&row.label)).collect();
    let mut labels = Vec::new();
    for steps in parted.chunk_by(|(_, a), (_, b)| a == b) {
        for (index, &(words, year)) in steps.iter().enumerate() {
            labels.push(Label {
                words,
                year,
                place: (index, steps.len()),
            });
        }
    }
    labels
}

/// A label such as "Jan 2027" as its month and its year; another has no year.
fn parted(label: &str) -> (&str, Option<&str>) {
    let is_year = |tail: &str| tail.len() == 4 && tail.bytes().all(|byte| byte.is_ascii_digit());
    match label.rsplit_once(' ') {
        Some((words, tail)) if is_year(tail) && !words.contains(' ') => (words, Some(tail)),
        _ => (label, None),
    }
}

/// Shares a width among steps, as evenly as their needs allow; `None` if it is too small.
fn shared(needs: &[f32], width: f32) -> Option<Vec<f32>> {
    if needs.iter().sum::<f32>() > width {
        return None;
    }
    let at = |level: f32| needs.iter().map(move |need| need.max(level));
    let (mut low, mut high) = (0.0, WIDEST);
    // Halved until it is finer than a hundredth of a point.
    for _ in 0..16 {
        let middle = (low + high) / 2.0;
        if at(middle).sum::<f32>() > width {
            high = middle;
        } else {
            low = middle;
        }
    }
    Some(at(low).collect())
}

/// The heights of the parts of each row.
fn heights(rows: &[Row]) -> Vec<Vec<f32>> {
    let most = rows.iter().map(Row::total).max().unwrap_or(0).max(1);
    let parts = rows.iter().map(|row| row.parts.len()).max().unwrap_or(0);
    let unit = (HIGHEST / most as f32).min(UNIT);
    let highest = HIGHEST.max(parts as f32 * PART);
    let heights = |row: &Row| {
        let counts = row.parts.iter().map(|part| part.count as f32 * unit);
        let (lengths, needs): (Vec<f32>, Vec<f32>) = counts.map(|length| (length, PART)).unzip();
        widened(&lengths, &needs, highest).unwrap_or(lengths)
    };
    rows.iter().map(heights).collect()
}
