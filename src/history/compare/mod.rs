//! What differs between two records that ask one questionnaire, both judged on one day. Everything
//! is matched by its id, so that two versions of the questionnaire can be compared as well.

mod both;
#[cfg(test)]
mod tests;

use serde::Serialize;

use crate::facts::{Assessment, At, ExemptionId};
use crate::questionnaire::{
    LevelId, ObjectiveId, Question, Questionnaire, RequirementId, ScenarioId,
};
use crate::rules::{Outcome, Results, Standing};
use both::{Both, only};

/// One of the two records.
#[derive(Debug, Clone, Copy)]
pub struct OneSide<'a> {
    /// What it asks.
    pub questionnaire: &'a Questionnaire,
    /// What it says.
    pub state: &'a Assessment,
    /// What follows from that.
    pub results: &'a Results,
}

/// Everything that differs.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Comparison {
    /// Outcomes of requirements.
    pub requirements: Vec<Moved<RequirementId>>,
    /// Outcomes of scenarios, for each requirement on which they bear.
    pub scenarios: Vec<Moved<(ScenarioId, RequirementId)>>,
    /// Levels of objectives.
    pub objectives: Vec<Moved<ObjectiveId>>,
    /// Answers, in the order in which they are asked.
    pub answers: Vec<Differs>,
    /// Notes, evidence and files named as evidence, scenario by scenario.
    pub notes: Vec<Differs>,
    pub exemptions: Vec<ExemptionDiffers>,
    pub actions: Vec<Differs>,
    /// Entries of the registers: systems, and pieces of evidence.
    pub registers: Vec<Differs>,
    /// Questions that only the earlier record asks.
    pub only_earlier: Vec<Question>,
    /// Questions that only the later one asks.
    pub only_later: Vec<Question>,
}

/// Something that both records can say, and do not say alike.
#[derive(Debug, Clone, PartialEq)]
pub struct Differs {
    /// What it is.
    pub subject: At,
    /// What it is, in words.
    pub what: String,
    /// What the earlier record says, if it says anything.
    pub from: Option<String>,
    /// What the later one says.
    pub to: Option<String>,
}

/// An exemption that differs, or whether it counts.
#[derive(Debug, Clone, PartialEq)]
pub struct ExemptionDiffers {
    /// Its number.
    pub id: ExemptionId,
    pub name: String,
    /// How it stands in the earlier record; none where that has no such exemption.
    pub from: Option<Standing>,
    /// How it stands in the later one.
    pub to: Option<Standing>,
    /// Its scope, fields and withdrawal, where they differ.
    pub details: Vec<Differs>,
}

/// A result that differs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moved<Id> {
    /// Of what.
    pub id: Id,
    /// Of what, in words.
    pub what: String,
    /// The earlier result; none where it is not asked.
    pub from: Option<Verdict>,
    /// The later one.
    pub to: Option<Verdict>,
    /// Whether that is better.
    pub direction: Direction,
}

/// A result.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// Of a requirement or scenario, or why there is no level.
    Outcome(Outcome),
    /// A level, with its title.
    Level(LevelId, String),
}

/// Whether a result is better than another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Direction {
    /// It is.
    Better,
    Worse,
    /// It is another, and neither: something is not known, not asked, or not applicable.
    Other,
}

impl Verdict {
    /// It in words.
    pub fn words(&self) -> &str {
        match self {
            Self::Outcome(outcome) => outcome.words(),
            Self::Level(_, title) => title,
        }
    }
}

impl Direction {
    /// Every direction, in the order in which they are counted.
    pub const ALL: [Self; 3] = [Self::Better, Self::Worse, Self::Other];

    /// It in a word.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Better => "better",
            Self::Worse => "worse",
            Self::Other => "other",
        }
    }

    /// From one rank to another, where both have one.
    fn between<T: Ord>(from: Option<T>, to: Option<T>) -> Self {
        match from.zip(to) {
            Some((from, to)) if to > from => Self::Better,
            Some((from, to)) if to < from => Self::Worse,
            _ => Self::Other,
        }
    }
}

/// How good an outcome is; none where that cannot be said. What rests on an exemption is met only
/// as long as that counts.
const fn rank(outcome: Outcome) -> Option<u8> {
    match outcome {
        Outcome::Met => Some(3),
        Outcome::MetByExemption => Some(2),
        Outcome::PartlyMet => Some(1),
        Outcome::NotMet => Some(0),
        Outcome::DontKnow | Outcome::NotApplicable | Outcome::NotAnswered | Outcome::NotAsked => {
            None
        }
    }
}

impl Comparison {
    /// What differs between an earlier record and a later one, of one questionnaire.
    pub fn of(earlier: OneSide<'_>, later: OneSide<'_>) -> Self {
        let both = Both { earlier, later };
        let mut found = Self {
            requirements: both.requirements(),
            scenarios: both.scenarios(),
            objectives: both.objectives(),
            only_earlier: only(earlier, later),
            only_later: only(later, earlier),
            ..Self::default()
        };
        let mut details = vec![];
        for differs in both.differences() {
            match differs.subject {
                At::Question(_) => found.answers.push(differs),
                At::Note(_) | At::Evidence(_) | At::File(..) => {
                    found.notes.push(differs);
                }
                At::Coverage(_) | At::Field(..) | At::Life(_) | At::Withdrawal(_) => {
                    details.push(differs)
                }
                At::System(_) | At::Listed(_) => found.registers.push(differs),
                At::Action(_) => found.actions.push(differs),
                // Which versions they ask is said of each record; the rest is its own history.
                At::Version
                | At::CarriedForward
                | At::Merge(_)
                | At::Redaction
                | At::SignOff(_) => {}
            }
        }
        found.exemptions = both.exemptions(&details);
        found
    }

    /// Whether nothing differs.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}
