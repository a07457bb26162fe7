//! A word across the page, as outlines: it is seen, but neither searched nor read out.

use ttf_parser::OutlineBuilder;

use super::shape::{Paint, Point, Shape, at, handle};
use crate::report::typography::style::{PAGE_HEIGHT, PAGE_WIDTH, WATERMARK};

/// Size of the letters.
const SIZE: f32 = 190.0;
/// How much the word rises, as the sine and the cosine of its angle.
const RISE: (f32, f32) = (0.7986, 0.6018);

/// The outlines of a word, rising through the middle of the page.
pub(super) fn watermark(face: &ttf_parser::Face<'_>, word: &str) -> Shape {
    let scale = SIZE / f32::from(face.units_per_em());
    let mut outline = Outline {
        rings: Vec::new(),
        x: 0.0,
        scale,
    };
    for c in word.chars() {
        let glyph = face.glyph_index(c).unwrap_or_default();
        // A glyph without an outline leaves a gap.
        let _bounds = face.outline_glyph(glyph, &mut outline);
        outline.x += f32::from(face.glyph_hor_advance(glyph).unwrap_or_default()) * scale;
    }
    let (across, up) = (outline.x / 2.0, SIZE * 0.345);
    let (sine, cosine) = RISE;
    for point in outline.rings.iter_mut().flatten() {
        let (x, y) = (point.x - across, point.y - up);
        point.x = PAGE_WIDTH / 2.0 + x * cosine - y * sine;
        point.y = PAGE_HEIGHT / 2.0 - x * sine - y * cosine;
    }
    Shape {
        rings: outline.rings,
        paint: Paint::Fill(WATERMARK),
    }
}

/// Collects outlines; `y` grows upwards until they are turned.
struct Outline {
    rings: Vec<Vec<Point>>,
    x: f32,
    scale: f32,
}

impl Outline {
    fn place(&self, x: f32, y: f32) -> (f32, f32) {
        (self.x + x * self.scale, y * self.scale)
    }

    fn push(&mut self, points: &[Point]) {
        if let Some(ring) = self.rings.last_mut() {
            ring.extend_from_slice(points);
        }
    }
}

impl OutlineBuilder for Outline {
    fn move_to(&mut self, x: f32, y: f32) {
        let (x, y) = self.place(x, y);
        self.rings.push(vec![at(x, y)]);
    }

    fn line_to(&mut self, x: f32, y: f32) {
        let (x, y) = self.place(x, y);
        self.push(&[at(x, y)]);
    }

    fn quad_to(&mut self, x1: f32, y1: f32, x: f32, y: f32) {
        let from = self.rings.last().and_then(|ring| ring.last().copied());
        let ((qx, qy), (x, y)) = (self.place(x1, y1), self.place(x, y));
        let from = from.unwrap_or(at(qx, qy));
        // A quadratic curve as a cubic one: handles two thirds of the way to its own.
        let towards = |end: f32, q: f32| end + (q - end) * 2.0 / 3.0;
        self.push(&[
            handle(towards(from.x, qx), towards(from.y, qy)),
            handle(towards(x, qx), towards(y, qy)),
            at(x, y),
        ]);
    }

    fn curve_to(&mut self, x1: f32, y1: f32, x2: f32, y2: f32, x: f32, y: f32) {
        let [(x1, y1), (x2, y2), (x, y)] =
            [(x1, y1), (x2, y2), (x, y)].map(|(x, y)| self.place(x, y));
        self.push(&[handle(x1, y1), handle(x2, y2), at(x, y)]);
    }

    fn close(&mut self) {}
}
