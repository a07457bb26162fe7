//! What differs from system to system: the only folder that names one. Each part has the same
//! functions for Unix and for Windows.

pub mod files;
pub mod signals;
