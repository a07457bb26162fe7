//! The log of one record, read whole and held against its own chain.

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use memchr::memchr;
use serde_json::{Map, Value};

use super::error::RecordError;
use super::place;
use super::reader::{Known, Seen};
use super::unique;
use crate::assessment::{Assessment, Entry, Event, FORMAT, Fingerprint, Logged, limits};
use crate::questionnaire::{self, Questionnaire};
use crate::{encoding, text};

/// The largest record that is read, in bytes.
const MAX_BYTES: u64 = 256 * 1024 * 1024;

/// A record, read and checked.
#[derive(Debug)]
pub struct Loaded {
    /// The questionnaire in force: the one that the record was begun with, or the one that the
    /// newest migration brought.
    pub questionnaire: Arc<Questionnaire>,
    /// All entries. The first has given its questionnaire to the field above, unless another
    /// version followed: then all are needed to fold the record again.
    pub entries: Vec<Logged>,
    /// The state that they fold to.
    pub state: Assessment,
    /// What a crash left of a last line, if it left anything.
    pub torn: Option<Torn>,
    /// The bytes of all entries, line by line, as they stand in the file.
    pub source: Vec<u8>,
}

/// A last line that was never finished, and so never acknowledged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Torn {
    /// How many bytes it has.
    pub bytes: usize,
    /// Where it is kept, once it was cut off.
    pub kept: Option<PathBuf>,
}

/// Reads and checks a record, without changing it.
///
/// # Errors
/// Says in which line it is not what it was.
pub fn read(path: &Path) -> Result<Loaded, RecordError> {
    read_after(&mut Seen::default(), path)
}

/// The JSON Schema of a line.
pub fn schema() -> Value {
    schemars::schema_for!(Entry).to_value()
}

/// Checks the bytes of a record that stands in no file of its own. Messages call it `name`.
///
/// # Errors
/// Says in which line it is not what it was.
pub fn read_bytes(bytes: Vec<u8>, name: &Path) -> Result<Loaded, RecordError> {
    Ok(parse(bytes, name, &mut Seen::default())?.0)
}

/// Reads a record as [`read`] does, faster where its questionnaire was seen in another.
pub(super) fn read_after(seen: &mut Seen, path: &Path) -> Result<Loaded, RecordError> {
    let mut file = File::open(place::real_path(path)?).map_err(RecordError::io("open", path))?;
    Ok(load(&mut file, path, seen)?.0)
}

pub(super) fn load(
    file: &mut File,
    path: &Path,
    seen: &mut Seen,
) -> Result<(Loaded, Tail), RecordError> {
    let meta = file.metadata().map_err(RecordError::io("read", path))?;
    if !meta.is_file() {
        return Err(RecordError::NotARecord(path.to_owned()));
    }
    if meta.len() > MAX_BYTES {
        return Err(RecordError::TooLarge {
            path: path.to_owned(),
            max: MAX_BYTES,
        });
    }
    let mut bytes = Vec::with_capacity(usize::try_from(meta.len()).unwrap_or(0) + 1);
    file.take(MAX_BYTES)
        .read_to_end(&mut bytes)
        .map_err(RecordError::io("read", path))?;
    parse(bytes, path, seen)
}

/// How the file ends.
pub(super) enum Tail {
    /// With a line break.
    Ended,
    /// With a sound entry that only lacks its line break, as some editors leave it.
    Unended,
    /// With part of a line.
    Torn(Vec<u8>),
}

/// Splits lines, follows the chain, folds.
fn parse(mut bytes: Vec<u8>, path: &Path, seen: &mut Seen) -> Result<(Loaded, Tail), RecordError> {
    if let Some(encoding) = encoding::wide(&bytes) {
        let path = path.to_owned();
        return Err(RecordError::Wide { path, encoding });
    }
    let whole = bytes.iter().rposition(|b| *b == b'\n').map_or(0, |i| i + 1);
    let rest = bytes.split_off(whole);
    let mut entries: Vec<Logged> = vec![];
    let mut known = None;
    if let Some(body) = bytes.strip_suffix(b"\n") {
        let mut lines = lines(body).enumerate();
        for (index, line) in lines.by_ref() {
            let entry = match index {
                0 => seen.first(line),
                _ => None,
            };
            let parsed = match entry {
                Some((entry, questionnaire)) => {
                    known = Some(questionnaire);
                    follow(entry, line, None, 1, path)
                }
                None => parse_line(line, entries.last(), index + 1, path),
            };
            match parsed {
                Ok(logged) => entries.push(logged),
                // Where entries follow, it was a record before its first line was changed.
                Err(RecordError::NotARecord(_)) if lines.any(|(_, line)| is_entry(line)) => {
                    return Err(damaged(path, 1, "it cannot be read"));
                }
                Err(error) => return Err(error),
            }
        }
    }
    let mut source = bytes;
    let tail = if rest.is_empty() {
        Tail::Ended
    } else {
        match parse_line(&rest, entries.last(), entries.len() + 1, path) {
            Ok(last) => {
                entries.push(last);
                source.extend_from_slice(&rest);
                source.push(b'\n');
                Tail::Unended
            }
            // A crash leaves part of a line. A whole one that does not fit was changed.
            Err(error) if !entries.is_empty() && is_whole(&rest) => return Err(error),
            Err(_) => Tail::Torn(rest),
        }
    };
    let questionnaire = in_force(&mut entries, known, &source, path, seen)?;
    hold(&entries, &questionnaire, path)?;
    let mut state = Assessment::fold(&entries).map_err(|source| RecordError::Fold {
        path: path.to_owned(),
        source,
    })?;
    state.hold_sign_offs(&questionnaire);
    let torn = match &tail {
        Tail::Torn(bytes) => Some(Torn {
            bytes: bytes.len(),
            kept: None,
        }),
        Tail::Ended | Tail::Unended => None,
    };
    let loaded = Loaded {
        questionnaire,
        entries,
        state,
        torn,
        source,
    };
    Ok((loaded, tail))
}

/// Holds the answers against the questions. Those to an earlier version may have had more room.
fn hold(entries: &[Logged], questionnaire: &Questionnaire, path: &Path) -> Result<(), RecordError> {
    if Assessment::last_migration(entries).is_some() {
        return Ok(());
    }
    let asked = limits::Asked::by(questionnaire);
    (1..).zip(entries).try_for_each(|(line, logged)| {
        let held = asked.check(&logged.entry.event);
        held.map_err(|overlong| damaged(path, line, &overlong.to_string()))
    })
}

pub(super) fn is_entry(line: &[u8]) -> bool {
    serde_json::from_slice::<Entry>(line).is_ok()
}

/// Whether bytes begin as those of a record do, also one that is damaged, cut or of a newer format.
pub fn begins_record(bytes: &[u8]) -> bool {
    let bytes = bytes
        .strip_prefix(b"\xef\xbb\xbf")
        .unwrap_or(bytes)
        .trim_ascii_start();
    lines(bytes).next().is_some_and(is_entry) || bytes.starts_with(br#"{"v":"#)
}

/// Whether this is a whole JSON object, which no part of one is.
fn is_whole(line: &[u8]) -> bool {
    serde_json::from_slice::<Map<String, Value>>(line).is_ok()
}

/// The lines of a text, without their line breaks.
fn lines(text: &[u8]) -> impl Iterator<Item = &[u8]> {
    let mut left = Some(text);
    std::iter::from_fn(move || {
        let text = left?;
        let end = memchr(b'\n', text);
        left = end.and_then(|end| text.get(end + 1..));
        text.get(..end.unwrap_or(text.len()))
    })
}

/// The questionnaire in force, of a record with these bytes.
fn in_force(
    entries: &mut [Logged],
    known: Option<Known>,
    bytes: &[u8],
    path: &Path,
    seen: &mut Seen,
) -> Result<Arc<Questionnaire>, RecordError> {
    let is_first = Assessment::last_migration(entries).is_none();
    match known {
        Some(known) if is_first => return Ok(known.questionnaire()),
        Some(known) => known.put_into(entries),
        None => {}
    }
    let Some(asked) = asked(entries) else {
        return Err(RecordError::NotARecord(path.to_owned()));
    };
    let questionnaire = questionnaire::load_kept(asked.as_bytes()).map_err(|source| {
        RecordError::Questionnaire {
            path: path.to_owned(),
            source,
        }
    })?;
    let questionnaire = Arc::new(questionnaire);
    if let Some(line) = lines(bytes).next()
        && is_first
    {
        seen.keep(line, &asked, &questionnaire);
    }
    Ok(questionnaire)
}

/// The source of the questionnaire in force. Taken out of the record where no other version is in
/// it.
fn asked(entries: &mut [Logged]) -> Option<String> {
    if let Some(migration) = Assessment::last_migration(entries) {
        return migration.entry.event.questionnaire().map(Value::to_string);
    }
    match entries.first_mut().map(|l| &mut l.entry.event) {
        Some(Event::Created { questionnaire, .. }) => {
            Some(std::mem::take(questionnaire.as_mut()).to_string())
        }
        _ => None,
    }
}

fn damaged(path: &Path, line: usize, says: &str) -> RecordError {
    RecordError::Damaged {
        path: path.to_owned(),
        line,
        says: says.to_owned(),
    }
}

fn newer(path: &Path, line: usize, found: u64) -> RecordError {
    RecordError::Newer {
        path: path.to_owned(),
        line,
        found,
    }
}

fn parse_line(
    line: &[u8],
    before: Option<&Logged>,
    number: usize,
    path: &Path,
) -> Result<Logged, RecordError> {
    let damaged = |says: &str| damaged(path, number, says);
    let Ok(source) = std::str::from_utf8(line) else {
        return Err(if number == 1 {
            RecordError::NotARecord(path.to_owned())
        } else {
            damaged("it is not UTF-8 text")
        });
    };
    let entry: Entry = match parse_entry(source) {
        Ok(entry) => entry,
        Err(error) => {
            let value: Option<Value> = serde_json::from_str(source).ok();
            let found = value.as_ref().and_then(|v| v.get("v")?.as_u64());
            return Err(match found {
                Some(found) if found > u64::from(FORMAT) => newer(path, number, found),
                None if number == 1 => RecordError::NotARecord(path.to_owned()),
                _ => damaged(&format!("it cannot be read ({error})")),
            });
        }
    };
    follow(entry, line, before, number, path)
}

/// Holds an entry against the one before it and the number of its line.
fn follow(
    entry: Entry,
    line: &[u8],
    before: Option<&Logged>,
    number: usize,
    path: &Path,
) -> Result<Logged, RecordError> {
    let damaged = |says: &str| damaged(path, number, says);
    if u64::from(entry.v) > u64::from(FORMAT) {
        return Err(newer(path, number, entry.v.into()));
    }
    if entry.prev != before.map(|l| l.fingerprint) {
        return Err(damaged("it does not follow from the line before"));
    }
    if usize::try_from(entry.seq) != Ok(number) {
        return Err(damaged("its number is not the number of its line"));
    }
    limits::check(&entry).map_err(|overlong| damaged(&overlong.to_string()))?;
    Ok(Logged {
        entry,
        fingerprint: Fingerprint::of(line),
    })
}

/// An entry, with text that somebody may have put there by hand cleaned. The lines of another
/// record, which a merge keeps, stay byte by byte.
fn parse_entry(source: &str) -> serde_json::Result<Entry> {
    unique::check(source)?;
    if needs_cleaning(source) {
        let mut value: Value = serde_json::from_str(source)?;
        let lines = value.pointer_mut("/event/lines").map(Value::take);
        text::clean_json(&mut value);
        if let (Some(place), Some(lines)) = (value.pointer_mut("/event/lines"), lines) {
            *place = lines;
        }
        serde_json::from_value(value)
    } else {
        serde_json::from_str(source)
    }
}

/// Escapes can hide what the bytes do not show.
pub(super) fn needs_cleaning(source: &str) -> bool {
    source.contains("\\u") || !text::is_clean(source)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::record::Lines;
    use crate::record::journal::Journal;
    use crate::record::sample::sample;

    #[test]
    fn lines_that_are_missing_or_swapped_are_named() {
        let (_folder, path) = sample();
        let good = std::fs::read_to_string(&path).unwrap();
        let lines: Vec<&str> = good.lines().collect();
        let missing = format!("{}\n{}\n", lines[0], lines[2]);
        let swapped = format!("{}\n{}\n{}\n", lines[0], lines[2], lines[1]);
        let blank = format!("{}\n\n{}\n", lines[0], lines[1]);
        for text in [missing, swapped, blank] {
            std::fs::write(&path, &text).unwrap();
            let error = Journal::open(&path).unwrap_err();
            assert!(
                matches!(error, RecordError::Damaged { line: 2, .. }),
                "{error}"
            );
            assert_eq!(
                std::fs::read_to_string(&path).unwrap(),
                text,
                "left as it is"
            );
        }
    }

    #[test]
    fn a_whole_last_line_that_does_not_fit_was_not_cut_short_by_a_crash() {
        let (_folder, path) = sample();
        let good = std::fs::read_to_string(&path).unwrap();
        let bad = good.replacen("Glan yr Afon", "Glan y Mor", 1);
        std::fs::write(&path, bad.trim_end()).unwrap();
        let error = Journal::open(&path).unwrap_err();
        assert!(
            matches!(error, RecordError::Damaged { line: 3, .. }),
            "{error}"
        );
        assert_eq!(std::fs::read_to_string(&path).unwrap(), bad.trim_end());
    }

    #[test]
    fn a_record_whose_first_line_was_broken_is_still_one() {
        let (_folder, path) = sample();
        let good = std::fs::read_to_string(&path).unwrap();
        std::fs::write(&path, good.replacen('{', "[", 1)).unwrap();
        let error = read(&path).unwrap_err();
        assert!(
            matches!(error, RecordError::Damaged { line: 1, .. }),
            "{error}"
        );
    }

    #[test]
    fn a_text_longer_than_anybody_can_enter_is_refused_in_its_line() {
        let (_folder, path) = sample();
        let (mut journal, loaded) = Journal::open(&path).unwrap();
        let at = crate::record::sample::at();
        let note = Event::Noted {
            scenario: "vpn".try_into().unwrap(),
            text: "x".repeat(4001),
            for_board: false,
        };
        let refused = journal.append(at, "Sam", note.clone()).unwrap_err();
        assert!(matches!(refused, RecordError::Overlong { .. }), "{refused}");
        let refused = journal.append_all(at, "Sam", None, [note.clone()]);
        assert!(matches!(refused, Err(RecordError::Overlong { .. })));
        assert_eq!(std::fs::read(&path).unwrap(), loaded.source);
        let long = crate::record::sample::answered(&"x".repeat(161));
        for event in [long, note] {
            let mut lines = Lines::of(&loaded);
            lines.add(at, "Sam", None, event).unwrap();
            let error = lines.read(&path).unwrap_err();
            assert!(error.to_string().contains("characters"), "{error}");
            assert!(
                matches!(error, RecordError::Damaged { line: 4, .. }),
                "{error}"
            );
        }
    }

    #[test]
    fn what_is_no_record_is_told_apart_from_a_newer_one() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("x.jsonl");
        for bytes in [&b"hello\n"[..], b"", b"{}\n", b"\xff\xfe\n", b"\n"] {
            std::fs::write(&path, bytes).unwrap();
            let error = read(&path).unwrap_err();
            assert!(
                matches!(error, RecordError::NotARecord(_)),
                "{bytes:?}: {error}"
            );
        }
        let newer = json!({"v": 9, "seq": 1, "event": {"type": "beamed"}});
        std::fs::write(&path, format!("{newer}\n")).unwrap();
        let error = read(&path).unwrap_err();
        assert!(
            matches!(error, RecordError::Newer { found: 9, .. }),
            "{error}"
        );
    }
}
