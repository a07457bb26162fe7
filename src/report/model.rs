//! What is printed, before any format: a tree of sections and blocks.
//!
//! `contents` builds it from a questionnaire and a record, `booklet` from a questionnaire alone;
//! `pdf` and `markdown` only draw it. A block says what a thing is, never how it looks.

use jiff::Timestamp;

use crate::assessment::Outcome;

/// A whole report, ready for a renderer.
#[derive(Debug, Clone, PartialEq)]
pub struct Report {
    /// Title, author and dates for the file's properties.
    pub meta: Meta,
    /// What stands in the margin of every page.
    pub running: Running,
    /// The front sheet: one page, without a number in the outline.
    pub front: Vec<Block>,
    /// The body, in reading order.
    pub sections: Vec<Section>,
    /// The files that travel inside it, where the format can hold any.
    pub attachments: Vec<Attachment>,
}

/// A file that travels inside the report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attachment {
    /// The name of the file.
    pub name: &'static str,
    /// What it is, for the list of attachments that readers show.
    pub about: &'static str,
    /// For example `application/json`.
    pub media_type: &'static str,
    /// What it is to the report.
    pub relation: Relation,
    /// What is in it.
    pub bytes: Vec<u8>,
}

/// What an attached file is to the report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Relation {
    /// The report was made from it.
    Source,
    /// It says something about the report.
    Data,
}

/// Properties of the document as a whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Meta {
    /// For example "Multi-factor authentication self-assessment".
    pub title: String,
    /// What it is about: the organisation that is assessed, or the questionnaire.
    pub subject: String,
    /// Who wrote it, as they named themselves, where that is known.
    pub author: Option<String>,
    /// Language tag of the text, for example `en-GB`.
    pub language: String,
    /// When the newest entry of the record was made: the report's own date is
    /// never read from a clock, so that the same record gives the same bytes.
    /// What is not made from a record has none.
    pub modified: Option<Timestamp>,
    /// What the file is made from: the fingerprint of the record, or the id and version of the
    /// questionnaire. The seed of every identifier in the file.
    pub seed: String,
}

/// The margin of every page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Running {
    /// Protective marking, for example `OFFICIAL-SENSITIVE`; empty where nothing is to be protected.
    pub marking: String,
    /// Short title with the organisation, for the foot of the page.
    pub foot: String,
    /// True while no current sign-off stands: every page then says DRAFT.
    pub draft: bool,
}

/// A heading with what belongs to it.
#[derive(Debug, Clone, PartialEq)]
pub struct Section {
    /// The heading's text.
    pub title: String,
    /// Whether the section begins a page of its own.
    pub start: Start,
    /// What stands directly below the heading.
    pub blocks: Vec<Block>,
    /// Sections one level down.
    pub sections: Vec<Section>,
}

/// Where a section begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Start {
    /// On a new page.
    NewPage,
    /// After what came before.
    Flow,
}

/// One thing on the page.
#[derive(Debug, Clone, PartialEq)]
pub enum Block {
    /// The document's title, once, on the front sheet.
    Title(String),
    /// Running text; line breaks in the text are kept.
    Paragraph(Text),
    /// A paragraph set apart, because the reader must not miss it.
    Callout(Text),
    /// Labels with their values, label first.
    Facts(Vec<Fact>),
    /// A bulleted list.
    List(Vec<Text>),
    /// Rows and columns.
    Table(Table),
    /// A bar for each row, divided by outcome.
    Chart(Chart),
    /// Places to answer by hand.
    Blanks(Vec<Blank>),
}

/// A place to answer by hand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Blank {
    /// A box to tick, with what it stands for.
    Box(Text),
    /// Lines to write on.
    Lines {
        /// What is to be written.
        label: String,
        /// How many lines.
        count: u8,
    },
}

/// Text with emphasis. A span never carries a control character but `\n`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Text(pub Vec<Span>);

/// A run of text in one style.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Span {
    /// Plain words.
    Plain(String),
    /// Words that carry weight.
    Strong(String),
    /// An outcome: a small drawn mark, then the outcome's word.
    Outcome(Outcome),
}

/// A label and its value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fact {
    /// What it is.
    pub label: String,
    /// What it says; never empty (the builder writes "not given").
    pub value: Text,
}

/// A table with a header row; the first column names the row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// What the table shows, in a few words; empty where the heading right above says it.
    pub caption: String,
    /// The columns, from left to right.
    pub columns: Vec<Column>,
    /// The rows; each has as many cells as there are columns.
    pub rows: Vec<Vec<Text>>,
}

/// One column of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// Header cell.
    pub title: String,
    /// Share of the width, relative to the other columns.
    pub share: u16,
    /// True when the cells are numbers, which are set flush right.
    pub numeric: bool,
}

/// A stacked bar for each row; every figure stands in it, and in its words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chart {
    /// What the chart shows.
    pub caption: String,
    /// The same in words, for people who do not see it.
    pub alternative: String,
    /// The rows, from top to bottom.
    pub bars: Vec<Bar>,
}

/// One row of a chart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bar {
    /// What the bar stands for.
    pub label: String,
    /// How many of each outcome, in drawing order; none is zero.
    pub parts: Vec<(Outcome, u32)>,
}

impl From<&str> for Text {
    fn from(words: &str) -> Self {
        Self(vec![Span::Plain(words.to_owned())])
    }
}

impl From<String> for Text {
    fn from(words: String) -> Self {
        Self(vec![Span::Plain(words)])
    }
}

impl From<Outcome> for Text {
    fn from(outcome: Outcome) -> Self {
        Self(vec![Span::Outcome(outcome)])
    }
}
