//! `systems` and `action list|export|import`: registers in a spreadsheet, and back.

mod args;
mod ask;
mod list;
mod words;

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use unicode_normalization::UnicodeNormalization;

use super::args::Common;
use super::error::{CliError, UNCHANGED};
use super::wizard::{library, look, questionnaire, to_write};
use super::{Done, is_standard_output, print_bytes, print_json, print_to_ask, say, say_json, tell};
use crate::facts::Assessment;
use crate::output::{Kind, Output};
use crate::propose::{Accepted, Proposal, With, propose};
use crate::questionnaire::Questionnaire;
use crate::record::{Library, Loaded, name_of};
use crate::rules::AsAt;
use crate::session::{Clock, assessor};
use crate::table::{Import, MAX_BYTES, NUMBER, NotImported, Renames, Table};
use crate::text::counted;
pub(super) use args::{ExportArgs, ImportArgs, ListArgs, SystemsCommand, TemplateArgs};
pub(super) use list::list;
use words::Told;

/// Which register a table is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Of {
    Systems,
    Actions,
}

impl Of {
    fn table<'a>(self, loaded: &'a Loaded) -> Result<Table<'a>, CliError> {
        let on = loaded.as_at(Clock::System.today());
        match self {
            Self::Systems => Table::of_systems(on).ok_or_else(|| no_register(on.asked)),
            Self::Actions => Ok(Table::of_actions(on)),
        }
    }

    /// What it is when it is written.
    const fn kind(self) -> Kind {
        match self {
            Self::Systems => Kind::Systems,
            Self::Actions => Kind::Actions,
        }
    }

    /// The command that exports it.
    const fn command(self) -> &'static str {
        match self {
            Self::Systems => "mfa-assess systems export -o FILE",
            Self::Actions => "mfa-assess action export -o FILE",
        }
    }
}

/// Does what is asked of the register of systems.
pub(super) fn systems(common: &Common, command: &SystemsCommand) -> Result<Done, CliError> {
    match command {
        SystemsCommand::Template(given) => template(common, given),
        SystemsCommand::List(given) => list(common, Of::Systems, given),
        SystemsCommand::Export(given) => export(common, Of::Systems, given),
        SystemsCommand::Import(given) => import(common, Of::Systems, given),
    }
}

/// Writes a table of systems with nothing but its header, and says what its columns take.
fn template(common: &Common, given: &TemplateArgs) -> Result<Done, CliError> {
    let asked = questionnaire(common)?;
    let blank = Assessment::default();
    let on = AsAt::unbegun(&asked, &blank, Clock::System.today());
    let table = Table::of_systems(on).ok_or_else(|| no_register(&asked))?;
    let output = given.output.as_deref().unwrap_or(Path::new("-"));
    let bytes = table.to_csv()?;
    let inputs = common.questionnaire.as_deref();
    let library = library(common).ok();
    let output = Output::new(output, Kind::Template, library.as_ref()).reading(inputs);
    write(&bytes, &output, "mfa-assess systems template -o FILE")?;
    tell(&format!(
        "One row a system. Leave “{NUMBER}” empty for a new one. The other columns take:"
    ));
    for column in table.columns() {
        tell(&format!("- {} ({})", column.header, column.takes()));
    }
    Ok(Done::Well)
}

/// Writes a register as a table.
pub(super) fn export(common: &Common, of: Of, given: &ExportArgs) -> Result<Done, CliError> {
    let library = library(common)?;
    let (path, loaded) = look(&library, given.record.as_deref())?;
    let table = of.table(&loaded)?;
    let bytes = table.to_csv()?;
    let output = Output::new(&given.output, of.kind(), Some(&library)).reading([path.as_path()]);
    write(&bytes, &output, of.command())?;
    let rows = counted(table.len(), table.noun());
    tell(&format!("{rows} of {}.", name_of(&path)));
    Ok(Done::Well)
}

/// Writes a table and says where it is.
fn write(bytes: &[u8], output: &Output<'_>, command: &'static str) -> Result<(), CliError> {
    if is_standard_output(output.path()) {
        return print_bytes(bytes);
    }
    output
        .write(bytes)
        .map_err(|error| CliError::output(&error, command))?;
    say(&output.path().display().to_string());
    Ok(())
}

/// Takes over what a table says, once it is confirmed.
pub(super) fn import(common: &Common, of: Of, given: &ImportArgs) -> Result<Done, CliError> {
    let library = library(common)?;
    let bytes = bytes(&given.file)?;
    let (path, seen) = look(&library, given.record.as_deref())?;
    // Whether there is anything to do is known before the record is opened for writing.
    let table = of.table(&seen)?;
    let Some(import) = read(&table, &bytes, given, renames(given))? else {
        return Ok(Done::Unsound);
    };
    let may_be_asked = !given.yes && !import.renames.is_empty();
    if import.changes.is_empty() && !may_be_asked || given.dry_run {
        Told::of(&table, &import, given, &path).only(given)?;
        return Ok(done(&import));
    }
    accepted(&table, &import, &seen, given, &path)?;
    if !given.yes && !ask::can_be_asked() {
        return Err(CliError::usage("nobody can be asked here")
            .hint("Add --yes to take it over, or --dry-run to see it")
            .left(UNCHANGED));
    }
    take_over(of, given, &path, &bytes)
}

/// Shows, asks and writes, with the record held until the end: what is confirmed is confirmed for
/// the record as it stands now.
fn take_over(of: Of, given: &ImportArgs, path: &Path, bytes: &[u8]) -> Result<Done, CliError> {
    let (mut journal, loaded) = to_write(path)?;
    let table = of.table(&loaded)?;
    let Some(mut import) = read(&table, bytes, given, renames(given))? else {
        return Ok(Done::Unsound);
    };
    if !given.yes && !import.renames.is_empty() {
        print_to_ask(&words::renames(&table, &import).join("\n"))?;
        let noun = table.noun();
        let is_meant = ask::is_yes(
            &format!("Is each the same {noun} under a new name? Enter yes or no."),
            "Enter yes to rename, or no to leave these rows and go on.",
        )?;
        if is_meant {
            match read(&table, bytes, given, Renames::Taken)? {
                Some(renamed) => import = renamed,
                None => return Ok(Done::Unsound),
            }
        }
    }
    let told = Told::of(&table, &import, given, path);
    if import.changes.is_empty() {
        told.only(given)?;
        return Ok(done(&import));
    }
    match (given.json, given.yes) {
        (false, true) => say(&told.words()),
        (false, false) => print_to_ask(&told.words())?,
        (true, _) => {}
    }
    if !given.yes {
        ask::confirm()?;
    }
    let accepted = accepted(&table, &import, &loaded, given, path)?;
    let by = assessor(&loaded);
    let logged = journal.append_all(Clock::System.stamp(), by, accepted)?;
    let entries: Vec<u64> = logged.iter().map(|logged| logged.entry.seq).collect();
    if given.json {
        say_json(&told.json(&entries));
    } else {
        say(&told.written(&entries));
    }
    if !Library::drafts(path).is_empty() {
        tell("Text that is still being typed in the record stays as it is.");
    }
    Ok(done(&import))
}

/// What a table brings, as it may be written.
fn accepted(
    table: &Table<'_>,
    import: &Import,
    loaded: &Loaded,
    given: &ImportArgs,
    path: &Path,
) -> Result<Vec<Accepted>, CliError> {
    let on = loaded.as_at(Clock::System.today());
    let changes = table.changes(import).into_iter().map(Proposal::Say);
    let accepted = propose(on, changes, &With::why(given.why.as_deref()));
    accepted.map_err(|all| CliError::not_accepted(&all, path))
}

/// What becomes of rows that would rename something, before anybody is asked.
const fn renames(given: &ImportArgs) -> Renames {
    if given.rename {
        Renames::Taken
    } else {
        Renames::Left
    }
}

/// Whether all of it was taken, or would be.
const fn done(import: &Import) -> Done {
    if import.renames.is_empty() {
        Done::Well
    } else {
        Done::Incomplete
    }
}

/// What a table would change; nothing where it is wrong and that was printed.
fn read(
    table: &Table<'_>,
    bytes: &[u8],
    given: &ImportArgs,
    renames: Renames,
) -> Result<Option<Import>, CliError> {
    match table.import(bytes, renames) {
        Ok(import) => Ok(Some(import)),
        Err(NotImported::Problems(problems)) if given.json => {
            print_json(&words::problems(&problems, &given.file))?;
            Ok(None)
        }
        Err(source) => {
            let file = given.file.display();
            let says = format_args!("nothing of {file} was taken over: {source}");
            Err(CliError::new(says))
        }
    }
}

/// The name of a file as it is spelled on disk: accents stand apart from their letters in names that come
/// from macOS, and do not where people type them.
fn spelled(path: &Path) -> PathBuf {
    let words = path.to_str().filter(|_| !path.exists());
    let others = words.map(|words| [words.nfc().collect::<String>(), words.nfd().collect()]);
    let mut others = others.into_iter().flatten().map(PathBuf::from);
    let found = others.find(|other| other.exists());
    found.unwrap_or_else(|| path.to_owned())
}

fn no_register(asked: &Questionnaire) -> CliError {
    let title = &asked.title;
    CliError::new(format_args!("“{title}” keeps no register of systems"))
        .hint("Bring the record to a version that does, with mfa-assess migrate")
}

/// The bytes of a file, and not more of them than a table can have.
fn bytes(path: &Path) -> Result<Vec<u8>, CliError> {
    let refused = |source| CliError::unread(path, &source);
    let path = &spelled(path);
    // A pipe would be waited for.
    if !std::fs::metadata(path).map_err(refused)?.is_file() {
        let says = format_args!("{} is not a file", path.display());
        return Err(CliError::new(says).hint("Name a CSV file"));
    }
    let mut bytes = vec![];
    File::open(path)
        .and_then(|file| file.take(MAX_BYTES as u64 + 1).read_to_end(&mut bytes))
        .map_err(refused)?;
    Ok(bytes)
}
