//! The stream of horizontal slabs that a report is cut into, before there are pages.
//!
//! A slab is the height of one line, or of one bar of a chart, and is never divided.
//! Every block becomes slabs, so that anything, a cell too, can run over pages.

use crate::report::model::SignaturePlace;
use crate::report::pdf::shape::Shape;
use crate::report::pdf::tree::Node;
use crate::report::typography::style::{ACCENT, Colour, Style};
use crate::report::typography::text::{Line, Run};

/// Thickness of the line below words that lead somewhere.
const UNDERLINE: f32 = 0.6;

/// What an item belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Owner {
    /// Decoration: not read out.
    Artifact,
    /// A part of the document.
    Part(Node),
}

impl Owner {
    /// The part of this number of a text that the owner is.
    const fn part(self, number: usize) -> Self {
        match self {
            Self::Artifact => Self::Artifact,
            Self::Part(node) => Self::Part(node.part(number)),
        }
    }
}

/// What is seen in one place.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Ink {
    /// Words: the position is the left end of the baseline.
    Words {
        /// The words in one face.
        run: Run,
        /// Size of the letters.
        size: f32,
        /// Their colour.
        colour: Colour,
    },
    Drawing(Shape),
    /// A row of dots of this length, which leads the eye.
    Dots(f32),
}

/// A stretch of the page that leads somewhere or can be filled in: relative to its slab, later to its page.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Area {
    /// Left edge.
    pub x: f32,
    /// Top.
    pub y: f32,
    pub width: f32,
    pub height: f32,
    /// The part that it belongs to.
    pub node: Node,
    /// What it is for.
    pub purpose: Purpose,
}

/// What a stretch of the page is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Purpose {
    /// It leads to a page of the web.
    Web(String),
    /// It leads to the heading of this number, in the order of the outline.
    Heading(usize),
    /// A signature goes here.
    Signature(SignaturePlace),
}

/// Something in its place: relative to its slab, later to its page.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Item {
    /// From the left edge of the page.
    pub x: f32,
    /// From the top.
    pub y: f32,
    /// What it belongs to.
    pub owner: Owner,
    /// What is seen.
    pub ink: Ink,
}

/// A background that reaches over neighbouring slabs.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Backdrop {
    /// Tells two that touch apart.
    pub number: usize,
    /// Left edge.
    pub x: f32,
    pub width: f32,
    /// Colour of the whole.
    pub fill: Colour,
    /// Colour of a bar at the left, if there is one.
    pub bar: Option<Colour>,
}

/// A place in the list of what is repeated at the top of a page: heads of tables, labels of rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct HeadId(pub usize);

/// What must happen before a slab.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Begin {
    /// It follows what came before, or begins a page.
    #[default]
    Anywhere,
    /// It stays on the page of the slab before it.
    Together,
    /// It begins a page.
    NewPage,
}

/// A strip of the page.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Slab {
    /// How it joins on to what came before.
    pub begin: Begin,
    /// Space above, unless it begins a page.
    pub above: f32,
    pub height: f32,
    /// What is in it.
    pub items: Vec<Item>,
    /// What leads somewhere or can be filled in.
    pub areas: Vec<Area>,
    /// What is behind it.
    pub backdrop: Option<Backdrop>,
    /// The head to repeat when it begins a page.
    pub head: Option<HeadId>,
    /// What to write below that head, because it goes on with a row.
    pub goes_on: Option<HeadId>,
    /// A heading for the outline.
    pub bookmark: Option<Bookmark>,
}

/// An entry of the outline.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Bookmark {
    /// How many levels down, from 0.
    pub depth: usize,
    /// The heading.
    pub title: String,
}

impl Slab {
    /// An empty strip.
    pub(crate) fn blank(height: f32) -> Self {
        Self {
            height,
            ..Self::default()
        }
    }

    /// Adds a line of text: its left end at `x`, the top of the line at `y`.
    pub(crate) fn put_line(&mut self, line: &Line, x: f32, y: f32, style: &Style, owner: Owner) {
        let baseline = y + style.baseline();
        for &(mark_x, outcome) in &line.marks {
            let (side, top) = style.mark();
            for shape in crate::report::pdf::shape::mark(outcome, side) {
                self.put(x + mark_x, y + top, Owner::Artifact, Ink::Drawing(shape));
            }
        }
        for run in &line.runs {
            let owner = owner.part(run.part);
            let colour = match (&run.link, owner) {
                (Some(url), Owner::Part(node)) if run.width > 0.0 => {
                    self.link(run, url, x + run.x, y, style, node);
                    ACCENT
                }
                _ => style.colour,
            };
            let ink = Ink::Words {
                run: run.clone(),
                size: style.size,
                colour,
            };
            self.put(x + run.x, baseline, owner, ink);
        }
    }

    /// Underlines words that lead to a page of the web, and makes them lead there.
    fn link(&mut self, run: &Run, url: &str, x: f32, y: f32, style: &Style, node: Node) {
        let rule = Shape::rectangle(0.0, 0.0, run.width, UNDERLINE, ACCENT);
        let below = y + style.baseline() + style.size * 0.12;
        self.draw(x, below, Owner::Artifact, rule);
        self.areas.push(Area {
            x,
            y,
            width: run.width,
            height: style.leading,
            node,
            purpose: Purpose::Web(url.to_owned()),
        });
    }

    /// Adds a drawing whose own origin is at `x` and `y`.
    pub(crate) fn draw(&mut self, x: f32, y: f32, owner: Owner, shape: Shape) {
        self.put(x, y, owner, Ink::Drawing(shape));
    }

    fn put(&mut self, x: f32, y: f32, owner: Owner, ink: Ink) {
        self.items.push(Item { x, y, owner, ink });
    }
}

/// Joins the first two and the last two slabs, so that no line of a block stands alone.
pub(crate) fn join_ends(slabs: &mut [Slab]) {
    let last = slabs.len().saturating_sub(1);
    for index in [1, last] {
        if index > 0
            && let Some(slab) = slabs.get_mut(index)
        {
            slab.begin = Begin::Together;
        }
    }
}

/// Joins all the slabs.
pub(crate) fn join_all(slabs: &mut [Slab]) {
    for slab in slabs.iter_mut().skip(1) {
        slab.begin = Begin::Together;
    }
}
