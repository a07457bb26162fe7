//! What follows from the answers for one scenario, by the questionnaire's rules.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The result of a scenario or of a requirement. There is no score: a number could hide a failed must.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    /// The requirement is met as it stands.
    Met,
    /// Not met as it stands, but a valid exemption covers it.
    MetByExemption,
    /// Met for some of what is in scope.
    PartlyMet,
    /// Not met, and no valid exemption covers it.
    NotMet,
    /// An answer that decides it is "don't know".
    DontKnow,
    /// Does not arise here, for a recorded reason.
    NotApplicable,
    /// An answer that decides it is missing.
    NotAnswered,
    /// Nothing was asked that bears on it, so nobody can say.
    NotAsked,
}

impl Outcome {
    /// Every outcome, in the order in which tables and charts show them.
    pub const ALL: [Self; 8] = [
        Self::Met,
        Self::MetByExemption,
        Self::PartlyMet,
        Self::NotMet,
        Self::DontKnow,
        Self::NotAnswered,
        Self::NotAsked,
        Self::NotApplicable,
    ];

    /// The words for it, in sentence case.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Met => "Met",
            Self::MetByExemption => "By exemption",
            Self::PartlyMet => "Partly met",
            Self::NotMet => "Not met",
            Self::DontKnow => "Don't know",
            Self::NotApplicable => "Not applicable",
            Self::NotAnswered => "Not answered",
            Self::NotAsked => "Not asked",
        }
    }
}
