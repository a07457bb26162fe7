use std::sync::LazyLock;

use jiff::civil::date;
use lopdf::{Document, Object};
use proptest::prelude::*;

use super::*;
use crate::questionnaire::load;
use crate::report::booklet::booklet;
use crate::report::model::{Block, SignaturePlace};
use crate::report::pdf::{Written, render};
use crate::signature::{CheckError, Identity, max_len, sign, throwaway};

/// A small report with two places for signatures.
static REPORT: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let backups = include_bytes!("../../../../tests/backups.json");
    let mut report = booklet(&load(backups).unwrap());
    report.sections.truncate(1);
    let places = ["Signature1", "Signature2"].map(|field| SignaturePlace {
        field: field.to_owned(),
        signer: "Ada Fell, Head librarian".to_owned(),
    });
    report.front.push(Block::Signatures(places.to_vec()));
    render(&report).unwrap()
});

/// The same, signed by Ada and then by Ben.
static SIGNED: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let one = signed(&REPORT, "Signature1", "Ada Fell", &identity("Ada Fell"));
    signed(&one, "Signature2", "Ben Hill", &identity("Ben Hill"))
});

fn identity(name: &str) -> Identity {
    let seed = [name.len() as u8 + name.as_bytes()[0]; 32];
    let made = throwaway(name, seed, date(2026, 11, 1), 90).unwrap();
    let pem = format!("{}{}", *made.key_pem, made.certificate_pem);
    Identity::from_pem(pem.as_bytes(), None).unwrap()
}

fn form() -> Form {
    Form::of(&Written::read(&REPORT).unwrap(), &REPORT).unwrap()
}

/// The form as it is after all signatures in these bytes.
fn form_after(report: &[u8]) -> Form {
    let mut form = form();
    let (_, end) = explain(&mut form, report, REPORT.len()).unwrap();
    assert_eq!(end, report.len());
    form
}

fn stamp(name: &str) -> Stamp {
    let at = "2026-11-24T10:00:00.25Z".parse().unwrap();
    Stamp::new(name, Some("Head\nlibrarian"), at)
}

/// The report with one more signature: of this key, under this name.
fn signed(report: &[u8], place: &str, name: &str, by: &Identity) -> Vec<u8> {
    let mut form = form_after(report);
    let update = form.sign(report, place, &stamp(name), max_len(by)).unwrap();
    let cms = sign(by, &update.digest(report)).unwrap();
    [report, &update.with(&cms).unwrap()].concat()
}

/// Whether everything is explained, and every signature holds.
fn holds(report: &[u8], count: usize) -> bool {
    if !report.starts_with(&REPORT) {
        // `verify` compares the first writing; here a signature has to show it.
        let mut form = form();
        let (found, _) = explain(&mut form, report, REPORT.len().min(report.len())).unwrap();
        return found.len() == count && found.iter().all(|one| one.holds().is_some());
    }
    let (found, end) = explain(&mut form(), report, REPORT.len()).unwrap();
    end == report.len() && found.len() == count && found.iter().all(|one| one.holds().is_some())
}

#[test]
fn two_people_sign_one_after_the_other_and_both_are_told() {
    let (found, end) = explain(&mut form(), &SIGNED, REPORT.len()).unwrap();
    assert_eq!(end, SIGNED.len());
    let told: Vec<_> = found
        .iter()
        .map(|one| (one.place.as_str(), one.stamp.name(), one.before))
        .collect();
    assert_eq!(
        told,
        [("Signature1", "Ada Fell", 0), ("Signature2", "Ben Hill", 1)]
    );
    for one in &found {
        assert_eq!(one.holds().unwrap().name, one.stamp.name());
        assert_eq!(one.signer, "Ada Fell, Head librarian");
        assert_eq!(one.stamp.role(), Some("Head librarian"));
        assert_eq!(one.stamp.at_words(), "24 November 2026, 10:00 UTC");
    }
    assert!(matches!(
        form_after(&SIGNED).free(),
        Err(FormError::AllTaken)
    ));
}

#[test]
fn the_same_signature_gives_the_same_bytes_and_leaves_what_was_there() {
    let one = signed(&REPORT, "Signature1", "Ada Fell", &identity("Ada Fell"));
    assert!(one.starts_with(&REPORT));
    assert!(SIGNED.starts_with(&one));
    assert_eq!(
        signed(&one, "Signature2", "Ben Hill", &identity("Ben Hill")),
        *SIGNED
    );
}

#[test]
fn other_programs_read_the_signatures_as_the_standard_has_them() {
    let document = Document::load_mem(&SIGNED).unwrap();
    let catalog = document.catalog().unwrap();
    let within = |object: &Object, key: &str| {
        let (_, object) = document.dereference(object).unwrap();
        let found = object.as_dict().unwrap().get(key.as_bytes()).unwrap();
        document.dereference(found).unwrap().1.clone()
    };
    let certified = within(catalog.get(b"Perms").unwrap(), "DocMDP");
    assert!(certified.as_dict().unwrap().has(b"Reference"));
    let form = catalog.get(b"AcroForm").unwrap();
    assert_eq!(within(form, "SigFlags"), Object::Integer(3));
    let fields = within(form, "Fields");
    for (index, field) in fields.as_array().unwrap().iter().enumerate() {
        let signature = within(field, "V");
        let signature = signature.as_dict().unwrap();
        assert_eq!(signature.has(b"Reference"), index == 0);
        let range = signature.get(b"ByteRange").unwrap().as_array().unwrap();
        let range: Vec<usize> = range.iter().map(|n| n.as_i64().unwrap() as usize).collect();
        assert_eq!(range[0], 0);
        assert_eq!((SIGNED[range[1]], SIGNED[range[2] - 1]), (b'<', b'>'));
        let end = range[2] + range[3];
        assert!(SIGNED[..end].ends_with(b"%%EOF\n"));
        assert_eq!(end == SIGNED.len(), index == 1);
        let appearance = within(&within(field, "AP"), "N");
        let fonts = within(
            &appearance
                .as_stream()
                .unwrap()
                .dict
                .get(b"Resources")
                .unwrap()
                .clone(),
            "Font",
        );
        assert_eq!(fonts.as_dict().unwrap().len(), 2);
    }
    assert_eq!(
        document.trailer.get(b"Size").unwrap().as_i64().unwrap(),
        i64::from(document.max_id) + 1
    );
}

#[test]
fn a_place_is_refused_that_is_taken_or_is_not_there() {
    let mut form = form_after(&signed(
        &REPORT,
        "Signature1",
        "Ada Fell",
        &identity("Ada Fell"),
    ));
    assert_eq!(form.free().unwrap(), "Signature2");
    let mut refused = |place: &str, room| {
        let refused = form.sign(b"", place, &stamp("Ada Fell"), room);
        refused.err().unwrap().to_string()
    };
    assert!(refused("Signature1", 100).contains("signed already"));
    let other = refused("Signature9", 100);
    assert!(
        other.contains("name one of: Signature1, Signature2"),
        "{other}"
    );
    assert!(refused("Signature2", 1 << 20).contains("shorter chain"));
    let backups = include_bytes!("../../../../tests/backups.json");
    let bare = render(&booklet(&load(backups).unwrap())).unwrap();
    let none = Form::of(&Written::read(&bare).unwrap(), &bare);
    assert!(matches!(none, Err(FormError::NoPlaces)));
}

#[test]
fn a_name_that_is_not_that_of_the_certificate_does_not_hold() {
    let report = signed(&REPORT, "Signature1", "Ada Fell", &identity("Ben Hill"));
    let (found, end) = explain(&mut form(), &report, REPORT.len()).unwrap();
    assert_eq!(end, report.len());
    assert_eq!(found[0].checked.as_ref().unwrap().name, "Ben Hill");
    assert_eq!(found[0].holds(), None);
}

#[test]
fn a_time_at_which_the_certificate_was_not_valid_does_not_hold() {
    let ada = identity("Ada Fell");
    for (at, holds) in [
        ("2026-10-31T23:59:59Z", false),
        ("2026-11-01T00:00:00Z", true),
        ("2027-03-01T00:00:00Z", false),
    ] {
        let stamp = Stamp::new("Ada Fell", None, at.parse().unwrap());
        let update = form()
            .sign(&REPORT, "Signature1", &stamp, max_len(&ada))
            .unwrap();
        let cms = sign(&ada, &update.digest(&REPORT)).unwrap();
        let report = [&REPORT[..], &update.with(&cms).unwrap()].concat();
        let (found, end) = explain(&mut form(), &report, REPORT.len()).unwrap();
        assert_eq!(
            (end, found[0].holds().is_some()),
            (report.len(), holds),
            "{at}"
        );
    }
}

#[test]
fn a_signature_of_another_report_does_not_hold() {
    let ada = identity("Ada Fell");
    let mut form = form();
    let update = form
        .sign(&REPORT, "Signature1", &stamp("Ada Fell"), max_len(&ada))
        .unwrap();
    let cms = sign(&ada, &[7; 32]).unwrap();
    let report = [&REPORT[..], &update.with(&cms).unwrap()].concat();
    let (found, _) = explain(&mut self::form(), &report, REPORT.len()).unwrap();
    assert_eq!(found[0].checked, Err(CheckError::DocumentChanged));
}

#[test]
fn what_others_add_is_not_explained() {
    let comment = b"9999 0 obj\n<</Type/Annot/Subtype/Text/Contents(Rubbish)>>\nendobj\n";
    for report in [&REPORT[..], &SIGNED] {
        let added = [
            report,
            comment,
            b"xref\n0 0\ntrailer\n<<>>\nstartxref\n0\n%%EOF\n",
        ]
        .concat();
        let (_, end) = explain(&mut form(), &added, REPORT.len()).unwrap();
        assert_eq!(end, report.len());
    }
    // Nor is a signature that says more than ours do.
    let text = SIGNED.windows(9).rposition(|w| w == b"/Subtype ").unwrap();
    let mut other = SIGNED.clone();
    other.splice(text..text, *b"/Extra 1");
    let (found, _) = explain(&mut form(), &other, REPORT.len()).unwrap();
    assert_eq!(found.len(), 1);
}

#[test]
fn long_and_foreign_names_are_drawn_within_their_place() {
    for name in ["M".repeat(200), "日本 ŵ 😀".to_owned(), "a".to_owned()] {
        let by = identity("Ada Fell");
        let mut form = form();
        let update = form.sign(&REPORT, "Signature1", &stamp(&name), max_len(&by));
        let cms = sign(&by, &update.as_ref().unwrap().digest(&REPORT)).unwrap();
        let report = [&REPORT[..], &update.unwrap().with(&cms).unwrap()].concat();
        let (found, end) = explain(&mut self::form(), &report, REPORT.len()).unwrap();
        assert_eq!((found[0].stamp.name(), end), (name.as_str(), report.len()));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn a_flipped_bit_anywhere_is_found(at in any::<prop::sample::Index>(), bit in 0..8_u32, late in any::<bool>()) {
        let mut report = SIGNED.clone();
        // Half of them where the signatures are, which is the smaller part.
        let from = if late { REPORT.len() } else { 0 };
        let at = from + at.index(report.len() - from);
        report[at] ^= 1 << bit;
        prop_assert!(!holds(&report, 2), "bit {bit} of byte {at}");
    }

    #[test]
    fn a_report_that_is_cut_is_found(at in any::<prop::sample::Index>()) {
        let at = REPORT.len() + 1 + at.index(SIGNED.len() - REPORT.len() - 1);
        prop_assert!(!holds(&SIGNED[..at], 2));
    }

    #[test]
    fn rubbish_behind_the_end_never_fails(more in prop::collection::vec(any::<u8>(), 0..200)) {
        let report = [&SIGNED[..], &more].concat();
        let (found, end) = explain(&mut form(), &report, REPORT.len()).unwrap();
        prop_assert_eq!((found.len(), end), (2, SIGNED.len()));
    }
}

#[test]
fn a_signed_report_holds() {
    assert!(holds(&SIGNED, 2));
}
