//! `export` and `import`: one file for all of a record, and what is wrong with one.

use std::path::{Path, PathBuf};

use mfa_assess::facts::{Change, Event, EvidenceFile, Note};
use mfa_assess::propose::Accepted;
use mfa_assess::record::{Journal, evidence};

use super::place::{Place, place};

/// A record of which one file is evidence, and its export with that file.
fn exported(place: &Place) -> PathBuf {
    let record = place.begun("Fell Side Library\n3\nAda Fell\n");
    let (sha256, bytes) = evidence::measure(&place.file("records/shelf.png", b"shelf")).unwrap();
    let file = EvidenceFile {
        path: "shelf.png".into(),
        bytes,
        sha256,
    };
    let scenario = "what-is-backed-up".try_into().unwrap();
    append(&record, Event::Changed(Change::File(scenario, file)));
    let ran = place.run(&["export", "--with-evidence"]);
    assert_eq!(
        (ran.code, ran.out.as_str()),
        (Some(0), "fell-side-library.mfa-assess.json\n"),
        "{}",
        ran.err
    );
    place.folder().join("fell-side-library.mfa-assess.json")
}

fn append(record: &Path, event: Event) {
    let (mut journal, _) = Journal::open(record).unwrap();
    let at = "2026-11-24T10:00:00Z".parse().unwrap();
    journal
        .append(at, "Ada Fell", Accepted::unheld(event))
        .unwrap();
}

fn cleared() -> Event {
    Event::Changed(Change::Answer("library-name".try_into().unwrap(), None))
}

#[test]
fn a_record_comes_back_from_its_export() {
    let place = place();
    exported(&place);
    let before = place.files();
    let ran = place.run(&["import", "fell-side-library.mfa-assess.json"]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    assert!(ran.out.contains("is the same record"), "{}", ran.out);
    assert_eq!(place.files(), before, "there already");

    std::fs::rename(place.records(), place.folder().join("lost")).unwrap();
    let ran = place.run(&["import", "fell-side-library.mfa-assess.json"]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    for words in [
        "Imported as fell-side-library: 5 entries.",
        "Evidence: 1 file of 1 in ",
        "mfa-assess open fell-side-library",
    ] {
        assert!(ran.out.contains(words), "{}", ran.out);
    }
    let bytes = |folder: &str| std::fs::read(place.folder().join(folder)).unwrap();
    assert!(
        bytes("lost/fell-side-library.jsonl") == bytes("records/fell-side-library.jsonl"),
        "byte for byte"
    );
    // A second export of it replaces the first: it holds the same.
    let again = place.run(&["export", "--with-evidence"]);
    assert_eq!(again.code, Some(0), "{again:?}");
}

#[test]
fn an_export_goes_to_standard_output_as_it_goes_to_a_file() {
    let place = place();
    let export = exported(&place);
    let ran = place.run(&["export", "--with-evidence", "-o", "-"]);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    assert!(ran.out == std::fs::read_to_string(export).unwrap());
}

#[test]
fn evidence_that_is_gone_is_told_and_nothing_else_is_overwritten() {
    let place = place();
    exported(&place);
    std::fs::remove_file(place.records().join("shelf.png")).unwrap();
    place.refuses(
        &["export"],
        &["there already", "Choose another place", "-o FILE"],
    );
    let ran = place.run(&["export", "--with-evidence", "-o", "other.json"]);
    assert_eq!(ran.code, Some(3), "{ran:?}");
    assert!(ran.err.contains("shelf.png, gone"), "{}", ran.err);
    place.file("letter.json", "Dear Sir or Madam");
    place.refuses(
        &["export", "-o", "letter.json"],
        &["letter.json", "left as it is"],
    );
    place.refuses(
        &["export", "-o", "none/a.json"],
        &["none/a.json", "-o FILE"],
    );
    place.refuses(&["export", "-o", "records"], &["records", "left as it is"]);
}

#[test]
fn what_is_no_whole_export_is_refused_and_leaves_nothing() {
    let place = place();
    let export = exported(&place);
    let whole = std::fs::read_to_string(&export).unwrap();
    std::fs::remove_dir_all(place.records()).unwrap();
    place.file("cut.json", &whole[..whole.len() / 2]);
    place.file(
        "changed.json",
        whole.replacen("Fell Side Library", "Hill Side Library", 1),
    );
    place.file(
        "newer.json",
        whole.replacen("\"format\": 1", "\"format\": 2", 1),
    );
    place.file("letter.json", "Dear Sir or Madam");
    place.file("record.jsonl", {
        let value: serde_json::Value = serde_json::from_str(&whole).unwrap();
        value["contents"]["lines"][0].as_str().unwrap().to_owned()
    });
    for (file, words) in [
        ("cut.json", &["ends too early", "Copy it again"][..]),
        (
            "changed.json",
            &["changed after it was exported", "Nothing was imported"],
        ),
        ("newer.json", &["format 2", "newer mfa-assess"]),
        ("letter.json", &["not an export"]),
        ("record.jsonl", &["is a record itself", "mfa-assess open"]),
        ("nothing.json", &["nothing.json", "Check the path"]),
        (".", &["not an export"]),
    ] {
        place.refuses(&["import", file], words);
        assert!(!place.records().exists(), "{file}");
    }
}

#[test]
fn another_state_of_the_same_record_is_told_and_goes_beside_when_asked() {
    let place = place();
    exported(&place);
    let record = place.records().join("fell-side-library.jsonl");
    let before = std::fs::read(&record).unwrap();
    append(&record, cleared());
    let ran = place.run(&["export", "-o", "late.json"]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    let told = |file: &str, words: &str| {
        let files = place.files();
        let ran = place.run(&["import", file]);
        assert_eq!(ran.code, Some(3), "{ran:?}");
        assert!(ran.out.contains(words), "{}", ran.out);
        assert_eq!(place.files(), files);
    };
    told("fell-side-library.mfa-assess.json", "the export is older");
    std::fs::write(&record, before).unwrap();
    told("late.json", "the export goes on where it ends, by 1 entry");
    let (scenario, text) = ("what-is-backed-up".try_into().unwrap(), "Other".into());
    append(
        &record,
        Event::Changed(Change::note(
            scenario,
            Note {
                text,
                for_board: false,
            },
        )),
    );
    told("late.json", "up to entry 5");
    told(
        "late.json",
        "mfa-assess merge fell-side-library fell-side-library-other",
    );
    let ran = place.run(&["import", "late.json", "--as", "fell-side-library-other"]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    assert!(
        place
            .records()
            .join("fell-side-library-other.jsonl")
            .exists()
    );
}

#[cfg(unix)]
#[test]
fn a_pipe_is_not_waited_for() {
    let place = place();
    assert_eq!(place.script("mkfifo pipe").code, Some(0));
    let ran = place.run(&["import", "pipe"]);
    assert_eq!(ran.code, Some(1));
    assert!(ran.err.contains("not an export"), "{}", ran.err);
}
