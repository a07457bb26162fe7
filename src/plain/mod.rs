//! The same conversation, line by line: for screen readers, dumb terminals and pipes.
//!
//! Append-only: no cursor movement, no colour, no box drawing. It can do all that the full screen
//! can, and reads from one reader, so that it can be driven from a pipe.

mod command;
mod dialogue;
pub mod line;
mod prompt;

pub use dialogue::{Finished, run};
