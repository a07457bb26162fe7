//! The same conversation, line by line: for screen readers, dumb terminals and pipes.
//!
//! Append-only: no cursor movement, no colour, no box drawing. It can do all that the full screen
//! can. At a terminal, a text of several lines that is pasted is one text, and where none is asked
//! for it is nothing. From a pipe each line is an answer, and the first that does not fit ends the
//! dialogue: no answer ever goes to another question than it was written for.

mod command;
mod dialogue;
pub mod line;
mod prompt;

pub(crate) use dialogue::Finished;
pub use dialogue::run;
pub(crate) use line::Script;
pub use line::{Lines, Terminal};
