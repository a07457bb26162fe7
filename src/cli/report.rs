//! `report`: the report of an assessment, as a PDF.

use std::path::PathBuf;

use clap::Args;
use jiff::civil::Date;

use super::args::{Common, words_within};
use super::error::CliError;
use super::wizard::library;
use super::{Done, print, tell};
use crate::assessment::Results;
use crate::record::name_of;
use crate::report::{Basis, Cover, Options, Profile, write_pdf};
use crate::session::{Clock, look};

/// What the report is of, how much it says, and where it goes.
#[derive(Debug, Args)]
pub struct ReportArgs {
    /// A name from `list`, or a path; the one changed last when left out
    record: Option<String>,
    /// Where to write it; NAME.pdf in the current folder when left out
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// How much is printed; what is left out is listed in the report
    #[arg(long, value_enum, default_value_t)]
    profile: Profile,
    /// Protective marking of each page
    #[arg(long, value_name = "TEXT")]
    marking: Option<String>,
    /// Judge exemptions and actions as they stand on this day, for example 2027-06-30; today when left out
    #[arg(long, value_name = "DATE")]
    as_at: Option<Date>,
    #[command(flatten)]
    cover: CoverArgs,
}

/// What the front sheet says about the meeting.
#[derive(Debug, Args)]
#[command(next_help_heading = "Front sheet")]
struct CoverArgs {
    /// The meeting that it is for, for example "Board of Directors"
    #[arg(long, value_name = "TEXT", value_parser = words_within(Cover::NAME))]
    meeting: Option<String>,
    /// The day of the meeting
    #[arg(long, value_name = "DATE")]
    meeting_date: Option<Date>,
    /// How the agenda calls it; the title of the report when left out
    #[arg(long, value_name = "TEXT", value_parser = words_within(Cover::NAME))]
    agenda_title: Option<String>,
    /// Who wrote the paper; the assessor when left out
    #[arg(long, value_name = "TEXT", value_parser = words_within(Cover::NAME))]
    author: Option<String>,
    /// The director who answers for it
    #[arg(long, value_name = "TEXT", value_parser = words_within(Cover::NAME))]
    lead_director: Option<String>,
    /// What the paper is for, for example "For decision"
    #[arg(long, value_name = "TEXT", value_parser = words_within(Cover::NAME))]
    purpose: Option<String>,
    /// Who has considered it before
    #[arg(long, value_name = "TEXT", value_parser = words_within(Cover::TEXT))]
    considered_by: Option<String>,
    /// What the meeting is recommended to do; from the results when left out
    #[arg(long, value_name = "TEXT", value_parser = words_within(Cover::TEXT))]
    recommendation: Option<String>,
    /// The decision that is sought; from the results when left out
    #[arg(long, value_name = "TEXT", value_parser = words_within(Cover::TEXT))]
    decision: Option<String>,
}

impl From<CoverArgs> for Cover {
    fn from(args: CoverArgs) -> Self {
        Self {
            meeting: args.meeting,
            meeting_date: args.meeting_date,
            agenda_title: args.agenda_title,
            author: args.author,
            lead_director: args.lead_director,
            purpose: args.purpose,
            considered_by: args.considered_by,
            recommendation: args.recommendation,
            decision: args.decision,
        }
    }
}

/// Writes the report and says where it is.
pub fn report(common: &Common, args: ReportArgs) -> Result<Done, CliError> {
    let (path, loaded) = look(&library(common)?, args.record.as_deref())?;
    let asked = &loaded.questionnaire;
    let options = Options {
        as_at: args.as_at.unwrap_or_else(|| Clock::System.today()),
        marking: args
            .marking
            .unwrap_or_else(|| asked.default_marking().to_owned()),
        profile: args.profile,
        cover: args.cover.into(),
    };
    let options = options.clean();
    let results = Results::of(asked, &loaded.state, options.as_at);
    let basis = Basis::of(&loaded, &results, &options);
    let name = || PathBuf::from(format!("{}.pdf", name_of(&path)));
    let output = args.output.unwrap_or_else(name);
    write_pdf(&basis, &output)?;
    print(&output.display().to_string())?;
    if !loaded.state.is_signed() {
        tell("It is a draft: nobody has signed the record as it stands.");
    }
    tell(
        "It describes weaknesses, and the whole record is attached to it: think before you share it.",
    );
    Ok(Done::Well)
}
