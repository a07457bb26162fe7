//! What actions are said to close: alone, or together with which others. Only a person says so; from
//! where an action stands nothing follows but what it works towards.

use std::collections::{BTreeMap, BTreeSet};

use super::outcome::Outcome;
use super::results::{Finding, Results};
use crate::facts::{Action, ActionId, Assessment, ExemptionId, FindingId};
use crate::questionnaire::Questionnaire;

impl Outcome {
    /// Whether there is something to put right.
    pub const fn falls_short(self) -> bool {
        matches!(self, Self::PartlyMet | Self::NotMet)
    }

    /// Whether something is left to close: it falls short, or an exemption carries it.
    pub const fn is_open_to_action(self) -> bool {
        self.falls_short() || matches!(self, Self::MetByExemption)
    }
}

impl Results {
    /// Every finding of the scenarios that are asked, with its name.
    pub fn findings(&self) -> impl Iterator<Item = (FindingId, &Finding)> {
        let asked = self.asked();
        asked.flat_map(|result| {
            result.findings.iter().map(|finding| {
                let id = FindingId {
                    scenario: result.id.clone(),
                    requirement: finding.requirement.clone(),
                };
                (id, finding)
            })
        })
    }

    /// What rests on an exemption.
    pub fn resting_on(&self, id: ExemptionId) -> impl Iterator<Item = (FindingId, &Finding)> {
        let findings = self.findings();
        findings.filter(move |(_, finding)| finding.exemptions.contains(&id))
    }

    /// The finding of this name; none where its scenario is not asked or does not bear on it.
    pub fn finding(&self, id: &FindingId) -> Option<&Finding> {
        let asked = self.scenario(&id.scenario).filter(|result| result.asked)?;
        let mut findings = asked.findings.iter();
        findings.find(|finding| finding.requirement == id.requirement)
    }

    /// Those of these findings of which something is left to close, in the order of the questionnaire.
    pub(crate) fn open_findings(
        &self,
        of: &BTreeSet<FindingId>,
    ) -> impl Iterator<Item = FindingId> {
        let left = self
            .findings()
            .filter(|(id, finding)| of.contains(id) && finding.outcome.is_open_to_action());
        left.map(|(id, _)| id)
    }
}

/// The actions that are said to close a finding together: all of them are needed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// Those that are not done; the finding is met once they are.
    pub open: BTreeSet<ActionId>,
    /// Those that are done.
    pub done: BTreeSet<ActionId>,
    /// Those that are named and not recorded any more: as long as there are any, nobody has said
    /// what closes the finding.
    pub missing: BTreeSet<ActionId>,
}

impl Group {
    /// Whether it is known what closes the finding, and something of it is left to do.
    pub fn is_to_close(&self) -> bool {
        self.missing.is_empty() && !self.open.is_empty()
    }
}

impl Action {
    /// Lets an action that goes on say of closing what holds in the new assessment. What nobody has
    /// said any more what closes it, it works towards; that which is done already is not needed.
    pub(crate) fn carry_closures(&mut self, state: &Assessment, id: ActionId, new: &Questionnaire) {
        let closed = |finding: &FindingId| {
            let group = state.closing(id, finding);
            group.is_some_and(|group| group.missing.is_empty())
        };
        let closes = std::mem::take(&mut self.closes);
        let (closes, unsaid): (BTreeSet<_>, BTreeSet<_>) = closes.into_iter().partition(closed);
        self.closes = closes;
        self.towards.extend(unsaid);
        self.closes.retain(|id| id.is_in(new));
        self.towards.retain(|id| id.is_in(new));
        let goes_on = |id: &ActionId| state.actions.get(id).is_some_and(|a| !a.is_done());
        let names = !self.closes.is_empty();
        self.with.retain(|id| names && goes_on(id));
    }
}

impl Assessment {
    /// The actions that close a finding together with this one, itself among them; none where it
    /// has no part in closing it. That one is needed as well holds both ways, and for all whom one
    /// of them names: no one of them promises what takes them all.
    pub fn closing(&self, action: ActionId, finding: &FindingId) -> Option<Group> {
        let is_said = |action: &Action| action.closes.contains(finding);
        let together = self.together(action, is_said);
        let mut there = together.iter().filter_map(|id| self.actions.get(id));
        there.any(is_said).then(|| self.group(together))
    }

    /// The groups of actions that are said to close a finding, each on its own.
    pub fn closings(&self, finding: &FindingId) -> Vec<Group> {
        let mut groups: Vec<Group> = vec![];
        let mut grouped = BTreeSet::new();
        let said = self.actions.iter();
        for (id, _) in said.filter(|(_, action)| action.closes.contains(finding)) {
            if !grouped.contains(id) {
                let together = self.together(*id, |action| action.closes.contains(finding));
                grouped.extend(together.iter().copied());
                groups.push(self.group(together));
            }
        }
        groups
    }

    /// The findings that this action is said to close, by itself or by one that needs it.
    pub(crate) fn said_to_close(&self, action: ActionId) -> BTreeSet<FindingId> {
        let near = self.together(action, |action| !action.closes.is_empty());
        let near = near.iter().filter_map(|id| self.actions.get(id));
        let all: BTreeSet<&FindingId> = near.flat_map(|action| &action.closes).collect();
        let own = all
            .into_iter()
            .filter(|f| self.closing(action, f).is_some());
        own.cloned().collect()
    }

    /// An action with those that are needed as well, as far as these actions say so.
    fn together(&self, action: ActionId, says: impl Fn(&Action) -> bool) -> BTreeSet<ActionId> {
        let mut linked: BTreeMap<ActionId, Vec<ActionId>> = BTreeMap::new();
        for (id, other) in self.actions.iter().filter(|(_, other)| says(other)) {
            for needed in &other.with {
                linked.entry(*id).or_default().push(*needed);
                linked.entry(*needed).or_default().push(*id);
            }
        }
        let mut together = BTreeSet::from([action]);
        let mut next = vec![action];
        while let Some(id) = next.pop() {
            let others = linked.get(&id).into_iter().flatten();
            next.extend(others.filter(|other| together.insert(**other)).copied());
        }
        together
    }

    fn group(&self, together: BTreeSet<ActionId>) -> Group {
        let mut group = Group {
            open: BTreeSet::new(),
            done: BTreeSet::new(),
            missing: BTreeSet::new(),
        };
        for id in together {
            let of = match self.actions.get(&id) {
                None => &mut group.missing,
                Some(action) if action.is_done() => &mut group.done,
                Some(_) => &mut group.open,
            };
            of.insert(id);
        }
        group
    }

    /// What an open action works towards, as far as it is not said what closes it: what somebody has
    /// said; or else what rests on the exemption that it is to end, or what falls short in the
    /// scenario that it comes from. Nothing where it is to find something out: nobody knows what
    /// will be found.
    pub fn works_towards(&self, action: ActionId, results: &Results) -> BTreeSet<FindingId> {
        let Some(says) = self.actions.get(&action).filter(|says| !says.is_done()) else {
            return BTreeSet::new();
        };
        let is_closed = |id: &FindingId| {
            let group = self.closing(action, id);
            group.is_some_and(|group| group.is_to_close())
        };
        let said = self.said_to_close(action);
        if !said.is_empty() || !says.towards.is_empty() || says.finds_out.is_some() {
            let said: BTreeSet<FindingId> = said.union(&says.towards).cloned().collect();
            let left = results.open_findings(&said);
            return left.filter(|id| !is_closed(id)).collect();
        }
        let rests = |f: &Finding| says.ends.is_some_and(|id| f.exemptions.contains(&id));
        let resting = results.findings().filter(|(_, finding)| rests(finding));
        let resting: BTreeSet<FindingId> = resting.map(|(id, _)| id).collect();
        if !resting.is_empty() {
            return resting;
        }
        let is_here = |(id, finding): &(FindingId, &Finding)| {
            id.scenario == says.scenario && finding.outcome.falls_short()
        };
        let here = results.findings().filter(is_here);
        here.map(|(id, _)| id).collect()
    }
}
