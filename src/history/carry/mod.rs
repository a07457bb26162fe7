//! What goes over from an earlier assessment to a new one.

mod other_version;

use std::collections::BTreeMap;

use thiserror::Error;

use crate::facts::{Action, ActionId, Assessment, Carried, ExemptionId, Origin, OtherVersion};
use crate::questionnaire::{Questionnaire, QuestionnaireId};
use other_version::Fitted;

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
            let was = answer.words_where_known(old.question(id));
            (was != answer.words_where_known(new.question(id))).then(|| (id.clone(), was))
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
}

#[cfg(test)]
mod tests {
    use crate::facts::{Answer, Evidence, EvidenceId, Exemption, Fingerprint, Note};
    use crate::questionnaire::{QuestionId, ScenarioId};
    use std::collections::BTreeSet;

    use super::*;
    use crate::facts::{Due, Event, Redaction};
    use crate::questionnaire::{Input, load};

    fn asked() -> Questionnaire {
        load(include_bytes!("../../../tests/backups.json")).unwrap()
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
                crate::facts::Progress::Done
            } else {
                crate::facts::Progress::NotStarted
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
        closed.life.closed = Some(crate::facts::Closure {
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
