//! Registers and exemptions of quite another shape than those that are built in: their forms, steps,
//! conditions and intervals are those of the file.

use std::path::Path;

use assert_cmd::Command;
use jiff::Timestamp;
use jiff::civil::date;
use mfa_assess::facts::{Assessment, ExemptionId, Gap, System};
use mfa_assess::propose::Accepted;
use mfa_assess::questionnaire::{Question, Questionnaire, built_in, load};
use mfa_assess::record::{Journal, read};
use mfa_assess::rules::{LifeStep, Outcome, Phase, Results, Standing, drawn};
use mfa_assess::wizard::{Field, FieldKey, Goal, Place, Row, Subject};

use crate::common::*;
use crate::{TODAY, bare, nothing_foreign, picks, report_of};

/// The policy.
pub const FILE: &[u8] = include_bytes!("../keys.json");

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
    let asked = load(FILE).unwrap();
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
            .append(Timestamp::UNIX_EPOCH, "Ada Fell", Accepted::unheld(event))
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
    let asked = load(FILE).unwrap();
    let fields = |asked: &Questionnaire| -> Vec<String> {
        let kinds = asked.exemptions.iter().flat_map(|kind| kind.questions());
        let systems = asked.systems.iter().flat_map(|s| &s.form.questions);
        let ids = kinds.chain(systems).map(|q: &Question| q.id.to_string());
        ids.collect()
    };
    let own = fields(&built);
    assert!(fields(&asked).iter().all(|id| !own.contains(id)));
}
