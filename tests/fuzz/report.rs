//! Reports handed to `verify`: whatever was done to one, it is refused or compared, and what that takes
//! is bounded by what should have been written.

use std::fmt::Write as _;
use std::io::Write as _;
use std::sync::LazyLock;

use flate2::Compression;
use flate2::write::ZlibEncoder;
use mfa_assess::questionnaire::load;
use mfa_assess::report::RECORD_FILE;
use mfa_assess::report::booklet::booklet;
use mfa_assess::report::model::{Attachment, Relation};
use mfa_assess::report::pdf::{Work, Written, compare_counted, render};
use proptest::prelude::*;
use proptest::sample::{Index, select};

use super::config;
use super::mutate::{mutated, mutations};

/// A small report with something attached.
static SOUND: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let backups = include_bytes!("../backups.json");
    let mut report = booklet(&load(backups).unwrap());
    report.sections.truncate(1);
    report.attachments = vec![Attachment {
        name: RECORD_FILE,
        about: "The record",
        media_type: "application/jsonl",
        relation: Relation::Source,
        bytes: b"{}\n".repeat(100),
    }];
    render(&report).unwrap()
});

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
        .map(|object| added(&object))
        .collect()
});

/// The report with objects behind it, in a table whose last part leads to itself.
fn added(objects: &[u8]) -> Vec<u8> {
    let table = SOUND.len() + objects.len();
    let trailer = format!(
        "xref\n9000 1\n{:010} 00000 n \ntrailer\n<</Size 9999/Root 1 0 R/Prev {table}>>\nstartxref\n{table}\n%%EOF\n",
        SOUND.len()
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
    let first = Written::read(bytes);
    if let Err(error) = &first {
        prop_assert!(!error.to_string().is_empty());
    }
    if let Ok(attached) = first
        .as_ref()
        .map_or(Ok(vec![]), |first| first.attached(RECORD_FILE))
    {
        prop_assert!(attached.len() <= 64 << 20);
    }
    for found in first.ok().into_iter().chain(Written::as_shown(bytes)) {
        let work = Work::default();
        let differences = compare_counted(&found, &expected, &work);
        prop_assert!(!differences.is_empty());
        prop_assert!(work.read.get() <= 100);
        prop_assert!(work.steps.get() <= 100_000, "{work:?}");
        prop_assert!(work.inflated.get() <= 4 << 20, "{work:?}");
    }
    Ok(())
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
        which in any::<Index>(), is_sound in any::<bool>(), changes in mutations(),
        tokens in prop::collection::vec((any::<Index>(), select(TOKENS)), 0..4),
    ) {
        let file = if is_sound { &SOUND } else { which.get(&ADDED) };
        let mut bytes = mutated(file.clone(), &changes);
        for (at, token) in tokens {
            let at = at.index(bytes.len() + 1);
            bytes.splice(at..at, token.bytes());
        }
        is_refused_or_compared(&bytes)?;
    }
}
