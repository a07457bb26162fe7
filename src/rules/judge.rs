//! From answers to outcomes: the first rule that is true decides. `cover` lays the exemptions over it.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::cover::{Cover, words_of};
use super::evaluate::{Missing, Sheet, Truth};
use super::objective::ObjectiveResult;
use super::outcome::Outcome;
use super::results::{Finding, RequirementResult, ScenarioResult, Work};
use super::standing::Standing;
use crate::facts::{Assessment, Exemption, ExemptionId};
use crate::questionnaire::{
    self as asked, Assess, Condition, Force, Question, Questionnaire, Requirement, RequirementId,
    Scenario, ScenarioId, Verdict,
};
use crate::text::{counted, sentence};

/// What decides, as the rules are tried in order.
pub(super) enum Decided<'a> {
    /// A finding holds, by this rule; by none of them for "otherwise".
    Settled(&'a asked::Finding, Option<&'a Condition>),
    /// A rule cannot be decided yet.
    Open(&'a Condition, Missing),
}

/// Tries the rules in order: the first that is true decides, and one that is open stops the search.
pub(super) fn decide<'a>(assess: &'a Assess, sheet: &Sheet<'_>) -> Decided<'a> {
    let first = deciding(assess, sheet).next();
    first.unwrap_or(Decided::Settled(&assess.otherwise, None))
}

/// The rules that are true or open, in order.
fn deciding<'a>(assess: &'a Assess, sheet: &Sheet<'_>) -> impl Iterator<Item = Decided<'a>> {
    let rules = assess.rules.iter();
    rules.filter_map(|rule| match sheet.truth(&rule.when) {
        Truth::Yes => Some(Decided::Settled(&rule.then, Some(&rule.when))),
        Truth::Open(missing) => Some(Decided::Open(&rule.when, missing)),
        Truth::No => None,
    })
}

/// What one rule comes to, once exemptions are laid over it.
enum Laid {
    /// It falls short, and exemptions cover all of it.
    Covered(Finding, Cover),
    /// No exemption changes it.
    Stands(Finding),
}

/// Judges scenarios by the rules, and lays the exemptions over what they say.
pub(crate) struct Judge<'a> {
    pub asked: &'a Questionnaire,
    pub state: &'a Assessment,
    pub sheet: &'a Sheet<'a>,
    /// The exemptions as they are in force today.
    pub in_force: &'a BTreeMap<ExemptionId, Cow<'a, Exemption>>,
    pub standings: &'a BTreeMap<ExemptionId, Standing>,
}

/// What scenarios, requirements and objectives come to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Outcomes {
    pub scenarios: Vec<ScenarioResult>,
    pub requirements: Vec<RequirementResult>,
    pub objectives: Vec<ObjectiveResult>,
}

impl<'a> Judge<'a> {
    /// What everything comes to, in the order of the questionnaire.
    pub(crate) fn all(&self) -> Outcomes {
        let scenarios = self.asked.scenarios();
        let scenarios: Vec<ScenarioResult> = scenarios.map(|s| self.scenario(s)).collect();
        let requirements = self.asked.requirements.iter();
        let objectives = self.asked.objectives();
        Outcomes {
            requirements: requirements
                .map(|r| requirement(self.asked, self.state, r, &scenarios))
                .collect(),
            objectives: objectives
                .map(|objective| ObjectiveResult::of(objective, self.sheet))
                .collect(),
            scenarios,
        }
    }

    /// What follows for one scenario. Of one that is not asked nothing does; of one of which nobody
    /// can say yet whether it is asked, that this is open.
    pub(crate) fn scenario(&self, scenario: &'a Scenario) -> ScenarioResult {
        let mut work = Work {
            needed: 0,
            given: 0,
        };
        let shown = |q: &&Question| self.sheet.is_shown(&q.id) && !q.optional;
        for question in scenario.questions.iter().filter(shown) {
            work.needed += 1;
            work.given += usize::from(self.state.answers.contains_key(&question.id));
        }
        let gate = scenario.applies_when.as_ref();
        let gate = gate.map(|condition| (condition, self.sheet.truth(condition)));
        let assess = scenario.assess.iter();
        let findings = match gate {
            None | Some((_, Truth::Yes)) => assess.map(|a| self.finding(&scenario.id, a)).collect(),
            Some((condition, Truth::Open(missing))) => assess
                .map(|a| self.open(&a.requirement, condition, missing))
                .collect(),
            Some((_, Truth::No)) => vec![],
        };
        ScenarioResult {
            id: scenario.id.clone(),
            asked: gate.is_none_or(|(_, truth)| truth == Truth::Yes),
            work,
            findings,
        }
    }

    /// What the rules come to. What exemptions cover hides nothing: the next rule that is true has to be
    /// covered as well. It is the first that says why, for each is worded as if none before it were true.
    fn finding(&self, scenario: &ScenarioId, assess: &'a Assess) -> Finding {
        let mut rules = deciding(assess, self.sheet);
        let first = rules.next();
        let first = first.unwrap_or(Decided::Settled(&assess.otherwise, None));
        let requirement = &assess.requirement;
        let (plain, mut cover) = match self.laid(scenario, requirement, first) {
            Laid::Covered(plain, cover) => (plain, cover),
            Laid::Stands(finding) => return finding,
        };
        for next in rules {
            match self.laid(scenario, requirement, next) {
                Laid::Covered(_, more) => cover.and(more),
                // What is met ends the search, as it does where nothing is covered.
                Laid::Stands(Finding {
                    outcome: Outcome::Met | Outcome::NotApplicable,
                    ..
                }) => break,
                Laid::Stands(finding) => return finding,
            }
        }
        self.covered(plain, cover)
    }

    /// What one rule comes to, with the exemptions laid over it.
    fn laid(
        &self,
        scenario: &ScenarioId,
        requirement: &RequirementId,
        decided: Decided<'a>,
    ) -> Laid {
        let (says, by) = match decided {
            Decided::Settled(says, by) => (says, by),
            Decided::Open(when, missing) => {
                return Laid::Stands(self.open(requirement, when, missing));
            }
        };
        let plain = self.plain(requirement, says, by);
        if !plain.outcome.falls_short() {
            return Laid::Stands(plain);
        }
        let cover = self.cover(scenario, &plain, says.concerns.as_ref());
        if cover.by.is_empty() {
            Laid::Stands(self.uncovered(plain, cover))
        } else {
            Laid::Covered(plain, cover)
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
                .map(|who| format!("{} Ask: {}", sentence(&who.action), sentence(&who.ask))),
        };
        Finding {
            requirement: requirement.clone(),
            outcome,
            because,
            next,
            exemptions: vec![],
            short: vec![],
            covered_by: None,
        }
    }

    /// What a rule says, before exemptions are laid over it.
    fn plain(
        &self,
        requirement: &RequirementId,
        finding: &asked::Finding,
        by: Option<&Condition>,
    ) -> Finding {
        let outcome = match finding.verdict {
            Verdict::Met => Outcome::Met,
            Verdict::PartlyMet => Outcome::PartlyMet,
            Verdict::NotMet => Outcome::NotMet,
            Verdict::NotApplicable => Outcome::NotApplicable,
        };
        Finding {
            requirement: requirement.clone(),
            outcome,
            // What an exemption adds is a sentence of its own.
            because: sentence(&self.sheet.fill(&finding.because, by)),
            next: finding
                .next
                .as_deref()
                .map(|next| self.sheet.fill(next, by)),
            exemptions: vec![],
            short: vec![],
            covered_by: finding.covered_by.clone(),
        }
    }
}

/// Where a requirement is assessed in one place alone.
const ONLY: &str = "the one scenario that asks about it";

/// The outcome most in need of attention: a failure cannot hide behind anything.
pub(super) fn worst(outcomes: impl Iterator<Item = Outcome>) -> Option<Outcome> {
    outcomes.max_by_key(|outcome| match outcome {
        Outcome::NotAsked => 0,
        Outcome::NotApplicable => 1,
        Outcome::Met => 2,
        Outcome::MetByExemption => 3,
        Outcome::PartlyMet => 4,
        Outcome::DontKnow => 5,
        Outcome::NotAnswered => 6,
        Outcome::NotMet => 7,
    })
}

/// What follows for a requirement from all scenarios.
fn requirement(
    asked: &Questionnaire,
    state: &Assessment,
    requirement: &Requirement,
    scenarios: &[ScenarioResult],
) -> RequirementResult {
    let id = &requirement.id;
    let findings = scenarios.iter().flat_map(|s| &s.findings);
    let findings: Vec<&Finding> = findings.filter(|f| f.requirement == *id).collect();
    let outcomes: Vec<Outcome> = findings.iter().map(|f| f.outcome).collect();
    let count = |outcome: Outcome| {
        let same = outcomes.iter().filter(|o| **o == outcome).count();
        u32::try_from(same).unwrap_or(u32::MAX)
    };
    let counts: Vec<(Outcome, u32)> = Outcome::ALL
        .into_iter()
        .map(|outcome| (outcome, count(outcome)))
        .filter(|(_, n)| *n > 0)
        .collect();
    let outcome = worst(outcomes.iter().copied()).unwrap_or(Outcome::NotAsked);
    let decisive = count(outcome);
    let all = counted(outcomes.len(), "scenario");
    let of = |decisive: u32| match outcomes.len() {
        1 => ONLY.to_owned(),
        _ => format!("{decisive} of {all}"),
    };
    let because = match outcome {
        Outcome::NotAsked => {
            let bears = |s: &&Scenario| s.assess.iter().any(|a| a.requirement == *id);
            match asked.scenarios().filter(bears).count() {
                0 => "Nothing in the questionnaire assesses it.".to_owned(),
                left_out => format!(
                    "By what was answered, it was not asked about: {} left out.",
                    were_left_out(left_out)
                ),
            }
        }
        Outcome::Met if outcomes.len() == 1 => format!("Met in {ONLY}."),
        Outcome::Met => format!("Met in every scenario where it applies, of {all}."),
        Outcome::NotApplicable if outcomes.len() == 1 => format!("It does not apply in {ONLY}."),
        Outcome::NotApplicable => format!("It does not apply in any of {all}."),
        Outcome::MetByExemption => by_exemption(asked, state, &findings),
        Outcome::PartlyMet => format!("Met only in part in {}.", of(decisive)),
        Outcome::NotMet => format!("Not met in {}.", of(decisive)),
        Outcome::DontKnow => format!("The answer is not known in {}.", of(decisive)),
        Outcome::NotAnswered => format!("Not answered yet in {}.", of(decisive)),
    };
    let because = match (requirement.force, outcome) {
        (Force::Must, Outcome::PartlyMet) => format!("{MUST_IN_PART} {because}"),
        _ => because,
    };
    RequirementResult {
        id: id.clone(),
        outcome,
        because,
        counts,
    }
}

/// Of a must that is met in part: no part of a must is enough.
pub(super) const MUST_IN_PART: &str = "The must is not met.";

fn were_left_out(scenarios: usize) -> String {
    let were = if scenarios == 1 { "was" } else { "were" };
    format!("{} {were}", counted(scenarios, "scenario"))
}

/// How many scenarios are met, and how many rest on exemptions, in the words of their kinds.
fn by_exemption(asked: &Questionnaire, state: &Assessment, findings: &[&Finding]) -> String {
    let met = findings
        .iter()
        .filter(|f| f.outcome == Outcome::Met)
        .count();
    let mut resting: Vec<(&str, usize)> = vec![];
    for finding in findings.iter().filter(|f| !f.exemptions.is_empty()) {
        for word in words_of(asked, state, &finding.exemptions) {
            match resting.iter_mut().find(|(known, _)| *known == word) {
                Some((_, count)) => *count += 1,
                None => resting.push((word, 1)),
            }
        }
    }
    let resting = resting.into_iter();
    let resting = resting.map(|(word, count)| format!("{word}: {count}."));
    let met = format!("Of {}, met: {met}.", counted(findings.len(), "scenario"));
    std::iter::once(met)
        .chain(resting)
        .collect::<Vec<_>>()
        .join(" ")
}
