//! Outcomes that change by date alone, as each command tells them.

use std::path::{Path, PathBuf};

use mfa_assess::facts::{Answer, Change, Coverage, Event, ExemptionId, Fingerprint, SignOff};
use mfa_assess::propose::Accepted;
use mfa_assess::record::{Journal, read};
use serde_json::{Value, json};

use super::dated::{add, dated, filled};
use super::place::{Place, place};

/// A record of the policy on alarms.
fn alarms(place: &Place, at: &str, events: Vec<Event>) -> PathBuf {
    std::fs::create_dir_all(place.records()).unwrap();
    let path = place.records().join("hostel.jsonl");
    let mut journal = Journal::create(&path).unwrap();
    let asked: Value = serde_json::from_str(include_str!("../alarms.json")).unwrap();
    let created = Event::Created {
        tool: "test".into(),
        questionnaire: Box::new(asked),
    };
    journal
        .append(at.parse().unwrap(), "", Accepted::unheld(created))
        .unwrap();
    drop(journal);
    add(&path, at, events);
    path
}

fn answered(question: &str, words: &str) -> Event {
    let answer = match words.parse() {
        Ok(day) => Answer::Date(day),
        Err(_) if ["yes", "no"].contains(&words) => Answer::Choice(words.try_into().unwrap()),
        Err(_) => Answer::Text(words.into()),
    };
    Event::Changed(Change::Answer(question.try_into().unwrap(), Some(answer)))
}

fn watched(until: &str, confirmed: &str, from: &str) -> Vec<Event> {
    vec![
        Event::Changed(Change::Coverage(
            ExemptionId(1),
            Coverage {
                kind: "WATCH".try_into().unwrap(),
                requirements: ["A1".try_into().unwrap()].into(),
                scenarios: ["testing".try_into().unwrap()].into(),
                systems: [].into(),
            },
        )),
        filled("house", Answer::Text("Upper house".into())),
        dated("from-day", from),
        dated("until", until),
        dated("confirmed-on", confirmed),
    ]
}

fn answers(tested: &str, replace_by: &str, contract: &str) -> Vec<Event> {
    [
        ("hostel", "Fell Side Hostel"),
        ("filled-in-by", "Ada Fell"),
        ("contract-until", contract),
        ("tested-on", tested),
        ("outside", "yes"),
        ("replace-by", replace_by),
        ("replaced", "no"),
    ]
    .map(|(question, words)| answered(question, words))
    .into()
}

/// A hostel on 24 November 2026, with a rule that turns on each of three days.
fn hostel(place: &Place) -> PathBuf {
    let mut events = answers("2026-05-10", "2027-01-10", "2027-02-28");
    events.extend(watched("2026-12-10", "2026-11-20", "2026-11-01"));
    alarms(place, "2026-11-24T10:00:00Z", events)
}

const FALLS: &str = "Testing the alarms (A1) goes from covered by an exemption to partly met.";

#[test]
fn check_tells_each_day_and_what_changes_and_ends_as_for_what_is_only_coming() {
    let place = place();
    hostel(&place);
    let check = |more: &[&str]| place.run(&[&["check", "--as-at", "2026-11-24"], more].concat());
    let ran = check(&[]);
    let lines: Vec<&str> = ran.out.lines().collect();
    assert_eq!(
        lines,
        [
            "hostel, 24 November 2026: nothing has run out, and 2 things will within 90 days. Outcomes \
             change by date on 1 day.",
            &format!(
                "  10 December 2026, in 16 days: EX-1, last day: Upper house. After that day it does not \
                 count: {FALLS}"
            ),
            "  10 January 2027, in 47 days: Replacing old alarms (A1) goes from partly met to not met; \
             Asking the guests (A3) goes from not asked to not answered; A1 as a whole goes from partly \
             met to not met; A3 as a whole goes from not asked to not answered.",
            "  20 February 2027, in 88 days: EX-1, confirmation: Upper house. By then it does not count.",
        ],
        "{}",
        ran.out
    );
    assert_eq!(ran.code, Some(0));
    let told: Value = serde_json::from_str(&check(&["--json", "--within", "47d"]).out).unwrap();
    let of = &told["records"][0];
    let change = |scenario, requirement, from, to, exemptions: &[&str], dates: &[&str]| {
        json!({
            "scenario": scenario, "requirement": requirement, "objective": null, "from": from, "to": to,
            "exemptions": exemptions, "dates": dates,
        })
    };
    let falls = change(
        json!("testing"),
        "A1",
        "met-by-exemption",
        "partly-met",
        &["EX-1"],
        &[],
    );
    assert_eq!(of["coming"][0]["changes"], json!([falls]));
    let turn = &of["outcomes"][0];
    assert_eq!(
        (&turn["day"], &turn["days"]),
        (&json!("2027-01-10"), &json!(47))
    );
    let date = ["replace-by"];
    assert_eq!(
        turn["changes"],
        json!([
            change(
                json!("replacing"),
                "A1",
                "partly-met",
                "not-met",
                &[],
                &date
            ),
            change(
                json!("asking"),
                "A3",
                "not-asked",
                "not-answered",
                &[],
                &date
            ),
            change(json!(null), "A1", "partly-met", "not-met", &[], &date),
            change(json!(null), "A3", "not-asked", "not-answered", &[], &date),
        ])
    );
    assert_eq!(of["outcomes"].as_array().unwrap().len(), 1);
    let near: Value = serde_json::from_str(&check(&["--json", "--within", "46d"]).out).unwrap();
    assert_eq!(near["records"][0]["outcomes"], json!([]));

    let manual = include_str!("../../assets/data.md");
    let section = manual.split("## `check --json`").nth(1).unwrap();
    let section = section.split("\n## ").next().unwrap();
    for value in [turn, &turn["changes"][0], &of["coming"][0]] {
        for field in value.as_object().unwrap().keys() {
            assert!(section.contains(&format!("`{field}`")), "{field}");
        }
    }
}

/// The entries of a calendar about outcomes: their day, and whether it is taken back.
fn calendar(place: &Place) -> Vec<(String, bool)> {
    let ran = place.run(&["calendar", "hostel", "-o", "-", "--details"]);
    let text = ran.out.replace("\r\n ", "");
    assert_eq!(
        place
            .run(&["calendar", "hostel", "-o", "-", "--details"])
            .out,
        ran.out
    );
    let events = text.split("BEGIN:VEVENT").skip(1);
    let events = events.filter(|event| event.contains("SUMMARY:Outcomes of the assessment change"));
    let events = events.map(|event| {
        let uid = event.lines().find_map(|line| line.strip_prefix("UID:"));
        let day = uid.unwrap().strip_prefix("outcomes-").unwrap();
        assert!(event.contains(&format!("DTSTART;VALUE=DATE:{}", &day[..8])));
        (day[..8].to_owned(), event.contains("STATUS:CANCELLED"))
    });
    events.collect()
}

#[test]
fn a_calendar_has_an_entry_for_each_day_and_takes_back_one_that_is_none_any_more() {
    let place = place();
    let record = hostel(&place);
    let entry = |day: &str, is_cancelled| (day.to_owned(), is_cancelled);
    let later = [entry("20270301", false), entry("20270511", false)];
    // Two years after the test nothing more falls; nobody can know whether it was told so once.
    let gone = entry("20280511", true);
    assert_eq!(
        calendar(&place),
        [
            &[entry("20270110", false)],
            &later[..],
            std::slice::from_ref(&gone)
        ]
        .concat()
    );
    let shared = place.run(&["calendar", "hostel", "-o", "-"]).out;
    assert!(shared.contains("Outcomes of the assessment change"));
    assert!(!shared.contains("alarms"), "{shared}");

    add(
        &record,
        "2026-11-25T10:00:00Z",
        vec![answered("replace-by", "2027-01-20")],
    );
    assert_eq!(
        calendar(&place),
        [
            &[entry("20270120", false)],
            &later[..],
            &[entry("20270110", true), gone.clone()],
        ]
        .concat()
    );
    // Nothing is taken back that has come.
    add(
        &record,
        "2027-01-15T10:00:00Z",
        vec![answered("outside", "yes")],
    );
    assert_eq!(
        calendar(&place),
        [&[entry("20270120", false)], &later[..], &[gone]].concat()
    );
}

fn sign_off(record: &Path, day: &str, name: &str) {
    let fingerprint: Fingerprint = read(record).unwrap().entries.last().unwrap().fingerprint;
    let asked: Value = serde_json::from_str(include_str!("../alarms.json")).unwrap();
    let event = Event::SignedOff(SignOff {
        name: name.into(),
        role: "Warden".into(),
        declaration: asked["sign_off"]["declaration"].as_str().unwrap().into(),
        date: day.parse().unwrap(),
        fingerprint,
        gaps: vec![],
        same_person: None,
    });
    add(record, &format!("{day}T10:00:00Z"), vec![event]);
}

/// A hostel that was signed long ago, with an end and an age since: the clock does not matter.
fn signed_long_ago(place: &Place) -> PathBuf {
    let mut events = answers("2019-06-01", "2150-01-01", "2150-01-01");
    events.extend(watched("2020-02-01", "2020-01-05", "2020-01-01"));
    let record = alarms(place, "2020-01-10T10:00:00Z", events);
    sign_off(&record, "2020-01-10", "Ada Fell");
    record
}

const SINCE: &str = "Signed for the outcomes of 10 January 2020. Since then 3 have changed by date: Testing \
                     the alarms (A1) goes from covered by an exemption to not met (exemption EX-1 ended on \
                     1 February 2020; “When were the alarms last tested?” 1 June 2019); A1 as a whole goes \
                     from partly met to not met; I1 goes from “Good” to “Poor” (“When were the alarms last \
                     tested?” 1 June 2019).";

#[test]
fn status_and_verify_say_what_has_changed_by_date_since_a_sign_off() {
    let place = place();
    let record = signed_long_ago(&place);
    for command in ["status", "verify"] {
        let ran = place.run(&[command, "hostel"]);
        assert!(ran.out.contains(SINCE), "{}", ran.out);
        let told = place.run(&[command, "hostel", "--json"]);
        let told: Value = serde_json::from_str(&told.out).unwrap();
        let since = &told["sign_offs"][0]["since"];
        assert_eq!(
            (&since["signed"], &since["says"]),
            (&json!("2020-01-10"), &json!(SINCE))
        );
        assert_eq!(since["changes"].as_array().unwrap().len(), 3);
        assert_eq!(since["changes"][2]["objective"], "I1");
    }
    // A sign-off that no longer stands keeps its own words.
    add(
        &record,
        "2020-01-11T10:00:00Z",
        vec![answered("outside", "no")],
    );
    for command in ["status", "verify"] {
        let ran = place.run(&[command, "hostel"]);
        assert!(!ran.out.contains("by date"), "{}", ran.out);
        let told = place.run(&[command, "hostel", "--json"]);
        let told: Value = serde_json::from_str(&told.out).unwrap();
        assert_eq!(told["sign_offs"][0]["since"], json!(null));
    }
}

#[test]
fn a_report_says_beside_each_signature_that_outcomes_have_changed_and_is_no_draft_for_that() {
    let place = place();
    signed_long_ago(&place);
    let report = |day: &str| {
        let ran = place.run(&["report", "hostel", "-o", "r.md", "--as-at", day]);
        assert_eq!(ran.code, Some(0), "{ran:?}");
        std::fs::read_to_string(place.folder().join("r.md")).unwrap()
    };
    let words = report("2022-01-01");
    assert!(words.contains(SINCE), "{words}");
    assert!(
        words.contains("3 outcomes have changed by date since\n"),
        "{words}"
    );
    assert!(!words.contains("DRAFT"), "{words}");
    let then = report("2020-01-10");
    assert!(
        then.contains("Signed for the outcomes of 10 January 2020."),
        "{then}"
    );
    assert!(!then.contains("by date since"), "{then}");
    // What is still to come stands in the review.
    let review = "**2 February 2020:** Testing the alarms (A1) goes from covered by an exemption to partly met.";
    assert!(then.contains(review), "{then}");

    // A report is verified as what it says on its own day.
    let ran = place.run(&["report", "hostel", "-o", "r.pdf", "--as-at", "2022-01-01"]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    let verified = place.run(&["verify", "r.pdf"]);
    assert_eq!(verified.code, Some(0), "{verified:?}");
    assert!(verified.out.contains(SINCE), "{}", verified.out);
}

#[test]
fn a_day_still_to_come_is_refused_for_what_has_happened_and_told_where_it_stands() {
    let place = place();
    let record = hostel(&place);
    let answer = ["answer", "hostel", "tested-on", "2199-05-03"];
    let ran = place.run(&answer);
    assert_eq!(ran.code, Some(1), "{ran:?}");
    assert!(ran.err.contains("still to come"), "{}", ran.err);
    let csv = place.file(
        "s.csv",
        "Which house is it?,inspected-on\nUpper house,2199-05-03\n",
    );
    let ran = place.run(&[
        "systems",
        "import",
        "hostel",
        csv.to_str().unwrap(),
        "--yes",
    ]);
    assert_eq!(ran.code, Some(1), "{ran:?}");
    assert!(ran.err.contains("still to come"), "{}", ran.err);

    let fields = [(
        "inspected-on".try_into().unwrap(),
        Answer::Date("2199-05-03".parse().unwrap()),
    )];
    add(
        &record,
        "2026-11-25T10:00:00Z",
        vec![
            answered("tested-on", "2199-05-03"),
            dated("confirmed-on", "2199-05-03"),
            Event::Changed(Change::System(
                1.into(),
                Some(mfa_assess::facts::System {
                    fields: fields.into(),
                }),
            )),
        ],
    );
    let ran = place.run(&["report", "hostel", "-o", "r.md"]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    let words = std::fs::read_to_string(place.folder().join("r.md")).unwrap();
    for says in [
        "Testing the alarms: When were the alarms last tested? The answer, 3 May 2199, is still to come.",
        "S-1: “When was it last inspected?” The answer, 3 May 2199, is still to come.",
        "“When did somebody last see the watch at work?” The answer, 3 May 2199, is still to come.",
    ] {
        assert!(words.contains(says), "{says}\n{words}");
    }
}
