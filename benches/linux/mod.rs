//! The measurements.

mod disk;
mod report;
mod rollup;
mod screen;

use std::path::{Path, PathBuf};
use std::process::Command;
use std::thread::sleep;
use std::time::Duration;

use screen::Program;

const RUNS: usize = 50;
const KEYS: usize = 2000;
const DOWN: &str = "\x1b[B";
const UP: &str = "\x1b[A";

/// Measures everything, and prints as it goes.
pub fn main() {
    // `cargo test --benches` only wants to know that this can be run.
    if !std::env::args().any(|argument| argument == "--bench") {
        return;
    }
    println!("{:<44} {:>12} {:>12}", "figure", "measured", "target");
    let folder = tempfile::tempdir().unwrap();
    let record = demonstration(folder.path());
    starts(folder.path(), &record);
    keys(folder.path(), &record);
    idle(folder.path(), &record);
    disk::measure(folder.path());
    report::measure(folder.path(), &record);
    rollup::measure(folder.path(), &record);
}

fn row(figure: &str, measured: &str, target: &str) {
    println!("{figure:<44} {measured:>12} {target:>12}");
}

fn milliseconds(time: Duration) -> String {
    format!("{:.2} ms", time.as_secs_f64() * 1000.0)
}

/// The value below which so much of all lies.
fn quantile(times: &mut [Duration], part: f64) -> Duration {
    times.sort_unstable();
    let last = times.len() - 1;
    #[allow(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        clippy::cast_precision_loss
    )]
    let index = (last as f64 * part).round() as usize;
    times[index]
}

fn command() -> Command {
    Command::new(env!("CARGO_BIN_EXE_mfa-assess"))
}

/// Makes the demonstration, and says where its record is.
fn demonstration(folder: &Path) -> PathBuf {
    let made = command()
        .args(["demo", "--identity"])
        .current_dir(folder)
        .output()
        .unwrap();
    assert!(made.status.success(), "{made:?}");
    let mut files = std::fs::read_dir(folder).unwrap();
    let record = files.find_map(|file| {
        let path = file.unwrap().path();
        path.extension()
            .is_some_and(|e| e == "jsonl")
            .then_some(path)
    });
    record.unwrap()
}

fn starts(folder: &Path, record: &Path) {
    let open = ["open", record.to_str().unwrap()];
    for (figure, arguments, target) in [
        ("start to first frame at home", &[][..], "10 ms"),
        ("start to first frame of a finished record", &open, ""),
    ] {
        let mut times: Vec<Duration> = (0..RUNS)
            .map(|_| Program::start(folder, arguments).first_frame)
            .collect();
        row(
            &format!("{figure}, p50"),
            &milliseconds(quantile(&mut times, 0.5)),
            target,
        );
        row(
            &format!("{figure}, p99"),
            &milliseconds(quantile(&mut times, 0.99)),
            "",
        );
    }
}

fn keys(folder: &Path, record: &Path) {
    let mut program = Program::start(folder, &["open", record.to_str().unwrap()]);
    let moves = (0..KEYS).map(|n| if n % 20 < 10 { DOWN } else { UP });
    let mut times: Vec<Duration> = moves.map(|key| program.frame_after(key)).collect();
    row(
        "arrow key to frame, p50",
        &milliseconds(quantile(&mut times, 0.5)),
        "",
    );
    row(
        "arrow key to frame, p99",
        &milliseconds(quantile(&mut times, 0.99)),
        "1 ms",
    );
    // On a new assessment nothing is on disk yet; with its first answer, drafts are.
    let mut program = Program::start(folder, &["new"]);
    program.frame_after("Amberley Vale\r");
    let letters = (0..KEYS).map(|n| if n % 20 < 10 { "x" } else { "\x7f" });
    let mut times: Vec<Duration> = letters.map(|key| program.frame_after(key)).collect();
    row(
        "letter with its draft to frame, p50",
        &milliseconds(quantile(&mut times, 0.5)),
        "",
    );
    row(
        "letter with its draft to frame, p99",
        &milliseconds(quantile(&mut times, 0.99)),
        "1 ms",
    );
}

fn idle(folder: &Path, record: &Path) {
    let program = Program::start(folder, &["open", record.to_str().unwrap()]);
    sleep(Duration::from_millis(500));
    let before = program.wakeups();
    sleep(Duration::from_secs(2));
    let woken = program.wakeups() - before;
    row("wakeups in 2 s without a key", &woken.to_string(), "0");
    row(
        "resident memory with a finished record",
        &program.resident(),
        "15360 kB",
    );
}
