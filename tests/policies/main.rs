//! Any policy goes from its file to a report without a change of code, and no word of the policy
//! that is built in comes along. `keys` has registers and exemptions of another shape; `drills` has what
//! else a policy can ask for, such as days, shares, floors and helpers.

#[allow(dead_code, reason = "other tests use the rest")]
#[path = "../common/mod.rs"]
mod common;
mod drills;
mod keys;
#[allow(dead_code, reason = "other tests use the rest")]
#[path = "../cli/place.rs"]
mod place;

use std::path::Path;

use assert_cmd::Command;
use common::*;
use jiff::civil::{Date, date};
use mfa_assess::facts::{Assessment, Gap};
use mfa_assess::questionnaire::{Questionnaire, built_in, load};
use mfa_assess::record::read;
use mfa_assess::report::{booklet::booklet, markdown};
use mfa_assess::rules::Results;
use mfa_assess::wizard::{Field, Subject, of_field};

/// Words that only the policy that is built in brings along.
const OWN: [&str; 9] = [
    "NHS",
    "MFA policy",
    "DSPT",
    "ODS",
    "HSCN",
    "SIRO",
    "clinical",
    "patient",
    "trust",
];

/// The day on which all tests take place.
const TODAY: Date = date(2026, 11, 24);

/// Those that anybody can answer with any option.
fn policies() -> [Questionnaire; 3] {
    let files: [&[u8]; 3] = [
        include_bytes!("../backups.json"),
        include_bytes!("../cyber-essentials.json"),
        drills::FILE,
    ];
    files.map(|file| load(file).unwrap())
}

/// Somebody who picks the option with this number, or the last one.
fn picks(number: usize) -> impl FnMut(&Subject, &Field) -> Pick {
    move |_, field| match typed(field, "Words of mine") {
        Pick::Option(_) => Pick::Option(number.min(of_field(field).len() - 1)),
        typed => typed,
    }
}

/// The text of the report of somebody who goes straight through. Where nobody knows whether a must is
/// met, the way ends before the sign-off, and the report is that of a draft.
fn reported(asked: &Questionnaire, folder: &Path, number: usize) -> String {
    let mut session = session(folder, asked);
    let mut person = Straight {
        picks: picks(number),
        exempt: Some(0),
    };
    by_keys(&mut session, &mut person);
    let files = std::fs::read_dir(folder).unwrap();
    let mut files = files.map(|entry| entry.unwrap().path());
    match files.find(|path| path.extension().is_some_and(|e| e == "pdf")) {
        Some(report) => pdf_extract::extract_text(report).unwrap(),
        None => {
            drop(session);
            report_of(folder)
        }
    }
}

/// The words of the report that the program writes of the only record below a folder.
fn report_of(folder: &Path) -> String {
    let path = folder.join("report.pdf");
    let mut program = Command::cargo_bin("mfa-assess").unwrap();
    program
        .arg("report")
        .arg(record(folder))
        .args(["--as-at", "2026-11-24", "-o"])
        .arg(&path)
        .assert()
        .success();
    pdf_extract::extract_text(path).unwrap()
}

fn bare(text: &str) -> String {
    text.split_whitespace().collect()
}

/// Fails when a word of the policy that is built in stands there, and not in the questionnaire.
fn nothing_foreign(asked: &Questionnaire, text: &str) {
    let held = serde_json::to_string(asked).unwrap();
    for word in OWN.iter().filter(|word| !held.contains(*word)) {
        let at = text.find(word);
        let around = at.map(|at| text[..at].chars().rev().take(60).collect::<Vec<_>>());
        let around: Option<String> = around.map(|c| c.into_iter().rev().collect());
        assert_eq!(around, None, "{word} in what is written for {}", asked.id);
    }
}

/// Fails when an answer, its question or a requirement does not stand in a text without white space.
fn is_told(asked: &Questionnaire, state: &Assessment, text: &str) {
    for (id, answer) in &state.answers {
        let question = asked.question(id).unwrap();
        assert!(text.contains(&bare(&question.text)), "{}", question.text);
        // A long word may be divided at the end of its cell, so one answer is not searched in one piece.
        for word in answer.words(question).split_whitespace() {
            assert!(text.contains(word), "{word}");
        }
    }
    for requirement in &asked.requirements {
        let says = &requirement.text;
        assert!(text.contains(&bare(says)), "{says}");
    }
}

#[test]
fn every_policy_is_answered_signed_and_reported() {
    for asked in policies() {
        let mut signed = 0;
        for number in 0..4 {
            let folder = tempfile::tempdir().unwrap();
            let text = reported(&asked, folder.path(), number);
            nothing_foreign(&asked, &text);
            let text = bare(&text);
            let loaded = read(&record(folder.path())).unwrap();
            let asked = &loaded.questionnaire;
            // It is signed, unless nobody knows whether a must is met.
            let gaps = Results::of(asked, &loaded.state, TODAY).gaps;
            assert!(
                gaps.iter().all(|gap| matches!(gap, Gap::NotKnown(_))),
                "{gaps:?}"
            );
            assert_eq!(text.contains("DRAFT"), !gaps.is_empty(), "{gaps:?}");
            assert_eq!(loaded.state.is_signed(), gaps.is_empty(), "{gaps:?}");
            signed += usize::from(gaps.is_empty());
            is_told(asked, &loaded.state, &text);
            for objective in asked.objectives() {
                assert!(text.contains(&bare(&objective.title)), "{}", objective.id);
            }
        }
        assert!(signed >= 3, "{}: {signed}", asked.id);
    }
}

#[test]
fn different_answers_lead_to_different_outcomes() {
    for asked in policies() {
        let folders = [tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap()];
        let texts = [0, 1].map(|n| reported(&asked, folders[n].path(), n));
        assert!(texts.iter().all(|text| text.contains("Met")));
        assert!(texts[1].contains("Not met") || texts[1].contains("Partly met"));
        assert_ne!(texts[0], texts[1]);
    }
}

#[test]
fn a_workbook_holds_the_words_of_its_own_policy_alone() {
    for asked in policies().into_iter().chain([load(keys::FILE).unwrap()]) {
        let text = markdown::render(&booklet(&asked));
        assert!(text.contains(&asked.title));
        nothing_foreign(&asked, &text);
    }
}

#[test]
fn the_words_that_are_looked_for_are_those_of_the_policy_that_is_built_in() {
    let held = serde_json::to_string(&built_in().unwrap()).unwrap();
    for word in OWN {
        assert!(held.contains(word), "{word}");
    }
}

#[test]
fn the_policy_on_sign_in_has_guidance_on_every_topic_and_says_what_it_rests_on() {
    let [_, asked, _] = policies();
    let scenarios = asked.scenarios().count();
    assert!((4..=6).contains(&scenarios), "{scenarios}");
    for scenario in asked.scenarios() {
        let topics: std::collections::BTreeSet<_> =
            scenario.guidance.iter().map(|g| g.topic).collect();
        assert_eq!(topics.len(), 6, "{}", scenario.id);
    }
    let held = serde_json::to_string(&asked).unwrap();
    for certainty in ["\"primary\"", "\"primary-partial\""] {
        assert!(
            !held.contains(certainty),
            "nothing was read in the original"
        );
    }
}

#[test]
fn a_policy_without_registers_shows_none() {
    for asked in policies().into_iter().take(2) {
        assert!(asked.systems.is_none() && asked.evidence.is_none());
        let folder = tempfile::tempdir().unwrap();
        let text = reported(&asked, folder.path(), 0);
        let loaded = read(&record(folder.path())).unwrap();
        assert!(loaded.state.systems.is_empty() && loaded.state.listed.is_empty());
        assert!(!text.contains("In the register"), "{}", asked.id);
    }
}
