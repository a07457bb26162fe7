//! Small makers of blocks, so that the parts read as what they say.

use crate::report::model::{Block, Column, Fact, Section, Span, Start, Table, Text};
pub(crate) use crate::text::clipped;
pub(crate) use crate::text::sentence;

/// What stands where nothing was given.
pub(crate) const NOT_GIVEN: &str = "not given";

pub(crate) fn paragraph(words: impl Into<Text>) -> Block {
    Block::Paragraph(words.into())
}

pub(crate) fn callout(words: impl Into<Text>) -> Block {
    Block::Callout(words.into())
}

/// A label with its value; an empty value says so.
pub(crate) fn fact(label: impl Into<String>, value: impl Into<Text>) -> Fact {
    Fact {
        label: label.into(),
        value: given(value),
    }
}

/// A table whose columns are titles with their share of the width.
pub(crate) fn table(
    caption: impl Into<String>,
    columns: &[(&str, u16)],
    rows: impl IntoIterator<Item = Vec<Text>>,
) -> Block {
    let columns = columns.iter().map(|(title, share)| Column {
        title: (*title).to_owned(),
        share: *share,
        numeric: false,
    });
    Block::Table(Table {
        caption: caption.into(),
        columns: columns.collect(),
        rows: rows.into_iter().collect(),
    })
}

/// A section that follows what came before.
pub(crate) fn section(title: impl Into<String>, blocks: Vec<Block>) -> Section {
    Section {
        title: title.into(),
        start: Start::Flow,
        blocks,
        sections: vec![],
    }
}

/// A section that begins a page.
pub(crate) fn page(title: impl Into<String>, blocks: Vec<Block>) -> Section {
    Section {
        start: Start::NewPage,
        ..section(title, blocks)
    }
}

/// Words that carry weight, then plain ones.
pub(crate) fn strong(first: impl Into<String>, then: impl Into<String>) -> Text {
    Text(vec![Span::Strong(first.into()), Span::Plain(then.into())])
}

/// The text, or words that say that there is none.
pub(crate) fn given(value: impl Into<Text>) -> Text {
    let text = value.into();
    if text.words().trim().is_empty() {
        NOT_GIVEN.into()
    } else {
        text
    }
}
