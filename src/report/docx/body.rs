//! The text of a document: each kind of block in a style of its own, so that a reader can change all.

use super::parts::{FOOTER, HEADER, MAIN, RELATIONS, link_id, run, styled};
use super::xml::Xml;
use crate::report::model::{
    Blank, Block, Chart, Column, Fact, Report, Section, Span, Start, Table, Text,
};

/// Between the margins of a page of A4, in twentieths of a point.
const WIDTH: u32 = 9638;
/// Headings go down to this level.
const DEEPEST: usize = 6;
/// The table of contents goes down to this level.
const LISTED: usize = 2;
/// Where something is to be written.
const ROOM: &str = "________________________";

/// The text, and the pages of the web that it refers to.
pub(super) struct Body {
    /// The part.
    pub document: String,
    /// The addresses, in the order in which they are referred to.
    pub links: Vec<String>,
}

/// Writes the text of a report.
pub(super) fn body(report: &Report) -> Body {
    let mut writer = Writer {
        sections: &report.sections,
        links: vec![],
        marks: 0,
    };
    let document = Xml::part("w:document", &[MAIN, RELATIONS], |xml| {
        xml.element("w:body", &[], |xml| {
            report.front.iter().for_each(|b| writer.block(xml, b));
            report
                .sections
                .iter()
                .for_each(|section| writer.section(xml, section, 1));
            page(xml);
        });
    });
    Body {
        document,
        links: writer.links,
    }
}

/// The page: A4 with margins of 2 cm, its head and its foot.
fn page(xml: &mut Xml) {
    xml.element("w:sectPr", &[], |xml| {
        for (name, id) in [("w:headerReference", HEADER), ("w:footerReference", FOOTER)] {
            xml.empty(name, &[("w:type", "default"), ("r:id", id)]);
        }
        xml.empty("w:pgSz", &[("w:w", "11906"), ("w:h", "16838")]);
        let margins = [
            ("w:top", "1304"),
            ("w:right", "1134"),
            ("w:bottom", "1304"),
            ("w:left", "1134"),
            ("w:header", "567"),
            ("w:footer", "567"),
            ("w:gutter", "0"),
        ];
        xml.empty("w:pgMar", &margins);
    });
}

struct Writer<'a> {
    /// For the table of contents.
    sections: &'a [Section],
    links: Vec<String>,
    /// How many headings carry a mark by which the table of contents leads to them.
    marks: usize,
}

impl Writer<'_> {
    fn section(&mut self, xml: &mut Xml, section: &Section, level: usize) {
        self.heading(xml, section, level);
        section
            .blocks
            .iter()
            .for_each(|block| self.block(xml, block));
        for inner in &section.sections {
            self.section(xml, inner, level + 1);
        }
    }

    fn heading(&mut self, xml: &mut Xml, section: &Section, level: usize) {
        self.marks += 1;
        let (name, id) = (mark(self.marks), self.marks.to_string());
        let style = format!("Heading{}", level.min(DEEPEST));
        xml.element("w:p", &[], |xml| {
            xml.element("w:pPr", &[], |xml| {
                xml.value("w:pStyle", &style);
                if section.start == Start::NewPage {
                    xml.empty("w:pageBreakBefore", &[]);
                }
            });
            xml.empty("w:bookmarkStart", &[("w:id", &id), ("w:name", &name)]);
            run(xml, false, &section.title);
            xml.empty("w:bookmarkEnd", &[("w:id", &id)]);
        });
    }

    fn block(&mut self, xml: &mut Xml, block: &Block) {
        match block {
            Block::Title(words) => self.paragraph(xml, "Title", &Text::from(words.as_str())),
            Block::Paragraph(text) => self.paragraph(xml, "Normal", text),
            Block::Callout(text) => self.paragraph(xml, "Notice", text),
            Block::Facts(facts) => facts.iter().for_each(|f| self.fact(xml, f)),
            Block::List(items) => items
                .iter()
                .for_each(|item| self.paragraph(xml, "ListBullet", item)),
            Block::Table(table) => self.table(xml, table),
            Block::Chart(chart) => self.chart(xml, chart),
            Block::Blanks(blanks) => blanks.iter().for_each(|b| self.blank(xml, b)),
            Block::Contents => contents(xml, self.sections),
            Block::Signatures(places) => places.iter().for_each(|place| {
                let words = format!("{}: {ROOM}", place.signer);
                self.paragraph(xml, "Normal", &words.into());
            }),
        }
    }

    fn paragraph(&mut self, xml: &mut Xml, style: &str, text: &Text) {
        if !text.words().is_empty() {
            self.styled(xml, style, false, text);
        }
    }

    fn styled(&mut self, xml: &mut Xml, style: &str, right: bool, text: &Text) {
        xml.element("w:p", &[], |xml| {
            xml.element("w:pPr", &[], |xml| {
                xml.value("w:pStyle", style);
                if right {
                    xml.value("w:jc", "right");
                }
            });
            text.0.iter().for_each(|span| self.span(xml, span));
        });
    }

    fn span(&mut self, xml: &mut Xml, span: &Span) {
        match span {
            Span::Plain(words) => run(xml, false, words),
            Span::Strong(_) | Span::Outcome(_) => run(xml, true, span.words()),
            Span::Link { words, url } => {
                let id = link_id(self.links.len());
                self.links.push(url.to_string());
                xml.element("w:hyperlink", &[("r:id", &id)], |xml| {
                    styled(xml, Some("Hyperlink"), words);
                });
            }
        }
    }

    fn fact(&mut self, xml: &mut Xml, fact: &Fact) {
        let label = Span::Strong(format!("{}: ", fact.label));
        let value = fact.value.0.iter().cloned();
        let text = Text(std::iter::once(label).chain(value).collect());
        self.paragraph(xml, "Fact", &text);
    }

    /// The head is repeated on each page, and no row of it is divided.
    fn table(&mut self, xml: &mut Xml, table: &Table) {
        self.paragraph(xml, "Caption", &table.caption.as_str().into());
        if table.columns.is_empty() {
            return;
        }
        let widths = widths(&table.columns);
        xml.element("w:tbl", &[], |xml| {
            xml.element("w:tblPr", &[], |xml| {
                xml.value("w:tblStyle", "TableGrid");
                xml.empty("w:tblW", &[("w:w", &WIDTH.to_string()), ("w:type", "dxa")]);
                xml.empty("w:tblLayout", &[("w:type", "fixed")]);
                xml.empty("w:tblLook", &[("w:val", "0020"), ("w:firstRow", "1")]);
            });
            xml.element("w:tblGrid", &[], |xml| {
                let columns = widths.iter();
                columns.for_each(|width| xml.empty("w:gridCol", &[("w:w", width)]));
            });
            let titles = table.columns.iter().map(|c| Text::from(c.title.as_str()));
            let titles: Vec<Text> = titles.collect();
            self.row(xml, table, &widths, true, &titles);
            for row in &table.rows {
                self.row(xml, table, &widths, false, row);
            }
        });
        // Two tables with nothing between them would be one.
        self.styled(xml, "AfterTable", false, &Text::default());
    }

    fn row(&mut self, xml: &mut Xml, table: &Table, widths: &[String], head: bool, cells: &[Text]) {
        xml.element("w:tr", &[], |xml| {
            if head {
                xml.element("w:trPr", &[], |xml| {
                    xml.empty("w:cantSplit", &[]);
                    xml.empty("w:tblHeader", &[]);
                });
            }
            for ((column, width), cell) in table.columns.iter().zip(widths).zip(cells) {
                xml.element("w:tc", &[], |xml| {
                    xml.element("w:tcPr", &[], |xml| {
                        xml.empty("w:tcW", &[("w:w", width), ("w:type", "dxa")]);
                    });
                    self.styled(xml, "Cell", column.numeric, cell);
                });
            }
        });
    }

    /// The figures as a table, which can be edited; then in words.
    fn chart(&mut self, xml: &mut Xml, chart: &Chart) {
        self.table(xml, &chart.as_table());
        self.paragraph(xml, "Normal", &chart.alternative.as_str().into());
    }

    fn blank(&mut self, xml: &mut Xml, blank: &Blank) {
        match blank {
            Blank::Box(text) => {
                let tick = Span::Plain("☐ ".to_owned());
                let text = Text(
                    std::iter::once(tick)
                        .chain(text.0.iter().cloned())
                        .collect(),
                );
                self.paragraph(xml, "Fact", &text);
            }
            Blank::Lines { label, .. } => {
                self.paragraph(xml, "Normal", &format!("{label} {ROOM}").into());
            }
        }
    }
}

/// The sections with links to them. A program that is asked to update the field adds page numbers.
fn contents(xml: &mut Xml, sections: &[Section]) {
    let mut entries = vec![];
    let mut marks = 0;
    collect(sections, 1, &mut marks, &mut entries);
    let last = entries.len();
    for (index, (level, at, title)) in entries.into_iter().enumerate() {
        xml.element("w:p", &[], |xml| {
            let style = format!("TOC{level}");
            xml.element("w:pPr", &[], |xml| xml.value("w:pStyle", &style));
            if index == 0 {
                field(xml, "begin");
                xml.element("w:r", &[], |xml| {
                    xml.element("w:instrText", &[("xml:space", "preserve")], |xml| {
                        xml.text(&format!("TOC \\o \"1-{LISTED}\" \\h"));
                    });
                });
                field(xml, "separate");
            }
            xml.element("w:hyperlink", &[("w:anchor", &mark(at))], |xml| {
                run(xml, false, title);
            });
            if index + 1 == last {
                field(xml, "end");
            }
        });
    }
}

/// The headings that are listed: level, number of the mark, title.
fn collect<'a>(
    sections: &'a [Section],
    level: usize,
    marks: &mut usize,
    entries: &mut Vec<(usize, usize, &'a str)>,
) {
    for section in sections {
        *marks += 1;
        if level <= LISTED {
            entries.push((level, *marks, section.title.as_str()));
        }
        collect(&section.sections, level + 1, marks, entries);
    }
}

/// A border of a field that has more than one run in it.
fn field(xml: &mut Xml, kind: &str) {
    xml.element("w:r", &[], |xml| {
        xml.empty("w:fldChar", &[("w:fldCharType", kind)]);
    });
}

/// The name of the mark at a heading, by its number in reading order.
fn mark(number: usize) -> String {
    format!("_Toc{number:06}")
}

/// The width of each column, in twentieths of a point; a column without a share has a little.
fn widths(columns: &[Column]) -> Vec<String> {
    let share = |column: &Column| u32::from(column.share.max(1));
    let all: u32 = columns.iter().map(share).sum();
    let widths = columns.iter().map(|column| share(column) * WIDTH / all);
    widths.map(|width| width.to_string()).collect()
}
