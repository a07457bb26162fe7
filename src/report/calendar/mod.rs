//! What has a day, as a calendar that other programs import. The same record gives the same bytes.

mod ics;

use std::collections::BTreeSet;

use jiff::civil::Date;
use jiff::tz::TimeZone;

use self::ics::Entry;
use crate::facts::{Assessment, Logged};
use crate::questionnaire::Questionnaire;
use crate::rules::{Deadline, DeadlineKind, Results, Turns, past_deadlines, turning_once};
use crate::text::clipped;

/// A calendar, and how much is in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Calendar {
    /// The file, as RFC 5545 has it.
    pub text: String,
    /// How many entries lie ahead or have run out.
    pub open: usize,
    /// How many entries are taken back that an earlier calendar may have had.
    pub past: usize,
}

/// What a calendar is to say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wanted {
    /// How many days before each day somebody is reminded.
    pub alarm: u32,
    /// Whether it says what each entry is about, and not only numbers such as EX-1.
    pub details: bool,
}

impl Default for Wanted {
    fn default() -> Self {
        Self {
            alarm: 14,
            details: false,
        }
    }
}

impl Calendar {
    /// The calendar of a record; none while nothing in it has a day.
    pub fn of(
        asked: &Questionnaire,
        state: &Assessment,
        entries: &[Logged],
        wanted: Wanted,
    ) -> Option<Self> {
        let writer = Writer {
            organisation: state.text(&asked.organisation.name),
            first: entries.first()?,
            last: entries.last()?,
            details: wanted.details,
        };
        // It looks ahead from its newest entry, and not from the day on which it is written.
        let newest = TimeZone::UTC.to_datetime(writer.last.entry.at).date();
        let results = Results::of(asked, state, newest);
        let Turns { endings, others } = Turns::of(asked, state, &results, newest, Date::MAX);
        let turning: BTreeSet<Date> = others.iter().map(|turn| turn.day).collect();
        let mut turned = turning_once(asked, entries, newest);
        turned.retain(|day| !turning.contains(day));
        let past = past_deadlines(asked, state, entries);
        let alarm = Some(wanted.alarm);
        let endings = endings.iter().map(|e| writer.deadline(&e.deadline, alarm));
        let turns = others
            .iter()
            .map(|turn| writer.turn(turn.day, &turn.says(asked), alarm));
        let open: Vec<Entry> = endings.chain(turns).collect();
        let past = past.iter().map(|deadline| writer.deadline(deadline, None));
        let turned = turned.into_iter().map(|day| writer.turn(day, "", None));
        let past: Vec<Entry> = past.chain(turned).collect();
        let counts = (open.len(), past.len());
        let written: Vec<Entry> = open.into_iter().chain(past).collect();
        (!written.is_empty()).then(|| Self {
            text: ics::calendar(&written),
            open: counts.0,
            past: counts.1,
        })
    }
}

/// What the entries of one record have in common.
struct Writer<'a> {
    organisation: &'a str,
    first: &'a Logged,
    last: &'a Logged,
    details: bool,
}

impl Writer<'_> {
    fn deadline(&self, deadline: &Deadline, alarm: Option<u32>) -> Entry {
        let of = deadline.of;
        let what = what_words(&deadline.kind);
        let named = self.details && !deadline.name.is_empty();
        let summary = if named {
            let name = clipped(deadline.name.trim_end_matches('.'), 120);
            format!("{of}, {name}: {what}")
        } else {
            format!("{of}: {what}")
        };
        let kind = &deadline.kind;
        let kind = match kind {
            DeadlineKind::Target(question) | DeadlineKind::Ageing(question) => {
                format!("{}-{question}", kind.id())
            }
            DeadlineKind::Review
            | DeadlineKind::Expiry
            | DeadlineKind::Action
            | DeadlineKind::Evidence
            | DeadlineKind::Confirmation => kind.id().to_owned(),
        };
        let says = [deadline.name.as_str(), &deadline.then];
        self.entry(&format!("{kind}-{of}"), deadline.day, summary, &says, alarm)
    }

    /// That outcomes change on a day, with what does.
    fn turn(&self, day: Date, says: &str, alarm: Option<u32>) -> Entry {
        let uid = format!("outcomes-{}", day.strftime("%Y%m%d"));
        let summary = "Outcomes of the assessment change".to_owned();
        self.entry(&uid, day, summary, &[says], alarm)
    }

    /// Its name stays the same whatever else is said: it rests on the first line of the record, which
    /// never changes, and on what the entry is about.
    fn entry(
        &self,
        about: &str,
        day: Date,
        summary: String,
        says: &[&str],
        alarm: Option<u32>,
    ) -> Entry {
        let description = if self.details {
            let lines = says.iter().chain([&self.organisation]).copied();
            let lines = lines.filter(|line| !line.is_empty());
            lines.collect::<Vec<_>>().join("\n")
        } else {
            "The record of the assessment says more.".to_owned()
        };
        let record = self.first.fingerprint.to_string();
        Entry {
            uid: format!("{about}-{record:.32}"),
            stamp: self.last.entry.at,
            sequence: self.last.entry.seq,
            day,
            summary,
            description,
            alarm,
        }
    }
}

/// What is to be done on the day, without a word on what about.
const fn what_words(kind: &DeadlineKind) -> &'static str {
    match kind {
        DeadlineKind::Review => "review the exemption",
        DeadlineKind::Expiry => "the exemption ends",
        DeadlineKind::Target(_) => "target date of the exemption",
        DeadlineKind::Confirmation => "confirm the exemption",
        DeadlineKind::Ageing(_) => "bring a date of the exemption up to date",
        DeadlineKind::Action => "action due",
        DeadlineKind::Evidence => "evidence to renew",
    }
}
