//! What the program says of records today, kept word for word: of the record of each version of the entry
//! format, and of the demonstration. A change that moves none of it has kept what the program does; one
//! that moves it says in its commit which words, and why.

use std::fs;
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use jiff::civil::{Date, date};
use serde_json::{Value, json};

use super::verify::record::Verdict;
use super::{compare, demo, merge, status};
use crate::facts::{Event, Fingerprint};
use crate::propose::Accepted;
use crate::questionnaire::built_in;
use crate::record::sample::{KEPT, kept};
use crate::record::{Journal, Loaded, read};
use crate::report::data::Data;
use crate::report::{Basis, Format, Options};
use crate::rules::Results;

/// The day on which everything is judged.
const TODAY: Date = date(2026, 12, 1);

fn now() -> Timestamp {
    "2026-12-01T10:00:00Z".parse().unwrap()
}

/// The demonstration as this program makes it.
fn demonstration(folder: &Path) -> PathBuf {
    demo::make(&built_in().unwrap(), folder, now(), TODAY).unwrap()
}

fn freeze(name: &str, words: &str) {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("../../tests/frozen");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!(name.to_owned(), words));
}

fn freeze_json(name: &str, value: &Value) {
    freeze(name, &serde_json::to_string_pretty(value).unwrap());
}

/// All that commands for programs and the report say of a record.
fn freeze_all(name: &str, loaded: &Loaded) {
    let asked = &loaded.questionnaire;
    let results = Results::of(asked, &loaded.state, TODAY);
    let mut export = serde_json::to_value(Data::of(name, loaded, TODAY).unwrap()).unwrap();
    // The lines of the record itself.
    export["entries"] = json!(export["entries"].as_array().unwrap().len());
    freeze_json(&format!("{name}-export"), &export);
    freeze_json(
        &format!("{name}-status"),
        &status::value_of(loaded, &results, TODAY),
    );
    freeze(
        &format!("{name}-status-words"),
        &status::words(loaded, &results, TODAY),
    );
    let verdict = Verdict::of(loaded, None, TODAY, now()).unwrap();
    freeze_json(
        &format!("{name}-verify"),
        &verdict.json(Path::new("record.jsonl")),
    );
    freeze(&format!("{name}-verify-words"), &verdict.words());
    let options = Options::new(TODAY, asked.default_marking());
    let basis = Basis::of(loaded, &results, &options);
    let markdown = String::from_utf8(Format::Markdown.render(&basis).unwrap()).unwrap();
    freeze(&format!("{name}-report"), &markdown);
    // All of them would be told twice: that they are the same is enough.
    let digests = [
        Format::Pdf,
        Format::Html,
        Format::Docx,
        Format::Csv,
        Format::Json,
        Format::Text,
        Format::Calendar,
    ]
    .map(|format| match format.render(&basis) {
        Ok(bytes) => format!("{format:?}: {}", Fingerprint::of(&bytes)),
        Err(refused) => format!("{format:?}: {refused}"),
    });
    freeze(&format!("{name}-digests"), &digests.join("\n"));
}

#[test]
fn the_records_of_earlier_programs_are_told_as_ever() {
    for name in KEPT {
        freeze_all(name, &read(&kept(name)).unwrap());
    }
}

#[test]
fn the_demonstration_is_told_as_ever() {
    let folder = tempfile::tempdir().unwrap();
    freeze_all("demo", &read(&demonstration(folder.path())).unwrap());
}

#[test]
fn comparisons_are_told_as_ever() {
    let folder = tempfile::tempdir().unwrap();
    let demo = demonstration(folder.path());
    for (name, earlier, later) in [
        ("demos", kept("demo-2026.1"), demo),
        ("backups", kept("format-1"), kept("format-3")),
        ("keys", kept("format-4"), kept("format-5")),
        ("later-keys", kept("format-5"), kept("format-6")),
    ] {
        let mut value = compare::told(&earlier, &later, TODAY);
        for side in ["earlier", "later"] {
            value[side]["path"].take();
        }
        freeze_json(&format!("{name}-compare"), &value);
    }
}

#[test]
fn merges_are_told_as_ever() {
    let folder = tempfile::tempdir().unwrap();
    let demo = demonstration(folder.path());
    let [ours, theirs] = ["ours", "theirs"].map(|side| {
        let path = folder.path().join(format!("{side}.jsonl"));
        fs::copy(&demo, &path).unwrap();
        let changes = fs::read_to_string(format!("tests/frozen/{side}.json")).unwrap();
        let events: Vec<Event> = serde_json::from_str(&changes).unwrap();
        let (mut journal, _) = Journal::open(&path).unwrap();
        journal
            .append_all(
                now(),
                side,
                (events).into_iter().map(|event| {
                    Accepted::unheld_because(event, Some("It was looked at again.".to_owned()))
                }),
            )
            .unwrap();
        path
    });
    let mut value = merge::told(&ours, &theirs);
    // They lie in a folder that is new each time.
    value["path"].take();
    value["other"]["path"].take();
    freeze_json("demo-merge", &value);
}
