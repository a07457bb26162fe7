//! The arguments, as the command line takes them.

use std::path::PathBuf;

use clap::{ArgGroup, Parser, Subcommand, ValueEnum};
use serde::Deserialize;
use serde::de::IntoDeserializer;

use super::apply::args::{
    ActionCommand, AnswerArgs, ApplyArgs, BeginArgs, ExemptionCommand, SignOffArgs,
};
use super::calendar::CalendarArgs;
use super::check::CheckArgs;
use super::compare::CompareArgs;
use super::evidence::EvidenceCommand;
use super::questionnaire::QuestionnaireCommand;
use super::report::ReportArgs;
use super::rollup::RollupArgs;
use super::sign::SignArgs;
use super::tables::SystemsCommand;
use super::verify::parse_fingerprint;
use crate::facts::{Fingerprint, Hidden, MAX_REASON, limits};
use crate::text::{clean_line, says_something};

/// Walk through the NHS England multi-factor authentication policy, scenario by scenario, and
/// write a signed-off PDF self-assessment. Without a command, the wizard opens.
#[derive(Debug, Parser)]
#[command(name = "mfa-assess", version, max_term_width = 100)]
pub(super) struct Args {
    #[command(flatten)]
    pub common: Common,
    #[command(subcommand)]
    pub command: Option<Command>,
}

/// What every command takes.
#[derive(Debug, clap::Args)]
pub(super) struct Common {
    /// Keep records in this folder
    #[arg(long, global = true, value_name = "DIR", env = "MFA_ASSESS_DATA_DIR")]
    pub data_dir: Option<PathBuf>,
    /// Hold the conversation line by line, without a full screen
    #[arg(long, global = true)]
    pub plain: bool,
    /// Use this questionnaire for new assessments
    #[arg(long, global = true, value_name = "FILE")]
    pub questionnaire: Option<PathBuf>,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Begin an assessment
    New {
        /// Begin with what this record says, a name from `list` or a path: shown beside each
        /// question, and to be confirmed
        #[arg(long, value_name = "RECORD")]
        from: Option<String>,
        #[command(flatten)]
        begin: BeginArgs,
    },
    /// Go on with an assessment
    Open {
        /// A name from `list`, or a path; the one changed last when left out
        record: Option<String>,
    },
    /// List the assessments
    List {
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
    /// Say where an assessment stands; exit code 3 while it is incomplete
    Status {
        /// A name from `list`, or a path; the one changed last when left out
        record: Option<String>,
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
    /// Say what has run out or will; exit code 3 if anything has, or while an assessment is incomplete
    Check(CheckArgs),
    /// Write reviews, ends, actions and evidence that have a day as a calendar; import it again after a
    /// change, and its entries change
    Calendar(CalendarArgs),
    /// Write the report of an assessment: as a PDF, or in another format for other uses
    Report(ReportArgs),
    /// Bring an assessment to a later version of its questionnaire; every answer is kept
    Migrate {
        /// A name from `list`, or a path; the one changed last when left out
        record: Option<String>,
        /// The later version; the one that comes with the program when left out
        #[arg(long, value_name = "FILE")]
        to: Option<PathBuf>,
        /// Say what would change, and write nothing
        #[arg(long)]
        dry_run: bool,
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
    /// Say what differs between two records: answers, exemptions, actions, outcomes
    Compare(CompareArgs),
    /// Join somebody else's work on the same assessment to a record. What only one of you has
    /// changed counts; where both have changed one thing differently, you choose
    Merge(MergeArgs),
    /// Sign a report with a certificate, so that any later change to it shows; several people can sign
    /// one after the other
    Sign(SignArgs),
    /// Say whether a record is what was written, who signed it, and what has changed since; of a
    /// report, whether it is what the record in it gives, and whose signatures it holds; exit code 3
    /// when it is not. The file is only read, and can be open elsewhere
    Verify {
        /// A name from `list`, or the path of a record or of a report
        file: String,
        /// A fingerprint from a report or from minutes: say at which entry the record had it, and
        /// what has changed since; exit code 3 when it never had it
        #[arg(long, value_name = "HEX", value_parser = parse_fingerprint)]
        fingerprint: Option<Fingerprint>,
        /// Certificates of issuers that you trust, as PEM: say of each signature in a report whether
        /// its certificate comes from one of them; exit code 3 when one does not, or when there is none
        #[arg(long, value_name = "CA.pem")]
        trust: Option<PathBuf>,
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
    /// Say where each assessment of a folder stands, one line each, with totals by requirement; exit
    /// code 3 when one cannot be read. They are only read
    Rollup(RollupArgs),
    /// Name files as evidence by their SHA-256; they stay where they are
    Evidence {
        #[command(subcommand)]
        command: EvidenceCommand,
    },
    /// Keep the register of systems in a spreadsheet
    Systems {
        #[command(subcommand)]
        command: SystemsCommand,
    },
    /// Make the changes of a file in a record, all of them or none
    Apply(ApplyArgs),
    /// Answer a question, take an answer back, or say that it still holds
    Answer(AnswerArgs),
    /// Record exemptions, and take them through their life
    Exemption {
        #[command(subcommand)]
        command: ExemptionCommand,
    },
    /// Record actions, say how far they are, and keep them in a spreadsheet
    Action {
        #[command(subcommand)]
        command: ActionCommand,
    },
    /// Sign a record off, as the person who is named; as a draft while something is left
    SignOff(SignOffArgs),
    /// Write all of a record into one file, to keep or to carry elsewhere: its entries as they are, what is still
    /// being typed, and the digests of its evidence
    Export {
        /// A name from `list`, or a path; the one changed last when left out
        record: Option<String>,
        /// Where to write it; NAME.mfa-assess.json in the current folder when left out; `-` for standard output. An
        /// earlier export of the same record is replaced, and nothing else
        #[arg(short, long, value_name = "FILE")]
        output: Option<PathBuf>,
        /// Put the files that are named as evidence in as well; exit code 3 when one is no longer as it was
        #[arg(long)]
        with_evidence: bool,
        /// Print the record as documented JSON, for programs that read it without this one: answers and outcomes in ids
        /// and in words, and all entries
        #[arg(long, conflicts_with = "with_evidence")]
        json: bool,
        /// Print a JSON Schema instead
        #[arg(long, value_enum, value_name = "OF", conflicts_with_all = ["record", "output", "with_evidence", "json"])]
        schema: Option<ExportSchema>,
    },
    /// Write a copy of a record for others, without notes, names and systems; it says that it is redacted
    Share {
        /// A name from `list`, or a path
        record: String,
        /// Where to write it; the file must not be there yet
        #[arg(short, long, value_name = "FILE")]
        output: PathBuf,
        /// What to leave out, of: notes, names, systems, organisation
        #[arg(long, value_name = "WHAT", value_delimiter = ',', value_parser = parse_hidden,
            default_value = "notes,names,systems")]
        without: Vec<Hidden>,
        /// Name the fingerprint of the original: whoever has that can see which record this is
        #[arg(long)]
        fingerprint: bool,
    },
    /// Check what `export` has written to its end, and put it into the folder of records; a record that is there is
    /// never changed
    Import {
        /// The export
        file: PathBuf,
        /// Give the record this name, also where the same record is there in another state
        #[arg(long = "as", value_name = "NAME")]
        name: Option<String>,
    },
    /// Make a finished assessment of an invented trust, and its report, in the current folder
    Demo {
        /// Make a key with a certificate as well, to try `sign` with; nobody vouches for it
        #[arg(long)]
        identity: bool,
    },
    /// Work with questionnaires
    Questionnaire {
        #[command(subcommand)]
        command: QuestionnaireCommand,
    },
}

/// What `merge` takes.
#[derive(Debug, clap::Args)]
#[command(group = ArgGroup::new("unasked").multiple(true))]
pub(super) struct MergeArgs {
    /// The record that goes on: a name from `list`, or a path
    #[arg(value_name = "A")]
    pub record: String,
    /// The other record, which stays as it is: a name from `list`, or a path
    #[arg(value_name = "B")]
    pub other: String,
    /// Where both have changed one thing differently, take what this one says, and ask nothing
    #[arg(long, value_enum, group = "unasked")]
    pub take: Option<Take>,
    /// Say what would be taken over and what you would have to choose, and write nothing; exit code
    /// 3 for the latter
    #[arg(long, group = "unasked")]
    pub dry_run: bool,
    /// Who joins them; the assessor whom A names when left out
    #[arg(long, value_name = "NAME", value_parser = words_within(MAX_NAME))]
    pub by: Option<String>,
    /// Why A is changed after it was signed off
    #[arg(long, value_name = "TEXT", value_parser = words_within(MAX_REASON))]
    pub why: Option<String>,
    /// Print JSON; with --take or --dry-run, as nothing can be asked then
    #[arg(long, requires = "unasked")]
    pub json: bool,
}

/// One of two records.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Take {
    /// The record that goes on
    A,
    /// The other record
    B,
}

/// The longest name of a person, in characters.
pub(super) const MAX_NAME: usize = limits::NAME as usize;

/// Takes one line of text that says something.
pub(super) fn words_within(max: usize) -> impl Fn(&str) -> Result<String, String> + Clone {
    move |words| {
        let words = clean_line(words);
        if !says_something(&words) {
            return Err("write something; no letter or digit can be seen in that".to_owned());
        }
        match words.chars().count() {
            has if has > max => Err(format!("shorten it to {max} characters; it has {has}")),
            _ => Ok(words),
        }
    }
}

fn parse_hidden(word: &str) -> Result<Hidden, String> {
    Hidden::deserialize(word.into_deserializer())
        .map_err(|error: serde::de::value::Error| error.to_string())
}

/// What a JSON Schema describes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum ExportSchema {
    /// One line of a record
    Record,
    /// What `export --json` prints
    Json,
    /// The file that `export` writes
    File,
    /// What `report --format json` writes
    Report,
}
