//! From its file to a signed report that can be verified, by commands alone.

use jiff::ToSpan;
use mfa_assess::record::read;
use mfa_assess::session::Clock;
use serde_json::json;

use super::*;
use crate::place::place;
use crate::{bare, is_told, nothing_foreign};

fn day(months: i32) -> String {
    let today = Clock::System.today();
    today.checked_add(months.months()).unwrap().to_string()
}

/// Everything that is asked, with two extinguishers, a helper and a bill.
fn changes() -> Value {
    let answer = |(question, value): (&str, Value)| json!({ "answer": { "question": question, "value": value } });
    let answers = [
        ("sleeps", json!("Yes")),
        ("last-drill", json!(day(-2))),
        ("next-drill", json!(day(2))),
        ("people", json!(40)),
        ("late", json!(2)),
        ("late-where", json!("In the gallery")),
        ("counted-by", json!("list")),
        ("ticked", json!(100)),
        ("night-drill", json!(day(-7))),
        ("sleepers", json!(1)),
        ("ext-count", json!(2)),
        ("ext-serviced", json!(1)),
        (
            "contract-until",
            json!({ "not_applicable": "The firm is gone" }),
        ),
        ("told-by", json!([])),
        ("plan-from", json!({ "dont_know": true })),
    ];
    let hung = |place: &str, until| {
        let fields =
            json!({ "place": place, "floor": "ground", "kind": "foam", "serviced-until": until });
        json!({ "add_system": { "fields": fields } })
    };
    let mut all: Vec<Value> = answers.map(answer).into();
    all.extend([
        hung("Beside the stage", day(5)),
        hung("Kitchen", day(-1)),
        json!({ "add_exemption": { "ref": "led", "kind": "HELPER", "scenarios": ["out"], "fields": {
            "whom": "Two guests", "how-many": 2, "floors": ["gallery"], "helper": "Kim Ford",
            "tried-on": day(-1),
        } } }),
        json!({ "add_evidence": {
            "fields": { "paper": "List of names", "drawer": "Top", "good-until": day(6) },
            "exemptions": ["led"],
        } }),
    ]);
    json!({ "format": 1, "changes": all })
}

#[test]
fn it_is_begun_answered_signed_reported_and_verified_by_commands() {
    let place = place();
    place.file("fire-drills.json", FILE);
    let begins = ["--questionnaire", "fire-drills.json", "new"];
    let who = ["--organisation", "Fell Side Hall", "--assessor", "Ada Fell"];
    printed(&place, &[&begins[..], &who].concat());
    let ran = place.told(&["apply", "-"], changes().to_string());
    assert_eq!(ran.code, Some(0), "{ran:?}");

    let path = place.records().join("fell-side-hall.jsonl");
    let loaded = read(&path).unwrap();
    let results = Results::of(&loaded.questionnaire, &loaded.state, Clock::System.today());
    let found: Vec<Outcome> = results.requirements.iter().map(|r| r.outcome).collect();
    use Outcome as O;
    assert_eq!(
        found,
        [O::Met, O::MetByExemption, O::NotMet, O::NotMet, O::Met]
    );
    assert!(results.is_complete(), "{:?}", results.gaps);

    let sign = |name, role| {
        let by = ["--name", name, "--role", role, "--declare"];
        printed(&place, &[&["sign-off", "fell-side-hall"], &by[..]].concat())
    };
    sign("Ada Fell", "warden");
    sign("Robin Moss", "chair");
    printed(
        &place,
        &["report", "-o", "hall.pdf", "--profile", "assessor"],
    );
    let verified = printed(&place, &["verify", "hall.pdf"]);
    assert!(verified.contains("byte for byte"), "{verified}");
    printed(&place, &["verify", "fell-side-hall"]);

    let text = pdf_extract::extract_text(place.folder().join("hall.pdf")).unwrap();
    nothing_foreign(&ASKED, &text);
    let text = bare(&text);
    assert!(!text.contains("DRAFT"), "it is signed");
    let loaded = read(&path).unwrap();
    is_told(&ASKED, &loaded.state, &text);
    for term in &ASKED.glossary {
        assert!(text.contains(&bare(&term.meaning)), "{}", term.term);
    }
    // Only the source that was not seen in full is to be looked up.
    assert_eq!(
        text.matches(&bare("Check the live page.")).count(),
        1,
        "{text}"
    );

    // A change supersedes the signatures, and one byte of the record is noticed.
    printed(
        &place,
        &[
            "answer",
            "fell-side-hall",
            "people",
            "41",
            "--why",
            "Counted again",
        ],
    );
    assert_eq!(
        place.run(&["verify", "hall.pdf"]).code,
        Some(0),
        "the report is as it was"
    );
    let bytes = std::fs::read(&path).unwrap();
    let forged = String::from_utf8(bytes)
        .unwrap()
        .replacen("Two guests", "Six guests", 1);
    std::fs::write(&path, forged).unwrap();
    assert_ne!(place.run(&["verify", "fell-side-hall"]).code, Some(0));
}

#[test]
fn the_file_is_sound_nothing_is_advised_against_it_and_it_fits_its_schema() {
    let place = place();
    place.file("fire-drills.json", FILE);
    let ran = place.run(&["questionnaire", "check", "fire-drills.json"]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    let says = "fire-drills.json: sound. fire-drills 2026.1, with 5 requirements, 5 scenarios and 17 \
                questions.\n";
    assert_eq!((ran.out.as_str(), ran.err.as_str()), (says, ""));
    let schema = serde_json::from_str(mfa_assess::questionnaire::SCHEMA).unwrap();
    let schema = jsonschema::validator_for(&schema).unwrap();
    let errors: Vec<String> = schema.iter_errors(&file()).map(|e| e.to_string()).collect();
    assert_eq!(errors, [""; 0]);
}
