//! A drawing as SVG that stands in a page: no script, no style, nothing that is fetched.
//!
//! Each colour is a custom property with the colour on paper as its fallback, for example
//! `var(--c-ink, #1d252f)`: the page that it stands in can set `--c-ink` for a dark scheme.

use std::fmt::Write;

use super::shape::{Paint, Point, Shape, mark as shapes_of};
use super::{Drawing, Ink};
use crate::report::markup::escaped;
use crate::report::palette::Colour;
use crate::report::typography::font::Face;
use crate::rules::Outcome;

/// Faces with the widths that the drawing was measured with, and what comes near them.
const FAMILY: &str = "Arial, 'Liberation Sans', Helvetica, sans-serif";

/// A drawing with its name and with the same in words, for people who do not see it.
pub fn svg(drawing: &Drawing, title: &str, description: &str) -> String {
    let (width, height) = (number(drawing.width), number(drawing.height()));
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" width=\"{width}\" height=\"{height}\" \
         viewBox=\"0 0 {width} {height}\" font-family=\"{FAMILY}\"><title>{}</title><desc>{}</desc>",
        escaped(title),
        escaped(description),
    );
    let mut top = 0.0;
    for band in &drawing.bands {
        for item in &band.items {
            let (x, y) = (item.x, top + item.y);
            match &item.ink {
                Ink::Shape(shape) => out.push_str(&path(shape, x, y)),
                Ink::Words {
                    run, size, colour, ..
                } => out.push_str(&words(&run.words(), run.face, *size, *colour, x, y)),
            }
        }
        top += band.height;
    }
    out.push_str("</svg>\n");
    out
}

/// The mark of an outcome, as tall as the letters around it; its word stands beside it.
pub fn mark(outcome: Outcome) -> String {
    const SIDE: f32 = 16.0;
    let paths: String = shapes_of(outcome, SIDE)
        .iter()
        .map(|shape| path(shape, 0.0, 0.0))
        .collect();
    let side = number(SIDE);
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" aria-hidden=\"true\" focusable=\"false\" width=\"{side}\" \
         height=\"{side}\" viewBox=\"0 0 {side} {side}\">{paths}</svg>"
    )
}

fn words(words: &str, face: Face, size: f32, colour: Colour, x: f32, y: f32) -> String {
    let look = match face {
        Face::Regular => "",
        Face::Bold => " font-weight=\"700\"",
        Face::Italic => " font-style=\"italic\"",
    };
    format!(
        "<text x=\"{}\" y=\"{}\" font-size=\"{}\" fill=\"{}\"{look}>{}</text>",
        number(x),
        number(y),
        number(size),
        paint(colour),
        escaped(words),
    )
}

fn path(shape: &Shape, x: f32, y: f32) -> String {
    let closed = !matches!(shape.paint, Paint::Line(..));
    let outline: String = shape
        .rings
        .iter()
        .map(|ring| outline(ring, x, y, closed))
        .collect();
    let look = match shape.paint {
        Paint::Fill(colour) => format!("fill=\"{}\" fill-rule=\"evenodd\"", paint(colour)),
        Paint::Outline(colour, pen) | Paint::Line(colour, pen) => format!(
            "fill=\"none\" stroke=\"{}\" stroke-width=\"{}\"",
            paint(colour),
            number(pen)
        ),
    };
    format!("<path d=\"{outline}\" {look}/>")
}

/// A ring in the path language: a curve begins at the first of its two handles.
fn outline(ring: &[Point], x: f32, y: f32, closed: bool) -> String {
    let mut out = String::new();
    let mut after_handle = false;
    for (index, point) in ring.iter().enumerate() {
        let step = match (index, point.handle, after_handle) {
            (0, ..) => "M",
            (_, true, false) => "C",
            (_, false, false) => "L",
            // The rest of the curve that has begun.
            (_, _, true) => " ",
        };
        // Writing to a string cannot fail.
        let _ = write!(out, "{step}{} {}", number(x + point.x), number(y + point.y));
        after_handle = point.handle;
    }
    if closed {
        out.push('Z');
    }
    out
}

fn paint(colour: Colour) -> String {
    let [red, green, blue] = colour.rgb();
    format!(
        "var(--c-{}, #{red:02x}{green:02x}{blue:02x})",
        colour.name()
    )
}

/// Hundredths are finer than any eye.
fn number(length: f32) -> String {
    let text = format!("{length:.2}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text == "-0" { "0" } else { text }.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_marks_are_well_formed_differ_and_are_left_out_when_read_aloud() {
        let marks = Outcome::ALL.map(mark);
        for (index, text) in marks.iter().enumerate() {
            let document = roxmltree::Document::parse(text).unwrap();
            let root = document.root_element();
            assert_eq!(root.attribute("aria-hidden"), Some("true"));
            assert!(root.children().all(|node| node.has_tag_name("path")));
            assert!(!marks[..index].contains(text));
        }
    }

    #[test]
    fn a_curve_is_written_with_its_two_handles() {
        use crate::report::drawing::shape::{at, handle};
        let ring = [
            at(0.0, 0.0),
            handle(1.0, 0.0),
            handle(2.0, 1.255),
            at(2.0, -0.001),
            at(0.0, 2.0),
        ];
        assert_eq!(outline(&ring, 0.0, 0.0, true), "M0 0C1 0 2 1.25 2 0L0 2Z");
    }
}
