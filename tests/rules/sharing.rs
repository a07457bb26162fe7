//! A copy for others: whatever lives, registers and actions a record holds, no text of a person comes
//! through, and every exemption stands in the copy as it does in the record.

use std::collections::BTreeMap;

use mfa_assess::facts::{
    Action, ActionId, Answer, Assessment, Closure, Due, Entry, Event, Evidence, EvidenceFile,
    EvidenceId, Exemption, ExemptionId, Fingerprint, Hidden, Logged, Relied, Submission, System,
    SystemId,
};
use mfa_assess::history::Original;
use mfa_assess::questionnaire::{Input, Question, QuestionId};
use mfa_assess::rules::{Results, Standing};
use proptest::prelude::*;

use crate::language::{ASKED, TODAY, answers, exemption};

/// Numbers every text, so that each can be looked for in the copy.
#[derive(Default)]
struct Words(u32);

impl Words {
    fn next(&mut self) -> String {
        self.0 += 1;
        format!("zq{}qz", self.0)
    }

    fn fill<'q>(
        &mut self,
        questions: impl Iterator<Item = &'q Question>,
        fields: &mut BTreeMap<QuestionId, Answer>,
    ) {
        for question in questions {
            if matches!(
                question.input,
                Input::Line { .. } | Input::Paragraphs { .. }
            ) {
                fields.insert(question.id.clone(), Answer::Text(self.next()));
            }
        }
    }
}

/// How one exemption came to where it is.
#[derive(Debug, Clone, Copy)]
struct Past {
    kind: &'static str,
    approvals: usize,
    /// A text was changed after the last approval, the name of the approver among them.
    changed: Option<&'static str>,
    renewing: bool,
    submitted: bool,
    closed: bool,
}

fn past() -> impl Strategy<Value = Past> {
    (
        prop::sample::select(vec!["SPECIFIC", "REASON"]),
        0..3_usize,
        prop::option::of(prop::sample::select(vec![
            "why", "controls", "approver", "owner",
        ])),
        any::<bool>(),
        any::<bool>(),
        prop::bool::weighted(0.2),
    )
        .prop_map(
            |(kind, approvals, changed, renewing, submitted, closed)| Past {
                kind,
                approvals,
                changed,
                renewing,
                submitted,
                closed,
            },
        )
}

fn lived(past: Past, words: &mut Words) -> Exemption {
    let (requirement, scenario) = match past.kind {
        "SPECIFIC" => ("R1", "vpn"),
        _ => ("R3", "internal-admins"),
    };
    let mut exemption = exemption(past.kind, requirement, scenario, "");
    let kind = ASKED.exemption_kind(&exemption.kind).unwrap();
    exemption.life.approvals.clear();
    for _ in 0..past.approvals {
        words.fill(kind.questions(), &mut exemption.fields);
        exemption.life.approvals.push(exemption.relied(kind));
    }
    if past.approvals == 0 {
        words.fill(kind.questions(), &mut exemption.fields);
    }
    exemption.life.renewing = past.renewing && past.approvals > 0;
    if exemption.life.renewing {
        exemption.life.kept_up = exemption.fields.clone();
    }
    if past.submitted {
        exemption.life.submitted = Some(Submission {
            on: TODAY.parse().unwrap(),
            content: exemption.put_forward(kind),
        });
    }
    if let Some(field) = past.changed {
        let field = QuestionId::try_from(field).unwrap();
        exemption.fields.insert(field, Answer::Text(words.next()));
    }
    exemption.life.closed = past.closed.then(|| Closure {
        on: TODAY.parse().unwrap(),
        how: words.next(),
    });
    exemption
}

/// A record with such exemptions, a system, a piece of evidence and an action.
fn state(pasts: &[Past], words: &mut Words) -> Assessment {
    let mut state = Assessment {
        answers: answers("vpn-mfa=none hosting=own internal-mfa=none"),
        ..Assessment::default()
    };
    for (number, past) in (1..).zip(pasts) {
        state
            .exemptions
            .insert(ExemptionId(number), lived(*past, words));
    }
    let mut system = System::default();
    let form = &ASKED.systems.as_ref().unwrap().form;
    words.fill(form.questions.iter(), &mut system.fields);
    state.systems.insert(SystemId(1), system);
    let mut evidence = Evidence {
        file: Some(EvidenceFile {
            path: words.next(),
            bytes: 1,
            sha256: Fingerprint::of(b"1"),
        }),
        ..Evidence::default()
    };
    let form = &ASKED.evidence.as_ref().unwrap().form;
    words.fill(form.questions.iter(), &mut evidence.fields);
    state.listed.insert(EvidenceId(1), evidence);
    let action = Action {
        what: words.next(),
        owner: words.next(),
        role: words.next(),
        due: Due::NoDate(words.next()),
        ..Action::blank("vpn".try_into().unwrap())
    };
    state.actions.insert(ActionId(1), action);
    state
}

/// The events of a copy in which this is left out.
fn copied(state: &Assessment, hidden: &[Hidden]) -> Vec<Event> {
    let entry = Entry {
        v: 1,
        seq: 1,
        at: jiff::Timestamp::UNIX_EPOCH,
        by: String::new(),
        why: None,
        event: Event::Created {
            tool: "test".into(),
            questionnaire: Box::new(serde_json::Value::Null),
        },
        prev: None,
    };
    let fingerprint = Fingerprint::of(b"1");
    let original = Original {
        name: "zq0qz",
        questionnaire: &ASKED,
        entries: &[Logged { entry, fingerprint }],
        state,
    };
    let copy = original.without(&hidden.iter().copied().collect(), false);
    let copy = copy.unwrap();
    [vec![copy.redaction], copy.events].concat()
}

fn folded(events: &[Event]) -> Assessment {
    let mut state = Assessment::default();
    for (seq, event) in (2..).zip(events) {
        state.apply(seq, event).unwrap();
    }
    state
}

fn stands(state: &Assessment) -> Vec<String> {
    let results = Results::of(&ASKED, state, TODAY.parse().unwrap());
    let standings = results.exemptions.iter().map(|(id, standing)| {
        let unmet = match standing {
            Standing::NotValid { unmet } => unmet.iter().map(|u| u.condition.clone()).collect(),
            _ => vec![],
        };
        format!(
            "{id} {} {:?} {unmet:?}",
            standing.counts(),
            results.phases[id]
        )
    });
    let findings = results.scenarios.iter().flat_map(|s| &s.findings);
    let outcomes = findings.map(|f| format!("{} {:?}", f.requirement, f.outcome));
    standings.chain(outcomes).collect()
}

const ALL: [Hidden; 4] = [
    Hidden::Notes,
    Hidden::Names,
    Hidden::Systems,
    Hidden::Organisation,
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_text_comes_through_and_each_exemption_stands_as_it_did(
        pasts in prop::collection::vec(past(), 1..4),
        hidden in prop::sample::subsequence(ALL.to_vec(), 0..=4),
    ) {
        let mut words = Words::default();
        let state = state(&pasts, &mut words);
        let all = copied(&state, &ALL);
        let text = serde_json::to_string(&all).unwrap();
        for number in 0..=words.0 {
            let word = format!("zq{number}qz");
            prop_assert!(!text.contains(&word), "{word} in {text}");
        }
        prop_assert_eq!(stands(&folded(&all)), stands(&state));
        let some = copied(&state, &hidden);
        prop_assert_eq!(stands(&folded(&some)), stands(&state), "without {:?}", hidden);
    }
}

/// Somebody who approved it before is named in its life only, and in a note.
#[test]
fn a_name_that_only_an_earlier_approval_holds_is_left_out_of_other_texts_as_well() {
    let mut record = exemption("SPECIFIC", "R1", "vpn", "");
    let approver = QuestionId::try_from("approver").unwrap();
    let mut earlier: Relied = record.life.approvals[0].clone();
    earlier
        .fields
        .insert(approver, Answer::Text("Zebedee Quill".into()));
    record.life.approvals.insert(0, earlier);
    let mut state = crate::language::state(answers("vpn-mfa=none"), vec![record]);
    let note = "Zebedee Quill saw it".to_owned();
    state.notes.insert("vpn".try_into().unwrap(), note.into());
    let text = serde_json::to_string(&copied(&state, &[Hidden::Names])).unwrap();
    assert!(!text.contains("Zebedee"), "{text}");
}
