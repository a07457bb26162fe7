//! `verify`: whether a record is what was written, and what has changed since somebody signed it
//! or noted its fingerprint. Reads only, and takes no lock. Exit code 3 when it does not hold.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde_json::{Value, json};

use super::args::Common;
use super::error::CliError;
use super::wizard::library;
use super::{Done, evidence, print, print_json};
use crate::assessment::{
    Altered, Audit, Event, Fingerprint, Logged, Redaction, Signed, Step, StepKind, date_words,
};
use crate::questionnaire::LoadError;
use crate::record::{Loaded, RecordError, name_of, read};
use crate::session::organisation;
use crate::text::{clean_line, counted};

/// Says whether a record holds.
pub fn verify(
    common: &Common,
    file: &str,
    fingerprint: Option<Fingerprint>,
    as_json: bool,
) -> Result<Done, CliError> {
    let path = library(common)?.find(Some(file))?;
    let loaded = match read(&path) {
        Ok(loaded) => loaded,
        Err(RecordError::NotARecord(_)) if is_pdf(&path) => return Err(CliError::Pdf(path)),
        Err(error) if is_damage(&error) => {
            if as_json {
                print_json(&damage_json(&error, &path))?;
            } else {
                print(&format!("Not intact. {error}."))?;
            }
            return Ok(Done::Incomplete);
        }
        Err(error) => return Err(error.into()),
    };
    let sought = fingerprint.map(|fingerprint| Sought::of(fingerprint, &loaded));
    let verdict = Verdict::of(&loaded, sought).map_err(|source| RecordError::Fold {
        path: path.clone(),
        source,
    })?;
    let files = evidence::all(&path, &loaded);
    if as_json {
        let mut value = verdict.json(&path);
        value["evidence"] = evidence::value_of(&files);
        value["redaction"] = json!(loaded.state.redaction);
        print_json(&value)?;
    } else {
        print(&verdict.words())?;
        if let Some(redaction) = &loaded.state.redaction {
            print(&format!("\n{}", redacted_words(redaction).join("\n")))?;
        }
        if !files.is_empty() {
            let files = evidence::words(&loaded, &files).join("\n");
            print(&format!("\nFiles that are named as evidence:\n{files}"))?;
        }
    }
    Ok(match &verdict.sought {
        Some((Sought { seq: None, .. }, _)) => Done::Incomplete,
        _ if !evidence::holds(&files) => Done::Incomplete,
        _ => Done::Well,
    })
}

/// The fingerprint of a record, as people copy it from paper: with spaces, in capitals.
pub fn parse_fingerprint(words: &str) -> Result<Fingerprint, String> {
    let digits: String = words.split_whitespace().collect();
    digits.parse().map_err(|error| {
        let has = digits.chars().count();
        format!("{error}, and this has {has} characters; the front sheet of a report shows all 64")
    })
}

/// Whether a record is not what was written; not when this program cannot tell.
const fn is_damage(error: &RecordError) -> bool {
    match error {
        RecordError::Damaged { .. } | RecordError::Fold { .. } => true,
        RecordError::Questionnaire { source, .. } => !matches!(source, LoadError::Format(_)),
        _ => false,
    }
}

fn damage_json(error: &RecordError, path: &Path) -> Value {
    let line = match error {
        RecordError::Damaged { line, .. } => Some(*line),
        _ => None,
    };
    json!({
        "record": name_of(path), "path": path, "intact": false,
        "line": line, "problem": error.to_string(),
    })
}

/// Whether the file begins like a report.
fn is_pdf(path: &Path) -> bool {
    let mut head = [0; 5];
    let read = File::open(path).and_then(|mut file| file.read_exact(&mut head));
    read.is_ok() && head == *b"%PDF-"
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
struct Verdict<'a> {
    loaded: &'a Loaded,
    audit: Audit<'a>,
    /// What has changed since each sign-off; nothing has since one that stands.
    sign_offs: Vec<(&'a Signed, Vec<Altered>)>,
    sought: Option<(Sought, Vec<Altered>)>,
}

impl<'a> Verdict<'a> {
    fn of(
        loaded: &'a Loaded,
        sought: Option<Sought>,
    ) -> Result<Self, crate::assessment::FoldError> {
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
            sought,
        })
    }

    fn words(&self) -> String {
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
        lines.push(format!(
            "Questionnaire: {}, version {}",
            asked.id, asked.version
        ));
        lines.extend(self.migrations().map(|(logged, from, to)| {
            let entry = &logged.entry;
            format!(
                "  Entry {}, {}, {}: from version {from} to version {to}.",
                entry.seq,
                moment(entry.at),
                named(&entry.by)
            )
        }));
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
            return vec!["Not signed off.".to_owned()];
        }
        let mut lines = vec![];
        for (signed, _) in &self.sign_offs {
            let by = &signed.sign_off;
            lines.push(format!(
                "Signed off by {}, {}, on {}, with entry {}: {}.",
                by.name,
                by.role,
                date_words(by.date),
                signed.seq,
                signed.words()
            ));
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
            lines.extend(altered.iter().flat_map(altered_words));
        }
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
            None => vec![format!(
                "Not found: the record does not have the fingerprint {given}, and never had it. \
                 It is another record, or it was written anew, or entries at its end are missing. \
                 Compare the digits, then ask who keeps the record for the one of that day."
            )],
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
                lines.extend(altered.iter().flat_map(altered_words));
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

    fn json(&self, path: &Path) -> Value {
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
                "changed_since": altered.iter().map(altered_json).collect::<Vec<_>>(),
            })
        });
        let sought = self.sought.as_ref().map(|(sought, altered)| {
            json!({
                "fingerprint": sought.fingerprint, "found": sought.seq.is_some(),
                "entry": sought.seq,
                "changed_since": altered.iter().map(altered_json).collect::<Vec<_>>(),
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
            "questionnaire": {"id": asked.id, "version": asked.version},
            "migrations": migrations.collect::<Vec<_>>(),
            "sign_offs": sign_offs.collect::<Vec<_>>(),
            "asked_about": sought,
        })
    }
}

/// What a copy was made from, and who had signed that.
fn redacted_words(redaction: &Redaction) -> Vec<String> {
    let signed = redaction.sign_offs.iter().map(|by| {
        let on = date_words(by.date);
        format!("  It was signed off by {}, {}, on {on}.", by.name, by.role)
    });
    std::iter::once(redaction.words()).chain(signed).collect()
}

/// What happened to one subject: what it is, each step, and what is left of them.
fn altered_words(altered: &Altered) -> Vec<String> {
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

fn altered_json(altered: &Altered) -> Value {
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

fn named(by: &str) -> &str {
    if by.is_empty() {
        "nobody named yet"
    } else {
        by
    }
}

/// A moment as a person reads it. In UTC, so that it reads the same everywhere.
fn moment(at: Timestamp) -> String {
    let at = TimeZone::UTC.to_datetime(at);
    format!("{}, {} UTC", date_words(at.date()), at.strftime("%H:%M"))
}
