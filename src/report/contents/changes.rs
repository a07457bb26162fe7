//! How the record came about: answers that clash, who wrote it when, and what changed after signing.

use super::Basis;
use super::blocks::{fact, paragraph, section, table};
use super::names::day;
use super::{sign_offs, texts};
use crate::assessment::{Audit, Event, Signed, date_words};
use crate::report::model::{Block, Section, Text};
use crate::text::listed;

/// Answers that do not fit together.
pub fn clashes(basis: &Basis<'_>) -> Section {
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
pub fn changes(basis: &Basis<'_>) -> Section {
    let mut blocks = vec![Block::Facts(history(basis))];
    if basis.state.sign_offs.is_empty() {
        blocks.push(paragraph(texts::NO_SIGN_OFF));
    }
    blocks.extend(sign_offs::told(basis));
    blocks.extend(since(basis));
    section(texts::CHANGES, blocks)
}

fn history(basis: &Basis<'_>) -> Vec<crate::report::model::Fact> {
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
    let audit = Audit {
        questionnaire: basis.questionnaire,
        entries,
        state: basis.state,
    };
    let hands: Vec<String> = audit
        .hands()
        .into_iter()
        .map(|(by, n)| {
            let by = if by.is_empty() {
                "nobody named yet"
            } else {
                by
            };
            format!("{by} ({n})")
        })
        .collect();
    let mut facts = vec![fact("Record", span), fact("Entries by", hands.join("; "))];
    if let Some(Event::Created { tool, .. }) = entries.first().map(|l| &l.entry.event) {
        facts.push(fact("Begun with", tool.as_str()));
    }
    let standing = basis.state.current_sign_offs();
    let (drafts, whole): (Vec<_>, Vec<_>) = standing.partition(|s| s.sign_off.is_draft());
    facts.push(fact(
        "Sign-offs that stand",
        match (whole.len(), drafts.len()) {
            (0, 0) => "none".to_owned(),
            (whole, 0) => whole.to_string(),
            (0, drafts) => format!("{drafts} as a draft"),
            (whole, drafts) => format!("{whole}, and {drafts} as a draft"),
        },
    ));
    facts
}

/// Everything that happened since the first sign-off that no longer stands.
fn since(basis: &Basis<'_>) -> Option<Block> {
    let superseded = |signed: &&Signed| signed.superseded_by.is_some();
    let first = basis.state.sign_offs.iter().find(superseded)?;
    let rows: Vec<Vec<Text>> = basis
        .entries
        .iter()
        .filter(|l| l.entry.seq > first.seq)
        .map(|logged| {
            let what = crate::text::capitalised(&basis.change(logged.entry.seq));
            vec![
                date_words(day(logged)).into(),
                super::blocks::given(logged.entry.by.as_str()),
                what.into(),
            ]
        })
        .collect();
    let columns = [("When", 20), ("Who", 25), ("What", 55)];
    Some(table(texts::SINCE, &columns, rows))
}
