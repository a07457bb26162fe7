//! `calendar`: what has a day, for a calendar. The same record gives the same bytes.

mod ics;

use std::io::Read;
use std::path::{Path, PathBuf};

use super::ahead::Ahead;
use super::args::Common;
use super::error::CliError;
use super::wizard::library;
use super::{Done, is_standard_output, print, print_bytes, tell};
use crate::assessment::{Deadline, DeadlineKind, deadlines, past_deadlines};
use crate::record::{EXTENSION, Loaded};
use crate::report::write_file;
use crate::session::{look, organisation};
use crate::text::{clipped, counted};
use ics::Entry;

/// What `calendar` takes.
#[derive(Debug, clap::Args)]
pub struct CalendarArgs {
    /// A name from `list`, or a path; the one changed last when left out
    record: Option<String>,
    /// Where to write it, for example assessment.ics; `-` for standard output. An earlier calendar is
    /// replaced, and nothing else
    #[arg(short, long, value_name = "FILE")]
    output: PathBuf,
    /// How long before each day to be reminded, in days or weeks
    #[arg(long, value_name = "TIME", default_value = "14d", value_parser = parse_alarm)]
    alarm: u32,
    /// Put in what each entry is about; without this, only numbers such as EX-1
    #[arg(long)]
    details: bool,
}

fn parse_alarm(text: &str) -> Result<u32, String> {
    let days = text.parse::<Ahead>().ok().and_then(Ahead::days);
    days.ok_or_else(|| "write days or weeks, for example 14d or 2w".to_owned())
}

/// Writes the calendar and says where it is.
pub fn calendar(common: &Common, wanted: &CalendarArgs) -> Result<Done, CliError> {
    let (_, loaded) = look(&library(common)?, wanted.record.as_deref())?;
    let (asked, state) = (&loaded.questionnaire, &loaded.state);
    let open = deadlines(asked, state);
    let past = past_deadlines(asked, state, &loaded.entries);
    let count = (open.len(), past.len());
    let open = open.iter().map(|deadline| (deadline, Some(wanted.alarm)));
    let past = past.iter().map(|deadline| (deadline, None));
    let entries = open.chain(past);
    let entries: Vec<Entry> = entries
        .filter_map(|(deadline, alarm)| entry(&loaded, deadline, alarm, wanted.details))
        .collect();
    if entries.is_empty() {
        tell("Nothing in this assessment has a day yet, so no calendar was written.");
        return Ok(Done::Well);
    }
    let file = ics::calendar(&entries);
    if is_standard_output(&wanted.output) {
        print_bytes(file.as_bytes())?;
    } else {
        expect_a_calendar(&wanted.output)?;
        write_file(file.as_bytes(), &wanted.output).map_err(CliError::CalendarFile)?;
        print(&wanted.output.display().to_string())?;
    }
    tell(&match count {
        (open, 0) => format!("It has {}.", counted(open, "entry")),
        (open, past) => format!(
            "It has {}, and cancels {past} of before.",
            counted(open, "entry")
        ),
    });
    if wanted.details {
        tell("It names weaknesses: think before you share it.");
    }
    Ok(Done::Well)
}

/// Only a calendar is replaced by another. What is no file is told by the writing.
fn expect_a_calendar(output: &Path) -> Result<(), CliError> {
    const BEGIN: &[u8] = b"BEGIN:VCALENDAR";
    let is_named_so = output.extension().is_some_and(|e| e == EXTENSION);
    let begin = || -> std::io::Result<Vec<u8>> {
        let mut begin = vec![];
        let file = std::fs::File::open(output)?;
        file.take(BEGIN.len() as u64).read_to_end(&mut begin)?;
        Ok(begin)
    };
    let is_other = || output.is_file() && begin().is_ok_and(|begin| begin != BEGIN);
    match is_named_so || is_other() {
        true => Err(CliError::CalendarOver(output.to_owned())),
        false => Ok(()),
    }
}

/// The entry of a deadline; every record has the entries that it needs.
fn entry(loaded: &Loaded, deadline: &Deadline, alarm: Option<u32>, details: bool) -> Option<Entry> {
    let (first, last) = (loaded.entries.first()?, loaded.entries.last()?);
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
            let lines = [&deadline.name, &deadline.then, organisation(loaded)];
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
