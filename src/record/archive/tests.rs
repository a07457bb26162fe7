use std::path::PathBuf;

use serde_json::{Value, json};
use tempfile::TempDir;

use super::*;
use crate::facts::{Answer, Change, Event};
use crate::propose::Accepted;
use crate::record::disk::RealDisk;
use crate::record::{Journal, Library, Places, drafts, read};

/// A record of five entries that names one file, which is there, with a draft.
struct Sample {
    folder: TempDir,
    record: PathBuf,
}

const PICTURE: &[u8] = b"\x89PNG\r\n\x1a\n and so on";

fn answered(text: &str) -> Event {
    Event::Changed(Change::Answer(
        "library-name".try_into().unwrap(),
        Some(Answer::Text(text.into())),
    ))
}

fn referenced(path: &str, bytes: &[u8]) -> Event {
    Event::Changed(Change::File(
        "what-is-backed-up".try_into().unwrap(),
        EvidenceFile {
            path: path.into(),
            bytes: bytes.len() as u64,
            sha256: Fingerprint::of(bytes),
        },
    ))
}

fn append(record: &Path, event: Event) {
    let (mut journal, _) = Journal::open(record).unwrap();
    let at = "2026-11-24T11:00:00Z".parse().unwrap();
    journal.append(at, "Sam", Accepted::unheld(event)).unwrap();
}

impl Sample {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let record = folder.path().join("fell-side.jsonl");
        let source = include_str!("../../../tests/backups.json");
        let created = Event::Created {
            tool: "test".into(),
            questionnaire: Box::new(serde_json::from_str(source).unwrap()),
        };
        let mut journal = Journal::create(&record).unwrap();
        let at = "2026-11-24T10:00:00Z".parse().unwrap();
        for event in [
            created,
            answered("Fell “Side”\\"),
            answered("Tŷ Gŵyn"),
            referenced("shots/a.png", PICTURE),
            referenced("../../b.png", PICTURE),
        ] {
            journal.append(at, "Sam", Accepted::unheld(event)).unwrap();
        }
        std::fs::create_dir(folder.path().join("shots")).unwrap();
        std::fs::write(folder.path().join("shots/a.png"), PICTURE).unwrap();
        let drafts = Drafts::from([("organisation/note".to_owned(), "half a sent".to_owned())]);
        drafts::save(&RealDisk, &record, &drafts).unwrap();
        Self { folder, record }
    }

    fn pack(&self, with_evidence: bool) -> (Archive, Vec<Missed>) {
        let loaded = read(&self.record).unwrap();
        let places = with_evidence.then(Places::default);
        Archive::pack(&self.record, &loaded, places.as_ref()).unwrap()
    }

    /// Puts these bytes into a file and opens it as an export.
    fn open(&self, bytes: &[u8]) -> Result<Unpacked, ArchiveError> {
        let path = self.folder.path().join("export");
        std::fs::write(&path, bytes).unwrap();
        Unpacked::open(&path)
    }

    fn library(&self) -> Library {
        Library::at(Some(self.folder.path().join("library"))).unwrap()
    }
}

#[test]
fn the_schema_is_the_one_that_the_types_give() {
    let made = schemars::schema_for!(Archive);
    crate::schema::holds("assets/export-file.schema.json", SCHEMA, made);
}

#[test]
fn what_was_exported_is_imported_byte_for_byte() {
    let sample = Sample::new();
    let (archive, missed) = sample.pack(true);
    let [(file, found)] = &missed[..] else {
        panic!("{missed:?}")
    };
    assert_eq!(
        (file.path.as_str(), found.id()),
        ("../../b.png", "not-looked-at")
    );
    let bytes = archive.to_bytes().unwrap();
    assert_eq!(
        sample.pack(true).0.to_bytes().unwrap(),
        bytes,
        "the same each time"
    );

    let unpacked = sample.open(&bytes).unwrap();
    let placed = unpacked.place(&sample.library(), "fell-side").unwrap();
    assert!(placed.record.ends_with("library/fell-side.jsonl"));
    assert_eq!(
        std::fs::read(&placed.record).unwrap(),
        std::fs::read(&sample.record).unwrap()
    );
    assert_eq!(
        Library::drafts(&placed.record),
        Library::drafts(&sample.record)
    );
    // The file is known again beside the record, and goes into the next export.
    let loaded = read(&placed.record).unwrap();
    let shown: Vec<_> = evidence::named(&loaded.state)
        .iter()
        .map(|file| evidence::look(&Places::default(), &placed.record, file).id())
        .collect();
    assert_eq!(shown, ["not-looked-at", "as-it-was"]);
    let (again, _) = Archive::pack(&placed.record, &loaded, Some(&Places::default())).unwrap();
    assert_eq!(again.contents, archive.contents);
}

#[cfg(unix)]
#[test]
fn only_the_owner_can_read_what_was_imported() {
    use std::os::unix::fs::PermissionsExt;
    let sample = Sample::new();
    let unpacked = sample
        .open(&sample.pack(true).0.to_bytes().unwrap())
        .unwrap();
    let placed = unpacked.place(&sample.library(), "fell-side").unwrap();
    let folder = placed.evidence.unwrap();
    let file = std::fs::read_dir(&folder).unwrap().next().unwrap().unwrap();
    let drafts = drafts::path_of(&placed.record);
    for (path, expected) in [
        (placed.record, 0o600),
        (folder, 0o700),
        (file.path(), 0o600),
        (drafts, 0o600),
    ] {
        let mode = std::fs::metadata(&path).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode, expected, "{}", path.display());
    }
}

#[test]
fn a_change_or_cut_anywhere_is_found() {
    let sample = Sample::new();
    let bytes = sample.pack(true).0.to_bytes().unwrap();
    for place in (0..bytes.len())
        .step_by(997)
        .chain((bytes.len() - 900..bytes.len()).step_by(7))
    {
        let mut changed = bytes.clone();
        changed[place] ^= 1 << (place % 7);
        match sample.open(&changed) {
            Err(_) => {}
            // What surrounds the values may change: nothing that counts has.
            Ok(unpacked) => assert_eq!(unpacked.contents, sample.pack(true).0.contents),
        }
        let cut = sample.open(&bytes[..place]);
        // Only the line break at the end may be missing.
        let is_whole = place == bytes.len() - 1;
        match cut {
            Err(ArchiveError::Cut(_)) => assert!(!is_whole),
            Err(ArchiveError::Foreign(_)) => assert!(place < 100, "{place}"),
            Err(error) => panic!("{place}: {error}"),
            Ok(_) => assert!(is_whole, "{place}"),
        }
    }
}

/// The export with something changed in it, under a digest that fits.
fn forged(archive: &Archive, change: impl FnOnce(&mut Contents)) -> Vec<u8> {
    let mut forged = archive.clone();
    change(&mut forged.contents);
    forged.sha256 = forged.contents.digest().unwrap();
    forged.to_bytes().unwrap()
}

#[test]
fn an_export_that_was_made_to_fit_is_held_against_the_record_in_it() {
    let sample = Sample::new();
    let (archive, _) = sample.pack(true);
    let refused = |says: &str, change: &dyn Fn(&mut Contents)| {
        let error = sample.open(&forged(&archive, change)).unwrap_err();
        assert!(error.to_string().contains(says), "{error}");
    };
    refused("line 3", &|c| {
        c.lines[1] = c.lines[1].replace("Fell", "Hill")
    });
    refused("not a record", &|c| c.lines.clear());
    refused("fingerprint", &|c| c.fingerprint = Fingerprint::of(b"x"));
    refused("fingerprint", &|c| c.lines.truncate(4));
    refused("more than one", &|c| {
        let two = c.lines.drain(..2).collect::<Vec<_>>().join("\n");
        c.lines.insert(0, two);
    });
    refused("other evidence", &|c| c.evidence.truncate(1));
    refused("other evidence", &|c| {
        c.evidence[1].file.path = "/etc/passwd".into()
    });
    refused("shots/a.png", &|c| {
        c.evidence[1].content = Some(BASE64_STANDARD.encode(b"other"));
    });
    refused("shots/a.png", &|c| {
        c.evidence[1].content = Some("&&".into())
    });
    // A record that does not fold, chained as it should be.
    let misplaced = forged(&archive, |c| {
        let mut entry: Value = serde_json::from_str(&c.lines[1]).unwrap();
        entry["event"] = json!({"type": "undone", "seq": 9});
        c.lines.truncate(1);
        c.lines.push(entry.to_string());
    });
    let error = sample.open(&misplaced).unwrap_err();
    assert!(error.to_string().contains("entry 2"), "{error}");
}

#[test]
fn what_is_no_export_or_a_newer_one_says_so() {
    let sample = Sample::new();
    let record = std::fs::read(&sample.record).unwrap();
    assert!(matches!(
        sample.open(&record),
        Err(ArchiveError::IsRecord(_))
    ));
    for bytes in [&b""[..], b"hello", b"{}", b"[1]", b"\xff\xfe", b"null"] {
        let error = sample.open(bytes).unwrap_err();
        assert!(matches!(error, ArchiveError::Foreign(_)), "{error}");
    }
    let deep = format!(
        "{{\"archive\":\"mfa-assess record\",\"format\":1,\"contents\":{}",
        "[".repeat(100_000)
    );
    assert!(sample.open(deep.as_bytes()).is_err());
    let newer = json!({"archive": "mfa-assess record", "format": 7, "new": {"thing": 1}});
    let error = sample.open(newer.to_string().as_bytes()).unwrap_err();
    assert!(
        matches!(error, ArchiveError::Newer { found: 7, .. }),
        "{error}"
    );
    assert!(matches!(
        Unpacked::open(sample.folder.path()),
        Err(ArchiveError::Foreign(_))
    ));
}

#[test]
fn an_export_replaces_only_what_it_holds_as_well() {
    let sample = Sample::new();
    let path = sample.folder.path().join("kept");
    let there = || std::fs::read(&path).unwrap_or_default();
    let (with, without) = (sample.pack(true).0, sample.pack(false).0);
    with.expect_to_replace(&there(), &path).unwrap();
    std::fs::write(&path, without.to_bytes().unwrap()).unwrap();
    with.expect_to_replace(&there(), &path).unwrap();
    std::fs::write(&path, with.to_bytes().unwrap()).unwrap();
    without.expect_to_replace(&there(), &path).unwrap_err();
    append(&sample.record, answered("Later"));
    let later = sample.pack(true).0;
    later.expect_to_replace(&there(), &path).unwrap();
    std::fs::write(&path, later.to_bytes().unwrap()).unwrap();
    with.expect_to_replace(&there(), &path).unwrap_err();
    std::fs::write(&path, "a letter").unwrap();
    with.expect_to_replace(&there(), &path).unwrap_err();
}

#[test]
fn a_record_that_is_there_is_known_again() {
    let sample = Sample::new();
    let library = Library::at(Some(sample.folder.path().to_owned())).unwrap();
    let early = sample.pack(false).0.to_bytes().unwrap();
    let kinship = |bytes: &[u8]| {
        let kin = sample.open(bytes).unwrap().kin(&library).unwrap();
        assert_eq!(kin.len(), 1);
        kin[0].1
    };
    assert_eq!(kinship(&early), Kinship::Same);
    let before = std::fs::read(&sample.record).unwrap();
    append(&sample.record, answered("Later"));
    let late = sample.pack(false).0.to_bytes().unwrap();
    assert_eq!(kinship(&early), Kinship::RecordAhead(1));
    std::fs::write(&sample.record, before).unwrap();
    assert_eq!(kinship(&late), Kinship::ExportAhead(1));
    append(&sample.record, answered("Other"));
    assert_eq!(kinship(&late), Kinship::Apart(5));
}

#[test]
fn what_is_left_of_another_record_gives_the_next_number_and_a_failure_leaves_nothing() {
    let sample = Sample::new();
    let unpacked = sample
        .open(&sample.pack(true).0.to_bytes().unwrap())
        .unwrap();
    let library = sample.library();
    std::fs::create_dir_all(library.folder().join("fell-side.evidence")).unwrap();
    std::fs::write(library.folder().join("fell-side-2.draft.json"), "{}").unwrap();
    let placed = unpacked.place(&library, "Fell Side").unwrap();
    assert!(placed.record.ends_with("fell-side-3.jsonl"));
    // The record cannot be put where it is to go: what came before it goes again.
    let folder = library.folder().join("new");
    let record = folder.join("taken.jsonl");
    std::fs::create_dir_all(&record).unwrap();
    let refused = unpacked.put(&record, &evidence::beside(&record));
    assert!(refused.is_err());
    assert_eq!(std::fs::read_dir(folder).unwrap().count(), 1);
    let refused = library.folder().join("file");
    std::fs::write(&refused, "").unwrap();
    let blocked = Library::at(Some(refused.join("library"))).unwrap();
    assert!(unpacked.place(&blocked, "x").is_err());
}

#[test]
fn a_mark_that_an_editor_put_before_an_export_is_told_in_words() {
    let sample = Sample::new();
    let bytes = sample.pack(false).0.to_bytes().unwrap();
    let error = sample.open(&[b"\xef\xbb\xbf", &bytes[..]].concat());
    let error = error.unwrap_err().to_string();
    assert!(
        error.contains("a byte order mark stands before it"),
        "{error}"
    );
}
