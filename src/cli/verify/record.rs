//! What is said of a record: in words, and as JSON.

use std::path::Path;

use jiff::civil::Date;
use serde_json::{Value, json};

use super::super::merge::joined;
use super::super::overview::gap_json;
use super::super::shifts::since_json;
use super::super::status::asked_json;
use super::changes;
use crate::assessment::{
    Altered, AskedBy, Audit, Event, Fingerprint, FoldError, Identity, Logged, Redaction, Results,
    Signed, Since, date_words, moment, named,
};
use crate::questionnaire::{LoadError, Questionnaire};
use crate::record::{Loaded, RecordError, name_of};
use crate::session::organisation;
use crate::text::counted;

/// Whether a record is not what was written; not when this program cannot tell.
pub const fn is_damage(error: &RecordError) -> bool {
    match error {
        RecordError::Damaged { .. } | RecordError::Fold { .. } => true,
        RecordError::Questionnaire { source, .. } => !matches!(source, LoadError::Format(_)),
        _ => false,
    }
}

/// What is said of a damaged record in the file `path`.
pub fn damage_json(error: &RecordError, path: &Path) -> Value {
    let line = match error {
        RecordError::Damaged { line, .. } => Some(*line),
        _ => None,
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

/// What is said of a record whose chain is intact.
pub struct Verdict<'a> {
    loaded: &'a Loaded,
    audit: Audit<'a>,
    /// What has changed since each sign-off; nothing has since one that stands.
    sign_offs: Vec<(&'a Signed, Vec<Altered>)>,
    /// What has changed by date alone since each that stands.
    since: Vec<(&'a Signed, Since)>,
    sought: Option<(Sought, Vec<Altered>)>,
}

impl<'a> Verdict<'a> {
    /// Judges a record on a day, and a fingerprint if one is asked about.
    pub fn of(
        loaded: &'a Loaded,
        asked_about: Option<Fingerprint>,
        today: Date,
    ) -> Result<Self, FoldError> {
        let (asked, state) = (&loaded.questionnaire, &loaded.state);
        let results = Results::of(asked, state, today);
        let sought = asked_about.map(|fingerprint| Sought::of(fingerprint, loaded));
        let audit = Audit {
            questionnaire: &loaded.questionnaire,
            entries: &loaded.entries,
            state: &loaded.state,
        };
        let mut sign_offs = vec![];
        for signed in &loaded.state.sign_offs {
            let altered = match signed.superseded_by {
                Some(_) => audit.since(signed.seq)?,
                None => vec![],
            };
            sign_offs.push((signed, altered));
        }
        let sought = match sought {
            None => None,
            Some(sought) => {
                let altered = sought.seq.map(|seq| audit.since(seq)).transpose()?;
                Some((sought, altered.unwrap_or_default()))
            }
        };
        Ok(Self {
            loaded,
            audit,
            sign_offs,
            since: Since::each(asked, state, &results, today),
            sought,
        })
    }

    pub fn words(&self) -> String {
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
        let mut lines = vec![];
        for (signed, _) in &self.sign_offs {
            let by = &signed.sign_off;
            let (words, seq, stands) = (by.words(), signed.seq, signed.words());
            lines.push(format!("{words}, with entry {seq}: {stands}."));
            let since = self.since(signed);
            lines.extend(since.map(|since| format!("  {}", since.words(self.asked()))));
            lines.extend(by.same_person_words().map(|words| format!("  {words}")));
            let asked = (self.loaded.state).asked_at(signed.seq, &self.loaded.questionnaire);
            let gaps = by.gaps.iter().map(|gap| gap.words(asked));
            lines.extend(gaps.map(|words| format!("  {words}")));
            lines.push(format!(
                "  Fingerprint signed: {}, that of entry {}.",
                by.fingerprint,
                signed.seq - 1
            ));
        }
        let superseded = self.sign_offs.iter().find(|(_, a)| !a.is_empty());
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

    fn asked(&self) -> &Questionnaire {
        &self.loaded.questionnaire
    }

    /// What has changed by date alone since a sign-off; none where it does not stand.
    fn since(&self, signed: &Signed) -> Option<&Since> {
        let mut all = self.since.iter();
        let found = all.find(|(standing, _)| standing.seq == signed.seq);
        found.map(|(_, since)| since)
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
    pub fn is_asked_as_named(&self) -> bool {
        let earlier = self.loaded.state.earlier.iter();
        earlier
            .map(|earlier| &*earlier.questionnaire)
            .chain([self.asked()])
            .all(|asked| AskedBy::of(asked).is != Identity::Imitation)
    }

    /// Whether the record never had the fingerprint asked about.
    pub fn is_not_found(&self) -> bool {
        matches!(self.sought, Some((Sought { seq: None, .. }, _)))
    }

    /// All of it, of a record in the file `path`.
    pub fn json(&self, path: &Path) -> Value {
        let (loaded, asked) = (self.loaded, &self.loaded.questionnaire);
        let hands = self.audit.hands().into_iter();
        let hands = hands.map(|(by, entries)| json!({"name": by, "entries": entries}));
        let migrations = self.migrations().map(|(logged, from, to)| {
            let entry = &logged.entry;
            json!({"entry": entry.seq, "at": entry.at, "by": entry.by, "from": from, "to": to})
        });
        let sign_offs = self.sign_offs.iter().map(|(signed, altered)| {
            let by = &signed.sign_off;
            json!({
                "name": by.name, "role": by.role, "date": by.date,
                "declaration": by.declaration, "entry": signed.seq,
                "fingerprint": by.fingerprint, "fingerprint_entry": signed.seq - 1,
                "stands": signed.superseded_by.is_none(),
                "superseded_by": signed.superseded_by,
                "draft": by.is_draft(),
                "gaps": by.gaps.iter().map(gap_json).collect::<Vec<_>>(),
                "same_person": by.same_person,
                "since": self.since(signed).map(|since| since_json(since, self.asked())),
                "changed_since": altered.iter().map(changes::as_json).collect::<Vec<_>>(),
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

/// What a copy was made from, and who had signed that.
fn redacted_words(redaction: &Redaction) -> Vec<String> {
    let signed = redaction.sign_offs.iter().map(|by| {
        let on = date_words(by.date);
        format!("  It was signed off by {}, {}, on {on}.", by.name, by.role)
    });
    std::iter::once(redaction.words()).chain(signed).collect()
}
