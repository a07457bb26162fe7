//! The report: what is printed (`model`), and its renderings (`pdf`).

pub mod model;
pub mod pdf;
