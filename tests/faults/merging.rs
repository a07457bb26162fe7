//! Whatever two people do to one assessment, joining their records takes what only one of them has
//! changed, asks about what both have, and proves both histories.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use mfa_assess::facts::{
    Action, ActionId, Answer, Assessment, Change, Coverage, Due, Event, Evidence, EvidenceId,
    Exemption, ExemptionId, Life, Logged, Merge, Note, Origin, Relied, Renumbered, System,
    SystemId,
};
use mfa_assess::history::{Choice, Item, Plan, Said, Side};
use mfa_assess::propose::Accepted;
use mfa_assess::record::{Journal, Loaded, kept_in, missing, read};
use mfa_assess::text::clean_paragraphs;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select};

use super::folding::{ASKED, Deed, SOURCE, deed, event};

/// What anybody does to anything, and often to the same few things, so that two people meet.
fn busy() -> impl Strategy<Value = Deed> {
    let question = || select(vec!["vans", "collections"]).prop_map(|id| id.try_into().unwrap());
    let scenario = || "what-is-backed-up".try_into().unwrap();
    let words = || select(vec!["", "by hand", "twice", "e\u{301}\n\u{301} \\u0041"]);
    let action = move |what: &str| Action {
        what: what.to_owned(),
        owner: String::new(),
        due: Due::NotGiven,
        // Two of them, so that numbers which change have to change inside as well.
        ends: (what == "twice").then_some(ExemptionId(2)),
        closes: ["what-is-backed-up:B1".parse().unwrap()].into(),
        with: (what == "by hand")
            .then_some(ActionId(2))
            .into_iter()
            .collect(),
        ..Action::blank(scenario())
    };
    let named = |words: &str| -> BTreeMap<_, _> {
        let name = || "what".try_into().unwrap();
        let answer = (!words.is_empty()).then(|| Answer::Text(clean_paragraphs(words)));
        answer.into_iter().map(|answer| (name(), answer)).collect()
    };
    let met = prop_oneof![
        4 => (question(), 0..3_u64)
            .prop_map(|(question, number)| Change::Answer(question, Some(Answer::Number(number)))),
        1 => question().prop_map(|question| Change::Answer(question, None)),
        2 => (words(), any::<bool>()).prop_map(move |(text, for_board)| {
            let text = clean_paragraphs(text);
            Change::note(scenario(), Note { text, for_board })
        }),
        2 => (1..3_u32, words()).prop_map(move |(number, what)| {
            Change::Action(ActionId(number), Some(action(&clean_paragraphs(what))))
        }),
        1 => (1..3_u32).prop_map(|number| Change::Action(ActionId(number), None)),
        2 => (1..3_u32, any::<bool>(), 0..3_u32).prop_map(move |(number, covers, system)| {
            let coverage = Coverage {
                kind: "WAIVER".try_into().unwrap(),
                requirements: [].into(),
                scenarios: covers.then(scenario).into_iter().collect(),
                systems: (system > 0).then_some(SystemId(system)).into_iter().collect(),
            };
            Change::Coverage(ExemptionId(number), coverage)
        }),
        2 => (1..3_u32, words()).prop_map(move |(number, words)| {
            Change::System(SystemId(number), Some(System { fields: named(words) }))
        }),
        1 => (1..3_u32).prop_map(|number| Change::System(SystemId(number), None)),
        2 => (1..3_u32, words(), 1..3_u32).prop_map(move |(number, words, exemption)| {
            Change::Listed(EvidenceId(number), Some(Evidence {
                    fields: named(words),
                    exemptions: [ExemptionId(exemption)].into(),
                    ..Evidence::default()
                }))
        }),
        1 => (1..3_u32).prop_map(|number| Change::Listed(EvidenceId(number), None)),
    ]
    .prop_map(Event::Changed);
    let filled = (any::<Index>(), words()).prop_map(|(which, words)| {
        let (exemption, question) = (ExemptionId(0), "what".try_into().unwrap());
        let event = match words {
            "" => Event::Changed(Change::Field(exemption, question, None)),
            words => Event::Changed(Change::Field(
                exemption,
                question,
                Some(Answer::Text(clean_paragraphs(words))),
            )),
        };
        Deed::ToExemption(which, event)
    });
    let moved = (any::<Index>(), 1..3_u32, any::<bool>()).prop_map(|(which, system, renewing)| {
        let approved = Relied {
            requirements: [].into(),
            scenarios: [].into(),
            systems: [SystemId(system)].into(),
            fields: [].into(),
        };
        let life = Life {
            approvals: vec![approved],
            renewing,
            ..Life::default()
        };
        let event = Event::Changed(Change::Life(ExemptionId(0), Box::new(life)));
        Deed::ToExemption(which, event)
    });
    prop_oneof![2 => deed(), 4 => met.prop_map(Deed::Plain), 2 => filled, 1 => moved]
}

fn begun(path: &Path, by: &str) {
    let created = Event::Created {
        tool: format!("test of {by}"),
        questionnaire: Box::new(serde_json::from_str(SOURCE).unwrap()),
    };
    let mut journal = Journal::create(path).unwrap();
    journal
        .append(Timestamp::UNIX_EPOCH, by, Accepted::unheld(created))
        .unwrap();
}

/// Does to a record what somebody does.
fn act(path: &Path, by: &str, deeds: Vec<Deed>) {
    let (mut journal, loaded) = Journal::open(path).unwrap();
    let (mut entries, mut state) = (loaded.entries, loaded.state);
    for deed in deeds {
        let Some(event) = event(deed, &entries, &state) else {
            continue;
        };
        let at = Timestamp::from_second(entries.len() as i64).unwrap();
        entries.push(journal.append(at, by, Accepted::unheld(event)).unwrap());
        state = Assessment::fold(&entries).unwrap();
    }
}

fn plan(ours: &Loaded, theirs: &Loaded) -> Plan {
    fn side(loaded: &Loaded) -> Side<'_> {
        Side {
            entries: &loaded.entries,
            state: &loaded.state,
        }
    }
    Plan::of(&ASKED, side(ours), side(theirs)).unwrap()
}

/// Joins the other record with the same choice everywhere, and says what was written.
fn join(a: &Path, b: &Path, choice: Choice) -> (Plan, Merge) {
    join_by(a, b, |_| choice)
}

fn join_by(a: &Path, b: &Path, choice: impl Fn(&Item) -> Choice) -> (Plan, Merge) {
    let (mut journal, ours) = Journal::open(a).unwrap();
    let theirs = read(b).unwrap();
    let plan = plan(&ours, &theirs);
    let last = theirs.entries.last().unwrap();
    let other = Origin {
        record: "b".into(),
        organisation: String::new(),
        version: theirs.questionnaire.version.clone(),
        fingerprint: last.fingerprint,
        last: last.entry.at,
    };
    let choices: Vec<Choice> = plan.conflicts.iter().map(choice).collect();
    let merge = plan.merge(other, missing(&ours, &theirs).unwrap(), &choices);
    let event = Event::Merged(Box::new(merge.clone()));
    journal
        .append(Timestamp::UNIX_EPOCH, "Joiner", Accepted::unheld(event))
        .unwrap();
    (plan, merge)
}

/// The state with the numbers that its parts have in the record that goes on, wherever one names
/// another.
fn numbered(mut state: Assessment, renumbered: &[Renumbered]) -> Assessment {
    let (mut exemptions, mut actions) = (BTreeMap::new(), BTreeMap::new());
    let (mut systems, mut evidence) = (BTreeMap::new(), BTreeMap::new());
    for one in renumbered {
        match one {
            Renumbered::Exemption { was, is } => {
                exemptions.insert(*was, *is);
            }
            Renumbered::Action { was, is } => {
                actions.insert(*was, *is);
            }
            Renumbered::System { was, is } => {
                systems.insert(*was, *is);
            }
            Renumbered::Evidence { was, is } => {
                evidence.insert(*was, *is);
            }
        }
    }
    let exemption = |id: ExemptionId| exemptions.get(&id).copied().unwrap_or(id);
    let action = |id: ActionId| actions.get(&id).copied().unwrap_or(id);
    let system = |id: SystemId| systems.get(&id).copied().unwrap_or(id);
    let listed = |id: EvidenceId| evidence.get(&id).copied().unwrap_or(id);
    let covered = |ids: &mut BTreeSet<SystemId>| {
        *ids = std::mem::take(ids).into_iter().map(system).collect();
    };
    let there = std::mem::take(&mut state.exemptions).into_iter();
    state.exemptions = there.map(|(id, e)| (exemption(id), e)).collect();
    for record in state.exemptions.values_mut() {
        covered(&mut record.systems);
        let life = &mut record.life;
        life.approvals
            .iter_mut()
            .for_each(|a| covered(&mut a.systems));
        life.submitted
            .iter_mut()
            .for_each(|s| covered(&mut s.content.systems));
    }
    let there = std::mem::take(&mut state.actions).into_iter();
    state.actions = there.map(|(id, a)| (action(id), a)).collect();
    for action in state.actions.values_mut() {
        action.ends = action.ends.map(exemption);
    }
    for record in state.actions.values_mut() {
        let with = std::mem::take(&mut record.with);
        record.with = with.into_iter().map(action).collect();
    }
    let there = std::mem::take(&mut state.systems).into_iter();
    state.systems = there.map(|(id, s)| (system(id), s)).collect();
    let there = std::mem::take(&mut state.listed).into_iter();
    state.listed = there.map(|(id, e)| (listed(id), e)).collect();
    for piece in state.listed.values_mut() {
        let supports = std::mem::take(&mut piece.exemptions);
        piece.exemptions = supports.into_iter().map(exemption).collect();
    }
    state
}

/// What joining must say of one thing.
fn joined<T: PartialEq>(base: T, ours: T, theirs: T, choice: Choice) -> T {
    if theirs == base || (ours != base && choice == Choice::Ours) {
        ours
    } else {
        theirs
    }
}

fn same<K: Ord + Clone + std::fmt::Debug, V: PartialEq + Clone + std::fmt::Debug>(
    [base, ours, theirs, is]: [&BTreeMap<K, V>; 4],
    choice: Choice,
) -> Result<(), TestCaseError> {
    let keys: BTreeSet<&K> = [base, ours, theirs, is]
        .iter()
        .flat_map(|m| m.keys())
        .collect();
    for key in keys {
        let must = joined(base.get(key), ours.get(key), theirs.get(key), choice);
        prop_assert_eq!(is.get(key), must, "{:?}", key);
    }
    Ok(())
}

/// Holds what was joined against what each of them said, thing by thing.
fn holds(
    base: &Assessment,
    ours: &Assessment,
    theirs: &Assessment,
    is: &Assessment,
    choice: Choice,
) -> Result<(), TestCaseError> {
    same(
        [&base.answers, &ours.answers, &theirs.answers, &is.answers],
        choice,
    )?;
    same([&base.notes, &ours.notes, &theirs.notes, &is.notes], choice)?;
    same(
        [
            &base.evidence,
            &ours.evidence,
            &theirs.evidence,
            &is.evidence,
        ],
        choice,
    )?;
    same(
        [&base.actions, &ours.actions, &theirs.actions, &is.actions],
        choice,
    )?;
    same(
        [&base.systems, &ours.systems, &theirs.systems, &is.systems],
        choice,
    )?;
    same(
        [&base.listed, &ours.listed, &theirs.listed, &is.listed],
        choice,
    )?;
    let all = [base, ours, theirs, is];
    let ids: BTreeSet<&ExemptionId> = all.iter().flat_map(|s| s.exemptions.keys()).collect();
    for id in ids {
        let [b, o, t, is] = all.map(|state| state.exemptions.get(id));
        match (b, o, t) {
            // One of them has undone that it was begun. No entry takes back what is here.
            (_, ours, None) => prop_assert_eq!(is, ours),
            (Some(before), None, Some(theirs)) => {
                let taken = theirs != before && choice == Choice::Theirs;
                prop_assert_eq!(is, taken.then_some(theirs));
            }
            (None, None, theirs) => prop_assert_eq!(is, theirs),
            (before, Some(o), Some(t)) => {
                let nothing = Exemption {
                    kind: o.kind.clone(),
                    requirements: BTreeSet::new(),
                    scenarios: BTreeSet::new(),
                    fields: BTreeMap::new(),
                    withdrawn: None,
                    systems: [].into(),
                    life: Default::default(),
                };
                let (b, is) = (before.unwrap_or(&nothing), is.unwrap());
                let scope = |e: &Exemption| {
                    let systems = e.systems.clone();
                    (
                        e.kind.clone(),
                        e.requirements.clone(),
                        e.scenarios.clone(),
                        systems,
                    )
                };
                let was = before.map(scope);
                let must = joined(was, Some(scope(o)), Some(scope(t)), choice);
                prop_assert_eq!(Some(scope(is)), must);
                same([&b.fields, &o.fields, &t.fields, &is.fields], choice)?;
                let must = joined(&b.life, &o.life, &t.life, choice);
                prop_assert_eq!(&is.life, must, "one life as a whole, and never a mixture");
                let must = match t.withdrawn {
                    None => &o.withdrawn,
                    _ => joined(&b.withdrawn, &o.withdrawn, &t.withdrawn, choice),
                };
                prop_assert_eq!(&is.withdrawn, must);
            }
        }
    }
    Ok(())
}

fn until(entries: &[Logged], count: usize) -> Assessment {
    Assessment::fold(&entries[..count]).unwrap()
}

/// Two records in a folder, with what both share.
fn two(folder: &Path, apart: bool, shared: Vec<Deed>) -> (PathBuf, PathBuf) {
    let (a, b) = (folder.join("a.jsonl"), folder.join("b.jsonl"));
    begun(&a, "Ada");
    if apart {
        begun(&b, "Ben");
    } else {
        act(&a, "Ada", shared);
        std::fs::copy(&a, &b).unwrap();
    }
    (a, b)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn joining_takes_what_one_has_changed_and_chooses_where_both_have(
        apart in any::<bool>(),
        shared in vec(busy(), 0..12),
        [first_a, first_b, then_a, then_b] in [vec(busy(), 2..14), vec(busy(), 2..14), vec(busy(), 0..8), vec(busy(), 0..8)],
        takes_theirs in any::<bool>(),
    ) {
        let folder = tempfile::tempdir().unwrap();
        let choice = if takes_theirs { Choice::Theirs } else { Choice::Ours };
        let (a, b) = two(folder.path(), apart, shared);
        act(&a, "Ada", first_a);
        act(&b, "Ben", first_b);

        let (ours, theirs) = (read(&a).unwrap(), read(&b).unwrap());
        let b_bytes = std::fs::read(&b).unwrap();
        let (plan_first, merge) = join(&a, &b, choice);
        let after = read(&a).unwrap();
        let base = until(&ours.entries, plan_first.common as usize);
        let theirs_here = numbered(theirs.state.clone(), &plan_first.renumbered);
        holds(&base, &ours.state, &theirs_here, &after.state, choice)?;
        // Sign-offs are not taken over, and none stands.
        prop_assert_eq!(after.state.sign_offs.len(), ours.state.sign_offs.len());
        prop_assert_eq!(after.state.current_sign_offs().count(), 0);

        // What both share and the lines are the other record, byte by byte.
        let a_text = std::fs::read_to_string(&a).unwrap();
        let mut proved: Vec<&str> = a_text.lines().take(merge.common as usize).collect();
        let Event::Merged(kept) = &after.entries.last().unwrap().entry.event else { panic!() };
        proved.extend(kept.kept.iter().map(|kept| kept.line.as_deref().unwrap()));
        prop_assert!(proved.join("\n") + "\n" == String::from_utf8(b_bytes).unwrap());

        // A second time there is nothing to do.
        let again = plan(&after, &theirs);
        prop_assert!(again.is_contained);
        prop_assert!(again.taken.is_empty() && again.conflicts.is_empty(), "{:?}", again);

        // The other way round, everything is there and nothing is asked.
        let copy = folder.path().join("copy.jsonl");
        std::fs::copy(&b, &copy).unwrap();
        let (back, _) = join(&copy, &a, Choice::Ours);
        prop_assert!(back.conflicts.is_empty(), "{:?}", back.conflicts);
        let both = read(&copy).unwrap().state;
        prop_assert_eq!(&both.answers, &after.state.answers);
        prop_assert_eq!(both.actions.len(), after.state.actions.len());
        prop_assert_eq!(both.systems.len(), after.state.systems.len());
        prop_assert_eq!(both.listed.len(), after.state.listed.len());

        // Both go on, and join again: only what is new since then counts.
        act(&a, "Ada", then_a);
        act(&b, "Ben", then_b);
        let (ours, later) = (read(&a).unwrap(), read(&b).unwrap());
        let (plan_second, _) = join(&a, &b, choice);
        let after = read(&a).unwrap().state;
        let base = numbered(theirs.state, &plan_second.renumbered);
        let theirs_here = numbered(later.state, &plan_second.renumbered);
        holds(&base, &ours.state, &theirs_here, &after, choice)?;
    }
}

/// What people do: an answer to a question of their own, or a join of another's record.
#[derive(Debug, Clone)]
enum Move {
    Say(usize),
    Join(usize, usize),
}

fn moves(people: usize) -> impl Strategy<Value = Vec<Move>> {
    let made = prop_oneof![
        (0..people).prop_map(Move::Say),
        (0..people, 1..people).prop_map(move |(who, by)| Move::Join(who, (who + by) % people)),
    ];
    vec(made, 0..24)
}

/// The newer of what a person has said, which has the greater number.
fn newer(item: &Item) -> Choice {
    let number = |said: &Said| -> u64 {
        let digits = said.words.iter().flat_map(|words| words.chars());
        let digits: String = digits.filter(char::is_ascii_digit).collect();
        digits.parse().unwrap()
    };
    if number(&item.ours) > number(&item.theirs) {
        Choice::Ours
    } else {
        Choice::Theirs
    }
}

/// What each of them says, of what nobody else speaks.
fn said(who: usize, number: u64) -> Event {
    match who {
        0 | 1 => Event::Changed(Change::Answer(
            ["vans", "collections"][who].try_into().unwrap(),
            Some(Answer::Number(number)),
        )),
        _ => Event::Changed(Change::note(
            "what-is-backed-up".try_into().unwrap(),
            Note {
                text: format!("“{number}” \\ ŵ"),
                for_board: false,
            },
        )),
    }
}

/// The lines of a file: its own, and those of others that it keeps.
fn parts(path: &Path) -> [Vec<Vec<u8>>; 2] {
    let bytes = std::fs::read(path).unwrap();
    let lines = bytes.strip_suffix(b"\n").unwrap().split(|b| *b == b'\n');
    let (own, kept): (Vec<_>, Vec<_>) = lines.partition(|line| kept_in(line).is_none());
    let kept = kept.into_iter().filter_map(kept_in);
    [
        own.into_iter().map(<[u8]>::to_vec).collect(),
        kept.map(<[u8]>::to_vec).collect(),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whoever_joins_whom_holds_every_line_once_and_all_come_to_say_the_same(
        apart in any::<bool>(),
        (people, moves) in (2..4_usize).prop_flat_map(|people| (Just(people), moves(people))),
    ) {
        let folder = tempfile::tempdir().unwrap();
        let names = ["Ada", "Ben", "Cy"];
        let records = names.map(|name| folder.path().join(format!("{name}.jsonl")));
        begun(&records[0], names[0]);
        for at in 1..3 {
            if apart {
                begun(&records[at], names[at]);
            } else {
                std::fs::copy(&records[0], &records[at]).unwrap();
            }
        }
        let join_if_new = |a: usize, b: usize| {
            let (ours, theirs) = (read(&records[a]).unwrap(), read(&records[b]).unwrap());
            let plan = plan(&ours, &theirs);
            if !plan.is_contained {
                // What both have from a third one, at two times, is for a person.
                assert!(people > 2 || plan.conflicts.is_empty(), "{:?}", plan.conflicts);
                join_by(&records[a], &records[b], newer);
            }
        };
        for (number, made) in (1..).zip(moves) {
            match made {
                Move::Say(who) => {
                    let (mut journal, _) = Journal::open(&records[who]).unwrap();
                    journal.append(Timestamp::UNIX_EPOCH, names[who], Accepted::unheld(said(who, number))).unwrap();
                }
                Move::Join(a, b) => join_if_new(a, b),
            }
        }
        for (a, b) in [(0, 1), (0, 2), (1, 0), (2, 0)] {
            join_if_new(a, b);
        }
        let states = records.each_ref().map(|record| read(record).unwrap().state);
        for state in &states[1..] {
            prop_assert_eq!(&state.answers, &states[0].answers);
            prop_assert_eq!(&state.notes, &states[0].notes);
        }
        let parts = records.each_ref().map(|record| parts(record));
        let own: BTreeSet<&Vec<u8>> = parts.iter().flat_map(|[own, _]| own).collect();
        let all: usize = own.iter().map(|line| line.len() + 1).sum();
        for (at, [mine, kept]) in parts.iter().enumerate() {
            let held: BTreeSet<&Vec<u8>> = mine.iter().chain(kept).collect();
            prop_assert_eq!(held.len(), mine.len() + kept.len(), "each once");
            prop_assert!(held.is_subset(&own));
            // The first has joined both others, and what they had then is in it.
            if at == 0 {
                prop_assert!(own.difference(&held).count() <= 2, "their last joins alone");
            }
            let size = std::fs::metadata(&records[at]).unwrap().len() as usize;
            prop_assert!(size <= all + 16 * kept.len());
        }
    }
}
