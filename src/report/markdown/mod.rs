//! A report as Markdown: CommonMark with the tables and task lists of GitHub. Pure.

mod inline;
#[cfg(test)]
mod tests;

use self::inline::{cell, heading, inline};
use super::model::{
    Blank, Block, Chart, Column, Fact, Report, Section, SignaturePlace, Span, Table, Text,
};

/// Headings go down to this level.
const DEEPEST: usize = 6;
/// Where something is to be written: the first underscore is escaped, so that it is no rule.
const ROOM: &str = "\\________________________";

/// The report as Markdown, with a line break at its end.
pub fn render(report: &Report) -> String {
    let mut writer = Writer {
        out: String::new(),
        bullet: '-',
        after_list: false,
    };
    let running = &report.running;
    let draft = if running.draft { "DRAFT" } else { "" };
    for words in [running.marking.as_str(), draft] {
        writer.block(&Block::Paragraph(strong(words)));
    }
    report.front.iter().for_each(|block| writer.block(block));
    for section in &report.sections {
        writer.section(section, 2);
    }
    writer.out
}

fn strong(words: &str) -> Text {
    Text(vec![Span::Strong(words.to_owned())])
}

struct Writer {
    out: String,
    /// The bullet of the last list.
    bullet: char,
    /// Whether a list came last: one that follows takes another bullet, or the two would be one.
    after_list: bool,
}

impl Writer {
    fn section(&mut self, section: &Section, level: usize) {
        self.heading(&section.title, level);
        section.blocks.iter().for_each(|block| self.block(block));
        for inner in &section.sections {
            self.section(inner, level + 1);
        }
    }

    fn heading(&mut self, title: &str, level: usize) {
        let title = heading(title);
        if !title.is_empty() {
            let marks = "#".repeat(level.min(DEEPEST));
            self.paragraph(&format!("{marks} {title}"));
        }
    }

    fn block(&mut self, block: &Block) {
        match block {
            Block::Title(words) => self.heading(words, 1),
            Block::Paragraph(text) => self.paragraph(&inline(text)),
            Block::Callout(text) => self.callout(&inline(text)),
            Block::Facts(facts) => self.list(facts.iter().map(fact)),
            Block::List(items) => self.list(items.iter().map(inline)),
            Block::Table(table) => self.table(table),
            Block::Chart(chart) => self.chart(chart),
            Block::Contents => {}
            Block::Signatures(places) => self.list(places.iter().map(signature)),
            Block::Blanks(blanks) => self.list(blanks.iter().map(blank)),
        }
    }

    fn paragraph(&mut self, words: &str) {
        if words.is_empty() {
            return;
        }
        if !self.out.is_empty() {
            self.out.push('\n');
        }
        self.out.push_str(words);
        self.out.push('\n');
        self.after_list = false;
    }

    fn callout(&mut self, words: &str) {
        if !words.is_empty() {
            self.paragraph(&format!("> {}", words.replace('\n', "\n> ")));
        }
    }

    fn list(&mut self, items: impl Iterator<Item = String>) {
        let bullet = match (self.after_list, self.bullet) {
            (true, '-') => '*',
            _ => '-',
        };
        let items: Vec<String> = items
            .filter(|item| !item.is_empty())
            .map(|item| format!("{bullet} {}", item.replace('\n', "\n  ")))
            .collect();
        if !items.is_empty() {
            self.paragraph(&items.join("\n"));
            (self.bullet, self.after_list) = (bullet, true);
        }
    }

    fn table(&mut self, table: &Table) {
        self.block(&Block::Paragraph(strong(&table.caption)));
        let columns = &table.columns;
        if columns.is_empty() {
            return;
        }
        let line = |cells: Vec<String>| format!("| {} |", cells.join(" | "));
        let rule = |column: &Column| if column.numeric { "---:" } else { "---" }.to_owned();
        let titles = columns.iter().map(|c| cell(&Text::from(c.title.as_str())));
        let mut lines = vec![
            line(titles.collect()),
            line(columns.iter().map(rule).collect()),
        ];
        let rows = table.rows.iter();
        lines.extend(rows.map(|row| line(row.iter().map(cell).collect())));
        self.paragraph(&lines.join("\n"));
    }

    /// The figures as a table: Markdown cannot draw.
    fn chart(&mut self, chart: &Chart) {
        self.table(&chart.as_table());
        self.paragraph(&inline(&Text::from(chart.alternative.as_str())));
    }
}

fn fact(fact: &Fact) -> String {
    let label = Span::Strong(format!("{}:", fact.label.replace('\n', " ")));
    let value = fact.value.0.iter().cloned();
    let gap = Span::Plain(" ".to_owned());
    inline(&Text([label, gap].into_iter().chain(value).collect()))
}

/// Where somebody signs by hand: only the PDF has fields.
fn signature(place: &SignaturePlace) -> String {
    let signer = inline(&Text::from(place.signer.as_str()));
    format!("{signer}: {ROOM}")
}

fn blank(blank: &Blank) -> String {
    match blank {
        Blank::Box(text) => format!("[ ] {}", inline(text)),
        Blank::Lines { label, .. } => {
            let label = inline(&Text::from(label.as_str()));
            format!("{label} {ROOM}").trim_start().to_owned()
        }
    }
}
