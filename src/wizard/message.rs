//! What goes into the conversation (messages) and what comes out of it (effects).

use std::path::PathBuf;

use jiff::civil::Date;

use super::keys::{Command, Key};
use super::places::FieldKey;
use super::row::Goal;
use super::stored::Listed;
use crate::facts::{Answer, Assessment, EvidenceFile, FileOf, Logged};
use crate::propose::Accepted;
use crate::questionnaire::Questionnaire;
use crate::record::{Drafts, RecordName};

/// Something that happened: a key, a choice in words, or the answer to an effect.
#[derive(Debug, Clone, PartialEq)]
pub enum Message {
    /// A key was pressed.
    Press(Key),
    /// Text was pasted.
    Paste(String),
    /// A command was given by name.
    Do(Command),
    /// Somebody wants to be somewhere, or have something done.
    Go(Goal),
    /// A field of the form on top was answered, or its answer taken back.
    Answer {
        key: FieldKey,
        /// The answer; none takes it back.
        answer: Option<Answer>,
    },
    /// Why the change is made that waits for a reason; none gives the change up.
    Reason(Option<String>),
    /// What becomes of the change that would reset an approval.
    Reset(ResetChoice),
    /// The records that there are.
    Stored(Vec<Listed>),
    /// A record was opened.
    Opened(Box<Opened>),
    /// A record was begun: it has a place on disk now.
    Begun {
        name: RecordName,
        /// Where it is.
        path: PathBuf,
        /// Its first entry.
        first: Box<Logged>,
        /// Something that the person must know about its folder.
        warning: Option<String>,
    },
    /// Events are on disk.
    Saved {
        /// Their entries.
        entries: Vec<Logged>,
        /// The time of day, as the person's clock shows it.
        clock: String,
    },
    /// Events are not on disk; they stay pending.
    NotSaved(String),
    /// What is being typed is on disk, or why it is not.
    Kept(Result<(), String>),
    /// What somebody was typing who never had a record.
    TakenUp(Drafts),
    /// A copy is to be saved here: a folder, or a path where nothing is yet.
    CopyTo(String),
    /// A copy was saved.
    Copied {
        name: RecordName,
        /// Where it is.
        path: PathBuf,
        /// Whether the conversation goes on in it.
        goes_on: bool,
    },
    /// The record was gone on with elsewhere, by these entries.
    ReadOn(Vec<Logged>),
    /// A report was written.
    Written {
        /// Where it is.
        path: PathBuf,
        /// What has the name that it would have had, and why that stays, if anything does.
        stays: Option<String>,
    },
    /// A file was looked at, to be named as evidence.
    Looked {
        /// What for.
        of: FileOf,
        /// The file as it is now.
        file: EvidenceFile,
    },
    /// The files that are named as evidence were looked at: those that are not as they were, each
    /// with how it was found.
    Checked(Vec<(EvidenceFile, String)>),
    /// Something else failed, in a sentence with a next step.
    Failed(String),
    /// The day has changed.
    Today(Date),
}

/// A record that was opened.
#[derive(Debug, Clone, PartialEq)]
pub struct Opened {
    pub name: RecordName,
    /// Where it is.
    pub path: PathBuf,
    /// What was asked when it was begun.
    pub questionnaire: Questionnaire,
    pub entries: Vec<Logged>,
    /// What they come to.
    pub state: Assessment,
    /// What was being typed.
    pub drafts: Drafts,
    /// Something that the person must know about it, for example that a torn line was cut off.
    pub warning: Option<String>,
    /// Why it can only be read, and what to do about that.
    pub read_only: Option<String>,
}

/// A copy of the record that is open.
#[derive(Debug, Clone, PartialEq)]
pub struct Copying {
    /// Where to: a folder, or a path where nothing is yet.
    pub to: String,
    /// What to name a record after that has no name yet.
    pub title: String,
    /// Who is at the keyboard.
    pub by: String,
    /// What is not on disk, in order.
    pub events: Vec<Accepted>,
    /// Whether the conversation goes on in the copy.
    pub goes_on: bool,
}

/// Something that the conversation wants done. It comes out as data; a session carries it out.
#[derive(Debug, Clone, PartialEq)]
pub enum Effect {
    /// Answer with [`Message::Stored`].
    List,
    /// Open a record: [`Message::Opened`].
    Open(RecordName),
    /// Begin a record with what this one says, and open it: [`Message::Opened`].
    CarryForward(RecordName),
    /// Append events, beginning the record if there is none yet.
    Append {
        /// What to name a new record after.
        title: String,
        /// Who is at the keyboard.
        by: String,
        /// The events, in order, each with its reason.
        events: Vec<Accepted>,
    },
    /// Keep what is being typed: [`Message::Kept`].
    KeepDrafts(Drafts),
    /// Look for what was typed before there was a record: [`Message::TakenUp`].
    TakeUp,
    /// Open the record anew, to write in it.
    TakeOver,
    /// Save a copy elsewhere: [`Message::Copied`].
    Copy(Copying),
    /// Look at a file, to name it as evidence: [`Message::Looked`].
    LookAt {
        /// What for.
        of: FileOf,
        /// Its path, as it was typed.
        path: String,
    },
    /// Look at the files that are named as evidence: [`Message::Checked`].
    CheckFiles,
    /// Write the report: [`Message::Written`].
    WriteReport,
    /// Let go of the record that is open.
    Close,
    /// End the program.
    Quit,
}

/// What becomes of a change that would reset an approval.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ResetChoice {
    /// Nothing is changed.
    Leave,
    /// A renewal is begun, and the change is made there.
    Renew,
    /// The change is made, and the approval does not stand any more.
    Change,
}

impl ResetChoice {
    /// All of them; the first does nothing, for whoever goes on without reading.
    pub const ALL: [Self; 3] = [Self::Leave, Self::Renew, Self::Change];

    /// It as a choice.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Leave => "Leave it as it is",
            Self::Renew => {
                "Begin a renewal and make the change there: the approval stays in force meanwhile"
            }
            Self::Change => "Make the change and reset the approval",
        }
    }
}
