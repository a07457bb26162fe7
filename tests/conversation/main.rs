//! Scripts of messages over the conversation itself: no terminal, no file, no clock.

mod commands;
mod evidence;
mod migrating;
mod saving;
mod signing;
mod suggesting;
mod talk;
mod typing;
mod undoing;
