//! What is asked, and what an answer looks like.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::condition::Condition;
use super::id::{ChoiceId, QuestionId};

/// One question.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Question {
    /// Names the question.
    pub id: QuestionId,
    /// What is asked.
    pub text: String,
    /// A hint below the question.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hint: Option<String>,
    /// Whom or what a text names: it is left out of copies for others together with its like. Other
    /// texts count as notes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub holds: Option<Holds>,
    /// What an answer looks like.
    pub input: Input,
    /// When the question is shown; always when left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub show_when: Option<Condition>,
    /// Whether the assessment is complete without an answer.
    #[serde(default)]
    pub optional: bool,
    /// Whether "not applicable", with a reason, is an answer.
    #[serde(default)]
    pub not_applicable: bool,
    /// What it means to choose none, where any number can be chosen; an answer like any other, when left
    /// out. It never evidences a condition of an exemption.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub none: Option<NoneOf>,
    /// What a gap says while this is open, in a sentence or two; the question itself when left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub missing: Option<String>,
    /// What to do when nobody knows: without it, "don't know" is not offered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dont_know: Option<Who>,
}

impl Question {
    /// What it is called to choose none.
    pub fn none_words(&self) -> &str {
        match &self.none {
            Some(NoneOf::Label(label)) => label,
            Some(NoneOf::Forbidden) | None => "None of these",
        }
    }

    /// A question that the program asks itself: it can be left open, and nothing depends on it.
    pub const fn own(id: QuestionId, text: String, input: Input) -> Self {
        Self {
            id,
            text,
            hint: None,
            holds: None,
            input,
            show_when: None,
            optional: true,
            not_applicable: false,
            none: None,
            missing: None,
            dont_know: None,
        }
    }
}

/// What it means to choose none of several choices.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum NoneOf {
    /// It is an answer, in these words.
    Label(String),
    /// It is no answer: at least one has to be chosen.
    Forbidden,
}

/// Whom or what a text names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Holds {
    /// A person.
    Person,
    /// A system, a supplier or a place.
    System,
    /// The organisation that is assessed.
    Organisation,
}

/// Who can find out, and how the request reads.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Who {
    /// The role that is likely to know.
    pub ask: String,
    /// The action, as an imperative sentence.
    pub action: String,
}

/// What an answer looks like.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Input {
    /// Exactly one of these.
    OneOf(Vec<Choice>),
    /// Any number of these.
    AnyOf(Vec<Choice>),
    /// A whole number.
    Number {
        /// What is counted, for example "accounts".
        unit: String,
        /// The same for a count of one, for example "account"; `unit` when left out.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        one: Option<String>,
        /// The largest number that makes sense.
        max: u64,
        /// Words that `unit` had in earlier versions and that meant the same: numbers given then still
        /// count.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        was: Vec<String>,
    },
    /// A line of text.
    Line {
        /// The longest text, in characters.
        max: u16,
    },
    /// Text in paragraphs.
    Paragraphs {
        /// The longest text, in characters.
        max: u16,
    },
    /// A calendar date.
    Date {
        /// Whether it is the day of something that has happened, and so cannot be still to come.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        past: bool,
    },
}

/// What a number counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Unit<'a> {
    one: &'a str,
    many: &'a str,
}

impl<'a> Unit<'a> {
    /// What many are called, and one, where that differs.
    pub const fn of(many: &'a str, one: Option<&'a str>) -> Self {
        let one = match one {
            Some(one) => one,
            None => many,
        };
        Self { one, many }
    }

    /// The number with its unit: "8 accounts", "1 account", "85%".
    pub fn counted(self, number: u64) -> String {
        let noun = if number == 1 { self.one } else { self.many };
        joined(&number.to_string(), noun)
    }

    /// The unit of many after what stands for their number.
    pub fn after(self, number: &str) -> String {
        joined(number, self.many)
    }

    /// What is asked for: "number of accounts", "percentage".
    pub fn asked_for(self) -> String {
        match self.many.strip_prefix('%') {
            Some(rest) => format!("percentage{rest}"),
            None => format!("number of {}", self.many),
        }
    }

    /// The unit of many.
    pub const fn many(self) -> &'a str {
        self.many
    }
}

/// A percent sign follows its number without a space.
fn joined(number: &str, noun: &str) -> String {
    let space = if noun.starts_with('%') { "" } else { " " };
    format!("{number}{space}{noun}")
}

impl Input {
    /// What a number counts, for the input that asks for one.
    pub fn unit(&self) -> Option<Unit<'_>> {
        match self {
            Self::Number { unit, one, .. } => Some(Unit::of(unit, one.as_deref())),
            Self::OneOf(_)
            | Self::AnyOf(_)
            | Self::Line { .. }
            | Self::Paragraphs { .. }
            | Self::Date { .. } => None,
        }
    }

    /// The choices, for the inputs that have them.
    pub fn choices(&self) -> &[Choice] {
        if let Self::OneOf(choices) | Self::AnyOf(choices) = self {
            choices
        } else {
            &[]
        }
    }

    /// Whether an answer is the day of something that has happened.
    pub const fn is_past(&self) -> bool {
        matches!(self, Self::Date { past: true })
    }
}

/// One choice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Choice {
    /// Names the choice.
    pub id: ChoiceId,
    /// Its label.
    pub label: String,
    /// What tells it apart from its neighbours.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hint: Option<String>,
    /// Labels that it had in earlier versions and that meant the same: answers given then still count.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub was: Vec<String>,
}
