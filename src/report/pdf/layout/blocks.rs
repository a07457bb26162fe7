//! The plain blocks: title, paragraph, callout, labelled values and list.

use super::Composer;
use super::columns::{Column, side_by_side, stacked};
use super::flow::{Backdrop, Owner, Slab, join_all, join_ends};
use crate::report::model::{Block, Fact, Span, Text};
use crate::report::pdf::shape::Shape;
use crate::report::pdf::tree::{Node, Tag};
use crate::report::typography::style::{
    ACCENT, BODY, LABEL, LEFT, LINE, MEASURE, TINT, TITLE, WIDTH,
};
use crate::report::typography::text::Setting;

/// Rows of at most this many lines are not divided.
pub(super) const SHORT_ROW: usize = 6;
/// Space above the document's title.
const TITLE_SINK: f32 = 36.0;
/// Space between the edge of a callout and its words.
const CALLOUT_PADDING: f32 = 9.0;
/// Indent of a list's words.
const LIST_INDENT: f32 = 14.0;
/// Space between a label and its value.
const LABEL_GAP: f32 = 18.0;

impl Composer<'_> {
    /// Adds one block.
    pub(super) fn block(&mut self, block: &Block, parent: Node) {
        match block {
            Block::Title(words) => self.title(words, parent),
            Block::Paragraph(text) => self.paragraph(text, parent),
            Block::Callout(text) => self.callout(text, parent),
            Block::Facts(facts) => self.facts(facts, parent),
            Block::List(items) => self.list(items, parent),
            Block::Table(table) => self.table(table, parent),
            Block::Chart(chart) => self.chart(chart, parent),
            Block::Blanks(blanks) => self.blanks(blanks, parent),
            Block::Contents => self.contents(parent),
            Block::Signatures(places) => self.signatures(places, parent),
        }
    }

    fn title(&mut self, words: &str, parent: Node) {
        let setting = Setting::plain(self.fonts, words, TITLE);
        if setting.is_empty() {
            return;
        }
        let mut slabs = Vec::new();
        if self.slabs.is_empty() {
            let mut sink = Slab::blank(TITLE_SINK);
            let bar = Shape::rectangle(0.0, 0.0, 56.0, 5.0, ACCENT);
            sink.draw(LEFT, TITLE_SINK - 22.0, Owner::Artifact, bar);
            slabs.push(sink);
        }
        let part = self.tree.add(parent, Tag::Heading(1));
        slabs.extend(stacked(&setting, LEFT, WIDTH, part));
        join_all(&mut slabs);
        self.push(slabs, 12.0, 22.0);
    }

    fn paragraph(&mut self, text: &Text, parent: Node) {
        let setting = Setting::new(self.fonts, text, BODY);
        if setting.is_empty() {
            return;
        }
        let part = self.tree.add_text(parent, Tag::Paragraph, text);
        let mut slabs = stacked(&setting, LEFT, MEASURE, part);
        join_ends(&mut slabs);
        self.push(slabs, 8.0, 8.0);
        if introduces(text) {
            self.owed = self.owed.max(1);
        }
    }

    fn callout(&mut self, text: &Text, parent: Node) {
        let setting = Setting::new(self.fonts, text, BODY);
        if setting.is_empty() {
            return;
        }
        let part = self.tree.add_text(parent, Tag::Paragraph, text);
        let x = LEFT + CALLOUT_PADDING + 7.0;
        let width = LEFT + WIDTH - CALLOUT_PADDING - x;
        let column = Column {
            lines: setting.lines(width),
            x,
            width,
            flush_right: false,
            style: BODY,
            owner: part,
        };
        let mut slabs = side_by_side(&[column], BODY.leading, CALLOUT_PADDING, CALLOUT_PADDING);
        let backdrop = Backdrop {
            number: self.next_backdrop(),
            x: LEFT,
            width: WIDTH,
            fill: TINT,
            bar: Some(ACCENT),
        };
        for slab in &mut slabs {
            slab.backdrop = Some(backdrop);
        }
        join_ends(&mut slabs);
        self.push(slabs, 12.0, 14.0);
    }

    fn facts(&mut self, facts: &[Fact], parent: Node) {
        if facts.is_empty() {
            return;
        }
        let list = self.tree.add(parent, Tag::List);
        let labels: Vec<Setting> = facts
            .iter()
            .map(|fact| Setting::plain(self.fonts, &fact.label, LABEL))
            .collect();
        let widest = labels.iter().map(|label| label.extents().1);
        let label_width = widest.fold(96.0, f32::max).min(WIDTH * 0.34);
        let mut slabs = Vec::new();
        for (fact, label) in facts.iter().zip(&labels) {
            let mut row = self.fact(fact, label, label_width, list);
            if let Some(last) = row.last_mut() {
                let line = Shape::rectangle(0.0, 0.0, WIDTH, 0.5, LINE);
                last.draw(LEFT, last.height - 0.5, Owner::Artifact, line);
            }
            keep_short(&mut row);
            slabs.append(&mut row);
        }
        self.push(slabs, 10.0, 12.0);
    }

    fn fact(&mut self, fact: &Fact, label: &Setting, label_width: f32, list: Node) -> Vec<Slab> {
        let item = self.tree.add(list, Tag::Item);
        let value_x = LEFT + label_width + LABEL_GAP;
        let value_width = LEFT + WIDTH - value_x;
        let columns = [
            Column {
                lines: label.lines(label_width),
                x: LEFT,
                width: label_width,
                flush_right: false,
                style: LABEL,
                owner: self.tree.add(item, Tag::Label),
            },
            Column {
                lines: Setting::new(self.fonts, &fact.value, BODY).lines(value_width),
                x: value_x,
                width: value_width,
                flush_right: false,
                style: BODY,
                owner: self.tree.add_text(item, Tag::Body, &fact.value),
            },
        ];
        side_by_side(&columns, BODY.leading, 4.0, 4.5)
    }

    fn list(&mut self, items: &[Text], parent: Node) {
        if items.is_empty() {
            return;
        }
        let list = self.tree.add(parent, Tag::List);
        let mut slabs: Vec<Slab> = Vec::new();
        for text in items {
            let mut item = self.list_item(text, list);
            join_ends(&mut item);
            if let Some(first) = item.first_mut()
                && !slabs.is_empty()
            {
                first.above = 3.0;
            }
            slabs.append(&mut item);
        }
        self.push(slabs, 6.0, 10.0);
    }

    fn list_item(&mut self, text: &Text, list: Node) -> Vec<Slab> {
        let item = self.tree.add(list, Tag::Item);
        let bullet = Setting::plain(self.fonts, "•", BODY);
        let width = MEASURE - LIST_INDENT;
        let columns = [
            Column {
                lines: bullet.lines(LIST_INDENT),
                x: LEFT + 2.0,
                width: LIST_INDENT,
                flush_right: false,
                style: BODY,
                owner: self.tree.add(item, Tag::Label),
            },
            Column {
                lines: Setting::new(self.fonts, text, BODY).lines(width),
                x: LEFT + LIST_INDENT,
                width,
                flush_right: false,
                style: BODY,
                owner: self.tree.add_text(item, Tag::Body, text),
            },
        ];
        side_by_side(&columns, BODY.leading, 0.0, 0.0)
    }
}

/// Keeps a short row whole; of a long one, the ends.
pub(super) fn keep_short(row: &mut [Slab]) {
    if row.len() <= SHORT_ROW {
        join_all(row);
    } else {
        join_ends(row);
    }
}

/// Whether a paragraph leads to what follows it.
fn introduces(text: &Text) -> bool {
    match text.0.last() {
        Some(Span::Plain(words) | Span::Strong(words)) => words.trim_end().ends_with(':'),
        _ => false,
    }
}
