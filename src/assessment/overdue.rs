//! What has run out: actions, exemptions, evidence. It is said before anything else.

use jiff::civil::Date;

use super::event::{ActionId, EvidenceId, ExemptionId};
use super::life::Phase;
use super::results::{Gap, Results};
use super::state::Assessment;
use crate::text::counted;

/// What has run out on a day, each in the order of its numbers.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Overdue {
    /// Actions whose last day is past, and that are not done.
    pub actions: Vec<ActionId>,
    /// Exemptions whose last day is past, or whose review was missed.
    pub exemptions: Vec<ExemptionId>,
    /// Evidence whose last day is past.
    pub evidence: Vec<EvidenceId>,
}

impl Overdue {
    /// What has run out on this day, on which the results hold as well.
    pub fn of(state: &Assessment, results: &Results, today: Date) -> Self {
        let actions = state.actions.iter();
        let actions = actions.filter(|(_, action)| action.is_overdue(today));
        let lapsed = |phase: Phase| matches!(phase, Phase::Expired | Phase::DueForReview);
        let exemptions = results.phases.iter();
        let exemptions = exemptions.filter(|(_, phase)| lapsed(**phase));
        let evidence = results.gaps.iter().filter_map(|gap| match gap {
            Gap::EvidenceExpired(id) => Some(*id),
            _ => None,
        });
        Self {
            actions: actions.map(|(id, _)| *id).collect(),
            exemptions: exemptions.map(|(id, _)| *id).collect(),
            evidence: evidence.collect(),
        }
    }

    /// Whether there is nothing.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Overdue actions in words; empty where there are none.
    pub fn actions_words(&self) -> String {
        said(self.actions.len(), "action", "overdue")
    }

    /// Exemptions that have run out in words; empty where there are none.
    pub fn exemptions_words(&self) -> String {
        said(
            self.exemptions.len(),
            "exemption",
            "expired or due for review",
        )
    }

    /// Evidence that has run out in words; empty where there is none.
    pub fn evidence_words(&self) -> String {
        said(self.evidence.len(), "piece", "of evidence out of date")
    }
}

fn said(count: usize, noun: &str, what: &str) -> String {
    match count {
        0 => String::new(),
        count => format!("{} {what}", counted(count, noun)),
    }
}
