//! Events count on screen at once, and wait until they are on disk.

use super::answer::{refuse, sentence};
use super::focus::settle;
use super::unborn;
use crate::facts::{Answer, Assessment, At, Change};
use crate::propose::{Accepted, Objection, Part, Proposal, Rule, With, propose};
use crate::rules::AsAt;
use crate::text;
use crate::wizard::message::Effect;
use crate::wizard::model::{Model, Notice, Overlay, Saving};
use crate::wizard::open::Open;

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

/// Lets proposals count on screen and sends them, with all that wait, to be written.
///
/// # Errors
/// When they are not accepted, or not before a question is answered: why, or what is to become of an
/// approval. Nothing has changed then.
pub(super) fn record(
    model: &mut Model,
    proposals: Vec<Proposal>,
) -> Result<Vec<Effect>, Vec<Effect>> {
    if is_refused(model) {
        return Err(vec![]);
    }
    let today = model.today;
    let Some(open) = model.open.as_mut().filter(|_| !proposals.is_empty()) else {
        return Ok(vec![]);
    };
    if unborn::stays(open, &proposals) {
        open.judge(today);
        settle(model);
        return Ok(vec![]);
    }
    if is_too_early(open, &proposals) {
        return Err(refuse(model, TOO_EARLY));
    }
    let of = open.subject_of(proposals.first().map(about).as_ref());
    let with = With {
        why: open.reason_for(&of),
        resets: open.resets.into_iter().collect(),
    };
    // What is only shown as begun is no part of the record, and is new to it.
    let recorded = unborn::hidden(open);
    let on = AsAt {
        state: recorded.as_ref().unwrap_or(&open.state),
        ..open.as_at()
    };
    match propose(on, proposals, &with) {
        Ok(accepted) => take(model, accepted),
        Err(objections) => Err(object(model, of, objections)),
    }
}

/// Where a proposal says something.
fn about(proposal: &Proposal) -> At {
    match proposal {
        Proposal::Say(change) => change.at(),
        Proposal::Step(exemption, _) => At::Life(*exemption),
    }
}

/// Asks what has to be asked first, or says what speaks against it.
fn object(model: &mut Model, of: String, objections: Vec<Objection>) -> Vec<Effect> {
    let Some(open) = &model.open else {
        return vec![];
    };
    let Some(Objection { rule, part, .. }) = objections.first() else {
        return vec![];
    };
    if *rule == Rule::NeedsReason {
        model.overlay = Some(Overlay::Reason(open.asking_why(of)));
        return vec![];
    }
    if let Rule::Resets {
        exemption,
        question,
    } = rule
    {
        let asking = open.asks_before_reset(*exemption, question.as_ref());
        model.overlay = asking.map(Overlay::Reset);
        return vec![];
    }
    if let (Rule::Step { .. }, Part::Whole) = (rule, part) {
        let says = objections.iter().map(|objection| objection.rule.says());
        let says: Vec<String> = says.collect();
        model.notice = Some(Notice::Problem(says.join(" ")));
        return vec![];
    }
    let why = rule.to_string();
    refuse(model, &why)
}

/// Lets what was accepted count on screen and sends it, with all that waits, to be written.
///
/// # Errors
/// When it cannot happen after all; the sentence is on the screen.
pub(super) fn take(model: &mut Model, accepted: Vec<Accepted>) -> Result<Vec<Effect>, Vec<Effect>> {
    let today = model.today;
    let Some(open) = model.open.as_mut().filter(|_| !accepted.is_empty()) else {
        return Ok(vec![]);
    };
    unborn::comes_to_be(open, &accepted);
    let told = open.results.notices.clone();
    let misfits = open.results.clashes.clone();
    for accepted in accepted {
        // The first entry of a record, which the session writes, comes before all others.
        let seq = (open.entries.len().max(1) + open.pending.len() + 1) as u64;
        // It was accepted on the state that it is applied to.
        if let Err(why) = open.state.apply(seq, accepted.event()) {
            model.notice = Some(Notice::Problem(sentence(why)));
            return Err(vec![]);
        }
        open.pending.push(accepted);
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
fn is_too_early(open: &Open, proposals: &[Proposal]) -> bool {
    let is_chosen = |proposal: &Proposal| {
        matches!(
            proposal,
            Proposal::Say(
                Change::Answer(
                    _,
                    Some(Answer::Choice(_) | Answer::Choices(_) | Answer::DontKnow)
                ) | Change::Coverage(..)
                    | Change::Action(_, Some(_))
            )
        )
    };
    open.entries.is_empty() && open.pending.is_empty() && proposals.iter().all(is_chosen)
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
        let says = nothing_to_turn(open, back);
        model.notice = Some(Notice::Info(says));
        return vec![];
    };
    let what = logged.entry.event.words(&open.questionnaire);
    let at = At::of(logged.entry.seq, &logged.entry.event, &open.entries);
    let of = open.subject_of(at.as_ref());
    let why = open.reason_for(&of);
    let (turned, says) = if back {
        (Accepted::undone(open.as_at(), why), "Undone")
    } else {
        (Accepted::redone(open.as_at(), why), "Brought back")
    };
    match turned {
        Ok(Some(accepted)) => {
            if let Some(open) = &mut model.open {
                open.pending.push(accepted);
            }
            model.saving = Saving::Writing;
            model.notice = Some(Notice::Info(format!("{says}: {what}.")));
            model.open.as_ref().map(append).into_iter().collect()
        }
        Ok(None) => vec![],
        Err(_) => {
            model.overlay = Some(Overlay::Reason(open.asking_why(of)));
            vec![]
        }
    }
}

fn nothing_to_turn(open: &Open, back: bool) -> String {
    match Assessment::last_turn(&open.entries) {
        Some(turn) => format!(
            "{} cannot be undone, and ends undoing and bringing back. Change an answer instead.",
            text::capitalised(&turn.entry.event.words(&open.questionnaire))
        ),
        None if back => "There is nothing to undo.".to_owned(),
        None => "There is nothing to bring back.".to_owned(),
    }
}
