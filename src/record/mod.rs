//! One assessment on disk: an append-only log, its lock, its drafts, the files that it names, the
//! export of all that, and the folder of all records.
//!
//! The only layer that reads and writes records. It knows what an entry is,
//! but not what any answer means.

mod archive;
mod disk;
mod drafts;
mod error;
pub mod evidence;
mod hidden;
mod holder;
mod journal;
mod library;
mod lines;
mod outputs;
mod place;
mod places;
mod read;
mod reader;
#[cfg(test)]
pub(crate) mod sample;
mod small;

pub use archive::{
    ARCHIVE_EXTENSION, Archive, ArchiveError, Kinship, Placed, SCHEMA as ARCHIVE_SCHEMA, Unpacked,
};
pub use disk::{Disk, RealDisk};
pub use drafts::{Drafts, Unbegun};
pub use error::RecordError;
pub use hidden::{hidden_file, sweep};
pub use holder::Holder;
pub use journal::Journal;
pub use library::{EXTENSION, Library, RecordName, Stored, name_of};
pub use lines::{Lines, MAX_WRITTEN, kept_in, missing};
pub use place::{cautions, name_of_kind, open_file, real_path};
pub use places::Places;
pub use read::{Loaded, SCHEMA, Torn, begins_record, read, read_bytes};
pub use reader::Reader;
pub use small::in_the_way;
