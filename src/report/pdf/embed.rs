//! Embeds of each face just the glyphs that the report uses.

use std::collections::{BTreeMap, BTreeSet};

use printpdf::{FontId, FontMetrics, ParsedFont};
use sha2::{Digest, Sha256};
use subsetter::GlyphRemapper;

use crate::report::typography::font::{Face, FontError, Fonts};

/// The resource name of a face.
pub(super) fn id(face: Face) -> FontId {
    let name = match face {
        Face::Regular => "Regular",
        Face::Bold => "Bold",
        Face::Italic => "Italic",
    };
    FontId(name.to_owned())
}

/// Makes a font of these characters, in which a glyph's number is its code on the page.
///
/// # Errors
/// When the face cannot be cut down, which only a faulty build can bring about.
pub(super) fn subset(
    fonts: &Fonts,
    face: Face,
    used: &BTreeSet<char>,
) -> Result<ParsedFont, FontError> {
    let mut remapper = GlyphRemapper::new();
    let mut codes = BTreeMap::new();
    let mut widths = BTreeMap::new();
    for &c in used {
        let glyph = fonts.glyph(face, c);
        let code = remapper.remap(glyph.0);
        codes.insert(u32::from(c), code);
        widths.insert(code, fonts.advance(face, glyph));
    }
    let program = subsetter::subset(face.program(), 0, &remapper).map_err(|error| FontError {
        face: face.name(),
        reason: error.to_string(),
    })?;
    let name = format!("{}+{}", prefix(&program), face.name());
    let parsed = fonts.face(face);
    // Widths are in thousandths already; so is everything that describes the font.
    let thousandths = |units: i16| {
        let scaled = i32::from(units) * 1000 / i32::from(parsed.units_per_em());
        i16::try_from(scaled).unwrap_or(i16::MAX)
    };
    let metrics = FontMetrics {
        ascent: thousandths(parsed.ascender()),
        descent: thousandths(parsed.descender()),
    };
    let mut font =
        ParsedFont::with_glyph_data(program, 0, Some(name), codes, widths, 1000, metrics);
    let bounds = parsed.global_bounding_box();
    font.pdf_font_metrics.x_min = thousandths(bounds.x_min);
    font.pdf_font_metrics.y_min = thousandths(bounds.y_min);
    font.pdf_font_metrics.x_max = thousandths(bounds.x_max);
    font.pdf_font_metrics.y_max = thousandths(bounds.y_max);
    font.pdf_font_metrics.us_weight_class = parsed.weight().to_number();
    if face == Face::Italic {
        // The slope of the family's italic: 12 degrees.
        font.pdf_font_metrics.caret_slope_rise = 1000;
        font.pdf_font_metrics.caret_slope_run = 212;
    }
    Ok(font)
}

/// Six capitals that tell this choice of glyphs from another.
fn prefix(program: &[u8]) -> String {
    let digest = Sha256::digest(program);
    let letter = |byte: &u8| char::from(b'A' + byte % 26);
    digest.iter().take(6).map(letter).collect()
}
