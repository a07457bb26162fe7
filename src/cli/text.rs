//! A document as plain text for a terminal: one thing a line, so that it reads well aloud. A row of
//! a table is a block of its own, as wide columns would not be.

use std::io::{IsTerminal, stdout};

use crate::report::model::{Block, Report, Section, Table};
use crate::tui::wrap;

/// The longest line.
pub(super) const WIDEST: usize = 100;

/// How long lines may be: as wide as the terminal, if there is one.
pub(super) fn width() -> usize {
    let columns = crossterm::terminal::size().map(|(columns, _)| usize::from(columns));
    let columns = columns.ok().filter(|columns| *columns > 0);
    let columns = columns.filter(|_| stdout().is_terminal());
    columns.unwrap_or(WIDEST).min(WIDEST)
}

/// The document, in lines of this length.
pub(super) fn plain(report: &Report, width: usize) -> String {
    let mut writer = Writer {
        lines: vec![],
        width,
    };
    report.front.iter().for_each(|block| writer.block(block));
    for section in &report.sections {
        writer.section(section);
    }
    writer.lines.join("\n")
}

struct Writer {
    lines: Vec<String>,
    width: usize,
}

impl Writer {
    fn section(&mut self, section: &Section) {
        self.blank();
        self.line(0, &section.title);
        section.blocks.iter().for_each(|block| self.block(block));
        section.sections.iter().for_each(|s| self.section(s));
    }

    fn block(&mut self, block: &Block) {
        match block {
            Block::Title(words) => self.line(0, words),
            Block::Paragraph(text) | Block::Callout(text) => self.line(0, &text.words()),
            Block::Facts(facts) => facts.iter().for_each(|fact| {
                self.line(0, &format!("{}: {}", fact.label, fact.value.words()));
            }),
            Block::List(items) => items.iter().for_each(|item| self.line(2, &item.words())),
            Block::Table(table) => self.table(table),
            Block::Chart(chart) => self.line(0, &chart.alternative),
            Block::Blanks(_) | Block::Contents | Block::Signatures(_) => {}
        }
    }

    fn table(&mut self, table: &Table) {
        for row in &table.rows {
            for (index, (column, cell)) in table.columns.iter().zip(row).enumerate() {
                match index {
                    0 => self.line(2, &cell.words()),
                    _ => self.line(4, &format!("{}: {}", column.title, cell.words())),
                }
            }
        }
    }

    fn blank(&mut self) {
        if !self.lines.is_empty() {
            self.lines.push(String::new());
        }
    }

    /// Words at an indent; what does not fit in a line goes on below, further in.
    fn line(&mut self, indent: usize, words: &str) {
        let room = self.width.saturating_sub(indent + 2);
        for (index, line) in wrap::lines(words, room).into_iter().enumerate() {
            let indent = if index == 0 { indent } else { indent + 2 };
            self.lines.push(format!("{:indent$}{line}", ""));
        }
    }
}

#[cfg(test)]
mod tests {
    use unicode_width::UnicodeWidthStr;

    use super::*;
    use crate::report::booklet::booklet;

    #[test]
    fn no_line_is_longer_than_the_terminal_and_no_word_is_lost() {
        let asked = crate::questionnaire::built_in().unwrap();
        let report = booklet(&asked);
        for width in [20, 80, 100] {
            let text = plain(&report, width);
            for line in text.lines() {
                assert!(line.width() <= width, "{width}: {line}");
            }
        }
        let text = plain(&report, 100).replace("\n  ", " ");
        let flat: String = text.split_whitespace().collect();
        for question in asked.questions() {
            let words: String = question.text.split_whitespace().collect();
            assert!(flat.contains(&words), "{}", question.text);
        }
    }
}
