//! Scripts of messages over the conversation itself: no terminal, no file, no clock.

mod aging;
mod carrying;
mod commands;
mod evidence;
mod harness;
mod history;
mod life;
mod migrating;
mod nothing;
mod pasting;
mod reading;
mod reasons;
mod registers;
mod reviewing;
mod saving;
mod signing;
mod suggesting;
mod typing;
mod undoing;
