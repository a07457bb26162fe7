//! The program in a real terminal: from the first key to the report, and what it leaves behind
//! when it is stopped in any way that there is.

#![cfg(unix)]

#[path = "terminal/pty.rs"]
mod pty;

use std::path::{Path, PathBuf};

use mfa_assess::record::{Library, read};
use pty::{Setting, Terminal};
use tempfile::TempDir;

const END: &str = "\x1b[F";
const DOWN: &str = "\x1b[B";
const UP: &str = "\x1b[A";
const TAB: &str = "\t";
const CTRL_C: &str = "\x03";
const CTRL_N: &str = "\x0e";
const CTRL_T: &str = "\x14";
const CTRL_Z: &str = "\x1a";

fn folder() -> TempDir {
    tempfile::tempdir().unwrap()
}

/// The arguments for a questionnaire that is answered in a minute.
fn small() -> String {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/backups.json");
    format!("--questionnaire '{}'", file.display())
}

fn record(folder: &Path) -> PathBuf {
    let library = Library::at(Some(folder.join("records"))).unwrap();
    library.find(None).unwrap()
}

/// What the record says of an answer that is a text.
fn text(folder: &Path, question: &str) -> String {
    let loaded = read(&record(folder)).unwrap();
    assert!(loaded.torn.is_none());
    loaded.state.text(&question.try_into().unwrap()).to_owned()
}

/// A new assessment, of which the first question is answered and the second has the focus.
fn begun(folder: &Path) -> Terminal {
    let mut terminal = Setting::of(folder).run("new");
    terminal.shows("What is the name of the organisation?");
    terminal.in_turn(&["Amberley Vale", "\r"]);
    terminal.shows("Saved");
    terminal
}

#[test]
fn an_assessment_is_begun_left_resumed_signed_and_on_disk_as_a_pdf() {
    let folder = folder();
    let mut terminal = Setting::of(folder.path()).run(&small());
    terminal.shows("Start a new assessment");
    terminal.keys("\r");
    terminal.shows("What is the name of the library?");
    terminal.in_turn(&["Fell Side Library", "\r", "3", "\r"]);
    terminal.in_turn(&["Ada Fell", "\r", "Head librarian", "\r"]);
    terminal.shows("Next: What is backed up");
    terminal.keys("\r");
    terminal.shows("Scenario 1 of 4");
    terminal.in_turn(&["12", "\r", "12", "\r", "01/11/2026", "\r"]);
    terminal.shows("1 November 2026");
    terminal.keys(CTRL_C);
    assert_eq!(terminal.ends(), 0);
    terminal.shows("mfa-assess open fell-side-library");

    // The questionnaire is in the record: it is not named again.
    let mut terminal = Setting::of(folder.path()).run("open fell-side-library");
    terminal.shows("Fell Side Library | Task list");
    terminal.keys(&format!("{DOWN}\r"));
    terminal.shows("1 November 2026");
    terminal.keys(CTRL_N);
    terminal.shows("Scenario 2 of 4");
    // Who types ahead on a slow line does not paste.
    terminal.keys(&format!("{DOWN}\r{TAB}\r1\r{CTRL_N}"));
    terminal.shows("Scenario 3 of 4");
    terminal.keys(&format!("\r3\r\r{CTRL_N}"));
    terminal.shows("Scenario 4 of 4");
    terminal.in_turn(&["Ada Fell", "\r", "\r", "\r", CTRL_N]);
    terminal.shows("Nothing is left before the sign-off.");
    // The sign-off is the last row.
    terminal.keys(&format!("{END}\r"));
    terminal.shows("You declare:");
    terminal.in_turn(&["Ada Fell", "\r", "\r", "declare", "\r"]);
    terminal.keys("\r");
    terminal.shows("The report is written, and was read back:");
    terminal.shows("It carries the sign-off.");
    terminal.keys("q");
    assert_eq!(terminal.ends(), 0);
    let loaded = read(&record(folder.path())).unwrap();
    assert!(loaded.state.is_signed());
    let files = std::fs::read_dir(folder.path()).unwrap();
    let reports: Vec<PathBuf> = files
        .map(|file| file.unwrap().path())
        .filter(|path| path.extension().is_some_and(|e| e == "pdf"))
        .collect();
    let [report] = &reports[..] else {
        panic!("{reports:?}")
    };
    assert!(std::fs::read(report).unwrap().starts_with(b"%PDF"));
}

#[test]
fn ctrl_c_saves_what_was_typed_and_restores_the_terminal() {
    let folder = folder();
    let mut terminal = begun(folder.path());
    terminal.keys("QQ7Y7");
    terminal.shows("QQ7Y7");
    terminal.keys(CTRL_C);
    assert_eq!(terminal.ends(), 0);
    terminal.shows("Saved in");
    assert_eq!(text(folder.path(), "organisation-name"), "Amberley Vale");
    assert_eq!(text(folder.path(), "ods-code"), "QQ7Y7");
}

#[test]
fn a_signal_saves_what_was_typed_and_restores_the_terminal() {
    for (signal, code) in [
        ("TERM", 143),
        ("HUP", 129),
        ("INT", 130),
        ("QUIT", 131),
        ("USR1", 138),
        ("USR2", 140),
        ("ALRM", 142),
        ("XCPU", 152),
    ] {
        let folder = folder();
        let mut terminal = begun(folder.path());
        terminal.keys("QQ7Y7");
        terminal.shows("QQ7Y7");
        terminal.signal(signal);
        assert_eq!(terminal.ends(), code, "{signal}");
        assert_eq!(text(folder.path(), "ods-code"), "QQ7Y7", "{signal}");
    }
}

#[test]
fn a_terminal_that_goes_away_takes_nothing_with_it() {
    let folder = folder();
    let mut terminal = begun(folder.path());
    terminal.keys("QQ7Y7");
    terminal.shows("QQ7Y7");
    terminal.goes_away();
    assert_eq!(text(folder.path(), "ods-code"), "QQ7Y7");
}

#[test]
fn what_does_not_fit_is_kept_as_a_draft_when_a_signal_ends_the_program() {
    let folder = folder();
    let mut terminal = begun(folder.path());
    terminal.keys("far too long for a code");
    terminal.shows("far too long for a code");
    terminal.signal("TERM");
    assert_eq!(terminal.ends(), 143);
    assert_eq!(text(folder.path(), "ods-code"), "");
    let mut terminal = Setting::of(folder.path()).run("open");
    terminal.shows("1 text that was not finished is kept in its field.");
    terminal.keys(&format!("\r{TAB}"));
    terminal.keys(CTRL_C);
    assert_eq!(terminal.ends(), 0);
}

#[test]
fn a_kill_in_the_middle_of_a_word_leaves_the_word() {
    let folder = folder();
    let mut terminal = begun(folder.path());
    terminal.keys("QQ7");
    terminal.shows("QQ7");
    terminal.signal("KILL");
    terminal.shows("code=137");
    assert_eq!(text(folder.path(), "organisation-name"), "Amberley Vale");
    let mut terminal = Setting::of(folder.path()).run("open amberley-vale");
    terminal.shows("1 text that was not finished is kept in its field.");
    terminal.keys("\r");
    terminal.shows("What is its ODS code?");
    terminal.keys("\x1b[Z\x1b[Z\x1b[Z");
    terminal.shows("QQ7");
    terminal.keys(CTRL_C);
    assert_eq!(terminal.ends(), 0);
}

#[test]
fn a_small_terminal_is_told_and_a_larger_one_shows_the_screen() {
    let folder = folder();
    let setting = Setting {
        size: (5, 20),
        ..Setting::of(folder.path())
    };
    let mut terminal = setting.run("");
    terminal.shows("Everything is kept.");
    terminal.resize(24, 80);
    terminal.shows("Start a new assessment");
    terminal.shows("q quit");
    terminal.resize(1, 1);
    terminal.resize(40, 120);
    terminal.shows("Start a new assessment");
    terminal.keys("q");
    assert_eq!(terminal.ends(), 0);
}

#[test]
fn ctrl_z_gives_the_shell_back_and_fg_the_screen() {
    let folder = folder();
    let mut terminal = Setting::of(folder.path()).interactive();
    terminal.shows("ready$");
    terminal.keys(&format!("{} new\r", env!("CARGO_BIN_EXE_mfa-assess")));
    terminal.shows("What is the name of the organisation?");
    terminal.keys("Amberley Vale");
    terminal.shows("Amberley Vale");
    terminal.keys(CTRL_Z);
    terminal.until("the shell", |screen| {
        !screen.alternate_screen() && screen.contents().trim_end().ends_with("ready$")
    });
    // The terminal is cooked again: the shell echoes what is typed and runs it.
    terminal.keys("echo $((20 + 3))\r");
    terminal.shows("23");
    terminal.look(|screen| assert!(!screen.bracketed_paste()));
    let drawn = terminal.frames();
    terminal.keys("fg\r");
    // Once because it goes on, and once because it is told so.
    terminal.drawn(drawn + 2);
    terminal.until("the screen", |screen| {
        screen.alternate_screen() && screen.contents().contains("Amberley Vale")
    });
    terminal.shows("What is the name of the organisation?");
    terminal.look(|screen| assert!(screen.bracketed_paste()));
    terminal.in_turn(&[" Trust", "\r"]);
    terminal.shows("Saved");
    terminal.keys(CTRL_C);
    terminal.until("the shell", |screen| !screen.alternate_screen());
    terminal.shows("Go on with: mfa-assess open");
    assert_eq!(
        text(folder.path(), "organisation-name"),
        "Amberley Vale Trust"
    );
}

#[test]
fn a_stop_from_outside_gives_the_terminal_back_and_going_on_draws_it_again() {
    let folder = folder();
    let mut terminal = begun(folder.path());
    terminal.keys("QQ7Y7");
    terminal.shows("QQ7Y7");
    let was = |screen: &vt100::Screen| {
        screen.alternate_screen() && screen.bracketed_paste() && screen.contents().contains("QQ7Y7")
    };
    terminal.signal("TSTP");
    terminal.until("the shell's screen", |screen| {
        !screen.alternate_screen() && !screen.bracketed_paste()
    });
    terminal.signal("CONT");
    terminal.until("the screen", was);
    // Nobody is told of this one: what the terminal was made to be meanwhile is mended afterwards.
    terminal.signal("STOP");
    terminal.is_made_sane();
    let drawn = terminal.frames();
    terminal.signal("CONT");
    terminal.drawn(drawn + 1);
    terminal.until("the screen", was);
    terminal.keys(CTRL_C);
    assert_eq!(terminal.ends(), 0);
    assert_eq!(text(folder.path(), "ods-code"), "QQ7Y7");
}

/// As a terminal hands it over that does not mark a paste, on Windows for example.
const PASTED: &str = "Seen with the supplier on 3 November.\rA second gateway is spare and not \
    enforced yet; exclude it\runtil the change on 30 June.\rAgreed with Rowan Hale.";
const NOT_TAKEN: &str = "That was pasted text; nothing was changed.";

#[test]
fn a_paste_without_marks_is_a_text_where_there_is_one_and_nothing_elsewhere() {
    let folder = folder();
    let mut terminal = Setting::of(folder.path()).run("");
    let nothing = |terminal: &mut Terminal| {
        terminal.keys(PASTED);
        terminal.shows(NOT_TAKEN);
        terminal.in_turn(&["?", PASTED]);
        terminal.shows("Show these keys.");
        // The next key takes the help away, and the one after that the sentence.
        terminal.in_turn(&["\x1b", UP]);
        terminal.shows_no_more(NOT_TAKEN);
    };
    terminal.shows("Start a new assessment");
    nothing(&mut terminal);
    terminal.in_turn(&["\r"]);
    terminal.in_turn(&["Amberley Vale", "\r", CTRL_T]);
    terminal.shows("Task list");
    nothing(&mut terminal);
    terminal.in_turn(&["/", "VPN", "\r"]);
    terminal.shows("Remote access by VPN");
    let before = std::fs::read(record(folder.path())).unwrap();
    nothing(&mut terminal);
    terminal.in_turn(&["r"]);
    terminal.shows("Check your answers");
    nothing(&mut terminal);
    assert_eq!(std::fs::read(record(folder.path())).unwrap(), before);
    terminal.in_turn(&["\x1b"]);
    terminal.shows("Is MFA enforced for people who connect by VPN?");
    // Past the evidence to the note.
    terminal.in_turn(&[TAB, TAB, PASTED]);
    terminal.shows("Agreed with Rowan Hale.");
    terminal.in_turn(&["\r"]);
    terminal.keys(CTRL_C);
    assert_eq!(terminal.ends(), 0);
    let loaded = read(&record(folder.path())).unwrap();
    let notes: Vec<&str> = loaded
        .state
        .notes
        .values()
        .map(|n| n.text.as_str())
        .collect();
    assert_eq!(notes, [PASTED.replace('\r', "\n")]);
    assert_eq!(loaded.entries.len(), 3);
}

#[test]
fn a_note_pasted_into_the_plain_dialogue_is_one_answer() {
    let folder = folder();
    let mut terminal = Setting::of(folder.path()).run("--plain new");
    terminal.shows("What is the name of the organisation?");
    terminal.keys("Amberley Vale\r");
    terminal.shows("What is its ODS code?");
    // A whole text where a choice is asked for is nothing, and does not wait for later either.
    terminal.keys("tasks\r");
    terminal.shows("Enter a number, or press Enter to go on with");
    terminal.keys(PASTED);
    terminal.shows(NOT_TAKEN);
    // Two lines within a moment are a paste: each waits for what the one before has brought.
    terminal.keys("search vpn\r");
    terminal.shows(" 1. 4  Remote access by VPN");
    terminal.keys("1\r");
    terminal.shows("Is MFA enforced for people who connect by VPN?");
    terminal.keys("note\r");
    terminal.shows("Anything that a reader of the report should know.");
    terminal.keys(PASTED);
    terminal.shows("Press Enter to take it.");
    terminal.keys("\r");
    terminal.shows("Must the board know this note?");
    terminal.keys("quit\r");
    assert_eq!(terminal.ends(), 0);
    let loaded = read(&record(folder.path())).unwrap();
    let notes: Vec<&str> = loaded
        .state
        .notes
        .values()
        .map(|n| n.text.as_str())
        .collect();
    assert_eq!(notes, [PASTED.replace('\r', "\n")]);
    assert_eq!(loaded.entries.len(), 3);
}

#[test]
fn without_colour_the_focus_is_still_seen() {
    for (variables, colour) in [(&[("NO_COLOR", "1")][..], false), (&[], true)] {
        let folder = folder();
        let setting = Setting {
            variables,
            ..Setting::of(folder.path())
        };
        let mut terminal = setting.run("");
        terminal.shows("Start a new assessment");
        let cells = |screen: &vt100::Screen| -> Vec<vt100::Cell> {
            (0..24)
                .flat_map(|row| (0..80).map(move |col| (row, col)))
                .filter_map(|(row, col)| screen.cell(row, col).cloned())
                .collect()
        };
        let cells = terminal.look(cells);
        let coloured = cells.iter().any(|c| c.fgcolor() != vt100::Color::Default);
        assert_eq!(coloured, colour, "{variables:?}: colours");
        terminal.until("the focus under the cursor", |screen| {
            let (row, col) = screen.cursor_position();
            screen.cell(row, col + 1).is_some_and(vt100::Cell::inverse)
        });
        terminal.keys("q");
        assert_eq!(terminal.ends(), 0);
    }
}

#[test]
fn who_cannot_use_a_full_screen_gets_the_plain_dialogue() {
    for (variables, arguments) in [
        (&[("TERM", "dumb")][..], ""),
        (&[("ACCESSIBLE", "1")], ""),
        (&[], "--plain"),
        (&[], "< /dev/null"),
        (&[], "| cat"),
    ] {
        let folder = folder();
        let setting = Setting {
            variables,
            ..Setting::of(folder.path())
        };
        let mut terminal = setting.run(arguments);
        terminal.shows("Plain dialogue.");
        terminal.shows("Enter a number.");
        if !arguments.starts_with('<') {
            terminal.keys("quit\r");
        }
        assert_eq!(terminal.ends(), 0, "{variables:?} {arguments}");
        let bytes = terminal.bytes();
        assert!(!bytes.contains(&0x1b), "{variables:?} {arguments}");
    }
}

#[test]
fn a_paste_cannot_steer_the_terminal() {
    let folder = folder();
    let mut terminal = Setting::of(folder.path()).run("new");
    terminal.shows("What is the name of the organisation?");
    terminal.keys("\x1b[200~Amber\x1b[2J\x1b]0;title\x07ley\r\nVale\u{202e}\x1b[201~");
    terminal.shows("Amber[2J]0;titleley Vale");
    terminal.keys("\r");
    terminal.shows("Saved");
    terminal.keys(CTRL_C);
    assert_eq!(terminal.ends(), 0);
    let name = text(folder.path(), "organisation-name");
    assert_eq!(name, "Amber[2J]0;titleley Vale");
    let bytes = std::fs::read(record(folder.path())).unwrap();
    assert!(!bytes.contains(&0x1b));
}

#[test]
fn a_screen_goes_back_to_the_task_list_and_says_how_far_it_is() {
    let folder = folder();
    let mut terminal = begun(folder.path());
    terminal.keys(CTRL_T);
    terminal.shows("Amberley Vale | Task list");
    terminal.shows_no_more("What is its ODS code?");
    terminal.keys("?");
    terminal.shows("Show these keys.");
    terminal.keys("\x1b");
    terminal.shows_no_more("Show these keys.");
    terminal.keys("q");
    assert_eq!(terminal.ends(), 0);
    terminal.shows("left to answer.");
}

#[cfg(target_os = "linux")]
#[test]
fn the_full_screen_opens_no_socket() {
    let folder = folder();
    if std::process::Command::new("strace")
        .arg("-V")
        .output()
        .is_err()
    {
        eprintln!("left out: strace is not installed");
        return;
    }
    let mut terminal = Setting::of(folder.path()).interactive();
    terminal.shows("ready$");
    let program = env!("CARGO_BIN_EXE_mfa-assess");
    let trace = "strace -f -qq -e trace=network -o calls";
    terminal.keys(&format!("{trace} {program} new\r"));
    terminal.shows("What is the name of the organisation?");
    terminal.in_turn(&["Amberley Vale", "\r"]);
    terminal.shows("Saved");
    terminal.keys(CTRL_C);
    terminal.shows("Go on with:");
    let calls = std::fs::read_to_string(folder.path().join("calls")).unwrap();
    // A pair that ends within the program itself wakes it up when a signal comes.
    assert!(calls.contains("socketpair(AF_UNIX"), "{calls}");
    for call in [" socket(", " connect(", " bind(", " sendto(", " sendmsg("] {
        assert!(!calls.contains(call), "{calls}");
    }
}

#[test]
fn a_table_is_taken_over_only_once_somebody_says_yes() {
    let folder = folder();
    drop(begun(folder.path()));
    let record = record(folder.path());
    let before = std::fs::read(&record).unwrap();
    std::fs::write(
        folder.path().join("sheet.csv"),
        "Name,Hosting\r\nMail,own\r\n",
    )
    .unwrap();
    let import = || {
        let terminal = Setting::of(folder.path()).run("systems import sheet.csv");
        terminal.shows("Take this over? Enter yes or no.");
        terminal
    };
    // Ctrl-C ends the shell around the program as well, so that there is no code to see.
    for (keys, seen) in [
        (CTRL_C, "^C"),
        ("no\r", "code=1"),
        ("\x04", "code=1"),
        ("perhaps\rno\r", "code=1"),
    ] {
        let mut terminal = import();
        terminal.keys(keys);
        terminal.shows(seen);
        drop(terminal);
        assert_eq!(std::fs::read(&record).unwrap(), before, "{keys:?}");
    }
    let mut terminal = import();
    terminal.keys("yes\r");
    terminal.shows("Written as entry");
    terminal.shows("code=0");
    assert_eq!(read(&record).unwrap().state.systems.len(), 1);
    std::fs::write(
        folder.path().join("sheet.csv"),
        "mfa-assess number,Name\r\nS-1,Rota\r\n,Stock\r\n",
    )
    .unwrap();
    for (renamed, names) in [("no\r", ["Mail", "Stock"]), ("yes\r", ["Rota", "Stock"])] {
        let mut terminal = Setting::of(folder.path()).run("systems import sheet.csv");
        terminal.shows("S-1 “Mail” would become “Rota”");
        terminal.shows("Is each the same system under a new name? Enter yes or no.");
        terminal.keys(renamed);
        terminal.shows("Take this over? Enter yes or no.");
        terminal.keys("yes\r");
        terminal.shows("Written as entry");
        let systems = read(&record).unwrap().state.systems;
        let named = systems
            .values()
            .filter_map(|s| s.fields.get(&"name".try_into().unwrap()));
        let named: Vec<String> = named.map(|name| name.raw()).collect();
        assert_eq!(named, names);
    }
}
