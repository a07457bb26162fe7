//! How the record came about: answers that clash, who wrote it when, and what changed after signing.

use super::blocks::{fact, paragraph, section};
use super::names::day;
use super::{Basis, sign_offs, texts, trail};
use crate::facts::{Event, Logged};
use crate::history::{joined, named};
use crate::report::model::{Block, Fact, Section, Text};
use crate::text::{counted, date_words, listed};

/// Answers that do not fit together.
pub(super) fn clashes(basis: &Basis<'_>) -> Section {
    let clashes = basis.results.clashes.iter();
    let items: Vec<Text> = clashes
        .map(|(says, questions)| {
            let texts: Vec<String> = questions
                .iter()
                .map(|id| format!("“{}”", basis.question(id)))
                .collect();
            super::blocks::strong(says, format!(" Compare the answers to {}.", listed(&texts)))
        })
        .collect();
    let block = if items.is_empty() {
        paragraph(texts::NO_CLASHES)
    } else {
        Block::List(items)
    };
    section(texts::CLASHES, vec![block])
}

/// The history of the record. Days are those of UTC.
pub(super) fn changes(basis: &Basis<'_>) -> Section {
    let mut blocks = vec![Block::Facts(history(basis))];
    if basis.state.sign_offs.is_empty() {
        blocks.push(paragraph(texts::NO_SIGN_OFF));
    }
    blocks.extend(sign_offs::told(basis));
    blocks.extend(trail::since(basis));
    Section {
        sections: vec![trail::trail(basis)],
        ..section(texts::CHANGES, blocks)
    }
}

fn history(basis: &Basis<'_>) -> Vec<Fact> {
    let entries = basis.entries;
    let count = match entries.len() {
        1 => "1 entry".to_owned(),
        more => format!("{more} entries"),
    };
    let span = match (entries.first(), entries.last()) {
        (Some(first), Some(last)) if day(first) != day(last) => format!(
            "{count}, written from {} to {}",
            date_words(day(first)),
            date_words(day(last))
        ),
        (Some(first), _) => format!("{count}, written on {}", date_words(day(first))),
        _ => count,
    };
    let hands: Vec<String> = basis
        .audit()
        .hands()
        .into_iter()
        .map(|(by, n)| format!("{} ({n})", named(by)))
        .collect();
    let mut facts = vec![fact("Record", span), fact("Entries by", hands.join("; "))];
    if let Some(Event::Created { tool, .. }) = entries.first().map(|l| &l.entry.event) {
        facts.push(fact("Begun with", tool.as_str()));
    }
    let standing = basis.state.current_sign_offs();
    let (drafts, whole): (Vec<_>, Vec<_>) = standing.partition(|s| s.is_draft());
    facts.push(fact(
        "Sign-offs that stand",
        match (whole.len(), drafts.len()) {
            (0, 0) => "none".to_owned(),
            (whole, 0) => whole.to_string(),
            (0, drafts) => format!("{drafts} as a draft"),
            (whole, drafts) => format!("{whole}, and {drafts} as a draft"),
        },
    ));
    facts.extend(origins(basis));
    facts
}

/// Other records that this one has to do with.
fn origins(basis: &Basis<'_>) -> Vec<Fact> {
    let at = |logged: &Logged| {
        let (seq, day) = (logged.entry.seq, date_words(day(logged)));
        format!("With entry {seq} on {day}")
    };
    let mut joined = joined(basis.entries.iter().filter_map(Logged::merge)).into_iter();
    let told = basis.entries.iter().filter_map(|logged| {
        let at = at(logged);
        Some(match &logged.entry.event {
            Event::Merged(merge) => {
                let (other, common) = (merge.other.in_full(), merge.common);
                let lines = joined.next().map_or(0, |joined| joined.lines);
                let are = if lines == 1 { "is" } else { "are" };
                let lines = counted(lines, "line");
                let words = format!(
                    "{at}: {other}. Its {lines} after entry {common} {are} kept in this record."
                );
                fact("Merged with", words)
            }
            Event::CarriedForward(carried) => fact(
                "Carried forward from",
                format!("{at}: {}.", carried.from.in_full()),
            ),
            Event::Redacted(redaction) => {
                let of = redaction.of.in_full();
                fact("Copy of", format!("{of}. {}", texts::REDACTED_COPY))
            }
            Event::Created { .. }
            | Event::Changed(_)
            | Event::Migrated { .. }
            | Event::SignedOff(_)
            | Event::Undone { .. }
            | Event::Redone { .. } => return None,
        })
    });
    let mut facts: Vec<Fact> = told.collect();
    let signed = basis.state.redaction.iter().flat_map(|r| &r.sign_offs);
    facts.extend(signed.map(|by| {
        let words = format!("{}, {}, on {}", by.name, by.role, date_words(by.date));
        fact("Sign-off of the original", words)
    }));
    facts
}
