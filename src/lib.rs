//! The parts of `mfa-assess`. Imports run downwards only:
//!
//! ```text
//! cli/            one file a command; parses arguments, prints, ends with an exit code
//! tui/  plain/    the two faces of one conversation: full screen, and line by line
//! session         carries effects out: the one place where the conversation meets disk and clock
//! wizard/         the conversation: model, message, update, key table. No terminal, file or clock
//! output/         the one place that writes files that others get: what they may replace, and how
//! report/         contents, booklet and model (what is printed), typography (text as it is measured), pdf
//!                 and markdown (how), reproduce (a report made anew, to verify it), data (for programs)
//! signature/      certificate signatures: keys, CMS, checking. Bytes in, bytes out. Pure
//! table/          registers as CSV tables: what goes out, and what one that comes back changes. Pure
//! lint/           what makes a sound questionnaire a good one. Pure
//! record/         the log on disk: journal, drafts, evidence, archive, library of records
//! propose/        the one way into a record: what is proposed is held to the rules and accepted. Pure
//! history/        records over time: audit, comparing, merging, carrying forward, copies for others. Pure
//! rules/          what follows from a record on a day: outcomes, what counts, what is due. Pure
//! facts/          what a record says: events, and the state that they come to. Pure
//! questionnaire/  what is asked: model, conditions, loading, checking. Pure
//! text            text that comes in is cleaned here
//! unique          JSON that says one thing to one reader and another to the next is found here
//! encoding        text that comes in and is not UTF-8 is named here
//! platform/       what differs from system to system, in one folder
//! ```
//!
//! `tests/house.rs` holds that order; `cargo run --example house` prints what stands in each room.
//!
//! The way of one answer: a key becomes a [`wizard::Message`], [`wizard::update`] turns it into an
//! [`wizard::Effect`], the [`session`] appends it to the [`record`] and syncs, and the state, the
//! results and the next frame follow from it.

#![forbid(unsafe_code)]
// Only the program may not fail: tests and benches say what went wrong by failing loudly.
#![warn(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
// So that the compiler finds what nothing uses.
#![warn(unreachable_pub)]
// Who adds a variant is led to all that deals with the others. A test may look for one alone.
#![cfg_attr(not(test), warn(clippy::wildcard_enum_match_arm))]

/// The name and version that records and reports carry.
pub const TOOL: &str = concat!(env!("CARGO_PKG_NAME"), " ", env!("CARGO_PKG_VERSION"));

pub mod cli;
mod encoding;
pub mod facts;
pub mod history;
pub mod lint;
mod output;
pub mod plain;
mod platform;
pub mod propose;
pub mod questionnaire;
pub mod record;
pub mod report;
pub mod rules;
#[cfg(test)]
mod schema;
pub mod session;
pub mod signature;
pub mod table;
pub mod text;
pub mod tui;
mod unique;
pub mod wizard;
