//! What has a day, as a calendar that other programs import. The same record gives the same bytes.

mod ics;

use self::ics::Entry;
use crate::assessment::{Assessment, Deadline, DeadlineKind, Logged, deadlines, past_deadlines};
use crate::questionnaire::Questionnaire;
use crate::text::clipped;

/// A calendar, and how much is in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Calendar {
    /// The file, as RFC 5545 has it.
    pub text: String,
    /// How many entries lie ahead or have run out.
    pub open: usize,
    /// How many entries of before are taken back.
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
        let open = deadlines(asked, state);
        let past = past_deadlines(asked, state, entries);
        let of = (state.text(&asked.organisation.name), entries);
        let alarmed = open.iter().map(|deadline| (deadline, Some(wanted.alarm)));
        let cancelled = past.iter().map(|deadline| (deadline, None));
        let written: Vec<Entry> = alarmed
            .chain(cancelled)
            .filter_map(|(deadline, alarm)| entry(of, deadline, alarm, wanted.details))
            .collect();
        (!written.is_empty()).then(|| Self {
            text: ics::calendar(&written),
            open: open.len(),
            past: past.len(),
        })
    }
}

/// The entry of a deadline; every record has the entries that it needs.
fn entry(
    (organisation, entries): (&str, &[Logged]),
    deadline: &Deadline,
    alarm: Option<u32>,
    details: bool,
) -> Option<Entry> {
    let (first, last) = (entries.first()?, entries.last()?);
    let of = deadline.of;
    let what = what_words(&deadline.kind);
    let named = details && !deadline.name.is_empty();
    let summary = match named {
        true => {
            let name = clipped(deadline.name.trim_end_matches('.'), 120);
            format!("{of}, {name}: {what}")
        }
        false => format!("{of}: {what}"),
    };
    let description = match details {
        true => {
            let lines = [&deadline.name, &deadline.then, organisation];
            let lines = lines.into_iter().filter(|line| !line.is_empty());
            lines.collect::<Vec<_>>().join("\n")
        }
        false => "The record of the assessment says more.".to_owned(),
    };
    Some(Entry {
        uid: uid(
            &deadline.kind,
            &of.to_string(),
            &first.fingerprint.to_string(),
        ),
        stamp: last.entry.at,
        sequence: last.entry.seq,
        day: deadline.day,
        summary,
        description,
        alarm,
    })
}

/// It stays the same whatever day is given: it rests on the first line of the record, which never
/// changes, and on what the entry is about.
fn uid(kind: &DeadlineKind, of: &str, record: &str) -> String {
    let kind = match kind {
        DeadlineKind::Target(question) => format!("{}-{question}", kind.id()),
        other => other.id().to_owned(),
    };
    format!("{kind}-{of}-{record:.32}")
}

/// What is to be done on the day, without a word on what about.
const fn what_words(kind: &DeadlineKind) -> &'static str {
    match kind {
        DeadlineKind::Review => "review the exemption",
        DeadlineKind::Expiry => "the exemption ends",
        DeadlineKind::Target(_) => "target date of the exemption",
        DeadlineKind::Confirmation => "confirm the exemption",
        DeadlineKind::Action => "action due",
        DeadlineKind::Evidence => "evidence to renew",
    }
}
