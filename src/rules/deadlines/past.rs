//! The days that a record had once: a calendar takes back what was in it.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::{Deadline, DeadlineKind, DeadlineOf, dated, deadlines, last_day};
use crate::facts::{
    Action, ActionId, Answer, Assessment, Change, Due, Event, Evidence, EvidenceId, ExemptionId,
    Logged,
};
use crate::questionnaire::{ExemptionKindId, QuestionId, Questionnaire};

/// What had a day once, as entries have it, and has none any more: it was withdrawn, closed, done,
/// taken out, or its day was. The day is the last one that was given.
pub(crate) fn past_deadlines(
    questionnaire: &Questionnaire,
    state: &Assessment,
    entries: &[Logged],
) -> Vec<Deadline> {
    let open = deadlines(questionnaire, state);
    let open: BTreeSet<_> = open.into_iter().map(|d| (d.of, d.kind)).collect();
    let exemptions = state.exemptions.iter();
    let mut once = Once {
        questionnaire,
        kinds: exemptions.map(|(id, e)| (*id, e.kind.clone())).collect(),
        days: BTreeMap::new(),
    };
    for logged in entries {
        once.take(&logged.entry.event);
    }
    let gone = once.days.into_iter().filter(|(key, _)| !open.contains(key));
    let gone = gone.map(|((of, kind), day)| Deadline {
        name: name_of(questionnaire, state, of),
        kind,
        of,
        day,
        then: String::new(),
    });
    let mut gone: Vec<Deadline> = gone.collect();
    gone.sort_by(|a, b| a.order().cmp(&b.order()));
    gone
}

/// The days that entries have given, undone or not.
struct Once<'a> {
    questionnaire: &'a Questionnaire,
    kinds: BTreeMap<ExemptionId, ExemptionKindId>,
    days: BTreeMap<(DeadlineOf, DeadlineKind), Date>,
}

impl Once<'_> {
    fn take(&mut self, event: &Event) {
        match event {
            Event::Changed(change) => self.change(change),
            Event::CarriedForward(carried) => {
                let (actions, listed) = (carried.actions.iter(), carried.listed.iter());
                actions.for_each(|(id, action)| self.action(*id, action));
                listed.for_each(|(id, evidence)| self.evidence(*id, evidence));
            }
            Event::Merged(merge) => merge.takes.iter().for_each(|taken| self.take(taken)),
            Event::Created { .. }
            | Event::Migrated { .. }
            | Event::Redacted(_)
            | Event::SignedOff(_)
            | Event::Undone { .. }
            | Event::Redone { .. } => {}
        }
    }

    fn change(&mut self, change: &Change) {
        match change {
            Change::Coverage(id, coverage) => {
                self.kinds.insert(*id, coverage.kind.clone());
            }
            Change::Field(id, question, Some(Answer::Date(given))) => {
                self.exemption(*id, question, *given);
            }
            Change::Action(id, Some(action)) => self.action(*id, action),
            Change::Listed(id, Some(evidence)) => self.evidence(*id, evidence),
            // It gives none of these a day.
            Change::Answer(..)
            | Change::Note(..)
            | Change::Evidence(..)
            | Change::File(..)
            | Change::NoFile(..)
            | Change::Field(..)
            | Change::Life(..)
            | Change::Withdrawn(..)
            | Change::Action(_, None)
            | Change::System(..)
            | Change::Listed(_, None) => {}
        }
    }

    fn exemption(&mut self, id: ExemptionId, question: &QuestionId, given: Date) {
        let kind = self.kinds.get(&id);
        let Some(kind) = kind.and_then(|id| self.questionnaire.exemption_kind(id)) else {
            return;
        };
        for (what, asked) in dated(kind) {
            if asked == question {
                let day = last_day(kind, &what, given);
                self.days.insert((DeadlineOf::Exemption(id), what), day);
            }
        }
    }

    fn action(&mut self, id: ActionId, action: &Action) {
        if let Due::On(day) = action.due {
            let key = (DeadlineOf::Action(id), DeadlineKind::Action);
            self.days.insert(key, day);
        }
    }

    fn evidence(&mut self, id: EvidenceId, evidence: &Evidence) {
        let list = self.questionnaire.evidence.as_ref();
        if let Some(day) = list.and_then(|list| evidence.expiry(list)) {
            let key = (DeadlineOf::Evidence(id), DeadlineKind::Evidence);
            self.days.insert(key, day);
        }
    }
}

/// What something is called now; empty where it is gone.
fn name_of(questionnaire: &Questionnaire, state: &Assessment, of: DeadlineOf) -> String {
    let name = match of {
        DeadlineOf::Exemption(id) => state.exemptions.get(&id).map(|exemption| {
            let kind = questionnaire.exemption_kind(&exemption.kind);
            kind.map_or_else(String::new, |kind| exemption.name(kind))
        }),
        DeadlineOf::Action(id) => state.actions.get(&id).map(|action| action.what.clone()),
        DeadlineOf::Evidence(id) => state.listed.get(&id).and_then(|evidence| {
            let list = questionnaire.evidence.as_ref()?;
            Some(list.form.name_of(&evidence.fields).to_owned())
        }),
    };
    name.unwrap_or_default()
}
