//! The record that is open: what is on disk, what waits, and what follows from both.

use std::cell::OnceCell;
use std::ops::{Deref, DerefMut};
use std::path::PathBuf;

use jiff::civil::Date;

use super::assessed::Assessed;
use super::trail::History;
use super::watched::{Revision, Watched};
use crate::facts::{
    ActionId, Assessment, EvidenceId, ExemptionId, Fingerprint, FoldError, Logged, SystemId,
};
use crate::history::{Audit, Used};
use crate::propose::Accepted;
use crate::questionnaire::Questionnaire;
use crate::record::{Drafts, RecordName};
use crate::rules::AsAt;

/// The record that is open. What pages are made from is watched; what else there is belongs to no page.
#[derive(Debug, Clone)]
pub struct Open {
    /// Its name; none until its first event is on disk.
    pub name: Option<RecordName>,
    /// Where it is.
    pub path: Option<PathBuf>,
    /// Why it can only be read, and what to do about that.
    pub read_only: Option<String>,
    /// What is on disk.
    pub entries: Watched<Vec<Logged>>,
    /// What the entries tell of themselves, once somebody has asked.
    history: OnceCell<Result<History, FoldError>>,
    /// What is not on disk yet, but counts on screen.
    pub pending: Vec<Accepted>,
    /// What is being typed, by subject and field.
    pub drafts: Drafts,
    /// Why a record is changed that was signed.
    pub reason: Reason,
    /// The exemption whose approval may be reset by what is being done now.
    pub(super) resets: Option<ExemptionId>,
    assessed: Watched<Assessed>,
}

/// The reason in force.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reason {
    /// The reason that was given last; empty before one was.
    pub words: String,
    /// The subject that it was given for, by its key; empty once it needs to be given anew.
    pub of: String,
}

impl Deref for Open {
    type Target = Assessed;

    fn deref(&self) -> &Assessed {
        &self.assessed
    }
}

impl DerefMut for Open {
    fn deref_mut(&mut self) -> &mut Assessed {
        &mut self.assessed
    }
}

impl Open {
    /// It as it stands, with what is pending.
    pub(super) fn as_at(&self) -> AsAt<'_> {
        AsAt {
            asked: &self.questionnaire,
            entries: &self.entries,
            state: &self.state,
            today: self.today,
        }
    }

    /// A new assessment, of which nothing is on disk yet.
    pub fn new(questionnaire: Questionnaire, today: Date) -> Self {
        Self::of(questionnaire, vec![], Assessment::default(), today)
    }

    /// A record with its state.
    pub fn of(
        questionnaire: Questionnaire,
        entries: Vec<Logged>,
        state: Assessment,
        today: Date,
    ) -> Self {
        let assessed = Assessed::of(questionnaire, state, today);
        Self {
            name: None,
            path: None,
            read_only: None,
            entries: entries.into(),
            history: OnceCell::new(),
            pending: vec![],
            drafts: Drafts::new(),
            reason: Reason::default(),
            resets: None,
            assessed: assessed.into(),
        }
    }

    /// Differs once what is asked, said or found may have changed.
    pub(super) const fn revision(&self) -> Revision {
        self.assessed.revision()
    }

    /// Works the results out anew, after a change of state or of day.
    pub fn judge(&mut self, today: Date) {
        self.assessed.judge(today);
    }

    /// Takes up entries that are on disk now.
    pub fn log(&mut self, entries: impl IntoIterator<Item = Logged>) {
        self.entries.extend(entries);
        self.history.take();
    }

    /// What the entries on disk tell of themselves.
    ///
    /// # Errors
    /// When the entries up to one of them fold to nothing.
    pub fn history(&self) -> Result<&History, &FoldError> {
        let audit = Audit {
            questionnaire: &self.questionnaire,
            entries: &self.entries,
            state: &self.state,
        };
        self.history.get_or_init(|| History::of(&audit)).as_ref()
    }

    /// The fingerprint of what is on disk.
    pub fn fingerprint(&self) -> Option<Fingerprint> {
        self.entries.last().map(|logged| logged.fingerprint)
    }

    /// The next free number for an exemption. A number is never used again.
    pub fn new_exemption(&self) -> ExemptionId {
        self.used_numbers().next_exemption(&self.state)
    }

    /// The next free number for an action. A number is never used again.
    pub fn new_action(&self) -> ActionId {
        self.used_numbers().next_action(&self.state)
    }

    /// The next free number for a system. A number is never used again.
    pub fn new_system(&self) -> SystemId {
        self.used_numbers().next_system(&self.state)
    }

    /// The next free number for a piece of evidence. A number is never used again.
    pub fn new_evidence(&self) -> EvidenceId {
        self.used_numbers().next_evidence(&self.state)
    }

    fn used_numbers(&self) -> Used {
        Used::by(self.entries.iter().map(|l| &l.entry.event))
    }
}
