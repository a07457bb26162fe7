//! Lists: rows with their state, headings between them, detail below.

use ratatui::Frame;
use ratatui::layout::{Position, Rect};
use ratatui::text::{Line, Span};
use ratatui::widgets::Paragraph;
use unicode_width::UnicodeWidthStr;

use super::draw::shorten;
use super::theme::Theme;
use super::wrap;
use crate::wizard::{Item, List, Model, Row, Say, aside};

/// The widest that text is set: longer lines are hard to read.
pub(super) const READING_WIDTH: u16 = 100;

/// Draws a list, scrolled so that the focus is in sight.
pub(super) fn draw(frame: &mut Frame<'_>, area: Rect, model: &Model, list: &List, theme: Theme) {
    let page = model.page();
    let width = area.width.min(READING_WIDTH);
    let mut lines = head(&page.head, width, theme);
    let (mut above, mut focus) = (0, 0);
    for (index, row) in page.rows.iter().enumerate() {
        let focused = index == list.cursor && row.goal.is_some();
        if focused {
            focus = lines.len();
        } else if row.goal.is_some() && index < list.cursor {
            above = lines.len();
        }
        let aside = focused.then(|| aside(model, row)).flatten();
        let mut added = row_lines(row, focused, aside, width, theme);
        // The blank line above a heading is not needed twice.
        let blank = |line: Option<&Line<'_>>| line.is_some_and(|line| line.width() == 0);
        if blank(lines.last()) && blank(added.first()) {
            added.remove(0);
        }
        lines.extend(added);
    }
    // What cannot have the focus is read on the way to the row below it.
    let offset = offset(lines.len(), focus, area.height).min(above);
    let height = usize::from(area.height).max(1);
    let offset = offset.max((focus + 1).saturating_sub(height));
    from(frame, area, lines, offset, (focus, 2));
}

/// Draws rows only, for search.
pub(super) fn draw_rows(
    frame: &mut Frame<'_>,
    area: Rect,
    rows: &[Row],
    cursor: usize,
    theme: Theme,
) {
    let width = area.width.min(READING_WIDTH);
    let mut lines = vec![];
    let mut focus = 0;
    for (index, row) in rows.iter().enumerate() {
        if index == cursor {
            focus = lines.len();
        }
        lines.extend(row_lines(row, index == cursor, None, width, theme));
    }
    let offset = offset(lines.len(), focus, area.height);
    let lines: Vec<Line<'_>> = lines.into_iter().skip(offset).collect();
    frame.render_widget(Paragraph::new(lines), area);
}

/// Shows lines from where the one with the focus is in sight, or from the top, and puts the cursor
/// there.
pub(super) fn scrolled(
    frame: &mut Frame<'_>,
    area: Rect,
    lines: Vec<Line<'_>>,
    focus: usize,
    column: u16,
    from_top: bool,
) {
    let offset = if from_top {
        0
    } else {
        offset(lines.len(), focus, area.height)
    };
    from(frame, area, lines, offset, (focus, column));
}

fn from(
    frame: &mut Frame<'_>,
    area: Rect,
    lines: Vec<Line<'_>>,
    offset: usize,
    (focus, column): (usize, u16),
) {
    window(frame, area, &lines, offset);
    let row = u16::try_from(focus.saturating_sub(offset)).unwrap_or(0);
    let row = row.min(area.height.saturating_sub(1));
    frame.set_cursor_position(Position::new(area.x + column.min(area.width), area.y + row));
}

/// Shows lines to read, from this one on; the cursor stands at the first.
pub(super) fn read(frame: &mut Frame<'_>, area: Rect, lines: Vec<Line<'_>>, from: usize) {
    let last = lines.len().saturating_sub(area.height.into());
    window(frame, area, &lines, from.min(last));
    frame.set_cursor_position(Position::new(area.x, area.y));
}

fn window(frame: &mut Frame<'_>, area: Rect, lines: &[Line<'_>], offset: usize) {
    let more = lines.len() > offset + usize::from(area.height);
    // A paragraph would take each line apart once more, to see where it has to be cut.
    for (line, y) in lines.iter().skip(offset).zip(area.y..area.bottom()) {
        frame.buffer_mut().set_line(area.x, y, line, area.width);
    }
    // A sign at the edge says that there is more.
    if offset > 0 {
        edge(frame, area, area.y, "↑");
    }
    if more {
        edge(frame, area, area.bottom().saturating_sub(1), "↓");
    }
}

fn edge(frame: &mut Frame<'_>, area: Rect, y: u16, sign: &'static str) {
    let at = Rect::new(area.right().saturating_sub(1), y, 1, 1);
    frame.render_widget(Paragraph::new(sign), at.intersection(frame.area()));
}

/// The first line that is shown: as early as the focus, with room below it, allows.
fn offset(count: usize, focus: usize, height: u16) -> usize {
    let height = usize::from(height).max(1);
    let last = count.saturating_sub(height);
    (focus + 1).saturating_sub(height * 2 / 3).min(last)
}

/// What stands above the rows, each paragraph with its first line as it is said.
fn head(items: &[Item], width: u16, theme: Theme) -> Vec<Line<'static>> {
    let mut lines = vec![];
    for item in items {
        let Item::Say(Say { words, tone, .. }) = item else {
            continue;
        };
        let words = wrap::lines(words, width.saturating_sub(2).into());
        let first = words.first().cloned();
        lines.extend(first.map(|line| Line::styled(line, theme.tone(*tone))));
        lines.extend(words.into_iter().skip(1).map(Line::from));
    }
    lines.push(Line::default());
    lines
}

fn row_lines(
    row: &Row,
    focused: bool,
    aside: Option<&str>,
    width: u16,
    theme: Theme,
) -> Vec<Line<'static>> {
    let width = usize::from(width).saturating_sub(2);
    let tag = row.tag.as_ref().map_or("", |tag| tag.words());
    let heading = row.goal.is_none();
    let indent = if heading { "" } else { "  " };
    let room = width.saturating_sub(indent.width() + tag.width() + 2);
    // What begins with spaces belongs to the row above, with all of its lines.
    let text = row.text.trim_start();
    let lead = match row.text.len() - text.len() {
        lead if lead > 1 => lead,
        _ => 0,
    };
    let text = if lead > 0 { text } else { &row.text };
    let room = room.saturating_sub(lead);
    let mut parts = wrap::lines(text, room.max(12));
    // A row is at most two lines where its whole text stands where it leads.
    if !heading && !row.whole && parts.len() > 2 {
        let rest = parts.split_off(1).join(" ");
        parts.push(shorten(&rest, room));
    }
    let style = match (focused, heading, row.detail.is_some() || row.tag.is_some()) {
        (true, _, _) => theme.focus(),
        (false, true, _) => theme.heading(),
        (false, false, _) => ratatui::style::Style::new(),
    };
    let mut lines = vec![];
    if heading && !row.text.is_empty() {
        lines.push(Line::default());
    }
    for (index, part) in parts.into_iter().enumerate() {
        let marker = match (heading, focused && index == 0) {
            (true, _) => "",
            (false, true) => "› ",
            (false, false) => "  ",
        };
        let lead = " ".repeat(lead);
        let mut spans = vec![
            Span::raw(format!("{lead}{marker}")),
            Span::styled(part.clone(), style),
        ];
        if let Some(tag) = row.tag.as_ref().filter(|_| index == 0) {
            let used = lead.width() + marker.width() + part.width() + tag.words().width();
            let gap = width.saturating_sub(used).max(1);
            spans.push(Span::raw(" ".repeat(gap)));
            spans.push(Span::styled(tag.words().to_owned(), theme.tag(tag)));
        }
        lines.push(Line::from(spans));
    }
    for words in row.detail.as_deref().into_iter().chain(aside) {
        let indent = if heading { "" } else { "      " };
        for line in wrap::lines(words, width.saturating_sub(indent.len())) {
            lines.push(Line::styled(format!("{indent}{line}"), theme.quiet()));
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use ratatui::Terminal;
    use ratatui::backend::TestBackend;

    use crate::questionnaire::built_in;
    use crate::tui::{Theme, draw};
    use crate::wizard::{FieldKey, Goal, Key, MADE, Message, Model, Open, Place, Subject, update};

    /// How often it was searched for what would change a finding.
    fn searched(model: &Model) -> usize {
        model.open.as_ref().unwrap().searched()
    }

    #[test]
    fn what_would_change_is_searched_for_at_the_focus_only_and_never_while_typing() {
        let (asked, today) = (built_in().unwrap(), jiff::civil::date(2026, 11, 24));
        let mut screen = Terminal::new(TestBackend::new(100, 40)).unwrap();
        let mut show = |model: &Model| {
            let drawn = screen.draw(|frame| draw(frame, model, Theme { colour: false }));
            drawn.map(|_| ()).unwrap();
        };
        let mut model = Model::new(asked.clone(), today);
        model.open = Some(Open::new(asked, today));
        update(&mut model, Message::Go(Goal::Show(Place::Outcomes)));
        for passed in 0..5 {
            assert_eq!(searched(&model), passed);
            show(&model);
            show(&model);
            update(&mut model, Message::Press(Key::Down));
        }
        let scenario = model.open.as_ref().unwrap().asked()[0].clone();
        let note = Goal::Form(Subject::Scenario(scenario), Some(FieldKey::Note));
        update(&mut model, Message::Go(note));
        show(&model);
        let before = (searched(&model), MADE.get());
        for letter in "typed".chars() {
            update(&mut model, Message::Press(Key::Char(letter)));
            show(&model);
        }
        assert_eq!((searched(&model), MADE.get()), before);
    }
}
