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

pub use format::{
    ActionText, Changes, DontKnow, FORMAT, Fields, Given, Name, NotApplicable, Request,
};
pub use read::{MAX_BYTES, Read, SCHEMA, read};
pub use trial::{Made, Problem, tried};
