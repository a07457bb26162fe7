//! `kill -9` at any moment: what was acknowledged stays, every record opens, and it can be gone
//! on with.
//!
//! The plain dialogue acknowledges an answer by asking on: it says what comes next only when the
//! answer is on disk. `MFA_ASSESS_KILLS` sets how often the program is killed, and
//! `MFA_ASSESS_SEED` repeats the moments of a run that failed.

use std::io::{Read, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::time::{Duration, Instant, SystemTime};

use mfa_assess::facts::{Change, Event, Note};
use mfa_assess::record::{Library, Loaded, name_of, read};

use super::place::{Place, backups, place};

/// What ends all that is said before a line is read.
const PROMPT: &str = "\n> ";

/// What is entered. Long notes make long writes, which a kill can cut.
fn script() -> Vec<String> {
    let answers = "Fell Side Library\n3\nAda Fell\nHead librarian\nnext\n12\n11\n01/11/2026";
    let mut lines: Vec<String> = answers.lines().map(str::to_owned).collect();
    for number in 1..=16 {
        let long = if number % 2 == 0 { 3900 } else { 0 };
        lines.push("note".into());
        lines.push(format!("Note {number} {}", "𝄞".repeat(long)));
        if number % 5 == 0 {
            lines.push("undo".into());
        }
    }
    lines
}

/// The program in its plain dialogue, line by line.
struct Talk {
    child: Child,
    input: ChildStdin,
    output: ChildStdout,
    said: Vec<u8>,
}

impl Talk {
    fn new(place: &Place) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_mfa-assess"))
            .current_dir(place.folder())
            .env_clear()
            .env("HOME", place.folder())
            .env("MFA_ASSESS_DATA_DIR", place.records())
            .args(["--plain", "--questionnaire"])
            .arg(backups())
            .arg("new")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut talk = Self {
            input: child.stdin.take().unwrap(),
            output: child.stdout.take().unwrap(),
            said: vec![],
            child,
        };
        assert!(talk.asks());
        talk
    }

    /// Waits until it asks for a line; false when it ends without asking.
    fn asks(&mut self) -> bool {
        let mut bytes = [0; 8192];
        while !self.said.ends_with(PROMPT.as_bytes()) {
            match self.output.read(&mut bytes).unwrap() {
                0 => return false,
                read => self.said.extend_from_slice(&bytes[..read]),
            }
        }
        true
    }

    fn enter(&mut self, line: &str) {
        self.said.clear();
        self.input
            .write_all(format!("{line}\n").as_bytes())
            .unwrap();
    }

    /// Kills it. Says whether it had acknowledged the line that was entered last.
    fn killed(mut self) -> bool {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
        self.asks()
    }
}

/// A line of the script as it goes when nothing happens.
struct Step {
    line: String,
    /// How many entries the record has when it is acknowledged.
    entries: usize,
    took: Duration,
}

/// The script undisturbed: its steps, and all that it leaves in the record.
fn undisturbed() -> (Vec<Step>, Vec<Event>) {
    let place = place();
    let mut talk = Talk::new(&place);
    let library = Library::at(Some(place.records())).unwrap();
    let mut steps = vec![];
    for line in script() {
        let begun = Instant::now();
        talk.enter(&line);
        assert!(talk.asks(), "it ended at {line:?}");
        let took = begun.elapsed();
        let record = std::fs::read(library.find(None).unwrap()).unwrap();
        let entries = record.iter().filter(|b| **b == b'\n').count();
        steps.push(Step {
            line,
            entries,
            took,
        });
    }
    talk.killed();
    let events = events(&read(&library.find(None).unwrap()).unwrap());
    assert!(events.len() > 25, "{}", events.len());
    assert_eq!(steps.last().unwrap().entries, events.len());
    (steps, events)
}

fn events(loaded: &Loaded) -> Vec<Event> {
    let entries = loaded.entries.iter();
    entries.map(|logged| logged.entry.event.clone()).collect()
}

/// Numbers that look random and follow from a seed (SplitMix64).
struct Random(u64);

impl Random {
    fn below(&mut self, end: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % end
    }
}

fn number(variable: &str) -> Option<u64> {
    let words = std::env::var(variable).ok()?;
    Some(
        words
            .parse()
            .unwrap_or_else(|_| panic!("{variable}={words}")),
    )
}

#[test]
fn a_kill_at_any_moment_loses_nothing_that_was_acknowledged() {
    let kills = number("MFA_ASSESS_KILLS").unwrap_or(50);
    let seed = number("MFA_ASSESS_SEED").unwrap_or_else(|| {
        let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
        u64::from(now.unwrap().subsec_nanos())
    });
    let (steps, expected) = undisturbed();
    let mut random = Random(seed);
    for kill in 1..=kills {
        // The beginning of a record is one moment of many, and the one that is most of its own kind.
        let last = match random.below(4) {
            0 => 0,
            _ => usize::try_from(random.below(steps.len() as u64)).unwrap(),
        };
        let window = u64::try_from(2 * steps[last].took.as_micros()).unwrap();
        let wait = Duration::from_micros(random.below(window));
        let told = format!(
            "kill {kill}, {wait:?} after line {} (MFA_ASSESS_SEED={seed})",
            last + 1
        );
        one_kill(&steps, &expected, last, wait, &told);
    }
}

fn one_kill(steps: &[Step], expected: &[Event], last: usize, wait: Duration, told: &str) {
    let place = place();
    let mut talk = Talk::new(&place);
    for step in &steps[..last] {
        talk.enter(&step.line);
        assert!(talk.asks(), "{told}: it ended at {:?}", step.line);
    }
    talk.enter(&steps[last].line);
    std::thread::sleep(wait);
    let before = last
        .checked_sub(1)
        .map_or(0, |before| steps[before].entries);
    let acknowledged = if talk.killed() {
        steps[last].entries
    } else {
        before
    };

    let library = Library::at(Some(place.records())).unwrap();
    let mut stored = library.list().unwrap();
    let Some(found) = stored.next() else {
        assert_eq!(acknowledged, 0, "{told}: the record is gone");
        let anew = place.begun("Fell Side Library\n");
        assert!(anew.ends_with("fell-side-library.jsonl"), "{told}");
        assert_eq!(events(&read(&anew).unwrap()), expected[..2], "{told}");
        return;
    };
    assert!(stored.next().is_none(), "{told}");
    let loaded = found
        .loaded
        .unwrap_or_else(|error| panic!("{told}: {error}"));
    let kept = events(&loaded);
    assert!(
        kept.len() >= acknowledged,
        "{told}: {acknowledged} entries were acknowledged, {} are there",
        kept.len()
    );
    assert!(kept.len() <= steps[last].entries, "{told}");
    assert!(kept == expected[..kept.len()], "{told}: an entry changed");

    let ran = place.told(&["open", &name_of(&found.path)], "2\nnote\nWent on\nquit\n");
    assert_eq!(ran.code, Some(0), "{told}: {ran:?}");
    let torn = loaded.torn.is_some();
    assert_eq!(ran.out.contains("cut short by a crash"), torn, "{told}");
    assert_eq!(found.path.with_extension("torn-1").exists(), torn, "{told}");
    let after = read(&found.path).unwrap();
    assert_eq!(after.torn, None, "{told}");
    let (went_on, rest) = (events(&after), kept.len());
    assert!(went_on[..rest] == kept, "{told}: an entry changed");
    assert!(
        matches!(&went_on[rest..], [Event::Changed(Change::Note(_, Some(Note { text, .. })))] if text == "Went on"),
        "{told}: {:?}",
        &went_on[rest..]
    );
}
