//! What speaks against a proposal: which rule, and on account of which part of it.

use thiserror::Error;

use super::value::sentence;

use crate::facts::limits::Overlong;
use crate::facts::{ActionField, ExemptionId, Refusal};
use crate::questionnaire::{ExemptionKindId, QuestionId, RequirementId, ScenarioId};

/// Why a proposal is not accepted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Objection {
    /// The number of the proposal, from 0.
    pub index: usize,
    /// The part that it is about.
    pub part: Part,
    /// The rule that speaks against it.
    pub rule: Rule,
}

/// A part of what is proposed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    Whole,
    /// The answer of a form.
    Field(QuestionId),
    /// The answer to a question of a scenario.
    Answer,
    /// A field of an action.
    Action(ActionField),
    /// The scenario that it is about.
    Scenario,
    FindsOut,
    /// The requirements that an exemption serves.
    Serves,
    /// The scenarios that are covered or shown.
    Covers,
    /// The systems that are covered.
    Systems,
    /// The exemptions that are supported.
    Exemptions,
    /// The file that is named.
    File,
    ForBoard,
}

/// A rule for what a record takes. Says what is wrong and what to do, without a capital and a full stop.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Rule {
    /// Who has signed must be able to see why it is not what was signed.
    #[error("the record is signed off: say why it is changed")]
    NeedsReason,
    /// An approval that stands would not do so any more.
    #[error("this changes {}, and would reset the approval of {exemption}", relied(.question.as_ref()))]
    Resets {
        exemption: ExemptionId,
        /// The field that is changed; none for what it covers.
        question: Option<QuestionId>,
    },
    #[error("there is no question {0} in this record")]
    NoQuestion(QuestionId),
    #[error(
        "the question {0} is not asked, because of another answer; make the change that lets it be asked first"
    )]
    NotAsked(QuestionId),
    #[error("the question {question} is not asked in {scenario}; name one that is, or none")]
    NotOfScenario {
        question: QuestionId,
        scenario: ScenarioId,
    },
    #[error("there is no scenario {0} in this record")]
    NoScenario(ScenarioId),
    #[error(
        "the scenario {0} is not asked, because of what is answered; make the change that lets it be asked first"
    )]
    ScenarioNotAsked(ScenarioId),
    #[error(transparent)]
    Answer(#[from] Refusal),
    #[error(transparent)]
    Overlong(#[from] Overlong),
    /// Named by its number, or by what it is.
    #[error("there is no {0}; add it first, or leave it out")]
    NotThere(String),
    #[error("an action needs words; say what is to be done, or remove it")]
    NoWords,
    #[error("an action stays with its scenario; record another one for the other scenario")]
    OtherScenario,
    #[error(
        "{exemption} does not cover {scenario}, where the action comes from; name one that does, or none"
    )]
    NotCovered {
        exemption: ExemptionId,
        scenario: ScenarioId,
    },
    #[error("an action is not needed beside itself; name the others, or none")]
    BesideItself,
    #[error("say what it closes, too: others can only be needed as well for that")]
    ClosesNothing,
    #[error("{0}")]
    NoFinding(String),
    #[error("the kind {0} is not in this questionnaire")]
    NoKind(ExemptionKindId),
    #[error("an exemption stays of its kind; record another one of the other kind")]
    OtherKind,
    #[error("the kind {kind} does not exempt from {requirement}; name one of: {}", listed(.serves))]
    NotServed {
        kind: ExemptionKindId,
        requirement: RequirementId,
        /// What it does exempt from.
        serves: Vec<RequirementId>,
    },
    #[error(
        "the scenario {scenario} bears on nothing from which the kind {kind} exempts; leave it out"
    )]
    BearsOnNothing {
        kind: ExemptionKindId,
        scenario: ScenarioId,
    },
    #[error("{0} has ended; record another exemption if one is needed")]
    Ended(ExemptionId),
    #[error("the kind of {0} is not in this questionnaire any more; it can only be withdrawn")]
    KindGone(ExemptionId),
    /// The steps of an exemption are taken, and not written down.
    #[error("a step of an exemption is taken, and cannot be written")]
    IsAStep,
    /// Why a step cannot be taken: a sentence.
    #[error("{exemption}: {says}")]
    Step {
        exemption: ExemptionId,
        says: String,
    },
    #[error("there is no note for the board; give its text")]
    NoNote,
    #[error("say which file it is")]
    NoFile,
    #[error("this questionnaire keeps no {0}; leave it out")]
    NoRegister(&'static str),
    /// What is said cannot be said there.
    #[error("this {0}")]
    Misplaced(&'static str),
}

impl Rule {
    /// It as a sentence.
    pub fn says(&self) -> String {
        if let Self::Step { says, .. } = self {
            says.clone()
        } else {
            sentence(self)
        }
    }
}

fn relied(question: Option<&QuestionId>) -> String {
    question.map_or_else(
        || "what it covers".to_owned(),
        |question| format!("{question}, an answer that the approver relied on"),
    )
}

fn listed(ids: &[RequirementId]) -> String {
    let ids: Vec<&str> = ids.iter().map(RequirementId::as_str).collect();
    ids.join(", ")
}
