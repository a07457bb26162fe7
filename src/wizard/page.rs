//! What is on screen: both faces show the same page, and the focus moves on it. No width, no colour,
//! no terminal.

use std::cell::RefCell;
use std::rc::Rc;

use jiff::civil::Date;

use super::field::Field;
use super::places::{FieldKey, Place, Stop, Subject};
use super::row::Row;
use super::watched::Revision;
use crate::questionnaire::ScenarioId;
use crate::rules::{Finding, Outcome};

/// What is on screen, from its top to its end: what is said first, the fields of a form, what is said
/// below them, and rows that lead on.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Page {
    /// Where one is.
    pub title: String,
    pub head: Vec<Item>,
    pub fields: Vec<Field>,
    pub below: Vec<Item>,
    /// The rows of a list, or the links of a form.
    pub rows: Vec<Row>,
    /// What can have the focus on a form, in order.
    pub stops: Vec<Stop>,
    /// The row that going on without a choice leads to, line by line.
    pub onward: Option<usize>,
    /// What there is to read on a scenario; none where there is no scenario.
    pub guidance: Option<Guidance>,
    /// Whether whoever comes here sees its top first, as far as there is room.
    pub is_read_from_top: bool,
}

/// What there is to read on a scenario.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Guidance {
    pub items: Vec<Item>,
    /// In how many steps it is read to its end.
    pub steps: usize,
}

/// Something that is said, and cannot have the focus.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Item {
    Say(Say),
    /// That there is guidance, where it does not stand beside the questions.
    HasGuidance,
    /// A requirement that a scenario bears on, and what comes of it.
    Requirement {
        name: String,
        outcome: Outcome,
        title: String,
    },
    /// Why the outcome is what it is. What would change it is searched for where it is shown.
    Finding {
        scenario: ScenarioId,
        finding: Finding,
        on: On,
    },
    Piece(Piece),
    /// Sets apart what stands above from what stands below.
    Gap,
}

/// A paragraph.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Say {
    pub words: String,
    pub tone: Tone,
    pub on: On,
}

/// A piece to read, under a heading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    pub heading: String,
    /// What it says.
    pub text: String,
    /// What it rests on, in words; none where the text itself says so.
    pub rests_on: Option<String>,
}

/// How something is said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    Heading,
    Plain,
    Strong,
    Quiet,
    /// It has to be seen to.
    Problem,
}

/// Which face shows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum On {
    Both,
    /// The full screen alone.
    Screen,
    /// The dialogue line by line alone.
    Lines,
}

impl Item {
    /// Said in both faces.
    pub(super) fn say(words: impl Into<String>, tone: Tone) -> Self {
        Self::Say(Say {
            words: words.into(),
            tone,
            on: On::Both,
        })
    }

    /// Said in the full screen alone.
    pub(super) fn on_screen(words: impl Into<String>, tone: Tone) -> Self {
        Self::Say(Say {
            words: words.into(),
            tone,
            on: On::Screen,
        })
    }

    /// Said line by line alone.
    pub(super) fn in_lines(words: impl Into<String>) -> Self {
        Self::Say(Say {
            words: words.into(),
            tone: Tone::Plain,
            on: On::Lines,
        })
    }
}

impl Page {
    /// A field by its name.
    pub fn field(&self, key: &FieldKey) -> Option<&Field> {
        self.fields.iter().find(|field| field.key == *key)
    }
}

/// All that a page is made from: which one it is, and the revisions of what stands on it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Sources {
    pub screen: Shown,
    pub today: Date,
    pub questionnaire: Revision,
    pub stored: Revision,
    /// What is asked and said in the record that is open.
    pub assessed: Option<Revision>,
    /// What is on disk of it, where the page tells of that.
    pub entries: Option<Revision>,
}

/// Which screen it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Shown {
    List(Place),
    Form(Subject),
}

impl Shown {
    /// Whether the page may tell of what is on disk: else it stays when a change is saved.
    pub(super) const fn tells_of_entries(&self) -> bool {
        !matches!(
            self,
            Self::Form(
                Subject::Organisation
                    | Subject::Scenario(_)
                    | Subject::Exemption(..)
                    | Subject::Action(_)
                    | Subject::System(_)
                    | Subject::Listed(_)
                    | Subject::File(_)
            )
        )
    }
}

/// The page that was made last.
#[derive(Debug, Clone, Default)]
pub(super) struct Kept(RefCell<Option<(Sources, Rc<Page>)>>);

impl Kept {
    /// The page of these sources; it is made where the one that is kept is of others.
    pub(super) fn of(&self, sources: Sources, make: impl FnOnce() -> Page) -> Rc<Page> {
        if let Some((of, page)) = &*self.0.borrow()
            && *of == sources
        {
            return Rc::clone(page);
        }
        let page = Rc::new(make());
        self.0.replace(Some((sources, Rc::clone(&page))));
        page
    }
}
