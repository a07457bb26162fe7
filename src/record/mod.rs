//! One assessment on disk: an append-only log, its lock, its drafts, the files that it names, the
//! export of all that, and the folder of all records.
//!
//! The only layer that reads and writes records. It knows what an entry is,
//! but not what any answer means.

mod archive;
mod chain;
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

pub(crate) use archive::{ARCHIVE_EXTENSION, ArchiveError, Kinship, SCHEMA as ARCHIVE_SCHEMA};
pub use archive::{Archive, Unpacked};
pub use disk::{Disk, RealDisk};
pub use drafts::Drafts;
pub(crate) use drafts::Unbegun;
pub use error::RecordError;
pub(crate) use hidden::{hidden_file, sweep};
pub use journal::Journal;
pub(crate) use library::{EXTENSION, RecordName};
pub use library::{Library, Stored, name_of};
pub(crate) use lines::MAX_WRITTEN;
pub use lines::{Lines, kept_in, missing};
pub(crate) use place::{cautions, name_of_kind, open_file, real_path};
pub use places::Places;
pub(crate) use read::begins_record;
pub use read::{Loaded, SCHEMA, Torn, read, read_bytes};
pub use reader::Reader;
pub(crate) use small::in_the_way;
