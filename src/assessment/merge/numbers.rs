//! The numbers of exemptions and actions. Two people who begin one each give both the same number,
//! and yet they are different ones.

use std::collections::{BTreeMap, BTreeSet};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::super::audit::Subject;
use super::super::event::{ActionId, Event, ExemptionId};
use super::super::state::Assessment;

/// Something of the other record that has another number here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Renumbered {
    /// An exemption.
    Exemption {
        /// Its number there.
        was: ExemptionId,
        /// Its number here.
        is: ExemptionId,
    },
    /// An action.
    Action {
        /// Its number there.
        was: ActionId,
        /// Its number here.
        is: ActionId,
    },
}

/// The numbers that are taken in a record, also by what is gone: none is used again.
#[derive(Debug, Default)]
pub struct Used {
    /// Those of exemptions.
    pub exemptions: BTreeSet<ExemptionId>,
    /// Those of actions.
    pub actions: BTreeSet<ActionId>,
}

impl Used {
    /// The numbers that these events have given.
    pub fn by<'a>(events: impl Iterator<Item = &'a Event>) -> Self {
        let mut used = Self::default();
        for event in events {
            match event {
                Event::ExemptionScoped { exemption, .. } => {
                    used.exemptions.insert(*exemption);
                }
                Event::ActionWritten { action, .. } => {
                    used.actions.insert(*action);
                }
                Event::CarriedForward(carried) => {
                    used.exemptions.extend(carried.exemptions.keys());
                    used.actions.extend(carried.actions.keys());
                }
                Event::Merged(merge) => {
                    let taken = Self::by(merge.takes.iter());
                    used.exemptions.extend(taken.exemptions);
                    used.actions.extend(taken.actions);
                }
                _ => {}
            }
        }
        used
    }
}

/// What the numbers of one record are in another; those that are not named are the same there.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Numbers {
    exemptions: BTreeMap<ExemptionId, ExemptionId>,
    actions: BTreeMap<ActionId, ActionId>,
}

impl Numbers {
    pub(super) fn of(renumbered: &[Renumbered]) -> Self {
        let mut numbers = Self::default();
        for one in renumbered {
            match one {
                Renumbered::Exemption { was, is } => {
                    numbers.exemptions.insert(*was, *is);
                }
                Renumbered::Action { was, is } => {
                    numbers.actions.insert(*was, *is);
                }
            }
        }
        numbers
    }

    fn exemption(&self, id: ExemptionId) -> ExemptionId {
        self.exemptions.get(&id).copied().unwrap_or(id)
    }

    fn action(&self, id: ActionId) -> ActionId {
        self.actions.get(&id).copied().unwrap_or(id)
    }

    /// These numbers, and then those.
    pub(super) fn then(&self, next: &Self) -> Self {
        let mut both = next.clone();
        let exemptions = self.exemptions.iter();
        let actions = self.actions.iter();
        both.exemptions
            .extend(exemptions.map(|(was, is)| (*was, next.exemption(*is))));
        both.actions
            .extend(actions.map(|(was, is)| (*was, next.action(*is))));
        both
    }

    /// The same for what this state holds, each named.
    pub(super) fn within(&self, state: &Assessment) -> Self {
        let exemptions = state.exemptions.keys();
        let actions = state.actions.keys();
        Self {
            exemptions: exemptions.map(|id| (*id, self.exemption(*id))).collect(),
            actions: actions.map(|id| (*id, self.action(*id))).collect(),
        }
    }

    /// The way back, for those that are named.
    pub(super) fn back(&self) -> Self {
        let exemptions = self.exemptions.iter().map(|(was, is)| (*is, *was));
        let actions = self.actions.iter().map(|(was, is)| (*is, *was));
        Self {
            exemptions: exemptions.collect(),
            actions: actions.collect(),
        }
    }

    /// These, with more that do not lead where one of these leads.
    pub(super) fn or(mut self, more: Self) -> Self {
        add(&mut self.exemptions, more.exemptions);
        add(&mut self.actions, more.actions);
        self
    }

    /// Names all that the other record holds: what has no number here yet keeps its own where that
    /// is free here or stands for the very same, and gets the next free one else.
    pub(super) fn allot(mut self, theirs: &Assessment, ours: &Assessment, used: &Used) -> Self {
        allot(
            &mut self.exemptions,
            &theirs.exemptions,
            &ours.exemptions,
            &used.exemptions,
            |id| id.0,
            ExemptionId,
        );
        allot(
            &mut self.actions,
            &theirs.actions,
            &ours.actions,
            &used.actions,
            |id| id.0,
            ActionId,
        );
        self
    }

    /// The state with these numbers.
    pub(super) fn state(&self, state: &Assessment) -> Assessment {
        let exemptions = state.exemptions.iter();
        let actions = state.actions.iter();
        Assessment {
            exemptions: exemptions
                .map(|(id, exemption)| (self.exemption(*id), exemption.clone()))
                .collect(),
            actions: actions
                .map(|(id, action)| (self.action(*id), action.clone()))
                .collect(),
            ..state.clone()
        }
    }

    /// The subject with these numbers.
    pub(super) fn subject(&self, subject: Subject) -> Subject {
        match subject {
            Subject::Scope(id) => Subject::Scope(self.exemption(id)),
            Subject::Field(id, field) => Subject::Field(self.exemption(id), field),
            Subject::Withdrawal(id) => Subject::Withdrawal(self.exemption(id)),
            Subject::Action(id) => Subject::Action(self.action(id)),
            other => other,
        }
    }

    /// Those that differ.
    pub(super) fn renumbered(&self) -> Vec<Renumbered> {
        let exemptions = self.exemptions.iter().filter(|(was, is)| was != is);
        let actions = self.actions.iter().filter(|(was, is)| was != is);
        exemptions
            .map(|(was, is)| Renumbered::Exemption { was: *was, is: *is })
            .chain(actions.map(|(was, is)| Renumbered::Action { was: *was, is: *is }))
            .collect()
    }
}

fn add<Id: Ord + Copy>(to: &mut BTreeMap<Id, Id>, more: BTreeMap<Id, Id>) {
    for (was, is) in more {
        if !to.contains_key(&was) && !to.values().any(|taken| *taken == is) {
            to.insert(was, is);
        }
    }
}

fn allot<Id: Ord + Copy, T: PartialEq>(
    numbers: &mut BTreeMap<Id, Id>,
    theirs: &BTreeMap<Id, T>,
    ours: &BTreeMap<Id, T>,
    used: &BTreeSet<Id>,
    number: fn(Id) -> u32,
    id: fn(u32) -> Id,
) {
    let mut taken: BTreeSet<Id> = used.iter().chain(ours.keys()).copied().collect();
    taken.extend(numbers.values());
    let mut others = vec![];
    for (was, content) in theirs {
        if numbers.contains_key(was) {
            continue;
        }
        let is_same = ours.get(was) == Some(content);
        let leads_here = numbers.values().any(|is| is == was);
        if !taken.contains(was) || (is_same && !leads_here) {
            numbers.insert(*was, *was);
            taken.insert(*was);
        } else {
            others.push(*was);
        }
    }
    for was in others {
        let after = taken.last().and_then(|last| number(*last).checked_add(1));
        // Only a record that was made by hand has the highest number that there is.
        let gap = || (1..=u32::MAX).find(|n| !taken.contains(&id(*n)));
        let Some(free) = after.or_else(gap).map(id) else {
            continue;
        };
        numbers.insert(was, free);
        taken.insert(free);
    }
}
