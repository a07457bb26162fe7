//! A frame as text that a person can review: rows with their numbers, the cursor below its row,
//! and, where asked, the runs of style on each row.

use mfa_assess::tui::{Theme, draw};
use mfa_assess::wizard::Model;
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::Position;
use ratatui::style::{Color, Modifier};

/// What is on a terminal of some size.
pub struct Shown {
    pub buffer: Buffer,
    pub cursor: Option<Position>,
}

pub const PLAIN: Theme = Theme { colour: false };
pub const COLOUR: Theme = Theme { colour: true };

/// Draws a model.
pub fn shown(model: &Model, (width, height): (u16, u16), theme: Theme) -> Shown {
    let mut terminal = Terminal::new(TestBackend::new(width, height)).unwrap();
    let frame = terminal.draw(|frame| draw(frame, model, theme)).unwrap();
    let buffer = frame.buffer.clone();
    let backend = terminal.backend();
    let cursor = backend.cursor_visible().then(|| backend.cursor_position());
    Shown { buffer, cursor }
}

impl Shown {
    /// The rows, without the halves of wide characters and without spaces at the end.
    pub fn rows(&self) -> Vec<String> {
        let area = self.buffer.area;
        (0..area.height)
            .map(|y| {
                let mut row = String::new();
                let mut skip = 0;
                for x in 0..area.width {
                    if skip > 0 {
                        skip -= 1;
                        continue;
                    }
                    let symbol = self.buffer[(x, y)].symbol();
                    skip = unicode_width::UnicodeWidthStr::width(symbol).saturating_sub(1);
                    row.push_str(symbol);
                }
                row.trim_end().to_owned()
            })
            .collect()
    }

    /// The rows for a snapshot.
    pub fn text(&self) -> String {
        let area = self.buffer.area;
        let mut lines = vec![format!("{}x{}", area.width, area.height)];
        for (y, row) in self.rows().into_iter().enumerate() {
            lines.push(format!("{y:>2}|{row}").trim_end().to_owned());
            if let Some(at) = self.cursor
                && usize::from(at.y) == y
            {
                lines.push(format!("  |{}^ cursor", " ".repeat(at.x.into())));
            }
        }
        if self.cursor.is_none() {
            lines.push("no cursor".to_owned());
        }
        lines.join("\n")
    }

    /// The runs of style on each row, as `row: column..column style`.
    pub fn styles(&self) -> String {
        let area = self.buffer.area;
        let mut lines = vec!["styles".to_owned()];
        for y in 0..area.height {
            let mut runs: Vec<(u16, u16, String)> = vec![];
            for x in 0..area.width {
                let style = words(&self.buffer[(x, y)]);
                match runs.last_mut() {
                    Some((_, end, before)) if *before == style => *end = x + 1,
                    _ => runs.push((x, x + 1, style)),
                }
            }
            let told: Vec<String> = runs
                .into_iter()
                .filter(|(_, _, style)| !style.is_empty())
                .map(|(from, to, style)| format!("{from}..{to} {style}"))
                .collect();
            if !told.is_empty() {
                lines.push(format!("{y:>2}: {}", told.join(", ")));
            }
        }
        lines.join("\n")
    }
}

/// The style of a cell in words; nothing for one without.
fn words(cell: &Cell) -> String {
    let mut words = vec![];
    if cell.fg != Color::Reset {
        words.push(cell.fg.to_string().to_lowercase());
    }
    if cell.bg != Color::Reset {
        words.push(format!("on {}", cell.bg.to_string().to_lowercase()));
    }
    for (modifier, word) in [
        (Modifier::BOLD, "bold"),
        (Modifier::UNDERLINED, "underlined"),
        (Modifier::REVERSED, "reversed"),
    ] {
        if cell.modifier.contains(modifier) {
            words.push(word.to_owned());
        }
    }
    words.join(" ")
}
