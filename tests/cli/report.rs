//! `verify` of a report: the record comes out of it, and nothing can be changed in either unseen.

use std::path::PathBuf;

use lopdf::{Dictionary, Document, Object, ObjectId, Stream};
use mfa_assess::facts::{Answer, Change, Event};
use mfa_assess::propose::Accepted;
use mfa_assess::record::{Journal, read};
use mfa_assess::report::{MADE_FILE, RECORD_FILE};
use serde_json::{Value, json};

use super::ALL;
use super::place::{Place, Ran, place};

/// A signed record with its report, `board.pdf`.
pub(super) fn signed(place: &Place) -> (PathBuf, Vec<u8>) {
    let record = place.begun(&format!("{ALL}7\nAda Fell\n1\ndeclare\n1\nquit\n"));
    let ran = place.run(&["report", "-o", "board.pdf"]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    assert!(ran.err.contains("the whole record is attached"), "{ran:?}");
    let report = std::fs::read(place.folder().join("board.pdf")).unwrap();
    (record, report)
}

/// Verifies these bytes.
pub(super) fn verify(place: &Place, bytes: &[u8]) -> Ran {
    place.file("other.pdf", bytes);
    place.run(&["verify", "other.pdf"])
}

pub(super) fn says(ran: &Ran, code: i32, words: &[&str]) {
    assert_eq!(ran.code, Some(code), "{ran:?}");
    for word in words {
        assert!(ran.out.contains(word), "no {word:?} in {}", ran.out);
    }
}

/// The report with a change, in a file that is as sound as before.
pub(super) fn forged(report: &[u8], change: impl FnOnce(&mut Document)) -> Vec<u8> {
    let mut document = Document::load_mem(report).unwrap();
    change(&mut document);
    let mut bytes = vec![];
    document.save_to(&mut bytes).unwrap();
    bytes
}

/// The report with another stream in the place of one.
fn streamed(report: &[u8], id: ObjectId, change: impl FnOnce(Vec<u8>) -> Vec<u8>) -> Vec<u8> {
    forged(report, |document| {
        let stream = document.get_object_mut(id).unwrap().as_stream_mut();
        let stream: &mut Stream = stream.unwrap();
        let plain = change(stream.get_plain_content().unwrap());
        stream.set_plain_content(plain);
        stream.compress().unwrap();
    })
}

/// What the pages are drawn with, page by page.
pub(super) fn drawings(report: &[u8]) -> Vec<ObjectId> {
    let document = Document::load_mem(report).unwrap();
    let pages = document.page_iter();
    pages.map(|id| document.get_page_contents(id)[0]).collect()
}

/// The stream of the file that is attached by this name.
fn attached(report: &[u8], name: &str) -> ObjectId {
    let document = Document::load_mem(report).unwrap();
    let files = document.objects.values().filter_map(|o| o.as_dict().ok());
    let mut files = files.filter(|d| d.has_type(b"Filespec"));
    let file = files.find(|d| d.get(b"F").and_then(Object::as_str).ok() == Some(name.as_bytes()));
    let streams = file.unwrap().get(b"EF").unwrap().as_dict().unwrap();
    streams.get(b"F").unwrap().as_reference().unwrap()
}

fn replaced(bytes: &[u8], from: &str, to: &str) -> Vec<u8> {
    let text = String::from_utf8(bytes.to_vec()).unwrap();
    assert!(text.contains(from), "no {from:?} in {text}");
    text.replacen(from, to, 1).into_bytes()
}

#[test]
fn a_report_as_it_was_written_is_what_its_record_gives() {
    let place = place();
    let (record, _) = signed(&place);
    let newest = read(&record).unwrap().entries.last().unwrap().fingerprint;
    let same = "rendered again, it is the same, byte for byte.";
    let signed_off = "Signed off by Ada Fell, ";
    // By the command, and by the wizard when it was signed.
    let files = place.files().into_keys();
    let reports: Vec<PathBuf> = files
        .filter(|f| f.extension() == Some("pdf".as_ref()))
        .collect();
    assert_eq!(reports.len(), 2, "{reports:?}");
    for report in reports {
        let report = report.to_str().unwrap();
        let found = format!("Fingerprint: {newest}");
        says(
            &place.run(&["verify", report]),
            0,
            &[same, "Intact: ", signed_off, &found],
        );
    }
    // What the report depends on besides the record comes out of it too.
    let other = [
        "report",
        "-o",
        "other.pdf",
        "--as-at",
        "2027-05-01",
        "--marking",
        "startxref 1 %%EOF",
    ];
    assert_eq!(place.run(&other).code, Some(0));
    let ran = place.run(&["verify", "other.pdf", "--fingerprint", &newest.to_string()]);
    let words = [
        same,
        "1 May 2027",
        "marked “startxref 1 %%EOF”",
        "the newest. Nothing has changed",
    ];
    says(&ran, 0, &words);
    let unknown = "0".repeat(64);
    let ran = place.run(&["verify", "other.pdf", "--fingerprint", &unknown]);
    says(&ran, 3, &[same, "Not found: "]);
    // It needs no record beside it, and no rights but to read.
    std::fs::remove_dir_all(place.records()).unwrap();
    let before = place.files();
    says(&place.run(&["verify", "other.pdf"]), 0, &[same]);
    assert_eq!(place.files(), before);
}

#[test]
fn a_forged_page_is_named_with_what_it_should_say() {
    let place = place();
    let (_, report) = signed(&place);
    let pages = drawings(&report);
    let not_same = "Not the report that the record in it gives";

    // Two letters of the second page change places.
    let text = streamed(&report, pages[1], |plain| {
        let mut text = String::from_utf8(plain).unwrap();
        let longest = text
            .match_indices("> Tj")
            .map(|(at, _)| at)
            .max_by_key(|at| at - text[..*at].rfind('<').unwrap());
        let at = longest.unwrap();
        let (one, other) = (text[at - 8..at - 4].to_owned(), text[at - 4..at].to_owned());
        assert_ne!(one, other);
        text.replace_range(at - 8..at, &format!("{other}{one}"));
        text.into_bytes()
    });
    says(
        &verify(&place, &text),
        3,
        &[not_same, "Page 2 says “", "and should say “", "Intact: "],
    );

    // One digit of a colour or a place.
    let drawing = streamed(&report, pages[1], |mut plain| {
        let digit = plain
            .iter_mut()
            .find(|b| b.is_ascii_digit() && **b != b'9')
            .unwrap();
        *digit += 1;
        plain
    });
    says(
        &verify(&place, &drawing),
        3,
        &[
            not_same,
            "Pages with the same text that are not drawn the same way: 2.",
        ],
    );

    let count = pages.len();
    let shorter = forged(&report, |document| {
        document.delete_pages(&[u32::try_from(count).unwrap()])
    });
    let has = format!("It has {} pages, and should have {count}.", count - 1);
    says(&verify(&place, &shorter), 3, &[not_same, &has]);

    let stuck_on = forged(&report, |document| {
        let note = document.add_object(Dictionary::from_iter([("Subtype", "FreeText".into())]));
        let page = document.page_iter().next().unwrap();
        let page = document.get_dictionary_mut(page).unwrap();
        page.set("Annots", vec![Object::Reference(note)]);
    });
    says(
        &verify(&place, &stuck_on),
        3,
        &["not drawn the same way: 1."],
    );
}

#[test]
fn what_is_beside_the_pages_is_compared_too() {
    let place = place();
    let (_, report) = signed(&place);
    let title = forged(&report, |document| {
        let info = document
            .trailer
            .get(b"Info")
            .unwrap()
            .as_reference()
            .unwrap();
        let info = document.get_dictionary_mut(info).unwrap();
        info.set("Title", Object::string_literal("A certificate"));
    });
    let words = [
        "Its properties differ",
        "The pages, and all else, are the same.",
    ];
    says(&verify(&place, &title), 3, &words);

    let language = forged(&report, |document| {
        let catalog = document.catalog_mut().unwrap();
        catalog.set("Lang", Object::string_literal("cy"));
    });
    says(
        &verify(&place, &language),
        3,
        &["What stands beside the pages differs"],
    );

    let stored = streamed(&report, drawings(&report)[0], |plain| plain);
    let stored = forged(&stored, |document| {
        let page = document.get_object_mut(drawings(&report)[0]).unwrap();
        page.as_stream_mut().unwrap().decompress().unwrap();
    });
    says(&verify(&place, &stored), 3, &["stored in another way"]);
}

#[test]
fn another_record_in_the_report_gives_another_report() {
    let place = place();
    let (record, report) = signed(&place);
    let id = attached(&report, RECORD_FILE);

    // Sound as it is: one answer more.
    let (mut journal, _) = Journal::open(&record).unwrap();
    let answer = Event::Changed(Change::Answer(
        "collections".try_into().unwrap(),
        Some(Answer::Number(99)),
    ));
    let at = "2026-11-24T10:00:00Z".parse().unwrap();
    journal
        .append(at, "Ben Hill", Accepted::unheld(answer))
        .unwrap();
    drop(journal);
    let other = streamed(&report, id, |_| std::fs::read(&record).unwrap());
    let words = [
        "Page 1 says “",
        "Intact: ",
        "Ben Hill (1)",
        "superseded by entry",
    ];
    says(&verify(&place, &other), 3, &words);

    // One letter in it.
    let damaged = streamed(&report, id, |plain| {
        replaced(&plain, "Ada Fell", "Ida Fell")
    });
    let ran = verify(&place, &damaged);
    let words = [
        "The record in the report is not intact. ",
        "record.jsonl in other.pdf, line ",
    ];
    says(&ran, 3, &words);
    let told: Value =
        serde_json::from_str(&place.run(&["verify", "other.pdf", "--json"]).out).unwrap();
    assert_eq!(told["intact"], false);
    assert!(told["line"].as_u64().unwrap() > 2, "{told}");
    assert_eq!(told["report"]["same"], Value::Null);

    // Its last entries cut off.
    let shorter = streamed(&report, id, |plain| {
        let end = plain[..plain.len() - 1]
            .iter()
            .rposition(|b| *b == b'\n')
            .unwrap();
        plain[..=end].to_vec()
    });
    says(
        &verify(&place, &shorter),
        3,
        &["Not the report that the record in it gives"],
    );

    // None, and none that this program knows.
    let none = forged(&report, |document| {
        document.catalog_mut().unwrap().remove(b"Names");
    });
    place.file("other.pdf", none);
    place.refuses(
        &["verify", "other.pdf"],
        &["no record is attached", "mfa-assess verify RECORD"],
    );
    let newer = streamed(&report, id, |plain| replaced(&plain, "\"v\":1", "\"v\":9"));
    place.file("other.pdf", newer);
    place.refuses(
        &["verify", "other.pdf"],
        &["record.jsonl in other.pdf", "newer mfa-assess"],
    );
}

#[test]
fn what_the_report_was_made_with_cannot_be_changed_either() {
    let place = place();
    let (_, report) = signed(&place);
    let id = attached(&report, MADE_FILE);
    let with = |from: &str, to: &str| streamed(&report, id, |plain| replaced(&plain, from, to));

    says(
        &verify(&place, &with("INTERNAL", "PUBLIC")),
        3,
        &["Page 1 says “INTERNAL"],
    );
    says(
        &verify(&place, &with("\"20", "\"19")),
        3,
        &["Page 1 says “"],
    );
    let ran = verify(&place, &with("mfa-assess 0", "mfa-assess 99"));
    let words = [
        "Anybody can write that there: it explains nothing, and nothing is proven.",
        "Verify it with mfa-assess 99",
        "Intact: ",
    ];
    says(&ran, 3, &words);

    // What cannot be made again is not compared, and its record is judged all the same.
    let ran = verify(&place, &with("{", "{\"paper\":\"A5\","));
    let words = [
        "Not compared, so that nothing is proven of its pages: ",
        "another version made the report: verify it with mfa-assess 0",
        "Intact: ",
    ];
    says(&ran, 3, &words);
    let ran = verify(&place, &with("INTERNAL", "\\u001b[2J"));
    says(&ran, 3, &["Not compared", "report.json", "Intact: "]);
}

#[test]
fn what_was_added_behind_the_end_is_told_by_its_size() {
    let place = place();
    let (_, report) = signed(&place);
    let mut longer = report.clone();
    longer.extend_from_slice(b"1 0 obj\n<<>>\nendobj\n");
    let first = format!("Its first {} bytes are what the record gives", report.len());
    says(
        &verify(&place, &longer),
        3,
        &[&first, "20 bytes more follow", "Intact: "],
    );
    let told: Value =
        serde_json::from_str(&place.run(&["verify", "other.pdf", "--json"]).out).unwrap();
    assert_eq!(told["report"]["added_bytes"], 20);
    assert_eq!(told["report"]["same"], false);
    assert_eq!(told["report"]["differs"], json!([]));
}

#[test]
fn what_is_no_report_says_why_not() {
    let place = place();
    let (_, report) = signed(&place);
    let refused = |bytes: &[u8], words: &[&str]| {
        place.file("other.pdf", bytes);
        for more in [&[][..], &["--json"]] {
            place.refuses(&[&["verify", "other.pdf"], more].concat(), words);
        }
    };
    for length in [5, 100, report.len() / 2, report.len() - 3] {
        refused(
            &report[..length],
            &["other.pdf cannot be verified", "cut short or damaged"],
        );
    }
    let locked = forged(&report, |document| {
        document.trailer.set("Encrypt", Dictionary::new());
    });
    refused(&locked, &["is encrypted"]);
    let mut modern = vec![];
    Document::load_mem(&report)
        .unwrap()
        .save_modern(&mut modern)
        .unwrap();
    refused(&modern, &["another program", "saved it anew"]);
    assert_eq!(
        place
            .run(&["questionnaire", "booklet", "-o", "booklet.pdf"])
            .code,
        Some(0)
    );
    place.refuses(&["verify", "booklet.pdf"], &["no record is attached"]);
}

/// How many bytes are changed.
fn flips() -> usize {
    let wanted = std::env::var("MFA_ASSESS_FLIPS").ok();
    wanted.map_or(100, |number| number.parse().unwrap())
}

#[test]
fn no_byte_can_be_changed_unseen() {
    let place = place();
    let (_, report) = signed(&place);
    let flips = flips();
    let flip = |number: usize| {
        // Evenly over the file, so that each part of it has its turn, and each bit.
        let at = (number * report.len() + report.len() / 2) / flips;
        let mut changed = report.clone();
        changed[at] ^= 1 << (number % 8);
        let name = format!("flip-{number}.pdf");
        place.file(&name, changed);
        let ran = place.run(&["verify", &name]);
        let told = match ran.code {
            Some(3) => &ran.out,
            Some(1) => &ran.err,
            code => panic!("byte {at}: {code:?} {ran:?}"),
        };
        assert!(
            told.contains('.') && !told.contains("the same, byte for byte"),
            "byte {at}: {told}"
        );
    };
    std::thread::scope(|scope| {
        for first in 0..4 {
            let flip = &flip;
            scope.spawn(move || (first..flips).step_by(4).for_each(flip));
        }
    });
}
