//! One line of what a person, or a script, has to say.

use std::io::{self, BufRead, Read as _};

/// The longest line that is read, in bytes: more is no answer to anything.
const MAX_LINE: u64 = 64 * 1024;

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
        Ok(line) => Read::Line(line.trim_end_matches(['\n', '\r']).to_owned()),
        Err(_) => Read::Refused(
            "Not taken: the line is not UTF-8 text. Set the terminal or the file to UTF-8, then enter it again."
                .to_owned(),
        ),
    })
}
