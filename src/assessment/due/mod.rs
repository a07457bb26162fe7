//! What has a day: reviews, ends and plans of exemptions, confirmations, actions and evidence.
//!
//! Each day is one that the record says, or a year after one; what has run out follows from the day
//! of asking alone, so that no later day can make anything less overdue.

#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use jiff::civil::Date;

use super::action::{Action, Due};
use super::answer::Answer;
use super::event::{ActionId, Event, EvidenceId, ExemptionId, Logged};
use super::exemption::{Exemption, fresh_until};
use super::register::Evidence;
use super::sheet::Sheet;
use super::state::Assessment;
use crate::questionnaire::{Condition, ExemptionKind, ExemptionKindId, QuestionId, Questionnaire};

/// A day after which something is not what it was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deadline {
    /// What comes to its end on that day.
    pub kind: DeadlineKind,
    /// What it is about.
    pub of: DeadlineOf,
    /// What that is called; empty while it has no name.
    pub name: String,
    /// The last day on which all is well.
    pub day: Date,
    /// What is so after that day, as a sentence.
    pub then: String,
}

/// What can come to an end.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DeadlineKind {
    /// The time until the next review of an exemption.
    Review,
    /// The time for which an exemption was given.
    Expiry,
    /// Another date that an exemption must not pass, such as the target date of its plan.
    Target(QuestionId),
    /// The year for which the confirmation of an exemption is good.
    Confirmation,
    /// The time for an action.
    Action,
    /// The time for which a piece of evidence holds.
    Evidence,
}

/// What a deadline is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DeadlineOf {
    /// An exemption.
    Exemption(ExemptionId),
    /// An action.
    Action(ActionId),
    /// A piece of evidence of the list.
    Evidence(EvidenceId),
}

impl fmt::Display for DeadlineOf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Exemption(id) => id.fmt(f),
            Self::Action(id) => id.fmt(f),
            Self::Evidence(id) => id.fmt(f),
        }
    }
}

impl DeadlineKind {
    /// It in a word or two.
    pub const fn words(&self) -> &'static str {
        match self {
            Self::Review => "next review",
            Self::Expiry => "last day",
            Self::Target(_) => "target date",
            Self::Confirmation => "yearly confirmation",
            Self::Action => "action",
            Self::Evidence => "evidence",
        }
    }

    /// The id, as it is written for machines.
    pub const fn id(&self) -> &'static str {
        match self {
            Self::Review => "review",
            Self::Expiry => "expiry",
            Self::Target(_) => "target",
            Self::Confirmation => "confirmation",
            Self::Action => "action",
            Self::Evidence => "evidence",
        }
    }

    /// What it has done once its day is past.
    const fn past(&self) -> &'static str {
        match self {
            Self::Expiry | Self::Evidence | Self::Confirmation => "ran out",
            Self::Review | Self::Target(_) | Self::Action => "was due",
        }
    }
}

impl Deadline {
    /// Whether its day is past.
    pub fn has_run_out(&self, today: Date) -> bool {
        self.day < today
    }

    /// Its day as seen from another: "ran out 12 days ago", "today", "in 30 days".
    pub fn when_words(&self, today: Date) -> String {
        let past = self.kind.past();
        match self.days_left(today) {
            -1 => format!("{past} yesterday"),
            days @ ..0 => format!("{past} {} days ago", days.unsigned_abs()),
            0 => "today".to_owned(),
            1 => "tomorrow".to_owned(),
            days => format!("in {days} days"),
        }
    }

    /// How many days are left until its day; below zero once that is past.
    pub fn days_left(&self, today: Date) -> i32 {
        today.until(self.day).map_or(0, |span| span.get_days())
    }

    /// In which order deadlines are told: by day, then by what they are about.
    fn order(&self) -> (Date, DeadlineOf, &DeadlineKind) {
        (self.day, self.of, &self.kind)
    }
}

/// Everything that has a day, the first before the others. What is withdrawn, closed or done has
/// none; an exemption that is being renewed has those that were approved.
pub fn deadlines(questionnaire: &Questionnaire, state: &Assessment) -> Vec<Deadline> {
    let exemptions = state.exemptions.iter().flat_map(|(id, exemption)| {
        let kind = questionnaire.exemption_kind(&exemption.kind);
        kind.map_or_else(Vec::new, |kind| {
            of_exemption(questionnaire, *id, exemption, kind)
        })
    });
    let actions = state.actions.iter();
    let actions = actions.filter_map(|(id, action)| of_action(*id, action));
    let evidence = state.listed.iter();
    let evidence = evidence.filter_map(|(id, evidence)| of_evidence(questionnaire, *id, evidence));
    let mut all: Vec<Deadline> = exemptions.chain(actions).chain(evidence).collect();
    all.sort_by(|a, b| a.order().cmp(&b.order()));
    all
}

fn of_exemption(
    asked: &Questionnaire,
    id: ExemptionId,
    exemption: &Exemption,
    kind: &ExemptionKind,
) -> Vec<Deadline> {
    if exemption.is_over() {
        return vec![];
    }
    let current = exemption.in_force(kind);
    let dated = dated(kind).into_iter().filter_map(|(what, question)| {
        let Some(Answer::Date(given)) = current.fields.get(question) else {
            return None;
        };
        let day = last_day(&what, *given);
        // A question is judged on its own day: one that is not asked says nothing.
        let is_asked = Sheet::of_exemption(kind, &current.fields, day).is_shown(question);
        is_asked.then(|| Deadline {
            of: DeadlineOf::Exemption(id),
            name: current.name(kind),
            then: after(asked, &current, kind, &what, day),
            day,
            kind: what,
        })
    });
    dated.collect()
}

fn of_action(id: ActionId, action: &Action) -> Option<Deadline> {
    match action.due {
        Due::On(day) if !action.is_done() => Some(Deadline {
            kind: DeadlineKind::Action,
            of: DeadlineOf::Action(id),
            name: action.what.clone(),
            day,
            then: "After that day it is overdue.".to_owned(),
        }),
        _ => None,
    }
}

fn of_evidence(
    questionnaire: &Questionnaire,
    id: EvidenceId,
    evidence: &Evidence,
) -> Option<Deadline> {
    let list = questionnaire.evidence.as_ref()?;
    Some(Deadline {
        kind: DeadlineKind::Evidence,
        of: DeadlineOf::Evidence(id),
        name: list.form.name_of(&evidence.fields).to_owned(),
        day: evidence.expiry(list)?,
        then: "After that day it no longer holds, and is a gap until it is renewed.".to_owned(),
    })
}

/// The questions of a form whose answers are days that matter, with what for.
fn dated(kind: &ExemptionKind) -> Vec<(DeadlineKind, &QuestionId)> {
    let named = [
        (DeadlineKind::Review, &kind.review),
        (DeadlineKind::Expiry, &kind.expiry),
        (DeadlineKind::Confirmation, &kind.confirmed),
    ];
    let named = named.into_iter();
    let mut found: Vec<(DeadlineKind, &QuestionId)> = named
        .filter_map(|(what, question)| Some((what, question.as_ref()?)))
        .collect();
    let conditions = kind.conditions.iter().filter_map(|c| c.met_when.as_ref());
    for leaf in conditions.flat_map(Condition::leaves) {
        if let Condition::NotPassed(question) = leaf
            && !found.iter().any(|(_, known)| *known == question)
        {
            found.push((DeadlineKind::Target(question.clone()), question));
        }
    }
    found
}

/// The last day on which all is well, by what was given: a confirmation is good for a year.
fn last_day(what: &DeadlineKind, given: Date) -> Date {
    match what {
        DeadlineKind::Confirmation => fresh_until(given),
        _ => given,
    }
}

/// What is so of an exemption once the day is past.
fn after(
    asked: &Questionnaire,
    current: &Exemption,
    kind: &ExemptionKind,
    what: &DeadlineKind,
    day: Date,
) -> String {
    let before = current.unmet(asked, kind, day);
    let next = day.tomorrow().unwrap_or(day);
    let ends = current
        .unmet(asked, kind, next)
        .iter()
        .any(|u| !before.contains(u));
    match what {
        _ if ends && current.is_approved(kind) => {
            "After that day it does not count, and what it covers falls back to what was answered."
        }
        _ if ends => "It is not approved as it reads, and cannot count after that day.",
        DeadlineKind::Confirmation => {
            "After that day it was confirmed more than a year ago: confirm that it still holds."
        }
        DeadlineKind::Review => "After that day its review is overdue.",
        DeadlineKind::Target(_) => "After that day its plan is late.",
        _ => "After that day it has ended.",
    }
    .to_owned()
}

/// What had a day once, as entries have it, and has none any more: it was withdrawn, closed, done,
/// taken out, or its day was. The day is the last one that was given.
pub fn past_deadlines(
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
            Event::ExemptionScoped {
                exemption, kind, ..
            } => {
                self.kinds.insert(*exemption, kind.clone());
            }
            Event::ExemptionFilled {
                exemption,
                question,
                answer: Answer::Date(given),
            } => {
                let kind = self.kinds.get(exemption);
                let kind = kind.and_then(|kind| self.questionnaire.exemption_kind(kind));
                let of = DeadlineOf::Exemption(*exemption);
                for (what, asked) in kind.map(dated).unwrap_or_default() {
                    if asked == question {
                        let day = last_day(&what, *given);
                        self.days.insert((of, what), day);
                    }
                }
            }
            Event::ActionWritten { action, content } => self.action(*action, content),
            Event::EvidenceWritten { evidence, content } => self.evidence(*evidence, content),
            Event::CarriedForward(carried) => {
                let (actions, listed) = (carried.actions.iter(), carried.listed.iter());
                actions.for_each(|(id, action)| self.action(*id, action));
                listed.for_each(|(id, evidence)| self.evidence(*id, evidence));
            }
            Event::Merged(merge) => merge.takes.iter().for_each(|taken| self.take(taken)),
            _ => {}
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
