//! Records with days in them, for the commands that look at days.

use std::path::{Path, PathBuf};

use mfa_assess::facts::{
    Action, ActionId, Answer, Change, Coverage, Due, Event, Evidence, ExemptionId, Progress,
};
use mfa_assess::propose::Accepted;
use mfa_assess::questionnaire::built_in;
use mfa_assess::record::{Journal, RecordError};

use super::place::Place;

fn date(text: &str) -> Answer {
    Answer::Date(text.parse().unwrap())
}

/// A field of the first exemption.
pub fn filled(field: &str, answer: Answer) -> Event {
    Event::Changed(Change::Field(
        ExemptionId(1),
        field.try_into().unwrap(),
        Some(answer),
    ))
}

pub fn dated(field: &str, day: &str) -> Event {
    filled(field, date(day))
}

pub fn action(number: u32, what: &str, due: Due, progress: Progress) -> Event {
    let scenario = built_in().unwrap().scenarios().next().unwrap().id.clone();
    Event::Changed(Change::Action(
        ActionId(number),
        Some(Action {
            what: what.into(),
            due,
            progress,
            ..Action::blank(scenario)
        }),
    ))
}

pub fn on(day: &str) -> Due {
    Due::On(day.parse().unwrap())
}

pub fn listed(number: u32, name: &str, expires: &str) -> Event {
    let fields = [
        ("reference", Answer::Text(name.into())),
        ("expires", date(expires)),
    ];
    let fields = fields.map(|(id, answer)| (id.try_into().unwrap(), answer));
    Event::Changed(Change::Listed(
        number.into(),
        Some(Evidence {
            fields: fields.into(),
            ..Evidence::default()
        }),
    ))
}

/// An exemption of the kind that has all days.
pub fn exemption(name: &str) -> Vec<Event> {
    let asked = built_in().unwrap();
    let kind = asked.exemptions.iter().find(|kind| kind.expiry.is_some());
    let kind = kind.unwrap();
    let scoped = Event::Changed(Change::Coverage(
        ExemptionId(1),
        Coverage {
            kind: kind.id.clone(),
            requirements: kind.requirements.iter().take(1).cloned().collect(),
            scenarios: asked.scenarios().take(1).map(|s| s.id.clone()).collect(),
            systems: [].into(),
        },
    ));
    vec![
        scoped,
        filled(kind.name.as_str(), Answer::Text(name.into())),
    ]
}

/// Puts a record into the folder of records.
pub fn record(place: &Place, name: &str, events: Vec<Event>) -> PathBuf {
    std::fs::create_dir_all(place.records()).unwrap();
    let path = place.records().join(format!("{name}.jsonl"));
    let mut journal = Journal::create(&path).unwrap();
    let created = Event::Created {
        tool: "test".into(),
        questionnaire: Box::new(serde_json::to_value(built_in().unwrap()).unwrap()),
    };
    let at = "2026-11-24T10:00:00Z".parse().unwrap();
    journal.append(at, "", Accepted::unheld(created)).unwrap();
    drop(journal);
    add(&path, "2026-11-24T10:00:00Z", events);
    path
}

/// Goes on with it.
pub fn add(record: &Path, at: &str, events: Vec<Event>) {
    // The child of another test holds every lock for a moment, until its program begins.
    let mut opened = (0..500).map(|_| {
        std::thread::sleep(std::time::Duration::from_millis(5));
        Journal::open(record)
    });
    let opened = opened.find(|o| !matches!(o, Err(RecordError::InUse { .. })));
    let (mut journal, _) = opened.unwrap().unwrap();
    for event in events {
        journal
            .append(at.parse().unwrap(), "Sam", Accepted::unheld(event))
            .unwrap();
    }
}

/// An exemption with a review, an end and a target; two actions, one of them done; evidence.
pub fn sample() -> Vec<Event> {
    let mut events = exemption("Imaging archive, theatre; ward\\bay");
    events.extend([
        dated("next-review", "2026-11-12"),
        dated("expiry", "2027-06-30"),
        action(1, "Ask the supplier.", on("2026-12-24"), Progress::Started),
        action(2, "Order keys.", on("2026-01-24"), Progress::Done),
        listed(1, "Sign-in log, tŷ ŵyl", "2027-02-01"),
    ]);
    events
}
