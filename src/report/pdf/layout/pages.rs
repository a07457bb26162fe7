//! Where pages break: slabs that stay together are placed as one, heads are repeated.

use std::ops::Range;

use super::flow::{Area, Backdrop, Begin, Bookmark, HeadId, Ink, Item, Owner, Slab};
use crate::report::pdf::shape::Shape;

/// A page, with everything in its place.
#[derive(Debug, Default)]
pub(crate) struct Page {
    /// In drawing order; the tagged ones are sorted into reading order when they are drawn.
    pub items: Vec<Item>,
    /// Headings that begin here, with their distance from the top.
    pub bookmarks: Vec<(Bookmark, f32)>,
    /// What leads somewhere or can be filled in.
    pub areas: Vec<Area>,
}

impl Page {
    /// Puts items below everything that is on the page.
    pub(crate) fn before(&mut self, mut items: Vec<Item>) {
        items.append(&mut self.items);
        self.items = items;
    }
}

/// Puts slabs on pages whose body is this stretch from the top.
pub(crate) fn paginate(slabs: Vec<Slab>, heads: &[Vec<Slab>], body: Range<f32>) -> Vec<Page> {
    let mut pager = Pager {
        heads,
        y: body.start,
        body,
        pages: Vec::new(),
        page: Page::default(),
        backdrops: Vec::new(),
        empty: true,
    };
    let mut slabs = slabs.into_iter().peekable();
    while let Some(first) = slabs.next() {
        let mut chain = vec![first];
        while let Some(next) = slabs.next_if(|slab| slab.begin == Begin::Together) {
            chain.push(next);
        }
        pager.place_chain(chain);
    }
    pager.finish_page();
    pager.pages
}

struct Pager<'a> {
    heads: &'a [Vec<Slab>],
    body: Range<f32>,
    pages: Vec<Page>,
    page: Page,
    /// Backgrounds of this page with their top and bottom.
    backdrops: Vec<(Backdrop, f32, f32)>,
    y: f32,
    /// Nothing but a repeated head is on the page.
    empty: bool,
}

impl Pager<'_> {
    fn place_chain(&mut self, chain: Vec<Slab>) {
        let Some(first) = chain.first() else {
            return;
        };
        let height: f32 = chain.iter().map(|slab| slab.above + slab.height).sum();
        let wanted = first.begin == Begin::NewPage;
        if !self.empty && (wanted || !self.fits(height)) {
            self.new_page(first);
        }
        for slab in chain {
            if !self.empty && !self.fits(slab.above + slab.height) {
                self.new_page(&slab);
            }
            self.place(slab);
        }
    }

    fn fits(&self, height: f32) -> bool {
        // Sums of many lines differ in their last digits.
        self.y + height <= self.body.end + 0.01
    }

    fn place(&mut self, slab: Slab) {
        let from = self.y;
        if !self.empty {
            self.y += slab.above;
        }
        self.empty = false;
        let top = self.y;
        if let Some(bookmark) = slab.bookmark {
            self.page.bookmarks.push((bookmark, top));
        }
        if let Some(backdrop) = slab.backdrop {
            self.stretch(backdrop, from, top, top + slab.height);
        }
        for mut item in slab.items {
            item.y += top;
            self.page.items.push(item);
        }
        for mut area in slab.areas {
            area.y += top;
            self.page.areas.push(area);
        }
        self.y = top + slab.height;
    }

    /// Lengthens the last background, if it is the same, so that there is no seam.
    fn stretch(&mut self, backdrop: Backdrop, from: f32, top: f32, bottom: f32) {
        match self.backdrops.last_mut() {
            Some((last, _, end)) if last.number == backdrop.number && *end == from => {
                *end = bottom;
            }
            _ => self.backdrops.push((backdrop, top, bottom)),
        }
    }

    fn new_page(&mut self, first: &Slab) {
        self.finish_page();
        let again = [first.head, first.goes_on].into_iter().flatten();
        let heads = self.heads;
        for slab in again.flat_map(|HeadId(head)| &heads[head]) {
            let mut copy = slab.clone();
            copy.areas.clear();
            for item in &mut copy.items {
                // It was read out where it stood first.
                item.owner = Owner::Artifact;
            }
            self.place(copy);
        }
        self.empty = true;
    }

    fn finish_page(&mut self) {
        let mut page = std::mem::take(&mut self.page);
        let backdrops = std::mem::take(&mut self.backdrops);
        page.before(backdrops.into_iter().flat_map(background).collect());
        self.pages.push(page);
        self.y = self.body.start;
        self.empty = true;
    }
}

fn background((backdrop, top, bottom): (Backdrop, f32, f32)) -> Vec<Item> {
    let item = |width, colour| Item {
        x: backdrop.x,
        y: top,
        owner: Owner::Artifact,
        ink: Ink::Drawing(Shape::rectangle(0.0, 0.0, width, bottom - top, colour)),
    };
    let mut items = vec![item(backdrop.width, backdrop.fill)];
    items.extend(backdrop.bar.map(|colour| item(3.0, colour)));
    items
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(count: usize, begin: Begin) -> Vec<Slab> {
        (0..count)
            .map(|index| Slab {
                begin,
                bookmark: Some(Bookmark {
                    depth: 0,
                    title: index.to_string(),
                }),
                ..Slab::blank(10.0)
            })
            .collect()
    }

    fn counts(slabs: Vec<Slab>) -> Vec<usize> {
        let pages = paginate(slabs, &[], 0.0..50.0);
        pages.iter().map(|page| page.bookmarks.len()).collect()
    }

    #[test]
    fn a_page_takes_what_fits() {
        assert_eq!(counts(lines(12, Begin::Anywhere)), [5, 5, 2]);
    }

    #[test]
    fn what_stays_together_moves_to_the_next_page_whole() {
        let mut slabs = lines(3, Begin::Anywhere);
        let mut chain = lines(4, Begin::Together);
        chain[0].begin = Begin::Anywhere;
        slabs.append(&mut chain);
        assert_eq!(counts(slabs), [3, 4]);
    }

    #[test]
    fn a_chain_that_is_higher_than_a_page_still_loses_nothing() {
        assert_eq!(counts(lines(13, Begin::Together)), [5, 5, 3]);
    }

    #[test]
    fn a_report_without_anything_has_one_page() {
        assert_eq!(counts(Vec::new()), [0]);
    }
}
