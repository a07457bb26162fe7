//! Where an exemption is in its life on a day.

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Serialize;

use super::standing::{Standing, Unmet};
use crate::facts::{Answer, Exemption};
use crate::questionnaire::{ExemptionKind, QuestionId};

/// Where an exemption is in its life on a given day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Phase {
    /// Somebody is writing it, or it was changed after its approval.
    Draft,
    /// It was put to those who approve, as it reads now.
    Submitted,
    /// It is approved as it reads now; one that needs no approval is confirmed.
    Approved,
    /// It is approved or confirmed, and its review was missed, or what it rests on is too old.
    DueForReview,
    /// It was approved, and its last day is past.
    Expired,
    /// It was withdrawn.
    Withdrawn,
    /// What it exempted is enforced now.
    Closed,
}

impl Phase {
    /// All of them, in the order of a life.
    pub const ALL: [Self; 7] = [
        Self::Draft,
        Self::Submitted,
        Self::Approved,
        Self::DueForReview,
        Self::Expired,
        Self::Withdrawn,
        Self::Closed,
    ];

    /// It in a word or two.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Submitted => "submitted",
            Self::Approved => "approved",
            Self::DueForReview => "due for review",
            Self::Expired => "expired",
            Self::Withdrawn => "withdrawn",
            Self::Closed => "closed",
        }
    }

    /// The same, where a kind needs no approval: what others call approved is confirmed there.
    pub const fn words_for(self, kind: &ExemptionKind) -> &'static str {
        if matches!(self, Self::Approved) && kind.approval.is_none() {
            "confirmed"
        } else {
            self.words()
        }
    }
}

impl Exemption {
    /// Where it is in its life on this day, as it stands then.
    pub fn phase(&self, kind: &ExemptionKind, standing: &Standing, today: Date) -> Phase {
        let in_force = self.in_force(kind);
        let is_past = |id: &Option<QuestionId>| {
            let day = id.as_ref().and_then(|id| in_force.fields.get(id));
            matches!(day, Some(Answer::Date(day)) if *day < today)
        };
        let aged = in_force.aged(kind, today);
        let approval = kind.approval.as_ref().map(|approval| &approval.condition);
        // No field puts right that a system was replaced by another: only a new decision does.
        let is_aged = |unmet: &Unmet| match &unmet.field {
            Some(id) => aged.contains(id),
            None => unmet.condition.is_some() && unmet.condition.as_ref() == approval,
        };
        let (is_stale, is_nothing_else) = if let Standing::NotValid { unmet } = standing {
            (unmet.iter().any(is_aged), unmet.iter().all(is_aged))
        } else {
            (false, false)
        };
        let is_due = is_past(&kind.review) || is_stale;
        let is_decided = match kind.approval {
            Some(_) => self.is_approved(kind),
            None => {
                let is_past = is_past(&kind.expiry) || is_past(&kind.review);
                standing.counts() || is_past || is_nothing_else
            }
        };
        match standing {
            Standing::Withdrawn { .. } => Phase::Withdrawn,
            Standing::Closed { .. } => Phase::Closed,
            _ if is_decided && is_past(&kind.expiry) => Phase::Expired,
            _ if is_decided && is_due => Phase::DueForReview,
            _ if is_decided => Phase::Approved,
            _ if self.is_submitted(kind) => Phase::Submitted,
            Standing::Valid { .. } | Standing::NotValid { .. } => Phase::Draft,
        }
    }
}
