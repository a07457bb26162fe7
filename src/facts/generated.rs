//! Random facts, few of each, so that much is said of the same.

use std::sync::LazyLock;

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

use super::{
    Action, ActionId, Answer, Assessment, Change, Closure, Coverage, Due, Evidence, EvidenceFile,
    EvidenceId, ExemptionId, Fingerprint, Life, Note, Relied, Submission, System, SystemId,
};
use crate::questionnaire::{QuestionId, Questionnaire, ScenarioId, load};

/// What the samples answer.
pub(crate) static ASKED: LazyLock<Questionnaire> =
    LazyLock::new(|| load(include_bytes!("../../tests/backups.json")).unwrap());

fn scenario() -> impl Strategy<Value = ScenarioId> {
    let all: Vec<_> = ASKED.scenarios().take(2).map(|s| s.id.clone()).collect();
    select(all)
}

fn question() -> impl Strategy<Value = QuestionId> {
    let all: Vec<_> = ASKED.questions().take(6).map(|q| q.id.clone()).collect();
    select(all)
}

fn exemption() -> impl Strategy<Value = ExemptionId> {
    (1..3_u32).prop_map(ExemptionId)
}

pub(crate) fn field() -> QuestionId {
    "what".try_into().unwrap()
}

fn text() -> impl Strategy<Value = String> {
    select(vec!["", "a", "b"]).prop_map(str::to_owned)
}

pub(crate) fn digest(of: &str) -> Fingerprint {
    Fingerprint::of(of.as_bytes())
}

pub(crate) fn action(scenario: ScenarioId, what: String) -> Action {
    Action {
        what,
        owner: String::new(),
        due: Due::NotGiven,
        ..Action::blank(scenario)
    }
}

pub(crate) fn evidence(scenario: ScenarioId, words: String) -> Evidence {
    Evidence {
        file: Some(EvidenceFile {
            path: "x".into(),
            bytes: 1,
            sha256: digest(&words),
        }),
        fields: [(field(), Answer::Text(words))].into(),
        scenarios: [scenario].into(),
        exemptions: [ExemptionId(1)].into(),
    }
}

fn life() -> impl Strategy<Value = Life> {
    (0..3_u64, 0..3_usize, any::<bool>(), any::<bool>()).prop_map(
        |(number, approvals, renewing, is_closed)| {
            let content = Relied {
                requirements: [].into(),
                scenarios: [].into(),
                systems: [SystemId(1)].into(),
                fields: [(field(), Answer::Number(number))].into(),
            };
            let on = jiff::civil::date(2026, 11, 24);
            Life {
                submitted: renewing.then(|| Submission {
                    on,
                    content: content.clone(),
                }),
                approvals: vec![content; approvals],
                renewing,
                kept_up: [].into(),
                closed: is_closed.then(|| Closure {
                    on,
                    how: "It is copied now".into(),
                }),
            }
        },
    )
}

/// A change, before it is known whether it fits.
pub(crate) fn change() -> impl Strategy<Value = Change> {
    let number = (0..3_u64).prop_map(Answer::Number);
    let path = || select(vec!["x", "y"]).prop_map(str::to_owned);
    let file = (path(), text()).prop_map(|(path, was)| EvidenceFile {
        path,
        bytes: 1,
        sha256: digest(&was),
    });
    prop_oneof![
        4 => (question(), number.clone())
            .prop_map(|(question, answer)| Change::Answer(question, Some(answer))),
        1 => question().prop_map(|question| Change::Answer(question, None)),
        2 => (scenario(), text(), any::<bool>()).prop_map(|(scenario, text, for_board)| {
            Change::note(scenario, Note { text, for_board })
        }),
        1 => (scenario(), text()).prop_map(|(scenario, text)| Change::evidence(scenario, text)),
        2 => (scenario(), file).prop_map(|(scenario, file)| Change::File(scenario, file)),
        1 => (scenario(), path()).prop_map(|(scenario, path)| Change::NoFile(scenario, path)),
        3 => (exemption(), select(vec!["WAIVER", "OTHER"]), scenario()).prop_map(
            |(exemption, kind, scenario)| {
                let coverage = Coverage {
                    kind: kind.try_into().unwrap(),
                    requirements: [].into(),
                    scenarios: [scenario].into(),
                    systems: [SystemId(1)].into(),
                };
                Change::Coverage(exemption, coverage)
            }
        ),
        2 => (exemption(), life())
            .prop_map(|(exemption, life)| Change::Life(exemption, Box::new(life))),
        2 => (1..3_u32, text()).prop_map(|(number, words)| {
            let fields = [(field(), Answer::Text(words))].into();
            Change::System(SystemId(number), Some(System { fields }))
        }),
        1 => (1..3_u32).prop_map(|number| Change::System(SystemId(number), None)),
        2 => (1..3_u32, scenario(), text()).prop_map(|(number, scenario, words)| {
            Change::Listed(EvidenceId(number), Some(evidence(scenario, words)))
        }),
        1 => (1..3_u32).prop_map(|number| Change::Listed(EvidenceId(number), None)),
        3 => (exemption(), number)
            .prop_map(|(exemption, answer)| Change::Field(exemption, field(), Some(answer))),
        1 => exemption().prop_map(|exemption| Change::Field(exemption, field(), None)),
        1 => (exemption(), text())
            .prop_map(|(exemption, reason)| Change::Withdrawn(exemption, reason)),
        2 => (1..3_u32, scenario(), text()).prop_map(|(number, scenario, what)| {
            Change::Action(ActionId(number), Some(action(scenario, what)))
        }),
        1 => (1..3_u32).prop_map(|number| Change::Action(ActionId(number), None)),
    ]
}

/// What such changes come to, as far as each fits what was before.
pub(crate) fn state() -> impl Strategy<Value = Assessment> {
    vec(change(), 0..30).prop_map(|changes| {
        let mut state = Assessment::default();
        for change in changes {
            let _ = state.set(change);
        }
        state
    })
}
