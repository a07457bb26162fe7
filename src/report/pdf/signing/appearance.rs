//! What a signature looks like on the page: who, as what, how and when.

use std::collections::BTreeMap;

use lopdf::{Dictionary, Document, Object, ObjectId, Stream};

use super::Stamp;
use super::write::reference;
use crate::report::pdf::layout::flow::{Ink, Item, Owner};
use crate::report::pdf::layout::pages::Page;
use crate::report::pdf::{PdfError, draw, finish};
use crate::report::typography::font::{Face, Fonts};
use crate::report::typography::style::{BLUE, INK, PAGE_HEIGHT, QUIET, Style};
use crate::report::typography::text::Setting;
use crate::text::clipped;

/// Space between the words and the edge of the place.
const INSET: f32 = 6.0;
/// The smallest letters, before words are cut.
const SMALLEST: f32 = 6.0;

/// Draws it in a place of this size. The objects are numbered from `first` on, which is what is
/// drawn; the others are its fonts.
///
/// # Errors
/// When a font cannot be embedded, or the writer refuses.
pub(super) fn draw(
    stamp: &Stamp,
    (width, height): (f32, f32),
    first: u32,
) -> Result<Vec<Object>, PdfError> {
    let fonts = Fonts::load()?;
    let page = Page {
        items: items(fonts, stamp, (width, height)),
        ..Page::default()
    };
    let mut document = draw::draw(fonts, &[page])?.document;
    finish::compress(&mut document);
    let missing =
        |what: &str| PdfError::Writer(format!("the drawing of a signature has no {what}"));
    let page = document.page_iter().next().ok_or_else(|| missing("page"))?;
    let content = document.get_page_contents(page).into_iter().next();
    let content = content.and_then(|id| document.get_object(id).ok()?.as_stream().ok());
    let content = content.ok_or_else(|| missing("content"))?;
    let used = resources(&document, page).ok_or_else(|| missing("fonts"))?;

    let mut copy = Copy {
        document: &document,
        first: first + 1,
        numbers: BTreeMap::new(),
        ids: vec![],
    };
    let used = copy.renumbered(used);
    let mut entries = content.dict.clone();
    entries.extend(&Dictionary::from_iter([
        ("Type", Object::from("XObject")),
        ("Subtype", "Form".into()),
        (
            "BBox",
            vec![0.into(), 0.into(), width.into(), height.into()].into(),
        ),
        ("Resources", Dictionary::from_iter([("Font", used)]).into()),
    ]));
    let drawn = Object::Stream(Stream::new(entries, content.content.clone()));
    let mut objects = vec![drawn];
    let mut index = 0;
    // What a font consists of is found on the way.
    while let Some(&id) = copy.ids.get(index) {
        let found = document.get_object(id);
        objects.push(copy.renumbered(found.map_err(|_| missing("font"))?));
        index += 1;
    }
    Ok(objects)
}

/// The fonts that a page uses.
fn resources(document: &Document, page: ObjectId) -> Option<&Object> {
    let within = |object, key: &[u8]| {
        let (_, object) = document.dereference(object).ok()?;
        object.as_dict().ok()?.get(key).ok()
    };
    let fonts = within(
        within(document.get_object(page).ok()?, b"Resources")?,
        b"Font",
    )?;
    Some(document.dereference(fonts).ok()?.1)
}

/// Takes objects out of a document, with new numbers in the order in which they are met.
struct Copy<'a> {
    document: &'a Document,
    first: u32,
    numbers: BTreeMap<ObjectId, u32>,
    ids: Vec<ObjectId>,
}

impl Copy<'_> {
    fn renumbered(&mut self, object: &Object) -> Object {
        match object {
            Object::Reference(id) if self.document.has_object(*id) => {
                let next = self.first + u32::try_from(self.ids.len()).unwrap_or(u32::MAX);
                let number = *self.numbers.entry(*id).or_insert(next);
                if number == next {
                    self.ids.push(*id);
                }
                reference(number)
            }
            Object::Reference(_) => Object::Null,
            Object::Array(items) => {
                let items = items.iter().map(|item| self.renumbered(item));
                Object::Array(items.collect())
            }
            Object::Dictionary(entries) => Object::Dictionary(self.entries(entries)),
            Object::Stream(stream) => Object::Stream(Stream::new(
                self.entries(&stream.dict),
                stream.content.clone(),
            )),
            other @ Object::Null
            | other @ Object::Boolean(_)
            | other @ Object::Integer(_)
            | other @ Object::Real(_)
            | other @ Object::Name(_)
            | other @ Object::String(..) => other.clone(),
        }
    }

    fn entries(&mut self, entries: &Dictionary) -> Dictionary {
        let entries = entries.iter();
        entries
            .map(|(key, value)| (key.clone(), self.renumbered(value)))
            .collect()
    }
}

/// The words, from the top of the place down.
fn items(fonts: &Fonts, stamp: &Stamp, (width, height): (f32, f32)) -> Vec<Item> {
    let at = stamp.at_words();
    let mut lines = vec![(stamp.name(), Face::Bold, 10.0, BLUE)];
    lines.extend(stamp.role().map(|role| (role, Face::Regular, 8.0, INK)));
    lines.push(("Signed with a certificate", Face::Regular, 8.0, INK));
    lines.push((&at, Face::Regular, 8.0, QUIET));
    let leading = (height - INSET) / 4.0;
    // The page that is drawn on is as high as any other; the place is at its foot.
    let top = PAGE_HEIGHT - height + INSET * 0.75;
    let mut items = vec![];
    for (row, (words, face, size, colour)) in (0_u8..).zip(lines) {
        let style = |size| Style {
            plain: face,
            size,
            leading,
            colour,
        };
        let y = top + leading * f32::from(row) + style(size).baseline();
        let setting = fitted(fonts, words, style(size), width - 2.0 * INSET);
        let runs = setting.0.lines(f32::MAX).into_iter().take(1);
        items.extend(runs.flat_map(|line| line.runs).map(|run| Item {
            x: INSET + run.x,
            y,
            owner: Owner::Artifact,
            ink: Ink::Words {
                run,
                size: setting.1,
                colour,
            },
        }));
    }
    items
}

/// Words that fit into one line: smaller where they have to be, and cut where that is not enough.
fn fitted(fonts: &Fonts, words: &str, style: Style, width: f32) -> (Setting, f32) {
    let set = |words: &str, size| {
        let setting = Setting::plain(fonts, words, Style { size, ..style });
        let (_, line) = setting.extents();
        (setting, line)
    };
    let (setting, line) = set(words, style.size);
    if line <= width {
        return (setting, style.size);
    }
    let size = (style.size * width / line).max(SMALLEST);
    let count = words.chars().count();
    let fits = (1..=count)
        .rev()
        .map(|max| set(&clipped(words, max), size))
        .find(|(_, line)| *line <= width + 0.01);
    (
        fits.map_or_else(|| set("", size).0, |(setting, _)| setting),
        size,
    )
}
