//! The conversation: a model, messages that move it, and effects that come out of it.
//!
//! No terminal, no file, no clock. Both faces, `tui` and `plain`, and the tests drive it through
//! [`update`]; a session carries the effects out.

mod actions;
mod closing;
mod drawn;
mod earlier;
mod entries;
mod exemptions;
mod field;
mod former;
mod guidance;
mod history;
pub mod keys;
mod life;
mod lists;
mod message;
mod model;
mod open;
mod reason;
mod remark;
mod review;
mod row;
mod signing;
mod stops;
pub mod texts;
mod update;
mod views;

pub use drawn::{Said, said_of};
pub use field::{Field, FieldKey, fields};
pub use guidance::{Piece, below, guidance, scroll};
pub use history::History;
pub use keys::{Command, Key};
pub use life::{ResetChoice, Resetting, status, story};
pub use lists::{rows, search, signed};
pub use message::{Copying, Effect, Message, Opened};
pub use model::{
    About, Form, List, Listed, Model, Notice, Overlay, Pending, Place, Saving, Screen, Stop,
    Subject,
};
pub use open::Open;
pub use reason::{Asking, Reason};
pub use row::{Goal, Row, Tag};
pub use signing::{Signing, only_as_draft, who_signed};
pub use stops::{is_chosen, label, links, of_field, stops};
pub use update::update;
