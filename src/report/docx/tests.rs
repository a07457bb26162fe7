use std::collections::BTreeMap;
use std::io::Read;

use super::*;
use crate::questionnaire::{WebAddress, built_in};
use crate::report::booklet::booklet;
use crate::report::model::{Block, Column, Section, Span, Start, Table, Text};

/// The parts of a file by their names; each is well-formed.
fn parts(bytes: &[u8]) -> BTreeMap<String, String> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut parts = BTreeMap::new();
    for index in 0..archive.len() {
        let mut part = archive.by_index(index).unwrap();
        let name = part.name().unwrap().into_owned();
        assert_eq!(part.last_modified(), Some(DateTime::default()));
        let mut text = String::new();
        part.read_to_string(&mut text).unwrap();
        roxmltree::Document::parse(&text).unwrap();
        parts.insert(name, text);
    }
    parts
}

fn column(title: &str, share: u16) -> Column {
    Column {
        title: title.to_owned(),
        share,
        numeric: false,
    }
}

fn section(title: &str, blocks: Vec<Block>, sections: Vec<Section>) -> Section {
    Section {
        title: title.to_owned(),
        start: Start::NewPage,
        blocks,
        sections,
    }
}

fn with(sections: Vec<Section>) -> Report {
    let mut report = booklet(&built_in().unwrap());
    report.sections = sections;
    report
}

#[test]
fn the_same_report_gives_the_same_bytes_in_parts_that_are_well_formed() {
    let report = booklet(&built_in().unwrap());
    let bytes = render(&report).unwrap();
    assert_eq!(bytes, render(&report).unwrap());
    let parts = parts(&bytes);
    let types = &parts["[Content_Types].xml"];
    for name in parts.keys().filter(|name| name.ends_with(".xml")) {
        let is_told = types.contains(&format!("PartName=\"/{name}\""));
        assert!(is_told || name.starts_with('['), "{name}");
    }
    let properties = &parts["docProps/core.xml"];
    assert!(properties.contains(&format!("<dc:title>{}</dc:title>", report.meta.title)));
    assert!(properties.contains("<dc:language>en-GB</dc:language>"));
    assert!(parts["word/styles.xml"].contains("<w:lang w:val=\"en-GB\""));
    assert!(!parts["word/styles.xml"].contains("LANGUAGE"));
}

#[test]
fn each_style_that_the_text_uses_is_there() {
    let mut report = booklet(&built_in().unwrap());
    report.front.push(Block::Contents);
    let parts = parts(&render(&report).unwrap());
    let text = [
        &parts[DOCUMENT],
        &parts["word/header.xml"],
        &parts["word/footer.xml"],
    ];
    let mut used = 0;
    for part in text {
        for kind in [
            "<w:pStyle w:val=\"",
            "<w:rStyle w:val=\"",
            "<w:tblStyle w:val=\"",
        ] {
            for rest in part.split(kind).skip(1) {
                let style = rest.split('"').next().unwrap();
                let there = format!("w:styleId=\"{style}\"");
                assert!(parts["word/styles.xml"].contains(&there), "{style}");
                used += 1;
            }
        }
    }
    assert!(used > 100, "{used}");
}

#[test]
fn a_head_repeats_and_columns_have_their_share() {
    let row = vec![Text::from("a\nb"), Text::from("<&>\u{FFFF}")];
    let table = Table {
        caption: "Systems".to_owned(),
        columns: vec![column("Name", 3), column("Owner", 1)],
        rows: vec![row],
    };
    let report = with(vec![section("One", vec![Block::Table(table)], vec![])]);
    let parts = parts(&render(&report).unwrap());
    let text = &parts[DOCUMENT];
    assert_eq!(text.matches("<w:tblHeader/>").count(), 1);
    assert!(text.contains("<w:gridCol w:w=\"7228\"/><w:gridCol w:w=\"2409\"/>"));
    assert!(text.contains("a</w:t><w:br/><w:t xml:space=\"preserve\">b</w:t>"));
    assert!(text.contains("&lt;&amp;&gt;\u{FFFD}"));
}

#[test]
fn contents_lead_to_the_headings_and_links_to_the_web() {
    let link = Text(vec![Span::Link {
        words: "the policy".to_owned(),
        url: WebAddress::parse("https://example.org/a?b=1&c=\"2\"").unwrap(),
    }]);
    let inner = section("Inner", vec![Block::Paragraph(link)], vec![]);
    let report = with(vec![
        section("Outer", vec![Block::Contents], vec![inner]),
        section("Last", vec![], vec![]),
    ]);
    let parts = parts(&render(&report).unwrap());
    let text = &parts[DOCUMENT];
    for (number, level, title) in [(1, 1, "Outer"), (2, 2, "Inner"), (3, 1, "Last")] {
        let mark = format!("_Toc{number:06}");
        let run = format!("<w:r><w:t xml:space=\"preserve\">{title}</w:t></w:r>");
        let entry = format!("<w:hyperlink w:anchor=\"{mark}\">{run}");
        let heading = format!("w:name=\"{mark}\"/>{run}");
        assert!(text.contains(&entry) && text.contains(&heading), "{title}");
        assert!(text.contains(&format!("<w:pStyle w:val=\"Heading{level}\"/>")));
    }
    assert!(text.contains("<w:hyperlink r:id=\"rIdLink1\">"));
    let target = "Id=\"rIdLink1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink\" Target=\"https://example.org/a?b=1&amp;c=&quot;2&quot;\" TargetMode=\"External\"";
    assert!(parts["word/_rels/document.xml.rels"].contains(target));
}

#[test]
fn the_marking_and_the_draft_stand_on_every_page() {
    let mut report = booklet(&built_in().unwrap());
    report.running.marking = "OFFICIAL-SENSITIVE".to_owned();
    report.running.draft = true;
    let parts = parts(&render(&report).unwrap());
    assert!(parts["word/header.xml"].contains("DRAFT  OFFICIAL-SENSITIVE"));
    assert!(parts["word/footer.xml"].contains("w:instr=\"NUMPAGES\""));
    for part in ["rIdHeader", "rIdFooter"] {
        assert!(parts[DOCUMENT].contains(&format!("r:id=\"{part}\"")));
        assert!(parts["word/_rels/document.xml.rels"].contains(&format!("Id=\"{part}\"")));
    }
}
