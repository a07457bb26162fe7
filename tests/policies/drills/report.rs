//! What the report makes of a may, and of a rule that nobody was asked about.

use super::*;
use crate::place::place;

/// A report of the hall in a format, for a reader.
fn report(state: &Assessment, format: &str, profile: &str) -> String {
    let place = place();
    recorded(&place, file(), state);
    let of = ["--format", format, "--profile", profile];
    let on = ["--as-at", "2026-11-24", "-o", "-"];
    printed(&place, &[&["report"], &of[..], &on].concat())
}

const MAYS: [(&str, Outcome, &str); 2] = [
    ("told-by=", Outcome::NotMet, "Not met"),
    ("plan-from=2027-01-10", Outcome::PartlyMet, "Partly met"),
];

#[test]
fn what_a_may_leaves_open_is_nobodys_to_accept_or_put_right() {
    for (changes, expected, words) in MAYS {
        let state = state(&format!("{IN_ORDER} {changes}"), []);
        assert_eq!(outcome(&results(&state, TODAY), "F4"), expected);
        let board = report(&state, "md", "board");
        assert!(
            !board.to_lowercase().contains("accept or put right"),
            "{board}"
        );
        let row = format!("| F4 People told | may | **{words}** | 1 |");
        assert!(board.contains(&row), "{board}");
        let attention = board
            .split("### What needs a decision or attention")
            .nth(1)
            .unwrap();
        let attention = attention.split("\n#").next().unwrap();
        assert!(!attention.contains("F4"), "{attention}");
    }
}

#[test]
fn what_a_should_or_a_must_leaves_open_is_asked_for_without_the_may_beside_it() {
    for (changes, of) in [
        ("ext-serviced=3", "1 requirement (F3)"),
        ("late=3 late-where=both", "1 requirement (F2)"),
        (
            "late=1 late-where=both ext-serviced=3",
            "2 requirements (F2 and F3)",
        ),
    ] {
        for (may, ..) in MAYS {
            let state = state(&format!("{IN_ORDER} {changes} {may}"), []);
            let board = report(&state, "md", "board");
            let asks = format!("### Accept or put right {of}\n");
            assert!(board.contains(&asks), "{changes}: {board}");
            let section = board.split(&asks).nth(1).unwrap();
            let section = section.split("\n#").next().unwrap();
            assert!(!section.contains("F4"), "{section}");
        }
    }
}

#[test]
fn a_rule_that_nobody_was_asked_about_is_not_asked_and_never_not_applicable() {
    let state = state(IN_ORDER, []);
    let night = ASKED.scenario(&id("night")).unwrap();
    let results = results(&state, TODAY);
    assert_eq!(outcome(&results, "F5"), Outcome::NotAsked);
    let says = "By what was answered, it was not asked about: 1 scenario was left out.";
    assert_eq!(requirement(&results, "F5").because, says);
    let of_night = results.scenario(&night.id).unwrap();
    assert!(!of_night.asked && of_night.findings.is_empty());
    assert!(
        night
            .questions
            .iter()
            .all(|q| !results.shown.contains(&q.id))
    );
    assert!(results.is_complete(), "{:?}", results.gaps);

    let text = report(&state, "text", "full");
    assert!(
        text.contains(&format!("- F5 Drill at night (must): Not asked. {says}")),
        "{text}"
    );
    for profile in ["board", "full", "assessor"] {
        let words = report(&state, "md", profile);
        let row = "| F5 Drill at night | must | **Not asked** | 0 |";
        assert!(words.contains(row), "{profile}: {words}");
        assert!(
            !words.to_lowercase().contains("not applicable"),
            "{profile}: {words}"
        );
    }
    let full = report(&state, "md", "full");
    let left_out = "- A drill at night: not asked, because of an earlier answer: “Do people ever sleep \
                    in the hall?” No.";
    assert!(full.contains(left_out), "{full}");
}

#[test]
fn it_is_not_asked_in_json_as_well() {
    // Not all of these commands can be asked about another day.
    let today = mfa_assess::session::Clock::System.today();
    let night = format!("{IN_ORDER} sleeps=yes night-drill={today} sleepers=8");
    for (changes, outcome) in [(IN_ORDER.to_owned(), "not-asked"), (night, "met")] {
        let state = state(&changes, []);
        let place = place();
        recorded(&place, file(), &state);
        for command in [&["export", "--json"][..], &["status", "--json"]] {
            let told: Value = serde_json::from_str(&place.run(command).out).unwrap();
            // Once for the rule as a whole, and once for its scenario where that is asked.
            let found = of_requirement(&told, "F5");
            let times = if outcome == "met" { 2 } else { 1 };
            assert_eq!(found, vec![outcome; times], "{command:?}: {told}");
        }
        let told = report(&state, "json", "full");
        assert!(!told.to_lowercase().contains("not applicable"), "{told}");
        let rows = rows_of(&serde_json::from_str(&told).unwrap(), "F5 Drill at night");
        assert!(!rows.is_empty(), "{told}");
        for row in rows {
            assert!(
                row.contains(&format!("{{\"outcome\":\"{outcome}\"}}")),
                "{row}"
            );
        }
    }
}

/// The outcomes of a requirement, wherever one stands beside its id.
fn of_requirement(told: &Value, wanted: &str) -> Vec<String> {
    match told {
        Value::Array(items) => items
            .iter()
            .flat_map(|v| of_requirement(v, wanted))
            .collect(),
        Value::Object(fields) => {
            let own = (fields.get("id").or(fields.get("requirement")) == Some(&wanted.into()))
                .then(|| fields.get("outcome"))
                .flatten();
            let own = own.and_then(Value::as_str).map(str::to_owned);
            let inner = fields.values().flat_map(|v| of_requirement(v, wanted));
            own.into_iter().chain(inner).collect()
        }
        _ => vec![],
    }
}

/// The rows of tables that begin with these words and give an outcome.
fn rows_of(told: &Value, first: &str) -> Vec<String> {
    match told {
        Value::Array(items) if items.first() == Some(&serde_json::json!([{ "plain": first }])) => {
            let row = told.to_string();
            row.contains("\"outcome\"")
                .then_some(row)
                .into_iter()
                .collect()
        }
        Value::Array(items) => items.iter().flat_map(|v| rows_of(v, first)).collect(),
        Value::Object(fields) => fields.values().flat_map(|v| rows_of(v, first)).collect(),
        _ => vec![],
    }
}
