//! What others read without this program: JSON that keeps to its schema, and lines that a shell can
//! follow.

use std::path::PathBuf;

use mfa_assess::facts::{Entry, Event, FORMAT, Fingerprint};
use mfa_assess::record::read;
use serde_json::{Value, json};

use super::place::{Place, place};

/// The demonstration, in the folder of records.
fn demo(place: &Place) -> PathBuf {
    let ran = place.script("mkdir records && cd records && \"$P\" demo");
    assert_eq!(ran.code, Some(0), "{ran:?}");
    let files = place.files().into_keys();
    files
        .into_iter()
        .find(|path| path.extension().is_some_and(|e| e == "jsonl"))
        .unwrap()
}

/// The schema that is kept, which is the one that the program prints.
fn schema(place: &Place, of: &str, kept: &str) -> jsonschema::Validator {
    assert_eq!(place.run(&["export", "--schema", of]).out, kept);
    let kept: Value = serde_json::from_str(kept).unwrap();
    jsonschema::validator_for(&kept).unwrap()
}

fn expect_valid(schema: &jsonschema::Validator, value: &Value) {
    let errors: Vec<String> = schema.iter_errors(value).map(|e| e.to_string()).collect();
    assert!(errors.is_empty(), "{errors:?}");
}

#[test]
fn every_line_of_a_record_keeps_to_its_schema() {
    let place = place();
    let kept = include_str!("../../assets/record.schema.json");
    let schema = schema(&place, "record", kept);
    let lines = std::fs::read_to_string(demo(&place)).unwrap();
    let lines: Vec<Value> = lines
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    lines.iter().for_each(|line| expect_valid(&schema, line));
    for line in include_str!("../records/format-6.jsonl").lines() {
        expect_valid(&schema, &serde_json::from_str(line).unwrap());
    }
    // The demonstration has none of these.
    let of = json!({
        "record": "a", "organisation": "", "version": "1",
        "fingerprint": "0".repeat(64), "last": "2026-11-24T10:00:00Z",
    });
    let file = json!({"path": "a", "bytes": 1, "sha256": "0".repeat(64)});
    for event in [
        json!({"type": "file-referenced", "scenario": "a", "file": file}),
        json!({"type": "file-dropped", "scenario": "a", "path": "a"}),
        json!({"type": "merged", "other": of, "common": 1, "lines": ["{}"], "takes": []}),
        json!({"type": "redacted", "of": of, "without": ["notes"], "sign_offs": []}),
        json!({
            "type": "carried-forward", "from": of, "answers": {"a": "dont-know"}, "notes": {},
            "evidence": {}, "exemptions": {}, "actions": {},
        }),
        json!({"type": "undone", "seq": 2}),
    ] {
        let mut line = lines[1].clone();
        line["v"] = json!(FORMAT);
        line["why"] = json!("Because.");
        line["event"] = event;
        serde_json::from_value::<Entry>(line.clone()).unwrap();
        expect_valid(&schema, &line);
        line["event"]["type"] = json!("beamed");
        assert!(!schema.is_valid(&line), "{line}");
    }
}

#[test]
fn the_record_as_data_keeps_to_its_schema_and_holds_what_the_record_says() {
    let place = place();
    let kept = include_str!("../../assets/export-json.schema.json");
    let schema = schema(&place, "json", kept);
    let record = demo(&place);
    let ran = place.run(&["export", "--json"]);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    let data: Value = serde_json::from_str(&ran.out).unwrap();
    expect_valid(&schema, &data);
    let loaded = read(&record).unwrap();
    let count = |field: &str| data[field].as_array().unwrap().len();
    assert_eq!(count("answers"), loaded.state.answers.len());
    assert_eq!(count("exemptions"), loaded.state.exemptions.len());
    assert_eq!(count("actions"), loaded.state.actions.len());
    assert_eq!(count("notes"), loaded.state.notes.len());
    assert_eq!(count("systems"), loaded.state.systems.len());
    assert_eq!(count("evidence_list"), loaded.state.listed.len());
    assert!(count("systems") > 0 && count("evidence_list") > 0);
    assert_eq!(data["tallies"]["all"], json!(loaded.state.systems.len()));
    assert_eq!(data["review"]["gaps"], json!(0));
    assert_eq!(data["actions"][0]["state"], json!("overdue"));
    assert_eq!(count("sign_offs"), 2);
    assert_eq!(count("entries"), loaded.entries.len());
    let last = loaded.entries.last().unwrap().fingerprint.to_string();
    assert_eq!(data["fingerprint"], json!(last));
    assert_eq!(
        data["entries"][count("entries") - 1]["fingerprint"],
        json!(last)
    );
    // The first entry has its questionnaire, as it stands in the record.
    let Event::Created { .. } = loaded.entries[0].entry.event else {
        panic!("no beginning")
    };
    let asked = &data["entries"][0]["event"]["questionnaire"];
    assert_eq!(asked["id"], data["questionnaire"]["id"]);
    let exemption = &data["exemptions"][0];
    assert_eq!(exemption["counts"], json!(true));
    assert!(exemption["fields"][0]["words"].is_string(), "{exemption}");

    let exemption = &data["exemptions"][1];
    assert_eq!(exemption["phase"], json!("approved"));
    assert_eq!(exemption["systems"], json!(["S-4", "S-5"]));
    assert_eq!(exemption["evidence"], json!(["EV-3", "EV-4"]));
    assert_eq!(
        exemption["life"]["approvals"].as_array().unwrap().len(),
        1,
        "what was approved stays in view"
    );
    let conditions = exemption["conditions"].as_array().unwrap();
    let condition = |id: &str| conditions.iter().find(|c| c["id"] == json!(id)).unwrap();
    assert_eq!(condition("X4")["holds"], json!(true));
    assert!(
        condition("X4")["evidenced_by"]
            .as_array()
            .unwrap()
            .contains(&json!("delegation"))
    );
    assert_eq!(
        condition("X8")["holds"],
        Value::Null,
        "a person confirms it"
    );

    let told = place.run(&["export", "--json", "-o", "data.json"]);
    assert_eq!(told.out, "data.json\n");
    let written = std::fs::read_to_string(place.folder().join("data.json")).unwrap();
    assert_eq!(written, ran.out);
}

#[test]
fn the_report_as_data_keeps_to_its_schema() {
    let place = place();
    let kept = include_str!("../../assets/report.schema.json");
    let schema = schema(&place, "report", kept);
    demo(&place);
    let ran = place.run(&["report", "-o", "-", "--format", "json"]);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    let report: Value = serde_json::from_str(&ran.out).unwrap();
    expect_valid(&schema, &report);
    assert!(report.get("attachments").is_none());
    let front = report["front"].as_array().unwrap();
    let titles = front.iter().filter(|block| block["kind"] == json!("title"));
    assert_eq!(titles.count(), 1);
    let mut wrong = report.clone();
    wrong["front"][0]["kind"] = json!("picture");
    assert!(!schema.is_valid(&wrong));
}

#[test]
fn the_guide_names_every_field_of_registers_exemptions_actions_and_the_review() {
    let schema: Value =
        serde_json::from_str(include_str!("../../assets/export-json.schema.json")).unwrap();
    let guide = include_str!("../../assets/data.md");
    let section = guide.split("## `export --json`").nth(1).unwrap();
    let section = section.split("\n## ").next().unwrap();
    for of in [
        "Exempt",
        "Condition",
        "Unmet",
        "ToKnow",
        "FallsShort",
        "Life",
        "SystemEntry",
        "Listed",
        "Field",
        "Todo",
        "Reviewed",
        "ReviewedRequirement",
        "ReviewedScenario",
        "Point",
    ] {
        let properties = schema["$defs"][of]["properties"].as_object();
        let properties = properties.unwrap_or_else(|| panic!("no {of} in the schema"));
        for field in properties.keys() {
            assert!(section.contains(&format!("`{field}`")), "{of}: {field}");
        }
    }
}

#[test]
fn an_export_keeps_to_its_schema() {
    let place = place();
    let kept = include_str!("../../assets/export-file.schema.json");
    let schema = schema(&place, "file", kept);
    demo(&place);
    let ran = place.run(&["export", "-o", "-"]);
    expect_valid(&schema, &serde_json::from_str(&ran.out).unwrap());
}

#[cfg(unix)]
#[test]
fn the_shell_script_of_the_guide_follows_the_chain() {
    let place = place();
    let record = demo(&place);
    let guide = include_str!("../../assets/data.md");
    let section = guide.split("## A record, line by line").nth(1).unwrap();
    let script = section.split("```sh\n").nth(1).unwrap();
    let script = script.split("```").next().unwrap();
    assert!(script.contains("FILE.jsonl"));
    let run = |bytes: &str| {
        place.file("FILE.jsonl", bytes);
        place.script(script).out
    };
    let whole = std::fs::read_to_string(&record).unwrap();
    let last = read(&record).unwrap().entries.last().unwrap().fingerprint;
    assert_eq!(run(&whole), format!("\"{last}\"\n"));
    // A change shows in the line after it.
    let lines: Vec<&str> = whole.lines().collect();
    let changed = lines[3].replacen("answer", "answér", 1);
    let told = run(&whole.replacen(lines[3], &changed, 1));
    assert!(
        told.starts_with("Broken before {\"v\":1,\"seq\":5\n"),
        "{told}"
    );
    let told = run(&whole.replacen(&format!("{}\n", lines[6]), "", 1));
    assert!(
        told.starts_with("Broken before {\"v\":1,\"seq\":8\n"),
        "{told}"
    );
    // So does one in a line that a merge has brought, or that it is missing.
    let joined = include_str!("../records/format-6.jsonl");
    let last = Fingerprint::of(joined.lines().last().unwrap().as_bytes());
    assert_eq!(run(joined), format!("\"{last}\"\n"));
    let told = run(&joined.replacen("Change the lock", "Change the door", 1));
    assert!(
        told.starts_with("Named by nothing {\"v\":6,\"kept\":{\"v\":1,\"seq\":5\n"),
        "{told}"
    );
}
