//! Forms: what it is about, then its questions; guidance in a second column where there is room.

mod links;

use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::style::Style;
use ratatui::text::{Line, Span};
use ratatui::widgets::Paragraph;
use unicode_width::UnicodeWidthStr;

use super::list::{READING_WIDTH, read, scrolled};
use super::theme::Theme;
use super::wrap;
use crate::questionnaire::Input as Asks;
use crate::wizard::{
    Field, Form, Guidance, Item, Model, Offer, On, Open, Piece, Say, Stop, offers, texts, why,
};

/// From this width on, guidance has a column of its own.
const TWO_COLUMNS: u16 = 110;

/// Draws a form.
pub(super) fn draw(frame: &mut Frame<'_>, area: Rect, model: &Model, form: &Form, theme: Theme) {
    let Some(open) = &model.open else { return };
    let page = model.page();
    if let (Some(from), Some(all)) = (form.guidance, &page.guidance) {
        let lines = to_read(open, all, area.width, theme);
        let last = lines.len().saturating_sub(area.height.into());
        read(frame, area, lines, (from * last).div_ceil(all.steps.max(1)));
        return;
    }
    let beside = page.guidance.as_ref();
    let beside = beside.filter(|_| area.width >= TWO_COLUMNS);
    let questions = match beside {
        Some(all) => {
            let columns = [
                Constraint::Fill(3),
                Constraint::Length(3),
                Constraint::Fill(2),
            ];
            let [left, _, right] = Layout::horizontal(columns).areas(area);
            let mut lines = to_read(open, all, right.width, theme);
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
    let width = usize::from(questions.width.min(READING_WIDTH)).saturating_sub(2);
    let mut sheet = Sheet {
        is_guided: beside.is_some(),
        ..Sheet::new(width, theme)
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
fn to_read(open: &Open, guidance: &Guidance, width: u16, theme: Theme) -> Vec<Line<'static>> {
    if guidance.items.is_empty() {
        return vec![Line::from(texts::NO_GUIDANCE)];
    }
    let width = usize::from(width.min(READING_WIDTH)).saturating_sub(1);
    let mut sheet = Sheet::new(width, theme);
    sheet.items(open, &guidance.items);
    sheet.lines
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
    const fn new(width: usize, theme: Theme) -> Self {
        Self {
            lines: vec![],
            focus: 0,
            column: 0,
            width,
            is_guided: false,
            theme,
        }
    }

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
                    // Pieces that follow each other share a heading.
                    if piece.heading != heading {
                        heading = &piece.heading;
                        let line = Line::styled(heading.to_owned(), self.theme.heading());
                        self.lines.push(line);
                    }
                    self.piece(piece);
                }
                Item::Gap => self.blank(),
            }
        }
    }

    fn piece(&mut self, piece: &Piece) {
        self.paragraph(&piece.text, Style::new());
        if let Some(rests_on) = &piece.rests_on {
            self.paragraph(&format!("[{rests_on}]"), self.theme.quiet());
        }
        self.blank();
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
        for offer in offers(field) {
            self.offer(form, field, &offer);
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

    fn offer(&mut self, form: &Form, field: &Field, offer: &Offer) {
        let focused = form.cursor == offer.stop;
        let many = matches!(field.question.input, Asks::AnyOf(_));
        let chosen = offer.is_chosen;
        if focused {
            self.focus = self.lines.len();
            self.column = 2;
        }
        if let (true, Some(input)) = (focused, &form.input) {
            if matches!(offer.stop, Stop::NotApplicable(_)) {
                self.lines.push(Line::from("  Not applicable, because:"));
                self.focus += 1;
            }
            self.typing(input);
            return;
        }
        if matches!(offer.stop, Stop::Text(_)) {
            self.text(&offer.label, focused);
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
        for (index, line) in wrap::lines(&offer.label, self.width.saturating_sub(6))
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
        if let Some(hint) = &offer.hint {
            for line in wrap::lines(hint, self.width.saturating_sub(6)) {
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
    fn text(&mut self, words: &str, focused: bool) {
        let style = if focused {
            self.theme.focus()
        } else {
            Style::new()
        };
        if words.is_empty() {
            self.lines.push(Line::from("  ________"));
            return;
        }
        for line in wrap::lines(words, self.width.saturating_sub(4)) {
            self.lines
                .push(Line::from(vec![Span::raw("  "), Span::styled(line, style)]));
        }
    }
}
