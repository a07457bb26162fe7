//! Signals, and what else a terminal does to a process.

#[cfg(unix)]
mod unix;
#[cfg(unix)]
use unix as system;
#[cfg(windows)]
mod windows;
#[cfg(windows)]
use windows as system;

pub(crate) use system::{HANGUP, forget_typed, outlive_limits, stop, watch};

/// What a signal asks of a full screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(windows, expect(dead_code, reason = "there are none there"))]
pub(crate) enum Signal {
    /// To end. Its number.
    End(i32),
    /// To stop until it is continued.
    Stop,
    /// It was continued: the terminal may be in any state.
    Continued,
}
