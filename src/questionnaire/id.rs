//! Identifiers of what a questionnaire holds: one type each, so that they cannot be mixed up.

use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use thiserror::Error;

/// Longest identifier, in characters.
const MAX_CHARS: usize = 64;

/// Why a text cannot be an identifier.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error(
    "\"{text}\" cannot be an id: use 1 to {MAX_CHARS} letters (a to z, A to Z), digits, dots or hyphens"
)]
pub struct IdError {
    /// The text, shortened for display.
    text: String,
}

fn checked(text: String) -> Result<String, IdError> {
    let fits = !text.is_empty() && text.len() <= MAX_CHARS;
    if fits
        && text
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '.')
    {
        return Ok(text);
    }
    let text = text
        .chars()
        .filter(|c| !c.is_control())
        .take(MAX_CHARS)
        .collect();
    Err(IdError { text })
}

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(#[schemars(regex(pattern = r"^[A-Za-z0-9.-]{1,64}$"))] String);

        impl $name {
            /// The identifier as text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl TryFrom<String> for $name {
            type Error = IdError;
            fn try_from(text: String) -> Result<Self, IdError> {
                checked(text).map(Self)
            }
        }

        impl TryFrom<&str> for $name {
            type Error = IdError;
            fn try_from(text: &str) -> Result<Self, IdError> {
                checked(text.to_owned()).map(Self)
            }
        }

        impl From<$name> for String {
            fn from(id: $name) -> Self {
                id.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(&self.0)
            }
        }
    )*};
}

ids! {
    /// Names a questionnaire, in all its versions.
    QuestionnaireId;
    /// Names a document that a statement rests on.
    SourceId;
    /// Names one way of looking at the result, for example the policy's own.
    ViewId;
    /// Names a number of systems.
    TallyId;
    /// Names a clause, for example `R1`.
    RequirementId;
    /// Names an objective that a view judges by indicators, for example `B2.a`.
    ObjectiveId;
    /// Names a level of an objective's scale, unique within it.
    LevelId;
    /// Names an indicator, unique within its objective.
    IndicatorId;
    /// Names a group of scenarios.
    GroupId;
    /// Names a scenario.
    ScenarioId;
    /// Names a question, unique among the questions of its form.
    QuestionId;
    /// Names a choice, unique within its question.
    ChoiceId;
    /// Names a kind of exemption, for example `E1`.
    ExemptionKindId;
    /// Names a way of telling apart what an exemption reaches, for example `accounts`.
    ScopeId;
    /// Names something that is counted in findings and in exemptions, for example `accounts`.
    CountId;
    /// Names a condition that an exemption must meet, for example `X5`.
    ConditionId;
}

impl ChoiceId {
    /// A choice that the program itself offers, of two ids: no questionnaire has one that reads so.
    pub(crate) fn joined(one: &str, other: &str) -> Self {
        Self(format!("{one}:{other}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_letters_digits_dots_and_hyphens() {
        for good in ["R1", "vpn-mfa", "B2.a", &"x".repeat(64)] {
            assert!(QuestionId::try_from(good).is_ok(), "{good}");
        }
        for bad in ["", "two words", "ŵ", "a_b", "a\u{1b}[2J", &"x".repeat(65)] {
            let error = QuestionId::try_from(bad).unwrap_err().to_string();
            assert!(!error.contains('\u{1b}'), "{error}");
        }
    }
}
