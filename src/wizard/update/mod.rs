//! The one place where the conversation moves: a message goes in, effects come out.

mod answer;
mod begin;
mod command;
mod file;
mod focus;
mod go;
mod press;
mod save;
mod sign;
mod typing;

use jiff::civil::Date;

use super::message::{Effect, Message, Opened};
use super::model::{Model, Notice, Open, Overlay, Place, Saving};
use crate::assessment::{Assessment, Event, Logged};
use crate::questionnaire::Questionnaire;
use crate::text;
use answer::{sentence, set};
use command::run;
use focus::{refocus, settle};
use go::{go, show};
use press::press;
use typing::{paste, type_anew};

/// Moves the conversation.
pub fn update(model: &mut Model, message: Message) -> Vec<Effect> {
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
        Message::Stored(stored) => {
            model.stored = stored;
            vec![]
        }
        Message::Opened(opened) => {
            resume(model, *opened);
            vec![]
        }
        Message::Begun { name, path, first } => {
            if let Some(open) = &mut model.open {
                open.name = Some(name);
                open.path = Some(path);
                open.entries.push(*first);
                // What was typed before there was a record now has a place beside it.
                return vec![Effect::KeepDrafts(open.drafts.clone())];
            }
            vec![]
        }
        Message::Saved { entries, clock } => saved(model, entries, clock),
        Message::NotSaved(why) => {
            model.notice = Some(Notice::Problem(sentence(&why)));
            model.saving = Saving::Failed(why);
            if std::mem::take(&mut model.leaving) {
                model.overlay = Some(Overlay::QuitUnsaved);
            }
            vec![]
        }
        Message::Written(path) => {
            show(model, Place::Written(path));
            vec![]
        }
        Message::Looked { scenario, file } => file::looked(model, scenario, file),
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

fn set_today(model: &mut Model, today: Date) {
    if model.today == today {
        return;
    }
    model.today = today;
    if let Some(open) = &mut model.open {
        open.judge(today);
    }
    settle(model);
}

fn resume(model: &mut Model, opened: Opened) {
    let state = match Assessment::fold(&opened.entries) {
        Ok(state) => state,
        Err(error) => {
            model.notice = Some(Notice::Problem(error.to_string()));
            return;
        }
    };
    let mut open = Open::of(opened.questionnaire, opened.entries, state, model.today);
    open.name = Some(opened.name);
    open.path = Some(opened.path);
    open.drafts = opened.drafts;
    let kept = text::counted(open.drafts.len(), "text");
    let kept = (!open.drafts.is_empty())
        .then(|| format!("{kept} that was not finished is kept in its field."));
    let infos: Vec<String> = kept
        .into_iter()
        .chain(newer(&model.questionnaire, &open))
        .collect();
    let info = (!infos.is_empty()).then(|| Notice::Info(infos.join(" ")));
    model.notice = opened.warning.map(Notice::Problem).or(info);
    model.open = Some(open);
    model.saving = Saving::Nothing;
    model.screens.truncate(1);
    show(model, Place::Tasks);
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

fn saved(model: &mut Model, entries: Vec<Logged>, clock: String) -> Vec<Effect> {
    let today = model.today;
    let Some(open) = &mut model.open else {
        return vec![];
    };
    open.pending.drain(..entries.len().min(open.pending.len()));
    let moved = |l: &Logged| matches!(l.entry.event, Event::Undone { .. } | Event::Redone { .. });
    let refold = entries.iter().any(moved);
    open.entries.extend(entries);
    if refold {
        // Cannot fail: undo and redo name entries that can be undone and redone.
        if let Ok(state) = Assessment::fold(&open.entries) {
            open.state = state;
            open.judge(today);
        }
    }
    let is_saved = open.pending.is_empty();
    model.saving = Saving::Saved(clock);
    settle(model);
    if refold {
        // The text that is being typed may be one that was taken back.
        refocus(model);
    }
    if is_saved && std::mem::take(&mut model.leaving) {
        return vec![Effect::Quit];
    }
    vec![]
}
