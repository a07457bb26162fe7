//! Whatever happens to a record, the audit says of each moment what the entries up to it fold to.

use std::sync::LazyLock;

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select};

use super::tests::{asked, logged};
use super::*;
use crate::facts::{
    Action, ActionId, Answer, Carried, Change, Closure, Coverage, Due, Evidence, EvidenceFile,
    EvidenceId, Exemption, ExemptionId, Fingerprint, Life, Merge, Note, Origin, Relied, SignOff,
    Submission, System, SystemId,
};
use crate::questionnaire::{QuestionId, ScenarioId};

static ASKED: LazyLock<Questionnaire> = LazyLock::new(asked);

/// Something that happens, before it is known whether it fits.
#[derive(Debug, Clone)]
enum Deed {
    Plain(Box<Event>),
    Undo(Index),
    Redo(Index),
    Carry(u64),
    Merge(Index, Vec<Event>),
    Migrate,
    Sign,
}

// Few of each, so that much happens to the same.
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

fn field() -> QuestionId {
    "what".try_into().unwrap()
}

fn text() -> impl Strategy<Value = String> {
    select(vec!["", "a", "b"]).prop_map(str::to_owned)
}

fn digest(of: &str) -> Fingerprint {
    Fingerprint::of(of.as_bytes())
}

fn action(scenario: ScenarioId, what: String) -> Action {
    Action {
        what,
        owner: String::new(),
        due: Due::NotGiven,
        ..Action::blank(scenario)
    }
}

fn evidence(scenario: ScenarioId, words: String) -> Evidence {
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

fn plain() -> impl Strategy<Value = Event> {
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
    .prop_map(Event::Changed)
}

fn deed() -> impl Strategy<Value = Deed> {
    prop_oneof![
        20 => plain().prop_map(|event| Deed::Plain(Box::new(event))),
        9 => any::<Index>().prop_map(Deed::Undo),
        6 => any::<Index>().prop_map(Deed::Redo),
        1 => (0..3_u64).prop_map(Deed::Carry),
        1 => (any::<Index>(), vec(plain(), 0..4)).prop_map(|(at, takes)| Deed::Merge(at, takes)),
        1 => Just(Deed::Migrate),
        1 => Just(Deed::Sign),
    ]
}

fn origin(fingerprint: Fingerprint) -> Origin {
    Origin {
        record: "another".into(),
        organisation: "Fell Library".into(),
        version: "2026.1".into(),
        fingerprint,
        last: "2026-11-23T10:00:00Z".parse().unwrap(),
    }
}

fn carried(number: u64) -> Carried {
    let scenario = ASKED.scenarios().next().unwrap().id.clone();
    let exemption = Exemption {
        kind: "WAIVER".try_into().unwrap(),
        requirements: [].into(),
        scenarios: [scenario.clone()].into(),
        fields: [(field(), Answer::Number(number))].into(),
        withdrawn: None,
        systems: [SystemId(1)].into(),
        life: Default::default(),
    };
    let system = System {
        fields: [(field(), Answer::Number(number))].into(),
    };
    Carried {
        other_version: None,
        from: origin(digest("last year")),
        answers: [].into(),
        worded: BTreeMap::new(),
        notes: [].into(),
        evidence: [].into(),
        exemptions: [(ExemptionId(1), exemption)].into(),
        actions: [(ActionId(1), action(scenario.clone(), "carried".into()))].into(),
        systems: [(SystemId(1), system)].into(),
        listed: [(EvidenceId(1), evidence(scenario, number.to_string()))].into(),
    }
}

/// The version that follows so many migrations: every second one lacks the first scenario.
fn version(number: usize) -> Questionnaire {
    let mut new = ASKED.clone();
    new.version = format!("2026.{}", number + 1);
    if number % 2 == 1 {
        new.groups[0].scenarios.remove(0);
    }
    new
}

/// The event that a deed is now; none where there is nothing to do it to.
fn event(deed: Deed, entries: &[Logged]) -> Option<Event> {
    let targets = |undone: bool| {
        let mut standing: Vec<u64> = vec![];
        let mut taken_back: Vec<u64> = vec![];
        for logged in entries {
            match &logged.entry.event {
                Event::Undone { seq } => {
                    standing.retain(|s| s != seq);
                    taken_back.push(*seq);
                }
                Event::Redone { seq } => {
                    taken_back.retain(|s| s != seq);
                    standing.push(*seq);
                }
                Event::Changed(_) => standing.push(logged.entry.seq),
                _ => {}
            }
        }
        if undone { taken_back } else { standing }
    };
    // One of any: not only the newest, as a person at the keyboard takes it.
    let one = |which: Index, all: Vec<u64>| (!all.is_empty()).then(|| *which.get(&all));
    Some(match deed {
        Deed::Plain(event) => *event,
        Deed::Undo(which) => Event::Undone {
            seq: one(which, targets(false))?,
        },
        Deed::Redo(which) => Event::Redone {
            seq: one(which, targets(true))?,
        },
        Deed::Carry(number) => Event::CarriedForward(Box::new(carried(number))),
        Deed::Merge(at, takes) => {
            let common = at.index(entries.len());
            Event::Merged(Box::new(Merge {
                titles: Default::default(),
                other: origin(entries[common].fingerprint),
                common: common as u64 + 1,
                renumbered: vec![],
                changed: [].into(),
                lines: vec![],
                kept: vec![],
                seen: vec![],
                takes,
            }))
        }
        Deed::Migrate => {
            let moves = |l: &&Logged| matches!(l.entry.event, Event::Migrated { .. });
            let new = version(entries.iter().filter(moves).count() + 1);
            Event::Migrated {
                tool: "test".into(),
                questionnaire: Box::new(serde_json::to_value(new).unwrap()),
            }
        }
        Deed::Sign => Event::SignedOff(SignOff {
            name: "Ada Fell".into(),
            role: "Head librarian".into(),
            declaration: "I declare it.".into(),
            date: jiff::civil::date(2026, 11, 24),
            fingerprint: entries.last()?.fingerprint,
            gaps: vec![],
            same_person: None,
        }),
    })
}

/// A record of these deeds, as far as each fits what was before.
fn record(deeds: Vec<Deed>) -> Vec<Logged> {
    let mut entries = vec![];
    logged(
        &mut entries,
        Event::Created {
            tool: "test".into(),
            questionnaire: Box::new(serde_json::to_value(&*ASKED).unwrap()),
        },
    );
    for deed in deeds {
        let Some(event) = event(deed, &entries) else {
            continue;
        };
        logged(&mut entries, event);
        if Assessment::fold(&entries).is_err() {
            entries.pop();
        }
    }
    entries
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn each_moment_is_what_its_entries_fold_to(deeds in vec(deed(), 0..40)) {
        let entries = record(deeds);
        let state = Assessment::fold(&entries).unwrap();
        let moves = state.earlier.len();
        let questionnaire = if moves == 0 { ASKED.clone() } else { version(moves) };
        let audit = Audit { questionnaire: &questionnaire, entries: &entries, state: &state };
        let mut replay = Replay::of(&entries);
        for (count, logged) in entries.iter().enumerate() {
            prop_assert_eq!(replay.next().unwrap(), Some(logged));
            let folded = Assessment::fold(&entries[..=count]).unwrap();
            let asked = audit.asked_at(logged.entry.seq);
            let mut all = At::all(&folded);
            all.extend(At::all(replay.state()));
            all.extend(folded.sign_offs.iter().map(|s| At::SignOff(s.seq)));
            for subject in all {
                let (is, should) = (replay.state(), &folded);
                prop_assert_eq!(
                    subject.content(is, asked), subject.content(should, asked), "{:?}", &subject
                );
                prop_assert_eq!(subject.words(is, asked), subject.words(should, asked));
            }
        }
        prop_assert_eq!(replay.next().unwrap(), None);
    }

    #[test]
    fn the_trail_and_what_is_told_since_an_entry_are_one(
        deeds in vec(deed(), 0..40), from in any::<Index>()
    ) {
        let entries = record(deeds);
        let state = Assessment::fold(&entries).unwrap();
        let moves = state.earlier.len();
        let questionnaire = if moves == 0 { ASKED.clone() } else { version(moves) };
        let audit = Audit { questionnaire: &questionnaire, entries: &entries, state: &state };
        let steps = audit.steps().unwrap();
        prop_assert!(steps.is_sorted_by_key(|s| s.step.seq));
        // No entry but the beginning goes untold, and each goes on from where the last one left off.
        for logged in &entries[1..] {
            let is_told = steps.iter().any(|s| s.step.seq == logged.entry.seq);
            let changes_nothing = matches!(&logged.entry.event, Event::CarriedForward(_));
            prop_assert!(is_told || changes_nothing, "{:?}", logged);
        }
        let seq = from.index(entries.len() + 1) as u64;
        let since = audit.since(seq).unwrap();
        let later = steps.iter().filter(|s| s.step.seq > seq).count();
        prop_assert_eq!(since.iter().map(|a| a.steps.len()).sum::<usize>(), later);
        for altered in &since {
            for pair in altered.steps.windows(2) {
                prop_assert!(pair[0].seq < pair[1].seq);
            }
            // It reads as the version in force then words it; a later one may word it anew.
            let last = altered.steps.last().unwrap().seq;
            let asked = audit.asked_at(last);
            let content = altered.subject.content(&state, asked);
            if !matches!(altered.subject, At::Merge(_)) {
                let now = content.map(|c| c.words(&altered.subject, &state, &state, asked));
                prop_assert_eq!(&altered.to, &now, "{:?}", altered);
            }
        }
    }
}
