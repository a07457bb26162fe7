//! The one place that writes files that others get: reports, tables, exports, copies.
//!
//! What stands where a file is to go is replaced only when it is byte by byte what this program wrote for
//! the same use, as the folder of records remembers, or what it writes now. All else is refused and left
//! as it is.

mod ending;
mod error;
mod kind;
mod place;
mod report;

pub use ending::{Promise, promise};
pub use error::OutputError;
pub use kind::Kind;
pub use place::{Begun, Output, Place, free};
pub use report::{ReportFileError, Step, write_report};
