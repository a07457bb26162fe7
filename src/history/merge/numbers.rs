//! The numbers of exemptions, actions and entries of registers. Two people who begin one each give
//! both the same number, and yet they are different ones.

use std::collections::{BTreeMap, BTreeSet};

use crate::facts::{
    ActionId, Assessment, At, Change, Event, EvidenceId, ExemptionId, Numbered, Register,
    Renumbered, SystemId, Thing, ThingKind, Value,
};
use crate::questionnaire::Questionnaire;

/// The numbers that are taken in a record, also by what is gone: none is used again.
#[derive(Debug, Default)]
pub struct Used(BTreeSet<Thing>);

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
            // What is taken out was given before.
            Event::Changed(
                Change::Action(_, None) | Change::System(_, None) | Change::Listed(_, None),
            ) => {}
            Event::Changed(change) => self.0.extend(change.at().thing()),
            Event::CarriedForward(carried) => self.0.extend(carried.said().things().into_keys()),
            Event::Merged(merge) => merge.takes.iter().for_each(|taken| self.add(taken)),
            Event::Created { .. }
            | Event::Migrated { .. }
            | Event::Redacted(_)
            | Event::SignedOff(_)
            | Event::Undone { .. }
            | Event::Redone { .. } => {}
        }
    }

    /// Whether this number was given.
    pub fn has(&self, id: impl Into<Thing>) -> bool {
        self.0.contains(&id.into())
    }

    /// The next free number for an exemption. A number is never used again.
    pub fn next_exemption(&self, state: &Assessment) -> ExemptionId {
        self.next(state.exemptions.keys().next_back())
    }

    /// The next free number for an action.
    pub fn next_action(&self, state: &Assessment) -> ActionId {
        self.next(state.actions.keys().next_back())
    }

    /// The next free number for a system.
    pub fn next_system(&self, state: &Assessment) -> SystemId {
        self.next(state.systems.keys().next_back())
    }

    /// The next free number for a piece of evidence.
    pub fn next_evidence(&self, state: &Assessment) -> EvidenceId {
        self.next(state.listed.keys().next_back())
    }

    /// The number that comes after all that are used or there.
    fn next<I: Numbered>(&self, there: Option<&I>) -> I {
        let highest = self.last().max(there.copied()).map(Into::into);
        I::from(highest.map_or(0, |thing| thing.number).saturating_add(1))
    }

    /// The highest number of a kind of thing that was given.
    pub(crate) fn last<I: Numbered>(&self) -> Option<I> {
        let none: Thing = I::from(0).into();
        let all = Thing {
            number: u32::MAX,
            ..none
        };
        let highest = self.0.range(none..=all).next_back();
        highest.map(|thing| I::from(thing.number))
    }
}

/// All that is said of a thing.
type Said = BTreeMap<At, Value>;
type Things = BTreeMap<Thing, Said>;

/// What is known again in another record by more than its number: what a table knows rows by.
fn known_by(said: &Said, asked: &Questionnaire) -> Option<String> {
    said.values().find_map(|value| match value {
        Value::System(system) => Register::Systems.form(asked)?.known_by(&system.fields),
        Value::Action(action) => action.known_by(),
        Value::Listed(evidence) => {
            // Files that differ are two pieces of evidence, however they are called.
            let file = evidence.file.as_ref().map(|file| file.sha256);
            let name = Register::Evidence.form(asked)?.known_by(&evidence.fields)?;
            Some(format!("{name}\n{file:?}"))
        }
        Value::Version(_)
        | Value::Answer(_)
        | Value::Words(_)
        | Value::Note(_)
        | Value::Coverage(_)
        | Value::Life(_)
        | Value::File(_)
        | Value::Origin(_)
        | Value::SignOff(_) => None,
    })
}

/// Things by what they are known by; none where several are known by the same.
fn alone<'t>(
    things: impl Iterator<Item = (&'t Thing, &'t Said)>,
    asked: &Questionnaire,
) -> BTreeMap<String, Option<Thing>> {
    let mut named = BTreeMap::new();
    for (thing, said) in things {
        if let Some(name) = known_by(said, asked) {
            let alone = named.entry(name).and_modify(|thing| *thing = None);
            alone.or_insert(Some(*thing));
        }
    }
    named
}

/// Whether it is an action that needs others.
fn needs_others(said: &Said) -> bool {
    let mut values = said.values();
    values.any(|value| matches!(value, Value::Action(action) if !action.with.is_empty()))
}

/// What the numbers of one record are in another; those that are not named are the same there.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Numbers(BTreeMap<Thing, u32>);

impl Numbers {
    pub(super) fn of(renumbered: &[Renumbered]) -> Self {
        let pairs = renumbered.iter().map(|one| match *one {
            Renumbered::Exemption { was, is } => (was.into(), is.0),
            Renumbered::Action { was, is } => (was.into(), is.0),
            Renumbered::System { was, is } => (was.into(), is.0),
            Renumbered::Evidence { was, is } => (was.into(), is.0),
        });
        Self(pairs.collect())
    }

    fn thing(&self, was: Thing) -> Thing {
        let number = self.0.get(&was).copied().unwrap_or(was.number);
        Thing { number, ..was }
    }

    fn get<I: Numbered>(&self, id: I) -> I {
        I::from(self.thing(id.into()).number)
    }

    /// Those that it leads to.
    fn taken(&self) -> BTreeSet<Thing> {
        self.0.keys().map(|was| self.thing(*was)).collect()
    }

    /// These numbers, and then those.
    pub(super) fn then(&self, next: &Self) -> Self {
        let mut both = next.clone();
        let these = self.0.keys();
        both.0
            .extend(these.map(|was| (*was, next.thing(self.thing(*was)).number)));
        both
    }

    /// The same for what this state holds or names, be it there or gone, each named.
    pub(super) fn within(&self, state: &Assessment) -> Self {
        let things = state.things();
        let held = named(&things).into_iter().chain(things.into_keys());
        Self(held.map(|was| (was, self.thing(was).number)).collect())
    }

    /// The way back, for those that are named.
    pub(super) fn back(&self) -> Self {
        let pairs = self.0.keys().map(|was| (self.thing(*was), was.number));
        Self(pairs.collect())
    }

    /// These, with more that do not lead where one of these leads.
    pub(super) fn or(mut self, more: &Self) -> Self {
        let mut taken = self.taken();
        for (was, is) in &more.0 {
            if !self.0.contains_key(was) && taken.insert(more.thing(*was)) {
                self.0.insert(*was, *is);
            }
        }
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
        let (here, theirs) = (ours.things(), theirs.things());
        let named = named(&theirs);
        // What names others comes after them: whether it is the same is seen with their numbers.
        for (kind, is_alone) in [
            (ThingKind::System, false),
            (ThingKind::Exemption, false),
            (ThingKind::Action, true),
            (ThingKind::Action, false),
            (ThingKind::Evidence, false),
        ] {
            let there = theirs
                .iter()
                .filter(|(thing, said)| thing.kind == kind && !(is_alone && needs_others(said)));
            let there: Things = there
                .map(|(thing, said)| (*thing, self.naming(said)))
                .collect();
            self.know(kind, &there, &here, asked);
            // What is gone there, and named still, must not become the name of something that is here.
            let gone = named
                .iter()
                .filter(|thing| thing.kind == kind && !is_alone && !there.contains_key(thing));
            let taken = used
                .0
                .iter()
                .chain(here.keys())
                .copied()
                .chain(self.taken());
            let taken = taken.filter(|thing| thing.kind == kind);
            let mut taken: BTreeSet<u32> = taken.map(|thing| thing.number).collect();
            let mut others = vec![];
            for was in there.keys().chain(gone) {
                if self.0.contains_key(was) {
                    continue;
                }
                if taken.insert(was.number) {
                    self.0.insert(*was, was.number);
                } else {
                    others.push(*was);
                }
            }
            for was in others {
                let after = taken.last().and_then(|last| last.checked_add(1));
                // Only a record that was made by hand has the highest number that there is.
                let gap = || (1..=u32::MAX).find(|number| !taken.contains(number));
                let Some(free) = after.or_else(gap) else {
                    continue;
                };
                self.0.insert(was, free);
                taken.insert(free);
            }
        }
        self
    }

    /// Names those of the other that were added since both were the same, and are the same as ones
    /// that were added here: the very same, or known again.
    fn know(&mut self, kind: ThingKind, theirs: &Things, ours: &Things, asked: &Questionnaire) {
        let taken = self.taken();
        let theirs = theirs.iter().filter(|(was, _)| !self.0.contains_key(was));
        let (same, others): (Vec<_>, Vec<_>) =
            theirs.partition(|(was, said)| !taken.contains(was) && ours.get(was) == Some(*said));
        let same: BTreeSet<Thing> = same.into_iter().map(|(was, _)| *was).collect();
        let is_left =
            |thing: &Thing| thing.kind == kind && !taken.contains(thing) && !same.contains(thing);
        let here = alone(ours.iter().filter(|(thing, _)| is_left(thing)), asked);
        let known = alone(others.into_iter(), asked).into_iter();
        let known = known.filter_map(|(name, was)| {
            let was = was?;
            let is = here.get(&name).copied().flatten()?;
            Some((was, is.number))
        });
        let same = same.iter().map(|was| (*was, was.number));
        self.0.extend(same.chain(known));
    }

    /// The state with these numbers.
    pub(super) fn state(&self, state: &Assessment) -> Assessment {
        let numbered = state.clone().map(|at, said| {
            let said = said.naming(&mut |thing| self.thing(thing));
            Some((self.subject(at), said))
        });
        let relied = state.relied_systems.iter().map(|(id, systems)| {
            let systems = systems.iter();
            let systems = systems.map(|(id, was)| (self.get(*id), was.clone()));
            (self.get(*id), systems.collect())
        });
        Assessment {
            relied_systems: relied.collect(),
            ..numbered
        }
    }

    /// What is said of a thing, naming others by these numbers.
    fn naming(&self, said: &Said) -> Said {
        let named = said.iter().map(|(at, value)| {
            let value = value.clone().naming(&mut |thing| self.thing(thing));
            (at.clone(), value)
        });
        named.collect()
    }

    /// The subject with these numbers.
    pub(super) fn subject(&self, subject: At) -> At {
        match subject {
            At::Coverage(id) => At::Coverage(self.get(id)),
            At::Field(id, field) => At::Field(self.get(id), field),
            At::Life(id) => At::Life(self.get(id)),
            At::Withdrawal(id) => At::Withdrawal(self.get(id)),
            At::Action(id) => At::Action(self.get(id)),
            At::System(id) => At::System(self.get(id)),
            At::Listed(id) => At::Listed(self.get(id)),
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
        let differing = self.0.iter().filter(|(was, is)| was.number != **is);
        let renumbered = differing.map(|(was, is)| Renumbered::of(*was, *is));
        renumbered.collect()
    }
}

/// What is named by others, be it there or gone.
fn named(things: &Things) -> BTreeSet<Thing> {
    let mut named = BTreeSet::new();
    for said in things.values().flat_map(BTreeMap::values) {
        said.clone().naming(&mut |thing| {
            named.insert(thing);
            thing
        });
    }
    named
}
