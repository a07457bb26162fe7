//! The one place where the conversation moves: a message goes in, effects come out.

mod answer;
mod begin;
mod command;
mod copy;
mod file;
mod focus;
mod go;
mod life;
mod press;
mod reason;
mod save;
mod sign;
mod typing;
mod unborn;

use std::path::PathBuf;

use jiff::civil::Date;

use super::message::{Effect, Message, Opened};
use super::model::{Model, Notice, Overlay, Saving};
use super::open::Open;
use super::places::Place;
use crate::facts::{Assessment, Event, Logged};
use crate::questionnaire::Questionnaire;
use crate::record::{Drafts, RecordName};
use crate::text;
use answer::{sentence, set};
use command::run;
use focus::{refocus, settle};
use go::{go, show};
use press::press;
use typing::{paste, type_anew};

/// Moves the conversation.
pub fn update(model: &mut Model, message: Message) -> Vec<Effect> {
    // What changes a record that was signed may have to wait for a reason.
    let again = if let Message::Do(_) | Message::Go(_) | Message::Answer { .. } = &message {
        Some(message.clone())
    } else {
        None
    };
    let effects = take(model, message);
    reason::hold(model, again);
    unborn::forget(model);
    effects
}

fn take(model: &mut Model, message: Message) -> Vec<Effect> {
    match message {
        Message::Press(key) => press(model, key),
        Message::Paste(words) => paste(model, &words),
        Message::Do(command) => run(model, command),
        Message::Go(goal) => go(model, goal),
        Message::Answer { key, answer } => {
            model.notice = None;
            match set(model, &key, answer) {
                Ok(effects) => [effects, type_anew(model, &key)].concat(),
                Err(refused) => refused,
            }
        }
        Message::Reason(Some(words)) => reason::give(model, &words),
        Message::Reason(None) => reason::give_up(model),
        Message::Reset(choice) => life::decide(model, choice),
        Message::Stored(stored) => {
            *model.stored = stored;
            vec![]
        }
        Message::Opened(opened) => {
            resume(model, *opened);
            file::check(model)
        }
        Message::Begun {
            name,
            path,
            first,
            warning,
        } => {
            if let Some(warning) = warning {
                model.notice = Some(Notice::Problem(text::printable(&warning)));
            }
            begun(model, name, path, *first)
        }
        Message::ReadOn(entries) => {
            read_on(model, entries);
            vec![]
        }
        Message::Saved { entries, clock } => saved(model, entries, clock),
        Message::NotSaved(why) => not_saved(model, why),
        Message::Kept(kept) => {
            model.unkept = kept.err();
            vec![]
        }
        Message::TakenUp(drafts) => {
            taken_up(model, drafts);
            vec![]
        }
        Message::CopyTo(to) => copy::save(model, &to),
        Message::Copied {
            name,
            path,
            goes_on,
        } => copy::saved(model, name, path, goes_on),
        Message::Written { path, stays } => {
            show(model, Place::Written(path));
            if let Some(stays) = stays {
                model.notice = Some(Notice::Info(sentence(&stays)));
            }
            vec![]
        }
        Message::Looked { of, file } => file::looked(model, of, file),
        Message::Checked(unlike) => {
            file::checked(model, unlike);
            vec![]
        }
        Message::Failed(why) => {
            model.notice = Some(Notice::Problem(sentence(&why)));
            vec![]
        }
        Message::Today(today) => {
            set_today(model, today);
            vec![]
        }
    }
}

fn begun(model: &mut Model, name: RecordName, path: PathBuf, first: Logged) -> Vec<Effect> {
    let Some(open) = &mut model.open else {
        return vec![];
    };
    open.name = Some(name);
    open.path = Some(path);
    open.log([first]);
    // What was typed before there was a record now has a place beside it.
    vec![Effect::KeepDrafts(open.drafts.clone())]
}

fn set_today(model: &mut Model, today: Date) {
    if model.today == today {
        return;
    }
    model.today = today;
    if let Some(open) = &mut model.open {
        open.judge(today);
        // The word was given for another day, and perhaps for other gaps.
        open.signing.confirmation.clear();
    }
    settle(model);
}

fn resume(model: &mut Model, opened: Opened) {
    let (asked, entries, state) = (opened.questionnaire, opened.entries, opened.state);
    let mut open = Open::of(asked, entries, state, model.today);
    open.name = Some(opened.name);
    open.path = Some(opened.path);
    open.drafts = opened.drafts;
    let could_not_change = model.open.as_ref().is_some_and(|o| o.read_only.is_some());
    let can_change = (could_not_change && opened.read_only.is_none())
        .then(|| "You can change the record now.".to_owned());
    let infos: Vec<String> = can_change
        .into_iter()
        .chain(carried(&open))
        .chain(unfinished(&open.drafts))
        .chain(newer(&model.questionnaire, &open))
        .collect();
    let info = (!infos.is_empty()).then(|| Notice::Info(infos.join(" ")));
    let read_only = opened.read_only.as_deref().map(sentence);
    let warning = opened.warning.as_deref().map(text::printable);
    let problems: Vec<String> = read_only.into_iter().chain(warning).collect();
    let problem = (!problems.is_empty()).then(|| Notice::Problem(problems.join(" ")));
    model.notice = problem.or(info);
    open.read_only = opened.read_only;
    model.open = Some(open);
    model.saving = Saving::Nothing;
    model.unkept = None;
    model.screens.truncate(1);
    show(model, Place::Tasks);
}

/// That there is something to confirm from an earlier assessment.
fn carried(open: &Open) -> Option<String> {
    let from = &open.state.carried.as_ref()?.from.record;
    let left = open.to_confirm().len();
    (left > 0).then(|| {
        let left = text::counted(left, "thing");
        format!(
            "Begun from {from}: {left} to confirm so far. Nothing that it says counts before. \
             “Check your answers” leads to each."
        )
    })
}

/// That somebody had not finished typing.
fn unfinished(drafts: &Drafts) -> Option<String> {
    let kept = text::counted(drafts.len(), "text");
    (!drafts.is_empty()).then(|| format!("{kept} that was not finished is kept in its field."))
}

fn taken_up(model: &mut Model, drafts: Drafts) {
    model.notice = unfinished(&drafts).map(Notice::Info);
    if let Some(open) = &mut model.open {
        open.drafts = drafts;
    }
    refocus(model);
}

/// That there is a later version of what a record asks, and how it comes into force.
fn newer(latest: &Questionnaire, open: &Open) -> Option<String> {
    let (old, new) = (&open.questionnaire.version, &latest.version);
    let newer = latest.edition().succeeds(&open.questionnaire.id, old);
    let name = open.name.as_deref().unwrap_or_default();
    newer.then(|| {
        format!(
            "This record asks version {old}; there is a version {new}. To see what would change, \
             close it and run: mfa-assess migrate {name} --dry-run"
        )
    })
}

/// Takes what came from elsewhere into the state, below what waits to be written.
fn read_on(model: &mut Model, entries: Vec<Logged>) {
    let today = model.today;
    let Some(open) = &mut model.open else { return };
    let came = entries.len();
    open.log(entries);
    if let Ok(mut state) = Assessment::fold(&open.entries) {
        state.hold_sign_offs(&open.questionnaire);
        for (seq, pending) in (open.entries.len() as u64 + 1..).zip(&open.pending) {
            // The session has seen that they follow.
            let _ = state.apply(seq, pending.event());
        }
        open.state = state;
    }
    open.judge(today);
    let says = format!(
        "The record was gone on with elsewhere. What came from there is read and counts here now: {}.",
        text::counted(came, "entry")
    );
    model.notice = Some(Notice::Info(says));
    settle(model);
}

fn not_saved(model: &mut Model, why: String) -> Vec<Effect> {
    model.saving = Saving::Failed(why);
    if std::mem::take(&mut model.leaving) {
        model.overlay = Some(Overlay::QuitUnsaved);
    }
    vec![]
}

fn saved(model: &mut Model, entries: Vec<Logged>, clock: String) -> Vec<Effect> {
    let today = model.today;
    let Some(open) = &mut model.open else {
        return vec![];
    };
    open.pending.drain(..entries.len().min(open.pending.len()));
    let moved = |l: &Logged| matches!(l.entry.event, Event::Undone { .. } | Event::Redone { .. });
    let refold = entries.iter().any(moved);
    open.log(entries);
    if refold {
        // Cannot fail: undo and redo name entries that can be undone and redone.
        if let Ok(mut state) = Assessment::fold(&open.entries) {
            state.hold_sign_offs(&open.questionnaire);
            open.state = state;
            open.judge(today);
        }
    }
    let is_saved = open.pending.is_empty();
    model.saving = Saving::Saved(clock);
    settle(model);
    if refold {
        unborn::leave(model);
        // The text that is being typed may be one that was taken back.
        refocus(model);
    }
    if is_saved && std::mem::take(&mut model.leaving) {
        return vec![Effect::Quit];
    }
    vec![]
}
