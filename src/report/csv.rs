//! The report as one table: a row for each fact, cell and paragraph, for a spreadsheet that filters.

use std::io;

use super::model::{Blank, Block, Report, Section, Table};
use crate::table::write_rows;

/// The columns.
pub const COLUMNS: [&str; 6] = ["Section", "Kind", "Table", "Row", "Label", "Value"];
/// What stands between the titles of a section and of those that it is part of.
const WITHIN: &str = " > ";

/// The report as the bytes of a CSV file, in reading order. Cells of one row of a table have the same
/// number; what a spreadsheet would take for a formula has an apostrophe before it.
///
/// # Errors
/// When the bytes cannot be made.
pub fn render(report: &Report) -> io::Result<Vec<u8>> {
    let mut writer = Writer::default();
    let running = &report.running;
    let draft = if running.draft { "DRAFT" } else { "" };
    writer.row("Marking", "", &running.marking);
    writer.row("Standing", "", draft);
    report.front.iter().for_each(|block| writer.block(block));
    report.sections.iter().for_each(|s| writer.section(s));
    let header = COLUMNS.map(str::to_owned).to_vec();
    write_rows(std::iter::once(header).chain(writer.rows))
}

#[derive(Default)]
struct Writer {
    rows: Vec<Vec<String>>,
    /// The titles of the sections that are open.
    path: Vec<String>,
}

impl Writer {
    fn section(&mut self, section: &Section) {
        self.path.push(section.title.clone());
        self.row("Heading", "", &section.title);
        section.blocks.iter().for_each(|block| self.block(block));
        section.sections.iter().for_each(|s| self.section(s));
        self.path.pop();
    }

    fn block(&mut self, block: &Block) {
        match block {
            Block::Title(words) => self.row("Title", "", words),
            Block::Paragraph(text) => self.row("Paragraph", "", &text.words()),
            Block::Callout(text) => self.row("Notice", "", &text.words()),
            Block::Facts(facts) => facts
                .iter()
                .for_each(|fact| self.row("Fact", &fact.label, &fact.value.words())),
            Block::List(items) => items
                .iter()
                .for_each(|item| self.row("Item", "", &item.words())),
            Block::Table(table) => self.table("Cell", table),
            Block::Chart(chart) => {
                self.table("Figure", &chart.as_table());
                self.row("Figures in words", &chart.caption, &chart.alternative);
            }
            Block::Blanks(blanks) => blanks.iter().for_each(|blank| match blank {
                Blank::Box(text) => self.row("Box to tick", "", &text.words()),
                Blank::Lines { label, .. } => self.row("To fill in", "", label),
            }),
            Block::Contents => {}
            Block::Signatures(places) => places
                .iter()
                .for_each(|place| self.row("Signature", &place.field, &place.signer)),
        }
    }

    /// The caption stands with every cell, and once by itself where there is no cell.
    fn table(&mut self, kind: &str, table: &Table) {
        if table.rows.is_empty() {
            let titles: Vec<&str> = table.columns.iter().map(|c| c.title.as_str()).collect();
            self.cell("Empty table", &table.caption, "", "", &titles.join("; "));
        }
        for (number, row) in (1..).zip(&table.rows) {
            let number = usize::to_string(&number);
            for (column, cell) in table.columns.iter().zip(row) {
                self.cell(kind, &table.caption, &number, &column.title, &cell.words());
            }
        }
    }

    fn row(&mut self, kind: &str, label: &str, value: &str) {
        if !value.is_empty() {
            self.cell(kind, "", "", label, value);
        }
    }

    fn cell(&mut self, kind: &str, table: &str, row: &str, label: &str, value: &str) {
        let path = self.path.join(WITHIN);
        let cells = [&path, kind, table, row, label, value];
        self.rows.push(cells.map(str::to_owned).to_vec());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::questionnaire::built_in;
    use crate::report::booklet::booklet;
    use crate::report::model::{Column, Fact, Start, Text};

    fn rows(report: &Report) -> Vec<Vec<String>> {
        let bytes = render(report).unwrap();
        let mut reader = ::csv::Reader::from_reader(bytes.strip_prefix(b"\xef\xbb\xbf").unwrap());
        assert_eq!(reader.headers().unwrap(), &COLUMNS[..]);
        let rows = reader.into_records();
        rows.map(|row| row.unwrap().iter().map(str::to_owned).collect())
            .collect()
    }

    #[test]
    fn a_cell_says_where_it_stands_and_no_cell_is_a_formula() {
        let mut report = booklet(&built_in().unwrap());
        let column = |title: &str| Column {
            title: title.to_owned(),
            share: 1,
            numeric: false,
        };
        let table = Table {
            caption: "Systems".to_owned(),
            columns: vec![column("Name"), column("Owner")],
            rows: vec![vec![Text::from("=1+1"), Text::from("a\n\"b\", c")]],
        };
        let inner = Section {
            title: "Inner".to_owned(),
            start: Start::Flow,
            blocks: vec![
                Block::Table(table),
                Block::Facts(vec![Fact {
                    label: "@name".to_owned(),
                    value: Text::from("-2"),
                }]),
            ],
            sections: vec![],
        };
        report.front.clear();
        report.sections = vec![Section {
            title: "Outer".to_owned(),
            start: Start::Flow,
            blocks: vec![],
            sections: vec![inner],
        }];
        let path = "Outer > Inner";
        let wanted = [
            ["Outer", "Heading", "", "", "", "Outer"],
            [path, "Heading", "", "", "", "Inner"],
            [path, "Cell", "Systems", "1", "Name", "'=1+1"],
            [path, "Cell", "Systems", "1", "Owner", "a\n\"b\", c"],
            [path, "Fact", "", "", "'@name", "'-2"],
        ];
        assert_eq!(rows(&report), wanted);
    }
}
