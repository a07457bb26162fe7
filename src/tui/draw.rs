//! One frame: head, body, notice, foot.

use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::text::{Line, Span};
use ratatui::widgets::Paragraph;
use unicode_width::UnicodeWidthStr;

use super::theme::Theme;
use super::{form, list, overlay, wrap};
use crate::wizard::keys::binding;
use crate::wizard::{Command, Model, Notice, Screen};

/// Below this, a sentence says that the window is too small.
const SMALLEST: (u16, u16) = (40, 10);

/// Draws the conversation. The cursor is put on what has the focus.
pub fn draw(frame: &mut Frame<'_>, model: &Model, theme: Theme) {
    let area = frame.area();
    if area.width < SMALLEST.0 || area.height < SMALLEST.1 {
        too_small(frame, area);
        return;
    }
    let notice = notice_lines(model, theme, area.width);
    let rows = [
        Constraint::Length(1),
        Constraint::Fill(1),
        Constraint::Length(u16::try_from(notice.len()).unwrap_or(u16::MAX)),
        Constraint::Length(1),
    ];
    let [head, body, said, foot] = Layout::vertical(rows).areas(area);
    draw_head(frame, head, model, theme);
    frame.render_widget(Paragraph::new(notice), said);
    draw_foot(frame, foot, model, theme);
    let body = body.inner(ratatui::layout::Margin::new(1, 0));
    match &model.overlay {
        Some(open) => overlay::draw(frame, body, model, open, theme),
        None => match model.screen() {
            Screen::List(shown) => list::draw(frame, body, model, shown, theme),
            Screen::Form(shown) => form::draw(frame, body, model, shown, theme),
        },
    }
}

fn too_small(frame: &mut Frame<'_>, area: Rect) {
    let says = format!(
        "This window is too small. Make it {} by {} or larger. Everything is kept.",
        SMALLEST.0, SMALLEST.1
    );
    let lines: Vec<Line<'_>> = wrap::lines(&says, area.width.into())
        .into_iter()
        .map(Line::from)
        .collect();
    frame.render_widget(Paragraph::new(lines), area);
}

fn draw_head(frame: &mut Frame<'_>, area: Rect, model: &Model, theme: Theme) {
    let organisation = model.open.as_ref().map_or("", |open| open.organisation());
    let organisation = if organisation.is_empty() {
        "mfa-assess"
    } else {
        organisation
    };
    let saved = match &model.open {
        Some(_) => model.saving.words(),
        None => String::new(),
    };
    let width = usize::from(area.width);
    let room = width.saturating_sub(saved.width() + 4);
    let place = model.whereabouts();
    // Where one is matters more than whose assessment it is.
    let left = match room.checked_sub(place.width() + 3) {
        Some(rest) if rest > 0 => format!("{} | {place}", shorten(organisation, rest)),
        _ => shorten(&place, room),
    };
    let gap = width.saturating_sub(left.width() + saved.width() + 2);
    let line = Line::from(vec![
        Span::raw(format!(" {left}{}", " ".repeat(gap))),
        Span::styled(format!("{saved} "), theme.saving(&model.saving)),
    ]);
    frame.render_widget(Paragraph::new(line).style(theme.bar()), area);
}

/// The text, cut to so many columns with a sign that something is missing.
pub fn shorten(text: &str, columns: usize) -> String {
    use unicode_segmentation::UnicodeSegmentation;
    if text.width() <= columns {
        return text.to_owned();
    }
    let mut short = String::new();
    let mut used = 1;
    for grapheme in text.graphemes(true) {
        used += grapheme.width();
        if used > columns {
            break;
        }
        short.push_str(grapheme);
    }
    short.push('…');
    short
}

fn notice_lines(model: &Model, theme: Theme, width: u16) -> Vec<Line<'static>> {
    let Some(notice) = &model.notice else {
        return vec![];
    };
    let style = match notice {
        Notice::Info(_) => theme.strong(),
        Notice::Problem(_) => theme.problem(),
    };
    let lines = wrap::lines(notice.words(), usize::from(width).saturating_sub(2));
    lines
        .into_iter()
        .take(4)
        .map(|line| Line::styled(format!(" {line}"), style))
        .collect()
}

fn draw_foot(frame: &mut Frame<'_>, area: Rect, model: &Model, theme: Theme) {
    let typing = model.is_typing();
    let commands: &[Command] = match (model.screen(), typing, model.open.is_some()) {
        (_, true, _) => &[
            Command::Select,
            Command::NextField,
            Command::Back,
            Command::Help,
            Command::Review,
            Command::Undo,
            Command::Quit,
        ],
        (Screen::Form(_), false, _) => &[
            Command::Select,
            Command::NextField,
            Command::Back,
            Command::Help,
            Command::Guidance,
            Command::Search,
            Command::Undo,
            Command::Quit,
        ],
        (Screen::List(_), false, true) => &[
            Command::Select,
            Command::Back,
            Command::Help,
            Command::Search,
            Command::Review,
            Command::Outcomes,
            Command::Undo,
            Command::Quit,
        ],
        (Screen::List(_), false, false) => &[Command::Select, Command::Help, Command::Quit],
    };
    let mut line = String::new();
    for command in commands {
        let Some(binding) = binding(*command) else {
            continue;
        };
        let is_text = |key: &crate::wizard::Key| matches!(key, crate::wizard::Key::Char(_));
        let key = binding.keys.iter().find(|key| !(typing && is_text(key)));
        let Some(key) = key else { continue };
        let item = format!(" {} {} ", key.name(), binding.short);
        if line.width() + item.width() > usize::from(area.width) {
            break;
        }
        line.push_str(&item);
    }
    frame.render_widget(Paragraph::new(line).style(theme.bar()), area);
}
