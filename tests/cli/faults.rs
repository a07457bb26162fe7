//! The program as it is, on a system that refuses one of its calls: what it said to be saved is
//! there, and it says so when something is not.

use mfa_assess::facts::Event;
use mfa_assess::record::{Library, read};

use super::place::{Place, Ran, place};

/// What is entered, and how many entries there are when the prompt that follows acknowledges it.
const LINES: &[(&str, usize)] = &[
    ("Fell Side Library", 2),
    ("3", 3),
    ("Ada Fell", 4),
    ("Head librarian", 5),
    ("next", 5),
    ("12", 6),
    ("quit", 6),
    ("quit", 6),
];

/// What the system says when it refuses.
const CALLS: &[(&str, &str)] = &[
    ("write", "ENOSPC"),
    ("fdatasync", "EIO"),
    ("fsync", "EIO"),
    ("/^rename", "EIO"),
    ("ftruncate", "EIO"),
    ("openat", "EACCES"),
    ("unlink", "EACCES"),
];

fn run(place: &Place, inject: &str) -> Ran {
    let lines: String = LINES.iter().map(|(line, _)| format!("{line}\n")).collect();
    place.file("lines", lines);
    let strace = format!("strace -f -qq -y -o calls -e trace=desc,file {inject}");
    place.script(&format!(
        "{strace} \"$P\" --plain --questionnaire \"$B\" new <lines"
    ))
}

fn events(place: &Place) -> Option<Vec<Event>> {
    let library = Library::at(Some(place.records())).unwrap();
    let mut stored = library.list().unwrap();
    let found = stored.next()?;
    assert!(stored.next().is_none());
    let entries = read(&found.path).unwrap().entries.into_iter();
    Some(entries.map(|logged| logged.entry.event).collect())
}

/// How many entries were acknowledged: by the prompts before the first that comes with trouble.
fn acknowledged(ran: &Ran) -> usize {
    let prompts: Vec<&str> = ran.out.split("\n> ").collect();
    // The first prompt asks for the first line; what the program says at its end is no prompt.
    let after = prompts.get(1..prompts.len() - 1).unwrap_or_default();
    let taken = after.iter().take_while(|p| !p.contains("NOT SAVED"));
    let last = taken.count().checked_sub(1);
    last.map_or(0, |last| LINES[last].1)
}

#[test]
fn a_call_that_the_system_refuses_is_no_reason_to_say_what_is_not_so() {
    let whole = place();
    if whole.script("command -v strace").code != Some(0) {
        eprintln!("left out: strace is not installed");
        return;
    }
    let ran = run(&whole, "");
    assert_eq!(ran.code, Some(0), "{ran:?}");
    let expected = events(&whole).unwrap();
    assert_eq!(expected.len(), 6, "{expected:?}");
    let calls = std::fs::read_to_string(whole.folder().join("calls")).unwrap();

    let mut injected = 0;
    for (call, error) in CALLS {
        let name = call.trim_start_matches("/^");
        let made = calls.lines().filter(|l| l.contains(&format!(" {name}")));
        // Those that have to do with the records; without others the program does not even start.
        let bear = made.zip(1..).filter(|(call, _)| call.contains("/records"));
        for number in bear.map(|(_, number)| number) {
            let place = place();
            let ran = run(
                &place,
                &format!("-e inject={call}:error={error}:when={number}"),
            );
            let told = format!("{call} {number}: {ran:?}");
            let kept = events(&place).unwrap_or_default();
            let acknowledged = acknowledged(&ran);
            assert!(
                kept.len() >= acknowledged,
                "{acknowledged} entries were acknowledged: {told}"
            );
            assert!(expected.starts_with(&kept), "{kept:?}: {told}");
            let is_whole = kept.len() == expected.len();
            assert!(
                is_whole || ran.code != Some(0),
                "it says that all is well: {told}"
            );
            if !kept.is_empty() {
                let again = place.told(&["--plain", "open"], "quit\n");
                assert_eq!(again.code, Some(0), "{again:?}: {told}");
            }
            injected += 1;
        }
    }
    assert!(injected > 20, "{injected}");
}
