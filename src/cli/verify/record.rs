//! What is said of a record: in words, and as JSON.

use std::path::Path;

use jiff::Timestamp;
use jiff::civil::Date;
use serde_json::{Value, json};

use super::super::merge::joined;
use super::super::overview::gap_json;
use super::super::shifts::since_json;
use super::super::status::asked_json;
use super::changes;
use super::times::Times;
use crate::facts::{
    AskedBy, Event, Fault, Fingerprint, FoldError, Identity, Logged, Redaction, Signed,
};
use crate::history::{Altered, Audit, moment, named};
use crate::questionnaire::{LoadError, Questionnaire};
use crate::record::{Loaded, RecordError, name_of};
use crate::rules::{Results, Since};
use crate::session::organisation;
use crate::text::{counted, date_words};

/// Whether a record is not what was written; not when this program cannot tell.
pub(crate) const fn is_damage(error: &RecordError) -> bool {
    if let RecordError::Questionnaire { source, .. } = error {
        !matches!(source, LoadError::Format(_))
    } else {
        matches!(
            error,
            RecordError::Damaged { .. } | RecordError::Fold { .. }
        )
    }
}

/// What is said of a damaged record in the file `path`.
pub(crate) fn damage_json(error: &RecordError, path: &Path) -> Value {
    let line = if let RecordError::Damaged { line, .. } = error {
        Some(*line)
    } else {
        None
    };
    json!({
        "record": name_of(path), "path": path, "intact": false,
        "line": line, "problem": error.to_string(),
    })
}

/// A fingerprint that somebody holds, and the entry at which the record had it.
struct Sought {
    fingerprint: Fingerprint,
    seq: Option<u64>,
}

impl Sought {
    fn of(fingerprint: Fingerprint, loaded: &Loaded) -> Self {
        let mut entries = loaded.entries.iter();
        let entry = entries.find(|l| l.fingerprint == fingerprint);
        Self {
            fingerprint,
            seq: entry.map(|l| l.entry.seq),
        }
    }
}

/// Since how many sign-offs that no longer stand it is told what has changed: the first, and the
/// newest. Since each of thousands, the same would be told thousands of times.
const TOLD: usize = 16;

/// A sign-off, and what is known of it.
struct Held<'a> {
    signed: &'a Signed,
    /// What is wrong with it, held against the record as it was when it was signed.
    faults: Vec<Fault>,
    /// What has changed since it no longer stands, as far as that is told.
    altered: Option<Vec<Altered>>,
    /// What has changed by date alone since, while it stands.
    since: Option<Since>,
}

impl Held<'_> {
    fn stands(&self) -> bool {
        self.signed.superseded_by.is_none()
    }

    /// Whether it claims to stand, and something is wrong with it.
    fn is_wrong(&self) -> bool {
        self.stands() && !self.faults.is_empty()
    }
}

/// What is said of a record whose chain is intact.
pub(crate) struct Verdict<'a> {
    loaded: &'a Loaded,
    audit: Audit<'a>,
    sign_offs: Vec<Held<'a>>,
    times: Times,
    sought: Option<(Sought, Vec<Altered>)>,
}

impl<'a> Verdict<'a> {
    /// Judges a record on a day, and a fingerprint if one is asked about.
    pub(crate) fn of(
        loaded: &'a Loaded,
        asked_about: Option<Fingerprint>,
        today: Date,
        now: Timestamp,
    ) -> Result<Self, FoldError> {
        let audit = Audit {
            questionnaire: &loaded.questionnaire,
            entries: &loaded.entries,
            state: &loaded.state,
        };
        let sought = match asked_about.map(|fingerprint| Sought::of(fingerprint, loaded)) {
            None => None,
            Some(sought) => {
                let altered = sought.seq.map(|seq| audit.since(seq)).transpose()?;
                Some((sought, altered.unwrap_or_default()))
            }
        };
        Ok(Self {
            loaded,
            audit,
            sign_offs: held(loaded, &audit, today)?,
            times: Times::of(&loaded.entries, now),
            sought,
        })
    }

    /// Whether nothing was found that speaks against the record: it is whole, has the fingerprint
    /// asked about, nobody stands as a signer whose sign-off does not hold, and it asks by the
    /// questionnaire that it names.
    pub(crate) fn holds(&self) -> bool {
        let is_not_found = matches!(self.sought, Some((Sought { seq: None, .. }, _)));
        let is_wrong = self.sign_offs.iter().any(Held::is_wrong);
        !is_not_found && !is_wrong && self.loaded.torn.is_none() && self.is_asked_as_named()
    }

    pub(crate) fn words(&self) -> String {
        let (loaded, asked) = (self.loaded, &self.loaded.questionnaire);
        let entries = &loaded.entries;
        let count = entries.len();
        let mut lines = match organisation(loaded) {
            "" => vec![],
            name => vec![name.to_owned()],
        };
        lines.push(match count {
            1 => "Intact: 1 entry, the beginning.".to_owned(),
            _ => format!("Intact: {count} entries, and each follows from the one before."),
        });
        if let (Some(first), Some(last)) = (entries.first(), entries.last()) {
            lines.push(format!("From: {}", moment(first.entry.at)));
            lines.push(format!("To: {}", moment(last.entry.at)));
            lines.push(format!("Fingerprint: {}", last.fingerprint));
        }
        lines.extend(self.times.words());
        let hands = self.audit.hands().into_iter();
        let hands: Vec<String> = hands
            .map(|(by, n)| format!("{} ({n})", named(by)))
            .collect();
        lines.push(format!("Entries by: {}", hands.join("; ")));
        lines.extend(asked_by_words(asked));
        lines.extend(self.migrations().map(|(logged, from, to)| {
            let entry = &logged.entry;
            format!(
                "  Entry {}, {}, {}: from version {from} to version {to}.",
                entry.seq,
                moment(entry.at),
                named(&entry.by)
            )
        }));
        lines.extend(joined::words(&loaded.entries));
        if let Some(torn) = &loaded.torn {
            lines.push(format!(
                "After these entries, a last line of {} was cut short, as by a crash. It does not \
                 count. Open the record to have it set aside.",
                counted(torn.bytes, "byte")
            ));
        }
        lines.push(String::new());
        lines.extend(self.sign_off_words());
        lines.push(String::new());
        lines.extend(self.sought_words());
        lines.join("\n")
    }

    /// Each sign-off, and once all that has happened since the first that no longer stands.
    fn sign_off_words(&self) -> Vec<String> {
        if self.sign_offs.is_empty() {
            return match &self.loaded.state.redaction {
                Some(redaction) => redacted_words(redaction),
                None => vec!["Not signed off.".to_owned()],
            };
        }
        let mut lines: Vec<String> = self
            .sign_offs
            .iter()
            .flat_map(|h| self.held_words(h))
            .collect();
        let superseded = self.sign_offs.iter().find_map(|held| {
            let altered = held
                .altered
                .as_ref()
                .filter(|altered| !altered.is_empty())?;
            Some((held.signed, altered))
        });
        if let Some((signed, altered)) = superseded {
            lines.push(String::new());
            lines.push(format!(
                "Changed since the sign-off by {} with entry {}:",
                signed.sign_off.name, signed.seq
            ));
            lines.extend(altered.iter().flat_map(changes::words));
        }
        lines
    }

    /// One sign-off, and all that is to be known of it.
    fn held_words(&self, held: &Held<'_>) -> Vec<String> {
        let (signed, asked) = (held.signed, &self.loaded.questionnaire);
        let (by, seq) = (&signed.sign_off, signed.seq);
        let (words, stands) = (by.words_with(&held.faults), signed.words());
        let mut lines = vec![format!("{words}, with entry {seq}: {stands}.")];
        let faults = by.fault_words(&held.faults);
        lines.extend(faults.map(|words| format!("  {words}")));
        lines.extend(
            held.since
                .as_ref()
                .map(|since| format!("  {}", since.words(asked))),
        );
        lines.extend(by.same_person_words().map(|words| format!("  {words}")));
        let then = self.loaded.state.asked_at(seq, asked);
        lines.extend(by.gaps.iter().map(|gap| format!("  {}", gap.words(then))));
        lines.push(format!(
            "  Fingerprint signed: {}, that of entry {}.",
            by.fingerprint,
            seq - 1
        ));
        lines
    }

    fn sought_words(&self) -> Vec<String> {
        let Some((sought, altered)) = &self.sought else {
            return vec![
                "A chain cannot show that entries are missing at its end, or that all of it was \
                 written anew. A fingerprint from a report or from minutes can: add --fingerprint \
                 HEX."
                    .to_owned(),
            ];
        };
        let given = sought.fingerprint;
        match sought.seq {
            None => vec![joined::had(&self.loaded.entries, given).unwrap_or_else(|| format!(
                "Not found: the record does not have the fingerprint {given}, and never had it. \
                 It is another record, or it was written anew, or entries at its end are missing. \
                 Compare the digits, then ask who keeps the record for the one of that day."
            ))],
            Some(seq) if altered.is_empty() => vec![format!(
                "The fingerprint {given} is that of entry {seq}, the newest. Nothing has changed \
                 since."
            )],
            Some(seq) => {
                let later = self.loaded.entries.len() as u64 - seq;
                let later = match later {
                    1 => "1 entry".to_owned(),
                    more => format!("{more} entries"),
                };
                let mut lines = vec![format!(
                    "The record had the fingerprint {given} at entry {seq}. Changed since, by \
                     {later}:"
                )];
                lines.extend(altered.iter().flat_map(changes::words));
                lines
            }
        }
    }

    /// The entries that brought another version, with the versions before and after.
    fn migrations(&self) -> impl Iterator<Item = (&'a Logged, &'a str, &'a str)> {
        let (state, asked) = (&self.loaded.state, &self.loaded.questionnaire);
        let entries = self.loaded.entries.iter();
        let moves = entries.filter(|l| matches!(l.entry.event, Event::Migrated { .. }));
        moves.map(move |logged| {
            let seq = logged.entry.seq;
            let version = |seq| state.asked_at(seq, asked).version.as_str();
            (logged, version(seq - 1), version(seq))
        })
    }

    /// Whether it asks by the questionnaire that it names, as far as this program can tell.
    fn is_asked_as_named(&self) -> bool {
        let earlier = self.loaded.state.earlier.iter();
        earlier
            .map(|earlier| &*earlier.questionnaire)
            .chain([&*self.loaded.questionnaire])
            .all(|asked| AskedBy::of(asked).is != Identity::Imitation)
    }

    /// All of it, of a record in the file `path`.
    pub(crate) fn json(&self, path: &Path) -> Value {
        let (loaded, asked) = (self.loaded, &self.loaded.questionnaire);
        let hands = self.audit.hands().into_iter();
        let hands = hands.map(|(by, entries)| json!({"name": by, "entries": entries}));
        let migrations = self.migrations().map(|(logged, from, to)| {
            let entry = &logged.entry;
            json!({"entry": entry.seq, "at": entry.at, "by": entry.by, "from": from, "to": to})
        });
        let sign_offs = self.sign_offs.iter().map(|held| {
            let (signed, by) = (held.signed, &held.signed.sign_off);
            json!({
                "name": by.name, "role": by.role, "date": by.date,
                "declaration": by.declaration, "entry": signed.seq,
                "fingerprint": by.fingerprint, "fingerprint_entry": signed.seq - 1,
                "stands": held.stands(), "superseded_by": signed.superseded_by,
                "faults": held.faults.iter().map(Fault::words).collect::<Vec<_>>(),
                "draft": by.is_draft() || !held.faults.is_empty(),
                "gaps": by.gaps.iter().map(gap_json).collect::<Vec<_>>(),
                "same_person": by.same_person,
                "since": held.since.as_ref().map(|since| since_json(since, asked)),
                "changed_since": held.altered.as_ref().map(|altered| {
                    altered.iter().map(changes::as_json).collect::<Vec<_>>()
                }),
            })
        });
        let sought = self.sought.as_ref().map(|(sought, altered)| {
            json!({
                "fingerprint": sought.fingerprint, "found": sought.seq.is_some(),
                "entry": sought.seq,
                "merged_by": joined::had_entry(&loaded.entries, sought.fingerprint),
                "changed_since": altered.iter().map(changes::as_json).collect::<Vec<_>>(),
            })
        });
        json!({
            "record": name_of(path), "path": path, "intact": true,
            "organisation": organisation(loaded),
            "entries": loaded.entries.len(),
            "first": loaded.entries.first().map(|l| l.entry.at),
            "last": loaded.entries.last().map(|l| l.entry.at),
            "by": hands.collect::<Vec<_>>(),
            "fingerprint": loaded.entries.last().map(|l| l.fingerprint),
            "times": self.times.json(),
            "torn_bytes": loaded.torn.as_ref().map(|torn| torn.bytes),
            "questionnaire": asked_json(asked),
            "migrations": migrations.collect::<Vec<_>>(),
            "merges": joined::json(&loaded.entries),
            "sign_offs": sign_offs.collect::<Vec<_>>(),
            "redaction": loaded.state.redaction,
            "asked_about": sought,
        })
    }
}

/// By which questionnaire a record asks, and what is known of it.
fn asked_by_words(asked: &Questionnaire) -> Vec<String> {
    let by = AskedBy::of(asked);
    let (id, version) = (&asked.id, &asked.version);
    let named = format!("Questionnaire: {id}, version {version}");
    let digest = format!("  Its digest: {}. {}", by.digest, by.words());
    let warning = by.warning(asked);
    [named, digest]
        .into_iter()
        .chain(warning.map(|words| format!("  {words}")))
        .collect()
}

/// Each sign-off, held against the record as it was then. The entries are gone through once for all
/// of them, and once more for each since which it is told what has changed.
fn held<'a>(
    loaded: &'a Loaded,
    audit: &Audit<'a>,
    today: Date,
) -> Result<Vec<Held<'a>>, FoldError> {
    let (asked, state) = (&loaded.questionnaire, &loaded.state);
    let results = Results::of(asked, state, today);
    let mut each = Since::each(asked, state, &results, today)
        .into_iter()
        .peekable();
    let superseded = state.sign_offs.iter().filter(|s| s.superseded_by.is_some());
    let newest = superseded.count().saturating_sub(TOLD - 1);
    let mut number = 0;
    let held = state
        .sign_offs
        .iter()
        .zip(audit.faults()?)
        .map(|(signed, faults)| {
            let altered = if signed.superseded_by.is_none() {
                Some(vec![])
            } else {
                number += 1;
                let is_told = number == 1 || number > newest;
                is_told.then(|| audit.since(signed.seq)).transpose()?
            };
            let since = each.next_if(|(standing, _)| standing.seq == signed.seq);
            Ok(Held {
                signed,
                faults,
                altered,
                since: since.map(|(_, since)| since),
            })
        });
    held.collect()
}

/// What a copy was made from, and who had signed that.
fn redacted_words(redaction: &Redaction) -> Vec<String> {
    let signed = redaction.sign_offs.iter().map(|by| {
        let on = date_words(by.date);
        format!("  It was signed off by {}, {}, on {on}.", by.name, by.role)
    });
    std::iter::once(redaction.words()).chain(signed).collect()
}
