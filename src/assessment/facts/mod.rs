//! What an assessment says, as a table of facts: where something is said, and what. Whoever reads, changes,
//! compares or joins assessments goes through it, and need not know each kind of thing.

mod at;
mod change;
mod table;
mod value;
mod words;

pub use at::At;
pub(super) use change::Change;
pub(super) use value::Value;
