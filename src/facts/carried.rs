//! What an earlier assessment says, carried forward to be confirmed: it counts only once somebody
//! says that it still holds.

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use schemars::JsonSchema;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize};

use super::action::Action;
use super::answer::{Answer, Refusal};
use super::exemption::Exemption;
use super::fingerprint::Fingerprint;
use super::ids::{ActionId, EvidenceId, ExemptionId, SystemId};
use super::migration::{Former, Titles, Why, stays_as_worded, takes};
use super::note::Note;
use super::register::{Evidence, System};
use super::state::Assessment;
use crate::questionnaire::{Question, QuestionId, Questionnaire, ScenarioId};
use crate::text::date_words;

/// Another record, as it was when something was taken from it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Origin {
    /// Its name, or the name of its file.
    pub record: String,
    /// The organisation that it names; empty where it names none.
    pub organisation: String,
    /// The version of the questionnaire that it asked.
    pub version: String,
    /// Its fingerprint.
    pub fingerprint: Fingerprint,
    /// When its newest entry was written, in UTC.
    #[schemars(with = "String")]
    pub last: Timestamp,
}

/// What an earlier assessment says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Carried {
    /// Where it comes from.
    pub from: Origin,
    /// Its answers, to be confirmed one by one.
    pub answers: BTreeMap<QuestionId, Answer>,
    /// How answers of choices and numbers read there, where they would read otherwise now.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub worded: BTreeMap<QuestionId, String>,
    /// Its notes.
    pub notes: BTreeMap<ScenarioId, Note>,
    /// Where its evidence is kept.
    pub evidence: BTreeMap<ScenarioId, String>,
    /// Its exemptions. Kind and scope of those that are not withdrawn or closed go over, as far as
    /// there are such requirements and scenarios; each field is to be confirmed.
    #[serde(deserialize_with = "numbered")]
    pub exemptions: BTreeMap<ExemptionId, Exemption>,
    /// Its actions that are not done: they go over as they are.
    #[serde(deserialize_with = "numbered")]
    pub actions: BTreeMap<ActionId, Action>,
    /// Its register of systems: it goes over as it is. Format 4.
    #[serde(
        default,
        deserialize_with = "numbered",
        skip_serializing_if = "BTreeMap::is_empty"
    )]
    pub systems: BTreeMap<SystemId, System>,
    /// Its list of evidence, without the files: it goes over as it is. Format 4.
    #[serde(
        default,
        deserialize_with = "numbered",
        skip_serializing_if = "BTreeMap::is_empty"
    )]
    pub listed: BTreeMap<EvidenceId, Evidence>,
    /// What of it cannot be told by the version that is asked now. Format 5.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub other_version: Option<Box<OtherVersion>>,
}

/// A map by number. In JSON its keys are texts, and serde does not read them as numbers where it
/// has to look at the type of an event first.
fn numbered<'de, D, K, V>(source: D) -> Result<BTreeMap<K, V>, D::Error>
where
    D: Deserializer<'de>,
    K: From<u32> + Ord,
    V: Deserialize<'de>,
{
    let map = BTreeMap::<String, V>::deserialize(source)?;
    let pairs = map.into_iter().map(|(key, value)| {
        let number: u32 = key.parse().map_err(D::Error::custom)?;
        Ok((K::from(number), value))
    });
    pairs.collect()
}

impl Origin {
    /// Which record it is, with its fingerprint in full.
    pub fn in_full(&self) -> String {
        let whose = match self.organisation.as_str() {
            "" => String::new(),
            name => format!(" of {name}"),
        };
        let which = match self.fingerprint {
            Fingerprint::NONE => String::new(),
            fingerprint => format!(", fingerprint {fingerprint}"),
        };
        format!("{}{whose}{which}", self.record)
    }

    /// The day on which its newest entry was written, in UTC.
    pub fn last_day(&self) -> Date {
        TimeZone::UTC.to_datetime(self.last).date()
    }

    /// It in a few words: "library-2025, version 2026.1, last changed 24 November 2025".
    pub fn words(&self) -> String {
        let Self {
            record, version, ..
        } = self;
        let last = date_words(self.last_day());
        format!("{record}, version {version}, last changed {last}")
    }
}

/// What cannot be told in the words of the version that is asked now.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OtherVersion {
    /// How fields of exemptions read there, where they would read otherwise now.
    #[serde(
        default,
        deserialize_with = "numbered",
        skip_serializing_if = "BTreeMap::is_empty"
    )]
    pub fields: BTreeMap<ExemptionId, BTreeMap<QuestionId, String>>,
    /// What is said of systems and evidence, and what exemptions cover, that has no place now.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub aside: Vec<Former>,
    /// How what actions are about is called, where it is not asked now.
    #[serde(default, skip_serializing_if = "Titles::is_empty")]
    pub titles: Titles,
}

impl Carried {
    /// What it says, as the state of a record that says nothing else.
    pub(crate) fn said(&self) -> Assessment {
        Assessment {
            answers: self.answers.clone(),
            notes: self.notes.clone(),
            evidence: self.evidence.clone(),
            exemptions: self.exemptions.clone(),
            actions: self.actions.clone(),
            systems: self.systems.clone(),
            listed: self.listed.clone(),
            ..Assessment::default()
        }
    }

    /// The oldest version of the entry format that has a place for all that it says.
    pub(super) fn format(&self) -> u32 {
        let other_version = self.other_version.iter().map(|_| 5);
        let said = self.said();
        let said = said.changes().map(|change| change.format());
        said.chain(other_version).fold(3, u32::max)
    }

    /// How the answer to a question read, as this questionnaire knows it.
    pub fn words(&self, asked: &Questionnaire, id: &QuestionId) -> Option<String> {
        let answer = self.answers.get(id)?;
        let worded = self.worded.get(id).cloned();
        Some(worded.unwrap_or_else(|| answer.words_where_known(asked.question(id))))
    }

    /// A field of an exemption that was not withdrawn or closed.
    pub fn field(&self, id: ExemptionId, field: &QuestionId) -> Option<&Answer> {
        let exemption = self.exemptions.get(&id)?;
        let goes_on = !exemption.is_over();
        goes_on.then(|| exemption.fields.get(field)).flatten()
    }
}

/// An answer of last time, with the words in which it was given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LastTime<'a> {
    pub answer: &'a Answer,
    /// How it read.
    pub words: String,
}

impl LastTime<'_> {
    /// Whether it can be taken over as it was given, or why it cannot.
    ///
    /// # Errors
    /// Says why not, as a sentence.
    pub fn fits(&self, question: &Question) -> Result<(), String> {
        if !stays_as_worded(self.answer, &self.words, question) {
            return Err(Why::Refused(Refusal::WrongForm).words());
        }
        takes(None, Some(question), self.answer).map_err(|why| why.words())
    }
}

impl Assessment {
    /// What was answered to a question last time.
    pub fn last_time(&self, now: &Questionnaire, id: &QuestionId) -> Option<LastTime<'_>> {
        let carried = self.carried.as_ref()?;
        Some(LastTime {
            answer: carried.answers.get(id)?,
            words: carried.words(self.asked_first(now), id)?,
        })
    }

    /// What was answered in a field of an exemption last time.
    pub fn last_time_in(
        &self,
        now: &Questionnaire,
        exemption: ExemptionId,
        question: &Question,
    ) -> Option<LastTime<'_>> {
        let carried = self.carried.as_ref()?;
        let answer = carried.field(exemption, &question.id)?;
        let kind = &self.exemptions.get(&exemption)?.kind;
        let then = self.asked_first(now).exemption_kind(kind);
        let asked = then.and_then(|kind| kind.question(&question.id));
        let other = carried.other_version.as_ref();
        let fields = other.and_then(|other| other.fields.get(&exemption));
        let worded = fields.and_then(|fields| fields.get(&question.id)).cloned();
        Some(LastTime {
            answer,
            words: worded.unwrap_or_else(|| answer.words(asked.unwrap_or(question))),
        })
    }

    /// What the record asked when it began: what is carried forward is told in its words.
    fn asked_first<'a>(&'a self, now: &'a Questionnaire) -> &'a Questionnaire {
        let first = self.earlier.first();
        first.map_or(now, |earlier| &earlier.questionnaire)
    }
}
