//! Any policy goes from its file to a report without a change of code, and no word of the policy
//! that is built in comes along. That goes for the registers as well: their forms, steps, conditions and
//! intervals are those of the file.

#[allow(dead_code, reason = "other tests use the rest")]
mod common;

use std::path::Path;

use assert_cmd::Command;
use common::*;
use jiff::Timestamp;
use jiff::civil::{Date, date};
use mfa_assess::assessment::{
    Assessment, ExemptionId, Gap, LifeStep, Outcome, Phase, Results, Standing, System, drawn,
};
use mfa_assess::questionnaire::{Question, Questionnaire, built_in, load};
use mfa_assess::record::{Journal, read};
use mfa_assess::report::{booklet::booklet, markdown};
use mfa_assess::wizard::{Field, FieldKey, Goal, Place, Row, Subject, of_field};

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

/// A policy with registers and exemptions of quite another shape than the one that is built in.
const KEYS: &[u8] = include_bytes!("keys.json");

/// The day on which all tests take place.
const TODAY: Date = date(2026, 11, 24);

/// Those that anybody can answer with any option.
fn policies() -> [Questionnaire; 2] {
    let files: [&[u8]; 2] = [
        include_bytes!("backups.json"),
        include_bytes!("cyber-essentials.json"),
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

/// The text of the report that somebody gets who goes straight through; none where it is not signed.
fn reported(asked: &Questionnaire, folder: &Path, number: usize) -> Option<String> {
    let mut session = session(folder, asked);
    let mut person = Straight {
        picks: picks(number),
        exempt: Some(0),
    };
    by_keys(&mut session, &mut person);
    let report = std::fs::read_dir(folder).unwrap();
    let report = report.map(|entry| entry.unwrap().path());
    let mut reports = report.filter(|path| path.extension().is_some_and(|e| e == "pdf"));
    Some(pdf_extract::extract_text(reports.next()?).unwrap())
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

#[test]
fn every_policy_is_answered_signed_and_reported() {
    for asked in policies() {
        let mut signed = 0;
        for number in 0..4 {
            let folder = tempfile::tempdir().unwrap();
            let Some(text) = reported(&asked, folder.path(), number) else {
                // Whoever does not know whether a must is met signs a draft at most.
                let gaps =
                    Results::of(&asked, &read(&record(folder.path())).unwrap().state, TODAY).gaps;
                assert!(
                    gaps.iter().any(|gap| matches!(gap, Gap::NotKnown(_))),
                    "{gaps:?}"
                );
                continue;
            };
            signed += 1;
            nothing_foreign(&asked, &text);
            let text = bare(&text);
            assert!(!text.contains("DRAFT"), "it is signed");
            let loaded = read(&record(folder.path())).unwrap();
            let asked = &loaded.questionnaire;
            for (id, answer) in &loaded.state.answers {
                let question = asked.question(id).unwrap();
                assert!(text.contains(&bare(&question.text)), "{}", question.text);
                // A long word may be divided at the end of its cell, so one answer is not searched in one piece.
                for word in answer.words(question).split_whitespace() {
                    assert!(text.contains(word), "{word}");
                }
            }
            for requirement in &asked.requirements {
                assert!(
                    text.contains(&bare(&requirement.text)),
                    "{}",
                    requirement.text
                );
            }
            for objective in asked.objectives() {
                assert!(text.contains(&bare(&objective.title)), "{}", objective.id);
            }
        }
        assert!(signed >= 2, "{}", asked.id);
    }
}

#[test]
fn different_answers_lead_to_different_outcomes() {
    for asked in policies() {
        let folders = [tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap()];
        let texts = [0, 1].map(|n| reported(&asked, folders[n].path(), n).unwrap());
        assert!(texts.iter().all(|text| text.contains("Met")));
        assert!(texts[1].contains("Not met") || texts[1].contains("Partly met"));
        assert_ne!(texts[0], texts[1]);
    }
}

#[test]
fn a_workbook_holds_the_words_of_its_own_policy_alone() {
    for asked in policies().into_iter().chain([load(KEYS).unwrap()]) {
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
    let [_, asked] = policies();
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

/// Somebody who keeps the registers before all else.
struct Keeper<F: FnMut(&Subject, &Field) -> Pick>(Straight<F>);

impl<F: FnMut(&Subject, &Field) -> Pick> Person for Keeper<F> {
    fn pick(&mut self, subject: &Subject, field: &Field) -> Pick {
        self.0.pick(subject, field)
    }

    fn go(&mut self, place: &Place, rows: &[Row]) -> Option<usize> {
        let find = |wanted: Goal| rows.iter().position(|r| r.goal.as_ref() == Some(&wanted));
        let empty = |row: &usize| rows[*row].tag.as_ref().is_some_and(|t| t.words() == "0");
        let has_entries = |word: &str| rows.iter().any(|row| row.text.starts_with(word));
        match place {
            Place::Tasks => {
                let systems = find(Goal::Show(Place::Systems)).filter(empty);
                let evidence = find(Goal::Show(Place::Evidence)).filter(empty);
                systems.or(evidence).or_else(|| self.0.go(place, rows))
            }
            Place::Systems if !has_entries("S-1") => find(Goal::BeginSystem),
            Place::Evidence if !has_entries("EV-1") => find(Goal::BeginEvidence),
            _ => self.0.go(place, rows),
        }
    }

    fn link(&mut self, subject: &Subject, links: &[Row]) -> usize {
        let to = |goal: Goal| {
            links
                .iter()
                .position(|row| row.goal.as_ref() == Some(&goal))
        };
        match subject {
            Subject::System(_) | Subject::Listed(_) => to(Goal::Back).unwrap(),
            Subject::Organisation => to(Goal::Show(Place::Tasks)).unwrap(),
            _ => self.0.link(subject, links),
        }
    }
}

/// What is typed or chosen for the questions of this policy on which something depends.
fn keeper(listed: &'static str, collected: usize) -> impl FnMut(&Subject, &Field) -> Pick {
    move |_, field| {
        if matches!(field.key, FieldKey::Systems | FieldKey::Exemptions) {
            return Pick::Leave;
        }
        match field.question.id.as_str() {
            "key-count" => Pick::Type("5".into()),
            "key-listed" => Pick::Type(listed.into()),
            "collected" => Pick::Option(collected),
            "agreed-on" | "looked-on" | "lodging-seen" => Pick::Type("24/11/2026".into()),
            "look-again" => Pick::Type("24/05/2027".into()),
            "asked-by" => Pick::Type("Ada Fell".into()),
            "key-marks" => Pick::Option(1),
            _ => picks(0)(&Subject::Organisation, field),
        }
    }
}

/// Keeps the registers and answers everything, by keys and by lines. The record of the first.
fn kept(
    full: &Path,
    listed: &'static str,
    collected: usize,
    kind: usize,
) -> mfa_assess::record::Loaded {
    let asked = load(KEYS).unwrap();
    let plain = tempfile::tempdir().unwrap();
    let mut person = Keeper(Straight {
        picks: keeper(listed, collected),
        exempt: Some(kind),
    });
    let mut lines = by_keys(&mut session(full, &asked), &mut person);
    if lines.last().is_none_or(|line| line != "quit") {
        lines.push("quit".into());
    }
    let said = by_lines(&mut session(plain.path(), &asked), &lines);
    assert_eq!(events(full), events(plain.path()), "{said}");
    read(&record(full)).unwrap()
}

/// The words of the report that the program writes of the only record below a folder.
fn report_of(folder: &Path) -> String {
    let path = folder.join("keys.pdf");
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

#[test]
fn another_register_with_an_approval_runs_in_both_faces_and_falls_after_its_own_interval() {
    let folder = tempfile::tempdir().unwrap();
    let loaded = kept(folder.path(), "3", 0, 0);
    let asked = loaded.questionnaire.clone();
    let id = ExemptionId(1);
    let kind = asked.exemption_kind(&"LOAN".try_into().unwrap()).unwrap();
    assert_eq!(kind.review_months(), Some(6));

    // Everything is filled in, and nobody has approved it.
    let results = Results::of(&asked, &loaded.state, TODAY);
    let Standing::NotValid { unmet } = &results.exemptions[&id] else {
        panic!("{:?}", results.exemptions)
    };
    assert_eq!(unmet.len(), 1, "{unmet:?}");
    assert_eq!(unmet[0].condition, Some("agreed".try_into().unwrap()));
    assert_eq!(results.gaps, [Gap::Exemption(id)]);

    let (mut journal, loaded) = Journal::open(&record(folder.path())).unwrap();
    let step = loaded.state.exemptions[&id].take(id, &asked, kind, LifeStep::Approve, TODAY);
    for event in step.unwrap() {
        journal
            .append(Timestamp::UNIX_EPOCH, "Ada Fell", event)
            .unwrap();
    }
    drop(journal);

    let state = read(&record(folder.path())).unwrap().state;
    for (day, outcome, phase) in [
        (TODAY, Outcome::MetByExemption, Phase::Approved),
        (date(2027, 5, 24), Outcome::MetByExemption, Phase::Approved),
        (date(2027, 5, 25), Outcome::NotMet, Phase::DueForReview),
        (date(2027, 7, 1), Outcome::NotMet, Phase::Expired),
    ] {
        let results = Results::of(&asked, &state, day);
        let list = results.scenario(&"list".try_into().unwrap()).unwrap();
        assert_eq!(list.findings[0].outcome, outcome, "{day}");
        assert_eq!(results.phases[&id], phase, "{day}");
    }
    let text = report_of(folder.path());
    nothing_foreign(&asked, &text);
    let text = bare(&text);
    for words in [
        "Key on loan",
        "Counts until 24 May 2027",
        "The list of holders",
    ] {
        let words = bare(words).to_lowercase();
        assert!(text.to_lowercase().contains(&words), "{words} in {text}");
    }
}

#[test]
fn what_a_register_counts_is_drawn_by_a_scenario_and_held_against_answers() {
    let folder = tempfile::tempdir().unwrap();
    let loaded = kept(folder.path(), "3", 0, 0);
    let (asked, mut state) = (loaded.questionnaire, loaded.state);
    let scenario = asked.scenario(&"list".try_into().unwrap()).unwrap();
    let says = drawn(&asked, &state, [scenario], TODAY);
    let counted = "Doors in the register: 1; with keys that are not numbered: 1.";
    assert_eq!(says[0], counted);
    assert_eq!(says.len(), 2, "{says:?}");
    let clashes = |state: &Assessment| Results::of(&asked, state, TODAY).clashes;
    let found = clashes(&state);
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(
        found[0].0.contains("1 door has keys that are not"),
        "{found:?}"
    );
    for number in 2..=6_u32 {
        state.systems.insert(number.into(), System::default());
    }
    let found = clashes(&state);
    assert_eq!(found.len(), 2, "{found:?}");
    assert!(
        found
            .iter()
            .any(|(says, _)| says.contains("5 keys") && says.contains("6 doors"))
    );
    state.systems.clear();
    assert_eq!(clashes(&state), [], "an empty register contradicts nobody");
    assert_eq!(drawn(&asked, &state, [scenario], TODAY), [""; 0]);
    // A paper whose day is past is a gap.
    let list = asked.evidence.as_ref().unwrap();
    let last = state.listed.values().next().unwrap().expiry(list).unwrap();
    let lapsed = |day| {
        Results::of(&asked, &state, day)
            .gaps
            .contains(&Gap::EvidenceExpired(1.into()))
    };
    assert!(!lapsed(last) && lapsed(last.tomorrow().unwrap()));
}

#[test]
fn a_kind_without_an_approval_has_only_to_be_confirmed() {
    let folder = tempfile::tempdir().unwrap();
    let loaded = kept(folder.path(), "5", 1, 1);
    let (asked, state) = (&loaded.questionnaire, &loaded.state);
    let id = ExemptionId(1);
    let exemption = &state.exemptions[&id];
    assert_eq!(exemption.kind.as_str(), "LODGER");
    let kind = asked.exemption_kind(&exemption.kind).unwrap();
    let refused = exemption
        .take(id, asked, kind, LifeStep::Approve, TODAY)
        .unwrap_err();
    assert!(refused[0].contains("needs no approval"), "{refused:?}");
    let results = Results::of(asked, state, TODAY);
    assert_eq!(results.exemptions[&id], Standing::Valid { until: None });
    assert_eq!(results.phases[&id].words_for(kind), "confirmed");
    assert!(state.is_signed(), "{:?}", results.gaps);
    let text = report_of(folder.path());
    nothing_foreign(asked, &text);
    assert!(bare(&text).contains(&bare("Key of a lodger")));
}

#[test]
fn a_policy_without_registers_shows_none() {
    for asked in policies() {
        assert!(asked.systems.is_none() && asked.evidence.is_none());
        let folder = tempfile::tempdir().unwrap();
        let text = reported(&asked, folder.path(), 0).unwrap();
        let loaded = read(&record(folder.path())).unwrap();
        assert!(loaded.state.systems.is_empty() && loaded.state.listed.is_empty());
        assert!(!text.contains("In the register"), "{}", asked.id);
    }
}

#[test]
fn the_policy_on_keys_is_sound_and_nothing_is_advised_against_it() {
    let mut program = Command::cargo_bin("mfa-assess").unwrap();
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/keys.json");
    let ran = program.args(["questionnaire", "check", path]).assert();
    let out = String::from_utf8(ran.success().get_output().stdout.clone()).unwrap();
    assert!(
        out.contains("sound") && !out.contains("make better"),
        "{out}"
    );
    // It shares no field with the register that is built in.
    let built = built_in().unwrap();
    let asked = load(KEYS).unwrap();
    let fields = |asked: &Questionnaire| -> Vec<String> {
        let kinds = asked.exemptions.iter().flat_map(|kind| kind.questions());
        let systems = asked.systems.iter().flat_map(|s| &s.form.questions);
        let ids = kinds.chain(systems).map(|q: &Question| q.id.to_string());
        ids.collect()
    };
    let own = fields(&built);
    assert!(fields(&asked).iter().all(|id| !own.contains(id)));
}
