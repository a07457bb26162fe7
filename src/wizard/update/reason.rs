//! A change that needs a reason waits for it as the message that it came with: until the reason is
//! given, nothing has happened, and the message is carried out as if it came then.

use super::command::{run, stays};
use super::focus::refocus;
use super::typing::request;
use super::update;
use crate::facts::MAX_REASON;
use crate::text::{clean_line, says_something};
use crate::wizard::keys::{Command, Key};
use crate::wizard::message::{Effect, Message};
use crate::wizard::model::{Model, Notice, Overlay, Screen};
use crate::wizard::open::Reason;

/// Keeps what led to a question, to do it once the question is answered.
pub(super) fn hold(model: &mut Model, message: Option<Message>) {
    let held = match &mut model.overlay {
        Some(Overlay::Reason(asking)) => &mut asking.held,
        Some(Overlay::Reset(asking)) => &mut asking.held,
        _ => return,
    };
    if held.is_none() {
        *held = message.map(Box::new);
    }
}

pub(super) fn press(model: &mut Model, key: Key) -> Vec<Effect> {
    let Some(Overlay::Reason(asking)) = &mut model.overlay else {
        return vec![];
    };
    if key == Key::Enter {
        let words = asking.input.value().to_owned();
        return give(model, &words);
    }
    if matches!(key, Key::Ctrl('c' | 'q')) {
        asking.held = Some(Box::new(Message::Do(Command::Quit)));
    }
    if matches!(key, Key::Esc | Key::Ctrl('c' | 'q')) {
        return give_up(model);
    }
    model.notice = None;
    if let Some(request) = request(key, false) {
        asking.input.handle(request);
    }
    vec![]
}

/// Takes the reason, and makes the change that waited for it.
pub(super) fn give(model: &mut Model, words: &str) -> Vec<Effect> {
    let words = clean_line(words);
    let length = words.chars().count();
    let is_too_long = length > MAX_REASON;
    if is_too_long || !says_something(&words) {
        let says = if is_too_long {
            format!("That is too long: {length} characters, {MAX_REASON} at most.")
        } else {
            "Say why it is changed. Esc, or back, leaves it as it is.".to_owned()
        };
        model.notice = Some(Notice::Problem(says));
        return vec![];
    }
    let Some(Overlay::Reason(asking)) = model.overlay.take() else {
        return vec![];
    };
    if let Some(open) = &mut model.open {
        open.reason = Reason {
            words,
            of: asking.of,
        };
    }
    let held = asking.held.map(|held| update(model, *held));
    held.unwrap_or_default()
}

/// Gives the change up that waited for a reason.
pub(super) fn give_up(model: &mut Model) -> Vec<Effect> {
    match model.overlay.take() {
        Some(Overlay::Reason(asking)) => leave(model, asking.held),
        other => {
            model.overlay = other;
            vec![]
        }
    }
}

/// Drops a change that waited. Who wanted to leave the screen still does: what was typed stays as a draft.
pub(super) fn leave(model: &mut Model, held: Option<Box<Message>>) -> Vec<Effect> {
    let mut says = "Nothing was changed.";
    let mut effects = vec![];
    if model.is_typing() {
        says = "Nothing was changed. What was typed stays in its field, as a draft.";
    }
    if let Some(Message::Do(command)) = held.as_deref()
        && stays(*command)
    {
        if let Some(Screen::Form(form)) = model.screens.last_mut() {
            form.input = None;
        }
        effects = run(model, *command);
        refocus(model);
    }
    model.notice = Some(Notice::Problem(says.to_owned()));
    effects
}
