//! Reads a file back with the tools that others use: poppler and qpdf.

use std::path::{Path, PathBuf};
use std::process::Command;

/// A file in a folder that goes when the test ends.
pub struct File {
    _folder: tempfile::TempDir,
    path: PathBuf,
}

/// Where a word stands: left, top, right and bottom, from the top left corner of its page.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Place {
    pub left: f32,
    pub top: f32,
    pub right: f32,
    pub bottom: f32,
}

impl File {
    pub fn new(bytes: &[u8]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("report.pdf");
        std::fs::write(&path, bytes).unwrap();
        Self {
            _folder: folder,
            path,
        }
    }

    pub fn path(&self) -> &Path {
        &self.path
    }

    /// What is read out: the text of the parts, in order, without white space and decoration.
    pub fn read_out(&self) -> String {
        let text = run("pdfinfo", &["-struct-text"], &self.path, &[]);
        let lines = text.lines().map(str::trim);
        let spoken = lines.filter_map(|line| line.strip_prefix('"')?.strip_suffix('"'));
        spoken.flat_map(str::split_whitespace).collect()
    }

    /// The text of each page, in the order of the file.
    pub fn pages(&self) -> Vec<String> {
        let text = run("pdftotext", &["-raw"], &self.path, &["-"]);
        let pages = text.strip_suffix('\u{c}').unwrap_or(&text);
        pages.split('\u{c}').map(str::to_owned).collect()
    }

    /// The words of each page with their places.
    pub fn words(&self) -> Vec<Vec<(String, Place)>> {
        let text = run("pdftotext", &["-bbox"], &self.path, &["-"]);
        let pages = text.split("<page ").skip(1);
        pages
            .map(|page| page.lines().filter_map(word).collect())
            .collect()
    }

    pub fn information(&self) -> String {
        run("pdfinfo", &[], &self.path, &[])
    }

    pub fn fonts(&self) -> String {
        run("pdffonts", &[], &self.path, &[])
    }

    /// Fails when the syntax is not that of a PDF.
    pub fn check(&self) {
        run("qpdf", &["--check"], &self.path, &[]);
    }

    /// The pages on which the headings stand that the outline lists, in order.
    pub fn headings(&self) -> Vec<usize> {
        let mut pages = Vec::new();
        headings(&self.json()["outlines"], &mut pages);
        pages
    }

    /// The file as one JSON object.
    pub fn json(&self) -> serde_json::Value {
        let text = run("qpdf", &["--json"], &self.path, &[]);
        serde_json::from_str(&text).unwrap()
    }
}

fn headings(entries: &serde_json::Value, pages: &mut Vec<usize>) {
    for entry in entries.as_array().unwrap() {
        let page = entry["destpageposfrom1"].as_u64().unwrap();
        pages.push(usize::try_from(page).unwrap());
        headings(&entry["kids"], pages);
    }
}

fn word(line: &str) -> Option<(String, Place)> {
    let rest = line.trim().strip_prefix("<word ")?;
    let (places, words) = rest.split_once('>')?;
    let mut numbers = places.split('"').skip(1).step_by(2);
    let mut next = || numbers.next()?.parse().ok();
    let place = Place {
        left: next()?,
        top: next()?,
        right: next()?,
        bottom: next()?,
    };
    Some((words.strip_suffix("</word>")?.to_owned(), place))
}

fn run(tool: &str, options: &[&str], path: &Path, rest: &[&str]) -> String {
    let mut command = Command::new(tool);
    command.args(options).arg(path).args(rest);
    let output = command.output().unwrap_or_else(|error| {
        panic!("{tool} is needed to read the report back ({error}): install poppler-utils and qpdf")
    });
    let heard = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{tool}: {heard}");
    assert!(heard.is_empty(), "{tool} complains: {heard}");
    // poppler writes a title with letters outside Latin-1 wrongly at the head of its word list.
    String::from_utf8_lossy(&output.stdout).into_owned()
}
