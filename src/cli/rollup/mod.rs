//! `rollup`: where every assessment of a folder stands. Exit code 3 when one cannot be read.
//!
//! The records go by one after the other, in the order of their names: of each, no more stays than
//! its line and what it adds to the totals.

mod csv;
mod files;
mod json;
mod lanes;
mod row;
mod spool;
mod table;
mod totals;

use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use clap::ValueEnum;
use jiff::civil::Date;

use super::args::Common;
use super::error::CliError;
use super::wizard::library;
use super::{Done, Unbroken, is_standard_output, say, tell};
use crate::output::{Kind, Output, OutputError};
use crate::record::{EXTENSION, Reader};
use crate::report;
use crate::session::Clock;
use crate::text::counted;
use files::{Files, files};
use row::Row;
use totals::Totals;

/// What `rollup` takes.
#[derive(Debug, clap::Args)]
pub(super) struct RollupArgs {
    /// The folder that holds the records
    #[arg(value_name = "DIR")]
    folder: PathBuf,
    /// Look into the folders below it too
    #[arg(long)]
    recursive: bool,
    /// The format; where it is left out, that of the output's name, or a table
    #[arg(long, value_enum)]
    format: Option<Format>,
    /// Print JSON
    #[arg(long, conflicts_with_all = ["format", "csv"])]
    json: bool,
    /// Print CSV, for a spreadsheet
    #[arg(long, conflicts_with = "format")]
    csv: bool,
    /// Where to write it; standard output when left out
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Judge exemptions and actions as they stand on this day, for example 2027-06-30; today when left out
    #[arg(long, value_name = "DATE")]
    as_at: Option<Date>,
}

/// The formats of the overview.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// Lines for people
    Table,
    /// Comma-separated values, for a spreadsheet
    Csv,
    /// JSON
    Json,
}

impl RollupArgs {
    fn format(&self) -> Format {
        let ending = self.output.as_deref().and_then(Path::extension);
        let ending = ending.map(|e| e.to_string_lossy().to_ascii_lowercase());
        match (self.format, ending.as_deref()) {
            (Some(format), _) => format,
            _ if self.json => Format::Json,
            _ if self.csv => Format::Csv,
            (None, Some("json")) => Format::Json,
            (None, Some("csv")) => Format::Csv,
            (None, _) => Format::Table,
        }
    }
}

/// Says where every assessment of a folder stands.
pub(super) fn rollup(common: &Common, wanted: &RollupArgs) -> Result<Done, CliError> {
    let as_at = wanted.as_at.unwrap_or_else(|| Clock::System.today());
    let files = files(&wanted.folder, wanted.recursive)?;
    let format = wanted.format();
    let output = wanted.output.as_deref();
    let output = output.filter(|output| !is_standard_output(output));
    let totals = match output {
        Some(path) => into_file(common, path, format, &files, |out| {
            write(&files, format, as_at, out)
        })?,
        None => {
            let mut out = BufWriter::new(Unbroken(io::stdout().lock()));
            let totals = write(&files, format, as_at, &mut out)?;
            out.flush()?;
            totals
        }
    };
    if let Some(path) = output {
        say(&path.display().to_string());
    }
    for words in files.left_out {
        tell(&words);
    }
    if let Some(words) = totals.repeated_words() {
        tell(&words);
    }
    tell(&match (totals.sound, totals.problems) {
        (0, 0) => format!(
            "No record in {}. A record is a file that ends in .{EXTENSION}.",
            wanted.folder.display()
        ),
        (read, 0) => format!("{} read.", counted(read, "record")),
        (read, problems) => format!(
            "{} read; {} cannot be read, and what is in there counts nowhere.",
            counted(read, "record"),
            counted(problems, "file")
        ),
    });
    Ok(match totals.problems {
        0 => Done::Well,
        _ => Done::Incomplete,
    })
}

/// Writes into a file, which is there only when it is whole.
fn into_file<T>(
    common: &Common,
    path: &Path,
    format: Format,
    files: &Files,
    write: impl FnOnce(&mut dyn Write) -> io::Result<T>,
) -> Result<T, CliError> {
    let refused = |error| CliError::output(&error, "mfa-assess rollup DIR -o FILE");
    let kind = Kind::Overview(match format {
        Format::Table => report::Format::Text,
        Format::Csv => report::Format::Csv,
        Format::Json => report::Format::Json,
    });
    let reads = files.found.iter().map(|found| found.path.as_path());
    let library = library(common).ok();
    let place = Output::new(path, kind, library.as_ref())
        .reading(reads)
        .place();
    let place = place.map_err(refused)?;
    let begun = place.begin().map_err(refused)?;
    let mut out = BufWriter::new(begun.file());
    let written = write(&mut out).and_then(|told| out.flush().map(|()| told));
    drop(out);
    let told = written.map_err(|error| refused(OutputError::refused(path)(error)))?;
    place.finish(begun).map_err(refused)?;
    Ok(told)
}

/// Reads every record, and writes the overview in this format.
fn write(files: &Files, format: Format, as_at: Date, out: &mut dyn Write) -> io::Result<Totals> {
    let mut totals = Totals::default();
    match format {
        Format::Json => {
            let mut json = json::Json::begin(as_at, out)?;
            each(files, as_at, &mut totals, |row| json.row(row, out))?;
            json.end(&totals, out)?;
        }
        Format::Csv => {
            let mut csv = csv::Csv::begin();
            each(files, as_at, &mut totals, |row| csv.row(row))?;
            csv.end(&totals, out)?;
        }
        Format::Table => {
            let mut table = table::Table::begin();
            each(files, as_at, &mut totals, |row| table.row(row))?;
            table.end(&totals, as_at, out)?;
        }
    }
    Ok(totals)
}

/// Reads one record after the other on all cores, adds each to the totals, and takes its line.
fn each(
    files: &Files,
    as_at: Date,
    totals: &mut Totals,
    mut take: impl FnMut(&Row) -> io::Result<()>,
) -> io::Result<()> {
    let read = |reader: &mut Reader, found: &files::Found| Row::of(reader, found, as_at);
    lanes::in_order(&files.found, read, |row| {
        totals.add(&row);
        take(&row)
    })
}
