//! Places for signatures: who is to sign, and below it a frame that a program fills in.

use super::Composer;
use super::columns::{Column, side_by_side};
use super::flow::{Area, Owner, Purpose, Slab, join_all};
use crate::report::model::SignaturePlace;
use crate::report::pdf::shape::Shape;
use crate::report::pdf::tree::{Node, Tag};
use crate::report::typography::style::{BODY, LEFT, QUIET, WIDTH};
use crate::report::typography::text::Setting;

/// How many stand beside each other.
const BESIDE: usize = 2;
/// Space between them.
const GAP: f32 = 24.0;
/// Width of one.
const BOX: f32 = (WIDTH - GAP) / BESIDE as f32;
/// Height of the frame.
const HEIGHT: f32 = 56.0;
/// Thickness of the frame.
const PEN: f32 = 0.6;

impl Composer<'_> {
    /// Adds places for signatures.
    pub(super) fn signatures(&mut self, places: &[SignaturePlace], parent: Node) {
        let mut slabs = Vec::new();
        for places in places.chunks(BESIDE) {
            let mut row = self.signature_row(places, parent);
            join_all(&mut row);
            slabs.append(&mut row);
        }
        self.push(slabs, 12.0, 12.0);
    }

    fn signature_row(&mut self, places: &[SignaturePlace], parent: Node) -> Vec<Slab> {
        let mut frames = Slab::blank(HEIGHT + 10.0);
        let mut columns = Vec::new();
        for (index, place) in places.iter().enumerate() {
            let x = LEFT + (BOX + GAP) * index as f32;
            columns.push(Column {
                lines: Setting::plain(self.fonts, &place.signer, BODY).lines(BOX),
                x,
                width: BOX,
                flush_right: false,
                style: BODY,
                owner: self.tree.add(parent, Tag::Paragraph),
            });
            let frame = Shape::frame(0.0, 0.0, BOX, HEIGHT, QUIET, PEN);
            frames.draw(x, 0.0, Owner::Artifact, frame);
            frames.areas.push(Area {
                x,
                y: 0.0,
                width: BOX,
                height: HEIGHT,
                node: self.tree.add(parent, Tag::Form),
                purpose: Purpose::Signature(place.clone()),
            });
        }
        let mut slabs = side_by_side(&columns, BODY.leading, 0.0, 4.0);
        slabs.push(frames);
        slabs
    }
}
