//! A copy in another place: asked for at any time, and the way out where a disk takes nothing.

use std::path::PathBuf;

use tui_input::Input;

use super::command::run;
use super::typing::request;
use crate::text::clean_line;
use crate::wizard::keys::{Command, Key};
use crate::wizard::message::{Copying, Effect};
use crate::wizard::model::{Model, Notice, Overlay};

/// Asks where to.
pub(super) fn ask(model: &mut Model) -> Vec<Effect> {
    let Some(open) = &model.open else {
        return vec![];
    };
    if open.entries.is_empty() && open.pending.is_empty() {
        let says = "There is nothing to copy yet: answer a question first.";
        model.notice = Some(Notice::Info(says.to_owned()));
    } else {
        let folder = model.elsewhere.display().to_string();
        model.overlay = Some(Overlay::Copy(Input::new(folder)));
    }
    vec![]
}

pub(super) fn press(model: &mut Model, key: Key) -> Vec<Effect> {
    let Some(Overlay::Copy(input)) = &mut model.overlay else {
        return vec![];
    };
    if key == Key::Esc {
        model.overlay = None;
    } else if key == Key::Ctrl('c') {
        model.overlay = None;
        return run(model, Command::Quit);
    } else if key == Key::Enter {
        let to = input.value().to_owned();
        return save(model, &to);
    } else if let Some(request) = request(key, false) {
        input.handle(request);
    }
    vec![]
}

/// Saves a copy where the words say, or in the folder that is suggested.
pub(super) fn save(model: &mut Model, to: &str) -> Vec<Effect> {
    let goes_on = model.goes_on_in_copy();
    let Some(open) = &model.open else {
        return vec![];
    };
    let to = clean_line(to);
    let to = if to.is_empty() {
        model.elsewhere.display().to_string()
    } else {
        to
    };
    model.notice = None;
    vec![Effect::Copy(Copying {
        to,
        title: open.organisation().to_owned(),
        by: open.assessor().to_owned(),
        events: open.pending.clone(),
        goes_on,
    })]
}

/// Says where the copy is, and which of the two is open now.
pub(super) fn saved(model: &mut Model, name: String, path: PathBuf, goes_on: bool) -> Vec<Effect> {
    if matches!(model.overlay, Some(Overlay::Copy(_))) {
        model.overlay = None;
    }
    let Some(open) = &mut model.open else {
        return vec![];
    };
    let copy = path.display().to_string();
    if !goes_on {
        let here = open.name.as_deref().unwrap_or_default();
        let says = format!("A copy is saved: {copy}. You are still in {here}.");
        model.notice = Some(Notice::Info(says));
        return vec![];
    }
    let left = match open.path.as_deref().filter(|old| *old != path) {
        Some(old) => format!(" {} is left as it was.", old.display()),
        None => String::new(),
    };
    let says = format!("A copy with everything is saved: {copy}. You go on in the copy.{left}");
    model.notice = Some(Notice::Info(says));
    open.name = Some(name);
    open.path = Some(path);
    open.read_only = None;
    vec![Effect::KeepDrafts(open.drafts.clone())]
}
