//! Where the conversation stands: the record that is open, the screens, what is being typed.

use std::path::PathBuf;

use jiff::civil::Date;
use tui_input::Input;

use super::exemption::workflow::Resetting;
use super::open::Open;
use super::page::Kept;
use super::places::{Place, Stop, Subject};
use super::reason::Asking;
use super::row::Goal;
use super::stored::Listed;
use super::watched::Watched;
use crate::questionnaire::Questionnaire;
use crate::text::printable;

/// The whole state of a conversation.
#[derive(Debug, Clone)]
pub struct Model {
    /// Today, by the person's clock.
    pub today: Date,
    /// What a new assessment asks.
    pub questionnaire: Watched<Questionnaire>,
    /// The records that there are.
    pub stored: Watched<Vec<Listed>>,
    /// The record that is open.
    pub open: Option<Open>,
    /// The screens, the one on top last; never empty.
    pub screens: Vec<Screen>,
    /// What lies over the screen.
    pub overlay: Option<Overlay>,
    /// A sentence about what just happened.
    pub notice: Option<Notice>,
    /// Whether the last change is on disk.
    pub saving: Saving,
    /// Why what is being typed is not on disk.
    pub unkept: Option<String>,
    /// Whether the program ends as soon as it is.
    pub leaving: bool,
    /// A folder to suggest for a copy.
    pub elsewhere: PathBuf,
    /// What was on screen last.
    pub(super) kept: Kept,
}

/// One screen.
#[derive(Debug, Clone)]
pub enum Screen {
    /// Rows that lead somewhere.
    List(List),
    /// Questions.
    Form(Form),
}

/// A list on the screen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct List {
    /// Which list.
    pub place: Place,
    /// The row that has the focus.
    pub cursor: usize,
    /// Where the row led through which one left the list: it has the focus again afterwards,
    /// wherever it stands then.
    pub left_by: Option<Goal>,
}

/// A form on the screen.
#[derive(Debug, Clone)]
pub struct Form {
    /// What it is about.
    pub subject: Subject,
    /// What has the focus.
    pub cursor: Stop,
    /// Its number, in case it goes away.
    pub index: usize,
    /// The text that is being typed, if the focus is on a text.
    pub input: Option<Input>,
    /// Why what was typed could not be taken.
    pub problem: Option<String>,
    /// Whether the whole guidance is shown in place of the questions, and how far on.
    pub guidance: Option<usize>,
}

/// What lies over the screen.
#[derive(Debug, Clone)]
pub enum Overlay {
    /// The keys, from this line.
    Help(usize),
    /// Search: what was typed, and the row that has the focus.
    Search(Input, usize),
    /// Asks whether to stop although something is not saved.
    QuitUnsaved,
    /// Asks where to save a copy.
    Copy(Input),
    /// Asks why a record is changed that was signed.
    Reason(Asking),
    /// Asks what is to become of an approval before something is changed that it rests on.
    Reset(Resetting),
}

/// A sentence about what just happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Notice {
    /// It went well, or is good to know.
    Info(String),
    /// It did not.
    Problem(String),
}

impl Notice {
    /// The sentence.
    pub fn words(&self) -> &str {
        match self {
            Self::Info(words) | Self::Problem(words) => words,
        }
    }
}

/// Whether the last change is on disk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Saving {
    /// Nothing was changed yet.
    Nothing,
    /// It is being written.
    Writing,
    /// It is on disk since this time of day.
    Saved(String),
    /// It is not, for this reason.
    Failed(String),
}

impl Saving {
    /// The state in words.
    pub fn words(&self) -> String {
        match self {
            Self::Nothing => "All saved".to_owned(),
            Self::Writing => "Saving".to_owned(),
            Self::Saved(clock) => format!("Saved {clock}"),
            Self::Failed(_) => "NOT SAVED".to_owned(),
        }
    }
}

impl Model {
    /// A conversation at home.
    pub fn new(questionnaire: Questionnaire, today: Date) -> Self {
        Self {
            today,
            questionnaire: questionnaire.into(),
            stored: vec![].into(),
            open: None,
            screens: vec![Screen::List(List {
                place: Place::Home,
                cursor: 0,
                left_by: None,
            })],
            overlay: None,
            notice: None,
            saving: Saving::Nothing,
            unkept: None,
            leaving: false,
            elsewhere: PathBuf::new(),
            kept: Kept::default(),
        }
    }

    /// The screen on top.
    pub fn screen(&self) -> &Screen {
        // `screens` is never empty: it begins with home, and `back` keeps the first.
        &self.screens[self.screens.len() - 1]
    }

    /// The form on top, if the screen is one.
    pub fn form(&self) -> Option<&Form> {
        match self.screen() {
            Screen::Form(form) => Some(form),
            Screen::List(_) => None,
        }
    }

    /// Whether keys are text now.
    pub fn is_typing(&self) -> bool {
        match &self.overlay {
            Some(Overlay::Search(..) | Overlay::Copy(_) | Overlay::Reason(_)) => true,
            Some(_) => false,
            None => self
                .form()
                .is_some_and(|f| f.input.is_some() && f.guidance.is_none()),
        }
    }

    /// Whether a change waits for its reason.
    pub const fn asks_why(&self) -> bool {
        matches!(self.overlay, Some(Overlay::Reason(_)))
    }

    /// Whether a change waits for the answer to a question about it.
    pub const fn waits(&self) -> bool {
        matches!(self.overlay, Some(Overlay::Reason(_) | Overlay::Reset(_)))
    }

    /// Whether a copy is what one goes on in: where the record cannot take what is entered.
    pub fn goes_on_in_copy(&self) -> bool {
        self.open.as_ref().is_some_and(|open| {
            (self.is_unsaved() || open.read_only.is_some()) && open.state.redaction.is_none()
        })
    }

    /// Whether something would be lost if the program ended now.
    pub fn is_unsaved(&self) -> bool {
        let pending = self.open.as_ref().is_some_and(|o| !o.pending.is_empty());
        pending || self.unkept().is_some()
    }

    /// Why what is being typed is not on disk.
    fn unkept(&self) -> Option<&String> {
        let is_typed = self.open.as_ref().is_some_and(|o| !o.drafts.is_empty());
        self.unkept.as_ref().filter(|_| is_typed)
    }

    /// Whether the record is on disk as it is on screen, in a word or two; empty without one.
    pub fn saved(&self) -> String {
        match &self.open {
            None => String::new(),
            Some(open) if open.read_only.is_some() => "Read only".to_owned(),
            Some(_) => self.saving.words(),
        }
    }

    /// Why something is not on disk, for as long as that is so.
    pub fn trouble(&self) -> Option<String> {
        let (what, why) = match (&self.saving, self.unkept()) {
            (Saving::Failed(why), _) => ("NOT SAVED", why),
            (_, Some(why)) => ("What you are typing is NOT KEPT on disk", why),
            _ => return None,
        };
        Some(format!("{what}: {}.", printable(why)))
    }

    /// What a copy holds, and which record one is in afterwards.
    pub fn copy_words(&self) -> String {
        let name = self.open.as_ref().and_then(|o| o.name.as_deref());
        match (self.goes_on_in_copy(), name) {
            (true, Some(name)) => format!(
                "The copy holds everything, also what is not saved. You go on in the copy; {name} \
                 is left as it is on disk."
            ),
            (true, None) => "The copy holds everything. You go on in it.".to_owned(),
            (false, name) => format!(
                "The copy holds everything that is on disk. You stay in {}.",
                name.unwrap_or("this record")
            ),
        }
    }
}
