//! Changes of exemptions: what they say and cover, and the steps of their life.

use std::collections::BTreeSet;

use super::format::{Fields, Name};
use super::names::{Thing, unknown};
use super::trial::{Step, Stopped, Trial};
use super::value;
use crate::facts::{Answer, Change, Event, Exemption, ExemptionId, SystemId, limits};
use crate::questionnaire::{
    ExemptionKind, ExemptionKindId, Question, QuestionId, RequirementId, ScenarioId,
};
use crate::rules::{LifeStep, Sheet};

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
            self.fill_exemption(id, kind, fields, false)?;
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
        let kinds = &self.questionnaire.exemptions;
        let Some(kind) = kinds.iter().find(|k| k.id.as_str() == kind) else {
            self.is_missing(name);
            let all = kinds.iter().map(|k| k.id.as_str());
            return Err(self.wrong("kind", unknown("kind of exemption", kind, all)));
        };
        let id = self.used.next_exemption(&self.state);
        let named = self.name(Thing::Exemption, name, id.0);
        self.about(id);
        let blank = Exemption::blank(kind.id.clone());
        let covers = self.covers(kind, &blank, scope);
        // Where something is wrong, what follows is still looked at.
        let mut begun = blank;
        let mut done = named;
        match covers {
            Ok(covers) => begun = covers,
            Err(stopped) => done = Err(stopped),
        }
        if scope.requirements.is_none() {
            begun.requirements = self.lacking(kind, &begun.scenarios);
        }
        self.put(begun.scoped(id))?;
        self.fill_exemption(id, kind, fields, true).and(done)
    }

    pub(super) fn edit_exemption(
        &mut self,
        given: &str,
        scope: &Scope<'_>,
        fields: &Fields,
        reset: bool,
    ) -> Step {
        let (id, kind) = self.exemption_to_edit(given)?;
        let mut done = Ok(());
        if let Some(now) = self.state.exemptions.get(&id).cloned() {
            match self.covers(kind, &now, scope) {
                Ok(then) if then == now => {}
                Ok(_) if !reset && now.would_reset(kind, None) => {
                    done = Err(self.wrong("", would_reset("what it covers")));
                }
                Ok(then) => self.put(then.scoped(id))?,
                Err(stopped) => done = Err(stopped),
            }
        }
        self.fill_exemption(id, kind, fields, reset).and(done)
    }

    /// Fills in fields. One on which an approval rests that stands is left, unless it may be reset.
    fn fill_exemption(
        &mut self,
        id: ExemptionId,
        kind: &'a ExemptionKind,
        fields: &Fields,
        reset: bool,
    ) -> Step {
        let questions: Vec<&Question> = kind.questions().collect();
        let Some(before) = self.state.exemptions.get(&id).cloned() else {
            return Ok(());
        };
        let sheet = |trial: &Self, question: &QuestionId| {
            let now = trial.state.exemptions.get(&id);
            let Some(now) = now else { return (false, None) };
            let sheet = Sheet::of_exemption(kind, &now.fields, trial.today);
            (sheet.is_shown(question), now.fields.get(question).cloned())
        };
        self.fill(
            &questions,
            fields,
            sheet,
            |trial, question, answer: Option<Answer>| {
                if !reset && before.would_reset(kind, Some(question)) {
                    let at = format!("fields.{question}");
                    return Err(
                        trial.wrong(&at, would_reset("an answer that the approver relied on"))
                    );
                }
                trial.put(Event::Changed(Change::Field(id, question.clone(), answer)))
            },
        )
    }

    /// An exemption with what it is to cover.
    fn covers(
        &mut self,
        kind: &ExemptionKind,
        now: &Exemption,
        scope: &Scope<'_>,
    ) -> Step<Exemption> {
        let mut then = now.clone();
        let mut done = Ok(());
        if let Some(given) = scope.requirements {
            match self.requirements(kind, given) {
                Ok(found) => then.requirements = found,
                Err(stopped) => done = Err(stopped),
            }
        }
        if let Some(given) = scope.scenarios {
            match self.scenarios(kind, now, given) {
                Ok(found) => then.scenarios = found,
                Err(stopped) => done = Err(stopped),
            }
        }
        if let Some(given) = scope.systems {
            match self.all_named::<SystemId, _>(Thing::System, given, "systems") {
                Ok(found) => then.systems = found,
                Err(stopped) => done = Err(stopped),
            }
        }
        done.map(|()| then)
    }

    fn requirements(
        &mut self,
        kind: &ExemptionKind,
        given: &[String],
    ) -> Step<BTreeSet<RequirementId>> {
        let mut found = Ok(BTreeSet::new());
        for (number, id) in given.iter().enumerate() {
            let known = kind.requirements.iter().find(|r| r.as_str() == id);
            match (known, &mut found) {
                (Some(known), Ok(found)) => {
                    found.insert(known.clone());
                }
                (Some(_), Err(_)) => {}
                (None, _) => {
                    let what = format!("requirement that the kind {} serves called", kind.id);
                    let all = kind.requirements.iter().map(RequirementId::as_str);
                    let says = unknown(&what, id, all);
                    found = Err(self.wrong(&format!("requirements[{number}]"), says));
                }
            }
        }
        found
    }

    fn scenarios(
        &mut self,
        kind: &ExemptionKind,
        now: &Exemption,
        given: &[String],
    ) -> Step<BTreeSet<ScenarioId>> {
        let mut found = Ok(BTreeSet::new());
        for (number, id) in given.iter().enumerate() {
            let at = format!("scenarios[{number}]");
            // One that it covers may stay also while it is not asked.
            let covered = now.scenarios.iter().find(|s| s.as_str() == id).cloned();
            let covered = match covered {
                Some(covered) => Ok(covered),
                None => self.coverable(kind, id, &at),
            };
            match (covered, &mut found) {
                (Ok(id), Ok(found)) => {
                    found.insert(id);
                }
                (Ok(_), Err(_)) => {}
                (Err(stopped), _) => found = Err(stopped),
            }
        }
        found
    }

    fn coverable(&mut self, kind: &ExemptionKind, id: &str, at: &str) -> Step<ScenarioId> {
        let scenario = self.asked(id, at)?;
        let mut assess = scenario.assess.iter();
        if assess.any(|a| kind.requirements.contains(&a.requirement)) {
            Ok(scenario.id.clone())
        } else {
            Err(self.wrong(
                at,
                format!(
                    "The scenario {id} bears on nothing from which the kind {} exempts. Leave it out.",
                    kind.id
                ),
            ))
        }
    }

    /// What scenarios lack and a kind can cover, as the wizard suggests it.
    fn lacking(
        &mut self,
        kind: &ExemptionKind,
        scenarios: &BTreeSet<ScenarioId>,
    ) -> BTreeSet<RequirementId> {
        let (asked, today) = (self.questionnaire, self.today);
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
        let now = self.state.exemptions.get(&id);
        let ended = now.is_some_and(Exemption::is_over);
        let kind = now.map(|now| now.kind.clone());
        let kind = kind.and_then(|kind| self.questionnaire.exemption_kind(&kind));
        match kind {
            _ if ended => Err(self.wrong(
                "exemption",
                format!("{id} has ended. Record another exemption if one is needed."),
            )),
            None => Err(self.wrong("exemption", kind_is_gone(id))),
            Some(kind) => Ok((id, kind)),
        }
    }

    pub(super) fn step(&mut self, given: &str, step: LifeStep) -> Step {
        let id: ExemptionId = self.named(Thing::Exemption, given, "exemption")?;
        self.about(id);
        let Some(now) = self.state.exemptions.get(&id).cloned() else {
            return Ok(());
        };
        let events = match (self.questionnaire.exemption_kind(&now.kind), step) {
            (Some(kind), step) => now.take(id, self.questionnaire, kind, step, self.today),
            (None, LifeStep::Withdraw { reason }) if now.withdrawn.is_none() => match &*reason {
                "" => Err(vec!["Say why.".to_owned()]),
                _ => Ok(vec![Event::Changed(Change::Withdrawn(id, reason))]),
            },
            (None, _) => Err(vec![kind_is_gone(id)]),
        };
        match events {
            Ok(events) => events.into_iter().try_for_each(|event| self.put(event)),
            // Once what it says is right, the step may be too.
            Err(_) if self.is_unsure(id) => Err(Stopped),
            Err(problems) => {
                let problems = problems.into_iter();
                let stopped = problems.map(|says| self.wrong("exemption", format!("{id}: {says}")));
                match stopped.last() {
                    Some(stopped) => Err(stopped),
                    None => Ok(()),
                }
            }
        }
    }
}

impl Exemption {
    /// The event that says what it covers.
    fn scoped(self, exemption: ExemptionId) -> Event {
        let kind: ExemptionKindId = self.kind;
        Event::Changed(Change::Coverage(
            exemption,
            crate::facts::Coverage {
                kind,
                requirements: self.requirements,
                scenarios: self.scenarios,
                systems: self.systems,
            },
        ))
    }
}

fn would_reset(what: &str) -> String {
    format!(
        "This changes {what}, and would reset the approval. Begin a renewal first, or say \
         \"reset_approval\": true (--reset-approval) to have it approved anew."
    )
}

fn kind_is_gone(id: ExemptionId) -> String {
    format!("The kind of {id} is not in this questionnaire any more. It can only be withdrawn.")
}
