//! The conversation: a model, messages that move it, and effects that come out of it.
//!
//! No terminal, no file, no clock. Both faces, `tui` and `plain`, and the tests drive it through
//! [`update`]; a session carries the effects out.

mod actions;
mod assessed;
mod beside;
mod change;
mod closing;
mod earlier;
mod entries;
mod exemption;
mod field;
mod fields;
mod focus;
mod foot;
mod former;
mod guidance;
mod history;
pub mod keys;
mod links;
mod lists;
mod message;
mod model;
mod neighbours;
mod open;
mod page;
mod pages;
mod places;
mod reason;
mod related;
mod review;
mod row;
mod scenarios;
mod signing;
mod stored;
pub mod texts;
mod trail;
mod update;
mod views;
mod watched;

pub use assessed::{Assessed, Signing};
pub(crate) use exemption::workflow::Resetting;
pub use exemption::workflow::{status, story};
pub use field::Field;
pub use fields::fields;
pub use focus::{Offer, of_field, offers};
pub use foot::foot;
pub use guidance::{below, guidance};
pub use keys::{Command, Key};
pub use links::links;
pub use lists::{aside, rows, search};
pub use message::{Copying, Effect, Message, Opened, ResetChoice};
pub use model::{Form, List, Model, Notice, Overlay, Saving, Screen};
pub use open::{Open, Reason};
pub use page::{Guidance, Item, On, Page, Piece, Say, Tone};
#[cfg(test)]
pub(crate) use pages::MADE;
pub use pages::{page, why};
pub use places::{FieldKey, Place, Stop, Subject};
pub use reason::Asking;
pub use related::{Said, said_of};
pub use row::{Goal, Row, Tag};
pub use signing::{only_as_draft, signed, who_signed};
pub use stored::{About, Listed};
pub use trail::History;
pub use update::update;
pub use watched::{Revision, Watched};
