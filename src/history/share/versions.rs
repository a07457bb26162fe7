//! The versions that a copy has to bring along, so that what it says is told as it was asked: where
//! an action or an exemption names something that only an earlier version knows, and where somebody
//! has approved something under one.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::{Original, Veil};
use crate::facts::{Change, Earlier, Event, ExemptionId, Life};
use crate::questionnaire::Questionnaire;

/// A version that was in force before the one in force, as a copy brings it along.
#[derive(Debug, Clone, PartialEq)]
pub struct Before {
    /// What was asked.
    pub questionnaire: Arc<Questionnaire>,
    /// What was decided under it: these events follow on it.
    pub events: Vec<Event>,
}

/// How far the exemptions have come in what a copy has told so far.
pub(super) type Lives = BTreeMap<ExemptionId, Life>;

impl Original<'_> {
    /// The earlier versions that the copy needs, the earliest first, and how far the exemptions have
    /// come in them.
    pub(super) fn before(&self, veil: &Veil) -> (Vec<Before>, Lives) {
        let (mut before, mut lives) = (vec![], Lives::new());
        for one in &self.state.earlier {
            let events = self.decided(one, veil, &mut lives);
            if !events.is_empty() || self.needs(one) {
                before.push(Before {
                    questionnaire: Arc::clone(&one.questionnaire),
                    events,
                });
            }
        }
        (before, lives)
    }

    fn needs(&self, earlier: &Earlier) -> bool {
        let is_gone = |knows: &dyn Fn(&Questionnaire) -> bool| {
            knows(&earlier.questionnaire) && !knows(self.questionnaire)
        };
        let mut actions = self.state.actions.values();
        let mut exemptions = self.state.exemptions.values();
        actions.any(|action| {
            let mut finds_out = action.finds_out.iter();
            is_gone(&|asked| asked.scenario(&action.scenario).is_some())
                || finds_out.any(|id| is_gone(&|asked| asked.question(id).is_some()))
        }) || exemptions.any(|e| is_gone(&|asked| asked.exemption_kind(&e.kind).is_some()))
    }

    /// The steps that the exemptions of now have taken under an earlier version.
    fn decided(&self, earlier: &Earlier, veil: &Veil, told: &mut Lives) -> Vec<Event> {
        let mut events = vec![];
        for (id, life) in &earlier.lives {
            let Some(exemption) = self.state.exemptions.get(id) else {
                continue;
            };
            match told.insert(*id, life.clone()) {
                Some(before) if before == *life => continue,
                Some(_) => {}
                None => events.push(Event::Changed(Change::Coverage(*id, exemption.coverage()))),
            }
            events.push(Event::Changed(Change::Life(
                *id,
                Box::new(self.life(exemption, life, veil)),
            )));
        }
        events
    }
}
