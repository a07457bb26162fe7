//! Files that are named as evidence: by digest, never copied, and known again.

use mfa_assess::facts::{
    Answer, Change, Event, Evidence, EvidenceFile, EvidenceId, FileOf, Fingerprint,
};
use mfa_assess::propose::Accepted;
use mfa_assess::record::evidence::changed;
use mfa_assess::record::{Journal, Library, read};
use serde_json::Value;

use mfa_assess::questionnaire::ScenarioId;

use super::ALL;
use super::place::{Place, place};

const SCENARIO: &str = "what-is-backed-up";
const RECORD: &str = "fell-side-library";

/// A record, and a file beside it.
fn begun() -> Place {
    let place = place();
    place.begun("Fell Side Library\n3\nAda Fell\n");
    place.file("records/shelf.png", "shelf");
    place
}

#[test]
fn files_are_named_listed_verified_and_dropped() {
    let place = begun();
    place.file("elsewhere.pdf", "minutes");
    let add = ["evidence", "add", RECORD, SCENARIO];
    let ran = place.run(&[&add[..], &["records/shelf.png", "elsewhere.pdf"]].concat());
    assert_eq!(ran.code, Some(0), "{ran:?}");
    assert!(
        ran.out.contains("Entry 5: shelf.png (5 bytes, SHA-256 "),
        "{}",
        ran.out
    );
    assert!(ran.err.contains("stay where they are"), "{}", ran.err);
    let again = place.run(&[&add[..], &["records/shelf.png"]].concat());
    assert!(
        again.out.contains("Named already: shelf.png"),
        "{}",
        again.out
    );

    let listed = || -> Vec<(String, String)> {
        let ran = place.run(&["evidence", "list", "--json"]);
        let rows: Value = serde_json::from_str(&ran.out).unwrap();
        let rows = rows.as_array().unwrap().iter();
        let text = |row: &Value, field: &str| row[field].as_str().unwrap().to_owned();
        rows.map(|row| (text(row, "path"), text(row, "found")))
            .collect()
    };
    let whole = place.folder().join("elsewhere.pdf").display().to_string();
    let row = |path: &str, found: &str| (path.to_owned(), found.to_owned());
    assert_eq!(
        listed(),
        [row(&whole, "as-it-was"), row("shelf.png", "as-it-was")]
    );
    let verified = place.run(&["verify", RECORD]);
    assert_eq!(verified.code, Some(0), "{}", verified.out);
    assert!(
        verified.out.contains("shelf.png (5 bytes"),
        "{}",
        verified.out
    );

    place.file("records/shelf.png", "Shelf");
    std::fs::remove_file(place.folder().join("elsewhere.pdf")).unwrap();
    assert_eq!(listed(), [row(&whole, "gone"), row("shelf.png", "changed")]);
    let verified = place.run(&["verify", RECORD]);
    assert_eq!(verified.code, Some(3), "{}", verified.out);
    assert!(
        verified.out.contains("changed: it has 5 bytes now"),
        "{}",
        verified.out
    );
    let json: Value = serde_json::from_str(&place.run(&["verify", RECORD, "--json"]).out).unwrap();
    assert_eq!(json["intact"], true);
    assert_eq!(json["evidence"][0]["found"], "gone");

    // Dropped by the path that the list shows, and by one that leads there.
    for file in [whole.as_str(), "records/shelf.png"] {
        let ran = place.run(&["evidence", "drop", RECORD, SCENARIO, file]);
        assert_eq!(ran.code, Some(0), "{ran:?}");
        assert!(ran.out.contains("no longer named"), "{}", ran.out);
    }
    assert_eq!(listed(), []);
    assert_eq!(place.run(&["verify", RECORD]).code, Some(0));
}

#[test]
fn what_is_no_file_or_no_scenario_is_refused_and_nothing_is_written() {
    let place = begun();
    let add = ["evidence", "add", RECORD, SCENARIO];
    for (file, words) in [
        ("nothing.png", &["nothing.png", "Check the path"][..]),
        ("records", &["records", "not a file"]),
    ] {
        // The first file would do: all or none.
        place.refuses(&[&add[..], &["records/shelf.png", file]].concat(), words);
    }
    place.refuses(
        &["evidence", "add", RECORD, "no-such", "records/shelf.png"],
        &["no scenario no-such", SCENARIO],
    );
    place.refuses(
        &["evidence", "drop", RECORD, SCENARIO, "records/shelf.png"],
        &["not named as evidence", "evidence list"],
    );
    let ran = place.run(&["evidence", "add", RECORD, "No Such", "a"]);
    assert_eq!(ran.code, Some(2), "{ran:?}");
}

#[test]
fn a_record_that_was_handed_over_opens_no_path_that_nobody_here_has_chosen() {
    let place = begun();
    place.file("secret.txt", "secret");
    let record = place.records().join("fell-side-library.jsonl");
    let (mut journal, _) = Journal::open(&record).unwrap();
    let secret = place.folder().join("secret.txt").display().to_string();
    for path in ["../secret.txt", "/proc/self/pagemap", "/dev/zero", &secret] {
        let file = EvidenceFile {
            path: path.to_owned(),
            bytes: 6,
            sha256: Fingerprint::of(b"secret"),
        };
        let scenario = ScenarioId::try_from(SCENARIO).unwrap();
        let at = "2026-11-24T12:00:00Z".parse().unwrap();
        let event = Event::Changed(Change::File(scenario, file));
        journal
            .append(at, "Ada Fell", Accepted::unheld(event))
            .unwrap();
    }
    drop(journal);
    let found = || -> Vec<Value> {
        let listed = place.run(&["evidence", "list", RECORD, "--json"]);
        let rows: Value = serde_json::from_str(&listed.out).unwrap();
        let rows = rows.as_array().unwrap().iter();
        rows.map(|row| row["found"].clone()).collect()
    };
    assert_eq!(found(), ["not-looked-at"; 4]);
    for (command, code) in [
        (&["verify", RECORD][..], 3),
        (&["evidence", "list", RECORD], 0),
        (&["check", RECORD], 3),
    ] {
        let ran = place.run(command);
        assert_eq!(ran.code, Some(code), "{ran:?}");
        let says = "/dev/zero";
        let line = ran.out.lines().find(|line| line.contains(says)).unwrap();
        assert!(
            line.contains("not looked at: outside the record's folder"),
            "{line}"
        );
        assert!(ran.out.contains("--look-in FOLDER"), "{}", ran.out);
    }
    let status = place.run(&["status", RECORD, "--json"]);
    let status: Value = serde_json::from_str(&status.out).unwrap();
    let gap = serde_json::json!({"file_changed": SCENARIO});
    assert!(
        status["gaps"].as_array().unwrap().contains(&gap),
        "{status}"
    );
    let out = ["export", RECORD, "-o", "out", "--with-evidence"];
    let exported = place.run(&out);
    assert_eq!(exported.code, Some(3), "{exported:?}");
    assert!(exported.err.contains("not looked at"), "{}", exported.err);
    let archive = std::fs::read_to_string(place.folder().join("out")).unwrap();
    assert!(!archive.contains("\"content\""), "nothing went into it");

    // Somebody here names the folder, once.
    let here = place.folder().display().to_string();
    let chosen = place.run(&["evidence", "list", RECORD, "--look-in", &here]);
    assert_eq!(chosen.code, Some(0), "{chosen:?}");
    assert_eq!(
        found(),
        [
            "not-looked-at",
            "not-looked-at",
            "not-looked-at",
            "as-it-was"
        ],
        "in the order of paths"
    );
    place.refuses(
        &["evidence", "list", RECORD, "--look-in", "nowhere"],
        &["nowhere"],
    );
}

#[test]
fn evidence_that_shows_nothing_is_told_and_the_record_itself_is_refused() {
    let place = begun();
    place.file("empty.png", "");
    let add = ["evidence", "add", RECORD, SCENARIO];
    let ran = place.run(&[&add[..], &["empty.png"]].concat());
    assert_eq!(ran.code, Some(0), "{ran:?}");
    assert!(ran.out.contains("empty: it shows nothing"), "{}", ran.out);
    place.refuses(
        &[&add[..], &["records/fell-side-library.jsonl"]].concat(),
        &["the record itself", "nothing was written"],
    );
    let ran = place.run(&["report", RECORD, "-o", "board.pdf"]);
    assert!(ran.code.is_some_and(|code| code != 1), "{ran:?}");
    let ran = place.run(&[&add[..], &["board.pdf"]].concat());
    assert!(
        ran.err.contains("board.pdf is a report of this record"),
        "{}",
        ran.err
    );
}

#[cfg(unix)]
#[test]
fn a_pipe_is_no_evidence_and_is_not_waited_for() {
    let place = begun();
    let ran =
        place.script("mkfifo pipe && \"$P\" evidence add fell-side-library what-is-backed-up pipe");
    assert_eq!(ran.code, Some(1), "{ran:?}");
    assert!(ran.err.contains("not a file"), "{}", ran.err);
}

#[test]
fn after_a_sign_off_a_reason_is_asked_for_and_kept() {
    let place = place();
    let record = place.begun(ALL);
    place.file("shelf.png", "shelf");
    let ran = place.told(&["open"], "review\n7\nAda Fell\n1\ndeclare\n1\nquit\n");
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    assert_eq!(read(&record).unwrap().state.sign_offs.len(), 1);
    let add = ["evidence", "add", RECORD, SCENARIO, "shelf.png"];
    place.refuses(&add, &["signed off", "--why TEXT"]);
    place.refuses(&[&add[..], &["--why", " "]].concat(), &["--why TEXT"]);
    let ran = place.run(&[&add[..], &["--why", "The board asked\x1b[2J for it."]].concat());
    assert_eq!(ran.code, Some(0), "{ran:?}");
    let loaded = read(&record).unwrap();
    let last = &loaded.entries.last().unwrap().entry;
    assert_eq!(last.why.as_deref(), Some("The board asked[2J for it."));
    assert_eq!(last.by, "Ada Fell");
}

#[test]
fn line_by_line_a_file_is_named_and_dropped_as_on_the_screen() {
    let place = begun();
    let record = place.records().join("fell-side-library.jsonl");
    // The first scenario, its links, and the second of them.
    let naming = |file: &str| format!("2\nskip\nskip\nskip\n2\nrecords/{file}\n1\nquit\n");
    let ran = place.told(&["open"], naming("nothing.png"));
    assert_eq!(ran.code, Some(1), "{ran:?}");
    assert!(ran.out.contains("Check the path"), "{}", ran.out);
    assert!(ran.err.contains("line 7 was not taken"), "{}", ran.err);
    let ran = place.told(&["open"], naming("shelf.png"));
    assert_eq!(ran.code, Some(0), "{ran:?}");
    assert!(
        ran.out.contains("Named as evidence: shelf.png"),
        "{}",
        ran.out
    );
    assert_eq!(read(&record).unwrap().state.files.len(), 1);
    let ran = place.told(&["open"], "2\nskip\nskip\nskip\n3\nquit\n");
    assert!(ran.out.contains("Drop the file shelf.png"), "{}", ran.out);
    assert_eq!(read(&record).unwrap().state.files.len(), 0);
}

/// A record of the built-in questionnaire that lists a piece of evidence.
fn with_evidence() -> Place {
    let place = place();
    let ran = place.told(&["new"], "Fell Side Trust\n");
    assert_eq!(ran.code, Some(0), "{ran:?}");
    let path = place.records().join("fell-side-trust.jsonl");
    let (mut journal, loaded) = Journal::open(&path).unwrap();
    let form = &loaded.questionnaire.evidence.as_ref().unwrap().form;
    let mut content = Evidence::default();
    let name = Answer::Text("Sign-in log".to_owned());
    content.fields.insert(form.name.clone(), name);
    let evidence = EvidenceId(1);
    let event = Event::Changed(Change::Listed(evidence, Some(content)));
    let at = "2026-11-24T12:00:00Z".parse().unwrap();
    journal
        .append(at, "Ada Fell", Accepted::unheld(event))
        .unwrap();
    place.file("records/log.csv", "sign-ins");
    place
}

#[test]
fn a_piece_of_evidence_has_one_file_that_is_named_listed_verified_and_dropped() {
    let place = with_evidence();
    let record = "fell-side-trust";
    let add = |file: &str| place.run(&["evidence", "add", record, "EV-1", file]);
    let ran = add("records/log.csv");
    assert_eq!(ran.code, Some(0), "{ran:?}");
    assert!(ran.out.contains("log.csv (8 bytes"), "{}", ran.out);
    assert!(add("records/log.csv").out.contains("Named already"));

    let ran = place.run(&["evidence", "list", record, "--json"]);
    let rows: Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(rows[0]["evidence"], "EV-1");
    assert_eq!(rows[0]["scenario"], Value::Null);
    assert_eq!(rows[0]["found"], "as-it-was");
    let listed = place.run(&["evidence", "list", record]).out;
    assert!(listed.contains("Sign-in log (EV-1):"), "{listed}");

    place.file("records/log.csv", "sign-outs");
    assert_eq!(place.run(&["verify", record]).code, Some(3));
    let path = place.records().join("fell-side-trust.jsonl");
    let state = read(&path).unwrap().state;
    let places = Library::at(Some(place.records())).unwrap().places();
    let changed_now = changed(&places, &path, &state);
    assert_eq!(changed_now.len(), 1);
    assert_eq!(changed_now[0].0, FileOf::Listed(EvidenceId(1)));
    assert_eq!(changed_now[0].2.id(), "changed");

    // Named anew, it takes the place of the one before.
    place.file("records/more.csv", "more");
    assert_eq!(add("records/more.csv").code, Some(0));
    assert_eq!(read(&path).unwrap().state.named_files().count(), 1);
    let dropped = place.run(&["evidence", "drop", record, "EV-1", "records/more.csv"]);
    assert_eq!(dropped.code, Some(0), "{dropped:?}");
    assert_eq!(read(&path).unwrap().state.named_files().count(), 0);
    assert_eq!(
        changed(&places, &path, &read(&path).unwrap().state).len(),
        0
    );
}

#[test]
fn evidence_that_is_not_listed_and_two_files_for_one_piece_are_refused() {
    let place = with_evidence();
    place.file("records/more.csv", "more");
    let add = ["evidence", "add", "fell-side-trust"];
    place.refuses(
        &[&add[..], &["EV-2", "records/log.csv"]].concat(),
        &["no evidence EV-2", "which has: EV-1"],
    );
    place.refuses(
        &[&add[..], &["EV-1", "records/log.csv", "records/more.csv"]].concat(),
        &["has one file", "EV-1"],
    );
}
