//! Where one can be: the lists, the forms with their fields, and what can have the focus there.

use std::path::PathBuf;

use crate::facts::{ActionField, ActionId, EvidenceId, ExemptionId, FileOf, SystemId};
use crate::questionnaire::{ChoiceId, QuestionId, ScenarioId};

/// The lists that there are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// Start, resume.
    Home,
    /// The records from which an assessment can be begun.
    Earlier,
    /// The scenarios with their state.
    Tasks,
    /// The exemptions register.
    Exemptions,
    /// The kinds of exemption, to begin one for a scenario.
    ExemptionKinds(Option<ScenarioId>),
    Actions,
    /// The register of systems.
    Systems,
    /// The list of evidence.
    Evidence,
    /// Check your answers.
    Review,
    /// Outcomes and why.
    Outcomes,
    /// What was changed: a page of it, from 0.
    History(usize),
    /// The report is there.
    Written(PathBuf),
}

/// What a form is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Subject {
    Organisation,
    Scenario(ScenarioId),
    /// A step of an exemption; 0 is what it covers.
    Exemption(ExemptionId, usize),
    Action(ActionId),
    /// A system of the register.
    System(SystemId),
    /// A piece of evidence of the list.
    Listed(EvidenceId),
    /// A file that is to be named as evidence.
    File(FileOf),
    SignOff,
}

impl Subject {
    /// Names the subject among the drafts.
    pub fn key(&self) -> String {
        match self {
            Self::Organisation => "organisation".to_owned(),
            Self::Scenario(id) => format!("scenario {id}"),
            Self::Exemption(id, _) => format!("exemption {id}"),
            Self::Action(id) => format!("action {id}"),
            Self::System(id) => format!("system {id}"),
            Self::Listed(id) => format!("evidence {id}"),
            Self::File(id) => format!("file {id}"),
            Self::SignOff => "sign-off".to_owned(),
        }
    }
}

/// Something on a form that can have the focus.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Stop {
    Choice(FieldKey, ChoiceId),
    /// None of the choices of a field.
    NoneOfThese(FieldKey),
    Text(FieldKey),
    /// "Don't know".
    DontKnow(FieldKey),
    /// "Not applicable", with its reason.
    NotApplicable(FieldKey),
    /// A link below the questions.
    Link(usize),
}

impl Stop {
    /// The field that it belongs to; none for a link.
    pub const fn field(&self) -> Option<&FieldKey> {
        match self {
            Self::Choice(key, _)
            | Self::NoneOfThese(key)
            | Self::Text(key)
            | Self::DontKnow(key)
            | Self::NotApplicable(key) => Some(key),
            Self::Link(_) => None,
        }
    }
}

/// Names a field of a form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FieldKey {
    /// A question of the questionnaire.
    Asked(QuestionId),
    /// The note of a scenario.
    Note,
    /// Whether the board must know that note.
    ForBoard,
    /// The path of a file that is to be named as evidence.
    Path,
    /// The evidence reference of a scenario.
    Evidence,
    /// The requirements that an exemption serves.
    Requirements,
    /// The scenarios that an exemption covers.
    Scenarios,
    /// The systems that an exemption covers.
    Systems,
    /// The exemptions that a piece of evidence supports.
    Exemptions,
    /// Why an exemption was withdrawn.
    Withdrawn,
    /// How an exemption was closed.
    Closed,
    /// What an action says.
    What,
    /// Who sees to an action.
    Owner,
    OwnerRole,
    /// How pressing an action is.
    Priority,
    /// Until when.
    DueOn,
    /// Why there is no date.
    NoDate,
    /// How far an action is.
    Progress,
    /// The exemption that an action is to end.
    Ends,
    /// The findings that an action works towards.
    Towards,
    /// The findings that an action closes.
    Closes,
    /// The other actions that are needed as well.
    With,
    /// Who signs.
    SignName,
    SignRole,
    /// Why the same person assesses and approves.
    SamePerson,
    /// The word that confirms a sign-off.
    Confirm,
}

impl From<ActionField> for FieldKey {
    fn from(field: ActionField) -> Self {
        match field {
            ActionField::What => Self::What,
            ActionField::Owner => Self::Owner,
            ActionField::Role => Self::OwnerRole,
            ActionField::Due => Self::DueOn,
            ActionField::NoDate => Self::NoDate,
            ActionField::Priority => Self::Priority,
            ActionField::Progress => Self::Progress,
            ActionField::Ends => Self::Ends,
            ActionField::Towards => Self::Towards,
            ActionField::Closes => Self::Closes,
            ActionField::With => Self::With,
        }
    }
}

impl FieldKey {
    /// The field of an action that it names.
    pub(super) fn of_action(&self) -> Option<ActionField> {
        let mut all = ActionField::ALL.into_iter();
        all.find(|field| Self::from(*field) == *self)
    }

    /// Names the field among the drafts of its subject.
    pub fn key(&self) -> String {
        if let Self::Asked(id) = self {
            id.to_string()
        } else {
            format!("{self:?}").to_lowercase()
        }
    }

    /// Whether the field stands apart from the questions of the questionnaire.
    pub const fn is_extra(&self) -> bool {
        !matches!(self, Self::Asked(_))
    }
}
