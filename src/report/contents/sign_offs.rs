//! Who stands behind the record: in short for the front sheet, and what the history tells of it.

use super::blocks::{clipped, fact, strong};
use super::names::day;
use super::{Basis, texts};
use crate::facts::Signed;
use crate::report::model::{Block, Text};
use crate::rules::Since;
use crate::text::{counted, date_words};

/// How many sign-offs the front sheet names; all stand further on.
const NAMED: usize = 2;
/// Longest line of the front sheet, in characters.
const LINE: usize = 56;

/// That nobody has signed the record as it stands, or as a draft only; nothing when it is signed.
pub(crate) fn draft(basis: &Basis<'_>) -> Option<String> {
    if basis.state.is_signed() {
        return None;
    }
    let last = basis.state.current_sign_offs().last();
    Some(match last {
        None => texts::DRAFT.to_owned(),
        Some(last) => match last.fault_words() {
            Some(faults) => texts::signed_wrongly(&faults),
            None => texts::signed_as_draft(last.sign_off.gaps.len()),
        },
    })
}

/// Who has signed what stands, and whose sign-off no longer does: a line each, with their number.
pub(crate) fn in_short(basis: &Basis<'_>) -> (String, usize) {
    let each = since(basis);
    let current: Vec<&Signed> = each.iter().map(|(signed, _)| *signed).collect();
    let mut lines: Vec<String> = current.iter().take(NAMED).map(|s| line(s)).collect();
    let superseded = basis.state.sign_offs.iter();
    let superseded = superseded.filter(|s| s.superseded_by.is_some()).count();
    let stand = if superseded == 1 { "stands" } else { "stand" };
    let earlier = format!("{} no longer {stand}", counted(superseded, "sign-off"));
    match (current.len().saturating_sub(NAMED), superseded) {
        (0, 0) => {}
        (0, _) => lines.push(earlier),
        (more, 0) => lines.push(format!("{more} more: see “{}”", texts::SIGNATURES)),
        (more, _) => lines.push(format!("{more} more; {earlier}")),
    }
    if lines.is_empty() {
        lines.push(texts::BY_NOBODY.to_owned());
    }
    let mut changed = each.iter().filter_map(|(_, since)| since.in_short());
    lines.extend(changed.next());
    let count = lines.len();
    (lines.join("\n"), count)
}

/// Each sign-off that stands, with what has changed by date since.
pub(crate) fn since<'a>(basis: &Basis<'a>) -> Vec<(&'a Signed, Since)> {
    let (asked, state) = (basis.questionnaire, basis.state);
    Since::each(asked, state, basis.results, basis.options.as_at)
}

/// Name, role, decision and date, with the beginning of a long name or role.
fn line(signed: &Signed) -> String {
    let by = &signed.sign_off;
    let draft = match (signed.faults.is_empty(), by.is_draft()) {
        (false, _) => ", does not count",
        (true, true) => ", as a draft",
        (true, false) => "",
    };
    // One person on both sides is news that nobody may miss; the reason stands further on.
    let both = if by.same_person.is_some() {
        ", who also assessed"
    } else {
        ""
    };
    let rest = format!("{both}{draft}, {}", date_words(by.date));
    let who = format!("{}, {}", by.name, by.role);
    let room = LINE.saturating_sub(rest.chars().count());
    format!("{}{rest}", clipped(&who, room))
}

const fn label(signed: &Signed) -> &'static str {
    if signed.sign_off.is_draft() {
        "Signed as a draft by"
    } else if signed.faults.is_empty() {
        "Signed off by"
    } else {
        "Signed as complete by"
    }
}

/// What the history tells of each sign-off that no longer stands, was of a draft, or was given by
/// one person on both sides.
pub(crate) fn told(basis: &Basis<'_>) -> Vec<Block> {
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
        None if signed.is_draft() || by.same_person.is_some() => {
            let who = format!(", {}, on {}.", by.role, date_words(by.date));
            facts.push(fact(label(signed), strong(by.name.as_str(), who)));
        }
        None => return vec![],
    }
    let faults = signed.fault_words();
    facts.extend(faults.map(|faults| fact("Decision", texts::does_not_count(&faults))));
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
