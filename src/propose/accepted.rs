//! What a record takes: entries that are made here, and nowhere else.

use std::collections::BTreeSet;

use super::check::{self, Check};
use super::exempted;
use super::objection::{Objection, Part, Rule};
use crate::facts::{Assessment, Change, Event, ExemptionId};
use crate::rules::{AsAt, LifeStep};
use crate::text::{clean_line, says_something};

/// An entry that a record may be given, and why where somebody has said so. Only this room makes it, so
/// whatever is written has been held to the rules.
#[derive(Debug, Clone, PartialEq)]
pub struct Accepted {
    event: Event,
    why: Option<String>,
}

/// What somebody wants a record to say.
#[derive(Debug, Clone, PartialEq)]
#[expect(
    clippy::large_enum_variant,
    reason = "nearly all are changes, and none is kept"
)]
pub enum Proposal {
    /// Something is said, or no longer.
    Say(Change),
    /// An exemption takes a step.
    Step(ExemptionId, LifeStep),
}

impl From<Change> for Proposal {
    fn from(change: Change) -> Self {
        if let Change::Withdrawn(exemption, reason) = change {
            Self::Step(exemption, LifeStep::Withdraw { reason })
        } else {
            Self::Say(change)
        }
    }
}

/// What goes with proposals beside what they say.
#[derive(Debug, Clone, Default)]
pub struct With<'a> {
    /// Why the record is changed. It is asked for once the record was signed, and kept whenever it is given.
    pub why: Option<&'a str>,
    /// The exemptions of which somebody has agreed that they are approved anew.
    pub resets: BTreeSet<ExemptionId>,
}

impl<'a> With<'a> {
    /// Why, and nothing else.
    pub fn why(why: Option<&'a str>) -> Self {
        Self {
            why,
            ..Self::default()
        }
    }
}

/// The one way into a record: holds proposals to the rules, each on what those before it have made, and
/// makes of them what may be written. What the record says already makes nothing.
///
/// # Errors
/// All that speaks against them. Nothing is accepted then.
pub fn propose(
    on: AsAt<'_>,
    proposals: impl IntoIterator<Item = Proposal>,
    with: &With<'_>,
) -> Result<Vec<Accepted>, Vec<Objection>> {
    let mut state = on.state.clone();
    let mut seq = on.entries.len() as u64;
    let (mut made, mut objections) = (vec![], vec![]);
    for (index, proposal) in proposals.into_iter().enumerate() {
        let now = AsAt {
            state: &state,
            ..on
        };
        let object = |(part, rule)| Objection { index, part, rule };
        match events(now, proposal, &with.resets) {
            Err(said) => objections.extend(said.into_iter().map(object)),
            Ok(events) => {
                for event in events {
                    seq += 1;
                    match state.apply(seq, &event) {
                        Ok(()) => made.push(event),
                        Err(says) => objections.push(object((Part::Whole, Rule::Misplaced(says)))),
                    }
                }
            }
        }
    }
    // What may not be done at all needs no reason.
    let is_open = |objection: &Objection| matches!(objection.rule, Rule::Resets { .. });
    if !objections.iter().all(is_open) {
        return Err(objections);
    }
    let is_nothing = made.is_empty() && objections.is_empty();
    let why = match reason(on.state, with.why) {
        Err(rule) if !is_nothing => {
            objections.insert(
                0,
                Objection {
                    index: 0,
                    part: Part::Whole,
                    rule,
                },
            );
            None
        }
        why => why.ok().flatten(),
    };
    if !objections.is_empty() {
        return Err(objections);
    }
    Ok(Accepted::all(made, why.as_deref()))
}

/// The events that a proposal makes; none where the record says so already.
///
/// # Errors
/// All that speaks against it.
pub(super) fn events(
    on: AsAt<'_>,
    proposal: Proposal,
    may_reset: &BTreeSet<ExemptionId>,
) -> Result<Vec<Event>, Vec<check::Said>> {
    let change = match proposal {
        Proposal::Step(id, step) => return take(on, id, step),
        Proposal::Say(change) => change,
    };
    let Some(change) = Check::change(on, change)? else {
        return Ok(vec![]);
    };
    match exempted::resets(on, &change) {
        Some((exemption, question)) if !may_reset.contains(&exemption) => {
            let part = question.clone().map_or(Part::Whole, Part::Field);
            Err(vec![(
                part,
                Rule::Resets {
                    exemption,
                    question,
                },
            )])
        }
        _ => Ok(vec![Event::Changed(change)]),
    }
}

/// All that speaks against a change, and on account of which part of it.
pub(crate) fn objections(on: AsAt<'_>, change: Change) -> Vec<(Part, Rule)> {
    Check::change(on, change).err().unwrap_or_default()
}

/// The events of a step of an exemption.
fn take(on: AsAt<'_>, id: ExemptionId, step: LifeStep) -> Result<Vec<Event>, Vec<check::Said>> {
    let against = |rule| Err(vec![(Part::Whole, rule)]);
    let Some(exemption) = on.state.exemptions.get(&id) else {
        return against(Rule::NotThere(format!("exemption {id}")));
    };
    let says = |says| Rule::Step {
        exemption: id,
        says,
    };
    match (on.kind_of(id), step) {
        (Some(kind), step) => {
            let taken = exemption.take(id, on.asked, kind, step, on.today);
            taken.map_err(|why| {
                why.into_iter()
                    .map(|why| (Part::Whole, says(why)))
                    .collect()
            })
        }
        (None, LifeStep::Withdraw { .. }) if exemption.is_over() => against(Rule::Ended(id)),
        // Of a kind that nobody knows any more, only that it is withdrawn can be said.
        (None, LifeStep::Withdraw { reason }) if says_something(&reason) => {
            Ok(vec![Event::Changed(Change::Withdrawn(id, reason))])
        }
        (None, LifeStep::Withdraw { .. }) => against(says("Say why.".to_owned())),
        (None, _) => against(Rule::KindGone(id)),
    }
}

/// Events with the reason for them. A record that was ever signed is changed for a reason only.
pub(super) fn because(
    state: &Assessment,
    events: Vec<Event>,
    why: Option<&str>,
) -> Result<Vec<Accepted>, Rule> {
    if events.is_empty() {
        return Ok(vec![]);
    }
    let why = reason(state, why)?;
    Ok(Accepted::all(events, why.as_deref()))
}

/// The reason that was given for a change, if it says something.
///
/// # Errors
/// When one is needed.
pub(crate) fn reason(state: &Assessment, why: Option<&str>) -> Result<Option<String>, Rule> {
    let why = why.map(clean_line).filter(|why| says_something(why));
    if why.is_none() && state.has_been_signed() {
        return Err(Rule::NeedsReason);
    }
    Ok(why)
}

impl Accepted {
    /// Only for this room: what is accepted was held to the rules.
    pub(super) const fn of(event: Event, why: Option<String>) -> Self {
        Self { event, why }
    }

    /// Events that were held to the rules, all for one reason.
    fn all(events: Vec<Event>, why: Option<&str>) -> Vec<Self> {
        let events = events.into_iter();
        events
            .map(|event| Self::of(event, why.map(str::to_owned)))
            .collect()
    }

    /// An event that nothing was asked of, for tests of what is below and of records that no way in makes.
    #[doc(hidden)]
    pub const fn unheld(event: Event) -> Self {
        Self::of(event, None)
    }

    /// The same, with a reason.
    #[doc(hidden)]
    pub const fn unheld_because(event: Event, why: Option<String>) -> Self {
        Self::of(event, why)
    }

    pub const fn event(&self) -> &Event {
        &self.event
    }

    /// What happens, and why.
    pub fn into_parts(self) -> (Event, Option<String>) {
        (self.event, self.why)
    }
}
