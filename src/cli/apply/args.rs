//! The arguments of the commands that change a record without a conversation.

use std::path::PathBuf;

use clap::{ArgGroup, Args, Subcommand};

use crate::cli::args::{MAX_NAME, words_within};
use crate::cli::tables::{ExportArgs, ImportArgs, ListArgs};
use crate::facts::{MAX_REASON, Priority, Progress, limits};

/// How a change is told and written.
#[derive(Debug, Default, Args)]
pub(crate) struct How {
    /// Say what would be written, and write nothing
    #[arg(long)]
    pub dry_run: bool,
    /// The reason; needed once the record is signed off
    #[arg(long, value_name = "TEXT", value_parser = words_within(MAX_REASON))]
    pub why: Option<String>,
    /// Who makes the change; the assessor whom the record names when left out
    #[arg(long, value_name = "NAME", value_parser = words_within(MAX_NAME))]
    pub by: Option<String>,
    /// Print JSON
    #[arg(long)]
    pub json: bool,
    /// Whether it is the one change of a command of its own.
    #[arg(skip)]
    pub alone: bool,
}

/// What `new` takes to begin a record without a conversation.
#[derive(Debug, Args)]
pub(crate) struct BeginArgs {
    /// Begin the record of this organisation, and open no wizard
    #[arg(long, value_name = "NAME", value_parser = words_within(MAX_NAME))]
    pub organisation: Option<String>,
    /// Who assesses
    #[arg(long, value_name = "NAME", requires = "organisation", value_parser = words_within(MAX_NAME))]
    pub assessor: Option<String>,
    /// Print JSON
    #[arg(long, requires = "organisation")]
    pub json: bool,
}

/// What `apply` takes.
#[derive(Debug, Args)]
pub(crate) struct ApplyArgs {
    /// The changes, as JSON; `-` for standard input
    #[arg(required_unless_present = "schema")]
    pub file: Option<PathBuf>,
    /// A name from `list`, or a path; the one changed last when left out
    pub record: Option<String>,
    #[command(flatten)]
    pub how: How,
    /// Print the JSON Schema of changes instead
    #[arg(long, conflicts_with_all = ["file", "record", "dry_run", "why", "by", "json"])]
    pub schema: bool,
}

/// What `answer` takes.
#[derive(Debug, Args)]
#[command(group = ArgGroup::new("what").required(true))]
pub(crate) struct AnswerArgs {
    /// A name from `list`, or a path
    pub record: String,
    /// The id of the question, for example from `status --json`
    pub question: String,
    /// The answer: a choice by its id or label, a number, a text, or a date such as 2027-06-30;
    /// several choices one after the other
    #[arg(value_name = "VALUE", group = "what")]
    pub values: Vec<String>,
    /// None of the choices
    #[arg(long, group = "what")]
    pub none: bool,
    /// Nobody knows yet
    #[arg(long, group = "what")]
    pub dont_know: bool,
    /// The question does not arise, for this reason
    #[arg(long, value_name = "REASON", group = "what")]
    pub not_applicable: Option<String>,
    /// Take the answer back
    #[arg(long, group = "what")]
    pub clear: bool,
    /// The answer of last time, or one whose question has changed, still holds
    #[arg(long, group = "what")]
    pub confirm: bool,
    #[command(flatten)]
    pub how: How,
}

/// What an exemption is to cover and to say.
#[derive(Debug, Args)]
pub(crate) struct ExemptionText {
    /// A requirement that it serves; as often as needed
    #[arg(long = "requirement", value_name = "ID", value_delimiter = ',')]
    pub requirements: Vec<String>,
    /// A scenario that it covers; as often as needed
    #[arg(long = "scenario", value_name = "ID", value_delimiter = ',')]
    pub scenarios: Vec<String>,
    /// A system that it covers, for example S-1; as often as needed
    #[arg(long = "system", value_name = "ID", value_delimiter = ',')]
    pub systems: Vec<String>,
    /// A field of its form; an empty value takes it back; as often as needed, and several times the
    /// same for several choices
    #[arg(long = "field", value_name = "ID=VALUE", value_parser = field)]
    pub fields: Vec<(String, String)>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum ExemptionCommand {
    /// List the exemptions, and whether each counts
    List {
        /// A name from `list`, or a path; the one changed last when left out
        record: Option<String>,
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
    /// Show an exemption: what it says, its life, and what keeps it from counting
    Show {
        /// A name from `list`, or a path
        record: String,
        /// Its number, for example EX-1
        exemption: String,
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
    /// Record an exemption
    Add {
        /// A name from `list`, or a path
        record: String,
        /// Its kind
        #[arg(long, value_name = "ID")]
        kind: String,
        #[command(flatten)]
        text: ExemptionText,
        #[command(flatten)]
        how: How,
    },
    /// Change what an exemption says or covers; what is not named stays as it is
    Edit {
        /// A name from `list`, or a path
        record: String,
        /// Its number, for example EX-1
        exemption: String,
        #[command(flatten)]
        text: ExemptionText,
        /// Change it also where that resets an approval that stands
        #[arg(long)]
        reset_approval: bool,
        #[command(flatten)]
        how: How,
    },
    /// Put an exemption to those who approve, as it reads
    Submit {
        /// A name from `list`, or a path
        record: String,
        /// Its number, for example EX-1
        exemption: String,
        #[command(flatten)]
        how: How,
    },
    /// Record that an exemption is approved as it reads
    Approve {
        /// A name from `list`, or a path
        record: String,
        /// Its number, for example EX-1
        exemption: String,
        /// A field of the decision, filled in first; as often as needed
        #[arg(long = "field", value_name = "ID=VALUE", value_parser = field)]
        fields: Vec<(String, String)>,
        #[command(flatten)]
        how: How,
    },
    /// Begin a renewal, while the last approval stays in force
    Renew {
        /// A name from `list`, or a path
        record: String,
        /// Its number, for example EX-1
        exemption: String,
        /// Give the renewal up instead: it reads again as it was approved
        #[arg(long)]
        drop: bool,
        #[command(flatten)]
        how: How,
    },
    /// End an exemption, because what it exempted is enforced now
    Close {
        /// A name from `list`, or a path
        record: String,
        /// Its number, for example EX-1
        exemption: String,
        /// What is enforced now, and how that is known
        #[arg(long = "enforced", value_name = "TEXT")]
        enforced: String,
        #[command(flatten)]
        how: How,
    },
    /// Withdraw an exemption: it stays in the record and no longer counts
    Withdraw {
        /// A name from `list`, or a path
        record: String,
        /// Its number, for example EX-1
        exemption: String,
        /// Why it is withdrawn
        #[arg(long, value_name = "TEXT")]
        reason: String,
        #[command(flatten)]
        how: How,
    },
}

/// What an action is to say.
#[derive(Debug, Args)]
pub(crate) struct ActionArgs {
    /// What is to be done
    #[arg(long, value_name = "TEXT")]
    pub what: Option<String>,
    /// Who sees to it
    #[arg(long, value_name = "NAME")]
    pub owner: Option<String>,
    /// In which role
    #[arg(long, value_name = "ROLE")]
    pub role: Option<String>,
    /// Until when, for example 2027-06-30
    #[arg(long, value_name = "DATE")]
    pub due: Option<String>,
    /// Why there is no date
    #[arg(long, value_name = "TEXT", conflicts_with = "due")]
    pub no_date: Option<String>,
    /// How pressing it is: high, medium or low
    #[arg(long, value_parser = priority)]
    pub priority: Option<Priority>,
    /// How far it is: not-started, started or done
    #[arg(long, value_parser = progress)]
    pub progress: Option<Progress>,
    /// The exemption that it is to end, for example EX-1
    #[arg(long, value_name = "ID")]
    pub ends: Option<String>,
    /// What it works towards: scenario and requirement, for example vpn:R1; as often as needed
    #[arg(long, value_name = "ID", value_delimiter = ',')]
    pub towards: Vec<String>,
    /// What it closes, that is, what is met once it is done; as often as needed. Only a person can
    /// say so: without this, an action works towards what it is about, and promises nothing
    #[arg(long, value_name = "ID", value_delimiter = ',')]
    pub closes: Vec<String>,
    /// Another action that is needed as well to close that, for example A-2; as often as needed.
    /// An empty value takes back what was said, here and for the two before
    #[arg(long, value_name = "ID", value_delimiter = ',')]
    pub with: Vec<String>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum ActionCommand {
    /// List the actions
    List(ListArgs),
    /// Write the actions as a CSV file, to be changed in a spreadsheet and imported again
    Export(ExportArgs),
    /// Take over a CSV file: show what is added and changed, and ask. Actions that are not in it stay
    Import(ImportArgs),
    /// Record an action
    Add {
        /// A name from `list`, or a path
        record: String,
        /// The id of the scenario that it comes from
        scenario: String,
        /// The id of the question that it is to find out
        #[arg(long, value_name = "ID")]
        finds_out: Option<String>,
        #[command(flatten)]
        says: ActionArgs,
        #[command(flatten)]
        how: How,
    },
    /// Change an action; what is not named stays as it is
    Edit {
        /// A name from `list`, or a path
        record: String,
        /// Its number, for example A-1
        action: String,
        #[command(flatten)]
        says: ActionArgs,
        #[command(flatten)]
        how: How,
    },
    /// Say that an action is done
    Done {
        /// A name from `list`, or a path
        record: String,
        /// Its number, for example A-1
        action: String,
        #[command(flatten)]
        how: How,
    },
    /// Take an action back
    Remove {
        /// A name from `list`, or a path
        record: String,
        /// Its number, for example A-1
        action: String,
        #[command(flatten)]
        how: How,
    },
}

/// What `sign-off` takes.
#[derive(Debug, Args)]
pub(crate) struct SignOffArgs {
    /// A name from `list`, or a path
    pub record: String,
    /// Who signs
    #[arg(long, value_name = "NAME", value_parser = words_within(limits::SIGNER.into()))]
    pub name: String,
    /// In which role: its id or its words
    #[arg(long, value_name = "ROLE")]
    pub role: String,
    /// Why the same person assesses and approves, where it is so
    #[arg(long, value_name = "TEXT", value_parser = words_within(limits::SAME_PERSON.into()))]
    pub same_person: Option<String>,
    /// Make the declaration your own; without this, it is only printed
    #[arg(long)]
    pub declare: bool,
    /// Print JSON
    #[arg(long)]
    pub json: bool,
}

fn field(text: &str) -> Result<(String, String), String> {
    let parts = text.split_once('=');
    let (id, value) = parts.ok_or("write it as ID=VALUE")?;
    Ok((id.trim().to_owned(), value.to_owned()))
}

fn priority(word: &str) -> Result<Priority, String> {
    let mut all = Priority::ALL.into_iter();
    let found = all.find(|priority| priority.id() == word);
    found.ok_or_else(|| "write high, medium or low".to_owned())
}

fn progress(word: &str) -> Result<Progress, String> {
    let mut all = Progress::ALL.into_iter();
    let found = all.find(|progress| progress.id() == word);
    found.ok_or_else(|| "write not-started, started or done".to_owned())
}
