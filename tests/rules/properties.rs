//! What holds for any answers at all.

use std::collections::BTreeMap;

use jiff::ToSpan;
use jiff::civil::Date;
use mfa_assess::facts::{Answer, Change, Event, Exemption};
use mfa_assess::questionnaire::{Input, NoneOf, Question, QuestionId};
use mfa_assess::rules::{Outcome, Results};
use proptest::collection::btree_set;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};

use crate::language::{ASKED, Answers, TODAY, exemption, state};

fn today() -> Date {
    TODAY.parse().unwrap()
}

/// A day within a year and a half of today, before or after.
fn days() -> impl Strategy<Value = Date> {
    (-550_i64..550).prop_map(|n| today().checked_add(n.days()).unwrap())
}

/// Any answer that the question takes. Numbers are small, so that they meet.
pub fn answer(question: &'static Question) -> BoxedStrategy<Answer> {
    let value = match &question.input {
        Input::OneOf(choices) => {
            let ids: Vec<_> = choices.iter().map(|c| c.id.clone()).collect();
            select(ids).prop_map(Answer::Choice).boxed()
        }
        Input::AnyOf(choices) => {
            let ids: Vec<_> = choices.iter().map(|c| c.id.clone()).collect();
            let least = usize::from(question.none == Some(NoneOf::Forbidden));
            let many = least..=ids.len();
            subsequence(ids, many)
                .prop_map(|ids| Answer::Choices(ids.into_iter().collect()))
                .boxed()
        }
        Input::Number { .. } => (0_u64..4).prop_map(Answer::Number).boxed(),
        Input::Line { .. } | Input::Paragraphs { .. } => select(vec!["Robin", "Alex"])
            .prop_map(|words| Answer::Text(words.into()))
            .boxed(),
        Input::Date { .. } => days().prop_map(Answer::Date).boxed(),
    };
    let mut ways = vec![(8, value)];
    if question.dont_know.is_some() {
        ways.push((1, Just(Answer::DontKnow).boxed()));
    }
    if question.not_applicable {
        let reason = "none".to_owned();
        ways.push((1, Just(Answer::NotApplicable { reason }).boxed()));
    }
    prop::strategy::Union::new_weighted(ways).boxed()
}

/// Answers to any of these questions, hidden ones too.
pub fn some_of(questions: impl Iterator<Item = &'static Question>) -> BoxedStrategy<Answers> {
    let each: Vec<_> = questions
        .map(|q| prop::option::weighted(0.9, answer(q)).prop_map(|a| Some((q.id.clone(), a?))))
        .collect();
    each.prop_map(|pairs| pairs.into_iter().flatten().collect())
        .boxed()
}

pub fn any_answers() -> BoxedStrategy<Answers> {
    some_of(ASKED.questions())
}

/// An exemption of any kind, for any scenarios and requirements of its kind, with any fields.
pub fn any_exemption() -> impl Strategy<Value = Exemption> {
    let kinds: Vec<_> = ASKED.exemptions.iter().collect();
    select(kinds).prop_flat_map(|kind| {
        let fields = some_of(kind.questions());
        (fields, scope(kind.id.as_str())).prop_map(|(fields, scope)| Exemption { fields, ..scope })
    })
}

/// A sound exemption of any kind, for any scenarios and requirements of its kind.
pub fn sound_exemption() -> impl Strategy<Value = Exemption> {
    let kinds: Vec<_> = ASKED.exemptions.iter().map(|k| k.id.as_str()).collect();
    select(kinds).prop_flat_map(scope)
}

fn scope(kind: &str) -> BoxedStrategy<Exemption> {
    let kind = kind.to_owned();
    let served = ASKED
        .exemption_kind(&kind.as_str().try_into().unwrap())
        .unwrap();
    let requirements = btree_set(select(served.requirements.clone()), 1..=2);
    let scenarios: Vec<_> = ASKED.scenarios().map(|s| s.id.clone()).collect();
    (requirements, btree_set(select(scenarios), 1..=8))
        .prop_map(move |(requirements, scenarios)| Exemption {
            requirements,
            scenarios,
            ..exemption(&kind, "R1", "vpn", "")
        })
        .boxed()
}

/// The outcome of each scenario for each requirement.
fn outcomes(results: &Results) -> BTreeMap<(String, String), Outcome> {
    let scenarios = results.scenarios.iter();
    scenarios
        .flat_map(|s| {
            s.findings
                .iter()
                .map(|f| ((s.id.to_string(), f.requirement.to_string()), f.outcome))
        })
        .collect()
}

const SHORTFALLS: [Outcome; 2] = [Outcome::PartlyMet, Outcome::NotMet];

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_sound_exemption_only_lifts_a_shortfall(answers in any_answers(), record in sound_exemption()) {
        let before = Results::of(&ASKED, &state(answers.clone(), vec![]), today());
        let after = Results::of(&ASKED, &state(answers, vec![record]), today());
        let (before, after) = (outcomes(&before), outcomes(&after));
        prop_assert_eq!(before.len(), after.len());
        for (pair, was) in before {
            let is = after[&pair];
            prop_assert!(is == was || (is == Outcome::MetByExemption && SHORTFALLS.contains(&was)),
                "{pair:?}: {was:?} became {is:?}");
        }
    }

    #[test]
    fn a_later_day_only_takes_exemptions_away(
        answers in any_answers(),
        records in prop::collection::vec(prop_oneof![any_exemption(), sound_exemption()], 0..3),
        later in 1_i64..800,
    ) {
        let mut state = state(answers, records);
        // What is dated in the future begins later, and is another test's subject.
        for record in state.exemptions.values_mut() {
            for id in ["start", "approved-on", "confirmed-on", "risk-date", "last-review"] {
                if let Some(Answer::Date(day)) = record.fields.get_mut(&QuestionId::try_from(id).unwrap()) {
                    *day = (*day).min(today());
                }
            }
        }
        let now = outcomes(&Results::of(&ASKED, &state, today()));
        let then = outcomes(&Results::of(&ASKED, &state, today().checked_add(later.days()).unwrap()));
        prop_assert_eq!(now.len(), then.len());
        for (pair, was) in now {
            let is = then[&pair];
            prop_assert!(is == was || (was == Outcome::MetByExemption && SHORTFALLS.contains(&is)),
                "{pair:?}: {was:?} became {is:?}");
        }
    }

    #[test]
    fn an_answer_leaves_every_other_answer_as_it_was(answers in any_answers(), more in any_answers()) {
        let mut state = state(answers, vec![]);
        for (seq, (question, answer)) in (2..).zip(more) {
            let mut expected = state.answers.clone();
            expected.insert(question.clone(), answer.clone());
            state.apply(seq, &Event::Changed(Change::Answer(question, Some(answer)))).unwrap();
            prop_assert_eq!(&state.answers, &expected);
        }
    }

    #[test]
    fn a_hidden_question_counts_for_nothing(answers in any_answers(), others in any_answers()) {
        let as_given = state(answers.clone(), vec![]);
        let before = Results::of(&ASKED, &as_given, today());
        let mut changed = as_given.clone();
        for question in ASKED.questions().filter(|q| !before.shown.contains(&q.id)) {
            changed.answers.remove(&question.id);
            if let Some(answer) = others.get(&question.id) {
                changed.answers.insert(question.id.clone(), answer.clone());
            }
        }
        prop_assert_eq!(Results::of(&ASKED, &changed, today()), before);
    }
}
