//! A rule that nothing assesses: refused in a file, and read for what it is in a record.

use super::*;
use crate::place::{Place, place};

/// The file without what assesses F3: whether extinguishers are serviced.
fn mutated() -> Value {
    let mut asked = file();
    let scenario = asked.pointer_mut("/groups/1/scenarios/0").unwrap();
    let assess = scenario.as_object_mut().unwrap().remove("assess").unwrap();
    assert_eq!(assess[0]["requirement"], "F3");
    asked
}

const SAYS: &str = "no scenario assesses F3";

#[test]
fn check_names_it_with_its_line_and_nothing_begins_with_it() {
    let place = place();
    let text = serde_json::to_string_pretty(&mutated()).unwrap();
    let lines: Vec<&str> = text.lines().collect();
    place.file("mutated.json", &text);
    let ran = place.run(&["questionnaire", "check", "mutated.json", "--json"]);
    assert_eq!(ran.code, Some(1), "{ran:?}");
    let told: Value = serde_json::from_str(&ran.out).unwrap();
    let problems = told.as_array().unwrap().iter();
    let problems: Vec<&Value> = problems.filter(|p| p["kind"] == "problem").collect();
    let [problem] = problems[..] else {
        panic!("{told}")
    };
    assert_eq!(problem["field"], "requirements[2]");
    assert!(
        problem["says"].as_str().unwrap().contains(SAYS),
        "{problem}"
    );
    // The line on which that requirement begins.
    let line = problem["line"].as_u64().unwrap() as usize;
    let around = lines[line - 1..line + 9].concat();
    assert!(around.contains("\"id\": \"F3\""), "{around}");

    place.refuses(
        &["questionnaire", "check", "mutated.json"],
        &[SAYS, "requirements[2]"],
    );
    let begins = [
        "--questionnaire",
        "mutated.json",
        "new",
        "--organisation",
        "Fell Side Hall",
    ];
    place.refuses(&[&begins[..], &["--assessor", "Ada"]].concat(), &[SAYS]);
    place.refuses(
        &["questionnaire", "booklet", "mutated.json", "-o", "b.md"],
        &[SAYS],
    );
    assert!(!place.records().exists(), "nothing has begun");
}

/// A record that was begun with it all the same.
fn kept() -> (Place, PathBuf) {
    let place = place();
    let path = recorded(&place, mutated(), &state(IN_ORDER, []));
    (place, path)
}

#[test]
fn a_record_that_carries_it_opens_and_goes_on() {
    let (place, path) = kept();
    let status = place.run(&["status"]);
    assert_eq!(status.code, Some(0), "{status:?}");
    let says = "F3: Not asked. Nothing in the questionnaire assesses it.";
    assert!(status.out.contains(says), "{}", status.out);
    printed(&place, &["answer", "hall", "people", "41"]);
    let loaded = mfa_assess::record::read(&path).unwrap();
    let results = Results::of(&loaded.questionnaire, &loaded.state, TODAY);
    assert_eq!(outcome(&results, "F3"), Outcome::NotAsked);
    assert_eq!(loaded.state.answers[&id("people")], Answer::Number(41));
}

#[test]
fn its_report_says_that_nothing_assesses_it() {
    let (place, _) = kept();
    let arguments = [
        "report",
        "--format",
        "md",
        "-o",
        "-",
        "--as-at",
        "2026-11-24",
    ];
    let report = printed(&place, &arguments);
    for words in [
        "| F3 Extinguishers serviced | should | **Not asked** | 0 |",
        "Nothing in the questionnaire assesses it.",
        "F3 not asked",
    ] {
        assert!(report.contains(words), "no {words:?} in {report}");
    }
    assert!(
        !report.to_lowercase().contains("not applicable"),
        "{report}"
    );
    printed(&place, &["report", "-o", "hall.pdf"]);
    printed(&place, &["verify", "hall.pdf"]);
}
