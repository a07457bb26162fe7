//! One line of what a person, or a script, has to say.

use std::io::{self, BufRead, Read as _, stdin};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::Duration;

/// The longest line that is read, in bytes: more is no answer to anything.
const MAX_LINE: u64 = 64 * 1024;

/// How long lines that are pasted into a terminal may be apart: nobody types a line in that time.
const TOGETHER: Duration = Duration::from_millis(50);

/// Where a dialogue reads its lines.
pub trait Lines {
    /// Waits for the next line.
    ///
    /// # Errors
    /// When the input cannot be read.
    fn next_line(&mut self) -> io::Result<Read>;

    /// The lines that came together with the last one: a text was pasted.
    ///
    /// # Errors
    /// When the input cannot be read.
    fn rest_of_paste(&mut self) -> io::Result<Vec<Read>>;

    /// Whether somebody sees what becomes of a line before they give the next.
    fn is_seen(&self) -> bool;
}

/// The lines of a pipe or a file: they were written before any question was asked.
#[derive(Debug)]
pub struct Script<I>(pub I);

impl<I: BufRead> Lines for Script<I> {
    fn next_line(&mut self) -> io::Result<Read> {
        read(&mut self.0)
    }

    fn rest_of_paste(&mut self) -> io::Result<Vec<Read>> {
        Ok(vec![])
    }

    fn is_seen(&self) -> bool {
        false
    }
}

/// The lines that somebody enters at a terminal. They are read beside the dialogue, which so knows
/// whether more of them have come.
#[derive(Debug)]
pub struct Terminal(Receiver<io::Result<Read>>);

impl Terminal {
    /// Begins to read.
    pub fn listen() -> Self {
        let (sender, lines) = channel();
        thread::spawn(move || {
            let mut input = stdin().lock();
            loop {
                let line = read(&mut input);
                let goes_on = matches!(line, Ok(Read::Line(_) | Read::Refused(_)));
                if sender.send(line).is_err() || !goes_on {
                    return;
                }
            }
        });
        Self(lines)
    }
}

impl Lines for Terminal {
    fn next_line(&mut self) -> io::Result<Read> {
        self.0.recv().unwrap_or(Ok(Read::End))
    }

    fn rest_of_paste(&mut self) -> io::Result<Vec<Read>> {
        let mut lines = vec![];
        while let Ok(line) = self.0.recv_timeout(TOGETHER) {
            lines.push(line?);
        }
        Ok(lines)
    }

    fn is_seen(&self) -> bool {
        true
    }
}

/// What was there to read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Read {
    /// A line, without its end.
    Line(String),
    /// A line that cannot be an answer, and what to do about it.
    Refused(String),
    /// The end of the input.
    End,
}

/// Reads a line; the rest of one that is too long is passed over.
///
/// # Errors
/// When the input cannot be read.
pub fn read(input: &mut impl BufRead) -> io::Result<Read> {
    let mut bytes = vec![];
    let mut limited = (&mut *input).take(MAX_LINE);
    if limited.read_until(b'\n', &mut bytes)? == 0 {
        return Ok(Read::End);
    }
    if bytes.len() as u64 >= MAX_LINE {
        if !bytes.ends_with(b"\n") {
            input.skip_until(b'\n')?;
        }
        let kib = MAX_LINE / 1024;
        return Ok(Read::Refused(format!(
            "Not taken: the line is longer than {kib} KiB. Enter less."
        )));
    }
    Ok(match String::from_utf8(bytes) {
        Ok(line) => {
            let line = line.trim_end_matches(['\n', '\r']);
            // Windows marks the beginning of what it hands over with it.
            Read::Line(line.trim_start_matches('\u{feff}').to_owned())
        }
        Err(_) => Read::Refused(
            "Not taken: the line is not UTF-8 text. Set the terminal or the file to UTF-8, then enter it again."
                .to_owned(),
        ),
    })
}
