//! What the ending of a name promises: the one table of endings that are known. Others, and none,
//! promise nothing.

use std::path::Path;

use crate::record::EXTENSION;
use crate::report::Format;

/// What somebody takes a file of some name for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Promise {
    /// One of the forms that are written here.
    Form(Format),
    Record,
    /// Something that is never written here.
    Other(&'static str),
}

/// Endings of what is never written here.
const OTHERS: [(&str, &str); 36] = [
    ("xlsx", "a workbook of Excel"),
    ("xlsm", "a workbook of Excel"),
    ("xlsb", "a workbook of Excel"),
    ("xls", "a workbook of Excel"),
    ("ods", "a spreadsheet of LibreOffice"),
    ("numbers", "a spreadsheet of Numbers"),
    ("tsv", "a table with tabs"),
    ("doc", "a document of an old Word"),
    ("docm", "a document of Word with macros"),
    ("dotx", "a template of Word"),
    ("odt", "a document of LibreOffice"),
    ("rtf", "rich text"),
    ("pages", "a document of Pages"),
    ("ppt", "slides"),
    ("pptx", "slides"),
    ("odp", "slides"),
    ("png", "a picture"),
    ("jpg", "a picture"),
    ("jpeg", "a picture"),
    ("gif", "a picture"),
    ("svg", "a drawing"),
    ("xml", "XML"),
    ("yaml", "YAML"),
    ("yml", "YAML"),
    ("toml", "TOML"),
    ("eml", "an e-mail"),
    ("msg", "an e-mail"),
    ("zip", "an archive"),
    ("gz", "an archive"),
    ("7z", "an archive"),
    ("tar", "an archive"),
    ("pem", "a key or certificate"),
    ("key", "a key"),
    ("crt", "a certificate"),
    ("p12", "keys and certificates"),
    ("pfx", "keys and certificates"),
];

/// What the name of this file promises, if anything.
pub(crate) fn promise(path: &Path) -> Option<Promise> {
    let name = path.file_name()?.to_string_lossy().to_ascii_lowercase();
    // Windows drops these from the end of a name.
    let name = Path::new(name.trim_end_matches(['.', ' ']));
    if let Some(format) = Format::of(name) {
        return Some(Promise::Form(format));
    }
    let ending = name.extension()?.to_str()?;
    match ending {
        EXTENSION => Some(Promise::Record),
        "text" => Some(Promise::Form(Format::Text)),
        other => {
            let known = OTHERS.iter().find(|(ending, _)| *ending == other);
            known.map(|(_, is)| Promise::Other(is))
        }
    }
}

impl Promise {
    /// It in words.
    pub(crate) const fn words(self) -> &'static str {
        match self {
            Self::Form(format) => words(format),
            Self::Record => "a record of mfa-assess",
            Self::Other(is) => is,
        }
    }
}

/// A form in words.
pub(super) const fn words(format: Format) -> &'static str {
    match format {
        Format::Pdf => "a PDF",
        Format::Html => "a page for a browser",
        Format::Markdown => "Markdown",
        Format::Docx => "a document of Word",
        Format::Csv => "a CSV table",
        Format::Json => "JSON",
        Format::Text => "plain text",
        Format::Calendar => "a calendar",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_ending_promises_the_same_however_it_is_written() {
        let promised = |name: &str| promise(Path::new(name));
        for format in Format::ALL {
            for name in ["a.", "A.B.", "x/y."] {
                let name = format!("{name}{}", format.extension().to_uppercase());
                for end in ["", ".", " ", " ."] {
                    let name = format!("{name}{end}");
                    assert_eq!(promised(&name), Some(Promise::Form(format)), "{name}");
                }
            }
        }
        assert_eq!(promised("a.JSONL"), Some(Promise::Record));
        assert_eq!(
            promised("report.pdf.gz").map(Promise::words),
            Some("an archive")
        );
        for nothing in ["report", "report.bak", ".pdf", "report.2026", ".."] {
            assert_eq!(promised(nothing), None, "{nothing}");
        }
    }
}
