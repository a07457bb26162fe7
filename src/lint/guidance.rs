//! Nobody is left without help: guidance on every topic, a next step, somebody to ask, and
//! scenarios of a size that a person takes in.

use std::collections::BTreeSet;

use super::Findings;
use crate::questionnaire::walk::{
    assessed, findings as findings_of, numbered, objectives, scenarios,
};
use crate::questionnaire::{
    Condition, QuestionId, Questionnaire, Scenario, Topic, Verdict, walk::indicators,
};

const TOPICS: [(Topic, &str); 6] = [
    (Topic::Why, "why"),
    (Topic::Who, "who"),
    (Topic::Where, "where"),
    (Topic::Good, "good"),
    (Topic::Pitfall, "pitfall"),
    (Topic::Evidence, "evidence"),
];

/// A single question is no situation to think through: it belongs to a neighbouring scenario.
const FEWEST: usize = 2;
/// What fits one sitting without losing the thread.
const MOST: usize = 8;

/// Reports each place where a person would be left alone.
pub(super) fn look(q: &Questionnaire, findings: &mut Findings) {
    let judged = judged(q);
    for (field, scenario) in scenarios(q) {
        topics(&field, scenario, findings);
        let count = scenario.questions.len();
        if !(FEWEST..=MOST).contains(&count) {
            let says = format!(
                "a scenario has {FEWEST} to {MOST} questions, and this one has {count}. Split it, or ask them elsewhere"
            );
            findings.report(format!("{field}.questions"), says);
        }
        for (field, question) in numbered(format!("{field}.questions"), &scenario.questions) {
            if question.dont_know.is_none() && judged.contains(&question.id) {
                let says = "an outcome depends on this, and whoever answers may not know. Add \"dont_know\" with the role to ask and the action";
                findings.report(format!("{field}.dont_know"), says);
            }
        }
    }
    for (field, assess) in assessed(q) {
        for (field, finding) in findings_of(&field, assess) {
            let falls_short = matches!(finding.verdict, Verdict::NotMet | Verdict::PartlyMet);
            if falls_short && finding.next.is_none() {
                let says = "something is lacking here, and nothing says what to do about it. Add the next step as \"next\"";
                findings.report(format!("{field}.next"), says);
            }
        }
    }
}

fn topics(field: &str, scenario: &Scenario, findings: &mut Findings) {
    let has = |topic: Topic| scenario.guidance.iter().any(|g| g.topic == topic);
    let missing: Vec<String> = TOPICS
        .iter()
        .filter(|(topic, _)| !has(*topic))
        .map(|(topic, id)| format!("\"{id}\" ({})", topic.words().to_lowercase()))
        .collect();
    if !missing.is_empty() {
        let says = format!("has no guidance on {}. Add it", missing.join(", "));
        findings.report(format!("{field}.guidance"), says);
    }
}

/// The questions on which an outcome depends: those that a rule or an indicator reads.
fn judged(q: &Questionnaire) -> BTreeSet<&QuestionId> {
    let rules = q.scenarios().flat_map(|scenario| &scenario.assess);
    let rules = rules.flat_map(|assess| assess.rules.iter().map(|rule| &rule.when));
    let indicators = objectives(q)
        .flat_map(|(field, objective)| indicators(&field, objective).collect::<Vec<_>>());
    let indicators = indicators.filter_map(|(_, indicator)| indicator.holds_when.as_ref());
    rules
        .chain(indicators)
        .flat_map(Condition::questions)
        .collect()
}
