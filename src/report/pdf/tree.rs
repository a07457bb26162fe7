//! What the parts of the document are: the tree that is read out, in reading order.
//!
//! The layout fills it while it sets lines; every item on a page names its node.

use crate::report::model::{Span, Text};
use crate::report::typography::text::parts;

/// A place in the [`Tree`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Node(pub usize);

/// What a part is, after the standard structure types of PDF 1.7.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Tag {
    /// The root.
    Document,
    Section,
    /// A heading, from level 1.
    Heading(usize),
    Paragraph,
    /// A list, or labels with their values.
    List,
    /// One thing in a list.
    Item,
    /// The bullet or label of an item.
    Label,
    /// What an item says.
    Body,
    Table,
    /// The head rows of a table.
    Head,
    /// The other rows.
    Rows,
    Row,
    /// A cell that names its column.
    ColumnHeader,
    /// A cell that names its row.
    RowHeader,
    Cell,
    /// A drawing, with the same in words.
    Figure {
        /// For people who do not see it.
        alternative: String,
    },
    /// What a table or a drawing shows.
    Caption,
    /// Words in a drawing, or beside a link.
    Words,
    /// Words that lead somewhere.
    Link,
    /// A table of contents.
    Contents,
    /// A line of it, with those below.
    ContentsItem,
    /// What refers to a part of the document.
    Reference,
    /// A place that a program fills in.
    Form,
}

impl Node {
    /// The part of this number of a text that was added with [`Tree::add_text`]; 0 is the text itself.
    pub(super) const fn part(self, number: usize) -> Self {
        Self(self.0 + number)
    }
}

/// A part and what belongs to it.
#[derive(Debug)]
pub(super) struct Part {
    /// What it is.
    pub tag: Tag,
    /// Its parts, in reading order.
    pub parts: Vec<Node>,
}

/// The parts of a document. A node's number rises in reading order.
#[derive(Debug)]
pub(super) struct Tree {
    parts: Vec<Part>,
}

impl Tree {
    /// The document itself.
    pub(super) const ROOT: Node = Node(0);

    /// A document with nothing in it.
    pub(super) fn new() -> Self {
        Self {
            parts: vec![Part {
                tag: Tag::Document,
                parts: Vec::new(),
            }],
        }
    }

    /// Adds a part at the end of another.
    pub(super) fn add(&mut self, parent: Node, tag: Tag) -> Node {
        let node = Node(self.parts.len());
        self.parts.push(Part {
            tag,
            parts: Vec::new(),
        });
        self.parts[parent.0].parts.push(node);
        node
    }

    /// Adds the part of a text. Where it has links, its parts follow it by number.
    pub(super) fn add_text(&mut self, parent: Node, tag: Tag, text: &Text) -> Node {
        let node = self.add(parent, tag);
        for span in parts(text) {
            let is_link = matches!(span, Span::Link { .. });
            self.add(node, if is_link { Tag::Link } else { Tag::Words });
        }
        node
    }

    /// Every part, by number.
    pub(super) fn parts(&self) -> &[Part] {
        &self.parts
    }
}
