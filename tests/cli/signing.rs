//! Signing line by line, and what is told of it: drafts, two roles of one person, and why a record
//! was changed afterwards.

use serde_json::Value;

use super::ALL;
use super::check::with_a_file;
use super::place::{Place, place};

/// Goes on with the record, with these lines.
fn told(place: &Place, lines: &str) -> String {
    let ran = place.told(&["open", "fell-side-library", "--plain"], lines);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    ran.out
}

fn json(place: &Place, arguments: &[&str]) -> Value {
    serde_json::from_str(&place.run(arguments).out).unwrap()
}

#[test]
fn an_incomplete_assessment_is_signed_as_a_draft_and_called_one_everywhere() {
    let place = place();
    place.begun("Fell Side Library\n");
    let said = told(&place, "10\nAda Fell\n1\ndeclare\n1\nquit\n");
    for words in [
        "so this can be signed only as a draft",
        "Nobody has signed the record as it stands.",
        "Sign as a draft, with ",
        "It is a draft, and was signed as one",
    ] {
        assert!(said.contains(words), "no {words:?} in {said}");
    }
    let status = place.run(&["status"]);
    assert_eq!(status.code, Some(3));
    let signed = json(&place, &["status", "--json"]);
    assert_eq!(signed["signed"], false);
    assert_eq!(signed["sign_offs"][0]["draft"], true);
    assert_eq!(signed["sign_offs"][0]["gaps"], signed["gaps"]);
    let left = signed["gaps"].as_array().unwrap().len();
    let words = format!("Signed as a draft, with {left} things left, by Ada Fell, Head librarian");
    for ran in [status, place.run(&["verify", "fell-side-library"])] {
        assert!(ran.out.contains(&words), "no {words:?} in {}", ran.out);
    }
    let verified = json(&place, &["verify", "fell-side-library", "--json"]);
    assert_eq!(verified["sign_offs"][0]["draft"], true);
    assert_eq!(verified["sign_offs"][0]["gaps"], signed["gaps"]);
}

#[test]
fn two_people_sign_and_one_of_them_says_why_they_do_it_twice() {
    let place = place();
    place.begun(ALL);
    let who = json(&place, &["verify", "fell-side-library", "--json"])["by"].clone();
    let named = who.as_array().unwrap().iter();
    let named = named
        .filter_map(|by| by["name"].as_str())
        .rfind(|name| !name.is_empty());
    let named = named.unwrap();
    // The assessor signs; "another person signs"; the same person signs as the chair.
    let lines = format!(
        "review\n7\n{named}\n1\ndeclare\n1\n2\nGwen Ash\n2\ndeclare\n1\n2\n{named}\n2\nWe are \
         two\ndeclare\n1\nquit\n"
    );
    let said = told(&place, &lines);
    assert!(said.contains("Another person signs"), "{said}");
    let told = json(&place, &["status", "--json"]);
    let all = told["sign_offs"].as_array().unwrap();
    assert_eq!(all.len(), 3, "{said}");
    assert!(all.iter().all(|s| s["superseded_by"].is_null()));
    let reasons: Vec<&Value> = all.iter().map(|s| &s["same_person"]).collect();
    assert_eq!(reasons, [&Value::Null, &Value::Null, &"We are two".into()]);
    let says = "The same person assessed and approved. The reason given: We are two.";
    for command in [["status"].as_slice(), &["verify", "fell-side-library"]] {
        let ran = place.run(command);
        assert!(ran.out.contains(says), "{}", ran.out);
    }
}

#[test]
fn a_change_after_the_sign_off_is_told_with_its_reason() {
    let place = place();
    place.begun(ALL);
    told(&place, "review\n7\nAda Fell\n1\ndeclare\n1\nquit\n");
    let before = json(&place, &["status", "--json"])["fingerprint"].clone();
    // At the end of the lines, nothing is changed without a reason.
    place.told(
        &["open", "fell-side-library", "--plain"],
        "2\nnote\nCounted anew\n",
    );
    assert_eq!(json(&place, &["status", "--json"])["fingerprint"], before);
    let said = told(&place, "2\nnote\nCounted anew\nThe count was wrong\nquit\n");
    assert!(said.contains("Why is it changed?"), "{said}");
    let ran = place.run(&["verify", "fell-side-library"]);
    let step = "to “Counted anew” (“The count was wrong”)";
    assert!(ran.out.contains(step), "{}", ran.out);
}

#[test]
fn evidence_that_has_changed_makes_a_draft_of_a_sign_off_by_command_too() {
    let (place, log) = with_a_file();
    std::fs::write(&log, "two and more").unwrap();
    let sign = [
        "sign-off",
        "fell-side-library",
        "--name",
        "Ada Fell",
        "--role",
    ];
    let ran = place.run(&[&sign[..], &["librarian", "--declare"]].concat());
    assert_eq!(ran.code, Some(3), "{ran:?}");
    let signed = &json(&place, &["status", "--json"])["sign_offs"][0];
    assert_eq!(signed["draft"], true, "{signed}");
    let gaps = signed["gaps"].as_array().unwrap();
    assert_eq!(gaps.len(), 1, "{gaps:?}");
    assert_eq!(gaps[0]["file_changed"], "what-is-backed-up", "{gaps:?}");
}
