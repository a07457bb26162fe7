//! What statements rest on: how sure they are, on which sources, and as seen when.

use std::collections::BTreeSet;

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::address::{AddressError, WebAddress};
use super::id::SourceId;
use super::model::Questionnaire;
use crate::text::date_words;

/// A document that statements rest on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// Names the source.
    pub id: SourceId,
    /// The document's title.
    pub title: String,
    /// Where it is published.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// How much of it was seen, in a sentence.
    pub seen: String,
    /// Whether all of it was seen. Without it, readers are told to check the live page.
    #[serde(default)]
    pub in_full: bool,
    /// When it was last looked at.
    #[schemars(with = "String")]
    pub checked: Date,
}

impl Source {
    /// The address of its page, or why it is none that may be followed.
    pub fn address(&self) -> Option<Result<WebAddress, AddressError>> {
        self.url.as_deref().map(WebAddress::parse)
    }

    /// What is said in the place of an address that may not be followed.
    pub fn without_address(why: AddressError) -> String {
        format!("Its address is left out, as it {why}.")
    }
}

/// How sure a statement is.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum Certainty {
    /// Read on the owner's own page.
    Primary,
    /// Read on the owner's own page, but the copy stops before its end.
    PrimaryPartial,
    /// Somebody else's quotation or paraphrase.
    Secondary,
    /// The questionnaire's own inference: no source states it.
    Interpretation,
}

impl Certainty {
    /// Every certainty, the surest first.
    pub const ALL: [Self; 4] = [
        Self::Primary,
        Self::PrimaryPartial,
        Self::Secondary,
        Self::Interpretation,
    ];

    /// The tag in words, for screens and reports.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Primary => "read in the original",
            Self::PrimaryPartial => "read in the original, in part",
            Self::Secondary => "as reported by others",
            Self::Interpretation => "this tool's interpretation",
        }
    }
}

/// What a statement rests on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Provenance {
    /// How sure it is.
    pub certainty: Certainty,
    /// The sources that it rests on, or that it interprets.
    pub sources: Vec<SourceId>,
}

impl Source {
    /// How much of it was seen, and what to do where that is not all.
    pub fn seen_words(&self) -> String {
        if self.in_full {
            self.seen.clone()
        } else {
            format!("{} Check the live page.", self.seen)
        }
    }
}

impl Questionnaire {
    /// What a statement rests on, in words: how sure it is, the titles of its sources, and when
    /// these were looked at.
    pub fn rests_on(&self, from: &Provenance) -> String {
        let named = self.looked_at(from, "; ", |source| source.title.clone());
        match (from.certainty, named.as_str()) {
            (certainty, "") => certainty.words().to_owned(),
            // An interpretation must not read as if its source said so.
            (certainty @ Certainty::Interpretation, named) => {
                format!("{}; compare: {named}", certainty.words())
            }
            (certainty, named) => format!("{}: {named}", certainty.words()),
        }
    }

    /// The same with the ids of the sources, for tables; their titles stand in the list of sources.
    pub fn rests_on_briefly(&self, from: &Provenance) -> String {
        let named = self.looked_at(from, ", ", |source| source.id.to_string());
        match (from.certainty, named.as_str()) {
            (certainty, "") => certainty.words().to_owned(),
            (certainty @ Certainty::Interpretation, named) => {
                format!("{} (compare {named})", certainty.words())
            }
            (certainty, named) => format!("{} ({named})", certainty.words()),
        }
    }

    /// What several statements rest on, together: how many are how sure, with their sources by id.
    pub fn rests_on_in_all<'a>(&self, all: impl Iterator<Item = &'a Provenance>) -> String {
        let all: Vec<&Provenance> = all.collect();
        let kinds = Certainty::ALL.into_iter().filter_map(|certainty| {
            let same = all.iter().filter(|from| from.certainty == certainty);
            let count = same.clone().count();
            let sources = same.flat_map(|from| &from.sources);
            let sources: BTreeSet<SourceId> = sources.cloned().collect();
            let together = Provenance {
                certainty,
                sources: sources.into_iter().collect(),
            };
            (count > 0).then(|| format!("{count} {}", self.rests_on_briefly(&together)))
        });
        kinds.collect::<Vec<_>>().join("; ")
    }

    /// The sources of a statement with the day on which they were looked at, once if all share it.
    fn looked_at(
        &self,
        from: &Provenance,
        between: &str,
        name: impl Fn(&Source) -> String,
    ) -> String {
        let sources: Vec<&Source> = from
            .sources
            .iter()
            .filter_map(|id| self.source(id))
            .collect();
        let on = |source: &Source| format!("looked at {}", date_words(source.checked));
        let Some(first) = sources.first() else {
            return String::new();
        };
        if sources.iter().all(|source| source.checked == first.checked) {
            let names: Vec<String> = sources.iter().map(|source| name(source)).collect();
            return format!("{}; {}", names.join(between), on(first));
        }
        let dated = sources.iter().map(|s| format!("{}, {}", name(s), on(s)));
        dated.collect::<Vec<_>>().join("; ")
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::questionnaire::built_in;

    fn from(certainty: &str, sources: &[&str]) -> Provenance {
        serde_json::from_value(json!({"certainty": certainty, "sources": sources})).unwrap()
    }

    #[test]
    fn a_day_that_all_sources_share_is_said_once() {
        let mut asked = built_in().unwrap();
        for (index, source) in asked.sources.iter_mut().enumerate() {
            source.id = format!("S{index}").as_str().try_into().unwrap();
            source.title = format!("Title {index}");
            source.checked = "2026-11-24".parse().unwrap();
        }
        let heard = from("secondary", &["S0", "S1"]);
        let said = "as reported by others: Title 0; Title 1; looked at 24 November 2026";
        assert_eq!(asked.rests_on(&heard), said);
        let said = "as reported by others (S0, S1; looked at 24 November 2026)";
        assert_eq!(asked.rests_on_briefly(&heard), said);

        asked.sources[1].checked = "2026-05-01".parse().unwrap();
        let said = "as reported by others: Title 0, looked at 24 November 2026; \
                    Title 1, looked at 1 May 2026";
        assert_eq!(asked.rests_on(&heard), said);
    }

    #[test]
    fn an_interpretation_never_reads_as_if_its_source_said_so() {
        let asked = built_in().unwrap();
        let own = from("interpretation", &["D1"]);
        let said = asked.rests_on(&own);
        assert!(
            said.starts_with("this tool's interpretation; compare: "),
            "{said}"
        );
        let said = asked.rests_on_briefly(&own);
        assert!(
            said.starts_with("this tool's interpretation (compare D1; looked at "),
            "{said}"
        );
        let alone = from("interpretation", &[]);
        assert_eq!(asked.rests_on(&alone), "this tool's interpretation");
    }

    #[test]
    fn what_was_not_seen_in_full_sends_the_reader_to_the_live_page() {
        let mut source = built_in().unwrap().sources.remove(0);
        source.seen = "Read in part.".to_owned();
        source.in_full = false;
        assert_eq!(source.seen_words(), "Read in part. Check the live page.");
        source.in_full = true;
        assert_eq!(source.seen_words(), "Read in part.");
    }

    #[test]
    fn several_statements_are_told_together_the_surest_first() {
        let asked = built_in().unwrap();
        let [a, b, c] = [
            from("interpretation", &["D3"]),
            from("secondary", &["D2"]),
            from("interpretation", &["D1", "D3"]),
        ];
        let said = asked.rests_on_in_all([&a, &b, &c].into_iter());
        let day = date_words(asked.sources[0].checked);
        assert_eq!(
            said,
            format!(
                "1 as reported by others (D2; looked at {day}); \
                 2 this tool's interpretation (compare D1, D3; looked at {day})"
            )
        );
    }
}
