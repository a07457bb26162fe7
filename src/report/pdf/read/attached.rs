//! What is attached to a report, without reading the rest of it.

use std::cell::Cell;
use std::collections::{BTreeMap, HashSet};

use lopdf::xref::{Xref, XrefEntry, XrefType};
use lopdf::{Document, Object, Reader, Stream};
use memchr::memmem;

use super::{MOST, ReadError, first_writing, plain, plain_streams};

const MIB: usize = 1024 * 1024;
/// How many times as long a record may be as it is stored. Each of its lines holds a digest, which
/// cannot be made shorter than a tenth of a line; one that is small may be anything.
const MOST_GROWTH: usize = 16;
const SMALL: usize = 16 * MIB;

/// A PDF as it was first written, of which only the objects on the way to what is attached are read.
pub struct Attached<'a> {
    reader: Reader<'a>,
    objects: Cell<usize>,
}

impl<'a> Attached<'a> {
    /// Reads the table of objects of a file, up to its first end.
    ///
    /// # Errors
    /// Says why it cannot be a report as it was written.
    pub fn read(bytes: &'a [u8]) -> Result<Self, ReadError> {
        let (first, table) = first_writing(bytes).ok_or(ReadError::Damaged)?;
        plain(table)?;
        let attached = Self {
            reader: reader(first, table).ok_or(ReadError::Damaged)?,
            objects: Cell::new(0),
        };
        if let Some(Object::Dictionary(_)) = attached.catalog() {
            Ok(attached)
        } else {
            Err(ReadError::Damaged)
        }
    }

    /// What is in the attached file of this name.
    ///
    /// # Errors
    /// When there is none, or it is too large.
    pub fn file(&self, name: &str) -> Result<Vec<u8>, ReadError> {
        let stream = self.embedded(name).ok_or(ReadError::NoRecord)?;
        let growth = stream.content.len().saturating_mul(MOST_GROWTH);
        stream
            .get_plain_content_with_limit(MOST.min(growth.saturating_add(SMALL)))
            .map_err(|_| ReadError::TooLarge)
    }

    /// How many objects were read so far.
    pub fn objects(&self) -> usize {
        self.objects.get()
    }

    fn embedded(&self, name: &str) -> Option<Stream> {
        let names = self.within(&self.catalog()?, b"Names")?;
        let names = self.within(&names, b"EmbeddedFiles")?;
        let pairs = self.within(&names, b"Names")?;
        let file = pairs
            .as_array()
            .ok()?
            .chunks_exact(2)
            .find_map(|pair| match pair {
                [Object::String(found, _), file] if found == name.as_bytes() => Some(file),
                _ => None,
            })?;
        let file = self.followed(file)?;
        let embedded = self.within(&self.within(&file, b"EF")?, b"F")?;
        if let Object::Stream(stream) = embedded {
            Some(stream)
        } else {
            None
        }
    }

    fn catalog(&self) -> Option<Object> {
        self.followed(self.reader.document.trailer.get(b"Root").ok()?)
    }

    fn within(&self, object: &Object, key: &[u8]) -> Option<Object> {
        self.followed(object.as_dict().ok()?.get(key).ok()?)
    }

    /// An object, through any references to it.
    fn followed(&self, object: &Object) -> Option<Object> {
        let mut object = object.clone();
        let mut seen = HashSet::new();
        while let Object::Reference(id) = object {
            self.objects.set(self.objects.get() + 1);
            object = self.reader.get_object(id, &mut seen).ok()?;
            plain_streams(id, &mut object)?;
        }
        Some(object)
    }
}

/// Reads single objects by a table that is known to be plain.
fn reader<'a>(first: &'a [u8], table: &[u8]) -> Option<Reader<'a>> {
    let (entries, trailer) = table.split_at_checked(memmem::find(table, b"trailer")?)?;
    // The library reads no trailer by itself, but that of a whole file: here, one without objects.
    let empty = [b"%PDF-1.7\nxref\n0 0\n", trailer, b"startxref\n9\n%%EOF"].concat();
    let mut document = Document::load_mem(&empty).ok()?;
    document.reference_table = places(entries)?;
    first.starts_with(b"%PDF-").then_some(Reader {
        buffer: first,
        document,
        encryption_state: None,
        raw_objects: BTreeMap::new(),
        password: None,
        strict: false,
        max_decompressed_size: Some(0),
    })
}

/// Where each object is, by the sections of a plain table.
fn places(entries: &[u8]) -> Option<Xref> {
    let mut places = Xref::new(0, XrefType::CrossReferenceTable);
    let mut words = std::str::from_utf8(entries).ok()?.split_ascii_whitespace();
    words.next().filter(|word| *word == "xref")?;
    while let Some(start) = words.next() {
        let start: u32 = start.parse().ok()?;
        let count: u32 = words.next()?.parse().ok()?;
        for id in start..start.checked_add(count)? {
            let offset: u32 = words.next()?.parse().ok()?;
            let generation: u32 = words.next()?.parse().ok()?;
            match words.next()? {
                "n" => places.insert(
                    id,
                    XrefEntry::Normal {
                        offset,
                        generation: generation.try_into().ok()?,
                    },
                ),
                "f" => {}
                _ => return None,
            }
        }
    }
    Some(places)
}
