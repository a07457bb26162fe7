//! The report as a document of Word and LibreOffice (Office Open XML, ECMA-376), to edit and to paste
//! from. The same report gives the same bytes: no entry of the archive carries a time.
//!
//! Written here over `zip`, because the crate for it (`docx-rs` 0.4) can neither repeat the head of a
//! table on the next page, nor say the title or the language of a document.

mod body;
mod parts;
#[cfg(test)]
mod tests;
mod xml;

use std::io::{Cursor, Write};

use zip::result::ZipResult;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

use super::model::Report;

/// The part that holds the text.
pub const DOCUMENT: &str = "word/document.xml";

/// The report as the bytes of a `.docx` file.
///
/// # Errors
/// Only when the program itself is at fault: any report can be written.
pub fn render(report: &Report) -> ZipResult<Vec<u8>> {
    let body = body::body(report);
    let language = &report.meta.language;
    let parts: [(&str, String); 10] = [
        // Readers look for this one first.
        ("[Content_Types].xml", include_str!("types.xml").to_owned()),
        ("_rels/.rels", include_str!("relations.xml").to_owned()),
        ("docProps/core.xml", parts::properties(&report.meta)),
        (DOCUMENT, body.document),
        (
            "word/_rels/document.xml.rels",
            parts::relations(&body.links),
        ),
        (
            "word/styles.xml",
            include_str!("styles.xml").replace("LANGUAGE", language),
        ),
        (
            "word/numbering.xml",
            include_str!("numbering.xml").to_owned(),
        ),
        ("word/settings.xml", include_str!("settings.xml").to_owned()),
        ("word/header.xml", parts::header(&report.running)),
        ("word/footer.xml", parts::footer(&report.running)),
    ];
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(DateTime::default());
    let mut archive = ZipWriter::new(Cursor::new(vec![]));
    for (name, text) in parts {
        archive.start_file(name, options)?;
        archive.write_all(text.as_bytes())?;
    }
    // An editor that saves the document drops this: until then it is as it was written.
    archive.set_comment(crate::TOOL)?;
    Ok(archive.finish()?.into_inner())
}
