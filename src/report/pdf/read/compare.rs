//! In what a file differs from what should have been written.

use std::cell::Cell;
use std::collections::BTreeMap;

use lopdf::{Dictionary, Document, Object, ObjectId};

use super::{MOST, Written};
use crate::text::clean_line;

/// How many letters are shown where two texts part, and how many of them before that place.
const AROUND: usize = 80;
const BEFORE: usize = 24;

/// One thing in which a file differs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Difference {
    /// It has more or fewer pages.
    Pages {
        /// How many it has.
        found: usize,
        /// How many it should have.
        expected: usize,
    },
    /// A page says something else.
    Text {
        /// Its number, from 1.
        page: u32,
        /// Words around the first place where it does.
        found: String,
        /// What should stand there.
        expected: String,
    },
    /// A page is turned.
    Turned {
        /// Its number, from 1.
        page: u32,
    },
    /// A page has the same text, and may not look the same: drawings, fonts, notes stuck on it.
    Look {
        /// Its number, from 1.
        page: u32,
    },
    /// The title, the dates, the program or the identifier of the file.
    Properties,
    /// What is no page: structure, outline, attachments.
    Rest,
    /// The version of PDF that the file claims.
    Version {
        /// What it claims.
        found: String,
        /// What it should claim.
        expected: String,
    },
    /// Something follows the first end of the file.
    Behind {
        /// How many bytes.
        bytes: usize,
        /// Whether it was read, so that the other differences are those which a reader shows.
        is_read: bool,
    },
    /// Nothing that was compared: only the way in which the same things are stored.
    Form,
}

/// The most objects that are held against one another: far more than any report has. What is left
/// then differs.
const MOST_STEPS: usize = 4_000_000;

/// How many pages that differ are read for what they say; the rest differs all the same.
const MOST_READ: usize = 64;

/// The most that one page is inflated to so as to read what it says.
const LONGEST_PAGE: usize = 1024 * 1024;

/// What a comparison took: whatever a file holds, it is bounded by what should have been written.
#[derive(Debug, Default)]
pub struct Work {
    /// How many objects were held against one another.
    pub steps: Cell<usize>,
    /// How many bytes streams of the file were inflated to, to compare them.
    pub inflated: Cell<usize>,
    /// How many pages were read for what they say.
    pub read: Cell<usize>,
}

/// Finds in what a file differs from what should have been written, given that its bytes do.
pub fn compare(found: &Written, expected: &Written) -> Vec<Difference> {
    compare_counted(found, expected, &Work::default())
}

/// The same, and counts what it takes.
pub fn compare_counted(found: &Written, expected: &Written, work: &Work) -> Vec<Difference> {
    let pages: Vec<(ObjectId, ObjectId)> =
        found.pages().into_iter().zip(expected.pages()).collect();
    let (found, expected) = (&found.document, &expected.document);
    let mut differences = vec![];
    let counts = (found.page_iter().count(), expected.page_iter().count());
    if counts.0 != counts.1 {
        differences.push(Difference::Pages {
            found: counts.0,
            expected: counts.1,
        });
    }
    let pairs = || Pairs {
        documents: [found, expected],
        known: pages.iter().copied().collect(),
        work,
    };
    // What pages share is compared once, until something differs.
    let mut shared = pairs();
    for (page, ids) in (1..).zip(&pages) {
        let [f, e] = [(found, ids.0), (expected, ids.1)].map(|(d, id)| d.get_dictionary(id).ok());
        let is_same = shared.same_entries(f, e, &[b"Parent"]);
        let [f, e] = [(found, f), (expected, e)].map(|(document, page)| inherited(document, page));
        if is_same && shared.same_inherited(&f, &e) {
            continue;
        }
        shared = pairs();
        if turned(&f) != turned(&e) {
            differences.push(Difference::Turned { page });
            continue;
        }
        if add(&work.read, 1) > MOST_READ {
            differences.push(Difference::Look { page });
            continue;
        }
        let [f, e] = [found, expected].map(|document| text(document, page));
        differences.push(match (f, e) {
            (Some(f), Some(e)) if f == e => Difference::Look { page },
            (f, e) => {
                let (found, expected) = parting(&f.unwrap_or_default(), &e.unwrap_or_default());
                Difference::Text {
                    page,
                    found,
                    expected,
                }
            }
        });
    }
    if found.version != expected.version {
        differences.push(Difference::Version {
            found: clean_line(&found.version),
            expected: expected.version.clone(),
        });
    }
    let [f, e] = [found, expected].map(|document| document.catalog().ok());
    let of_trailer = pairs().same_entries(
        Some(&found.trailer),
        Some(&expected.trailer),
        &[b"Root", b"Size"],
    );
    let metadata = match [f, e].map(|catalog| catalog.and_then(|c| c.get(b"Metadata").ok())) {
        [Some(f), Some(e)] => pairs().same(f, e),
        [f, e] => f.is_none() && e.is_none(),
    };
    if !of_trailer || !metadata {
        differences.push(Difference::Properties);
    }
    if !pairs().same_entries(f, e, &[b"Metadata", b"Pages"]) {
        differences.push(Difference::Rest);
    }
    if differences.is_empty() {
        differences.push(Difference::Form);
    }
    differences
}

/// What a page has of its own or from those above it in the tree of pages, by
/// [`INHERITED`]; nothing of a tree that goes round or is deeper than any is.
type Inherited<'a> = [Option<&'a Object>; INHERITED.len()];

/// The entries of a page that may stand above it, for many pages at once.
const INHERITED: [&[u8]; 4] = [b"Rotate", b"Resources", b"MediaBox", b"CropBox"];

/// How deep a tree of pages is followed.
const DEEPEST: usize = 32;

fn inherited<'a>(document: &'a Document, page: Option<&'a Dictionary>) -> Inherited<'a> {
    let mut found = Inherited::default();
    let mut node = page;
    for _ in 0..DEEPEST {
        let Some(at) = node else { break };
        for (place, key) in found.iter_mut().zip(INHERITED) {
            *place = place.or_else(|| at.get(key).ok());
        }
        let above = at.get(b"Parent").and_then(Object::as_reference);
        node = above.ok().and_then(|id| document.get_dictionary(id).ok());
    }
    found
}

/// By how many degrees a page is turned.
fn turned(page: &Inherited<'_>) -> i64 {
    let [rotate, ..] = page;
    let degrees = rotate.and_then(|rotate| rotate.as_float().ok());
    // A turn beyond any angle is cut to the largest number.
    degrees.map_or(0, |degrees| (degrees as i64).rem_euclid(360))
}

/// What a page says; nothing when it cannot be read.
fn text(document: &Document, page: u32) -> Option<String> {
    let text = document
        .extract_text_with_limit(&[page], LONGEST_PAGE)
        .ok()?;
    Some(text.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// Counts on, and says how far it is.
fn add(count: &Cell<usize>, more: usize) -> usize {
    let count_now = count.get().saturating_add(more);
    count.set(count_now);
    count_now
}

/// Where two texts part: some words of each, from a little before that place.
fn parting(found: &str, expected: &str) -> (String, String) {
    let pairs = found.chars().zip(expected.chars());
    let same = pairs.take_while(|(a, b)| a == b).count();
    let around = |text: &str| {
        let from = same.saturating_sub(BEFORE);
        let words: String = text.chars().skip(from).take(AROUND).collect();
        words.trim().to_owned()
    };
    (around(found), around(expected))
}

/// Compares parts of two documents through their references. Each object of the one stands for one
/// object of the other, so that circles end.
struct Pairs<'a> {
    documents: [&'a Document; 2],
    known: BTreeMap<ObjectId, ObjectId>,
    work: &'a Work,
}

impl<'a> Pairs<'a> {
    /// Whether two dictionaries are the same, but for some entries.
    fn same_entries(
        &mut self,
        found: Option<&'a Dictionary>,
        expected: Option<&'a Dictionary>,
        but: &[&[u8]],
    ) -> bool {
        let (Some(found), Some(expected)) = (found, expected) else {
            return false;
        };
        let pairs = pairs_of(found, expected, but);
        pairs.is_some_and(|pairs| pairs.into_iter().all(|(f, e)| self.same(f, e)))
    }

    /// Whether two pages have the same from those above them.
    fn same_inherited(&mut self, found: &Inherited<'a>, expected: &Inherited<'a>) -> bool {
        found.iter().zip(expected).all(|pair| match pair {
            (Some(found), Some(expected)) => self.same(found, expected),
            (found, expected) => found.is_none() && expected.is_none(),
        })
    }

    fn same(&mut self, found: &'a Object, expected: &'a Object) -> bool {
        // A list instead of calls: a chain of references may be of any length.
        let mut left = vec![(found, expected)];
        while let Some((found, expected)) = left.pop() {
            if add(&self.work.steps, 1) > MOST_STEPS {
                return false;
            }
            match (found, expected) {
                (Object::Reference(f), Object::Reference(e)) => {
                    if let Some(known) = self.known.get(f) {
                        if known != e {
                            return false;
                        }
                        continue;
                    }
                    self.known.insert(*f, *e);
                    let [in_found, in_expected] = self.documents;
                    match (in_found.objects.get(f), in_expected.objects.get(e)) {
                        (Some(f), Some(e)) => left.push((f, e)),
                        (None, None) => {}
                        _ => return false,
                    }
                }
                (Object::Array(f), Object::Array(e)) if f.len() == e.len() => {
                    left.extend(f.iter().zip(e));
                }
                (Object::Dictionary(f), Object::Dictionary(e)) => match pairs_of(f, e, &[]) {
                    Some(pairs) => left.extend(pairs),
                    None => return false,
                },
                (Object::Stream(f), Object::Stream(e)) => {
                    let stored: [&[u8]; 3] = [b"Length", b"Filter", b"DecodeParms"];
                    let Some(pairs) = pairs_of(&f.dict, &e.dict, &stored) else {
                        return false;
                    };
                    left.extend(pairs);
                    let Ok(e) = e.get_plain_content_with_limit(MOST) else {
                        return false;
                    };
                    // One that is longer differs, whatever it comes to in the end.
                    let f = f.get_plain_content_with_limit(e.len().saturating_add(1));
                    add(&self.work.inflated, e.len());
                    if f.ok() != Some(e) {
                        return false;
                    }
                }
                (Object::String(f, _), Object::String(e, _)) if f == e => {}
                (f, e) => {
                    let number = |object: &Object| object.as_float().ok();
                    if f != e && (number(f).is_none() || number(f) != number(e)) {
                        return false;
                    }
                }
            }
        }
        true
    }
}

/// The entries of two dictionaries by their keys; nothing when the keys differ.
fn pairs_of<'a>(
    found: &'a Dictionary,
    expected: &'a Dictionary,
    but: &[&[u8]],
) -> Option<Vec<(&'a Object, &'a Object)>> {
    let counts = |key: &[u8]| !but.contains(&key);
    let keys = |d: &Dictionary| d.iter().filter(|(key, _)| counts(key)).count();
    if keys(found) != keys(expected) {
        return None;
    }
    let entries = found.iter().filter(|(key, _)| counts(key));
    entries
        .map(|(key, f)| Some((f, expected.get(key).ok()?)))
        .collect()
}
