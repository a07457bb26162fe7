//! What somebody has to look at before a sign-off, sorted by what a board must decide first. Screens
//! and the report show the same.

mod early;
mod points;
#[cfg(test)]
mod tests;

use jiff::ToSpan;
use jiff::civil::Date;

use super::outcome::Outcome;
use super::phase::Phase;
use super::results::{Finding, RequirementResult, Results};
use crate::facts::{Assessment, EvidenceId, ExemptionId, SystemId};
use crate::questionnaire::{Force, Input, QuestionId, Questionnaire, RequirementId, ScenarioId};
use crate::text::{counted, date_words, sentences};
use points::Points;

#[cfg(test)]
thread_local! {
    /// How often one was worked out.
    pub(crate) static WORKED: std::cell::Cell<usize> = const { std::cell::Cell::new(0) };
}

/// The review of an assessment on one day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Review {
    /// The requirements, the one that a board must look at first before the others.
    pub requirements: Vec<ReviewedRequirement>,
    /// What belongs to no scenario that bears on a requirement.
    pub others: Vec<Point>,
    /// What is left to do.
    pub left: Left,
}

/// What is to be seen of a requirement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReviewedRequirement {
    pub id: RequirementId,
    pub outcome: Outcome,
    /// Why, in a sentence.
    pub because: String,
    /// The scenarios that bear on it, the most pressing first.
    pub scenarios: Vec<ReviewedScenario>,
}

/// What is to be seen of a scenario, under one requirement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReviewedScenario {
    pub id: ScenarioId,
    /// What follows from it for the requirement, with the exemptions that it rests on.
    pub finding: Finding,
    /// The exemptions that it rests on.
    pub rests_on: Vec<RestsOn>,
    /// What else is to be seen there. Each point stands under the first requirement that it concerns.
    pub points: Vec<Point>,
}

/// An exemption on which a scenario rests.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RestsOn {
    pub id: ExemptionId,
    pub name: String,
    /// Where it is in its life, in a word or two.
    pub phase: &'static str,
    /// The last day on which it counts as recorded, where it has one.
    pub until: Option<Date>,
    /// Whether that day is near.
    pub ends_soon: bool,
}

/// Something to look at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Point {
    /// What kind of thing it is.
    pub kind: PointKind,
    /// What is wrong or open, as a sentence or two that begin with what it is about.
    pub says: String,
    /// Where it is put right.
    pub at: Spot,
    /// Where else it can be put right, where two things do not fit together.
    pub also: Vec<Spot>,
}

/// Kinds of things to look at, the most pressing first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PointKind {
    /// An exemption does not count, or evidence has run out: it stands before a final sign-off.
    Gap,
    /// Two things that are said do not fit together.
    Clash,
    /// A question is not answered: it stands before a final sign-off.
    Unanswered,
    /// What was answered last time is not confirmed yet: it stands before a final sign-off.
    ToConfirm,
    /// Nobody knows the answer.
    DontKnow,
    /// It was said a long time ago, or of something that has changed since.
    Stale,
    /// It has to be known about an exemption, and keeps it from nothing.
    Warning,
}

/// A place to go to.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Spot {
    /// A question of the organisation's form or of a scenario.
    Question(QuestionId),
    /// An exemption, at a field where one is meant.
    Exemption(ExemptionId, Option<QuestionId>),
    System(SystemId),
    /// A piece of evidence.
    Evidence(EvidenceId),
    Note(ScenarioId),
    /// The evidence reference of a scenario.
    EvidenceOf(ScenarioId),
}

/// How much is left before a final sign-off.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Left {
    /// How many points stand before it.
    pub gaps: usize,
    /// How many more are worth a look.
    pub looks: usize,
    /// How many minutes all of it is likely to take, for somebody who has what is asked at hand.
    pub minutes: u32,
}

impl PointKind {
    /// It in a word or two.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Gap => "gap",
            Self::Clash => "does not fit",
            Self::Unanswered => "not answered",
            Self::DontKnow => "don't know",
            Self::ToConfirm | Self::Stale => "to confirm",
            Self::Warning => "to know",
        }
    }

    /// Whether it stands before a final sign-off.
    pub const fn is_gap(self) -> bool {
        matches!(self, Self::Gap | Self::Unanswered | Self::ToConfirm)
    }
}

/// How many days before its end an exemption is near it: time enough to have it approved anew.
const NEAR: i64 = 90;

/// How pressing an outcome is for those who decide. Force decides: whatever is open about a must comes
/// before a should, and what a may leaves open is nobody's to put right.
const fn rank(outcome: Outcome, force: Force) -> u8 {
    let open = match outcome {
        Outcome::NotMet => 0,
        Outcome::PartlyMet => 1,
        Outcome::DontKnow => 2,
        Outcome::NotAnswered => 3,
        Outcome::NotAsked => 4,
        Outcome::MetByExemption => return 10,
        Outcome::Met => return 16,
        Outcome::NotApplicable => return 17,
    };
    match force {
        Force::Must => open,
        Force::Should => 5 + open,
        Force::May => 11 + open,
    }
}

const fn weight(force: Force) -> u8 {
    match force {
        Force::Must => 0,
        Force::Should => 1,
        Force::May => 2,
    }
}

impl Review {
    /// The review on one day.
    pub fn of(
        questionnaire: &Questionnaire,
        state: &Assessment,
        results: &Results,
        today: Date,
    ) -> Self {
        #[cfg(test)]
        WORKED.with(|worked| worked.set(worked.get() + 1));
        let mut points = Points::gathered(questionnaire, state, results, today);
        let left = Left::of(questionnaire, points.found.iter().map(|(_, point)| point));
        let asked = results.requirements.iter().filter_map(|result| {
            let force = questionnaire.requirement(&result.id)?.force;
            let scenarios = ReviewedScenario::all(questionnaire, state, results, result, today);
            let ends = scenarios.iter().filter_map(|s| s.ends()).min();
            Some((
                force,
                ends,
                ReviewedRequirement {
                    id: result.id.clone(),
                    outcome: result.outcome,
                    because: result.because.clone(),
                    scenarios,
                },
            ))
        });
        let mut asked: Vec<_> = asked.collect();
        asked.sort_by_key(|(force, ends, requirement)| {
            let outcome = requirement.outcome;
            (rank(outcome, *force), weight(*force), ends.is_none(), *ends)
        });
        let mut requirements = vec![];
        for (force, _, mut requirement) in asked {
            for scenario in &mut requirement.scenarios {
                scenario.points = points.take(&scenario.id, &requirement.id);
            }
            requirement.scenarios.sort_by_key(|s| {
                let (ends, first) = (s.ends(), s.points.first().map(|point| point.kind));
                let rank = rank(s.finding.outcome, force);
                (rank, ends.is_none(), ends, first.is_none(), first)
            });
            requirements.push(requirement);
        }
        let mut others: Vec<Point> = points.found.into_iter().map(|(_, point)| point).collect();
        others.sort_by_key(|point| point.kind);
        Self {
            requirements,
            others,
            left,
        }
    }

    /// Every point, in the order in which they are shown.
    pub fn points(&self) -> impl Iterator<Item = &Point> {
        let scenarios = self.requirements.iter().flat_map(|r| &r.scenarios);
        scenarios.flat_map(|s| &s.points).chain(&self.others)
    }
}

impl ReviewedScenario {
    /// The scenarios that bear on a requirement, without their points.
    fn all(
        questionnaire: &Questionnaire,
        state: &Assessment,
        results: &Results,
        requirement: &RequirementResult,
        today: Date,
    ) -> Vec<Self> {
        let found = results.scenarios.iter().flat_map(|scenario| {
            let findings = scenario.findings.iter();
            let findings = findings.filter(|f| f.requirement == requirement.id);
            findings.map(|finding| (scenario.id.clone(), finding.clone()))
        });
        found
            .map(|(id, finding)| {
                let rests_on = finding.exemptions.iter();
                let rests_on = rests_on
                    .filter_map(|id| RestsOn::of(questionnaire, state, results, *id, today));
                Self {
                    id,
                    rests_on: rests_on.collect(),
                    finding,
                    points: vec![],
                }
            })
            .collect()
    }

    /// When the first of the exemptions ends on which it rests, where that is near.
    fn ends(&self) -> Option<Date> {
        let near = self.rests_on.iter().filter(|one| one.ends_soon);
        near.filter_map(|one| one.until).min()
    }
}

impl RestsOn {
    fn of(
        questionnaire: &Questionnaire,
        state: &Assessment,
        results: &Results,
        id: ExemptionId,
        today: Date,
    ) -> Option<Self> {
        let exemption = state.exemptions.get(&id)?;
        let kind = questionnaire.exemption_kind(&exemption.kind)?;
        let until = results.exemptions.get(&id)?.until();
        let near = today.saturating_add(NEAR.days());
        let phase = results.phases.get(&id).copied().unwrap_or(Phase::Draft);
        Some(Self {
            id,
            name: exemption.in_force(kind).name(kind),
            phase: phase.words_for(kind),
            until,
            ends_soon: until.is_some_and(|until| until <= near),
        })
    }

    /// Where it is in its life and until when, for example "approved, until 3 March 2027 (soon)".
    pub fn words(&self) -> String {
        let phase = self.phase;
        match (self.until, self.ends_soon) {
            (None, _) => phase.to_owned(),
            (Some(day), true) => format!("{phase}, until {} (soon)", date_words(day)),
            (Some(day), false) => format!("{phase}, until {}", date_words(day)),
        }
    }
}

impl Left {
    fn of<'a>(questionnaire: &Questionnaire, points: impl Iterator<Item = &'a Point>) -> Self {
        let mut left = Self::default();
        for point in points {
            if point.kind.is_gap() {
                left.gaps += 1
            } else {
                left.looks += 1
            }
            left.minutes += minutes(questionnaire, point);
        }
        left
    }

    /// What is left, in sentences: "12 things are left before the sign-off. Likely to take 25
    /// minutes."
    pub fn words(self) -> String {
        sentences(&[&self.gaps_words(), &self.more_words()])
    }

    /// What stands before the sign-off, as a sentence.
    pub fn gaps_words(self) -> String {
        match self.gaps {
            0 => "Nothing is left before the sign-off.".to_owned(),
            1 => "1 thing is left before the sign-off.".to_owned(),
            gaps => format!("{gaps} things are left before the sign-off."),
        }
    }

    /// What else is worth a look, and how long all of it is likely to take; empty where there is
    /// nothing.
    pub fn more_words(self) -> String {
        let looks = match (self.looks, self.gaps) {
            (0, _) => String::new(),
            (1, 0) => "1 thing is worth a look.".to_owned(),
            (looks, 0) => format!("{looks} things are worth a look."),
            (1, _) => "1 more is worth a look.".to_owned(),
            (looks, _) => format!("{looks} more are worth a look."),
        };
        let long = match self.minutes {
            0 => String::new(),
            1..=90 => format!(
                "Likely to take {}.",
                counted(self.minutes as usize, "minute")
            ),
            minutes => {
                let hours = counted(minutes.div_ceil(60) as usize, "hour");
                format!("Likely to take {hours}.")
            }
        };
        sentences(&[&looks, &long])
    }
}

/// How many minutes a point is likely to take, for somebody who has what is asked at hand. Finding
/// out is an action with a date of its own.
fn minutes(questionnaire: &Questionnaire, point: &Point) -> u32 {
    match (point.kind, &point.at) {
        (PointKind::Unanswered, Spot::Question(id)) => {
            match questionnaire.question(id).map(|q| &q.input) {
                Some(Input::Paragraphs { .. }) => 4,
                Some(Input::Number { .. }) => 3,
                _ => 1,
            }
        }
        (PointKind::Clash, _) => 5,
        (PointKind::Gap, _) => 3,
        (PointKind::DontKnow, _) => 0,
        _ => 1,
    }
}
