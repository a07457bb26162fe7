//! Reports handed to `verify`: whatever was done to one, it is refused or compared, and what that takes
//! is bounded by what should have been written.

use std::fmt::Write as _;
use std::io::Write as _;
use std::path::Path;
use std::sync::LazyLock;

use flate2::Compression;
use flate2::write::ZlibEncoder;
use jiff::Timestamp;
use jiff::civil::date;
use mfa_assess::facts::{Answer, Change, Event};
use mfa_assess::propose::Accepted;
use mfa_assess::questionnaire::load;
use mfa_assess::record::{Journal, Loaded, read, read_bytes};
use mfa_assess::report::contents::contents;
use mfa_assess::report::model::{Block, Section};
use mfa_assess::report::pdf::signing::{Form, Stamp, explain};
use mfa_assess::report::pdf::{Attached, Work, Written, compare_counted, render};
use mfa_assess::report::{Basis, Options, RECORD_FILE};
use mfa_assess::rules::Results;
use mfa_assess::signature::{Identity, max_len, sign, throwaway};
use proptest::prelude::*;
use proptest::sample::{Index, select};

use super::config;
use super::mutate::{mutated, mutations};

/// A small report with a real record in it, unsigned and signed by two.
struct Sound {
    record: Vec<u8>,
    first: Vec<u8>,
    signed: Vec<u8>,
}

static ALL: LazyLock<Sound> = LazyLock::new(|| {
    let loaded = loaded();
    let as_at = date(2026, 11, 24);
    let results = Results::of(&loaded.questionnaire, &loaded.state, as_at);
    let options = Options::new(as_at, loaded.questionnaire.default_marking());
    let mut report = contents(&Basis::of(&loaded, &results, &options));
    report.sections.retain(signs);
    let first = render(&report).unwrap();
    let written = Written::read(&first).unwrap();
    let mut form = Form::of(&written, &first).unwrap();
    let mut signed = first.clone();
    for (name, seed) in [("Ada Fell", 1), ("Ben Hill", 2)] {
        let made = throwaway(name, [seed; 32], as_at, 90).unwrap();
        let pem = format!("{}{}", *made.key_pem, made.certificate_pem);
        let identity = Identity::from_pem(pem.as_bytes(), None).unwrap();
        let stamp = Stamp::new(name, None, at("2026-11-25T10:00:00Z"));
        let place = form.free().unwrap().to_owned();
        let update = form
            .sign(&signed, &place, &stamp, max_len(&identity))
            .unwrap();
        let cms = sign(&identity, &update.digest(&signed)).unwrap();
        signed.extend(update.with(&cms).unwrap());
    }
    Sound {
        record: Attached::read(&first).unwrap().file(RECORD_FILE).unwrap(),
        first,
        signed,
    }
});

static SOUND: LazyLock<&[u8]> = LazyLock::new(|| &ALL.first);

/// Whether there are places to sign in it.
fn signs(section: &Section) -> bool {
    let is_there = |block: &Block| matches!(block, Block::Signatures(_));
    section.blocks.iter().any(is_there) || section.sections.iter().any(signs)
}

fn at(moment: &str) -> Timestamp {
    moment.parse().unwrap()
}

/// A small record that is signed off.
fn loaded() -> Loaded {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("fell-side.jsonl");
    let asked = load(include_bytes!("../backups.json")).unwrap();
    let created = Event::Created {
        tool: "test".into(),
        questionnaire: Box::new(serde_json::from_slice(include_bytes!("../backups.json")).unwrap()),
    };
    let answered = Event::Changed(Change::Answer(
        asked.organisation.name.clone(),
        Some(Answer::Text("Fell Side Library".into())),
    ));
    let mut journal = Journal::create(&path).unwrap();
    for event in [created, answered] {
        journal
            .append(at("2026-11-24T10:00:00Z"), "Sam", Accepted::unheld(event))
            .unwrap();
    }
    read(&path).unwrap()
}

/// What editors of PDF add, and what nobody adds in good faith: with a table of objects that has
/// `{at}` and leads to `{table}`, where the report ends in a table at `{before}`.
static ADDED: LazyLock<Vec<Vec<u8>>> = LazyLock::new(|| {
    let mut loops = String::new();
    for number in 0..200 {
        let next = 9000 + (number + 1) % 200;
        write!(
            loops,
            "{} 0 obj\n<</Length {next} 0 R>>\nstream\nx\nendstream\nendobj\n",
            9000 + number
        )
        .unwrap();
    }
    let deep = format!("9000 0 obj\n{}\nendobj\n", "[".repeat(50_000));
    let tree =
        "9000 0 obj\n<</Type/Pages/Kids[9000 0 R 9000 0 R 9000 0 R]/Count 9999999>>\nendobj\n";
    let long = "9000 0 obj\n<</Length 99999999999>>\nstream\nx\nendstream\nendobj\n";
    let shared = format!(
        "9000 0 obj\n<</Length 100000>>\nstream\n{}\nendstream\nendobj\n",
        "x".repeat(100_000)
    );
    let mut encoder = ZlibEncoder::new(vec![], Compression::best());
    encoder.write_all(&vec![b' '; 8 << 20]).unwrap();
    let bomb = encoder.finish().unwrap();
    let bombs = ["ObjStm/N 9/First 4", "XRef/W[1 2 1]/Size 9", "EmbeddedFile"].map(|kind| {
        let head = format!(
            "9000 0 obj\n<</Type/{kind}/Filter/FlateDecode/Length {}>>\nstream\n",
            bomb.len()
        );
        [head.as_bytes(), &bomb, b"\nendstream\nendobj\n"].concat()
    });
    let plain = [loops.as_str(), &deep, tree, long].map(|words| words.as_bytes().to_vec());
    plain
        .into_iter()
        .chain(bombs)
        .map(|object| added(&object, 1))
        // A table with which one large object is many.
        .chain([added(shared.as_bytes(), 5000)])
        .collect()
});

/// The report with objects behind it, in a table whose last part leads to itself, and which has the first
/// of them so many times.
fn added(objects: &[u8], times: usize) -> Vec<u8> {
    let table = SOUND.len() + objects.len();
    let trailer = format!(
        "xref\n9000 {times}\n{}trailer\n<</Size 99999/Root 1 0 R/Prev {table}>>\nstartxref\n{table}\n%%EOF\n",
        format!("{:010} 00000 n \n", SOUND.len()).repeat(times)
    );
    [&SOUND[..], objects, trailer.as_bytes()].concat()
}

/// What is put in to see what becomes of it.
const TOKENS: &[&str] = &[
    "/Prev 0",
    "/Rotate 90",
    "/Parent 2 0 R",
    "/Kids[2 0 R 2 0 R]",
    "/Length 0",
    "/Length 4294967296",
    "/Filter[/FlateDecode/FlateDecode]",
    "/DecodeParms<</Predictor 15/Columns 99999999>>",
    "endobj",
    "stream\n",
    "startxref\n0\n%%EOF",
    "<<",
    "[[[[[[[[",
    "((((((((",
    "1 0 obj",
    "9 0 R",
    "/Type/ObjStm",
    "/Encrypt 9 0 R",
];

/// Reads and compares it. Whatever it takes, it is no more than this.
fn is_refused_or_compared(bytes: &[u8]) -> Result<(), TestCaseError> {
    let expected = Written::read(&SOUND).unwrap();
    match Attached::read(bytes).and_then(|attached| attached.file(RECORD_FILE)) {
        Err(error) => prop_assert!(!error.to_string().is_empty()),
        Ok(record) => {
            prop_assert!(record.len() <= 64 << 20);
            is_the_record_or_refused(record)?;
        }
    }
    let first = Written::read(bytes);
    if let Err(error) = &first {
        prop_assert!(!error.to_string().is_empty());
    }
    if let Ok(first) = &first {
        is_bounded(first, bytes)?;
        is_signed_by_who_signed(first, bytes)?;
    }
    for found in first.ok().into_iter().chain(Written::as_shown(bytes)) {
        let work = Work::default();
        let differences = compare_counted(&found, &expected, &work);
        is_bounded(&found, bytes)?;
        prop_assert!(!differences.is_empty());
        prop_assert!(work.read.get() <= 100);
        prop_assert!(work.steps.get() <= 100_000, "{work:?}");
        prop_assert!(work.inflated.get() <= 4 << 20, "{work:?}");
    }
    Ok(())
}

/// Reading takes no more than the file has: an object has a few bytes, and none counts twice.
fn is_bounded(read: &Written, bytes: &[u8]) -> Result<(), TestCaseError> {
    let (objects, held) = read.size();
    prop_assert!(objects <= bytes.len() / 8, "{objects} objects");
    prop_assert!(held <= bytes.len(), "{held} bytes of {}", bytes.len());
    Ok(())
}

fn is_the_record_or_refused(record: Vec<u8>) -> Result<(), TestCaseError> {
    let is_it = record == ALL.record;
    match read_bytes(record, Path::new(RECORD_FILE)) {
        Ok(loaded) => prop_assert!(!is_it || loaded.entries.len() == 2),
        Err(error) => prop_assert!(!is_it && !error.to_string().is_empty()),
    }
    Ok(())
}

/// Whatever is behind the report: no more signatures are found than there are places, and one that
/// holds is over what was signed.
fn is_signed_by_who_signed(first: &Written, bytes: &[u8]) -> Result<(), TestCaseError> {
    if !bytes.starts_with(&SOUND) {
        return Ok(());
    }
    let mut form = Form::of(first, &SOUND).unwrap();
    let (signatures, end) = explain(&mut form, bytes, SOUND.len()).unwrap();
    prop_assert!(signatures.len() <= 2, "{}", signatures.len());
    prop_assert!(end <= bytes.len());
    if signatures.last().is_some_and(|last| last.holds().is_some()) {
        prop_assert!(ALL.signed.starts_with(&bytes[..end]));
    }
    Ok(())
}

#[test]
fn two_signatures_over_a_real_record_hold() {
    is_refused_or_compared(&ALL.signed).unwrap();
    let first = Written::read(&ALL.signed).unwrap();
    let mut form = Form::of(&first, &SOUND).unwrap();
    let (signatures, end) = explain(&mut form, &ALL.signed, SOUND.len()).unwrap();
    assert_eq!((signatures.len(), end), (2, ALL.signed.len()));
    assert!(signatures.iter().all(|one| one.holds().is_some()));
}

#[test]
fn what_nobody_adds_in_good_faith_is_bounded() {
    is_refused_or_compared(&SOUND).unwrap();
    for file in ADDED.iter() {
        assert!(file.len() < 1 << 20);
        is_refused_or_compared(file).unwrap();
    }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn whatever_was_changed_it_is_refused_or_compared(
        which in any::<Index>(), of in 0..4, changes in mutations(),
        tokens in prop::collection::vec((any::<Index>(), select(TOKENS)), 0..4),
    ) {
        let mut bytes = match of {
            0 => mutated(SOUND.to_vec(), &changes),
            1 => mutated(which.get(&ADDED).clone(), &changes),
            2 => mutated(ALL.signed.clone(), &changes),
            // What was first written stays.
            _ => [&SOUND, &mutated(ALL.signed[SOUND.len()..].to_vec(), &changes)[..]].concat(),
        };
        for (at, token) in tokens {
            let at = at.index(bytes.len() + 1);
            bytes.splice(at..at, token.bytes());
        }
        is_refused_or_compared(&bytes)?;
    }
}
