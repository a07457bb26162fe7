//! What somebody has to look at before a sign-off, sorted by what a board must decide first. Screens
//! and the report show the same.

use std::collections::BTreeSet;

use jiff::ToSpan;
use jiff::civil::Date;

use super::answer::{Answer, date_words};
use super::audit::Subject;
use super::carried::to_confirm;
use super::event::{EvidenceId, ExemptionId};
use super::exemption::Standing;
use super::migration::{changed_words, to_look_at};
use super::outcome::Outcome;
use super::results::{Finding, Gap, Results, dont_knows};
use super::state::Assessment;
use crate::questionnaire::{Force, Input, QuestionId, Questionnaire, RequirementId, ScenarioId};
use crate::text::counted;

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
    /// The requirement.
    pub id: RequirementId,
    /// Its outcome.
    pub outcome: Outcome,
    /// Why, in a sentence.
    pub because: String,
    /// The scenarios that bear on it, the most pressing first.
    pub scenarios: Vec<ReviewedScenario>,
}

/// What is to be seen of a scenario, under one requirement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReviewedScenario {
    /// The scenario.
    pub id: ScenarioId,
    /// What follows from it for the requirement, with the exemptions that it rests on.
    pub finding: Finding,
    /// What else is to be seen there. Each point stands under the first requirement that it concerns.
    pub points: Vec<Point>,
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
    /// Nobody knows the answer.
    DontKnow,
    /// It was said a long time ago, or of something that has changed since.
    Stale,
}

/// A place to go to.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Spot {
    /// A question of the organisation's form or of a scenario.
    Question(QuestionId),
    /// An exemption, at a field where one is meant.
    Exemption(ExemptionId, Option<QuestionId>),
    /// A piece of evidence.
    Evidence(EvidenceId),
    /// The note of a scenario.
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
            Self::Stale => "to confirm",
        }
    }

    /// Whether it stands before a final sign-off.
    pub const fn is_gap(self) -> bool {
        matches!(self, Self::Gap | Self::Unanswered)
    }
}

impl Left {
    /// It in words: "12 things left, likely to take 25 minutes".
    pub fn words(self) -> String {
        let left = match self.gaps {
            0 => "Nothing is left before the sign-off".to_owned(),
            gaps => format!("{} left before the sign-off", counted(gaps, "thing")),
        };
        let looks = match self.looks {
            0 => String::new(),
            looks => format!(", {looks} more worth a look"),
        };
        let long = match self.minutes {
            0 => String::new(),
            1..=59 => format!(
                "; likely to take {}",
                counted(self.minutes as usize, "minute")
            ),
            minutes => {
                let hours = minutes.div_ceil(60);
                format!("; likely to take {}", counted(hours as usize, "hour"))
            }
        };
        format!("{left}{looks}{long}.")
    }
}

/// How pressing an outcome is for those who decide.
const fn rank(outcome: Outcome) -> u8 {
    match outcome {
        Outcome::NotMet => 0,
        Outcome::PartlyMet => 1,
        Outcome::DontKnow => 2,
        Outcome::NotAnswered => 3,
        Outcome::MetByExemption => 4,
        Outcome::Met => 5,
        Outcome::NotApplicable => 6,
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
        let mut points = Points {
            questionnaire,
            state,
            results,
            today,
            found: vec![],
        };
        points.gather();
        let left = Left::of(questionnaire, &points.found);
        let mut sorted: Vec<&_> = results.requirements.iter().collect();
        sorted.sort_by_key(|r| {
            let force = questionnaire
                .requirement(&r.id)
                .map_or(Force::May, |r| r.force);
            (weight(force), rank(r.outcome))
        });
        let mut requirements = vec![];
        for requirement in sorted {
            let mut scenarios: Vec<ReviewedScenario> = results
                .asked()
                .flat_map(|scenario| {
                    let findings = scenario.findings.iter();
                    let findings = findings.filter(|f| f.requirement == requirement.id);
                    findings.map(|finding| ReviewedScenario {
                        id: scenario.id.clone(),
                        finding: finding.clone(),
                        points: vec![],
                    })
                })
                .collect();
            scenarios.sort_by_key(|s| rank(s.finding.outcome));
            for scenario in &mut scenarios {
                scenario.points = points.take(&scenario.id);
            }
            requirements.push(ReviewedRequirement {
                id: requirement.id.clone(),
                outcome: requirement.outcome,
                because: requirement.because.clone(),
                scenarios,
            });
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

impl Left {
    fn of(questionnaire: &Questionnaire, points: &[(BTreeSet<ScenarioId>, Point)]) -> Self {
        let mut left = Self::default();
        for (_, point) in points {
            match point.kind.is_gap() {
                true => left.gaps += 1,
                false => left.looks += 1,
            }
            left.minutes += match (point.kind, &point.at) {
                (PointKind::Unanswered, Spot::Question(id)) => {
                    match questionnaire.question(id).map(|q| &q.input) {
                        Some(Input::Paragraphs { .. }) => 4,
                        Some(Input::Number { .. }) => 3,
                        _ => 1,
                    }
                }
                (PointKind::Clash, _) => 5,
                (PointKind::Gap, _) => 3,
                // Finding out is an action with a date of its own.
                (PointKind::DontKnow, _) => 0,
                _ => 1,
            };
        }
        left
    }
}

/// The points while they are gathered, each with the scenarios that it concerns.
struct Points<'a> {
    questionnaire: &'a Questionnaire,
    state: &'a Assessment,
    results: &'a Results,
    today: Date,
    found: Vec<(BTreeSet<ScenarioId>, Point)>,
}

impl Points<'_> {
    fn gather(&mut self) {
        self.exemptions();
        self.evidence();
        self.clashes();
        self.unanswered();
        self.unknown();
        self.stale();
    }

    /// Takes out what concerns a scenario, the most pressing first.
    fn take(&mut self, scenario: &ScenarioId) -> Vec<Point> {
        let (here, elsewhere): (Vec<_>, Vec<_>) = std::mem::take(&mut self.found)
            .into_iter()
            .partition(|(scenarios, _)| scenarios.contains(scenario));
        self.found = elsewhere;
        let mut here: Vec<Point> = here.into_iter().map(|(_, point)| point).collect();
        here.sort_by_key(|point| point.kind);
        here
    }

    fn add(&mut self, scenarios: BTreeSet<ScenarioId>, kind: PointKind, says: String, at: Spot) {
        let point = Point { kind, says, at };
        self.found.push((scenarios, point));
    }

    fn of_question(&self, id: &QuestionId) -> BTreeSet<ScenarioId> {
        let scenario = self.questionnaire.scenario_of(id);
        scenario.map(|s| s.id.clone()).into_iter().collect()
    }

    fn exemptions(&mut self) {
        for (id, exemption) in &self.state.exemptions {
            let Some(Standing::NotValid { unmet }) = self.results.exemptions.get(id) else {
                continue;
            };
            let kind = self.questionnaire.exemption_kind(&exemption.kind);
            let name = kind.map_or_else(|| id.to_string(), |kind| exemption.name(kind));
            let mut said = BTreeSet::new();
            for one in unmet {
                if said.insert((&one.field, &one.says)) {
                    self.add(
                        exemption.scenarios.clone(),
                        PointKind::Gap,
                        format!("{id}, {name}: {}", one.says),
                        Spot::Exemption(*id, one.field.clone()),
                    );
                }
            }
        }
    }

    fn evidence(&mut self) {
        for gap in &self.results.gaps {
            if let Gap::FileChanged(id) = gap {
                let title = self.state.scenario_title(self.questionnaire, id);
                self.add(
                    BTreeSet::from([id.clone()]),
                    PointKind::Gap,
                    format!(
                        "{title}: a file that is evidence is not what it was, or not there. Look at \
                         it, and name it anew or drop it."
                    ),
                    Spot::EvidenceOf(id.clone()),
                );
            }
            let (Gap::EvidenceExpired(id) | Gap::EvidenceChanged(id)) = gap else {
                continue;
            };
            let list = self.questionnaire.evidence.as_ref();
            let Some((list, evidence)) = list.zip(self.state.listed.get(id)) else {
                continue;
            };
            let name = list.form.name_of(&evidence.fields);
            let says = match (gap, evidence.expiry(list)) {
                (Gap::EvidenceExpired(_), Some(day)) => {
                    format!(
                        "it held until {}. Replace it, or take it out.",
                        date_words(day)
                    )
                }
                _ => "its file is not what it was, or not there. Look at it, and name it anew."
                    .to_owned(),
            };
            let exemptions = evidence.exemptions.iter();
            let exemptions = exemptions.filter_map(|id| self.state.exemptions.get(id));
            let mut scenarios = evidence.scenarios.clone();
            scenarios.extend(exemptions.flat_map(|e| e.scenarios.iter().cloned()));
            self.add(
                scenarios,
                PointKind::Gap,
                format!("{id}, {name}: {says}"),
                Spot::Evidence(*id),
            );
        }
    }

    fn clashes(&mut self) {
        for (says, questions) in &self.results.clashes {
            let Some(first) = questions.first() else {
                continue;
            };
            let scenarios = questions.iter().flat_map(|id| self.of_question(id));
            self.add(
                scenarios.collect(),
                PointKind::Clash,
                says.clone(),
                Spot::Question(first.clone()),
            );
        }
    }

    fn unanswered(&mut self) {
        let waiting: BTreeSet<QuestionId> = self
            .to_confirm()
            .into_iter()
            .filter_map(|s| match s {
                Subject::Question(id) => Some(id),
                _ => None,
            })
            .collect();
        for gap in &self.results.gaps {
            if let Gap::Unanswered(id) = gap
                && !waiting.contains(id)
            {
                let says = self.questionnaire.in_place(id);
                let at = Spot::Question(id.clone());
                self.add(self.of_question(id), PointKind::Unanswered, says, at);
            }
        }
    }

    fn unknown(&mut self) {
        let (asked, state, results) = (self.questionnaire, self.state, self.results);
        for question in dont_knows(asked, state, results) {
            let mut says = asked.in_place(&question.id);
            let mut actions = state.actions.iter();
            let finds = actions.find(|(_, a)| a.finds_out.as_ref() == Some(&question.id));
            if let Some((id, _)) = finds {
                says = format!("{says} Action {id} is to find out.");
            }
            let at = Spot::Question(question.id.clone());
            self.add(
                self.of_question(&question.id),
                PointKind::DontKnow,
                says,
                at,
            );
        }
    }

    fn to_confirm(&self) -> Vec<Subject> {
        to_confirm(self.questionnaire, self.state, self.results, self.today)
    }

    fn stale(&mut self) {
        for subject in self.to_confirm() {
            let what = subject.words(self.state, self.questionnaire);
            let says = format!("{what} Carried forward, and not confirmed yet.");
            let (scenarios, at) = match subject {
                Subject::Question(id) => (self.of_question(&id), Spot::Question(id)),
                Subject::Note(id) => (BTreeSet::from([id.clone()]), Spot::Note(id)),
                Subject::Evidence(id) => (BTreeSet::from([id.clone()]), Spot::EvidenceOf(id)),
                Subject::Field(id, field) => {
                    let exemption = self.state.exemptions.get(&id);
                    let scenarios = exemption.map(|e| e.scenarios.clone());
                    (
                        scenarios.unwrap_or_default(),
                        Spot::Exemption(id, Some(field)),
                    )
                }
                _ => continue,
            };
            self.add(scenarios, PointKind::Stale, says, at);
        }
        let (asked, state, results) = (self.questionnaire, self.state, self.results);
        for (question, changes) in to_look_at(asked, state, results) {
            let what = asked.in_place(&question.id);
            let says = format!("{what} {}.", changed_words(changes));
            let at = Spot::Question(question.id.clone());
            self.add(self.of_question(&question.id), PointKind::Stale, says, at);
        }
        for (id, exemption) in &state.exemptions {
            let kind = asked.exemption_kind(&exemption.kind);
            let counts = results.exemptions.get(id).is_some_and(Standing::counts);
            let confirmed = kind.and_then(|kind| Some((kind, kind.confirmed.as_ref()?)));
            let Some((kind, field)) = confirmed.filter(|_| counts) else {
                continue;
            };
            let Some(Answer::Date(day)) = exemption.fields.get(field) else {
                continue;
            };
            if day.saturating_add(12.months()) < self.today {
                let (name, on) = (exemption.name(kind), date_words(*day));
                self.add(
                    exemption.scenarios.clone(),
                    PointKind::Stale,
                    format!("{id}, {name}: last confirmed on {on}, more than a year ago."),
                    Spot::Exemption(*id, Some(field.clone())),
                );
            }
        }
    }
}
