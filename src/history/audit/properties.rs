//! Whatever happens to a record, the audit says of each moment what the entries up to it fold to.

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::Index;

use super::tests::logged;
use super::*;
use crate::facts::generated::{ASKED, action, change, digest, evidence, field};
use crate::facts::{
    ActionId, Answer, Carried, EvidenceId, Exemption, ExemptionId, Fingerprint, Merge, Origin,
    SignOff, System, SystemId,
};

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

fn deed() -> impl Strategy<Value = Deed> {
    prop_oneof![
        20 => change().prop_map(|change| Deed::Plain(Box::new(change.into()))),
        9 => any::<Index>().prop_map(Deed::Undo),
        6 => any::<Index>().prop_map(Deed::Redo),
        1 => (0..3_u64).prop_map(Deed::Carry),
        1 => (any::<Index>(), vec(change().prop_map(Event::from), 0..4)).prop_map(|(at, takes)| Deed::Merge(at, takes)),
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
            let mut all = Assessment::places([&folded, replay.state()]);
            all.extend(folded.sign_offs.iter().map(|s| At::SignOff(s.seq)));
            for subject in all {
                let (is, should) = (replay.state(), &folded);
                prop_assert_eq!(is.get(&subject), should.get(&subject), "{:?}", &subject);
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
            let content = state.get(&altered.subject);
            let now = content.map(|c| c.words(&altered.subject, &state, &state, asked));
            match altered.subject {
                At::Merge(_) => {}
                At::Version => prop_assert_eq!(altered.to.as_ref(), Some(&asked.version)),
                _ => prop_assert_eq!(&altered.to, &now, "{:?}", altered),
            }
        }
    }
}
