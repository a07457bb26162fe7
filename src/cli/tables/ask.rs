//! The questions: whether to rename, and whether to take it all over.

use std::io::{self, IsTerminal, Write, stdin};

use crate::cli::error::CliError;
use crate::cli::print_to_ask;
use crate::plain::line::{self, Read};
use crate::text::clean_line;

/// Whether somebody is there to answer.
pub(super) fn can_be_asked() -> bool {
    stdin().is_terminal()
}

/// Asks whether to take it all over; anything but a yes leaves all as it is.
pub(super) fn confirm() -> Result<(), CliError> {
    let is_taken = is_yes(
        "Take this over? Enter yes or no.",
        "Enter yes to take it over, or no to leave all as it is.",
    )?;
    if is_taken {
        return Ok(());
    }
    Err(left())
}

/// The person did not confirm it.
fn left() -> CliError {
    CliError::new("nothing was taken over").hint("Begin again at any time with the same command")
}

/// Asks until yes or no is said.
pub(super) fn is_yes(question: &str, again: &str) -> Result<bool, CliError> {
    print_to_ask(&format!("\n{question}"))?;
    let mut input = stdin().lock();
    loop {
        let mut out = io::stdout().lock();
        write!(out, "> ")?;
        out.flush()?;
        drop(out);
        match line::read(&mut input)? {
            Read::Line(line) => match clean_line(&line).to_lowercase().as_str() {
                "yes" | "y" => return Ok(true),
                "no" | "n" => return Ok(false),
                "quit" | "q" => return Err(left()),
                _ => print_to_ask(again)?,
            },
            Read::Refused(why) => print_to_ask(&why)?,
            Read::End => {
                print_to_ask("")?;
                return Err(left());
            }
        }
    }
}
