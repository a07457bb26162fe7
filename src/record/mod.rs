//! One assessment on disk: an append-only log, its lock, its drafts, the files that it names, the
//! export of all that, and the folder of all records.
//!
//! The only layer that reads and writes records. It knows what an entry is,
//! but not what any answer means.

mod archive;
mod drafts;
mod error;
pub mod evidence;
mod journal;
mod library;

pub use archive::{
    ARCHIVE_EXTENSION, Archive, ArchiveError, Kinship, Placed, Unpacked, schema as archive_schema,
};
pub use drafts::Drafts;
pub use error::RecordError;
pub use journal::{Journal, Loaded, Torn, read, schema, write_whole};
pub use library::{EXTENSION, Library, RecordName, Stored, name_of};
