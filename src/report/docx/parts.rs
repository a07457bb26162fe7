//! The parts of a document beside its text: properties, margins, and what it refers to.

use super::xml::Xml;
use crate::report::model::{Meta, Running};

/// The name space of everything that is text.
pub(super) const MAIN: (&str, &str) = (
    "xmlns:w",
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
);
/// The name space of what a part refers to.
pub(super) const RELATIONS: (&str, &str) = (
    "xmlns:r",
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
);
/// How the parts that every document has are referred to.
pub(super) const HEADER: &str = "rIdHeader";
/// See [`HEADER`].
pub(super) const FOOTER: &str = "rIdFooter";

/// The title and what else readers show of a file. Its days are those of the record, never of a clock.
pub(super) fn properties(meta: &Meta) -> String {
    let names = [
        (
            "xmlns:cp",
            "http://schemas.openxmlformats.org/package/2006/metadata/core-properties",
        ),
        ("xmlns:dc", "http://purl.org/dc/elements/1.1/"),
        ("xmlns:dcterms", "http://purl.org/dc/terms/"),
        ("xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance"),
    ];
    Xml::part("cp:coreProperties", &names, |xml| {
        let texts = [
            ("dc:title", Some(&meta.title)),
            ("dc:subject", Some(&meta.subject)),
            ("dc:creator", meta.author.as_ref()),
            ("dc:language", Some(&meta.language)),
            ("dc:identifier", Some(&meta.seed)),
        ];
        for (name, words) in texts {
            if let Some(words) = words {
                xml.element(name, &[], |xml| xml.text(words));
            }
        }
        if let Some(moment) = meta.modified {
            let moment = moment.strftime("%Y-%m-%dT%H:%M:%SZ").to_string();
            for name in ["dcterms:created", "dcterms:modified"] {
                let kind = [("xsi:type", "dcterms:W3CDTF")];
                xml.element(name, &kind, |xml| xml.text(&moment));
            }
        }
    })
}

/// What the text refers to: its other parts, and pages of the web. The link at an index is
/// [`link_id`] of it.
pub(super) fn relations(links: &[String]) -> String {
    const KIND: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let name = [(
        "xmlns",
        "http://schemas.openxmlformats.org/package/2006/relationships",
    )];
    Xml::part("Relationships", &name, |xml| {
        for (id, kind, target) in [
            ("rIdStyles", "styles", "styles.xml"),
            ("rIdNumbering", "numbering", "numbering.xml"),
            ("rIdSettings", "settings", "settings.xml"),
            (HEADER, "header", "header.xml"),
            (FOOTER, "footer", "footer.xml"),
        ] {
            let kind = format!("{KIND}/{kind}");
            let says = [("Id", id), ("Type", &kind), ("Target", target)];
            xml.empty("Relationship", &says);
        }
        for (index, url) in links.iter().enumerate() {
            let (id, kind) = (link_id(index), format!("{KIND}/hyperlink"));
            let says = [
                ("Id", id.as_str()),
                ("Type", &kind),
                ("Target", url),
                ("TargetMode", "External"),
            ];
            xml.empty("Relationship", &says);
        }
    })
}

/// How the text refers to a page of the web.
pub(super) fn link_id(index: usize) -> String {
    format!("rIdLink{}", index + 1)
}

/// The head of every page: the marking, and whether it is a draft.
pub(super) fn header(running: &Running) -> String {
    let draft = if running.draft { "DRAFT" } else { "" };
    let words = [draft, running.marking.as_str()];
    let words: Vec<&str> = words.into_iter().filter(|w| !w.is_empty()).collect();
    Xml::part("w:hdr", &[MAIN], |xml| {
        line(xml, "Header", |xml| run(xml, true, &words.join("  ")));
    })
}

/// The foot of every page: what it is, the number of the page, and the marking again.
pub(super) fn footer(running: &Running) -> String {
    Xml::part("w:ftr", &[MAIN], |xml| {
        line(xml, "Footer", |xml| {
            run(xml, false, &format!("{}  Page ", running.foot));
            field(xml, "PAGE");
            run(xml, false, " of ");
            field(xml, "NUMPAGES");
        });
        line(xml, "Footer", |xml| run(xml, true, &running.marking));
    })
}

/// A paragraph of a style.
fn line(xml: &mut Xml, style: &str, inner: impl FnOnce(&mut Xml)) {
    xml.element("w:p", &[], |xml| {
        xml.element("w:pPr", &[], |xml| xml.value("w:pStyle", style));
        inner(xml);
    });
}

/// Words in one weight; line breaks are kept.
pub(super) fn run(xml: &mut Xml, strong: bool, words: &str) {
    styled(xml, strong.then_some("Strong"), words);
}

/// Words in a style of characters; line breaks are kept.
pub(super) fn styled(xml: &mut Xml, style: Option<&str>, words: &str) {
    if words.is_empty() {
        return;
    }
    xml.element("w:r", &[], |xml| {
        if let Some(style) = style {
            xml.element("w:rPr", &[], |xml| xml.value("w:rStyle", style));
        }
        for (index, line) in words.split('\n').enumerate() {
            if index > 0 {
                xml.empty("w:br", &[]);
            }
            xml.element("w:t", &[("xml:space", "preserve")], |xml| xml.text(line));
        }
    });
}

/// What the reader's program works out, with a figure until it does.
fn field(xml: &mut Xml, what: &str) {
    xml.element("w:fldSimple", &[("w:instr", what)], |xml| {
        run(xml, false, "1")
    });
}
