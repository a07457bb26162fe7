//! An assessment read and changed as a table of facts.

use std::collections::{BTreeMap, BTreeSet};

use super::at::At;
use super::change::Change;
use super::evidence::EvidenceFile;
use super::exemption::Exemption;
use super::ids::{ExemptionId, Thing};
use super::state::Assessment;
use super::value::Value;
use crate::questionnaire::ScenarioId;

impl At {
    /// Lets a state say here what another says. Only of what an undoing can be about.
    pub(crate) fn restore(&self, state: &mut Assessment, as_in: &Assessment) {
        // Begun again, or never begun, an exemption comes or goes as a whole.
        if let Self::Coverage(id) = self
            && as_in.exemptions.contains_key(id) != state.exemptions.contains_key(id)
        {
            let was = as_in.exemptions.get(id).cloned();
            put(&mut state.exemptions, *id, was);
            return;
        }
        // Of an exemption that is gone, there is nothing to restore.
        if let Some(change) = Change::of(self.clone(), as_in.get(self)) {
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
    /// Where these say something.
    pub(crate) fn places<'a>(states: impl IntoIterator<Item = &'a Self>) -> BTreeSet<At> {
        states.into_iter().flat_map(Self::said_at).collect()
    }

    fn said_at(&self) -> impl Iterator<Item = At> {
        // Each part is named, so that whoever adds one is asked whether something is said there.
        let Self {
            answers,
            notes,
            evidence,
            files,
            exemptions,
            actions,
            systems,
            listed,
            carried,
            sign_offs: _,
            former: _,
            changed: _,
            earlier: _,
            titles: _,
            redaction: _,
            relied_systems: _,
        } = self;
        let files = files.iter().flat_map(|(scenario, files)| {
            let paths = files.keys().cloned();
            paths.map(|path| At::File(scenario.clone(), path))
        });
        let exemptions = exemptions.iter().flat_map(|(id, exemption)| {
            let Exemption {
                kind: _,
                requirements: _,
                scenarios: _,
                systems: _,
                fields,
                life: _,
                withdrawn: _,
            } = exemption;
            let fields = fields.keys().map(|field| At::Field(*id, field.clone()));
            fields.chain([At::Coverage(*id), At::Life(*id), At::Withdrawal(*id)])
        });
        let carried = carried.iter().map(|_| At::CarriedForward);
        carried
            .chain(answers.keys().cloned().map(At::Question))
            .chain(notes.keys().cloned().map(At::Note))
            .chain(evidence.keys().cloned().map(At::Evidence))
            .chain(files)
            .chain(exemptions)
            .chain(actions.keys().copied().map(At::Action))
            .chain(systems.keys().copied().map(At::System))
            .chain(listed.keys().copied().map(At::Listed))
    }

    /// What it says there.
    pub(crate) fn get(&self, at: &At) -> Option<Value> {
        let exemption = |id| self.exemptions.get(id);
        match at {
            At::Question(id) => self.answers.get(id).cloned().map(Value::Answer),
            At::Note(id) => self.notes.get(id).cloned().map(Value::Note),
            At::Evidence(id) => self.evidence.get(id).cloned().map(Value::Words),
            At::File(id, path) => {
                let file = self.files.get(id)?.get(path)?;
                Some(Value::File(file.clone()))
            }
            At::CarriedForward => {
                let carried = self.carried.as_ref()?;
                Some(Value::Origin(carried.from.clone()))
            }
            At::Redaction => {
                let redaction = self.redaction.as_ref()?;
                Some(Value::Origin(redaction.of.clone()))
            }
            At::Coverage(id) => exemption(id).map(|e| Value::Coverage(e.coverage())),
            At::Field(id, field) => {
                let answer = exemption(id)?.fields.get(field);
                answer.cloned().map(Value::Answer)
            }
            At::Life(id) => {
                let exemption = exemption(id).filter(|e| !e.life.is_new())?;
                Some(Value::Life(Box::new(exemption.life.clone())))
            }
            At::System(id) => self.systems.get(id).cloned().map(Value::System),
            At::Listed(id) => {
                let evidence = self.listed.get(id).cloned();
                evidence.map(|evidence| Value::Listed(Box::new(evidence)))
            }
            At::Withdrawal(id) => exemption(id)?.withdrawn.clone().map(Value::Words),
            At::Action(id) => self.actions.get(id).cloned().map(Value::Action),
            At::SignOff(seq) => {
                let signed = self.sign_offs.iter().find(|s| s.seq == *seq)?;
                Some(Value::SignOff(signed.sign_off.clone()))
            }
            // What is asked says which version it is, and a merge is told by what differs afterwards.
            At::Version | At::Merge(_) => None,
        }
    }

    /// All that it says of what has a number.
    pub(crate) fn things(&self) -> BTreeMap<Thing, BTreeMap<At, Value>> {
        let mut things: BTreeMap<Thing, BTreeMap<At, Value>> = BTreeMap::new();
        for at in Self::places([self]) {
            if let (Some(thing), Some(said)) = (at.thing(), self.get(&at)) {
                things.entry(thing).or_default().insert(at, said);
            }
        }
        things
    }

    /// All that it says that a change can say, each as that change. What an exemption covers comes before
    /// what else is said of any.
    pub(crate) fn changes(&self) -> impl Iterator<Item = Change> {
        let places = Self::places([self]).into_iter();
        places.filter_map(|at| {
            let said = self.get(&at)?;
            Change::of(at, Some(said))
        })
    }

    /// It with each fact as this rule has it, and without those that the rule drops: with what an exemption
    /// covers goes what else is said of it. What no change can say stays.
    pub(crate) fn map(mut self, mut rule: impl FnMut(At, Value) -> Option<(At, Value)>) -> Self {
        let places = Self::places([&self]);
        let said = places.iter().filter_map(|at| {
            let (at, value) = rule(at.clone(), self.get(at)?)?;
            Change::of(at, Some(value))
        });
        let changes: Vec<Change> = said.collect();
        let nothing = Self::default();
        places.iter().for_each(|at| at.restore(&mut self, &nothing));
        for change in changes {
            // It fails for a part of an exemption that is dropped.
            let _ = self.set(change);
        }
        self
    }

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
