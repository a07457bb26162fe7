//! The bytes of a CSV file as rows of cells, and back: what spreadsheets write, and what they need
//! to be given.

use std::io;

use thiserror::Error;

use super::guard::guarded;
use crate::encoding;
use crate::facts::limits::{CELLS, ROWS};
use crate::text::clean_paragraphs;

/// The most that is read of a file, in bytes.
pub(crate) const MAX_BYTES: usize = 32 * 1024 * 1024;
/// How many rows are looked at for the one that names the columns.
const LOOKED_AT: usize = 20;
/// The most rows of a file: those of the table, the one that names its columns, and those above it.
const KEPT: usize = ROWS + LOOKED_AT;
/// What may stand between cells, the likeliest first.
const DELIMITERS: [u8; 3] = [b',', b';', b'\t'];
/// A last line that can only be read as such where every quote before it is closed.
const END: &str = "\u{1}";
const BYTE_ORDER_MARK: &str = "\u{feff}";

/// Why bytes are not rows. The text says what to do.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Unreadable {
    /// There is nothing.
    #[error("it is empty; its first row has to name the columns")]
    Empty,
    /// More than a table has.
    #[error("it is larger than {} MiB; divide it", MAX_BYTES / 1024 / 1024)]
    TooLarge,
    /// More rows than are taken at once.
    #[error("it has {has} rows, and {ROWS} are the most that are taken at once; divide it")]
    TooManyRows {
        /// How many have something in them.
        has: usize,
    },
    /// More cells than are taken at once.
    #[error(
        "it has {has} cells, and {CELLS} are the most that are taken at once; leave out the columns that mean nothing to mfa-assess, or divide it"
    )]
    TooManyCells {
        /// How many its rows have that have something in them.
        has: usize,
    },
    /// A workbook of a spreadsheet program.
    #[error("it is a workbook and not CSV; save it from the spreadsheet as “CSV UTF-8”")]
    Workbook,
    /// Bytes that are no text.
    #[error("it holds bytes that are no text; save it from the spreadsheet as “CSV UTF-8”")]
    NotText,
    /// Another form of Unicode, which nothing at its beginning says.
    #[error("it is in {0}; save it from the spreadsheet as “CSV UTF-8”")]
    Encoded(&'static str),
    /// Another encoding.
    #[error(
        "line {line} is not in UTF-8; save it from the spreadsheet as “CSV UTF-8”, or choose UTF-8 as its character set"
    )]
    NotUtf8 {
        /// The line of the file, from 1.
        line: usize,
    },
    /// A quote that is opened and never closed: all that follows would be one cell.
    #[error("a quotation mark that opens a cell in row {row} or below is never closed")]
    OpenQuote {
        /// The row, from 1.
        row: usize,
    },
    /// What the reader of CSV says.
    #[error("it is not CSV: {0}")]
    NotCsv(String),
    /// More than one row could name the columns.
    #[error(
        "rows {first} and {second} both read like the one that names the columns; keep one of them, above all entries"
    )]
    TwoHeaders {
        /// The row, as spreadsheets count.
        first: usize,
        /// The other.
        second: usize,
    },
    /// The row that names the columns stands among others that may be entries.
    #[error(
        "row {header} names the columns, and row {above} above it reads like an entry; move row {header} above all entries, and take out what else stands there"
    )]
    EntryAbove {
        /// The row that names the columns, as spreadsheets count.
        header: usize,
        /// The first row above it that reads like an entry.
        above: usize,
    },
}

/// One row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Row {
    /// Its number in a spreadsheet: blank rows count.
    pub(super) number: usize,
    /// Its cells, cleaned.
    pub(super) cells: Vec<String>,
}

impl Row {
    pub(super) fn is_blank(&self) -> bool {
        self.cells.iter().all(|cell| cell.trim().is_empty())
    }

    fn filled(&self) -> usize {
        self.cells.iter().filter(|cell| !cell.is_empty()).count()
    }

    /// Whether it is a line like "#TYPE …", which programs write above a table.
    fn is_comment(&self) -> bool {
        self.cells.first().is_some_and(|cell| cell.starts_with('#'))
    }
}

/// The rows of a file.
#[derive(Debug)]
pub(super) struct Sheet {
    /// The one that names the columns; the first that is not blank where none does.
    pub(super) header: Row,
    /// Titles, notes and the like, which stand above it.
    pub(super) above: Vec<Row>,
    /// Those below it that have something in them.
    pub(super) rows: Vec<Row>,
    /// The last row that was looked at for the header.
    pub(super) looked_to: usize,
}

/// The rows of a file, cleaned and still [`guarded`]. What stands between cells, and which row names the columns, is found by
/// looking for the most cells that do: `score` counts them, and is 0 for a row that cannot be it.
pub(super) fn read(bytes: &[u8], score: impl Fn(&[String]) -> usize) -> Result<Sheet, Unreadable> {
    let text = decoded(bytes)?;
    let (said, text) = said_delimiter(&text);
    let best = |delimiter: u8| {
        let mut rows = parsed(text, delimiter).map_while(Result::ok).peekable();
        let cells = rows.peek().map_or(0, |row| row.cells.len());
        let rows = rows.filter(|row| !row.is_blank()).take(LOOKED_AT);
        let scores = rows.map(|row| score(&row.cells));
        (scores.max().unwrap_or(0), cells)
    };
    // The first of equals, as `max_by_key` would take the last.
    let found = || DELIMITERS.into_iter().rev().max_by_key(|d| best(*d));
    let delimiter = said.or_else(found).unwrap_or(b',');
    let mut rows = filled(parsed(text, delimiter))?;
    for row in &mut rows {
        for cell in &mut row.cells {
            *cell = clean_paragraphs(cell);
        }
    }
    sheet(rows, score)
}

/// The rows that have something in them, without the last line. Those that are too many are counted, and
/// not kept.
fn filled(parsed: impl Iterator<Item = Result<Row, Unreadable>>) -> Result<Vec<Row>, Unreadable> {
    let (mut rows, mut count, mut cells) = (vec![], 0, 0);
    let mut last = None;
    for row in parsed {
        let before: Option<Row> = last.replace(row?);
        let Some(row) = before.filter(|row| !row.is_blank()) else {
            continue;
        };
        count += 1;
        cells += row.cells.len();
        if count <= KEPT && cells <= CELLS {
            rows.push(row);
        }
    }
    match last {
        Some(row) if row.cells == [END] => {}
        last => {
            let row = last.map_or(1, |row| row.number);
            return Err(Unreadable::OpenQuote { row });
        }
    }
    if count > KEPT {
        return Err(Unreadable::TooManyRows { has: count });
    }
    if cells > CELLS {
        return Err(Unreadable::TooManyCells { has: cells });
    }
    Ok(rows)
}

/// Finds the row that names the columns.
fn sheet(mut rows: Vec<Row>, score: impl Fn(&[String]) -> usize) -> Result<Sheet, Unreadable> {
    // What cannot be seen was in some, and is no longer.
    rows.retain(|row| !row.is_blank());
    let looked: Vec<(usize, usize, usize)> = rows
        .iter()
        .enumerate()
        .take(LOOKED_AT)
        .map(|(at, row)| (at, row.number, score(&row.cells)))
        .collect();
    let (Some(first), Some(last)) = (looked.first(), looked.last()) else {
        return Err(Unreadable::Empty);
    };
    let looked_to = last.1;
    let most = looked.iter().map(|(.., score)| *score).max();
    let mut best = looked.iter().filter(|(.., score)| Some(*score) == most);
    let at = match (best.next(), best.next()) {
        (Some((_, first, 1..)), Some((_, second, _))) => {
            let (first, second) = (*first, *second);
            return Err(Unreadable::TwoHeaders { first, second });
        }
        (Some((at, _, 1..)), None) => *at,
        _ => first.0,
    };
    let below = rows.split_off(at + 1);
    let header = rows.pop().ok_or(Unreadable::Empty)?;
    let above = rows;
    // A header that was sorted in among its entries must not hide those before it.
    let is_entry = |row: &&Row| !row.is_comment() && row.filled() * 2 > header.filled();
    if let Some(entry) = above.iter().find(is_entry) {
        let (header, above) = (header.number, entry.number);
        return Err(Unreadable::EntryAbove { header, above });
    }
    Ok(Sheet {
        header,
        above,
        rows: below,
        looked_to,
    })
}

/// The text of a file, with every line break as `\n` and a last line that closes it.
fn decoded(bytes: &[u8]) -> Result<String, Unreadable> {
    if bytes.len() > MAX_BYTES {
        return Err(Unreadable::TooLarge);
    }
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(&[0xd0, 0xcf, 0x11, 0xe0]) {
        return Err(Unreadable::Workbook);
    }
    let text = match bytes {
        _ if encoding::wide(bytes) == Some(encoding::UTF_32) => {
            return Err(Unreadable::Encoded(encoding::UTF_32));
        }
        [0xff, 0xfe, rest @ ..] => utf16(rest, u16::from_le_bytes)?,
        [0xfe, 0xff, rest @ ..] => utf16(rest, u16::from_be_bytes)?,
        _ => match std::str::from_utf8(bytes) {
            Ok(text) => text.to_owned(),
            Err(_) if bytes.contains(&0) => {
                return Err(encoding::wide(bytes).map_or(Unreadable::NotText, Unreadable::Encoded));
            }
            Err(error) => {
                let before = bytes.get(..error.valid_up_to()).unwrap_or_default();
                let line = 1 + before.iter().filter(|byte| **byte == b'\n').count();
                return Err(Unreadable::NotUtf8 { line });
            }
        },
    };
    if text.contains('\0') {
        return Err(encoding::wide(bytes).map_or(Unreadable::NotText, Unreadable::Encoded));
    }
    let text = text.strip_prefix(BYTE_ORDER_MARK).unwrap_or(&text);
    let text = text
        .replace("\r\n", "\n")
        .replace('\r', "\n")
        .replace(END, "");
    Ok(format!("{text}\n{END}\n"))
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Result<String, Unreadable> {
    let (units, rest) = bytes.as_chunks::<2>();
    let units: Vec<u16> = units.iter().map(|pair| unit(*pair)).collect();
    let text = String::from_utf16(&units).map_err(|_| Unreadable::NotText)?;
    match rest {
        [] => Ok(text),
        _ => Err(Unreadable::NotText),
    }
}

/// What a first line like `sep=;` says, which some spreadsheets write and read, and what follows.
/// It keeps its line, so that rows have the numbers that they are shown with.
fn said_delimiter(text: &str) -> (Option<u8>, &str) {
    let (first, rest) = text.split_at(text.find('\n').unwrap_or(0));
    match first.as_bytes() {
        [b's' | b'S', b'e' | b'E', b'p' | b'P', b'=', delimiter] => (Some(*delimiter), rest),
        _ => (None, text),
    }
}

/// The rows as they stand there.
fn parsed(text: &str, delimiter: u8) -> impl Iterator<Item = Result<Row, Unreadable>> {
    let reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter)
        .from_reader(text.as_bytes());
    let mut number = 0;
    reader.into_records().map(move |record| {
        let record = record.map_err(|error| Unreadable::NotCsv(error.to_string()))?;
        let from = record.position().map_or(0, csv::Position::byte);
        let from = usize::try_from(from).unwrap_or(usize::MAX);
        // The reader passes over lines with nothing in them, which a spreadsheet shows as rows.
        let rest = text.as_bytes().get(from..).unwrap_or_default();
        number += 1 + rest.iter().take_while(|byte| **byte == b'\n').count();
        Ok(Row {
            number,
            cells: record.iter().map(str::to_owned).collect(),
        })
    })
}

/// Rows as the bytes of a file that spreadsheets open as they should: every cell is [`guarded`].
///
/// # Errors
/// When the bytes cannot be made.
pub(crate) fn write(rows: impl Iterator<Item = Vec<String>>) -> io::Result<Vec<u8>> {
    // Without the mark, some take UTF-8 for something else.
    let bytes = BYTE_ORDER_MARK.as_bytes().to_vec();
    let mut csv = csv::Writer::from_writer(bytes);
    for row in rows {
        csv.write_record(row.iter().map(|cell| guarded(cell)))?;
    }
    csv.into_inner().map_err(csv::IntoInnerError::into_error)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::guard::{Within, unguarded};
    use super::*;

    fn rows(bytes: impl AsRef<[u8]>) -> Vec<(usize, Vec<String>)> {
        let sheet = read(bytes.as_ref(), score).unwrap();
        let rows = std::iter::once(sheet.header).chain(sheet.rows);
        let bare = |cell: &String| unguarded(cell, Within::Beginning);
        rows.map(|row| (row.number, row.cells.iter().map(bare).collect()))
            .collect()
    }

    fn score(cells: &[String]) -> usize {
        let is_known = |cell: &&String| ["Name", "Where, and by whom?"].contains(&cell.as_str());
        let known = cells.iter().filter(is_known).count();
        if cells.iter().any(|cell| cell == "Name") {
            known
        } else {
            0
        }
    }

    fn row(number: usize, cells: &[&str]) -> (usize, Vec<String>) {
        (
            number,
            cells.iter().map(|cell| (*cell).to_owned()).collect(),
        )
    }

    #[test]
    fn whatever_a_spreadsheet_writes_is_read_the_same() {
        let wanted = [
            row(1, &["Name", "Where, and by whom?"]),
            row(2, &["Mail", "a\n\"b\""]),
        ];
        let semicolons = "Name;Where, and by whom?\r\nMail;\"a\r\n\"\"b\"\"\"\r\n";
        let commas = "Name,\"Where, and by whom?\"\nMail,\"a\n\"\"b\"\"\"";
        let tabs = "Name\tWhere, and by whom?\rMail\t\"a\r\"\"b\"\"\"\r";
        let wide: Vec<u16> = "\u{feff}"
            .encode_utf16()
            .chain(tabs.encode_utf16())
            .collect();
        let little: Vec<u8> = wide.iter().flat_map(|unit| unit.to_le_bytes()).collect();
        let big: Vec<u8> = wide.iter().flat_map(|unit| unit.to_be_bytes()).collect();
        for bytes in [semicolons, commas, tabs] {
            assert_eq!(rows(bytes), wanted, "{bytes}");
            assert_eq!(rows(format!("\u{feff}{bytes}")), wanted, "{bytes}");
        }
        assert_eq!(rows(little), wanted);
        assert_eq!(rows(big), wanted);
    }

    #[test]
    fn rows_have_the_numbers_that_a_spreadsheet_shows() {
        let wanted = [
            row(2, &["Name", "b"]),
            row(4, &["x\ny\nz", ""]),
            row(7, &["w"]),
        ];
        assert_eq!(
            rows("\r\nName,b\r\n\r\n\"x\r\ny\r\nz\",\r\n,\r\n\r\nw\r\n\r\n"),
            wanted
        );
        assert_eq!(rows("sep=;\nName;b\n\n\"x\ny\nz\";\n;\n\nw"), wanted);
    }

    #[test]
    fn what_is_no_table_is_refused_with_what_to_do() {
        let refused = |bytes: &[u8]| read(bytes, |_| 0).unwrap_err();
        assert_eq!(refused(b""), Unreadable::Empty);
        assert_eq!(refused(b"\xef\xbb\xbf\r\n;;\r\n"), Unreadable::Empty);
        assert_eq!(refused(b"PK\x03\x04\0"), Unreadable::Workbook);
        assert_eq!(refused(b"a,b\nc\0,d"), Unreadable::NotText);
        assert_eq!(refused(b"\xff\xfea"), Unreadable::NotText);
        let utf32 = Unreadable::Encoded(encoding::UTF_32);
        assert_eq!(refused(b"\xff\xfe\0\0a\0\0\0"), utf32);
        assert_eq!(refused(b"\0\0\0N\0\0\0a"), utf32);
        let utf16 = Unreadable::Encoded(encoding::UTF_16);
        assert_eq!(refused(b"N\0a\0m\0e\0"), utf16);
        assert_eq!(refused(b"Name\nT\xfd\n"), Unreadable::NotUtf8 { line: 2 });
        assert_eq!(
            refused(b"Name\nMail\n\"Post\nNews\n"),
            Unreadable::OpenQuote { row: 3 }
        );
        assert_eq!(refused(&vec![b'a'; MAX_BYTES + 1]), Unreadable::TooLarge);
    }

    #[test]
    fn a_table_of_more_rows_or_cells_than_are_taken_is_refused_with_how_many() {
        let blank = ",,,\n".repeat(ROWS);
        let most = format!("Name,b\n{}{blank}", "a,b\n".repeat(ROWS));
        assert_eq!(rows(&most).len(), ROWS + 1);
        let refused = |text: &str| read(text.as_bytes(), score).unwrap_err();
        let more = format!("{most}{}", "a\n".repeat(LOOKED_AT));
        let has = ROWS + 1 + LOOKED_AT;
        assert_eq!(refused(&more), Unreadable::TooManyRows { has });
        let wide = format!("Name,b\na{}", ",".repeat(CELLS));
        let has = CELLS + 3;
        assert_eq!(refused(&wide), Unreadable::TooManyCells { has });
        assert!(matches!(
            refused(&format!("{more}\"")),
            Unreadable::OpenQuote { .. }
        ));
    }

    #[test]
    fn a_cell_of_32000_characters_is_one_cell() {
        let long = "ŵ\n".repeat(16_000);
        let read = rows(format!("Name\n\"{long}\"\n"));
        assert_eq!(read[1].1[0].chars().count(), 31_999);
    }

    #[test]
    fn the_row_that_names_the_columns_is_found_below_what_stands_above_it() {
        let read = |text: &str| read(text.as_bytes(), score);
        for above in [
            "#TYPE Selected.System.Management.Automation.PSCustomObject\n",
            "#TYPE a b\n\n",
            "Register 2026/27,,\n\"Last updated: 12/05/2026, by IG\",,\n,,\n",
            "sep=,\nRegister\n",
            "Name\n",
        ] {
            let sheet = read(&format!(
                "{above}Name,\"Where, and by whom?\",x\nMail,us,1\n"
            ))
            .unwrap();
            assert_eq!(sheet.header.cells.len(), 3, "{above}");
            assert_eq!(sheet.rows.len(), 1, "{above}");
        }
        let titles = "Title;\n".repeat(LOOKED_AT - 1);
        let sheet = read(&format!("{titles}Name;b\nMail;us\n")).unwrap();
        assert_eq!((sheet.header.number, sheet.above.len()), (20, 19));
        let sheet = read(&format!("{titles}Title;\nName;b\nMail;us\n")).unwrap();
        assert_eq!((sheet.header.number, sheet.looked_to), (1, 20));
    }

    #[test]
    fn a_header_that_may_be_another_row_is_asked_for() {
        let refused = |text: &str| read(text.as_bytes(), score).unwrap_err();
        let (first, second) = (2, 4);
        assert_eq!(
            refused("\nName,b\nMail,us\nName,b\n"),
            Unreadable::TwoHeaders { first, second }
        );
        let (header, above) = (3, 2);
        for text in [
            "t,,\nArchive,us,1\nName,b,c\nRota,us,2\n",
            "\nArchive\nName\n",
        ] {
            assert_eq!(
                refused(text),
                Unreadable::EntryAbove { header, above },
                "{text}"
            );
        }
    }

    proptest! {
        #[test]
        fn any_bytes_are_rows_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            if let Err(error) = read(&bytes, |_| 0) {
                prop_assert!(!error.to_string().is_empty());
            }
        }

        #[test]
        fn what_is_written_is_read_again(
            cells in proptest::collection::vec(proptest::collection::vec("[-a-c=+@'\";,\t\n é]{0,6}", 3), 1..6)
        ) {
            let clean = |row: &Vec<String>| -> Vec<String> {
                row.iter().map(|cell| clean_paragraphs(cell)).collect()
            };
            let mut wanted: Vec<Vec<String>> = cells.iter().map(clean).collect();
            wanted.insert(0, vec!["Name".to_owned(), "b".to_owned(), "c".to_owned()]);
            let bytes = write(wanted.iter().cloned()).unwrap();
            let sheet = read(&bytes, score).unwrap();
            let rows = std::iter::once(sheet.header).chain(sheet.rows);
            let whole = |cell: &String| unguarded(cell, Within::Whole);
            let mut read: Vec<Vec<String>> = rows.map(|row| row.cells.iter().map(whole).collect()).collect();
            for rows in [&mut read, &mut wanted] {
                rows.retain(|row| row.iter().any(|cell| !cell.is_empty()));
            }
            prop_assert_eq!(read, wanted);
        }
    }
}
