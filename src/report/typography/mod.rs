//! Text as it is measured: fonts, sizes and colours, and words set into lines. Pages, charts and drawings
//! are made of it.

pub mod font;
pub mod style;
pub mod text;
