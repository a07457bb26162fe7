//! How long single functions take: opening a long record, the results, a report.
//! Figures only, no assertions: machines differ.

use std::hint::black_box;
use std::path::PathBuf;
use std::process::Command;

use divan::Bencher;
use jiff::civil::Date;
use mfa_assess::assessment::{Answer, Event, Results};
use mfa_assess::questionnaire::built_in;
use mfa_assess::record::{Journal, Loaded, read};
use mfa_assess::report::pdf::render;
use mfa_assess::report::{Basis, contents::contents};
use mfa_assess::session::Clock;
use tempfile::TempDir;

fn main() {
    divan::main();
}

/// The record of the demonstration, and its folder.
fn demonstration() -> (TempDir, Loaded) {
    let folder = tempfile::tempdir().unwrap();
    let made = Command::new(env!("CARGO_BIN_EXE_mfa-assess"))
        .arg("demo")
        .current_dir(folder.path())
        .output()
        .unwrap();
    assert!(made.status.success(), "{made:?}");
    let mut files = std::fs::read_dir(folder.path()).unwrap();
    let record: PathBuf = files
        .find_map(|file| {
            let path = file.unwrap().path();
            path.extension()
                .is_some_and(|e| e == "jsonl")
                .then_some(path)
        })
        .unwrap();
    let loaded = read(&record).unwrap();
    (folder, loaded)
}

fn today() -> Date {
    Clock::System.today()
}

fn results(loaded: &Loaded) -> Results {
    Results::of(&loaded.questionnaire, &loaded.state, today())
}

/// A record that a large organisation may have after years of changes.
#[divan::bench]
fn opening_5000_events(bencher: Bencher<'_, '_>) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("long.jsonl");
    let asked = built_in().unwrap();
    let mut journal = Journal::create(&path).unwrap();
    let now = Clock::System.now().timestamp();
    let created = Event::Created {
        tool: "a measurement".into(),
        questionnaire: Box::new(serde_json::to_value(&asked).unwrap()),
    };
    journal.append(now, "Robin Ŵyn", created).unwrap();
    for number in 0..5000 {
        let event = Event::Answered {
            question: "vpn-accounts".try_into().unwrap(),
            answer: Answer::Number(number),
        };
        journal.append(now, "Robin Ŵyn", event).unwrap();
    }
    bencher.bench(|| read(black_box(&path)).unwrap());
}

/// What follows from all answers: worked out anew after each.
#[divan::bench]
fn results_of_a_finished_assessment(bencher: Bencher<'_, '_>) {
    let (_folder, loaded) = demonstration();
    bencher.bench(|| results(black_box(&loaded)));
}

/// What would change each result: shown with the list of outcomes, and in the report.
#[divan::bench]
fn what_would_change_each_result(bencher: Bencher<'_, '_>) {
    let (_folder, loaded) = demonstration();
    let (asked, state, today) = (&loaded.questionnaire, &loaded.state, today());
    let results = results(&loaded);
    bencher.bench(|| {
        let findings = results
            .asked()
            .flat_map(|s| s.findings.iter().map(|f| (&s.id, f)));
        findings
            .map(|(id, f)| f.what_would_change(black_box(asked), state, today, id))
            .collect::<Vec<_>>()
    });
}

/// The report of the demonstration, from the record in memory to the bytes of the PDF.
#[divan::bench]
fn report_of_a_finished_assessment(bencher: Bencher<'_, '_>) {
    let (_folder, loaded) = demonstration();
    let results = results(&loaded);
    let basis = Basis {
        questionnaire: &loaded.questionnaire,
        entries: &loaded.entries,
        source: &loaded.source,
        state: &loaded.state,
        results: &results,
        as_at: today(),
        marking: "OFFICIAL",
    };
    bencher.bench(|| render(&contents(black_box(&basis))).unwrap());
}
