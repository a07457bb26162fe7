//! A chart on the page: its caption, and its drawing as a figure with the words that are read.

use super::Composer;
use super::columns::stacked;
use super::flow::{Begin, Ink, Item, Owner, Slab, join_all};
use crate::report::chart;
use crate::report::drawing::{self, Band, Drawing, Group};
use crate::report::model::Chart;
use crate::report::pdf::tree::{Node, Tag};
use crate::report::typography::style::{BODY, CAPTION, HEIGHT, LEFT, WIDTH};
use crate::report::typography::text::Setting;

impl Composer<'_> {
    /// Adds a chart.
    pub(super) fn chart(&mut self, chart: &Chart, parent: Node) {
        let caption = Setting::plain(self.fonts, &chart.caption, CAPTION);
        let Some(drawing) = chart::draw(self.fonts, chart, WIDTH) else {
            self.chart_in_words(&caption, &chart.alternative, parent);
            return;
        };
        let figure = self.tree.add(
            parent,
            Tag::Figure {
                alternative: chart.alternative.clone(),
            },
        );
        let caption_part = self.tree.add(figure, Tag::Caption);
        let mut slabs = stacked(&caption, LEFT, WIDTH, caption_part);
        join_all(&mut slabs);
        if let Some(last) = slabs.last_mut() {
            last.height += 4.0;
        }
        slabs.append(&mut self.drawing(drawing, figure));
        let height: f32 = slabs.iter().map(|slab| slab.height).sum();
        if height <= HEIGHT / 2.0 {
            join_all(&mut slabs);
        }
        self.push(slabs, 16.0, 14.0);
    }

    fn chart_in_words(&mut self, caption: &Setting, alternative: &str, parent: Node) {
        let part = self.tree.add(parent, Tag::Paragraph);
        let slabs = stacked(caption, LEFT, WIDTH, part);
        self.push(slabs, 16.0, 2.0);
        let words = Setting::plain(self.fonts, alternative, BODY);
        let part = self.tree.add(parent, Tag::Paragraph);
        let slabs = stacked(&words, LEFT, WIDTH, part);
        self.push(slabs, 2.0, 14.0);
    }

    /// The bands of a drawing: its shapes are the figure, its words parts of it.
    fn drawing(&mut self, drawing: Drawing, figure: Node) -> Vec<Slab> {
        let parts: Vec<Node> = (0..drawing.groups())
            .map(|_| self.tree.add(figure, Tag::Words))
            .collect();
        let part = |Group(number)| parts.get(number).copied().unwrap_or(figure);
        drawing
            .bands
            .into_iter()
            .map(|band| slab(band, figure, part))
            .collect()
    }
}

fn slab(band: Band, figure: Node, part: impl Fn(Group) -> Node) -> Slab {
    let place = |item: drawing::Item| {
        let (owner, ink) = match item.ink {
            drawing::Ink::Shape(shape) => (figure, Ink::Drawing(shape)),
            drawing::Ink::Words {
                run,
                size,
                colour,
                group,
            } => (part(group), Ink::Words { run, size, colour }),
        };
        Item {
            x: LEFT + item.x,
            y: item.y,
            owner: Owner::Part(owner),
            ink,
        }
    };
    Slab {
        begin: if band.together {
            Begin::Together
        } else {
            Begin::Anywhere
        },
        height: band.height,
        items: band.items.into_iter().map(place).collect(),
        ..Slab::default()
    }
}
