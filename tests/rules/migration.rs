//! A move to any other version loses nothing that was given.

use std::sync::Arc;

use mfa_assess::assessment::{Assessment, Exemption, Given, LifeStep, Results, Standing};
use mfa_assess::questionnaire::{Input, Question, Questionnaire};
use mfa_assess::record::read;
use proptest::collection::vec;
use proptest::prelude::*;

use crate::language::{ASKED, TODAY, state};
use crate::properties::{any_answers, any_exemption};

/// What happens to a question, a scenario or a kind of exemption.
type Fate = u8;

/// Another version, by what happens to each part in turn.
fn version(fates: &[Fate]) -> Questionnaire {
    let mut new = ASKED.clone();
    new.version = "9999.1".into();
    let mut fates = fates.iter().copied().cycle();
    let mut fate = move || fates.next().unwrap_or_default();
    changed(&mut new.organisation.questions, &mut fate);
    for group in &mut new.groups {
        group.scenarios.retain(|_| !fate().is_multiple_of(9));
        for scenario in &mut group.scenarios {
            changed(&mut scenario.questions, &mut fate);
            if fate().is_multiple_of(4) {
                scenario.about.push_str(" More.");
            }
        }
    }
    new.requirements.retain(|_| !fate().is_multiple_of(5));
    new.exemptions.retain(|_| !fate().is_multiple_of(4));
    for kind in &mut new.exemptions {
        kind.requirements.retain(|_| !fate().is_multiple_of(4));
        for step in &mut kind.steps {
            changed(&mut step.questions, &mut fate);
        }
    }
    new
}

fn changed(questions: &mut Vec<Question>, fate: &mut impl FnMut() -> Fate) {
    questions.retain(|_| !fate().is_multiple_of(6));
    for question in questions {
        match fate() % 8 {
            0 => question.text.push_str(" Really?"),
            1 => question.dont_know = None,
            2 => question.not_applicable = false,
            3 => question.input = Input::Date {},
            4 => {
                if let Input::OneOf(choices) | Input::AnyOf(choices) = &mut question.input {
                    choices.truncate(1);
                }
            }
            5 => match &mut question.input {
                Input::Number { max, .. } => *max = 1,
                Input::Line { max } | Input::Paragraphs { max } => *max = 4,
                _ => {}
            },
            _ => {}
        }
    }
}

/// A state with answers, exemptions, and a text for every scenario.
fn any_state() -> impl Strategy<Value = Assessment> {
    (any_answers(), vec(any_exemption(), 0..4)).prop_map(|(answers, exemptions)| {
        let mut state = state(answers, exemptions);
        for scenario in ASKED.scenarios() {
            let words = format!("on {}", scenario.id);
            state
                .notes
                .insert(scenario.id.clone(), words.clone().into());
            state.evidence.insert(scenario.id.clone(), words);
        }
        state
    })
}

/// Every single thing that a state holds.
fn all_given(state: &Assessment) -> Vec<Given> {
    let answers = state.answers.iter();
    let mut all: Vec<Given> = answers
        .map(|(id, answer)| Given::Answer(id.clone(), answer.clone()))
        .collect();
    for (id, words) in &state.notes {
        all.push(Given::Note(id.clone(), words.clone()));
    }
    for (id, words) in &state.evidence {
        all.push(Given::Evidence(id.clone(), words.clone()));
    }
    for (id, exemption) in &state.exemptions {
        let Exemption {
            fields,
            requirements,
            scenarios,
            ..
        } = exemption;
        all.extend(
            fields
                .iter()
                .map(|(q, a)| Given::Field(*id, q.clone(), a.clone())),
        );
        all.extend(requirements.iter().map(|r| Given::Serves(*id, r.clone())));
        all.extend(scenarios.iter().map(|s| Given::Covers(*id, s.clone())));
    }
    all.extend(state.former.iter().map(|former| former.given.clone()));
    all
}

fn sorted(state: &Assessment) -> Vec<String> {
    let mut all: Vec<String> = all_given(state)
        .iter()
        .map(|given| format!("{given:?}"))
        .collect();
    all.sort();
    all
}

/// The record of an earlier version that was kept as it was written.
#[test]
fn a_record_of_2026_1_goes_over_whole_and_says_that_an_approval_has_to_be_recorded() {
    let path = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/tests/records/demo-2026.1.jsonl"
    );
    let loaded = read(path.as_ref()).unwrap();
    let (before, old) = (loaded.state, loaded.questionnaire);
    let today = TODAY.parse().unwrap();
    let stood = Results::of(&old, &before, today).exemptions;
    let mut after = before.clone();
    let seq = loaded.entries.len() as u64 + 1;
    after.migrate(seq, old.clone(), &ASKED);
    assert_eq!(sorted(&after), sorted(&before));
    let stands = Results::of(&ASKED, &after, today).exemptions;
    let mut asked_for = 0;
    for (id, exemption) in &after.exemptions {
        let kind = ASKED.exemption_kind(&exemption.kind).unwrap();
        match (&stood[id], &stands[id]) {
            // What has to be approved was not recorded as such: that is the one thing that is new.
            (Standing::Valid { .. }, Standing::NotValid { unmet }) => {
                let condition = &kind.approval.as_ref().unwrap().condition;
                let says: Vec<&str> = unmet.iter().map(|u| u.says.as_str()).collect();
                assert_eq!(unmet.len(), 1, "{says:?}");
                assert_eq!(unmet[0].condition.as_ref(), Some(condition));
                assert!(says[0].contains("not approved yet"), "{says:?}");
                asked_for += 1;
                // Recording it is all that has to be done.
                let events = exemption
                    .take(*id, &ASKED, kind, LifeStep::Approve, today)
                    .unwrap();
                let mut then = after.clone();
                for event in &events {
                    then.apply(seq + 1, event).unwrap();
                }
                let standing = then.exemptions[id].standing(&ASKED, kind, today);
                assert_eq!(standing, stood[id]);
            }
            (Standing::NotValid { .. }, is) => assert!(!is.counts()),
            (was, is) => assert_eq!(was, is),
        }
    }
    assert!(asked_for > 0, "{stood:?}");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_move_to_any_version_and_on_to_another_drops_and_invents_nothing(
        before in any_state(),
        first in vec(any::<Fate>(), 60..120),
        second in vec(any::<Fate>(), 60..120),
    ) {
        let (one, two) = (version(&first), version(&second));
        let mut after = before.clone();
        after.migrate(2, Arc::new(ASKED.clone()), &one);
        prop_assert_eq!(sorted(&after), sorted(&before));
        for former in &after.former {
            prop_assert!(!former.asked.is_empty() && !former.place.is_empty());
        }
        // What counts fits the version in force, so that no rule meets an answer that it cannot have.
        for (id, answer) in &after.answers {
            let question = one.question(id).unwrap();
            let taken = answer.clone().checked(question);
            prop_assert_eq!(taken.as_ref(), Ok(answer));
        }
        after.migrate(3, Arc::new(one), &two);
        prop_assert_eq!(sorted(&after), sorted(&before));
        let results = Results::of(&two, &after, TODAY.parse().unwrap());
        prop_assert_eq!(results.exemptions.len(), before.exemptions.len());
    }

    #[test]
    fn a_move_to_the_same_questions_changes_nothing(before in any_state()) {
        let mut after = before.clone();
        after.migrate(2, Arc::new(ASKED.clone()), &ASKED);
        after.earlier.clear();
        prop_assert_eq!(after, before);
    }
}
