//! The structure tree: what is read out, in order, with the pieces of the pages it stands on.

use std::collections::BTreeSet;

use lopdf::{Dictionary, Document, Object, ObjectId};

use super::annotations::{Annotation, Annotations};
use super::{dictionary, fault, name, number, text};
use crate::report::pdf::PdfError;
use crate::report::pdf::layout::Layout;
use crate::report::pdf::layout::flow::{Ink, Owner};
use crate::report::pdf::layout::pages::Page;
use crate::report::pdf::tree::{Node, Tag, Tree};
use crate::report::typography::style::{LEFT, PAGE_HEIGHT, WIDTH};

/// Headings go down to this level.
const DEEPEST: usize = 6;

/// Writes the tree and ties the pages to it.
///
/// # Errors
/// When a page is missing.
pub(super) fn write(
    document: &mut Document,
    pages: &[ObjectId],
    layout: &Layout,
    marks: &[Vec<Node>],
    annotations: &Annotations,
) -> Result<ObjectId, PdfError> {
    let parts = layout.tree.parts();
    let root = document.new_object_id();
    let scopes = scopes(document);
    let ids: Vec<ObjectId> = parts.iter().map(|_| document.new_object_id()).collect();
    let places = places(pages, marks, parts.len());
    let annotated = annotations.by_part();
    let mut parents = vec![root; parts.len()];
    for (part, &id) in parts.iter().zip(&ids) {
        for inner in &part.parts {
            parents[inner.0] = id;
        }
    }
    for (index, (part, &id)) in parts.iter().zip(&ids).enumerate() {
        let annotations = annotated.get(&Node(index)).map_or(&[][..], Vec::as_slice);
        let mut element = element(&part.tag, scopes, annotations.is_empty());
        element.set("P", parents[index]);
        if let Tag::Figure { .. } = part.tag {
            let nodes = [&[Node(index)], part.parts.as_slice()].concat();
            let bounds = bounds(&layout.pages, pages, &places[index], &nodes);
            element.set("A", bounds);
        }
        kids(
            &mut element,
            part.parts.iter().map(|node| ids[node.0]),
            &places[index],
            annotations,
        );
        document.set_object(id, element);
    }
    let parent_tree = parent_tree(document, pages, marks, annotations, &ids)?;
    let tree = Dictionary::from_iter([
        ("Type", name("StructTreeRoot")),
        ("K", ids[Tree::ROOT.0].into()),
        ("ParentTree", parent_tree.into()),
        (
            "ParentTreeNextKey",
            number(pages.len() + annotations.all.len()),
        ),
    ]);
    document.set_object(root, tree);
    Ok(root)
}

/// For each part, the page and number of its marked sequences.
fn places(pages: &[ObjectId], marks: &[Vec<Node>], parts: usize) -> Vec<Vec<(ObjectId, usize)>> {
    let mut places = vec![Vec::new(); parts];
    for (&page, nodes) in pages.iter().zip(marks) {
        for (mark, node) in nodes.iter().enumerate() {
            places[node.0].push((page, mark));
        }
    }
    places
}

fn element(tag: &Tag, scopes: Scopes, leads_nowhere: bool) -> Dictionary {
    let heading;
    let kind = match tag {
        Tag::Document => "Document",
        Tag::Section => "Sect",
        Tag::Heading(level) => {
            heading = format!("H{}", (*level).clamp(1, DEEPEST));
            &heading
        }
        Tag::Paragraph => "P",
        Tag::List => "L",
        Tag::Item => "LI",
        Tag::Label => "Lbl",
        Tag::Body => "LBody",
        Tag::Table => "Table",
        Tag::Head => "THead",
        Tag::Rows => "TBody",
        Tag::Row => "TR",
        Tag::ColumnHeader | Tag::RowHeader => "TH",
        Tag::Cell => "TD",
        Tag::Figure { .. } => "Figure",
        Tag::Caption => "Caption",
        // A link is one only when there is something to follow.
        Tag::Link if leads_nowhere => "Span",
        Tag::Words => "Span",
        Tag::Link => "Link",
        Tag::Contents => "TOC",
        Tag::ContentsItem => "TOCI",
        Tag::Reference => "Reference",
        Tag::Form => "Form",
    };
    // There are thousands of elements: what may be left out is left out, and what is alike is shared.
    let mut element = Dictionary::from_iter([("S", name(kind))]);
    if let Tag::Figure { alternative } = tag {
        element.set("Alt", text(alternative));
    } else if matches!(tag, Tag::ColumnHeader) {
        element.set("A", scopes.column);
    } else if matches!(tag, Tag::RowHeader) {
        element.set("A", scopes.row);
    }
    element
}

/// What the heads of tables say of their cells.
#[derive(Debug, Clone, Copy)]
struct Scopes {
    column: ObjectId,
    row: ObjectId,
}

fn scopes(document: &mut Document) -> Scopes {
    let mut scope =
        |scope| document.add_object(dictionary([("O", name("Table")), ("Scope", name(scope))]));
    Scopes {
        column: scope("Column"),
        row: scope("Row"),
    }
}

/// Sets what an element holds: its parts, its own pieces of pages, then what can be followed or filled in.
fn kids(
    element: &mut Dictionary,
    parts: impl Iterator<Item = ObjectId>,
    places: &[(ObjectId, usize)],
    annotations: &[Annotation],
) {
    let mut kids: Vec<Object> = parts.map(Object::Reference).collect();
    if let Some(&(home, _)) = places.first() {
        element.set("Pg", home);
        kids.extend(places.iter().map(|&(page, mark)| {
            if page == home {
                return number(mark);
            }
            dictionary([
                ("Type", name("MCR")),
                ("Pg", page.into()),
                ("MCID", number(mark)),
            ])
        }));
    }
    kids.extend(annotations.iter().map(|annotation| {
        dictionary([
            ("Type", name("OBJR")),
            ("Obj", annotation.id.into()),
            ("Pg", annotation.page.into()),
        ])
    }));
    match (kids.pop(), annotations) {
        (None, _) => {}
        // Alone: pyHanko takes a signature in a field that stands in a list here for a forbidden change.
        (Some(only), [_]) if kids.is_empty() => element.set("K", only),
        (Some(last), _) => {
            kids.push(last);
            element.set("K", kids);
        }
    }
}

/// The rectangle that a drawing takes up on the page where it begins.
fn bounds(
    layout: &[Page],
    pages: &[ObjectId],
    places: &[(ObjectId, usize)],
    nodes: &[Node],
) -> Object {
    let home = places.first().map(|place| place.0);
    let page = pages.iter().position(|&page| Some(page) == home);
    let items = page.map_or(&[][..], |index| &layout[index].items);
    let (mut top, mut bottom) = (PAGE_HEIGHT, 0.0_f32);
    let ours: BTreeSet<Owner> = nodes.iter().map(|&node| Owner::Part(node)).collect();
    for item in items.iter().filter(|item| ours.contains(&item.owner)) {
        let (high, low) = match &item.ink {
            Ink::Words { size, .. } => (-size, size * 0.25),
            Ink::Dots(_) => (0.0, 0.0),
            Ink::Drawing(shape) => {
                let ys = || shape.rings.iter().flatten().map(|point| point.y);
                (ys().fold(0.0, f32::min), ys().fold(0.0, f32::max))
            }
        };
        top = top.min(item.y + high);
        bottom = bottom.max(item.y + low);
    }
    let corners = [LEFT, PAGE_HEIGHT - bottom, LEFT + WIDTH, PAGE_HEIGHT - top];
    let corners = corners.map(|corner| Object::Real(corner.round()));
    dictionary([
        ("O", name("Layout")),
        ("Placement", name("Block")),
        ("BBox", Object::Array(corners.to_vec())),
    ])
}

/// Leads from the marked sequences of each page, and from the annotations, to their parts.
fn parent_tree(
    document: &mut Document,
    pages: &[ObjectId],
    marks: &[Vec<Node>],
    annotations: &Annotations,
    ids: &[ObjectId],
) -> Result<ObjectId, PdfError> {
    let mut numbers = Vec::new();
    for (index, (&page, nodes)) in pages.iter().zip(marks).enumerate() {
        let owners = nodes.iter().map(|node| ids[node.0].into());
        let owners = document.add_object(Object::Array(owners.collect()));
        numbers.extend([number(index), owners.into()]);
        let page = document.get_dictionary_mut(page).map_err(fault)?;
        page.set("StructParents", number(index));
        page.set("Tabs", name("S"));
    }
    for (index, annotation) in annotations.all.iter().enumerate() {
        numbers.extend([number(pages.len() + index), ids[annotation.node.0].into()]);
    }
    Ok(document.add_object(dictionary([("Nums", Object::Array(numbers))])))
}
