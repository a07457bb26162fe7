//! Charts as drawings: divided bars, or columns over time, with a legend above them.
//!
//! Parts differ in lightness and in pattern, and every figure is printed, so that
//! neither colour nor the legend is needed to read a chart.

mod columns;
mod legend;
mod look;
mod rows;

use self::look::{KINDS, Look};
use super::drawing::{Band, Drawing, Group};
use super::model::{Chart, Figures, Span, Step, Text};
use super::typography::font::Fonts;
use super::typography::style::Style;
use super::typography::text::{Line, Setting};
use crate::rules::Outcome;

/// Draws a chart; `None` when there is no figure to draw, so that its words must do.
pub fn draw(fonts: &Fonts, chart: &Chart, width: f32) -> Option<Drawing> {
    let mut page = Page {
        fonts,
        width,
        bands: Vec::new(),
        groups: 0,
    };
    match &chart.figures {
        Figures::Outcomes(bars) if bars.is_empty() => return None,
        Figures::Outcomes(bars) => {
            let rows: Vec<Row> = bars.iter().map(of_bar).collect();
            let used = |outcome: &Outcome| {
                let mut parts = bars.iter().flat_map(|bar| &bar.parts);
                parts.any(|(part, _)| part == outcome)
            };
            let entries = Outcome::ALL.into_iter().filter(used);
            page.legend(entries.map(|outcome| (look::of_outcome(outcome), Text::from(outcome))));
            page.rows(&rows);
        }
        Figures::Time { kinds, steps } => {
            let rows: Vec<Row> = steps.iter().map(|step| of_step(kinds, step)).collect();
            if rows.iter().all(|row| row.parts.is_empty()) {
                return None;
            }
            let names = kinds.iter().map(|kind| Text::from(kind.as_str()));
            page.legend(KINDS.into_iter().cycle().zip(names));
            if !page.columns(&rows) {
                page.rows(&rows);
            }
        }
    }
    Some(Drawing {
        width,
        bands: page.bands,
    })
}

/// What a bar or a column shows.
struct Row {
    label: String,
    parts: Vec<Part>,
    /// Whether each part differs from the others to the eye.
    distinct: bool,
}

/// One part of a bar or a column.
struct Part {
    count: u32,
    name: Span,
    look: Look,
    mark: Option<Outcome>,
}

fn of_bar(bar: &super::model::Bar) -> Row {
    let part = |&(outcome, count): &(Outcome, u32)| Part {
        count,
        name: Span::Outcome(outcome),
        look: look::of_outcome(outcome),
        mark: Some(outcome),
    };
    Row {
        label: bar.label.clone(),
        parts: bar.parts.iter().map(part).collect(),
        distinct: true,
    }
}

fn of_step(kinds: &[String], step: &Step) -> Row {
    let figures = kinds
        .iter()
        .zip(&step.counts)
        .zip(KINDS.into_iter().cycle());
    let some = figures.filter(|((_, count), _)| **count > 0);
    let part = |((kind, count), look): ((&String, &u32), Look)| Part {
        count: *count,
        name: Span::Plain(kind.clone()),
        look,
        mark: None,
    };
    Row {
        label: step.label.clone(),
        parts: some.map(part).collect(),
        distinct: kinds.len() <= KINDS.len(),
    }
}

impl Row {
    fn total(&self) -> u64 {
        self.parts.iter().map(|part| u64::from(part.count)).sum()
    }
}

/// A drawing in the making.
struct Page<'a> {
    fonts: &'a Fonts,
    width: f32,
    bands: Vec<Band>,
    groups: usize,
}

impl Page<'_> {
    fn group(&mut self) -> Group {
        let group = Group(self.groups);
        self.groups += 1;
        group
    }

    /// Words on lines of this width, with a space behind them, so that those of a drawing
    /// are not read out as one.
    fn lines(&self, words: &str, style: Style, width: f32) -> Vec<Line> {
        Setting::plain(self.fonts, &format!("{words} "), style).lines(width)
    }
}

/// Gives each part the length it needs, at the cost of those that have more; `None` if that is too much.
fn widened(lengths: &[f32], needs: &[f32], most: f32) -> Option<Vec<f32>> {
    if needs.iter().sum::<f32>() > most {
        return None;
    }
    let pairs = || lengths.iter().zip(needs);
    let raised: Vec<f32> = pairs().map(|(length, need)| length.max(*need)).collect();
    let excess = (raised.iter().sum::<f32>() - most).max(0.0);
    let slack: f32 = pairs().map(|(length, need)| (length - need).max(0.0)).sum();
    if excess == 0.0 || slack == 0.0 {
        return Some(raised);
    }
    let shrink = |(length, need): (&f32, &f32)| need + (length - need) * (1.0 - excess / slack);
    Some(raised.iter().zip(needs).map(shrink).collect())
}

#[cfg(test)]
mod tests;
