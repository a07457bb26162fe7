//! The three faces of Liberation Sans: what they can draw, and how wide it is.
//!
//! Widths are kept in whole thousandths of the size, as the file states them, so that
//! the layout and a reader's program agree to the point.

use std::fmt::Write;

use thiserror::Error;
use ttf_parser::GlyphId;

use crate::text::is_unseen;

/// A font that the program carries cannot be used.
#[derive(Debug, Error)]
#[error("the font {face} inside this program cannot be used ({reason}); install the program again")]
pub struct FontError {
    /// Which one.
    pub face: &'static str,
    /// What is wrong with it.
    pub reason: String,
}

// Statics, as each use of a constant would put the file into the program again.
static REGULAR: &[u8] = include_bytes!("../../../assets/fonts/LiberationSans-Regular.ttf");
static BOLD: &[u8] = include_bytes!("../../../assets/fonts/LiberationSans-Bold.ttf");
static ITALIC: &[u8] = include_bytes!("../../../assets/fonts/LiberationSans-Italic.ttf");

/// A face of the family.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Face {
    /// Upright.
    Regular,
    /// For headings and weight.
    Bold,
    /// For what stands beside the text.
    Italic,
}

impl Face {
    /// The family's and face's name, as PostScript has it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Regular => "LiberationSans",
            Self::Bold => "LiberationSans-Bold",
            Self::Italic => "LiberationSans-Italic",
        }
    }

    /// The whole font program.
    pub fn program(self) -> &'static [u8] {
        match self {
            Self::Regular => REGULAR,
            Self::Bold => BOLD,
            Self::Italic => ITALIC,
        }
    }
}

/// The parsed faces.
pub struct Fonts([ttf_parser::Face<'static>; 3]);

impl Fonts {
    /// Parses the faces that the program carries.
    ///
    /// # Errors
    /// When one is damaged, which only a faulty build can bring about.
    pub fn load() -> Result<Self, FontError> {
        let parse = |face: Face| {
            ttf_parser::Face::parse(face.program(), 0).map_err(|error| FontError {
                face: face.name(),
                reason: error.to_string(),
            })
        };
        Ok(Self([
            parse(Face::Regular)?,
            parse(Face::Bold)?,
            parse(Face::Italic)?,
        ]))
    }

    /// The parsed face.
    pub const fn face(&self, face: Face) -> &ttf_parser::Face<'static> {
        match face {
            Face::Regular => &self.0[0],
            Face::Bold => &self.0[1],
            Face::Italic => &self.0[2],
        }
    }

    /// The glyph of a character that [`printable`] let through.
    pub fn glyph(&self, face: Face, c: char) -> GlyphId {
        self.face(face).glyph_index(c).unwrap_or_default()
    }

    /// Width of a glyph in thousandths of the size.
    pub fn advance(&self, face: Face, glyph: GlyphId) -> u16 {
        let face = self.face(face);
        let units = u32::from(face.glyph_hor_advance(glyph).unwrap_or_default());
        // The quotient of two 16-bit numbers that are at most an em or two.
        u16::try_from(units * 1000 / u32::from(face.units_per_em())).unwrap_or(u16::MAX)
    }

    /// By how much a pair of glyphs moves together (below nought) or apart, in thousandths of the size.
    pub fn kerning(&self, face: Face, left: GlyphId, right: GlyphId) -> i16 {
        let face = self.face(face);
        let units = face
            .tables()
            .kern
            .and_then(|kern| kern.subtables.into_iter().next())
            .and_then(|pairs| pairs.glyphs_kerning(left, right))
            .unwrap_or_default();
        let thousandths = i32::from(units) * 1000 / i32::from(face.units_per_em());
        i16::try_from(thousandths).unwrap_or_default()
    }

    /// Width of words on one line, at a size.
    pub fn width(&self, face: Face, size: f32, words: &str) -> f32 {
        let mut thousandths = 0.0;
        let mut before = None;
        for c in words.chars() {
            let glyph = self.glyph(face, c);
            if let Some(left) = before {
                thousandths += f32::from(self.kerning(face, left, glyph));
            }
            thousandths += f32::from(self.advance(face, glyph));
            before = Some(glyph);
        }
        thousandths * size / 1000.0
    }

    /// Text with nothing in it but what the face can draw, line breaks and no-break spaces.
    ///
    /// A character without a glyph stands as its code, for example `[U+65E5]`, so that
    /// nothing is lost. What has no shape at all (joiners, hints for breaking) is left out.
    pub fn printable(&self, face: Face, text: &str) -> String {
        let mut out = String::with_capacity(text.len());
        for c in text.chars() {
            match c {
                '\n' => out.push('\n'),
                '\u{2028}' | '\u{2029}' => out.push('\n'),
                NO_BREAK_SPACE | '\u{2007}' | '\u{202F}' => out.push(NO_BREAK_SPACE),
                '\u{2000}'..='\u{200A}' | '\u{205F}' | '\u{3000}' | '\t' => out.push(' '),
                '\u{2011}' => out.push(NO_BREAK_HYPHEN),
                c if is_unseen(c) => {}
                c if !runs_right_to_left(c)
                    && !c.is_control()
                    && self.face(face).glyph_index(c).is_some_and(|g| g.0 != 0) =>
                {
                    out.push(c);
                }
                // Writing to a string cannot fail.
                c => drop(write!(out, "[U+{:04X}]", u32::from(c))),
            }
        }
        out
    }
}

/// A space at which no line breaks; drawn as a space.
pub const NO_BREAK_SPACE: char = '\u{A0}';
/// A hyphen at which no line breaks; drawn as a hyphen.
pub const NO_BREAK_HYPHEN: char = '\u{2011}';

/// The character that is drawn, and read back, for one of printable text.
pub const fn drawn(c: char) -> char {
    match c {
        NO_BREAK_SPACE => ' ',
        NO_BREAK_HYPHEN => '-',
        c => c,
    }
}

/// Whether a character belongs to a script that this layout would set in the wrong order.
const fn runs_right_to_left(c: char) -> bool {
    matches!(c, '\u{590}'..='\u{8FF}' | '\u{FB1D}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFE}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn welsh_letters_and_quotation_marks_are_in_every_face() {
        let fonts = Fonts::load().unwrap();
        let words = "Ŵŵ Ŷŷ ẁẃ ‘’ “” – — … £ €";
        for face in [Face::Regular, Face::Bold, Face::Italic] {
            assert_eq!(fonts.printable(face, words), words);
        }
    }

    #[test]
    fn a_character_without_a_glyph_stands_as_its_code() {
        let fonts = Fonts::load().unwrap();
        assert_eq!(fonts.printable(Face::Regular, "日 ✓"), "[U+65E5] [U+2713]");
        assert_eq!(fonts.printable(Face::Bold, "😀"), "[U+1F600]");
    }

    #[test]
    fn hebrew_stands_as_codes_because_it_would_be_set_backwards() {
        let fonts = Fonts::load().unwrap();
        assert_eq!(fonts.printable(Face::Regular, "א"), "[U+05D0]");
    }

    #[test]
    fn spaces_of_every_width_become_two_kinds() {
        let fonts = Fonts::load().unwrap();
        let text = fonts.printable(Face::Regular, "a\u{202F}b\u{2003}c\u{200B}d");
        assert_eq!(text, "a\u{A0}b cd");
    }

    #[test]
    fn what_nobody_sees_is_not_set() {
        let fonts = Fonts::load().unwrap();
        for c in [
            '\u{AD}',
            '\u{200E}',
            '\u{61C}',
            '\u{2066}',
            '\u{E0041}',
            '\u{E0101}',
        ] {
            assert_eq!(
                fonts.printable(Face::Regular, &format!("a{c}b")),
                "ab",
                "{c:?}"
            );
        }
    }

    #[test]
    fn capitals_that_lean_away_from_each_other_move_together() {
        let fonts = Fonts::load().unwrap();
        let [a, v] = ['A', 'V'].map(|c| fonts.glyph(Face::Regular, c));
        assert!(fonts.kerning(Face::Regular, a, v) < 0);
    }
}
