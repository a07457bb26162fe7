//! One frame: head, body, notice, foot.

use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::text::{Line, Span};
use ratatui::widgets::Paragraph;
use unicode_width::UnicodeWidthStr;

use super::theme::Theme;
use super::{form, list, overlay, wrap};
use crate::wizard::{Model, Notice, Screen, foot};

/// Below this, a sentence says that the window is too small.
const SMALLEST: (u16, u16) = (40, 10);

/// Draws the conversation. The cursor is put on what has the focus.
pub fn draw(frame: &mut Frame<'_>, model: &Model, theme: Theme) {
    let area = frame.area();
    if area.width < SMALLEST.0 || area.height < SMALLEST.1 {
        too_small(frame, area);
        return;
    }
    let notice = notice_lines(model, theme, area);
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
    let saved = model.saved();
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
pub(super) fn shorten(text: &str, columns: usize) -> String {
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

fn notice_lines(model: &Model, theme: Theme, area: Rect) -> Vec<Line<'static>> {
    // What lasts comes first: what happened just now goes with the next key.
    let trouble = model.trouble().map(Notice::Problem);
    let width = usize::from(area.width).saturating_sub(2);
    let lines = trouble.iter().chain(&model.notice).flat_map(|notice| {
        let style = match notice {
            Notice::Info(_) => theme.strong(),
            Notice::Problem(_) => theme.problem(),
        };
        let lines = wrap::lines(notice.words(), width).into_iter();
        lines.map(move |line| Line::styled(format!(" {line}"), style))
    });
    lines.take(usize::from(area.height / 3)).collect()
}

/// As many items as fit in a line. The last, which says how to stop, is always among them.
fn fitting(mut items: Vec<String>, width: usize) -> String {
    while items.len() > 1 && items.iter().map(|item| item.width()).sum::<usize>() > width {
        items.remove(items.len() - 2);
    }
    items.concat()
}

fn draw_foot(frame: &mut Frame<'_>, area: Rect, model: &Model, theme: Theme) {
    let items = foot(model).into_iter();
    let items = items.map(|(key, does)| format!(" {} {does} ", key.name()));
    let line = fitting(items.collect(), area.width.into());
    frame.render_widget(Paragraph::new(line).style(theme.bar()), area);
}
