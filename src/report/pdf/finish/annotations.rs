//! What leads somewhere or can be filled in: links and signature fields, each tied to its part.

use std::collections::BTreeMap;

use lopdf::{Dictionary, Document, Object, ObjectId, Stream};

use super::{dictionary, fault, name, number, outline, text};
use crate::report::model::SignaturePlace;
use crate::report::pdf::PdfError;
use crate::report::pdf::layout::flow::{Area, Bookmark, Purpose};
use crate::report::pdf::layout::pages::Page;
use crate::report::pdf::tree::Node;
use crate::report::typography::style::PAGE_HEIGHT;

/// Flag of an annotation: it is printed, as PDF/A asks for.
const PRINT: usize = 4;
/// Flags of a field: it is printed, and stays where it is.
const PRINT_AND_STAY: usize = 132;

/// One annotation of a file.
#[derive(Debug, Clone, Copy)]
pub(super) struct Annotation {
    pub id: ObjectId,
    pub page: ObjectId,
    /// The part that it belongs to.
    pub node: Node,
}

/// The annotations of a file.
#[derive(Debug, Default)]
pub(super) struct Annotations {
    /// In the order of their numbers in the tree of parents, which follow those of the pages.
    pub all: Vec<Annotation>,
    /// The form, where there are fields to fill in.
    pub form: Option<ObjectId>,
}

impl Annotations {
    /// The annotations of each part that has any.
    pub(super) fn by_part(&self) -> BTreeMap<Node, Vec<Annotation>> {
        let mut parts: BTreeMap<Node, Vec<Annotation>> = BTreeMap::new();
        for annotation in &self.all {
            parts.entry(annotation.node).or_default().push(*annotation);
        }
        parts
    }
}

/// Writes the annotations of every page.
///
/// # Errors
/// When a page is missing.
pub(super) fn write(
    document: &mut Document,
    ids: &[ObjectId],
    pages: &[Page],
) -> Result<Annotations, PdfError> {
    let headings: Vec<Heading<'_>> = (1..)
        .zip(ids.iter().zip(pages))
        .flat_map(|(number, (&id, page))| {
            page.bookmarks
                .iter()
                .map(move |(bookmark, top)| (number, id, bookmark, *top))
        })
        .collect();
    let mut annotations = Annotations::default();
    let mut fields = Vec::new();
    for (&page, laid_out) in ids.iter().zip(pages) {
        let mut on_page = Vec::new();
        for area in &laid_out.areas {
            let mut annotation = match &area.purpose {
                Purpose::Web(url) => web(url),
                Purpose::Heading(heading) => match headings.get(*heading) {
                    Some(heading) => to_heading(heading),
                    None => continue,
                },
                Purpose::Signature(place) => field(document, place, area),
            };
            annotation.set("Type", name("Annot"));
            annotation.set("Rect", rectangle(area));
            annotation.set("P", page);
            annotation.set("StructParent", number(ids.len() + annotations.all.len()));
            let id = document.add_object(annotation);
            if matches!(area.purpose, Purpose::Signature(_)) {
                fields.push(Object::Reference(id));
            }
            on_page.push(Object::Reference(id));
            annotations.all.push(Annotation {
                id,
                page,
                node: area.node,
            });
        }
        let page = document.get_dictionary_mut(page).map_err(fault)?;
        page.remove(b"Annots");
        if !on_page.is_empty() {
            page.set("Annots", on_page);
        }
    }
    if !fields.is_empty() {
        annotations.form = Some(document.add_object(dictionary([("Fields", fields.into())])));
    }
    Ok(annotations)
}

/// The number and id of a page, a heading on it, and its distance from the top.
type Heading<'a> = (usize, ObjectId, &'a Bookmark, f32);

fn link(contents: &str) -> Dictionary {
    let no_border = vec![0.into(), 0.into(), 0.into()];
    Dictionary::from_iter([
        ("Subtype", name("Link")),
        ("F", number(PRINT)),
        ("Border", Object::Array(no_border)),
        ("Contents", text(contents)),
    ])
}

fn web(url: &str) -> Dictionary {
    let mut link = link(&format!("Web page {url}"));
    let action = [
        ("S", name("URI")),
        ("URI", Object::string_literal(in_ascii(url))),
    ];
    link.set("A", dictionary(action));
    link
}

fn to_heading(&(number, page, bookmark, top): &Heading<'_>) -> Dictionary {
    let mut link = link(&format!("{}, page {number}", bookmark.title));
    link.set("Dest", outline::target(page, top));
    link
}

/// A field for a signature, still empty.
fn field(document: &mut Document, place: &SignaturePlace, area: &Area) -> Dictionary {
    let corners = [0.0, 0.0, area.width, area.height].map(Object::Real);
    let nothing = Dictionary::from_iter([
        ("Type", name("XObject")),
        ("Subtype", name("Form")),
        ("BBox", Object::Array(corners.to_vec())),
        ("Resources", Object::Dictionary(Dictionary::new())),
    ]);
    let nothing = document.add_object(Stream::new(nothing, Vec::new()));
    Dictionary::from_iter([
        ("Subtype", name("Widget")),
        ("FT", name("Sig")),
        ("T", text(&place.field)),
        ("TU", text(&place.signer)),
        ("F", number(PRINT_AND_STAY)),
        ("AP", dictionary([("N", nothing.into())])),
    ])
}

/// The corners in the file's measure: from the bottom left, in hundredths.
fn rectangle(area: &Area) -> Object {
    let (top, bottom) = (PAGE_HEIGHT - area.y, PAGE_HEIGHT - area.y - area.height);
    let corners = [area.x, bottom, area.x + area.width, top];
    let corners = corners.map(|corner| Object::Real((corner * 100.0).round() / 100.0));
    Object::Array(corners.to_vec())
}

/// An address with codes for what may not stand in one.
fn in_ascii(url: &str) -> String {
    let letter = |byte: u8| match byte {
        b'!'..=b'~' => char::from(byte).to_string(),
        byte => format!("%{byte:02X}"),
    };
    url.bytes().map(letter).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_written_in_ascii() {
        assert_eq!(
            in_ascii("https://a.example/ŵ b?c=%20"),
            "https://a.example/%C5%B5%20b?c=%20"
        );
    }
}
