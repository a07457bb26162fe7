//! What is attached, as others take it out.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use mfa_assess::report::pdf::render;

use super::reading::File;
use super::sample;

fn run(tool: &str, arguments: &[&str], path: &Path) -> Output {
    let mut command = Command::new(tool);
    command.args(arguments).arg(path).output().unwrap()
}

fn said(tool: &str, arguments: &[&str], path: &Path) -> String {
    let output = run(tool, arguments, path);
    assert!(output.status.success(), "{tool}: {output:?}");
    String::from_utf8(output.stdout).unwrap()
}

/// The report of the demonstration, with its record, in this folder.
fn demonstration(folder: &Path) -> (PathBuf, PathBuf) {
    let program = env!("CARGO_BIN_EXE_mfa-assess");
    let made = Command::new(program)
        .arg("demo")
        .current_dir(folder)
        .output()
        .unwrap();
    assert!(made.status.success(), "{made:?}");
    let files = std::fs::read_dir(folder).unwrap();
    let files: Vec<PathBuf> = files.map(|file| file.unwrap().path()).collect();
    let by = |end: &str| {
        let mut found = files.iter().filter(|f| f.extension() == Some(end.as_ref()));
        found.next().unwrap().clone()
    };
    (by("pdf"), by("jsonl"))
}

#[test]
fn the_record_comes_out_as_it_went_in() {
    let file = File::new(&render(&sample::report(true, 1)).unwrap());
    file.check();
    let list = said("pdfdetach", &["-list"], file.path());
    assert!(list.contains("1 embedded files\n1: record.jsonl"), "{list}");
    let out = said("qpdf", &["--show-attachment=record.jsonl"], file.path());
    assert_eq!(out.as_bytes(), sample::RECORD);
    let about = said("qpdf", &["--list-attachments", "--verbose"], file.path());
    for words in [
        "description: The record",
        "20261124093000",
        "application/jsonl",
    ] {
        assert!(about.contains(words), "no {words} in {about}");
    }

    let folder = tempfile::tempdir().unwrap();
    let (report, record) = demonstration(folder.path());
    let list = said("pdfdetach", &["-list"], &report);
    let both = "2 embedded files\n1: record.jsonl\n2: report.json\n";
    assert_eq!(list, both);
    let out = folder.path().join("out");
    let saved = said(
        "pdfdetach",
        &["-save", "1", "-o", out.to_str().unwrap()],
        &report,
    );
    assert_eq!(saved, "");
    assert_eq!(std::fs::read(out).unwrap(), std::fs::read(record).unwrap());
}

#[test]
fn what_other_programs_do_to_a_report_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let (report, _) = demonstration(folder.path());
    let report = report.to_str().unwrap();
    let verify = |path: &Path| run(env!("CARGO_BIN_EXE_mfa-assess"), &["verify"], path);
    for (name, arguments, code, words) in [
        (
            "locked",
            &["--encrypt", "", "", "256", "--"][..],
            1,
            "is encrypted",
        ),
        ("linear", &["--linearize"], 1, "another program"),
        (
            "packed",
            &["--object-streams=generate"],
            1,
            "another program",
        ),
        (
            "saved",
            &["--object-streams=disable"],
            3,
            "Its properties differ",
        ),
        ("flat", &["--qdf"], 3, "rendered again, it differs"),
    ] {
        let other = folder.path().join(name);
        said("qpdf", &[arguments, &[report]].concat(), &other);
        let ran = verify(&other);
        let told = [ran.stdout, ran.stderr].concat();
        let told = String::from_utf8(told).unwrap();
        assert_eq!(ran.status.code(), Some(code), "{name}: {told}");
        assert!(told.contains(words), "{name}: {told}");
    }
}
