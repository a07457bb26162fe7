//! The steps in the life of an exemption, and the question before a change resets its approval. The
//! change waits for the answer as the message that it came with.

use super::focus::focus;
use super::reason::leave;
use super::save::record;
use super::update;
use crate::facts::ExemptionId;
use crate::propose::Proposal;
use crate::rules::LifeStep;
use crate::wizard::keys::{Command, Key, command};
use crate::wizard::message::{Effect, Message, ResetChoice};
use crate::wizard::model::{Model, Notice, Overlay};

/// Takes a step, or says what has to be done first.
pub(super) fn take(model: &mut Model, id: ExemptionId, step: LifeStep) -> Vec<Effect> {
    let says = match &step {
        LifeStep::Submit => "is submitted as it reads now",
        LifeStep::Approve => "is approved as it reads now",
        LifeStep::Renew => {
            "is being renewed. Change what has to change: the last approval stays in force until \
             the renewal is approved"
        }
        LifeStep::DropRenewal => "reads again as it was approved",
        LifeStep::Close { .. } => "is closed",
        LifeStep::Withdraw { .. } => "is withdrawn",
    };
    match moved(model, id, step) {
        Ok(effects) => {
            if let Some(open) = &mut model.open {
                open.ending = None;
            }
            // The link under the focus is another now: whoever presses Enter twice takes one step.
            let last = model.page().stops.len().saturating_sub(1);
            focus(model, last);
            model.notice = Some(Notice::Info(format!("{id} {says}.")));
            effects
        }
        Err(refused) => refused,
    }
}

/// Lets a step happen.
///
/// # Errors
/// When it cannot be taken; the sentences say why, and what to do first.
fn moved(model: &mut Model, id: ExemptionId, step: LifeStep) -> Result<Vec<Effect>, Vec<Effect>> {
    record(model, vec![Proposal::Step(id, step)])
}

pub(super) fn press(model: &mut Model, key: Key) -> Vec<Effect> {
    let Some(Overlay::Reset(asking)) = &mut model.overlay else {
        return vec![];
    };
    let last = ResetChoice::ALL.len() - 1;
    match command(key, false, true, true) {
        Some(Command::Up | Command::PreviousField) => {
            asking.cursor = asking.cursor.saturating_sub(1);
        }
        Some(Command::Down | Command::NextField) => asking.cursor = (asking.cursor + 1).min(last),
        Some(Command::First) => asking.cursor = 0,
        Some(Command::Last) => asking.cursor = last,
        Some(Command::Select | Command::Mark) => {
            let choice = ResetChoice::ALL.get(asking.cursor).copied();
            return decide(model, choice.unwrap_or(ResetChoice::Leave));
        }
        Some(Command::Back) => return decide(model, ResetChoice::Leave),
        Some(Command::Quit) => {
            asking.held = Some(Box::new(Message::Do(Command::Quit)));
            return decide(model, ResetChoice::Leave);
        }
        _ => {}
    }
    vec![]
}

/// Does with the change what was decided.
pub(super) fn decide(model: &mut Model, choice: ResetChoice) -> Vec<Effect> {
    let asking = match model.overlay.take() {
        Some(Overlay::Reset(asking)) => asking,
        other => {
            model.overlay = other;
            return vec![];
        }
    };
    let id = asking.exemption;
    let (begun, says) = match choice {
        ResetChoice::Leave => return leave(model, asking.held),
        ResetChoice::Renew => match moved(model, id, LifeStep::Renew) {
            Ok(begun) => {
                let stays = "The last approval stays in force until it is approved.";
                (
                    begun,
                    format!("A renewal of {id} is being prepared. {stays}"),
                )
            }
            Err(refused) => return refused,
        },
        ResetChoice::Change => {
            if let Some(open) = &mut model.open {
                open.resets = Some(id);
            }
            let says = format!("{id} has to be approved anew: it was changed since.");
            (vec![], says)
        }
    };
    let done = asking.held.map(|held| update(model, *held));
    let done = done.unwrap_or_default();
    if let Some(open) = &mut model.open {
        open.resets = None;
    }
    if !matches!(model.notice, Some(Notice::Problem(_))) && !model.waits() {
        model.notice = Some(Notice::Info(says));
    }
    // What is sent last holds all that waits: sent twice, an event would be written twice.
    let sends = |effect: &Effect| matches!(effect, Effect::Append { .. });
    if done.iter().any(sends) {
        done
    } else {
        [begun, done].concat()
    }
}
