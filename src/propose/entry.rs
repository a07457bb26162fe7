//! Changes of the registers: systems, and evidence.

use std::collections::BTreeMap;

use super::format::{Fields, Name};
use super::names::Thing;
use super::trial::{Step, Trial};
use crate::facts::{
    Answer, Change, Evidence, EvidenceFile, EvidenceId, ExemptionId, System, SystemId,
};
use crate::questionnaire::{EntryForm, Question, QuestionId};

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
        let done = self.write_system(id, form, System::default(), fields);
        if done.is_err() {
            self.suppose(Change::System(id, Some(System::default())));
        }
        done.and(named)
    }

    pub(super) fn edit_system(&mut self, system: &str, fields: &Fields) -> Step {
        let form = self.systems(None)?;
        let id: SystemId = self.named(Thing::System, system, "system")?;
        let now = self.state.systems.get(&id).cloned().unwrap_or_default();
        self.write_system(id, form, now, fields)
    }

    pub(super) fn remove_system(&mut self, system: &str) -> Step {
        let system: SystemId = self.named(Thing::System, system, "system")?;
        self.about(system);
        self.propose(Change::System(system, None), "system")
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
        let done = self.write_evidence(id, form, Evidence::default(), fields, supports);
        if done.is_err() {
            self.suppose(Change::Listed(id, Some(Evidence::default())));
        }
        done.and(named)
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
        self.write_evidence(id, form, now, fields, supports)
    }

    pub(super) fn remove_evidence(&mut self, evidence: &str) -> Step {
        let evidence: EvidenceId = self.named(Thing::Evidence, evidence, "evidence")?;
        self.about(evidence);
        self.propose(Change::Listed(evidence, None), "evidence")
    }

    fn systems(&mut self, name: Option<&str>) -> Step<&'a EntryForm> {
        let form = self.on.asked.systems.as_ref().map(|s| &s.form);
        form.ok_or_else(|| {
            self.is_missing(name);
            self.wrong(
                "",
                "This questionnaire keeps no register of systems. Leave it out.",
            )
        })
    }

    fn evidence(&mut self, name: Option<&str>) -> Step<&'a EntryForm> {
        let form = self.on.asked.evidence.as_ref().map(|e| &e.form);
        form.ok_or_else(|| {
            self.is_missing(name);
            self.wrong(
                "",
                "This questionnaire keeps no list of evidence. Leave it out.",
            )
        })
    }

    fn write_system(
        &mut self,
        id: SystemId,
        form: &'a EntryForm,
        now: System,
        fields: &Fields,
    ) -> Step {
        self.about(id);
        let fields = self.entry(form, now.fields, fields)?;
        self.propose(Change::System(id, Some(System { fields })), "")
    }

    fn write_evidence(
        &mut self,
        id: EvidenceId,
        form: &'a EntryForm,
        now: Evidence,
        fields: &Fields,
        supports: &Supports<'_>,
    ) -> Step {
        self.about(id);
        let answers = self.entry(form, now.fields, fields);
        let scenarios = match supports.scenarios {
            Some(given) => self.all_scenarios(given, &now.scenarios),
            None => Ok(now.scenarios),
        };
        let exemptions = match supports.exemptions {
            Some(given) => self.all_named::<ExemptionId>(
                Thing::Exemption,
                given,
                "exemptions",
                &now.exemptions,
            ),
            None => Ok(now.exemptions),
        };
        let content = Evidence {
            fields: answers?,
            scenarios: scenarios?,
            exemptions: exemptions?,
            file: supports.file.cloned().or(now.file),
        };
        self.propose(Change::Listed(id, Some(content)), "")
    }

    /// The answers of an entry, once these fields are filled in.
    fn entry(
        &mut self,
        form: &'a EntryForm,
        now: BTreeMap<QuestionId, Answer>,
        fields: &Fields,
    ) -> Step<BTreeMap<QuestionId, Answer>> {
        let questions: Vec<&Question> = form.questions.iter().collect();
        let (answers, done) = self.answers(&questions, fields);
        let mut then = now;
        for (question, answer) in answers {
            match answer {
                Some(answer) => then.insert(question, answer),
                None => then.remove(&question),
            };
        }
        done.map(|()| then)
    }
}
