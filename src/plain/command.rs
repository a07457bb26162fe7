//! Words that are commands at every prompt.

use crate::wizard::Command;

/// What a line at a prompt is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Line {
    /// A command that the key table knows too.
    Do(Command),
    /// To the note of the scenario.
    Note,
    /// To the next question without an answer to this one.
    Skip,
    /// Show the guidance.
    Guidance,
    /// Save a copy elsewhere.
    Copy,
    /// Show what the words do.
    Help,
    /// Search scenarios for these words.
    Search(String),
    /// Stop.
    Quit,
    /// An answer.
    Answer(String),
}

/// The words, what they are, and what they do.
pub const WORDS: &[(&str, &str)] = &[
    ("back", "go back to the question or screen before"),
    ("skip", "go on without an answer"),
    ("clear", "take the answer back"),
    ("confirm", "say that an earlier answer still holds"),
    ("note", "write the note of this scenario"),
    ("guidance", "read the guidance on this scenario"),
    ("next", "go to the next scenario"),
    ("previous", "go to the scenario before"),
    ("exemption", "record an exemption, or show the register"),
    ("action", "record an action, or show the list"),
    ("tasks", "show the list of scenarios"),
    ("review", "check your answers"),
    ("outcomes", "show the outcomes and why"),
    ("history", "show what was changed, by whom, when and why"),
    ("search WORDS", "search the scenarios"),
    ("undo", "take the last change back"),
    ("redo", "bring back what was undone"),
    (
        "retry",
        "try again to save, or to change a record that could only be read",
    ),
    ("copy", "save a copy in another place"),
    ("help", "show these words"),
    ("quit", "stop; everything is kept"),
];

/// Reads a line. A leading `=` makes a text of a word that would be a command.
pub fn parse(line: &str) -> Line {
    let line = line.trim();
    if let Some(text) = line.strip_prefix('=') {
        return Line::Answer(text.to_owned());
    }
    let lower = line.to_lowercase();
    if let Some(words) = lower.strip_prefix("search ") {
        return Line::Search(words.trim().to_owned());
    }
    match lower.as_str() {
        "back" => Line::Do(Command::Back),
        "clear" => Line::Do(Command::Clear),
        "confirm" => Line::Do(Command::Confirm),
        "next" => Line::Do(Command::Next),
        "previous" => Line::Do(Command::Previous),
        "exemption" => Line::Do(Command::Exempt),
        "action" => Line::Do(Command::Act),
        "tasks" => Line::Do(Command::Tasks),
        "review" => Line::Do(Command::Review),
        "outcomes" => Line::Do(Command::Outcomes),
        "history" => Line::Do(Command::History),
        "undo" => Line::Do(Command::Undo),
        "redo" => Line::Do(Command::Redo),
        "retry" => Line::Do(Command::Retry),
        "copy" => Line::Copy,
        "note" => Line::Note,
        "skip" => Line::Skip,
        "guidance" => Line::Guidance,
        "help" | "?" => Line::Help,
        "quit" => Line::Quit,
        _ => Line::Answer(line.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_in_the_help_is_a_command() {
        for (word, _) in WORDS {
            assert!(!matches!(parse(word), Line::Answer(_)), "{word}");
        }
    }

    #[test]
    fn a_word_can_be_an_answer_all_the_same() {
        assert_eq!(parse("=help"), Line::Answer("help".into()));
        assert_eq!(parse(" 2 "), Line::Answer("2".into()));
    }
}
