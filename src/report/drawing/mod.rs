//! A drawing before any format: shapes and words in their places, for the PDF and for screens.
//!
//! All lengths are points, measured from the top left corner. A drawing is a pile of bands,
//! so that one which is longer than a page can go on on the next.

pub mod shape;
pub mod svg;

use self::shape::{Shape, mark};
use super::palette::Colour;
use super::typography::style::Style;
use super::typography::text::{Line, Run};

/// A drawing.
#[derive(Debug, Clone, PartialEq)]
pub struct Drawing {
    pub width: f32,
    /// Its bands, from the top down.
    pub bands: Vec<Band>,
}

/// A strip of a drawing, which is never divided.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Band {
    pub height: f32,
    /// Whether it stays with the band above it.
    pub together: bool,
    /// What is in it, in drawing order.
    pub items: Vec<Item>,
}

/// Something in its place.
#[derive(Debug, Clone, PartialEq)]
pub struct Item {
    /// From the left edge of the drawing.
    pub x: f32,
    /// From the top of its band; for words, down to the baseline.
    pub y: f32,
    /// What is seen.
    pub ink: Ink,
}

/// What is seen in one place.
#[derive(Debug, Clone, PartialEq)]
pub enum Ink {
    Shape(Shape),
    /// Words in one face.
    Words {
        /// The letters.
        run: Run,
        /// Their size.
        size: f32,
        /// Their colour.
        colour: Colour,
        /// The words that they are read with.
        group: Group,
    },
}

/// Words that are read as one; groups are read in the order of their numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Group(pub usize);

impl Drawing {
    /// Its height.
    pub fn height(&self) -> f32 {
        self.bands.iter().map(|band| band.height).sum()
    }

    /// How many groups of words it has.
    pub fn groups(&self) -> usize {
        let items = self.bands.iter().flat_map(|band| &band.items);
        let number = |item: &Item| match item.ink {
            Ink::Words { group, .. } => group.0 + 1,
            Ink::Shape(_) => 0,
        };
        items.map(number).max().unwrap_or(0)
    }

    /// What is read in it, a text for each group, in reading order.
    pub fn words(&self) -> Vec<String> {
        let mut words: Vec<(Group, String)> = Vec::new();
        for item in self.bands.iter().flat_map(|band| &band.items) {
            if let Ink::Words { run, group, .. } = &item.ink {
                match words.iter_mut().find(|(known, _)| known == group) {
                    Some((_, text)) => text.push_str(&run.words()),
                    None => words.push((*group, run.words())),
                }
            }
        }
        words.sort_by_key(|(group, _)| *group);
        words.into_iter().map(|(_, text)| text).collect()
    }
}

impl Band {
    /// An empty band.
    pub fn blank(height: f32) -> Self {
        Self {
            height,
            ..Self::default()
        }
    }

    /// Adds a shape whose own origin is at `x` and `y`.
    pub fn shape(&mut self, x: f32, y: f32, shape: Shape) {
        let ink = Ink::Shape(shape);
        self.items.push(Item { x, y, ink });
    }

    /// Adds a line of text with its marks: its left end at `x`, the top of the line at `y`.
    pub fn line(&mut self, line: &Line, x: f32, y: f32, style: &Style, group: Group) {
        let baseline = y + style.baseline();
        for &(left, outcome) in &line.marks {
            let (side, top) = style.mark();
            for shape in mark(outcome, side) {
                self.shape(x + left, y + top, shape);
            }
        }
        for run in &line.runs {
            let ink = Ink::Words {
                run: run.clone(),
                size: style.size,
                colour: style.colour,
                group,
            };
            self.items.push(Item {
                x: x + run.x,
                y: baseline,
                ink,
            });
        }
    }
}
