//! What other programs want to change: a documented list of changes, read, tried as a whole, and made
//! into the events that a conversation would make.

mod action;
mod counting;
mod entry;
mod exemption;
mod format;
mod names;
mod question;
mod read;
mod trial;
mod value;

pub(crate) use format::ActionText;
pub use format::{Changes, DontKnow, FORMAT, Fields, Given, Name, NotApplicable, Request};
pub(crate) use read::MAX_BYTES;
pub use read::{Read, SCHEMA, read};
pub use trial::{Made, Problem, tried};
