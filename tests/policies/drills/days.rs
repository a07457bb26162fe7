//! Outcomes that days alone change: each on its day, announced before, and nothing else.

use std::collections::{BTreeMap, BTreeSet};

use jiff::ToSpan;
use jiff::civil::{Date, date};
use mfa_assess::facts::Answer;
use mfa_assess::rules::{Outcome, Standing};
use serde_json::{Value, json};

use super::*;
use crate::place::place;

/// A day, and what is another from then on.
type Turned = (Date, &'static str, Outcome, Outcome);

/// Worked out from the dates: half a year, a year and a day, the day after a last one, and the day itself.
const TURNED: [Turned; 6] = [
    (date(2027, 1, 10), "F4", Outcome::PartlyMet, Outcome::Met),
    (date(2027, 2, 1), "F3", Outcome::Met, Outcome::PartlyMet),
    (date(2027, 2, 16), "F1", Outcome::Met, Outcome::PartlyMet),
    (date(2027, 3, 6), "F5", Outcome::Met, Outcome::NotMet),
    (
        date(2027, 3, 16),
        "F2",
        Outcome::MetByExemption,
        Outcome::NotMet,
    ),
    (date(2027, 8, 21), "F1", Outcome::PartlyMet, Outcome::NotMet),
];

fn turning() -> Assessment {
    let night = "sleeps=yes night-drill=2026-03-05 sleepers=8 plan-from=2027-01-10";
    state(night, [helper("")])
}

#[test]
fn outcomes_change_on_their_days_and_on_no_other_of_three_years() {
    let state = turning();
    let days = TODAY.series(1.day()).take_while(|d| *d < TODAY + 3.years());
    let mut found = vec![];
    for day in days {
        let [was, is] = [day, day.tomorrow().unwrap()].map(|day| results(&state, day));
        for (was, is) in was.requirements.iter().zip(&is.requirements) {
            if was.outcome != is.outcome {
                let of = is.id.to_string();
                found.push((day.tomorrow().unwrap(), of, was.outcome, is.outcome));
            }
        }
        let [before, now] = [&was, &is].map(|r| r.objectives.iter().map(|o| &o.reached));
        assert!(before.eq(now), "{day}: no level hangs on days");
    }
    let expected = TURNED.map(|(day, of, from, to)| (day, of.to_owned(), from, to));
    assert_eq!(found, expected);
}

#[test]
fn check_announces_each_of_them_and_nothing_else() {
    let place = place();
    recorded(&place, file(), &turning());
    let arguments = ["check", "--as-at", "2026-11-24", "--within", "3y", "--json"];
    let told: Value = serde_json::from_str(&printed(&place, &arguments)).unwrap();
    let of = &told["records"][0];
    assert_eq!(of["run_out"], json!([]));
    let whole = |changes: &Value| -> Vec<Value> {
        let changes = changes.as_array().unwrap().iter();
        let whole = changes.filter(|change| change["scenario"].is_null());
        let words = whole.map(|c| json!([c["requirement"], c["from"], c["to"]]));
        words.collect()
    };
    let mut found: BTreeMap<String, Vec<Value>> = BTreeMap::new();
    for turn in of["outcomes"].as_array().unwrap() {
        let day = turn["day"].as_str().unwrap().to_owned();
        found.insert(day, whole(&turn["changes"]));
    }
    // What follows an end is told with it: the day after the last on which the trial is fresh.
    let coming = of["coming"].as_array().unwrap();
    let ends: Vec<_> = coming.iter().map(|e| (&e["kind"], &e["day"])).collect();
    assert_eq!(ends, [(&json!("confirmation"), &json!("2027-03-15"))]);
    found.insert("2027-03-16".to_owned(), whole(&coming[0]["changes"]));
    let expected = TURNED.map(|(day, of, from, to)| (day.to_string(), vec![json!([of, from, to])]));
    assert_eq!(found, BTreeMap::from(expected));
}

/// The days on which a calendar has an entry that stands, by what the entry is named after.
fn entries(calendar: &str) -> BTreeSet<(String, String)> {
    let calendar = calendar.replace("\r\n ", "");
    let events = calendar.split("BEGIN:VEVENT").skip(1);
    let standing = events.filter(|event| event.contains("STATUS:CONFIRMED"));
    let entry = |event: &str| {
        let line = |name: &str| {
            let line = event.lines().find_map(|line| line.strip_prefix(name));
            line.unwrap().to_owned()
        };
        let uid = line("UID:");
        let about = uid.split(['-']).next().unwrap().to_owned();
        (line("DTSTART;VALUE=DATE:"), about)
    };
    standing.map(entry).collect()
}

#[test]
fn a_calendar_has_an_entry_for_each_of_them_and_no_other_that_stands() {
    let place = place();
    recorded(&place, file(), &turning());
    let calendar = printed(&place, &["calendar", "-o", "-"]);
    let expected = TURNED.map(|(day, of, ..)| match of {
        "F2" => ("20270315".to_owned(), "confirmation".to_owned()),
        _ => (day.strftime("%Y%m%d").to_string(), "outcomes".to_owned()),
    });
    assert_eq!(entries(&calendar), BTreeSet::from(expected));
}

#[test]
fn an_exemption_counts_from_its_first_day_to_its_last() {
    let upstairs = shut("shut-from=2026-12-01");
    let state = state("late-where=gallery", [upstairs]);
    for (day, expected) in [
        (date(2026, 11, 30), Outcome::NotMet),
        (date(2026, 12, 1), Outcome::MetByExemption),
        (date(2026, 12, 31), Outcome::MetByExemption),
        (date(2027, 1, 1), Outcome::NotMet),
    ] {
        assert_eq!(outcome(&results(&state, day), "F2"), expected, "{day}");
    }
    let place = place();
    recorded(&place, file(), &state);
    let arguments = ["check", "--as-at", "2026-11-24", "--within", "50d"];
    let ran = place.run(&arguments);
    // It does not count yet, and so the record is not complete.
    assert_eq!(ran.code, Some(3), "{ran:?}");
    let begins = "1 December 2026, in 7 days: Getting out (F2) goes from not met to covered by an \
                  exemption; F2 as a whole goes from not met to covered by an exemption.";
    let ends = "31 December 2026, in 37 days: EX-1, last day: Loose boards. After that day it does not \
                count: Getting out (F2) goes from covered by an exemption to not met; F2 as a whole \
                goes from covered by an exemption to not met.";
    let said: Vec<&str> = ran.out.lines().skip(1).map(str::trim).collect();
    assert_eq!(said[..2], [begins, ends]);
}

#[test]
fn the_next_drill_is_within_half_a_year_of_the_last_to_the_day() {
    for (next, expected) in [
        ("2027-02-20", Outcome::Met),
        ("2027-02-21", Outcome::PartlyMet),
        // Before the last one, and so past as well.
        ("2026-08-19", Outcome::PartlyMet),
    ] {
        let state = state(&format!("next-drill={next}"), []);
        assert_eq!(outcome(&results(&state, TODAY), "F1"), expected, "{next}");
    }
    // A month without that day ends on its last one.
    for (next, expected) in [
        ("2027-02-28", Outcome::Met),
        ("2027-03-01", Outcome::PartlyMet),
    ] {
        let state = state(&format!("last-drill=2026-08-31 next-drill={next}"), []);
        assert_eq!(outcome(&results(&state, TODAY), "F1"), expected, "{next}");
    }
}

#[test]
fn a_drill_that_is_still_to_come_was_not_held() {
    let says = |state: &Assessment, day| -> Vec<String> {
        let clashes = results(state, day).clashes.into_iter();
        clashes.map(|(says, _)| says).collect()
    };
    let early = state("last-drill=2026-11-25", []);
    let told = says(&early, TODAY);
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(told[0].contains("25 November 2026"), "{told:?}");
    assert!(
        told[0].contains("When was the last fire drill?"),
        "{told:?}"
    );
    assert_eq!(says(&early, date(2026, 11, 25)), [""; 0]);

    // A plan may lie ahead, and a trial of an exemption may not.
    let ahead = state("plan-from=2027-06-30", [helper("tried-on=2026-11-25")]);
    assert_eq!(says(&ahead, TODAY), [""; 0]);
    let Standing::NotValid { unmet } = &results(&ahead, TODAY).exemptions[&ExemptionId(1)] else {
        panic!("it counts")
    };
    let fields: Vec<_> = unmet.iter().map(|u| u.field.clone().unwrap()).collect();
    assert_eq!(fields, [id::<QuestionId>("tried-on")]);

    // Nobody can enter one either.
    let tomorrow = mfa_assess::session::Clock::System.today() + 2.days();
    let question = ASKED.question(&id("last-drill")).unwrap();
    let entered = Answer::Date(tomorrow).given_on(tomorrow.yesterday().unwrap(), question);
    assert!(entered.is_err());
    let place = place();
    recorded(&place, file(), &state("", []));
    let value = tomorrow.to_string();
    place.refuses(
        &["answer", "hall", "last-drill", &value],
        &["That day is still to come; enter the day on which it happened."],
    );
}
