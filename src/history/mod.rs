//! What becomes of records over time: who changed what, what two of them differ in, how they are joined, what
//! goes over to the next one, and what a copy for others leaves out. Pure.

mod audit;
mod carry;
mod compare;
mod merge;
mod share;

pub use audit::{Altered, Audit, Step, StepKind, Traced, change_words, moment, named};
pub use carry::NotCarried;
pub use compare::{Comparison, Differs, Direction, ExemptionDiffers, Moved, OneSide, Verdict};
pub use merge::{Choice, Held, Item, Joined, Plan, Said, Side, Used, joined};
pub use share::{Before, Copy, Original};
