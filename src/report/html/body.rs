//! The body of the page: sections and blocks, and the way to them.

use super::attached;
use super::inline::{attribute, inline, words};
use crate::report::chart::draw;
use crate::report::drawing::svg::svg;
use crate::report::model::{
    Blank, Block, Chart, Column, Fact, Report, Section, SignaturePlace, Start, Table, Text,
};
use crate::report::typography::font::Fonts;

/// Headings go down to this level.
const DEEPEST: usize = 6;
/// A table with more columns than this needs more room than a telephone has.
const NARROW: usize = 3;
/// The width of a chart, in points of its own: a browser stretches it.
const CHART: f32 = 480.0;

/// The body of the page.
pub(super) struct Body {
    /// Front sheet, sections and attached files.
    pub main: String,
    /// The way to the sections.
    pub navigation: String,
}

impl Body {
    /// Writes it.
    pub(super) fn of(report: &Report) -> Self {
        let mut writer = Writer {
            report,
            fonts: Fonts::load().ok(),
            out: String::new(),
            named_by: String::new(),
            captions: 0,
            titled: false,
        };
        writer.front();
        writer.sections(&report.sections, "section", 2);
        writer.put(&attached::attached(report));
        let mut entries = entries(&report.sections, "section", 1);
        if !report.attachments.is_empty() {
            entries.push_str(&entry(attached::ANCHOR, attached::TITLE, ""));
        }
        let navigation = match entries {
            none if none.is_empty() => none,
            entries => format!("<nav aria-label=\"Sections\"><ol>{entries}</ol></nav>\n"),
        };
        Self {
            main: writer.out,
            navigation,
        }
    }
}

struct Writer<'a> {
    report: &'a Report,
    /// What charts are measured with; where it is damaged, their words and figures must do.
    fonts: Option<&'static Fonts>,
    out: String,
    /// The anchor of the words that name what comes next: of the heading or caption above.
    named_by: String,
    /// How many captions there are, for their anchors.
    captions: usize,
    /// Whether the one heading of the first level is written.
    titled: bool,
}

impl Writer<'_> {
    fn put(&mut self, html: &str) {
        self.out.push_str(html);
    }

    fn front(&mut self) {
        let report = self.report;
        self.put("<section class=\"front\">\n");
        let is_title = |block: &Block| matches!(block, Block::Title(words) if !is_blank(words));
        if !report.front.iter().any(is_title) {
            self.title(&report.meta.title);
        }
        self.blocks(&report.front);
        self.put("</section>\n");
    }

    fn sections(&mut self, sections: &[Section], path: &str, level: usize) {
        for (number, section) in (1..).zip(sections) {
            let anchor = format!("{path}-{number}");
            self.put(match section.start {
                Start::NewPage => "<section class=\"new-page\">\n",
                Start::Flow => "<section>\n",
            });
            let mut below = level;
            if !is_blank(&section.title) {
                let (h, title) = (level.min(DEEPEST), words(&section.title));
                self.put(&format!("<h{h} id=\"{anchor}\">{title}</h{h}>\n"));
                self.named_by.clone_from(&anchor);
                below += 1;
            }
            self.blocks(&section.blocks);
            self.sections(&section.sections, &anchor, below);
            self.put("</section>\n");
        }
    }

    fn blocks(&mut self, blocks: &[Block]) {
        blocks.iter().for_each(|block| self.block(block));
    }

    fn block(&mut self, block: &Block) {
        match block {
            Block::Title(title) => self.title(title),
            Block::Paragraph(text) => self.paragraph(&inline(text)),
            Block::Callout(text) => self.callout(&inline(text)),
            Block::Facts(facts) => self.facts(facts),
            Block::List(items) => self.list("", items.iter().map(inline)),
            Block::Table(table) => self.table(table),
            Block::Chart(chart) => self.chart(chart),
            Block::Contents => self.contents(),
            Block::Signatures(places) => self.list("signatures", places.iter().map(signature)),
            Block::Blanks(blanks) => self.list("blanks", blanks.iter().map(blank)),
        }
    }

    /// The first title is the heading of the page: there is one.
    fn title(&mut self, title: &str) {
        if self.titled {
            self.paragraph(&words(title));
        } else if !is_blank(title) {
            let title = words(title);
            self.put(&format!("<h1 id=\"title\">{title}</h1>\n"));
            self.named_by = "title".to_owned();
            self.titled = true;
        }
    }

    fn paragraph(&mut self, html: &str) {
        if !html.is_empty() {
            self.put(&format!("<p>{html}</p>\n"));
        }
    }

    fn callout(&mut self, html: &str) {
        if !html.is_empty() {
            self.put(&format!(
                "<div class=\"callout\" role=\"note\"><p>{html}</p></div>\n"
            ));
        }
    }

    fn facts(&mut self, facts: &[Fact]) {
        let fact = |fact: &Fact| {
            let (label, value) = (words(&fact.label), inline(&fact.value));
            format!("<div><dt>{label}</dt><dd>{value}</dd></div>\n")
        };
        let facts: String = facts.iter().map(fact).collect();
        if !facts.is_empty() {
            self.put(&format!("<dl>\n{facts}</dl>\n"));
        }
    }

    fn list(&mut self, class: &str, items: impl Iterator<Item = String>) {
        let items: String = items
            .filter(|item| !item.is_empty())
            .map(|item| format!("<li>{item}</li>\n"))
            .collect();
        let class = match class {
            "" => String::new(),
            class => format!(" class=\"{class}\""),
        };
        if !items.is_empty() {
            self.put(&format!("<ul{class}>\n{items}</ul>\n"));
        }
    }

    fn table(&mut self, table: &Table) {
        if table.columns.is_empty() {
            return self.paragraph(&words(&table.caption));
        }
        let is_wide = table.columns.len() > NARROW;
        // A caption names its table; without one the heading above does.
        let (caption, name) = if is_blank(&table.caption) {
            (String::new(), self.named_by.clone())
        } else {
            let (anchor, caption) = (self.caption(), words(&table.caption));
            let caption = format!("<caption id=\"{anchor}\">{caption}</caption>\n");
            (caption, anchor)
        };
        let name = labelled(&name);
        if is_wide {
            self.put(&wide(&name));
        }
        self.put(&format!("<table{name}>\n{caption}"));
        self.put(&columns(&table.columns));
        self.put("<tbody>\n");
        for row in &table.rows {
            self.put(&self::row(&table.columns, row));
        }
        self.put("</tbody>\n</table>\n");
        if is_wide {
            self.put("</div>\n");
        }
    }

    fn chart(&mut self, chart: &Chart) {
        self.put("<figure>\n");
        let above = self.named_by.clone();
        if !is_blank(&chart.caption) {
            let (anchor, caption) = (self.caption(), words(&chart.caption));
            self.put(&format!(
                "<figcaption id=\"{anchor}\">{caption}</figcaption>\n"
            ));
            self.named_by = anchor;
        }
        let drawing = self.fonts.and_then(|fonts| draw(fonts, chart, CHART));
        if let Some(drawing) = &drawing {
            let picture = svg(drawing, &chart.caption, &chart.alternative);
            let wide = wide(&labelled(&self.named_by));
            self.put(&format!("{wide}{picture}</div>\n"));
            self.put("<details><summary>The figures as a table</summary>\n");
        } else {
            self.paragraph(&words(&chart.alternative));
        }
        self.table(&Table {
            caption: String::new(),
            ..chart.as_table()
        });
        if drawing.is_some() {
            self.put("</details>\n");
        }
        self.named_by = above;
        self.put("</figure>\n");
    }

    /// The anchor of the next caption.
    fn caption(&mut self) -> String {
        self.captions += 1;
        format!("caption-{}", self.captions)
    }

    fn contents(&mut self) {
        let entries = entries(&self.report.sections, "section", 2);
        if !entries.is_empty() {
            self.put(&format!(
                "<nav class=\"contents\" aria-label=\"Contents\"><ol>{entries}</ol></nav>\n"
            ));
        }
    }
}

/// The sections as entries of a list, so many levels deep. Of one without a title, what is in it.
fn entries(sections: &[Section], path: &str, levels: usize) -> String {
    let entries = (1..).zip(sections).map(|(number, section)| {
        let anchor = format!("{path}-{number}");
        if is_blank(&section.title) {
            return entries(&section.sections, &anchor, levels);
        }
        let inner = match levels {
            0 | 1 => String::new(),
            more => entries(&section.sections, &anchor, more - 1),
        };
        entry(&anchor, &section.title, &inner)
    });
    entries.collect()
}

fn entry(anchor: &str, title: &str, inner: &str) -> String {
    let title = attribute(title);
    let inner = match inner {
        "" => String::new(),
        inner => format!("<ol>{inner}</ol>"),
    };
    format!("<li><a href=\"#{anchor}\">{title}</a>{inner}</li>")
}

fn columns(columns: &[Column]) -> String {
    let all: u32 = columns.iter().map(|column| u32::from(column.share)).sum();
    let width = |column: &Column| {
        let share = u32::from(column.share) * 100 / all.max(1);
        format!("<col style=\"width:{share}%\">")
    };
    let widths: String = columns.iter().map(width).collect();
    let head = |column: &Column| {
        if is_blank(&column.title) {
            // A head without words would be announced before every cell.
            return "<td></td>".to_owned();
        }
        let title = words(&column.title);
        format!("<th scope=\"col\"{}>{title}</th>", numeric(column))
    };
    let heads: String = columns.iter().map(head).collect();
    format!("<colgroup>{widths}</colgroup>\n<thead><tr>{heads}</tr></thead>\n")
}

/// The first cell names the row.
fn row(columns: &[Column], row: &[Text]) -> String {
    let cell = |(index, (column, text)): (usize, (&Column, &Text))| {
        let (cell, class) = (inline(text), numeric(column));
        if index == 0 && !is_blank(&text.words()) {
            format!("<th scope=\"row\"{class}>{cell}</th>")
        } else {
            format!("<td{class}>{cell}</td>")
        }
    };
    let cells: String = columns.iter().zip(row).enumerate().map(cell).collect();
    format!("<tr>{cells}</tr>\n")
}

/// What can be moved sideways has to be reached with the keyboard, and to have a name.
fn wide(name: &str) -> String {
    format!("<div class=\"wide\" role=\"group\" tabindex=\"0\"{name}>\n")
}

fn labelled(anchor: &str) -> String {
    match anchor {
        "" => String::new(),
        anchor => format!(" aria-labelledby=\"{anchor}\""),
    }
}

fn is_blank(words: &str) -> bool {
    words.trim().is_empty()
}

const fn numeric(column: &Column) -> &'static str {
    if column.numeric {
        " class=\"number\""
    } else {
        ""
    }
}

/// Where somebody signs by hand: only the PDF has fields.
fn signature(place: &SignaturePlace) -> String {
    let signer = words(&place.signer);
    format!("<span>{signer}</span><span class=\"room\">Signed by hand:</span>")
}

fn blank(blank: &Blank) -> String {
    match blank {
        Blank::Box(text) => format!("<span class=\"box\"></span>{}", inline(text)),
        Blank::Lines { label, count } => {
            let room = "<span class=\"room\"></span>".repeat(usize::from(*count));
            format!("{}{room}", words(label))
        }
    }
}
