//! What has changed in a record, subject by subject: in words, and as JSON.

use serde_json::{Value, json};

use crate::history::{Altered, Step, StepKind, change_words, moment, named};
use crate::text::clean_line;

/// What happened to one subject: what it is, each step, and what is left of them.
pub(super) fn words(altered: &Altered) -> Vec<String> {
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
        let change = step.change();
        let Step {
            seq, at, by, why, ..
        } = step;
        let (at, by) = (moment(*at), named(by));
        let why = why.as_ref().map(|why| format!(" (“{why}”)"));
        let why = why.unwrap_or_default();
        format!("    Entry {seq}, {at}, {by}: {kind}{change}{undone}{why}")
    }));
    if altered.is_as_before {
        lines.push("    In all: as it was before".to_owned());
    } else if altered.steps.len() > 1 {
        let change = change_words(altered.from.as_deref(), altered.to.as_deref());
        lines.push(format!("    In all: {change}"));
    }
    lines
}

pub(super) fn as_json(altered: &Altered) -> Value {
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
