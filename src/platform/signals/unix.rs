//! Signals, where there are signals.

use std::io;
use std::sync::Arc;
use std::thread;

use signal_hook::consts::{
    SIGALRM, SIGCONT, SIGHUP, SIGINT, SIGPROF, SIGQUIT, SIGTERM, SIGTSTP, SIGUSR1, SIGUSR2,
    SIGVTALRM, SIGXCPU, SIGXFSZ,
};
use signal_hook::iterator::Signals;

use super::Signal;

/// The signal of a terminal that has gone.
pub(crate) const HANGUP: i32 = SIGHUP;

/// Every signal that ends a program which does not expect it, as far as it can be caught.
const ENDING: [i32; 10] = [
    SIGHUP, SIGINT, SIGTERM, SIGQUIT, SIGUSR1, SIGUSR2, SIGALRM, SIGVTALRM, SIGPROF, SIGXCPU,
];

/// Tells of each signal that comes, from a thread of its own.
///
/// # Errors
/// When the system does not let signals be caught.
pub(crate) fn watch(mut tell: impl FnMut(Signal) + Send + 'static) -> io::Result<()> {
    let mut signals = Signals::new(ENDING.iter().chain(&[SIGTSTP, SIGCONT]))?;
    thread::spawn(move || {
        for number in signals.forever() {
            tell(match number {
                SIGTSTP => Signal::Stop,
                SIGCONT => Signal::Continued,
                number => Signal::End(number),
            });
        }
    });
    Ok(())
}

/// Has a write beyond the size that a file may have fail like one to a full disk, and not end the
/// program.
///
/// # Errors
/// When the system does not let the signal be caught.
pub(crate) fn outlive_limits() -> io::Result<()> {
    signal_hook::flag::register(SIGXFSZ, Arc::default()).map(drop)
}

/// Stops this process, until somebody continues it.
///
/// # Errors
/// When the system does not let it.
pub(crate) fn stop() -> io::Result<()> {
    signal_hook::low_level::emulate_default_handler(SIGTSTP)
}

/// Lets the terminal forget what was typed and not read yet, a line that is not ended among it.
pub(crate) fn forget_typed() {
    use rustix::termios::{QueueSelector, tcflush};
    // Where it is no terminal, nothing was typed.
    let _ = tcflush(io::stdin(), QueueSelector::IFlush);
}
