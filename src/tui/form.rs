//! Forms: what it is about, then its questions; guidance in a second column where there is room.

mod links;

use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::style::Style;
use ratatui::text::{Line, Span};
use ratatui::widgets::Paragraph;
use unicode_width::UnicodeWidthStr;

use super::list::{read, scrolled};
use super::theme::Theme;
use super::wrap;
use crate::questionnaire::Input as Asks;
use crate::wizard::{
    Field, Form, Item, Model, On, Open, Piece, Say, Stop, is_chosen, label, of_field, scroll,
    texts, why,
};

/// From this width on, guidance has a column of its own.
const TWO_COLUMNS: u16 = 110;

/// Draws a form.
pub(super) fn draw(frame: &mut Frame<'_>, area: Rect, model: &Model, form: &Form, theme: Theme) {
    let Some(open) = &model.open else { return };
    let page = model.page();
    let guidance = page.guidance.as_deref();
    if let (Some(from), Some(all)) = (form.guidance, guidance) {
        let lines = to_read(all, area.width, theme);
        let steps = scroll(all).max(1);
        let last = lines.len().saturating_sub(area.height.into());
        read(frame, area, lines, (from * last).div_ceil(steps));
        return;
    }
    let beside = guidance.filter(|_| area.width >= TWO_COLUMNS);
    let questions = match beside {
        Some(all) => {
            let columns = [
                Constraint::Fill(3),
                Constraint::Length(3),
                Constraint::Fill(2),
            ];
            let [left, _, right] = Layout::horizontal(columns).areas(area);
            let mut lines = to_read(all, right.width, theme);
            let room = usize::from(right.height);
            if lines.len() > room {
                lines.truncate(room.saturating_sub(1));
                lines.push(Line::styled(
                    "There is more: press g, or F2.",
                    theme.quiet(),
                ));
            }
            frame.render_widget(Paragraph::new(lines), right);
            left
        }
        None => area,
    };
    let mut sheet = Sheet {
        lines: vec![],
        focus: 0,
        column: 0,
        width: usize::from(questions.width.min(super::list::READING_WIDTH)).saturating_sub(2),
        is_guided: beside.is_some(),
        theme,
    };
    sheet.items(open, &page.head);
    sheet.blank();
    for field in &page.fields {
        sheet.field(form, field);
    }
    sheet.items(open, &page.below);
    sheet.links(&page.rows, form);
    let column = u16::try_from(sheet.column).unwrap_or(0);
    let top = page.is_read_from_top && form.index == 0;
    let from_top = top && sheet.focus + 1 < usize::from(questions.height);
    scrolled(frame, questions, sheet.lines, sheet.focus, column, from_top);
}

/// All guidance of a scenario, with what it rests on.
fn to_read(guidance: &[Piece], width: u16, theme: Theme) -> Vec<Line<'static>> {
    let width = usize::from(width.min(super::list::READING_WIDTH)).saturating_sub(1);
    if guidance.is_empty() {
        return vec![Line::from(texts::NO_GUIDANCE)];
    }
    pieces(guidance, width, theme)
}

/// Pieces to read, a heading above those that share it.
fn pieces(pieces: &[Piece], width: usize, theme: Theme) -> Vec<Line<'static>> {
    let mut lines = vec![];
    let mut heading = "";
    for piece in pieces {
        let is_new = piece.heading != heading;
        heading = &piece.heading;
        lines.extend(self::piece(piece, is_new, width, theme));
    }
    lines
}

/// A piece to read, below its heading where that is a new one.
fn piece(piece: &Piece, is_new: bool, width: usize, theme: Theme) -> Vec<Line<'static>> {
    let heading = is_new.then(|| Line::styled(piece.heading.clone(), theme.heading()));
    let mut lines: Vec<Line<'_>> = heading.into_iter().collect();
    lines.extend(wrap::lines(&piece.text, width).into_iter().map(Line::from));
    if let Some(rests_on) = &piece.rests_on {
        let rests_on = wrap::lines(&format!("[{rests_on}]"), width).into_iter();
        lines.extend(rests_on.map(|line| Line::styled(line, theme.quiet())));
    }
    lines.push(Line::default());
    lines
}

/// A text that is being typed, with the line and the column of the cursor.
pub(super) fn typing(
    input: &tui_input::Input,
    width: usize,
    theme: Theme,
) -> (Vec<Line<'static>>, (usize, usize)) {
    let width = width.saturating_sub(4);
    let (line, column) = wrap::position(input.value(), width, input.cursor());
    let ranges = wrap::wrap(input.value(), width).into_iter();
    let lines = ranges.map(|range| {
        let words = input.value().get(range).unwrap_or_default();
        let pad = " ".repeat(width.saturating_sub(words.width()));
        let typed = Span::styled(format!("{words}{pad}"), theme.typed());
        Line::from(vec![Span::raw("› "), typed])
    });
    (lines.collect(), (line, 2 + column))
}

/// The lines of a form as they grow, and where the focus is.
struct Sheet {
    lines: Vec<Line<'static>>,
    focus: usize,
    column: usize,
    width: usize,
    /// Whether guidance stands beside it.
    is_guided: bool,
    theme: Theme,
}

impl Sheet {
    fn paragraph(&mut self, text: &str, style: Style) {
        for line in wrap::lines(text, self.width) {
            self.lines.push(Line::styled(line, style));
        }
    }

    fn blank(&mut self) {
        self.lines.push(Line::default());
    }

    fn items(&mut self, open: &Open, items: &[Item]) {
        let mut heading = "";
        for item in items {
            match item {
                Item::Say(Say { words, tone, on }) => {
                    if *on != On::Lines {
                        self.paragraph(words, self.theme.tone(*tone));
                    }
                }
                Item::HasGuidance => {
                    if !self.is_guided {
                        self.paragraph(texts::HAS_GUIDANCE, self.theme.quiet());
                    }
                }
                Item::Requirement {
                    name,
                    outcome,
                    title,
                } => self.lines.push(Line::from(vec![
                    Span::styled(format!("{name}: "), self.theme.strong()),
                    Span::styled(outcome.words(), self.theme.outcome(*outcome)),
                    Span::raw(format!(". {title}")),
                ])),
                Item::Finding {
                    scenario,
                    finding,
                    on,
                } => {
                    if *on != On::Lines {
                        let outcome = finding.outcome;
                        let says = format!("{}: {}.", finding.requirement, outcome.words());
                        self.paragraph(&says, self.theme.outcome(outcome));
                        self.paragraph(&why(open, scenario, finding), Style::new());
                        self.blank();
                    }
                }
                Item::Piece(piece) => {
                    let is_new = piece.heading != heading;
                    heading = &piece.heading;
                    let lines = self::piece(piece, is_new, self.width, self.theme);
                    self.lines.extend(lines);
                }
                Item::Gap => self.blank(),
            }
        }
    }

    fn field(&mut self, form: &Form, field: &Field) {
        let optional = if field.question.optional && !field.key.is_extra() {
            " (optional)"
        } else {
            ""
        };
        let text = format!("{}{optional}", field.question.text);
        self.paragraph(&text, self.theme.strong());
        if let Some(hint) = &field.question.hint {
            self.paragraph(hint, self.theme.quiet());
        }
        if let Some(evidences) = &field.evidences {
            self.paragraph(evidences, self.theme.quiet());
        }
        if let Some(last) = &field.last {
            self.paragraph(last, Style::new());
        }
        if let Some(remark) = &field.remark {
            self.paragraph(remark, self.theme.problem());
        }
        if field.confirms.is_some() {
            self.paragraph(texts::CONFIRMS, self.theme.quiet());
        }
        for stop in of_field(field) {
            self.stop(form, field, &stop);
        }
        if let Some(problem) = form
            .problem
            .as_ref()
            .filter(|_| form.cursor.field() == Some(&field.key))
        {
            self.paragraph(&format!("  {problem}"), self.theme.problem());
        }
        self.blank();
    }

    fn stop(&mut self, form: &Form, field: &Field, stop: &Stop) {
        let focused = form.cursor == *stop;
        let many = matches!(field.question.input, Asks::AnyOf(_));
        let chosen = is_chosen(stop, field.answer.as_ref());
        if focused {
            self.focus = self.lines.len();
            self.column = 2;
        }
        if let (true, Some(input)) = (focused, &form.input) {
            if matches!(stop, Stop::NotApplicable(_)) {
                self.lines.push(Line::from("  Not applicable, because:"));
                self.focus += 1;
            }
            self.typing(input);
            return;
        }
        if matches!(stop, Stop::Text(_)) {
            self.text(field, focused);
            return;
        }
        let mark = match (many, chosen) {
            (true, true) => "[x]",
            (true, false) => "[ ]",
            (false, true) => "(•)",
            (false, false) => "( )",
        };
        let pointer = if focused { "› " } else { "  " };
        let style = match (focused, chosen) {
            (true, _) => self.theme.focus(),
            (false, true) => self.theme.strong(),
            (false, false) => Style::new(),
        };
        let label = label(stop, field);
        let hint = if let Stop::Choice(_, id) = stop {
            let choice = field.question.input.choices().iter().find(|c| c.id == *id);
            choice.and_then(|c| c.hint.clone())
        } else {
            None
        };
        for (index, line) in wrap::lines(&label, self.width.saturating_sub(6))
            .into_iter()
            .enumerate()
        {
            let head = match index {
                0 => format!("{pointer}{mark} "),
                _ => "      ".to_owned(),
            };
            self.lines
                .push(Line::from(vec![Span::raw(head), Span::styled(line, style)]));
        }
        if let Some(hint) = hint {
            for line in wrap::lines(&hint, self.width.saturating_sub(6)) {
                let line = format!("      {line}");
                self.lines.push(Line::styled(line, self.theme.quiet()));
            }
        }
    }

    /// A text with the cursor in it.
    fn typing(&mut self, input: &tui_input::Input) {
        let (lines, (line, column)) = typing(input, self.width, self.theme);
        self.focus += line;
        self.column = column;
        self.lines.extend(lines);
    }

    /// A text that is not being typed.
    fn text(&mut self, field: &Field, focused: bool) {
        let words = field.text();
        let style = if focused {
            self.theme.focus()
        } else {
            Style::new()
        };
        if words.is_empty() {
            self.lines.push(Line::from("  ________"));
            return;
        }
        for line in wrap::lines(&words, self.width.saturating_sub(4)) {
            self.lines
                .push(Line::from(vec![Span::raw("  "), Span::styled(line, style)]));
        }
    }
}
