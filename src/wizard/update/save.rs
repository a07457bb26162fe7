//! Events count on screen at once, and wait until they are on disk.

use super::answer::{refuse, sentence};
use super::focus::settle;
use super::life::may_reset;
use super::reason::why;
use super::unborn;
use crate::facts::{Answer, Assessment, Change, Event};
use crate::text;
use crate::wizard::message::Effect;
use crate::wizard::model::{Model, Notice, Saving};
use crate::wizard::open::Open;
use crate::wizard::stored::Pending;

/// Said of a choice before there is an assessment.
const TOO_EARLY: &str = "enter the name of the organisation first: the assessment begins with it";

/// Says why nothing is taken, in a record that can only be read.
pub(super) fn is_refused(model: &mut Model) -> bool {
    let why = model.open.as_ref().and_then(|o| o.read_only.as_deref());
    let says = why.map(sentence);
    let is_refused = says.is_some();
    if is_refused {
        model.notice = says.map(Notice::Problem);
    }
    is_refused
}

/// Lets events count on screen and sends them, with all that wait, to be written.
///
/// # Errors
/// When they cannot happen, or not before a question is answered: why, or what is to become of an
/// approval. Nothing has changed then.
pub(super) fn record(model: &mut Model, events: Vec<Event>) -> Result<Vec<Effect>, Vec<Effect>> {
    if is_refused(model) {
        return Err(vec![]);
    }
    let today = model.today;
    if events.is_empty() {
        return Ok(vec![]);
    }
    if let Some(open) = &mut model.open
        && unborn::stays(open, &events)
    {
        open.judge(today);
        settle(model);
        return Ok(vec![]);
    }
    if model
        .open
        .as_ref()
        .is_some_and(|o| is_too_early(o, &events))
    {
        return Err(refuse(model, TOO_EARLY));
    }
    let why = why(model, &events)?;
    may_reset(model, &events)?;
    let Some(open) = &mut model.open else {
        return Ok(vec![]);
    };
    unborn::comes_to_be(open, &events);
    let told = open.results.notices.clone();
    let misfits = open.results.clashes.clone();
    for event in events {
        // The first entry of a record, which the session writes, comes before all others.
        let seq = (open.entries.len().max(1) + open.pending.len() + 1) as u64;
        // Every event here was made from the state that it is applied to.
        if let Err(why) = open.state.apply(seq, &event) {
            model.notice = Some(Notice::Problem(sentence(why)));
            return Err(vec![]);
        }
        let why = why.clone();
        open.pending.push(Pending { event, why });
    }
    open.judge(today);
    // What follows from this answer for the whole organisation is said at once, the first before
    // the rest: whether all this applies.
    let mut notices = open.results.notices.iter();
    if let Some(notice) = notices.find(|notice| !told.contains(notice)) {
        model.notice = Some(Notice::Info(notice.says.clone()));
    }
    let mut clashes = open.results.clashes.iter();
    if let Some((says, _)) = clashes.find(|clash| !misfits.contains(clash)) {
        model.notice = Some(Notice::Info(format!("Does not fit: {says}")));
    }
    // The word was given for the record as it was.
    open.signing.confirmation.clear();
    let effects = vec![append(open)];
    model.saving = Saving::Writing;
    settle(model);
    Ok(effects)
}

/// Whether nothing is begun yet and this says nothing in words: Enter alone begins no assessment.
fn is_too_early(open: &Open, events: &[Event]) -> bool {
    let is_chosen = |event: &Event| {
        matches!(
            event.change(),
            Some(
                Change::Answer(
                    _,
                    Some(Answer::Choice(_) | Answer::Choices(_) | Answer::DontKnow)
                ) | Change::Coverage(..)
                    | Change::Action(_, Some(_))
            )
        )
    };
    open.entries.is_empty() && open.pending.is_empty() && events.iter().all(is_chosen)
}

fn append(open: &Open) -> Effect {
    Effect::Append {
        title: open.organisation().to_owned(),
        by: open.assessor().to_owned(),
        events: open.pending.clone(),
    }
}

pub(super) fn retry(model: &mut Model) -> Vec<Effect> {
    match &model.open {
        Some(open) if !open.pending.is_empty() => {
            let effect = append(open);
            model.saving = Saving::Writing;
            vec![effect]
        }
        Some(open) if open.read_only.is_some() => vec![Effect::TakeOver],
        Some(open) if model.unkept.is_some() => vec![Effect::KeepDrafts(open.drafts.clone())],
        _ => vec![],
    }
}

pub(super) fn undo(model: &mut Model, back: bool) -> Vec<Effect> {
    if is_refused(model) {
        return vec![];
    }
    let Some(open) = &model.open else {
        return vec![];
    };
    if !open.pending.is_empty() {
        model.notice = Some(if matches!(model.saving, Saving::Failed(_)) {
            Notice::Problem(
                "The last change is not saved yet; save it first with Ctrl-R.".to_owned(),
            )
        } else {
            // It was being typed until now.
            Notice::Info("What was typed is saved. Undo again to take it back.".to_owned())
        });
        return vec![];
    }
    let found = if back {
        Assessment::undoable(&open.entries)
    } else {
        Assessment::redoable(&open.entries)
    };
    let Some(logged) = found else {
        let says = if back {
            "There is nothing to undo."
        } else {
            "There is nothing to bring back."
        };
        let says = match Assessment::last_turn(&open.entries) {
            Some(turn) => format!(
                "{} cannot be undone, and ends undoing and bringing back. Change an answer instead.",
                text::capitalised(&turn.entry.event.words(&open.questionnaire))
            ),
            None => says.to_owned(),
        };
        model.notice = Some(Notice::Info(says));
        return vec![];
    };
    let seq = logged.entry.seq;
    let what = logged.entry.event.words(&open.questionnaire);
    let (event, says) = if back {
        (Event::Undone { seq }, "Undone")
    } else {
        (Event::Redone { seq }, "Brought back")
    };
    let why = match why(model, std::slice::from_ref(&event)) {
        Ok(why) => why,
        Err(asked) => return asked,
    };
    let Some(open) = &mut model.open else {
        return vec![];
    };
    open.pending.push(Pending { event, why });
    let effect = append(open);
    model.saving = Saving::Writing;
    model.notice = Some(Notice::Info(format!("{says}: {what}.")));
    vec![effect]
}
