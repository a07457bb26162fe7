//! From pages with items to drawing operations: the one place that speaks `printpdf`.
//!
//! Decoration comes first, then the tagged parts in reading order, each in one marked
//! sequence a page, so that text that is copied or searched is in order too.

use std::collections::{BTreeMap, BTreeSet};

use printpdf::{
    Color, DictItem, Line, LineCapStyle, LineDashPattern, LinePoint, Mm, Op, PaintMode,
    PdfDocument, PdfFontHandle, PdfPage, PdfSaveOptions, Polygon, PolygonRing, Pt, Rect, Rgb,
    TextItem, WindingOrder,
};

use super::PdfError;
use super::embed;
use super::layout::flow::{Ink, Item, Owner};
use super::layout::pages::Page;
use super::shape::{Paint, Point, Shape};
use super::tree::Node;
use crate::report::typography::font::{Face, Fonts};
use crate::report::typography::style::{Colour, PAGE_HEIGHT, PAGE_WIDTH, QUIET};
use crate::report::typography::text::Run;

/// Thickness of the dots that lead the eye, and the way from one to the next.
const DOT: f32 = 0.9;
const DOT_STEP: f32 = 4.0;

/// What was drawn, for the structure tree.
pub(super) struct Drawn {
    /// The document, not yet finished.
    pub document: lopdf::Document,
    /// For each page the parts of its marked sequences, by their number.
    pub marks: Vec<Vec<Node>>,
}

/// Draws pages.
///
/// # Errors
/// When a font cannot be embedded, or the writer refuses.
pub(super) fn draw(fonts: &Fonts, pages: &[Page]) -> Result<Drawn, PdfError> {
    let mut document = PdfDocument::new("");
    for (face, used) in used(pages) {
        let font = embed::subset(fonts, face, &used)?;
        let font = printpdf::PdfFont::new(font);
        document.resources.fonts.map.insert(embed::id(face), font);
    }
    let mut marks = Vec::new();
    for page in pages {
        let (ops, nodes) = page_ops(page);
        let (width, height) = (Mm::from(Pt(PAGE_WIDTH)), Mm::from(Pt(PAGE_HEIGHT)));
        document.pages.push(PdfPage::new(width, height, ops));
        marks.push(nodes);
    }
    let mut warnings = Vec::new();
    let document = document.to_lopdf_document(&PdfSaveOptions::default(), &mut warnings);
    match warnings.first() {
        Some(warning) => Err(PdfError::Writer(warning.msg.clone())),
        None => Ok(Drawn { document, marks }),
    }
}

/// The characters of each face that the pages show.
fn used(pages: &[Page]) -> BTreeMap<Face, BTreeSet<char>> {
    let mut used: BTreeMap<Face, BTreeSet<char>> = BTreeMap::new();
    for item in pages.iter().flat_map(|page| &page.items) {
        if let Ink::Words { run, .. } = &item.ink {
            let letters = run.pieces.iter().flat_map(|(letters, _)| letters.chars());
            used.entry(run.face).or_default().extend(letters);
        }
    }
    used
}

fn page_ops(page: &Page) -> (Vec<Op>, Vec<Node>) {
    let mut items: Vec<&Item> = page.items.iter().collect();
    // A stable sort: what belongs to one part keeps its order.
    items.sort_by_key(|item| item.owner);
    let mut pen = Pen::default();
    let mut nodes = Vec::new();
    for group in items.chunk_by(|a, b| a.owner == b.owner) {
        match group[0].owner {
            Owner::Artifact => pen.ops.push(Op::BeginMarkedContent {
                tag: "Artifact".to_owned(),
            }),
            Owner::Part(node) => {
                pen.ops.push(begin(nodes.len()));
                nodes.push(node);
            }
        }
        for item in group {
            pen.item(item);
        }
        pen.ops.push(Op::EndMarkedContent);
    }
    (pen.ops, nodes)
}

/// Begins a marked sequence. What the part is stands in the structure tree.
fn begin(number: usize) -> Op {
    let number = DictItem::Int(i64::try_from(number).unwrap_or(i64::MAX));
    Op::BeginMarkedContentWithProperties {
        tag: "Span".to_owned(),
        properties: DictItem::Dict {
            map: BTreeMap::from([("MCID".to_owned(), number)]),
        },
    }
}

/// Operations so far, and the colour, font and pen in force.
#[derive(Default)]
struct Pen {
    ops: Vec<Op>,
    fill: Option<Colour>,
    font: Option<(Face, f32)>,
    stroke: Option<(Colour, f32)>,
}

impl Pen {
    fn item(&mut self, item: &Item) {
        match &item.ink {
            Ink::Words { run, size, colour } => {
                self.fill(*colour);
                self.words(run, *size, item.x, item.y);
            }
            Ink::Drawing(shape) => self.shape(shape, item.x, item.y),
            Ink::Dots(length) => self.dots(*length, item.x, item.y),
        }
    }

    fn fill(&mut self, colour: Colour) {
        if self.fill.replace(colour) != Some(colour) {
            self.ops.push(Op::SetFillColor { col: rgb(colour) });
        }
    }

    fn stroke(&mut self, colour: Colour, width: f32) {
        if self.stroke.replace((colour, width)) != Some((colour, width)) {
            self.ops.push(Op::SetOutlineColor { col: rgb(colour) });
            self.ops.push(Op::SetOutlineThickness { pt: Pt(width) });
        }
    }

    fn words(&mut self, run: &Run, size: f32, x: f32, y: f32) {
        let mut items = Vec::new();
        for (letters, kern) in &run.pieces {
            items.push(TextItem::Text(letters.clone()));
            if *kern != 0 {
                items.push(TextItem::Offset(-f32::from(*kern)));
            }
        }
        self.ops.push(Op::StartTextSection);
        if self.font.replace((run.face, size)) != Some((run.face, size)) {
            self.ops.push(Op::SetFont {
                font: PdfFontHandle::External(embed::id(run.face)),
                size: Pt(size),
            });
        }
        self.ops.extend([
            Op::SetTextCursor { pos: place(x, y) },
            Op::ShowText { items },
            Op::EndTextSection,
        ]);
    }

    fn shape(&mut self, shape: &Shape, x: f32, y: f32) {
        let ring = |ring: &Vec<Point>| PolygonRing {
            points: points(ring, x, y),
        };
        match shape.paint {
            Paint::Fill(colour) => {
                self.fill(colour);
                match rectangle(&shape.rings, x, y) {
                    Some(rectangle) => self.ops.push(Op::DrawRectangle { rectangle }),
                    None => self.polygon(shape.rings.iter().map(ring).collect(), PaintMode::Fill),
                }
            }
            Paint::Outline(colour, width) => {
                self.stroke(colour, width);
                self.polygon(shape.rings.iter().map(ring).collect(), PaintMode::Stroke);
            }
            Paint::Line(colour, width) => {
                self.stroke(colour, width);
                for ring in &shape.rings {
                    let line = Line {
                        points: points(ring, x, y),
                        is_closed: false,
                    };
                    self.ops.push(Op::DrawLine { line });
                }
            }
        }
    }

    /// A dot is a dash without length that has round ends.
    fn dots(&mut self, length: f32, x: f32, y: f32) {
        let dash = LineDashPattern::new(0.0, &[0.0, DOT_STEP]);
        self.ops.extend([
            Op::SaveGraphicsState,
            Op::SetLineCapStyle {
                cap: LineCapStyle::Round,
            },
            Op::SetLineDashPattern { dash },
        ]);
        let before = self.stroke;
        self.shape(&Shape::line(&[(0.0, 0.0), (length, 0.0)], QUIET, DOT), x, y);
        self.ops.push(Op::RestoreGraphicsState);
        self.stroke = before;
    }

    fn polygon(&mut self, rings: Vec<PolygonRing>, mode: PaintMode) {
        self.ops.push(Op::DrawPolygon {
            polygon: Polygon {
                rings,
                mode,
                winding_order: WindingOrder::EvenOdd,
            },
        });
    }
}

/// A filled rectangle, if the outline is one: it takes a third of the room that its corners take.
fn rectangle(rings: &[Vec<Point>], x: f32, y: f32) -> Option<Rect> {
    let [ring] = rings else {
        return None;
    };
    let [a, b, c, d] = ring.as_slice() else {
        return None;
    };
    let is_upright = a.y == b.y && b.x == c.x && c.y == d.y && d.x == a.x;
    if !is_upright || ring.iter().any(|point| point.handle) {
        return None;
    }
    let (low, high) = (place(x + a.x, y + c.y), place(x + c.x, y + a.y));
    Some(Rect {
        x: low.x,
        y: low.y,
        width: hundredths(high.x.0 - low.x.0),
        height: hundredths(high.y.0 - low.y.0),
        mode: Some(PaintMode::Fill),
        winding_order: None,
    })
}

fn points(ring: &[Point], x: f32, y: f32) -> Vec<LinePoint> {
    let point = |point: &Point| LinePoint {
        p: place(x + point.x, y + point.y),
        bezier: point.handle,
    };
    ring.iter().map(point).collect()
}

/// A place measured from the top left corner, as the file has it: from the bottom left, in hundredths.
fn place(x: f32, y: f32) -> printpdf::Point {
    printpdf::Point {
        x: hundredths(x),
        y: hundredths(PAGE_HEIGHT - y),
    }
}

fn hundredths(length: f32) -> Pt {
    Pt((length * 100.0).round() / 100.0)
}

fn rgb(colour: Colour) -> Color {
    let [red, green, blue] = colour.rgb();
    let part = |byte: u8| (f32::from(byte) / 255.0 * 1000.0).round() / 1000.0;
    Color::Rgb(Rgb {
        r: part(red),
        g: part(green),
        b: part(blue),
        icc_profile: None,
    })
}
