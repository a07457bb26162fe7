//! Versions of a questionnaire: which of two is the later one.

use std::cmp::Ordering;

use serde::{Deserialize, Serialize};

use super::id::QuestionnaireId;
use super::load::{built_in_source, known_built_in};
use super::model::Questionnaire;
use crate::text::at_a_glance;

/// A questionnaire by its name and version.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Edition {
    /// Names the questionnaire, in all its versions.
    pub id: QuestionnaireId,
    pub version: String,
}

impl Edition {
    /// Whether it is a later version of the same questionnaire.
    pub fn succeeds(&self, id: &QuestionnaireId, version: &str) -> bool {
        self.id == *id && compare_versions(&self.version, version) == Ordering::Greater
    }

    /// Whether whoever reads this id and this version can take them for those of this edition.
    pub fn is_taken_for(&self, id: &QuestionnaireId, version: &str) -> bool {
        let [own, other] = [&self.version, version].map(digits_at_a_glance);
        let ids = [&self.id, id].map(|id| at_a_glance(id.as_str()));
        ids[0] == ids[1] && compare_versions(&own, &other).is_eq()
    }
}

/// The edition that comes with the program, without reading all that it asks.
pub(crate) fn built_in_edition() -> Option<Edition> {
    let known = known_built_in().map(Questionnaire::edition);
    known.or_else(|| serde_json::from_str(built_in_source()).ok())
}

/// Which of two versions is the later one: part by part, numbers as numbers, so that `2026.10`
/// comes after `2026.9`. Of two that begin alike, the longer one is the later.
pub(crate) fn compare_versions(a: &str, b: &str) -> Ordering {
    let parts = |version: &str| -> Vec<Part> {
        let parts = version.split(|c: char| !c.is_alphanumeric());
        parts
            .filter(|part| !part.is_empty())
            .map(Part::of)
            .collect()
    };
    parts(a).cmp(&parts(b))
}

/// A version with digits where there are letters that look like some: at a glance, each of the two is
/// the letter.
fn digits_at_a_glance(version: &str) -> String {
    at_a_glance(version).replace('o', "0").replace('l', "1")
}

/// Whether a version is written as people can say it and type it.
pub(super) fn is_plain_version(version: &str) -> bool {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | '+' | ' ');
    version.chars().all(is_plain) && version.trim() == version
}

/// A part of a version; a word comes before every number.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Part {
    Word(String),
    Number(u64),
}

impl Part {
    fn of(text: &str) -> Self {
        let number = text.parse().map(Self::Number);
        number.unwrap_or_else(|_| Self::Word(text.to_lowercase()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::questionnaire::built_in;

    #[test]
    fn numbers_count_as_numbers_and_dots_only_divide() {
        for (earlier, later) in [
            ("2026.1", "2026.2"),
            ("2026.9", "2026.10"),
            ("2026.12", "2027.1"),
            ("2026.1", "2026.1.1"),
            ("1-beta", "1.0"),
            ("draft", "1"),
        ] {
            assert_eq!(
                compare_versions(earlier, later),
                Ordering::Less,
                "{earlier}"
            );
            assert_eq!(compare_versions(later, earlier), Ordering::Greater);
        }
        for (one, same) in [("2026.1", "2026-01"), ("V2", "v2"), ("", "")] {
            assert_eq!(compare_versions(one, same), Ordering::Equal, "{one}");
        }
    }

    #[test]
    fn only_a_later_version_of_the_same_questionnaire_succeeds_it() {
        let edition = |id: &str, version: &str| Edition {
            id: id.try_into().unwrap(),
            version: version.to_owned(),
        };
        let old = edition("a", "2026.1");
        assert!(edition("a", "2026.2").succeeds(&old.id, &old.version));
        assert!(!edition("b", "2026.2").succeeds(&old.id, &old.version));
        assert!(!old.succeeds(&old.id, &old.version));
    }

    #[test]
    fn what_only_looks_like_an_edition_is_taken_for_it() {
        let own = built_in_edition().unwrap();
        let id = |id: &str| QuestionnaireId::try_from(id).unwrap();
        for version in [
            "2026.5",
            "2026.5 ",
            "2026.5\n",
            "2026.05",
            "2026-5",
            "2026.5\u{2800}",
            "2026\u{2024}5",
            "２０２６.５",
            "20\u{200B}26.5",
            "20\u{FFF9}2\u{E000}6.5\u{301}",
            "2O26.5",
            "2o26.5",
        ] {
            assert!(own.is_taken_for(&own.id, version), "{version:?}");
            assert!(is_plain_version(version) == (version == version.trim() && version.is_ascii()));
        }
        assert!(own.is_taken_for(&id("NHS-England-MFA-Policy"), "2026.5"));
        assert!(own.is_taken_for(&id("nhs-eng1and-mfa-po1icy"), "2026.5"));
        for version in ["2026.50", "2026.6", "2026.5.1", "2026", "2026.5 draft", ""] {
            assert!(!own.is_taken_for(&own.id, version), "{version:?}");
        }
        assert!(!own.is_taken_for(&id("nhs-england-mfa-policies"), "2026.5"));
    }

    #[test]
    fn the_built_in_edition_is_that_of_the_built_in_questionnaire() {
        let (edition, whole) = (built_in_edition().unwrap(), built_in().unwrap());
        assert_eq!((edition.id, edition.version), (whole.id, whole.version));
    }
}
