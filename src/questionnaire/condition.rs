//! Conditions over answers, as a questionnaire writes them. `assessment` evaluates them.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::id::{ChoiceId, QuestionId};

/// Something that answers make true, false, or leave open.
///
/// A question that is hidden makes every condition on it false. One that is
/// not answered, or answered "don't know", leaves the condition open.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Condition {
    /// True when every part is true.
    All(Vec<Condition>),
    /// True when at least one part is true.
    Any(Vec<Condition>),
    /// True when the part is false.
    Not(Box<Condition>),
    /// True when one of the named choices is chosen.
    Chosen {
        /// A question with choices.
        question: QuestionId,
        /// The choices that make it true.
        any_of: Vec<ChoiceId>,
    },
    /// True when the number lies within the bounds, which are included.
    Number {
        /// A question for a number.
        question: QuestionId,
        /// Lower bound; none when left out.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        at_least: Option<u64>,
        /// Upper bound; none when left out.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        at_most: Option<u64>,
    },
    /// True when two numbers stand in the named relation.
    Compare {
        /// A question for a number.
        left: QuestionId,
        /// How it stands to the other.
        is: Comparison,
        /// Another question for a number.
        right: QuestionId,
    },
    /// True when two texts say the same, apart from case and spaces at the ends.
    SameText {
        /// A question for a text.
        left: QuestionId,
        /// Another question for a text.
        right: QuestionId,
    },
    /// True when a value was given; false, and never open, without one.
    Answered(QuestionId),
    /// True when the answer is "don't know"; never open.
    DontKnow(QuestionId),
    /// True when the answer is "not applicable", with its reason.
    NotApplicable(QuestionId),
    /// True from the day named by the answer on.
    Reached(QuestionId),
    /// True until the day named by the answer is over.
    NotPassed(QuestionId),
    /// True when the second date is not earlier than the first, and at most so many months later.
    Within {
        /// A question for a date.
        from: QuestionId,
        /// Another question for a date.
        to: QuestionId,
        /// How many months may lie between them.
        months: u16,
    },
    /// True once the day named by the answer lies more than so many months back.
    Older {
        /// A question for a date.
        question: QuestionId,
        /// How many months back it may lie.
        months: u16,
    },
}

/// How one number stands to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Comparison {
    /// The left one is smaller.
    Below,
    /// Both are the same.
    Equal,
    /// The left one is larger.
    Above,
}

/// How a condition is made of others.
pub(crate) enum Structure<'a> {
    All(&'a [Condition]),
    Any(&'a [Condition]),
    Not(&'a Condition),
    /// It is made of none: it reads answers.
    Leaf,
}

impl Condition {
    /// The parts that this condition is made of, one level down.
    pub fn parts(&self) -> &[Self] {
        match self.structure() {
            Structure::All(parts) | Structure::Any(parts) => parts,
            Structure::Not(part) => std::slice::from_ref(part),
            Structure::Leaf => &[],
        }
    }

    /// How it is made of others, or that it reads answers itself.
    pub(crate) fn structure(&self) -> Structure<'_> {
        match self {
            Self::All(parts) => Structure::All(parts),
            Self::Any(parts) => Structure::Any(parts),
            Self::Not(part) => Structure::Not(part),
            Self::Chosen { .. }
            | Self::Number { .. }
            | Self::Compare { .. }
            | Self::SameText { .. }
            | Self::Answered(_)
            | Self::DontKnow(_)
            | Self::NotApplicable(_)
            | Self::Reached(_)
            | Self::NotPassed(_)
            | Self::Within { .. }
            | Self::Older { .. } => Structure::Leaf,
        }
    }

    /// The condition that is true when this one is false.
    #[must_use]
    pub fn negated(self) -> Self {
        Self::Not(Box::new(self))
    }

    /// The word for it in a file.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::All(_) => "all",
            Self::Any(_) => "any",
            Self::Not(_) => "not",
            Self::Chosen { .. } => "chosen",
            Self::Number { .. } => "number",
            Self::Compare { .. } => "compare",
            Self::SameText { .. } => "same_text",
            Self::Answered(_) => "answered",
            Self::DontKnow(_) => "dont_know",
            Self::NotApplicable(_) => "not_applicable",
            Self::Reached(_) => "reached",
            Self::NotPassed(_) => "not_passed",
            Self::Within { .. } => "within",
            Self::Older { .. } => "older",
        }
    }

    /// The questions that this condition itself reads, without those of its parts.
    pub fn reads(&self) -> Vec<&QuestionId> {
        match self {
            Self::All(_) | Self::Any(_) | Self::Not(_) => vec![],
            Self::Chosen { question, .. }
            | Self::Number { question, .. }
            | Self::Older { question, .. } => vec![question],
            Self::Compare { left, right, .. } | Self::SameText { left, right } => {
                vec![left, right]
            }
            Self::Within { from, to, .. } => vec![from, to],
            Self::Answered(question)
            | Self::DontKnow(question)
            | Self::NotApplicable(question)
            | Self::Reached(question)
            | Self::NotPassed(question) => vec![question],
        }
    }

    /// The conditions that it is made of which read questions themselves, in the order of reading.
    pub fn leaves(&self) -> Vec<&Self> {
        let own = (!self.reads().is_empty()).then_some(self);
        let parts = self.parts().iter().flat_map(Self::leaves);
        own.into_iter().chain(parts).collect()
    }

    /// Whether it asks somewhere if the answer to this question is "not applicable".
    pub fn reads_not_applicable(&self, id: &QuestionId) -> bool {
        let mut leaves = self.leaves().into_iter();
        leaves.any(|leaf| matches!(leaf, Self::NotApplicable(question) if question == id))
    }

    /// Every question that this condition depends on, with those of its parts.
    pub fn questions(&self) -> Vec<&QuestionId> {
        let mut all = self.reads();
        for part in self.parts() {
            all.extend(part.questions());
        }
        all
    }

    /// The same, each question once, in the order of reading.
    pub fn each_question(&self) -> Vec<&QuestionId> {
        let mut each: Vec<&QuestionId> = vec![];
        for id in self.questions() {
            if !each.contains(&id) {
                each.push(id);
            }
        }
        each
    }
}
