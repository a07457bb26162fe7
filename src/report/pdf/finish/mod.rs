//! Finishes the file: version, properties, outline, structure, identifiers; then its bytes.
//!
//! `printpdf` writes pages and fonts well, and the rest either wrongly or not at all.

mod annotations;
mod attach;
mod icc;
mod outline;
mod structure;
mod xmp;

use jiff::Timestamp;
use lopdf::{Dictionary, Document, Object, ObjectId, Stream, StringFormat};
use sha2::{Digest, Sha256};

use super::PdfError;
use super::draw::Drawn;
use super::layout::Layout;
use crate::TOOL;
use crate::report::model::{Meta, Report};

/// Finishes a drawn document.
///
/// # Errors
/// When the document does not have the parts that the writer promises.
pub(super) fn finish(report: &Report, layout: &Layout, drawn: Drawn) -> Result<Vec<u8>, PdfError> {
    let Drawn {
        mut document,
        marks,
    } = drawn;
    let pages: Vec<ObjectId> = document.get_pages().into_values().collect();
    document.version = "1.7".to_owned();
    properties(&mut document, &report.meta)?;
    let outline = outline::write(&mut document, &pages, &layout.pages);
    let annotations = annotations::write(&mut document, &pages, &layout.pages)?;
    let structure = structure::write(&mut document, &pages, layout, &marks, &annotations)?;
    let metadata = document.add_object(xmp::stream(&report.meta));
    let intent = icc::output_intent(&mut document);
    let attached = attach::write(&mut document, &report.attachments, report.meta.modified);

    let catalog = document.catalog_mut().map_err(fault)?;
    catalog.set("Lang", Object::string_literal(report.meta.language.clone()));
    catalog.set("MarkInfo", dictionary([("Marked", true.into())]));
    let shown = dictionary([("DisplayDocTitle", true.into())]);
    catalog.set("ViewerPreferences", shown);
    catalog.set("StructTreeRoot", structure);
    catalog.set("Metadata", metadata);
    catalog.set("OutputIntents", vec![Object::Reference(intent)]);
    if let Some(outline) = outline {
        catalog.set("Outlines", outline);
        catalog.set("PageMode", "UseOutlines");
    }
    if let Some(form) = annotations.form {
        catalog.set("AcroForm", form);
    }
    for (key, entry) in attached.into_iter().flatten() {
        catalog.set(key, entry);
    }
    compress(&mut document);
    identify(&mut document, &report.meta);
    save(document)
}

/// Replaces the properties that the writer made up.
fn properties(document: &mut Document, meta: &Meta) -> Result<(), PdfError> {
    let mut info = Dictionary::from_iter([
        ("Title", text(&meta.title)),
        ("Subject", text(&meta.subject)),
        ("Creator", text(TOOL)),
        ("Producer", text(TOOL)),
    ]);
    if let Some(author) = &meta.author {
        info.set("Author", text(author));
    }
    if let Some(at) = meta.modified {
        let date = Object::string_literal(pdf_date(at));
        info.set("CreationDate", date.clone());
        info.set("ModDate", date);
    }
    let id = document.trailer.get(b"Info").and_then(Object::as_reference);
    document.set_object(id.map_err(fault)?, info);
    Ok(())
}

/// Names the file after the record and its own contents, never at random.
fn identify(document: &mut Document, meta: &Meta) {
    let mut contents = Sha256::new();
    for object in document.objects.values() {
        if let Object::Stream(stream) = object {
            contents.update(&stream.content);
        }
    }
    let name = |digest: &[u8]| Object::String(digest[..16].to_vec(), StringFormat::Hexadecimal);
    let record = name(&Sha256::digest(meta.seed.as_bytes()));
    let contents = name(&contents.finalize());
    document.trailer.set("ID", vec![record, contents]);
}

/// Compresses what may be compressed: the metadata must be readable as they stand.
pub(super) fn compress(document: &mut Document) {
    for object in document.objects.values_mut() {
        let Object::Stream(stream) = object else {
            continue;
        };
        if stream.dict.has_type(b"Metadata") {
            continue;
        }
        // A stream that is not compressed is as valid as one that is.
        drop(stream.compress());
        if !stream.dict.has(b"Filter") || !ends_a_line(&stream.content) {
            continue;
        }
        // Checkers take a line end for the one before "endstream".
        if stream.dict.has_type(b"EmbeddedFile") {
            attach::compress_again(stream);
            continue;
        }
        let Ok(plain) = stream.decompressed_content() else {
            continue;
        };
        // A space moves it away.
        if !stream.dict.has(b"Length1") {
            let mut longer = plain.clone();
            longer.push(b' ');
            stream.dict.remove(b"Filter");
            stream.set_content(longer);
            drop(stream.compress());
        }
        if ends_a_line(&stream.content) {
            stream.dict.remove(b"Filter");
            stream.set_content(plain);
        }
    }
}

fn ends_a_line(bytes: &[u8]) -> bool {
    matches!(bytes.last(), Some(b'\n' | b'\r'))
}

fn save(mut document: Document) -> Result<Vec<u8>, PdfError> {
    let mut bytes = Vec::new();
    document.save_to(&mut bytes).map_err(fault)?;
    bytes.push(b'\n');
    Ok(bytes)
}

fn fault(error: impl std::fmt::Display) -> PdfError {
    PdfError::Writer(error.to_string())
}

/// A direct dictionary.
fn dictionary<const N: usize>(entries: [(&str, Object); N]) -> Object {
    Object::Dictionary(Dictionary::from_iter(entries))
}

/// A name.
fn name(name: &str) -> Object {
    Object::Name(name.as_bytes().to_vec())
}

/// A whole number.
fn number(number: usize) -> Object {
    Object::Integer(i64::try_from(number).unwrap_or(i64::MAX))
}

/// Text for people, as UTF-16.
fn text(words: &str) -> Object {
    let units = std::iter::once(0xFEFF).chain(words.encode_utf16());
    let bytes = units.flat_map(u16::to_be_bytes).collect();
    Object::String(bytes, StringFormat::Hexadecimal)
}

fn pdf_date(at: Timestamp) -> String {
    at.strftime("D:%Y%m%d%H%M%SZ").to_string()
}

fn plain_stream(entries: Dictionary, content: Vec<u8>) -> Stream {
    Stream::new(entries, content)
}
