//! The one key table: it feeds the handler, the footer, the help screen and the manual.

/// A key, by what is printed on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Key {
    /// A character.
    Char(char),
    /// A character with Control.
    Ctrl(char),
    /// A function key.
    F(u8),
    /// Arrow.
    Up,
    /// Arrow.
    Down,
    /// Arrow.
    Left,
    /// Arrow.
    Right,
    /// Arrow with Control: by words.
    WordLeft,
    /// Arrow with Control: by words.
    WordRight,
    Enter,
    /// Enter with Alt: a line break in a text.
    NewLine,
    /// Escape.
    Esc,
    Tab,
    /// Tab with Shift.
    BackTab,
    Backspace,
    Delete,
    Home,
    End,
    PageUp,
    PageDown,
}

impl Key {
    /// The key as a person names it.
    pub fn name(self) -> String {
        match self {
            Self::Char(' ') => "Space".to_owned(),
            Self::Char(c) => c.to_string(),
            Self::Ctrl(c) => format!("Ctrl-{}", c.to_ascii_uppercase()),
            Self::F(n) => format!("F{n}"),
            Self::Up => "↑".to_owned(),
            Self::Down => "↓".to_owned(),
            Self::Left => "←".to_owned(),
            Self::Right => "→".to_owned(),
            Self::WordLeft => "Ctrl-←".to_owned(),
            Self::WordRight => "Ctrl-→".to_owned(),
            Self::NewLine => "Alt-Enter".to_owned(),
            Self::BackTab => "Shift-Tab".to_owned(),
            Self::PageUp => "Page up".to_owned(),
            Self::PageDown => "Page down".to_owned(),
            Self::Enter
            | Self::Esc
            | Self::Tab
            | Self::Backspace
            | Self::Delete
            | Self::Home
            | Self::End => format!("{self:?}"),
        }
    }
}

/// Something that a key does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Command {
    /// To the item above.
    Up,
    /// To the item below.
    Down,
    /// To the next question.
    NextField,
    /// To the question before.
    PreviousField,
    /// Choose and go on, or go there.
    Select,
    /// Choose and stay.
    Mark,
    /// Back to the screen before.
    Back,
    /// To the first item.
    First,
    /// To the last item.
    Last,
    /// A screen up.
    PageUp,
    /// A screen down.
    PageDown,
    /// Take the answer back.
    Clear,
    /// Say that an answer still holds.
    Confirm,
    /// Show the keys.
    Help,
    /// Search scenarios.
    Search,
    /// Show the whole guidance.
    Guidance,
    /// The next scenario.
    Next,
    /// The scenario before.
    Previous,
    /// Record an exemption.
    Exempt,
    /// Record an action.
    Act,
    /// The list of scenarios.
    Tasks,
    /// Check the answers.
    Review,
    /// Show the outcomes.
    Outcomes,
    /// Show what was changed.
    History,
    /// Take the last change back.
    Undo,
    /// Bring back what was undone.
    Redo,
    /// Try again to save, or to write in a record that could only be read.
    Retry,
    /// Save a copy elsewhere.
    Copy,
    /// Stop; everything stays as it is.
    Quit,
}

/// Where a binding counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Where {
    /// Everywhere.
    Anywhere,
    Form,
    /// Once a record is open.
    Record,
}

/// A row of the key table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Binding {
    pub command: Command,
    /// The keys; the first is shown. A character counts only while no text is typed.
    pub keys: &'static [Key],
    /// A word or two for the footer.
    pub short: &'static str,
    /// What it does, as a sentence.
    pub long: &'static str,
    /// Where it counts.
    pub place: Where,
}

macro_rules! table {
    ($($command:ident, $place:ident, [$($key:expr),+], $short:literal, $long:literal;)*) => {
        /// The key table, in the order in which help shows it.
        pub const TABLE: &[Binding] = &[$(Binding {
            command: Command::$command,
            keys: &[$($key),+],
            short: $short,
            long: $long,
            place: Where::$place,
        }),*];
    };
}

table! {
    Select, Anywhere, [Key::Enter], "choose", "Choose and go on to the next question, or go to the place named.";
    Mark, Form, [Key::Char(' ')], "mark", "Choose and stay.";
    Up, Anywhere, [Key::Up], "up", "Move up.";
    Down, Anywhere, [Key::Down], "down", "Move down.";
    NextField, Form, [Key::Tab], "next question", "Go to the next question.";
    PreviousField, Form, [Key::BackTab], "question before", "Go to the question before.";
    Back, Anywhere, [Key::Esc], "back", "Go back. What was typed is kept.";
    Help, Anywhere, [Key::Char('?'), Key::F(1)], "help", "Show these keys.";
    Search, Record, [Key::Char('/'), Key::Ctrl('f')], "search", "Search the scenarios.";
    Guidance, Form, [Key::Char('g'), Key::F(2)], "guidance", "Show the whole guidance, or hide it.";
    Next, Form, [Key::Char('n'), Key::Ctrl('n')], "next", "Go to the next scenario, step or entry.";
    Previous, Form, [Key::Char('p'), Key::Ctrl('p')], "before", "Go to the scenario, step or entry before.";
    Clear, Form, [Key::Delete, Key::Backspace], "clear", "Take the answer back.";
    Confirm, Form, [Key::Char('c'), Key::F(9)], "still right", "Say that an earlier answer still holds.";
    Undo, Record, [Key::Char('u'), Key::F(7)], "undo", "Take the last change back.";
    Redo, Record, [Key::Char('U'), Key::F(8)], "redo", "Bring back what was undone.";
    Exempt, Record, [Key::Char('x'), Key::F(3)], "exemption", "Record an exemption.";
    Act, Record, [Key::Char('a'), Key::F(4)], "action", "Record an action.";
    Tasks, Record, [Key::Char('t'), Key::Ctrl('t')], "tasks", "Show the list of scenarios.";
    Review, Record, [Key::Char('r'), Key::F(5)], "check", "Check your answers and jump to each gap.";
    Outcomes, Record, [Key::Char('o'), Key::F(6)], "outcomes", "Show the outcomes and why.";
    History, Record, [Key::Char('h'), Key::F(12)], "history", "Show what was changed, by whom, when and why.";
    PageUp, Anywhere, [Key::PageUp], "earlier", "Move a page up.";
    PageDown, Anywhere, [Key::PageDown], "more", "Move a page down.";
    First, Anywhere, [Key::Home], "top", "Go to the top.";
    Last, Anywhere, [Key::End], "end", "Go to the end.";
    Retry, Record, [Key::Ctrl('r')], "try again", "Try again to save what could not be saved, or to change a record that could only be read.";
    Copy, Record, [Key::Ctrl('s'), Key::F(10)], "copy elsewhere", "Save a copy in another place, for example when this one cannot be written.";
    Quit, Anywhere, [Key::Char('q'), Key::Ctrl('c'), Key::Ctrl('q')], "quit", "Stop here. Everything is kept; resume at any time.";
}

/// How text is edited, for the help screen.
pub const EDITING: &[(&str, &str)] = &[
    ("← → Home End", "Move within the text; with Ctrl by words."),
    (
        "Alt-Enter, Ctrl-J",
        "Begin a new line, where there is room for several.",
    ),
    (
        "Ctrl-W, Ctrl-U",
        "Delete the word before the cursor, or the whole text.",
    ),
];

/// What a key does here. While text is typed, characters and editing keys are text.
pub fn command(key: Key, typing: bool, form: bool, record: bool) -> Option<Command> {
    let is_text = matches!(
        key,
        Key::Char(_) | Key::Delete | Key::Backspace | Key::Home | Key::End
    );
    if typing && is_text {
        return None;
    }
    let found = TABLE.iter().find(|b| b.keys.contains(&key))?;
    let counts = match found.place {
        Where::Anywhere => true,
        Where::Form => form,
        Where::Record => record,
    };
    counts.then_some(found.command)
}

/// The row of the table for a command.
pub fn binding(command: Command) -> Option<&'static Binding> {
    TABLE.iter().find(|b| b.command == command)
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn no_key_has_two_meanings() {
        let mut seen = HashSet::new();
        for key in TABLE.iter().flat_map(|b| b.keys) {
            assert!(seen.insert(key), "{key:?}");
        }
    }

    #[test]
    fn every_command_on_a_letter_has_a_key_that_works_while_typing() {
        // Mark and Clear are what the text field itself does.
        let exempt = [Command::Mark, Command::Clear, Command::First, Command::Last];
        for binding in TABLE.iter().filter(|b| !exempt.contains(&b.command)) {
            let works = |key: &&Key| command(**key, true, true, true).is_some();
            assert!(binding.keys.iter().any(|k| works(&k)), "{binding:?}");
        }
    }

    #[test]
    fn letters_are_text_while_text_is_typed() {
        assert_eq!(command(Key::Char('q'), true, true, true), None);
        assert_eq!(
            command(Key::Char('q'), false, true, true),
            Some(Command::Quit)
        );
        assert_eq!(command(Key::Esc, true, true, true), Some(Command::Back));
    }
}
