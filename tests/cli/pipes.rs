//! What is no file where one is asked for, and a clock beyond all dates: a sentence, at once.

use mfa_assess::signature::throwaway;

use super::dated::{record, sample};
use super::place::place;
use super::sign::key;

#[test]
fn a_pipe_in_place_of_a_file_is_told_and_not_waited_for() {
    let place = place();
    place.begun("Fell Side Library\n");
    key(&place, "ada.pem", "Ada Fell", -1, 90);
    place.script("mkfifo pipe");
    let told = ["a pipe", "not a file", "is not an export"];
    for arguments in [
        &["status", "./pipe"][..],
        &["open", "./pipe"],
        &["--questionnaire", "pipe", "questionnaire", "booklet"],
        &["questionnaire", "check", "pipe"],
        &["--questionnaire", "pipe", "new"],
        &["systems", "import", "pipe"],
        &["action", "import", "pipe"],
        &["apply", "pipe"],
        &["verify", "pipe"],
        &["verify", "fell-side-library", "--trust", "pipe"],
        &["evidence", "list", "--look-in", "pipe"],
        &["sign", "pipe", "--identity", "ada.pem"],
        &["sign", "board.pdf", "--identity", "pipe"],
        &["compare", "fell-side-library", "./pipe"],
        &["merge", "fell-side-library", "./pipe"],
        &["import", "pipe"],
    ] {
        let ran = place.run(arguments);
        let is_told = told.iter().any(|words| ran.err.contains(words));
        assert!(is_told, "{arguments:?}: {ran:?}");
        assert_eq!(ran.code, Some(1), "{arguments:?}: {ran:?}");
    }
    assert!(!place.records().join("evidence-places.json").exists());
}

#[test]
fn certificates_that_nothing_is_held_against_are_said_to_be() {
    let place = place();
    place.begun("Fell Side Library\n");
    key(&place, "ada.pem", "Ada Fell", -1, 90);
    let ran = place.run(&["verify", "fell-side-library", "--trust", "ada.pem"]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    assert!(
        ran.err.contains("A record carries no signatures"),
        "{ran:?}"
    );
}

#[test]
fn what_a_shell_hands_over_in_place_of_a_file_is_told() {
    let place = place();
    let record = place.begun("Fell Side Library\n");
    std::fs::copy(record, place.folder().join("copy")).unwrap();
    // The number of an open pipe, as `<(…)` has it.
    for command in ["status", "verify"] {
        let ran = place.script(&format!("cat copy | \"$P\" {command} /dev/fd/0"));
        assert_eq!(ran.code, Some(1), "{ran:?}");
        assert!(ran.err.contains("a pipe"), "{command}: {}", ran.err);
    }
}

#[test]
fn a_clock_at_the_end_of_all_dates_stops_nothing() {
    let is_there = std::process::Command::new("faketime")
        .arg("--version")
        .output();
    if is_there.is_err() {
        eprintln!("left out: faketime is not installed");
        return;
    }
    for at in [
        "9999-12-29 23:00:00",
        "9999-12-31 23:59:00",
        "1969-12-31 12:00:00",
    ] {
        let place = place();
        let run = |code: i32, arguments: &str| {
            let ran = place.script(&format!("faketime '{at}' \"$P\" {arguments}"));
            assert!(!ran.err.contains("defect"), "{at}: {arguments}: {ran:?}");
            assert!(!ran.err.contains("panicked"), "{at}: {arguments}: {ran:?}");
            assert_eq!(ran.code, Some(code), "{at}: {arguments}: {ran:?}");
        };
        record(&place, "dyfi", sample());
        // It holds in the last year of all.
        let from = "9999-01-01".parse().unwrap();
        let made = throwaway("Ada Fell", [7; 32], from, 364).unwrap();
        place.file(
            "ada.pem",
            format!("{}{}", *made.key_pem, made.certificate_pem),
        );
        let is_valid = at.starts_with("9999");
        run(0, "demo");
        run(0, "status ./demo-glan-yr-afon-and-easterby.jsonl");
        run(0, "new --organisation 'Fell Side Library'");
        run(3, "status");
        run(0, "calendar dyfi -o dyfi.ics");
        run(3, "check dyfi");
        run(3, "check dyfi --within 999y");
        run(0, "rollup records");
        run(0, "report dyfi -o report.pdf");
        run(i32::from(!is_valid), "sign report.pdf --identity ada.pem");
        run(0, "verify report.pdf");
        run(0, "open </dev/null");
    }
}
