//! From answers to outcomes: the first rule that is true decides, and exemptions are laid over it.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::answer::date_words;
use super::event::ExemptionId;
use super::exemption::{Exemption, Standing};
use super::outcome::Outcome;
use super::results::{Finding, RequirementResult, ScenarioResult, Work};
use super::sheet::{Missing, Sheet, Truth};
use super::state::Assessment;
use crate::questionnaire::{
    self as asked, Assess, Condition, Question, RequirementId, Scenario, ScenarioId, Verdict,
};
use crate::text::counted;

/// What decides, as the rules are tried in order.
pub enum Decided<'a> {
    /// A finding holds, by this rule; by none of them for "otherwise".
    Settled(&'a asked::Finding, Option<&'a Condition>),
    /// A rule cannot be decided yet.
    Open(&'a Condition, Missing),
}

/// Tries the rules in order: the first that is true decides, and one that is open stops the search.
pub fn decide<'a>(assess: &'a Assess, sheet: &Sheet<'_>) -> Decided<'a> {
    for rule in &assess.rules {
        match sheet.truth(&rule.when) {
            Truth::Yes => return Decided::Settled(&rule.then, Some(&rule.when)),
            Truth::Open(missing) => return Decided::Open(&rule.when, missing),
            Truth::No => {}
        }
    }
    Decided::Settled(&assess.otherwise, None)
}

/// Judges scenarios by the rules, and lays the exemptions over what they say.
pub struct Judge<'a> {
    pub state: &'a Assessment,
    pub sheet: &'a Sheet<'a>,
    /// The exemptions as they are in force today.
    pub in_force: &'a BTreeMap<ExemptionId, Cow<'a, Exemption>>,
    pub standings: &'a BTreeMap<ExemptionId, Standing>,
}

impl<'a> Judge<'a> {
    /// What follows for one scenario.
    pub fn scenario(&self, scenario: &'a Scenario) -> ScenarioResult {
        let asked = scenario
            .applies_when
            .as_ref()
            .is_none_or(|condition| self.sheet.truth(condition) != Truth::No);
        let needed = scenario
            .questions
            .iter()
            .filter(|q| self.sheet.is_shown(&q.id) && !q.optional);
        let (mut work, mut open_gate) = (
            Work {
                needed: 0,
                given: 0,
            },
            false,
        );
        for question in needed {
            work.needed += 1;
            work.given += usize::from(self.state.answers.contains_key(&question.id));
        }
        if let Some(condition) = &scenario.applies_when {
            open_gate = matches!(self.sheet.truth(condition), Truth::Open(_));
        }
        let findings = if asked && !open_gate {
            let assess = scenario.assess.iter();
            assess.map(|a| self.finding(&scenario.id, a)).collect()
        } else {
            vec![]
        };
        ScenarioResult {
            id: scenario.id.clone(),
            asked: asked && !open_gate,
            work,
            findings,
        }
    }

    fn finding(&self, scenario: &ScenarioId, assess: &'a Assess) -> Finding {
        let requirement = &assess.requirement;
        match decide(assess, self.sheet) {
            Decided::Settled(finding, _) => self.settled(scenario, requirement, finding),
            Decided::Open(when, missing) => self.open(requirement, when, missing),
        }
    }

    fn open(&self, requirement: &RequirementId, when: &'a Condition, missing: Missing) -> Finding {
        let open = self.sheet.open_questions(when);
        let is_dont_know = |q: &Question| self.state.answers.contains_key(&q.id);
        let (outcome, says) = match missing {
            Missing::Answer => (Outcome::NotAnswered, "This is not answered yet"),
            Missing::Knowledge => (Outcome::DontKnow, "Nobody could answer this yet"),
        };
        let deciding: Vec<&Question> = open
            .into_iter()
            .filter(|q| is_dont_know(q) == (missing == Missing::Knowledge))
            .collect();
        let texts: Vec<String> = deciding.iter().map(|q| format!("“{}”", q.text)).collect();
        let because = if texts.is_empty() {
            format!("{says}.")
        } else {
            format!("{says}: {}", texts.join(" "))
        };
        let next = match missing {
            Missing::Answer => None,
            Missing::Knowledge => deciding
                .iter()
                .find_map(|q| q.dont_know.as_ref())
                .map(|who| format!("{} Ask: {}.", who.action, who.ask)),
        };
        Finding {
            requirement: requirement.clone(),
            outcome,
            because,
            next,
            exemptions: vec![],
            covered_by: None,
        }
    }

    fn settled(
        &self,
        scenario: &ScenarioId,
        requirement: &RequirementId,
        finding: &asked::Finding,
    ) -> Finding {
        let outcome = match finding.verdict {
            Verdict::Met => Outcome::Met,
            Verdict::PartlyMet => Outcome::PartlyMet,
            Verdict::NotMet => Outcome::NotMet,
            Verdict::NotApplicable => Outcome::NotApplicable,
        };
        let plain = Finding {
            requirement: requirement.clone(),
            outcome,
            because: self.sheet.fill(&finding.because),
            next: finding.next.as_deref().map(|next| self.sheet.fill(next)),
            exemptions: vec![],
            covered_by: finding.covered_by.clone(),
        };
        if matches!(outcome, Outcome::PartlyMet | Outcome::NotMet) {
            self.with_exemptions(scenario, plain)
        } else {
            plain
        }
    }

    /// Lays the exemptions over a finding. They change the outcome, never an answer.
    fn with_exemptions(&self, scenario: &ScenarioId, plain: Finding) -> Finding {
        let recorded: Vec<(ExemptionId, &Cow<'_, Exemption>, &Standing)> = self
            .in_force
            .iter()
            .filter(|(_, e)| e.covers(scenario, &plain.requirement))
            .filter_map(|(id, e)| Some((*id, e, self.standings.get(id)?)))
            .collect();
        let counting: Vec<(ExemptionId, &Standing)> = recorded
            .iter()
            .filter(|(_, e, standing)| plain.allows(&e.kind) && standing.counts())
            .map(|(id, _, standing)| (*id, *standing))
            .collect();
        if counting.is_empty() {
            let because = recorded.iter().fold(
                plain.because.clone(),
                |so_far, (id, e, standing)| {
                    if plain.allows(&e.kind) {
                        format!("{so_far} {}", fallback(*id, standing))
                    } else {
                        format!(
                            "{so_far} Exemption {id} is of the kind {}, which cannot cover this.",
                            e.kind
                        )
                    }
                },
            );
            return Finding { because, ..plain };
        }
        let because = counting
            .iter()
            .fold(plain.because, |so_far, (id, standing)| {
                let until = match standing {
                    Standing::Valid { until: Some(day) } => format!(" until {}", date_words(*day)),
                    _ => String::new(),
                };
                format!("{so_far} Exemption {id} covers this{until}.")
            });
        Finding {
            outcome: Outcome::MetByExemption,
            because,
            next: None,
            exemptions: counting.iter().map(|(id, _)| *id).collect(),
            ..plain
        }
    }
}

/// Why an exemption that covers a finding does not change it.
fn fallback(id: ExemptionId, standing: &Standing) -> String {
    match standing {
        Standing::NotValid { unmet } => {
            let first = unmet.first().map_or("", |u| u.says.as_str());
            match unmet.len() {
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

/// The outcome most in need of attention: a failure cannot hide behind anything.
pub fn worst(outcomes: impl Iterator<Item = Outcome>) -> Option<Outcome> {
    outcomes.max_by_key(|outcome| match outcome {
        Outcome::NotApplicable => 0,
        Outcome::Met => 1,
        Outcome::MetByExemption => 2,
        Outcome::PartlyMet => 3,
        Outcome::DontKnow => 4,
        Outcome::NotAnswered => 5,
        Outcome::NotMet => 6,
    })
}

/// What follows for a requirement from all scenarios.
pub fn requirement(id: &RequirementId, scenarios: &[ScenarioResult]) -> RequirementResult {
    let outcomes: Vec<Outcome> = scenarios
        .iter()
        .filter(|s| s.asked)
        .flat_map(|s| &s.findings)
        .filter(|f| f.requirement == *id)
        .map(|f| f.outcome)
        .collect();
    let count = |outcome: Outcome| {
        let same = outcomes.iter().filter(|o| **o == outcome).count();
        u32::try_from(same).unwrap_or(u32::MAX)
    };
    let counts: Vec<(Outcome, u32)> = Outcome::ALL
        .into_iter()
        .map(|outcome| (outcome, count(outcome)))
        .filter(|(_, n)| *n > 0)
        .collect();
    let outcome = worst(outcomes.iter().copied()).unwrap_or(Outcome::NotApplicable);
    let decisive = count(outcome);
    let all = counted(outcomes.len(), "scenario");
    let because = match outcome {
        _ if outcomes.is_empty() => "No scenario that was asked bears on it.".to_owned(),
        Outcome::Met => format!("Met in every scenario where it applies, of {all}."),
        Outcome::NotApplicable => format!("It does not apply in any of {all}."),
        Outcome::MetByExemption => {
            format!("Met in every scenario of {all}, in {decisive} of them only by an exemption.")
        }
        Outcome::PartlyMet => format!("Met only in part in {decisive} of {all}."),
        Outcome::NotMet => format!("Not met in {decisive} of {all}."),
        Outcome::DontKnow => format!("The answer is not known in {decisive} of {all}."),
        Outcome::NotAnswered => format!("Not answered yet in {decisive} of {all}."),
    };
    RequirementResult {
        id: id.clone(),
        outcome,
        because,
        counts,
    }
}
