//! Writes objects behind the end of a file, with a table of their own.
//!
//! By hand: the library would begin a second file in the first one's end.

use std::collections::BTreeMap;
use std::io::Write;

use lopdf::{Dictionary, Object};

/// What is added to a file, object by object.
pub(super) struct Section {
    /// Where it begins in the whole file.
    start: usize,
    bytes: Vec<u8>,
    /// Where each object begins in the whole file.
    places: BTreeMap<u32, usize>,
}

impl Section {
    /// Begins behind a file of this length.
    pub(super) const fn behind(length: usize) -> Self {
        Self {
            start: length,
            bytes: Vec::new(),
            places: BTreeMap::new(),
        }
    }

    /// The length of the whole file so far.
    pub(super) const fn end(&self) -> usize {
        self.start + self.bytes.len()
    }

    /// Adds an object.
    pub(super) fn add(&mut self, id: u32, object: &Object) {
        self.raw(id, |bytes| write(bytes, object));
    }

    /// Adds an object that is written by the caller.
    pub(super) fn raw(&mut self, id: u32, object: impl FnOnce(&mut Vec<u8>)) {
        self.places.insert(id, self.end());
        put(&mut self.bytes, format_args!("{id} 0 obj\n"));
        object(&mut self.bytes);
        self.bytes.extend(b"\nendobj\n");
    }

    /// Ends it: the table of the objects, what the file begins to be read with, and where the table
    /// is, which is returned too.
    pub(super) fn finish(mut self, trailer: &Dictionary) -> (Vec<u8>, usize) {
        let table = self.end();
        self.bytes.extend(b"xref\n0 1\n0000000000 65535 f \n");
        let places: Vec<(u32, usize)> = self.places.into_iter().collect();
        for run in places.chunk_by(|(one, _), (next, _)| one + 1 == *next) {
            if let Some((first, _)) = run.first() {
                put(&mut self.bytes, format_args!("{first} {}\n", run.len()));
            }
            for (_, place) in run {
                put(&mut self.bytes, format_args!("{place:010} 00000 n \n"));
            }
        }
        self.bytes.extend(b"trailer\n");
        dictionary(&mut self.bytes, trailer);
        put(
            &mut self.bytes,
            format_args!("\nstartxref\n{table}\n%%EOF\n"),
        );
        (self.bytes, table)
    }
}

/// Writes an object.
pub(super) fn write(bytes: &mut Vec<u8>, object: &Object) {
    match object {
        Object::Null => bytes.extend(b"null"),
        Object::Boolean(value) => put(bytes, format_args!("{value}")),
        Object::Integer(value) => put(bytes, format_args!("{value}")),
        Object::Real(value) => put(bytes, format_args!("{value}")),
        Object::Name(name) => self::name(bytes, name),
        Object::String(string, _) => hexadecimal(bytes, string),
        Object::Array(items) => {
            bytes.push(b'[');
            for (index, item) in items.iter().enumerate() {
                if index > 0 {
                    bytes.push(b' ');
                }
                write(bytes, item);
            }
            bytes.push(b']');
        }
        Object::Dictionary(entries) => dictionary(bytes, entries),
        Object::Stream(stream) => {
            dictionary(bytes, &stream.dict);
            bytes.extend(b"\nstream\n");
            bytes.extend(&stream.content);
            bytes.extend(b"\nendstream");
        }
        Object::Reference((id, generation)) => put(bytes, format_args!("{id} {generation} R")),
    }
}

/// A string in hexadecimal digits, which no byte of it can break out of.
pub(super) fn hexadecimal(bytes: &mut Vec<u8>, string: &[u8]) {
    bytes.push(b'<');
    digits(bytes, string);
    bytes.push(b'>');
}

/// Two small digits for each byte.
pub(super) fn digits(bytes: &mut Vec<u8>, string: &[u8]) {
    for byte in string {
        put(bytes, format_args!("{byte:02x}"));
    }
}

/// A reference to an object that this program has written.
pub(super) const fn reference(id: u32) -> Object {
    Object::Reference((id, 0))
}

fn dictionary(bytes: &mut Vec<u8>, entries: &Dictionary) {
    bytes.extend(b"<<");
    for (key, value) in entries {
        name(bytes, key);
        bytes.push(b' ');
        write(bytes, value);
    }
    bytes.extend(b">>");
}

fn name(bytes: &mut Vec<u8>, name: &[u8]) {
    bytes.push(b'/');
    for &byte in name {
        if byte.is_ascii_graphic() && !b"()<>[]{}/%#".contains(&byte) {
            bytes.push(byte);
        } else {
            put(bytes, format_args!("#{byte:02X}"));
        }
    }
}

/// Writes formatted text.
pub(super) fn put(bytes: &mut Vec<u8>, words: std::fmt::Arguments<'_>) {
    // Writing to memory does not fail.
    let _ = bytes.write_fmt(words);
}
