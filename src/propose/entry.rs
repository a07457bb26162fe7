//! Changes of the registers: systems, and evidence.

use std::collections::{BTreeMap, BTreeSet};

use super::format::{Fields, Name};
use super::names::Thing;
use super::trial::{Step, Trial};
use crate::facts::{
    Answer, Change, Event, Evidence, EvidenceFile, EvidenceId, ExemptionId, System, SystemId,
};
use crate::questionnaire::{EntryForm, Question, QuestionId, ScenarioId};
use crate::rules::Sheet;

/// What a piece of evidence is to support; nothing where it stays as it is.
pub(super) struct Supports<'c> {
    scenarios: Option<&'c [String]>,
    exemptions: Option<&'c [Name]>,
    file: Option<&'c EvidenceFile>,
}

impl<'c> Supports<'c> {
    pub(super) const fn of(
        scenarios: Option<&'c [String]>,
        exemptions: Option<&'c [Name]>,
        file: Option<&'c EvidenceFile>,
    ) -> Self {
        Self {
            scenarios,
            exemptions,
            file,
        }
    }
}

impl<'a> Trial<'a> {
    pub(super) fn add_system(&mut self, name: Option<&str>, fields: &Fields) -> Step {
        let form = self.systems(name)?;
        let id = self.used.next_system(&self.state);
        let named = self.name(Thing::System, name, id.0);
        let content = self.entry(form, BTreeMap::new(), fields);
        let done = content.as_ref().map_or(Ok(()), |_| named);
        let fields = content.unwrap_or_default();
        self.write_system(id, System { fields })?;
        done
    }

    pub(super) fn edit_system(&mut self, system: &str, fields: &Fields) -> Step {
        let form = self.systems(None)?;
        let id: SystemId = self.named(Thing::System, system, "system")?;
        let now = self.state.systems.get(&id).cloned().unwrap_or_default();
        let fields = self.entry(form, now.fields, fields)?;
        self.write_system(id, System { fields })
    }

    pub(super) fn remove_system(&mut self, system: &str) -> Step {
        let system: SystemId = self.named(Thing::System, system, "system")?;
        self.about(system);
        self.put(Event::Changed(Change::System(system, None)))
    }

    pub(super) fn add_evidence(
        &mut self,
        name: Option<&str>,
        fields: &Fields,
        supports: &Supports<'_>,
    ) -> Step {
        let form = self.evidence(name)?;
        let id = self.used.next_evidence(&self.state);
        let named = self.name(Thing::Evidence, name, id.0);
        let content = self.listed(form, Evidence::default(), fields, supports);
        let done = content.as_ref().map_or(Ok(()), |_| named);
        self.write_evidence(id, content.unwrap_or_default())?;
        done
    }

    pub(super) fn edit_evidence(
        &mut self,
        evidence: &str,
        fields: &Fields,
        supports: &Supports<'_>,
    ) -> Step {
        let form = self.evidence(None)?;
        let id: EvidenceId = self.named(Thing::Evidence, evidence, "evidence")?;
        let now = self.state.listed.get(&id).cloned().unwrap_or_default();
        let content = self.listed(form, now, fields, supports)?;
        self.write_evidence(id, content)
    }

    pub(super) fn remove_evidence(&mut self, evidence: &str) -> Step {
        let evidence: EvidenceId = self.named(Thing::Evidence, evidence, "evidence")?;
        self.about(evidence);
        self.put(Event::Changed(Change::Listed(evidence, None)))
    }

    fn systems(&mut self, name: Option<&str>) -> Step<&'a EntryForm> {
        let form = self.questionnaire.systems.as_ref().map(|s| &s.form);
        form.ok_or_else(|| {
            self.is_missing(name);
            self.wrong(
                "",
                "This questionnaire keeps no register of systems. Leave it out.",
            )
        })
    }

    fn evidence(&mut self, name: Option<&str>) -> Step<&'a EntryForm> {
        let form = self.questionnaire.evidence.as_ref().map(|e| &e.form);
        form.ok_or_else(|| {
            self.is_missing(name);
            self.wrong(
                "",
                "This questionnaire keeps no list of evidence. Leave it out.",
            )
        })
    }

    fn write_system(&mut self, system: SystemId, content: System) -> Step {
        self.about(system);
        if self.state.systems.get(&system) == Some(&content) {
            Ok(())
        } else {
            self.put(Event::Changed(Change::System(system, Some(content))))
        }
    }

    fn write_evidence(&mut self, evidence: EvidenceId, content: Evidence) -> Step {
        self.about(evidence);
        if self.state.listed.get(&evidence) == Some(&content) {
            Ok(())
        } else {
            self.put(Event::Changed(Change::Listed(evidence, Some(content))))
        }
    }

    /// The answers of an entry, once these fields are filled in.
    fn entry(
        &mut self,
        form: &'a EntryForm,
        now: BTreeMap<QuestionId, Answer>,
        fields: &Fields,
    ) -> Step<BTreeMap<QuestionId, Answer>> {
        let questions: Vec<&Question> = form.questions.iter().collect();
        let then = std::cell::RefCell::new(now);
        let sheet = |trial: &Self, question: &QuestionId| {
            let then = then.borrow();
            let sheet = Sheet::of_entry(form, &then, trial.today);
            (sheet.is_shown(question), then.get(question).cloned())
        };
        self.fill(&questions, fields, sheet, |_, question, answer| {
            let mut then = then.borrow_mut();
            match answer {
                Some(answer) => then.insert(question.clone(), answer),
                None => then.remove(question),
            };
            Ok(())
        })?;
        Ok(then.into_inner())
    }

    fn listed(
        &mut self,
        form: &'a EntryForm,
        now: Evidence,
        fields: &Fields,
        supports: &Supports<'_>,
    ) -> Step<Evidence> {
        let mut then = now;
        let mut done = Ok(());
        match self.entry(form, then.fields.clone(), fields) {
            Ok(fields) => then.fields = fields,
            Err(stopped) => done = Err(stopped),
        }
        if let Some(given) = supports.scenarios {
            match self.shows(&then.scenarios, given) {
                Ok(found) => then.scenarios = found,
                Err(stopped) => done = Err(stopped),
            }
        }
        if let Some(given) = supports.exemptions {
            match self.all_named::<ExemptionId, _>(Thing::Exemption, given, "exemptions") {
                Ok(found) => then.exemptions = found,
                Err(stopped) => done = Err(stopped),
            }
        }
        if let Some(file) = supports.file {
            if file.path.is_empty() {
                done = Err(self.wrong("file.path", "Say which file it is."))
            } else {
                then.file = Some(file.clone())
            }
        }
        done.map(|()| then)
    }

    fn shows(
        &mut self,
        now: &BTreeSet<ScenarioId>,
        given: &[String],
    ) -> Step<BTreeSet<ScenarioId>> {
        let found: Vec<Step<ScenarioId>> = (0..)
            .zip(given)
            .map(|(number, id): (usize, _)| {
                // One that it shows may stay also while it is not asked.
                if let Some(shown) = now.iter().find(|s| s.as_str() == id) {
                    return Ok(shown.clone());
                }
                let asked = self.asked(id, &format!("scenarios[{number}]"))?;
                Ok(asked.id.clone())
            })
            .collect();
        found.into_iter().collect()
    }
}
