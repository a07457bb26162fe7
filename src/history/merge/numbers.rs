//! The numbers of exemptions, actions and entries of registers. Two people who begin one each give
//! both the same number, and yet they are different ones.

use std::collections::{BTreeMap, BTreeSet};

use crate::facts::{
    Action, ActionId, Assessment, At, Change, Event, EvidenceId, ExemptionId, Renumbered, SystemId,
};
use crate::questionnaire::Questionnaire;

/// The numbers that are taken in a record, also by what is gone: none is used again.
#[derive(Debug, Default)]
pub struct Used {
    /// Those of exemptions.
    pub exemptions: BTreeSet<ExemptionId>,
    /// Those of actions.
    pub actions: BTreeSet<ActionId>,
    /// Those of systems.
    pub systems: BTreeSet<SystemId>,
    /// Those of pieces of evidence.
    pub evidence: BTreeSet<EvidenceId>,
}

impl Used {
    /// The numbers that these events have given.
    pub fn by<'a>(events: impl Iterator<Item = &'a Event>) -> Self {
        let mut used = Self::default();
        events.for_each(|event| used.add(event));
        used
    }

    /// Takes up the numbers that an event has given.
    pub fn add(&mut self, event: &Event) {
        match event {
            Event::Changed(Change::Coverage(exemption, _)) => {
                self.exemptions.insert(*exemption);
            }
            Event::Changed(Change::Action(action, Some(_))) => {
                self.actions.insert(*action);
            }
            Event::Changed(Change::System(system, Some(_))) => {
                self.systems.insert(*system);
            }
            Event::Changed(Change::Listed(evidence, Some(_))) => {
                self.evidence.insert(*evidence);
            }
            Event::CarriedForward(carried) => {
                self.exemptions.extend(carried.exemptions.keys());
                self.actions.extend(carried.actions.keys());
                self.systems.extend(carried.systems.keys());
                self.evidence.extend(carried.listed.keys());
            }
            Event::Merged(merge) => merge.takes.iter().for_each(|taken| self.add(taken)),
            Event::Created { .. }
            | Event::Changed(_)
            | Event::Migrated { .. }
            | Event::Redacted(_)
            | Event::SignedOff(_)
            | Event::Undone { .. }
            | Event::Redone { .. } => {}
        }
    }

    /// The next free number for an exemption. A number is never used again.
    pub fn next_exemption(&self, state: &Assessment) -> ExemptionId {
        next(&self.exemptions, state.exemptions.keys())
    }

    /// The next free number for an action.
    pub fn next_action(&self, state: &Assessment) -> ActionId {
        next(&self.actions, state.actions.keys())
    }

    /// The next free number for a system.
    pub fn next_system(&self, state: &Assessment) -> SystemId {
        next(&self.systems, state.systems.keys())
    }

    /// The next free number for a piece of evidence.
    pub fn next_evidence(&self, state: &Assessment) -> EvidenceId {
        next(&self.evidence, state.listed.keys())
    }
}

/// The number that comes after all that are used or there.
fn next<'i, I>(used: &BTreeSet<I>, there: impl DoubleEndedIterator<Item = &'i I>) -> I
where
    I: Copy + Ord + From<u32> + Into<u32> + 'i,
{
    let highest = used.last().max(there.last()).copied();
    I::from(highest.map_or(0, Into::into).saturating_add(1))
}

/// The exemptions that actions and pieces of evidence name, be they there or gone.
fn exemptions_named(state: &Assessment) -> BTreeSet<ExemptionId> {
    let listed = state.listed.values().flat_map(|e| &e.exemptions).copied();
    let actions = state.actions.values().filter_map(|action| action.ends);
    listed.chain(actions).collect()
}

/// The actions that others name as needed as well, be they there or gone.
fn actions_named(state: &Assessment) -> BTreeSet<ActionId> {
    let actions = state.actions.values();
    actions.flat_map(|action| &action.with).copied().collect()
}

/// The systems that exemptions name, now or in their lives, be they there or gone.
fn systems_named(state: &Assessment) -> BTreeSet<SystemId> {
    let named = state.exemptions.values().flat_map(|exemption| {
        let life = &exemption.life;
        let submitted = life.submitted.iter().map(|s| &s.content);
        let relied = life.approvals.iter().chain(submitted);
        let relied = relied.flat_map(|relied| &relied.systems);
        relied.chain(&exemption.systems)
    });
    named.copied().collect()
}

/// The numbers of one kind of thing in another record; those that are not named are the same there.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Map<Id: Ord>(BTreeMap<Id, Id>);

impl<Id: Ord> Default for Map<Id> {
    fn default() -> Self {
        Self(BTreeMap::new())
    }
}

impl<Id: Ord + Copy + From<u32> + Into<u32>> Map<Id> {
    fn get(&self, id: Id) -> Id {
        self.0.get(&id).copied().unwrap_or(id)
    }

    fn set(&self, ids: &BTreeSet<Id>) -> BTreeSet<Id> {
        ids.iter().map(|id| self.get(*id)).collect()
    }

    fn keys<T: Clone>(&self, map: &BTreeMap<Id, T>) -> BTreeMap<Id, T> {
        let pairs = map.iter();
        pairs
            .map(|(id, value)| (self.get(*id), value.clone()))
            .collect()
    }

    fn then(&self, next: &Self) -> Self {
        let mut both = next.clone();
        both.0
            .extend(self.0.iter().map(|(was, is)| (*was, next.get(*is))));
        both
    }

    fn within<T>(&self, things: &BTreeMap<Id, T>, named: &BTreeSet<Id>) -> Self {
        let ids = things.keys().chain(named);
        Self(ids.map(|id| (*id, self.get(*id))).collect())
    }

    fn back(&self) -> Self {
        Self(self.0.iter().map(|(was, is)| (*is, *was)).collect())
    }

    fn add(&mut self, more: Self) {
        let mut taken: BTreeSet<Id> = self.0.values().copied().collect();
        for (was, is) in more.0 {
            if !self.0.contains_key(&was) && taken.insert(is) {
                self.0.insert(was, is);
            }
        }
    }

    /// Names those of the other that were added since both were the same, and are the same as ones
    /// that were added here: the very same, or known again by what a table knows rows by.
    fn know<T: PartialEq>(
        &mut self,
        theirs: &BTreeMap<Id, T>,
        ours: &BTreeMap<Id, T>,
        known_by: impl Fn(&T) -> Option<String>,
    ) {
        let taken: BTreeSet<Id> = self.0.values().copied().collect();
        let is_new = |id: &Id| !taken.contains(id);
        let theirs = theirs.iter().filter(|(was, _)| !self.0.contains_key(was));
        let (same, others): (Vec<_>, Vec<_>) =
            theirs.partition(|(was, content)| is_new(was) && ours.get(was) == Some(content));
        let same: BTreeSet<Id> = same.into_iter().map(|(was, _)| *was).collect();
        self.0.extend(same.iter().map(|was| (*was, *was)));
        let is_left = |id: &Id| is_new(id) && !same.contains(id);
        let here = alone(ours.iter().filter(|(id, _)| is_left(id)), &known_by);
        for (name, was) in alone(others.into_iter(), &known_by) {
            if let Some((was, is)) = was.zip(here.get(&name).copied().flatten()) {
                self.0.insert(was, is);
            }
        }
    }

    fn allot<T: PartialEq>(
        &mut self,
        theirs: &BTreeMap<Id, T>,
        ours: &BTreeMap<Id, T>,
        used: &BTreeSet<Id>,
        named: &BTreeSet<Id>,
        known_by: impl Fn(&T) -> Option<String>,
    ) {
        self.know(theirs, ours, known_by);
        let mut taken: BTreeSet<Id> = used.iter().chain(ours.keys()).copied().collect();
        taken.extend(self.0.values());
        let mut others = vec![];
        for was in theirs.keys() {
            if self.0.contains_key(was) {
                continue;
            }
            if taken.insert(*was) {
                self.0.insert(*was, *was);
            } else {
                others.push(*was);
            }
        }
        // What is gone there, and named still, must not become the name of something that is here.
        let gone = named.iter().filter(|id| !theirs.contains_key(id));
        for was in gone {
            if self.0.contains_key(was) {
                continue;
            }
            if taken.contains(was) {
                others.push(*was);
            } else {
                self.0.insert(*was, *was);
                taken.insert(*was);
            }
        }
        for was in others {
            let after = taken.last().and_then(|last| (*last).into().checked_add(1));
            // Only a record that was made by hand has the highest number that there is.
            let gap = || (1..=u32::MAX).find(|n| !taken.contains(&Id::from(*n)));
            let Some(free) = after.or_else(gap).map(Id::from) else {
                continue;
            };
            self.0.insert(was, free);
            taken.insert(free);
        }
    }

    fn differing(&self) -> impl Iterator<Item = (Id, Id)> {
        let pairs = self.0.iter().map(|(was, is)| (*was, *is));
        pairs.filter(|(was, is)| was != is)
    }
}

/// The numbers by the names of what has them; none where several are called the same.
fn alone<'t, Id: Copy + 't, T: 't>(
    things: impl Iterator<Item = (&'t Id, &'t T)>,
    known_by: impl Fn(&T) -> Option<String>,
) -> BTreeMap<String, Option<Id>> {
    let mut named = BTreeMap::new();
    for (id, content) in things {
        if let Some(name) = known_by(content) {
            let alone = named.entry(name).and_modify(|id| *id = None);
            alone.or_insert(Some(*id));
        }
    }
    named
}

/// What the numbers of one record are in another; those that are not named are the same there.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Numbers {
    exemptions: Map<ExemptionId>,
    actions: Map<ActionId>,
    systems: Map<SystemId>,
    evidence: Map<EvidenceId>,
}

impl Numbers {
    pub(super) fn of(renumbered: &[Renumbered]) -> Self {
        let mut numbers = Self::default();
        for one in renumbered {
            match one {
                Renumbered::Exemption { was, is } => {
                    numbers.exemptions.0.insert(*was, *is);
                }
                Renumbered::Action { was, is } => {
                    numbers.actions.0.insert(*was, *is);
                }
                Renumbered::System { was, is } => {
                    numbers.systems.0.insert(*was, *is);
                }
                Renumbered::Evidence { was, is } => {
                    numbers.evidence.0.insert(*was, *is);
                }
            }
        }
        numbers
    }

    /// These numbers, and then those.
    pub(super) fn then(&self, next: &Self) -> Self {
        Self {
            exemptions: self.exemptions.then(&next.exemptions),
            actions: self.actions.then(&next.actions),
            systems: self.systems.then(&next.systems),
            evidence: self.evidence.then(&next.evidence),
        }
    }

    /// The same for what this state holds, each named.
    pub(super) fn within(&self, state: &Assessment) -> Self {
        Self {
            exemptions: self
                .exemptions
                .within(&state.exemptions, &exemptions_named(state)),
            actions: self.actions.within(&state.actions, &actions_named(state)),
            systems: self.systems.within(&state.systems, &systems_named(state)),
            evidence: self.evidence.within(&state.listed, &BTreeSet::new()),
        }
    }

    /// The way back, for those that are named.
    pub(super) fn back(&self) -> Self {
        Self {
            exemptions: self.exemptions.back(),
            actions: self.actions.back(),
            systems: self.systems.back(),
            evidence: self.evidence.back(),
        }
    }

    /// These, with more that do not lead where one of these leads.
    pub(super) fn or(mut self, more: Self) -> Self {
        self.exemptions.add(more.exemptions);
        self.actions.add(more.actions);
        self.systems.add(more.systems);
        self.evidence.add(more.evidence);
        self
    }

    /// Names all that the other record holds: what has no number here yet has that of the same thing,
    /// where it was added here as well; else it keeps its own where that is free, and gets the next
    /// free one where it is not.
    pub(super) fn allot(
        mut self,
        asked: &Questionnaire,
        theirs: &Assessment,
        ours: &Assessment,
        used: &Used,
    ) -> Self {
        let register = asked.systems.as_ref().map(|register| &register.form);
        let list = asked.evidence.as_ref().map(|list| &list.form);
        // What names others comes after them: whether it is the same is seen with their numbers.
        let (exemptions, systems) = (exemptions_named(theirs), systems_named(theirs));
        self.systems.allot(
            &theirs.systems,
            &ours.systems,
            &used.systems,
            &systems,
            |system| register?.known_by(&system.fields),
        );
        let named = self.naming(theirs.clone());
        self.exemptions.allot(
            &named.exemptions,
            &ours.exemptions,
            &used.exemptions,
            &exemptions,
            |_| None,
        );
        let mut alone = self.naming(theirs.clone()).actions;
        alone.retain(|_, action| action.with.is_empty());
        let (taken, none) = (&used.actions, BTreeSet::new());
        self.actions
            .allot(&alone, &ours.actions, taken, &none, Action::known_by);
        let named = self.naming(theirs.clone());
        self.actions.allot(
            &named.actions,
            &ours.actions,
            &used.actions,
            &actions_named(theirs),
            Action::known_by,
        );
        self.evidence.allot(
            &named.listed,
            &ours.listed,
            &used.evidence,
            &BTreeSet::new(),
            |evidence| {
                // Files that differ are two pieces of evidence, however they are called.
                let file = evidence.file.as_ref().map(|file| file.sha256);
                let name = list?.known_by(&evidence.fields)?;
                Some(format!("{name}\n{file:?}"))
            },
        );
        self
    }

    /// The state with these numbers.
    pub(super) fn state(&self, state: &Assessment) -> Assessment {
        let named = self.naming(state.clone());
        Assessment {
            exemptions: self.exemptions.keys(&named.exemptions),
            actions: self.actions.keys(&named.actions),
            systems: self.systems.keys(&named.systems),
            listed: self.evidence.keys(&named.listed),
            ..named
        }
    }

    /// A state in which everything names others by these numbers, and has its own number still.
    fn naming(&self, mut state: Assessment) -> Assessment {
        for exemption in state.exemptions.values_mut() {
            let life = &mut exemption.life;
            let submitted = life.submitted.iter_mut().map(|s| &mut s.content);
            let relied = life.approvals.iter_mut().chain(submitted);
            let sets = relied.map(|relied| &mut relied.systems);
            for systems in sets.chain([&mut exemption.systems]) {
                *systems = self.systems.set(systems);
            }
        }
        for evidence in state.listed.values_mut() {
            evidence.exemptions = self.exemptions.set(&evidence.exemptions);
        }
        for action in state.actions.values_mut() {
            action.ends = action.ends.map(|id| self.exemptions.get(id));
            action.with = self.actions.set(&action.with);
        }
        let relied = state.relied_systems.iter();
        state.relied_systems = relied
            .map(|(id, systems)| (self.exemptions.get(*id), self.systems.keys(systems)))
            .collect();
        state
    }

    /// The subject with these numbers.
    pub(super) fn subject(&self, subject: At) -> At {
        match subject {
            At::Coverage(id) => At::Coverage(self.exemptions.get(id)),
            At::Field(id, field) => At::Field(self.exemptions.get(id), field),
            At::Life(id) => At::Life(self.exemptions.get(id)),
            At::Withdrawal(id) => At::Withdrawal(self.exemptions.get(id)),
            At::Action(id) => At::Action(self.actions.get(id)),
            At::System(id) => At::System(self.systems.get(id)),
            At::Listed(id) => At::Listed(self.evidence.get(id)),
            At::Version
            | At::Question(_)
            | At::Note(_)
            | At::Evidence(_)
            | At::File(..)
            | At::CarriedForward
            | At::Redaction
            | At::SignOff(_)
            | At::Merge(_) => subject,
        }
    }

    /// Those that differ.
    pub(super) fn renumbered(&self) -> Vec<Renumbered> {
        let exemptions = self.exemptions.differing();
        let actions = self.actions.differing();
        let systems = self.systems.differing();
        let evidence = self.evidence.differing();
        exemptions
            .map(|(was, is)| Renumbered::Exemption { was, is })
            .chain(actions.map(|(was, is)| Renumbered::Action { was, is }))
            .chain(systems.map(|(was, is)| Renumbered::System { was, is }))
            .chain(evidence.map(|(was, is)| Renumbered::Evidence { was, is }))
            .collect()
    }
}
