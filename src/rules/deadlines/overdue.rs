//! What has run out: actions, exemptions, evidence. It is said before anything else.

use jiff::civil::Date;

use crate::facts::{ActionId, Assessment, EvidenceId, ExemptionId, Gap};
use crate::rules::phase::Phase;
use crate::rules::results::Results;
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
        let evidence = results.gaps.iter().filter_map(|gap| {
            if let Gap::EvidenceExpired(id) = gap {
                Some(*id)
            } else {
                None
            }
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

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::facts::{Action, Answer, Due, Evidence, Exemption, Progress};
    use crate::questionnaire::built_in;

    #[test]
    fn dates_alone_let_things_run_out_on_the_day_after() {
        let asked = built_in().unwrap();
        let last = date(2026, 11, 24);
        let mut state = Assessment::default();
        let action = Action {
            due: Due::On(last),
            ..Action::blank("vpn".try_into().unwrap())
        };
        let done = Action {
            progress: Progress::Done,
            ..action.clone()
        };
        state.actions = [(ActionId(1), action), (ActionId(2), done)].into();
        let expiry = asked.evidence.as_ref().unwrap().expiry.clone().unwrap();
        let evidence = Evidence {
            fields: [(expiry, Answer::Date(last))].into(),
            ..Evidence::default()
        };
        state.listed.insert(EvidenceId(1), evidence);
        let id = "REASON".try_into().unwrap();
        let kind = asked.exemption_kind(&id).unwrap();
        let mut exemption = Exemption::blank(id);
        let review = kind.review.clone().unwrap();
        exemption.fields.insert(review, Answer::Date(last));
        let relied = exemption.relied(kind);
        exemption.life.approvals.push(relied);
        state.exemptions.insert(ExemptionId(1), exemption);
        let on = |day| Overdue::of(&state, &Results::of(&asked, &state, day), day);
        assert!(on(last).is_empty());
        assert_eq!(on(last).actions_words(), "");
        let after = on(last.tomorrow().unwrap());
        assert_eq!(after.actions, [ActionId(1)]);
        assert_eq!(after.exemptions, [ExemptionId(1)]);
        assert_eq!(after.evidence, [EvidenceId(1)]);
        assert_eq!(after.actions_words(), "1 action overdue");
        assert_eq!(
            after.exemptions_words(),
            "1 exemption expired or due for review"
        );
        assert_eq!(after.evidence_words(), "1 piece of evidence out of date");
    }
}
