//! `verify` of reports that were changed without touching what was first written: by what follows its
//! end, by what pages have from above them, and by what was done to signatures. And what a report
//! says that no record says.

use lopdf::{Document, Object, ObjectId, decode_text_string};
use serde_json::{Value, json};

use super::place::{Ran, place};
use super::report::{drawings, forged, says, signed, verify};
use super::sign::{reported, twice};

/// The file with another object in the place of one, as PDF editors add it.
fn updated(file: &[u8], id: ObjectId, object: &str) -> Vec<u8> {
    let document = Document::load_mem(file).unwrap();
    let root = document.trailer.get(b"Root").unwrap();
    let root = root.as_reference().unwrap().0;
    let start = file.windows(10).rposition(|w| w == b"startxref\n").unwrap() + 10;
    let end = start + file[start..].iter().position(|b| *b == b'\n').unwrap();
    let before = std::str::from_utf8(&file[start..end]).unwrap();
    let (at, body) = (file.len(), format!("{} 0 obj\n{object}\nendobj\n", id.0));
    let table = at + body.len();
    let more = format!(
        "{body}xref\n{} 1\n{at:010} 00000 n \ntrailer\n<</Size {}/Root {root} 0 R/Prev {before}>>\nstartxref\n{table}\n%%EOF\n",
        id.0,
        document.max_id + 1,
    );
    [file, more.as_bytes()].concat()
}

/// Words on a page, as its whole content.
fn page(words: &str) -> String {
    let drawn = format!("BT 50 700 Td ({words}) Tj ET");
    format!("<</Length {}>>\nstream\n{drawn}\nendstream", drawn.len())
}

fn told(ran: &Ran) -> Value {
    serde_json::from_str(&ran.out).unwrap()
}

#[test]
fn a_page_replaced_behind_the_end_is_named() {
    let place = place();
    let (_, report) = signed(&place);
    let first = drawings(&report)[0];
    let replaced = updated(&report, first, &page("Approved without conditions"));
    let words = [
        "Something was added to the report.",
        "a reader shows the report with them",
        "With it, the report differs:",
        "Page 1 ",
    ];
    says(&verify(&place, &replaced), 3, &words);

    // With another head, nothing is as it was written any more.
    let mut older = replaced;
    assert_eq!(&older[..8], b"%PDF-1.7");
    older[7] = b'6';
    let ran = verify(&place, &older);
    let words = [
        "Not the report that the record in it gives",
        "bytes follow after the first end of the file, and a reader shows the report with them.",
        "Page 1 ",
        "It says that it is PDF 1.6, and should say PDF 1.7.",
    ];
    says(&ran, 3, &words);
    assert!(!ran.out.contains("saved it anew"), "{}", ran.out);
    let json = told(&place.run(&["verify", "other.pdf", "--json"]));
    let kinds = json["report"]["differs"].as_array().unwrap().iter();
    let kinds: Vec<&str> = kinds.map(|d| d["kind"].as_str().unwrap()).collect();
    assert_eq!(kinds, ["behind", "text", "version", "properties"]);
    assert!(json["report"]["added_bytes"].as_u64().unwrap() > 100);

    // The head alone.
    let mut older = report.clone();
    older[7] = b'6';
    says(&verify(&place, &older), 3, &["It says that it is PDF 1.6"]);

    // In a form that is not read, every page may be another.
    let other = b"\n9 0 obj\n<</Type/XRef/XRefStm 4>>\nendobj\nstartxref\n4\n%%EOF\n";
    let other = [&report[..], other].concat();
    says(
        &verify(&place, &other),
        3,
        &["every page may be another with it"],
    );
}

#[test]
fn what_pages_have_from_above_them_is_compared() {
    let place = place();
    let (_, report) = signed(&place);
    let above = |key: &str, value: Object| {
        forged(&report, |document| {
            let pages = document.catalog().unwrap().get(b"Pages").unwrap();
            let pages = pages.as_reference().unwrap();
            document.get_dictionary_mut(pages).unwrap().set(key, value);
        })
    };
    let all = drawings(&report).len();
    let turned = format!("Pages that are turned: 1 to {all}.");
    for degrees in [180, -90] {
        let ran = verify(&place, &above("Rotate", degrees.into()));
        says(&ran, 3, &[&turned]);
        assert!(!ran.out.contains("saved it anew"), "{}", ran.out);
    }
    let box_of = |sides: [i64; 4]| Object::Array(sides.map(Object::from).to_vec());
    // Each page has this of its own, so that none is shown otherwise; the file is another all the same.
    let ran = verify(&place, &above("CropBox", box_of([0, 0, 9, 9])));
    says(&ran, 3, &["Not the report that the record in it gives"]);
    let own = forged(&report, |document| {
        let second = document.page_iter().nth(1).unwrap();
        document
            .get_dictionary_mut(second)
            .unwrap()
            .set("Rotate", 90);
    });
    says(&verify(&place, &own), 3, &["Pages that are turned: 2."]);
}

#[test]
fn broken_and_stripped_signatures_are_named() {
    let (place, report) = reported();
    let signed = twice(&place);
    let find = |words: &[u8], from: usize| {
        let mut windows = signed[from..].windows(words.len());
        from + windows.position(|w| w == words).unwrap()
    };

    // Nothing but zeros where the first one was.
    let start = find(b"/Contents<", report.len()) + 10;
    let end = find(b">", start);
    let mut empty = signed.clone();
    empty[start..end].fill(b'0');
    let ran = verify(&place, &empty);
    says(&ran, 3, &["Signature 1, in Signature1", "does NOT hold"]);

    // It says that it covers something else.
    let ranges = find(b"/ByteRange[0 ", report.len()) + 13;
    let mut misplaced = signed.clone();
    let digit = misplaced[ranges..]
        .iter_mut()
        .find(|b| b.is_ascii_digit())
        .unwrap();
    *digit = if *digit == b'9' { b'8' } else { *digit + 1 };
    let words = [
        "Something was added to the report.",
        "2 signatures in the file could not be held against the report as it was written",
    ];
    says(&verify(&place, &misplaced), 3, &words);

    // The place is emptied by an update.
    let document = Document::load_mem(&signed).unwrap();
    let mut objects = document.objects.iter();
    let (id, widget) = objects
        .find(|(_, o)| {
            o.as_dict().is_ok_and(|d| {
                d.has(b"V")
                    && d.get(b"T")
                        .is_ok_and(|t| decode_text_string(t).is_ok_and(|t| t == "Signature1"))
            })
        })
        .unwrap();
    let rect = widget
        .as_dict()
        .unwrap()
        .get(b"Rect")
        .unwrap()
        .as_array()
        .unwrap();
    let rect: Vec<String> = rect
        .iter()
        .map(|side| side.as_float().unwrap().to_string())
        .collect();
    let bare = format!(
        "<</Type/Annot/Subtype/Widget/FT/Sig/T(Signature1)/Rect[{}]>>",
        rect.join(" ")
    );
    let ran = verify(&place, &updated(&signed, *id, &bare));
    let gone = "The signature in Signature1 is gone: the place is there and empty.";
    says(&ran, 3, &["Something was added", gone]);
    let json = told(&place.run(&["verify", "other.pdf", "--json"]));
    assert_eq!(json["report"]["signatures_gone"], json!(["Signature1"]));

    // Cut off at the end of what was first written, a signed report is one that nobody has signed.
    let ran = verify(&place, &report);
    says(
        &ran,
        0,
        &["No signature of a certificate stands in the file."],
    );
}

#[test]
fn what_no_record_says_is_listed_as_such() {
    let place = place();
    let (_, _) = signed(&place);
    let ran = place.run(&[
        "report",
        "-o",
        "rosy.pdf",
        "--recommendation",
        "Approve: all met",
        "--as-at",
        "2026-01-31",
        "--marking",
        "PUBLIC",
    ]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    let words = [
        "says what the record says",
        "Not from the record, but given by whoever made the report; nothing proves it:",
        "  Day: 31 January 2026\n",
        "  Marking: PUBLIC\n",
        "  Recommendation: Approve: all met\n",
        "That day lies before the newest entry of the record, of ",
    ];
    let ran = place.run(&["verify", "rosy.pdf"]);
    for word in words {
        assert!(ran.out.contains(word), "no {word:?} in {}", ran.out);
    }
    let json = told(&place.run(&["verify", "rosy.pdf", "--json"]));
    assert_eq!(
        json["report"]["not_from_the_record"],
        json!([
            {"what": "as_at", "says": "31 January 2026"},
            {"what": "marking", "says": "PUBLIC"},
            {"what": "recommendation", "says": "Approve: all met"},
        ])
    );
    assert_eq!(json["report"]["as_at_before"], json["last"]);
    let json = told(&place.run(&["verify", "board.pdf", "--json"]));
    assert_eq!(json["report"]["as_at_before"], Value::Null);
}
