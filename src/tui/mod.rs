//! The full screen: terminal guard, event loop, drawing. It shows the conversation and sends it keys.

mod draw;
mod form;
mod input;
mod list;
mod overlay;
mod run;
mod terminal;
mod theme;
pub mod wrap;

pub use draw::draw;
pub use run::run;
pub(crate) use run::{Ended, TuiError};
pub use theme::Theme;
