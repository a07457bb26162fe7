//! A record as it stands on a day: what all that looks at one is given.

use jiff::civil::Date;

use super::evaluate::{Sheet, Truth};
use crate::facts::{Assessment, ExemptionId, Logged};
use crate::questionnaire::{ExemptionKind, Questionnaire, Scenario};

/// A record on one day.
#[derive(Debug, Clone, Copy)]
pub struct AsAt<'a> {
    /// What it asks.
    pub asked: &'a Questionnaire,
    /// Its entries; none for what is not begun yet.
    pub entries: &'a [Logged],
    /// What they come to.
    pub state: &'a Assessment,
    pub today: Date,
}

impl<'a> AsAt<'a> {
    /// What has no entry yet.
    pub const fn unbegun(asked: &'a Questionnaire, state: &'a Assessment, today: Date) -> Self {
        Self {
            asked,
            entries: &[],
            state,
            today,
        }
    }

    /// The answers of the organisation and of all scenarios.
    pub(crate) fn sheet(&self) -> Sheet<'a> {
        Sheet::of_questionnaire(self.asked, &self.state.answers, self.today)
    }

    /// Whether a scenario is asked.
    pub(crate) fn asks(&self, scenario: &Scenario) -> bool {
        let applies_when = scenario.applies_when.as_ref();
        applies_when.is_none_or(|when| self.sheet().truth(when) == Truth::Yes)
    }

    /// The kind of an exemption, where both are there.
    pub(crate) fn kind_of(&self, id: ExemptionId) -> Option<&'a ExemptionKind> {
        let exemption = self.state.exemptions.get(&id)?;
        self.asked.exemption_kind(&exemption.kind)
    }
}
