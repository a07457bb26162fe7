//! Exports that come in: refused and nothing is left, or put into the library and nowhere else.

use std::path::Path;
use std::sync::LazyLock;

use mfa_assess::facts::Fingerprint;
use mfa_assess::record::{Library, Unpacked, read};
use proptest::prelude::*;
use proptest::sample::{Index, select};
use serde_json::{Value, json};

use super::mutate::{mutated, mutations};
use super::{config, corpus};

static CORPUS: LazyLock<Vec<Vec<u8>>> = LazyLock::new(|| corpus("corpus/import"));
const WHOLE: &str = include_str!("../corpus/import/whole.json");

fn names(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).unwrap();
    let names = entries.map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned());
    names.collect()
}

/// Imports bytes. Whether they are taken.
fn is_taken_or_refused(bytes: &[u8]) -> Result<bool, TestCaseError> {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("in.json");
    std::fs::write(&file, bytes).unwrap();
    let records = folder.path().join("records");
    let library = Library::at(Some(records.clone())).unwrap();
    let unpacked = match Unpacked::open(&file) {
        Ok(unpacked) => unpacked,
        Err(error) => {
            prop_assert!(!error.to_string().is_empty());
            prop_assert_eq!(names(folder.path()), ["in.json"]);
            return Ok(false);
        }
    };
    let Ok(placed) = unpacked.place(&library, &unpacked.contents.record) else {
        prop_assert!(!records.exists() || names(&records).is_empty());
        return Ok(false);
    };
    prop_assert_eq!(placed.record.parent(), Some(&*records));
    prop_assert_eq!(names(folder.path()).len(), 2, "nothing beside the library");
    let lines: String = unpacked
        .contents
        .lines
        .iter()
        .map(|l| format!("{l}\n"))
        .collect();
    prop_assert!(std::fs::read_to_string(&placed.record).unwrap() == lines);
    prop_assert_eq!(&read(&placed.record).unwrap().state, &unpacked.loaded.state);
    for name in names(&records) {
        let stem = placed
            .record
            .file_stem()
            .unwrap()
            .to_string_lossy()
            .into_owned();
        prop_assert!(name.starts_with(&stem), "{name}");
    }
    Ok(true)
}

/// An export with a digest that fits: only who writes one anew can do that.
fn sealed(contents: &Value) -> Vec<u8> {
    let evidence = contents["evidence"]
        .as_array()
        .into_iter()
        .flatten()
        .map(|packed| {
            let file = &packed["file"];
            let (path, bytes, sha256) = (&file["path"], &file["bytes"], &file["sha256"]);
            let file = format!(r#"{{"path":{path},"bytes":{bytes},"sha256":{sha256}}}"#);
            format!(r#"{{"file":{file},"content":{}}}"#, packed["content"])
        });
    let evidence: Vec<String> = evidence.collect();
    let field = |name: &str| format!("{name:?}:{}", contents[name]);
    let fields = ["tool", "record", "fingerprint", "lines", "drafts"].map(field);
    let text = format!(
        "{{{},\"evidence\":[{}]}}",
        fields.join(","),
        evidence.join(",")
    );
    let digest = Fingerprint::of(text.as_bytes());
    let head =
        format!(r#"{{"archive":"mfa-assess record","format":1,"sha256":"{digest}","contents":"#);
    [head.as_bytes(), text.as_bytes(), b"}"].concat()
}

fn contents() -> Value {
    let whole: Value = serde_json::from_str(WHOLE).unwrap();
    whole["contents"].clone()
}

#[test]
fn the_corpus_is_taken_or_refused() {
    let taken = CORPUS
        .iter()
        .filter(|bytes| is_taken_or_refused(bytes).unwrap());
    assert_eq!(taken.count(), 1);
    assert!(
        is_taken_or_refused(&sealed(&contents())).unwrap(),
        "a new seal is as good"
    );
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn whatever_was_changed_it_is_taken_or_refused(which in any::<Index>(), changes in mutations()) {
        is_taken_or_refused(&mutated(which.get(&CORPUS[..]).clone(), &changes))?;
    }

    #[test]
    fn whatever_was_sealed_anew_stays_in_the_library(
        place in select(vec!["/record", "/tool", "/drafts", "/lines/3", "/evidence/0/content"]),
        changes in mutations(),
    ) {
        let mut contents = contents();
        let changed = contents.pointer_mut(place).unwrap();
        let words = changed.as_str().unwrap_or("note").to_owned();
        let words = mutated(words.into_bytes(), &changes);
        let words = String::from_utf8_lossy(&words).into_owned();
        *changed = if changed.is_object() { json!({ &words: words }) } else { json!(words) };
        is_taken_or_refused(&sealed(&contents))?;
    }
}
