//! Nothing that was typed is missing from the report: a generated record, the report in each format,
//! and what an independent reader takes out of it.

mod generated;
mod office;
mod readers;

use generated::{Generated, TODAY, generated};
use memchr::memmem;
use mfa_assess::questionnaire::{Questionnaire, built_in, load};
use mfa_assess::report::{Basis, Format, Options, check};
use mfa_assess::rules::Results;
use proptest::prelude::*;

/// The report of a generated record in each format that says everything, and the extracts.
fn reports(generated: &Generated) -> Vec<(Format, Vec<u8>)> {
    let loaded = &generated.loaded;
    let results = Results::of(&loaded.questionnaire, &loaded.state, TODAY);
    let options = Options::new(TODAY, "OFFICIAL");
    let basis = Basis::of(loaded, &results, &options);
    let render = |format: Format| {
        let bytes = format.render(&basis).unwrap();
        check(format, &bytes, &basis).unwrap();
        (format, bytes)
    };
    Format::ALL.into_iter().map(render).collect()
}

/// Fails where a word is missing from what was read.
fn expect_all(generated: &Generated, format: Format, text: &str) {
    let wanted = generated.wanted.iter();
    // Not `contains`: unoptimised, so many words in so long a text take it minutes.
    let is_there = |word: &str| memmem::find(text.as_bytes(), word.as_bytes()).is_some();
    let missing: Vec<&String> = wanted.filter(|word| !is_there(word)).collect();
    assert!(missing.is_empty(), "{format:?}: {missing:?}");
    let (found, long) = (text.matches('ŵ').count(), generated.long);
    assert!(
        found >= long,
        "{format:?}: {found} of {long} letters of long words"
    );
}

fn nothing_is_missing(asked: &Questionnaire, seed: u64) {
    let generated = generated(asked, seed);
    for (format, bytes) in reports(&generated) {
        let text = readers::text(format, &bytes);
        if format.is_whole() {
            expect_all(&generated, format, &text);
        } else if format == Format::Text {
            // What is pasted is part of another text, and has to say itself that it is a part.
            assert!(text.contains("Thisisanextract."));
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2, failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn every_word_that_was_typed_is_read_back_from_the_report_in_every_format(seed in any::<u64>()) {
        nothing_is_missing(&built_in().unwrap(), seed);
    }
}

#[test]
fn a_report_on_another_subject_is_as_complete() {
    let backups = load(include_bytes!("../backups.json")).unwrap();
    let sign_in = load(include_bytes!("../cyber-essentials.json")).unwrap();
    for seed in 0..4 {
        nothing_is_missing(&backups, seed);
        nothing_is_missing(&sign_in, seed);
    }
}

#[test]
fn a_report_that_was_damaged_does_not_pass_its_check() {
    let backups = load(include_bytes!("../backups.json")).unwrap();
    let generated = generated(&backups, 7);
    let loaded = &generated.loaded;
    let results = Results::of(&loaded.questionnaire, &loaded.state, TODAY);
    let options = Options::new(TODAY, "OFFICIAL");
    let basis = Basis::of(loaded, &results, &options);
    for (format, bytes) in reports(&generated) {
        // A text that is cut between two characters is a text; all others have an end.
        let is_any_text = matches!(format, Format::Markdown | Format::Text);
        let damaged = if is_any_text {
            [&bytes[..], &[0xff]].concat()
        } else {
            // In the middle of a row, of an object, of a part.
            bytes[..bytes.len() * 2 / 3].to_vec()
        };
        let found = check(format, &damaged, &basis);
        // A table that is cut within its last cell has all its cells.
        assert!(found.is_err() || format == Format::Csv, "{format:?}");
    }
    let other = Options::new(TODAY, "OFFICIAL-SENSITIVE");
    let other = Basis::of(loaded, &results, &other);
    let pdf = Format::Pdf.render(&other).unwrap();
    assert!(check(Format::Pdf, &pdf, &basis).is_err());
    assert!(check(Format::Csv, b"Section,Kind\nA,B\n", &basis).is_err());
}
