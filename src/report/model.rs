//! What is printed, before any format: a tree of sections and blocks.
//!
//! `contents` builds it from a questionnaire and a record, `booklet` from a questionnaire alone;
//! `pdf` and `markdown` only draw it. A block says what a thing is, never how it looks.

use jiff::Timestamp;
use schemars::JsonSchema;
use serde::Serialize;

use crate::questionnaire::WebAddress;
use crate::rules::Outcome;

/// A whole report, ready for a renderer.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
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
    #[serde(skip)]
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
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
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
    #[schemars(with = "Option<String>")]
    pub modified: Option<Timestamp>,
    /// What the file is made from: the fingerprint of the record, or the id and version of the
    /// questionnaire. The seed of every identifier in the file.
    pub seed: String,
}

/// The margin of every page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Running {
    /// Protective marking, for example `OFFICIAL-SENSITIVE`; empty where nothing is to be protected.
    pub marking: String,
    /// Short title with the organisation, for the foot of the page.
    pub foot: String,
    /// True while no current sign-off stands: every page then says DRAFT.
    pub draft: bool,
}

/// A heading with what belongs to it.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
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
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Start {
    /// On a new page.
    NewPage,
    /// After what came before.
    Flow,
}

/// One thing on the page.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case", tag = "kind", content = "of")]
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
    /// Figures as a drawing, with the same in words.
    Chart(Chart),
    /// Places to answer by hand.
    Blanks(Vec<Blank>),
    /// The sections of the report, with their pages where the format has any.
    Contents,
    /// Places for signatures that a certificate makes.
    Signatures(Vec<SignaturePlace>),
}

/// A place for one signature that a certificate makes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct SignaturePlace {
    /// The name of the field in the file, for example `Signature1`.
    pub field: String,
    /// Who is to sign here, and as what.
    pub signer: String,
}

/// A place to answer by hand.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
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
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, JsonSchema)]
pub struct Text(pub Vec<Span>);

/// A run of text in one style.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Span {
    /// Plain words.
    Plain(String),
    /// Words that carry weight.
    Strong(String),
    /// An outcome: a small drawn mark, then the outcome's word.
    Outcome(Outcome),
    /// Words that lead to a page of the web.
    Link {
        /// The words.
        words: String,
        /// The address, which the words need not repeat.
        #[schemars(with = "String")]
        url: WebAddress,
    },
}

/// A label and its value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Fact {
    /// What it is.
    pub label: String,
    /// What it says; never empty (the builder writes "not given").
    pub value: Text,
}

/// A table with a header row; the first column names the row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Table {
    /// What the table shows, in a few words; empty where the heading right above says it.
    pub caption: String,
    /// The columns, from left to right.
    pub columns: Vec<Column>,
    /// The rows; each has as many cells as there are columns.
    pub rows: Vec<Vec<Text>>,
}

/// One column of a table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Column {
    /// Header cell.
    pub title: String,
    /// Share of the width, relative to the other columns.
    pub share: u16,
    /// True when the cells are numbers, which are set flush right.
    pub numeric: bool,
}

/// Figures as a drawing; every figure stands in it, and in its words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Chart {
    /// What the chart shows.
    pub caption: String,
    /// The same in words, for people who do not see it.
    pub alternative: String,
    /// What is drawn.
    pub figures: Figures,
}

/// What a chart shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Figures {
    /// A bar for each row, divided by outcome, from top to bottom.
    Outcomes(Vec<Bar>),
    /// A column for each step of time, divided by kind, from left to right.
    Time {
        /// The kinds, in drawing order from the ground up.
        kinds: Vec<String>,
        /// The steps.
        steps: Vec<Step>,
    },
}

/// One step of time in a chart.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Step {
    /// When, for example "Jan 2027" or "Later".
    pub label: String,
    /// How many of each kind, in the order of the kinds.
    pub counts: Vec<u32>,
}

/// One row of a chart.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Bar {
    /// What the bar stands for.
    pub label: String,
    /// How many of each outcome, in drawing order; none is zero.
    pub parts: Vec<(Outcome, u32)>,
}

impl Chart {
    /// The figures as a table, for formats that cannot draw.
    pub fn as_table(&self) -> Table {
        let (titles, rows) = self.figures.counts();
        let column = |title: String, numeric| Column {
            title,
            share: 1,
            numeric,
        };
        let titles = titles.into_iter().map(|title| column(title, true));
        let row = |(label, counts): (String, Vec<u64>)| {
            let counts = counts.iter().map(u64::to_string);
            std::iter::once(label)
                .chain(counts)
                .map(Text::from)
                .collect()
        };
        Table {
            caption: self.caption.clone(),
            columns: std::iter::once(column(String::new(), false))
                .chain(titles)
                .collect(),
            rows: rows.into_iter().map(row).collect(),
        }
    }
}

impl Figures {
    /// The title of each kind of figure, and the figures of each row under its label.
    fn counts(&self) -> (Vec<String>, Vec<(String, Vec<u64>)>) {
        match self {
            Self::Outcomes(bars) => {
                let count = |bar: &Bar, outcome: Outcome| -> u64 {
                    let parts = bar.parts.iter().filter(|(part, _)| *part == outcome);
                    parts.map(|(_, count)| u64::from(*count)).sum()
                };
                let used = |outcome: &Outcome| bars.iter().any(|bar| count(bar, *outcome) > 0);
                let used: Vec<Outcome> = Outcome::ALL.into_iter().filter(used).collect();
                let titles = used.iter().map(|outcome| outcome.words().to_owned());
                let row = |bar: &Bar| {
                    let counts = used.iter().map(|outcome| count(bar, *outcome));
                    (bar.label.clone(), counts.collect())
                };
                (titles.collect(), bars.iter().map(row).collect())
            }
            Self::Time { kinds, steps } => {
                let row = |step: &Step| {
                    let counts = step.counts.iter().copied().map(u64::from);
                    (step.label.clone(), counts.collect())
                };
                (kinds.clone(), steps.iter().map(row).collect())
            }
        }
    }
}

impl Span {
    /// The words that are read.
    pub fn words(&self) -> &str {
        match self {
            Self::Plain(words) | Self::Strong(words) | Self::Link { words, .. } => words,
            Self::Outcome(outcome) => outcome.words(),
        }
    }
}

impl Text {
    /// The words that are read, without emphasis.
    pub fn words(&self) -> String {
        self.0.iter().map(Span::words).collect()
    }
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
