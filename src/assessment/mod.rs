//! What was answered: events, their fold, and what follows from them by the questionnaire's rules.
//!
//! Pure: no terminal, no file, no clock. Dates come in as values.

mod outcome;

pub use outcome::Outcome;
