//! What has a day: reviews, ends and plans of exemptions, confirmations, actions and evidence.
//!
//! Each day is one that the record says, or a year after one; what has run out follows from the day
//! of asking alone, so that no later day can make anything less overdue.

pub(super) mod overdue;
mod past;
#[cfg(test)]
mod tests;

use std::fmt;

use jiff::civil::Date;

use super::aging::fresh_until;
use super::evaluate::{Sheet, months_after};
use crate::facts::{
    Action, ActionId, Answer, Assessment, Due, Evidence, EvidenceId, Exemption, ExemptionId,
};
use crate::questionnaire::{Condition, ExemptionKind, QuestionId, Questionnaire};
use crate::text::sentences;
pub(crate) use past::past_deadlines;

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
    /// The time for which the confirmation of an exemption is good.
    Confirmation,
    /// The time after which another date of an exemption is too old, such as that of its risk
    /// assessment.
    Ageing(QuestionId),
    /// The time for an action.
    Action,
    /// The time for which a piece of evidence holds.
    Evidence,
}

/// What a deadline is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DeadlineOf {
    Exemption(ExemptionId),
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
            Self::Confirmation => "confirmation",
            Self::Ageing(_) => "date to bring up to date",
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
            Self::Ageing(_) => "ageing",
            Self::Action => "action",
            Self::Evidence => "evidence",
        }
    }

    /// What it has done once its day is past.
    const fn past(&self) -> &'static str {
        match self {
            Self::Expiry | Self::Evidence | Self::Confirmation => "ran out",
            Self::Review | Self::Target(_) | Self::Ageing(_) | Self::Action => "was due",
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
        match days_until(self.day, today) {
            -1 => format!("{past} yesterday"),
            days @ ..0 => format!("{past} {} days ago", days.unsigned_abs()),
            days => days_words(days),
        }
    }

    /// In which order deadlines are told: by day, then by what they are about.
    fn order(&self) -> (Date, DeadlineOf, &DeadlineKind) {
        (self.day, self.of, &self.kind)
    }
}

/// How many days are left until a day; below zero once it is past.
pub(crate) fn days_until(day: Date, today: Date) -> i32 {
    today.until(day).map_or(0, |span| span.get_days())
}

/// So many days ahead in words: "today", "tomorrow", "in 30 days".
pub(crate) fn days_words(days: i32) -> String {
    match days {
        0 => "today".to_owned(),
        1 => "tomorrow".to_owned(),
        days => format!("in {days} days"),
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
        let day = last_day(kind, &what, *given);
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
    if let Due::On(day) = action.due
        && !action.is_done()
    {
        Some(Deadline {
            kind: DeadlineKind::Action,
            of: DeadlineOf::Action(id),
            name: action.what.clone(),
            day,
            then: "After that day it is overdue.".to_owned(),
        })
    } else {
        None
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
        let what = if let Condition::NotPassed(question) = leaf {
            (DeadlineKind::Target(question.clone()), question)
        } else if let Condition::Older { question, .. } = leaf {
            (DeadlineKind::Ageing(question.clone()), question)
        } else {
            continue;
        };
        if !found.iter().any(|(_, known)| *known == what.1) {
            found.push(what);
        }
    }
    found
}

/// The days of the deadlines of an exemption.
pub(crate) fn last_days(exemption: &Exemption, kind: &ExemptionKind) -> impl Iterator<Item = Date> {
    dated(kind).into_iter().filter_map(|(what, question)| {
        let given = exemption.date(question)?;
        Some(last_day(kind, &what, given))
    })
}

/// The last day on which all is well, by what was given.
fn last_day(kind: &ExemptionKind, what: &DeadlineKind, given: Date) -> Date {
    match what {
        DeadlineKind::Confirmation => fresh_until(kind, given).0,
        DeadlineKind::Ageing(question) => {
            let months = kind.aging().remove(question);
            months.map_or(given, |months| months_after(given, months))
        }
        DeadlineKind::Review
        | DeadlineKind::Expiry
        | DeadlineKind::Target(_)
        | DeadlineKind::Action
        | DeadlineKind::Evidence => given,
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
    let newer = if let DeadlineKind::Ageing(question) = what {
        kind.question(question)
    } else {
        None
    };
    let newer = newer.map_or_else(String::new, |asked| {
        format!("By then “{}” needs a later day.", asked.text)
    });
    let then = match what {
        _ if ends && current.is_approved(kind) => FALLS_BACK,
        _ if ends => "It is not approved as it reads, and cannot count after that day.",
        DeadlineKind::Confirmation => {
            "After that day it was confirmed too long ago: confirm that it still holds."
        }
        DeadlineKind::Review => "After that day its review is overdue.",
        DeadlineKind::Target(_) => "After that day its plan is late.",
        DeadlineKind::Ageing(_) => "After that day it is out of date.",
        DeadlineKind::Expiry | DeadlineKind::Action | DeadlineKind::Evidence => {
            "After that day it has ended."
        }
    };
    sentences(&[&newer, then])
}

/// That an exemption ceases to count after a day, as long as nobody has looked ahead.
pub(crate) const FALLS_BACK: &str =
    "After that day it does not count, and what it covers falls back to what was answered.";
