//! What can be done now, for the foot of the screen.

use super::keys::{Command, Key, binding};
use super::model::{Model, Overlay, Screen};
use super::places::{Place, Subject};

/// The keys that do something now, each with a word or two, what matters most first. The last says how
/// to stop.
pub fn foot(model: &Model) -> Vec<(Key, &'static str)> {
    // In the question before stopping, a letter is any other key.
    let is_typing = model.is_typing() || matches!(model.overlay, Some(Overlay::QuitUnsaved));
    let first = first(model);
    let others = commands(model).iter();
    let others = others.filter(|command| !first.contains(command));
    let works = |key: &&Key| !(is_typing && matches!(key, Key::Char(_)));
    first
        .iter()
        .chain(others)
        .filter_map(|command| {
            let binding = binding(*command)?;
            let key = binding.keys.iter().find(works)?;
            Some((*key, binding.short))
        })
        .collect()
}

/// What gets one out of trouble.
fn first(model: &Model) -> &'static [Command] {
    let is_read_only = model.open.as_ref().is_some_and(|o| o.read_only.is_some());
    if let Some(Overlay::Copy(_)) = &model.overlay {
        &[]
    } else if model.trouble().is_some() {
        &[Command::Retry, Command::Copy, Command::Help]
    } else if is_read_only {
        &[Command::Retry]
    } else {
        &[]
    }
}

fn commands(model: &Model) -> &'static [Command] {
    use Command as C;
    match &model.overlay {
        Some(Overlay::Help(_)) => return &[C::PageDown, C::PageUp, C::Back],
        Some(Overlay::Search(..)) => return &[C::Select, C::Down, C::Up, C::Back, C::Quit],
        Some(Overlay::Reason(_)) => return &[C::Select, C::Back, C::Quit],
        Some(Overlay::Reset(_)) => return &[C::Select, C::Down, C::Up, C::Back, C::Quit],
        Some(Overlay::QuitUnsaved) => return &[C::Back, C::Quit],
        Some(Overlay::Copy(_)) => return &[C::Select, C::Back, C::Quit],
        None => {}
    }
    match model.screen() {
        Screen::Form(form) if form.guidance.is_some() => &[
            C::PageDown,
            C::PageUp,
            C::Guidance,
            C::Back,
            C::Help,
            C::Quit,
        ],
        Screen::Form(_) if model.is_typing() => &[
            C::Select,
            C::NextField,
            C::Back,
            C::Help,
            C::Review,
            C::Undo,
            C::Quit,
        ],
        Screen::Form(form) => match form.subject {
            Subject::Scenario(_) => &[
                C::Select,
                C::NextField,
                C::Back,
                C::Help,
                C::Guidance,
                C::Search,
                C::Undo,
                C::Quit,
            ],
            Subject::Organisation
            | Subject::Exemption(..)
            | Subject::Action(_)
            | Subject::System(_)
            | Subject::Listed(_)
            | Subject::File(_)
            | Subject::SignOff => &[
                C::Select,
                C::NextField,
                C::Back,
                C::Help,
                C::Search,
                C::Review,
                C::Undo,
                C::Quit,
            ],
        },
        Screen::List(list) if list.place == Place::Earlier => {
            &[C::Select, C::Back, C::Help, C::Quit]
        }
        Screen::List(_) if model.open.is_none() => &[C::Select, C::Help, C::Quit],
        Screen::List(_) => &[
            C::Select,
            C::Back,
            C::Help,
            C::Search,
            C::Review,
            C::Outcomes,
            C::Undo,
            C::Quit,
        ],
    }
}
