//! The days on which anything can turn, by what the record says.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::shift::ShiftOf;
use crate::facts::{Answer, Assessment, Change, Coverage, Event, Exemption, ExemptionId, Logged};
use crate::questionnaire::{
    Assess, Condition, ExemptionKindId, Objective, QuestionId, Questionnaire,
};
use crate::rules::deadlines::last_days;

/// What a day can turn.
#[derive(Debug, Default)]
pub(super) struct Touched {
    /// What follows from answers.
    pub answers: bool,
    /// Whether these exemptions count.
    pub exemptions: BTreeSet<ExemptionId>,
}

/// The days, the first before the others.
pub(super) struct Days(pub BTreeMap<Date, Touched>);

impl Days {
    /// Those after a day, up to another.
    pub(super) fn after(
        asked: &Questionnaire,
        state: &Assessment,
        today: Date,
        until: Date,
    ) -> Self {
        let mut days: BTreeMap<Date, Touched> = BTreeMap::new();
        let is_ahead = |day: &Date| *day > today && *day <= until;
        for day in turning(state, deciding(asked)).filter(is_ahead) {
            days.entry(day).or_default().answers = true;
        }
        for (id, exemption) in &state.exemptions {
            let kind = asked.exemption_kind(&exemption.kind);
            let Some(kind) = kind.filter(|_| !exemption.is_over()) else {
                continue;
            };
            let turning = exemption.in_force(kind).turning_days(kind).into_iter();
            for day in turning.filter(is_ahead) {
                days.entry(day).or_default().exemptions.insert(*id);
            }
        }
        Self(days)
    }
}

/// The conditions on which outcomes depend.
fn deciding(asked: &Questionnaire) -> impl Iterator<Item = &Condition> {
    let gates = asked.gated_questions();
    let gates = gates.flat_map(|(question, gate)| gate.into_iter().chain(&question.show_when));
    let asking = asked.scenarios().filter_map(|s| s.applies_when.as_ref());
    let rules = asked.scenarios().flat_map(|s| &s.assess).flat_map(rules);
    let indicators = asked.objectives().flat_map(indicators);
    gates.chain(asking).chain(rules).chain(indicators)
}

fn rules(assess: &Assess) -> impl Iterator<Item = &Condition> {
    assess.rules.iter().map(|rule| &rule.when)
}

fn indicators(objective: &Objective) -> impl Iterator<Item = &Condition> {
    let indicators = objective.scale().flat_map(|level| &level.indicators);
    indicators.flat_map(|i| i.holds_when.iter().chain(&i.asked_when))
}

/// The first days on which these conditions read otherwise than before.
fn turning<'a>(
    state: &'a Assessment,
    conditions: impl Iterator<Item = &'a Condition> + 'a,
) -> impl Iterator<Item = Date> + 'a {
    let leaves = conditions.flat_map(Condition::leaves);
    leaves.filter_map(|leaf| leaf.turns_on(|id| date(state, id)))
}

fn date(state: &Assessment, id: &QuestionId) -> Option<Date> {
    match state.answers.get(id) {
        Some(Answer::Date(day)) => Some(*day),
        _ => None,
    }
}

/// The questions whose dates have turned what an outcome depends on, after a day and up to another.
pub(super) fn behind(
    asked: &Questionnaire,
    state: &Assessment,
    of: &ShiftOf,
    (after, to): (Date, Date),
) -> Vec<QuestionId> {
    let mut left: Vec<&Condition> = match of {
        ShiftOf::Finding(scenario, requirement) => {
            let scenario = asked.scenario(scenario).into_iter();
            let all = scenario.flat_map(|scenario| {
                let assess = scenario.assess.iter();
                let assess = assess.filter(|a| a.requirement == *requirement);
                assess.flat_map(rules).chain(&scenario.applies_when)
            });
            all.collect()
        }
        ShiftOf::Objective(id) => asked
            .objective(id)
            .into_iter()
            .flat_map(indicators)
            .collect(),
        ShiftOf::Requirement(_) => vec![],
    };
    let gates: BTreeMap<&QuestionId, _> = asked
        .gated_questions()
        .map(|(question, gate)| (&question.id, gate.into_iter().chain(&question.show_when)))
        .collect();
    let (mut seen, mut found) = (BTreeSet::new(), vec![]);
    while let Some(condition) = left.pop() {
        for leaf in condition.leaves() {
            let turns = leaf.turns_on(|id| date(state, id));
            if turns.is_some_and(|day| after < day && day <= to) {
                found.extend(leaf.reads().into_iter().cloned());
            }
            for id in leaf.reads() {
                if seen.insert(id) {
                    left.extend(gates.get(id).cloned().into_iter().flatten());
                }
            }
        }
    }
    found.sort();
    found.dedup();
    found
}

/// The days after another that entries have once given, undone or not, and that no deadline is for: a
/// calendar takes back what it said of them.
pub(crate) fn once(asked: &Questionnaire, entries: &[Logged], after: Date) -> BTreeSet<Date> {
    let mut once = Once {
        asked,
        kinds: BTreeMap::new(),
        days: BTreeSet::new(),
    };
    for logged in entries {
        once.take(&logged.entry.event);
    }
    once.days.into_iter().filter(|day| *day > after).collect()
}

struct Once<'a> {
    asked: &'a Questionnaire,
    kinds: BTreeMap<ExemptionId, ExemptionKindId>,
    days: BTreeSet<Date>,
}

impl Once<'_> {
    fn take(&mut self, event: &Event) {
        if let Event::Changed(Change::Coverage(exemption, Coverage { kind, .. })) = event {
            self.kinds.insert(*exemption, kind.clone());
        } else if let Event::Changed(Change::Answer(question, Some(answer))) = event {
            self.answered(question, answer);
        } else if let Event::Changed(Change::Field(exemption, question, Some(answer))) = event {
            self.filled(*exemption, question, answer);
        } else if let Event::Merged(merge) = event {
            merge.takes.iter().for_each(|taken| self.take(taken));
        }
    }

    fn answered(&mut self, question: &QuestionId, answer: &Answer) {
        let Answer::Date(day) = answer else { return };
        let given = |id: &QuestionId| (id == question).then_some(*day);
        let leaves = deciding(self.asked).flat_map(Condition::leaves);
        self.days
            .extend(leaves.filter_map(|leaf| leaf.turns_on(given)));
    }

    fn filled(&mut self, id: ExemptionId, question: &QuestionId, answer: &Answer) {
        let kind = self.kinds.get(&id);
        let Some(kind) = kind.and_then(|id| self.asked.exemption_kind(id)) else {
            return;
        };
        let mut alone = Exemption::blank(kind.id.clone());
        alone.fields.insert(question.clone(), answer.clone());
        let ends = last_days(&alone, kind);
        let ends: BTreeSet<Date> = ends.filter_map(|day| day.tomorrow().ok()).collect();
        let turning = alone.turning_days(kind);
        self.days.extend(turning.difference(&ends));
    }
}
