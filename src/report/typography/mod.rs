//! Text as it is measured: fonts, sizes and colours, and words set into lines. Pages, charts and drawings
//! are made of it.

pub(super) mod font;
pub(super) mod style;
pub(super) mod text;
