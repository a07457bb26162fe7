//! Words that are commands at every prompt.

use crate::wizard::Command;

/// What a line at a prompt is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Line {
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
    Answer(String),
}

/// The words, what they are, and what they do.
pub(super) const WORDS: &[(&str, &str)] = &[
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
    (
        "search WORDS",
        "search the scenarios; not where a text is asked for",
    ),
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

/// Reads a line where something is to be chosen.
pub(super) fn parse(line: &str) -> Line {
    let line = line.trim();
    let lower = line.to_lowercase();
    match lower.strip_prefix("search ") {
        Some(words) => Line::Search(words.trim().to_owned()),
        None => parse_text(line),
    }
}

/// Reads a line where a text is asked for: only a word that stands alone is a command. With `=`
/// before it, it is a text; before anything else, `=` is what it is.
pub(super) fn parse_text(line: &str) -> Line {
    let line = line.trim();
    if let Some(text) = line.strip_prefix('=')
        && command(text.trim_start_matches('=')).is_some()
    {
        return Line::Answer(text.to_owned());
    }
    command(line).unwrap_or_else(|| Line::Answer(line.to_owned()))
}

fn command(word: &str) -> Option<Line> {
    Some(match word.to_lowercase().as_str() {
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
        _ => return None,
    })
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
        for read in [parse, parse_text] {
            assert_eq!(read("=help"), Line::Answer("help".into()));
            assert_eq!(read("==Help"), Line::Answer("=Help".into()));
            assert_eq!(read("Help"), Line::Help);
        }
        assert_eq!(parse(" 2 "), Line::Answer("2".into()));
    }

    #[test]
    fn a_text_that_begins_as_a_command_does_is_a_text() {
        for text in [
            "Search the sign-in logs every week",
            "search",
            "=7 days to enrol",
            "=",
            "Back to back",
            "help\nquit",
        ] {
            assert_eq!(parse_text(text), Line::Answer(text.into()));
        }
        assert_eq!(parse("search VPN"), Line::Search("vpn".into()));
    }
}
