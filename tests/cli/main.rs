//! The commands as scripts see them: exit codes, messages that say what to do next, and files
//! that nothing is taken from.

mod apply;
mod archive;
mod asked_by;
mod calendar;
mod check;
mod data;
mod dated;
#[cfg(unix)]
mod disk;
mod evidence;
#[cfg(target_os = "linux")]
mod faults;
mod forms;
#[cfg(target_os = "linux")]
mod heard;
mod history;
#[cfg(unix)]
mod holding;
mod kill;
mod lines;
mod merge;
mod migrate;
#[cfg(target_os = "linux")]
mod network;
mod next_year;
#[cfg(unix)]
mod outputs;
mod pipes;
mod place;
mod report;
mod rollup;
mod share;
mod sign;
mod sign_offs;
mod signing;
mod sound;
mod tables;
mod turning;
mod updates;
mod verify;
mod views;

use mfa_assess::record::{Journal, read};
use place::{backups, place};
use serde_json::Value;

/// Answers to all that the small questionnaire asks, up to the check of the answers.
const ALL: &str = "Fell Side Library\n3\nAda Fell\nHead librarian\n\
    next\n12\n12\n01/11/2026\nnext\n2\n1\n1\nnext\n1\n3\n1\nnext\nAda Fell\n1\n1\nnext\n";

#[test]
fn nothing_there_yet_is_no_failure_of_the_list() {
    let place = place();
    let ran = place.run(&["list"]);
    assert_eq!((ran.code, ran.out.as_str()), (Some(0), ""));
    assert!(
        ran.err.contains("Start one with: mfa-assess"),
        "{}",
        ran.err
    );
    assert_eq!(place.run(&["list", "--json"]).out, "[]\n");
    assert!(!place.records().exists(), "looking makes no folder");
    for command in ["status", "open", "report"] {
        place.refuses(&[command], &["no record", "start one with `mfa-assess`"]);
    }
}

#[test]
fn a_list_names_every_record_also_one_that_cannot_be_opened() {
    let place = place();
    place.begun("Fell Side Library\n");
    place.file("records/broken.jsonl", "{\"v\":1");
    let ran = place.run(&["list"]);
    assert_eq!(ran.code, Some(0));
    assert!(
        ran.out
            .contains("fell-side-library  Fell Side Library  (draft,"),
        "{}",
        ran.out
    );
    assert!(
        ran.out.contains("broken  cannot be opened: "),
        "{}",
        ran.out
    );
    let rows: Value = serde_json::from_str(&place.run(&["list", "--json"]).out).unwrap();
    let rows = rows.as_array().unwrap();
    assert_eq!(rows.len(), 2);
    let told = |name: &str, field: &str| {
        let row = rows.iter().find(|row| row["record"] == name).unwrap();
        row[field].as_str().unwrap().to_owned()
    };
    assert_eq!(
        told("fell-side-library", "organisation"),
        "Fell Side Library"
    );
    assert!(told("broken", "error").contains("not a record"));
}

#[test]
fn status_is_3_until_everything_is_answered() {
    let place = place();
    place.begun("Fell Side Library\n");
    let ran = place.run(&["status"]);
    assert_eq!(ran.code, Some(3));
    assert!(ran.out.contains("Incomplete: "), "{}", ran.out);
    assert!(ran.out.contains("Not signed off."), "{}", ran.out);

    let place = self::place();
    place.begun(ALL);
    let ran = place.run(&["status", "fell-side-library"]);
    assert_eq!(ran.code, Some(0), "{}", ran.out);
    assert!(ran.out.contains("Complete: "), "{}", ran.out);
}

#[test]
fn status_says_first_what_has_run_out_and_then_what_is_left() {
    let place = place();
    assert_eq!(place.run(&["demo"]).code, Some(0));
    let record = "./demo-glan-yr-afon-and-easterby.jsonl";
    let ran = place.run(&["status", record]);
    // The demonstration has an action whose last day is long past.
    let third = ran.out.lines().nth(3);
    assert_eq!(third, Some("1 action overdue: A-1."), "{}", ran.out);
    let says = "Nothing is left before the sign-off. 5 things are worth a look.";
    assert!(ran.out.contains(says), "{}", ran.out);
    let ran = place.run(&["status", record, "--json"]);
    let told: Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(told["overdue"]["actions"], serde_json::json!(["A-1"]));
    assert_eq!(told["left"]["before_sign_off"], 0);
    let left = told["left"]["says"].as_str().unwrap();
    assert!(left.starts_with(says), "{left}");
}

#[test]
fn status_for_machines_names_things_by_their_ids() {
    let place = place();
    let record = place.begun("Fell Side Library\n");
    let ran = place.run(&["status", "--json"]);
    assert_eq!(ran.code, Some(3));
    let told: Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(told["record"], "fell-side-library");
    assert_eq!(told["path"], record.to_str().unwrap());
    assert_eq!(told["questionnaire"]["id"], "backup-assurance");
    assert_eq!(told["complete"], false);
    assert_eq!(told["requirements"][0]["id"], "B1");
    assert_eq!(told["requirements"][0]["outcome"], "not-answered");
    assert_eq!(told["scenarios"][0]["id"], "what-is-backed-up");
    let gaps = told["gaps"].as_array().unwrap();
    assert!(
        gaps.iter().any(|gap| gap["unanswered"] == "vans"),
        "{gaps:?}"
    );
    assert_eq!(told["fingerprint"].as_str().unwrap().len(), 64);
}

#[test]
fn a_report_is_a_pdf_where_it_was_asked_for() {
    let place = place();
    place.begun("Fell Side Library\n");
    let ran = place.run(&["report", "-o", "board.pdf"]);
    assert_eq!(
        (ran.code, ran.out.as_str()),
        (Some(0), "board.pdf\n"),
        "{}",
        ran.err
    );
    assert!(ran.err.contains("It is a draft"), "{}", ran.err);
    let written = std::fs::read(place.folder().join("board.pdf")).unwrap();
    assert!(written.starts_with(b"%PDF"));
    place.refuses(
        &["report", "-o", "missing/board.pdf"],
        &["missing/board.pdf", "-o FILE"],
    );
    place.refuses(&["report", "-o", "records"], &["records", "--format"]);
}

#[test]
fn a_demonstration_is_finished_signed_and_says_how_to_go_on() {
    let place = place();
    let ran = place.run(&["demo"]);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    assert!(ran.out.contains("mfa-assess open "), "{}", ran.out);
    let first = place.files();
    let kinds = |end: &str| {
        first
            .keys()
            .filter(|p| p.to_string_lossy().ends_with(end))
            .count()
    };
    assert_eq!((kinds(".jsonl"), kinds(".pdf")), (1, 1));
    let record = first
        .keys()
        .find(|p| p.extension().unwrap() == "jsonl")
        .unwrap();
    assert_eq!(
        place.run(&["status", record.to_str().unwrap()]).code,
        Some(0)
    );
    // A second one takes nothing from the first.
    assert_eq!(place.run(&["demo"]).code, Some(0));
    let second = place.files();
    let is_made = |path: &&std::path::PathBuf| !path.starts_with(place.records());
    assert_eq!(second.keys().filter(is_made).count(), 4);
    let mut first = first.iter().filter(|(path, _)| is_made(path));
    assert!(first.all(|(path, bytes)| second[path] == *bytes));
}

#[test]
fn a_questionnaire_is_checked_field_by_field() {
    let place = place();
    let good = std::fs::read_to_string(backups()).unwrap();
    let ran = place.run(&["questionnaire", "check", backups().to_str().unwrap()]);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    assert!(ran.out.contains("sound"), "{}", ran.out);
    let check = |name: &str, bytes: &[u8], words: &[&str]| {
        place.file(name, bytes);
        let mut words = words.to_vec();
        words.push(name);
        place.refuses(&["questionnaire", "check", name], &words);
        // It cannot be used for a new assessment either, and says the same.
        place.refuses(&["--questionnaire", name, "new"], &words);
    };
    check(
        "wrong.json",
        good.replacen("\"must\"", "\"might\"", 1).as_bytes(),
        &["force", "might"],
    );
    check(
        "cut.json",
        &good.as_bytes()[..good.len() / 2],
        &["line ", "try again"],
    );
    check("empty.json", b"", &["line ", "try again"]);
    check("latin.json", b"{\"title\": \"caf\xe9\"}", &["UTF-8"]);
    check(
        "foreign.json",
        good.replacen("\"format\": 1", "\"format\": 9", 1)
            .as_bytes(),
        &["format is 9", "reads format 1"],
    );
    check(
        "unknown.json",
        good.replacen(
            "\"question\": \"restore-done\"",
            "\"question\": \"no-such\"",
            1,
        )
        .as_bytes(),
        &["no-such"],
    );
    check("loop.json", looped(&good).as_bytes(), &["collections"]);
    place.refuses(
        &["questionnaire", "check", "missing.json"],
        &["missing.json", "Check the path"],
    );
}

/// Two questions, each of which is shown only when the other is answered.
fn looped(good: &str) -> String {
    let mut value: Value = serde_json::from_str(good).unwrap();
    let questions = &mut value["groups"][0]["scenarios"][0]["questions"];
    questions[0]["show_when"] = serde_json::json!({"answered": "collections-copied"});
    value.to_string()
}

#[test]
fn the_schema_is_a_schema() {
    let ran = place().run(&["questionnaire", "schema"]);
    assert_eq!(ran.code, Some(0));
    let schema: Value = serde_json::from_str(&ran.out).unwrap();
    let asked: Value = serde_json::from_slice(&std::fs::read(backups()).unwrap()).unwrap();
    assert!(jsonschema::validator_for(&schema).unwrap().is_valid(&asked));
}

#[test]
fn what_is_no_record_is_refused_and_left_as_it_is() {
    let place = place();
    let record = place.begun("Fell Side Library\n3\nAda Fell\n");
    let whole = std::fs::read_to_string(&record).unwrap();
    place.file("empty.jsonl", "");
    place.file("letter.jsonl", "Dear Sir or Madam");
    place.file("bytes.jsonl", [0xff, 0xfe, b'\n']);
    let head = &whole[..whole.find('\n').unwrap() / 2];
    place.file("head.jsonl", head);
    for command in ["open", "status", "report"] {
        for file in [
            "empty.jsonl",
            "letter.jsonl",
            "bytes.jsonl",
            "head.jsonl",
            "records",
        ] {
            place.refuses(
                &[command, file],
                &[file, "not a record", "choose a .jsonl file"],
            );
        }
        place.refuses(
            &[command, "nobody"],
            &["no record nobody", "`mfa-assess list`"],
        );
    }
}

#[test]
fn a_record_that_was_changed_or_is_from_a_newer_program_is_left_as_it_is() {
    let place = place();
    let record = place.begun("Fell Side Library\n3\nAda Fell\n");
    let whole = std::fs::read_to_string(&record).unwrap();
    place.file(
        "changed.jsonl",
        whole.replacen("Fell Side Library", "Hill Side Library", 1),
    );
    let last = whole.trim_end().rfind('\n').unwrap();
    let (before, line) = whole.split_at(last + 1);
    let newer = format!("{before}{}", line.replacen("\"v\":1", "\"v\":9", 1));
    place.file("newer.jsonl", newer);
    for command in ["open", "status", "report"] {
        place.refuses(
            &[command, "changed.jsonl"],
            &["changed.jsonl, line 3", "backup"],
        );
        place.refuses(
            &[command, "newer.jsonl"],
            &["line 4", "format 9", "newer mfa-assess"],
        );
    }
}

#[test]
fn a_torn_last_line_is_told_by_status_and_set_aside_by_open() {
    let place = place();
    let record = place.begun("Fell Side Library\n3\nAda Fell\n");
    let whole = std::fs::read(&record).unwrap();
    std::fs::write(&record, &whole[..whole.len() - 20]).unwrap();
    let before = place.files();
    let ran = place.run(&["status"]);
    assert_eq!(ran.code, Some(3));
    assert!(ran.out.contains("cut short by a crash"), "{}", ran.out);
    assert_eq!(place.files(), before, "status only tells");
    let ran = place.told(&["open"], "quit\n");
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    assert!(ran.out.contains("cut short by a crash"), "{}", ran.out);
    let loaded = read(&record).unwrap();
    assert_eq!((loaded.entries.len(), loaded.torn), (3, None));
    let kept = record.with_extension("torn-1");
    let cut = std::fs::read(kept).unwrap();
    let now = std::fs::read(&record).unwrap();
    assert_eq!(
        [now, cut].concat(),
        whole[..whole.len() - 20],
        "no byte is lost"
    );
}

#[test]
fn a_record_carries_the_questionnaire_that_it_was_begun_with() {
    let place = place();
    let older = std::fs::read_to_string(backups()).unwrap();
    let older = older.replacen("\"version\": \"2026.1\"", "\"version\": \"2019.4\"", 1);
    let file = place.file("older.json", older);
    place.told(
        &["--questionnaire", "older.json", "new"],
        "Fell Side Library\n",
    );
    std::fs::remove_file(file).unwrap();
    let ran = place.told(&["open"], "back\nback\nquit\n");
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    let told: Value = serde_json::from_str(&place.run(&["status", "--json"]).out).unwrap();
    assert_eq!(told["questionnaire"]["version"], "2019.4");
    assert_eq!(place.run(&["report", "-o", "a.pdf"]).code, Some(0));
}

#[test]
fn a_record_that_is_open_elsewhere_can_be_read_but_not_changed() {
    let place = place();
    let record = place.begun("Fell Side Library\n");
    let (journal, _) = Journal::open(&record).unwrap();
    let before = std::fs::read(&record).unwrap();
    let ran = place.told(&["open"], "2\n5\nquit\n");
    assert!(ran.out.contains("open in another mfa-assess"), "{ran:?}");
    assert!(ran.err.contains("Nothing was changed"), "{ran:?}");
    assert_eq!(std::fs::read(&record).unwrap(), before);
    assert_eq!(place.run(&["status"]).code, Some(3));
    assert_eq!(place.run(&["list"]).code, Some(0));
    assert_eq!(place.run(&["report", "-o", "a.pdf"]).code, Some(0));
    drop(journal);
    assert_eq!(place.told(&["open"], "quit\n").code, Some(0));
}

#[test]
fn the_end_of_the_input_saves_and_says_how_to_go_on() {
    let place = place();
    let record = place.begun("Fell Side Library\n3");
    let loaded = read(&record).unwrap();
    assert_eq!(
        loaded.entries.len(),
        3,
        "a last line without its end is an answer too"
    );
    let ran = place.told(&["open"], "1\nAda Fell\nback\nback\nback\n");
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    assert!(
        ran.out.contains("Answer now: Fell Side Library"),
        "{}",
        ran.out
    );
    assert!(ran.err.contains("Saved in "), "{}", ran.err);
    assert!(
        ran.err.contains("mfa-assess open fell-side-library"),
        "{}",
        ran.err
    );
    let state = read(&record).unwrap().state;
    assert_eq!(state.text(&"filled-by".try_into().unwrap()), "Ada Fell");
}

#[test]
fn escape_sequences_in_answers_reach_neither_record_nor_terminal() {
    let place = place();
    let record = place.begun("Fell\x1b]0;title\x07 \x1b[2JSide\u{202e}\r\n");
    let bytes = std::fs::read(&record).unwrap();
    assert!(!bytes.contains(&0x1b) && !String::from_utf8(bytes).unwrap().contains("\\u001b"));
    // Somebody may put them there by hand, without a chain to break.
    let whole = std::fs::read_to_string(&record).unwrap();
    let line = whole.lines().nth(1).unwrap();
    let evil = line.replacen("Side", "\\u001b[2JSide", 1);
    std::fs::write(&record, whole.replacen(line, &evil, 1)).unwrap();
    place.file("records/\x1b[2Jevil.jsonl", "x");
    for arguments in [
        &["list"][..],
        &["list", "--json"],
        &["status"],
        &["open"],
        &["status", "\x1b[2Jnobody"],
        &["questionnaire", "check", "\x1b[2Jnobody"],
    ] {
        let ran = place.run(arguments);
        assert!(
            !ran.out.contains('\x1b') && !ran.err.contains('\x1b'),
            "{ran:?}"
        );
    }
}

#[test]
fn wrong_usage_is_2_and_help_is_0() {
    let place = place();
    for arguments in [
        &["frobnicate"][..],
        &["list", "--frob"],
        &["report", "--as-at", "soon"],
    ] {
        let ran = place.run(arguments);
        assert_eq!((ran.code, ran.out.as_str()), (Some(2), ""), "{arguments:?}");
        assert!(ran.err.contains("--help"), "{}", ran.err);
    }
    for arguments in [&["--help"][..], &["--version"], &["report", "--help"]] {
        let ran = place.run(arguments);
        assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""), "{arguments:?}");
    }
}

#[test]
fn a_reader_that_leaves_early_is_no_failure() {
    let place = place();
    place.begun("Fell Side Library\n");
    for arguments in [
        &["list"][..],
        &["status", "--json"],
        &["questionnaire", "schema"],
    ] {
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let status = std::process::Command::new(env!("CARGO_BIN_EXE_mfa-assess"))
            .env("MFA_ASSESS_DATA_DIR", place.records())
            .args(arguments)
            .stdout(writer)
            .status();
        let code = status.unwrap().code();
        let expected = if arguments[0] == "status" {
            [0, 3]
        } else {
            [0, 0]
        };
        assert!(expected.contains(&code.unwrap()), "{arguments:?}: {code:?}");
    }
}
