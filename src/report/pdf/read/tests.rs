use std::io::Write;

use flate2::Compression;
use flate2::write::ZlibEncoder;
use lopdf::{Dictionary, Document, Object, Stream};

use super::*;
use crate::questionnaire::load;
use crate::report::booklet::booklet;
use crate::report::model::{Attachment, Relation, Report};
use crate::report::pdf::render;

const NAME: &str = "record.jsonl";
const MIB: usize = 1024 * 1024;

fn file(bytes: &[u8]) -> Result<Vec<u8>, ReadError> {
    Attached::read(bytes)?.file(NAME)
}

/// A small document with these bytes attached.
fn with(bytes: &[u8]) -> Report {
    let backups = include_bytes!("../../../../tests/backups.json");
    let mut report = booklet(&load(backups).unwrap());
    report.sections.truncate(1);
    report.attachments = vec![Attachment {
        name: NAME,
        about: "The record",
        media_type: "application/jsonl",
        relation: Relation::Source,
        bytes: bytes.to_vec(),
    }];
    report
}

/// The document with a change, as sound as before.
fn changed(change: impl FnOnce(&mut Document)) -> Vec<u8> {
    let mut document = Document::load_mem(&render(&with(b"{}\n")).unwrap()).unwrap();
    change(&mut document);
    let mut bytes = vec![];
    document.save_to(&mut bytes).unwrap();
    bytes
}

/// A compressed stream of far more zeros than may be inflated, with what it is as a part of the file.
fn bomb(kind: &str) -> Stream {
    let zeros = vec![0; MIB];
    let mut encoder = ZlibEncoder::new(vec![], Compression::best());
    encoder.write_all(&zeros).unwrap();
    encoder.flush().unwrap();
    let first = encoder.get_ref().clone();
    encoder.write_all(&zeros).unwrap();
    encoder.flush().unwrap();
    // What follows the first part can follow any number of times.
    let next = encoder.get_ref()[first.len()..].to_vec();
    let bytes = [first, next.repeat(MOST / MIB)].concat();
    assert!(bytes.len() < MIB);
    let entries = [
        ("Type", Object::from(kind)),
        ("Filter", "FlateDecode".into()),
        ("N", 1.into()),
        ("First", 4.into()),
    ];
    Stream::new(Dictionary::from_iter(entries), bytes)
}

#[test]
fn what_was_attached_is_read_back_whatever_is_said_elsewhere() {
    for bytes in [&b"{}\n"[..], b"", b"\n\r\n", &[7; 5000]] {
        let mut report = with(bytes);
        // The end of the file is not taken for one that somebody typed.
        report.meta.subject = "startxref 9 %%EOF".to_owned();
        report.meta.title = "%%EOF".to_owned();
        let pdf = render(&report).unwrap();
        let attached = Attached::read(&pdf).unwrap();
        assert_eq!(attached.file(NAME).unwrap(), bytes);
        assert_eq!(attached.file("report.json"), Err(ReadError::NoRecord));
        let added = [&pdf[..], b"startxref\n0\n%%EOF\n"].concat();
        assert_eq!(file(&added).unwrap(), bytes);
        let written = Written::read(&added).unwrap();
        assert_eq!(compare(&written, &written), [Difference::Form]);
    }
}

#[test]
fn what_is_attached_is_found_by_a_few_objects_of_a_file_of_any_length() {
    let pdf = render(&with(b"{}\n")).unwrap();
    let (all, _) = Written::read(&pdf).unwrap().size();
    assert!(all > 100, "{all} objects");
    let attached = Attached::read(&pdf).unwrap();
    assert_eq!(attached.file(NAME).unwrap(), b"{}\n");
    let read = attached.objects();
    assert!(read <= 8, "{read} of {all} objects");
}

#[test]
fn nothing_inflates_without_end() {
    let attached = changed(|document| {
        let streams = document.objects.iter();
        let mut streams = streams.filter_map(|(id, o)| Some((*id, o.as_stream().ok()?)));
        let attached = streams.find(|(_, s)| s.dict.has_type(b"EmbeddedFile"));
        let (id, _) = attached.unwrap();
        document.set_object(id, bomb("EmbeddedFile"));
    });
    assert_eq!(file(&attached), Err(ReadError::TooLarge));

    // A stream of objects, which a reader would inflate while it loads, is not even looked at.
    let objects = changed(|document| {
        document.add_object(bomb("ObjStm"));
    });
    assert_eq!(file(&objects).unwrap(), b"{}\n");

    // Rows of any length are not made room for.
    let rows = changed(|document| {
        for object in document.objects.values_mut() {
            let Ok(stream) = object.as_stream_mut() else {
                continue;
            };
            let columns = [("Predictor", 12.into()), ("Columns", i64::MAX.into())];
            let columns = Dictionary::from_iter(columns);
            stream.dict.set("DecodeParms", columns);
            stream.dict.set("Filter", "FlateDecode");
        }
    });
    assert_eq!(file(&rows), Err(ReadError::NoRecord));
    let written = Written::read(&rows).unwrap();
    let sound = changed(|_| {});
    let sound = Written::read(&sound).unwrap();
    assert!(compare(&written, &sound).len() > 1);

    // A page that cannot be compared differs.
    let page = changed(|document| {
        let page = document.page_iter().next().unwrap();
        let id = document.get_page_contents(page)[0];
        document.set_object(id, bomb("Page"));
    });
    let differences = compare(&Written::read(&page).unwrap(), &sound);
    assert!(
        matches!(differences[0], Difference::Text { page: 1, .. }),
        "{differences:?}"
    );
}

#[test]
fn a_table_in_another_form_is_refused_before_it_is_read() {
    let mut modern = vec![];
    let mut document = Document::load_mem(&render(&with(b"{}\n")).unwrap()).unwrap();
    document.save_modern(&mut modern).unwrap();
    assert_eq!(Written::read(&modern).err(), Some(ReadError::Foreign));
    assert_eq!(Attached::read(&modern).err(), Some(ReadError::Foreign));
    for (key, error) in [
        ("Prev", ReadError::Foreign),
        ("XRefStm", ReadError::Foreign),
        ("Encrypt", ReadError::Encrypted),
    ] {
        let bytes = changed(|document| document.trailer.set(key, 9));
        assert_eq!(Attached::read(&bytes).err(), Some(error.clone()), "{key}");
        assert_eq!(Written::read(&bytes).err(), Some(error), "{key}");
        // The same name, written with a code for its first letter.
        let coded = format!("/#{:x}{}", key.as_bytes()[0], &key[1..]);
        let at = bytes.windows(key.len()).rposition(|w| w == key.as_bytes());
        let (before, after) = bytes.split_at(at.unwrap() - 1);
        let bytes = [before, coded.as_bytes(), &after[key.len() + 1..]].concat();
        assert_eq!(
            Written::read(&bytes).err(),
            Some(ReadError::Foreign),
            "{key}"
        );
    }
    for bytes in [&b""[..], b"%PDF-1.7", b"%PDF-1.7\nstartxref\n99999\n%%EOF"] {
        assert_eq!(Written::read(bytes).err(), Some(ReadError::Damaged));
        assert_eq!(Attached::read(bytes).err(), Some(ReadError::Damaged));
    }
}
