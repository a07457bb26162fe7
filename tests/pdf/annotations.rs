//! What leads somewhere or can be filled in: as a reader's program finds it, tied to what is read out.

use std::collections::BTreeMap;

use lopdf::{Dictionary, Document, Object};
use mfa_assess::questionnaire::WebAddress;
use mfa_assess::report::model::*;
use mfa_assess::report::pdf::{Difference, Written, compare, render};

use super::{assert_well_made, sample, with};

/// The annotations of a report in the order of its pages, each with the name of its part.
fn annotations(report: &Report) -> Vec<(Dictionary, String)> {
    let document = Document::load_mem(&render(report).unwrap()).unwrap();
    let entry = |dictionary: &Dictionary, key: &[u8]| {
        let (_, object) = document.dereference(dictionary.get(key).unwrap()).unwrap();
        object.clone()
    };
    let tree = entry(document.catalog().unwrap(), b"StructTreeRoot");
    let tree = entry(tree.as_dict().unwrap(), b"ParentTree");
    let numbers = entry(tree.as_dict().unwrap(), b"Nums");
    let parts: BTreeMap<i64, Object> = numbers
        .as_array()
        .unwrap()
        .chunks(2)
        .map(|pair| (pair[0].as_i64().unwrap(), pair[1].clone()))
        .collect();
    let mut found = Vec::new();
    for page in document.page_iter() {
        for annotation in document.get_page_annotations(page).unwrap() {
            let number = annotation.get(b"StructParent").unwrap().as_i64().unwrap();
            let part = parts[&number].as_reference().unwrap();
            let part = document.get_dictionary(part).unwrap();
            let kids = match part.get(b"K").unwrap() {
                Object::Array(kids) => kids.as_slice(),
                // Readers of forms want a lone one without a list.
                lone => std::slice::from_ref(lone),
            };
            let ours = kids.iter().any(|kid| {
                let object = kid.as_dict().and_then(|kid| kid.get(b"Obj"));
                let object = object.and_then(Object::as_reference);
                object.is_ok_and(|id| document.get_dictionary(id).unwrap() == annotation)
            });
            assert!(ours, "{annotation:?} is not in its part");
            let kind = part.get(b"S").unwrap().as_name().unwrap();
            let kind = String::from_utf8(kind.to_vec()).unwrap();
            found.push((annotation.clone(), kind));
        }
    }
    found
}

fn words_of(dictionary: &Dictionary, key: &[u8]) -> String {
    lopdf::decode_text_string(dictionary.get(key).unwrap()).unwrap()
}

fn web(address: &str) -> WebAddress {
    WebAddress::parse(address).unwrap()
}

#[test]
fn words_that_lead_to_the_web_do_so_on_each_of_their_lines() {
    let words = "the guidance of the National Cyber Security Centre on multi-factor authentication for online services, which says it at length";
    let link = Span::Link {
        words: words.to_owned(),
        url: web("https://ncsc.example/mfa-and-ŵ"),
    };
    let text = Text(vec![
        Span::Plain("See ".to_owned()),
        link,
        Span::Plain(" for more.".to_owned()),
    ]);
    let report = with(vec![
        Block::Paragraph(text.clone()),
        Block::List(vec![text]),
    ]);
    let found = annotations(&report);
    assert_eq!(found.len(), 4);
    for (annotation, part) in found {
        assert_eq!(part, "Link");
        let action = annotation.get(b"A").unwrap().as_dict().unwrap();
        let url = action.get(b"URI").unwrap().as_str().unwrap();
        assert_eq!(url, b"https://ncsc.example/mfa-and-%C5%B5");
        assert_eq!(
            words_of(&annotation, b"Contents"),
            "Web page https://ncsc.example/mfa-and-ŵ"
        );
        assert_eq!(annotation.get(b"F").unwrap(), &Object::Integer(4));
    }
    assert_well_made(&report);
}

#[test]
fn a_link_that_was_made_to_lead_elsewhere_is_seen() {
    let link = Span::Link {
        words: "guidance".to_owned(),
        url: web("https://good.example"),
    };
    let bytes = render(&with(vec![Block::Paragraph(Text(vec![link]))])).unwrap();
    let (good, evil) = (b"https://good.example", b"https://evil.example");
    let mut changed = bytes.clone();
    let at = bytes.windows(good.len()).position(|window| window == good);
    changed[at.unwrap()..][..good.len()].copy_from_slice(evil);
    let [found, expected] = [changed, bytes].map(|bytes| Written::read(&bytes).unwrap());
    assert!(compare(&found, &expected).contains(&Difference::Look { page: 2 }));
}

#[test]
fn a_link_without_a_letter_is_left_out() {
    let link = Span::Link {
        words: "\u{200B}".to_owned(),
        url: web("https://a.example"),
    };
    assert_eq!(
        annotations(&with(vec![Block::Paragraph(Text(vec![link]))])),
        []
    );
}

#[test]
fn the_table_of_contents_leads_to_two_levels_of_headings() {
    let mut report = sample::report(false, 3);
    let contents = Section {
        title: "Contents".to_owned(),
        start: Start::NewPage,
        blocks: vec![Block::Contents],
        sections: vec![],
    };
    report.sections.insert(1, contents);
    let listed: Vec<String> = annotations(&report)
        .iter()
        .map(|(annotation, part)| {
            assert_eq!(part, "Link");
            assert!(annotation.get(b"Dest").unwrap().as_array().unwrap().len() == 5);
            words_of(annotation, b"Contents")
        })
        .collect();
    assert_eq!(listed[0], "Summary for the board, page 2");
    let first = "S01 Remote access to the network, page ";
    assert!(listed.iter().any(|line| line.starts_with(first)));
    assert!(!listed.iter().any(|line| line.starts_with("Contents")));
    assert_well_made(&report);
}

#[test]
fn each_place_for_a_signature_is_an_empty_field_that_says_who_signs() {
    let place = |number: usize| SignaturePlace {
        field: format!("Signature{number}"),
        signer: format!("Dr Gwenllian Parry-Ŵyn, approver {number}"),
    };
    let report = with(vec![Block::Signatures((1..=3).map(place).collect())]);
    let found = annotations(&report);
    for (number, (field, part)) in (1..).zip(&found) {
        assert_eq!(part, "Form");
        assert_eq!(field.get(b"FT").unwrap(), &Object::Name(b"Sig".to_vec()));
        assert_eq!(words_of(field, b"T"), format!("Signature{number}"));
        assert_eq!(words_of(field, b"TU"), place(number).signer);
        assert!(!field.has(b"V"));
    }
    let document = Document::load_mem(&render(&report).unwrap()).unwrap();
    let form = document.catalog().unwrap().get(b"AcroForm").unwrap();
    let form = document.get_dictionary(form.as_reference().unwrap());
    assert_eq!(
        form.unwrap()
            .get(b"Fields")
            .unwrap()
            .as_array()
            .unwrap()
            .len(),
        3
    );
    assert_eq!(found.len(), 3);
    assert_well_made(&report);
}

#[test]
fn a_report_without_places_for_signatures_has_no_form() {
    let document = Document::load_mem(&render(&sample::report(false, 1)).unwrap()).unwrap();
    assert!(!document.catalog().unwrap().has(b"AcroForm"));
}
