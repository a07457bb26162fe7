//! Changes of exemptions: what they say and cover, and the steps of their life.

use std::collections::BTreeSet;

use super::accepted::Proposal;
use super::exempted::standing;
use super::format::{Fields, Name};
use super::names::{Thing, unknown};
use super::trial::{Step, Stopped, Trial};
use super::value;
use crate::facts::{Change, Coverage, Exemption, ExemptionId, SystemId, limits};
use crate::questionnaire::{ExemptionKind, Question, RequirementId, ScenarioId};
use crate::rules::{AsAt, LifeStep};

/// What an exemption is to cover; nothing where it stays as it is.
pub(super) struct Scope<'c> {
    requirements: Option<&'c [String]>,
    scenarios: Option<&'c [String]>,
    systems: Option<&'c [Name]>,
}

impl<'c> Scope<'c> {
    pub(super) const fn of(
        requirements: Option<&'c [String]>,
        scenarios: Option<&'c [String]>,
        systems: Option<&'c [Name]>,
    ) -> Self {
        Self {
            requirements,
            scenarios,
            systems,
        }
    }
}

impl<'a> Trial<'a> {
    pub(super) fn approve(&mut self, exemption: &str, fields: &Fields) -> Step {
        if !fields.is_empty() {
            let (id, kind) = self.exemption_to_edit(exemption)?;
            self.may_reset(id, false);
            self.fill_exemption(id, kind, fields)?;
        }
        self.step(exemption, LifeStep::Approve)
    }

    pub(super) fn close(&mut self, exemption: &str, how: &str) -> Step {
        let how = self.fits("how", value::line(how, limits::LINE))?;
        self.step(exemption, LifeStep::Close { how })
    }

    pub(super) fn withdraw(&mut self, exemption: &str, reason: &str) -> Step {
        let reason = self.fits("reason", value::line(reason, limits::LINE))?;
        self.step(exemption, LifeStep::Withdraw { reason })
    }

    pub(super) fn add_exemption(
        &mut self,
        name: Option<&str>,
        kind: &str,
        scope: &Scope<'_>,
        fields: &Fields,
    ) -> Step {
        let kinds = &self.on.asked.exemptions;
        let Some(kind) = kinds.iter().find(|k| k.id.as_str() == kind) else {
            self.is_missing(name);
            let all = kinds.iter().map(|k| k.id.as_str());
            return Err(self.wrong("kind", unknown("kind of exemption", kind, all)));
        };
        let id = self.used.next_exemption(&self.state);
        let named = self.name(Thing::Exemption, name, id.0);
        self.about(id);
        let blank = Exemption::blank(kind.id.clone()).coverage();
        let covers = self.covers(kind, blank.clone(), scope);
        let begun = covers.and_then(|mut covers| {
            if scope.requirements.is_none() {
                covers.requirements = self.lacking(kind, &covers.scenarios);
            }
            self.propose(Change::Coverage(id, covers), "")
        });
        // Where something is wrong, what follows is still looked at, as if it were there.
        if begun.is_err() {
            self.suppose(Change::Coverage(id, blank));
        }
        self.may_reset(id, true);
        let filled = self.fill_exemption(id, kind, fields);
        begun.and(named).and(filled)
    }

    pub(super) fn edit_exemption(
        &mut self,
        given: &str,
        scope: &Scope<'_>,
        fields: &Fields,
        reset: bool,
    ) -> Step {
        let (id, kind) = self.exemption_to_edit(given)?;
        self.may_reset(id, reset);
        let now = self.state.exemptions.get(&id).map(Exemption::coverage);
        let covered = now.map_or(Ok(()), |now| {
            let covers = self.covers(kind, now, scope)?;
            self.propose(Change::Coverage(id, covers), "")
        });
        let filled = self.fill_exemption(id, kind, fields);
        covered.and(filled)
    }

    /// Fills in fields.
    fn fill_exemption(
        &mut self,
        id: ExemptionId,
        kind: &'a ExemptionKind,
        fields: &Fields,
    ) -> Step {
        let questions: Vec<&Question> = kind.questions().collect();
        let (answers, mut done) = self.answers(&questions, fields);
        for (question, answer) in answers {
            done = self
                .propose(Change::Field(id, question, answer), "")
                .and(done);
        }
        done
    }

    /// What an exemption is to cover.
    fn covers(&mut self, kind: &ExemptionKind, now: Coverage, scope: &Scope<'_>) -> Step<Coverage> {
        let requirements = match scope.requirements {
            Some(given) => self.requirements(kind, given, &now.requirements),
            None => Ok(now.requirements),
        };
        let scenarios = match scope.scenarios {
            Some(given) => self.all_scenarios(given, &now.scenarios),
            None => Ok(now.scenarios),
        };
        let systems = match scope.systems {
            Some(given) => {
                self.all_named::<SystemId>(Thing::System, given, "systems", &now.systems)
            }
            None => Ok(now.systems),
        };
        Ok(Coverage {
            kind: now.kind,
            requirements: requirements?,
            scenarios: scenarios?,
            systems: systems?,
        })
    }

    fn requirements(
        &mut self,
        kind: &ExemptionKind,
        given: &[String],
        now: &BTreeSet<RequirementId>,
    ) -> Step<BTreeSet<RequirementId>> {
        let found: Vec<Step<RequirementId>> = (0..)
            .zip(given)
            .map(|(number, id): (usize, _)| {
                let known = self.on.asked.requirements.iter().map(|r| &r.id);
                if let Some(known) = known.chain(now).find(|known| known.as_str() == id) {
                    return Ok(known.clone());
                }
                let what = format!("requirement that the kind {} serves called", kind.id);
                let all = kind.requirements.iter().map(RequirementId::as_str);
                let says = unknown(&what, id, all);
                Err(self.wrong(&format!("requirements[{number}]"), says))
            })
            .collect();
        found.into_iter().collect()
    }

    /// Scenarios of the questionnaire. What stands there now may stay, also where it is gone.
    pub(super) fn all_scenarios(
        &mut self,
        given: &[String],
        now: &BTreeSet<ScenarioId>,
    ) -> Step<BTreeSet<ScenarioId>> {
        let found: Vec<Step<ScenarioId>> = (0..)
            .zip(given)
            .map(|(number, id): (usize, &String)| {
                if let Some(stays) = now.iter().find(|now| now.as_str() == id) {
                    return Ok(stays.clone());
                }
                let scenario = self.scenario(id, &format!("scenarios[{number}]"))?;
                Ok(scenario.id.clone())
            })
            .collect();
        found.into_iter().collect()
    }

    /// What scenarios lack and a kind can cover, as the wizard suggests it.
    fn lacking(
        &mut self,
        kind: &ExemptionKind,
        scenarios: &BTreeSet<ScenarioId>,
    ) -> BTreeSet<RequirementId> {
        let (asked, today) = (self.on.asked, self.on.today);
        let findings = self.counting.findings(asked, &self.state, scenarios, today);
        let findings = findings.into_iter();
        let findings = findings.filter(|finding| finding.can_be_covered_by(kind));
        findings.map(|finding| finding.requirement).collect()
    }

    /// An exemption that can still be changed, with its kind.
    pub(super) fn exemption_to_edit(
        &mut self,
        given: &str,
    ) -> Step<(ExemptionId, &'a ExemptionKind)> {
        let id: ExemptionId = self.named(Thing::Exemption, given, "exemption")?;
        self.about(id);
        let on = AsAt {
            state: &self.state,
            ..self.on
        };
        let kind = standing(on, id).map(|(exemption, _)| exemption.kind.clone());
        let kind = self.fits("exemption", kind.map_err(|rule| value::sentence(&rule)))?;
        let kind = self.on.asked.exemption_kind(&kind);
        kind.map(|kind| (id, kind)).ok_or(Stopped)
    }

    pub(super) fn step(&mut self, given: &str, step: LifeStep) -> Step {
        let id: ExemptionId = self.named(Thing::Exemption, given, "exemption")?;
        self.about(id);
        // Once what it says is right, the step may be too.
        let told = self.told();
        let taken = self.propose(Proposal::Step(id, step), "exemption");
        if taken.is_err() && self.is_unsure(id) {
            self.untell(told);
        }
        taken
    }
}
