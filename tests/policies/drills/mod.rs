//! A second policy, on fire drills, asks for what the one that is built in does not: days that turn
//! outcomes, shares in per cent, a may, floors and helpers, and rules that only some are asked about.

mod days;
mod exemptions;
mod registers;
mod report;
mod sentences;
mod unassessed;
mod unknown;
mod whole;

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::LazyLock;

use jiff::civil::Date;
use mfa_assess::facts::{Answer, Assessment, Change, Coverage, Event, Exemption, ExemptionId};
use mfa_assess::propose::Accepted;
use mfa_assess::questionnaire::{
    ExemptionKind, Input, Question, QuestionId, Questionnaire, RequirementId, load,
};
use mfa_assess::record::Journal;
use mfa_assess::rules::{Finding, Outcome, RequirementResult, Results};
use serde_json::Value;

use crate::TODAY;
use crate::place::Place;

/// The policy.
pub const FILE: &[u8] = include_bytes!("../../fire-drills.json");

static ASKED: LazyLock<Questionnaire> = LazyLock::new(|| load(FILE).unwrap());

/// A hall in which nobody sleeps and everything is as it should be, but for 3 people who were late.
const HALL: &str = "hall=Fell_Side_Hall filled-in-by=Ada_Fell sleeps=no last-drill=2026-08-20 \
    next-drill=2027-02-15 people=40 late=3 late-where=ground counted-by=list ticked=100 ext-count=4 \
    ext-serviced=4 contract-until=2027-01-31 told-by=notice plan-from=2026-10-01";

/// The same in order: nobody was late.
const IN_ORDER: &str = "late=0 -late-where";

/// A helper for 3 people on the ground floor, whom somebody has seen at it.
const HELPER: &str =
    "whom=Three_walkers how-many=3 floors=ground helper=Kim_Ford tried-on=2026-09-15";

/// The gallery, shut until the end of the year.
const SHUT: &str = "why-shut=Loose_boards shut-from=2026-11-01 shut-until=2026-12-31 ext-shut=1";

type Answers = BTreeMap<QuestionId, Answer>;

fn id<T>(words: &str) -> T
where
    T: for<'a> TryFrom<&'a str, Error: std::fmt::Debug>,
{
    words.try_into().unwrap()
}

/// An answer: `?` is "don't know", `n/a` is "not applicable", commas part choices, and `_` is a space.
fn answer(question: &Question, words: &str) -> Answer {
    let words = words.replace('_', " ");
    match (words.as_str(), &question.input) {
        ("?", _) => Answer::DontKnow,
        ("n/a", _) if question.not_applicable => Answer::NotApplicable {
            reason: "we have none".into(),
        },
        (_, Input::OneOf(_)) => Answer::Choice(id(&words)),
        (_, Input::AnyOf(_)) => {
            let ids = words.split(',').filter(|id| !id.is_empty());
            Answer::Choices(ids.map(id).collect())
        }
        _ => Answer::typed(&words, question).unwrap(),
    }
}

/// Writes a case over answers; `-id` takes one away.
fn write<'q>(to: &mut Answers, case: &str, find: impl Fn(&QuestionId) -> Option<&'q Question>) {
    for word in case.split_whitespace() {
        if let Some(gone) = word.strip_prefix('-') {
            assert!(to.remove(&id::<QuestionId>(gone)).is_some(), "{gone}");
            continue;
        }
        let (name, words) = word.split_once('=').unwrap();
        let question = find(&id(name)).unwrap_or_else(|| panic!("no question {name}"));
        to.insert(id(name), answer(question, words));
    }
}

/// The hall, with changes.
fn answers(changes: &str) -> Answers {
    let mut all = Answers::new();
    write(&mut all, HALL, |id| ASKED.question(id));
    write(&mut all, changes, |id| ASKED.question(id));
    all
}

fn kind(name: &str) -> &'static ExemptionKind {
    ASKED.exemption_kind(&id(name)).unwrap()
}

/// An exemption of a kind for a requirement and its scenario.
fn exemption(name: &str, (requirement, scenario): (&str, &str), cases: [&str; 2]) -> Exemption {
    let kind = kind(name);
    let mut exemption = Exemption {
        requirements: [id(requirement)].into(),
        scenarios: [id(scenario)].into(),
        ..Exemption::blank(kind.id.clone())
    };
    for case in cases {
        write(&mut exemption.fields, case, |id| kind.question(id));
    }
    exemption
}

fn helper(changes: &str) -> Exemption {
    exemption("HELPER", ("F2", "out"), [HELPER, changes])
}

fn shut(changes: &str) -> Exemption {
    exemption("SHUT", ("F2", "out"), [SHUT, changes])
}

fn state(changes: &str, exemptions: impl IntoIterator<Item = Exemption>) -> Assessment {
    let numbers = (1..).map(ExemptionId);
    Assessment {
        answers: answers(changes),
        exemptions: numbers.zip(exemptions).collect(),
        ..Assessment::default()
    }
}

fn results(state: &Assessment, day: Date) -> Results {
    Results::of(&ASKED, state, day)
}

fn requirement<'r>(results: &'r Results, name: &str) -> &'r RequirementResult {
    let wanted: RequirementId = id(name);
    let mut all = results.requirements.iter();
    all.find(|r| r.id == wanted).unwrap()
}

/// The only finding for a requirement.
fn finding<'r>(results: &'r Results, name: &str) -> &'r Finding {
    let wanted: RequirementId = id(name);
    let mut all = results.scenarios.iter().flat_map(|s| &s.findings);
    all.find(|f| f.requirement == wanted).unwrap()
}

fn outcome(results: &Results, name: &str) -> Outcome {
    requirement(results, name).outcome
}

/// A record that says all this, of the day on which all tests take place.
fn recorded(place: &Place, asked: Value, state: &Assessment) -> PathBuf {
    std::fs::create_dir_all(place.records()).unwrap();
    let path = place.records().join("hall.jsonl");
    let mut journal = Journal::create(&path).unwrap();
    let mut write = |event| {
        let at = format!("{TODAY}T10:00:00Z").parse().unwrap();
        journal
            .append(at, "Ada Fell", Accepted::unheld(event))
            .unwrap();
    };
    write(Event::Created {
        tool: "test".into(),
        questionnaire: Box::new(asked),
    });
    for (question, answer) in state.answers.clone() {
        write(Event::Changed(Change::Answer(question, Some(answer))));
    }
    for (exemption, content) in state.exemptions.clone() {
        write(Event::Changed(Change::Coverage(
            exemption,
            Coverage {
                kind: content.kind,
                requirements: content.requirements,
                scenarios: content.scenarios,
                systems: content.systems,
            },
        )));
        for (question, answer) in content.fields {
            write(Event::Changed(Change::Field(
                exemption,
                question,
                Some(answer),
            )));
        }
    }
    path
}

/// The file as JSON, to be changed.
fn file() -> Value {
    serde_json::from_slice(FILE).unwrap()
}

/// What a command prints that does what it is asked.
fn printed(place: &Place, arguments: &[&str]) -> String {
    let ran = place.run(arguments);
    assert_eq!(ran.code, Some(0), "{arguments:?}: {ran:?}");
    ran.out
}
