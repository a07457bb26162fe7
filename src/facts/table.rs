//! An assessment read and changed as a table of facts.

use std::collections::{BTreeMap, BTreeSet};

use super::at::At;
use super::change::Change;
use super::evidence::EvidenceFile;
use super::exemption::Exemption;
use super::ids::ExemptionId;
use super::state::Assessment;
use super::value::Value;
use crate::questionnaire::{Questionnaire, ScenarioId};

impl At {
    /// All that a record says something of.
    pub(crate) fn all(state: &Assessment) -> BTreeSet<Self> {
        let exemptions = state.exemptions.iter().flat_map(|(id, exemption)| {
            let fields = exemption.fields.keys();
            let fields = fields.map(|field| Self::Field(*id, field.clone()));
            fields.chain([Self::Coverage(*id), Self::Life(*id), Self::Withdrawal(*id)])
        });
        let files = state.files.iter().flat_map(|(scenario, files)| {
            let paths = files.keys().cloned();
            paths.map(|path| Self::File(scenario.clone(), path))
        });
        [Self::Version, Self::CarriedForward]
            .into_iter()
            .chain(state.answers.keys().cloned().map(Self::Question))
            .chain(state.notes.keys().cloned().map(Self::Note))
            .chain(state.evidence.keys().cloned().map(Self::Evidence))
            .chain(files)
            .chain(exemptions)
            .chain(state.actions.keys().copied().map(Self::Action))
            .chain(state.systems.keys().copied().map(Self::System))
            .chain(state.listed.keys().copied().map(Self::Listed))
            .collect()
    }

    /// What the record says of it.
    pub(crate) fn content(&self, state: &Assessment, asked: &Questionnaire) -> Option<Value> {
        if *self == Self::Version {
            return Some(Value::Version(asked.version.clone()));
        }
        self.said(state)
    }

    /// What is said here, whatever is asked.
    pub(crate) fn said(&self, state: &Assessment) -> Option<Value> {
        let exemption = |id| state.exemptions.get(id);
        match self {
            Self::Question(id) => state.answers.get(id).cloned().map(Value::Answer),
            Self::Note(id) => state.notes.get(id).cloned().map(Value::Note),
            Self::Evidence(id) => state.evidence.get(id).cloned().map(Value::Words),
            Self::File(id, path) => {
                let file = state.files.get(id)?.get(path)?;
                Some(Value::File(file.clone()))
            }
            Self::CarriedForward => {
                let carried = state.carried.as_ref()?;
                Some(Value::Origin(carried.from.clone()))
            }
            Self::Redaction => {
                let redaction = state.redaction.as_ref()?;
                Some(Value::Origin(redaction.of.clone()))
            }
            Self::Coverage(id) => exemption(id).map(|e| Value::Coverage(e.coverage())),
            Self::Field(id, field) => {
                let answer = exemption(id)?.fields.get(field);
                answer.cloned().map(Value::Answer)
            }
            Self::Life(id) => {
                let exemption = exemption(id).filter(|e| !e.life.is_new())?;
                Some(Value::Life(Box::new(exemption.life.clone())))
            }
            Self::System(id) => state.systems.get(id).cloned().map(Value::System),
            Self::Listed(id) => {
                let evidence = state.listed.get(id).cloned();
                evidence.map(|evidence| Value::Listed(Box::new(evidence)))
            }
            Self::Withdrawal(id) => exemption(id)?.withdrawn.clone().map(Value::Words),
            Self::Action(id) => state.actions.get(id).cloned().map(Value::Action),
            Self::SignOff(seq) => {
                let signed = state.sign_offs.iter().find(|s| s.seq == *seq)?;
                Some(Value::SignOff(signed.sign_off.clone()))
            }
            // What is asked says which version it is, and a merge is told by what differs afterwards.
            Self::Version | Self::Merge(_) => None,
        }
    }

    /// Lets a state say here what another says. Only of what an undoing can be about.
    pub(crate) fn restore(&self, state: &mut Assessment, as_in: &Assessment) {
        // Begun again, or never begun, an exemption comes or goes as a whole.
        if let Self::Coverage(id) = self {
            match (as_in.exemptions.get(id), state.exemptions.contains_key(id)) {
                (Some(_), true) => {}
                (Some(was), false) => {
                    state.exemptions.insert(*id, was.clone());
                    return;
                }
                (None, _) => {
                    state.exemptions.remove(id);
                    return;
                }
            }
        }
        // Of an exemption that is gone, there is nothing to restore.
        if let Some(change) = Change::of(self.clone(), self.said(as_in)) {
            let _ = state.set(change);
        } else if let Self::Withdrawal(id) = self
            && let Some(exemption) = state.exemptions.get_mut(id)
        {
            // No change takes a withdrawal back; undoing one does.
            exemption.withdrawn = None;
        }
    }
}

impl Assessment {
    /// Lets it say something, or no longer.
    ///
    /// # Errors
    /// When it names an exemption that was never begun.
    pub(crate) fn set(&mut self, change: Change) -> Result<(), &'static str> {
        match change {
            Change::Answer(id, to) => put(&mut self.answers, id, to),
            Change::Note(id, to) => put(&mut self.notes, id, to),
            Change::Evidence(id, to) => put(&mut self.evidence, id, to),
            Change::File(id, file) => self.name_file(id, file.path.clone(), Some(file)),
            Change::NoFile(id, path) => self.name_file(id, path, None),
            Change::Coverage(id, scope) => {
                let begun = self.exemptions.entry(id);
                let exemption = begun.or_insert_with(|| Exemption::blank(scope.kind.clone()));
                exemption.cover(scope);
            }
            Change::Field(id, field, to) => put(&mut self.exemption(id)?.fields, field, to),
            Change::Life(id, life) => self.exemption(id)?.life = *life,
            Change::Withdrawn(id, reason) => self.exemption(id)?.withdrawn = Some(reason),
            Change::Action(id, to) => put(&mut self.actions, id, to),
            Change::System(id, to) => put(&mut self.systems, id, to),
            Change::Listed(id, to) => put(&mut self.listed, id, to),
        }
        Ok(())
    }

    fn name_file(&mut self, scenario: ScenarioId, path: String, file: Option<EvidenceFile>) {
        let mut files = self.files.remove(&scenario).unwrap_or_default();
        put(&mut files, path, file);
        if !files.is_empty() {
            self.files.insert(scenario, files);
        }
    }

    fn exemption(&mut self, id: ExemptionId) -> Result<&mut Exemption, &'static str> {
        let found = self.exemptions.get_mut(&id);
        found.ok_or("names an exemption that was never begun")
    }
}

fn put<K: Ord, V>(map: &mut BTreeMap<K, V>, key: K, value: Option<V>) {
    match value {
        Some(value) => map.insert(key, value),
        None => map.remove(&key),
    };
}
