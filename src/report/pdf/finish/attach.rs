//! Attached files, as PDF/A-3 wants them: each named in the tree of embedded files, associated with
//! the document, and with what it is, how long and of when.

use flate2::Compression;
use flate2::write::ZlibEncoder;
use jiff::Timestamp;
use lopdf::{Dictionary, Document, Object, ObjectId, Stream, StringFormat};
use md5::{Digest, Md5};
use std::io::Write;

use super::{dictionary, name, number, pdf_date, text};
use crate::report::model::{Attachment, Relation};

/// Adds the files to the document and names them in its catalog, which it returns the entries of.
pub(super) fn write(
    document: &mut Document,
    attachments: &[Attachment],
    modified: Option<Timestamp>,
) -> Option<[(&'static str, Object); 2]> {
    if attachments.is_empty() {
        return None;
    }
    let mut files: Vec<(&str, ObjectId)> = attachments
        .iter()
        .map(|attachment| (attachment.name, file(document, attachment, modified)))
        .collect();
    // A tree of names is searched by halves.
    files.sort_unstable();
    let associated = files.iter().map(|(_, id)| Object::Reference(*id)).collect();
    let names = files
        .iter()
        .flat_map(|(name, id)| [Object::string_literal(*name), Object::Reference(*id)]);
    let tree = dictionary([("Names", Object::Array(names.collect()))]);
    Some([
        ("Names", dictionary([("EmbeddedFiles", tree)])),
        ("AF", Object::Array(associated)),
    ])
}

/// Compresses what is compressed already, until it ends in no line end: what is attached has to come
/// out as it went in.
pub(super) fn compress_again(stream: &mut Stream) {
    let mut filters = vec![name("FlateDecode")];
    while super::ends_a_line(&stream.content) {
        let mut encoder = ZlibEncoder::new(Vec::new(), Compression::fast());
        // Writing to memory does not fail.
        let written = encoder.write_all(&stream.content);
        let Ok(again) = written.and_then(|()| encoder.finish()) else {
            return;
        };
        stream.set_content(again);
        filters.push(name("FlateDecode"));
    }
    stream.dict.set("Filter", filters);
}

fn file(document: &mut Document, attached: &Attachment, modified: Option<Timestamp>) -> ObjectId {
    let checksum = Md5::digest(&attached.bytes).to_vec();
    let mut about = Dictionary::from_iter([
        ("Size", number(attached.bytes.len())),
        (
            "CheckSum",
            Object::String(checksum, StringFormat::Hexadecimal),
        ),
    ]);
    if let Some(at) = modified {
        about.set("ModDate", Object::string_literal(pdf_date(at)));
    }
    let entries = Dictionary::from_iter([
        ("Type", name("EmbeddedFile")),
        ("Subtype", name(attached.media_type)),
        ("Params", Object::Dictionary(about)),
    ]);
    let content = document.add_object(Stream::new(entries, attached.bytes.clone()));
    let relation = match attached.relation {
        Relation::Source => "Source",
        Relation::Data => "Data",
    };
    document.add_object(dictionary([
        ("Type", name("Filespec")),
        ("F", Object::string_literal(attached.name)),
        ("UF", text(attached.name)),
        ("Desc", text(attached.about)),
        ("AFRelationship", name(relation)),
        (
            "EF",
            dictionary([("F", content.into()), ("UF", content.into())]),
        ),
    ]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_attached_comes_out_as_it_went_in_whatever_it_ends_in() {
        let mut again = 0;
        for length in 0..600 {
            let bytes: Vec<u8> = (0..1000 + length)
                .map(|n: usize| b'a' + (n * n % 23) as u8)
                .collect();
            let mut stream = Stream::new(Dictionary::new(), bytes.clone());
            stream.compress().unwrap();
            if super::super::ends_a_line(&stream.content) {
                compress_again(&mut stream);
                again += 1;
            }
            assert!(!super::super::ends_a_line(&stream.content));
            assert_eq!(stream.decompressed_content().unwrap(), bytes);
        }
        assert!(again > 1, "{again}");
    }
}
