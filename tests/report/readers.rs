//! What independent readers take out of a report in each format, without white space.

use std::io::{Cursor, Read};

use mfa_assess::report::Format;
use pulldown_cmark::{Event, Options, Parser};
use serde_json::Value;

/// All the text of a report.
pub fn text(format: Format, bytes: &[u8]) -> String {
    let text = match format {
        Format::Pdf => pdf(bytes),
        Format::Html => html(bytes),
        Format::Markdown => markdown(bytes),
        Format::Csv => csv(bytes),
        Format::Json => json(&serde_json::from_slice(bytes).unwrap()),
        Format::Docx => docx(bytes),
        Format::Text | Format::Calendar => String::from_utf8(bytes.to_vec()).unwrap(),
    };
    squeezed(&text)
}

/// The text without white space.
pub fn squeezed(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

/// What stands on the pages, without the margins.
fn pdf(bytes: &[u8]) -> String {
    let text = pdf_extract::extract_text_from_mem(bytes).unwrap();
    let in_margin = |line: &&str| {
        let line = line.trim();
        line == "OFFICIAL" || line == "DRAFT" || line.contains("Page ")
    };
    text.lines().filter(|line| !in_margin(line)).collect()
}

/// What a browser shows, without the files that are attached.
fn html(bytes: &[u8]) -> String {
    let page = scraper::Html::parse_document(std::str::from_utf8(bytes).unwrap());
    let body = scraper::Selector::parse("main").unwrap();
    page.select(&body).flat_map(|main| main.text()).collect()
}

fn markdown(bytes: &[u8]) -> String {
    let source = std::str::from_utf8(bytes).unwrap();
    let options = Options::ENABLE_TABLES | Options::ENABLE_TASKLISTS;
    let words = Parser::new_ext(source, options).filter_map(|event| match event {
        Event::Text(words) | Event::Code(words) => Some(words),
        _ => None,
    });
    words.map(|words| words.to_string()).collect()
}

fn csv(bytes: &[u8]) -> String {
    let rows = csv::Reader::from_reader(bytes).into_records();
    rows.map(|row| row.unwrap().iter().collect::<String>())
        .collect()
}

fn json(value: &Value) -> String {
    match value {
        Value::String(words) => words.clone(),
        Value::Array(values) => values.iter().map(json).collect(),
        Value::Object(values) => values.values().map(json).collect(),
        Value::Null | Value::Bool(_) | Value::Number(_) => String::new(),
    }
}

fn docx(bytes: &[u8]) -> String {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut part = String::new();
    let mut document = archive.by_name("word/document.xml").unwrap();
    document.read_to_string(&mut part).unwrap();
    let document = roxmltree::Document::parse(&part).unwrap();
    let texts = document.descendants().filter(|node| node.is_text());
    texts.filter_map(|node| node.text()).collect()
}
