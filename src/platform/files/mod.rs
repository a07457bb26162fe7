//! Files as the system knows them: which one a name leads to, who may read it, and who we are.

#[cfg(unix)]
mod unix;
#[cfg(unix)]
use unix as system;
#[cfg(not(unix))]
mod windows;
#[cfg(not(unix))]
use windows as system;

pub use system::{
    RENAMES_OVER_OPEN, host, is_gone, is_same, kind_of, leads_to, names, only_owner,
    only_owner_folder, only_owner_temporary, opened_to, same_rights, stranger, user,
};

/// What other people on this system can do with a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Others {
    /// Look at it.
    Read,
    /// Write to it.
    Change,
}
