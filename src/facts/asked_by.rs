//! By which questionnaire a record asks. An id and a version are only what a file calls itself; a
//! digest of all that it asks tells two apart that call themselves the same.

use schemars::JsonSchema;
use serde::Serialize;

use super::fingerprint::Fingerprint;
use crate::questionnaire::{BUILT_IN_DIGEST, Questionnaire, built_in_edition, is_shared_built_in};

/// The questionnaire of a record, as it can be told from others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AskedBy {
    /// The SHA-256 of all that it asks, says and decides, as compact JSON with its fields in the order
    /// of their names: so it stands in the first line of a record, and so others can work it out.
    pub digest: Fingerprint,
    /// What that says.
    pub is: Identity,
}

/// What is known of a questionnaire by its digest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Identity {
    /// The one that comes with the program.
    BuiltIn,
    /// Another one, which bears the id and the version of the one that comes with the program.
    Imitation,
    /// Another one, or another version. This program has nothing to hold it against.
    Other,
}

impl Identity {
    /// Its name, as data has it.
    pub const fn id(self) -> &'static str {
        match self {
            Self::BuiltIn => "built-in",
            Self::Imitation => "imitation",
            Self::Other => "other",
        }
    }
}

impl AskedBy {
    /// That of a questionnaire.
    pub fn of(questionnaire: &Questionnaire) -> Self {
        if is_shared_built_in(questionnaire)
            && let Ok(digest) = BUILT_IN_DIGEST.parse()
        {
            let is = Identity::BuiltIn;
            return Self { digest, is };
        }
        // It was read from JSON, and so can be written as JSON. A `Value` orders its fields.
        let json = serde_json::to_value(questionnaire).unwrap_or_default();
        let digest = Fingerprint::of(json.to_string().as_bytes());
        let bears_its_name = || {
            let (id, version) = (&questionnaire.id, &questionnaire.version);
            built_in_edition().is_some_and(|it| it.is_taken_for(id, version))
        };
        let is = if digest.to_string() == BUILT_IN_DIGEST {
            Identity::BuiltIn
        } else if bears_its_name() {
            Identity::Imitation
        } else {
            Identity::Other
        };
        Self { digest, is }
    }

    /// What has to be known about it before anything is believed; nothing where that is all well.
    pub fn warning(self, questionnaire: &Questionnaire) -> Option<String> {
        let (id, version) = (&questionnaire.id, &questionnaire.version);
        (self.is == Identity::Imitation).then(|| {
            format!(
                "The questionnaire calls itself {id}, version {version}, and is not the one that \
                 comes with this program: what it asks, says or decides was changed. Ask whoever \
                 made the record which questionnaire it is."
            )
        })
    }

    /// What its digest says, as a sentence.
    pub const fn words(self) -> &'static str {
        match self.is {
            Identity::BuiltIn => "It is the one that comes with this program.",
            Identity::Imitation => {
                "It is not the one of that version that comes with this program."
            }
            Identity::Other => "This program does not hold it, and cannot say who wrote it.",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::questionnaire::{built_in, shared_built_in};

    #[test]
    fn the_digest_that_is_written_down_is_that_of_the_questionnaire_that_comes_along() {
        let asked = built_in().unwrap();
        assert_eq!(BUILT_IN_DIGEST, AskedBy::of(&asked).digest.to_string());
        assert_eq!(AskedBy::of(&asked).is, Identity::BuiltIn);
        assert_eq!(AskedBy::of(&asked).warning(&asked), None);
        let shared = shared_built_in().unwrap();
        assert!(is_shared_built_in(&shared) && !is_shared_built_in(&asked));
        assert_eq!(AskedBy::of(&shared), AskedBy::of(&asked));
    }

    #[test]
    fn one_that_bears_its_name_and_asks_otherwise_is_told() {
        let mut asked = built_in().unwrap();
        asked.requirements[0].title.push('!');
        let by = AskedBy::of(&asked);
        assert_eq!(by.is, Identity::Imitation);
        assert!(by.warning(&asked).is_some());
        for version in ["2026.05", "2026.5\n", "2026.5\u{2800}"] {
            asked.version = version.to_owned();
            assert_eq!(AskedBy::of(&asked).is, Identity::Imitation, "{version:?}");
        }
        asked.version = "2026.5.1".to_owned();
        let by = AskedBy::of(&asked);
        assert_eq!((by.is, by.warning(&asked)), (Identity::Other, None));
    }

    #[test]
    fn the_layout_of_a_file_does_not_matter() {
        let asked = built_in().unwrap();
        let again = serde_json::to_string_pretty(&asked).unwrap();
        let again: Questionnaire = serde_json::from_str(&again).unwrap();
        assert_eq!(AskedBy::of(&asked), AskedBy::of(&again));
    }
}
