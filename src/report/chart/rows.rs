//! One divided bar a row, each part with its figure, and a label at the left.

use super::{Page, Part, Row, widened};
use crate::report::drawing::shape::{Shape, mark_in};
use crate::report::drawing::{Band, Group};
use crate::report::model::{Span, Text};
use crate::report::typography::font::Face;
use crate::report::typography::style::{CHART, Style};
use crate::report::typography::text::{Line, Setting};

/// Height of a bar.
const BAR: f32 = 14.0;
/// Above and below a row.
const SPACE: f32 = 5.0;
/// From the top of a row to its bar.
const BAR_TOP: f32 = 4.0;
/// Side of a mark in a bar, and the gap behind it.
const MARK: f32 = 8.0;
const BESIDE: f32 = 3.0;
/// From the edges of a part to what stands in it.
const INSET: f32 = 4.0;
/// Between two parts, so that paper is seen.
const HAIR: f32 = 1.0;

/// Where the bars stand, and how long one of a thing is.
struct Scale {
    x: f32,
    width: f32,
    unit: f32,
}

impl Page<'_> {
    /// Adds rows; the first stays with what stands above it, the others can begin a page.
    pub(super) fn rows(&mut self, rows: &[Row]) {
        let scale = self.scale(rows);
        for (index, row) in rows.iter().enumerate() {
            self.row(row, &scale, index == 0);
        }
    }

    fn scale(&self, rows: &[Row]) -> Scale {
        let label = |row: &Row| Setting::plain(self.fonts, &row.label, CHART).extents().1;
        let widest = rows.iter().map(label).fold(60.0, f32::max);
        let x = widest.min(self.width * 0.32) + 10.0;
        let width = self.width - x;
        let most = rows.iter().map(Row::total).max().unwrap_or(0).max(1);
        Scale {
            x,
            width,
            unit: width / most as f32,
        }
    }

    fn row(&mut self, row: &Row, scale: &Scale, first: bool) {
        let (labels, values) = (self.group(), self.group());
        let label = self.lines(&row.label, CHART, scale.x - 10.0);
        let widths: Vec<f32> = row
            .parts
            .iter()
            .map(|part| part.count as f32 * scale.unit)
            .collect();
        let labelled = if row.distinct {
            let needs: Vec<f32> = row.parts.iter().map(|part| self.need(part)).collect();
            widened(&widths, &needs, scale.width)
        } else {
            None
        };
        let mut beside = Vec::new();
        if labelled.is_none() {
            // The figures do not fit into the bar: they stand below it, in words.
            beside.push(Line::default());
            beside.extend(Setting::new(self.fonts, &in_words(row), CHART).lines(scale.width));
        }
        let count = label.len().max(beside.len()).max(1);
        let mut bands: Vec<Band> = (0..count).map(|_| Band::blank(CHART.leading)).collect();
        for (index, band) in bands.iter_mut().enumerate() {
            band.together = first || index > 0;
            let top = if index == 0 { SPACE } else { 0.0 };
            band.height += top;
            if let Some(line) = label.get(index) {
                band.line(line, 0.0, top, &CHART, labels);
            }
            if let Some(line) = beside.get(index) {
                band.line(line, scale.x, top, &CHART, values);
            }
        }
        if let Some(first) = bands.first_mut() {
            let mut x = scale.x;
            for (part, width) in row.parts.iter().zip(labelled.as_ref().unwrap_or(&widths)) {
                for shape in part.look.patch((width - HAIR).max(0.3), BAR) {
                    first.shape(x, BAR_TOP, shape);
                }
                if labelled.is_some() {
                    self.figure(first, x, part, values);
                }
                x += width;
            }
        }
        if let Some(last) = bands.last_mut() {
            last.height += SPACE;
        }
        self.bands.append(&mut bands);
    }

    /// The width that a part needs to hold its figure.
    fn need(&self, part: &Part) -> f32 {
        let figure = self
            .fonts
            .width(Face::Bold, CHART.size, &part.count.to_string());
        figure + mark_width(part) + 2.0 * INSET
    }

    fn figure(&self, band: &mut Band, x: f32, part: &Part, values: Group) {
        let style = Style {
            plain: Face::Bold,
            colour: part.look.ink,
            ..CHART
        };
        if part.look.is_hatched() {
            // Figures are not read through a hatch.
            let wide = self.need(part) - HAIR - 1.2;
            let plate = Shape::rectangle(0.6, 0.6, wide, BAR - 1.2, part.look.fill);
            band.shape(x, BAR_TOP, plate);
        }
        if let Some(outcome) = part.mark {
            let top = BAR_TOP + (BAR - MARK) / 2.0;
            for shape in mark_in(outcome, MARK, part.look.ink, part.look.fill) {
                band.shape(x + INSET, top, shape);
            }
        }
        let top = BAR_TOP + (BAR - style.leading) / 2.0;
        for line in self.lines(&part.count.to_string(), style, f32::MAX) {
            band.line(&line, x + INSET + mark_width(part), top, &style, values);
        }
    }
}

fn mark_width(part: &Part) -> f32 {
    if part.mark.is_some() {
        MARK + BESIDE
    } else {
        0.0
    }
}

fn in_words(row: &Row) -> Text {
    let mut spans = Vec::new();
    for (index, part) in row.parts.iter().enumerate() {
        let comma = if index == 0 { "" } else { ", " };
        spans.push(Span::Plain(format!("{comma}{} ", part.count)));
        spans.push(part.name.clone());
    }
    spans.push(Span::Plain(" ".to_owned()));
    Text(spans)
}
