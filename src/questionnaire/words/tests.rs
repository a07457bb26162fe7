use std::collections::BTreeMap;

use super::*;
use crate::questionnaire::{Questionnaire, built_in, load};

/// Two questions for numbers, one with one choice and one with several, a date and a text.
fn form() -> Vec<Question> {
    let form = r#"[
        {"id": "n", "text": "How many?", "input": {"number": {"unit": "users", "max": 9}}},
        {"id": "m", "text": "Of how many?", "input": {"number": {"unit": "users", "max": 9}}},
        {"id": "one", "text": "Which one?", "input": {"one_of": [
            {"id": "a", "label": "First"}, {"id": "b", "label": "Second"}, {"id": "c", "label": "Third"}, {"id": "e", "label": "Fourth"}]},
            "not_applicable": true, "dont_know": {"ask": "them", "action": "Ask."}},
        {"id": "any", "text": "Which ones?", "input": {"any_of": [
            {"id": "a", "label": "First"}, {"id": "b", "label": "Second"}, {"id": "c", "label": "Third"}]}},
        {"id": "d", "text": "When?", "input": {"date": {}}},
        {"id": "e", "text": "Until when?", "input": {"date": {}}},
        {"id": "t", "text": "Who?", "input": {"line": {"max": 9}}},
        {"id": "u", "text": "And who?", "input": {"line": {"max": 9}}}
    ]"#;
    serde_json::from_str(form).unwrap()
}

fn said(form: &[Question], condition: &Condition) -> String {
    let wording = Wording {
        find: &|id| form.iter().find(|q| q.id == *id),
        name: &|question| format!("“{}”", question.text),
    };
    wording.clause(condition)
}

fn words(condition: &str) -> String {
    said(&form(), &serde_json::from_str(condition).unwrap())
}

#[test]
fn each_statement_and_its_opposite_read_as_a_person_would_say_them() {
    for (condition, holds, fails) in [
        (
            r#"{"chosen": {"question": "one", "any_of": ["a"]}}"#,
            "the answer to “Which one?” is “First”",
            "the answer to “Which one?” is not “First”",
        ),
        (
            r#"{"chosen": {"question": "one", "any_of": ["a", "b", "c"]}}"#,
            "the answer to “Which one?” is “First”, “Second” or “Third”",
            "the answer to “Which one?” is neither “First”, “Second” nor “Third”",
        ),
        (
            r#"{"chosen": {"question": "one", "any_of": ["a", "b", "c", "e"]}}"#,
            "the answer to “Which one?” is anything but “don't know” or “not applicable”",
            "there is no answer to “Which one?” but “don't know” or “not applicable”",
        ),
        (
            r#"{"chosen": {"question": "any", "any_of": ["a", "b"]}}"#,
            "the answer to “Which ones?” includes “First” or “Second”",
            "the answer to “Which ones?” includes neither “First” nor “Second”",
        ),
        (
            r#"{"chosen": {"question": "any", "any_of": ["a", "b", "c"]}}"#,
            "the answer to “Which ones?” names at least one thing",
            "the answer to “Which ones?” names nothing",
        ),
        (
            r#"{"chosen": {"question": "any", "any_of": ["b"]}}"#,
            "the answer to “Which ones?” includes “Second”",
            "the answer to “Which ones?” does not include “Second”",
        ),
        (
            r#"{"number": {"question": "n", "at_least": 2}}"#,
            "the number for “How many?” is 2 or more",
            "the number for “How many?” is not 2 or more",
        ),
        (
            r#"{"number": {"question": "n", "at_most": 2}}"#,
            "the number for “How many?” is 2 or less",
            "the number for “How many?” is not 2 or less",
        ),
        (
            r#"{"number": {"question": "n", "at_most": 0}}"#,
            "the number for “How many?” is 0",
            "the number for “How many?” is not 0",
        ),
        (
            r#"{"number": {"question": "n", "at_least": 3, "at_most": 3}}"#,
            "the number for “How many?” is 3",
            "the number for “How many?” is not 3",
        ),
        (
            r#"{"number": {"question": "n", "at_least": 3, "at_most": 5}}"#,
            "the number for “How many?” is from 3 to 5",
            "the number for “How many?” is not from 3 to 5",
        ),
        (
            r#"{"number": {"question": "n"}}"#,
            "a number is given for “How many?”",
            "no number is given for “How many?”",
        ),
        (
            r#"{"compare": {"left": "n", "is": "above", "right": "m"}}"#,
            "the number for “How many?” is higher than the one for “Of how many?”",
            "the number for “How many?” is not higher than the one for “Of how many?”",
        ),
        (
            r#"{"same_text": {"left": "t", "right": "u"}}"#,
            "the answers to “Who?” and “And who?” are the same",
            "the answers to “Who?” and “And who?” are not the same",
        ),
        (
            r#"{"answered": "t"}"#,
            "“Who?” is filled in",
            "“Who?” is not filled in",
        ),
        (
            r#"{"dont_know": "t"}"#,
            "the answer to “Who?” is “don't know”",
            "the answer to “Who?” is not “don't know”",
        ),
        (
            r#"{"not_applicable": "t"}"#,
            "the answer to “Who?” is “not applicable”",
            "the answer to “Who?” is not “not applicable”",
        ),
        (
            r#"{"reached": "d"}"#,
            "the date for “When?” is today or earlier",
            "the date for “When?” is not today or earlier",
        ),
        (
            r#"{"not_passed": "d"}"#,
            "the date for “When?” is today or later",
            "the date for “When?” is not today or later",
        ),
        (
            r#"{"within": {"from": "d", "to": "e", "months": 12}}"#,
            "the date for “Until when?” lies in the 12 months from the date for “When?” on",
            "the date for “Until when?” does not lie in the 12 months from the date for “When?” on",
        ),
        (
            r#"{"older": {"question": "d", "months": 1}}"#,
            "the date for “When?” lies more than 1 month back",
            "the date for “When?” does not lie more than 1 month back",
        ),
    ] {
        assert_eq!(words(condition), holds);
        let opposite = format!(r#"{{"not": {condition}}}"#);
        assert_eq!(words(&opposite), fails);
        let twice = format!(r#"{{"not": {opposite}}}"#);
        assert_eq!(words(&twice), holds);
    }
}

#[test]
fn joints_are_told_apart_and_single_statements_come_first() {
    let a = r#"{"answered": "n"}"#;
    let b = r#"{"answered": "m"}"#;
    let c = r#"{"dont_know": "t"}"#;
    for (condition, said) in [
        (format!(r#"{{"all": [{a}]}}"#), "A"),
        (
            format!(r#"{{"all": [{a}, {{"all": [{b}, {c}]}}]}}"#),
            "A, and B, and C",
        ),
        (
            format!(r#"{{"all": [{{"any": [{b}, {c}]}}, {a}]}}"#),
            "A, and either B or C",
        ),
        (
            format!(r#"{{"any": [{a}, {{"all": [{b}, {c}]}}]}}"#),
            "A, or both B and C",
        ),
        (
            format!(r#"{{"not": {{"any": [{a}, {{"not": {b}}}]}}}}"#),
            "no A, and B",
        ),
        (
            format!(r#"{{"all": [{a}, {{"any": [{b}, {{"all": [{a}, {c}]}}]}}]}}"#),
            "A, and either B or (A and C)",
        ),
    ] {
        let read = words(&condition)
            .replace("“How many?” is filled in", "A")
            .replace("“How many?” is not filled in", "no A")
            .replace("“Of how many?” is filled in", "B")
            .replace("the answer to “Who?” is “don't know”", "C");
        assert_eq!(read, said, "{condition}");
    }
}

/// Every way to join the conditions below, and the opposites of them, in twos.
fn joined(parts: &[Condition]) -> Vec<Condition> {
    let mut all = vec![];
    for a in parts {
        all.push(Condition::Not(Box::new(a.clone())));
        for b in parts {
            all.push(Condition::All(vec![a.clone(), b.clone()]));
            all.push(Condition::Any(vec![a.clone(), b.clone()]));
        }
    }
    all
}

/// What a condition says for each way in which the questions can have an answer.
fn truths(condition: &Condition, ids: &[QuestionId]) -> Vec<bool> {
    fn holds(condition: &Condition, given: &dyn Fn(&QuestionId) -> bool) -> bool {
        match condition {
            Condition::All(parts) => parts.iter().all(|part| holds(part, given)),
            Condition::Any(parts) => parts.iter().any(|part| holds(part, given)),
            Condition::Not(part) => !holds(part, given),
            Condition::Answered(id) => given(id),
            other => panic!("{other:?}"),
        }
    }
    let place = |id: &QuestionId| ids.iter().position(|i| i == id).unwrap();
    (0..1 << ids.len())
        .map(|answers: u32| holds(condition, &|id| answers >> place(id) & 1 == 1))
        .collect()
}

#[test]
fn conditions_that_read_the_same_are_the_same() {
    let ids = ["n", "m", "t"].map(|id| QuestionId::try_from(id).unwrap());
    let leaves = ids.clone().map(Condition::Answered);
    let twos = joined(&leaves);
    let mut some = [&leaves[..], &twos].concat();
    some.retain(|c| c.parts().len() != 2 || c.parts()[0] != c.parts()[1]);
    let form = form();
    let mut seen: BTreeMap<String, Vec<bool>> = BTreeMap::new();
    for condition in joined(&some) {
        let truths = truths(&condition, &ids);
        let words = said(&form, &condition);
        let same = seen.entry(words.clone()).or_insert_with(|| truths.clone());
        assert_eq!(*same, truths, "{words}");
    }
    assert!(seen.len() > 300, "{}", seen.len());
}

fn conditions(asked: &Questionnaire) -> Vec<&Condition> {
    let shown = asked.questions().filter_map(|q| q.show_when.as_ref());
    let asked_at_all = asked.scenarios().filter_map(|s| s.applies_when.as_ref());
    let rules = asked
        .scenarios()
        .flat_map(|s| &s.assess)
        .flat_map(|a| &a.rules);
    let clashes = asked.cross_checks.iter().map(|check| &check.when);
    shown
        .chain(asked_at_all)
        .chain(rules.map(|r| &r.when))
        .chain(clashes)
        .collect()
}

#[test]
fn every_condition_of_a_questionnaire_names_its_questions_and_no_id() {
    let backups = load(include_bytes!("../../../tests/backups.json")).unwrap();
    for asked in [built_in().unwrap(), backups] {
        let questions: Vec<Question> = asked.questions().cloned().collect();
        for condition in conditions(&asked) {
            let words = said(&questions, condition);
            for id in condition.questions() {
                let text = &asked.question(id).unwrap().text;
                assert!(words.contains(text), "{words}");
            }
            for choice in questions.iter().flat_map(|q| q.input.choices()) {
                assert!(!words.contains(&format!("“{}”", choice.id)), "{words}");
            }
        }
    }
}
