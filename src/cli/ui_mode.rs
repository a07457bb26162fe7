//! Which face a conversation has: the full screen, or the plain dialogue.

use std::io::{IsTerminal, stdin, stdout};

/// A face.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum UiMode {
    /// The full screen.
    Full,
    /// Line by line.
    Plain,
}

/// What the choice depends on.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Surroundings<'a> {
    /// `--plain` was given.
    pub asked_plain: bool,
    /// The variable `TERM`.
    pub term: Option<&'a str>,
    /// The variable `ACCESSIBLE`.
    pub accessible: Option<&'a str>,
    /// Standard input and output are terminals.
    pub terminal: bool,
}

impl Surroundings<'_> {
    /// The face that fits.
    pub(super) fn mode(self) -> UiMode {
        let accessible = self.accessible.is_some_and(|v| !v.is_empty() && v != "0");
        let dumb = self.term == Some("dumb");
        if self.asked_plain || accessible || dumb || !self.terminal {
            UiMode::Plain
        } else {
            UiMode::Full
        }
    }
}

/// The face that fits the environment of this process.
pub(super) fn of_environment(asked_plain: bool) -> UiMode {
    let (term, accessible) = (std::env::var("TERM").ok(), std::env::var("ACCESSIBLE").ok());
    Surroundings {
        asked_plain,
        term: term.as_deref(),
        accessible: accessible.as_deref(),
        terminal: stdin().is_terminal() && stdout().is_terminal(),
    }
    .mode()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_full_screen_needs_a_terminal_and_nobody_who_asks_for_less() {
        let full = Surroundings {
            terminal: true,
            term: Some("xterm-256color"),
            ..Surroundings::default()
        };
        assert_eq!(full.mode(), UiMode::Full);
        assert_eq!(
            Surroundings {
                accessible: Some(""),
                ..full
            }
            .mode(),
            UiMode::Full
        );
        assert_eq!(
            Surroundings {
                accessible: Some("0"),
                ..full
            }
            .mode(),
            UiMode::Full
        );
        for plain in [
            Surroundings {
                asked_plain: true,
                ..full
            },
            Surroundings {
                term: Some("dumb"),
                ..full
            },
            Surroundings {
                accessible: Some("1"),
                ..full
            },
            Surroundings {
                terminal: false,
                ..full
            },
        ] {
            assert_eq!(plain.mode(), UiMode::Plain, "{plain:?}");
        }
    }
}
