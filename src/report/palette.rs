//! The palette of everything that is drawn or set: one for paper and for screens.
//!
//! It keeps its order in greyscale: what must be told apart differs in lightness or in
//! pattern, never in hue alone. Each colour has a name, so that a page for screens can change it.

/// A colour of the palette; there are no others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Colour {
    name: &'static str,
    rgb: [u8; 3],
}

impl Colour {
    const fn new(name: &'static str, red: u8, green: u8, blue: u8) -> Self {
        Self {
            name,
            rgb: [red, green, blue],
        }
    }

    /// Its name, for example `ink`: what it is for, not how it looks.
    pub const fn name(self) -> &'static str {
        self.name
    }

    /// Red, green and blue, from 0 to 255.
    pub const fn rgb(self) -> [u8; 3] {
        self.rgb
    }
}

/// Running text.
pub(super) const INK: Colour = Colour::new("ink", 0x1D, 0x25, 0x2F);
/// Captions, labels and the page's margin.
pub(super) const QUIET: Colour = Colour::new("quiet", 0x4A, 0x57, 0x66);
/// Headings and strong rules.
pub(super) const BLUE: Colour = Colour::new("blue", 0x0B, 0x2A, 0x5B);
/// Accents: the bar of a callout, what is met.
pub(super) const ACCENT: Colour = Colour::new("accent", 0x1F, 0x5F, 0xA8);
/// What is not met: dark, so that it is the heaviest in greyscale too.
pub(super) const ALERT: Colour = Colour::new("alert", 0x76, 0x13, 0x18);
/// Background of a callout and of a table's head.
pub(super) const TINT: Colour = Colour::new("tint", 0xEC, 0xF1, 0xF7);
/// Hairlines.
pub(super) const LINE: Colour = Colour::new("line", 0xC6, 0xCF, 0xDA);
/// The word in the background of a draft: visible, and no hindrance to reading.
pub(super) const WATERMARK: Colour = Colour::new("watermark", 0xF0, 0xF2, 0xF5);
/// Paper.
pub(super) const WHITE: Colour = Colour::new("paper", 0xFF, 0xFF, 0xFF);

/// Colours of the patches of a chart. They are apart from those of the page, so that
/// one can become dark and the other stay, and figures on a patch stay readable.
pub(super) mod patch {
    use super::Colour;

    /// Figures and marks on a dark patch.
    pub(crate) const ON_DARK: Colour = Colour::new("on-dark", 0xFF, 0xFF, 0xFF);
    /// Figures and marks on a light patch.
    pub(crate) const ON_LIGHT: Colour = Colour::new("on-light", 0x1D, 0x25, 0x2F);
    /// Edge and hatch of a pale blue patch, and its figures.
    pub(crate) const BLUE_EDGE: Colour = Colour::new("blue-edge", 0x1F, 0x5F, 0xA8);
    /// Edge and hatch of a pale or white patch.
    pub(crate) const GREY_EDGE: Colour = Colour::new("grey-edge", 0x4A, 0x57, 0x66);
    /// Edge of the darkest blue patch: on paper it is not seen, on a dark ground it can be light.
    pub(crate) const DEEP_EDGE: Colour = Colour::new("deep-edge", 0x0B, 0x2A, 0x5B);
    /// Edge of what is not met, likewise.
    pub(crate) const HEAVY_EDGE: Colour = Colour::new("heavy-edge", 0x76, 0x13, 0x18);

    /// What is met.
    pub(crate) const STRONG: Colour = Colour::new("strong", 0x2E, 0x70, 0xBA);
    /// What is met by an exemption.
    pub(crate) const PALE_BLUE: Colour = Colour::new("pale-blue", 0xD3, 0xE3, 0xF4);
    /// What is partly met.
    pub(crate) const MIDDLE: Colour = Colour::new("middle", 0x9C, 0xB4, 0xCF);
    /// What is not met.
    pub(crate) const HEAVY: Colour = Colour::new("heavy", 0x76, 0x13, 0x18);
    /// What is not known.
    pub(crate) const PALE: Colour = Colour::new("pale", 0xE9, 0xEC, 0xEF);
    /// What is not answered.
    pub(crate) const EMPTY: Colour = Colour::new("empty", 0xFF, 0xFF, 0xFF);
    /// What does not apply.
    pub(crate) const FAINT: Colour = Colour::new("faint", 0xE1, 0xE5, 0xEA);
    /// The darkest blue, for kinds of things that are neither good nor bad.
    pub(crate) const DEEP: Colour = Colour::new("deep", 0x0B, 0x2A, 0x5B);
}
