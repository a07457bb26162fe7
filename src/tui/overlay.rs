//! What lies over the screen: the keys, the search, a question before stopping.

use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Position, Rect};
use ratatui::text::{Line, Span};
use ratatui::widgets::Paragraph;
use tui_input::Input;
use unicode_width::UnicodeWidthStr;

use super::theme::Theme;
use super::wrap;
use super::{form, list};
use crate::wizard::keys::{EDITING, TABLE};
use crate::wizard::{Asking, Model, Overlay, ResetChoice, Resetting, search, texts};

/// Columns for the names of keys.
const KEYS_WIDTH: usize = 20;

/// Draws what lies over the screen, in its place.
pub(super) fn draw(
    frame: &mut Frame<'_>,
    area: Rect,
    model: &Model,
    overlay: &Overlay,
    theme: Theme,
) {
    match overlay {
        Overlay::Help(line) => help(frame, area, *line, theme),
        Overlay::Search(input, cursor) => {
            let [field, found] =
                Layout::vertical([Constraint::Length(3), Constraint::Fill(1)]).areas(area);
            let label = "Search scenarios: ";
            let typed = Span::styled(input.value().to_owned(), theme.typed());
            let lines = vec![
                Line::default(),
                Line::from(vec![Span::styled(label, theme.strong()), typed]),
            ];
            frame.render_widget(Paragraph::new(lines), field);
            let rows = model
                .open
                .as_ref()
                .map_or_else(Vec::new, |open| search(open, input.value()));
            if rows.is_empty() {
                let says = "No scenario holds these words. Esc goes back.";
                frame.render_widget(Paragraph::new(says), found);
            } else {
                list::draw_rows(frame, found, &rows, *cursor, theme);
            }
            let column = label.width() + input.visual_cursor();
            let column = u16::try_from(column).unwrap_or(u16::MAX).min(field.width);
            frame.set_cursor_position(Position::new(field.x + column, field.y + 1));
        }
        Overlay::Reason(asking) => reason(frame, area, asking, theme),
        Overlay::Reset(asking) => reset(frame, area, asking, theme),
        Overlay::QuitUnsaved => {
            let says = "The last change is NOT saved. To try again to save it, press Ctrl-R. To \
                        save a copy elsewhere, press Ctrl-S. To stop all the same and lose it, \
                        press Ctrl-C again. Any other key goes back.";
            let lines: Vec<Line<'_>> = wrap::lines(says, area.width.into())
                .into_iter()
                .map(|line| Line::styled(line, theme.problem()))
                .collect();
            list::read(frame, area, lines, 0);
        }
        Overlay::Copy(input) => copy(frame, area, model, input, theme),
    }
}

fn copy(frame: &mut Frame<'_>, area: Rect, model: &Model, input: &Input, theme: Theme) {
    let width = usize::from(area.width);
    let mut lines = vec![
        Line::styled("Save a copy elsewhere", theme.heading()),
        Line::default(),
    ];
    let says = format!("{} {}", model.copy_words(), texts::COPY_TO);
    lines.extend(wrap::lines(&says, width).into_iter().map(Line::from));
    lines.push(Line::default());
    let (row, column) = wrap::position(input.value(), width, input.cursor());
    let (row, column) = (lines.len() + row, u16::try_from(column).unwrap_or(u16::MAX));
    let typed = wrap::wrap(input.value(), width).into_iter();
    let typed = typed.map(|range| input.value().get(range).unwrap_or_default().to_owned());
    lines.extend(typed.map(|words| Line::styled(words, theme.typed())));
    list::scrolled(frame, area, lines, row, column, false);
}

fn reason(frame: &mut Frame<'_>, area: Rect, asking: &Asking, theme: Theme) {
    let width = usize::from(area.width.min(list::READING_WIDTH)).saturating_sub(2);
    let said = |words: &str, style| {
        let lines = wrap::lines(words, width).into_iter();
        lines.map(move |line| Line::styled(line, style))
    };
    let mut lines = vec![Line::default()];
    lines.extend(said(&asking.says, theme.problem()));
    lines.push(Line::default());
    lines.extend(said(texts::WHY, theme.strong()));
    lines.extend(said(texts::WHY_HINT, theme.quiet()));
    let above = lines.len();
    let (typed, (line, column)) = form::typing(&asking.input, width, theme);
    lines.extend(typed);
    let column = u16::try_from(column).unwrap_or(0);
    list::scrolled(frame, area, lines, above + line, column, false);
}

fn reset(frame: &mut Frame<'_>, area: Rect, asking: &Resetting, theme: Theme) {
    let width = usize::from(area.width.min(list::READING_WIDTH)).saturating_sub(2);
    let says = wrap::lines(&asking.says, width).into_iter();
    let mut lines = vec![Line::default()];
    lines.extend(says.map(|line| Line::styled(line, theme.problem())));
    lines.push(Line::default());
    lines.push(Line::styled(texts::RESET, theme.strong()));
    let mut focus = 0;
    for (index, choice) in ResetChoice::ALL.into_iter().enumerate() {
        let focused = index == asking.cursor;
        if focused {
            focus = lines.len();
        }
        let style = if focused {
            theme.focus()
        } else {
            theme.strong()
        };
        let pointer = if focused { "› " } else { "  " };
        let parts = wrap::lines(choice.words(), width.saturating_sub(2));
        for (part, words) in parts.into_iter().enumerate() {
            let head = if part == 0 { pointer } else { "  " };
            lines.push(Line::from(vec![
                Span::raw(head),
                Span::styled(words, style),
            ]));
        }
    }
    list::scrolled(frame, area, lines, focus, 2, false);
}

fn help(frame: &mut Frame<'_>, area: Rect, from: usize, theme: Theme) {
    let mut lines = vec![Line::styled("Keys", theme.heading()), Line::default()];
    let table = TABLE.iter().map(|binding| {
        let keys: Vec<String> = binding.keys.iter().map(|key| key.name()).collect();
        (keys.join(", "), binding.long)
    });
    let editing = EDITING
        .iter()
        .map(|(keys, does)| ((*keys).to_owned(), *does));
    let between = [(String::new(), ""), ("While typing".to_owned(), "")];
    let room = usize::from(area.width).saturating_sub(KEYS_WIDTH);
    for (keys, does) in table.chain(between).chain(editing) {
        for (index, part) in wrap::lines(does, room).into_iter().enumerate() {
            let keys = if index == 0 { keys.as_str() } else { "" };
            let gap = " ".repeat(KEYS_WIDTH.saturating_sub(keys.width()).max(1));
            lines.push(Line::from(vec![
                Span::styled(keys.to_owned(), theme.strong()),
                Span::raw(format!("{gap}{part}")),
            ]));
        }
    }
    lines.push(Line::default());
    let says =
        "While text is typed, letters are text: use the keys with Ctrl and F. Esc closes this.";
    lines.extend(
        wrap::lines(says, area.width.into())
            .into_iter()
            .map(Line::from),
    );
    list::read(frame, area, lines, from);
}
