//! The report: as a process, in rows of a table beside typst, and signed.
//!
//! typst is measured where its Python wheel can be imported (`pip install typst`): it sets the same
//! rows on the same paper, as a PDF/A-3a with tags.

use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use mfa_assess::report::model::{
    Block, Column, Meta, Report, Running, Section, Start, Table, Text,
};
use mfa_assess::report::pdf::render;

use super::{command, milliseconds, quantile, row};

const RUNS: usize = 20;
const TITLES: [&str; 4] = ["No.", "Scenario", "Outcome", "Why"];
const WHY: &str = "Domain administrators sign in to 12 servers with a password only. It would be met if the jump host were the only way in.";

/// Measures everything about a report.
pub fn measure(folder: &Path, record: &Path) {
    rows(folder);
    report(folder, record);
}

fn cells(number: usize) -> [String; 4] {
    [
        format!("S{number:04}"),
        "Privileged accounts on premises".to_owned(),
        "Not met".to_owned(),
        WHY.to_owned(),
    ]
}

/// Tables of so many rows in all, 31 under each heading.
fn tables(count: usize) -> Report {
    let title = "Multi-factor authentication self-assessment";
    let column = |(title, share): (&str, u16)| Column {
        title: title.to_owned(),
        share,
        numeric: false,
    };
    let numbers: Vec<usize> = (1..=count).collect();
    let sections = numbers.chunks(31).map(|numbers| Section {
        title: format!("Scenarios from {}", numbers[0]),
        start: Start::Flow,
        blocks: vec![Block::Table(Table {
            caption: "Every scenario with its outcome".to_owned(),
            columns: TITLES
                .into_iter()
                .zip([10, 30, 15, 45])
                .map(column)
                .collect(),
            rows: numbers
                .iter()
                .map(|number| cells(*number).map(Text::from).to_vec())
                .collect(),
        })],
        sections: vec![],
    });
    Report {
        meta: Meta {
            title: title.to_owned(),
            subject: "Amberley Vale".to_owned(),
            author: None,
            language: "en-GB".to_owned(),
            modified: None,
            seed: count.to_string(),
        },
        running: Running {
            marking: "OFFICIAL".to_owned(),
            foot: title.to_owned(),
            draft: false,
        },
        front: vec![],
        sections: sections.collect(),
        attachments: vec![],
    }
}

fn rows(folder: &Path) {
    for (count, target) in [(155, "40 ms"), (1775, "400 ms")] {
        let report = tables(count);
        let mut times: Vec<Duration> = (0..RUNS)
            .map(|_| {
                let begin = Instant::now();
                render(&report).unwrap();
                begin.elapsed()
            })
            .collect();
        let figure = format!("a report of {count} rows, p50");
        row(&figure, &milliseconds(quantile(&mut times, 0.5)), target);
        let figure = format!("typst, the same {count} rows, p50");
        row(&figure, &typst(folder, count), "");
    }
    row("most memory until here", &most_memory(), "51200 kB");
}

/// How long typst takes for the same rows, or that it is not there.
fn typst(folder: &Path, count: usize) -> String {
    let mut source = "#set document(title: \"Scenarios\")\n#set text(lang: \"en\", font: (\"Liberation Sans\", \"Libertinus Serif\"), size: 9pt)\n#set page(paper: \"a4\", footer: context [Page #counter(page).display()])\n".to_owned();
    let numbers: Vec<usize> = (1..=count).collect();
    for numbers in numbers.chunks(31) {
        source += &format!("= Scenarios from {}\n", numbers[0]);
        source += "#table(columns: (10fr, 30fr, 15fr, 45fr), table.header";
        source += &TITLES.map(|title| format!("[{title}]")).concat();
        source += ",\n";
        for number in numbers {
            source += &cells(*number).map(|cell| format!("[{cell}], ")).concat();
        }
        source += ")\n";
    }
    let file = folder.join("rows.typ");
    std::fs::write(&file, source).unwrap();
    let script = "import sys, time, typst
compiler = typst.Compiler(sys.argv[1])
times = []
for _ in range(7):
    begin = time.perf_counter()
    typst.compile(sys.argv[1], output=sys.argv[1] + '.pdf', pdf_standards='a-3a')
    times.append(time.perf_counter() - begin)
print(sorted(times)[3] * 1000)";
    let output = Command::new("python3")
        .args(["-c", script])
        .arg(&file)
        .output();
    let said = output.ok().filter(|output| output.status.success());
    let said = said.and_then(|output| String::from_utf8(output.stdout).ok());
    match said.and_then(|words| words.trim().parse::<f64>().ok()) {
        Some(time) => format!("{time:.2} ms"),
        None => "not there".to_owned(),
    }
}

/// The most memory that this process has held.
fn most_memory() -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.unwrap_or("?").trim().to_owned()
}

fn report(folder: &Path, record: &Path) {
    let again = record.with_extension("again.pdf");
    let signed = record.with_extension("signed.pdf");
    let [record, again, signed] = [record, &again, &signed].map(|path| path.to_str().unwrap());
    let made = process(&["report", record, "-o", again]);
    let bytes = std::fs::read(again).unwrap();
    let pages = lopdf::Document::load_mem(&bytes).unwrap().get_pages().len();
    let figure = format!("`report` as a process, {pages} pages, p50");
    row(&figure, &milliseconds(made), "100 ms");
    row("its size", &format!("{} kB", bytes.len() / 1000), "150 kB");
    let html = process(&["report", record, "-o", &again.replace(".pdf", ".html")]);
    row("the same as HTML, p50", &milliseconds(html), "");
    let identity = identity(folder);
    let sign = ["sign", again, "--identity", &identity, "-o", signed];
    row(
        "`sign` as a process, p50",
        &milliseconds(process(&sign)),
        "100 ms",
    );
    for (figure, file, target) in [
        ("a record", record, ""),
        ("a report", again, "100 ms"),
        ("a signed report", signed, "100 ms"),
    ] {
        let figure = format!("`verify` of {figure} as a process, p50");
        row(&figure, &milliseconds(process(&["verify", file])), target);
    }
}

/// The throw-away identity that the demonstration has made.
fn identity(folder: &Path) -> String {
    let files = std::fs::read_dir(folder).unwrap();
    let mut paths = files.map(|file| file.unwrap().path());
    let identity = paths.find(|path| path.extension().is_some_and(|e| e == "pem"));
    identity.unwrap().to_str().unwrap().to_owned()
}

/// How long the program takes with these arguments, by the median.
fn process(arguments: &[&str]) -> Duration {
    let mut times: Vec<Duration> = (0..RUNS)
        .map(|_| {
            let begin = Instant::now();
            let ended = command().args(arguments).output().unwrap();
            assert!(ended.status.success(), "{ended:?}");
            begin.elapsed()
        })
        .collect();
    quantile(&mut times, 0.5)
}
