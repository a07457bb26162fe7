//! Signals, where there are none.

use std::io;

use super::Signal;

/// What a terminal that has gone is told as.
pub(crate) const HANGUP: i32 = 1;

/// No signal ever comes.
///
/// # Errors
/// Never.
pub(crate) fn watch(_: impl FnMut(Signal) + Send + 'static) -> io::Result<()> {
    Ok(())
}

/// No signal tells of a limit.
///
/// # Errors
/// Never.
pub(crate) const fn outlive_limits() -> io::Result<()> {
    Ok(())
}

/// A shell there has no jobs to stop.
///
/// # Errors
/// Never.
pub(crate) fn stop() -> io::Result<()> {
    Ok(())
}

/// What was typed and not read yet stays: a console does not tell it from what is typed next.
pub(crate) const fn forget_typed() {}
