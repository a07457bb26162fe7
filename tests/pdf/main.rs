//! The PDF as others read it: its text, its places, its structure, its syntax.

mod annotations;
mod attached;
mod booklet;
mod breaks;
mod generated;
mod reading;
mod sample;

use generated::{heads, labels, pieces, seen, table_heads};
use mfa_assess::report::model::*;
use mfa_assess::report::pdf::render;
use mfa_assess::rules::Outcome;
use proptest::prelude::*;
use reading::{File, Place};

/// The page, and the margin at its sides.
const PAGE: Place = Place {
    left: 62.0,
    top: 24.0,
    right: 533.3,
    bottom: 818.0,
};

fn file(report: &Report) -> File {
    File::new(&render(report).unwrap())
}

/// The sample with one section of these blocks instead of its own.
fn with(blocks: Vec<Block>) -> Report {
    let mut report = sample::report(false, 0);
    report.sections = vec![Section {
        title: "Section".to_owned(),
        start: Start::Flow,
        blocks,
        sections: Vec::new(),
    }];
    report
}

/// The text of each page without white space, running text, a repeated head and the label of a row that goes on.
fn bodies(file: &File, report: &Report) -> Vec<String> {
    let mut repeated = Vec::new();
    table_heads(&report.front, &mut repeated);
    for section in &report.sections {
        heads(section, &mut repeated);
    }
    repeated.sort_by_key(|head| std::cmp::Reverse(head.len()));
    let mut labels = labels(report);
    labels.sort_by_key(|label| std::cmp::Reverse(label.len()));
    let pages = file.pages();
    let count = pages.len();
    let body = |(index, page): (usize, &String)| {
        let page: String = page.split_whitespace().collect();
        let marking = seen(&report.running.marking);
        let foot = seen(&report.running.foot);
        let draft = if report.running.draft { "DRAFT" } else { "" };
        let number = index + 1;
        let running = format!("{draft}{marking}{foot}Page{number}of{count}{marking}");
        let Some(page) = page.strip_prefix(&running) else {
            panic!("page {number} begins otherwise than {running}: {page}");
        };
        let head = repeated
            .iter()
            .find_map(|head| page.strip_prefix(head.as_str()));
        let page = head.unwrap_or(page);
        let label = labels
            .iter()
            .find_map(|label| page.strip_prefix(label.as_str()));
        label.unwrap_or(page).to_owned()
    };
    pages.iter().enumerate().map(body).collect()
}

/// Whether a piece stands on one page, or on several, one part after the other.
fn stands_on(bodies: &[String], piece: &str) -> bool {
    let mut rest: Vec<char> = piece.chars().collect();
    for body in bodies {
        let here = |length: usize| body.contains(&rest[..length].iter().collect::<String>());
        if here(rest.len()) {
            return true;
        }
        let lengths: Vec<usize> = (1..rest.len()).collect();
        let longest = lengths.partition_point(|&length| here(length));
        rest.drain(..longest);
    }
    false
}

fn within(inner: &Place, outer: &Place) -> bool {
    inner.left >= outer.left - 0.1
        && inner.right <= outer.right + 0.6
        && inner.top >= outer.top
        && inner.bottom <= outer.bottom
}

fn overlap(a: &Place, b: &Place) -> bool {
    let common = |from: f32, to: f32| to - from > 0.7;
    common(a.left.max(b.left), a.right.min(b.right))
        && common(a.top.max(b.top), a.bottom.min(b.bottom))
}

/// Fails when a word stands outside the margins or on another.
fn assert_places(file: &File) {
    for (index, words) in file.words().iter().enumerate() {
        for (at, (word, place)) in words.iter().enumerate() {
            assert!(
                within(place, &PAGE),
                "{word} on page {}: {place:?}",
                index + 1
            );
            for (other, beside) in &words[at + 1..] {
                assert!(
                    !overlap(place, beside),
                    "{word} on {other}, page {}: {place:?} {beside:?}",
                    index + 1
                );
            }
        }
    }
}

/// Fails with the place where two long texts part.
fn assert_alike(read: &str, written: &str) {
    let same = read
        .chars()
        .zip(written.chars())
        .take_while(|(a, b)| a == b)
        .count();
    let after = |text: &str| {
        text.chars()
            .skip(same.saturating_sub(20))
            .take(60)
            .collect::<String>()
    };
    assert!(
        read == written,
        "read {:?} but wrote {:?}",
        after(read),
        after(written)
    );
}

fn assert_well_made(report: &Report) {
    let bytes = render(report).unwrap();
    assert_eq!(bytes, render(report).unwrap());
    let file = File::new(&bytes);
    file.check();
    let pieces = pieces(report, &file.headings());
    assert_alike(&file.read_out(), &pieces.concat());
    let bodies = bodies(&file, report);
    for piece in &pieces {
        assert!(stands_on(&bodies, piece), "{piece} is on no page");
    }
    assert_places(&file);
}

#[test]
fn the_sample_is_whole_in_place_and_read_in_order() {
    assert_well_made(&sample::report(true, 14));
    assert_well_made(&sample::report(false, 2));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, max_shrink_iters: 60, ..ProptestConfig::default() })]
    #[test]
    fn any_report_is_whole_in_place_and_read_in_order(report in generated::report()) {
        assert_well_made(&report);
    }
}

#[test]
fn draft_stands_on_every_page_of_a_draft_and_on_none_otherwise() {
    for draft in [true, false] {
        for page in file(&sample::report(draft, 14)).pages() {
            let found = page.lines().any(|line| line.trim() == "DRAFT");
            assert_eq!(found, draft, "{page}");
        }
    }
}

#[test]
fn fonts_are_embedded_subsets_with_their_characters() {
    let fonts = file(&sample::report(true, 1)).fonts();
    for face in [
        "LiberationSans ",
        "LiberationSans-Bold ",
        "LiberationSans-Italic ",
    ] {
        let line = fonts.lines().find(|line| line.contains(face)).unwrap();
        assert!(line.contains("yes yes yes"), "{line}");
    }
}

#[test]
fn properties_come_from_the_report_and_never_from_a_clock() {
    let information = file(&sample::report(true, 0)).information();
    for line in [
        "Title:           Multi-factor authentication self-assessment",
        "Author:          Siân Tŷ-Gwyn",
        "Tagged:          yes",
        "PDF version:     1.7",
    ] {
        assert!(information.contains(line), "{information}");
    }
    let raw = render(&sample::report(true, 0)).unwrap();
    let text = String::from_utf8_lossy(&raw);
    assert!(text.contains("(D:20261124093000Z)"));
    assert!(text.contains("<xmp:ModifyDate>2026-11-24T09:30:00Z</xmp:ModifyDate>"));
}

#[test]
fn the_cross_reference_table_is_one_section_without_gaps() {
    let raw = render(&sample::report(true, 2)).unwrap();
    let document = lopdf::Document::load_mem(&raw).unwrap();
    let at = raw
        .windows(6)
        .rposition(|window| window == b"\nxref\n")
        .unwrap();
    let table = String::from_utf8_lossy(&raw[at + 6..]);
    let entries = document.max_id + 1;
    assert!(
        table.starts_with(&format!("0 {entries}")),
        "{}",
        &table[..40]
    );
    assert!(raw.ends_with(b"%%EOF\n"));
}

#[test]
fn the_outline_nests_as_the_sections_do() {
    let json = file(&sample::report(true, 2)).json();
    let outline = json["outlines"].as_array().unwrap();
    let titles = |entries: &serde_json::Value| -> Vec<String> {
        let entries = entries.as_array().unwrap();
        let title = |entry: &serde_json::Value| entry["title"].as_str().unwrap().to_owned();
        entries.iter().map(title).collect()
    };
    assert_eq!(
        titles(&json["outlines"]),
        [
            "Summary for the board",
            "Scenario by scenario",
            "Exemptions"
        ]
    );
    assert_eq!(
        titles(&outline[1]["kids"]),
        [
            "S01 Remote access to the network",
            "S02 Privileged accounts on premises"
        ]
    );
    assert_eq!(outline[0]["destpageposfrom1"], 2);
}

#[test]
fn a_chart_has_its_words_and_its_place() {
    let raw = render(&sample::report(false, 0)).unwrap();
    let document = lopdf::Document::load_mem(&raw).unwrap();
    let mut figures = document.objects.values().filter_map(|object| {
        let element = object.as_dict().ok()?;
        let is_figure = element.get(b"S").ok()?.as_name().ok()? == b"Figure";
        is_figure.then_some(element)
    });
    let figure = figures.next().unwrap();
    let alternative = lopdf::decode_text_string(figure.get(b"Alt").unwrap()).unwrap();
    assert!(alternative.starts_with("Of 22 must requirements"));
    assert!(figure.get(b"A").unwrap().as_dict().unwrap().has(b"BBox"));
}

#[test]
fn figures_too_long_for_their_bar_stand_below_it_in_words() {
    let parts = Outcome::ALL.map(|outcome| (outcome, u32::MAX)).to_vec();
    let bar = Bar {
        label: "All".to_owned(),
        parts,
    };
    let file = file(&with(vec![Block::Chart(Chart {
        caption: "Chart".to_owned(),
        alternative: "Words".to_owned(),
        figures: Figures::Outcomes(vec![bar]),
    })]));
    assert!(
        file.read_out()
            .contains("4294967295Met,4294967295Byexemption")
    );
    assert_places(&file);
}

#[test]
fn a_row_of_a_few_lines_is_not_divided_and_the_head_repeats() {
    let column = |title: &str| Column {
        title: title.to_owned(),
        share: 1,
        numeric: false,
    };
    let row = |number: usize| {
        vec![
            Text::from(format!("first{number}\nmiddle{number}\nlast{number}")),
            Text::from("x"),
        ]
    };
    let file = file(&with(vec![Block::Table(Table {
        caption: "Rows".to_owned(),
        columns: vec![column("Alpha"), column("Omega")],
        rows: (0..60).map(row).collect(),
    })]));
    let pages = file.pages();
    assert!(pages.len() > 3);
    for page in &pages[1..] {
        assert_eq!(page.matches("first").count(), page.matches("last").count());
        assert_eq!(page.matches("Alpha").count(), 1);
    }
}

#[test]
fn a_heading_stays_with_what_follows_it() {
    for lines in 30..60 {
        let mut report = with(vec![Block::Paragraph(Text::from(
            "line\n".repeat(lines).trim_end(),
        ))]);
        report.sections.push(Section {
            title: "Heading".to_owned(),
            start: Start::Flow,
            blocks: vec![Block::Paragraph(Text::from("after\nafter\nafter"))],
            sections: Vec::new(),
        });
        for page in file(&report).pages() {
            if page.contains("Heading") {
                assert!(
                    page.matches("after").count() >= 2,
                    "{lines} lines before: {page}"
                );
            }
        }
    }
}

#[test]
fn long_running_text_is_not_cut() {
    let mut report = sample::report(true, 1);
    report.running.marking = "OFFICIAL-SENSITIVE COMMERCIAL AND PERSONAL ".repeat(4);
    report.running.foot = "Partneriaeth Iechyd Cymunedol Bryncoed a’r Cylch ".repeat(6);
    let file = file(&report);
    assert_places(&file);
    for page in file.pages() {
        let page: String = page.split_whitespace().collect();
        assert_eq!(page.matches("COMMERCIAL").count(), 8);
        assert_eq!(page.matches("Partneriaeth").count(), 6);
    }
}

#[test]
fn empty_blocks_and_an_empty_report_are_drawn() {
    let empty = Text(Vec::new());
    let blocks = vec![
        Block::Paragraph(empty.clone()),
        Block::Callout(empty.clone()),
        Block::Facts(Vec::new()),
        Block::List(vec![empty]),
        Block::Table(Table {
            caption: "No columns".to_owned(),
            columns: Vec::new(),
            rows: Vec::new(),
        }),
        Block::Chart(Chart {
            caption: "No bars".to_owned(),
            alternative: "Nothing to show".to_owned(),
            figures: Figures::Outcomes(Vec::new()),
        }),
        Block::Chart(Chart {
            caption: "No parts".to_owned(),
            alternative: "Nothing".to_owned(),
            figures: Figures::Outcomes(vec![Bar {
                label: "Must".to_owned(),
                parts: Vec::new(),
            }]),
        }),
    ];
    assert_well_made(&with(blocks));
    let mut nothing = with(Vec::new());
    nothing.front.clear();
    nothing.sections.clear();
    file(&nothing).check();
}
