//! A line on the terminal that says what takes so long. It comes after half a second, is rewritten, and
//! is gone at the end; where standard error is no terminal there is none.

use std::io::{IsTerminal, Write, stderr};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

/// How long nothing is said.
const PATIENCE: Duration = Duration::from_millis(500);
/// Back to the beginning of the line, and the line is empty.
const CLEAR: &str = "\r\u{1b}[2K";

/// The line. Dropped, it is gone.
pub(super) struct Progress {
    /// None where nobody sees it.
    shown: Option<(Sender<&'static str>, JoinHandle<()>)>,
}

impl Progress {
    /// Waits in the background until there is something to say.
    pub(super) fn begin() -> Self {
        let shown = stderr().is_terminal().then(|| {
            let (sender, steps) = channel();
            let show = move || show(&steps, PATIENCE, &mut stderr());
            (sender, std::thread::spawn(show))
        });
        Self { shown }
    }

    /// Says what is being done.
    pub(super) fn say(&self, step: &'static str) {
        if let Some((sender, _)) = &self.shown {
            // Whoever shows it ends after this alone.
            let _ = sender.send(step);
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if let Some((sender, show)) = self.shown.take() {
            drop(sender);
            let _ = show.join();
        }
    }
}

/// Shows each step as it comes, unless all are over before anybody would ask.
fn show(steps: &Receiver<&'static str>, patience: Duration, out: &mut impl Write) {
    let due = Instant::now() + patience;
    let mut current = "";
    loop {
        match steps.recv_timeout(due.saturating_duration_since(Instant::now())) {
            Ok(step) => current = step,
            Err(RecvTimeoutError::Timeout) => break,
            Err(RecvTimeoutError::Disconnected) => return,
        }
    }
    let mut line = |words: &str| {
        // Nobody may be there to read it, which is no failure.
        let _ = write!(out, "{CLEAR}{words}").and_then(|()| out.flush());
    };
    line(&format!("{current} …"));
    for step in steps {
        line(&format!("{step} …"));
    }
    line("");
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Keeps what is written, and tells when it is flushed.
    struct Told(Vec<u8>, Sender<()>);

    impl Write for Told {
        fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
            self.0.extend_from_slice(bytes);
            Ok(bytes.len())
        }

        fn flush(&mut self) -> std::io::Result<()> {
            let _ = self.1.send(());
            Ok(())
        }
    }

    #[test]
    fn what_is_soon_over_says_nothing() {
        let (sender, steps) = channel();
        sender.send("Laying out").unwrap();
        sender.send("Writing").unwrap();
        drop(sender);
        let mut out = vec![];
        show(&steps, Duration::from_secs(3600), &mut out);
        assert_eq!(out, b"");
    }

    #[test]
    fn what_takes_long_rewrites_one_line_and_clears_it() {
        let (sender, steps) = channel();
        let (told, flushed) = channel();
        sender.send("Laying out").unwrap();
        let show = std::thread::spawn(move || {
            let mut out = Told(vec![], told);
            show(&steps, Duration::ZERO, &mut out);
            out.0
        });
        flushed.recv().unwrap();
        sender.send("Checking").unwrap();
        flushed.recv().unwrap();
        drop(sender);
        let out = String::from_utf8(show.join().unwrap()).unwrap();
        let wanted = format!("{CLEAR}Laying out …{CLEAR}Checking …{CLEAR}");
        assert_eq!(out, wanted);
    }
}
