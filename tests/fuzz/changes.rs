//! Lists of changes: refused with sentences, or taken whole and made into a record that is read again.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::LazyLock;

use jiff::civil::{Date, date};
use mfa_assess::facts::{Assessment, Change, Event, Logged};
use mfa_assess::propose::Made;
use mfa_assess::propose::{Given, Read, Request, read, tried};
use mfa_assess::questionnaire::{Input, Question, Questionnaire, built_in};
use mfa_assess::record::Lines;
use mfa_assess::rules::AsAt;
use proptest::prelude::*;
use proptest::sample::Index;
use serde_json::{Value, json};

use super::mutate::{mutated, mutations};
use super::{config, corpus};

static CORPUS: LazyLock<Vec<Vec<u8>>> = LazyLock::new(|| corpus("corpus/changes"));
static ASKED: LazyLock<Questionnaire> = LazyLock::new(|| built_in().unwrap());
const TODAY: Date = date(2026, 11, 24);

/// A record of these events, as it is on disk.
fn record(events: Vec<Event>) -> Vec<Logged> {
    let created = Event::Created {
        tool: "test".into(),
        questionnaire: Box::new(serde_json::to_value(&*ASKED).unwrap()),
    };
    let events = std::iter::once(created).chain(events);
    let lines = Lines::new("2026-11-24T12:00:00Z".parse().unwrap(), "", events).unwrap();
    lines.read(Path::new("record")).unwrap().entries
}

/// What changes make of an empty record; nothing where they are refused, with sentences.
fn made(changes: &[Read]) -> Result<Option<Vec<Event>>, TestCaseError> {
    let blank = Assessment::default();
    match tried(AsAt::unbegun(&ASKED, &blank, TODAY), changes) {
        Ok(made) => Ok(Some(made.iter().flat_map(Made::events).cloned().collect())),
        Err(problems) => {
            prop_assert!(!problems.is_empty());
            for problem in problems {
                prop_assert!(problem.says.ends_with(['.', '?', ':']), "{:?}", problem);
                prop_assert!(problem.index.is_some_and(|index| index < changes.len()));
            }
            Ok(None)
        }
    }
}

/// Whatever is taken makes a record that is read again and says the same.
fn is_taken_whole(changes: &[Read]) -> Result<bool, TestCaseError> {
    let Some(events) = made(changes)? else {
        return Ok(false);
    };
    let mut state = Assessment::default();
    for (seq, event) in (2..).zip(&events) {
        state.apply(seq, event).unwrap();
    }
    if events.is_empty() {
        return Ok(true);
    }
    let folded = Assessment::fold(&record(events)).unwrap();
    prop_assert_eq!(folded, state);
    Ok(true)
}

fn is_read_or_refused(bytes: &[u8]) -> Result<bool, TestCaseError> {
    match read(bytes) {
        Ok(changes) => is_taken_whole(&changes),
        Err(problem) => {
            prop_assert!(problem.index.is_none() && problem.says.ends_with('.'));
            Ok(false)
        }
    }
}

#[test]
fn the_corpus_is_refused_or_taken_whole() {
    let taken = CORPUS.iter().filter(|b| is_read_or_refused(b).unwrap());
    assert!(taken.count() >= 1, "else nothing below is ever taken");
}

/// An answer that may fit.
fn given(question: &Question, which: usize) -> Given {
    let value = match &question.input {
        _ if which.is_multiple_of(7) => json!({ "dont_know": true }),
        Input::OneOf(choices) => json!(choices[which % choices.len()].label),
        Input::AnyOf(choices) => json!([choices[which % choices.len()].id]),
        Input::Number { .. } => json!(which % 50),
        Input::Line { .. } | Input::Paragraphs { .. } => json!(format!("Tŷ {which}")),
        Input::Date { .. } => json!(format!("2026-{:02}-12", which % 12 + 1)),
    };
    serde_json::from_value(value).unwrap()
}

fn pick<'a, T>(mut all: impl Iterator<Item = &'a T>, which: Index) -> &'a T
where
    T: 'a,
{
    let found: Vec<&T> = all.by_ref().collect();
    found[which.index(found.len())]
}

/// A change of one kind or another; many fit.
fn change(verb: u8, which: Index, other: Index) -> Request {
    let number = other.index(1000);
    let name = |prefix: &str| format!("{prefix}-{}", number % 3 + 1);
    let scenario = &pick(ASKED.scenarios().collect::<Vec<_>>().into_iter(), which).id;
    let kind = &ASKED.exemptions[which.index(ASKED.exemptions.len())];
    let field = pick(kind.questions().collect::<Vec<_>>().into_iter(), other);
    let system = &ASKED.systems.as_ref().unwrap().form;
    let entry = pick(system.questions.iter(), other);
    let value: Value = match verb % 16 {
        0..=3 => {
            let question = pick(ASKED.questions().collect::<Vec<_>>().into_iter(), which);
            return Request::Answer {
                question: question.id.to_string(),
                value: given(question, number),
            };
        }
        4 => json!({ "add_exemption": { "kind": kind.id, "scenarios": [scenario] } }),
        5 => {
            let value = given(field, number);
            json!({ "add_exemption": { "kind": kind.id, "fields": { field.id.as_str(): value } } })
        }
        6 | 7 => {
            let value = given(field, number);
            let fields = json!({ field.id.as_str(): value });
            json!({ "edit_exemption": {
                "exemption": name("EX"), "fields": fields, "reset_approval": verb < 100,
            } })
        }
        8 => json!({ "submit_exemption": { "exemption": name("EX") } }),
        9 => json!({ "approve_exemption": { "exemption": name("EX") } }),
        10 => json!({ "close_exemption": { "exemption": name("EX"), "how": "Enforced." } }),
        11 => json!({ "withdraw_exemption": { "exemption": name("EX"), "reason": "Gone." } }),
        12 => {
            json!({ "add_action": { "scenario": scenario, "what": "Do it.", "priority": "low" } })
        }
        13 => json!({ "remove_action": { "action": name("A") } }),
        14 => {
            let value = given(entry, number);
            json!({ "add_system": { "fields": { entry.id.as_str(): value } } })
        }
        _ => json!({ "remove_system": { "system": name("S") } }),
    };
    serde_json::from_value(value).unwrap()
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn whatever_was_changed_it_is_refused_or_taken_whole(
        which in any::<Index>(), changes in mutations(),
    ) {
        let bytes = mutated(which.get(&CORPUS).clone(), &changes);
        is_read_or_refused(&bytes)?;
    }
}

proptest! {
    // Each is written and read as a record, with all that it asks.
    #![proptest_config(ProptestConfig { cases: config().cases / 20, ..config() })]

    #[test]
    fn all_that_fit_one_after_the_other_fit_together_and_make_a_record(
        wanted in prop::collection::vec((any::<u8>(), any::<Index>(), any::<Index>()), 1..12),
    ) {
        let mut fit: Vec<Read> = vec![];
        for (verb, which, other) in wanted {
            fit.push(change(verb, which, other).into());
            if made(&fit)?.is_none() {
                fit.pop();
            }
        }
        prop_assert!(is_taken_whole(&fit)?);
        // No number was given twice.
        let events = made(&fit)?.unwrap();
        let begun = events.iter().filter_map(|event| match event {
            Event::Changed(Change::Action(action, Some(_))) => Some(*action),
            _ => None,
        });
        let begun: Vec<_> = begun.collect();
        prop_assert_eq!(begun.iter().collect::<BTreeSet<_>>().len(), begun.len());
    }
}
