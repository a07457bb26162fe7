//! `calendar`: written for other programs, and read back here by one that others wrote.

use std::collections::BTreeMap;

use calcard::icalendar::{
    ICalendar, ICalendarComponentType, ICalendarProperty, ICalendarStatus, ICalendarValue,
};
use mfa_assess::facts::{Change, Event, ExemptionId, Progress};

use super::dated::{action, add, dated, on, record, sample};
use super::place::{Place, place};

/// An entry, as another program reads it.
#[derive(Debug, Clone, PartialEq)]
struct Read {
    sequence: i64,
    day: String,
    summary: String,
    description: String,
    is_cancelled: bool,
    alarms: usize,
}

/// Every entry, by its name.
fn read(file: &str) -> BTreeMap<String, Read> {
    let calendar = ICalendar::parse(file).unwrap();
    let events = calendar.components.iter();
    let events = events.filter(|c| c.component_type == ICalendarComponentType::VEvent);
    let mut found = BTreeMap::new();
    for event in events {
        let value = |name: ICalendarProperty| {
            let entry = event.entries.iter().find(|entry| entry.name == name);
            entry.unwrap().values[0].clone()
        };
        let text = |name| match value(name) {
            ICalendarValue::Text(text) => text,
            other => panic!("{other:?}"),
        };
        let ICalendarValue::PartialDateTime(day) = value(ICalendarProperty::Dtstart) else {
            panic!("{event:?}")
        };
        assert_eq!(day.hour, None, "for the whole day");
        let ICalendarValue::Integer(sequence) = value(ICalendarProperty::Sequence) else {
            panic!("{event:?}")
        };
        let status = value(ICalendarProperty::Status);
        let read = Read {
            sequence,
            day: format!(
                "{}-{:02}-{:02}",
                day.year.unwrap(),
                day.month.unwrap(),
                day.day.unwrap()
            ),
            summary: text(ICalendarProperty::Summary),
            description: text(ICalendarProperty::Description),
            is_cancelled: status == ICalendarValue::Status(ICalendarStatus::Cancelled),
            alarms: event.component_ids.len(),
        };
        let earlier = found.insert(text(ICalendarProperty::Uid), read);
        assert_eq!(earlier, None, "one name, one entry");
    }
    found
}

fn written(place: &Place, arguments: &[&str]) -> String {
    let ran = place.run(&[&["calendar", "dyfi", "-o", "a.ics"], arguments].concat());
    assert_eq!(
        (ran.code, ran.out.as_str()),
        (Some(0), "a.ics\n"),
        "{ran:?}"
    );
    std::fs::read_to_string(place.folder().join("a.ics")).unwrap()
}

#[test]
fn every_day_is_an_entry_with_one_alarm_and_what_is_done_is_cancelled() {
    let place = place();
    record(&place, "dyfi", sample());
    let file = written(&place, &[]);
    let entries: Vec<Read> = read(&file).into_values().collect();
    let mut rows: Vec<(&str, &str, bool, usize)> = entries
        .iter()
        .map(|e| (e.day.as_str(), e.summary.as_str(), e.is_cancelled, e.alarms))
        .collect();
    rows.sort_unstable();
    assert_eq!(
        rows,
        [
            ("2026-01-24", "A-2: action due", true, 0),
            ("2026-11-12", "EX-1: review the exemption", false, 1),
            ("2026-12-24", "A-1: action due", false, 1),
            ("2027-02-01", "EV-1: evidence to renew", false, 1),
            ("2027-06-30", "EX-1: the exemption ends", false, 1),
        ]
    );
    assert_eq!(file.matches("TRIGGER:-P14D\r\n").count(), 4);
    assert_eq!(file.matches("CLASS:CONFIDENTIAL\r\n").count(), 5);
    for line in file.split("\r\n") {
        assert!(line.len() <= 75 && !line.contains('\n'), "{line:?}");
    }
    // The same record gives the same bytes, on standard output too.
    assert_eq!(written(&place, &[]), file);
    assert_eq!(place.run(&["calendar", "dyfi", "-o", "-"]).out, file);
    let alarm = written(&place, &["--alarm", "3w"]);
    assert_eq!(alarm, file.replace("-P14D", "-P21D"));
}

#[test]
fn a_shared_calendar_is_told_no_names_unless_somebody_says_so() {
    let place = place();
    record(&place, "dyfi", sample());
    let file = written(&place, &[]).replace("\r\n ", "");
    for word in ["Imaging", "supplier", "Sign-in", "dyfi"] {
        assert!(!file.contains(word), "{word}: {file}");
    }
    let entries = read(&written(&place, &["--details"]));
    let has = |summary: &str| entries.values().find(|e| e.summary == summary).unwrap();
    let review = has("EX-1, Imaging archive, theatre; ward\\bay: review the exemption");
    let name = "Imaging archive, theatre; ward\\bay\nIt is not approved as it reads";
    assert!(review.description.starts_with(name), "{review:?}");
    has("EV-1, Sign-in log, tŷ ŵyl: evidence to renew");
    has("A-1, Ask the supplier: action due");
}

#[test]
fn importing_again_changes_moves_and_cancels_the_entries_of_before() {
    let place = place();
    let path = record(&place, "dyfi", sample());
    let before = read(&written(&place, &[]));
    add(
        &path,
        "2026-11-25T10:00:00Z",
        vec![
            dated("next-review", "2027-11-12"),
            action(1, "Ask again.", on("2027-01-15"), Progress::Started),
            Event::Changed(Change::Listed(1.into(), None)),
        ],
    );
    let after = read(&written(&place, &[]));
    let names = |entries: &BTreeMap<String, Read>| entries.keys().cloned().collect::<Vec<_>>();
    assert_eq!(names(&after), names(&before));
    for (name, entry) in &after {
        assert!(entry.sequence > before[name].sequence, "{name}");
    }
    let changed = |summary: &str| {
        let (name, now) = after.iter().find(|(_, e)| e.summary == summary).unwrap();
        (before[name].clone(), now.clone())
    };
    let (was, now) = changed("EX-1: review the exemption");
    assert_eq!(
        (was.day.as_str(), now.day.as_str()),
        ("2026-11-12", "2027-11-12")
    );
    let (was, now) = changed("A-1: action due");
    assert_eq!(
        (was.day.as_str(), now.day.as_str()),
        ("2026-12-24", "2027-01-15")
    );
    let (was, now) = changed("EV-1: evidence to renew");
    assert_eq!((was.is_cancelled, now.is_cancelled), (false, true));

    let withdrawn = Event::Changed(Change::Withdrawn(ExemptionId(1), "MFA is enforced.".into()));
    add(&path, "2026-11-26T10:00:00Z", vec![withdrawn]);
    let last = read(&written(&place, &[]));
    assert_eq!(names(&last), names(&before));
    let open: Vec<&str> = last
        .values()
        .filter(|e| !e.is_cancelled)
        .map(|e| e.summary.as_str())
        .collect();
    assert_eq!(open, ["A-1: action due"]);
}

#[test]
fn records_that_began_apart_have_no_entry_in_common_and_one_without_days_has_none() {
    let place = place();
    record(&place, "dyfi", sample());
    let first = read(&written(&place, &[]));
    std::fs::remove_file(place.records().join("dyfi.jsonl")).unwrap();
    let path = place.begun("Fell Side Library\n");
    let ran = place.run(&["calendar", "-o", "b.ics"]);
    assert_eq!((ran.code, ran.out.as_str()), (Some(0), ""));
    assert!(ran.err.contains("no calendar was written"), "{}", ran.err);
    assert!(!place.folder().join("b.ics").exists());

    let due = action(1, "Ask the supplier.", on("2026-12-24"), Progress::Started);
    add(&path, "2026-11-24T10:00:00Z", vec![due]);
    let other = place.run(&["calendar", "-o", "-"]);
    let other = read(&other.out);
    assert_eq!(other.len(), 1);
    assert!(
        other.keys().all(|name| !first.contains_key(name)),
        "{other:?}"
    );
}

#[test]
fn only_a_calendar_is_replaced() {
    let place = place();
    let path = record(&place, "dyfi", sample());
    let calendar = |output| ["calendar", "dyfi", "-o", output];
    let minutes = place.file("minutes.ics", "Minutes of the board");
    place.file("record.txt", std::fs::read(&path).unwrap());
    for output in [path.to_str().unwrap(), "new.jsonl", "record.txt"] {
        place.refuses(&calendar(output), &["nothing was written", ".ics"]);
    }
    place.refuses(
        &calendar(minutes.to_str().unwrap()),
        &[
            "is not known here as a calendar that mfa-assess wrote",
            "calendar -o FILE",
        ],
    );
    place.refuses(&calendar("records"), &["is not a file", "calendar -o FILE"]);
    place.refuses(&calendar("none/a.ics"), &["none/a.ics", "calendar -o FILE"]);
    for alarm in ["3m", "soon", "-1d"] {
        let ran = place.run(&[&calendar("a.ics")[..], &["--alarm", alarm]].concat());
        assert_eq!(ran.code, Some(2), "{alarm}: {ran:?}");
    }
    assert_eq!(
        place.run(&["calendar", "dyfi"]).code,
        Some(2),
        "it has to be told where"
    );
}
