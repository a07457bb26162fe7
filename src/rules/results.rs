//! What follows from an assessment on one day: outcomes, gaps, and the standing of exemptions.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::evaluate::{Sheet, Truth};
use super::holding::Short;
use super::judge::{Judge, Outcomes, worst};
use super::objective::{ObjectiveResult, contrasts};
use super::outcome::Outcome;
use super::phase::Phase;
use super::registers;
use super::standing::Standing;
use crate::facts::{Answer, Assessment, Exemption, ExemptionId, FileOf, Gap};
use crate::questionnaire::{
    ExemptionKind, ExemptionKindId, Force, Question, QuestionId, Questionnaire, RequirementId,
    ScenarioId,
};

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
    /// Where each is in its life; none of a kind that is not in the questionnaire.
    pub phases: BTreeMap<ExemptionId, Phase>,
    /// What there is to know about each exemption that does not keep it from counting.
    pub warnings: BTreeMap<ExemptionId, Vec<Warned>>,
    /// The questions that are shown.
    pub shown: BTreeSet<QuestionId>,
    /// What is left before the assessment is complete.
    pub gaps: Vec<Gap>,
    /// Answers that do not fit together, each as a sentence with its questions.
    pub clashes: Vec<(String, Vec<QuestionId>)>,
}

/// Something to know about an exemption.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Warned {
    /// What, as a sentence.
    pub says: String,
    /// The field that it is about.
    pub at: QuestionId,
    /// Whether those who decide are told.
    pub for_board: bool,
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
    pub requirement: RequirementId,
    /// The outcome, with exemptions.
    pub outcome: Outcome,
    /// Why, in a sentence or two.
    pub because: String,
    /// The next step, where there is one.
    pub next: Option<String>,
    /// The exemptions that it rests on.
    pub exemptions: Vec<ExemptionId>,
    /// The exemptions that count and do not reach all that it is about, with why.
    pub short: Vec<Short>,
    /// The kinds of exemption that can cover it; when none, every kind that serves the requirement.
    pub covered_by: Option<Vec<ExemptionKindId>>,
}

/// What follows for a requirement from all scenarios that bear on it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequirementResult {
    pub id: RequirementId,
    pub outcome: Outcome,
    /// Why, in a sentence.
    pub because: String,
    /// How many scenarios have each outcome; none is zero.
    pub counts: Vec<(Outcome, u32)>,
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
            .keys()
            .filter_map(|id| Some((*id, state.standing(questionnaire, *id, today)?)))
            .collect();
        let in_force = in_force(questionnaire, state);
        let mut phases = BTreeMap::new();
        let mut warnings = BTreeMap::new();
        for (id, exemption) in &state.exemptions {
            let kind = questionnaire.exemption_kind(&exemption.kind);
            let Some((kind, standing)) = kind.zip(exemptions.get(id)) else {
                continue;
            };
            if let Some(current) = in_force.get(id) {
                let warned = current.warnings(kind, standing, today);
                warnings.insert(*id, warned);
            }
            phases.insert(*id, exemption.phase(kind, standing, today));
        }
        let judge = Judge {
            asked: questionnaire,
            state,
            in_force: &in_force,
            sheet: &sheet,
            standings: &exemptions,
        };
        let Outcomes {
            scenarios,
            requirements,
            objectives,
        } = judge.all();
        let shown: BTreeSet<QuestionId> = questionnaire
            .questions()
            .filter(|q| sheet.is_shown(&q.id))
            .map(|q| q.id.clone())
            .collect();
        let gaps = unanswered(questionnaire, &sheet)
            .chain(lapsed(&exemptions))
            .chain(expired(questionnaire, state, today))
            .chain(unknown(questionnaire, &requirements))
            .collect();
        let clashes = clashes(questionnaire, &sheet)
            .chain(registers::misfits(questionnaire, state, &sheet, today))
            .chain(early(questionnaire, state, &shown, today))
            .collect();
        Self {
            contrasts: contrasts(questionnaire, &requirements, &objectives),
            notices: notices(questionnaire, &sheet),
            scenarios,
            requirements,
            objectives,
            exemptions,
            phases,
            warnings,
            shown,
            gaps,
            clashes,
        }
    }

    /// What everything comes to.
    pub(crate) fn outcomes(&self) -> Outcomes {
        Outcomes {
            scenarios: self.scenarios.clone(),
            requirements: self.requirements.clone(),
            objectives: self.objectives.clone(),
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

    /// Adds what names files as evidence that are not as they were, as somebody has found who can read
    /// them. A scenario that is not asked leaves no gap.
    #[must_use]
    pub fn with_changed(mut self, changed: impl IntoIterator<Item = FileOf>) -> Self {
        let changed: BTreeSet<FileOf> = changed.into_iter().collect();
        let gaps: Vec<Gap> = changed
            .into_iter()
            .filter_map(|of| match of {
                FileOf::Listed(id) => Some(Gap::EvidenceChanged(id)),
                FileOf::Scenario(id) => {
                    let is_asked = self.scenario(&id).is_some_and(|s| s.asked);
                    is_asked.then_some(Gap::FileChanged(id))
                }
            })
            .collect();
        self.gaps.extend(gaps);
        self
    }

    /// Where an exemption counts and does not reach all that it is recorded for, with why.
    pub fn short_of(&self, id: ExemptionId) -> impl Iterator<Item = (&ScenarioId, &str)> {
        let findings = self.asked().flat_map(|scenario| {
            let findings = scenario.findings.iter();
            findings.map(move |finding| (&scenario.id, finding))
        });
        findings.flat_map(move |(scenario, finding)| {
            let short = finding.short.iter().filter(move |s| s.exemption == id);
            short.map(move |short| (scenario, short.says.as_str()))
        })
    }

    /// How many questions still need an answer.
    pub fn unanswered(&self) -> usize {
        let unanswered = |gap: &&Gap| matches!(gap, Gap::Unanswered(_));
        self.gaps.iter().filter(unanswered).count()
    }

    /// The musts of which nobody knows whether they are met.
    pub fn unknown_musts(&self) -> impl Iterator<Item = &RequirementId> {
        self.gaps.iter().filter_map(|gap| match gap {
            Gap::NotKnown(id) => Some(id),
            Gap::Unanswered(_)
            | Gap::Exemption(_)
            | Gap::EvidenceExpired(_)
            | Gap::EvidenceChanged(_)
            | Gap::FileChanged(_) => None,
        })
    }

    /// Whether nothing is left before the sign-off: no question, exemption, must or evidence.
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

    /// Whether its rule leaves room for an exemption of this kind.
    pub(crate) fn allows(&self, kind: &ExemptionKindId) -> bool {
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

/// The exemptions as they are in force.
pub(crate) fn in_force<'a>(
    questionnaire: &Questionnaire,
    state: &'a Assessment,
) -> BTreeMap<ExemptionId, Cow<'a, Exemption>> {
    let exemptions = state.exemptions.iter().map(|(id, exemption)| {
        let kind = questionnaire.exemption_kind(&exemption.kind);
        let current = kind.map_or(Cow::Borrowed(exemption), |kind| exemption.in_force(kind));
        (*id, current)
    });
    exemptions.collect()
}

/// What the organisation is told because of what it is.
fn notices(questionnaire: &Questionnaire, sheet: &Sheet<'_>) -> Vec<Told> {
    let notices = questionnaire.organisation.notices.iter();
    notices
        .filter(|notice| sheet.truth(&notice.when) == Truth::Yes)
        .map(|notice| Told {
            says: sheet.fill(&notice.says, Some(&notice.when)),
            rests_on: questionnaire.rests_on(&notice.from),
        })
        .collect()
}

/// The questions that need an answer and have none.
fn unanswered(questionnaire: &Questionnaire, sheet: &Sheet<'_>) -> impl Iterator<Item = Gap> {
    questionnaire
        .questions()
        .filter(|q| sheet.is_shown(&q.id) && !q.optional && sheet.given(&q.id).is_none())
        .map(|q| Gap::Unanswered(q.id.clone()))
}

/// The exemptions that do not count, and have not ended.
fn lapsed(standings: &BTreeMap<ExemptionId, Standing>) -> impl Iterator<Item = Gap> {
    standings
        .iter()
        .filter(|(_, standing)| matches!(standing, Standing::NotValid { .. }))
        .map(|(id, _)| Gap::Exemption(*id))
}

/// The evidence whose last day is over.
fn expired(
    questionnaire: &Questionnaire,
    state: &Assessment,
    today: Date,
) -> impl Iterator<Item = Gap> {
    let list = questionnaire.evidence.as_ref();
    state
        .listed
        .iter()
        .filter(move |(_, evidence)| {
            let last = list.and_then(|list| evidence.expiry(list));
            last.is_some_and(|last| last < today)
        })
        .map(|(id, _)| Gap::EvidenceExpired(*id))
}

/// The musts of which nobody knows whether they are met.
fn unknown(
    questionnaire: &Questionnaire,
    results: &[RequirementResult],
) -> impl Iterator<Item = Gap> {
    let requirements = questionnaire.requirements.iter().zip(results);
    requirements
        .filter(|(requirement, result)| {
            requirement.force == Force::Must && result.outcome == Outcome::DontKnow
        })
        .map(|(requirement, _)| Gap::NotKnown(requirement.id.clone()))
}

/// The answers that a check of the questionnaire holds not to fit together.
fn clashes(
    questionnaire: &Questionnaire,
    sheet: &Sheet<'_>,
) -> impl Iterator<Item = (String, Vec<QuestionId>)> {
    let checks = questionnaire.cross_checks.iter();
    checks
        .filter(|check| sheet.truth(&check.when) == Truth::Yes)
        .map(|check| {
            let ids = check.when.each_question().into_iter();
            (
                sheet.fill(&check.says, Some(&check.when)),
                ids.cloned().collect(),
            )
        })
}

/// What has happened and is said to have happened on a day that is still to come.
fn early<'a>(
    questionnaire: &'a Questionnaire,
    state: &'a Assessment,
    shown: &'a BTreeSet<QuestionId>,
    today: Date,
) -> impl Iterator<Item = (String, Vec<QuestionId>)> + 'a {
    let shown = questionnaire.questions().filter(|q| shown.contains(&q.id));
    shown.filter_map(move |question| {
        let answer = state.answers.get(&question.id)?;
        let is_early = answer.is_still_to_come(question, today);
        let asked = is_early.then(|| questionnaire.in_place(&question.id))?;
        let says = answer.early_words(question, &asked, today)?;
        Some((says, vec![question.id.clone()]))
    })
}

/// The questions answered "don't know", with who could find out.
pub(crate) fn dont_knows<'a>(
    questionnaire: &'a Questionnaire,
    state: &'a Assessment,
    results: &'a Results,
) -> impl Iterator<Item = &'a Question> {
    questionnaire.questions().filter(|q| {
        results.shown.contains(&q.id) && state.answers.get(&q.id) == Some(&Answer::DontKnow)
    })
}
