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

pub(crate) use error::OutputError;
pub(crate) use kind::Kind;
pub(crate) use place::{Output, free};
pub(crate) use report::{ReportFileError, write_report};
