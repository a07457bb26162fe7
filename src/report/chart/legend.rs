//! The legend: what each look stands for, in words.

use super::{Look, Page};
use crate::report::drawing::Band;
use crate::report::model::{Span, Text};
use crate::report::typography::style::CHART;
use crate::report::typography::text::Setting;

/// Width of a sample, and of the gap between it and its words.
const SAMPLE: f32 = 16.0;
const BESIDE: f32 = 5.0;
/// Between two entries.
const GAP: f32 = 14.0;
/// From one line to the next.
const LEADING: f32 = 15.0;

impl Page<'_> {
    /// Adds a legend, on as many lines as it takes.
    ///
    /// It stands above the figures, so that that of a long chart is not left behind on a page of its own.
    pub(super) fn legend(&mut self, entries: impl Iterator<Item = (Look, Text)>) {
        let words = self.group();
        let mut x = self.width;
        for (look, mut text) in entries {
            text.0.push(Span::Plain(" ".to_owned()));
            let setting = Setting::new(self.fonts, &text, CHART);
            let lines = setting.lines(self.width - SAMPLE - BESIDE);
            let wide = lines.iter().map(|line| line.width).fold(0.0, f32::max) + SAMPLE + BESIDE;
            if x + wide > self.width || lines.len() > 1 {
                self.legend_line();
                x = 0.0;
            }
            for (index, line) in lines.iter().enumerate() {
                if index > 0 {
                    self.legend_line();
                }
                let Some(band) = self.bands.last_mut() else {
                    continue;
                };
                if index == 0 {
                    for shape in look.patch(SAMPLE - 1.0, 9.0) {
                        band.shape(x, 1.8, shape);
                    }
                }
                band.line(line, x + SAMPLE + BESIDE, 0.0, &CHART, words);
            }
            x += if lines.len() > 1 {
                self.width
            } else {
                wide + GAP
            };
        }
        if let Some(last) = self.bands.last_mut() {
            last.height += 2.0;
        }
    }

    fn legend_line(&mut self) {
        self.bands.push(Band {
            together: true,
            ..Band::blank(LEADING)
        });
    }
}
