//! What a record says: events, and the state that they come to, as a table of facts: where something is
//! said, and what. Whoever reads, changes, compares or joins assessments goes through it, and need not know
//! each kind of thing.
//!
//! Pure: no terminal, no file, no clock. Dates come in as values.

mod action;
mod action_form;
mod answer;
mod asked_by;
mod at;
mod carried;
mod change;
mod compared;
mod describe;
mod event;
mod evidence;
mod exemption;
mod finding;
mod fingerprint;
mod formats;
mod gap;
#[cfg(test)]
pub(crate) mod generated;
mod ids;
#[cfg(test)]
mod laws;
mod life;
pub mod limits;
mod merged;
mod migration;
mod note;
mod redaction;
mod register;
mod sign_off;
mod state;
mod table;
mod value;
mod words;

pub use action::{Action, Due, Priority, Progress};
pub use action_form::ActionField;
pub use answer::Answer;
pub(crate) use answer::{MAX_REASON, Refusal};
pub(crate) use asked_by::AskedBy;
pub use asked_by::Identity;
pub use at::At;
pub use carried::{Carried, Origin};
pub(crate) use carried::{LastTime, OtherVersion};
pub use change::Change;
pub(crate) use compared::{ChangedBy, Unlike};
pub use event::{Entry, Event, FORMAT, Logged};
pub use evidence::{EvidenceFile, FileOf};
pub use exemption::{Coverage, Exemption};
pub use finding::FindingId;
pub(crate) use finding::NoFinding;
pub use fingerprint::Fingerprint;
pub use gap::Gap;
pub use ids::{ActionId, EvidenceId, ExemptionId, SystemId, Thing};
pub(crate) use ids::{Numbered, ThingKind};
pub use life::{Closure, Life, Relied, Submission};
pub use merged::{Kept, Merge, Renumbered, Seen};
pub use migration::{Aspect, Changes, Difference, Earlier, Given, Register, Why};
pub(crate) use migration::{Former, Titles, changed_words};
pub(crate) use migration::{Moving, stays};
pub use note::Note;
pub use redaction::{Hidden, REDACTED, Redaction};
pub(crate) use register::system_names;
pub use register::{Evidence, System};
pub use sign_off::{Fault, SignOff, Signed};
pub use state::Assessment;
#[cfg(test)]
pub(crate) use state::FOLDED;
pub(crate) use state::{FoldError, undone};
pub(crate) use value::Value;
