//! The overview of a whole region against `sha256sum` over the same files.
//!
//! The files are copies of two records: a finished one of the built-in questionnaire, and one of a
//! small questionnaire. 10,000 of the former would be 4 GB, so there are 1,000. Both programs run
//! after the files were read once, so that no disk is measured.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use mfa_assess::facts::{Answer, Change, Event};
use mfa_assess::propose::Accepted;
use mfa_assess::record::Journal;
use mfa_assess::session::Clock;

use super::{command, quantile, row};

const RUNS: usize = 5;

/// Measures both.
pub fn measure(folder: &Path, finished: &Path) {
    let small = small(folder);
    against_digests(folder, "built-in", finished, 1_000);
    against_digests(folder, "small", &small, 10_000);
}

/// A record of the small questionnaire.
fn small(folder: &Path) -> PathBuf {
    let path = folder.join("small.jsonl");
    let asked = include_str!("../../tests/backups.json");
    let now = Clock::System.now().timestamp();
    let mut journal = Journal::create(&path).unwrap();
    let created = Event::Created {
        tool: "a measurement".into(),
        questionnaire: Box::new(serde_json::from_str(asked).unwrap()),
    };
    journal
        .append(now, "Robin Ŵyn", Accepted::unheld(created))
        .unwrap();
    for number in 0..20 {
        let event = Event::Changed(Change::Answer(
            "collections".try_into().unwrap(),
            Some(Answer::Number(number)),
        ));
        journal
            .append(now, "Robin Ŵyn", Accepted::unheld(event))
            .unwrap();
    }
    path
}

fn against_digests(folder: &Path, kind: &str, record: &Path, count: usize) {
    let region = folder.join(kind);
    std::fs::create_dir(&region).unwrap();
    let files: Vec<PathBuf> = (0..count)
        .map(|number| region.join(format!("{number:05}.jsonl")))
        .collect();
    for file in &files {
        std::fs::copy(record, file).unwrap();
    }
    let mut digests = Command::new("sha256sum");
    digests.args(&files);
    let mut rollup = command();
    rollup.arg("rollup").arg(&region).arg("--csv");
    let (mut bare, mut read, mut most) = (vec![], vec![], 0);
    // The first of each warms up. They take turns, so that a machine that is busy for a while is
    // busy for both.
    for run in 0..=RUNS {
        let (digesting, _) = run_through(&mut digests);
        let (reading, memory) = run_through(&mut rollup);
        if run > 0 {
            bare.push(digesting);
            read.push(reading);
            most = most.max(memory);
        }
    }
    let (bare, read) = (quantile(&mut bare, 0.5), quantile(&mut read, 0.5));
    let figure = |what: &str| format!("{what} of {count} records, {kind}");
    let seconds = |time: Duration| format!("{:.2} s", time.as_secs_f64());
    row(&figure("sha256sum"), &seconds(bare), "");
    row(&figure("rollup"), &seconds(read), "");
    let share = bare.as_secs_f64() / read.as_secs_f64();
    row(
        "  its share of that speed",
        &format!("{share:.2} x"),
        "0.50 x",
    );
    row("  the most memory that it took", &format!("{most} kB"), "");
    std::fs::remove_dir_all(region).unwrap();
}

/// How long a command takes, and how much memory at most.
fn run_through(command: &mut Command) -> (Duration, u64) {
    let begin = Instant::now();
    let quiet = command.stdout(Stdio::null()).stderr(Stdio::null());
    let mut child = quiet.spawn().unwrap();
    let mut most = 0;
    loop {
        let status = std::fs::read_to_string(format!("/proc/{}/status", child.id()));
        let status = status.unwrap_or_default();
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let now = line.and_then(|line| line.trim().trim_end_matches(" kB").parse().ok());
        most = most.max(now.unwrap_or(0));
        if let Some(ended) = child.try_wait().unwrap() {
            assert!(ended.success());
            return (begin.elapsed(), most);
        }
        std::thread::sleep(Duration::from_millis(2));
    }
}
