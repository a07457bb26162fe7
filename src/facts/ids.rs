//! The numbers of what an assessment lists: exemptions, actions, systems, evidence.

use std::fmt;
use std::str::FromStr;

use schemars::JsonSchema;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize};
use thiserror::Error;

/// A text that is no number of an exemption, action, system or piece of evidence.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("write the number as it is shown, for example {0}1")]
pub struct NoNumber(&'static str);

/// The largest number of an exemption, action, system or piece of evidence: far more than are ever begun,
/// and with room for more after each.
pub(super) const MAX_NUMBER: u32 = 999_999;

/// What has a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ThingKind {
    Exemption,
    Action,
    System,
    /// A piece of evidence of the list.
    Evidence,
}

/// Something that an assessment lists by its number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Thing {
    pub kind: ThingKind,
    pub number: u32,
}

/// The number of a thing of one kind.
pub(crate) trait Numbered: Copy + Ord + From<u32> + Into<Thing> {}

macro_rules! numbered {
    ($($(#[$doc:meta])* $name:ident, $kind:ident, $prefix:literal;)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, JsonSchema)]
        pub struct $name(#[schemars(range(max = 999_999))] pub u32);

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                let number = u32::deserialize(from)?;
                if (1..=MAX_NUMBER).contains(&number) {
                    Ok(Self(number))
                } else {
                    let says = format!(concat!($prefix, "{} is no number that is given: they run from 1 to {}"), number, MAX_NUMBER);
                    Err(D::Error::custom(says))
                }
            }
        }

        impl From<u32> for $name {
            fn from(number: u32) -> Self {
                Self(number)
            }
        }

        impl From<$name> for u32 {
            fn from(id: $name) -> Self {
                id.0
            }
        }

        impl Numbered for $name {}

        impl From<$name> for Thing {
            fn from(id: $name) -> Self {
                Self { kind: ThingKind::$kind, number: id.0 }
            }
        }

        impl FromStr for $name {
            type Err = NoNumber;
            fn from_str(text: &str) -> Result<Self, NoNumber> {
                let text = text.trim();
                let head = text.get(..$prefix.len());
                let has_prefix = head.is_some_and(|head| head.eq_ignore_ascii_case($prefix));
                let digits = text.get($prefix.len()..).filter(|_| has_prefix);
                let digits = digits.unwrap_or(text);
                let number = digits.parse().ok().filter(|number| (1..=MAX_NUMBER).contains(number));
                number.map(Self).ok_or(NoNumber($prefix))
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!($prefix, "{}"), self.0)
            }
        }
    )*};
}

numbered! {
    /// Number of an exemption within its assessment.
    ExemptionId, Exemption, "EX-";
    /// Number of an action within its assessment.
    ActionId, Action, "A-";
    /// Number of a system within its register.
    SystemId, System, "S-";
    /// Number of a piece of evidence within its list.
    EvidenceId, Evidence, "EV-";
}
