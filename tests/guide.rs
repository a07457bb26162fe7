//! The manual page on writing a questionnaire says what is true: its examples load, and it is printed.

use assert_cmd::Command;
use mfa_assess::lint::lint;
use mfa_assess::questionnaire::{Questionnaire, load, schema};
use serde_json::Value;

fn guide() -> &'static str {
    include_str!("../questionnaires/README.md")
}

/// The examples in JSON: the first is complete, the others are parts to add to it.
fn examples() -> Vec<Value> {
    let blocks = guide().split("```json\n").skip(1);
    let blocks = blocks.map(|block| block.split("```").next().unwrap());
    blocks
        .map(|block| serde_json::from_str(block).unwrap())
        .collect()
}

fn loaded(example: &Value) -> Questionnaire {
    load(example.to_string().as_bytes()).unwrap_or_else(|error| panic!("{error}"))
}

#[test]
fn the_complete_example_can_be_used_as_it_stands() {
    let asked = loaded(&examples()[0]);
    assert_eq!(asked.scenarios().count(), 1);
    assert!(asked.exemptions.is_empty());
}

#[test]
fn the_other_examples_are_parts_that_fit_into_it() {
    let mut examples = examples().into_iter();
    let mut whole = examples.next().unwrap();
    let mut parts = 0;
    for part in examples {
        for (field, items) in part.as_object().unwrap() {
            let fields = whole.as_object_mut().unwrap();
            match items {
                Value::Array(items) => {
                    let place = fields.entry(field.clone());
                    let place = place.or_insert_with(|| Value::Array(vec![]));
                    place.as_array_mut().unwrap().extend(items.clone());
                }
                part => {
                    let before = fields.insert(field.clone(), part.clone());
                    assert_eq!(before, None, "{field}");
                }
            }
            parts += 1;
        }
    }
    assert_eq!(parts, 10);
    let asked = loaded(&whole);
    assert_eq!(asked.exemptions.len(), 2);
    assert_eq!(asked.scopes.len(), 1);
    assert_eq!(asked.objectives().count(), 1);
    assert_eq!(asked.contrasts.len(), 1);
    assert_eq!(asked.cross_checks.len(), 1);
    assert!(asked.exemptions[0].approval.is_some());
    assert_eq!(asked.exemptions[0].review_months(), Some(3));
    assert!(asked.systems.is_some() && asked.evidence.is_some());
    assert_eq!(lint(&asked), []);
}

#[test]
fn every_condition_tag_and_input_of_the_format_is_explained() {
    let schema = schema();
    let kinds = |name: &str| -> Vec<String> {
        let kinds = schema["$defs"][name]["oneOf"].as_array().unwrap().iter();
        kinds
            .map(|kind| match &kind["required"][0] {
                Value::String(field) => field.clone(),
                _ => kind["const"].as_str().unwrap().to_owned(),
            })
            .collect()
    };
    for kind in kinds("Condition") {
        assert!(guide().contains(&format!("{{\"{kind}\": ")), "{kind}");
    }
    for kind in ["Input", "Certainty", "Topic", "Comparison", "Force"]
        .map(kinds)
        .concat()
    {
        assert!(guide().contains(&format!("`{kind}`")), "{kind}");
    }
}

#[test]
fn it_is_printed_as_it_stands() {
    let output = Command::cargo_bin("mfa-assess")
        .unwrap()
        .args(["questionnaire", "guide"])
        .assert()
        .success();
    let printed = String::from_utf8(output.get_output().stdout.clone()).unwrap();
    assert_eq!(printed.trim_end(), guide().trim_end());
}
