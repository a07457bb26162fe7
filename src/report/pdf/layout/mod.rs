//! From the report to pages: blocks become slabs, slabs are put on pages.
//!
//! The composer knows what a block looks like; `flow` what a slab is; `pages` where
//! pages break. Nothing here knows the file format.

mod blanks;
mod blocks;
mod chart;
mod columns;
mod contents;
pub(super) mod flow;
pub(super) mod pages;
mod running;
mod signatures;
mod table;

use self::flow::{Begin, Bookmark, HeadId, Slab};
use self::pages::Page;
use super::tree::{Node, Tag, Tree};
use crate::report::model::{Report, Section, Start};
use crate::report::typography::font::Fonts;
use crate::report::typography::style::{LEFT, WIDTH, heading};
use crate::report::typography::text::Setting;

/// The pages of a report and what their parts are.
pub(super) struct Layout {
    /// From the first to the last.
    pub pages: Vec<Page>,
    /// What is read out.
    pub tree: Tree,
}

/// The most pages: a register of 200 exemptions has 583, and each costs time and memory.
pub(super) const MOST_PAGES: usize = 1000;

/// Lays a report out; nothing where it has too many pages.
pub(super) fn lay_out(fonts: &Fonts, report: &Report) -> Option<Layout> {
    let mut composer = Composer {
        fonts,
        headings: contents::headings(fonts, &report.sections),
        slabs: Vec::new(),
        heads: Vec::new(),
        tree: Tree::new(),
        backdrops: 0,
        below: 0.0,
        owed: 0,
        height: 0.0,
        room: 0.0,
    };
    let running = running::Running::new(fonts, &report.running);
    let (top, bottom) = (running.body().start, running.body().end);
    composer.room = (bottom - top) * MOST_PAGES as f32;
    composer.front(report);
    composer.body(report);
    if composer.is_full() {
        return None;
    }
    let mut pages = pages::paginate(composer.slabs, &composer.heads, running.body());
    if pages.len() > MOST_PAGES {
        return None;
    }
    contents::number(fonts, &mut pages);
    let count = pages.len();
    for (index, page) in pages.iter_mut().enumerate() {
        page.before(running.items(index + 1, count));
    }
    Some(Layout {
        pages,
        tree: composer.tree,
    })
}

/// Turns blocks into slabs, one after the other.
struct Composer<'a> {
    fonts: &'a Fonts,
    /// What a table of contents lists.
    headings: Vec<contents::Heading<'a>>,
    slabs: Vec<Slab>,
    /// What is repeated at the top of a page: heads of tables, labels of rows that go on.
    heads: Vec<Vec<Slab>>,
    tree: Tree,
    backdrops: usize,
    /// Space that the last block asks for below it.
    below: f32,
    /// How many of the next slabs must stay with the last heading.
    owed: usize,
    /// How high all slabs are together.
    height: f32,
    /// How high they may be.
    room: f32,
}

/// How many lines stay with a heading above them.
const LINES_WITH_HEADING: usize = 2;

impl Composer<'_> {
    fn front(&mut self, report: &Report) {
        if report.front.is_empty() {
            return;
        }
        let sheet = self.tree.add(Tree::ROOT, Tag::Section);
        for block in &report.front {
            self.block(block, sheet);
        }
    }

    fn body(&mut self, report: &Report) {
        for (index, section) in report.sections.iter().enumerate() {
            // The front sheet has its page to itself.
            let after_front = index == 0 && !self.slabs.is_empty();
            let start = if after_front {
                Start::NewPage
            } else {
                section.start
            };
            self.section(section, start, 0, Tree::ROOT);
        }
    }

    fn section(&mut self, section: &Section, start: Start, depth: usize, parent: Node) {
        let part = self.tree.add(parent, Tag::Section);
        self.heading(&section.title, start, depth, part);
        for block in &section.blocks {
            if self.is_full() {
                return;
            }
            self.block(block, part);
        }
        for inner in &section.sections {
            self.section(inner, inner.start, depth + 1, part);
        }
    }

    fn heading(&mut self, title: &str, start: Start, depth: usize, parent: Node) {
        let look = heading(depth);
        let setting = Setting::plain(self.fonts, title, look.style);
        if setting.is_empty() {
            return;
        }
        let part = self.tree.add(parent, Tag::Heading(depth + 1));
        let mut slabs = columns::stacked(&setting, LEFT, WIDTH, part);
        flow::join_all(&mut slabs);
        if let Some(first) = slabs.first_mut() {
            first.bookmark = Some(Bookmark {
                depth,
                title: title.replace('\n', " "),
            });
            if start == Start::NewPage {
                first.begin = Begin::NewPage;
            }
            self.push(slabs, look.above, look.below);
            self.owed = LINES_WITH_HEADING;
        }
    }

    /// Whether there is more than fits on so many pages. What follows is not set any more.
    fn is_full(&self) -> bool {
        self.height > self.room
    }

    /// Adds the slabs of one block with the space that it wants above and below.
    fn push(&mut self, mut slabs: Vec<Slab>, above: f32, below: f32) {
        if slabs.is_empty() {
            return;
        }
        // After a heading its own space counts.
        let space = if self.owed > 0 && self.below > 0.0 {
            self.below
        } else {
            above.max(self.below)
        };
        if let Some(first) = slabs.first_mut() {
            first.above = space;
        }
        for slab in slabs.iter_mut().take(self.owed) {
            if slab.begin == Begin::Anywhere {
                slab.begin = Begin::Together;
            }
        }
        self.owed = self.owed.saturating_sub(slabs.len());
        self.below = below;
        self.height += slabs
            .iter()
            .map(|slab| slab.above + slab.height)
            .sum::<f32>();
        self.slabs.append(&mut slabs);
    }

    /// Keeps a head for the pages that its table runs over; a very high one is not repeated.
    fn keep_head(&mut self, slabs: &[Slab]) -> Option<HeadId> {
        let height: f32 = slabs.iter().map(|slab| slab.height).sum();
        if height > crate::report::typography::style::HEIGHT / 3.0 {
            return None;
        }
        self.heads.push(slabs.to_vec());
        Some(HeadId(self.heads.len() - 1))
    }

    fn next_backdrop(&mut self) -> usize {
        self.backdrops += 1;
        self.backdrops
    }
}
