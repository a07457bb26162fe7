//! The links below the questions of a form, under their headings.

use ratatui::text::{Line, Span};
use unicode_width::UnicodeWidthStr;

use super::Sheet;
use crate::tui::wrap;
use crate::wizard::{Form, Row, Stop};

impl Sheet {
    pub(super) fn links(&mut self, rows: &[Row], form: &Form) {
        for (index, row) in rows.iter().enumerate() {
            if row.goal.is_none() {
                self.blank();
                if !row.text.is_empty() {
                    self.paragraph(&row.text, self.theme.heading());
                }
                continue;
            }
            self.link(row, form.cursor == Stop::Link(index));
        }
    }

    fn link(&mut self, row: &Row, focused: bool) {
        if focused {
            self.focus = self.lines.len();
            self.column = 2;
        }
        let (pointer, style) = if focused {
            ("› ", self.theme.focus())
        } else {
            ("  ", self.theme.strong())
        };
        let text = format!("[ {} ]", row.text);
        let tag = row.tag.as_ref().map_or(0, |tag| tag.words().width() + 2);
        let parts = wrap::lines(&text, self.width.saturating_sub(2 + tag));
        for (index, part) in parts.into_iter().enumerate() {
            let head = if index == 0 { pointer } else { "  " };
            let mut spans = vec![Span::raw(head), Span::styled(part, style)];
            if let Some(tag) = row.tag.as_ref().filter(|_| index == 0) {
                spans.push(Span::raw("  "));
                spans.push(Span::styled(tag.words().to_owned(), self.theme.tag(tag)));
            }
            self.lines.push(Line::from(spans));
        }
        if let Some(words) = &row.detail {
            for line in wrap::lines(words, self.width.saturating_sub(4)) {
                let line = format!("    {line}");
                self.lines.push(Line::styled(line, self.theme.quiet()));
            }
        }
    }
}
