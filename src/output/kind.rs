//! What is written, and how an earlier one of it is known again: each form by what stands in it.

use std::collections::BTreeMap;

use memchr::memmem;
use serde::de::IgnoredAny;

use crate::record::EXTENSION;
use crate::report::{Format, RECORD_FILE, csv};

use super::ending::Promise;

/// What is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind<'a> {
    /// The report of a record.
    Report(Format),
    /// A report that somebody signs.
    SignedReport,
    /// A workbook of all questions.
    Booklet(Format),
    /// What differs between two records.
    Comparison(Format),
    /// Where all records of a folder stand.
    Overview(Format),
    /// A record with all that belongs to it, in one file.
    Archive,
    /// A record as data.
    Data,
    /// A register as a table with this header.
    Register(&'a [u8]),
    /// A table that is only written where nothing is.
    Template,
    /// A record that is only written where nothing is.
    Record,
    /// A key that is only written where nothing is.
    Key,
}

/// What stands where something is to be written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Found {
    /// Something else.
    Other,
    /// An earlier one.
    Earlier,
    /// An earlier one that carries signatures.
    Signed,
}

impl Kind<'_> {
    /// What the name of the file has to promise, if it promises anything, and how it may end.
    pub const fn form(self) -> (Promise, &'static str) {
        match self {
            Self::Report(format)
            | Self::Booklet(format)
            | Self::Comparison(format)
            | Self::Overview(format) => (Promise::Form(format), format.extension()),
            Self::SignedReport => (Promise::Form(Format::Pdf), Format::Pdf.extension()),
            Self::Archive | Self::Data => (Promise::Form(Format::Json), Format::Json.extension()),
            Self::Register(_) | Self::Template => {
                (Promise::Form(Format::Csv), Format::Csv.extension())
            }
            Self::Record => (Promise::Record, EXTENSION),
            Self::Key => (Promise::Other("a key or certificate"), "pem"),
        }
    }

    /// An earlier one in words; none where none is ever replaced.
    pub const fn noun(self) -> Option<&'static str> {
        match self {
            Self::Report(Format::Calendar) => Some("a calendar"),
            Self::Report(_) => Some("a report in this format"),
            Self::SignedReport => Some("a report as a PDF"),
            Self::Booklet(_) => Some("a workbook of questions"),
            Self::Comparison(_) => Some("a comparison"),
            Self::Overview(_) => Some("an overview"),
            Self::Archive => Some("an export"),
            Self::Data => Some("a record as JSON"),
            Self::Register(_) => Some("a table with the columns of this register"),
            Self::Template | Self::Record | Self::Key => None,
        }
    }

    /// What these bytes, of a file that is there, are to it.
    pub fn find(self, bytes: &[u8]) -> Found {
        let found = match self {
            Self::Report(Format::Pdf) | Self::SignedReport => return pdf(bytes, true),
            Self::Booklet(Format::Pdf) => return pdf(bytes, false),
            Self::Report(Format::Html) => {
                let generator = br#"<meta name="generator" content="mfa-assess "#;
                bytes.starts_with(b"<!DOCTYPE html>") && holds(bytes, generator)
            }
            Self::Report(Format::Markdown) => {
                holds(bytes, b"\n# ") && holds(bytes, b"- **Fingerprint of the record:** ")
            }
            // What an editor saves has another end.
            Self::Report(Format::Docx) => {
                let end = bytes.len().saturating_sub(crate::TOOL.len() + 32);
                bytes.starts_with(b"PK") && holds(bytes.get(end..).unwrap_or_default(), TOOL)
            }
            Self::Report(Format::Csv) => has_header(bytes, csv::COLUMNS.join(",").as_bytes()),
            Self::Report(Format::Json) => has(bytes, &["tool", "running", "sections"]),
            Self::Report(Format::Text) => holds(
                bytes,
                b"\nThis is an extract. The report of the assessment says more.",
            ),
            Self::Report(Format::Calendar) => {
                let head = bytes.get(..bytes.len().min(256)).unwrap_or_default();
                head.starts_with(b"BEGIN:VCALENDAR") && holds(head, b"PRODID:-//mfa-assess//")
            }
            Self::Booklet(_) => {
                bytes.starts_with(b"# ")
                    && holds(bytes, b"\n- **Questions on:** ")
                    && holds(bytes, b"\n- **Questionnaire:** ")
            }
            Self::Comparison(Format::Json) => has(bytes, &["earlier", "later", "only_later_asks"]),
            Self::Comparison(Format::Markdown) => {
                holds(bytes, b"# From ") && holds(bytes, b"- **Earlier record:** ")
            }
            Self::Comparison(_) => holds(bytes, b"From ") && holds(bytes, b"\nEarlier record: "),
            Self::Overview(Format::Json) => has(bytes, &["records", "not_read", "totals"]),
            Self::Overview(Format::Csv) => {
                bytes.starts_with(b"file,record,problem,organisation,redacted,")
            }
            Self::Overview(_) => {
                let line = bytes.split(|b| *b == b'\n').next().unwrap_or_default();
                line.starts_with(b"Record ") && holds(line, b" Newest entry ")
            }
            Self::Archive => {
                let head = bytes.get(..bytes.len().min(256)).unwrap_or_default();
                holds(head, br#""mfa-assess record""#)
            }
            Self::Data => has(bytes, &["tool", "record", "entries"]),
            Self::Register(header) => has_header(bytes, header),
            Self::Template | Self::Record | Self::Key => false,
        };
        if found { Found::Earlier } else { Found::Other }
    }
}

/// How the name of this program stands in what it writes.
const TOOL: &[u8] = b"mfa-assess ";

fn holds(bytes: &[u8], words: &[u8]) -> bool {
    memmem::find(bytes, words).is_some()
}

/// A PDF of this program, with or without a record inside. What follows its end at the first writing
/// is a signature, or was put there by another program.
fn pdf(bytes: &[u8], with_record: bool) -> Found {
    let is_ours = bytes.starts_with(b"%PDF-")
        && holds(bytes, b"<pdf:Producer>mfa-assess ")
        && holds(bytes, RECORD_FILE.as_bytes()) == with_record;
    let ends = memmem::find_iter(bytes, b"startxref").take(2).count();
    match (is_ours, ends) {
        (false, _) => Found::Other,
        (true, 0 | 1) => Found::Earlier,
        (true, _) => Found::Signed,
    }
}

/// Whether the first line is this one, whatever marks and breaks it.
fn has_header(bytes: &[u8], header: &[u8]) -> bool {
    fn line(bytes: &[u8]) -> &[u8] {
        let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
        let line = bytes.split(|b| *b == b'\n').next();
        line.unwrap_or_default().trim_ascii_end()
    }
    line(bytes) == line(header)
}

/// Whether it is a JSON object with all these names.
fn has(bytes: &[u8], names: &[&str]) -> bool {
    let read = serde_json::from_slice::<BTreeMap<String, IgnoredAny>>(bytes);
    read.is_ok_and(|fields| names.iter().all(|name| fields.contains_key(*name)))
}
