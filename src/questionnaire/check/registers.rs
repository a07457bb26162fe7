//! What scenarios and answers draw from the register of systems is counted there.

use std::collections::BTreeSet;

use super::super::model::Questionnaire;
use super::super::question::Input;
use super::super::register::Held;
use super::super::template;
use super::Problems;
use super::walk::{drawn, tally_checks};

/// Reports each number that is not counted, and each answer that is no number.
pub(super) fn check(q: &Questionnaire, problems: &mut Problems) {
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
        let number = match check.held() {
            Some(Held::AtMost(id)) => Some(("exceeds.answer", id)),
            Some(Held::AtLeast(id)) => Some(("below", id)),
            Some(Held::NoneWhen(_)) => None,
            None => {
                let says = "says what it is held against with either \"exceeds\" or \"below\"";
                problems.report(&field, says);
                None
            }
        };
        if let Some((name, id)) = number {
            let question = q.question(id);
            if !question.is_some_and(|q| matches!(q.input, Input::Number { .. })) {
                let says = format!("there is no question {id} for a number");
                problems.report(format!("{field}.{name}"), says);
            }
        }
        if !tallies.contains(tally.as_str()) {
            let says = format!("there is no tally {tally}");
            problems.report(format!("{field}.tally"), says);
        }
    }
}
