//! The command line: one file a command. The only place that prints, but for the two faces.

mod apply;
mod args;
mod calendar;
mod check;
mod compare;
mod demo;
mod duration;
mod error;
mod evidence;
mod export;
#[cfg(test)]
mod frozen;
mod import;
mod list;
mod merge;
mod migrate;
mod overview;
mod progress;
mod questionnaire;
mod report;
mod rollup;
mod share;
mod shifts;
mod sign;
mod status;
mod tables;
mod text;
mod ui_mode;
mod verify;
mod wizard;

use std::io::{self, Write};
use std::path::Path;
use std::process::ExitCode;

use clap::error::ErrorKind;
use clap::{CommandFactory, Parser};

use args::{Args, Command};
pub(crate) use error::CliError;

use crate::platform::signals::outlive_limits;
use crate::text::printable;

/// What a command ends with, when it did what was asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Done {
    Well,
    /// It is incomplete, expired or not valid: 3, for scripts.
    Incomplete,
    /// A questionnaire, or a list of changes, is not sound, and what was printed says why: 1.
    Unsound,
    /// A signal ended it: 128 and its number.
    Signal(i32),
}

/// What the command line takes.
pub fn command() -> clap::Command {
    Args::command()
}

/// Runs the program.
pub fn run() -> ExitCode {
    // Where it cannot be had, a limit ends the program, as it would any other.
    let _ = outlive_limits();
    let args = match Args::try_parse() {
        Ok(args) => args,
        Err(error) => {
            // Help and version go to standard output and are no failure.
            let _ = error.print();
            let asked = matches!(
                error.kind(),
                ErrorKind::DisplayHelp | ErrorKind::DisplayVersion
            );
            return ExitCode::from(if asked { 0 } else { 2 });
        }
    };
    match dispatch(args) {
        Ok(Done::Well) => ExitCode::SUCCESS,
        Ok(Done::Incomplete) => ExitCode::from(3),
        Ok(Done::Unsound) => ExitCode::from(1),
        Ok(Done::Signal(number)) => ExitCode::from(u8::try_from(128 + number).unwrap_or(1)),
        Err(error) => {
            tell(&format!("mfa-assess: {error}"));
            ExitCode::from(error.code())
        }
    }
}

fn dispatch(args: Args) -> Result<Done, CliError> {
    let common = args.common;
    match args.command {
        None => wizard::home(&common),
        Some(Command::New { from, begin }) => match begin.organisation {
            Some(_) => apply::begin::begin(&common, from.as_deref(), &begin),
            None => wizard::new(&common, from.as_deref()),
        },
        Some(Command::Open { record }) => wizard::open(&common, record.as_deref()),
        Some(Command::List { json }) => list::list(&common, json),
        Some(Command::Status { record, json }) => status::status(&common, record.as_deref(), json),
        Some(Command::Check(wanted)) => check::check(&common, &wanted),
        Some(Command::Calendar(wanted)) => calendar::calendar(&common, &wanted),
        Some(Command::Report(args)) => report::report(&common, args),
        Some(Command::Migrate {
            record,
            to,
            dry_run,
            json,
        }) => migrate::migrate(&common, record.as_deref(), to.as_deref(), dry_run, json),
        Some(Command::Compare(given)) => compare::compare(&common, &given),
        Some(Command::Merge(given)) => merge::merge(&common, &given),
        Some(Command::Sign(given)) => sign::sign(&common, &given),
        Some(Command::Verify {
            file,
            fingerprint,
            trust,
            json,
        }) => verify::verify(&common, &file, fingerprint, trust.as_deref(), json),
        Some(Command::Rollup(wanted)) => rollup::rollup(&common, &wanted),
        Some(Command::Evidence { command }) => evidence::evidence(&common, &command),
        Some(Command::Systems { command }) => tables::systems(&common, &command),
        Some(Command::Apply(given)) => apply::apply(&common, &given),
        Some(Command::Answer(given)) => apply::verbs::answer(&common, given),
        Some(Command::Exemption { command }) => apply::verbs::exemption(&common, command),
        Some(Command::Action { command }) => apply::verbs::action(&common, command),
        Some(Command::SignOff(given)) => apply::sign::sign(&common, &given),
        Some(Command::Export {
            record,
            output,
            with_evidence,
            json,
            schema,
        }) => match schema {
            Some(of) => export::schema(of),
            None if json => export::data(&common, record.as_deref(), output.as_deref()),
            None => export::export(&common, record.as_deref(), output, with_evidence),
        },
        Some(Command::Share {
            record,
            output,
            without,
            fingerprint,
        }) => share::share(&common, &record, &output, &without, fingerprint),
        Some(Command::Import { file, name }) => import::import(&common, &file, name.as_deref()),
        Some(Command::Demo { identity }) => demo::demo(&common, identity),
        Some(Command::Questionnaire { command }) => questionnaire::run(&common, command),
    }
}

/// Prints a result, with a line break.
fn print(text: &str) -> Result<(), CliError> {
    print_bytes(format!("{}\n", printable(text)).as_bytes())
}

/// Says what is done, with a line break. It is done, whether anybody can be told or not.
fn say(text: &str) {
    if let Err(error) = print(text) {
        tell(&format!(
            "What was to be done is done. Only saying it failed: {error}"
        ));
    }
}

/// Says what is done, as JSON.
fn say_json(value: &serde_json::Value) {
    say(&format!("{value:#}"));
}

/// Prints what somebody has to read before anything is written.
fn print_to_ask(text: &str) -> Result<(), CliError> {
    let mut out = io::stdout().lock();
    writeln!(out, "{}", printable(text))
        .and_then(|()| out.flush())
        .map_err(|_| {
            CliError::new("what is asked cannot be shown, as the output is closed or full")
                .left(error::UNCHANGED)
        })
}

/// An output whose reader may leave before its end: what was found out is so all the same, and the exit code
/// says it.
struct Unbroken<W>(W);

impl<W: Write> Write for Unbroken<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self.0.write(bytes) {
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(bytes.len()),
            written => written,
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self.0.flush() {
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
            flushed => flushed,
        }
    }
}

/// Prints the bytes of a file as they are.
fn print_bytes(bytes: &[u8]) -> Result<(), CliError> {
    let mut out = Unbroken(io::stdout().lock());
    out.write_all(bytes)?;
    Ok(out.flush()?)
}

/// Whether `-` stands where a file is named.
fn is_standard_output(output: &Path) -> bool {
    output == Path::new("-")
}

/// Prints a message that is not the result.
fn tell(text: &str) {
    // Nobody may be there to read it, which is no failure.
    let _ = writeln!(io::stderr(), "{}", printable(text));
}

/// Prints a value as JSON.
fn print_json(value: &serde_json::Value) -> Result<(), CliError> {
    print(&serde_json::to_string_pretty(value)?)
}
