//! How the parts of a chart are filled: each differs from the others in lightness or in pattern.

use crate::report::drawing::shape::Shape;
use crate::report::palette::{Colour, patch};
use crate::rules::Outcome;

/// How a part of a chart is filled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Look {
    /// Its ground.
    pub fill: Colour,
    /// Figures and marks on it.
    pub ink: Colour,
    /// Lines on it, and its edge.
    pub lines: Option<(Hatch, Colour)>,
}

/// Lines on a patch.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Hatch {
    /// Its edge alone.
    None,
    /// Rising lines.
    Slanted,
    /// Upright lines.
    Upright,
    /// Level lines.
    Level,
}

/// Looks for kinds of things that are neither good nor bad, in the order of the kinds.
pub(super) const KINDS: [Look; 6] = [
    plain(patch::STRONG, patch::ON_DARK),
    lined(
        patch::PALE_BLUE,
        patch::DEEP,
        Hatch::Slanted,
        patch::BLUE_EDGE,
    ),
    lined(patch::DEEP, patch::ON_DARK, Hatch::None, patch::DEEP_EDGE),
    lined(
        patch::PALE,
        patch::ON_LIGHT,
        Hatch::Upright,
        patch::GREY_EDGE,
    ),
    plain(patch::MIDDLE, patch::ON_LIGHT),
    lined(
        patch::EMPTY,
        patch::ON_LIGHT,
        Hatch::Level,
        patch::GREY_EDGE,
    ),
];

const fn plain(fill: Colour, ink: Colour) -> Look {
    Look {
        fill,
        ink,
        lines: None,
    }
}

const fn lined(fill: Colour, ink: Colour, hatch: Hatch, edge: Colour) -> Look {
    Look {
        fill,
        ink,
        lines: Some((hatch, edge)),
    }
}

/// The look of an outcome.
pub(super) const fn of_outcome(outcome: Outcome) -> Look {
    use patch::{BLUE_EDGE, DEEP, GREY_EDGE, HEAVY, HEAVY_EDGE, ON_DARK, ON_LIGHT};
    match outcome {
        Outcome::Met => plain(patch::STRONG, ON_DARK),
        Outcome::MetByExemption => lined(patch::PALE_BLUE, DEEP, Hatch::Slanted, BLUE_EDGE),
        Outcome::PartlyMet => plain(patch::MIDDLE, ON_LIGHT),
        Outcome::NotMet => lined(HEAVY, ON_DARK, Hatch::None, HEAVY_EDGE),
        Outcome::DontKnow => lined(patch::PALE, ON_LIGHT, Hatch::Upright, GREY_EDGE),
        Outcome::NotAnswered => lined(patch::EMPTY, ON_LIGHT, Hatch::None, GREY_EDGE),
        Outcome::NotAsked => lined(patch::EMPTY, ON_LIGHT, Hatch::Level, GREY_EDGE),
        Outcome::NotApplicable => plain(patch::FAINT, ON_LIGHT),
    }
}

impl Look {
    /// Whether lines cross it, through which no figure could be read.
    pub(super) const fn is_hatched(&self) -> bool {
        matches!(&self.lines, Some((hatch, _)) if !matches!(hatch, Hatch::None))
    }

    /// A patch at the origin, filled to its edges.
    pub(super) fn patch(&self, width: f32, height: f32) -> Vec<Shape> {
        const PEN: f32 = 0.6;
        let mut shapes = vec![Shape::rectangle(0.0, 0.0, width, height, self.fill)];
        let Some((hatch, edge)) = self.lines else {
            return shapes;
        };
        let line = |from, to| Shape::line(&[from, to], edge, PEN);
        match hatch {
            Hatch::None => {}
            Hatch::Slanted => {
                let starts = steps(-height, width, 4.0);
                shapes.extend(starts.filter_map(|x| slanted(x, width, height, edge, PEN)));
            }
            Hatch::Upright => {
                let starts = steps(2.0, width, 3.5);
                shapes.extend(starts.map(|x| line((x, 0.0), (x, height))));
            }
            Hatch::Level => {
                let starts = steps(0.0, height, 3.0);
                shapes.extend(starts.map(|y| line((0.0, y), (width, y))));
            }
        }
        if width > PEN && height > PEN {
            shapes.push(Shape::frame(0.0, 0.0, width, height, edge, PEN));
        }
        shapes
    }
}

/// The middles of the steps between two places.
fn steps(from: f32, to: f32, step: f32) -> impl Iterator<Item = f32> {
    let count = ((to - from) / step).max(0.0) as usize;
    (0..count).map(move |index| from + (index as f32 + 0.5) * step)
}

/// The part of a rising line that lies in the patch.
fn slanted(x: f32, width: f32, height: f32, colour: Colour, pen: f32) -> Option<Shape> {
    let (left, right) = (x.max(0.0), (x + height).min(width));
    let y = |at: f32| height - (at - x);
    (right > left).then(|| Shape::line(&[(left, y(left)), (right, y(right))], colour, pen))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Relative luminance after WCAG 2.2.
    fn luminance(colour: Colour) -> f64 {
        let [red, green, blue] = colour.rgb().map(|byte| {
            let part = f64::from(byte) / 255.0;
            if part <= 0.04045 {
                part / 12.92
            } else {
                ((part + 0.055) / 1.055).powf(2.4)
            }
        });
        0.2126 * red + 0.7152 * green + 0.0722 * blue
    }

    /// Lightness from 0 to 100, as the eye sees it: CIE L*.
    fn lightness(colour: Colour) -> f64 {
        116.0 * luminance(colour).cbrt() - 16.0
    }

    fn contrast(a: Colour, b: Colour) -> f64 {
        let (a, b) = (luminance(a), luminance(b));
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    fn assert_apart(looks: &[Look]) {
        for (index, look) in looks.iter().enumerate() {
            assert!(contrast(look.fill, look.ink) >= 4.5, "{look:?}");
            for other in &looks[index + 1..] {
                let apart = (lightness(look.fill) - lightness(other.fill)).abs();
                let patterns = [look, other].map(|look| look.lines.map(|(hatch, _)| hatch));
                assert!(
                    apart >= 15.0 || patterns[0] != patterns[1],
                    "{look:?} and {other:?} are alike without colour"
                );
            }
        }
    }

    #[test]
    fn outcomes_and_kinds_are_told_apart_without_colour_and_their_figures_stand_out() {
        assert_apart(&Outcome::ALL.map(of_outcome));
        assert_apart(&KINDS);
    }

    #[test]
    fn a_hatch_stays_in_its_patch() {
        for look in Outcome::ALL.map(of_outcome).iter().chain(&KINDS) {
            for shape in look.patch(37.0, 14.0) {
                for point in shape.rings.iter().flatten() {
                    assert!((-0.01..=37.0).contains(&point.x));
                    assert!((-0.01..=14.01).contains(&point.y));
                }
            }
        }
    }
}
