//! Who stands behind the record: the block of the front sheet, and what the history tells of it.

use super::Basis;
use super::blocks::{callout, clipped, fact, strong};
use super::names::day;
use super::texts;
use crate::assessment::{Signed, date_words};
use crate::report::model::{Block, Fact, Text};
use crate::text::counted;

/// How many superseded sign-offs the front sheet names; all stand in the section on changes.
const SUPERSEDED: usize = 3;
/// How much of a reason the front sheet quotes; all of it stands in the section on changes.
const REASON: usize = 160;

/// What the front sheet says: who has signed what stands, and whose sign-off no longer does.
pub fn front(basis: &Basis<'_>) -> Vec<Block> {
    let mut blocks = vec![];
    let current: Vec<&Signed> = basis.state.current_sign_offs().collect();
    if !basis.state.is_signed() {
        blocks.push(callout(match current.last() {
            None => texts::DRAFT.to_owned(),
            Some(draft) => texts::signed_as_draft(draft.sign_off.gaps.len()),
        }));
    }
    if !current.is_empty() {
        blocks.push(Block::Facts(signatures(&current)));
    }
    let superseded = basis.state.sign_offs.iter().rev();
    let superseded: Vec<Text> = superseded.filter_map(|s| replaced(basis, s)).collect();
    let more = superseded.len().saturating_sub(SUPERSEDED);
    if !superseded.is_empty() {
        let mut items: Vec<Text> = superseded.into_iter().take(SUPERSEDED).collect();
        if more > 0 {
            let earlier = counted(more, "earlier sign-off");
            items.push(format!("{earlier}: see “{}”.", texts::CHANGES).into());
        }
        blocks.push(Block::List(items));
    }
    blocks
}

/// What was declared and by whom: each declaration once, before those who share it.
fn signatures(current: &[&Signed]) -> Vec<Fact> {
    let mut facts = vec![];
    let mut declared = "";
    for signed in current {
        let by = &signed.sign_off;
        if by.declaration != declared {
            declared = &by.declaration;
            facts.push(fact("Declaration", declared));
        }
        let same = by.same_person_words().map(|words| clipped(&words, REASON));
        let who = format!(
            ", {}, on {}. Fingerprint signed: {}, in full {}. {}",
            by.role,
            date_words(by.date),
            by.fingerprint.short(),
            by.fingerprint,
            same.unwrap_or_default()
        );
        let who = strong(by.name.as_str(), who.trim_end());
        facts.push(fact(label(signed), who));
    }
    facts
}

const fn label(signed: &Signed) -> &'static str {
    if signed.sign_off.is_draft() {
        "Signed as a draft by"
    } else {
        "Signed off by"
    }
}

/// What the history tells of each sign-off that no longer stands, was of a draft, or was given by
/// one person on both sides.
pub fn told(basis: &Basis<'_>) -> Vec<Block> {
    let all = basis.state.sign_offs.iter();
    all.flat_map(|signed| told_of(basis, signed)).collect()
}

fn told_of(basis: &Basis<'_>, signed: &Signed) -> Vec<Block> {
    let by = &signed.sign_off;
    let mut facts = vec![];
    match replaced(basis, signed) {
        Some(words) => facts.extend([
            fact("Superseded sign-off", words),
            fact("Fingerprint signed", by.fingerprint.to_string()),
            fact("Declaration", by.declaration.as_str()),
        ]),
        None if by.is_draft() || by.same_person.is_some() => {
            let who = format!(", {}, on {}.", by.role, date_words(by.date));
            facts.push(fact(label(signed), strong(by.name.as_str(), who)));
        }
        None => return vec![],
    }
    facts.extend(by.same_person_words().map(|words| fact("Two roles", words)));
    if by.is_draft() {
        facts.push(fact(
            "Left when it was signed",
            counted(by.gaps.len(), "thing"),
        ));
    }
    let asked = basis.state.asked_at(signed.seq, basis.questionnaire);
    let gaps = by.gaps.iter();
    let gaps: Vec<Text> = gaps.map(|gap| gap.words(asked).into()).collect();
    let gaps = (!gaps.is_empty()).then_some(Block::List(gaps));
    [Block::Facts(facts)].into_iter().chain(gaps).collect()
}

/// That a sign-off no longer stands, and why; nothing when it stands.
fn replaced(basis: &Basis<'_>, signed: &Signed) -> Option<Text> {
    let seq = signed.superseded_by?;
    let by = &signed.sign_off;
    let entry = basis.entries.iter().find(|l| l.entry.seq == seq);
    let on = entry.map_or_else(String::new, |l| format!(" on {}", date_words(day(l))));
    let of = if by.is_draft() { " as a draft" } else { "" };
    let words = format!(
        ", {}, signed{of} on {}. This sign-off no longer stands: it was superseded{on} by {}.",
        by.role,
        date_words(by.date),
        basis.change(seq)
    );
    Some(strong(by.name.as_str(), words))
}
