//! What has changed in a record, subject by subject: in words, and as JSON.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde_json::{Value, json};

use crate::assessment::{Altered, Step, StepKind, date_words};
use crate::text::clean_line;

/// What happened to one subject: what it is, each step, and what is left of them.
pub fn words(altered: &Altered) -> Vec<String> {
    let mut lines = vec![format!("  {}", clean_line(&altered.what))];
    lines.extend(altered.steps.iter().map(|step| {
        let (kind, undone) = match step.kind {
            StepKind::Entered { undone_by: None } => (String::new(), String::new()),
            StepKind::Entered {
                undone_by: Some(seq),
            } => (String::new(), format!(" (undone by entry {seq})")),
            StepKind::Undoes(seq) => (format!("undoing entry {seq}, "), String::new()),
            StepKind::BringsBack(seq) => (format!("bringing back entry {seq}, "), String::new()),
            StepKind::Moves => ("moving to another version, ".to_owned(), String::new()),
            StepKind::Joins => ("merging, ".to_owned(), String::new()),
        };
        let change = change_words(step.from.as_deref(), step.to.as_deref());
        let Step { seq, at, by, .. } = step;
        let (at, by) = (moment(*at), named(by));
        format!("    Entry {seq}, {at}, {by}: {kind}{change}{undone}")
    }));
    if altered.is_as_before {
        lines.push("    In all: as it was before".to_owned());
    } else if altered.steps.len() > 1 {
        let change = change_words(altered.from.as_deref(), altered.to.as_deref());
        lines.push(format!("    In all: {change}"));
    }
    lines
}

fn change_words(from: Option<&str>, to: Option<&str>) -> String {
    // One line each, also where a text has paragraphs.
    let quoted = |words: &str| format!("“{}”", words.replace('\n', " "));
    match (from, to) {
        (None, None) => "nothing was there before or after".to_owned(),
        (None, Some(to)) => format!("from nothing to {}", quoted(to)),
        (Some(from), None) => format!("from {} to nothing", quoted(from)),
        (Some(from), Some(to)) if from == to => format!("{} again", quoted(to)),
        (Some(from), Some(to)) => format!("from {} to {}", quoted(from), quoted(to)),
    }
}

pub fn as_json(altered: &Altered) -> Value {
    let steps = altered.steps.iter().map(|step| {
        let (mut undoes, mut brings_back, mut by_undo) = (None, None, None);
        match step.kind {
            StepKind::Entered { undone_by } => by_undo = undone_by,
            StepKind::Undoes(seq) => undoes = Some(seq),
            StepKind::BringsBack(seq) => brings_back = Some(seq),
            StepKind::Moves | StepKind::Joins => {}
        }
        json!({
            "entry": step.seq, "at": step.at, "by": step.by,
            "from": step.from, "to": step.to, "undone_by": by_undo,
            "undoes": undoes, "brings_back": brings_back,
            "moves_version": step.kind == StepKind::Moves,
            "merges": step.kind == StepKind::Joins, "why": step.why,
        })
    });
    json!({
        "of": altered.subject.ids(), "what": altered.what,
        "from": altered.from, "to": altered.to, "as_before": altered.is_as_before,
        "steps": steps.collect::<Vec<_>>(),
    })
}

/// Whose hand it was.
pub fn named(by: &str) -> &str {
    if by.is_empty() {
        "nobody named yet"
    } else {
        by
    }
}

/// A moment as a person reads it. In UTC, so that it reads the same everywhere.
pub fn moment(at: Timestamp) -> String {
    let at = TimeZone::UTC.to_datetime(at);
    format!("{}, {} UTC", date_words(at.date()), at.strftime("%H:%M"))
}
