//! Files as the system knows them: which one a name leads to, who may read it, and who we are.

#[cfg(unix)]
mod unix;
#[cfg(unix)]
use unix as system;
#[cfg(windows)]
mod windows;
#[cfg(windows)]
use windows as system;

pub(crate) use system::{
    HOME, RENAMES_OVER_OPEN, host, is_gone, is_in_use, is_same, keep_writers_out, kind_of,
    leads_to, lock, names, only_owner, only_owner_folder, only_owner_temporary, opened_to,
    same_rights, stranger, sync_folder, user,
};

/// What other people on this system can do with a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(windows, expect(dead_code, reason = "nobody tells there"))]
pub(crate) enum Others {
    /// Look at it.
    Read,
    /// Write to it.
    Change,
}
