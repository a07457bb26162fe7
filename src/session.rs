//! Carries out what the conversation wants done: the one place where it meets disk and clock.
//!
//! Both faces hold a [`Session`] and call [`Session::send`] with each message.

use std::path::{Path, PathBuf};

use jiff::civil::Date;
use jiff::{Timestamp, ZonedDateTime};

use crate::assessment::{Event, EvidenceFile, Logged, Results};
use crate::questionnaire::Questionnaire;
use crate::record::evidence::{EvidenceError, refer};
use crate::record::{Drafts, Journal, Library, Loaded, RecordError, Stored, Torn, name_of, read};
use crate::report::{Basis, ReportFileError, write_pdf};
use crate::text::{counted, printable};
use crate::wizard::{About, Effect, Listed, Message, Model, Opened, update};

/// Where the time comes from.
#[derive(Debug, Clone)]
pub enum Clock {
    /// The system.
    System,
    /// One moment, for tests.
    Fixed(ZonedDateTime),
}

impl Clock {
    /// Now, in the person's time zone.
    pub fn now(&self) -> ZonedDateTime {
        match self {
            Self::System => ZonedDateTime::now(),
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
    journal: Option<Journal>,
    /// What is being typed and not on disk yet.
    drafts: Option<Drafts>,
    /// Where reports go.
    reports: PathBuf,
    clock: Clock,
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
    /// A conversation at home. Reports go to `reports`.
    pub fn new(
        library: Library,
        questionnaire: Questionnaire,
        reports: PathBuf,
        clock: Clock,
    ) -> Self {
        let mut session = Self {
            model: Model::new(questionnaire, clock.today()),
            library,
            journal: None,
            drafts: None,
            reports,
            clock,
        };
        let listed = session.list();
        update(&mut session.model, listed);
        session
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
            Effect::Append { title, by, events } => self.append(&title, &by, events),
            Effect::KeepDrafts(drafts) => {
                self.drafts = Some(drafts);
                vec![]
            }
            Effect::WriteReport => vec![match self.write_report() {
                Ok(path) => Message::Written(path),
                Err(error) => Message::Failed(error.to_string()),
            }],
            Effect::LookAt { scenario, path } => vec![match self.look_at(&path) {
                Ok(file) => Message::Looked { scenario, file },
                Err(error) => Message::Failed(error.to_string()),
            }],
            Effect::Close => {
                let failed = self.keep_drafts();
                self.journal = None;
                failed
            }
            Effect::Quit => self.keep_drafts(),
        }
    }

    /// Writes what is being typed, if it is not on disk yet. A face calls it when the frame is shown
    /// or the line is taken: a key need not wait for the disk.
    pub fn rest(&mut self) {
        for failed in self.keep_drafts() {
            self.step(failed);
        }
    }

    fn keep_drafts(&mut self) -> Vec<Message> {
        let (Some(journal), Some(drafts)) = (&self.journal, self.drafts.take()) else {
            return vec![];
        };
        let kept = Library::keep_drafts(journal.path(), &drafts);
        kept.err()
            .map(|error| Message::Failed(error.to_string()))
            .into_iter()
            .collect()
    }

    fn list(&self) -> Message {
        match self.library.list() {
            Ok(stored) => {
                let today = self.clock.today();
                Message::Stored(stored.iter().map(|s| listed(s, today)).collect())
            }
            Err(error) => Message::Failed(error.to_string()),
        }
    }

    fn opened(&mut self, path: &Path) -> Result<Opened, RecordError> {
        self.keep_drafts();
        self.journal = None;
        let (journal, loaded) = Journal::open(path)?;
        self.journal = Some(journal);
        let warning = loaded.torn.as_ref().map(|torn| torn_words(torn, path));
        Ok(Opened {
            name: name_of(path),
            path: path.to_owned(),
            questionnaire: loaded.questionnaire,
            entries: loaded.entries,
            drafts: Library::drafts(path),
            warning,
        })
    }

    /// Appends events, one after the other; those after a failure wait.
    fn append(&mut self, title: &str, by: &str, events: Vec<Event>) -> Vec<Message> {
        let mut messages = vec![];
        if self.journal.is_none() {
            match self.begin(title, by) {
                Ok(message) => messages.extend(message),
                Err(error) => return vec![Message::NotSaved(error.to_string())],
            }
        }
        let (stamp, clock) = (self.clock.stamp(), self.clock.now());
        let Some(journal) = &mut self.journal else {
            return messages;
        };
        let mut entries: Vec<Logged> = vec![];
        let mut failure = None;
        for event in events {
            match journal.append(stamp, by, event) {
                Ok(logged) => entries.push(logged),
                Err(error) => {
                    failure = Some(error.to_string());
                    break;
                }
            }
        }
        let clock = clock.strftime("%H:%M").to_string();
        messages.push(Message::Saved { entries, clock });
        messages.extend(failure.map(Message::NotSaved));
        messages
    }

    /// Begins a record on disk: the file, and its first entry.
    fn begin(&mut self, title: &str, by: &str) -> Result<Vec<Message>, RecordError> {
        let questionnaire = self.questionnaire()?;
        let mut journal = self.library.create(title)?;
        let path = journal.path().to_owned();
        let created = Event::Created {
            tool: crate::TOOL.to_owned(),
            questionnaire: Box::new(questionnaire),
        };
        // A record without its first entry has no name yet: should this fail, nothing is left.
        let logged = journal.append(self.clock.stamp(), by, created)?;
        self.journal = Some(journal);
        Ok(vec![Message::Begun {
            name: name_of(&path),
            path,
            first: Box::new(logged),
        }])
    }

    /// What is asked, as it goes into a new record.
    fn questionnaire(&self) -> Result<serde_json::Value, RecordError> {
        // Cannot fail for a questionnaire that was loaded.
        serde_json::to_value(&self.model.questionnaire).map_err(|error| RecordError::Io {
            doing: "write a record in",
            path: self.library.folder().to_owned(),
            source: error.into(),
        })
    }

    /// A file as it is now. `~` is the person's folder.
    fn look_at(&self, path: &str) -> Result<EvidenceFile, EvidenceError> {
        let home = directories::BaseDirs::new();
        let path = match (path.strip_prefix("~/"), home) {
            (Some(rest), Some(home)) => home.home_dir().join(rest),
            _ => PathBuf::from(path),
        };
        let journal = self
            .journal
            .as_ref()
            .map(|journal| journal.path().to_owned());
        // Where the record will be, once it is begun.
        let record = journal.unwrap_or_else(|| self.library.folder().join("new.jsonl"));
        refer(&record, &path)
    }

    fn write_report(&self) -> Result<PathBuf, ReportFileError> {
        let Some(open) = &self.model.open else {
            return Err(ReportFileError::NothingOpen);
        };
        let basis = Basis {
            questionnaire: &open.questionnaire,
            entries: &open.entries,
            state: &open.state,
            results: &open.results,
            as_at: self.model.today,
            marking: open.questionnaire.default_marking(),
        };
        let short = open.fingerprint().map(|f| f.short().replace(' ', ""));
        let short = short.as_deref().and_then(|s| s.get(..8)).unwrap_or("draft");
        let name = open.name.as_deref().unwrap_or("assessment");
        // The name carries the fingerprint: the report of another state is never overwritten.
        let file = format!("{name}-{short}.pdf");
        let path = self.reports.join(&file);
        match write_pdf(&basis, &path) {
            Ok(()) => Ok(path),
            // The current folder is often read-only on locked-down machines.
            Err(first) => {
                let beside = self.library.folder().join(&file);
                write_pdf(&basis, &beside)
                    .map(|()| beside)
                    .map_err(|_| first)
            }
        }
    }
}

/// That a line was cut short by a crash and set aside, for the person to know.
pub fn torn_words(torn: &Torn, path: &Path) -> String {
    let kept = torn.kept.as_deref().unwrap_or(path).display();
    format!(
        "The last line was cut short by a crash and did not count. Its {} are kept in {kept}.",
        counted(torn.bytes, "byte")
    )
}

/// What a list says of a stored record.
pub fn listed(stored: &Stored, today: Date) -> Listed {
    let about = match &stored.loaded {
        Ok(loaded) => Ok(About {
            organisation: organisation(loaded).to_owned(),
            progress: progress(loaded, today),
        }),
        Err(error) => Err(printable(&error.to_string())),
    };
    Listed {
        name: stored.name.clone(),
        about,
    }
}

/// The organisation that a record names; empty before it does.
pub fn organisation(loaded: &Loaded) -> &str {
    loaded.state.text(&loaded.questionnaire.organisation.name)
}

/// How far a record is, in words.
fn progress(loaded: &Loaded, today: Date) -> String {
    let results = Results::of(&loaded.questionnaire, &loaded.state, today);
    let signed = if loaded.state.is_signed() {
        "signed"
    } else {
        "draft"
    };
    match results.gaps.len() {
        0 => format!("{signed}, complete"),
        left => format!("{signed}, {left} left"),
    }
}

/// Reads a record for a command that only tells.
///
/// # Errors
/// When it is not there or not what it was.
pub fn look(library: &Library, given: Option<&str>) -> Result<(PathBuf, Loaded), RecordError> {
    let path = library.find(given)?;
    let loaded = read(&path)?;
    Ok((path, loaded))
}
