//! One assessment on disk: an append-only log, its lock, its drafts, and the folder of all records.
//!
//! The only layer that reads and writes records. It knows what an entry is,
//! but not what any answer means.

mod drafts;
mod error;
mod journal;
mod library;
mod reader;

pub use drafts::Drafts;
pub use error::RecordError;
pub use journal::{Journal, Loaded, Torn, read, read_bytes};
pub use library::{EXTENSION, Library, RecordName, Stored, name_of};
pub use reader::Reader;
