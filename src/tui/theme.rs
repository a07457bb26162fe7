//! Colours and emphasis. A colour never stands alone: a word or a mark says the same.

use ratatui::style::{Color, Modifier, Style};

use crate::rules::Outcome;
use crate::wizard::{Saving, Tag, Tone};

/// How things look. Only the terminal's own 16 colours, so that its palette decides.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Theme {
    /// Whether colours are used at all.
    pub colour: bool,
}

impl Theme {
    /// The theme for this environment: `NO_COLOR` (no-color.org), when set and not empty, takes colours away.
    pub fn of_environment() -> Self {
        let no_colour = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
        Self { colour: !no_colour }
    }

    fn tinted(self, colour: Color) -> Style {
        if self.colour {
            Style::new().fg(colour)
        } else {
            Style::new()
        }
    }

    /// The line at the head and the foot.
    pub fn bar(self) -> Style {
        Style::new().add_modifier(Modifier::REVERSED)
    }

    /// A heading.
    pub fn heading(self) -> Style {
        self.tinted(Color::Blue).add_modifier(Modifier::BOLD)
    }

    /// Words that carry weight.
    pub fn strong(self) -> Style {
        Style::new().add_modifier(Modifier::BOLD)
    }

    /// Words in the background. Not dim: many terminals make that unreadable.
    pub fn quiet(self) -> Style {
        self.tinted(Color::Cyan)
    }

    /// What has the focus.
    pub fn focus(self) -> Style {
        Style::new().add_modifier(Modifier::REVERSED)
    }

    /// Text that is being typed.
    pub fn typed(self) -> Style {
        Style::new().add_modifier(Modifier::UNDERLINED)
    }

    /// Something went wrong.
    pub fn problem(self) -> Style {
        self.tinted(Color::Red).add_modifier(Modifier::BOLD)
    }

    /// How something is said.
    pub fn tone(self, tone: Tone) -> Style {
        match tone {
            Tone::Heading => self.heading(),
            Tone::Plain => Style::new(),
            Tone::Strong => self.strong(),
            Tone::Quiet => self.quiet(),
            Tone::Problem => self.problem(),
        }
    }

    /// The state of a row.
    pub fn tag(self, tag: &Tag) -> Style {
        match tag {
            Tag::Outcome(outcome) => self.outcome(*outcome),
            Tag::Words(_) => self.quiet(),
        }
    }

    /// An outcome; its word always stands beside the colour.
    pub fn outcome(self, outcome: Outcome) -> Style {
        match outcome {
            Outcome::Met => self.tinted(Color::Green),
            Outcome::MetByExemption => self.tinted(Color::Cyan),
            Outcome::PartlyMet | Outcome::DontKnow => self.tinted(Color::Yellow),
            Outcome::NotMet => self.tinted(Color::Red).add_modifier(Modifier::BOLD),
            Outcome::NotApplicable | Outcome::NotAnswered | Outcome::NotAsked => Style::new(),
        }
    }

    /// Whether the last change is on disk.
    pub fn saving(self, saving: &Saving) -> Style {
        if let Saving::Failed(_) = saving {
            self.bar().add_modifier(Modifier::BOLD)
        } else {
            self.bar()
        }
    }
}
