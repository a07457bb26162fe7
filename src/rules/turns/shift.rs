//! An outcome that is another than before.

use std::collections::BTreeSet;

use jiff::civil::Date;

use super::days::behind;
use crate::facts::{Assessment, ExemptionId};
use crate::questionnaire::{ObjectiveId, QuestionId, Questionnaire, RequirementId, ScenarioId};
use crate::rules::judge::Outcomes;
use crate::rules::objective::Reached;
use crate::rules::outcome::Outcome;
use crate::rules::results::Finding;
use crate::text::listed;

/// An outcome that is another by date alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shift {
    /// What has this outcome.
    pub of: ShiftOf,
    /// What it came to before.
    pub from: Came,
    /// What it comes to then.
    pub to: Came,
    /// The exemptions that begin or cease to count, and that it rested on or rests on then.
    pub exemptions: Vec<ExemptionId>,
    /// The questions whose dates have turned it.
    pub dates: Vec<QuestionId>,
}

/// What has an outcome.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum ShiftOf {
    Finding(ScenarioId, RequirementId),
    /// A requirement as a whole.
    Requirement(RequirementId),
    /// An objective of a view.
    Objective(ObjectiveId),
}

/// What it comes to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Came {
    /// An outcome; not asked where its scenario is not.
    To(Outcome),
    /// A level, or none yet.
    Level(Reached),
}

impl Shift {
    /// It in words: "Remote access by VPN (R1) goes from met to partly met".
    pub fn words(&self, asked: &Questionnaire) -> String {
        let (from, to) = self.both_ends(asked);
        format!("{} goes from {from} to {to}", self.of.words(asked))
    }

    fn both_ends(&self, asked: &Questionnaire) -> (String, String) {
        (self.came(&self.from, asked), self.came(&self.to, asked))
    }

    /// Whether the same happens to another scenario, for the same requirement.
    fn is_like(&self, other: &Self) -> bool {
        let same =
            if let (ShiftOf::Finding(_, one), ShiftOf::Finding(_, other)) = (&self.of, &other.of) {
                one == other
            } else {
                false
            };
        same && (&self.from, &self.to) == (&other.from, &other.to)
    }

    fn came(&self, came: &Came, asked: &Questionnaire) -> String {
        match (came, &self.of) {
            (Came::To(Outcome::MetByExemption), _) => "covered by an exemption".to_owned(),
            (Came::To(outcome), _) => outcome.words().to_lowercase(),
            (Came::Level(reached @ Reached::Level(_)), ShiftOf::Objective(id)) => {
                let title = asked.objective(id).map_or("", |o| reached.words(o));
                format!("“{title}”")
            }
            (Came::Level(reached), ShiftOf::Objective(id)) => {
                let words = asked.objective(id).map_or("", |o| reached.words(o));
                words.to_lowercase()
            }
            (Came::Level(_), ShiftOf::Finding(..) | ShiftOf::Requirement(_)) => String::new(),
        }
    }
}

impl ShiftOf {
    /// What it is called, as the subject of a sentence.
    fn words(&self, asked: &Questionnaire) -> String {
        let title = self.title(asked);
        match self {
            Self::Finding(_, requirement) => format!("{title} ({requirement})"),
            Self::Requirement(_) => format!("{title} as a whole"),
            Self::Objective(_) => title.to_owned(),
        }
    }

    fn title<'a>(&'a self, asked: &'a Questionnaire) -> &'a str {
        match self {
            Self::Finding(id, _) => asked.scenario(id).map_or(id.as_str(), |s| &s.title),
            Self::Requirement(id) => id.as_str(),
            Self::Objective(id) => id.as_str(),
        }
    }
}

/// All of it in one sentence. Scenarios to which the same happens are told together.
pub(super) fn shift_words(shifts: &[Shift], asked: &Questionnaire) -> String {
    let mut alike: Vec<(&Shift, Vec<&str>)> = vec![];
    for shift in shifts {
        let title = shift.of.title(asked);
        match alike.iter_mut().find(|(first, _)| first.is_like(shift)) {
            Some((_, titles)) => titles.push(title),
            None => alike.push((shift, vec![title])),
        }
    }
    let words = alike.into_iter().map(|(first, titles)| {
        if let ShiftOf::Finding(_, requirement) = &first.of
            && titles.len() > 1
        {
            let titles = listed(&titles);
            let (from, to) = first.both_ends(asked);
            format!("{titles} ({requirement}) go from {from} to {to}")
        } else {
            first.words(asked)
        }
    });
    let words: Vec<String> = words.collect();
    format!("{}.", words.join("; "))
}

/// What is another than before, after a day and up to another, given the exemptions that have begun or
/// ceased to count.
pub(super) fn shifts(
    asked: &Questionnaire,
    state: &Assessment,
    (before, now): (&Outcomes, &Outcomes),
    flipped: &BTreeSet<ExemptionId>,
    span: (Date, Date),
) -> Vec<Shift> {
    let scenarios = asked.scenarios();
    let assessed = scenarios.flat_map(|s| s.assess.iter().map(|a| (&s.id, &a.requirement)));
    let findings = assessed.filter_map(|(scenario, requirement)| {
        let of = ShiftOf::Finding(scenario.clone(), requirement.clone());
        let both = [before, now].map(|outcomes| finding(outcomes, scenario, requirement));
        let [from, to] = both.map(|found| found.map_or(Outcome::NotAsked, |f| f.outcome));
        let resting = both.into_iter().flatten().flat_map(|f| &f.exemptions);
        let resting: BTreeSet<ExemptionId> = resting.copied().collect();
        (from != to).then(|| Shift {
            from: Came::To(from),
            to: Came::To(to),
            exemptions: resting.intersection(flipped).copied().collect(),
            dates: behind(asked, state, &of, span),
            of,
        })
    });
    let mut found: Vec<Shift> = findings.collect();
    let requirements = before.requirements.iter().zip(&now.requirements);
    let requirements = requirements.filter(|(was, is)| was.outcome != is.outcome);
    let requirements: Vec<Shift> = requirements
        .map(|(was, is)| of_requirement(&is.id, (was.outcome, is.outcome), &found))
        .collect();
    found.extend(requirements);
    let objectives = before.objectives.iter().zip(&now.objectives);
    let objectives = objectives.filter(|(was, is)| was.reached != is.reached);
    found.extend(objectives.map(|(was, is)| {
        let of = ShiftOf::Objective(is.id.clone());
        Shift {
            from: Came::Level(was.reached.clone()),
            to: Came::Level(is.reached.clone()),
            exemptions: vec![],
            dates: behind(asked, state, &of, span),
            of,
        }
    }));
    found
}

/// A requirement is another for the reasons of its scenarios.
fn of_requirement(id: &RequirementId, (from, to): (Outcome, Outcome), findings: &[Shift]) -> Shift {
    let own = |shift: &&Shift| matches!(&shift.of, ShiftOf::Finding(_, of) if of == id);
    let own: Vec<&Shift> = findings.iter().filter(own).collect();
    let exemptions: BTreeSet<ExemptionId> =
        own.iter().flat_map(|s| &s.exemptions).copied().collect();
    let dates: BTreeSet<QuestionId> = own.iter().flat_map(|s| s.dates.clone()).collect();
    Shift {
        of: ShiftOf::Requirement(id.clone()),
        from: Came::To(from),
        to: Came::To(to),
        exemptions: exemptions.into_iter().collect(),
        dates: dates.into_iter().collect(),
    }
}

fn finding<'a>(
    outcomes: &'a Outcomes,
    scenario: &ScenarioId,
    requirement: &RequirementId,
) -> Option<&'a Finding> {
    let scenario = outcomes.scenarios.iter().find(|s| s.id == *scenario)?;
    let mut findings = scenario.findings.iter();
    findings.find(|finding| finding.requirement == *requirement)
}
