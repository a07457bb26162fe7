//! The log of one record: read whole, held against its own chain, appended to and synced.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use serde_json::{Map, Value};
use tempfile::{NamedTempFile, TempPath};

use super::error::RecordError;
use crate::assessment::{Assessment, Entry, Event, FORMAT, Fingerprint, Logged};
use crate::questionnaire::{self, Questionnaire};
use crate::text;

/// The largest record that is read, in bytes.
const MAX_BYTES: u64 = 256 * 1024 * 1024;

/// A record, read and checked.
#[derive(Debug)]
pub struct Loaded {
    /// The questionnaire in force: the one that the record was begun with, or the one that the
    /// newest migration brought.
    pub questionnaire: Questionnaire,
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

/// The log of one record, open for writing. Holds the lock of the file.
#[derive(Debug)]
pub struct Journal {
    path: PathBuf,
    file: File,
    /// What the file is called until its first entry is on disk. Dropped, it is gone.
    unnamed: Option<TempPath>,
    /// Bytes of all acknowledged lines.
    end: u64,
    seq: u64,
    last: Option<Fingerprint>,
    /// A failed append may have left bytes behind `end`.
    dirty: bool,
}

/// Reads and checks a record, without changing it.
///
/// # Errors
/// Says in which line it is not what it was.
pub fn read(path: &Path) -> Result<Loaded, RecordError> {
    let mut file = File::open(path).map_err(RecordError::io("open", path))?;
    Ok(load(&mut file, path)?.0)
}

/// The JSON Schema of a line.
pub fn schema() -> Value {
    schemars::schema_for!(Entry).to_value()
}

fn load(file: &mut File, path: &Path) -> Result<(Loaded, Tail), RecordError> {
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
    let mut bytes = vec![];
    file.take(MAX_BYTES)
        .read_to_end(&mut bytes)
        .map_err(RecordError::io("read", path))?;
    parse(bytes, path)
}

/// How the file ends.
enum Tail {
    /// With a line break.
    Ended,
    /// With a sound entry that only lacks its line break, as some editors leave it.
    Unended,
    /// With part of a line.
    Torn(Vec<u8>),
}

/// Splits lines, follows the chain, folds.
fn parse(mut bytes: Vec<u8>, path: &Path) -> Result<(Loaded, Tail), RecordError> {
    let whole = bytes.iter().rposition(|b| *b == b'\n').map_or(0, |i| i + 1);
    let rest = bytes.split_off(whole);
    let mut entries: Vec<Logged> = vec![];
    if let Some(body) = bytes.strip_suffix(b"\n") {
        let mut lines = body.split(|b| *b == b'\n').enumerate();
        for (index, line) in lines.by_ref() {
            match parse_line(line, entries.last(), index + 1, path) {
                Ok(logged) => entries.push(logged),
                // Where entries follow, it was a record before its first line was changed.
                Err(RecordError::NotARecord(_)) if lines.any(|(_, line)| is_entry(line)) => {
                    return Err(RecordError::Damaged {
                        path: path.to_owned(),
                        line: 1,
                        says: "it cannot be read".to_owned(),
                    });
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
    let Some(asked) = in_force(&mut entries) else {
        return Err(RecordError::NotARecord(path.to_owned()));
    };
    let questionnaire =
        questionnaire::load(asked.as_bytes()).map_err(|source| RecordError::Questionnaire {
            path: path.to_owned(),
            source,
        })?;
    let state = Assessment::fold(&entries).map_err(|source| RecordError::Fold {
        path: path.to_owned(),
        source,
    })?;
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

/// Checks what claims to be the bytes of a record, whole lines all of them.
pub(super) fn read_bytes(bytes: Vec<u8>, path: &Path) -> Result<Loaded, RecordError> {
    Ok(parse(bytes, path)?.0)
}

pub(super) fn is_entry(line: &[u8]) -> bool {
    serde_json::from_slice::<Entry>(line).is_ok()
}

/// Whether this is a whole JSON object, which no part of one is.
fn is_whole(line: &[u8]) -> bool {
    serde_json::from_slice::<Map<String, Value>>(line).is_ok()
}

/// The questionnaire in force. Taken out of the record where no other version is in it.
fn in_force(entries: &mut [Logged]) -> Option<String> {
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

fn parse_line(
    line: &[u8],
    before: Option<&Logged>,
    number: usize,
    path: &Path,
) -> Result<Logged, RecordError> {
    let damaged = |says: &str| RecordError::Damaged {
        path: path.to_owned(),
        line: number,
        says: says.to_owned(),
    };
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
                Some(found) if found > u64::from(FORMAT) => RecordError::Newer {
                    path: path.to_owned(),
                    line: number,
                    found,
                },
                None if number == 1 => RecordError::NotARecord(path.to_owned()),
                _ => damaged(&format!("it cannot be read ({error})")),
            });
        }
    };
    if u64::from(entry.v) > u64::from(FORMAT) {
        return Err(RecordError::Newer {
            path: path.to_owned(),
            line: number,
            found: entry.v.into(),
        });
    }
    if entry.prev != before.map(|l| l.fingerprint) {
        return Err(damaged("it does not follow from the line before"));
    }
    if usize::try_from(entry.seq) != Ok(number) {
        return Err(damaged("its number is not the number of its line"));
    }
    Ok(Logged {
        entry,
        fingerprint: Fingerprint::of(line),
    })
}

/// An entry, with text that somebody may have put there by hand cleaned.
fn parse_entry(source: &str) -> serde_json::Result<Entry> {
    if source.contains("\\u") || !text::is_clean(source) {
        let mut value: Value = serde_json::from_str(source)?;
        text::clean_json(&mut value);
        serde_json::from_value(value)
    } else {
        serde_json::from_str(source)
    }
}

impl Journal {
    /// Begins a record. The file must not exist yet, and gets its name with its first entry: a
    /// crash before that leaves no record that cannot be opened.
    ///
    /// # Errors
    /// When the file is there already or cannot be written.
    pub fn create(path: &Path) -> Result<Self, RecordError> {
        if path.symlink_metadata().is_ok() {
            let taken = std::io::ErrorKind::AlreadyExists.into();
            return Err(RecordError::io("create", path)(taken));
        }
        // The temporary file is 0600.
        let (file, unnamed) = NamedTempFile::new_in(folder_of(path))
            .map_err(RecordError::io("create", path))?
            .into_parts();
        lock(&file, path)?;
        Ok(Self {
            path: path.to_owned(),
            file,
            unnamed: Some(unnamed),
            end: 0,
            seq: 0,
            last: None,
            dirty: false,
        })
    }

    /// Opens a record for writing. A torn last line is cut off and kept beside the record.
    ///
    /// # Errors
    /// When another process has it open, or it is not what it was. The file is then left as it is.
    pub fn open(path: &Path) -> Result<(Self, Loaded), RecordError> {
        if path.is_dir() {
            return Err(RecordError::NotARecord(path.to_owned()));
        }
        let mut file = OpenOptions::new()
            .read(true)
            .write(true)
            .open(path)
            .map_err(RecordError::io("open for writing", path))?;
        lock(&file, path)?;
        let (mut loaded, tail) = load(&mut file, path)?;
        let mut end = file
            .metadata()
            .map_err(RecordError::io("read", path))?
            .len();
        match tail {
            Tail::Ended => {}
            Tail::Unended => {
                file.seek(SeekFrom::End(0))
                    .and_then(|_| file.write_all(b"\n"))
                    .and_then(|()| file.sync_data())
                    .map_err(RecordError::io("end the last line of", path))?;
                end += 1;
            }
            Tail::Torn(bytes) => {
                let kept = Some(keep_aside(&bytes, path)?);
                end = end.saturating_sub(bytes.len() as u64);
                file.set_len(end)
                    .and_then(|()| file.sync_data())
                    .map_err(RecordError::io("cut the torn last line off", path))?;
                loaded.torn = Some(Torn {
                    bytes: bytes.len(),
                    kept,
                });
            }
        }
        let journal = Self {
            path: path.to_owned(),
            file,
            unnamed: None,
            end,
            seq: loaded.entries.len() as u64,
            last: loaded.entries.last().map(|l| l.fingerprint),
            dirty: false,
        };
        Ok((journal, loaded))
    }

    /// Where the record is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Appends one event and syncs it. When this returns, it is on disk.
    ///
    /// # Errors
    /// When it is not on disk; the record is then as before, and the call can be repeated.
    pub fn append(&mut self, at: Timestamp, by: &str, event: Event) -> Result<Logged, RecordError> {
        self.append_because(at, by, None, event)
    }

    /// Appends one event with the reason for it, and syncs it. When this returns, it is on disk.
    ///
    /// # Errors
    /// As for [`Journal::append`].
    pub fn append_because(
        &mut self,
        at: Timestamp,
        by: &str,
        why: Option<String>,
        event: Event,
    ) -> Result<Logged, RecordError> {
        if self.dirty {
            self.file
                .set_len(self.end)
                .map_err(RecordError::io("clean up", &self.path))?;
            self.dirty = false;
        }
        let entry = Entry {
            v: event.format().max(if why.is_some() { 3 } else { 1 }),
            seq: self.seq + 1,
            at,
            by: by.to_owned(),
            why,
            event,
            prev: self.last,
        };
        let (line, fingerprint) = line_of(&entry, &self.path)?;
        // Until all of it is on disk, whatever part is there does not count.
        self.dirty = true;
        let written = self
            .file
            .seek(SeekFrom::Start(self.end))
            .and_then(|_| self.file.write_all(&line))
            .and_then(|()| self.file.sync_data())
            .map_err(RecordError::io("save to", &self.path))
            .and_then(|()| self.name());
        if let Err(error) = written {
            // Nobody may come back to try again: the part is cut off now, if the disk lets us.
            self.dirty = self.file.set_len(self.end).is_err();
            return Err(error);
        }
        self.dirty = false;
        self.end += line.len() as u64;
        self.seq += 1;
        self.last = Some(fingerprint);
        Ok(Logged { entry, fingerprint })
    }

    /// Gives the file its name, for good, unless it has it.
    fn name(&mut self) -> Result<(), RecordError> {
        let Some(unnamed) = self.unnamed.take() else {
            return Ok(());
        };
        let before = unnamed.to_path_buf();
        if let Err(refused) = unnamed.persist_noclobber(&self.path) {
            self.unnamed = Some(refused.path);
            return Err(RecordError::io("create", &self.path)(refused.error));
        }
        sync_folder(&self.path).inspect_err(|_| {
            if std::fs::rename(&self.path, &before).is_ok() {
                self.unnamed = TempPath::try_from_path(before).ok();
            }
        })
    }
}

fn lock(file: &File, path: &Path) -> Result<(), RecordError> {
    match file.try_lock() {
        Ok(()) => Ok(()),
        Err(TryLockError::WouldBlock) => Err(RecordError::InUse(path.to_owned())),
        // Some network drives know no locks; the record is usable there all the same.
        Err(TryLockError::Error(error)) if error.kind() == std::io::ErrorKind::Unsupported => {
            Ok(())
        }
        Err(TryLockError::Error(error)) => Err(RecordError::io("lock", path)(error)),
    }
}

/// Keeps the bytes of a torn line beside the record, under a name that is free.
fn keep_aside(tail: &[u8], path: &Path) -> Result<PathBuf, RecordError> {
    for number in 1_u32.. {
        let kept = path.with_extension(format!("torn-{number}"));
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        private(&mut options);
        match options.open(&kept) {
            Ok(mut file) => {
                return file
                    .write_all(tail)
                    .and_then(|()| file.sync_all())
                    .map(|()| kept.clone())
                    .map_err(RecordError::io("write", &kept));
            }
            Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err(RecordError::io("create", &kept)(error)),
        }
    }
    Err(RecordError::NotARecord(path.to_owned()))
}

/// The line of an entry, with its line break, and its digest, which does not count that.
fn line_of(entry: &Entry, path: &Path) -> Result<(Vec<u8>, Fingerprint), RecordError> {
    let mut line = serde_json::to_vec(entry)
        .map_err(|error| RecordError::io("write", path)(std::io::Error::other(error)))?;
    let fingerprint = Fingerprint::of(&line);
    line.push(b'\n');
    Ok((line, fingerprint))
}

/// Puts a whole record on disk at once: all of these events, at one moment. The file must not exist
/// yet.
///
/// # Errors
/// When it is there, or cannot be written: then nothing is left.
pub fn write_whole(
    path: &Path,
    at: Timestamp,
    by: &str,
    events: Vec<Event>,
) -> Result<(), RecordError> {
    let mut source = vec![];
    let mut prev = None;
    for (seq, event) in (1..).zip(events) {
        let entry = Entry {
            v: event.format(),
            seq,
            at,
            by: by.to_owned(),
            why: None,
            event,
            prev,
        };
        let (line, fingerprint) = line_of(&entry, path)?;
        source.extend(line);
        prev = Some(fingerprint);
    }
    put_whole(&source, path)
}

/// Puts the bytes of a whole record on disk under a name that is free.
pub(super) fn put_whole(source: &[u8], path: &Path) -> Result<(), RecordError> {
    let writing = |error| RecordError::io("write", path)(error);
    let mut file = NamedTempFile::new_in(folder_of(path)).map_err(writing)?;
    file.write_all(source)
        .and_then(|()| file.as_file().sync_all())
        .map_err(writing)?;
    file.persist_noclobber(path)
        .map_err(|refused| RecordError::io("create", path)(refused.error))?;
    sync_folder(path).inspect_err(|_| {
        let _ = std::fs::remove_file(path);
    })
}

/// Only the owner may read what organisations write about their weaknesses.
#[cfg(unix)]
pub(super) fn private(options: &mut OpenOptions) {
    use std::os::unix::fs::OpenOptionsExt;
    options.mode(0o600);
}

#[cfg(not(unix))]
pub(super) fn private(_: &mut OpenOptions) {}

fn folder_of(path: &Path) -> &Path {
    let folder = path.parent().filter(|f| !f.as_os_str().is_empty());
    folder.unwrap_or(Path::new("."))
}

/// A new file is only there for good once its folder is on disk too.
#[cfg(unix)]
pub(super) fn sync_folder(path: &Path) -> Result<(), RecordError> {
    let folder = folder_of(path);
    File::open(folder)
        .and_then(|folder| folder.sync_all())
        .map_err(RecordError::io("sync", folder))
}

#[cfg(not(unix))]
pub(super) fn sync_folder(_: &Path) -> Result<(), RecordError> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::assessment::Answer;
    use crate::questionnaire::built_in_source;

    fn at() -> Timestamp {
        "2026-11-24T10:00:00Z".parse().unwrap()
    }

    fn created() -> Event {
        Event::Created {
            tool: "test".into(),
            questionnaire: Box::new(serde_json::from_str(built_in_source()).unwrap()),
        }
    }

    fn answered(text: &str) -> Event {
        Event::Answered {
            question: "organisation-name".try_into().unwrap(),
            answer: Answer::Text(text.into()),
        }
    }

    /// A record of three entries, in a folder of its own.
    fn sample() -> (tempfile::TempDir, PathBuf) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("sample.jsonl");
        let mut journal = Journal::create(&path).unwrap();
        for event in [created(), answered("Glan yr Afon"), answered("Tŷ Ŵyn")] {
            journal.append(at(), "Sam", event).unwrap();
        }
        (folder, path)
    }

    #[test]
    fn what_was_appended_is_read_back() {
        let (_folder, path) = sample();
        let loaded = read(&path).unwrap();
        assert_eq!(loaded.entries.len(), 3);
        assert_eq!(
            loaded.state.text(&"organisation-name".try_into().unwrap()),
            "Tŷ Ŵyn"
        );
        assert_eq!(loaded.torn, None);
    }

    #[test]
    fn a_torn_last_line_is_cut_off_and_kept() {
        let (_folder, path) = sample();
        let good = std::fs::read(&path).unwrap();
        let mut torn = good.clone();
        torn.extend_from_slice(b"{\"v\":1,\"seq\":4,\"at");
        std::fs::write(&path, &torn).unwrap();
        assert_eq!(
            read(&path).unwrap().torn,
            Some(Torn {
                bytes: 18,
                kept: None
            })
        );
        assert_eq!(
            std::fs::read(&path).unwrap(),
            torn,
            "reading changes nothing"
        );

        let (mut journal, loaded) = Journal::open(&path).unwrap();
        let kept = loaded.torn.unwrap().kept.unwrap();
        assert_eq!(std::fs::read(kept).unwrap(), b"{\"v\":1,\"seq\":4,\"at");
        assert_eq!(std::fs::read(&path).unwrap(), good);
        journal.append(at(), "Sam", answered("again")).unwrap();
        assert_eq!(read(&path).unwrap().entries.len(), 4);
    }

    #[test]
    fn a_last_line_that_lost_only_its_line_break_still_counts() {
        let (_folder, path) = sample();
        let good = std::fs::read(&path).unwrap();
        std::fs::write(&path, &good[..good.len() - 1]).unwrap();
        assert_eq!(read(&path).unwrap().entries.len(), 3);
        let (mut journal, _) = Journal::open(&path).unwrap();
        assert_eq!(std::fs::read(&path).unwrap(), good);
        journal.append(at(), "Sam", answered("again")).unwrap();
        assert_eq!(read(&path).unwrap().entries.len(), 4);
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

    #[test]
    fn a_record_has_its_name_only_with_its_first_entry_and_takes_no_other_from_it() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("x.jsonl");
        drop(Journal::create(&path).unwrap());
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);

        let mut late = Journal::create(&path).unwrap();
        let mut first = Journal::create(&path).unwrap();
        first.append(at(), "Sam", created()).unwrap();
        let good = std::fs::read(&path).unwrap();
        let error = late.append(at(), "Alex", created()).unwrap_err();
        assert!(error.to_string().contains("x.jsonl"), "{error}");
        assert_eq!(std::fs::read(&path).unwrap(), good);
        drop((first, late));
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn a_second_writer_is_turned_away() {
        let (_folder, path) = sample();
        let (_journal, _) = Journal::open(&path).unwrap();
        let error = Journal::open(&path).unwrap_err();
        assert!(matches!(error, RecordError::InUse(_)), "{error}");
    }

    #[cfg(unix)]
    #[test]
    fn only_the_owner_can_read_it() {
        use std::os::unix::fs::PermissionsExt;
        let (_folder, path) = sample();
        let mode = std::fs::metadata(&path).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
}
