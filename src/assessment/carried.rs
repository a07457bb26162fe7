//! What an earlier assessment says, carried forward to be confirmed: it counts only once somebody
//! says that it still holds.

mod other_version;

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use schemars::JsonSchema;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize};
use thiserror::Error;

use super::action::Action;
use super::answer::{Answer, Refusal, date_words};
use super::evaluate::Sheet;
use super::exemption::Exemption;
use super::facts::At;
use super::fingerprint::Fingerprint;
use super::ids::{ActionId, EvidenceId, ExemptionId, SystemId};
use super::migration::{Why, stays_as_worded, takes};
use super::note::Note;
use super::register::{Evidence, System};
use super::results::Results;
use super::state::Assessment;
use crate::questionnaire::{Question, QuestionId, Questionnaire, QuestionnaireId, ScenarioId};
use other_version::Fitted;
pub use other_version::OtherVersion;

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

/// Why nothing can be carried forward from a record.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum NotCarried {
    /// It is about something else.
    #[error(
        "{record} asks the questionnaire {asks}, and a new assessment asks {other}: answers do not fit another policy. Name the questionnaire of the new assessment with --questionnaire FILE"
    )]
    OtherQuestionnaire {
        record: String,
        asks: QuestionnaireId,
        /// What the new assessment asks.
        other: QuestionnaireId,
    },
    /// It is a copy in which something is left out.
    #[error(
        "{record} is a copy of {of} in which parts are left out. Begin from {of} itself, which its owner keeps"
    )]
    Redacted {
        record: String,
        /// What it was made from.
        of: String,
    },
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

impl Carried {
    /// What a record says, to be carried forward into an assessment that asks `new`.
    ///
    /// # Errors
    /// When nothing of it would fit, or it does not say all that its answers were.
    pub fn of(
        from: Origin,
        old: &Questionnaire,
        state: &Assessment,
        new: &Questionnaire,
    ) -> Result<Self, NotCarried> {
        let record = || from.record.clone();
        if old.id != new.id {
            return Err(NotCarried::OtherQuestionnaire {
                record: record(),
                asks: old.id.clone(),
                other: new.id.clone(),
            });
        }
        if let Some(redaction) = &state.redaction {
            return Err(NotCarried::Redacted {
                record: record(),
                of: redaction.of.record.clone(),
            });
        }
        let worded = state.answers.iter().filter_map(|(id, answer)| {
            let was = read(old, id, answer);
            (was != read(new, id, answer)).then(|| (id.clone(), was))
        });
        let mut fitted = Fitted::of(old, state, new);
        // Nothing that goes over names an exemption that does not.
        let goes_on = |id: &ExemptionId| state.exemptions.get(id).is_some_and(|e| !e.is_over());
        let open = state.actions.iter().filter(|(_, action)| !action.is_done());
        let open = open.map(|(id, action)| {
            let mut action = action.clone();
            action.ends = action.ends.filter(goes_on);
            action.carry_closures(state, *id, new);
            (*id, action)
        });
        let actions: BTreeMap<ActionId, Action> = open.collect();
        let blank = Assessment::default();
        for action in actions.values() {
            let titles = &mut fitted.other.titles;
            titles.add(action, (old, state), (new, &blank));
        }
        for evidence in fitted.listed.values_mut() {
            evidence.exemptions.retain(goes_on);
        }
        let is_other = fitted.other != OtherVersion::default();
        Ok(Self {
            worded: worded.collect(),
            answers: state.answers.clone(),
            notes: state.notes.clone(),
            evidence: state.evidence.clone(),
            exemptions: fitted.exemptions,
            actions,
            systems: fitted.systems,
            listed: fitted.listed,
            other_version: is_other.then(|| Box::new(fitted.other)),
            from,
        })
    }

    /// Whether it says what entries before format 4 had no place for.
    pub(super) fn is_of_format_4(&self) -> bool {
        let exemptions = self.exemptions.values();
        let mut exemptions = exemptions.map(|e| !e.systems.is_empty() || !e.life.is_new());
        let mut actions = self.actions.values().map(Action::is_of_format_4);
        !self.systems.is_empty()
            || !self.listed.is_empty()
            || exemptions.any(|is| is)
            || actions.any(|is| is)
    }

    /// Whether it says what entries before format 5 had no place for.
    pub(super) fn is_of_format_5(&self) -> bool {
        let mut notes = self.notes.values();
        let mut actions = self.actions.values();
        self.other_version.is_some()
            || notes.any(|note| note.for_board)
            || actions.any(Action::is_of_format_5)
    }

    /// How the answer to a question read, as this questionnaire knows it.
    pub fn words(&self, asked: &Questionnaire, id: &QuestionId) -> Option<String> {
        let answer = self.answers.get(id)?;
        let worded = self.worded.get(id).cloned();
        Some(worded.unwrap_or_else(|| read(asked, id, answer)))
    }

    /// A field of an exemption that was not withdrawn or closed.
    pub fn field(&self, id: ExemptionId, field: &QuestionId) -> Option<&Answer> {
        let exemption = self.exemptions.get(&id)?;
        let goes_on = !exemption.is_over();
        goes_on.then(|| exemption.fields.get(field)).flatten()
    }
}

/// How an answer reads as that to its question; the bare one where that is not known.
fn read(asked: &Questionnaire, id: &QuestionId, answer: &Answer) -> String {
    match asked.question(id) {
        Some(question) => answer.words(question),
        None => answer.raw(),
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

/// What was carried forward and can be confirmed now, in the order in which it is asked: it was not
/// given this time, it is asked, and it fits.
pub fn to_confirm(
    asked: &Questionnaire,
    state: &Assessment,
    results: &Results,
    today: Date,
) -> Vec<At> {
    let Some(carried) = &state.carried else {
        return vec![];
    };
    let waits = |question: &Question| {
        let last = state.last_time(asked, &question.id);
        results.shown.contains(&question.id)
            && !state.answers.contains_key(&question.id)
            && last.is_some_and(|last| last.fits(question).is_ok())
    };
    let questions = |questions: &[Question]| -> Vec<At> {
        let waiting = questions.iter().filter(|q| waits(q));
        waiting.map(|q| At::Question(q.id.clone())).collect()
    };
    let mut found = questions(&asked.organisation.questions);
    for result in results.asked() {
        let Some(scenario) = asked.scenario(&result.id) else {
            continue;
        };
        let id = &scenario.id;
        found.extend(questions(&scenario.questions));
        if carried.evidence.contains_key(id) && !state.evidence.contains_key(id) {
            found.push(At::Evidence(id.clone()));
        }
        if carried.notes.contains_key(id) && !state.notes.contains_key(id) {
            found.push(At::Note(id.clone()));
        }
    }
    for (id, exemption) in &state.exemptions {
        let kind = asked.exemption_kind(&exemption.kind);
        let Some(kind) = kind.filter(|_| !exemption.is_over()) else {
            continue;
        };
        let sheet = Sheet::of_exemption(kind, &exemption.fields, today);
        found.extend(kind.questions().filter_map(|question| {
            let last = state.last_time_in(asked, *id, question)?;
            let waits = sheet.is_shown(&question.id)
                && !exemption.fields.contains_key(&question.id)
                && last.fits(question).is_ok();
            waits.then(|| At::Field(*id, question.id.clone()))
        }));
    }
    found
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::super::{Due, Event, Redaction};
    use super::*;
    use crate::questionnaire::{Input, load};

    fn asked() -> Questionnaire {
        load(include_bytes!("../../tests/backups.json")).unwrap()
    }

    fn origin() -> Origin {
        Origin {
            record: "library".into(),
            organisation: "Fell Side Library".into(),
            version: "2026.1".into(),
            fingerprint: Fingerprint::of(b""),
            last: "2025-11-20T23:30:00Z".parse().unwrap(),
        }
    }

    fn exemption(withdrawn: Option<&str>) -> Exemption {
        Exemption {
            kind: "WAIVER".try_into().unwrap(),
            requirements: ["B1".try_into().unwrap()].into(),
            scenarios: [
                "what-is-backed-up".try_into().unwrap(),
                "no-such-scenario".try_into().unwrap(),
            ]
            .into(),
            fields: BTreeMap::new(),
            withdrawn: withdrawn.map(str::to_owned),
            systems: [].into(),
            life: Default::default(),
        }
    }

    fn action(done: bool) -> Action {
        Action {
            what: "Count again.".into(),
            owner: "Ada Fell".into(),
            due: Due::NotGiven,
            progress: if done {
                crate::assessment::Progress::Done
            } else {
                crate::assessment::Progress::NotStarted
            },
            ..Action::blank("what-is-backed-up".try_into().unwrap())
        }
    }

    fn last_year() -> Assessment {
        let chosen = Answer::Choice("two".try_into().unwrap());
        Assessment {
            answers: [("alerts".try_into().unwrap(), chosen)].into(),
            exemptions: [
                (ExemptionId(1), exemption(None)),
                (ExemptionId(2), exemption(Some("Copied"))),
            ]
            .into(),
            actions: [(ActionId(1), action(true)), (ActionId(12), action(false))].into(),
            ..Assessment::default()
        }
    }

    #[test]
    fn it_is_read_back_as_it_was_written() {
        let asked = asked();
        let carried = Carried::of(origin(), &asked, &last_year(), &asked).unwrap();
        let event = Event::CarriedForward(Box::new(carried));
        let line = serde_json::to_string(&event).unwrap();
        assert_eq!(serde_json::from_str::<Event>(&line).unwrap(), event);
        let wrong = line.replacen("\"12\":", "\"twelve\":", 1);
        assert_ne!(wrong, line);
        assert!(serde_json::from_str::<Event>(&wrong).is_err());
    }

    #[test]
    fn what_stands_goes_over_and_the_rest_is_known_by_its_number_only() {
        let asked = asked();
        let carried = Carried::of(origin(), &asked, &last_year(), &asked).unwrap();
        let mut state = Assessment::default();
        let event = Event::CarriedForward(Box::new(carried.clone()));
        state.apply(2, &event).unwrap();
        assert!(state.answers.is_empty());
        let ids = |map: &BTreeMap<ExemptionId, Exemption>| -> Vec<u32> {
            map.keys().map(|id| id.0).collect()
        };
        assert_eq!(ids(&state.exemptions), [1]);
        assert_eq!(ids(&carried.exemptions), [1, 2]);
        let known: BTreeSet<ScenarioId> = ["what-is-backed-up".try_into().unwrap()].into();
        assert_eq!(state.exemptions[&ExemptionId(1)].scenarios, known);
        assert_eq!(state.actions.keys().collect::<Vec<_>>(), [&ActionId(12)]);
    }

    #[test]
    fn what_was_closed_stays_there_and_nothing_that_goes_over_names_it() {
        let asked = asked();
        let mut old = last_year();
        let mut closed = exemption(None);
        closed.life.closed = Some(crate::assessment::Closure {
            on: jiff::civil::date(2025, 11, 1),
            how: "Everything is copied".into(),
        });
        old.exemptions.insert(ExemptionId(3), closed);
        let about = Evidence {
            exemptions: [1, 2, 3].map(ExemptionId).into(),
            ..Evidence::default()
        };
        old.listed.insert(EvidenceId(1), about);
        for (number, ends) in [(12, 3), (13, 1)] {
            let mut action = action(false);
            action.ends = Some(ExemptionId(ends));
            old.actions.insert(ActionId(number), action);
        }
        let carried = Carried::of(origin(), &asked, &old, &asked).unwrap();
        assert_eq!(
            carried.field(ExemptionId(3), &asked.exemptions[0].name),
            None
        );
        let mut state = Assessment::default();
        let event = Event::CarriedForward(Box::new(carried));
        state.apply(2, &event).unwrap();
        let there: Vec<u32> = state.exemptions.keys().map(|id| id.0).collect();
        assert_eq!(
            there,
            [1],
            "one that is not needed any more does not come back"
        );
        let supports = &state.listed[&EvidenceId(1)].exemptions;
        assert_eq!(*supports, BTreeSet::from([ExemptionId(1)]));
        assert_eq!(state.actions[&ActionId(12)].ends, None);
        assert_eq!(state.actions[&ActionId(13)].ends, Some(ExemptionId(1)));
    }

    #[test]
    fn an_action_closes_next_year_what_it_was_said_to_close_without_what_is_done() {
        let asked = asked();
        let mut old = last_year();
        let b1 = "what-is-backed-up:B1";
        for (number, closes, with) in [
            (12, &[b1, "no-such-scenario:B1"][..], &[1, 13][..]),
            (13, &[], &[]),
            (14, &["responsibility:B2"], &[99]),
        ] {
            let mut action = action(false);
            action.closes = closes.iter().map(|id| id.parse().unwrap()).collect();
            action.with = with.iter().copied().map(ActionId).collect();
            old.actions.insert(ActionId(number), action);
        }
        let carried = Carried::of(origin(), &asked, &old, &asked).unwrap();
        assert_eq!(Event::CarriedForward(Box::new(carried.clone())).format(), 5);
        let goes_on = &carried.actions[&ActionId(12)];
        assert_eq!(goes_on.closes, [b1.parse().unwrap()].into());
        // That of A-1 is done, and A-1 does not go over.
        assert_eq!(goes_on.with, [ActionId(13)].into());
        // What was needed beside A-14 was gone: nobody had said what closes it.
        let unsaid = &carried.actions[&ActionId(14)];
        assert_eq!((unsaid.closes.len(), unsaid.with.len()), (0, 0));
        assert_eq!(
            unsaid.towards,
            ["responsibility:B2".parse().unwrap()].into()
        );
    }

    #[test]
    fn that_the_board_must_know_a_note_goes_over_with_it() {
        let asked = asked();
        let mut old = last_year();
        let at = |id: &str| ScenarioId::try_from(id).unwrap();
        old.notes.insert(at("what-is-backed-up"), "Counted".into());
        let marked = Note {
            text: "Nobody looks".into(),
            for_board: true,
        };
        old.notes.insert(at("responsibility"), marked);
        let carried = Carried::of(origin(), &asked, &old, &asked).unwrap();
        let line = serde_json::to_value(&carried).unwrap();
        assert_eq!(line["notes"]["what-is-backed-up"], "Counted");
        assert_eq!(line["notes"]["responsibility"]["for_board"], "Nobody looks");
        let event = Event::CarriedForward(Box::new(carried));
        let again = serde_json::to_string(&event).unwrap();
        assert_eq!(serde_json::from_str::<Event>(&again).unwrap(), event);
    }

    #[test]
    fn words_of_then_are_kept_where_the_question_would_read_them_otherwise() {
        let (old, mut new) = (asked(), asked());
        let alerts = QuestionId::try_from("alerts").unwrap();
        let label = {
            let question = old.question(&alerts).unwrap();
            last_year().answers[&alerts].words(question)
        };
        let same = Carried::of(origin(), &old, &last_year(), &new).unwrap();
        assert!(same.worded.is_empty());
        let scenarios = new.groups.iter_mut().flat_map(|g| &mut g.scenarios);
        for question in scenarios.flat_map(|s| &mut s.questions) {
            if let Input::OneOf(choices) = &mut question.input {
                choices.retain(|c| c.id.as_str() != "two");
            }
        }
        let carried = Carried::of(origin(), &old, &last_year(), &new).unwrap();
        assert_eq!(carried.words(&new, &alerts), Some(label));
    }

    #[test]
    fn what_was_answered_in_another_form_is_shown_and_cannot_be_taken_over() {
        let (old, mut new) = (asked(), asked());
        let id = QuestionId::try_from("collections").unwrap();
        let scenarios = new.groups.iter_mut().flat_map(|g| &mut g.scenarios);
        let mut questions = scenarios.flat_map(|s| &mut s.questions);
        let question = questions.find(|q| q.id == id).unwrap();
        if let Input::Number { unit, .. } = &mut question.input {
            *unit = "shelves".into();
        }
        let mut state = last_year();
        state.answers.insert(id.clone(), Answer::Number(40));
        let begun = |asked: &Questionnaire| {
            let carried = Carried::of(origin(), &old, &state, asked).unwrap();
            let mut begun = Assessment::default();
            let event = Event::CarriedForward(Box::new(carried));
            begun.apply(2, &event).unwrap();
            begun
        };
        let waits = |state: &Assessment, asked: &Questionnaire| {
            let last = state.last_time(asked, &id).unwrap();
            assert_eq!(last.words, "40 collections");
            last.fits(asked.question(&id).unwrap())
        };
        let another = Err("Another form of answer is asked for now.".to_owned());
        assert_eq!(waits(&begun(&new), &new), another);
        assert_eq!(waits(&begun(&old), &old), Ok(()));
        // It is the same when the later version comes after the beginning.
        let mut moved = begun(&old);
        moved.migrate(3, std::sync::Arc::new(old.clone()), &new);
        assert_eq!(waits(&moved, &new), another);
    }

    #[test]
    fn a_copy_with_parts_left_out_is_refused_and_so_is_another_policy() {
        let asked = asked();
        let mut copy = last_year();
        copy.redaction = Some(Redaction {
            of: origin(),
            without: BTreeSet::new(),
            sign_offs: vec![],
        });
        let refused = Carried::of(origin(), &asked, &copy, &asked).unwrap_err();
        assert!(
            refused.to_string().contains("is a copy of library"),
            "{refused}"
        );
        let mut other = asked.clone();
        other.id = "something-else".try_into().unwrap();
        let refused = Carried::of(origin(), &asked, &last_year(), &other).unwrap_err();
        assert!(
            refused.to_string().contains("--questionnaire FILE"),
            "{refused}"
        );
    }

    #[test]
    fn an_origin_names_its_day_in_utc() {
        assert_eq!(
            origin().words(),
            "library, version 2026.1, last changed 20 November 2025"
        );
    }
}
