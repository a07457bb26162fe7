//! Rows of lists, and where they lead. Both faces show the same rows.

use super::places::{FieldKey, Place, Subject};
use crate::facts::{ActionId, EvidenceId, ExemptionId, FileOf, SystemId};
use crate::questionnaire::{ExemptionKindId, RequirementId, ScenarioId};
use crate::record::RecordName;
use crate::rules::{LifeStep, Outcome, Suggestion};

/// A line of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// What it says.
    pub text: String,
    /// Its state, in a word or two.
    pub tag: Option<Tag>,
    /// More, in a sentence.
    pub detail: Option<String>,
    /// What a person wants to know of one row, and not of all at once: shown at the focus.
    pub aside: Option<Aside>,
    /// Whether the text is shown in full although it stands where it leads, too.
    pub whole: bool,
    /// Where it leads; a row without a goal is a heading or a remark.
    pub goal: Option<Goal>,
}

/// What is shown at the focus only.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Aside {
    Words(String),
    /// What would change the finding of a scenario for a requirement. It is searched for where it is shown.
    WouldChange(ScenarioId, RequirementId),
}

/// The state of a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Tag {
    Outcome(Outcome),
    /// Anything else, in words.
    Words(String),
}

impl Tag {
    /// The state in words.
    pub fn words(&self) -> &str {
        match self {
            Self::Outcome(outcome) => outcome.words(),
            Self::Words(words) => words,
        }
    }
}

/// Where a row or a link leads, or what it does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Goal {
    /// Begin an assessment.
    New,
    /// Begin one with what this record says, to be confirmed.
    CarryForward(RecordName),
    /// Open a record.
    Resume(RecordName),
    /// Show a list.
    Show(Place),
    /// Show a form, at a field if one is named.
    Form(Subject, Option<FieldKey>),
    /// To a field of the form on top.
    At(FieldKey),
    /// Show a form in place of this one.
    Onward(Subject),
    /// Begin an exemption of a kind, for a scenario if one is named.
    BeginExemption(ExemptionKindId, Option<ScenarioId>),
    /// Begin an action for a scenario.
    BeginAction(Suggestion),
    /// Take an action back.
    RemoveAction(ActionId),
    /// Begin an entry of the register of systems.
    BeginSystem,
    /// Take a system out of the register.
    RemoveSystem(SystemId),
    /// Begin an entry of the list of evidence.
    BeginEvidence,
    /// Take a piece of evidence out of the list.
    RemoveEvidence(EvidenceId),
    /// Look at the file that was given, and name it as evidence.
    NameFile(FileOf),
    /// Name the file with this path as evidence no longer.
    DropFile(FileOf, String),
    /// Leave an exemption's form for the register.
    Register(ExemptionId),
    Take(ExemptionId, LifeStep),
    /// Sign the record.
    Sign,
    WriteReport,
    /// Close the record and go home.
    Close,
    /// Say something about the row.
    Explain(String),
    /// Go back.
    Back,
    /// End the program.
    Quit,
}

impl Row {
    /// A row that leads somewhere.
    pub fn to(text: impl Into<String>, goal: Goal) -> Self {
        Self {
            text: text.into(),
            tag: None,
            detail: None,
            aside: None,
            whole: false,
            goal: Some(goal),
        }
    }

    /// A heading, or a remark between rows.
    pub fn heading(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            tag: None,
            detail: None,
            aside: None,
            whole: false,
            goal: None,
        }
    }

    /// The row with its text in full.
    #[must_use]
    pub fn whole(mut self) -> Self {
        self.whole = true;
        self
    }

    /// The row with a state.
    #[must_use]
    pub fn tagged(mut self, tag: Tag) -> Self {
        self.tag = Some(tag);
        self
    }

    /// The row with a state in words.
    #[must_use]
    pub fn saying(self, words: impl Into<String>) -> Self {
        self.tagged(Tag::Words(words.into()))
    }

    /// The row with what is shown at the focus only.
    #[must_use]
    pub fn aside(mut self, aside: Aside) -> Self {
        self.aside = Some(aside);
        self
    }

    /// The row with more in a sentence.
    #[must_use]
    pub fn with(mut self, detail: impl Into<String>) -> Self {
        self.detail = Some(detail.into());
        self
    }
}
