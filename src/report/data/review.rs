//! The review as data.

use schemars::JsonSchema;
use serde::Serialize;

use crate::questionnaire::{RequirementId, ScenarioId};
use crate::rules;
use crate::rules::Review;

/// What somebody has to look at before a sign-off.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Reviewed {
    /// How many points stand before a sign-off that is not of a draft.
    gaps: usize,
    /// How many more are worth a look.
    looks: usize,
    /// How many minutes all of it is likely to take.
    minutes: u32,
    /// The same in words.
    words: String,
    /// The requirements, the one to look at first before the others.
    requirements: Vec<ReviewedRequirement>,
    /// The points that belong to no scenario which bears on a requirement.
    others: Vec<Point>,
}

/// What is to be seen of a requirement.
#[derive(Debug, Serialize, JsonSchema)]
struct ReviewedRequirement {
    id: RequirementId,
    /// The scenarios that bear on it, the most pressing first. What follows from each stands in
    /// `scenarios` of the record.
    scenarios: Vec<ReviewedScenario>,
}

/// What is to be seen of a scenario; each point stands under the first requirement that it concerns.
#[derive(Debug, Serialize, JsonSchema)]
struct ReviewedScenario {
    id: ScenarioId,
    points: Vec<Point>,
}

/// Something to look at.
#[derive(Debug, Serialize, JsonSchema)]
struct Point {
    /// What kind of thing it is, in words.
    kind: &'static str,
    /// Whether it stands before a sign-off that is not of a draft.
    gap: bool,
    /// What is wrong or open.
    says: String,
}

/// The review.
pub(super) fn reviewed(review: Review) -> Reviewed {
    let point = |point: rules::Point| Point {
        kind: point.kind.words(),
        gap: point.kind.is_gap(),
        says: point.says,
    };
    let points = |points: Vec<rules::Point>| points.into_iter().map(point).collect();
    let requirements = review.requirements.into_iter().map(|reviewed| {
        let scenarios = reviewed.scenarios.into_iter();
        ReviewedRequirement {
            id: reviewed.id,
            scenarios: scenarios
                .map(|scenario| ReviewedScenario {
                    id: scenario.id,
                    points: points(scenario.points),
                })
                .collect(),
        }
    });
    Reviewed {
        gaps: review.left.gaps,
        looks: review.left.looks,
        minutes: review.left.minutes,
        words: review.left.words(),
        requirements: requirements.collect(),
        others: points(review.others),
    }
}
