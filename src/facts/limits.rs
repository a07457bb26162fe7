//! The most that is taken: how long texts may be, in characters, and how many there may be of what is counted.
//! It holds where something is typed, in a file of changes, in a table, and in a record that somebody hands
//! over. The questionnaire has limits of its own for its questions.

mod bounds;
mod texts;

use thiserror::Error;

use super::answer::Refusal;
use super::ids::MAX_NUMBER;
use crate::questionnaire::QuestionId;

pub use bounds::Bounds;
pub(super) use bounds::sign_offs;
pub use texts::{check, of_change};

/// The note of a scenario.
pub const NOTE: u16 = 4000;
/// Where evidence is kept, why something ends or has no date: a line.
pub const LINE: u16 = 500;
/// What is to be done.
pub const WHAT: u16 = 1000;
/// Who sees to something, or in which role.
pub const NAME: u16 = 200;
/// Who signs.
pub const SIGNER: u16 = 120;
/// Why the person who approves is the one who assessed.
pub const SAME_PERSON: u16 = 300;
/// Where a file is: no system that the program runs on has longer paths.
pub const PATH: u16 = 32_767;
/// The longest text that any questionnaire can ask for. It also bounds what comes out of one, in the
/// words of some version of it: titles, roles, what was answered and what is suggested.
pub const ANSWER: u16 = u16::MAX;

/// The most sign-offs in one record: each is told and held against the rules of its day.
pub const SIGN_OFFS: usize = 500;

/// The most rows of a table that is taken over, and the most entries that a register has after one: far
/// more than any organisation has systems, and few enough to be read at once.
pub const ROWS: usize = 10_000;

/// The most cells of such a table, with those in columns that stand for nothing.
pub const CELLS: usize = 500_000;

/// What nobody can have entered.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Overlong {
    /// A text.
    #[error("{what} has {has} characters, and {max} are the most that mfa-assess takes there")]
    Text {
        /// Which.
        what: &'static str,
        /// How many it has.
        has: u64,
        /// How many are taken.
        max: u64,
    },
    /// A number.
    #[error("the answer is {has}, and {max} is the most that mfa-assess takes there")]
    Number {
        /// The number.
        has: u64,
        /// The largest.
        max: u64,
    },
    /// The number of something that is begun.
    #[error(
        "{has} would be its number, and {MAX_NUMBER} is the last that is given: no more can be begun in this record"
    )]
    NoNumber {
        /// The number.
        has: u32,
    },
    /// An answer of another form, or one that the question does not offer.
    #[error("the answer to {question} is none that its question takes: {why}")]
    Unfit {
        question: QuestionId,
        /// Why not.
        why: Refusal,
    },
    /// One sign-off too many.
    #[error("there are {has} sign-offs, and {SIGN_OFFS} are the most that a record holds")]
    SignOffs {
        /// How many there are.
        has: usize,
    },
}

fn no_more(what: &'static str, words: &str, max: u64) -> Result<(), Overlong> {
    // No text has more characters than bytes.
    if words.len() as u64 <= max {
        return Ok(());
    }
    match words.chars().count() as u64 {
        has if has > max => Err(Overlong::Text { what, has, max }),
        _ => Ok(()),
    }
}
