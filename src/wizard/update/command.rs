//! The commands of the key table.

use tui_input::Input;

use super::answer::{clear, confirm, select};
use super::begin::{act, exempt};
use super::copy;
use super::focus::{field_step, step};
use super::go::{back, go, quit, sibling};
use super::save::{retry, undo};
use super::typing::leave_text;
use crate::wizard::keys::Command;
use crate::wizard::message::Effect;
use crate::wizard::model::{Model, Notice, Overlay, Screen};
use crate::wizard::places::{Place, Subject};
use crate::wizard::row::Goal;
use crate::wizard::texts;

/// How far "page up" and "page down" move.
const PAGE: usize = 10;

pub(super) fn run(model: &mut Model, command: Command) -> Vec<Effect> {
    use Command as C;
    model.notice = None;
    // What is being typed goes on being typed.
    if command == Command::Help {
        model.overlay = Some(Overlay::Help(0));
        return vec![];
    }
    if command == Command::Search {
        model.overlay = Some(Overlay::Search(Input::default(), 0));
        return vec![];
    }
    if command == Command::Retry {
        return retry(model);
    }
    let page = model.page();
    if let Some(Screen::Form(form)) = model.screens.last_mut()
        && let Some(line) = form.guidance
    {
        if let Some(moved) = scrolled(command, line) {
            let last = page.guidance.as_ref().map_or(0, |all| all.steps);
            form.guidance = Some(moved.min(last));
            return vec![];
        }
        // The questions are out of sight: nothing is chosen there.
        if let C::Select | C::Mark | C::Clear | C::Confirm | C::NextField | C::PreviousField =
            command
        {
            form.guidance = None;
            return vec![];
        }
    }
    let was_typing = model.is_typing();
    // What was typed is taken before the focus moves; what does not fit keeps the focus.
    let mut effects = match leave_text(model) {
        Ok(effects) => effects,
        Err(effects) if stays(command) && !model.waits() => effects,
        Err(effects) => return effects,
    };
    effects.extend(match command {
        Command::Up => step(model, -1),
        Command::Down => step(model, 1),
        Command::PageUp => step(model, -(PAGE as isize)),
        Command::PageDown => step(model, PAGE as isize),
        Command::First => step(model, isize::MIN),
        Command::Last => step(model, isize::MAX),
        Command::NextField => field_step(model, true),
        Command::PreviousField => field_step(model, false),
        Command::Select => select(model, true, was_typing),
        Command::Mark => select(model, false, was_typing),
        Command::Clear => clear(model),
        // What was typed anew is taken already, and says as much.
        Command::Confirm if effects.is_empty() => confirm(model),
        Command::Confirm => field_step(model, true),
        Command::Back => back(model),
        Command::Guidance => toggle_guidance(model),
        Command::Next | Command::Previous => sibling(model, command == Command::Next),
        Command::Exempt => exempt(model),
        Command::Act => act(model),
        Command::Tasks => go(model, Goal::Show(Place::Tasks)),
        Command::Review => go(model, Goal::Show(Place::Review)),
        Command::Outcomes => go(model, Goal::Show(Place::Outcomes)),
        Command::History => go(model, Goal::Show(Place::History(0))),
        Command::Undo | Command::Redo => undo(model, command == Command::Undo),
        Command::Copy => copy::ask(model),
        Command::Quit => quit(model),
        Command::Help | Command::Search | Command::Retry => vec![],
    });
    effects
}

/// Whether a command is carried out although what was typed could not be taken: it stays a draft.
pub(super) const fn stays(command: Command) -> bool {
    matches!(
        command,
        Command::Back | Command::Quit | Command::Guidance | Command::Copy
    )
}

/// Where the guidance, or the help, is after a command, if the command moves it.
pub(super) fn scrolled(command: Command, line: usize) -> Option<usize> {
    let moves = [
        (Command::Up, line.saturating_sub(1)),
        (Command::Down, line.saturating_add(1)),
        (Command::PageUp, line.saturating_sub(PAGE)),
        (Command::PageDown, line + PAGE),
        (Command::First, 0),
        (Command::Last, usize::MAX),
    ];
    let moved = moves.into_iter().find(|(by, _)| *by == command);
    moved.map(|(_, to)| to)
}

fn toggle_guidance(model: &mut Model) -> Vec<Effect> {
    if !matches!(model.form(), Some(form) if matches!(form.subject, Subject::Scenario(_))) {
        let says = texts::ON_SCENARIOS_ONLY.to_owned();
        model.notice = Some(Notice::Info(says));
        return vec![];
    }
    if let Some(Screen::Form(form)) = model.screens.last_mut() {
        form.guidance = match form.guidance {
            Some(_) => None,
            None => Some(0),
        };
    }
    vec![]
}
