//! The places for signatures of a report, and the next signature.

use std::ops::Range;

use lopdf::{Dictionary, Document, Object, ObjectId, decode_text_string};
use memchr::memmem;
use sha2::{Digest, Sha256};
use thiserror::Error;

use super::write::{Section, digits, hexadecimal, put, reference};
use super::{Stamp, appearance};
use crate::report::pdf::PdfError;
use crate::report::pdf::read::Written;

/// The most bytes that a signature may have.
pub(super) const MOST: usize = 256 * 1024;

/// Why a report cannot be signed there.
#[derive(Debug, Error)]
pub enum FormError {
    /// It has no place for any signature.
    #[error(
        "it has no places for signatures, as reports of earlier versions have none. Write it anew with `mfa-assess report`, and sign that"
    )]
    NoPlaces,
    /// All places are taken.
    #[error(
        "all of its places for signatures are taken. Have further people sign on paper, or sign the record off with `mfa-assess sign-off` and write a new report"
    )]
    AllTaken,
    /// There is no such place.
    #[error("it has no place {place}; name one of: {all}")]
    NoSuchPlace {
        /// What was named.
        place: String,
        /// Those that there are.
        all: String,
    },
    /// Somebody has signed there.
    #[error(
        "{0} is signed already, and a signature is never replaced. Choose a free place, or leave --field out"
    )]
    Taken(String),
    /// The signature with its certificates is longer than any that is usual.
    #[error(
        "the signature would have {0} bytes, more than readers take. Give a shorter chain of certificates"
    )]
    TooLong(usize),
    /// It could not be drawn.
    #[error("the signature could not be drawn: {0}")]
    Draw(#[from] PdfError),
}

/// A place for one signature.
#[derive(Clone)]
struct Place {
    id: ObjectId,
    widget: Dictionary,
    name: String,
    signer: String,
    is_signed: bool,
}

/// The places for signatures in a report, as they are after so many of its signatures.
#[derive(Clone)]
pub struct Form {
    catalog: (ObjectId, Dictionary),
    /// The object that lists the fields.
    fields: (ObjectId, Dictionary),
    places: Vec<Place>,
    trailer: Dictionary,
    /// The number of the next new object.
    next: u32,
    /// Where the newest table of objects is.
    table: usize,
    signatures: usize,
}

/// What is added to a report for one signature, with a hole for the signature itself.
pub struct Update {
    bytes: Vec<u8>,
    /// Where the hole is in the whole file, from its opening to its closing bracket.
    hole: Range<usize>,
    /// The length of the file before.
    before: usize,
}

impl Form {
    /// The form of a report as it was first written: these are all of its bytes.
    ///
    /// # Errors
    /// When it has no places for signatures.
    pub fn of(written: &Written, first: &[u8]) -> Result<Self, FormError> {
        let document = written.document();
        let read = || {
            let root = document.trailer.get(b"Root").ok()?.as_reference().ok()?;
            let catalog = document.get_dictionary(root).ok()?;
            let form = catalog.get(b"AcroForm").ok()?.as_reference().ok()?;
            let fields = document.get_dictionary(form).ok()?;
            let list = fields.get(b"Fields").ok()?.as_array().ok()?;
            let places = list.iter().map(|field| place(document, field));
            Some(Self {
                catalog: (root, catalog.clone()),
                fields: (form, fields.clone()),
                places: places.collect::<Option<_>>()?,
                trailer: document.trailer.clone(),
                next: document.max_id.checked_add(1)?,
                table: last_table(first)?,
                signatures: 0,
            })
        };
        match read() {
            Some(form) if !form.places.is_empty() => Ok(form),
            _ => Err(FormError::NoPlaces),
        }
    }

    /// The first place that nobody has signed in.
    ///
    /// # Errors
    /// When there is none.
    pub fn free(&self) -> Result<&str, FormError> {
        let mut free = self.places.iter().filter(|place| !place.is_signed);
        let first = free.next().ok_or(FormError::AllTaken)?;
        Ok(&first.name)
    }

    /// Who is to sign in a place, as the report says.
    pub fn signer(&self, place: &str) -> Option<&str> {
        let mut places = self.places.iter();
        Some(&places.find(|one| one.name == place)?.signer)
    }

    /// The place whose field is this object.
    pub(super) fn place_of(&self, object: u32) -> Option<&str> {
        let mut places = self.places.iter();
        Some(&places.find(|place| place.id == (object, 0))?.name)
    }

    /// Whether all of its places are free.
    pub fn is_empty(&self) -> bool {
        self.signatures == 0
    }

    /// The places that are signed in the report, and are not in the same file with more added to it.
    pub fn gone(&self, shown: &Written) -> Vec<String> {
        let document = shown.document();
        let is_there = |place: &&Place| {
            let widget = document.get_dictionary(place.id);
            widget.is_ok_and(|widget| widget.has(b"V"))
        };
        let signed = self.places.iter().filter(|place| place.is_signed);
        let gone = signed.filter(|place| !is_there(place));
        gone.map(|place| place.name.clone()).collect()
    }

    /// How many signatures there are.
    pub const fn signatures(&self) -> usize {
        self.signatures
    }

    /// Adds a signature in a place to the report of which these are all bytes so far, with room for
    /// so many bytes. The first one certifies the report: nothing but signatures may be added.
    ///
    /// # Errors
    /// When nobody can sign there.
    pub fn sign(
        &mut self,
        before: &[u8],
        place: &str,
        stamp: &Stamp,
        room: usize,
    ) -> Result<Update, FormError> {
        if room > MOST {
            return Err(FormError::TooLong(room));
        }
        let names: Vec<&str> = self
            .places
            .iter()
            .map(|place| place.name.as_str())
            .collect();
        let Some(index) = names.iter().position(|name| *name == place) else {
            let (place, all) = (place.to_owned(), names.join(", "));
            return Err(FormError::NoSuchPlace { place, all });
        };
        // It was found there.
        let Some(chosen) = self.places.get(index).filter(|place| !place.is_signed) else {
            return Err(FormError::Taken(place.to_owned()));
        };
        let certifies = self.signatures == 0;
        let (signature, drawing) = (self.next, self.next + 1);
        let drawn = appearance::draw(stamp, size(&chosen.widget), drawing)?;

        let mut section = Section::behind(before.len());
        let mut widget = chosen.widget.clone();
        widget.set("V", reference(signature));
        widget.set("AP", Dictionary::from_iter([("N", reference(drawing))]));
        section.add(chosen.id.0, &Object::Dictionary(widget));
        if certifies {
            let (id, mut catalog) = self.catalog.clone();
            let certified = Dictionary::from_iter([("DocMDP", reference(signature))]);
            catalog.set("Perms", certified);
            section.add(id.0, &Object::Dictionary(catalog));
            let (id, mut fields) = self.fields.clone();
            // Signatures exist, and the file may only be added to.
            fields.set("SigFlags", 3);
            section.add(id.0, &Object::Dictionary(fields));
        }
        let mut inside = Inside::default();
        let begin = section.end();
        section.raw(signature, |bytes| {
            inside = dictionary(bytes, stamp, certifies, room);
        });
        // The object's head stands before its dictionary.
        let head = format!("{signature} 0 obj\n").len();
        let hole = begin + head + inside.hole.start..begin + head + inside.hole.end;
        let ranges = begin + head + inside.ranges;
        let mut next = drawing;
        for object in &drawn {
            section.add(next, object);
            next += 1;
        }
        let mut trailer = self.trailer.clone();
        trailer.set("Size", i64::from(next));
        trailer.set("Prev", i64::try_from(self.table).unwrap_or(i64::MAX));
        let (mut bytes, table) = section.finish(&trailer);
        let numbers = byte_range(&hole, before.len() + bytes.len());
        let place = ranges - before.len();
        bytes.splice(place..place + numbers.len(), numbers.into_bytes());

        if let Some(chosen) = self.places.get_mut(index) {
            chosen.is_signed = true;
        }
        (self.next, self.table) = (next, table);
        self.signatures += 1;
        Ok(Update {
            bytes,
            hole,
            before: before.len(),
        })
    }
}

impl Update {
    /// The length of the whole file with it.
    pub const fn end(&self) -> usize {
        self.before + self.bytes.len()
    }

    /// Where the signature stands in the whole file, without its brackets.
    pub(super) const fn contents(&self) -> Range<usize> {
        self.hole.start + 1..self.hole.end - 1
    }

    /// What is added before the hole, and what behind it.
    pub(super) fn around(&self) -> (&[u8], &[u8]) {
        let (before, after) = self.bytes.split_at(self.hole.start - self.before);
        (before, after.get(self.hole.len()..).unwrap_or_default())
    }

    /// The digest of all that is signed: the file before, and what is added but for the hole.
    pub fn digest(&self, before: &[u8]) -> [u8; 32] {
        let (head, tail) = self.around();
        let digest = Sha256::new()
            .chain_update(before)
            .chain_update(head)
            .chain_update(tail);
        digest.finalize().into()
    }

    /// What is added, with the signature in its hole.
    ///
    /// # Errors
    /// When it is longer than the hole.
    pub fn with(self, signature: &[u8]) -> Result<Vec<u8>, FormError> {
        let room = self.contents().len();
        let mut inside = Vec::with_capacity(room);
        digits(&mut inside, signature);
        if inside.len() > room {
            return Err(FormError::TooLong(signature.len()));
        }
        inside.resize(room, b'0');
        let start = self.contents().start - self.before;
        let mut bytes = self.bytes;
        bytes.splice(start..start + room, inside);
        Ok(bytes)
    }
}

/// Places in a signature's dictionary, from its beginning.
#[derive(Default)]
struct Inside {
    /// The numbers that say what is signed.
    ranges: usize,
    /// The hole, with its brackets.
    hole: Range<usize>,
}

/// Writes what a signature says of itself. `explain` reads it in this order.
fn dictionary(bytes: &mut Vec<u8>, stamp: &Stamp, certifies: bool, room: usize) -> Inside {
    let start = bytes.len();
    bytes.extend(b"<</Type/Sig/Filter/Adobe.PPKLite/SubFilter/ETSI.CAdES.detached/Name");
    words(bytes, stamp.name());
    if let Some(role) = stamp.role() {
        bytes.extend(b"/Reason");
        words(bytes, role);
    }
    let at = stamp.at().strftime("%Y%m%d%H%M%S");
    put(bytes, format_args!("/M(D:{at}Z)"));
    if certifies {
        // P 2: filling in the form and signing is allowed, and nothing else.
        bytes.extend(
            b"/Reference[<</Type/SigRef/TransformMethod/DocMDP/TransformParams<</Type/TransformParams/P 2/V/1.2>>>>]",
        );
    }
    bytes.extend(b"/ByteRange");
    let ranges = bytes.len() - start;
    bytes.extend(byte_range(&(0..0), 0).as_bytes());
    bytes.extend(b"/Contents");
    let hole = bytes.len() - start;
    bytes.push(b'<');
    bytes.resize(bytes.len() + 2 * room, b'0');
    bytes.push(b'>');
    let hole = hole..bytes.len() - start;
    bytes.extend(b">>");
    Inside { ranges, hole }
}

/// What is signed: from the beginning to the hole, and from there to the end. As long for any numbers.
fn byte_range(hole: &Range<usize>, end: usize) -> String {
    let (start, after) = (hole.start, hole.end);
    let rest = end - after;
    format!("[0 {start:>10} {after:>10} {rest:>10}]")
}

/// Text for people, as UTF-16.
fn words(bytes: &mut Vec<u8>, words: &str) {
    let units = std::iter::once(0xFEFF).chain(words.encode_utf16());
    let units: Vec<u8> = units.flat_map(u16::to_be_bytes).collect();
    hexadecimal(bytes, &units);
}

/// A field of a form, if it is a place for a signature that nobody has signed in.
fn place(document: &Document, field: &Object) -> Option<Place> {
    let id = field
        .as_reference()
        .ok()
        .filter(|(_, generation)| *generation == 0)?;
    let widget = document.get_dictionary(id).ok()?;
    let says = |key| decode_text_string(widget.get(key).ok()?).ok();
    let kind = widget.get(b"FT").and_then(Object::as_name).ok()?;
    (kind == b"Sig" && !widget.has(b"V")).then_some(())?;
    Some(Place {
        id,
        name: says(b"T")?,
        signer: says(b"TU").unwrap_or_default(),
        widget: widget.clone(),
        is_signed: false,
    })
}

/// Width and height of a place.
fn size(widget: &Dictionary) -> (f32, f32) {
    let sides = widget.get(b"Rect").and_then(Object::as_array);
    let sides: Vec<f32> = sides.map_or_else(
        |_| vec![],
        |sides| {
            sides
                .iter()
                .filter_map(|side| side.as_float().ok())
                .collect()
        },
    );
    match sides[..] {
        [left, bottom, right, top] => ((right - left).abs(), (top - bottom).abs()),
        _ => (0.0, 0.0),
    }
}

/// Where the last table of objects of a file is.
fn last_table(bytes: &[u8]) -> Option<usize> {
    const START: &[u8] = b"startxref\n";
    let at = memmem::rfind(bytes, START)?;
    let digits = bytes.get(at + START.len()..)?;
    let count = digits
        .iter()
        .take_while(|byte| byte.is_ascii_digit())
        .count();
    std::str::from_utf8(digits.get(..count)?).ok()?.parse().ok()
}
