//! What follows from an assessment on one day: outcomes, gaps, and the standing of exemptions.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::answer::{Answer, date_words};
use super::event::ExemptionId;
use super::exemption::{Exemption, Standing};
use super::objective::{ObjectiveResult, contrasts};
use super::outcome::Outcome;
use super::sheet::{Missing, Sheet, Truth};
use super::state::Assessment;
use crate::questionnaire::{
    self as asked, Assess, Condition, ExemptionKind, ExemptionKindId, Question, QuestionId,
    Questionnaire, RequirementId, Scenario, ScenarioId, Verdict,
};
use crate::text::counted;

/// Everything that follows from the answers, the exemptions and the date.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Results {
    /// One for each scenario, in the order of the questionnaire.
    pub scenarios: Vec<ScenarioResult>,
    /// One for each requirement, in the order of the questionnaire.
    pub requirements: Vec<RequirementResult>,
    /// One for each objective of a view, in the order of the questionnaire.
    pub objectives: Vec<ObjectiveResult>,
    /// Why two views differ, wherever they do.
    pub contrasts: Vec<Told>,
    /// What the organisation has to be told because of what it is.
    pub notices: Vec<Told>,
    /// Whether each exemption counts.
    pub exemptions: BTreeMap<ExemptionId, Standing>,
    /// The questions that are shown.
    pub shown: BTreeSet<QuestionId>,
    /// What is left before the assessment is complete.
    pub gaps: Vec<Gap>,
    /// Answers that do not fit together, each as a sentence with its questions.
    pub clashes: Vec<(String, Vec<QuestionId>)>,
}

/// A sentence that the questionnaire has for an assessment like this one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// The sentence, with its placeholders filled in.
    pub says: String,
    /// What it rests on, in words.
    pub rests_on: String,
}

/// What follows for one scenario.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScenarioResult {
    /// The scenario.
    pub id: ScenarioId,
    /// Whether it is asked at all.
    pub asked: bool,
    /// How far it is.
    pub work: Work,
    /// What follows for each requirement that it bears on.
    pub findings: Vec<Finding>,
}

/// How far a scenario is, apart from its outcome.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Work {
    /// Questions that need an answer.
    pub needed: usize,
    /// How many of them have one.
    pub given: usize,
}

/// What follows from one scenario for one requirement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The requirement.
    pub requirement: RequirementId,
    /// The outcome, with exemptions.
    pub outcome: Outcome,
    /// Why, in a sentence or two.
    pub because: String,
    /// The next step, where there is one.
    pub next: Option<String>,
    /// The exemptions that it rests on.
    pub exemptions: Vec<ExemptionId>,
    /// The kinds of exemption that can cover it; when none, every kind that serves the requirement.
    pub covered_by: Option<Vec<ExemptionKindId>>,
}

/// What follows for a requirement from all scenarios that bear on it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequirementResult {
    /// The requirement.
    pub id: RequirementId,
    /// The outcome.
    pub outcome: Outcome,
    /// Why, in a sentence.
    pub because: String,
    /// How many scenarios have each outcome; none is zero.
    pub counts: Vec<(Outcome, u32)>,
}

/// Something that is left to do before the assessment is complete.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Gap {
    /// A question that needs an answer.
    Unanswered(QuestionId),
    /// An exemption that does not count.
    Exemption(ExemptionId),
}

impl Told {
    /// The sentence, and in brackets what it rests on.
    pub fn in_full(&self) -> String {
        format!("{} ({})", self.says, self.rests_on)
    }
}

impl Work {
    /// Whether every question that needs an answer has one.
    pub const fn is_done(self) -> bool {
        self.given == self.needed
    }

    /// The state in words.
    pub fn words(self) -> &'static str {
        match (self.given, self.needed) {
            (given, needed) if given == needed => "done",
            (0, _) => "to do",
            _ => "in progress",
        }
    }
}

impl Results {
    /// Works out everything, on one day.
    pub fn of(questionnaire: &Questionnaire, state: &Assessment, today: Date) -> Self {
        let sheet = Sheet::of_questionnaire(questionnaire, &state.answers, today);
        let exemptions: BTreeMap<ExemptionId, Standing> = state
            .exemptions
            .iter()
            .map(|(id, exemption)| {
                let standing = match questionnaire.exemption_kind(&exemption.kind) {
                    Some(kind) => exemption.standing(kind, today),
                    None => exemption.standing_of_unknown(),
                };
                (*id, standing)
            })
            .collect();
        let judge = Judge {
            state,
            sheet: &sheet,
            standings: &exemptions,
        };
        let scenarios: Vec<ScenarioResult> = questionnaire
            .scenarios()
            .map(|s| judge.scenario(s))
            .collect();
        let requirements: Vec<RequirementResult> = questionnaire
            .requirements
            .iter()
            .map(|r| requirement(&r.id, &scenarios))
            .collect();
        let objectives: Vec<ObjectiveResult> = questionnaire
            .objectives()
            .map(|objective| ObjectiveResult::of(objective, &sheet))
            .collect();
        let contrasts = contrasts(questionnaire, &requirements, &objectives);
        let notices = questionnaire.organisation.notices.iter();
        let notices = notices
            .filter(|notice| sheet.truth(&notice.when) == Truth::Yes)
            .map(|notice| Told {
                says: sheet.fill(&notice.says),
                rests_on: questionnaire.rests_on(&notice.from),
            })
            .collect();
        let shown: BTreeSet<QuestionId> = questionnaire
            .questions()
            .filter(|q| sheet.is_shown(&q.id))
            .map(|q| q.id.clone())
            .collect();
        let unanswered = questionnaire
            .questions()
            .filter(|q| shown.contains(&q.id) && !q.optional && !state.answers.contains_key(&q.id))
            .map(|q| Gap::Unanswered(q.id.clone()));
        let lapsed = exemptions
            .iter()
            .filter(|(_, standing)| matches!(standing, Standing::NotValid { .. }))
            .map(|(id, _)| Gap::Exemption(*id));
        let gaps = unanswered.chain(lapsed).collect();
        let clashes = questionnaire
            .cross_checks
            .iter()
            .filter(|check| sheet.truth(&check.when) == Truth::Yes)
            .map(|check| {
                let ids = check.when.each_question().into_iter();
                (sheet.fill(&check.says), ids.cloned().collect())
            })
            .collect();
        Self {
            scenarios,
            requirements,
            objectives,
            contrasts,
            notices,
            exemptions,
            shown,
            gaps,
            clashes,
        }
    }

    /// What follows for this scenario.
    pub fn scenario(&self, id: &ScenarioId) -> Option<&ScenarioResult> {
        self.scenarios.iter().find(|s| s.id == *id)
    }

    /// The scenarios that are asked.
    pub fn asked(&self) -> impl Iterator<Item = &ScenarioResult> {
        self.scenarios.iter().filter(|s| s.asked)
    }

    /// How many questions still need an answer.
    pub fn unanswered(&self) -> usize {
        let unanswered = |gap: &&Gap| matches!(gap, Gap::Unanswered(_));
        self.gaps.iter().filter(unanswered).count()
    }

    /// Whether every question that needs an answer has one, and no exemption fails to count.
    pub fn is_complete(&self) -> bool {
        self.gaps.is_empty()
    }
}

impl Finding {
    /// Whether something is lacking here that an exemption of this kind could cover.
    pub fn can_be_covered_by(&self, kind: &ExemptionKind) -> bool {
        matches!(self.outcome, Outcome::PartlyMet | Outcome::NotMet)
            && kind.requirements.contains(&self.requirement)
            && self.allows(&kind.id)
    }

    fn allows(&self, kind: &ExemptionKindId) -> bool {
        let kinds = self.covered_by.as_deref();
        kinds.is_none_or(|kinds| kinds.contains(kind))
    }
}

impl ScenarioResult {
    /// The outcome that stands for the scenario in a list: the one most in need of attention.
    pub fn outcome(&self) -> Option<Outcome> {
        worst(self.findings.iter().map(|f| f.outcome))
    }
}

struct Judge<'a> {
    state: &'a Assessment,
    sheet: &'a Sheet<'a>,
    standings: &'a BTreeMap<ExemptionId, Standing>,
}

impl<'a> Judge<'a> {
    fn scenario(&self, scenario: &'a Scenario) -> ScenarioResult {
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
        for rule in &assess.rules {
            match self.sheet.truth(&rule.when) {
                Truth::Yes => return self.settled(scenario, &assess.requirement, &rule.then),
                Truth::Open(missing) => return self.open(&assess.requirement, &rule.when, missing),
                Truth::No => {}
            }
        }
        self.settled(scenario, &assess.requirement, &assess.otherwise)
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
        let recorded: Vec<(ExemptionId, &Exemption, &Standing)> = self
            .state
            .exemptions
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
        Standing::Withdrawn { .. } => format!("Exemption {id} was withdrawn."),
        Standing::Valid { .. } => String::new(),
    }
}

/// The outcome most in need of attention: a failure cannot hide behind anything.
fn worst(outcomes: impl Iterator<Item = Outcome>) -> Option<Outcome> {
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

fn requirement(id: &RequirementId, scenarios: &[ScenarioResult]) -> RequirementResult {
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

/// The questions answered "don't know", with who could find out.
pub fn dont_knows<'a>(
    questionnaire: &'a Questionnaire,
    state: &'a Assessment,
    results: &'a Results,
) -> impl Iterator<Item = &'a Question> {
    questionnaire.questions().filter(|q| {
        results.shown.contains(&q.id) && state.answers.get(&q.id) == Some(&Answer::DontKnow)
    })
}
