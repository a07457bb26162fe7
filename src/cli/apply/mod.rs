//! `apply`, and the commands that make one change each: what a screen can do, for scripts. Whatever
//! is wrong is said at once, and then nothing is written.

pub(super) mod args;
pub(super) mod begin;
pub(super) mod exemptions;
pub(super) mod sign;
pub(super) mod verbs;

use std::io::{self, Read as _};
use std::path::Path;

use serde_json::{Value, json};

use self::args::{ApplyArgs, How};
use super::args::Common;
use super::error::CliError;
use super::wizard::{library, look, to_write_seen};
use super::{Done, is_standard_output, print, print_json, say, tell};
use crate::facts::{Answer, Change, Event, Logged};
use crate::propose;
use crate::propose::{MAX_BYTES, Made, Problem, Read, tried};
use crate::record::{Loaded, RecordError, name_of, open_file};
use crate::session::{Clock, assessor};
use crate::text::counted;

/// Makes the changes of a file, or prints what such a file looks like.
pub(super) fn apply(common: &Common, given: &ApplyArgs) -> Result<Done, CliError> {
    let Some(file) = given.file.as_deref().filter(|_| !given.schema) else {
        print(propose::SCHEMA.trim_end())?;
        return Ok(Done::Well);
    };
    let bytes = bytes_of(file).map_err(|source| CliError::unread(file, &source))?;
    match propose::read(&bytes) {
        Ok(changes) => carry_out(common, given.record.as_deref(), &changes, &given.how),
        Err(problem) => refuse(&[problem], &given.how),
    }
}

/// The bytes of a file, or of standard input, and not many more of them than are read at all.
fn bytes_of(file: &Path) -> io::Result<Vec<u8>> {
    let most = MAX_BYTES as u64 + 1;
    let mut bytes = vec![];
    if is_standard_output(file) {
        io::stdin().lock().take(most).read_to_end(&mut bytes)?;
    } else {
        open_file(file)?.take(most).read_to_end(&mut bytes)?;
    }
    Ok(bytes)
}

/// Tries changes on a record and writes what they make, all of it or nothing.
pub(super) fn carry_out(
    common: &Common,
    record: Option<&str>,
    changes: &[Read],
    how: &How,
) -> Result<Done, CliError> {
    let (path, seen) = look(&library(common)?, record)?;
    if seen.state.redaction.is_some() {
        return Err(RecordError::Redacted(path).into());
    }
    let made = match try_on(&seen, changes) {
        Ok(made) => made,
        Err(problems) => return refuse(&problems, how),
    };
    let is_nothing = made.iter().all(|made| made.events().is_empty());
    let why = how.why.as_deref();
    let accepted = Made::accepted(&made, &seen.state, why);
    if how.dry_run || is_nothing {
        print(&told(&path, &seen, &made, &[], how)?)?;
        if accepted.is_err() {
            tell("The record is signed off: to write this, say why with --why TEXT.");
        }
        return Ok(Done::Well);
    }
    accepted.map_err(|_| CliError::no_reason(&path))?;
    let (mut journal, loaded) = to_write_seen(&path, seen)?;
    // Somebody may have written since; from here on, nobody else does.
    let made = match try_on(&loaded, changes) {
        Ok(made) => made,
        Err(problems) => return refuse(&problems, how),
    };
    let accepted = Made::accepted(&made, &loaded.state, why);
    let accepted = accepted.map_err(|_| CliError::no_reason(&path))?;
    let by = how.by.clone().unwrap_or_else(|| author(&loaded, &made));
    let written = journal.append_all(Clock::System.stamp(), &by, accepted)?;
    say(&told(&path, &loaded, &made, &written, how)?);
    Ok(Done::Well)
}

fn try_on(loaded: &Loaded, changes: &[Read]) -> Result<Vec<Made>, Vec<Problem>> {
    tried(loaded.as_at(Clock::System.today()), changes)
}

/// The assessor whom the record names once the changes are made.
fn author(loaded: &Loaded, made: &[Made]) -> String {
    let asks = &loaded.questionnaire.organisation.assessor;
    let events = made.iter().flat_map(Made::events);
    let mut named = events.filter_map(|event| {
        if let Event::Changed(Change::Answer(question, Some(Answer::Text(name)))) = event
            && question == asks
        {
            Some(name.as_str())
        } else {
            None
        }
    });
    named.next_back().unwrap_or(assessor(loaded)).to_owned()
}

/// Says all that is wrong. Nothing was written.
fn refuse(problems: &[Problem], how: &How) -> Result<Done, CliError> {
    if how.json {
        print_json(&json!({ "problems": problems }))?;
        return Ok(Done::Unsound);
    }
    let words = problems.iter().map(|problem| {
        let says = &problem.says;
        match problem.index {
            Some(_) if how.alone => {
                // It stands in the arguments, not in a file.
                let at = problem.path.splitn(3, '.').nth(2).unwrap_or_default();
                let colon = if at.is_empty() { "" } else { ": " };
                format!("{at}{colon}{says}")
            }
            Some(index) => format!("Change {} ({}): {says}", index + 1, problem.path),
            None => says.clone(),
        }
    });
    let words: Vec<String> = words.collect();
    Err(CliError::not_changed(&words))
}

/// What was or would be written, in words or for programs.
fn told(
    path: &Path,
    loaded: &Loaded,
    made: &[Made],
    written: &[Logged],
    how: &How,
) -> Result<String, CliError> {
    if how.json {
        return Ok(format!("{:#}", value(path, made, written, how)?));
    }
    let lines = made.iter().map(|made| words(loaded, made, how));
    let record = name_of(path);
    let count = made.iter().map(|made| made.events().len()).sum();
    let seqs = written.first().zip(written.last());
    let end = match seqs.map(|(a, b)| (a.entry.seq, b.entry.seq)) {
        Some((first, last)) if first == last => format!("Written as entry {first} of {record}."),
        Some((first, last)) => format!("Written as entries {first} to {last} of {record}."),
        None if count == 0 => format!("Nothing to change: {record} says all of it already."),
        None => format!(
            "{} would be written to {record}. Nothing was.",
            counted(count, "entry")
        ),
    };
    let lines: Vec<String> = lines.chain([end]).collect();
    Ok(lines.join("\n"))
}

/// What one change makes, in words. What it makes several times is said once.
fn words(loaded: &Loaded, made: &Made, how: &How) -> String {
    let mut parts: Vec<(String, usize)> = vec![];
    for event in made.events() {
        let words = event.words(&loaded.questionnaire);
        match parts.iter_mut().find(|(said, _)| *said == words) {
            Some((_, count)) => *count += 1,
            None => parts.push((words, 1)),
        }
    }
    let parts = parts.into_iter().map(|(words, count)| match count {
        1 => words,
        _ => format!("{words} ({count} times)"),
    });
    let parts: Vec<String> = parts.collect();
    let what = if parts.is_empty() {
        "nothing, as it says so already".to_owned()
    } else {
        parts.join("; ")
    };
    let about = match (&made.about, &made.name) {
        (Some(id), Some(name)) => format!("{id}, {name}: "),
        (Some(id), None) => format!("{id}: "),
        _ => String::new(),
    };
    if how.alone {
        format!("{about}{what}")
    } else {
        format!("{}. {about}{what}", made.index + 1)
    }
}

fn value(
    path: &Path,
    made: &[Made],
    written: &[Logged],
    how: &How,
) -> Result<Value, serde_json::Error> {
    let changes: Result<Vec<Value>, serde_json::Error> = made
        .iter()
        .map(|made| {
            let events = serde_json::to_value(made.events())?;
            Ok(json!({
                "index": made.index, "about": made.about, "ref": made.name, "events": events,
            }))
        })
        .collect();
    let entries: Vec<u64> = written.iter().map(|l| l.entry.seq).collect();
    let fingerprint = written.last().map(|l| l.fingerprint);
    Ok(json!({
        "record": name_of(path), "path": path, "dry_run": how.dry_run, "changes": changes?,
        "entries": entries, "fingerprint": fingerprint,
    }))
}
