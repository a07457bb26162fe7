//! The work of two people on one assessment, joined. The lines of the other record are kept as they
//! were, each once, so that its history can be proved as well as this one's.

mod held;
mod numbers;
mod plan;
mod shared;
#[cfg(test)]
mod tests;

pub(crate) use held::Joined;
pub use held::{Held, joined};
pub use numbers::Used;
pub use plan::{Choice, Item, Plan, Said, Side};
