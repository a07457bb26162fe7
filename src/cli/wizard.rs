//! The conversation: at home, with a new assessment, or with one that there is.

use std::io::{self, IsTerminal, Write, stdin, stdout};
use std::path::{Path, PathBuf};

use super::args::Common;
use super::error::CliError;
use super::ui_mode::{self, UiMode};
use super::{Done, tell};
use crate::facts::AskedBy;
use crate::plain::{self, Finished, Script, Terminal};
use crate::platform::quoted;
use crate::questionnaire::{self, MAX_BYTES, Questionnaire};
use crate::record::{Journal, Library, Loaded, in_the_way, name_of, open_file};
use crate::session::{self, Clock, Session, torn_words};
use crate::tui::{self, Ended};
use crate::wizard::{Goal, Message, Notice, Saving};

/// The wizard at home.
pub(super) fn home(common: &Common) -> Result<Done, CliError> {
    converse(session(common)?.at_home(), common)
}

/// The wizard with a new assessment, begun with what another record says if one is named.
pub(super) fn new(common: &Common, from: Option<&str>) -> Result<Done, CliError> {
    let mut session = session(common)?;
    match from {
        Some(from) => session.carry_forward(&library(common)?.find(Some(from))?)?,
        None => {
            session.send(Message::Go(Goal::New));
        }
    }
    converse(session, common)
}

/// The wizard with a record.
pub(super) fn open(common: &Common, record: Option<&str>) -> Result<Done, CliError> {
    let path = library(common)?.find(record)?;
    let mut session = session(common)?;
    session.open(&path)?;
    converse(session, common)
}

/// The folder of records.
pub(super) fn library(common: &Common) -> Result<Library, CliError> {
    Ok(Library::at(common.data_dir.clone())?)
}

/// Reads a record for a command that only tells.
pub(super) fn look(library: &Library, given: Option<&str>) -> Result<(PathBuf, Loaded), CliError> {
    let (path, loaded) = session::look(library, given)?;
    warn(&name_of(&path).to_string(), &loaded.questionnaire);
    Ok((path, loaded))
}

/// Tells what has to be known of a questionnaire before anything is believed that was asked by it.
pub(super) fn warn(name: &str, asked: &Questionnaire) {
    if let Some(warning) = AskedBy::of(asked).warning(asked) {
        tell(&format!("{name}: {warning}"));
    }
}

/// Opens a record for writing, and says what the person has to know of what lies there.
pub(super) fn to_write(path: &Path) -> Result<(Journal, Loaded), CliError> {
    Ok(opened(path, Journal::open(path)?))
}

/// The same with a record that was read before.
pub(super) fn to_write_seen(path: &Path, seen: Loaded) -> Result<(Journal, Loaded), CliError> {
    Ok(opened(path, Journal::open_seen(path, seen)?))
}

fn opened(path: &Path, (journal, loaded): (Journal, Loaded)) -> (Journal, Loaded) {
    let torn = loaded.torn.as_ref().map(|torn| torn_words(torn, path));
    for words in torn.into_iter().chain(in_the_way(journal.path())) {
        tell(&words);
    }
    (journal, loaded)
}

fn session(common: &Common) -> Result<Session, CliError> {
    let asked = questionnaire(common)?;
    let reports = std::env::current_dir().unwrap_or_else(|_| PathBuf::from("."));
    let library = library(common)?;
    Ok(Session::new(library, asked, reports, Clock::System))
}

/// The questionnaire that was named, or the one that comes with the program.
pub(super) fn questionnaire(common: &Common) -> Result<Questionnaire, CliError> {
    match &common.questionnaire {
        Some(path) => read_questionnaire(path),
        None => built_in(),
    }
}

/// The questionnaire that comes with the program.
pub(super) fn built_in() -> Result<Questionnaire, CliError> {
    let path = "the built-in questionnaire";
    questionnaire::built_in().map_err(|source| CliError::questionnaire(Path::new(path), &source))
}

/// Reads a questionnaire from disk.
pub(super) fn read_questionnaire(path: &Path) -> Result<Questionnaire, CliError> {
    let bytes = read_questionnaire_bytes(path)?;
    questionnaire::load(&bytes).map_err(|source| CliError::questionnaire(path, &source))
}

/// Reads the bytes of a questionnaire, and not more of them than one can have.
pub(super) fn read_questionnaire_bytes(path: &Path) -> Result<Vec<u8>, CliError> {
    use std::io::Read;
    let mut bytes = vec![];
    open_file(path)
        .and_then(|file| file.take(MAX_BYTES as u64 + 1).read_to_end(&mut bytes))
        .map_err(|source| CliError::unread(path, &source))?;
    Ok(bytes)
}

/// An output that may be closed or full. Answers that come from no keyboard are taken all the same: all
/// that are written count. A person who cannot see what is asked is asked no more.
struct Heard<W> {
    output: W,
    /// Why it took no more, since when it did not.
    refused: Option<io::Error>,
}

impl<W: Write> Heard<W> {
    const fn new(output: W) -> Self {
        Self {
            output,
            refused: None,
        }
    }

    fn try_to(&mut self, does: impl FnOnce(&mut W) -> io::Result<()>) -> io::Result<()> {
        if self.refused.is_none() {
            self.refused = does(&mut self.output).err();
        }
        match self.refused {
            Some(_) if stdin().is_terminal() => Err(io::ErrorKind::BrokenPipe.into()),
            _ => Ok(()),
        }
    }
}

impl<W: Write> Write for Heard<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.try_to(|output| output.write_all(bytes))?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.try_to(Write::flush)
    }
}

fn converse(mut session: Session, common: &Common) -> Result<Done, CliError> {
    let done = match ui_mode::of_environment(common.plain) {
        UiMode::Full => match tui::run(&mut session)? {
            Ended::Person => Done::Well,
            Ended::Signal(number) => Done::Signal(number),
        },
        UiMode::Plain => {
            let mut output = Heard::new(stdout().lock());
            let ended = if stdin().is_terminal() {
                plain::run(&mut session, &mut Terminal::listen(), &mut output)
            } else {
                plain::run(&mut session, &mut Script(stdin().lock()), &mut output)
            };
            let finished = match output.refused {
                Some(error) => {
                    tell(&format!("Nothing can be shown here any more: {error}"));
                    ended.ok()
                }
                None => Some(ended?),
            };
            if let Some(Finished::Refused(why)) = finished {
                say_goodbye(&session, &library(common)?);
                return Err(CliError::new(why));
            }
            Done::Well
        }
    };
    say_goodbye(&session, &library(common)?);
    let pending = session
        .model
        .open
        .as_ref()
        .is_some_and(|o| !o.pending.is_empty());
    match (done, &session.model.saving) {
        (Done::Well, Saving::Failed(why)) if pending => Err(CliError::not_saved(why)),
        _ => Ok(done),
    }
}

/// Where the record is, how far it is, and how to go on.
fn say_goodbye(session: &Session, library: &Library) {
    let model = &session.model;
    if let Some(Notice::Problem(problem)) = &model.notice {
        tell(problem);
    }
    let Some(open) = &model.open else { return };
    let (Some(name), Some(path)) = (&open.name, &open.path) else {
        return;
    };
    let left = match open.results.gaps.len() {
        0 => "Nothing is left to answer.".to_owned(),
        left => format!("{left} left to answer."),
    };
    let shown = path.display().to_string();
    let saved = match (&open.read_only, open.pending.is_empty()) {
        (Some(_), _) => format!("Nothing was changed in {shown}."),
        (None, true) => format!("Saved in {shown}."),
        (None, false) => format!("The last change is NOT saved in {shown}."),
    };
    tell(&format!("{saved} {left}"));
    // A copy elsewhere is not in the list: only its path leads to it.
    let is_listed = path.parent() == Some(library.folder());
    let record = if is_listed { name } else { &shown };
    tell(&format!("Go on with: mfa-assess open {}", quoted(record)));
}
