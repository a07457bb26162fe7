//! An assessment read and changed as a table of facts.

use std::collections::{BTreeMap, BTreeSet};

use super::at::At;
use super::change::Change;
use super::exemption::Exemption;
use super::ids::ExemptionId;
use super::state::Assessment;
use super::value::Value;
use crate::questionnaire::Questionnaire;

impl At {
    /// All that a record says something of.
    pub(crate) fn all(state: &Assessment) -> BTreeSet<Self> {
        let exemptions = state.exemptions.iter().flat_map(|(id, exemption)| {
            let fields = exemption.fields.keys();
            let fields = fields.map(|field| Self::Field(*id, field.clone()));
            fields.chain([Self::Scope(*id), Self::Life(*id), Self::Withdrawal(*id)])
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
    fn said(&self, state: &Assessment) -> Option<Value> {
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
            Self::Scope(id) => exemption(id).map(|e| {
                Value::Scope(
                    e.kind.clone(),
                    e.requirements.clone(),
                    e.scenarios.clone(),
                    e.systems.clone(),
                )
            }),
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
        if let Self::Scope(id) = self {
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
        let change = Change {
            at: self.clone(),
            to: self.said(as_in),
        };
        // Of an exemption that is gone, there is nothing to restore.
        let _ = state.set(change);
    }
}

impl Assessment {
    /// Lets it say something, or no longer.
    ///
    /// # Errors
    /// When it names an exemption that was never begun.
    pub(crate) fn set(&mut self, change: Change) -> Result<(), &'static str> {
        let Change { at, to } = change;
        match (at, to) {
            (At::Question(id), to) => put(&mut self.answers, id, to.and_then(Value::answer)),
            (At::Note(id), to) => put(&mut self.notes, id, to.and_then(Value::note)),
            (At::Evidence(id), to) => put(&mut self.evidence, id, to.and_then(Value::text)),
            (At::File(id, path), to) => {
                let mut files = self.files.remove(&id).unwrap_or_default();
                put(&mut files, path, to.and_then(Value::file));
                put(
                    &mut self.files,
                    id,
                    Some(files).filter(|files| !files.is_empty()),
                );
            }
            (At::Scope(id), Some(Value::Scope(kind, requirements, scenarios, systems))) => {
                let begun = self.exemptions.entry(id);
                let exemption = begun.or_insert_with(|| Exemption::blank(kind.clone()));
                exemption.kind = kind;
                exemption.requirements = requirements;
                exemption.scenarios = scenarios;
                exemption.systems = systems;
            }
            (At::Field(id, field), to) => {
                put(
                    &mut self.exemption(id)?.fields,
                    field,
                    to.and_then(Value::answer),
                );
            }
            (At::Life(id), to) => {
                self.exemption(id)?.life = to.and_then(Value::life).unwrap_or_default();
            }
            (At::Withdrawal(id), to) => {
                self.exemption(id)?.withdrawn = to.and_then(Value::text);
            }
            (At::Action(id), to) => put(&mut self.actions, id, to.and_then(Value::action)),
            (At::System(id), to) => put(&mut self.systems, id, to.and_then(Value::system)),
            (At::Listed(id), to) => put(&mut self.listed, id, to.and_then(Value::evidence)),
            // No single change of content brings these about.
            (At::Scope(_), _)
            | (
                At::Version | At::CarriedForward | At::Redaction | At::SignOff(_) | At::Merge(_),
                _,
            ) => {}
        }
        Ok(())
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
