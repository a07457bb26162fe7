//! `report`: the report of an assessment, in the format that is asked for.

use std::io::{IsTerminal, stdout};
use std::path::PathBuf;

use clap::Args;
use jiff::civil::Date;

use super::args::{Common, words_within};
use super::error::CliError;
use super::progress::Progress;
use super::wizard::{library, look};
use super::{Done, is_standard_output, print_bytes, say, tell};
use crate::output::{Kind, Output, ReportFileError, write_report};
use crate::record::{evidence, name_of};
use crate::report::{Basis, Cover, Format, Options, Profile};
use crate::rules::Results;
use crate::session::Clock;

/// What the report is of, how much it says, and where it goes.
#[derive(Debug, Args)]
pub(super) struct ReportArgs {
    /// A name from `list`, or a path; the one changed last when left out
    record: Option<String>,
    /// Where to write it, for example board.pdf or board.docx: the ending says the format. NAME.pdf in the
    /// current folder when left out; `-` for standard output, where a text goes
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// The format, where the name of the file does not say it
    #[arg(long, value_enum)]
    format: Option<Format>,
    /// How much is printed; what is left out is listed in the report
    #[arg(long, value_enum, default_value_t)]
    profile: Profile,
    /// Protective marking of each page
    #[arg(long, value_name = "TEXT")]
    marking: Option<String>,
    /// Judge exemptions and actions as they stand on this day, for example 2027-06-30; today when left out
    #[arg(long, value_name = "DATE")]
    as_at: Option<Date>,
    /// Replace a signed report, and give its signatures up
    #[arg(long)]
    replace_signed: bool,
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
pub(super) fn report(common: &Common, args: ReportArgs) -> Result<Done, CliError> {
    let library = library(common)?;
    let (path, loaded) = look(&library, args.record.as_deref())?;
    let (output, format) = target(&name_of(&path), args.output, args.format)?;
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
    let bytes = if is_standard_output(&output) {
        let bytes = format.render(&basis).map_err(ReportFileError::from)?;
        print_bytes(&bytes)?;
        bytes
    } else {
        let progress = Progress::begin();
        let files = evidence::paths(&library.places(), &path, &loaded.state);
        let place = Output::new(&output, Kind::Report(format), Some(&library))
            .reading([path.as_path()])
            .reading(files.iter().map(PathBuf::as_path))
            .replacing_signed(args.replace_signed);
        let bytes = write_report(&basis, format, &place, &mut |step| {
            progress.say(step.words())
        })?;
        drop(progress);
        say(&output.display().to_string());
        bytes
    };
    if !loaded.state.is_signed() {
        tell("It is a draft: nobody has signed the record as it stands.");
    }
    tell(&about(format, &bytes));
    Ok(Done::Well)
}

/// What there is to know about a report in this format.
fn about(format: Format, bytes: &[u8]) -> String {
    let sharing = if format.holds_record() {
        "It describes weaknesses, and the whole record is attached to it: think before you share it."
    } else {
        "It describes weaknesses: think before you share it."
    };
    match format {
        Format::Pdf => sharing.to_owned(),
        Format::Html => format!("Only a PDF can be signed, and verified from itself. {sharing}"),
        Format::Text => {
            let count = String::from_utf8_lossy(bytes).chars().count();
            format!(
                "It is an extract of {count} characters, line breaks among them; see that the form takes as many. {sharing}"
            )
        }
        Format::Calendar => format!("It is an extract: what has a day. {sharing}"),
        Format::Markdown | Format::Docx | Format::Csv | Format::Json => {
            format!("The record is not inside: only a PDF can be verified from itself. {sharing}")
        }
    }
}

/// Where it goes, and in which format: the one that was named, or the one of the file's name.
fn target(
    name: &str,
    output: Option<PathBuf>,
    format: Option<Format>,
) -> Result<(PathBuf, Format), CliError> {
    let Some(output) = output else {
        let format = format.unwrap_or(Format::Pdf);
        return Ok((
            PathBuf::from(format!("{name}.{}", format.extension())),
            format,
        ));
    };
    let named = || {
        if is_standard_output(&output) {
            Some(Format::Markdown)
        } else {
            Format::of(&output)
        }
    };
    let Some(format) = format.or_else(named) else {
        let endings = Format::ALL.map(|format| format!(".{}", format.extension()));
        let (output, endings) = (output.display(), endings.join(", "));
        let says = format_args!("{output} does not say a format by how it ends");
        let hint = format!("Let it end in one of {endings}, or add --format");
        return Err(CliError::new(says).hint(hint));
    };
    let to_terminal = is_standard_output(&output) && stdout().is_terminal();
    if to_terminal && !format.is_text() {
        let ending = format.extension();
        let shown = ending.to_uppercase();
        let says = format_args!("a {shown} is no text to be shown here");
        let hint = format!("Write it to a file: mfa-assess report -o FILE.{ending}");
        Err(CliError::new(says).hint(hint))
    } else {
        Ok((output, format))
    }
}
