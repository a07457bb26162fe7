//! Exemptions laid over what falls short. They change the outcome, never an answer.

use std::collections::BTreeSet;

use super::holding::{Candidate, Held, Short, held};
use super::judge::{Judge, MUST_IN_PART};
use super::outcome::Outcome;
use super::results::Finding;
use super::standing::{Standing, Unmet};
use crate::facts::{Assessment, Exemption, ExemptionId};
use crate::questionnaire::{Concerns, Force, Questionnaire, ScenarioId};
use crate::text::{counted, date_words, listed, sentences};

/// What a result is called that rests on an exemption whose kind has no word of its own for it.
const IN_FORCE: &str = "Exemption in force";

/// How many exemptions a sentence names one by one. It stands beside every finding that they are
/// recorded for.
const MOST_TOLD: usize = 20;

/// What exemptions do for a finding that falls short.
pub(crate) struct Cover {
    /// Those that cover all of it; none where they do not.
    pub by: Vec<ExemptionId>,
    /// Those that count and do not reach all of it, with why.
    short: Vec<Short>,
    /// Why those that are recorded for it do not change it.
    reasons: Vec<String>,
}

impl Cover {
    /// Takes in what covers another finding.
    pub(crate) fn and(&mut self, other: Self) {
        let known: BTreeSet<ExemptionId> = self.by.iter().copied().collect();
        let more = other.by.into_iter().filter(|id| !known.contains(id));
        self.by.extend(more);
        self.short.extend(other.short);
    }
}

impl Judge<'_> {
    /// What the exemptions that are recorded for a finding do for it.
    pub(crate) fn cover(
        &self,
        scenario: &ScenarioId,
        plain: &Finding,
        concerns: Option<&Concerns>,
    ) -> Cover {
        let recorded = self.in_force.iter();
        let recorded = recorded.filter(|(_, e)| e.covers(scenario, &plain.requirement));
        let recorded: Vec<(ExemptionId, &Exemption, &Standing)> = recorded
            .filter_map(|(id, e)| Some((*id, e.as_ref(), self.standings.get(id)?)))
            .collect();
        let counting = recorded.iter();
        let counting = counting.filter(|(_, e, s)| plain.allows(&e.kind) && s.counts());
        let candidates: Vec<Candidate<'_>> = counting
            .filter_map(|(id, exemption, _)| {
                let kind = self.asked.exemption_kind(&exemption.kind)?;
                Some(Candidate {
                    id: *id,
                    exemption,
                    kind,
                })
            })
            .collect();
        let Held { by, short } = held(self.asked, self.sheet, concerns, &candidates);
        let untold = recorded.len().saturating_sub(MOST_TOLD);
        let others = recorded.iter().take(MOST_TOLD).map(|(id, e, standing)| {
            if plain.allows(&e.kind) {
                fallback(*id, standing)
            } else {
                let kind = &e.kind;
                format!("Exemption {id} is of the kind {kind}, which cannot cover this.")
            }
        });
        // What several lack together is said once.
        let mut reasons: Vec<String> = others.collect();
        for Short { says, .. } in short.iter().take(MOST_TOLD) {
            if !reasons.contains(says) {
                reasons.push(says.clone());
            }
        }
        if untold > 0 {
            let more = counted(untold, "more exemption");
            reasons.push(format!("The register has {more} recorded for this."));
        }
        Cover { by, short, reasons }
    }

    /// A finding that falls short, and that no exemption changes.
    pub(crate) fn uncovered(&self, plain: Finding, cover: Cover) -> Finding {
        let force = self.asked.requirement(&plain.requirement).map(|r| r.force);
        let must = match (force, plain.outcome) {
            (Some(Force::Must), Outcome::PartlyMet) => MUST_IN_PART,
            _ => "",
        };
        let says = [must, plain.because.as_str()].into_iter();
        let says: Vec<&str> = says
            .chain(cover.reasons.iter().map(String::as_str))
            .collect();
        Finding {
            because: sentences(&says),
            short: cover.short,
            ..plain
        }
    }

    /// A finding that exemptions cover.
    pub(crate) fn covered(&self, plain: Finding, cover: Cover) -> Finding {
        let until = |id: &ExemptionId| match self.standings.get(id).and_then(Standing::until) {
            Some(day) => format!("{id}, until {}", date_words(day)),
            None => id.to_string(),
        };
        let words = words_of(self.asked, self.state, &cover.by).join("; ");
        let resting = told(cover.by.iter().map(until));
        Finding {
            outcome: Outcome::MetByExemption,
            because: format!("{} {words}: {resting}.", plain.because),
            next: None,
            exemptions: cover.by,
            short: cover.short,
            ..plain
        }
    }
}

/// The first of many things, and how many more there are.
pub(crate) fn told(things: impl ExactSizeIterator<Item = String>) -> String {
    let more = things.len().saturating_sub(MOST_TOLD);
    let more = (more > 0).then(|| format!("{more} more"));
    let named: Vec<String> = things.take(MOST_TOLD).chain(more).collect();
    listed(&named)
}

/// What a result is called that rests on these exemptions: each word once.
pub(super) fn words_of<'a>(
    asked: &'a Questionnaire,
    state: &Assessment,
    exemptions: &[ExemptionId],
) -> Vec<&'a str> {
    let mut words = vec![];
    for id in exemptions {
        let exemption = state.exemptions.get(id);
        let kind = exemption.and_then(|e| asked.exemption_kind(&e.kind));
        let word = kind.and_then(|kind| kind.word.as_deref());
        let word = word.unwrap_or(IN_FORCE);
        if !words.contains(&word) {
            words.push(word);
        }
    }
    words
}

/// Why an exemption that is recorded for a finding does not change it.
fn fallback(id: ExemptionId, standing: &Standing) -> String {
    match standing {
        Standing::NotValid { unmet } => {
            let first = unmet.first().map_or("", |u| u.says.as_str());
            match Unmet::distinct(unmet).len() {
                0 | 1 => format!("Exemption {id} does not count. {first}"),
                more => format!(
                    "Exemption {id} does not count, for {}. First: {first}",
                    counted(more, "reason")
                ),
            }
        }
        Standing::Closed { .. } => {
            format!("Exemption {id} was closed because this is enforced now.")
        }
        Standing::Withdrawn { .. } => format!("Exemption {id} was withdrawn."),
        Standing::Valid { .. } => String::new(),
    }
}
