//! The state of an assessment: the fold of its events.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use serde::Deserialize;
use serde_json::Value;
use thiserror::Error;

use super::action::Action;
use super::answer::Answer;
use super::carried::Carried;
use super::change::Change;
use super::event::{Event, Logged};
use super::evidence::EvidenceFile;
use super::exemption::Exemption;
use super::fingerprint::Fingerprint;
use super::ids::{ActionId, EvidenceId, ExemptionId, SystemId};
use super::life::Life;
use super::limits;
use super::limits::SIGN_OFFS;
use super::merged::Merge;
use super::migration::Earlier;
use super::note::Note;
use super::redaction::Redaction;
use super::register::{Evidence, System};
use super::sign_off::Signed;
use crate::facts::migration::{Changes, Former, Titled};
use crate::questionnaire::{QuestionId, Questionnaire, Scenario, ScenarioId};

/// What an assessment says now.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Assessment {
    /// Answers to the organisation's form and to the scenarios, hidden ones too.
    pub answers: BTreeMap<QuestionId, Answer>,
    /// Notes.
    pub notes: BTreeMap<ScenarioId, Note>,
    /// Evidence references.
    pub evidence: BTreeMap<ScenarioId, String>,
    /// Files named as evidence, by their paths.
    pub files: BTreeMap<ScenarioId, BTreeMap<String, EvidenceFile>>,
    /// Exemptions.
    pub exemptions: BTreeMap<ExemptionId, Exemption>,
    /// Actions.
    pub actions: BTreeMap<ActionId, Action>,
    /// The register of systems.
    pub systems: BTreeMap<SystemId, System>,
    /// The list of evidence.
    pub listed: BTreeMap<EvidenceId, Evidence>,
    /// Sign-offs, in the order of signing.
    pub sign_offs: Vec<Signed>,
    /// What was given to an earlier version and has no place in the one in force.
    pub former: Vec<Former>,
    /// What has changed about questions since they were answered, until they are answered again.
    pub changed: BTreeMap<QuestionId, Changes>,
    /// The versions that were in force before, in their order.
    pub earlier: Vec<Earlier>,
    /// What an earlier assessment says, to be confirmed or only to be seen.
    pub carried: Option<Carried>,
    /// How what comes from other records is called, where it is not asked here.
    pub titles: BTreeMap<Titled, String>,
    /// What is left out, where the record is a copy for others.
    pub redaction: Option<Redaction>,
    /// The systems of each exemption as they were when it was approved last: a number can come to
    /// stand for another system.
    pub relied_systems: BTreeMap<ExemptionId, BTreeMap<SystemId, System>>,
}

/// Why entries do not make an assessment.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum FoldError {
    /// An event names something that is not there, or comes where it cannot.
    #[error("entry {seq} {says}")]
    Misplaced {
        /// Number of the entry.
        seq: u64,
        /// What is wrong with it.
        says: &'static str,
    },
}

#[cfg(test)]
thread_local! {
    /// How often entries were folded.
    pub(crate) static FOLDED: std::cell::Cell<usize> = const { std::cell::Cell::new(0) };
}

impl Assessment {
    /// Folds entries, in order.
    ///
    /// # Errors
    /// Names the entry that does not fit.
    pub fn fold(entries: &[Logged]) -> Result<Self, FoldError> {
        #[cfg(test)]
        FOLDED.with(|folded| folded.set(folded.get() + 1));
        let undone = undone(entries)?;
        let mut state = Self::default();
        let mut before: Option<Fingerprint> = None;
        let mut asked = Asked::default();
        for logged in entries {
            let entry = &logged.entry;
            let misplaced = |says| FoldError::Misplaced {
                seq: entry.seq,
                says,
            };
            if matches!(entry.event, Event::Created { .. }) != (entry.seq == 1) {
                return Err(misplaced("is not where a record begins"));
            }
            if let Event::SignedOff(sign_off) = &entry.event
                && Some(sign_off.fingerprint) != before
            {
                return Err(misplaced(
                    "signs another record than the one that stands before it",
                ));
            }
            // Since format 6, what it joins stands before it, and is seen where lines are read.
            if let Event::Merged(merge) = &entry.event
                && !merge.lines.is_empty()
            {
                let common = usize::try_from(merge.common).ok();
                let common = common.and_then(|common| entries.get(..common));
                let shared = common.filter(|shared| shared.len() < entries.len());
                let newest = shared
                    .and_then(|shared| shared.last())
                    .map(|l| l.fingerprint);
                if shared.is_none() || merge.common >= entry.seq || !merge.is_chained_to(newest) {
                    return Err(misplaced("joins a history that is not what it was"));
                }
            }
            if let Event::Migrated { questionnaire, .. } = &entry.event {
                let (old, new) = asked.next(questionnaire).map_err(misplaced)?;
                state.migrate(entry.seq, old, &new);
            } else if !undone.contains_key(&entry.seq) {
                state.apply(entry.seq, &entry.event).map_err(misplaced)?;
            }
            if let Event::Created { questionnaire, .. } = &entry.event {
                asked.source = Some(questionnaire);
            }
            before = Some(logged.fingerprint);
        }
        // A change that was undone, and its undoing, have come after the sign-off all the same.
        let mut later = entries.iter().map(|logged| &logged.entry);
        let mut changed = None;
        for signed in &mut state.sign_offs {
            if changed.is_none_or(|seq| seq < signed.seq) {
                changed = later
                    .find(|e| e.seq > signed.seq && !matches!(e.event, Event::SignedOff(_)))
                    .map(|e| e.seq);
            }
            signed.superseded_by = changed;
        }
        Ok(state)
    }

    /// Applies one event that is not written yet. Undoing, and a new version, need a fold.
    ///
    /// # Errors
    /// Says what is wrong with the event.
    pub fn apply(&mut self, seq: u64, event: &Event) -> Result<(), &'static str> {
        let more = limits::sign_offs(event);
        if more > 0 {
            let copied = self.redaction.as_ref().map_or(0, |of| of.sign_offs.len());
            if self.sign_offs.len() + copied + more > SIGN_OFFS {
                return Err("is one sign-off more than a record holds");
            }
        }
        match event {
            Event::Changed(change) => self.change(change)?,
            Event::Migrated { .. } => return Err("brings a questionnaire; that needs a fold"),
            Event::CarriedForward(carried) => self.carry(carried),
            Event::Merged(merge) => self.take_over(merge)?,
            Event::Redacted(redaction) => {
                if seq != 2 {
                    return Err("is not where a copy begins");
                }
                self.redaction = Some(redaction.as_ref().clone());
            }
            Event::SignedOff(sign_off) => self.sign_offs.push(Signed {
                sign_off: sign_off.clone(),
                seq,
                superseded_by: None,
                faults: vec![],
            }),
            Event::Created { .. } | Event::Undone { .. } | Event::Redone { .. } => {}
        }
        if !matches!(event, Event::SignedOff(_)) {
            for signed in &mut self.sign_offs {
                signed.superseded_by.get_or_insert(seq);
            }
        }
        Ok(())
    }

    fn change(&mut self, change: &Change) -> Result<(), &'static str> {
        // An answer is given to the question as it is asked now.
        if let Change::Answer(id, _) = change {
            self.changed.remove(id);
        }
        let approved = if let Change::Life(id, life) = change {
            let before = self
                .exemptions
                .get(id)
                .map_or(0, |e| e.life.approvals.len());
            (life.approvals.len() > before).then_some(*id)
        } else {
            None
        };
        self.set(change.clone())?;
        if let Some(exemption) = approved {
            self.rely(exemption);
        }
        Ok(())
    }

    /// Takes over what another record says.
    fn take_over(&mut self, merge: &Merge) -> Result<(), &'static str> {
        for taken in &merge.takes {
            let change = taken.change();
            self.change(change.ok_or("takes over what is no change of content")?)?;
        }
        // A system can stand after the approval that covers it.
        for taken in &merge.takes {
            if let Event::Changed(Change::Life(exemption, _)) = taken {
                self.rely(*exemption);
            }
        }
        for seen in &merge.seen {
            let relied = self.relied_systems.entry(seen.exemption).or_default();
            relied.insert(seen.system, seen.was.clone());
        }
        self.changed.extend(merge.changed.clone());
        self.titles.extend(merge.titles.each());
        Ok(())
    }

    /// Keeps the systems of an exemption as those who approve it see them.
    fn rely(&mut self, exemption: ExemptionId) {
        let approved = self.exemptions.get(&exemption);
        let systems = approved.and_then(|e| Some(&e.life.approvals.last()?.systems));
        let systems = systems.into_iter().flatten();
        let seen = systems.filter_map(|id| Some((*id, self.systems.get(id)?.clone())));
        let seen = seen.collect();
        self.relied_systems.insert(exemption, seen);
    }

    /// Kind and scope of exemptions go over, and actions; the rest waits to be confirmed.
    fn carry(&mut self, carried: &Carried) {
        let standing = carried.exemptions.iter();
        for (id, exemption) in standing.filter(|(_, e)| !e.is_over()) {
            let begun = Exemption {
                fields: BTreeMap::new(),
                life: Life::default(),
                ..exemption.clone()
            };
            self.exemptions.insert(*id, begun);
        }
        let actions = carried.actions.iter();
        let actions = actions.map(|(id, action)| (*id, action.clone()));
        self.actions.extend(actions);
        self.systems.extend(carried.systems.clone());
        self.listed.extend(carried.listed.clone());
        if let Some(other) = &carried.other_version {
            self.former.extend(other.aside.iter().cloned());
            self.titles.extend(other.titles.each());
        }
        self.carried = Some(carried.clone());
    }

    /// Whether a sign-off stands that nothing has superseded, and that is not of a draft.
    pub fn is_signed(&self) -> bool {
        self.current_sign_offs().any(|s| !s.is_draft())
    }

    /// The sign-offs that nothing has superseded, those of a draft among them.
    pub fn current_sign_offs(&self) -> impl Iterator<Item = &Signed> {
        self.sign_offs.iter().filter(|s| s.superseded_by.is_none())
    }

    /// The notes that the board must know, in the order of the questionnaire: those of scenarios that
    /// are not asked now too, for somebody has said that the board must know them.
    pub fn notes_for_board<'a>(
        &'a self,
        questionnaire: &'a Questionnaire,
    ) -> impl Iterator<Item = (&'a Scenario, &'a str)> {
        let noted = questionnaire.scenarios().filter_map(|scenario| {
            let note = self.notes.get(&scenario.id)?;
            Some((scenario, note))
        });
        let marked = noted.filter(|(_, note)| note.for_board);
        marked.map(|(scenario, note)| (scenario, note.text.as_str()))
    }

    /// The text that answers a question, or an empty one.
    pub fn text(&self, question: &QuestionId) -> &str {
        match self.answers.get(question) {
            Some(Answer::Text(words)) => words,
            _ => "",
        }
    }

    /// The entry that brought the version in force, unless the record was begun with it.
    pub fn last_migration(entries: &[Logged]) -> Option<&Logged> {
        let mut newest = entries.iter().rev();
        newest.find(|l| matches!(l.entry.event, Event::Migrated { .. }))
    }

    /// The newest entry that undoing does not reach behind: what is taken back there may not be
    /// asked any more, or may be taken over from somebody else since.
    pub fn last_turn(entries: &[Logged]) -> Option<&Logged> {
        entries.iter().rev().find(|l| is_turn(l))
    }

    /// The event that "undo" would take back.
    pub fn undoable(entries: &[Logged]) -> Option<&Logged> {
        Turnable::of(entries).back.pop()
    }

    /// The event that "redo" would bring back: only straight after undoing, and never one that a
    /// later change came over, even if that was undone since.
    pub fn redoable(entries: &[Logged]) -> Option<&Logged> {
        Turnable::of(entries).again.pop()
    }
}

/// What can be undone, and what can be brought back: of each the next one last.
#[derive(Default)]
struct Turnable<'a> {
    back: Vec<&'a Logged>,
    again: Vec<&'a Logged>,
}

impl<'a> Turnable<'a> {
    fn of(entries: &'a [Logged]) -> Self {
        let mut all = Self::default();
        for logged in since_turn(entries) {
            let event = &logged.entry.event;
            if let Event::Undone { seq } = event {
                all.back.retain(|l| l.entry.seq != *seq);
                all.again.extend(Logged::find(entries, *seq));
            } else if let Event::Redone { seq } = event {
                all.again.retain(|l| l.entry.seq != *seq);
                all.back.extend(Logged::find(entries, *seq));
            } else if event.change().is_some() {
                all.back.push(logged);
                all.again.clear();
            }
        }
        all
    }
}

/// Whether it brought another version, or the work of somebody else.
const fn is_turn(logged: &Logged) -> bool {
    matches!(
        logged.entry.event,
        Event::Migrated { .. } | Event::Merged(_)
    )
}

/// The entries since the last of those.
fn since_turn(entries: &[Logged]) -> &[Logged] {
    let first = entries.iter().rposition(is_turn).map_or(0, |at| at + 1);
    entries.get(first..).unwrap_or_default()
}

/// What is asked as the entries go by. Read only where a version follows on another: most records
/// have one.
#[derive(Default)]
struct Asked<'a> {
    source: Option<&'a Value>,
    read: Option<Arc<Questionnaire>>,
}

impl<'a> Asked<'a> {
    /// The version that was in force, and the one that comes.
    fn next(
        &mut self,
        source: &'a Value,
    ) -> Result<(Arc<Questionnaire>, Arc<Questionnaire>), &'static str> {
        let unread = "embeds a questionnaire that cannot be read";
        let read = |source| Questionnaire::deserialize(source).map(Arc::new);
        let old = match (self.read.take(), self.source) {
            (Some(old), _) => old,
            (None, Some(first)) => read(first).map_err(|_| unread)?,
            (None, None) => return Err("is not where a record begins"),
        };
        let new = read(source).map_err(|_| unread)?;
        if old.id != new.id {
            return Err("brings a questionnaire on something else");
        }
        self.read = Some(Arc::clone(&new));
        Ok((old, new))
    }
}

/// The entries that do not count, after every undo and redo, with those that have undone them.
pub(crate) fn undone(entries: &[Logged]) -> Result<BTreeMap<u64, u64>, FoldError> {
    let mut standing = BTreeSet::new();
    let mut undone = BTreeMap::new();
    for logged in entries {
        let seq = logged.entry.seq;
        let misplaced = |says| Err(FoldError::Misplaced { seq, says });
        let event = &logged.entry.event;
        if let Event::Undone { seq: target } = event {
            if !standing.remove(target) {
                return misplaced("undoes an entry that cannot be undone");
            }
            undone.insert(*target, seq);
        } else if let Event::Redone { seq: target } = event {
            if undone.remove(target).is_none() {
                return misplaced("brings back an entry that was not undone");
            }
            standing.insert(*target);
        } else if event.change().is_some() {
            standing.insert(seq);
        }
    }
    Ok(undone)
}
