//! Carries out what the conversation wants done: the one place where it meets disk and clock.
//!
//! Both faces hold a [`Session`] and call [`Session::send`] with each message.

mod ahead;
mod copying;
mod opening;
mod stored;

use std::path::{Path, PathBuf};

use jiff::civil::Date;
use jiff::{Timestamp, ZonedDateTime};
use thiserror::Error;

use crate::facts::{Carried, EvidenceFile, Logged};
use crate::history::NotCarried;
use crate::output::{Kind, Output, OutputError, ReportFileError, free, write_report};
use crate::platform;
use crate::propose::Accepted;
use crate::questionnaire::Questionnaire;
use crate::record::evidence::{EvidenceError, refer};
use crate::record::{Drafts, Journal, Library, RecordError, Unbegun, name_of, read};
use crate::report::{Basis, Format, Options};
use crate::rules::Results;
use crate::wizard::{Effect, Message, Model, Opened, update};
use ahead::fits;
use copying::{elsewhere, expanded};
use opening::Held;
pub use stored::{assessor, listed, look, organisation, origin, torn_words, unlike};

/// Where the time comes from.
#[derive(Debug, Clone)]
pub enum Clock {
    System,
    /// One moment, for tests.
    Fixed(ZonedDateTime),
}

impl Clock {
    /// Now, in the person's time zone.
    pub fn now(&self) -> ZonedDateTime {
        match self {
            Self::System => platform::now().to_zoned_datetime(platform::time_zone()),
            Self::Fixed(moment) => moment.clone(),
        }
    }

    /// Today, in the person's time zone.
    pub fn today(&self) -> Date {
        self.now().date()
    }

    /// Now, for the record: to the millisecond.
    pub fn stamp(&self) -> Timestamp {
        let now = self.now().timestamp();
        now.round(jiff::Unit::Millisecond).unwrap_or(now)
    }
}

/// A conversation with the disk behind it.
#[derive(Debug)]
pub struct Session {
    /// Where the conversation stands.
    pub model: Model,
    library: Library,
    held: Held,
    /// What is being typed and not on disk yet.
    drafts: Option<Drafts>,
    /// Where it is kept while there is no record.
    unbegun: Option<Unbegun>,
    /// Where reports go.
    reports: PathBuf,
    clock: Clock,
}

/// Why nothing was carried forward.
#[derive(Debug, Error)]
pub enum CarryError {
    /// A record cannot be read or written.
    #[error(transparent)]
    Record(#[from] RecordError),
    /// The record does not fit.
    #[error(transparent)]
    NotCarried(#[from] NotCarried),
}

/// Whether the conversation goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Flow {
    /// It does.
    Continue,
    /// The person wants to stop.
    Stop,
}

impl Session {
    /// A conversation that begins with a record, or with a new one. Reports go to `reports`.
    pub fn new(
        library: Library,
        questionnaire: Questionnaire,
        reports: PathBuf,
        clock: Clock,
    ) -> Self {
        let mut session = Self {
            model: Model::new(questionnaire, clock.today()),
            library,
            held: Held::Nothing,
            drafts: None,
            unbegun: None,
            reports,
            clock,
        };
        session.model.elsewhere = elsewhere(session.library.folder(), &session.reports);
        session
    }

    /// The conversation at home, with the records that there are.
    #[must_use]
    pub fn at_home(mut self) -> Self {
        let listed = self.list();
        update(&mut self.model, listed);
        self
    }

    /// Sends a message, carries out what follows from it, and so on until nothing does.
    pub fn send(&mut self, message: Message) -> Flow {
        self.step(Message::Today(self.clock.today()));
        self.step(message)
    }

    fn step(&mut self, message: Message) -> Flow {
        let mut flow = Flow::Continue;
        for effect in update(&mut self.model, message) {
            if effect == Effect::Quit {
                flow = Flow::Stop;
            }
            // An effect is carried out, with all that follows from it, before the next.
            for message in self.perform(effect) {
                if self.step(message) == Flow::Stop {
                    flow = Flow::Stop;
                }
            }
        }
        flow
    }

    /// Opens the record at this path.
    ///
    /// # Errors
    /// When it is in use, is no record, or is not what it was.
    pub fn open(&mut self, path: &Path) -> Result<(), RecordError> {
        let opened = self.opened(path)?;
        self.send(Message::Opened(Box::new(opened)));
        Ok(())
    }

    /// Begins a record with what the one at this path says, and opens it.
    ///
    /// # Errors
    /// When that one cannot be read or does not fit, or the new one cannot be written.
    pub fn carry_forward(&mut self, path: &Path) -> Result<(), CarryError> {
        let opened = self.carried(path)?;
        self.send(Message::Opened(Box::new(opened)));
        Ok(())
    }

    fn perform(&mut self, effect: Effect) -> Vec<Message> {
        match effect {
            Effect::List => vec![self.list()],
            Effect::Open(name) => {
                let opened = self
                    .library
                    .find(Some(&name))
                    .and_then(|path| self.opened(&path));
                vec![match opened {
                    Ok(opened) => Message::Opened(Box::new(opened)),
                    Err(error) => Message::Failed(error.to_string()),
                }]
            }
            Effect::CarryForward(name) => {
                let opened = match self.library.find(Some(&name)) {
                    Ok(path) => self.carried(&path),
                    Err(error) => Err(error.into()),
                };
                vec![match opened {
                    Ok(opened) => Message::Opened(Box::new(opened)),
                    Err(error) => Message::Failed(error.to_string()),
                }]
            }
            Effect::Append { title, by, events } => self.append(&title, &by, events),
            Effect::KeepDrafts(drafts) => {
                self.drafts = Some(drafts);
                vec![]
            }
            Effect::TakeUp => self.take_up(),
            Effect::TakeOver => vec![self.take_over()],
            Effect::Copy(copying) => self.copy(copying),
            // A sign-off that is not on disk must not be printed; why it is not is on the screen.
            Effect::WriteReport if self.is_unsaved() => vec![],
            Effect::WriteReport => vec![match self.write_report() {
                Ok((path, stays)) => Message::Written { path, stays },
                Err(error) => Message::Failed(error.to_string()),
            }],
            Effect::LookAt { of, path } => vec![match self.look_at(&path) {
                Ok(file) => Message::Looked { of, file },
                Err(error) => Message::Failed(error.to_string()),
            }],
            Effect::CheckFiles => vec![Message::Checked(self.unlike())],
            Effect::Close => {
                let kept = self.keep_drafts();
                self.let_go();
                kept
            }
            Effect::Quit => self.keep_drafts(),
        }
    }

    /// Writes what is being typed, if it is not on disk yet. A face calls it when the frame is shown
    /// or the line is taken: a key need not wait for the disk. Says whether that changes the frame.
    pub fn rest(&mut self) -> bool {
        let before = self.model.unkept.clone();
        for kept in self.keep_drafts() {
            self.step(kept);
        }
        self.model.unkept != before
    }

    /// Writes what is being typed: beside its record, or where the next new one takes it up. What
    /// could not be written is tried again the next time.
    fn keep_drafts(&mut self) -> Vec<Message> {
        let Some(drafts) = self.drafts.take() else {
            return vec![];
        };
        let kept = match &self.held {
            Held::Writing(journal) => {
                self.library
                    .keep_drafts(journal.path(), &drafts)
                    .and_then(|()| {
                        let none = Drafts::new();
                        self.library.keep_unbegun(&mut self.unbegun, &none)
                    })
            }
            Held::Nothing => self.library.keep_unbegun(&mut self.unbegun, &drafts),
            Held::Reading(_) => Ok(()),
        };
        let kept = kept.map_err(|error| error.to_string());
        if kept.is_err() {
            self.drafts = Some(drafts);
        }
        vec![Message::Kept(kept)]
    }

    /// What somebody was typing who never had a record.
    fn take_up(&mut self) -> Vec<Message> {
        self.let_go();
        let Some((unbegun, drafts)) = self.library.unbegun() else {
            return vec![];
        };
        self.unbegun = Some(unbegun);
        vec![Message::TakenUp(drafts)]
    }

    fn let_go(&mut self) {
        self.held = Held::Nothing;
        self.unbegun = None;
        self.drafts = None;
    }

    fn is_unsaved(&self) -> bool {
        let open = self.model.open.as_ref();
        open.is_some_and(|open| !open.pending.is_empty())
    }

    fn list(&self) -> Message {
        match self.library.list() {
            Ok(stored) => {
                let today = self.clock.today();
                Message::Stored(stored.map(|stored| listed(&stored, today)).collect())
            }
            Err(error) => Message::Failed(error.to_string()),
        }
    }

    /// A new record that carries forward what another says: all of it is on disk, or nothing is.
    fn carried(&mut self, path: &Path) -> Result<Opened, CarryError> {
        let earlier = read(path)?;
        let from =
            origin(path, &earlier).ok_or_else(|| RecordError::NotARecord(path.to_owned()))?;
        let title = match from.organisation.as_str() {
            "" => from.record.clone(),
            name => name.to_owned(),
        };
        let (old, new) = (&earlier.questionnaire, &self.model.questionnaire);
        let carried = Carried::of(from, old, &earlier.state, new)?;
        let accepted = [self.created()?, Accepted::carried(carried)];
        let journal = self.library.add(&title, self.clock.stamp(), accepted)?;
        let begun = journal.path().to_owned();
        drop(journal);
        Ok(self.opened(&begun)?)
    }

    /// Appends events, one after the other; those after a failure wait.
    fn append(&mut self, title: &str, by: &str, pending: Vec<Accepted>) -> Vec<Message> {
        let mut messages = vec![];
        if matches!(self.held, Held::Nothing) {
            match self.begin(title, by) {
                Ok(message) => messages.extend(message),
                Err(error) => return vec![Message::NotSaved(error.to_string())],
            }
        }
        let (stamp, clock) = (self.clock.stamp(), self.time_of_day());
        let Held::Writing(journal) = &mut self.held else {
            return messages;
        };
        let mut entries: Vec<Logged> = vec![];
        let mut failure = None;
        for accepted in &pending {
            let write = |journal: &mut Journal| journal.append(stamp, by, accepted.clone());
            let mut written = write(journal);
            if matches!(written, Err(RecordError::Ahead(_))) && entries.is_empty() {
                let open = self.model.open.as_ref();
                let fits = |more: &[Logged]| open.is_some_and(|open| fits(open, &pending, more));
                if let Ok(more) = journal.read_on(fits) {
                    messages.push(Message::ReadOn(more));
                    written = write(journal);
                }
            }
            match written {
                Ok(logged) => entries.push(logged),
                Err(error) => {
                    failure = Some(Self::not_saved(&error));
                    break;
                }
            }
        }
        messages.push(Message::Saved { entries, clock });
        messages.extend(failure.map(Message::NotSaved));
        messages
    }

    /// Begins a record on disk: the file, and its first entry.
    fn begin(&mut self, title: &str, by: &str) -> Result<Vec<Message>, RecordError> {
        let created = self.created()?;
        // What is known about a folder that was there before.
        let cautions = self.library.cautions();
        let mut journal = self.library.create(title)?;
        let path = journal.path().to_owned();
        // A record without its first entry has no name yet: should this fail, nothing is left.
        let logged = journal.append(self.clock.stamp(), by, created)?;
        self.held = Held::Writing(journal);
        Ok(vec![Message::Begun {
            name: name_of(&path),
            path,
            first: Box::new(logged),
            warning: (!cautions.is_empty()).then(|| cautions.join(" ")),
        }])
    }

    /// The first entry of a new record, with what it asks.
    fn created(&self) -> Result<Accepted, RecordError> {
        // Cannot fail for a questionnaire that was loaded.
        Accepted::created(&self.model.questionnaire).map_err(|error| RecordError::Io {
            doing: "write a record in",
            path: self.library.folder().to_owned(),
            source: error.into(),
        })
    }

    /// A file as it is now. `~` is the person's folder.
    fn look_at(&self, path: &str) -> Result<EvidenceFile, EvidenceError> {
        // Where the record will be, once it is begun.
        let unbegun = || self.library.folder().join("new.jsonl");
        let open = self.model.open.as_ref();
        let record = open.and_then(|open| open.path.clone());
        refer(
            &self.library,
            &record.unwrap_or_else(unbegun),
            &expanded(path),
        )
    }

    /// The files named as evidence that are not as they were.
    fn unlike(&self) -> Vec<(EvidenceFile, String)> {
        let open = self.model.open.as_ref();
        let there = open.and_then(|open| Some((open.path.as_ref()?, &open.state)));
        there.map_or_else(Vec::new, |(path, state)| unlike(&self.library, path, state))
    }

    /// As the person's clock shows it.
    fn time_of_day(&self) -> String {
        self.clock.now().strftime("%H:%M").to_string()
    }

    /// Writes the report, under a name of its own where something that stays has the name of it;
    /// says what that is.
    fn write_report(&self) -> Result<(PathBuf, Option<String>), ReportFileError> {
        let Some(open) = &self.model.open else {
            return Err(ReportFileError::NothingOpen);
        };
        // What is printed and attached is what was acknowledged to be on disk, byte by byte.
        let name = open.path.as_deref().unwrap_or(Path::new("the record"));
        let loaded = self.held.lines().read(name)?;
        let results = Results::of(&loaded.questionnaire, &loaded.state, self.model.today);
        let marking = loaded.questionnaire.default_marking();
        let options = Options::new(self.model.today, marking);
        let basis = Basis::of(&loaded, &results, &options);
        let short = open.fingerprint().map(|f| f.short().replace(' ', ""));
        let short = short.as_deref().and_then(|s| s.get(..8)).unwrap_or("draft");
        let name = open.name.as_deref().unwrap_or("assessment");
        // The name carries the fingerprint: the report of another state is never overwritten.
        let file = format!("{name}-{short}.pdf");
        let write = |path: PathBuf| {
            let output = Output::new(&path, Kind::Report(Format::Pdf), Some(&self.library))
                .reading(open.path.as_deref());
            write_report(&basis, Format::Pdf, &output, &mut |_| {}).map(|_| path)
        };
        let write_in = |folder: &Path| {
            let path = folder.join(&file);
            match write(path.clone()) {
                Err(ReportFileError::File(error)) if error.is_taken() => {
                    let why = if matches!(error, OutputError::Signed { .. }) {
                        "it carries signatures".to_owned()
                    } else {
                        error.to_string()
                    };
                    let stays = format!("{file} stays as it is: {why}");
                    write(free(&path)).map(|path| (path, Some(stays)))
                }
                written => written.map(|path| (path, None)),
            }
        };
        // The current folder is often read-only on locked-down machines.
        write_in(&self.reports).or_else(|first| write_in(self.library.folder()).map_err(|_| first))
    }
}
