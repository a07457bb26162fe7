//! `verify`: what holds, what does not, and what has changed since somebody vouched for it.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use mfa_assess::facts::{Answer, Change, Event, Fingerprint, Note, SignOff};
use mfa_assess::propose::Accepted;
use mfa_assess::record::{Journal, read};
use serde_json::{Value, json};

use super::place::{Place, Ran, fields, place};

/// A record with a few answers.
fn begun(place: &Place) -> PathBuf {
    place.begun("Fell Side Library\n3\nAda Fell\nHead librarian\nnext\n12\n11\nquit\n")
}

pub(super) fn collections(number: u64) -> Event {
    Event::Changed(Change::Answer(
        "collections".try_into().unwrap(),
        Some(Answer::Number(number)),
    ))
}

/// Appends events; a sign-off declares the record as it stands then. Returns the fingerprints.
pub(super) fn append(record: &Path, events: Vec<Event>) -> Vec<Fingerprint> {
    let (mut journal, loaded) = Journal::open(record).unwrap();
    let mut last = loaded.entries.last().unwrap().fingerprint;
    let mut all = vec![];
    for mut event in events {
        if let Event::SignedOff(sign_off) = &mut event {
            sign_off.fingerprint = last;
        }
        let at = "2026-11-24T10:00:00Z".parse().unwrap();
        last = journal
            .append(at, "Ben Hill", Accepted::unheld(event))
            .unwrap()
            .fingerprint;
        all.push(last);
    }
    all
}

fn sign_off() -> Event {
    Event::SignedOff(SignOff {
        name: "Ada Fell".into(),
        role: "Head librarian".into(),
        declaration: "I declare it.".into(),
        date: "2026-11-24".parse().unwrap(),
        fingerprint: Fingerprint::of(b""),
        gaps: vec![],
        same_person: None,
    })
}

/// Verifies, and checks that it has changed nothing.
pub(super) fn verify(place: &Place, arguments: &[&str]) -> Ran {
    let before = place.files();
    let ran = place.run(&[&["verify"], arguments].concat());
    assert_eq!(place.files(), before, "verify only tells");
    ran
}

pub(super) fn told(ran: &Ran) -> Value {
    serde_json::from_str(&ran.out).unwrap()
}

pub(super) fn says(ran: &Ran, code: i32, words: &[&str]) {
    assert_eq!(ran.code, Some(code), "{ran:?}");
    for word in words {
        assert!(ran.out.contains(word), "no {word:?} in {}", ran.out);
    }
}

#[test]
fn an_intact_record_says_how_many_entries_by_whom_and_its_fingerprint() {
    let place = place();
    let record = begun(&place);
    let entries = read(&record).unwrap().entries;
    let count = format!("Intact: {} entries, and each follows", entries.len());
    let newest = entries.last().unwrap().fingerprint.to_string();
    let words = [
        "Fell Side Library\n",
        &count,
        &format!("Fingerprint: {newest}"),
        "nobody named yet (",
        "Ada Fell (",
        "backup-assurance, version 2026.1",
        "Not signed off.",
        "add --fingerprint HEX",
    ];
    says(&verify(&place, &["fell-side-library"]), 0, &words);
    says(&verify(&place, &[record.to_str().unwrap()]), 0, &words);
    let json = told(&verify(&place, &["fell-side-library", "--json"]));
    assert_eq!(json["intact"], true);
    assert_eq!(json["entries"], entries.len());
    assert_eq!(json["fingerprint"], newest);
    assert_eq!(json["first"], json!(entries[0].entry.at));
    assert_eq!(json["torn_bytes"], Value::Null);
    let by = json["by"].as_array().unwrap().iter();
    let sum: u64 = by.map(|hand| hand["entries"].as_u64().unwrap()).sum();
    assert_eq!(sum, entries.len() as u64);
}

#[test]
fn a_torn_last_line_is_told_and_left() {
    let place = place();
    let record = begun(&place);
    let whole = std::fs::read(&record).unwrap();
    std::fs::write(&record, &whole[..whole.len() - 20]).unwrap();
    let ran = verify(&place, &["fell-side-library"]);
    says(&ran, 3, &["Intact", "was cut short", "does not count"]);
    let json = told(&verify(&place, &["fell-side-library", "--json"]));
    let line = whole[..whole.len() - 1].rsplit(|b| *b == b'\n').next();
    assert_eq!(json["torn_bytes"], line.unwrap().len() + 1 - 20);
}

#[test]
fn a_record_that_is_not_what_was_written_names_the_line_and_is_3() {
    let place = place();
    let record = begun(&place);
    let whole = std::fs::read_to_string(&record).unwrap();
    let lines: Vec<&str> = whole.lines().collect();
    let without = |gone: usize| {
        let kept = lines.iter().enumerate().filter(|(at, _)| *at != gone);
        kept.map(|(_, line)| format!("{line}\n"))
            .collect::<String>()
    };
    let mut swapped = lines.clone();
    swapped.swap(2, 3);
    for (name, text, line) in [
        ("byte", whole.replacen("Fell Side L", "Hill Side L", 1), 3),
        ("deleted", without(2), 3),
        ("beheaded", without(0), 1),
        ("swapped", swapped.join("\n") + "\n", 3),
        (
            "doubled",
            whole.replacen(lines[1], &[lines[1]; 2].join("\n"), 1),
            3,
        ),
        ("head", whole.replacen('{', "[", 1), 1),
        ("garbled", whole.replacen(lines[2], "gone", 1), 3),
    ] {
        let file = format!("{name}.jsonl");
        place.file(&file, text);
        let ran = verify(&place, &[&file]);
        let place_of = format!("{file}, line {line}: ");
        says(
            &ran,
            3,
            &["Not intact. ", &place_of, "Restore a copy from a backup"],
        );
        let ran = verify(&place, &[&file, "--json"]);
        assert_eq!(ran.code, Some(3), "{ran:?}");
        let json = told(&ran);
        assert_eq!(
            (&json["intact"], &json["line"]),
            (&json!(false), &json!(line))
        );
        assert!(json["problem"].as_str().unwrap().contains(&file), "{json}");
    }
}

#[test]
fn what_came_after_a_sign_off_is_told_from_what_to_what() {
    let place = place();
    let record = begun(&place);
    let before = append(&record, vec![collections(12), sign_off()]);
    let ran = verify(&place, &["fell-side-library"]);
    says(
        &ran,
        3,
        &[
            "Signed as complete by Ada Fell, Head librarian, on 24 November 2026",
            ": does not count.",
        ],
    );
    assert!(!ran.out.contains("Changed since"), "{}", ran.out);

    let seq = read(&record).unwrap().entries.len() as u64;
    append(
        &record,
        vec![
            collections(13),
            Event::Undone { seq: seq + 1 },
            Event::Changed(Change::note(
                "what-is-backed-up".try_into().unwrap(),
                Note {
                    text: "Counted\nby hand".into(),
                    for_board: false,
                },
            )),
        ],
    );
    let ran = verify(&place, &["fell-side-library"]);
    let first = format!(
        "Entry {}, 24 November 2026, 10:00 UTC, Ben Hill: from “12 collections” to \
         “13 collections” (undone by entry {})",
        seq + 1,
        seq + 2
    );
    says(
        &ran,
        0,
        &[
            &format!("with entry {seq}: superseded by entry {}.", seq + 1),
            &format!(
                "Fingerprint signed: {}, that of entry {}.",
                before[0],
                seq - 1
            ),
            &format!("Changed since the sign-off by Ada Fell with entry {seq}:"),
            "How many digital collections do you keep?",
            &first,
            &format!("undoing entry {}, from “13 collections”", seq + 1),
            "In all: as it was before",
            ": the note",
            "from nothing to “Counted by hand”",
        ],
    );
    let json = told(&verify(&place, &["fell-side-library", "--json"]));
    let signed = &json["sign_offs"][0];
    assert_eq!(signed["stands"], false);
    assert_eq!(signed["entry"], seq);
    assert_eq!(signed["fingerprint"], before[0].to_string());
    assert_eq!(signed["fingerprint_entry"], seq - 1);
    assert_eq!(signed["superseded_by"], seq + 1);
    let changed = &signed["changed_since"];
    assert_eq!(changed.as_array().unwrap().len(), 2);
    assert_eq!(changed[0]["of"], json!({"question": "collections"}));
    assert_eq!(changed[0]["as_before"], true);
    assert_eq!(changed[0]["steps"][0]["undone_by"], seq + 2);
    assert_eq!(changed[0]["steps"][1]["undoes"], seq + 1);
    assert_eq!(changed[1]["to"], "Counted\nby hand");
}

#[test]
fn a_fingerprint_from_the_minutes_says_where_the_record_stood() {
    let place = place();
    let record = begun(&place);
    let all = append(&record, vec![sign_off(), collections(14)]);
    let count = read(&record).unwrap().entries.len();
    let ask = |hex: &str, more: &[&str]| {
        let given = [&["fell-side-library", "--fingerprint", hex], more].concat();
        verify(&place, &given)
    };
    let now = all[1].to_string();
    says(
        &ask(&now, &[]),
        0,
        &["the newest. Nothing has changed since."],
    );
    // As people copy it from paper.
    let mut spaced = now.to_uppercase();
    spaced.insert(4, ' ');
    says(&ask(&spaced, &[]), 0, &["the newest."]);

    let earlier = all[0].to_string();
    says(
        &ask(&earlier, &[]),
        0,
        &[
            &format!("had the fingerprint {earlier} at entry {}.", count - 1),
            "Changed since, by 1 entry:",
            "from “12 collections” to “14 collections”",
        ],
    );
    let json = told(&ask(&earlier, &["--json"]));
    assert_eq!(json["asked_about"]["found"], true);
    assert_eq!(json["asked_about"]["entry"], count - 1);
    assert_eq!(
        json["asked_about"]["changed_since"][0]["to"],
        "14 collections"
    );

    let unknown = "0".repeat(64);
    let ran = ask(&unknown, &[]);
    says(&ran, 3, &["Intact", "Not found: ", "never had it"]);
    let ran = ask(&unknown, &["--json"]);
    assert_eq!(ran.code, Some(3));
    assert_eq!(told(&ran)["asked_about"]["found"], false);

    for wrong in ["8ad1", "", &"g".repeat(64), &"0".repeat(65)] {
        let ran = ask(wrong, &[]);
        assert_eq!((ran.code, ran.out.as_str()), (Some(2), ""), "{wrong}");
        assert!(ran.err.contains("64 hexadecimal digits"), "{}", ran.err);
    }
}

/// A chain that only became shorter is a chain: what was noted elsewhere shows it.
#[test]
fn entries_that_are_missing_at_the_end_are_found_by_the_fingerprint_only() {
    let place = place();
    let record = begun(&place);
    let newest = append(&record, vec![collections(14)])[0].to_string();
    let whole = std::fs::read_to_string(&record).unwrap();
    let end = whole.trim_end().rfind('\n').unwrap();
    std::fs::write(&record, &whole[..=end]).unwrap();
    says(
        &verify(&place, &["fell-side-library"]),
        0,
        &["cannot show that entries are missing"],
    );
    let ran = verify(&place, &["fell-side-library", "--fingerprint", &newest]);
    says(&ran, 3, &["entries at its end are missing"]);
}

#[test]
fn a_record_of_several_versions_says_when_each_came_into_force() {
    let place = place();
    let old = std::fs::read(super::place::backups()).unwrap();
    let mut new: Value = serde_json::from_slice(&old).unwrap();
    new["version"] = json!("2026.2");
    let record = begun(&place);
    append(
        &record,
        vec![
            sign_off(),
            Event::Migrated {
                tool: "test".into(),
                questionnaire: Box::new(new),
            },
        ],
    );
    let seq = read(&record).unwrap().entries.len();
    let moved = format!(
        "Entry {seq}, 24 November 2026, 10:00 UTC, Ben Hill: from version 2026.1 to version 2026.2."
    );
    let ran = verify(&place, &["fell-side-library"]);
    says(
        &ran,
        0,
        &["version 2026.2\n", &moved, "moving to another version"],
    );
    let json = told(&verify(&place, &["fell-side-library", "--json"]));
    assert_eq!(json["migrations"][0]["entry"], seq);
    assert_eq!(json["migrations"][0]["to"], "2026.2");
}

#[test]
fn it_works_while_the_record_is_open_elsewhere_or_read_only() {
    let place = place();
    let record = begun(&place);
    let (journal, _) = Journal::open(&record).unwrap();
    assert_eq!(verify(&place, &["fell-side-library"]).code, Some(0));
    drop(journal);
    for (path, read_only) in [
        (&record, true),
        (&place.records(), true),
        (&place.records(), false),
    ] {
        let mut rights = std::fs::metadata(path).unwrap().permissions();
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let folder = if path.is_dir() { 0o111 } else { 0 };
            rights.set_mode(folder | if read_only { 0o444 } else { 0o700 });
        }
        #[cfg(not(unix))]
        rights.set_readonly(read_only);
        std::fs::set_permissions(path, rights).unwrap();
        let ran = place.run(&["verify", "fell-side-library"]);
        assert_eq!(ran.code, Some(0), "{ran:?}");
    }
}

#[test]
fn what_is_no_record_or_cannot_be_judged_is_1() {
    let place = place();
    let record = begun(&place);
    place.file("letter.jsonl", "Dear Sir or Madam\n");
    place.file("empty.jsonl", "");
    for file in ["letter.jsonl", "empty.jsonl", "records"] {
        place.refuses(&["verify", file], &[file, "not a record"]);
        place.refuses(&["verify", file, "--json"], &[file, "not a record"]);
    }
    place.refuses(&["verify", "nobody"], &["no record nobody"]);
    let whole = std::fs::read_to_string(&record).unwrap();
    let end = whole.trim_end().rfind('\n').unwrap();
    let (before, line) = whole.split_at(end + 1);
    let newer = line.replacen("\"v\":1", "\"v\":9", 1);
    place.file("newer.jsonl", format!("{before}{newer}"));
    place.refuses(&["verify", "newer.jsonl"], &["newer mfa-assess"]);
    assert_eq!(
        place.run(&["verify"]).code,
        Some(2),
        "a file is to be named"
    );
}

#[test]
fn the_guide_for_programs_names_every_field() {
    let place = place();
    let record = begun(&place);
    let mut new: Value =
        serde_json::from_slice(&std::fs::read(super::place::backups()).unwrap()).unwrap();
    new["version"] = json!("2026.2");
    let newer = Event::Migrated {
        tool: "test".into(),
        questionnaire: Box::new(new),
    };
    let all = append(&record, vec![sign_off(), collections(14), newer]);
    let hex = all[0].to_string();
    let json = told(&verify(
        &place,
        &["fell-side-library", "--fingerprint", &hex, "--json"],
    ));
    let mut found = BTreeSet::from(["line".to_owned(), "problem".to_owned()]);
    fields(&json, &mut found);
    // Of a report too, which here was saved anew.
    assert_eq!(place.run(&["report", "-o", "board.pdf"]).code, Some(0));
    let board = std::fs::read(place.folder().join("board.pdf")).unwrap();
    let mut anew = lopdf::Document::load_mem(&board).unwrap();
    anew.trailer.remove(b"ID");
    anew.save(place.folder().join("board.pdf")).unwrap();
    let json = told(&verify(&place, &["board.pdf", "--json"]));
    assert_eq!(json["report"]["differs"][0]["kind"], "properties");
    fields(&json, &mut found);
    assert!(found.len() > 30, "{found:?}");
    let guide = include_str!("../../assets/data.md");
    let start = guide.find("## `verify --json`").unwrap();
    let end = start + guide[start..].find("\n## ").unwrap();
    for name in found {
        let named = format!("`{name}`");
        assert!(guide[start..end].contains(&named), "{named} is not there");
    }
}

/// Readers differ in which of two equal keys they take, and in what they do with a key that they do
/// not know: nothing is left to them.
#[test]
fn a_line_that_can_be_read_in_two_ways_is_refused() {
    let place = place();
    let record = begun(&place);
    append(&record, vec![collections(14), sign_off()]);
    let whole = std::fs::read_to_string(&record).unwrap();
    let lines: Vec<&str> = whole.lines().collect();
    let [before @ .., answered, signed] = &lines[..] else {
        panic!("{}", lines.len());
    };
    let cases = [
        (answered, "\"v\":1", "\"v\":1,\"v\":1"),
        (answered, "\"v\":1", "\"v\":1,\"\\u0076\":1"),
        (answered, "\"v\":1", "\"v\":1,\"x\":1"),
        (answered, "\"number\":14", "\"number\":41,\"number\":14"),
        (answered, "\"event\":{", "\"event\":{\"x\":{},"),
        (signed, "\"name\":", "\"name\":\"Eve\",\"name\":"),
        (signed, "\"name\":", "\"title\":\"Dr\",\"name\":"),
    ];
    for (line, from, to) in cases {
        let changed = line.replacen(from, to, 1);
        assert_ne!(changed, **line, "{from}");
        let head = if line == answered {
            before.to_vec()
        } else {
            [before, &[*answered]].concat()
        };
        std::fs::write(&record, format!("{}\n{changed}\n", head.join("\n"))).unwrap();
        let ran = verify(&place, &["fell-side-library"]);
        says(&ran, 3, &["Not intact", "it cannot be read"]);
        place.refuses(&["status", "fell-side-library"], &["it cannot be read"]);
    }
    // In the questionnaire too, of which the chain begins.
    let first = lines[0].replacen(
        "\"publisher\":",
        "\"publisher\":\"Nobody\",\"publisher\":",
        1,
    );
    assert_ne!(first, lines[0]);
    std::fs::write(&record, format!("{first}\n{}\n", lines[1])).unwrap();
    says(&verify(&place, &["fell-side-library"]), 3, &["Not intact"]);
    std::fs::write(&record, &whole).unwrap();
    assert_eq!(place.run(&["status", "fell-side-library"]).code, Some(3));
}
