//! Forms: what it is about, then its questions; guidance in a second column where there is room.

mod links;

use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::text::{Line, Span};
use ratatui::widgets::Paragraph;
use unicode_width::UnicodeWidthStr;

use super::list::{read, scrolled};
use super::theme::Theme;
use super::wrap;
use crate::questionnaire::{Input as Asks, Questionnaire, Scenario};
use crate::rules::{Finding, Outcome};
use crate::text::sentences;
use crate::wizard::{
    self, Field, Form, Model, Open, Piece, Stop, Subject, below, fields, is_chosen, label,
    of_field, only_as_draft, said_of, scroll, status, story, texts, who_signed,
};

/// From this width on, guidance has a column of its own.
const TWO_COLUMNS: u16 = 110;

/// Draws a form.
pub(super) fn draw(frame: &mut Frame<'_>, area: Rect, model: &Model, form: &Form, theme: Theme) {
    let Some(open) = &model.open else { return };
    let scenario = if let Subject::Scenario(id) = &form.subject {
        open.questionnaire.scenario(id)
    } else {
        None
    };
    if let (Some(from), Some(scenario)) = (form.guidance, scenario) {
        let lines = guidance(&open.questionnaire, scenario, area.width, theme);
        let steps = scroll(&wizard::guidance(&open.questionnaire, scenario)).max(1);
        let last = lines.len().saturating_sub(area.height.into());
        read(frame, area, lines, (from * last).div_ceil(steps));
        return;
    }
    let questions = match scenario {
        Some(scenario) if area.width >= TWO_COLUMNS => {
            let columns = [
                Constraint::Fill(3),
                Constraint::Length(3),
                Constraint::Fill(2),
            ];
            let [left, _, right] = Layout::horizontal(columns).areas(area);
            let mut lines = guidance(&open.questionnaire, scenario, right.width, theme);
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
        _ => area,
    };
    let mut page = Page {
        lines: vec![],
        focus: 0,
        column: 0,
        width: usize::from(questions.width.min(super::list::READING_WIDTH)).saturating_sub(2),
        theme,
    };
    page.about(
        open,
        &form.subject,
        scenario,
        questions.width < TWO_COLUMNS && area.width < TWO_COLUMNS,
    );
    for field in fields(open, &form.subject) {
        page.field(form, &field);
    }
    page.reasons(open, &form.subject);
    page.lines
        .extend(pieces(&below(open, &form.subject), page.width, theme));
    page.links(open, form);
    let column = u16::try_from(page.column).unwrap_or(0);
    // Who comes to a sign-off sees from its top what is declared, as far as there is room.
    // Who comes to an exemption sees how it stands.
    let top = matches!(form.subject, Subject::SignOff | Subject::Exemption(_, 0));
    let top = top && form.index == 0;
    let from_top = top && page.focus + 1 < usize::from(questions.height);
    scrolled(frame, questions, page.lines, page.focus, column, from_top);
}

/// All guidance of a scenario, with what it rests on.
fn guidance(
    questionnaire: &Questionnaire,
    scenario: &Scenario,
    width: u16,
    theme: Theme,
) -> Vec<Line<'static>> {
    let width = usize::from(width.min(super::list::READING_WIDTH)).saturating_sub(1);
    let lines = pieces(&wizard::guidance(questionnaire, scenario), width, theme);
    if lines.is_empty() {
        return vec![Line::from("There is no guidance on this scenario.")];
    }
    lines
}

/// Pieces to read, a heading above those that share it.
fn pieces(pieces: &[Piece], width: usize, theme: Theme) -> Vec<Line<'static>> {
    let mut lines = vec![];
    let mut heading = "";
    for piece in pieces {
        if piece.heading != heading {
            heading = &piece.heading;
            lines.push(Line::styled(heading.to_owned(), theme.heading()));
        }
        lines.extend(wrap::lines(&piece.text, width).into_iter().map(Line::from));
        if let Some(rests_on) = &piece.rests_on {
            let rests_on = wrap::lines(&format!("[{rests_on}]"), width).into_iter();
            lines.extend(rests_on.map(|line| Line::styled(line, theme.quiet())));
        }
        lines.push(Line::default());
    }
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
struct Page {
    lines: Vec<Line<'static>>,
    focus: usize,
    column: usize,
    width: usize,
    theme: Theme,
}

impl Page {
    fn paragraph(&mut self, text: &str, style: ratatui::style::Style) {
        for line in wrap::lines(text, self.width) {
            self.lines.push(Line::styled(line, style));
        }
    }

    fn blank(&mut self) {
        self.lines.push(Line::default());
    }

    fn about(&mut self, open: &Open, subject: &Subject, scenario: Option<&Scenario>, hint: bool) {
        let plain = ratatui::style::Style::new();
        match subject {
            Subject::Organisation => {
                self.paragraph(&open.questionnaire.organisation.about, plain);
                self.paragraph(&open.questionnaire.caution, self.theme.quiet());
            }
            Subject::Scenario(id) => {
                let Some(scenario) = scenario else { return };
                self.paragraph(&scenario.about, plain);
                if hint && !scenario.guidance.is_empty() {
                    self.paragraph(
                        "Guidance: why it matters, who knows, where to look. Press g, or F2.",
                        self.theme.quiet(),
                    );
                }
                let findings = open.results.scenario(id).map(|r| r.findings.as_slice());
                for finding in findings.unwrap_or_default() {
                    let Some(asked) = open.questionnaire.requirement(&finding.requirement) else {
                        continue;
                    };
                    self.lines.push(Line::from(vec![
                        Span::styled(
                            format!("{} ({}): ", asked.id, asked.force.words()),
                            self.theme.strong(),
                        ),
                        Span::styled(finding.outcome.words(), self.theme.outcome(finding.outcome)),
                        Span::raw(format!(". {}", asked.title)),
                    ]));
                }
            }
            Subject::Exemption(id, step) => self.exemption(open, *id, *step),
            Subject::System(_) | Subject::Listed(_) | Subject::File(_) => {}
            Subject::Action(id) => {
                let action = open.state.actions.get(id);
                let title = action.map_or_else(String::new, |a| {
                    open.state.scenario_title(&open.questionnaire, &a.scenario)
                });
                self.paragraph(&format!("An action from: {title}"), plain);
            }
            Subject::SignOff => {
                if let Some(says) = only_as_draft(open) {
                    self.paragraph(&says, self.theme.problem());
                    self.blank();
                }
                self.paragraph("You declare:", self.theme.strong());
                self.paragraph(&open.questionnaire.sign_off.declaration, plain);
                self.blank();
                let print = open.fingerprint().map(|f| f.short());
                let says = format!(
                    "Fingerprint of the record as it stands: {} …",
                    print.unwrap_or_default()
                );
                self.paragraph(&says, self.theme.quiet());
                for says in who_signed(open) {
                    self.paragraph(&says, self.theme.strong());
                }
            }
        }
        for said in said_of(open, subject) {
            let style = if said.is_problem {
                self.theme.problem()
            } else {
                plain
            };
            self.paragraph(&said.words, style);
        }
        self.blank();
    }

    fn exemption(&mut self, open: &Open, id: crate::facts::ExemptionId, step: usize) {
        let Some(exemption) = open.state.exemptions.get(&id) else {
            return;
        };
        let Some(kind) = open.kind_or_former(id) else {
            return;
        };
        let title = match step.checked_sub(1).and_then(|index| kind.steps.get(index)) {
            Some(step) => step.title.clone(),
            None => "What it covers".to_owned(),
        };
        self.paragraph(&format!("{}: {title}", kind.title), self.theme.heading());
        let plain = ratatui::style::Style::new();
        if let (Some(words), Some(standing)) = (status(open, id), open.results.exemptions.get(&id))
        {
            let style = if standing.counts() {
                self.theme.strong()
            } else {
                self.theme.problem()
            };
            self.paragraph(&format!("{}: {words}", exemption.name(kind)), style);
        }
        if step == 0 {
            for words in story(open, id) {
                self.paragraph(&words, plain);
            }
            self.paragraph(&kind.text, plain);
            let rests = format!("[{}]", open.questionnaire.rests_on(&kind.from));
            self.paragraph(&rests, self.theme.quiet());
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
            self.paragraph(last, ratatui::style::Style::new());
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
            (false, false) => ratatui::style::Style::new(),
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
            ratatui::style::Style::new()
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

    /// Why each outcome of a scenario is what it is, and what would come next.
    fn reasons(&mut self, open: &Open, subject: &Subject) {
        let Subject::Scenario(id) = subject else {
            return;
        };
        let findings = open.results.scenario(id).map(|r| r.findings.as_slice());
        let known = |f: &&Finding| f.outcome != Outcome::NotAnswered;
        for finding in findings.unwrap_or_default().iter().filter(known) {
            let outcome = format!("{}: {}.", finding.requirement, finding.outcome.words());
            self.paragraph(&outcome, self.theme.outcome(finding.outcome));
            let next = finding.next.as_deref().unwrap_or_default();
            let change = open.what_would_change(id, finding);
            let why = sentences(&[&finding.because, next, change]);
            self.paragraph(&why, ratatui::style::Style::new());
            self.blank();
        }
    }
}
