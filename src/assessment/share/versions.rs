//! The versions that a copy has to bring along, so that what it says is told as it was asked: where
//! an action or an exemption names something that only an earlier version knows, and where somebody
//! has approved something under one.

use std::sync::Arc;

use super::{Original, Veil};
use crate::assessment::event::Event;
use crate::assessment::exemption::Exemption;
use crate::assessment::migration::Earlier;
use crate::questionnaire::Questionnaire;

/// A version that was in force before the one in force, as a copy brings it along.
#[derive(Debug, Clone, PartialEq)]
pub struct Before {
    /// What was asked.
    pub questionnaire: Arc<Questionnaire>,
    /// What was decided under it: these events follow on it.
    pub events: Vec<Event>,
}

impl Original<'_> {
    /// The earlier versions that the copy needs, the earliest first.
    pub(super) fn before(&self, veil: &Veil) -> Vec<Before> {
        let needed = self.state.earlier.iter().filter(|one| self.needs(one));
        let before = needed.map(|one| Before {
            questionnaire: Arc::clone(&one.questionnaire),
            events: self.decided(one, veil),
        });
        before.collect()
    }

    fn needs(&self, earlier: &Earlier) -> bool {
        let (now, then) = (self.questionnaire, &earlier.questionnaire);
        let mut actions = self.state.actions.values();
        let mut exemptions = self.state.exemptions.values();
        let tells_action = actions.any(|action| {
            let scenario = &action.scenario;
            let tells_scenario =
                now.scenario(scenario).is_none() && then.scenario(scenario).is_some();
            let tells_question = action
                .finds_out
                .as_ref()
                .is_some_and(|id| now.question(id).is_none() && then.question(id).is_some());
            tells_scenario || tells_question
        });
        let tells = |exemption: &Exemption| {
            let (was, is) = (
                then.exemption_kind(&exemption.kind),
                now.exemption_kind(&exemption.kind),
            );
            was.is_some() && is.is_none()
        };
        !earlier.lives.is_empty() || tells_action || exemptions.any(tells)
    }

    /// How far the exemptions of now had come in their lives under an earlier version.
    fn decided(&self, earlier: &Earlier, veil: &Veil) -> Vec<Event> {
        let lives = earlier.lives.iter().filter_map(|(id, life)| {
            let exemption = self.state.exemptions.get(id)?;
            let life = self.life(exemption, life, veil);
            let moved = Event::ExemptionMoved {
                exemption: *id,
                life: Box::new(life),
            };
            Some([Self::scoped(*id, exemption), moved])
        });
        lives.flatten().collect()
    }
}
