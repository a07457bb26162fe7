//! A questionnaire that bears the name of the one that comes with the program, and asks otherwise, is
//! told wherever a record is looked at.

use std::path::PathBuf;

use serde_json::{Value, json};

use super::place::{Place, place};
use super::sign::key;

/// The questionnaire of the program with a must that is none any more, under its id and version.
fn imitation(place: &Place) -> PathBuf {
    imitation_as(place, "nhs-england-mfa-policy", "2026.5")
}

/// The same under an id and a version that may only read like those.
fn imitation_as(place: &Place, id: &str, version: &str) -> PathBuf {
    let own = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/questionnaires/nhs-england-mfa-policy.json"
    );
    let mut asks: Value = serde_json::from_slice(&std::fs::read(own).unwrap()).unwrap();
    let requirements = asks["requirements"].as_array_mut().unwrap();
    let must = requirements.iter_mut().find(|r| r["force"] == "must");
    must.unwrap()["force"] = json!("should");
    asks["id"] = json!(id);
    asks["version"] = json!(version);
    place.file("asks.json", asks.to_string())
}

fn begun(place: &Place, organisation: &str, more: &[&str]) {
    let ran = place.run(&[&["new", "--organisation", organisation], more].concat());
    assert_eq!(ran.code, Some(0), "{ran:?}");
}

#[test]
fn a_questionnaire_that_only_bears_the_name_is_told_everywhere() {
    let place = place();
    let asks = imitation(&place);
    begun(&place, "Fell Side Trust", &[]);
    begun(
        &place,
        "Holm Trust",
        &["--questionnaire", asks.to_str().unwrap()],
    );
    let (own, other) = ("fell-side-trust", "holm-trust");
    let warns = "is not the one that comes with this program";
    let json =
        |arguments: &[&str]| -> Value { serde_json::from_str(&place.run(arguments).out).unwrap() };

    for (record, is) in [(own, "built-in"), (other, "imitation")] {
        let status = json(&["status", record, "--json"])["questionnaire"].clone();
        assert_eq!(status["is"], is);
        let digest = status["digest"].as_str().unwrap();
        let verified = json(&["verify", record, "--json"])["questionnaire"].clone();
        let exported = json(&["export", record, "--json"])["questionnaire"].clone();
        for said in [&verified, &exported] {
            assert_eq!((&said["is"], &said["digest"]), (&json!(is), &json!(digest)));
        }
        let is_told = is == "imitation";
        let out = place.run(&["status", record]).out;
        assert_eq!(out.contains(warns), is_told, "{out}");
        let ran = place.run(&["verify", record]);
        assert!(ran.out.contains(digest), "{}", ran.out);
        assert_eq!(ran.out.contains(warns), is_told, "{}", ran.out);
        assert_eq!(ran.code, Some(if is_told { 3 } else { 0 }), "{}", ran.out);
        let ran = place.told(&["open", record, "--plain"], "quit\n");
        assert_eq!(ran.out.contains(warns), is_told, "{}", ran.out);
        let report = format!("{record}.md");
        assert_eq!(place.run(&["report", record, "-o", &report]).code, Some(0));
        let report = std::fs::read_to_string(place.folder().join(report)).unwrap();
        assert!(report.contains(digest));
        assert_eq!(report.contains(warns), is_told);
        let answer = ["answer", record, "organisation-name", "Elm Trust"];
        for arguments in [
            &["check", record][..],
            &["calendar", record, "-o", "days.ics"],
            &["exemption", "list", record],
            &["action", "list", record],
            &["systems", "export", record, "-o", "systems.csv"],
            &["evidence", "list", record],
            &["export", record, "-o", &format!("{record}.export.jsonl")],
            &["share", record, "-o", &format!("{record}.shared.jsonl")],
            &answer,
            &["migrate", record, "--dry-run"],
        ] {
            let ran = place.run(arguments);
            assert_eq!(ran.err.contains(warns), is_told, "{arguments:?} {ran:?}");
        }
    }

    let compared = place.run(&["compare", own, other]);
    for words in [warns, "Both records name version"] {
        assert!(compared.err.contains(words), "{}", compared.err);
    }
    let table = place.run(&["rollup", "records"]).out;
    for words in ["(differs)", "not the one that comes with this program"] {
        assert!(table.contains(words), "{table}");
    }
    let rolled = json(&["rollup", "records", "--json"]);
    let all: Vec<&Value> = rolled["records"].as_array().unwrap().iter().collect();
    assert!(all.iter().any(|row| row["questionnaire_is"] == "imitation"));
    assert_eq!(rolled["totals"][0]["versions"].as_array().unwrap().len(), 2);
    let csv = place.run(&["rollup", "records", "--csv"]).out;
    assert!(csv.lines().next().unwrap().contains("questionnaire_digest"));
    assert!(csv.contains(",imitation,"), "{csv}");

    place.run(&["report", other, "-o", "paper.pdf"]);
    let ran = place.run(&["verify", "paper.pdf"]);
    assert_eq!(ran.code, Some(3), "{}", ran.out);
    assert!(ran.out.contains(warns), "{}", ran.out);
    key(&place, "ada.pem", "Ada Fell", -1, 90);
    let ran = place.run(&["sign", "paper.pdf", "--identity", "ada.pem"]);
    assert!(ran.err.contains(warns), "{}", ran.err);
}

#[test]
fn one_whose_name_only_reads_the_same_is_told_as_well() {
    for (id, version) in [
        ("nhs-england-mfa-policy", "2026.05"),
        ("NHS-England-MFA-Policy", "2026.5"),
    ] {
        let place = place();
        let asks = imitation_as(&place, id, version);
        begun(
            &place,
            "Holm Trust",
            &["--questionnaire", asks.to_str().unwrap()],
        );
        let ran = place.run(&["verify", "holm-trust"]);
        assert_eq!(ran.code, Some(3), "{ran:?}");
        let warns = "is not the one that comes with this program";
        assert!(ran.out.contains(warns), "{ran:?}");
    }
}
