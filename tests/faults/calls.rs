//! A disk that refuses one call of a kind, or every call from then on: whatever was said to be
//! saved is there, nothing is there twice, and every record opens.

use std::fs::{File, Metadata};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, LazyLock, Mutex};

use mfa_assess::facts::{Answer, Event};
use mfa_assess::questionnaire::{Questionnaire, load};
use mfa_assess::record::{Disk, Library, RealDisk, read};
use mfa_assess::session::{Clock, Session};
use mfa_assess::wizard::{Command, FieldKey, Goal, Key, Message, Overlay, Subject};
use tempfile::TempDir;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Call {
    Open,
    Create,
    Write,
    Sync,
    SyncFolder,
    Truncate,
    Rename,
    RenameToFree,
    Remove,
    LeadsTo,
}

const CALLS: [Call; 10] = [
    Call::Open,
    Call::Create,
    Call::Write,
    Call::Sync,
    Call::SyncFolder,
    Call::Truncate,
    Call::Rename,
    Call::RenameToFree,
    Call::Remove,
    Call::LeadsTo,
];

/// How a call fails.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Manner {
    /// It has no effect.
    Before,
    /// It has its effect, or half of it, and fails all the same.
    After,
}

#[derive(Debug, Clone, Copy)]
struct Fault {
    call: Call,
    /// Which call of the kind, from 1.
    number: usize,
    manner: Manner,
    /// Whether every call of any kind fails from then on.
    for_good: bool,
}

#[derive(Debug, Default)]
struct Faulty {
    fault: Mutex<Option<Fault>>,
    made: [AtomicUsize; CALLS.len()],
    broken: std::sync::atomic::AtomicBool,
}

impl Faulty {
    fn call<T>(
        &self,
        call: Call,
        does: impl FnOnce() -> io::Result<T>,
        partly: impl FnOnce(),
    ) -> io::Result<T> {
        let refused = || io::Error::other("injected");
        let made = self.made[call as usize].fetch_add(1, Ordering::SeqCst) + 1;
        if self.broken.load(Ordering::SeqCst) {
            return Err(refused());
        }
        match *self.fault.lock().unwrap() {
            Some(fault) if fault.call == call && fault.number == made => {
                self.broken.store(fault.for_good, Ordering::SeqCst);
                if fault.manner == Manner::After {
                    partly();
                }
                Err(refused())
            }
            _ => does(),
        }
    }
}

impl Disk for Faulty {
    fn open(&self, path: &Path) -> io::Result<File> {
        self.call(Call::Open, || RealDisk.open(path), || ())
    }

    fn create(&self, path: &Path) -> io::Result<File> {
        let does = || RealDisk.create(path);
        self.call(Call::Create, does, || drop(does()))
    }

    fn leads_to(&self, path: &Path, file: &File) -> io::Result<(bool, Metadata)> {
        let does = || RealDisk.leads_to(path, file);
        self.call(Call::LeadsTo, does, || ())
    }

    fn write(&self, file: &File, bytes: &[u8]) -> io::Result<()> {
        let half = || drop(RealDisk.write(file, &bytes[..bytes.len() / 2]));
        self.call(Call::Write, || RealDisk.write(file, bytes), half)
    }

    fn sync(&self, file: &File) -> io::Result<()> {
        let does = || RealDisk.sync(file);
        self.call(Call::Sync, does, || drop(does()))
    }

    fn sync_folder(&self, folder: &Path) -> io::Result<()> {
        let does = || RealDisk.sync_folder(folder);
        self.call(Call::SyncFolder, does, || drop(does()))
    }

    fn truncate(&self, file: &File, length: u64) -> io::Result<()> {
        let does = || RealDisk.truncate(file, length);
        self.call(Call::Truncate, does, || drop(does()))
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        let does = || RealDisk.rename(from, to);
        self.call(Call::Rename, does, || drop(does()))
    }

    fn rename_to_free(&self, from: &Path, to: &Path) -> io::Result<()> {
        let does = || RealDisk.rename_to_free(from, to);
        self.call(Call::RenameToFree, does, || drop(does()))
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        let does = || RealDisk.remove(path);
        self.call(Call::Remove, does, || drop(does()))
    }
}

const TYPED: &str = "he";

/// A conversation on a disk that may fail, and what it has said to be saved.
struct Run {
    folder: TempDir,
    disk: Arc<Faulty>,
    session: Session,
    acknowledged: usize,
    /// Whether what does not succeed is tried again.
    retries: bool,
}

pub fn session(folder: &Path, disk: Arc<dyn Disk>) -> Session {
    static ASKED: LazyLock<Questionnaire> =
        LazyLock::new(|| load(include_bytes!("../backups.json")).unwrap());
    let library = Library::at(Some(folder.join("records"))).unwrap().on(disk);
    let clock = Clock::Fixed("2026-11-24T12:00:00+00:00[UTC]".parse().unwrap());
    Session::new(library, ASKED.clone(), folder.to_owned(), clock).at_home()
}

impl Run {
    fn of(fault: Option<Fault>) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let disk = Arc::new(Faulty::default());
        *disk.fault.lock().unwrap() = fault;
        let mut run = Self {
            session: session(folder.path(), disk.clone()),
            folder,
            disk,
            acknowledged: 0,
            retries: fault.is_none_or(|fault| !fault.for_good),
        };
        run.script();
        run
    }

    fn send(&mut self, message: Message) {
        self.session.send(message);
        self.session.rest();
        if self.retries && self.session.model.trouble().is_some() {
            self.session.send(Message::Do(Command::Retry));
            self.session.rest();
            assert_eq!(self.session.model.trouble(), None);
        }
        if let Some(open) = &self.session.model.open
            && !self.session.model.is_unsaved()
        {
            let kept = open.entries.len();
            assert!(kept >= self.acknowledged);
            self.acknowledged = kept;
        }
    }

    fn answer(&mut self, key: FieldKey, text: &str) {
        let answer = Some(Answer::Text(text.to_owned()));
        self.send(Message::Answer { key, answer });
    }

    fn script(&mut self) {
        self.send(Message::Go(Goal::New));
        self.send(Message::Press(Key::Char('F')));
        let asked = |id: &str| FieldKey::Asked(id.try_into().unwrap());
        self.answer(asked("library-name"), "Fell Side Library");
        self.answer(asked("filled-by"), "Ada Fell");
        let scenario = "what-is-backed-up".try_into().unwrap();
        self.send(Message::Go(Goal::Form(Subject::Scenario(scenario), None)));
        self.answer(FieldKey::Note, &"of the old site ".repeat(40));
        self.send(Message::Do(Command::Undo));
        self.send(Message::Do(Command::Redo));
        // A crash in the middle of a line, and on with it.
        if let Some(path) = self.record() {
            self.session.send(Message::Go(Goal::Close));
            self.session = session(self.folder.path(), self.disk.clone());
            let mut bytes = std::fs::read(&path).unwrap();
            bytes.extend_from_slice(b"{\"v\":1,\"seq\"");
            std::fs::write(&path, bytes).unwrap();
            self.session.open(&path).unwrap();
            let open = self.session.model.open.as_ref().unwrap();
            if self.retries && open.read_only.is_some() {
                self.session.send(Message::Do(Command::Retry));
                let open = self.session.model.open.as_ref().unwrap();
                assert_eq!(open.read_only, None);
            }
            let scenario = "what-is-backed-up".try_into().unwrap();
            self.send(Message::Go(Goal::Form(Subject::Scenario(scenario), None)));
        }
        self.answer(FieldKey::Evidence, "the shelf");
        self.send(Message::Go(Goal::At(FieldKey::Note)));
        for c in TYPED.chars() {
            self.send(Message::Press(Key::Char(c)));
        }
    }

    /// The record, if it has come that far.
    fn record(&self) -> Option<PathBuf> {
        let entries = std::fs::read_dir(self.folder.path().join("records")).ok()?;
        let paths = entries.map(|entry| entry.unwrap().path());
        let mut records = paths.filter(|path| path.extension().is_some_and(|e| e == "jsonl"));
        let found = records.next();
        assert!(records.next().is_none(), "there are two records");
        found
    }

    fn events(&self) -> Vec<Event> {
        let path = self.record().expect("there is no record");
        let entries = read(&path).unwrap().entries.into_iter();
        entries.map(|logged| logged.entry.event).collect()
    }
}

/// Every fault that the script can meet.
fn faults(for_good: bool) -> Vec<Fault> {
    let run = Run::of(None);
    let made = run.disk.made.each_ref().map(|n| n.load(Ordering::SeqCst));
    let mut faults = vec![];
    for (call, made) in CALLS.into_iter().zip(made) {
        assert!(made > 0, "{call:?} is never made");
        for number in 1..=made {
            // On a disk that fails for good, only half a line and a name are worth a run more.
            let both = !for_good || matches!(call, Call::Write | Call::RenameToFree);
            let manners = [Manner::Before, Manner::After];
            for manner in manners.into_iter().take(if both { 2 } else { 1 }) {
                faults.push(Fault {
                    call,
                    number,
                    manner,
                    for_good,
                });
            }
        }
    }
    faults
}

#[test]
fn a_call_that_fails_once_and_is_tried_again_loses_nothing_and_doubles_nothing() {
    let whole = Run::of(None);
    let expected = whole.events();
    assert_eq!(expected.len(), whole.acknowledged);
    assert!(expected.len() > 6, "{expected:?}");
    let drafts = |run: &Run| Library::drafts(&run.record().unwrap());
    assert!(drafts(&whole).values().any(|words| words.ends_with(TYPED)));
    for fault in faults(false) {
        let run = Run::of(Some(fault));
        assert_eq!(run.acknowledged, expected.len(), "{fault:?}");
        assert!(run.events() == expected, "{fault:?}: {:?}", run.events());
        assert_eq!(drafts(&run), drafts(&whole), "{fault:?}");
        let path = run.record().unwrap();
        drop(run.session);
        assert_eq!(read(&path).unwrap().torn, None, "{fault:?}");
    }
}

#[test]
fn a_disk_that_fails_for_good_keeps_what_was_acknowledged_and_opens_again() {
    let expected = Run::of(None).events();
    for fault in faults(true) {
        let run = Run::of(Some(fault));
        let Some(path) = run.record() else {
            assert_eq!(run.acknowledged, 0, "{fault:?}: the record is gone");
            continue;
        };
        let acknowledged = run.acknowledged;
        drop(run.session);
        let mut again = session(run.folder.path(), Arc::new(RealDisk));
        again
            .open(&path)
            .unwrap_or_else(|error| panic!("{fault:?}: {error}"));
        let open = again.model.open.as_ref().unwrap();
        assert_eq!(open.read_only, None, "{fault:?}");
        let events: Vec<Event> = open.entries.iter().map(|l| l.entry.event.clone()).collect();
        assert!(
            events.len() >= acknowledged,
            "{fault:?}: {acknowledged} were acknowledged"
        );
        assert!(expected.starts_with(&events), "{fault:?}: {events:?}");
    }
}

#[test]
fn a_copy_elsewhere_holds_every_line_and_what_could_not_be_saved() {
    // The disk of the records fails for good at the third line; the other one does not.
    for number in [1, 3] {
        let fault = Fault {
            call: Call::Sync,
            number,
            manner: Manner::Before,
            for_good: false,
        };
        let mut run = Run::of(None);
        let expected = run.events();
        let folder = tempfile::tempdir().unwrap();
        let disk = Arc::new(Faulty::default());
        run.session = session(folder.path(), disk.clone());
        run.session.send(Message::Go(Goal::New));
        *disk.fault.lock().unwrap() = Some(fault);
        let key = FieldKey::Asked("library-name".try_into().unwrap());
        let answer = Some(Answer::Text("Fell Side Library".into()));
        run.session.send(Message::Answer {
            key: key.clone(),
            answer,
        });
        if number == 3 {
            let answer = Some(Answer::Text("Fell Side".into()));
            run.session.send(Message::Answer { key, answer });
        }
        assert!(run.session.model.is_unsaved(), "{number}");
        let before: Vec<u8> = match number {
            1 => vec![],
            _ => std::fs::read(folder.path().join("records/fell-side-library.jsonl")).unwrap(),
        };
        let taken = folder.path().join("taken.jsonl");
        std::fs::write(&taken, "mine").unwrap();
        run.session
            .send(Message::CopyTo(taken.display().to_string()));
        assert!(run.session.model.is_unsaved(), "{number}");
        assert_eq!(std::fs::read(&taken).unwrap(), b"mine", "never over a file");

        let to = folder.path().join("stick");
        std::fs::create_dir(&to).unwrap();
        run.session.send(Message::Do(Command::Copy));
        assert!(matches!(run.session.model.overlay, Some(Overlay::Copy(_))));
        run.session.send(Message::CopyTo(to.display().to_string()));
        let open = run.session.model.open.as_ref().unwrap();
        let copy = open.path.clone().unwrap();
        assert_eq!(copy, to.join("fell-side-library.jsonl"));
        assert!(!run.session.model.is_unsaved(), "{number}");
        let bytes = std::fs::read(&copy).unwrap();
        assert!(bytes.starts_with(&before), "line by line as it was");
        let entries = read(&copy).unwrap().entries;
        assert_eq!(entries.len(), if number == 1 { 2 } else { 3 });
        let print = run.session.model.open.as_ref().unwrap().fingerprint();
        assert_eq!(entries.last().map(|l| l.fingerprint), print);
        assert_eq!(entries[1].entry.event, expected[1]);
        // It goes on there, and what stays behind is as it was.
        run.session.send(Message::Do(Command::Undo));
        assert_eq!(read(&copy).unwrap().entries.len(), entries.len() + 1);
        if number == 3 {
            let left = folder.path().join("records/fell-side-library.jsonl");
            assert_eq!(std::fs::read(left).unwrap(), before);
        }
    }
}
