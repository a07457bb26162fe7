//! What the commands for tables take.

use std::path::PathBuf;

use clap::{ArgGroup, Subcommand};

use crate::cli::args::words_within;
use crate::facts::MAX_REASON;

#[derive(Debug, Subcommand)]
pub(crate) enum SystemsCommand {
    /// Write a CSV file with the columns of the register and no row, to be filled in
    Template(TemplateArgs),
    /// List the systems
    List(ListArgs),
    /// Write the register as a CSV file, to be changed in a spreadsheet and imported again
    Export(ExportArgs),
    /// Take over a CSV file: show what is added and changed, and ask. Entries that are not in it stay
    Import(ImportArgs),
}

/// What `template` takes.
#[derive(Debug, clap::Args)]
pub(crate) struct TemplateArgs {
    /// Where to write it; the file must not be there yet; standard output when left out
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,
}

/// What `list` takes.
#[derive(Debug, clap::Args)]
pub(crate) struct ListArgs {
    /// A name from `list`, or a path; the one changed last when left out
    pub record: Option<String>,
    /// Print JSON
    #[arg(long)]
    pub json: bool,
}

/// What `export` takes.
#[derive(Debug, clap::Args)]
pub(crate) struct ExportArgs {
    /// A name from `list`, or a path; the one changed last when left out
    pub record: Option<String>,
    /// Where to write it; `-` for standard output
    #[arg(short, long, value_name = "FILE")]
    pub output: PathBuf,
}

/// What `import` takes.
#[derive(Debug, clap::Args)]
#[command(allow_missing_positional = true, group = ArgGroup::new("unasked_import").multiple(true))]
pub(crate) struct ImportArgs {
    /// A name from `list`, or a path; the one changed last when left out
    pub record: Option<String>,
    /// The CSV file; only read
    #[arg(required = true)]
    pub file: PathBuf,
    /// Take it over without asking
    #[arg(long, group = "unasked_import")]
    pub yes: bool,
    /// Also give names to what has another name under the same number; otherwise such rows are asked
    /// about, and left with --yes
    #[arg(long)]
    pub rename: bool,
    /// Say what would be added and changed, and write nothing
    #[arg(long, group = "unasked_import", conflicts_with = "yes")]
    pub dry_run: bool,
    /// The reason; needed once the record is signed off
    #[arg(long, value_name = "TEXT", value_parser = words_within(MAX_REASON))]
    pub why: Option<String>,
    /// Print JSON; with --yes or --dry-run, as nothing can be asked then
    #[arg(long, requires = "unasked_import")]
    pub json: bool,
}
