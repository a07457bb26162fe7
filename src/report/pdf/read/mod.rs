//! Reads a report back: what is attached to it, and in what two files differ.
//!
//! The counterpart of `finish`, for files that anybody may have changed. It reads the form in which
//! `finish` writes, and no other: one plain table of objects, no object inside another's stream. So
//! nothing is inflated but what is asked for, and that only up to a bound.

mod attached;
mod compare;
#[cfg(test)]
mod tests;

use lopdf::{Document, LoadOptions, Object, ObjectId, Stream};
use memchr::memmem;
use thiserror::Error;

pub use attached::Attached;
pub use compare::{Difference, Work, compare, compare_counted};

/// The largest stream that is inflated: a record is not written larger.
const MOST: usize = crate::record::MAX_WRITTEN;

/// Why nothing can be taken out of a file.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ReadError {
    /// It is no PDF, or no longer.
    #[error(
        "it cannot be read as a PDF: it was cut short or damaged. Get the report again from the person who sent it"
    )]
    Damaged,
    /// It is encrypted.
    #[error(
        "it is encrypted, and no report is when it is written. Ask for the report as mfa-assess wrote it"
    )]
    Encrypted,
    /// Another program wrote it.
    #[error(
        "another program has written it or saved it anew, in a form that mfa-assess does not write. Ask for the report as mfa-assess wrote it"
    )]
    Foreign,
    /// No record is in it.
    #[error(
        "no record is attached to it: it is no report of mfa-assess, or one of an early version, or the record was taken out. Verify the record itself, with the fingerprint on the front sheet: mfa-assess verify RECORD --fingerprint HEX"
    )]
    NoRecord,
    /// What is attached inflates without end.
    #[error(
        "what is attached to it is far larger than it is stored, and larger than any record. Ask for the report as mfa-assess wrote it"
    )]
    TooLarge,
}

/// The most tables of objects in a file that is read with all that was added to it.
const MOST_TABLES: usize = 64;

/// A PDF as it was first written, without what may have been added behind its end: all of its objects.
pub struct Written {
    document: Document,
    /// How many bytes follow the first end, but for line breaks.
    behind: usize,
}

impl Written {
    /// Reads a file up to its first end.
    ///
    /// # Errors
    /// Says why it cannot be a report as it was written.
    pub fn read(bytes: &[u8]) -> Result<Self, ReadError> {
        let (first, table) = first_writing(bytes).ok_or(ReadError::Damaged)?;
        plain(table)?;
        let behind = bytes.get(first.len()..).unwrap_or_default();
        let is_break = |b: &u8| matches!(b, b'\r' | b'\n');
        let behind = behind.iter().skip_while(|b| is_break(b)).count();
        Self::load(first, behind).ok_or(ReadError::Damaged)
    }

    /// Reads a file with all that was added to it, as those who look at it do. Nothing where that is
    /// in a form in which nobody adds to a report in good faith, and which may inflate without end.
    pub fn as_shown(bytes: &[u8]) -> Option<Self> {
        let (first, table) = first_writing(bytes)?;
        plain(table).ok()?;
        let added = bytes.get(first.len()..)?;
        let says = |words: &[u8]| memmem::find_iter(added, words).count();
        let is_plain = says(b"/XRefStm") == 0 && says(b"/Encrypt") == 0;
        let is_short = says(b"startxref") < MOST_TABLES && says(b"trailer") < MOST_TABLES;
        if is_plain && is_short {
            Self::load(bytes, 0)
        } else {
            None
        }
    }

    fn load(bytes: &[u8], behind: usize) -> Option<Self> {
        let options = LoadOptions {
            filter: Some(plain_streams),
            max_decompressed_size: Some(0),
            ..LoadOptions::default()
        };
        let document = Document::load_mem_with_options(bytes, options).ok()?;
        document.catalog().ok()?;
        Some(Self { document, behind })
    }

    /// How many bytes follow the first end of the file, but for line breaks.
    pub(in crate::report) const fn behind(&self) -> usize {
        self.behind
    }

    /// What reading it has taken: how many objects there are, and how many bytes their streams have.
    pub fn size(&self) -> (usize, usize) {
        let objects = self.document.objects.values();
        let streams = objects.filter_map(|object| object.as_stream().ok());
        let bytes = streams.map(|stream| stream.content.len()).sum();
        (self.document.objects.len(), bytes)
    }

    /// Its objects.
    pub(super) const fn document(&self) -> &Document {
        &self.document
    }

    /// The pages, in order.
    fn pages(&self) -> Vec<ObjectId> {
        self.document.page_iter().collect()
    }
}

/// The file up to its first end, and its table of objects: what is added later comes behind it.
fn first_writing(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    const START: &[u8] = b"startxref";
    const END: &[u8] = b"%%EOF";
    let is_break = |b: &&u8| matches!(**b, b'\r' | b'\n');
    // In words on a page these stand on one line, if they stand there at all.
    memmem::find_iter(bytes, START).find_map(|at| {
        let mut end = at + START.len();
        end += bytes.get(end..)?.iter().take_while(is_break).count();
        let digits = bytes.get(end..)?.iter().take_while(|b| b.is_ascii_digit());
        let digits = bytes.get(end..end + digits.count())?;
        end += digits.len();
        end += bytes.get(end..)?.iter().take_while(is_break).count();
        if !bytes.get(end..)?.starts_with(END) {
            return None;
        }
        let table: usize = std::str::from_utf8(digits).ok()?.parse().ok()?;
        Some((bytes.get(..end + END.len())?, bytes.get(table..at)?))
    })
}

/// Refuses a file whose table of objects is not one plain table, which all else is found by. Any
/// other form may be made to inflate without end while it is loaded.
fn plain(table: &[u8]) -> Result<(), ReadError> {
    let says = |words: &[u8]| memmem::find(table, words).is_some();
    if says(b"/Encrypt") {
        return Err(ReadError::Encrypted);
    }
    // A name may be written with codes, which would hide it here.
    let plain = table.starts_with(b"xref") && !says(b"#") && !says(b"/Prev") && !says(b"/XRefStm");
    if plain {
        Ok(())
    } else {
        Err(ReadError::Foreign)
    }
}

/// Leaves out streams that `finish` never writes: those that hold further objects, each of which
/// would be inflated, and those with parameters, which may ask for rows of any length.
fn plain_streams(id: ObjectId, object: &mut Object) -> Option<(ObjectId, Object)> {
    let is_other =
        |stream: &Stream| stream.dict.has_type(b"ObjStm") || stream.dict.has(b"DecodeParms");
    let is_other = object.as_stream().is_ok_and(is_other);
    (!is_other).then_some((id, Object::Null))
}
