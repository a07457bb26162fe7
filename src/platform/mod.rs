//! What differs from system to system: the only folder that names one. Each part has the same
//! functions for Unix and for Windows.

pub mod files;
pub mod signals;

use std::time::SystemTime;

use jiff::Timestamp;

/// Now, by the clock of the system. One that is set beyond all dates shows the last there is, or the
/// first.
pub fn now() -> Timestamp {
    let now = SystemTime::now();
    let last = if now < SystemTime::UNIX_EPOCH {
        Timestamp::MIN
    } else {
        Timestamp::MAX
    };
    Timestamp::try_from(now).unwrap_or(last)
}
