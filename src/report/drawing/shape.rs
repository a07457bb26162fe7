//! Small vector drawings: rectangles, lines, and a mark for each outcome.
//!
//! The font has no check mark, and a mark must not depend on colour: each outcome
//! has an outline of its own.

use crate::report::palette::{ACCENT, ALERT, BLUE, Colour, QUIET, WHITE};
use crate::rules::Outcome;

/// A point of an outline; a handle bends the curve between its neighbours.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Point {
    /// From the left.
    pub x: f32,
    /// From the top.
    pub y: f32,
    /// Whether it is a handle of a cubic curve.
    pub handle: bool,
}

/// How an outline is painted.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Paint {
    /// Its inside.
    Fill(Colour),
    /// The closed outline, with a pen of this width.
    Outline(Colour, f32),
    /// The open line, with a pen of this width.
    Line(Colour, f32),
}

/// One drawing operation.
#[derive(Debug, Clone, PartialEq)]
pub struct Shape {
    /// Its outlines; where they overlap, an inner one is a hole.
    pub rings: Vec<Vec<Point>>,
    /// How it is painted.
    pub paint: Paint,
}

/// A corner of an outline.
pub const fn at(x: f32, y: f32) -> Point {
    Point {
        x,
        y,
        handle: false,
    }
}

/// A handle of an outline.
pub const fn handle(x: f32, y: f32) -> Point {
    Point { x, y, handle: true }
}

impl Shape {
    /// A filled rectangle.
    pub fn rectangle(x: f32, y: f32, width: f32, height: f32, colour: Colour) -> Self {
        Self::filled(corners(x, y, width, height), colour)
    }

    /// The edge of a rectangle, drawn inside it.
    pub fn frame(x: f32, y: f32, width: f32, height: f32, colour: Colour, pen: f32) -> Self {
        let half = pen / 2.0;
        Self {
            rings: vec![corners(x + half, y + half, width - pen, height - pen)],
            paint: Paint::Outline(colour, pen),
        }
    }

    /// A straight or broken line.
    pub fn line(points: &[(f32, f32)], colour: Colour, pen: f32) -> Self {
        Self {
            rings: vec![points.iter().map(|&(x, y)| at(x, y)).collect()],
            paint: Paint::Line(colour, pen),
        }
    }

    fn filled(ring: Vec<Point>, colour: Colour) -> Self {
        Self {
            rings: vec![ring],
            paint: Paint::Fill(colour),
        }
    }

    /// The same elsewhere.
    pub fn moved(mut self, x: f32, y: f32) -> Self {
        for point in self.rings.iter_mut().flatten() {
            point.x += x;
            point.y += y;
        }
        self
    }
}

fn corners(x: f32, y: f32, width: f32, height: f32) -> Vec<Point> {
    let (right, bottom) = (x + width, y + height);
    vec![at(x, y), at(right, y), at(right, bottom), at(x, bottom)]
}

/// Length of the handles of a quarter circle, as a share of its radius.
const QUARTER: f32 = 0.5523;

/// A circle.
fn circle(x: f32, y: f32, r: f32) -> Vec<Point> {
    let mut ring = left_half(x, y, r);
    let k = r * QUARTER;
    ring.extend([
        handle(x + k, y + r),
        handle(x + r, y + k),
        at(x + r, y),
        handle(x + r, y - k),
        handle(x + k, y - r),
        at(x, y - r),
    ]);
    ring
}

/// The left half of a circle, from its top to its bottom.
fn left_half(x: f32, y: f32, r: f32) -> Vec<Point> {
    let k = r * QUARTER;
    vec![
        at(x, y - r),
        handle(x - k, y - r),
        handle(x - r, y - k),
        at(x - r, y),
        handle(x - r, y + k),
        handle(x - k, y + r),
        at(x, y + r),
    ]
}

fn tick(s: f32, colour: Colour) -> Shape {
    let points = [(0.27, 0.52), (0.44, 0.69), (0.74, 0.33)];
    Shape::line(&points.map(|(x, y)| (x * s, y * s)), colour, s * 0.13)
}

fn outlined(ring: Vec<Point>, colour: Colour, pen: f32) -> Shape {
    Shape {
        rings: vec![ring],
        paint: Paint::Outline(colour, pen),
    }
}

/// The colour of an outcome's mark on paper.
const fn hue(outcome: Outcome) -> Colour {
    match outcome {
        Outcome::Met | Outcome::MetByExemption => ACCENT,
        Outcome::PartlyMet => BLUE,
        Outcome::NotMet => ALERT,
        Outcome::DontKnow | Outcome::NotAnswered | Outcome::NotAsked | Outcome::NotApplicable => {
            QUIET
        }
    }
}

/// The mark of an outcome in a square of side `s`, its top left corner at the origin.
pub fn mark(outcome: Outcome, s: f32) -> Vec<Shape> {
    mark_in(outcome, s, hue(outcome), WHITE)
}

/// The mark in one colour on a ground of another.
pub fn mark_in(outcome: Outcome, s: f32, colour: Colour, ground: Colour) -> Vec<Shape> {
    let (c, r) = (s / 2.0, s * 0.48);
    let pen = s * 0.1;
    let ring = outlined(circle(c, c, r - pen / 2.0), colour, pen);
    match outcome {
        Outcome::Met => vec![Shape::filled(circle(c, c, r), colour), tick(s, ground)],
        Outcome::MetByExemption => vec![
            outlined(shield(s, pen), colour, pen),
            tick(s * 0.86, colour).moved(s * 0.07, 0.02 * s),
        ],
        Outcome::PartlyMet => vec![Shape::filled(left_half(c, c, r - pen / 2.0), colour), ring],
        Outcome::NotMet => {
            let (near, far) = (s * 0.3, s * 0.7);
            vec![
                Shape::rectangle(s * 0.05, s * 0.05, s * 0.9, s * 0.9, colour),
                Shape::line(&[(near, near), (far, far)], ground, s * 0.14),
                Shape::line(&[(near, far), (far, near)], ground, s * 0.14),
            ]
        }
        Outcome::DontKnow => {
            let diamond = vec![at(c, 0.0), at(s, c), at(c, s), at(0.0, c)];
            let (stem, dot) = (s * 0.14, s * 0.15);
            vec![
                Shape::filled(diamond, colour),
                Shape::line(&[(c, s * 0.26), (c, s * 0.56)], ground, stem),
                Shape::rectangle(c - dot / 2.0, s * 0.64, dot, dot, ground),
            ]
        }
        Outcome::NotAnswered => vec![ring],
        Outcome::NotAsked => vec![ring, Shape::filled(circle(c, c, s * 0.12), colour)],
        Outcome::NotApplicable => vec![Shape::rectangle(
            s * 0.1,
            s * 0.42,
            s * 0.8,
            s * 0.16,
            colour,
        )],
    }
}

/// A shield: the sign of cover.
fn shield(s: f32, pen: f32) -> Vec<Point> {
    let (left, right, top, bottom) = (pen, s - pen, pen * 0.6, s - pen * 0.4);
    let (c, waist) = (s / 2.0, s * 0.5);
    vec![
        at(left, top),
        at(right, top),
        at(right, waist),
        handle(right, s * 0.78),
        handle(c + s * 0.2, s * 0.9),
        at(c, bottom),
        handle(c - s * 0.2, s * 0.9),
        handle(left, s * 0.78),
        at(left, waist),
    ]
}
