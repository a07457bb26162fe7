//! `questionnaire booklet`: a workbook of all questions, for people without the program.

use std::path::{Path, PathBuf};

use super::BookletFormat;
use crate::cli::args::Common;
use crate::cli::error::CliError;
use crate::cli::wizard::{library, questionnaire, read_questionnaire};
use crate::cli::{Done, is_standard_output, print_bytes, say, tell};
use crate::output::{Kind, Output};
use crate::questionnaire::Questionnaire;
use crate::report::booklet::booklet as contents;
use crate::report::{Format, markdown, pdf};

/// Writes the workbook and says where it is.
pub(super) fn booklet(
    common: &Common,
    file: Option<&Path>,
    output: Option<PathBuf>,
    format: Option<BookletFormat>,
) -> Result<Done, CliError> {
    let asked = match file {
        Some(path) => read_questionnaire(path)?,
        None => questionnaire(common)?,
    };
    let (output, format) = target(&asked, output, format)?;
    let render = || -> Result<Vec<u8>, CliError> {
        let contents = contents(&asked);
        Ok(match format {
            BookletFormat::Pdf => pdf::render(&contents)?,
            BookletFormat::Markdown => markdown::render(&contents).into_bytes(),
        })
    };
    if is_standard_output(&output) {
        print_bytes(&render()?)?;
        return Ok(Done::Well);
    }
    let refused = |error| CliError::output(&error, "mfa-assess questionnaire booklet -o FILE");
    let kind = Kind::Booklet(match format {
        BookletFormat::Pdf => Format::Pdf,
        BookletFormat::Markdown => Format::Markdown,
    });
    let library = library(common).ok();
    // What cannot be put there need not be made.
    let place = Output::new(&output, kind, library.as_ref())
        .reading(file.or(common.questionnaire.as_deref()))
        .place()
        .map_err(refused)?;
    place.write(&render()?).map_err(refused)?;
    say(&output.display().to_string());
    tell("Once it is filled in it describes weaknesses: think before you share it.");
    Ok(Done::Well)
}

/// Where it goes, and in which format: the one that was named, or the one of the file's name.
fn target(
    asked: &Questionnaire,
    output: Option<PathBuf>,
    format: Option<BookletFormat>,
) -> Result<(PathBuf, BookletFormat), CliError> {
    use BookletFormat::{Markdown, Pdf};
    let Some(output) = output else {
        return Ok(match format {
            None | Some(Pdf) => (PathBuf::from(format!("{}.pdf", name(asked))), Pdf),
            Some(Markdown) => (PathBuf::from("-"), Markdown),
        });
    };
    let ending = output.extension().and_then(|e| e.to_str());
    let ending = ending.map(str::to_ascii_lowercase);
    let format = match (format, ending.as_deref()) {
        (Some(format), _) => format,
        (None, Some("pdf")) => Pdf,
        (None, Some("md" | "markdown")) => Markdown,
        (None, _) if is_standard_output(&output) => Markdown,
        (None, _) => {
            let output = output.display();
            let says = "ends neither in .pdf nor in .md, so the format is not known";
            return Err(CliError::new(format_args!("{output} {says}"))
                .hint("Name the file so, or add --format pdf or --format markdown"));
        }
    };
    Ok((output, format))
}

/// The id and version; what a version may hold and a file's name may not becomes a hyphen.
fn name(asked: &Questionnaire) -> String {
    let fits = |c: char| c.is_alphanumeric() || c == '.' || c == '-';
    let version = asked.version.chars();
    let version: String = version.map(|c| if fits(c) { c } else { '-' }).collect();
    format!("{}-{version}", asked.id)
}
