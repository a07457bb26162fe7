//! The three faces of Liberation Sans: what they can draw, and how wide it is.
//!
//! Widths are kept in whole thousandths of the size, as the file states them, so that
//! the layout and a reader's program agree to the point.

use std::fmt::Write;
use std::sync::LazyLock;

use thiserror::Error;
use ttf_parser::GlyphId;
use ttf_parser::kern::Format;

use crate::text::is_unseen;

/// A font that the program carries cannot be used.
#[derive(Debug, Clone, Error)]
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

/// The faces, as they are measured.
pub struct Fonts([Measured; 3]);

impl Fonts {
    /// The faces that the program carries, measured at the first call.
    ///
    /// # Errors
    /// When one is damaged, which only a faulty build can bring about.
    pub fn load() -> Result<&'static Self, FontError> {
        static FONTS: LazyLock<Result<Fonts, FontError>> = LazyLock::new(Fonts::measure);
        FONTS.as_ref().map_err(Clone::clone)
    }

    fn measure() -> Result<Self, FontError> {
        Ok(Self([
            Measured::load(Face::Regular)?,
            Measured::load(Face::Bold)?,
            Measured::load(Face::Italic)?,
        ]))
    }

    const fn measured(&self, face: Face) -> &Measured {
        match face {
            Face::Regular => &self.0[0],
            Face::Bold => &self.0[1],
            Face::Italic => &self.0[2],
        }
    }

    /// The parsed face.
    pub const fn face(&self, face: Face) -> &ttf_parser::Face<'static> {
        &self.measured(face).parsed
    }

    /// The glyph of a character that [`printable`] let through.
    pub fn glyph(&self, face: Face, c: char) -> GlyphId {
        self.measured(face).glyph(c)
    }

    /// Width of a glyph in thousandths of the size.
    pub fn advance(&self, face: Face, glyph: GlyphId) -> u16 {
        let advances = &self.measured(face).advances;
        advances
            .get(usize::from(glyph.0))
            .copied()
            .unwrap_or_default()
    }

    /// By how much a pair of glyphs moves together (below nought) or apart, in thousandths of the size.
    pub fn kerning(&self, face: Face, left: GlyphId, right: GlyphId) -> i16 {
        self.measured(face).kerning(left, right)
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
                c if !runs_right_to_left(c) && !c.is_control() && self.glyph(face, c).0 != 0 => {
                    out.push(c);
                }
                // Writing to a string cannot fail.
                c => drop(write!(out, "[U+{:04X}]", u32::from(c))),
            }
        }
        out
    }
}

/// A face with all that setting asks of it, looked up once: a report asks for each some 100,000 times.
struct Measured {
    parsed: ttf_parser::Face<'static>,
    /// By character, up to the last that has one.
    glyphs: Vec<GlyphId>,
    /// By glyph, in thousandths of the size.
    advances: Vec<u16>,
    /// By the glyph on the left: those on its right that move, in order, and by how much.
    kerning: Vec<Vec<(GlyphId, i16)>>,
}

impl Measured {
    fn load(face: Face) -> Result<Self, FontError> {
        let parsed = ttf_parser::Face::parse(face.program(), 0).map_err(|error| FontError {
            face: face.name(),
            reason: error.to_string(),
        })?;
        Ok(Self {
            glyphs: glyphs(&parsed),
            advances: advances(&parsed),
            kerning: kerning(&parsed),
            parsed,
        })
    }

    fn glyph(&self, c: char) -> GlyphId {
        let glyph = self.glyphs.get(c as usize);
        glyph.copied().unwrap_or_default()
    }

    fn kerning(&self, left: GlyphId, right: GlyphId) -> i16 {
        let pairs = self.kerning.get(usize::from(left.0));
        let pairs = pairs.map_or(&[][..], Vec::as_slice);
        let found = pairs.binary_search_by_key(&right, |(glyph, _)| *glyph);
        found.ok().map_or(0, |at| pairs[at].1)
    }
}

fn glyphs(face: &ttf_parser::Face<'_>) -> Vec<GlyphId> {
    let mut glyphs = vec![];
    let tables = face
        .tables()
        .cmap
        .into_iter()
        .flat_map(|cmap| cmap.subtables);
    for table in tables.filter(ttf_parser::cmap::Subtable::is_unicode) {
        table.codepoints(|code| {
            let Some(glyph) = char::from_u32(code).and_then(|c| face.glyph_index(c)) else {
                return;
            };
            let at = code as usize;
            glyphs.resize(glyphs.len().max(at + 1), GlyphId::default());
            glyphs[at] = glyph;
        });
    }
    glyphs
}

fn advances(face: &ttf_parser::Face<'_>) -> Vec<u16> {
    let em = u32::from(face.units_per_em());
    let advance = |glyph| {
        let units = face.glyph_hor_advance(GlyphId(glyph)).unwrap_or_default();
        // The quotient of two 16-bit numbers that are at most an em or two.
        u16::try_from(u32::from(units) * 1000 / em).unwrap_or(u16::MAX)
    };
    (0..face.number_of_glyphs()).map(advance).collect()
}

fn kerning(face: &ttf_parser::Face<'_>) -> Vec<Vec<(GlyphId, i16)>> {
    let em = i32::from(face.units_per_em());
    let mut kerning = vec![vec![]; usize::from(face.number_of_glyphs())];
    let first = face
        .tables()
        .kern
        .and_then(|kern| kern.subtables.into_iter().next());
    // The one form of table that these faces have.
    if let Some(Format::Format0(table)) = first.map(|table| table.format) {
        for pair in table.pairs {
            let thousandths = i32::from(pair.value) * 1000 / em;
            if let Some(pairs) = kerning.get_mut(usize::from(pair.left().0)) {
                pairs.push((pair.right(), i16::try_from(thousandths).unwrap_or_default()));
            }
        }
    }
    kerning
}

/// A space at which no line breaks; drawn as a space.
pub(crate) const NO_BREAK_SPACE: char = '\u{A0}';
/// A hyphen at which no line breaks; drawn as a hyphen.
pub(crate) const NO_BREAK_HYPHEN: char = '\u{2011}';

/// The character that is drawn, and read back, for one of printable text.
pub(crate) const fn drawn(c: char) -> char {
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
    fn the_tables_say_what_the_files_say() {
        let fonts = Fonts::load().unwrap();
        for face in [Face::Regular, Face::Bold, Face::Italic] {
            let parsed = fonts.face(face);
            let em = i32::from(parsed.units_per_em());
            for c in (0..0x1_0000).filter_map(char::from_u32) {
                let glyph = parsed.glyph_index(c).unwrap_or_default();
                assert_eq!(fonts.glyph(face, c), glyph, "{c:?}");
            }
            for glyph in (0..parsed.number_of_glyphs()).map(GlyphId) {
                let units = parsed.glyph_hor_advance(glyph).unwrap_or_default();
                let thousandths = i32::from(units) * 1000 / em;
                assert_eq!(i32::from(fonts.advance(face, glyph)), thousandths);
            }
            let kern = parsed.tables().kern.unwrap();
            let pairs = kern.subtables.into_iter().next().unwrap();
            let letters = (' '..='~').chain("ŵŷŴŶ‘’“”–".chars());
            let letters: Vec<GlyphId> = letters.map(|c| fonts.glyph(face, c)).collect();
            for (&left, &right) in letters
                .iter()
                .flat_map(|l| letters.iter().map(move |r| (l, r)))
            {
                let units = pairs.glyphs_kerning(left, right).unwrap_or_default();
                let thousandths = i32::from(units) * 1000 / em;
                assert_eq!(i32::from(fonts.kerning(face, left, right)), thousandths);
            }
        }
    }

    #[test]
    fn the_files_are_measured_once() {
        let [first, again] = [(); 2].map(|()| Fonts::load().unwrap());
        assert!(std::ptr::eq(first, again));
    }

    #[test]
    fn capitals_that_lean_away_from_each_other_move_together() {
        let fonts = Fonts::load().unwrap();
        let [a, v] = ['A', 'V'].map(|c| fonts.glyph(Face::Regular, c));
        assert!(fonts.kerning(Face::Regular, a, v) < 0);
    }
}
