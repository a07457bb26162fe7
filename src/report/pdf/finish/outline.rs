//! The outline: the headings of the body, nested, each leading to its place.

use lopdf::{Dictionary, Document, Object, ObjectId};

use super::{number, text};
use crate::report::pdf::layout::flow::Bookmark;
use crate::report::pdf::layout::pages::Page;
use crate::report::typography::style::PAGE_HEIGHT;

/// One heading with those below it.
struct Entry<'a> {
    bookmark: &'a Bookmark,
    target: Object,
    inner: Vec<Entry<'a>>,
}

/// Writes the outline, if there is a heading.
pub(super) fn write(document: &mut Document, ids: &[ObjectId], pages: &[Page]) -> Option<ObjectId> {
    let mut roots = Vec::new();
    for (&id, page) in ids.iter().zip(pages) {
        for (bookmark, top) in &page.bookmarks {
            level(&mut roots, bookmark.depth).push(Entry {
                bookmark,
                target: target(id, *top),
                inner: Vec::new(),
            });
        }
    }
    if roots.is_empty() {
        return None;
    }
    let root = document.new_object_id();
    let (first, last) = children(document, root, &roots);
    let outline = Dictionary::from_iter([
        ("Type", "Outlines".into()),
        ("First", first.into()),
        ("Last", last.into()),
        ("Count", number(roots.len())),
    ]);
    document.set_object(root, outline);
    Some(root)
}

/// The place of a heading: a little above it, so that it does not stick to the window's edge.
pub(super) fn target(page: ObjectId, top: f32) -> Object {
    let top = (PAGE_HEIGHT - top + 8.0).round();
    Object::Array(vec![
        page.into(),
        "XYZ".into(),
        0.into(),
        top.into(),
        Object::Null,
    ])
}

/// Where an entry of this depth goes: below the last one of the depth above.
fn level<'a, 'b>(entries: &'b mut Vec<Entry<'a>>, depth: usize) -> &'b mut Vec<Entry<'a>> {
    if depth == 0 || entries.is_empty() {
        return entries;
    }
    let last = entries.len() - 1;
    level(&mut entries[last].inner, depth - 1)
}

/// Writes entries side by side and says which are the first and the last.
fn children(
    document: &mut Document,
    parent: ObjectId,
    entries: &[Entry<'_>],
) -> (ObjectId, ObjectId) {
    let ids: Vec<ObjectId> = entries.iter().map(|_| document.new_object_id()).collect();
    for (index, (entry, &id)) in entries.iter().zip(&ids).enumerate() {
        let mut item = Dictionary::from_iter([
            ("Title", text(&entry.bookmark.title)),
            ("Parent", parent.into()),
            ("Dest", entry.target.clone()),
        ]);
        if let Some(&before) = index.checked_sub(1).and_then(|i| ids.get(i)) {
            item.set("Prev", before);
        }
        if let Some(&after) = ids.get(index + 1) {
            item.set("Next", after);
        }
        if !entry.inner.is_empty() {
            let (first, last) = children(document, id, &entry.inner);
            item.set("First", first);
            item.set("Last", last);
            // Below nought: closed until it is opened.
            let count = i64::try_from(entry.inner.len()).unwrap_or(i64::MAX);
            item.set("Count", -count);
        }
        document.set_object(id, item);
    }
    let ends = (ids.first(), ids.last());
    match ends {
        (Some(&first), Some(&last)) => (first, last),
        // There are always entries; a parent that points at itself would still be readable.
        _ => (parent, parent),
    }
}
