//! Ways of looking at the result. A view judges by requirements, by objectives of its own, or by
//! both; no two views are ever blended.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::condition::Condition;
use super::id::{IndicatorId, LevelId, ObjectiveId, RequirementId, ViewId};
use super::provenance::Provenance;

/// One way of looking at the result.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct View {
    /// Names the view.
    pub id: ViewId,
    /// Its title, for example "NHS England policy".
    pub title: String,
    /// What it shows, in a sentence or two.
    pub about: String,
    /// What it judges by indicators; the requirements name their view themselves.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub objectives: Vec<Objective>,
}

/// Something that is judged by indicators, on a scale of its own. No exemption changes it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Objective {
    /// Names the objective, for example `B2.a`.
    pub id: ObjectiveId,
    /// A few words for tables.
    pub title: String,
    /// What it is about, in the questionnaire's own words.
    pub text: String,
    /// What this wording rests on.
    pub from: Provenance,
    /// The lowest level: one of its indicators is enough, and it holds where no other level does.
    pub lowest: Level,
    /// The levels above it, upwards: each is reached when all of its indicators hold.
    pub levels: Vec<Level>,
}

/// A step of an objective's scale.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Level {
    /// Names the level within its objective, for example `achieved`.
    pub id: LevelId,
    /// The level in words, for example "Partially achieved".
    pub title: String,
    /// What shows that it is reached.
    pub indicators: Vec<Indicator>,
}

/// A statement about the organisation that the answers show to be true or false.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Indicator {
    /// Names the indicator within its objective.
    pub id: IndicatorId,
    /// The statement, in the questionnaire's own words.
    pub text: String,
    /// When it holds. Left out of a statement that the framework has and this questionnaire does not
    /// ask about: its level is then never said to be reached.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub holds_when: Option<Condition>,
    /// When anything was asked about it; when left out, as soon as one of the questions that it reads
    /// is asked and applies.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub asked_when: Option<Condition>,
    /// What it rests on.
    pub from: Provenance,
}

/// A requirement and an objective of another view that look at much the same, and can differ.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Contrast {
    /// The requirement.
    pub requirement: RequirementId,
    /// The objective.
    pub objective: ObjectiveId,
    /// The level of the objective that counts as meeting it here.
    pub level: LevelId,
    /// Why only the requirement can be met, as a sentence.
    pub requirement_only: String,
    /// Why only the objective can be met, as a sentence.
    pub objective_only: String,
    /// What this rests on.
    pub from: Provenance,
}

impl Objective {
    /// Every level, upwards, the lowest first.
    pub fn scale(&self) -> impl Iterator<Item = &Level> {
        std::iter::once(&self.lowest).chain(&self.levels)
    }

    /// The title of a level, with how many of its indicators it takes.
    pub fn takes(&self, level: &Level) -> String {
        if level.id == self.lowest.id {
            format!("{}: one of these is enough", level.title)
        } else {
            format!("{}: all of these are needed", level.title)
        }
    }

    /// The level with this id.
    pub fn level(&self, id: &LevelId) -> Option<&Level> {
        self.scale().find(|level| level.id == *id)
    }
}
