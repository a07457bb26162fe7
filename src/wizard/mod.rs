//! The conversation: a model, messages that move it, and effects that come out of it.
//!
//! No terminal, no file, no clock. Both faces, `tui` and `plain`, and the tests drive it through
//! [`update`]; a session carries the effects out.

mod actions;
mod beside;
mod closing;
mod earlier;
mod entries;
mod exemption;
mod field;
mod focus;
mod former;
mod guidance;
mod history;
pub mod keys;
mod lists;
mod message;
mod model;
mod open;
mod page;
mod pages;
mod reason;
mod related;
mod review;
mod row;
mod signing;
pub mod texts;
mod update;
mod views;
mod watched;

pub(crate) use exemption::workflow::Resetting;
pub use exemption::workflow::{ResetChoice, status, story};
pub use field::{Field, FieldKey, fields};
pub(crate) use focus::is_chosen;
pub use focus::{label, links, of_field};
pub(crate) use guidance::Piece;
pub use guidance::{below, guidance, scroll};
pub use history::History;
pub use keys::{Command, Key};
pub use lists::{aside, rows, search, signed};
pub use message::{Copying, Effect, Message, Opened};
pub use model::{
    About, Form, List, Listed, Model, Notice, Overlay, Pending, Place, Saving, Screen, Stop,
    Subject,
};
pub use open::{Assessed, Open};
pub use page::{Item, On, Page, Say, Tone};
#[cfg(test)]
pub(crate) use pages::MADE;
pub use pages::{page, why};
pub use reason::{Asking, Reason};
pub use related::{Said, said_of};
pub use row::{Goal, Row, Tag};
pub use signing::{Signing, only_as_draft, who_signed};
pub use update::update;
pub use watched::{Revision, Watched};
