//! How long single functions take: opening a long record, the results, a report.
//! Figures only, no assertions: machines differ.

use std::hint::black_box;
use std::path::PathBuf;
use std::process::Command;

use divan::Bencher;
use jiff::civil::Date;
use mfa_assess::facts::{
    Answer, Assessment, Change, Entry, Event, Exemption, ExemptionId, FORMAT, Fingerprint, Logged,
};
use mfa_assess::history::Audit;
use mfa_assess::propose::Accepted;
use mfa_assess::questionnaire::built_in;
use mfa_assess::record::{Journal, Loaded, read};
use mfa_assess::report::pdf::render;
use mfa_assess::report::{Basis, Options, contents::contents};
use mfa_assess::rules::{Results, deadlines};
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
    journal
        .append(now, "Robin Ŵyn", Accepted::unheld(created))
        .unwrap();
    for number in 0..5000 {
        let event = Event::Changed(Change::Answer(
            "vpn-accounts".try_into().unwrap(),
            Some(Answer::Number(number)),
        ));
        journal
            .append(now, "Robin Ŵyn", Accepted::unheld(event))
            .unwrap();
    }
    bencher.bench(|| read(black_box(&path)).unwrap());
}

/// What has happened to a record of 5,000 entries, 500 of which undo another: its whole history.
#[divan::bench]
fn history_of_5000_entries_with_500_undone(bencher: Bencher<'_, '_>) {
    let asked = built_in().unwrap();
    let questions: Vec<_> = asked.questions().map(|q| q.id.clone()).collect();
    let now = Clock::System.now().timestamp();
    let mut entries: Vec<Logged> = vec![];
    for seq in 1..=5000_u64 {
        let event = match seq {
            1 => Event::Created {
                tool: "a measurement".into(),
                questionnaire: Box::default(),
            },
            seq if seq % 10 == 0 => Event::Undone { seq: seq - 1 },
            seq => Event::Changed(Change::Answer(
                questions[usize::try_from(seq).unwrap() % questions.len()].clone(),
                Some(Answer::Number(seq)),
            )),
        };
        let entry = Entry {
            v: FORMAT,
            seq,
            at: now,
            by: "Robin Ŵyn".into(),
            why: None,
            event,
            prev: None,
        };
        let fingerprint = Fingerprint::of(&seq.to_le_bytes());
        entries.push(Logged { entry, fingerprint });
    }
    let state = Assessment::fold(&entries).unwrap();
    let audit = Audit {
        questionnaire: &asked,
        entries: &entries,
        state: &state,
    };
    bencher.bench(|| black_box(&audit).since(0).unwrap());
}

/// What follows from all answers: worked out anew after each.
#[divan::bench]
fn results_of_a_finished_assessment(bencher: Bencher<'_, '_>) {
    let (_folder, loaded) = demonstration();
    bencher.bench(|| results(black_box(&loaded)));
}

/// What has run out or will in a register of 200 exemptions, with what follows for the rest: what
/// `check` works out of a record.
#[divan::bench]
fn check_of_200_exemptions(bencher: Bencher<'_, '_>) {
    let (_folder, mut loaded) = demonstration();
    let has_days = |e: &&Exemption| deadlines(&loaded.questionnaire, &with(e)).len() > 1;
    let exemption = loaded.state.exemptions.values().find(has_days).unwrap();
    let all = (1..=200).map(|number| (ExemptionId(number), exemption.clone()));
    loaded.state.exemptions = all.collect();
    let (asked, state) = (&loaded.questionnaire, &loaded.state);
    bencher.bench(|| (deadlines(black_box(asked), state), results(&loaded)));
}

fn with(exemption: &Exemption) -> Assessment {
    let mut state = Assessment::default();
    state.exemptions.insert(ExemptionId(1), exemption.clone());
    state
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
    let options = Options::new(today(), "OFFICIAL");
    bencher.bench(|| {
        // With nothing worked out yet.
        let basis = Basis::of(black_box(&loaded), &results, &options);
        render(&contents(&basis)).unwrap()
    });
}
