//! The table of contents: its lines are laid out with the report, and get their page numbers when the
//! pages are known. Room is kept for a number, so that no page moves.

use super::Composer;
use super::flow::{Area, Bookmark, Ink, Item, Owner, Purpose, Slab, join_all, join_ends};
use super::pages::Page;
use crate::report::model::{Block, Section};
use crate::report::pdf::tree::{Node, Tag};
use crate::report::typography::font::Fonts;
use crate::report::typography::style::{BODY, LEFT, ROW_HEAD, Style, WIDTH};
use crate::report::typography::text::Setting;

/// Sections are listed down to this depth.
const DEEPEST: usize = 1;
/// By how much a line of the second level is set in.
const INDENT: f32 = 14.0;
/// Room for a page number.
const ROOM: f32 = 36.0;
/// Space between the dots and what stands beside them.
const GAP: f32 = 5.0;

/// A heading that is listed.
#[derive(Debug, Clone, Copy)]
pub(super) struct Heading<'a> {
    /// Its number in the order of the outline, from 0.
    number: usize,
    depth: usize,
    title: &'a str,
}

/// The headings that a table of contents lists.
pub(super) fn headings<'a>(fonts: &Fonts, sections: &'a [Section]) -> Vec<Heading<'a>> {
    let (mut headings, mut number) = (Vec::new(), 0);
    collect(fonts, sections, 0, &mut number, &mut headings);
    headings
}

fn collect<'a>(
    fonts: &Fonts,
    sections: &'a [Section],
    depth: usize,
    number: &mut usize,
    headings: &mut Vec<Heading<'a>>,
) {
    for section in sections {
        let style = super::heading(depth).style;
        if !Setting::plain(fonts, &section.title, style).is_empty() {
            // The table of contents does not list itself.
            let is_contents = section.blocks == [Block::Contents] && section.sections.is_empty();
            if depth <= DEEPEST && !is_contents {
                headings.push(Heading {
                    number: *number,
                    depth,
                    title: &section.title,
                });
            }
            *number += 1;
        }
        collect(fonts, &section.sections, depth + 1, number, headings);
    }
}

const fn style(depth: usize) -> Style {
    let plain = if depth == 0 {
        ROW_HEAD.plain
    } else {
        BODY.plain
    };
    Style { plain, ..BODY }
}

impl Composer<'_> {
    /// Adds the table of contents.
    pub(super) fn contents(&mut self, parent: Node) {
        let headings = self.headings.clone();
        if headings.is_empty() {
            return;
        }
        let contents = self.tree.add(parent, Tag::Contents);
        let (mut above, mut below) = (None, None);
        let mut slabs = Vec::new();
        for heading in headings {
            let list = match above {
                Some(item) if heading.depth > 0 => {
                    *below.get_or_insert_with(|| self.tree.add(item, Tag::Contents))
                }
                _ => contents,
            };
            let item = self.tree.add(list, Tag::ContentsItem);
            if heading.depth == 0 {
                (above, below) = (Some(item), None);
            }
            slabs.append(&mut self.entry(&heading, item));
        }
        join_ends(&mut slabs);
        self.push(slabs, 8.0, 12.0);
    }

    fn entry(&mut self, heading: &Heading<'_>, item: Node) -> Vec<Slab> {
        let reference = self.tree.add(item, Tag::Reference);
        let node = self.tree.add(reference, Tag::Link);
        let style = style(heading.depth);
        let x = LEFT + INDENT * heading.depth as f32;
        let title = heading.title.replace('\n', " ");
        let lines = Setting::plain(self.fonts, &title, style).lines(LEFT + WIDTH - ROOM - x);
        let above = if heading.depth == 0 { 5.0 } else { 1.0 };
        let mut slabs = Vec::new();
        for line in lines {
            let top = if slabs.is_empty() { above } else { 0.0 };
            let mut slab = Slab::blank(top + style.leading);
            slab.put_line(&line, x, top, &style, Owner::Part(node));
            slab.areas.push(Area {
                x,
                y: top,
                width: line.width,
                height: style.leading,
                node,
                purpose: Purpose::Heading(heading.number),
            });
            slabs.push(slab);
        }
        join_all(&mut slabs);
        slabs
    }
}

/// Writes the page numbers into the tables of contents, behind the last line of each title.
pub(super) fn number(fonts: &Fonts, pages: &mut [Page]) {
    let headings: Vec<(usize, Bookmark)> = (1..)
        .zip(pages.iter())
        .flat_map(|(number, page)| page.bookmarks.iter().map(move |(b, _)| (number, b.clone())))
        .collect();
    for page in pages {
        let mut areas = page.areas.iter_mut().peekable();
        while let Some(area) = areas.next() {
            let Purpose::Heading(heading) = area.purpose else {
                continue;
            };
            let goes_on = areas.peek().is_some_and(|next| next.node == area.node);
            if let Some((number, bookmark)) = headings.get(heading)
                && !goes_on
            {
                let style = style(bookmark.depth);
                page.items.extend(behind(fonts, area, *number, style));
                area.width = LEFT + WIDTH - area.x;
            }
        }
    }
}

/// The dots and the page number behind a title.
fn behind(fonts: &Fonts, area: &Area, number: usize, style: Style) -> Vec<Item> {
    let mut slab = Slab::default();
    let baseline = area.y + style.baseline();
    let from = area.x + area.width + GAP;
    // The space parts it from the title when it is read out.
    for line in Setting::plain(fonts, &format!(" {number}"), style).lines(ROOM) {
        let x = LEFT + WIDTH - line.width;
        slab.put_line(&line, x, area.y, &style, Owner::Part(area.node));
        slab.items.push(Item {
            x: from,
            y: baseline,
            owner: Owner::Artifact,
            ink: Ink::Dots((x - from).max(0.0)),
        });
    }
    slab.items
}
