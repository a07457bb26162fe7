//! The one way into a record: what a person or another program proposes is held to the rules, and made into
//! what may be written. The wizard, the commands, tables and the demonstration all come here.

mod accepted;
mod action;
mod acts;
mod check;
mod counting;
mod entry;
mod exempted;
mod exemption;
mod format;
mod names;
mod objection;
mod question;
mod read;
mod trial;
mod value;

pub use accepted::{Accepted, Proposal, With, propose};
pub(crate) use accepted::{objections, reason};
pub(crate) use format::ActionText;
pub use format::{Changes, DontKnow, FORMAT, Fields, Given, Name, NotApplicable, Request};
pub use objection::{Objection, Part, Rule};
pub(crate) use read::MAX_BYTES;
pub use read::{Read, SCHEMA, read};
pub use trial::{Made, Problem, tried};
