//! `calendar`: what has a day, for a calendar. The same record gives the same bytes.

use std::path::PathBuf;

use super::args::Common;
use super::duration::Duration;
use super::error::CliError;
use super::wizard::{library, look};
use super::{Done, is_standard_output, print_bytes, say, tell};
use crate::output::{Kind, Output};
use crate::report::Format;
use crate::report::calendar::{Calendar, Wanted};
use crate::text::counted;

/// What `calendar` takes.
#[derive(Debug, clap::Args)]
pub(super) struct CalendarArgs {
    /// A name from `list`, or a path; the one changed last when left out
    record: Option<String>,
    /// Where to write it, for example assessment.ics; `-` for standard output. An earlier calendar is
    /// replaced, and nothing else
    #[arg(short, long, value_name = "FILE")]
    output: PathBuf,
    /// How long before each day to be reminded, in days or weeks
    #[arg(long, value_name = "TIME", default_value = "14d", value_parser = parse_alarm)]
    alarm: u32,
    /// Put in what each entry is about; without this, only numbers such as EX-1
    #[arg(long)]
    details: bool,
}

fn parse_alarm(text: &str) -> Result<u32, String> {
    let days = text.parse::<Duration>().ok().and_then(Duration::days);
    days.ok_or_else(|| "write days or weeks, for example 14d or 2w".to_owned())
}

/// Writes the calendar and says where it is.
pub(super) fn calendar(common: &Common, wanted: &CalendarArgs) -> Result<Done, CliError> {
    let library = library(common)?;
    let (path, loaded) = look(&library, wanted.record.as_deref())?;
    let (asked, state) = (&loaded.questionnaire, &loaded.state);
    let how = Wanted {
        alarm: wanted.alarm,
        details: wanted.details,
    };
    let Some(calendar) = Calendar::of(asked, state, &loaded.entries, how) else {
        tell("Nothing in this assessment has a day yet, so no calendar was written.");
        return Ok(Done::Well);
    };
    let file = calendar.text.as_bytes();
    if is_standard_output(&wanted.output) {
        print_bytes(file)?;
    } else {
        Output::new(
            &wanted.output,
            Kind::Report(Format::Calendar),
            Some(&library),
        )
        .reading([path.as_path()])
        .write(file)
        .map_err(|error| CliError::output(&error, "mfa-assess calendar -o FILE"))?;
        say(&wanted.output.display().to_string());
    }
    tell(&match (calendar.open, calendar.past) {
        (open, 0) => format!("It has {}.", counted(open, "entry")),
        (open, past) => format!(
            "It has {}, and cancels {past} that an earlier calendar may have had.",
            counted(open, "entry")
        ),
    });
    if wanted.details {
        tell("It names weaknesses: think before you share it.");
    }
    Ok(Done::Well)
}
