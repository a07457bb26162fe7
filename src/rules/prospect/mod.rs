//! What an action would change once it is done: only what a person has said that it closes. Of all
//! else it is said what it works towards.

#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use super::closing::Group;
use super::judge::worst;
use super::outcome::Outcome;
use super::results::Results;
use crate::facts::{ActionId, Assessment, FindingId};
use crate::questionnaire::{Questionnaire, RequirementId, ScenarioId};
use crate::text::{listed, sentences};

/// What becomes of a requirement once an action, and those that are needed as well, are done and
/// the answers say so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Prospect {
    pub requirement: RequirementId,
    /// The scenarios in which it is closed then.
    pub scenarios: Vec<ScenarioId>,
    /// The actions that close it together, this one among them.
    pub group: Group,
    /// What it is now.
    pub from: Outcome,
    /// What it is then, as long as nothing else changes.
    pub to: Outcome,
}

impl Assessment {
    /// What becomes of the requirements that this action is said to close: a finding that falls short
    /// or rests on an exemption is met once all are done that close it together. Nothing of an action
    /// that is done: the answers have to say now what has come of it.
    pub fn prospects(&self, action: ActionId, results: &Results) -> Vec<Prospect> {
        let is_open = self.actions.get(&action).is_some_and(|a| !a.is_done());
        let mut closed: Vec<(RequirementId, Group, Vec<ScenarioId>)> = vec![];
        let said = self.said_to_close(action);
        for finding in results.open_findings(&said) {
            let group = self.closing(action, &finding);
            let Some(group) = group.filter(|group| is_open && group.is_to_close()) else {
                continue;
            };
            let same = |(requirement, with, _): &&mut (RequirementId, Group, Vec<ScenarioId>)| {
                *requirement == finding.requirement && *with == group
            };
            match closed.iter_mut().find(same) {
                Some((_, _, scenarios)) => scenarios.push(finding.scenario),
                None => closed.push((finding.requirement, group, vec![finding.scenario])),
            }
        }
        let prospect =
            |(requirement, group, scenarios): (RequirementId, Group, Vec<ScenarioId>)| {
                let now = results.requirements.iter().find(|r| r.id == requirement)?;
                // Those too of which nobody can say yet whether they are asked.
                let then = results.scenarios.iter().flat_map(|scenario| {
                    let findings = scenario.findings.iter();
                    let findings = findings.filter(|f| f.requirement == requirement);
                    findings.map(|finding| {
                        if scenarios.contains(&scenario.id) {
                            Outcome::Met
                        } else {
                            finding.outcome
                        }
                    })
                });
                Some(Prospect {
                    from: now.outcome,
                    to: worst(then).unwrap_or(now.outcome),
                    requirement,
                    scenarios,
                    group,
                })
            };
        closed.into_iter().filter_map(prospect).collect()
    }

    /// What an action closes and works towards, in sentences; empty where nothing can be foreseen.
    pub fn prospect_words(
        &self,
        action: ActionId,
        asked: &Questionnaire,
        results: &Results,
    ) -> String {
        let Some(says) = self.actions.get(&action) else {
            return String::new();
        };
        if says.is_done() {
            return self.without_effect(action, asked, results);
        }
        let prospects = self.prospects(action, results);
        let closes: Vec<String> = prospects
            .iter()
            .map(|prospect| prospect.words(action, self, asked))
            .collect();
        let towards = self.works_towards(action, results);
        let names = in_words(results.open_findings(&towards), self, asked);
        let towards = if names.is_empty() {
            String::new()
        } else {
            format!("Works towards {}.", listed(&names))
        };
        sentences(&[
            &closes.join(" "),
            &towards,
            &self.unsaid(action, results),
            &self.finding_out(action, results),
        ])
    }

    /// That an action cannot be relied on to close what it was to close, since others that are
    /// needed as well are gone.
    fn unsaid(&self, action: ActionId, results: &Results) -> String {
        let said = self.said_to_close(action);
        let said = results.open_findings(&said);
        let groups = said.filter_map(|finding| self.closing(action, &finding));
        let gone: BTreeSet<ActionId> = groups.flat_map(|group| group.missing).collect();
        let gone: Vec<String> = gone.iter().map(ToString::to_string).collect();
        let is = if gone.len() == 1 { "is" } else { "are" };
        if gone.is_empty() {
            String::new()
        } else {
            format!(
                "It was to close that together with {}, which {is} not recorded any more.",
                listed(&gone)
            )
        }
    }

    /// What can be judged once an action has found out what it is to find out.
    fn finding_out(&self, action: ActionId, results: &Results) -> String {
        let says = self.actions.get(&action);
        let Some((says, question)) = says.and_then(|s| Some((s, s.finds_out.as_ref()?))) else {
            return String::new();
        };
        let open = results.scenario(&says.scenario).into_iter();
        let open = open.flat_map(|scenario| &scenario.findings);
        let open = open.filter(|finding| finding.outcome == Outcome::DontKnow);
        let open: Vec<String> = open.map(|f| f.requirement.to_string()).collect();
        if open.is_empty() || !results.shown.contains(question) {
            String::new()
        } else {
            format!("When this is known, {} can be judged here.", listed(&open))
        }
    }

    /// What was to be closed by an action that is done, with all that close it together, and is as it
    /// was by the answers.
    fn without_effect(&self, action: ActionId, asked: &Questionnaire, results: &Results) -> String {
        let is_closed = |id: &FindingId| {
            let group = self.closing(action, id);
            group.is_some_and(|group| group.open.is_empty() && group.missing.is_empty())
        };
        let said = self.said_to_close(action);
        let left = results.open_findings(&said).filter(is_closed);
        let falls_short = |id: &FindingId| {
            let finding = results.finding(id);
            finding.is_some_and(|finding| finding.outcome.falls_short())
        };
        let (short, resting): (Vec<_>, Vec<_>) = left.partition(falls_short);
        let told = |ids: Vec<FindingId>, one: &str, more: &str| {
            let verb = if ids.len() == 1 { one } else { more };
            let names = in_words(ids.into_iter(), self, asked);
            (!names.is_empty()).then(|| format!("{} still {verb}", listed(&names)))
        };
        let left = [
            told(short, "falls short", "fall short"),
            told(resting, "rests on an exemption", "rest on exemptions"),
        ];
        let left: Vec<String> = left.into_iter().flatten().collect();
        if left.is_empty() {
            String::new()
        } else {
            format!("It is done, but by the answers {}.", listed(&left))
        }
    }
}

impl Prospect {
    /// It as a sentence, for one of the actions that close it.
    pub fn words(&self, action: ActionId, state: &Assessment, asked: &Questionnaire) -> String {
        let id = &self.requirement;
        let titles = self.scenarios.iter();
        let titles: Vec<String> = titles.map(|id| state.scenario_title(asked, id)).collect();
        let (titles, others) = (listed(&titles), others(&self.group, action));
        let (from, to) = (in_a_sentence(self.from), in_a_sentence(self.to));
        let then = if self.from == self.to {
            format!("{id} then stays {to} for other reasons")
        } else {
            format!("{id} then goes from {from} to {to}")
        };
        format!("Closes {id} in {titles}{others}; {then}.")
    }
}

/// Those that are needed beside an action, as they stand after a part of a sentence.
fn others(group: &Group, action: ActionId) -> String {
    let names = |ids: &BTreeSet<ActionId>| -> Vec<String> {
        let others = ids.iter().filter(|id| **id != action);
        others.map(ToString::to_string).collect()
    };
    let together = match names(&group.open) {
        none if none.is_empty() => String::new(),
        open => format!(", together with {}", listed(&open)),
    };
    let done = names(&group.done);
    match done.len() {
        0 => together,
        1 => format!("{together}, now that {} is done", listed(&done)),
        _ => format!("{together}, now that {} are done", listed(&done)),
    }
}

/// Findings as one reads them in a list: those of one scenario together.
fn in_words(
    findings: impl Iterator<Item = FindingId>,
    state: &Assessment,
    asked: &Questionnaire,
) -> Vec<String> {
    let mut places: Vec<(ScenarioId, Vec<RequirementId>)> = vec![];
    for finding in findings {
        match places.last_mut().filter(|(at, _)| *at == finding.scenario) {
            Some((_, requirements)) => requirements.push(finding.requirement),
            None => places.push((finding.scenario, vec![finding.requirement])),
        }
    }
    let places = places.into_iter().map(|(scenario, requirements)| {
        let requirements: Vec<&str> = requirements.iter().map(RequirementId::as_str).collect();
        let title = state.scenario_title(asked, &scenario);
        format!("{} in {title}", listed(&requirements))
    });
    places.collect()
}

fn in_a_sentence(outcome: Outcome) -> String {
    match outcome {
        Outcome::DontKnow => "not known".to_owned(),
        Outcome::MetByExemption => "covered by an exemption".to_owned(),
        Outcome::Met
        | Outcome::PartlyMet
        | Outcome::NotMet
        | Outcome::NotApplicable
        | Outcome::NotAnswered
        | Outcome::NotAsked => outcome.words().to_lowercase(),
    }
}
