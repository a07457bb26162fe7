//! A record that was gone on with elsewhere while it was open here, as sync clients and restores do it:
//! what came is read on, where nothing that waits to be written could mean something else behind it.

use super::Session;
use crate::facts::{Assessment, At, Change, Event, Logged};
use crate::propose::Accepted;
use crate::record::RecordError;
use crate::wizard::Open;

/// What an event changes, where that is one thing which nothing else depends on.
fn about(event: &Event) -> Option<At> {
    let at = event.change().map(Change::at);
    at.filter(|at| matches!(at, At::Question(_) | At::Note(_) | At::Evidence(_)))
}

/// Whether what waits here can follow what came there.
pub(super) fn fits(open: &Open, pending: &[Accepted], more: &[Logged]) -> bool {
    let came: Vec<&Event> = more.iter().map(|logged| &logged.entry.event).collect();
    let touched: Vec<At> = came.iter().filter_map(|event| about(event)).collect();
    let is_apart = |waits: &Accepted| about(waits.event()).is_some_and(|at| !touched.contains(&at));
    came.iter().all(|event| event.change().is_some())
        && pending.iter().all(is_apart)
        && Assessment::fold(&[&open.entries[..], more].concat()).is_ok()
}

impl Session {
    /// Why a change is not on disk, with the way out where the file itself is the trouble.
    pub(super) fn not_saved(error: &RecordError) -> String {
        if let RecordError::Ahead(path) = error {
            format!(
                "{} was gone on with elsewhere while it was open here, and this change does not go with that; \
                 nothing was written to it. Save a copy elsewhere with Ctrl-S, or enter copy; mfa-assess merge \
                 joins the two",
                path.display()
            )
        } else if matches!(error, RecordError::Lost { .. }) {
            format!("{error}. Save a copy elsewhere with Ctrl-S, or enter copy")
        } else {
            error.to_string()
        }
    }
}
