//! `rollup`: a whole region in one overview, whatever its folder holds.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use mfa_assess::facts::{
    Action, ActionId, Answer, Change, Due, Event, Fingerprint, Gap, Hidden, Origin, Redaction,
    SignOff,
};
use mfa_assess::propose::Accepted;
use mfa_assess::record::Journal;
use serde_json::{Value, json};

use super::place::{Place, Ran, place};

/// The questionnaire on backups, by which a record may be signed that answers hardly anything.
fn backups() -> Value {
    let bytes = std::fs::read(super::place::backups()).unwrap();
    let mut asked: Value = serde_json::from_slice(&bytes).unwrap();
    for path in ["/organisation", "/groups"] {
        make_optional(asked.pointer_mut(path).unwrap());
    }
    asked
}

fn make_optional(of: &mut Value) {
    match of {
        Value::Object(fields) => {
            let questions = fields.get_mut("questions").and_then(Value::as_array_mut);
            for question in questions.into_iter().flatten() {
                question["optional"] = json!(true);
            }
            fields.values_mut().for_each(make_optional);
        }
        Value::Array(items) => items.iter_mut().for_each(make_optional),
        _ => {}
    }
}

fn named(name: &str) -> Event {
    Event::Changed(Change::Answer(
        "library-name".try_into().unwrap(),
        Some(Answer::Text(name.into())),
    ))
}

fn sign_off(gaps: Vec<Gap>) -> Event {
    Event::SignedOff(SignOff {
        name: "Ada Fell".into(),
        role: "Head librarian".into(),
        declaration: backups()["sign_off"]["declaration"]
            .as_str()
            .unwrap()
            .into(),
        date: "2026-11-24".parse().unwrap(),
        fingerprint: Fingerprint::of(b""),
        gaps,
        same_person: None,
    })
}

/// Writes a record; a sign-off declares it as it stands then.
fn record(path: &Path, questionnaire: Value, events: Vec<Event>) -> Fingerprint {
    let at = "2026-11-24T10:00:00Z".parse().unwrap();
    let created = Event::Created {
        tool: "test".into(),
        questionnaire: Box::new(questionnaire),
    };
    let mut journal = Journal::create(path).unwrap();
    let mut last = journal
        .append(at, "", Accepted::unheld(created))
        .unwrap()
        .fingerprint;
    for mut event in events {
        if let Event::SignedOff(sign_off) = &mut event {
            sign_off.fingerprint = last;
        }
        last = journal
            .append(at, "Sam", Accepted::unheld(event))
            .unwrap()
            .fingerprint;
    }
    last
}

/// A folder in which there is one of each kind. Says the fingerprint of the signed record.
fn region(place: &Place) -> Fingerprint {
    let folder = place.folder().join("region");
    std::fs::create_dir(&folder).unwrap();
    let at = |name: &str| folder.join(name);
    let action = Event::Changed(Change::Action(
        ActionId(1),
        Some(Action {
            what: "Count them".into(),
            owner: String::new(),
            due: Due::On("2026-12-01".parse().unwrap()),
            ..Action::blank("what-is-backed-up".try_into().unwrap())
        }),
    ));
    record(
        &at("formula.jsonl"),
        backups(),
        vec![named("=HYPERLINK(\"x\"), Fell, and \"Side\""), action],
    );
    let signed = record(
        &at("signed.jsonl"),
        backups(),
        vec![named("Beck Library"), sign_off(vec![])],
    );
    let gap = Gap::Unanswered("collections".try_into().unwrap());
    record(
        &at("draft.jsonl"),
        backups(),
        vec![named("Dale Library"), sign_off(vec![gap])],
    );
    record(
        &at("superseded.jsonl"),
        backups(),
        vec![named("Beck"), sign_off(vec![]), named("Beck Library")],
    );
    let mut later = backups();
    later["version"] = json!("2026.10");
    later["requirements"].as_array_mut().unwrap().reverse();
    record(&at("later.jsonl"), later, vec![named("Gill Library")]);
    let mut other = backups();
    other["id"] = json!("another");
    record(&at("other.jsonl"), other, vec![]);
    let redaction = Redaction {
        of: Origin {
            record: "signed".into(),
            organisation: "Beck Library".into(),
            version: "2026.1".into(),
            fingerprint: signed,
            last: "2026-11-24T10:00:00Z".parse().unwrap(),
        },
        without: BTreeSet::from([Hidden::Notes]),
        sign_offs: vec![],
    };
    record(
        &at("redacted.jsonl"),
        backups(),
        vec![Event::Redacted(Box::new(redaction)), named("Moor Library")],
    );

    let whole = std::fs::read_to_string(at("superseded.jsonl")).unwrap();
    let write = |name: &str, text: String| std::fs::write(at(name), text).unwrap();
    write("damaged.jsonl", whole.replacen("\"seq\":2", "\"seq\":7", 1));
    write("newer.jsonl", whole.replacen("{\"v\":1", "{\"v\":9", 1));
    write("torn.jsonl", whole[..whole.len() - 9].to_owned());
    write("empty.jsonl", String::new());
    write("letter.jsonl", "Dear Sir or Madam\n".into());
    write("notes.txt", "no record".into());
    std::fs::create_dir(at("folder.jsonl")).unwrap();
    std::fs::copy(at("signed.jsonl"), at("folder.jsonl").join("in.jsonl")).unwrap();
    #[cfg(unix)]
    {
        use std::os::unix::fs::symlink;
        symlink("nowhere", at("broken.jsonl")).unwrap();
        symlink("..", at("folder.jsonl").join("round")).unwrap();
        assert_eq!(place.script("mkfifo region/pipe.jsonl").code, Some(0));
    }
    signed
}

const PROBLEMS: &[(&str, &str)] = &[
    #[cfg(unix)]
    ("broken.jsonl", "leads nowhere"),
    ("damaged.jsonl", "line 2: "),
    ("empty.jsonl", "not a record"),
    ("letter.jsonl", "not a record"),
    ("newer.jsonl", "open it with a newer mfa-assess"),
    #[cfg(unix)]
    ("pipe.jsonl", "not a record"),
];

const SOUND: [&str; 8] = [
    "draft.jsonl",
    "formula.jsonl",
    "later.jsonl",
    "other.jsonl",
    "redacted.jsonl",
    "signed.jsonl",
    "superseded.jsonl",
    "torn.jsonl",
];

/// What every file of the region holds; a pipe would wait for a writer.
fn bytes(place: &Place) -> BTreeMap<PathBuf, Option<Vec<u8>>> {
    let entries = std::fs::read_dir(place.folder().join("region")).unwrap();
    let paths = entries.map(|entry| entry.unwrap().path());
    let read = |path: PathBuf| {
        let bytes = path.is_file().then(|| std::fs::read(&path).unwrap());
        (path, bytes)
    };
    paths.map(read).collect()
}

fn rollup(place: &Place, arguments: &[&str]) -> Ran {
    let before = bytes(place);
    let ran = place.run(&[&["rollup", "region", "--as-at", "2027-06-30"], arguments].concat());
    assert!(bytes(place) == before, "it only tells");
    ran
}

#[test]
fn csv_has_a_row_for_each_record_in_the_order_of_names_and_no_formula() {
    let place = place();
    let signed = region(&place);
    let ran = rollup(&place, &["--csv"]);
    assert_eq!(ran.code, Some(3), "{ran:?}");
    let mut csv = csv::Reader::from_reader(ran.out.as_bytes());
    let rows: Vec<BTreeMap<String, String>> = csv.deserialize().map(Result::unwrap).collect();
    let files: Vec<&str> = rows.iter().map(|row| row["file"].as_str()).collect();
    let mut all: Vec<&str> = PROBLEMS.iter().map(|(file, _)| *file).collect();
    all.extend(SOUND);
    all.sort_unstable();
    assert_eq!(files, all);
    let row = |file: &str| rows.iter().find(|row| row["file"] == file).unwrap();
    for (file, says) in PROBLEMS {
        let row = row(file);
        assert!(row["problem"].contains(says), "{row:?}");
        assert_eq!((row["organisation"].as_str(), row["B1"].as_str()), ("", ""));
    }
    for file in SOUND {
        assert_eq!(row(file)["problem"], "");
        assert_eq!(row(file)["B1"], "Not answered");
    }
    let formula = row("formula.jsonl");
    let name = "'=HYPERLINK(\"x\"), Fell, and \"Side\"";
    assert_eq!(formula["organisation"], name);
    assert_eq!(formula["actions_overdue"], "1");
    assert_eq!(formula["sign_off"], "not signed");
    let is_signed = row("signed.jsonl");
    assert_eq!(is_signed["sign_off"], "signed");
    assert_eq!(is_signed["signed_by"], "Ada Fell, Head librarian");
    assert_eq!(is_signed["fingerprint"], signed.to_string());
    assert_eq!(is_signed["newest_entry"], "2026-11-24T10:00:00Z");
    assert_eq!(is_signed["complete"], "yes");
    assert_eq!(row("draft.jsonl")["sign_off"], "signed as draft");
    assert_eq!(row("superseded.jsonl")["sign_off"], "superseded");
    // Only what was never acknowledged is missing.
    assert_eq!(row("torn.jsonl")["sign_off"], "signed");
    assert_ne!(row("torn.jsonl")["torn_bytes"], "");
    assert_eq!(row("redacted.jsonl")["redacted"], "yes");
    assert_eq!(row("other.jsonl")["questionnaire"], "another");
    assert!(
        !ran.out.contains(",=") && !ran.out.contains("\"="),
        "{}",
        ran.out
    );
}

#[test]
fn json_has_the_totals_by_questionnaire_and_says_who_is_there_twice() {
    let place = place();
    region(&place);
    let ran = rollup(&place, &["--json"]);
    assert_eq!(ran.code, Some(3), "{ran:?}");
    let all: Value = serde_json::from_str(&ran.out).unwrap();
    let rows = all["records"].as_array().unwrap();
    assert_eq!(rows.len(), SOUND.len() + PROBLEMS.len());
    assert_eq!(all["read"], SOUND.len());
    assert_eq!(all["not_read"], PROBLEMS.len());
    assert_eq!(all["as_at"], "2027-06-30");
    let twice = json!([{"organisation": "Beck Library", "records": 2}]);
    assert_eq!(all["repeated"], twice);
    assert!(ran.err.contains("Beck Library (2)"), "{}", ran.err);
    assert!(ran.err.contains("folder.jsonl is a folder"), "{}", ran.err);
    let totals = &all["totals"];
    assert_eq!(totals[0]["questionnaire"], "another");
    let backups = &totals[1];
    assert_eq!(backups["records"], SOUND.len() - 1);
    // The newest version comes first, and orders the requirements.
    let versions = backups["versions"].as_array().unwrap().iter();
    let versions: Vec<Value> = versions
        .map(|of| json!([of["version"], of["is"], of["records"]]))
        .collect();
    assert_eq!(
        json!(versions),
        json!([["2026.10", "other", 1], ["2026.1", "other", 6]])
    );
    assert_eq!(backups["requirements"][0]["id"], "B2");
    assert_eq!(backups["requirements"][0]["outcomes"]["not-answered"], 7);
    assert_eq!(backups["requirements"][0]["outcomes"]["met"], 0);
    assert_eq!(backups["sign_offs"]["signed"], 2);
    assert_eq!(backups["sign_offs"]["signed-as-draft"], 1);
    assert_eq!(backups["actions_overdue"], 1);
    // Each record stands on a line of its own.
    let lines = ran.out.lines().filter(|l| l.starts_with("{\"file\""));
    assert_eq!(lines.count(), rows.len());

    let guide = include_str!("../../assets/data.md");
    let section = guide.split("## `rollup --csv`").nth(1).unwrap();
    let objects = [&all, backups, &rows[0], rows.last().unwrap()];
    for name in objects.iter().flat_map(|v| v.as_object().unwrap().keys()) {
        let named = format!("`{name}`");
        assert!(section.contains(&named), "{named} is not in the guide");
    }
}

#[test]
fn the_table_has_a_line_a_record_and_then_the_totals() {
    let place = place();
    region(&place);
    let ran = rollup(&place, &[]);
    assert_eq!(ran.code, Some(3), "{ran:?}");
    let line = |file: &str| ran.out.lines().find(|l| l.starts_with(file)).unwrap();
    let signed = line("signed.jsonl");
    assert!(signed.contains("  signed  "), "{signed}");
    assert!(line("redacted.jsonl").contains("(redacted copy)"));
    assert!(line("other.jsonl").contains("(not named yet)"));
    for (file, says) in PROBLEMS {
        let line = line(file);
        assert!(
            line.contains("cannot be read: ") && line.contains(says),
            "{line}"
        );
    }
    assert!(
        ran.out
            .contains("backup-assurance, 7 records as at 30 June 2027: 1 ask version 2026.10"),
        "{}",
        ran.out
    );
    assert_eq!(ran.out.lines().filter(|l| l.starts_with("B2 ")).count(), 2);
}

#[test]
fn it_goes_into_folders_and_not_round_in_circles() {
    let place = place();
    region(&place);
    let ran = rollup(&place, &["--recursive", "--json"]);
    let all: Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(all["read"], SOUND.len() + 1);
    let files = all["records"].as_array().unwrap().iter();
    let inner = Path::new("folder.jsonl").join("in.jsonl");
    assert_eq!(files.filter(|r| r["file"] == json!(inner)).count(), 1);
    #[cfg(unix)]
    assert!(
        ran.err.contains("round is a link to a folder"),
        "{}",
        ran.err
    );
}

#[test]
fn a_sound_region_is_0_and_the_file_has_the_format_of_its_name() {
    let place = place();
    let folder = place.records();
    std::fs::create_dir(&folder).unwrap();
    let ran = place.run(&["rollup", "records", "--csv"]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    assert_eq!(ran.out.lines().count(), 1, "only the header");
    assert!(ran.err.contains("No record in records"), "{}", ran.err);

    record(&folder.join("a.jsonl"), backups(), vec![]);
    for (name, begins) in [("a.csv", "file,"), ("a.json", "{"), ("a.txt", "Record")] {
        let ran = place.run(&["rollup", "records", "-o", name]);
        assert_eq!((ran.code, ran.out.trim_end()), (Some(0), name), "{ran:?}");
        let text = std::fs::read_to_string(place.folder().join(name)).unwrap();
        assert!(text.starts_with(begins), "{text}");
    }
    place.refuses(
        &["rollup", "nowhere"],
        &["could not read the folder nowhere"],
    );
    place.refuses(&["rollup", "a.csv"], &["could not read the folder a.csv"]);
    place.refuses(
        &["rollup", "records", "-o", "records/a.jsonl"],
        &["ends like a record of mfa-assess"],
    );
    place.refuses(&["rollup", "records", "-o", "no/a.csv"], &["no/a.csv"]);
    assert_eq!(place.run(&["rollup"]).code, Some(2));
    let both = place.run(&["rollup", "records", "--csv", "--json"]);
    assert_eq!(both.code, Some(2));
}
