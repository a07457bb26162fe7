//! `report` in the other formats: which one it is, where it goes, and what it says of itself.

use mfa_assess::report::Format;
use serde_json::Value;

use super::ALL;
use super::place::{Place, place};

/// A record that is complete and not signed.
fn begun() -> Place {
    let place = place();
    place.begun(ALL);
    place
}

fn read(place: &Place, name: &str) -> Vec<u8> {
    std::fs::read(place.folder().join(name)).unwrap()
}

#[test]
fn the_name_says_the_format_and_the_option_decides_over_it() {
    let place = begun();
    for (name, begin) in [
        ("a.pdf", "%PDF-1.7"),
        ("a.PDF", "%PDF-1.7"),
        ("a.md", "**INTERNAL"),
        ("a.docx", "PK\u{3}\u{4}"),
        ("a.csv", "\u{feff}Section,Kind,Table,Row,Label,Value"),
        ("a.json", "{\n  \"format\": 1,"),
        ("a.txt", "Fell Side Library: self-assessment against “"),
    ] {
        let ran = place.run(&["report", "-o", name]);
        assert_eq!((ran.code, ran.out.trim_end()), (Some(0), name), "{ran:?}");
        let bytes = read(&place, name);
        assert!(bytes.starts_with(begin.as_bytes()), "{name}");
        // The same record gives the same bytes.
        assert_eq!(place.run(&["report", "-o", name]).code, Some(0));
        assert_eq!(read(&place, name), bytes, "{name}");
    }
    // A name that promises nothing is taken, and one that promises another format is not.
    let csv = |name: &'static str| ["report", "--format", "csv", "-o", name];
    let ran = place.run(&csv("b.out"));
    assert_eq!(ran.code, Some(0), "{ran:?}");
    assert_eq!(read(&place, "b.out"), read(&place, "a.csv"));
    place.refuses(
        &csv("b.md"),
        &["b.md ends like Markdown", "a CSV table", ".csv"],
    );
    let ran = place.run(&["report", "--format", "markdown"]);
    assert_eq!(ran.out, "fell-side-library.md\n");
    let ran = place.run(&["report"]);
    assert_eq!(ran.out, "fell-side-library.pdf\n");
}

#[test]
fn a_name_that_says_no_format_is_refused_with_those_that_there_are() {
    let place = begun();
    for name in ["report", "report.doc", "report.xlsx"] {
        let endings = Format::ALL.map(|f| format!(".{}", f.extension()));
        let endings = endings.join(", ");
        place.refuses(&["report", "-o", name], &[name, &endings, "--format"]);
    }
    let record = "records/fell-side-library.jsonl";
    for format in ["pdf", "csv"] {
        let asked = ["report", "-o", record, "--format", format];
        place.refuses(&asked, &["ends like a record of mfa-assess"]);
    }
    place.refuses(&["report", "-o", "a.ics"], &["has a day"]);
    place.refuses(
        &["report", "-o", "none/a.csv"],
        &["could not write", "-o FILE"],
    );
}

#[test]
fn standard_output_takes_a_text_and_messages_stay_out_of_it() {
    let place = begun();
    for (format, name) in [("markdown", "a.md"), ("csv", "a.csv"), ("json", "a.json")] {
        let ran = place.run(&["report", "-o", "-", "--format", format]);
        assert_eq!(ran.code, Some(0), "{ran:?}");
        place.run(&["report", "-o", name]);
        assert_eq!(ran.out.as_bytes(), read(&place, name));
        assert!(ran.err.contains("It is a draft"), "{ran:?}");
    }
    // Markdown, where nothing is said.
    let ran = place.run(&["report", "-o", "-"]);
    assert_eq!(ran.out.as_bytes(), read(&place, "a.md"));
}

#[cfg(unix)]
#[test]
fn a_file_that_is_no_text_goes_through_a_pipe() {
    let place = begun();
    let ran =
        place.script("\"$P\" report -o - --format docx >piped.docx && \"$P\" report -o a.docx");
    assert_eq!(ran.code, Some(0), "{ran:?}");
    assert_eq!(read(&place, "piped.docx"), read(&place, "a.docx"));
}

#[test]
fn each_format_says_whether_the_record_is_inside_and_an_extract_that_it_is_one() {
    let place = begun();
    let says = |name: &str| place.run(&["report", "-o", name]).err;
    assert!(says("a.pdf").contains("the whole record is attached"));
    for name in ["a.md", "a.csv", "a.json", "a.docx"] {
        let said = says(name);
        assert!(said.contains("The record is not inside"), "{said}");
        assert!(said.contains("think before you share it"), "{said}");
    }
    let said = says("a.txt");
    let text = String::from_utf8(read(&place, "a.txt")).unwrap();
    let count = text.chars().count();
    assert!(
        said.contains(&format!("an extract of {count} characters")),
        "{said}"
    );
    assert!(text.contains("\nDRAFT: nobody has signed"), "{text}");
    assert!(text.contains("\nThis is an extract."), "{text}");
    // Who did what is for the report: what is pasted goes to others.
    assert!(!text.contains("Ada Fell"), "{text}");
}

#[test]
fn the_text_to_paste_tells_each_outcome_and_why() {
    let place = place();
    assert_eq!(place.run(&["demo"]).code, Some(0));
    let ran = place.script("\"$P\" report ./demo-*.jsonl -o - --format text");
    assert_eq!(ran.code, Some(0), "{ran:?}");
    let status = place.script("\"$P\" status ./demo-*.jsonl --json").out;
    let status: Value = serde_json::from_str(&status).unwrap();
    let requirements = status["requirements"].as_array().unwrap();
    assert!(!requirements.is_empty());
    for requirement in requirements {
        let id = requirement["id"].as_str().unwrap();
        let line = ran.out.lines().find(|l| l.starts_with(&format!("- {id} ")));
        let why = requirement["because"].as_str().unwrap();
        assert!(line.unwrap().contains(why), "{line:?}: {why}");
    }
    assert!(ran.out.contains("\nSigned off by: "), "{}", ran.out);
    assert!(
        ran.out.contains("\nExemptions that count:\n- EX-"),
        "{}",
        ran.out
    );
}

#[test]
fn the_calendar_of_a_report_is_that_of_the_command() {
    let place = place();
    assert_eq!(place.run(&["demo"]).code, Some(0));
    let ran = place
        .script("\"$P\" report ./demo-*.jsonl -o a.ics && \"$P\" calendar ./demo-*.jsonl -o b.ics");
    assert_eq!(ran.code, Some(0), "{ran:?}");
    assert_eq!(read(&place, "a.ics"), read(&place, "b.ics"));
}
