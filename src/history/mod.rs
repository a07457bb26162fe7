//! What becomes of records over time: who changed what, what two of them differ in, how they are joined, what
//! goes over to the next one, and what a copy for others leaves out. Pure.

mod audit;
mod carry;
mod compare;
mod merge;
mod share;

pub(crate) use audit::{Altered, StepKind, Traced, change_words};
pub use audit::{Audit, Step, moment, named};
pub use carry::NotCarried;
pub use compare::{Comparison, Differs, OneSide, Verdict};
pub(crate) use compare::{Direction, ExemptionDiffers, Moved};
pub(crate) use merge::Joined;
pub use merge::{Choice, Held, Item, Plan, Said, Side, Used, joined};
pub use share::{Before, Copy, Original};
