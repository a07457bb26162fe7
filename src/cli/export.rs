//! `export`: all of a record in one file, to keep or to carry elsewhere; or as data for other
//! programs.

use std::path::{Path, PathBuf};

use super::args::{Common, ExportSchema};
use super::error::CliError;
use super::wizard::{library, look};
use super::{Done, is_standard_output, print, print_bytes, say, tell};
use crate::output::{Kind, Output, OutputError};
use crate::record::{self, ARCHIVE_EXTENSION, Archive, evidence, name_of};
use crate::report::data::{self, Data};
use crate::report::json;
use crate::session::Clock;
use crate::text::counted;

/// Writes the export and says where it is. Exit code 3 where evidence that was asked for is not in it.
pub(super) fn export(
    common: &Common,
    record: Option<&str>,
    output: Option<PathBuf>,
    with_evidence: bool,
) -> Result<Done, CliError> {
    let library = library(common)?;
    let (path, loaded) = look(&library, record)?;
    let places = with_evidence.then(|| library.places());
    let (archive, missed) = Archive::pack(&path, &loaded, places.as_ref())?;
    let bytes = archive.to_bytes()?;
    let output =
        output.unwrap_or_else(|| PathBuf::from(format!("{}.{ARCHIVE_EXTENSION}", name_of(&path))));
    if is_standard_output(&output) {
        print_bytes(&bytes)?;
    } else {
        let files = evidence::paths(&library.places(), &path, &loaded.state);
        let output = Output::new(&output, Kind::Archive, Some(&library))
            .reading([path.as_path()])
            .reading(files.iter().map(PathBuf::as_path));
        let place = output.place().map_err(not_written)?;
        archive.expect_to_replace(place.bytes().unwrap_or_default(), output.path())?;
        place.write(&bytes).map_err(not_written)?;
        say(&output.path().display().to_string());
    }
    if let Some(torn) = &loaded.torn {
        tell(&format!(
            "A last line of the record was cut short by a crash. Its {} do not count and are not in the export.",
            counted(torn.bytes, "byte")
        ));
    }
    for (file, found) in &missed {
        let found = found.words();
        tell(&format!("Not in the export: {}, {found}.", file.path));
    }
    if !with_evidence && !loaded.state.files.is_empty() {
        tell("Evidence is listed with its digests. Add --with-evidence to put the files in.");
    }
    tell("It describes weaknesses: think before you share it.");
    Ok(if missed.is_empty() {
        Done::Well
    } else {
        Done::Incomplete
    })
}

/// Prints or writes the record as data.
pub(super) fn data(
    common: &Common,
    record: Option<&str>,
    output: Option<&Path>,
) -> Result<Done, CliError> {
    let library = library(common)?;
    let (path, loaded) = look(&library, record)?;
    let data = Data::of(&name_of(&path), &loaded, Clock::System.today())?;
    let text = serde_json::to_string_pretty(&data)?;
    match output.filter(|output| !is_standard_output(output)) {
        None => print(&text)?,
        Some(output) => write(
            format!("{text}\n").as_bytes(),
            &Output::new(output, Kind::Data, Some(&library)).reading([path.as_path()]),
        )?,
    }
    Ok(Done::Well)
}

/// Prints a JSON Schema.
pub(super) fn schema(of: ExportSchema) -> Result<Done, CliError> {
    let schema = match of {
        ExportSchema::Record => record::SCHEMA,
        ExportSchema::Json => data::SCHEMA,
        ExportSchema::File => record::ARCHIVE_SCHEMA,
        ExportSchema::Report => json::SCHEMA,
    };
    print(schema.trim_end())?;
    Ok(Done::Well)
}

/// Writes a file and says where it is.
fn write(bytes: &[u8], output: &Output<'_>) -> Result<(), CliError> {
    output.write(bytes).map_err(not_written)?;
    say(&output.path().display().to_string());
    Ok(())
}

fn not_written(error: OutputError) -> CliError {
    CliError::output(&error, "mfa-assess export -o FILE")
}
