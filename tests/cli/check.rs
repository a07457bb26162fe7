//! `check`: what has run out or will, as a scheduler runs it.

use std::path::PathBuf;

use mfa_assess::facts::{Change, Event, Progress};
use serde_json::{Value, json};

use super::ALL;
use super::dated::{action, add, dated, listed, on, record, sample};
use super::place::{Place, Ran, place};

const DAY: [&str; 2] = ["--as-at", "2026-11-24"];

fn check(place: &Place, arguments: &[&str]) -> Ran {
    place.run(&[&["check"], arguments, &DAY[..]].concat())
}

#[test]
fn what_has_run_out_or_will_is_listed_by_day_with_exit_code_three() {
    let place = place();
    record(&place, "dyfi", sample());
    let ran = check(&place, &["dyfi"]);
    assert_eq!((ran.code, ran.err.as_str()), (Some(3), ""), "{ran:?}");
    let lines: Vec<&str> = ran.out.lines().collect();
    let starts = [
        "dyfi, 24 November 2026: 1 thing has run out, and 2 things will within 90 days.",
        "  12 November 2026, was due 12 days ago: EX-1, next review: Imaging archive, theatre; \
         ward\\bay. It is not approved",
        "  24 December 2026, in 30 days: A-1, action: Ask the supplier. After that day",
        "  1 February 2027, in 69 days: EV-1, evidence: Sign-in log, tŷ ŵyl. After that day",
        "  Incomplete: ",
    ];
    assert_eq!(lines.len(), starts.len(), "{}", ran.out);
    for (line, start) in lines.iter().zip(starts) {
        assert!(line.starts_with(start), "{start}: {line}");
    }
    assert!(
        lines[4].ends_with(" not answered. See: mfa-assess status dyfi"),
        "{}",
        lines[4]
    );
    // It asks nothing, colours nothing and says the same every time.
    assert!(!ran.out.contains('\u{1b}'));
    assert_eq!(check(&place, &["dyfi"]).out, ran.out);
    // The same, the last record by itself.
    assert_eq!(check(&place, &[]).out.lines().count(), lines.len());
}

#[test]
fn how_far_it_looks_ahead_is_said_in_days_weeks_months_or_years() {
    let place = place();
    record(&place, "dyfi", sample());
    for (within, coming) in [
        ("0d", 0),
        ("29d", 0),
        ("30d", 1),
        ("5w", 1),
        ("1m", 1),
        ("3m", 2),
        ("1y", 3),
    ] {
        let ran = check(&place, &["dyfi", "--within", within, "--json"]);
        let told: Value = serde_json::from_str(&ran.out).unwrap();
        let rows = told["records"][0]["coming"].as_array().unwrap();
        assert_eq!(rows.len(), coming, "{within}");
    }
    let ran = check(&place, &["dyfi", "--within", "soon"]);
    assert_eq!((ran.code, ran.out.as_str()), (Some(2), ""));
    assert!(ran.err.contains("for example 90d"), "{}", ran.err);
}

#[test]
fn nothing_due_in_a_complete_record_is_one_line_and_exit_code_zero() {
    let place = place();
    let path = place.begun(ALL);
    let quiet = "fell-side-library, 24 November 2026: nothing has run out, and nothing will within \
                 90 days.\n";
    let ran = check(&place, &[]);
    assert_eq!((ran.code, ran.out.as_str()), (Some(0), quiet), "{ran:?}");
    assert_eq!(ran.err, "");

    // Something that will run out is told; only something that has makes the exit code 3.
    let asked = mfa_assess::record::read(&path).unwrap().questionnaire;
    let due = |day| {
        let Event::Changed(Change::Action(action, Some(mut content))) =
            action(1, "Buy tapes", on(day), Progress::NotStarted)
        else {
            panic!()
        };
        content.scenario = asked.scenarios().next().unwrap().id.clone();
        Event::Changed(Change::Action(action, Some(content)))
    };
    for (day, code) in [("2026-11-24", 0), ("2026-11-23", 3)] {
        add(&path, "2026-11-24T10:00:00Z", vec![due(day)]);
        let ran = check(&place, &[]);
        assert_eq!(ran.code, Some(code), "{day}: {}", ran.out);
        assert_eq!(ran.out.lines().count(), 2, "{}", ran.out);
        assert!(!ran.out.contains("Incomplete"), "{}", ran.out);
    }
    assert_eq!(
        check(&place, &["--within", "0d"])
            .out
            .matches("was due yesterday")
            .count(),
        1
    );
}

#[test]
fn an_incomplete_record_is_told_apart_from_one_in_which_something_has_run_out() {
    let place = place();
    record(&place, "dyfi", vec![]);
    let ran = check(&place, &["dyfi"]);
    assert_eq!(ran.code, Some(3));
    let lines: Vec<&str> = ran.out.lines().collect();
    assert!(lines[0].contains("nothing has run out"), "{}", ran.out);
    assert!(lines[1].starts_with("  Incomplete: "), "{}", ran.out);
    assert_eq!(lines.len(), 2);

    let mut draft = super::dated::exemption("Imaging archive");
    draft.push(dated("expiry", "2027-12-31"));
    record(&place, "tawe", draft);
    let ran = check(&place, &["tawe"]);
    let words = "1 exemption does not count, which has not run out";
    assert!(ran.out.contains(words), "{}", ran.out);
}

#[test]
fn several_records_are_told_together_and_one_that_cannot_be_read_hides_no_other() {
    let place = place();
    record(&place, "dyfi", sample());
    record(&place, "tawe", vec![listed(1, "Log", "2026-11-23")]);
    let ran = check(&place, &["dyfi", "tawe"]);
    assert_eq!(ran.code, Some(3));
    let heads = ran.out.lines().filter(|line| !line.starts_with(' '));
    let heads: Vec<&str> = heads.map(|line| line.split(',').next().unwrap()).collect();
    assert_eq!(heads, ["dyfi", "tawe"]);
    assert!(
        ran.out.contains("ran out yesterday: EV-1, evidence: Log."),
        "{}",
        ran.out
    );

    place.file("records/broken.jsonl", "{\"v\":1");
    let with_broken = check(&place, &["broken", "gone", "dyfi", "tawe"]);
    assert_eq!(with_broken.code, Some(1), "{with_broken:?}");
    assert_eq!(with_broken.out, ran.out);
    assert_eq!(with_broken.err.lines().count(), 2, "{}", with_broken.err);
    assert!(with_broken.err.contains("not a record") && with_broken.err.contains("gone"));
}

/// A complete record that names this file as evidence for what is backed up.
pub fn with_a_file() -> (Place, PathBuf) {
    let place = place();
    place.begun(ALL);
    let log = place.file("records/log.txt", "one");
    let named = ["evidence", "add", "fell-side-library", "what-is-backed-up"];
    let ran = place.run(&[&named[..], &[log.to_str().unwrap()]].concat());
    assert_eq!(ran.code, Some(0), "{ran:?}");
    (place, log)
}

#[test]
fn a_file_that_has_changed_or_is_gone_is_told() {
    let (place, log) = with_a_file();
    assert_eq!(check(&place, &[]).code, Some(0));
    std::fs::write(&log, "two and more").unwrap();
    let ran = check(&place, &[]);
    assert_eq!(ran.code, Some(3));
    assert!(
        ran.out
            .contains("  Evidence: What is backed up, log.txt: changed"),
        "{}",
        ran.out
    );
    std::fs::remove_file(&log).unwrap();
    let ran = check(&place, &["--json"]);
    let told: Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(ran.code, Some(3));
    let changed = json!([{"subject": "what-is-backed-up", "path": "log.txt", "found": "gone"}]);
    assert_eq!(told["records"][0]["changed"], changed);
    assert_eq!(told["records"][0]["complete"], false);
}

#[test]
fn json_has_every_field_that_the_manual_names_and_no_other() {
    let place = place();
    let path = record(&place, "dyfi", sample());
    let ran = check(&place, &["dyfi", "--json"]);
    assert_eq!(ran.code, Some(3));
    let told: Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(
        (&told["as_at"], &told["until"]),
        (&json!("2026-11-24"), &json!("2027-02-22"))
    );
    let of = &told["records"][0];
    assert_eq!(of["record"], "dyfi");
    assert_eq!(of["path"], path.to_str().unwrap());
    let review = json!({
        "subject": "EX-1", "kind": "review", "name": "Imaging archive, theatre; ward\\bay",
        "day": "2026-11-12", "days": -12,
        "then": "It is not approved as it reads, and cannot count after that day.", "changes": [],
    });
    assert_eq!(of["run_out"], json!([review]));
    let subjects: Vec<&Value> = of["coming"]
        .as_array()
        .unwrap()
        .iter()
        .map(|d| &d["subject"])
        .collect();
    assert_eq!(subjects, ["A-1", "EV-1"]);

    let manual = include_str!("../../assets/data.md");
    let section = manual.split("## `check --json`").nth(1).unwrap();
    let section = section.split("\n## ").next().unwrap();
    for value in [&told, of, &of["run_out"][0]] {
        for field in value.as_object().unwrap().keys() {
            assert!(
                section.contains(&format!("`{field}`")),
                "{field} is not in the manual"
            );
        }
    }
}
