//! What scenarios and answers draw from the register of systems is counted there.

use std::collections::BTreeSet;

use super::super::model::Questionnaire;
use super::super::question::Input;
use super::super::register::Limit;
use super::super::template;
use super::Problems;
use super::walk::{drawn, tally_checks};

/// Reports each number that is not counted, and each answer that is no number.
pub fn check(q: &Questionnaire, problems: &mut Problems) {
    let systems = q.systems.as_ref();
    let tallies = systems.map_or(&[][..], |systems| &systems.tallies);
    let tallies: BTreeSet<&str> = tallies.iter().map(|t| t.id.as_str()).collect();
    let mut known = |field: String, sentence: &str, names: &BTreeSet<&str>| {
        for placeholder in template::placeholders(sentence) {
            let id = placeholder.id;
            if !names.contains(id) {
                problems.report(&field, format!("{{{id}}} is not counted in the register"));
            }
        }
    };
    for (field, sentence) in drawn(q) {
        known(field, sentence, &tallies);
    }
    for (field, check) in tally_checks(q) {
        let names = BTreeSet::from(["answer", "register"]);
        known(format!("{field}.says"), &check.says, &names);
    }
    for (field, check) in tally_checks(q) {
        let tally = &check.tally;
        if let Limit::Answer(id) = &check.exceeds {
            let question = q.question(id);
            if !question.is_some_and(|q| matches!(q.input, Input::Number { .. })) {
                let says = format!("there is no question {id} for a number");
                problems.report(format!("{field}.exceeds.answer"), says);
            }
        }
        if !tallies.contains(tally.as_str()) {
            let says = format!("there is no tally {tally}");
            problems.report(format!("{field}.tally"), says);
        }
    }
}
