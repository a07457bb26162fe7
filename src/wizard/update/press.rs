//! What a key does: to what lies over the screen, as a command, or as text.

use super::command::scrolled;
use super::copy;
use super::go::go;
use super::save::retry;
use super::typing::{edit, request};
use super::{life, reason, update};
use crate::wizard::keys::{Command, EDITING, Key, TABLE, command};
use crate::wizard::lists::search;
use crate::wizard::message::{Effect, Message};
use crate::wizard::model::{Model, Overlay};

pub(super) fn press(model: &mut Model, key: Key) -> Vec<Effect> {
    match &model.overlay {
        Some(Overlay::Help(_)) => return press_help(model, key),
        Some(Overlay::Search(..)) => return press_search(model, key),
        Some(Overlay::Copy(_)) => return copy::press(model, key),
        Some(Overlay::Reason(_)) => return reason::press(model, key),
        Some(Overlay::Reset(_)) => return life::press(model, key),
        Some(Overlay::QuitUnsaved) => {
            model.overlay = None;
            return if key == Key::Ctrl('c') {
                vec![Effect::Quit]
            } else if key == Key::Ctrl('r') {
                retry(model)
            } else if matches!(key, Key::Ctrl('s') | Key::F(10)) {
                copy::ask(model)
            } else {
                vec![]
            };
        }
        None => {}
    }
    model.notice = None;
    let (form, record) = (model.form().is_some(), model.open.is_some());
    match command(key, model.is_typing(), form, record) {
        Some(command) => update(model, Message::Do(command)),
        None => edit(model, key),
    }
}

fn press_help(model: &mut Model, key: Key) -> Vec<Effect> {
    let Some(Overlay::Help(line)) = &mut model.overlay else {
        return vec![];
    };
    let moved = command(key, false, false, false).and_then(|c| scrolled(c, *line));
    match moved {
        Some(moved) => *line = moved.min(TABLE.len() + EDITING.len()),
        None if key == Key::Ctrl('c') => return update(model, Message::Do(Command::Quit)),
        None => model.overlay = None,
    }
    vec![]
}

fn press_search(model: &mut Model, key: Key) -> Vec<Effect> {
    let (Some(Overlay::Search(input, cursor)), Some(open)) = (&mut model.overlay, &model.open)
    else {
        model.overlay = None;
        return vec![];
    };
    let found = search(open, input.value());
    if key == Key::Esc {
        model.overlay = None;
    } else if key == Key::Ctrl('c') {
        model.overlay = None;
        return update(model, Message::Do(Command::Quit));
    } else if key == Key::Up {
        *cursor = cursor.saturating_sub(1);
    } else if matches!(key, Key::Down | Key::Tab) {
        *cursor = (*cursor + 1).min(found.len().saturating_sub(1));
    } else if key == Key::Enter {
        let goal = found.get(*cursor).and_then(|row| row.goal.clone());
        if let Some(goal) = goal {
            model.overlay = None;
            return go(model, goal);
        }
    } else if let Some(request) = request(key, false) {
        input.handle(request);
        *cursor = 0;
    }
    vec![]
}
