//! `questionnaire check`: each problem and each finding with its line, for people and for editors.

use serde_json::{Value, json};

use crate::place::{Place, backups, place};

fn small() -> String {
    std::fs::read_to_string(backups()).unwrap()
}

/// The line on which these words stand first, from 1.
fn line(text: &str, words: &str) -> usize {
    text.lines().position(|l| l.contains(words)).unwrap() + 1
}

/// What is told as JSON, with the exit code.
fn told(place: &Place, name: &str) -> (Option<i32>, Value) {
    let ran = place.run(&["questionnaire", "check", name, "--json"]);
    assert_eq!(ran.err, "", "{ran:?}");
    (ran.code, serde_json::from_str(&ran.out).unwrap())
}

#[test]
fn a_good_questionnaire_has_nothing_to_tell() {
    let path = backups();
    assert_eq!(told(&place(), path.to_str().unwrap()), (Some(0), json!([])));
}

#[test]
fn what_should_be_better_is_told_with_its_line_and_exit_code_three() {
    let place = place();
    let text = small().replacen(
        "One copy is in another building",
        "One copy must be elsewhere",
        1,
    );
    place.file("better.json", &text);
    let field = "groups[0].scenarios[1].guidance[3].text";
    let line = line(&text, "One copy must be elsewhere");
    let ran = place.run(&["questionnaire", "check", "better.json"]);
    assert_eq!(ran.code, Some(3), "{ran:?}");
    assert_eq!(ran.err, "");
    assert!(ran.out.starts_with("better.json: sound."), "{}", ran.out);
    let says = format!("  line {line}, field {field}: is this questionnaire's own interpretation");
    assert!(ran.out.contains(&says), "{says}: {}", ran.out);
    let (code, items) = told(&place, "better.json");
    assert_eq!(code, Some(3));
    assert_eq!(items.as_array().unwrap().len(), 1, "{items}");
    let item = &items[0];
    assert_eq!(
        (&item["file"], &item["kind"]),
        (&json!("better.json"), &json!("sources"))
    );
    assert_eq!(
        (&item["line"], &item["field"]),
        (&json!(line), &json!(field))
    );
    assert!(
        item["says"].as_str().unwrap().contains("\"must\""),
        "{item}"
    );
}

#[test]
fn what_is_wrong_comes_first_with_its_line_and_exit_code_one() {
    let place = place();
    // The finding is further up in the file than the problem.
    let text = small().replacen("Compare the catalogue", "Compare your catalogue!", 1);
    let (before, scenarios) = text.split_once("\"groups\"").unwrap();
    let question = "\"question\": \"copy-locked\"";
    let scenarios = scenarios.replacen(question, "\"question\": \"nowhere\"", 1);
    let text = format!("{before}\"groups\"{scenarios}");
    place.file("wrong.json", &text);
    let at = line(&text, "\"question\": \"nowhere\"");
    let ran = place.run(&["questionnaire", "check", "wrong.json"]);
    assert_eq!(ran.code, Some(1), "{ran:?}");
    // The condition begins a line above the question that it names.
    let field = "groups[0].scenarios[1].assess[0].rules[2].when.chosen";
    let says = format!(
        "line {}, field {field}: there is no question nowhere",
        at - 1
    );
    assert!(ran.err.contains(&says), "{says}: {}", ran.err);
    assert!(ran.out.contains("exclamation mark"), "{}", ran.out);
    assert!(ran.out.contains("once it is sound"), "{}", ran.out);
    let (code, items) = told(&place, "wrong.json");
    assert_eq!(code, Some(1));
    let kinds: Vec<&str> = items
        .as_array()
        .unwrap()
        .iter()
        .map(|item| item["kind"].as_str().unwrap())
        .collect();
    assert_eq!(kinds, ["problem", "language"], "{items}");
    assert_eq!(
        (&items[0]["line"], &items[0]["field"]),
        (&json!(at - 1), &json!(field))
    );
}

#[test]
fn a_file_that_cannot_be_read_is_one_problem_of_json() {
    let place = place();
    let text = small().replacen("\"must\"", "\"might\"", 1);
    place.file("shape.json", &text);
    let (code, items) = told(&place, "shape.json");
    assert_eq!(code, Some(1));
    let item = &items[0];
    assert_eq!(item["line"], json!(line(&text, "\"might\"")), "{item}");
    assert_eq!(item["field"], "requirements[0].force");
    place.file("latin.json", b"{\"title\": \"caf\xe9\"}");
    let (code, items) = told(&place, "latin.json");
    assert_eq!(code, Some(1));
    assert_eq!(
        (&items[0]["line"], &items[0]["field"]),
        (&Value::Null, &json!(""))
    );
    assert!(
        items[0]["says"].as_str().unwrap().contains("UTF-8"),
        "{items}"
    );
}
