//! Whether exemptions reach what a finding is about. One for ordinary accounts does not cover what
//! falls short for privileged ones, and one for 5 accounts does not cover 300.

#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use super::cover::told;
use super::evaluate::{Gap, Sheet};
use crate::facts::{Answer, Exemption, ExemptionId};
use crate::questionnaire::{
    Bound, ChoiceId, Concerns, CountId, ExemptionKind, Question, Questionnaire, ScopeId, Shortfall,
};
use crate::text::listed;

/// An exemption that counts and is recorded for a finding.
#[derive(Clone, Copy)]
pub(super) struct Candidate<'a> {
    pub id: ExemptionId,
    pub exemption: &'a Exemption,
    pub kind: &'a ExemptionKind,
}

/// Which exemptions cover a finding together.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Held {
    /// Those that do; none where they do not cover all of it.
    pub by: Vec<ExemptionId>,
    /// Why the others do not.
    pub short: Vec<Short>,
}

/// Why an exemption does not cover a finding that it is recorded for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Short {
    pub exemption: ExemptionId,
    /// Why, as a sentence.
    pub says: String,
}

/// Whether these exemptions together reach all that a finding is about.
pub(super) fn held(
    asked: &Questionnaire,
    sheet: &Sheet<'_>,
    concerns: Option<&Concerns>,
    candidates: &[Candidate<'_>],
) -> Held {
    let ids = |candidates: &[Candidate<'_>]| candidates.iter().map(|c| c.id).collect();
    let Some(concerns) = concerns else {
        let (by, short) = (ids(candidates), vec![]);
        return Held { by, short };
    };
    let beyond = candidates.iter().filter_map(|c| c.beyond(asked, concerns));
    let reaching: Vec<Candidate<'_>> = candidates
        .iter()
        .filter(|candidate| candidate.reaches_any(concerns))
        .copied()
        .collect();
    if !reach_all(&reaching, concerns) {
        let (by, short) = (vec![], beyond.collect());
        return Held { by, short };
    }
    let number = concerns.number.as_ref();
    let few = number.map_or_else(Vec::new, |number| {
        let is_counted = |c: &&Candidate<'_>| c.counting(&number.count).is_some();
        let (counted, free): (Vec<_>, Vec<_>) = reaching.iter().partition(is_counted);
        // What no number bounds covers any number, of what it reaches and of nothing else.
        if reach_all(&free, concerns) {
            vec![]
        } else {
            too_few(asked, sheet, number, &counted)
        }
    });
    if few.is_empty() {
        let reach: BTreeSet<ExemptionId> = reaching.iter().map(|c| c.id).collect();
        let is_others = |short: &Short| !reach.contains(&short.exemption);
        Held {
            by: ids(&reaching),
            short: beyond.filter(is_others).collect(),
        }
    } else {
        let (by, short) = (vec![], few);
        Held { by, short }
    }
}

/// Whether these together reach all that a finding is about.
fn reach_all(reaching: &[Candidate<'_>], concerns: &Concerns) -> bool {
    let reached = |combination: &Combination<'_>| reaching.iter().any(|c| c.reaches(combination));
    combinations(concerns).iter().all(reached)
}

/// One value of each scope that a finding is about.
type Combination<'a> = Vec<(&'a ScopeId, &'a ChoiceId)>;

/// Every combination; a checked questionnaire keeps their number low.
fn combinations(concerns: &Concerns) -> Vec<Combination<'_>> {
    let mut all = vec![vec![]];
    for (scope, values) in &concerns.scopes {
        let shorter = std::mem::take(&mut all);
        all.extend(shorter.iter().flat_map(|combination: &Combination<'_>| {
            values.iter().map(|value| {
                let own = std::iter::once((scope, value));
                combination.iter().copied().chain(own).collect()
            })
        }));
    }
    all
}

impl Candidate<'_> {
    /// What it is for in a scope; none where nothing bounds it there.
    fn bound(&self, scope: &ScopeId) -> Option<BTreeSet<&ChoiceId>> {
        let bound = self.kind.reach.as_ref()?.scopes.get(scope)?;
        Some(match bound {
            Bound::Always(values) => values.iter().collect(),
            Bound::Answer(by) => match self.exemption.fields.get(&by.question) {
                Some(Answer::Choice(choice)) => by.values(choice).iter().collect(),
                Some(Answer::Choices(choices)) => choices
                    .iter()
                    .flat_map(|choice| by.values(choice))
                    .collect(),
                _ => BTreeSet::new(),
            },
        })
    }

    fn reaches(&self, combination: &[(&ScopeId, &ChoiceId)]) -> bool {
        combination.iter().all(|(scope, value)| {
            let bound = self.bound(scope);
            bound.is_none_or(|values| values.contains(value))
        })
    }

    fn reaches_any(&self, concerns: &Concerns) -> bool {
        concerns.scopes.iter().all(|(scope, values)| {
            let bound = self.bound(scope);
            bound.is_none_or(|bound| values.iter().any(|value| bound.contains(value)))
        })
    }

    /// In which scope the finding goes beyond it, as a sentence.
    fn beyond(&self, asked: &Questionnaire, concerns: &Concerns) -> Option<Short> {
        concerns.scopes.iter().find_map(|(id, values)| {
            let bound = self.bound(id)?;
            if values.iter().all(|value| bound.contains(value)) {
                return None;
            }
            let scope = asked.scope(id)?;
            let labels = |values: &mut dyn Iterator<Item = &ChoiceId>| {
                let labels: Vec<String> = values.map(|v| scope.label(v).to_owned()).collect();
                listed(&labels)
            };
            let is_for = if bound.is_empty() {
                format!("it does not say for which {}", scope.title)
            } else {
                format!("it is for {}", labels(&mut bound.into_iter()))
            };
            let about = labels(&mut values.iter());
            Some(Short {
                exemption: self.id,
                says: format!(
                    "Exemption {} does not cover all of this: {is_for}, and this is about {about}.",
                    self.id
                ),
            })
        })
    }

    /// The question for how many it covers; none where its form does not ask.
    fn counting(&self, count: &CountId) -> Option<&Question> {
        let id = self.kind.reach.as_ref()?.numbers.get(count)?;
        self.kind.question(id)
    }

    /// How many it covers, where its form asks and says so.
    fn number(&self, count: &CountId) -> Option<u64> {
        if let Answer::Number(number) = self.exemption.fields.get(&self.counting(count)?.id)? {
            Some(*number)
        } else {
            None
        }
    }
}

/// Why the exemptions, which a number bounds, do not cover as many as fall short; nothing where they do,
/// and where that is not asked.
fn too_few(
    asked: &Questionnaire,
    sheet: &Sheet<'_>,
    number: &Shortfall,
    reaching: &[Candidate<'_>],
) -> Vec<Short> {
    let count = &number.count;
    let Some(of) = asked.question(&number.of) else {
        return vec![];
    };
    let gap = match sheet.shortfall(number) {
        Gap::Of(gap) => gap,
        Gap::NotAsked => return vec![],
        Gap::NotKnown => {
            let fall = format!("It is not known how {} fall short here", many(of));
            return each(reaching, |id| {
                format!("{fall}, so exemption {id} cannot be shown to cover them.")
            });
        }
    };
    let numbers = reaching.iter().filter_map(|c| c.number(count));
    let covered = numbers.fold(0, u64::saturating_add);
    if covered >= gap {
        return vec![];
    }
    let verb = if gap == 1 { "falls" } else { "fall" };
    let fall = format!("{} {verb} short", Answer::Number(gap).words(of));
    let silent = reaching.iter().filter(|c| c.number(count).is_none());
    let silent: Vec<Candidate<'_>> = silent.copied().collect();
    let counting = reaching
        .iter()
        .find_map(|c| c.counting(count))
        .unwrap_or(of);
    if !silent.is_empty() {
        let many = many(counting);
        return each(&silent, |id| {
            format!("Exemption {id} does not say how {many} it covers, and {fall}.")
        });
    }
    let covers = Answer::Number(covered).words(counting);
    let says = match reaching {
        [only] => format!("Exemption {} covers {covers}, and {fall}.", only.id),
        several => {
            let several = told(several.iter().map(|c| c.id.to_string()));
            format!("Exemptions {several} together cover {covers}, and {fall}.")
        }
    };
    each(reaching, |_| says.clone())
}

fn each(short: &[Candidate<'_>], says: impl Fn(ExemptionId) -> String) -> Vec<Short> {
    let short = short.iter().map(|candidate| Short {
        exemption: candidate.id,
        says: says(candidate.id),
    });
    short.collect()
}

/// What a question counts, after "how".
fn many(question: &Question) -> String {
    match question.input.unit() {
        Some(unit) if unit.many().starts_with('%') => "much".to_owned(),
        Some(unit) => format!("many {}", unit.many()),
        None => "many".to_owned(),
    }
}
