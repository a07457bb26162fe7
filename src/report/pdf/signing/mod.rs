//! Signatures in a report: each is added behind its end, and what was there stays as it was.
//!
//! [`Form`] knows the places for signatures of a report and writes the next signature: the same
//! report, place, person and time give the same bytes, but for the hole that the signature itself
//! goes into. So [`explain`] can take a signed report apart again: it writes each signature anew
//! from what it says of itself, and whatever is not the same was added by somebody else.
//! Which key signs is not known here: `signature` makes and checks what goes into the hole.

mod appearance;
mod form;
mod parse;
#[cfg(test)]
mod tests;
mod write;

use jiff::Timestamp;

pub use self::form::Form;
pub(crate) use self::form::FormError;
pub use self::parse::{Signature, explain};

use crate::history::moment;
use crate::text::clean_line;

/// What a signature says of itself. All of it is the signer's own claim; the name is that of the
/// certificate, which whoever checks a signature compares.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stamp {
    name: String,
    role: Option<String>,
    at: Timestamp,
}

impl Stamp {
    /// What this person says, at this moment by their clock; kept to the second.
    pub fn new(name: &str, role: Option<&str>, at: Timestamp) -> Self {
        let role = role.map(clean_line).filter(|role| !role.is_empty());
        Self {
            name: clean_line(name),
            role,
            // Without parts of a second, each moment is one.
            at: Timestamp::from_second(at.as_second()).unwrap_or(at),
        }
    }

    /// Who signs, as the certificate has it.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// As what, or for what.
    pub fn role(&self) -> Option<&str> {
        self.role.as_deref()
    }

    /// When, by the clock of the signer.
    pub const fn at(&self) -> Timestamp {
        self.at
    }

    /// The moment in words: "29 November 2026, 10:00 UTC".
    pub fn at_words(&self) -> String {
        moment(self.at)
    }
}
