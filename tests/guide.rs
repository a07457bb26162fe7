//! The manual page on writing a questionnaire says what is true: its examples load, and it is printed.

use std::path::Path;
use std::process::Output;

use assert_cmd::Command;
use jiff::civil::{Date, date};
use mfa_assess::facts::{Assessment, EvidenceId, ExemptionId, Gap};
use mfa_assess::lint::lint;
use mfa_assess::propose::Made;
use mfa_assess::propose::{read, tried};
use mfa_assess::questionnaire::{Questionnaire, SCHEMA, load};
use mfa_assess::rules::AsAt;
use mfa_assess::rules::{Outcome, Reached, Results, Standing};
use serde_json::{Value, json};

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

/// The complete example with all parts added, and how many parts there are.
fn assembled() -> (Value, usize) {
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
    (whole, parts)
}

#[test]
fn the_other_examples_are_parts_that_fit_into_it() {
    let (whole, parts) = assembled();
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

/// The first words of the guide that begin and end so, on one line.
fn quoted(begin: &str, end: &str) -> String {
    let (_, rest) = guide().split_once(begin).unwrap();
    let (words, _) = rest.split_once(end).unwrap();
    let words = format!("{begin}{words}");
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The assembled example, with what the text says besides: what the finding on papers concerns, and
/// what the scenario draws from the register.
fn desks() -> Value {
    let mut desks = assembled().0;
    let scenario = &mut desks["groups"][0]["scenarios"][0];
    let draws = quoted("Desks in the register:", "\"`");
    scenario["draws"] = json!([draws]);
    let concerns = quoted("\"concerns\": {\"scopes\"", "`.");
    let concerns: Value = serde_json::from_str(&format!("{{{concerns}}}")).unwrap();
    let papers = &mut scenario["assess"][0]["rules"][1]["then"];
    papers["concerns"] = concerns["concerns"].clone();
    desks
}

/// An assessment by the assembled example, day by day.
struct Walk {
    asked: Questionnaire,
    state: Assessment,
    seq: u64,
}

impl Walk {
    fn begun() -> Self {
        Self {
            asked: loaded(&desks()),
            state: Assessment::default(),
            seq: 1,
        }
    }

    /// Makes changes on a day, as `apply` does.
    fn on(&mut self, day: Date, changes: Value) -> &mut Self {
        let file = json!({"format": 1, "changes": changes}).to_string();
        let changes = read(file.as_bytes()).unwrap();
        let made = tried(AsAt::unbegun(&self.asked, &self.state, day), &changes);
        for event in made.unwrap().iter().flat_map(Made::events) {
            self.seq += 1;
            self.state.apply(self.seq, event).unwrap();
        }
        self
    }

    fn results(&self, day: Date) -> Results {
        Results::of(&self.asked, &self.state, day)
    }

    /// Until when the exhibition counts on a day, or all that keeps it from that.
    fn counts(&self, day: Date) -> Result<Date, Vec<String>> {
        match &self.results(day).exemptions[&ExemptionId(1)] {
            Standing::Valid { until } => Ok(until.unwrap()),
            Standing::NotValid { unmet } => Err(unmet.iter().map(|u| u.says.clone()).collect()),
            other => panic!("{other:?}"),
        }
    }

    fn outcome(&self, day: Date) -> (Outcome, String) {
        let result = self.results(day).requirements.remove(0);
        (result.outcome, result.because)
    }

    fn level(&self, day: Date) -> Reached {
        self.results(day).objectives.remove(0).reached
    }
}

fn answer(question: &str, value: u64) -> Value {
    json!({"answer": {"question": question, "value": value}})
}

/// Ten desks, of which two have papers on them that are on show, agreed on 12 January.
fn exhibition() -> Walk {
    let mut walk = Walk::begun();
    walk.on(
        date(2026, 1, 12),
        json!([
            {"answer": {"question": "workshop-name", "value": "Fell Side Workshop"}},
            {"answer": {"question": "filled-in-by", "value": "Ada Fell"}},
            answer("desks-seen", 10),
            answer("desks-with-papers", 2),
            {"add_exemption": {
                "kind": "EXHIBIT",
                "scenarios": ["overnight"],
                "fields": {
                    "what": "The founding papers", "until": "2026-12-24",
                    "next-look": "2026-04-10",
                },
            }},
        ]),
    );
    walk
}

const DECISION: fn(&str) -> Value = |on| {
    json!([{"approve_exemption": {
        "exemption": "EX-1", "fields": {"agreed-by": "Ben Marsh", "agreed-on": on},
    }}])
};

/// Somebody looks at the exhibition, and sets the day of the next look.
fn look(on: &str, next: &str) -> Value {
    json!([{"edit_exemption": {
        "exemption": "EX-1", "fields": {"last-look": on, "next-look": next},
    }}])
}

#[test]
fn the_exhibition_counts_after_each_review_and_not_when_one_is_missed() {
    let mut walk = exhibition();
    let day = date(2026, 1, 12);
    assert_eq!(walk.outcome(day).0, Outcome::NotMet);
    let says = walk.counts(day).unwrap_err();
    assert!(
        says.contains(&"It is not said who has agreed.".to_owned()),
        "{says:?}"
    );

    walk.on(day, DECISION("2026-01-12"));
    assert_eq!(walk.counts(day), Ok(date(2026, 4, 10)));
    assert_eq!(walk.outcome(day).0, Outcome::MetByExemption);

    // The first review, in time.
    walk.on(date(2026, 4, 8), look("2026-04-08", "2026-07-08"));
    assert_eq!(walk.counts(date(2026, 4, 11)), Ok(date(2026, 7, 8)));
    assert_eq!(walk.outcome(date(2026, 7, 8)).0, Outcome::MetByExemption);

    // The second is missed, and made up for half a year after the decision.
    let missed = date(2026, 7, 9);
    let says = walk.counts(missed).unwrap_err();
    assert_eq!(says, ["Its review was due on 8 July 2026."]);
    assert_eq!(walk.outcome(missed).0, Outcome::NotMet);
    walk.on(date(2026, 7, 14), look("2026-07-14", "2026-10-14"));
    assert_eq!(walk.counts(date(2026, 7, 14)), Ok(date(2026, 10, 14)));
    assert_eq!(walk.outcome(date(2026, 7, 14)).0, Outcome::MetByExemption);

    // None can be put off, or dated ahead.
    for (last, next, told) in [
        (
            "2026-07-14",
            "2026-12-01",
            "The next look is more than three months after the decision or the last review.",
        ),
        (
            "2026-09-01",
            "2026-11-30",
            "The last review is dated 1 September 2026, which is still to come.",
        ),
    ] {
        let mut other = exhibition();
        other.on(day, DECISION("2026-01-12"));
        other.on(date(2026, 7, 14), look(last, next));
        assert_eq!(other.counts(date(2026, 7, 14)), Err(vec![told.to_owned()]));
    }

    // It ends by itself.
    walk.on(date(2026, 10, 12), look("2026-10-12", "2027-01-12"));
    assert_eq!(walk.counts(date(2026, 12, 24)), Ok(date(2026, 12, 24)));
    let says = walk.counts(date(2026, 12, 25)).unwrap_err();
    assert_eq!(says, ["It ended on 24 December 2026."]);
}

#[test]
fn a_handover_covers_as_many_desks_as_it_says() {
    let mut walk = exhibition();
    let day = date(2026, 1, 12);
    let handover = |many: u64| {
        json!([{"add_exemption": {
            "kind": "HANDOVER", "scenarios": ["overnight"],
            "fields": {"which": "By the door", "how-many": many},
        }}])
    };
    walk.on(day, handover(1));
    let standing = &walk.results(day).exemptions[&ExemptionId(2)];
    assert!(standing.counts(), "{standing:?}");
    assert_eq!(walk.outcome(day).0, Outcome::NotMet, "two desks fall short");
    walk.on(day, handover(1));
    assert_eq!(
        walk.outcome(day).0,
        Outcome::MetByExemption,
        "both together"
    );
    // A placeholder evidences nothing.
    let edit = json!([{"edit_exemption": {"exemption": "EX-3", "fields": {"which": "TBC"}}}]);
    walk.on(day, edit);
    assert_eq!(walk.outcome(day).0, Outcome::NotMet);
}

#[test]
fn the_registers_the_view_and_the_cross_checks_do_what_the_guide_says() {
    let mut walk = exhibition();
    let day = date(2026, 1, 12);
    walk.on(
        day,
        json!([
            {"add_system": {"fields": {"desk": "By the door", "desk-lock": "Yes"}}},
            {"add_system": {"fields": {"desk": "By the window", "desk-lock": "No"}}},
            {"add_system": {"fields": {"desk": "Under the stairs", "desk-lock": "No"}}},
            {"add_evidence": {
                "fields": {"piece": "Photographs", "good-until": "2026-01-31"},
                "scenarios": ["overnight"],
            }},
        ]),
    );
    let clashes = |walk: &Walk, day| -> Vec<String> {
        let clashes = walk.results(day).clashes.into_iter();
        clashes.map(|(says, _)| says).collect()
    };
    assert!(clashes(&walk, day).is_empty());
    // A piece of evidence is a gap on the day after its last.
    let gap = Gap::EvidenceExpired(EvidenceId(1));
    assert!(!walk.results(date(2026, 1, 31)).gaps.contains(&gap));
    assert!(walk.results(date(2026, 2, 1)).gaps.contains(&gap));
    // The view looks at what lies about, whatever is exempt.
    walk.on(day, DECISION("2026-01-12"));
    assert_eq!(walk.outcome(day).0, Outcome::MetByExemption);
    assert_eq!(
        walk.level(day),
        Reached::Level("papers".try_into().unwrap())
    );
    walk.on(day, json!([answer("desks-with-papers", 0)]));
    assert_eq!(walk.outcome(day).0, Outcome::Met);
    assert_eq!(walk.level(day), Reached::Level("clear".try_into().unwrap()));
    // What does not fit together is told.
    walk.on(day, json!([answer("desks-with-papers", 12)]));
    let more = clashes(&walk, day);
    assert_eq!(
        more,
        ["Papers lie on more desks (12) than were looked at (10)."]
    );
    walk.on(
        day,
        json!([answer("desks-with-papers", 1), answer("desks-seen", 2)]),
    );
    let fewer = clashes(&walk, day);
    assert_eq!(fewer, ["You looked at 2 desks, and the register has 3."]);
    walk.on(day, json!([answer("desks-seen", 0)]));
    let none = clashes(&walk, day);
    assert!(
        none.contains(&"No desk was looked at, and 2 in the register have no lock.".to_owned()),
        "{none:?}"
    );
}

/// Runs the program in a folder.
fn run(folder: &Path, arguments: &[&str]) -> Output {
    Command::cargo_bin("mfa-assess")
        .unwrap()
        .current_dir(folder)
        .env("MFA_ASSESS_DATA_DIR", folder)
        .args(["--questionnaire", "desks.json"])
        .args(arguments)
        .output()
        .unwrap()
}

#[test]
fn the_assembled_example_goes_from_the_check_to_the_report() {
    let folder = tempfile::tempdir().unwrap();
    let does = |arguments: &[&str]| {
        let ran = run(folder.path(), arguments);
        assert!(ran.status.success(), "{arguments:?}: {ran:?}");
        String::from_utf8(ran.stdout).unwrap()
    };
    let write = |name: &str, value: &Value| {
        std::fs::write(folder.path().join(name), value.to_string()).unwrap();
    };
    write("desks.json", &desks());
    // Sound, and without a word of advice.
    does(&["questionnaire", "check", "desks.json"]);
    let names = [
        "--organisation",
        "Fell Side Workshop",
        "--assessor",
        "Ada Fell",
    ];
    does(&[&["new"], &names[..]].concat());
    let today = mfa_assess::session::Clock::System.today();
    let later = today.checked_add(jiff::Span::new().months(2)).unwrap();
    let changes = json!({"format": 1, "changes": [
        answer("desks-seen", 10),
        answer("desks-with-papers", 2),
        {"add_system": {"fields": {"desk": "By the window", "desk-lock": "No"}}},
        {"add_evidence": {"fields": {"piece": "Photographs", "good-until": later}}},
        {"add_exemption": {"kind": "EXHIBIT", "scenarios": ["overnight"], "fields": {
            "what": "The founding papers", "until": later, "next-look": later,
        }}},
        {"approve_exemption": {
            "exemption": "EX-1", "fields": {"agreed-by": "Ben Marsh", "agreed-on": today},
        }},
    ]});
    write("changes.json", &changes);
    does(&["apply", "changes.json", "fell-side-workshop"]);
    let report = ["report", "fell-side-workshop", "-o", "report.md"];
    does(&[&report[..], &["--format", "markdown"]].concat());
    let report = std::fs::read_to_string(folder.path().join("report.md")).unwrap();
    for words in [
        "Papers with names lay on 2 of 10 desks.",
        "The founding papers",
        "By the window",
        "Photographs",
        "Names can be read",
        "The policy is met by an exemption for papers on show, and a visitor can read them.",
        "Desks in the register: 1, and 1 of them with no lock.",
        "Clear desk",
        "A desk on which nothing can be read when its owner is away.",
    ] {
        assert!(report.contains(words), "no {words:?} in {report}");
    }
}

#[test]
fn every_condition_tag_and_input_of_the_format_is_explained() {
    let schema: Value = serde_json::from_str(SCHEMA).unwrap();
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
