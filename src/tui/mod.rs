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
pub use run::{Ended, TuiError, run};
pub use theme::Theme;
