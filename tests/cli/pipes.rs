//! What is no file where one is asked for, and a clock beyond all dates: a sentence, at once.

use super::place::place;

#[test]
fn a_pipe_in_place_of_a_file_is_told_and_not_waited_for() {
    let place = place();
    place.begun("Fell Side Library\n");
    place.script("mkfifo pipe");
    for arguments in [
        &["status", "./pipe"][..],
        &["open", "./pipe"],
        &["list", "--questionnaire", "pipe"],
        &["questionnaire", "check", "pipe"],
        &["--questionnaire", "pipe", "new"],
        &["systems", "import", "pipe"],
        &["action", "import", "pipe"],
        &["apply", "pipe"],
        &["verify", "pipe"],
        &["verify", "pipe", "--trust", "pipe"],
        &["sign", "pipe", "--identity", "pipe"],
        &["compare", "fell-side-library", "./pipe"],
        &["merge", "fell-side-library", "./pipe"],
        &["import", "pipe"],
    ] {
        let ran = place.run(arguments);
        assert_ne!(ran.code, Some(101), "{arguments:?}: {ran:?}");
        let told = ["a pipe", "not a file", "is not an export"];
        let is_told = told.iter().any(|words| ran.err.contains(words));
        assert!(is_told || ran.code == Some(0), "{arguments:?}: {ran:?}");
    }
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
        let run = |arguments: &str| {
            let ran = place.script(&format!("faketime '{at}' \"$P\" {arguments}"));
            assert!(!ran.err.contains("defect"), "{at}: {arguments}: {ran:?}");
            assert!(!ran.err.contains("panicked"), "{at}: {arguments}: {ran:?}");
            assert_ne!(ran.code, Some(101), "{at}: {arguments}: {ran:?}");
        };
        run("demo");
        run("status ./demo.jsonl");
        run("new --organisation 'Fell Side Library'");
        run("status");
        run("calendar --until 1y");
        run("report -o report.pdf");
        run("verify report.pdf");
        run("open </dev/null");
    }
}
