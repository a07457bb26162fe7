//! What a record says of merges, for `verify`: that it is intact proves the lines of each.

use serde_json::{Value, json};

use crate::facts::{Fingerprint, Logged, Merge, SignOff};
use crate::history::{Joined, joined, moment, named};
use crate::text::{counted, date_words};

fn merges(entries: &[Logged]) -> impl Iterator<Item = (&Logged, Joined<'_>)> {
    let holding = entries.iter().filter(|logged| logged.merge().is_some());
    holding.zip(joined(entries.iter().filter_map(Logged::merge)))
}

/// The merge that has brought a line with this fingerprint, which this record never had, and the
/// number of the line.
fn holder(entries: &[Logged], sought: Fingerprint) -> Option<(u64, &Merge, u64)> {
    let mut merges = entries.iter().filter_map(|l| Some((l, l.merge()?)));
    merges.find_map(|(logged, merge)| {
        let mut kept = merge.kept.iter().map(|kept| &kept.logged);
        let line = kept.find(|line| line.fingerprint == sought)?;
        Some((logged.entry.seq, merge, line.entry.seq))
    })
}

/// That a record which was joined had this fingerprint.
pub(crate) fn had(entries: &[Logged], sought: Fingerprint) -> Option<String> {
    let (entry, merge, seq) = holder(entries, sought)?;
    let other = &merge.other.record;
    let which = if merge.is_of_the_other(sought) {
        other.clone()
    } else {
        format!("A record that {other} had joined")
    };
    Some(format!(
        "This record never had the fingerprint {sought}. {which} had it at entry {seq}, and its \
         lines up to there are kept, intact, with entry {entry}."
    ))
}

/// The same for machines: the entry that joined it.
pub(crate) fn had_entry(entries: &[Logged], sought: Fingerprint) -> Option<u64> {
    holder(entries, sought).map(|(entry, ..)| entry)
}

/// Each merge, with the sign-offs of the other record.
pub(crate) fn words(entries: &[Logged]) -> Vec<String> {
    let mut lines = vec![];
    for (logged, joined) in merges(entries) {
        let (entry, merge) = (&logged.entry, joined.merge);
        let other = &merge.other;
        let from = match merge.common {
            0 => "which began apart".to_owned(),
            common => format!("which shares the entries up to {common}"),
        };
        lines.push(format!(
            "  Entry {}, {}, {}: merged with {}, {from}. {} of it kept and intact, {} taken over. \
             Its fingerprint then: {}.",
            entry.seq,
            moment(entry.at),
            named(&entry.by),
            other.record,
            counted(joined.lines, "line"),
            counted(merge.takes.len(), "change"),
            other.fingerprint
        ));
        lines.extend(joined.sign_offs.iter().map(|(seq, by)| {
            format!(
                "    There, entry {seq}: signed off by {}, {}, on {}. It was given for {}, not for \
                 this record.",
                by.name,
                by.role,
                date_words(by.date),
                other.record
            )
        }));
    }
    lines
}

/// The same for machines.
pub(crate) fn json(entries: &[Logged]) -> Vec<Value> {
    let told = merges(entries).map(|(logged, joined)| {
        let (entry, merge) = (&logged.entry, joined.merge);
        let other = &merge.other;
        json!({
            "entry": entry.seq, "at": entry.at, "by": entry.by, "why": entry.why,
            "other": {
                "record": other.record, "organisation": other.organisation,
                "fingerprint": other.fingerprint, "last": other.last,
            },
            "common": merge.common, "lines": joined.lines, "takes": merge.takes.len(),
            "sign_offs": sign_offs(&joined.sign_offs),
        })
    });
    told.collect()
}

/// The sign-offs of the other record, which are not taken over.
pub(crate) fn sign_offs(given: &[(u64, &SignOff)]) -> Vec<Value> {
    let told = given
        .iter()
        .map(|(seq, by)| json!({"name": by.name, "role": by.role, "date": by.date, "entry": seq}));
    told.collect()
}
