//! The exemptions that count while changes are tried. Whether one does is worked out when it has
//! changed, and not again for each change of another.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use crate::facts::{Assessment, At, Event, Exemption, ExemptionId};
use crate::questionnaire::{Questionnaire, ScenarioId};
use crate::rules::{Finding, Judge, Sheet, Standing};

/// What counts, as far as it is known.
#[derive(Debug, Default)]
pub(super) struct Counting {
    in_force: BTreeMap<ExemptionId, Cow<'static, Exemption>>,
    standings: BTreeMap<ExemptionId, Standing>,
    /// What has changed since.
    stale: BTreeSet<ExemptionId>,
    /// How often one was worked out.
    #[cfg(test)]
    pub judged: usize,
}

impl Counting {
    /// Of a record of which nothing is known yet.
    pub(super) fn of(state: &Assessment) -> Self {
        Self {
            stale: state.exemptions.keys().copied().collect(),
            ..Self::default()
        }
    }

    /// Takes note of an event that has happened to the record.
    pub(super) fn note(&mut self, state: &Assessment, event: &Event) {
        match event {
            Event::Changed(change) => {
                let at = change.at();
                self.stale.extend(at.exemption());
                // What was approved for one system does not count for another under its number.
                if let At::System(system) = at {
                    let relied = state.relied_systems.iter();
                    let on_it = relied.filter(|(_, systems)| systems.contains_key(&system));
                    self.stale.extend(on_it.map(|(id, _)| *id));
                }
            }
            Event::CarriedForward(_)
            | Event::Created { .. }
            | Event::Merged(_)
            | Event::Migrated { .. }
            | Event::Redacted(_)
            | Event::Redone { .. }
            | Event::Undone { .. } => self.stale.extend(state.exemptions.keys()),
            Event::SignedOff(_) => {}
        }
    }

    /// What these scenarios come to. Exemptions that do not count change nothing in that.
    pub(super) fn findings(
        &mut self,
        asked: &Questionnaire,
        state: &Assessment,
        scenarios: &BTreeSet<ScenarioId>,
        today: Date,
    ) -> Vec<Finding> {
        for id in std::mem::take(&mut self.stale) {
            self.judge_anew(asked, state, id, today);
        }
        let sheet = Sheet::of_questionnaire(asked, &state.answers, today);
        let judge = Judge {
            asked,
            state,
            in_force: &self.in_force,
            sheet: &sheet,
            standings: &self.standings,
        };
        let covered = asked.scenarios().filter(|s| scenarios.contains(&s.id));
        covered
            .flat_map(|scenario| judge.scenario(scenario).findings)
            .collect()
    }

    fn judge_anew(
        &mut self,
        asked: &Questionnaire,
        state: &Assessment,
        id: ExemptionId,
        today: Date,
    ) {
        #[cfg(test)]
        {
            self.judged += 1;
        }
        self.in_force.remove(&id);
        self.standings.remove(&id);
        let exemption = state.exemptions.get(&id);
        let kind = exemption.and_then(|e| asked.exemption_kind(&e.kind));
        let standing = state.standing(asked, id, today);
        let counting = standing.filter(Standing::counts);
        if let (Some((exemption, kind)), Some(standing)) = (exemption.zip(kind), counting) {
            let current = exemption.in_force(kind).into_owned();
            self.in_force.insert(id, Cow::Owned(current));
            self.standings.insert(id, standing);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::{Change, Coverage};
    use crate::questionnaire::built_in;

    #[test]
    fn an_exemption_is_judged_once_for_each_time_that_it_changes() {
        let (asked, today) = (built_in().unwrap(), jiff::civil::date(2026, 11, 24));
        let scenarios = BTreeSet::from(["vpn".try_into().unwrap()]);
        let kind = &asked.exemptions[0];
        let mut state = Assessment::default();
        let mut counting = Counting::of(&state);
        for number in 1..=100 {
            let event = Event::Changed(Change::Coverage(
                ExemptionId(number),
                Coverage {
                    kind: kind.id.clone(),
                    requirements: BTreeSet::new(),
                    scenarios: scenarios.clone(),
                    systems: BTreeSet::new(),
                },
            ));
            counting.findings(&asked, &state, &scenarios, today);
            state.apply(number.into(), &event).unwrap();
            counting.note(&state, &event);
        }
        counting.findings(&asked, &state, &scenarios, today);
        assert_eq!(counting.judged, 100);
    }
}
