//! Hostile input: files that were changed at random, and text that nobody would type. Whatever comes
//! in, nothing panics, what is refused is left as it is, and what is taken is taken whole.
//!
//! Each target begins with a corpus in `tests/corpus` and changes it. `MFA_ASSESS_FUZZ=100000
//! cargo test --test fuzz` tries more of it; a failure prints what it was found with.

mod changes;
mod import;
mod mutate;
mod questionnaire;
mod record;
mod report;
mod table;
mod text;

use std::path::Path;

use proptest::prelude::ProptestConfig;

/// How often a target is tried: as often as asked, or a few hundred times.
fn config() -> ProptestConfig {
    let asked = std::env::var("MFA_ASSESS_FUZZ");
    let asked = asked.ok().map(|count| count.parse().unwrap());
    ProptestConfig {
        cases: asked.unwrap_or(400),
        failure_persistence: None,
        max_shrink_iters: 2000,
        ..ProptestConfig::default()
    }
}

/// The files of a corpus, in the order of their names.
fn corpus(folder: &str) -> Vec<Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests")
        .join(folder);
    let mut paths: Vec<_> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    paths.sort();
    let files: Vec<Vec<u8>> = paths.iter().map(|p| std::fs::read(p).unwrap()).collect();
    assert!(!files.is_empty());
    files
}
