//! `questionnaire`: what is asked, as a file: checked, described, and printed as a workbook.

mod booklet;
mod built_in;
mod check;

use std::path::PathBuf;

use clap::{Subcommand, ValueEnum};

use super::Done;
use super::args::Common;
use super::error::CliError;

#[derive(Debug, Subcommand)]
pub(super) enum QuestionnaireCommand {
    /// Say what is wrong with a questionnaire and what should be better, field by field; exit code 3
    /// for the latter
    Check {
        /// The questionnaire
        file: PathBuf,
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
    /// Print the JSON Schema of questionnaires
    Schema,
    /// Write a workbook of all questions, to be filled in without this program
    Booklet {
        /// The questionnaire; the built-in one when left out
        file: Option<PathBuf>,
        /// Where to write it, as PDF (.pdf) or Markdown (.md); ID-VERSION.pdf in the current folder when left out; `-`
        /// for standard output
        #[arg(short, long, value_name = "FILE")]
        output: Option<PathBuf>,
        /// The format, where the name of the file does not say it
        #[arg(long, value_enum)]
        format: Option<BookletFormat>,
    },
    /// List the questionnaires that are built in
    List {
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
    /// Print the guide to writing your own questionnaire
    Guide,
}

/// The formats of a workbook.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum BookletFormat {
    /// A tagged PDF
    Pdf,
    /// Markdown text
    Markdown,
}

/// Does what is asked with a questionnaire.
pub(super) fn run(common: &Common, command: QuestionnaireCommand) -> Result<Done, CliError> {
    match command {
        QuestionnaireCommand::Check { file, json } => check::check(&file, json),
        QuestionnaireCommand::Schema => check::schema(),
        QuestionnaireCommand::Booklet {
            file,
            output,
            format,
        } => booklet::booklet(common, file.as_deref(), output, format),
        QuestionnaireCommand::List { json } => built_in::list(json),
        QuestionnaireCommand::Guide => built_in::guide(),
    }
}
