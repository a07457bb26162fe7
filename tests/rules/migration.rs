//! A move to any other version loses nothing that was given.

use std::collections::BTreeMap;
use std::sync::Arc;

use mfa_assess::facts::{
    Answer, Assessment, Evidence, EvidenceFile, EvidenceId, Exemption, Fingerprint, Given,
    Register, System, SystemId,
};
use mfa_assess::questionnaire::{Input, Question, QuestionId, Questionnaire};
use mfa_assess::record::read;
use mfa_assess::rules::{LifeStep, Results, Standing};
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
    new.systems = new.systems.filter(|_| !fate().is_multiple_of(4));
    new.evidence = new.evidence.filter(|_| !fate().is_multiple_of(4));
    let forms = new.systems.iter_mut().map(|register| &mut register.form);
    for form in forms.chain(new.evidence.iter_mut().map(|list| &mut list.form)) {
        changed(&mut form.questions, &mut fate);
    }
    new
}

fn changed(questions: &mut Vec<Question>, fate: &mut impl FnMut() -> Fate) {
    questions.retain(|_| !fate().is_multiple_of(6));
    for question in questions {
        match fate() % 10 {
            0 => question.text.push_str(" Really?"),
            1 => question.dont_know = None,
            2 => question.not_applicable = false,
            3 => question.input = Input::Date { past: false },
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
            6 => match &mut question.input {
                Input::Number { unit, .. } => unit.push_str(" and others"),
                Input::OneOf(choices) | Input::AnyOf(choices) => {
                    choices[0].label.insert_str(0, "Not ");
                }
                _ => {}
            },
            7 => match &mut question.input {
                Input::Number { unit, .. } => *unit = unit.to_uppercase(),
                Input::OneOf(choices) | Input::AnyOf(choices) => choices[0].label.push('.'),
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
            let files = [(file().path, file())].into();
            state.files.insert(scenario.id.clone(), files);
        }
        let (register, list) = (ASKED.systems.as_ref(), ASKED.evidence.as_ref());
        let fields = filled(&register.unwrap().form.questions);
        state.systems.insert(SystemId(1), System { fields });
        let evidence = Evidence {
            fields: filled(&list.unwrap().form.questions),
            scenarios: state.notes.keys().cloned().collect(),
            exemptions: state.exemptions.keys().copied().collect(),
            file: Some(file()),
        };
        state.listed.insert(EvidenceId(1), evidence);
        for exemption in state.exemptions.values_mut() {
            exemption.systems.insert(SystemId(1));
        }
        state
    })
}

fn file() -> EvidenceFile {
    EvidenceFile {
        path: "log.csv".into(),
        bytes: 1,
        sha256: Fingerprint::of(b"1"),
    }
}

/// An answer to every question of a form.
fn filled(questions: &[Question]) -> BTreeMap<QuestionId, Answer> {
    let answers = questions.iter().map(|question| {
        let answer = match &question.input {
            Input::OneOf(choices) => Answer::Choice(choices[0].id.clone()),
            Input::AnyOf(choices) => Answer::Choices([choices[0].id.clone()].into()),
            Input::Number { .. } => Answer::Number(1),
            Input::Line { .. } | Input::Paragraphs { .. } => Answer::Text("words".into()),
            Input::Date { .. } => Answer::Date(TODAY.parse().unwrap()),
        };
        (question.id.clone(), answer)
    });
    answers.collect()
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
            systems,
            ..
        } = exemption;
        all.extend(
            fields
                .iter()
                .map(|(q, a)| Given::Field(*id, q.clone(), a.clone())),
        );
        all.extend(requirements.iter().map(|r| Given::Serves(*id, r.clone())));
        all.extend(scenarios.iter().map(|s| Given::Covers(*id, s.clone())));
        all.extend(systems.iter().map(|s| Given::CoversSystem(*id, *s)));
    }
    for (id, files) in &state.files {
        let files = files.values().cloned();
        all.extend(files.map(|file| Given::File(id.clone(), file)));
    }
    for (id, system) in &state.systems {
        let fields = system.fields.iter();
        all.extend(fields.map(|(q, a)| Given::System(*id, q.clone(), a.clone())));
    }
    for (id, evidence) in &state.listed {
        let fields = evidence.fields.iter();
        all.extend(fields.map(|(q, a)| Given::Listed(*id, q.clone(), a.clone())));
        let scenarios = evidence.scenarios.iter().cloned();
        all.extend(scenarios.map(|scenario| Given::Shows(*id, scenario)));
        let exemptions = evidence.exemptions.iter().copied();
        all.extend(exemptions.map(|exemption| Given::Supports(*id, exemption)));
        let file = evidence.file.iter().cloned();
        all.extend(file.map(|file| Given::ListedFile(*id, file)));
    }
    all.extend(state.former.iter().map(|former| former.given.clone()));
    all
}

/// Every answer that counts after a move to a version, with its question before and now.
fn counting<'a>(
    after: &'a Assessment,
    new: &'a Questionnaire,
) -> Vec<(&'a Answer, &'a Question, &'a Question)> {
    let asked = |id| Some((ASKED.question(id)?, new.question(id)?));
    let answers = after.answers.iter().map(|(id, answer)| (answer, asked(id)));
    let fields = after.exemptions.values().flat_map(|exemption| {
        let kinds = (
            ASKED.exemption_kind(&exemption.kind).unwrap(),
            new.exemption_kind(&exemption.kind),
        );
        // One of a kind that is gone counts nowhere.
        let fields = exemption.fields.iter().filter(move |_| kinds.1.is_some());
        fields.map(move |(id, answer)| {
            let asked = kinds.0.question(id).zip(kinds.1.unwrap().question(id));
            (answer, asked)
        })
    });
    let entry = |register: Register, id| {
        let form = register.form(&ASKED).zip(register.form(new));
        form.and_then(|(before, now)| before.question(id).zip(now.question(id)))
    };
    let systems = after.systems.values().flat_map(|s| &s.fields);
    let systems = systems.map(|(id, answer)| (answer, entry(Register::Systems, id)));
    let listed = after.listed.values().flat_map(|e| &e.fields);
    let listed = listed.map(|(id, answer)| (answer, entry(Register::Evidence, id)));
    let all = answers.chain(fields).chain(systems).chain(listed);
    all.map(|(answer, asked)| {
        let (before, now) = asked.expect("what counts is asked");
        (answer, before, now)
    })
    .collect()
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
            // What has to be approved was not recorded as such: that is what is new, with whoever
            // decided on a departure from a should.
            (Standing::Valid { .. }, Standing::NotValid { unmet }) => {
                let condition = &kind.approval.as_ref().unwrap().condition;
                let says: Vec<&str> = unmet.iter().map(|u| u.says.as_str()).collect();
                assert!(
                    unmet
                        .iter()
                        .all(|u| u.condition.as_ref() == Some(condition)),
                    "{says:?}"
                );
                let (approval, rest) = says.split_last().unwrap();
                assert!(approval.contains("not approved yet"), "{says:?}");
                let is_reason = kind.id.as_str() == "REASON";
                assert_eq!(rest.len(), usize::from(is_reason), "{says:?}");
                asked_for += 1;
                // Recording it is all that has to be done.
                let mut then = after.clone();
                let mut decided = exemption.clone();
                if is_reason {
                    let board = Answer::Choice("board".try_into().unwrap());
                    let minute = Answer::Text("minute B/7".into());
                    for (question, answer) in [("approved-by", board), ("minute", minute)] {
                        let question: QuestionId = question.try_into().unwrap();
                        decided.fields.insert(question, answer);
                    }
                    then.exemptions.insert(*id, decided.clone());
                }
                let events = decided
                    .take(*id, &ASKED, kind, LifeStep::Approve, today)
                    .unwrap();
                for event in &events {
                    then.apply(seq + 1, event).unwrap();
                }
                let standing = then.exemptions[id].standing(&ASKED, kind, today);
                assert_eq!(standing, stood[id]);
            }
            (Standing::NotValid { .. }, is) => assert!(!is.counts()),
            // A confirmation is good for a year only since a later version.
            (Standing::Valid { until: None }, Standing::Valid { until }) => {
                assert!(until.is_some_and(|last| last >= today), "{id}");
            }
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
        // What counts fits the version in force, so that no rule meets an answer that it cannot have;
        // and it reads as it did when it was given.
        for (answer, before, now) in counting(&after, &one) {
            let taken = answer.clone().checked(now);
            prop_assert_eq!(taken.as_ref(), Ok(answer));
            let letters = |question: &Question| {
                let words = answer.words(question).to_lowercase();
                words.trim_end_matches('.').to_owned()
            };
            let reads_alike = matches!(answer, Answer::Choices(_)) || letters(before) == letters(now);
            prop_assert!(reads_alike, "{} {}", answer.words(before), answer.words(now));
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
