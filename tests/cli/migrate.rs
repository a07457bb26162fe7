//! `migrate`: a dry run writes nothing, the real one appends a line, and nothing else is touched.

use std::path::{Path, PathBuf};

use mfa_assess::facts::Event;
use mfa_assess::questionnaire::built_in_source;
use mfa_assess::record::read;
use serde_json::{Value, json};

use super::place::{Place, backups, place};

/// A record of the built-in questionnaire, as version 2026.1 of it was written.
const DEMO: &[u8] = include_bytes!("../records/demo-2026.1.jsonl");

fn small() -> Value {
    serde_json::from_slice(&std::fs::read(backups()).unwrap()).unwrap()
}

fn question<'a>(asked: &'a mut Value, id: &str) -> &'a mut Value {
    let groups = asked["groups"].as_array_mut().unwrap().iter_mut();
    let scenarios = groups.flat_map(|g| g["scenarios"].as_array_mut().unwrap());
    let mut questions = scenarios.flat_map(|s| s["questions"].as_array_mut().unwrap());
    questions.find(|q| q["id"] == id).unwrap()
}

/// A begun record, and a later version that words one question anew and no longer takes the answer
/// to another.
fn begun(place: &Place) -> (PathBuf, PathBuf) {
    let record =
        place.begun("Fell Side Library\n3\nAda Fell\nHead librarian\nnext\n12\n11\nquit\n");
    let mut new = small();
    new["version"] = json!("2026.2");
    question(&mut new, "collections")["text"] = json!("How many collections are there now?");
    question(&mut new, "collections-copied")["input"]["number"]["max"] = json!(10);
    let file = place.file("later.json", new.to_string());
    (record, file)
}

fn lines(path: &Path) -> usize {
    std::fs::read_to_string(path).unwrap().lines().count()
}

#[test]
fn a_dry_run_says_what_would_change_and_writes_nothing() {
    let place = place();
    let (_, file) = begun(&place);
    let before = place.files();
    let ran = place.run(&["migrate", "--to", file.to_str().unwrap(), "--dry-run"]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    assert_eq!(place.files(), before);
    for words in [
        "from version 2026.1 to version 2026.2",
        "How many collections are there now? (Text changed since you answered)",
        "“11 collections” The largest number taken is now 10.",
        "1 to look at again",
    ] {
        assert!(ran.out.contains(words), "no {words:?} in {}", ran.out);
    }
    assert!(ran.err.contains("Nothing was written."), "{}", ran.err);
    let file = file.to_str().unwrap();
    let ran = place.run(&["migrate", "--to", file, "--dry-run", "--json"]);
    let told: Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(told["from"], "2026.1");
    assert_eq!(told["to"], "2026.2");
    assert_eq!(told["entry"], Value::Null);
    assert_eq!(
        told["kept_not_counted"][0]["of"]["question"],
        "collections-copied"
    );
    let changed = told["changed"].as_array().unwrap();
    assert!(
        changed.contains(&json!(
            {"question": "collections", "changes": ["text"], "answered": true}
        )),
        "{changed:?}"
    );
    assert_eq!(place.files(), before);
}

#[test]
fn it_appends_one_line_and_a_second_time_there_is_nothing_to_do() {
    let place = place();
    let (record, file) = begun(&place);
    let file = file.to_str().unwrap();
    let before = std::fs::read(&record).unwrap();
    let count = lines(&record);
    let ran = place.run(&["migrate", "--to", file]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    assert!(ran.out.contains("“11 collections”"), "{}", ran.out);
    let written = format!("Written as entry {}.", count + 1);
    assert!(ran.out.contains(&written), "{}", ran.out);
    let after = std::fs::read(&record).unwrap();
    assert!(after.starts_with(&before), "what was there stays");
    assert_eq!(lines(&record), count + 1);
    let last = read(&record).unwrap().entries.pop().unwrap().entry;
    assert_eq!((last.v, last.by.as_str()), (2, "Ada Fell"));
    assert!(matches!(last.event, Event::Migrated { .. }));

    let ran = place.run(&["migrate", "--to", file]);
    assert_eq!(ran.code, Some(0));
    assert!(
        ran.out
            .contains("asks version 2026.2 already. There is nothing to do."),
        "{}",
        ran.out
    );
    assert_eq!(std::fs::read(&record).unwrap(), after);

    let ran = place.run(&["status"]);
    assert!(ran.out.contains("libraries 2026.2"), "{}", ran.out);
    assert!(
        ran.out.contains("To look at again: 1 answer"),
        "{}",
        ran.out
    );
    let told: Value = serde_json::from_str(&place.run(&["status", "--json"]).out).unwrap();
    assert_eq!(told["questionnaire"]["version"], "2026.2");
    assert_eq!(told["earlier_versions"][0]["version"], "2026.1");
    assert_eq!(told["changed_since_answered"][0]["question"], "collections");
    assert_eq!(told["kept_not_counted"][0]["given"], "11 collections");
    let rows: Value = serde_json::from_str(&place.run(&["list", "--json"]).out).unwrap();
    assert_eq!(rows[0]["questionnaire"]["version"], "2026.2");
}

#[test]
fn a_text_that_is_being_typed_into_a_question_that_is_gone_is_said_and_stays() {
    let place = place();
    let (record, _) = begun(&place);
    let mut new = small();
    new["version"] = json!("2026.2");
    question(&mut new, "reported")["id"] = json!("told");
    let text = new.to_string();
    let text = text.replace("\"question\":\"reported\"", "\"question\":\"told\"");
    let file = place.file("gone.json", text);
    let drafts = json!({
        "scenario responsibility/reported": "each qua",
        "scenario responsibility/note": "Ben",
    });
    let draft = record.with_extension("draft.json");
    std::fs::write(&draft, drafts.to_string()).unwrap();
    let ran = place.run(&["migrate", "--to", file.to_str().unwrap()]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    assert!(ran.out.contains("“each qua”"), "{}", ran.out);
    assert!(!ran.out.contains("“Ben”"), "{}", ran.out);
    let kept: Value = serde_json::from_slice(&std::fs::read(draft).unwrap()).unwrap();
    assert_eq!(kept, drafts);
}

/// The policy on keys, and a later version that asks less of a system, counts otherwise, and has lost a
/// scenario; with a record of the first that says something of each.
fn keys(place: &Place) -> PathBuf {
    let source = include_str!("../keys.json");
    place.file("keys.json", source);
    let mut new: Value = serde_json::from_str(source).unwrap();
    new["version"] = json!("2026.2");
    let gone = |list: &mut Value, id: &str| list.as_array_mut().unwrap().retain(|e| e["id"] != id);
    gone(&mut new["groups"][0]["scenarios"], "leavers");
    gone(&mut new["requirements"], "R-B");
    gone(&mut new["exemptions"], "LODGER");
    new["exemptions"][0]["requirements"] = json!(["R-A"]);
    gone(&mut new["systems"]["form"]["questions"], "building");
    let mut questions = new["systems"]["form"]["questions"]
        .as_array_mut()
        .unwrap()
        .iter_mut();
    let count = questions.find(|q| q["id"] == "door-keys").unwrap();
    count["input"] = json!({"number": {"unit": "rings", "max": 500}});
    let later = place.file("later.json", new.to_string());
    let begin = [
        "--questionnaire",
        "keys.json",
        "new",
        "--organisation",
        "Fell House",
    ];
    assert_eq!(place.run(&begin).code, Some(0));
    let changes = json!({"format": 1, "changes": [
        {"add_system": {"fields": {"door": "Cellar", "building": "North house", "door-keys": 4}}},
        {"add_action": {
            "scenario": "leavers", "finds_out": "collected", "what": "Ask for the keys",
        }},
    ]});
    place.file("changes.json", changes.to_string());
    assert_eq!(
        place.run(&["apply", "changes.json", "fell-house"]).code,
        Some(0)
    );
    later
}

#[test]
fn a_dry_run_tells_of_registers_and_of_actions_whose_scenario_is_gone() {
    let place = place();
    let later = keys(&place);
    let migrate = ["migrate", "fell-house", "--to", later.to_str().unwrap()];
    let ran = place.run(&[&migrate[..], &["--dry-run"]].concat());
    for words in [
        "Registers that are new or differ: 1\n  Doors: changed",
        "System S-1, Cellar: In which building? “North house” It is not asked any more.",
        "System S-1, Cellar: How many keys open it? “4 keys” Another form of answer is asked for now.",
        "A-1 “Ask for the keys” Its scenario was: Those who leave. And it was to find out: “Do keys \
         come back within a week?”",
    ] {
        assert!(ran.out.contains(words), "no {words:?} in {}", ran.out);
    }
    let ran = place.run(&[&migrate[..], &["--json"]].concat());
    let told: Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(
        told["registers"],
        json!({"new": [], "changed": ["systems"], "gone": []})
    );
    assert_eq!(
        told["kept_not_counted"][1]["of"],
        json!({"system": "S-1", "question": "door-keys", "answer": {"number": 4}})
    );
    let left = &told["actions_left_over"][0];
    assert_eq!(left["scenario"]["title"], "Those who leave");
    assert_eq!(left["question"]["id"], "collected");
}

#[test]
fn a_text_that_is_being_typed_where_a_register_or_a_scenario_is_gone_is_said_as_well() {
    let place = place();
    let later = keys(&place);
    let drafts = json!({
        "system S-1/building": "South ho",
        "system S-1/door": "Cel",
        "scenario leavers/note": "Ask aro",
        "scenario list/note": "Who has",
    });
    let draft = place.records().join("fell-house.draft.json");
    std::fs::write(&draft, drafts.to_string()).unwrap();
    let arguments = ["migrate", "fell-house", "--dry-run", "--to"];
    let ran = place.run(&[&arguments[..], &[later.to_str().unwrap()]].concat());
    for (words, is_told) in [
        ("“South ho”", true),
        ("“Ask aro”", true),
        ("“Cel”", false),
        ("“Who has”", false),
    ] {
        assert_eq!(ran.out.contains(words), is_told, "{words}: {}", ran.out);
    }
}

#[test]
fn an_action_keeps_the_title_of_its_scenario_in_every_face() {
    let place = place();
    let later = keys(&place);
    place.run(&["migrate", "fell-house", "--to", later.to_str().unwrap()]);
    let (title, asked) = ("Those who leave", "Do keys come back within a week?");
    let copy = [
        "share",
        "fell-house",
        "-o",
        "copy.jsonl",
        "--without",
        "organisation",
    ];
    assert_eq!(place.run(&copy).code, Some(0));
    for record in ["fell-house", "copy.jsonl"] {
        for arguments in [
            &["action", "list", record][..],
            &["action", "list", record, "--json"],
            &["export", record, "--json"],
        ] {
            let ran = place.run(arguments);
            assert!(ran.out.contains(title), "{arguments:?}: {ran:?}");
            let is_for_programs = arguments.contains(&"--json");
            assert_eq!(
                ran.out.contains(asked),
                is_for_programs,
                "{arguments:?}: {ran:?}"
            );
        }
        // The questions of the form are passed by.
        let lines = format!("4\n1\n{}quit\n", "\n".repeat(7));
        let ran = place.told(&["--plain", "open", record], &lines);
        let says = format!("It belongs to: {title}. It is to find out: “{asked}”");
        assert!(ran.out.contains(&says), "no {says:?} in {}", ran.out);
        for (command, file) in [("report", "report.md"), ("report", "report.csv")] {
            let ran = place.run(&[command, record, "-o", file]);
            assert_eq!(ran.code, Some(0), "{ran:?}");
            let text = std::fs::read_to_string(place.folder().join(file)).unwrap();
            assert!(
                text.contains(title) && text.contains(asked),
                "{file}: {text}"
            );
            std::fs::remove_file(place.folder().join(file)).unwrap();
        }
        let file = format!("{}.csv", record.trim_end_matches(".jsonl"));
        let ran = place.run(&["action", "export", record, "-o", &file]);
        assert_eq!(ran.code, Some(0), "{ran:?}");
        let table = std::fs::read_to_string(place.folder().join(&file)).unwrap();
        assert!(table.contains(title), "{table}");
        // What went out comes back without a change.
        if record == "fell-house" {
            let ran = place.run(&["action", "import", record, &file, "--yes"]);
            assert_eq!(ran.code, Some(0), "{ran:?}");
        }
    }
}

#[test]
fn it_says_as_json_which_entry_it_wrote() {
    let place = place();
    let (record, file) = begun(&place);
    let ran = place.run(&["migrate", "--to", file.to_str().unwrap(), "--json"]);
    let told: Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(told["entry"], json!(lines(&record)));
    let ran = place.run(&["migrate", "--to", file.to_str().unwrap(), "--json"]);
    let told: Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(told["entry"], Value::Null);
    assert_eq!(told["from"], told["to"]);
}

#[test]
fn another_policy_and_an_earlier_version_are_refused() {
    let place = place();
    begun(&place);
    place.refuses(
        &["migrate"],
        &[
            "asks the questionnaire backup-assurance",
            "the built-in questionnaire is nhs-england",
            "Name a later version of backup-assurance with --to FILE",
        ],
    );
    let other = place.file("other.json", built_in_source());
    let refusal = ["other.json holds", "answers do not fit another policy"];
    place.refuses(&["migrate", "--to", other.to_str().unwrap()], &refusal);
    let mut earlier = small();
    earlier["version"] = json!("2025.12");
    let earlier = place.file("earlier.json", earlier.to_string());
    let earlier = earlier.to_str().unwrap();
    for arguments in [
        vec!["migrate", "--to", earlier],
        vec!["migrate", "--to", earlier, "--dry-run"],
    ] {
        place.refuses(&arguments, &["A record moves forward only", "2025.12"]);
    }
    place.refuses(&["migrate", "--to", "none.json"], &["Check the path"]);
    place.refuses(&["migrate", "missing"], &["`mfa-assess list`"]);
}

#[test]
fn the_same_version_with_other_questions_is_told() {
    let place = place();
    begun(&place);
    let mut same = small();
    question(&mut same, "alerts")["text"] = json!("Who?");
    let same = place.file("same.json", same.to_string());
    let before = place.files();
    let ran = place.run(&["migrate", "--to", same.to_str().unwrap()]);
    assert_eq!(ran.code, Some(0));
    assert!(ran.err.contains("raise its version first"), "{}", ran.err);
    assert_eq!(place.files(), before);
}

#[test]
fn a_record_that_is_open_elsewhere_or_damaged_is_left_alone() {
    let place = place();
    let (record, file) = begun(&place);
    let to = ["migrate", "--to", file.to_str().unwrap()];
    let (journal, _) = mfa_assess::record::Journal::open(&record).unwrap();
    place.refuses(&to, &["is open in another mfa-assess"]);
    // To look costs nobody anything.
    assert_eq!(place.run(&[&to[..], &["--dry-run"]].concat()).code, Some(0));
    drop(journal);
    let text = std::fs::read_to_string(&record).unwrap();
    std::fs::write(&record, text.replacen("Ada Fell", "Eve Fell", 1)).unwrap();
    place.refuses(&to, &["changed outside mfa-assess or damaged"]);
}

#[cfg(unix)]
#[test]
fn a_disk_that_takes_only_part_of_the_line_leaves_the_record_as_it_was() {
    let place = place();
    let (record, file) = begun(&place);
    let before = std::fs::read(&record).unwrap();
    let ran = place.script(&format!(
        "trap '' XFSZ; ulimit -f {}; \"$P\" migrate --to '{}'",
        before.len() / 512 + 2,
        file.display()
    ));
    assert_eq!(ran.code, Some(1), "{ran:?}");
    assert!(ran.err.contains("could not save to"), "{}", ran.err);
    assert_eq!(std::fs::read(&record).unwrap(), before);
    assert!(!ran.out.contains("Written as entry"), "{}", ran.out);
}

#[test]
fn a_sign_off_is_superseded_by_a_migration_and_the_report_says_so() {
    let place = place();
    let record = place.file("demo.jsonl", DEMO);
    let record = record.to_str().unwrap();
    let file = place.file("later.json", next_of(DEMO));
    let ran = place.run(&["migrate", record, "--to", file.to_str().unwrap()]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    assert!(ran.out.contains("sign again afterwards"), "{}", ran.out);
    let ran = place.run(&["report", record, "-o", "board.pdf"]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    let text = pdf_extract::extract_text(place.folder().join("board.pdf")).unwrap();
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    for words in [
        "This sign-off no longer stands",
        "the move to version 2026.1.1 of the questionnaire",
        "from version 2026.1 to version 2026.1.1",
        "Answers from an earlier version",
        "It is not asked any more.",
    ] {
        assert!(text.contains(words), "no {words:?}");
    }
}

/// The questionnaire in a record as a later version, without one question that was answered.
fn next_of(record: &[u8]) -> String {
    let first = record.split(|b| *b == b'\n').next().unwrap();
    let entry: Value = serde_json::from_slice(first).unwrap();
    let mut asked = entry["event"]["questionnaire"].clone();
    asked["version"] = json!("2026.1.1");
    let text = asked.to_string();
    let mut answered = record.split(|b| *b == b'\n').filter_map(|line| {
        let entry: Value = serde_json::from_slice(line).ok()?;
        Some(entry["event"]["question"].as_str()?.to_owned())
    });
    // One that no rule reads: without it, the questionnaire is still sound.
    let groups = asked["groups"].to_string();
    let wanted = answered.find(|id| {
        let quoted = format!("\"{id}\"");
        groups.contains(&quoted) && text.matches(&quoted).count() == 1
    });
    let wanted = wanted.expect("a question that nothing refers to");
    for group in asked["groups"].as_array_mut().unwrap() {
        for scenario in group["scenarios"].as_array_mut().unwrap() {
            let questions = scenario["questions"].as_array_mut().unwrap();
            questions.retain(|q| q["id"] != json!(wanted));
        }
    }
    asked.to_string()
}

#[test]
fn a_record_of_the_first_version_opens_reports_and_moves_to_the_built_in_one_without_loss() {
    let place = place();
    let path = place.file("demo.jsonl", DEMO);
    let record = path.to_str().unwrap();
    let before = read(&path).unwrap();
    assert_eq!(before.questionnaire.version, "2026.1");
    assert!(before.state.answers.len() > 50);
    let status = place.run(&["status", record]);
    assert_eq!(status.code, Some(0), "{status:?}");
    let ran = place.run(&["report", record, "-o", "first.pdf"]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    let ran = place.told(&["open", record], "quit\n");
    assert_eq!(ran.code, Some(0), "{ran:?}");
    assert_eq!(
        std::fs::read(&path).unwrap(),
        DEMO,
        "to look changes nothing"
    );

    // The built-in one, or a copy that says that it is later while it is still the same.
    let mut new: Value = serde_json::from_str(built_in_source()).unwrap();
    new["version"] = json!("2099.1");
    let file = place.file("latest.json", new.to_string());
    let ran = place.run(&["migrate", record, "--to", file.to_str().unwrap()]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    let after = read(&path).unwrap();
    assert_eq!(after.questionnaire.version, "2099.1");
    let kept = |id: &mfa_assess::questionnaire::QuestionId| {
        after.state.answers.get(id) == before.state.answers.get(id)
            || after.state.former.iter().any(|former| former.answers(id))
    };
    for id in before.state.answers.keys() {
        assert!(kept(id), "the answer to {id} is lost");
    }
    assert_eq!(after.state.actions, before.state.actions);
    assert_eq!(after.state.exemptions.len(), before.state.exemptions.len());
    let ran = place.run(&["report", record, "-o", "second.pdf"]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
}

#[test]
fn a_later_version_is_told_when_a_record_is_opened() {
    let place = place();
    let (_, file) = begun(&place);
    let file = file.to_str().unwrap();
    let ran = place.told(&["--questionnaire", file, "open"], "quit\n");
    assert!(
        ran.out
            .contains("This record asks version 2026.1; there is a version 2026.2."),
        "{}",
        ran.out
    );
    assert!(
        ran.out.contains("mfa-assess migrate fell-side-library"),
        "{}",
        ran.out
    );
    let ran = place.run(&["--questionnaire", file, "status"]);
    assert!(
        ran.out
            .contains("There is a version 2026.2 of the questionnaire."),
        "{}",
        ran.out
    );
    let ran = place.told(&["open"], "quit\n");
    assert!(!ran.out.contains("there is a version"), "{}", ran.out);
}

#[test]
fn a_changed_question_is_confirmed_line_by_line() {
    let place = place();
    let (record, file) = begun(&place);
    place.run(&["migrate", "--to", file.to_str().unwrap()]);
    let count = lines(&record);
    // From the check of the answers to the one to confirm.
    let ran = place.told(&["open"], "review\n4\nconfirm\nquit\n");
    assert!(
        ran.out
            .contains("Text changed since you answered. [to confirm]"),
        "{}",
        ran.out
    );
    assert!(
        ran.out.contains("Text changed since you answered."),
        "{}",
        ran.out
    );
    assert!(
        ran.out.contains("Enter confirm if it still holds"),
        "{}",
        ran.out
    );
    assert_eq!(lines(&record), count + 1, "{}", ran.out);
    let state = read(&record).unwrap().state;
    assert!(state.changed.is_empty(), "{:?}", state.changed);
    assert!(
        ran.out
            .contains("Answered in version 2026.1: “11 collections”."),
        "{}",
        ran.out
    );
}
