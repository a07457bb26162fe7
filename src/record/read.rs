//! The log of one record, read whole.

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use jiff::civil::Date;
use memchr::{memchr, memmem};
use serde_json::{Map, Value};

use super::chain::{Chain, damaged, is_entry};
use super::error::RecordError;
use super::lines::{MAX_BYTES, kept_in};
use super::place;
use super::reader::{Known, Seen};
use crate::encoding;
use crate::facts::limits::Bounds;
use crate::facts::{Assessment, Event, Logged};
use crate::questionnaire::{self, Questionnaire};
use crate::rules::AsAt;

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
    /// The bytes of all entries, line by line, as they stand in the file, with the lines of other
    /// records between them that merges have brought.
    pub source: Vec<u8>,
}

impl Loaded {
    /// It as it stands on a day.
    pub fn as_at(&self, today: Date) -> AsAt<'_> {
        AsAt {
            asked: &self.questionnaire,
            entries: &self.entries,
            state: &self.state,
            today,
        }
    }
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

/// The JSON Schema of a line, as it is printed. A test holds it against the types.
pub static SCHEMA: &str = include_str!("../../assets/record.schema.json");

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
    match seen.record.take_if(|seen| seen.source == bytes) {
        Some(seen) => Ok((seen, Tail::Ended)),
        None => parse(bytes, path, seen),
    }
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
    if holds_late_pdf(&bytes) {
        return Err(RecordError::LatePdf(path.to_owned()));
    }
    let whole = bytes.iter().rposition(|b| *b == b'\n').map_or(0, |i| i + 1);
    let rest = bytes.split_off(whole);
    let mut chain = Chain::default();
    let (known, end) = take_lines(&mut chain, &bytes, path, seen)?;
    let tail = take_rest(&mut chain, &mut bytes, rest, end, path)?;
    let (mut entries, source) = (chain.entries, bytes);
    let questionnaire = in_force(&mut entries, known, path)?;
    let mut state = Assessment::fold(&entries).map_err(|source| RecordError::Fold {
        path: path.to_owned(),
        source,
    })?;
    hold(&entries, &state, &questionnaire, path)?;
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

/// Takes the lines that have their line breaks. Says by which questionnaire the first asks, where that is
/// known, and where the newest entry ends.
fn take_lines(
    chain: &mut Chain,
    bytes: &[u8],
    path: &Path,
    seen: &mut Seen,
) -> Result<(Option<Known>, usize), RecordError> {
    let mut known = None;
    let (mut at, mut end) = (0, 0);
    let Some(body) = bytes.strip_suffix(b"\n") else {
        return Ok((known, end));
    };
    let mut lines = lines(body).enumerate();
    for (index, line) in lines.by_ref() {
        at += line.len() + 1;
        if let Some(kept) = kept_in(line) {
            let taken = chain.keep(kept, path);
            taken.map_err(|error| edited(error, line, body))?;
            continue;
        }
        let first = (index == 0).then(|| seen.first(line)).flatten();
        let taken = match first {
            Some((entry, questionnaire)) => {
                known = Some(questionnaire);
                chain.follow(entry, line, path)
            }
            None => chain.take(line, path),
        };
        match taken {
            Ok(()) => end = at,
            // Where entries follow, it was a record before its first line was changed.
            Err(RecordError::NotARecord(_))
                if line.strip_prefix(BYTE_ORDER_MARK).is_some_and(is_entry)
                    || lines.any(|(_, line)| is_entry(line)) =>
            {
                let error = damaged(path, 1, "it cannot be read");
                return Err(edited(error, line, body));
            }
            Err(error) => return Err(edited(error, line, body)),
        }
    }
    Ok((known, end))
}

/// Takes what stands behind the last line break, or cuts it off with all behind the newest entry.
fn take_rest(
    chain: &mut Chain,
    bytes: &mut Vec<u8>,
    mut rest: Vec<u8>,
    end: usize,
    path: &Path,
) -> Result<Tail, RecordError> {
    let is_cut = rest.is_empty() || kept_in(&rest).is_some();
    let taken = (!is_cut).then(|| chain.take(&rest, path));
    Ok(match taken {
        Some(Ok(())) => {
            bytes.append(&mut rest);
            bytes.push(b'\n');
            Tail::Unended
        }
        // A crash leaves part of a line. A whole one that does not fit was changed.
        Some(Err(error)) if !chain.entries.is_empty() && is_whole(&rest) => {
            return Err(edited(error, &rest, bytes));
        }
        None if rest.is_empty() && !chain.is_waiting() => Tail::Ended,
        // The lines that a merge brings are nothing without it.
        Some(Err(_)) | None => Tail::Torn([bytes.split_off(end), rest].concat()),
    })
}

/// Readers of PDF look for its beginning in so many bytes.
const PDF_BEGINS_IN: usize = 1024;

/// Whether this is a PDF that something stands before.
fn holds_late_pdf(bytes: &[u8]) -> bool {
    let head = bytes.get(..PDF_BEGINS_IN).unwrap_or(bytes);
    let at = memmem::find(head, b"%PDF-").filter(|at| *at > 0);
    at.is_some() && !begins_record(bytes)
}

/// What is wrong with a line of these, told by what an editor has done to it where that can be seen.
fn edited(error: RecordError, line: &[u8], all: &[u8]) -> RecordError {
    let says = if line.starts_with(BYTE_ORDER_MARK) {
        "a byte order mark stands before it, which an editor has put there when it saved the file; fetch \
         the original again"
    } else if line.trim_ascii().is_empty() {
        "it is blank, as an editor leaves a line; fetch the original again"
    } else if memmem::find(all, b"\r\n").is_some() {
        "an editor or a mail program has saved the file with Windows line endings, so that no line is \
         what it was; fetch the original again"
    } else {
        return error;
    };
    if let RecordError::Damaged { path, line, .. } = error {
        damaged(&path, line, says)
    } else {
        error
    }
}

const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// Holds each entry against what the version that was in force then takes.
fn hold(
    entries: &[Logged],
    state: &Assessment,
    questionnaire: &Questionnaire,
    path: &Path,
) -> Result<(), RecordError> {
    let earlier = state.earlier.iter();
    let mut later = earlier.map(|version| (version.until, &*version.questionnaire));
    let mut bounds = Bounds::default();
    let mut until = match later.next() {
        Some((until, first)) => {
            bounds.ask(first);
            until
        }
        None => {
            bounds.ask(questionnaire);
            u64::MAX
        }
    };
    let mut line = 0;
    for logged in entries {
        if logged.entry.seq >= until {
            let (next, asked) = later.next().unwrap_or((u64::MAX, questionnaire));
            bounds.ask(asked);
            until = next;
        }
        line += 1;
        if let Event::Merged(merge) = &logged.entry.event {
            // The lines that it has brought stand before it, unless it holds them itself.
            line += merge.kept.iter().filter(|kept| kept.line.is_some()).count();
        }
        let held = bounds.hold(&logged.entry);
        held.map_err(|overlong| damaged(path, line, &overlong.to_string()))?;
    }
    Ok(())
}

/// Whether bytes begin as those of a record do, also one that is damaged, cut or of a newer format.
pub(crate) fn begins_record(bytes: &[u8]) -> bool {
    let bytes = bytes
        .strip_prefix(BYTE_ORDER_MARK)
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

/// The questionnaire in force, where the first is known or is not.
fn in_force(
    entries: &mut [Logged],
    known: Option<Known>,
    path: &Path,
) -> Result<Arc<Questionnaire>, RecordError> {
    match known {
        Some(known) if Assessment::last_migration(entries).is_none() => {
            return Ok(known.questionnaire());
        }
        Some(known) => known.put_into(entries),
        None => {}
    }
    let Some(asked) = asked(entries) else {
        return Err(RecordError::NotARecord(path.to_owned()));
    };
    questionnaire::load_kept(asked.as_bytes())
        .map(Arc::new)
        .map_err(|source| RecordError::Questionnaire {
            path: path.to_owned(),
            source,
        })
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

#[cfg(test)]
mod tests {
    use schemars::JsonSchema;
    use serde_json::json;

    use super::*;
    use crate::facts::{
        Change, Entry, Fingerprint, Merge, Note, Origin, Redaction, SignOff, limits,
    };
    use crate::propose::Accepted;
    use crate::record::journal::Journal;
    use crate::record::sample::{answered, at, created, sample};
    use crate::record::{Lines, missing};

    /// A line of a record.
    #[derive(JsonSchema)]
    #[serde(untagged)]
    #[expect(dead_code, reason = "only its schema is used")]
    enum Line {
        Entry(Box<Entry>),
        Kept(KeptLine),
    }

    /// A line of another record, which the next merge brings. Its bytes between `{"v":6,"kept":` and the
    /// last brace are those that it has there. Format 6.
    #[derive(JsonSchema)]
    #[schemars(deny_unknown_fields)]
    #[expect(dead_code, reason = "only its schema is used")]
    struct KeptLine {
        /// Version of the entry format.
        v: u32,
        /// The line.
        kept: Box<Entry>,
    }

    #[test]
    fn the_schema_is_the_one_that_the_lines_give() {
        let made = schemars::schema_for!(Line);
        crate::schema::holds("assets/record.schema.json", SCHEMA, made);
    }

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
    fn what_an_editor_has_done_to_a_record_is_told_in_words() {
        let (_folder, path) = sample();
        let good = std::fs::read_to_string(&path).unwrap();
        let first = good.lines().next().unwrap();
        for (text, at, says) in [
            (
                format!("\u{feff}{good}"),
                1,
                "a byte order mark stands before it",
            ),
            (
                format!("\u{feff}{first}\n"),
                1,
                "a byte order mark stands before it",
            ),
            (good.replace('\n', "\r\n"), 2, "Windows line endings"),
            (
                good.trim_end().replace('\n', "\r\n"),
                2,
                "Windows line endings",
            ),
            (format!("\n{good}"), 1, "it is blank"),
            (format!("{good}\n"), 4, "it is blank"),
            (format!("{good}  \n"), 4, "it is blank"),
        ] {
            std::fs::write(&path, &text).unwrap();
            let error = read(&path).unwrap_err();
            assert!(
                matches!(error, RecordError::Damaged { line, .. } if line == at),
                "{error}"
            );
            let error = error.to_string();
            assert!(
                error.contains(says) && error.contains("fetch the original again"),
                "{error}"
            );
        }
        for text in ["\n%PDF-1.7\n", "From: a mail\n\n%PDF-1.7\n"] {
            std::fs::write(&path, text).unwrap();
            let error = read(&path).unwrap_err();
            assert!(matches!(error, RecordError::LatePdf(_)), "{error}");
        }
        let note = good.replacen("\"by\":\"", "\"by\":\"%PDF-", 1);
        std::fs::write(&path, note).unwrap();
        assert!(
            !matches!(read(&path), Err(RecordError::LatePdf(_))),
            "it is a record"
        );
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
        let note = Event::Changed(Change::note(
            "vpn".try_into().unwrap(),
            Note {
                text: "x".repeat(4001),
                for_board: false,
            },
        ));
        let refused = journal
            .append(at, "Sam", Accepted::unheld(note.clone()))
            .unwrap_err();
        assert!(matches!(refused, RecordError::Overlong(_)), "{refused}");
        let refused = journal.append_all(
            at,
            "Sam",
            ([note.clone()]).into_iter().map(Accepted::unheld),
        );
        assert!(matches!(refused, Err(RecordError::Overlong(_))));
        assert_eq!(std::fs::read(&path).unwrap(), loaded.source);
        let long = answered(&"x".repeat(161));
        for event in [long, note] {
            let refused = journal
                .append(at, "Sam", Accepted::unheld(event.clone()))
                .unwrap_err();
            assert!(matches!(refused, RecordError::Overlong(_)), "{refused}");
            let begun = Lines::new(at, "Sam", [created(), event.clone()]);
            assert!(matches!(begun, Err(RecordError::Overlong(_))));
            let error = by_hand(&loaded, [event]).unwrap_err();
            assert!(error.to_string().contains("characters"), "{error}");
            assert!(
                matches!(error, RecordError::Damaged { line: 4, .. }),
                "{error}"
            );
        }
        assert_eq!(std::fs::read(&path).unwrap(), loaded.source);
    }

    /// Reads the record with these entries more, which this program would not write.
    fn by_hand(
        loaded: &Loaded,
        events: impl IntoIterator<Item = Event>,
    ) -> Result<Loaded, RecordError> {
        let mut bytes = loaded.source.clone();
        let mut prev = loaded.entries.last().map(|l| l.fingerprint);
        for (seq, event) in (loaded.entries.len() as u64 + 1..).zip(events) {
            let entry = Entry {
                v: event.format(),
                seq,
                at: at(),
                by: "Sam".into(),
                why: None,
                event,
                prev,
            };
            let line = serde_json::to_vec(&entry).unwrap();
            prev = Some(Fingerprint::of(&line));
            bytes.extend_from_slice(&line);
            bytes.push(b'\n');
        }
        read_bytes(bytes, Path::new("by-hand"))
    }

    #[test]
    fn an_answer_is_held_to_the_version_that_was_in_force() {
        let (_folder, path) = sample();
        let (mut journal, loaded) = Journal::open(&path).unwrap();
        let mut later: Value = serde_json::from_str(questionnaire::built_in_source()).unwrap();
        later["version"] = "2099.1".into();
        let asks = later.pointer_mut("/organisation/questions/0").unwrap();
        assert_eq!(asks["id"], "organisation-name");
        asks["input"]["line"]["max"] = 170.into();
        let migrated = Event::Migrated {
            tool: "test".into(),
            questionnaire: Box::new(later),
        };
        let name = |length| answered(&"x".repeat(length));
        for (before, after, line) in [(160, 170, None), (160, 171, Some(6)), (161, 170, Some(4))] {
            let events = [name(before), migrated.clone(), name(after)];
            let found = match by_hand(&loaded, events.clone()) {
                Ok(_) => None,
                Err(RecordError::Damaged { line, .. }) => Some(line),
                Err(other) => panic!("{other}"),
            };
            assert_eq!(found, line);
            // The journal takes what the reader takes.
            let written = Lines::new(at(), "", [created()].into_iter().chain(events.clone()));
            assert_eq!(written.is_ok(), line.is_none());
        }
        journal
            .append(at(), "Sam", Accepted::unheld(migrated))
            .unwrap();
        journal
            .append(at(), "Sam", Accepted::unheld(name(170)))
            .unwrap();
        let refused = journal
            .append(at(), "Sam", Accepted::unheld(name(171)))
            .unwrap_err();
        assert!(matches!(refused, RecordError::Overlong(_)), "{refused}");
        read(&path).unwrap();
    }

    #[test]
    fn a_record_and_its_copies_hold_so_many_sign_offs_and_no_more() {
        let signed = SignOff {
            name: "Ada Fell".into(),
            role: "Lead director".into(),
            declaration: "It is so.".into(),
            date: jiff::civil::date(2026, 11, 24),
            fingerprint: Fingerprint::NONE,
            gaps: vec![],
            same_person: None,
        };
        let copied = |count| {
            let redaction = Redaction {
                of: Origin {
                    record: "x".into(),
                    organisation: "x".into(),
                    version: "1".into(),
                    fingerprint: Fingerprint::NONE,
                    last: at(),
                },
                without: Default::default(),
                sign_offs: vec![signed.clone(); count],
            };
            Event::Redacted(Box::new(redaction))
        };
        let begun = Lines::new(at(), "", [created()]).unwrap();
        let begun = begun.read(Path::new("x")).unwrap();
        for (count, is_taken) in [(limits::SIGN_OFFS, true), (limits::SIGN_OFFS + 1, false)] {
            let written = Lines::new(at(), "", [created(), copied(count)]);
            assert_eq!(written.is_ok(), is_taken);
            assert_eq!(by_hand(&begun, [copied(count)]).is_ok(), is_taken);
        }
        let sign = || Event::SignedOff(signed.clone());
        for before in [0, limits::SIGN_OFFS - 1] {
            let mut all = Lines::new(at(), "", [created(), copied(before)]).unwrap();
            for _ in before..limits::SIGN_OFFS {
                all.add(at(), "Sam", Accepted::unheld(sign())).unwrap();
            }
            let refused = all.add(at(), "Sam", Accepted::unheld(sign())).unwrap_err();
            assert!(refused.to_string().contains("501 sign-offs"), "{refused}");
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

    /// A record that has joined two lines of a copy of it: the whole text.
    fn joined() -> (tempfile::TempDir, PathBuf, String) {
        let (folder, path) = sample();
        let copy = folder.path().join("copy.jsonl");
        std::fs::copy(&path, &copy).unwrap();
        for words in ["one \\ “two”", "two"] {
            let (mut journal, _) = Journal::open(&copy).unwrap();
            journal
                .append(at(), "Ben", Accepted::unheld(answered(words)))
                .unwrap();
        }
        let (mut journal, ours) = Journal::open(&path).unwrap();
        let theirs = read(&copy).unwrap();
        let last = theirs.entries.last().unwrap();
        let merge = Merge {
            other: Origin {
                record: "copy".into(),
                organisation: String::new(),
                version: theirs.questionnaire.version.clone(),
                fingerprint: last.fingerprint,
                last: last.entry.at,
            },
            common: 3,
            lines: vec![],
            kept: missing(&ours, &theirs).unwrap(),
            seen: vec![],
            takes: vec![],
            renumbered: vec![],
            changed: Default::default(),
            titles: Default::default(),
        };
        let event = Event::Merged(Box::new(merge));
        let logged = journal
            .append(at(), "Sam", Accepted::unheld(event))
            .unwrap();
        let text = std::fs::read_to_string(&path).unwrap();
        assert_eq!(read(&path).unwrap().entries.last(), Some(&logged));
        for line in std::fs::read_to_string(&copy).unwrap().lines().skip(3) {
            assert_eq!(text.matches(line).count(), 1, "held once, byte by byte");
        }
        (folder, path, text)
    }

    #[test]
    fn what_a_merge_has_brought_is_refused_where_it_is_not_what_it_was() {
        let (_folder, path, text) = joined();
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(lines.len(), 6);
        let kept = |line: &str| format!("{{\"v\":6,\"kept\":{line}}}");
        let (own, none, tiny) = (kept(lines[1]), kept("nothing"), kept("{}"));
        let newer = kept("{\"v\":9,\"seq\":4,\"event\":{\"type\":\"beamed\"}}");
        let [a, b, c, first, second, merge] = lines[..].try_into().unwrap();
        let changed = first.replace("two", "too");
        for (text, line, says) in [
            (
                vec![a, b, c, first, second, second, merge],
                6,
                "held already",
            ),
            (vec![a, b, c, &own, merge], 4, "held already"),
            (vec![a, b, c, second, merge], 4, "follows on none"),
            (vec![a, b, c, &changed, second, merge], 5, "follows on none"),
            (vec![a, b, c, second, first, merge], 4, "follows on none"),
            (vec![a, b, first, second, c, merge], 3, "follows on none"),
            (vec![a, b, c, first, merge], 5, "not what it was"),
            (vec![a, b, c, merge], 4, "not what it was"),
            (vec![a, b, c, &none, merge], 4, "it cannot be read"),
            (vec![a, b, c, &newer, merge], 4, "format 9"),
            (vec![a, b, c, &tiny, &tiny, merge], 4, "cannot be read"),
        ] {
            std::fs::write(&path, text.join("\n") + "\n").unwrap();
            let error = read(&path).unwrap_err().to_string();
            let at = format!("line {line}: ");
            assert!(
                error.contains(&at) && error.contains(says),
                "{says}: {error}"
            );
        }
        // An entry of another kind does not bring them.
        let next = Entry {
            v: 1,
            seq: 4,
            at: at(),
            by: "Sam".into(),
            why: None,
            event: answered("three"),
            prev: Some(Fingerprint::of(c.as_bytes())),
        };
        let next = serde_json::to_string(&next).unwrap();
        std::fs::write(&path, [a, b, c, first, &next].join("\n") + "\n").unwrap();
        let error = read(&path).unwrap_err().to_string();
        assert!(
            error.contains("line 5: ") && error.contains("no merge"),
            "{error}"
        );
    }

    #[test]
    fn lines_that_a_crash_has_left_without_their_merge_are_set_aside() {
        let (_folder, path, text) = joined();
        let before: usize = text.split_inclusive('\n').take(3).map(str::len).sum();
        // At each end of a line and beside it, and within each.
        let ends = text.match_indices('\n').map(|(at, _)| at).skip(2);
        let ends: Vec<usize> = ends.flat_map(|at| [at - 99, at - 1, at, at + 1]).collect();
        for end in ends.into_iter().filter(|end| *end > before) {
            std::fs::write(&path, &text[..end]).unwrap();
            let is_whole = end + 1 >= text.len();
            let loaded = read(&path).unwrap();
            assert_eq!(loaded.entries.len(), if is_whole { 4 } else { 3 }, "{end}");
            let torn = loaded.torn.map(|torn| torn.bytes);
            assert_eq!(torn, (!is_whole).then_some(end - before), "{end}");
            let (mut journal, _) = Journal::open(&path).unwrap();
            journal
                .append(at(), "Sam", Accepted::unheld(answered("again")))
                .unwrap();
            let now = std::fs::read_to_string(&path).unwrap();
            let kept = if is_whole { text.len() } else { before };
            assert!(now.starts_with(&text[..kept]));
            assert_eq!(now.lines().count(), if is_whole { 7 } else { 4 });
            read(&path).unwrap();
        }
    }
}
