//! The one question: whether to take it over.

use std::io::{self, IsTerminal, Write, stdin};

use super::error::TableError;
use crate::cli::error::CliError;
use crate::cli::print;
use crate::plain::line::{self, Read};
use crate::text::clean_line;

/// Whether somebody is there to answer.
pub fn can_be_asked() -> bool {
    stdin().is_terminal()
}

/// Asks until it is said; anything but a yes leaves all as it is.
pub fn confirm() -> Result<(), CliError> {
    print("\nTake this over? Enter yes or no.")?;
    let mut input = stdin().lock();
    loop {
        let mut out = io::stdout().lock();
        write!(out, "> ")?;
        out.flush()?;
        drop(out);
        match line::read(&mut input)? {
            Read::Line(line) => match clean_line(&line).to_lowercase().as_str() {
                "yes" | "y" => return Ok(()),
                "no" | "n" | "quit" | "q" => return Err(TableError::Left.into()),
                _ => print("Enter yes to take it over, or no to leave all as it is.")?,
            },
            Read::Refused(why) => print(&why)?,
            Read::End => {
                print("")?;
                return Err(TableError::Left.into());
            }
        }
    }
}
