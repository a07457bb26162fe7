//! A chart: one divided bar a row, each part with its mark and its figure, and a legend.
//!
//! Parts differ in lightness and in pattern, and carry the outcome's mark, so that
//! neither colour nor the legend is needed to tell them apart.

use super::Composer;
use super::columns::{self, side_by_side, stacked};
use super::flow::{Owner, Slab, join_all};
use crate::assessment::Outcome;
use crate::report::model::{Bar, Chart, Figures, Span, Text};
use crate::report::pdf::font::{Face, Fonts};
use crate::report::pdf::shape::{Shape, mark_in};
use crate::report::pdf::style::{
    ACCENT, ALERT, BODY, CAPTION, CHART, Colour, HEIGHT, INK, LEFT, QUIET, WHITE, WIDTH,
};
use crate::report::pdf::text::{Line, Setting};
use crate::report::pdf::tree::{Node, Tag};

/// Height of a bar.
const BAR: f32 = 14.0;
/// From the top of a row to its bar.
const BAR_TOP: f32 = 4.0;
/// Side of a mark in a bar.
const MARK: f32 = 8.0;
/// Width of a sample in the legend.
const SAMPLE: f32 = 16.0;

impl Composer<'_> {
    /// Adds a chart.
    pub fn chart(&mut self, chart: &Chart, parent: Node) {
        let caption = Setting::plain(self.fonts, &chart.caption, CAPTION);
        let bars = match &chart.figures {
            Figures::Outcomes(bars) if !bars.is_empty() => bars,
            _ => {
                self.chart_in_words(&caption, &chart.alternative, parent);
                return;
            }
        };
        let figure = self.tree.add(
            parent,
            Tag::Figure {
                alternative: chart.alternative.clone(),
            },
        );
        let caption_part = self.tree.add(figure, Tag::Caption);
        let mut slabs = stacked(&caption, LEFT, WIDTH, caption_part);
        if let Some(last) = slabs.last_mut() {
            last.height += 4.0;
        }
        // Above the bars, so that the legend of a long chart is not left behind on a page of its own.
        slabs.append(&mut self.legend(bars, figure));
        let opening = slabs.len();
        let scale = Scale::of(self.fonts, bars);
        for bar in bars {
            slabs.append(&mut self.bar(bar, &scale, figure));
        }
        let opening = slabs.len().min(opening + 1);
        let height: f32 = slabs.iter().map(|slab| slab.height).sum();
        if height <= HEIGHT / 2.0 {
            join_all(&mut slabs);
        } else {
            join_all(&mut slabs[..opening]);
        }
        self.push(slabs, 16.0, 14.0);
    }

    fn chart_in_words(&mut self, caption: &Setting, alternative: &str, parent: Node) {
        let part = self.tree.add(parent, Tag::Paragraph);
        let slabs = stacked(caption, LEFT, WIDTH, part);
        self.push(slabs, 16.0, 2.0);
        let words = Setting::plain(self.fonts, alternative, BODY);
        let part = self.tree.add(parent, Tag::Paragraph);
        let slabs = stacked(&words, LEFT, WIDTH, part);
        self.push(slabs, 2.0, 14.0);
    }

    fn bar(&mut self, bar: &Bar, scale: &Scale, figure: Node) -> Vec<Slab> {
        let segments = scale.segments(self.fonts, bar);
        let label = Setting::plain(self.fonts, &read_apart(&bar.label), CHART);
        let label_part = self.tree.add(figure, Tag::Words);
        let values_part = self.tree.add(figure, Tag::Words);
        let mut beside = Vec::new();
        if segments.iter().any(|segment| !segment.labelled) {
            // The figures do not fit into the bar: they stand below it, in words.
            beside.push(Line::default());
            let words = Setting::new(self.fonts, &in_words(bar), CHART);
            beside.extend(words.lines(scale.width));
        }
        let column = |lines, x, width, owner| columns::Column {
            lines,
            x,
            width,
            flush_right: false,
            style: CHART,
            owner,
        };
        let label_width = scale.x - LEFT - 10.0;
        let columns = [
            column(label.lines(label_width), LEFT, label_width, label_part),
            column(beside, scale.x, scale.width, values_part),
        ];
        let mut slabs = side_by_side(&columns, CHART.leading, 5.0, 5.0);
        if let Some(first) = slabs.first_mut() {
            let mut x = scale.x;
            for segment in segments {
                self.segment(first, x, &segment, figure, values_part);
                x += segment.width;
            }
        }
        join_all(&mut slabs);
        slabs
    }

    fn segment(&self, slab: &mut Slab, x: f32, segment: &Segment, figure: Node, values: Node) {
        let owner = Owner::Part(figure);
        let look = look(segment.outcome);
        for shape in look.patch(segment.width, BAR) {
            slab.draw(x, BAR_TOP, owner, shape);
        }
        if !segment.labelled {
            return;
        }
        let style = crate::report::pdf::style::Style {
            plain: Face::Bold,
            colour: look.ink,
            ..CHART
        };
        let count = read_apart(&segment.count.to_string());
        let lines = Setting::plain(self.fonts, &count, style).lines(f32::MAX);
        let wide = lines.first().map_or(0.0, |line| line.width);
        if look.hatch.is_some() {
            // Figures are not read through a hatch.
            let plate = Shape::rectangle(0.6, 0.6, MARK + wide + 9.0, BAR - 1.2, look.fill);
            slab.draw(x, BAR_TOP, owner, plate);
        }
        let top = BAR_TOP + (BAR - MARK) / 2.0;
        for shape in mark_in(segment.outcome, MARK, look.ink, look.fill) {
            slab.draw(x + 4.0, top, owner, shape);
        }
        let top = BAR_TOP + (BAR - style.leading) / 2.0;
        for line in &lines {
            slab.put_line(line, x + 4.0 + MARK + 3.0, top, &style, Owner::Part(values));
        }
    }

    fn legend(&mut self, bars: &[Bar], figure: Node) -> Vec<Slab> {
        let used = |outcome: &Outcome| {
            let mut parts = bars.iter().flat_map(|bar| &bar.parts);
            parts.any(|(part, _)| part == outcome)
        };
        let owner = Owner::Part(figure);
        let words = Owner::Part(self.tree.add(figure, Tag::Words));
        let mut slabs: Vec<Slab> = Vec::new();
        let mut x = LEFT + WIDTH;
        for outcome in Outcome::ALL.into_iter().filter(used) {
            let text = Text(vec![Span::Outcome(outcome), Span::Plain(" ".to_owned())]);
            let setting = Setting::new(self.fonts, &text, CHART);
            let wide = setting.extents().1 + SAMPLE + 5.0;
            if x + wide > LEFT + WIDTH {
                slabs.push(Slab::blank(15.0));
                x = LEFT;
            }
            if let Some(slab) = slabs.last_mut() {
                for shape in look(outcome).patch(SAMPLE, 9.0) {
                    slab.draw(x, 1.8, owner, shape);
                }
                for line in setting.lines(f32::MAX) {
                    slab.put_line(&line, x + SAMPLE + 5.0, 0.0, &CHART, words);
                }
            }
            x += wide + 14.0;
        }
        if let Some(last) = slabs.last_mut() {
            last.height += 2.0;
        }
        slabs
    }
}

/// Where the bars stand, and how long one of a thing is.
struct Scale {
    x: f32,
    width: f32,
    unit: f32,
}

/// One part of a bar.
struct Segment {
    outcome: Outcome,
    count: u32,
    width: f32,
    labelled: bool,
}

impl Scale {
    fn of(fonts: &Fonts, bars: &[Bar]) -> Self {
        let label = |bar: &Bar| Setting::plain(fonts, &bar.label, CHART).extents().1;
        let widest = bars.iter().map(label).fold(60.0, f32::max);
        let x = LEFT + widest.min(WIDTH * 0.32) + 10.0;
        let width = LEFT + WIDTH - x;
        let most = bars.iter().map(total).max().unwrap_or(0).max(1);
        Self {
            x,
            width,
            unit: width / most as f32,
        }
    }

    /// The parts of a bar; small ones are widened so that their figure fits, if all can be.
    fn segments(&self, fonts: &Fonts, bar: &Bar) -> Vec<Segment> {
        let needs: Vec<f32> = bar
            .parts
            .iter()
            .map(|(_, count)| fonts.width(Face::Bold, CHART.size, &count.to_string()) + MARK + 11.0)
            .collect();
        let true_widths: Vec<f32> = bar
            .parts
            .iter()
            .map(|&(_, count)| count as f32 * self.unit)
            .collect();
        let widths = widened(&true_widths, &needs, self.width);
        let labelled = widths.is_some();
        let widths = widths.unwrap_or(true_widths);
        let parts = bar.parts.iter().zip(widths);
        parts
            .map(|(&(outcome, count), width)| Segment {
                outcome,
                count,
                width,
                labelled,
            })
            .collect()
    }
}

/// Gives each part the width it needs, at the cost of those that have more; `None` if that is too wide.
fn widened(widths: &[f32], needs: &[f32], most: f32) -> Option<Vec<f32>> {
    if needs.iter().sum::<f32>() > most {
        return None;
    }
    let pairs = || widths.iter().zip(needs);
    let raised: Vec<f32> = pairs().map(|(width, need)| width.max(*need)).collect();
    let excess = (raised.iter().sum::<f32>() - most).max(0.0);
    let slack: f32 = pairs().map(|(width, need)| (width - need).max(0.0)).sum();
    if excess == 0.0 || slack == 0.0 {
        return Some(raised);
    }
    let shrink = |(width, need): (&f32, &f32)| need + (width - need) * (1.0 - excess / slack);
    Some(raised.iter().zip(needs).map(shrink).collect())
}

/// Words with a space behind them, so that those of a drawing are not read out as one.
fn read_apart(words: &str) -> String {
    format!("{words} ")
}

fn total(bar: &Bar) -> u64 {
    bar.parts.iter().map(|&(_, count)| u64::from(count)).sum()
}

fn in_words(bar: &Bar) -> Text {
    let mut spans = Vec::new();
    for (index, &(outcome, count)) in bar.parts.iter().enumerate() {
        let comma = if index == 0 { "" } else { ", " };
        spans.push(Span::Plain(format!("{comma}{count} ")));
        spans.push(Span::Outcome(outcome));
    }
    Text(spans)
}

/// How the part of an outcome is filled.
struct Look {
    fill: Colour,
    ink: Colour,
    hatch: Option<Hatch>,
    edge: Option<Colour>,
}

enum Hatch {
    Slanted,
    Upright,
}

const fn look(outcome: Outcome) -> Look {
    let (fill, ink, hatch, edge) = match outcome {
        Outcome::Met => (Colour(0x2E, 0x70, 0xBA), WHITE, None, None),
        Outcome::MetByExemption => (
            Colour(0xD3, 0xE3, 0xF4),
            Colour(0x0B, 0x2A, 0x5B),
            Some(Hatch::Slanted),
            Some(ACCENT),
        ),
        Outcome::PartlyMet => (Colour(0x9C, 0xB4, 0xCF), INK, None, None),
        Outcome::NotMet => (ALERT, WHITE, None, None),
        Outcome::DontKnow => (
            Colour(0xE9, 0xEC, 0xEF),
            INK,
            Some(Hatch::Upright),
            Some(QUIET),
        ),
        Outcome::NotAnswered => (WHITE, INK, None, Some(QUIET)),
        Outcome::NotApplicable => (Colour(0xE1, 0xE5, 0xEA), INK, None, None),
    };
    Look {
        fill,
        ink,
        hatch,
        edge,
    }
}

impl Look {
    /// A filled patch at the origin, with a hair of paper between it and the next.
    fn patch(&self, width: f32, height: f32) -> Vec<Shape> {
        let width = (width - 1.0).max(0.3);
        let mut shapes = vec![Shape::rectangle(0.0, 0.0, width, height, self.fill)];
        let edge = self.edge.unwrap_or(QUIET);
        match self.hatch {
            Some(Hatch::Slanted) => {
                let starts = steps(-height, width, 4.0);
                shapes.extend(starts.filter_map(|x| slanted(x, width, height, edge)));
            }
            Some(Hatch::Upright) => {
                let starts = steps(2.0, width, 3.5);
                shapes.extend(starts.map(|x| Shape::line(&[(x, 0.0), (x, height)], edge, 0.6)));
            }
            None => {}
        }
        if self.edge.is_some() && width > 1.0 {
            shapes.push(Shape::frame(0.0, 0.0, width, height, edge, 0.6));
        }
        shapes
    }
}

fn steps(from: f32, to: f32, step: f32) -> impl Iterator<Item = f32> {
    let count = ((to - from) / step).max(0.0) as usize;
    (0..count).map(move |index| from + (index as f32 + 0.5) * step)
}

/// The part of a rising line that lies in the patch.
fn slanted(x: f32, width: f32, height: f32, colour: Colour) -> Option<Shape> {
    let (left, right) = (x.max(0.0), (x + height).min(width));
    let y = |at: f32| height - (at - x);
    (right > left).then(|| Shape::line(&[(left, y(left)), (right, y(right))], colour, 0.6))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_small_part_is_widened_and_the_bar_still_fits() {
        let widths = widened(&[297.0, 3.0], &[25.0, 20.0], 300.0).unwrap();
        assert!((widths[1] - 20.0).abs() < 0.1);
        assert!((widths.iter().sum::<f32>() - 300.0).abs() < 0.1);
    }

    #[test]
    fn figures_that_cannot_fit_are_left_to_the_words_below() {
        assert!(widened(&[100.0; 4], &[90.0; 4], 300.0).is_none());
    }

    #[test]
    fn a_hatch_stays_in_its_patch() {
        for outcome in Outcome::ALL {
            for shape in look(outcome).patch(37.0, 14.0) {
                for point in shape.rings.iter().flatten() {
                    assert!((-0.01..=37.0).contains(&point.x));
                    assert!((-0.01..=14.01).contains(&point.y));
                }
            }
        }
    }
}
