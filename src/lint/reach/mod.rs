//! When each outcome is reached, as one condition: the counterpart of how `results` and
//! `objective` judge.

mod sample;
mod tree;

use jiff::civil::Date;

use crate::questionnaire::{Assess, Condition, Level, Objective, Questionnaire, Scenario};
pub use tree::Sought;
pub(super) use tree::Tree;

/// For each rule, and at the end for "otherwise": answers with which it decides.
pub fn reaching(
    questionnaire: &Questionnaire,
    scenario: &Scenario,
    assess: &Assess,
    today: Date,
) -> Vec<Sought> {
    let tree = Tree::of_questionnaire(questionnaire, today);
    (0..=assess.rules.len())
        .map(|rule| tree.holding(&decides(scenario, assess, rule)))
        .collect()
}

/// When the rule with this number decides; the number of rules stands for "otherwise".
pub(super) fn decides(scenario: &Scenario, assess: &Assess, rule: usize) -> Condition {
    // What the rule itself reads comes first, and so is tried first.
    let own = assess.rules.get(rule).map(|r| r.when.clone());
    let asked = scenario.applies_when.clone();
    let before = assess.rules.iter().take(rule);
    let before = before.map(|r| r.when.clone().negated());
    Condition::All(own.into_iter().chain(asked).chain(before).collect())
}

/// When an objective is judged to be at the level with this number, above the lowest.
pub(super) fn is_level(objective: &Objective, number: usize) -> Condition {
    let own = objective.levels.get(number).map(all_of);
    // A level with an indicator that is never asked about is never reached.
    let can_be = |level: &&Level| level.indicators.iter().all(|i| i.holds_when.is_some());
    let higher = objective.levels.iter().skip(number + 1).filter(can_be);
    let higher = higher.map(|level| all_of(level).negated());
    let against = any_of(&objective.lowest).negated();
    Condition::All(own.into_iter().chain([against]).chain(higher).collect())
}

fn all_of(level: &Level) -> Condition {
    let indicators = level.indicators.iter();
    Condition::All(indicators.filter_map(|i| i.holds_when.clone()).collect())
}

fn any_of(level: &Level) -> Condition {
    let indicators = level.indicators.iter();
    Condition::Any(indicators.filter_map(|i| i.holds_when.clone()).collect())
}
