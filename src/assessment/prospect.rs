//! What an action would change once it is done.

use super::action::Action;
use super::judge::requirement;
use super::outcome::Outcome;
use super::results::{Results, ScenarioResult};
use crate::questionnaire::{Questionnaire, RequirementId};
use crate::text::listed;

/// What becomes of a requirement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Prospect {
    /// The requirement.
    pub requirement: RequirementId,
    /// What it is now.
    pub from: Outcome,
    /// What it is then, as long as nothing else changes.
    pub to: Outcome,
}

impl Action {
    /// What becomes of the requirements on which it bears, once it is done and what falls short in
    /// its scenario, or rests on the exemption that it ends, is mended. Nothing of what is to be
    /// found out: nobody knows what will be found.
    pub fn prospects(&self, questionnaire: &Questionnaire, results: &Results) -> Vec<Prospect> {
        if self.is_done() || self.finds_out.is_some() {
            return vec![];
        }
        let mut bears_on: Vec<RequirementId> = vec![];
        let mut then: Vec<ScenarioResult> = results.scenarios.clone();
        for scenario in then.iter_mut().filter(|scenario| scenario.asked) {
            for finding in &mut scenario.findings {
                let falls_short = matches!(finding.outcome, Outcome::NotMet | Outcome::PartlyMet);
                let ended = self.ends.is_some_and(|id| finding.exemptions == [id]);
                if ended || (falls_short && scenario.id == self.scenario) {
                    finding.outcome = Outcome::Met;
                    bears_on.push(finding.requirement.clone());
                }
            }
        }
        let touched = questionnaire.requirements.iter();
        let touched = touched.filter(|r| bears_on.contains(&r.id));
        touched
            .filter_map(|r| {
                let now = results.requirements.iter().find(|now| now.id == r.id)?;
                Some(Prospect {
                    requirement: r.id.clone(),
                    from: now.outcome,
                    to: requirement(&r.id, &then).outcome,
                })
            })
            .collect()
    }

    /// The same as a sentence or two; empty where it changes no outcome that can be foreseen.
    pub fn prospect_words(&self, questionnaire: &Questionnaire, results: &Results) -> String {
        if !self.is_done()
            && let Some(question) = &self.finds_out
        {
            let open = results.scenario(&self.scenario).into_iter();
            let open = open.flat_map(|scenario| &scenario.findings);
            let open = open.filter(|finding| finding.outcome == Outcome::DontKnow);
            let open: Vec<String> = open.map(|f| f.requirement.to_string()).collect();
            let is_asked = results.shown.contains(question);
            return match open.is_empty() || !is_asked {
                true => String::new(),
                false => format!("When this is known, {} can be judged here.", listed(&open)),
            };
        }
        let prospects = self.prospects(questionnaire, results);
        let sentences: Vec<String> = prospects.iter().map(Prospect::words).collect();
        sentences.join(" ")
    }
}

impl Prospect {
    /// It as a sentence.
    pub fn words(&self) -> String {
        let (id, from, to) = (
            &self.requirement,
            self.from.words().to_lowercase(),
            self.to.words().to_lowercase(),
        );
        match self.from == self.to {
            true => format!("When done, {id} is mended here, and stays {to} for other reasons."),
            false => format!("When done, {id} goes from {from} to {to}."),
        }
    }
}
