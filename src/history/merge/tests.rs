use crate::facts::{Change, Coverage, Event, Kept, Merge, Note, Origin, Renumbered, Titles};
use crate::questionnaire::QuestionId;
use serde_json::Value;
use std::collections::BTreeMap;

use super::*;
use crate::facts::{
    Action, ActionId, Answer, Aspect, Assessment, At, Carried, Due, Entry, Evidence, EvidenceFile,
    EvidenceId, ExemptionId, FORMAT, Fingerprint, Logged, SignOff, System, SystemId,
};
use crate::questionnaire::{Questionnaire, load};

const SOURCE: &str = include_str!("../../../tests/backups.json");

fn asked() -> Questionnaire {
    load(SOURCE.as_bytes()).unwrap()
}

/// A record in memory, with its lines and those that it keeps.
#[derive(Clone, Default)]
struct Record {
    entries: Vec<Logged>,
    lines: Vec<String>,
}

impl Record {
    fn begun(by: &str) -> Self {
        let created = Event::Created {
            tool: "test".into(),
            questionnaire: Box::new(serde_json::from_str(SOURCE).unwrap()),
        };
        Self::default().and(by, [created])
    }

    fn and(mut self, by: &str, events: impl IntoIterator<Item = Event>) -> Self {
        for event in events {
            let entry = Entry {
                v: FORMAT,
                seq: self.entries.len() as u64 + 1,
                at: "2026-11-24T10:00:00Z".parse().unwrap(),
                by: by.to_owned(),
                why: None,
                event,
                prev: self.entries.last().map(|l| l.fingerprint),
            };
            if let Event::Merged(merge) = &entry.event {
                let kept = merge.kept.iter().filter_map(|kept| kept.line.clone());
                self.lines.extend(kept);
            }
            let line = serde_json::to_string(&entry).unwrap();
            let fingerprint = Fingerprint::of(line.as_bytes());
            self.entries.push(Logged { entry, fingerprint });
            self.lines.push(line);
        }
        self
    }

    fn state(&self) -> Assessment {
        Assessment::fold(&self.entries).unwrap()
    }

    fn plan(&self, other: &Self) -> Plan {
        let (ours, theirs) = (self.state(), other.state());
        let side = |record: &'_ Self, state| Side {
            entries: record.entries.clone().leak(),
            state,
        };
        let asked = self.state().asked_at(u64::MAX, &asked()).clone();
        Plan::of(&asked, side(self, &ours), side(other, &theirs)).unwrap()
    }

    /// The lines of the other that it does not hold.
    fn missing(&self, other: &Self) -> Vec<Kept> {
        let mut held = Held::of(&self.entries);
        for line in &other.lines {
            let fingerprint = Fingerprint::of(line.as_bytes());
            if !held.has(fingerprint) {
                let entry = serde_json::from_str(line).unwrap();
                let logged = Logged { entry, fingerprint };
                let line = Some(line.clone());
                held.take(Kept { logged, line }).unwrap();
            }
        }
        held.into_brought()
    }

    /// Takes a merge, with its lines, as one that is read.
    fn reads(&self, merge: Merge) -> Result<Logged, &'static str> {
        let mut held = Held::of(&self.entries);
        for kept in &merge.kept {
            held.take(kept.clone())?;
        }
        let next = self.clone().and("Joiner", [Event::Merged(Box::new(merge))]);
        let mut next = next.entries.last().unwrap().clone();
        held.follow(&mut next).map(|()| next)
    }

    /// Joins the other, with one choice for all conflicts.
    fn joined(self, other: &Self, choice: Choice) -> Self {
        let plan = self.plan(other);
        let last = other.entries.last().unwrap();
        let origin = Origin {
            record: "other".into(),
            organisation: String::new(),
            version: asked().version,
            fingerprint: last.fingerprint,
            last: last.entry.at,
        };
        let choices = vec![choice; plan.conflicts.len()];
        let merge = plan.merge(origin, self.missing(other), &choices);
        self.reads(merge.clone()).unwrap();
        self.and("Joiner", [Event::Merged(Box::new(merge))])
    }
}

fn collections(number: u64) -> Event {
    Event::Changed(Change::Answer(
        "collections".try_into().unwrap(),
        Some(Answer::Number(number)),
    ))
}

fn vans(number: u64) -> Event {
    Event::Changed(Change::Answer(
        "vans".try_into().unwrap(),
        Some(Answer::Number(number)),
    ))
}

fn action(number: u32, what: &str) -> Event {
    Event::Changed(Change::Action(
        ActionId(number),
        Some(Action {
            what: what.into(),
            owner: String::new(),
            due: Due::NotGiven,
            ..Action::blank("what-is-backed-up".try_into().unwrap())
        }),
    ))
}

fn scoped(number: u32, requirement: &str) -> Event {
    Event::Changed(Change::Coverage(
        ExemptionId(number),
        Coverage {
            kind: "WAIVER".try_into().unwrap(),
            requirements: [requirement.try_into().unwrap()].into(),
            scenarios: ["what-is-backed-up".try_into().unwrap()].into(),
            systems: [].into(),
        },
    ))
}

fn filled(number: u32, words: &str) -> Event {
    Event::Changed(Change::Field(
        ExemptionId(number),
        "what".try_into().unwrap(),
        Some(Answer::Text(words.into())),
    ))
}

fn withdrawn(number: u32, reason: &str) -> Event {
    Event::Changed(Change::Withdrawn(ExemptionId(number), reason.into()))
}

fn answer(state: &Assessment, question: &str) -> Option<Answer> {
    let id = question.try_into().unwrap();
    state.answers.get(&id).cloned()
}

fn name(state: &Assessment, exemption: u32) -> String {
    let fields = &state.exemptions[&ExemptionId(exemption)].fields;
    match &fields[&"what".try_into().unwrap()] {
        Answer::Text(words) => words.clone(),
        other => panic!("{other:?}"),
    }
}

/// How many lines are held of the record that was joined last.
fn of_the_other(record: &Record) -> usize {
    let merges = record.entries.iter().filter_map(Logged::merge);
    super::joined(merges).last().unwrap().lines
}

fn subjects(items: &[Item]) -> Vec<At> {
    items.iter().map(|item| item.subject.clone()).collect()
}

#[test]
fn a_conflict_says_what_each_says_by_whom_and_what_was_before() {
    let common = Record::begun("").and("Ada", [collections(1)]);
    let a = common.clone().and("Ada", [collections(2), vans(3)]);
    let b = common.and("Ben", [collections(4)]);
    let plan = a.plan(&b);
    assert_eq!((plan.common, plan.taken.len()), (2, 0));
    let [item] = plan.conflicts.as_slice() else {
        panic!("{plan:?}")
    };
    assert_eq!(item.before.as_deref(), Some("1 collection"));
    assert_eq!(item.ours.words.as_deref(), Some("2 collections"));
    assert_eq!(item.theirs.words.as_deref(), Some("4 collections"));
    let by = |said: &Said| said.last.clone().unwrap().1;
    assert_eq!(
        (by(&item.ours), by(&item.theirs)),
        ("Ada".into(), "Ben".into())
    );
    assert!(
        item.what.contains("How many digital collections"),
        "{}",
        item.what
    );
    let kept = a.clone().joined(&b, Choice::Ours).state();
    assert_eq!(answer(&kept, "collections"), Some(Answer::Number(2)));
    let taken = a.joined(&b, Choice::Theirs).state();
    assert_eq!(answer(&taken, "collections"), Some(Answer::Number(4)));
    assert_eq!(answer(&taken, "vans"), Some(Answer::Number(3)));
}

#[test]
fn exemptions_and_actions_that_began_apart_are_different_ones() {
    let common = Record::begun("").and(
        "Ada",
        [scoped(1, "B1"), filled(1, "atlas"), action(1, "old")],
    );
    let a = common.clone().and(
        "Ada",
        [
            scoped(2, "B1"),
            filled(2, "globe"),
            action(2, "count"),
            action(3, "gone"),
            Event::Changed(Change::Action(ActionId(3), None)),
        ],
    );
    let b = common.and(
        "Ben",
        [
            filled(1, "big atlas"),
            scoped(2, "B2"),
            filled(2, "chart"),
            scoped(3, "B1"),
            filled(3, "map"),
            withdrawn(2, "lost"),
            action(2, "ask"),
            action(3, "write"),
        ],
    );
    let plan = a.plan(&b);
    assert_eq!(plan.conflicts, []);
    assert_eq!(
        plan.renumbered,
        [
            Renumbered::Exemption {
                was: ExemptionId(2),
                is: ExemptionId(4)
            },
            // That of A was removed, and its number is not used again.
            Renumbered::Action {
                was: ActionId(2),
                is: ActionId(4)
            },
            Renumbered::Action {
                was: ActionId(3),
                is: ActionId(5)
            },
        ]
    );
    let joined = a.joined(&b, Choice::Ours);
    let state = joined.state();
    let names: Vec<String> = (1..=4).map(|n| name(&state, n)).collect();
    assert_eq!(names, ["big atlas", "globe", "map", "chart"]);
    let chart = &state.exemptions[&ExemptionId(4)];
    assert_eq!(chart.withdrawn.as_deref(), Some("lost"));
    assert_eq!(state.exemptions[&ExemptionId(2)].withdrawn, None);
    let whats: Vec<&str> = state.actions.values().map(|a| a.what.as_str()).collect();
    assert_eq!(whats, ["old", "count", "ask", "write"]);
    let taken = joined.entries.last().map(|l| &l.entry.event);
    let used = Used::by(taken.into_iter());
    let numbers: Vec<u32> = (1..9).filter(|n| used.has(ActionId(*n))).collect();
    assert_eq!(numbers, [4, 5], "none of them is used again");
}

/// An action that closes what falls short where it comes from, together with these.
fn closing(number: u32, what: &str, with: &[u32]) -> Event {
    let Event::Changed(Change::Action(action, Some(content))) = action(number, what) else {
        unreachable!("it writes an action")
    };
    let with = with.iter().copied().map(ActionId);
    Event::Changed(Change::Action(
        action,
        Some(Action {
            closes: ["what-is-backed-up:B1".parse().unwrap()].into(),
            with: with.collect(),
            ..content
        }),
    ))
}

#[test]
fn actions_that_are_needed_together_stay_together_whatever_their_numbers_become() {
    let both = Record::begun("Ada").and("Ada", [action(1, "count")]);
    let a = both.clone().and("Ada", [action(2, "ask"), action(3, "go")]);
    let b = both.and(
        "Ben",
        [
            action(2, "write"),
            // It names one that is there in both, one of its own, and one that is gone.
            action(4, "gone"),
            closing(3, "send", &[1, 2, 4]),
            Event::Changed(Change::Action(ActionId(4), None)),
        ],
    );
    let joined = a.joined(&b, Choice::Ours);
    let state = joined.state();
    let number = |what: &str| {
        let mut all = state.actions.iter();
        all.find(|(_, action)| action.what == what)
            .map(|(id, _)| *id)
    };
    let send = &state.actions[&number("send").unwrap()];
    let named: Vec<ActionId> = send.with.iter().copied().collect();
    assert_eq!(named[..1], [number("count").unwrap()]);
    assert!(named.contains(&number("write").unwrap()), "{named:?}");
    assert_eq!(named.len(), 3);
    // What is gone did not become something that is here.
    let is_there = |id: &&ActionId| state.actions.contains_key(id);
    assert_eq!(named.iter().filter(is_there).count(), 2);
}

#[test]
fn the_same_words_are_one_action_and_a_person_chooses_which_others_it_needs() {
    let begun = || Record::begun("Ada");
    let a = begun().and("Ada", [action(1, "ask"), closing(2, "send", &[1])]);
    let b = begun().and("Ben", [action(1, "write"), closing(2, "Send ", &[1])]);
    let [conflict] = a.plan(&b).conflicts.try_into().unwrap();
    assert_eq!(conflict.subject, At::Action(ActionId(2)));
    let of = |choice| {
        let state = a.clone().joined(&b, choice).state();
        let actions = state.actions.values();
        let with = actions.map(|a| {
            let with = a.with.iter().map(|id| id.0).collect();
            (a.what.clone(), with)
        });
        with.collect::<Vec<(String, Vec<u32>)>>()
    };
    let told = |send: &str, with| {
        [("ask", vec![]), (send, vec![with]), ("write", vec![])]
            .map(|(what, with)| (what.to_owned(), with))
    };
    assert_eq!(of(Choice::Ours), told("send", 1));
    assert_eq!(of(Choice::Theirs), told("Send ", 3));
    // The very same stay one.
    assert_eq!(
        a.plan(&begun().and("Ben", [action(1, "ask"), closing(2, "send", &[1])]))
            .taken,
        []
    );
}

/// A questionnaire with a register of systems and a list of evidence.
fn with_registers() -> Questionnaire {
    let mut source: Value = serde_json::from_str(SOURCE).unwrap();
    let form = |title: &str| {
        serde_json::json!({"title": title, "about": "What you have.", "name": "name", "questions": [
            {"id": "name", "text": "What is it called?", "input": {"line": {"max": 160}}},
            {"id": "owner", "text": "Whose is it?", "input": {"line": {"max": 160}}},
        ]})
    };
    source["systems"] = serde_json::json!({"form": form("Systems")});
    source["evidence"] = serde_json::json!({"form": form("Evidence")});
    load(source.to_string().as_bytes()).unwrap()
}

fn called(words: &[&str]) -> BTreeMap<QuestionId, Answer> {
    let ids = ["name", "owner"].map(|id| QuestionId::try_from(id).unwrap());
    let answers = words.iter().map(|words| Answer::Text((*words).to_owned()));
    ids.into_iter().zip(answers).collect()
}

fn system(number: u32, words: &[&str]) -> Event {
    Event::Changed(Change::System(
        SystemId(number),
        Some(System {
            fields: called(words),
        }),
    ))
}

fn evidence(number: u32, words: &[&str]) -> Event {
    Event::Changed(Change::Listed(
        EvidenceId(number),
        Some(Evidence {
            fields: called(words),
            ..Evidence::default()
        }),
    ))
}

#[test]
fn what_both_took_from_one_list_comes_once_whatever_its_number() {
    let asked = with_registers();
    let both = Record::begun("Ada").and("Ada", [system(1, &["Doors"])]);
    let a = both.clone().and(
        "Ada",
        [
            system(2, &["Lights"]),
            system(3, &["Mail", "Ada"]),
            system(4, &["Loans"]),
            evidence(1, &["Minutes"]),
            action(1, "Turn it on"),
        ],
    );
    let covers = Event::Changed(Change::Coverage(
        ExemptionId(1),
        Coverage {
            kind: "WAIVER".try_into().unwrap(),
            requirements: [].into(),
            scenarios: [].into(),
            systems: [SystemId(2), SystemId(5)].into(),
        },
    ));
    let b = both.and(
        "Ben",
        [
            // The list in another order, and typed a little differently.
            system(2, &["  loans"]),
            system(3, &["Mail", "Ben"]),
            system(4, &["Tills"]),
            system(5, &["doors"]),
            evidence(1, &["Photographs"]),
            evidence(2, &["minutes"]),
            action(1, "Write to them"),
            action(2, "turn it  on"),
            covers,
        ],
    );
    let (ours, theirs) = (a.state(), b.state());
    let side = |record: &'_ Record, state| Side {
        entries: record.entries.clone().leak(),
        state,
    };
    let plan = Plan::of(&asked, side(&a, &ours), side(&b, &theirs)).unwrap();
    let told: Vec<String> = (plan.renumbered.iter().map(Renumbered::words))
        .map(|(_, was, is)| format!("{was} {is}"))
        .collect();
    // One that both had before is no other one's twin, and a name that is new gets a number.
    assert_eq!(
        told,
        [
            "A-1 A-2",
            "A-2 A-1",
            "S-2 S-4",
            "S-4 S-6",
            "EV-1 EV-2",
            "EV-2 EV-1"
        ]
    );
    let conflicts: Vec<At> = subjects(&plan.conflicts);
    assert_eq!(
        conflicts,
        [
            At::Action(ActionId(1)),
            At::System(SystemId(3)),
            At::System(SystemId(4)),
            At::Listed(EvidenceId(1)),
        ]
    );
    let taken = plan.taken.iter().flat_map(|item| &item.takes);
    let scoped: Vec<_> = taken
        .filter_map(|event| match event {
            Event::Changed(Change::Coverage(_, Coverage { systems, .. })) => Some(systems),
            _ => None,
        })
        .collect();
    assert_eq!(scoped, [&[SystemId(4), SystemId(5)].into()]);
    // Two of one name are for nobody to tell apart.
    let twice = b.and("Ben", [system(6, &["Lights"]), system(7, &["lights"])]);
    let theirs = twice.state();
    let plan = Plan::of(&asked, side(&a, &ours), side(&twice, &theirs)).unwrap();
    let taken = subjects(&plan.taken);
    for number in [7, 8] {
        let system = At::System(SystemId(number));
        assert!(taken.contains(&system), "{taken:?}");
    }
}

#[test]
fn two_files_of_one_name_are_two_pieces_of_evidence() {
    let asked = with_registers();
    let shown = |bytes: &[u8]| {
        let content = Evidence {
            fields: called(&["Screenshot"]),
            file: Some(EvidenceFile {
                path: "shot.png".into(),
                bytes: bytes.len() as u64,
                sha256: Fingerprint::of(bytes),
            }),
            ..Evidence::default()
        };
        Event::Changed(Change::Listed(EvidenceId(1), Some(content)))
    };
    let both = Record::begun("Ada");
    let a = both.clone().and("Ada", [shown(b"one")]);
    for (file, taken) in [(b"one", 0), (b"two", 1)] {
        let b = both.clone().and("Ben", [shown(file)]);
        let (ours, theirs) = (a.state(), b.state());
        let ours = Side {
            entries: &a.entries,
            state: &ours,
        };
        let theirs = Side {
            entries: &b.entries,
            state: &theirs,
        };
        let plan = Plan::of(&asked, ours, theirs).unwrap();
        assert_eq!((plan.taken.len(), plan.conflicts.len()), (taken, 0));
    }
}

/// Joins the other as programs before format 6 did, with its lines inside.
fn joined_before_format_6(ours: &Record, other: &Record) -> Record {
    let joined = ours.clone().joined(other, Choice::Ours);
    let Event::Merged(mut merge) = joined.entries.last().unwrap().entry.event.clone() else {
        panic!()
    };
    merge.kept.clear();
    merge.lines = other.lines[merge.common as usize..].to_vec();
    let mut record = ours.clone().and("Joiner", [Event::Merged(merge)]);
    let mut held = Held::of(&ours.entries);
    held.follow(record.entries.last_mut().unwrap()).unwrap();
    record
}

#[test]
fn what_stands_within_earlier_merges_counts_as_held() {
    let c = Record::begun("Cy").and("Cy", [action(1, "c")]);
    let b = Record::begun("Ben").and("Ben", [action(1, "b"), collections(2)]);
    let b = joined_before_format_6(&b, &c);
    let a = joined_before_format_6(&Record::begun("Ada").and("Ada", [action(1, "a")]), &b);
    assert!(a.plan(&b).is_contained && a.plan(&c).is_contained);
    assert_eq!(a.missing(&b), []);
    assert_eq!(a.missing(&c), []);
    let Event::Merged(merge) = &a.entries.last().unwrap().entry.event else {
        panic!()
    };
    assert_eq!((merge.kept.len(), of_the_other(&a)), (6, 4));
    assert_eq!(merge.format(), 3);
    // All of them go on, and only what is new is kept.
    let c = c.and("Cy", [action(1, "c, done")]);
    let b = b.joined(&c, Choice::Ours);
    let a = a.joined(&b, Choice::Ours);
    let Event::Merged(merge) = &a.entries.last().unwrap().entry.event else {
        panic!()
    };
    assert_eq!((merge.kept.len(), of_the_other(&a)), (2, 5));
    let state = a.state();
    let whats: Vec<&str> = state.actions.values().map(|a| a.what.as_str()).collect();
    assert_eq!(whats, ["a", "c, done", "b"]);
    assert!(a.plan(&c).is_contained);
    // A third one takes all of it at once.
    let d = Record::begun("Di").joined(&a, Choice::Ours);
    assert!([&a, &b, &c].iter().all(|other| d.plan(other).is_contained));
}

#[test]
fn a_mark_for_the_board_joins_with_its_note() {
    let noted = |text: &str, for_board| {
        Event::Changed(Change::note(
            "what-is-backed-up".try_into().unwrap(),
            Note {
                text: text.into(),
                for_board,
            },
        ))
    };
    let both = Record::begun("Ada").and("Ada", [noted("By hand", false)]);
    let b = both.clone().and("Ben", [noted("By hand", true)]);
    let joined = both.clone().joined(&b, Choice::Ours);
    let of = |record: &Record| record.state().notes.values().next().cloned();
    assert!(of(&joined).unwrap().for_board);
    let a = both.and("Ada", [noted("By machine", false)]);
    let [conflict] = a.plan(&b).conflicts.try_into().unwrap();
    assert_eq!(
        conflict.theirs.words.as_deref(),
        Some("For the board: By hand")
    );
    let taken = of(&a.joined(&b, Choice::Theirs)).unwrap();
    assert_eq!((taken.text.as_str(), taken.for_board), ("By hand", true));
}

#[test]
fn the_very_same_exemption_is_not_doubled() {
    let same = || [scoped(1, "B1"), filled(1, "atlas"), action(1, "count")];
    let a = Record::begun("Ada").and("Ada", same());
    let b = Record::begun("Ben").and("Ben", same());
    let plan = a.plan(&b);
    assert_eq!(plan.common, 0);
    assert_eq!(
        (
            plan.renumbered.len(),
            plan.taken.len(),
            plan.conflicts.len()
        ),
        (0, 0, 0)
    );
    let state = a.joined(&b, Choice::Ours).state();
    assert_eq!((state.exemptions.len(), state.actions.len()), (1, 1));
}

#[test]
fn merging_again_knows_what_was_merged_and_under_which_number() {
    let a = Record::begun("Ada").and(
        "Ada",
        [collections(1), vans(1), scoped(1, "B1"), filled(1, "atlas")],
    );
    let b = Record::begun("Ben").and(
        "Ben",
        [collections(2), vans(1), scoped(1, "B2"), filled(1, "chart")],
    );
    let a = a.joined(&b, Choice::Ours);
    assert!(a.plan(&b).is_contained);
    let a = a.and("Ada", [vans(5)]);
    let b = b.and("Ben", [filled(1, "sea chart"), action(1, "count")]);
    let plan = a.plan(&b);
    assert_eq!(plan.conflicts, [], "what was chosen is not asked again");
    let field = At::Field(ExemptionId(2), "what".try_into().unwrap());
    assert_eq!(subjects(&plan.taken), [field, At::Action(ActionId(1))]);
    let a = a.joined(&b, Choice::Ours);
    let state = a.state();
    assert_eq!(name(&state, 2), "sea chart");
    assert_eq!(answer(&state, "vans"), Some(Answer::Number(5)));
    // The other way round, and on from there.
    let b = b.joined(&a, Choice::Ours);
    assert_eq!(answer(&b.state(), "collections"), Some(Answer::Number(1)));
    assert_eq!(b.state().exemptions.len(), 2);
    let b = b.and("Ben", [filled(2, "great atlas"), filled(1, "coast")]);
    let plan = a.plan(&b);
    assert_eq!((plan.taken.len(), plan.conflicts.len()), (2, 0), "{plan:?}");
    let a = a.joined(&b, Choice::Ours).state();
    assert_eq!(
        (name(&a, 1), name(&a, 2)),
        ("great atlas".into(), "coast".into())
    );
}

#[test]
fn a_third_record_that_was_merged_through_another_is_known() {
    let a = Record::begun("Ada").and("Ada", [action(1, "a")]);
    let b = Record::begun("Ben").and("Ben", [action(1, "b"), collections(2)]);
    let c = Record::begun("Cy")
        .and("Cy", [action(1, "c")])
        .joined(&b, Choice::Ours);
    let a = a.joined(&c, Choice::Ours);
    assert_eq!(a.state().actions.len(), 3);
    assert!(a.plan(&b).is_contained);
    let b = b.and("Ben", [action(1, "b, done")]);
    let plan = a.plan(&b);
    assert_eq!((plan.taken.len(), plan.conflicts.len()), (1, 0), "{plan:?}");
    let state = a.joined(&b, Choice::Ours).state();
    let whats: Vec<&str> = state.actions.values().map(|a| a.what.as_str()).collect();
    assert_eq!(whats, ["a", "b, done", "c"]);
}

#[test]
fn both_merging_at_once_doubles_nothing() {
    let a = Record::begun("Ada").and("Ada", [action(1, "a")]);
    let b = Record::begun("Ben").and("Ben", [action(1, "b")]);
    let (a, b) = (
        a.clone().joined(&b, Choice::Ours),
        b.joined(&a, Choice::Ours),
    );
    let state = a.joined(&b, Choice::Ours).state();
    let whats: Vec<&str> = state.actions.values().map(|a| a.what.as_str()).collect();
    assert_eq!(whats, ["a", "b"]);
}

#[test]
fn where_each_has_joined_the_other_as_it_was_only_what_is_new_since_counts() {
    let both = Record::begun("Ada").and("Ada", [collections(1)]);
    let a = both.clone().and("Ada", [vans(1)]);
    let b = both.and("Ben", [collections(2)]);
    let (a, b) = (
        a.clone().joined(&b, Choice::Ours),
        b.joined(&a, Choice::Ours),
    );
    // What Ben had told was taken by Ada, and nobody else has changed it.
    let b = b.and("Ben", [collections(3)]);
    let a = a.and("Ada", [vans(4)]);
    for (ours, theirs) in [(&a, &b), (&b, &a)] {
        let plan = ours.plan(theirs);
        assert_eq!((plan.taken.len(), plan.conflicts.len()), (1, 0), "{plan:?}");
        let state = ours.clone().joined(theirs, Choice::Ours).state();
        assert_eq!(answer(&state, "collections"), Some(Answer::Number(3)));
        assert_eq!(answer(&state, "vans"), Some(Answer::Number(4)));
    }
    // Both have changed it since: what one of them says had stood before, and is a change all the same.
    let [a, b] = [
        a.and("Ada", [collections(5)]),
        b.and("Ben", [collections(1)]),
    ];
    for (ours, theirs) in [(&a, &b), (&b, &a)] {
        let plan = ours.plan(theirs);
        let conflicts = subjects(&plan.conflicts);
        assert_eq!(conflicts, [At::Question("collections".try_into().unwrap())]);
    }
    // Each took what the other had: that is for a person.
    let begun = |number| Record::begun("Ada").and("Ada", [vans(number)]);
    let (a, b) = (begun(1), begun(2));
    let (a, b) = (
        a.clone().joined(&b, Choice::Theirs),
        b.joined(&a, Choice::Theirs),
    );
    assert_eq!(a.plan(&b).conflicts.len(), 1);
}

#[test]
fn what_one_of_them_takes_back_after_each_has_joined_the_other_is_not_brought_back() {
    let both = Record::begun("Ada");
    let a = both.clone().and("Ada", [action(1, "a")]);
    let b = both.and("Ben", [vans(1)]);
    let (a, b) = (
        a.clone().joined(&b, Choice::Ours),
        b.joined(&a, Choice::Ours),
    );
    let removed = Event::Changed(Change::Action(ActionId(1), None));
    let b = b.and("Ben", [removed]);
    // Ada has not touched it since, so it goes.
    assert_eq!(a.clone().joined(&b, Choice::Ours).state().actions.len(), 0);
    assert_eq!(
        b.clone().joined(&a, Choice::Theirs).state().actions.len(),
        0
    );
    // She has: somebody has to choose.
    let a = a.and("Ada", [action(1, "a, later")]);
    for (ours, theirs) in [(&a, &b), (&b, &a)] {
        let conflicts = subjects(&ours.plan(theirs).conflicts);
        assert_eq!(conflicts, [At::Action(ActionId(1))]);
    }
}

#[test]
fn what_one_of_them_has_undone_as_a_whole_is_no_half_exemption() {
    let common = Record::begun("").and("Ada", [scoped(1, "B1")]);
    let undone = common.clone().and("Ada", [Event::Undone { seq: 2 }]);
    let filled = common.clone().and("Ben", [filled(1, "atlas")]);
    // Ours is gone, and theirs went on: it is all or nothing.
    let plan = undone.plan(&filled);
    assert_eq!(subjects(&plan.conflicts), [At::Coverage(ExemptionId(1))]);
    assert_eq!(
        undone
            .clone()
            .joined(&filled, Choice::Ours)
            .state()
            .exemptions
            .len(),
        0
    );
    let state = undone.clone().joined(&filled, Choice::Theirs).state();
    assert_eq!(name(&state, 1), "atlas");
    // Nobody went on.
    assert_eq!(undone.plan(&common).conflicts, []);
    // Theirs is gone: no entry can take back what stands here, which is said.
    let plan = filled.plan(&undone);
    assert_eq!(subjects(&plan.stays), [At::Coverage(ExemptionId(1))]);
    assert_eq!(
        name(&filled.joined(&undone, Choice::Theirs).state(), 1),
        "atlas"
    );
}

#[test]
fn what_both_carry_forward_from_one_assessment_is_the_same() {
    let exemption = Record::begun("")
        .and(
            "Ada",
            [scoped(1, "B1"), filled(1, "atlas"), action(1, "count")],
        )
        .state();
    let carried = || {
        Event::CarriedForward(Box::new(Carried {
            other_version: None,
            from: Origin {
                record: "last-year".into(),
                organisation: String::new(),
                version: "2026.1".into(),
                fingerprint: Fingerprint::of(b"last year"),
                last: "2025-11-24T10:00:00Z".parse().unwrap(),
            },
            worded: [].into(),
            answers: BTreeMap::new(),
            notes: BTreeMap::new(),
            evidence: BTreeMap::new(),
            exemptions: exemption.exemptions.clone(),
            actions: exemption.actions.clone(),
            systems: [].into(),
            listed: [].into(),
        }))
    };
    let a = Record::begun("Ada").and("Ada", [carried(), filled(1, "atlas")]);
    let b = Record::begun("Ben").and("Ben", [carried(), action(1, "count twice")]);
    let plan = a.plan(&b);
    assert_eq!(
        (plan.conflicts.len(), plan.renumbered.len()),
        (0, 0),
        "{plan:?}"
    );
    assert_eq!(subjects(&plan.taken), [At::Action(ActionId(1))]);
}

#[test]
fn undoing_does_not_reach_behind_a_merge() {
    let common = Record::begun("");
    let b = common.clone().and("Ben", [collections(2)]);
    let a = common.and("Ada", [vans(1), vans(2), Event::Undone { seq: 3 }]);
    assert!(Assessment::undoable(&a.entries).is_some());
    let a = a.joined(&b, Choice::Ours);
    assert_eq!(Assessment::undoable(&a.entries), None);
    assert_eq!(Assessment::redoable(&a.entries), None);
    assert_eq!(Assessment::last_turn(&a.entries).unwrap().entry.seq, 5);
    let a = a.and("Ada", [vans(3)]);
    assert_eq!(Assessment::undoable(&a.entries).unwrap().entry.seq, 6);
}

#[test]
fn what_changed_about_a_question_is_known_until_one_of_them_confirms() {
    let mut new: Value = serde_json::from_str(SOURCE).unwrap();
    new["version"] = "2026.2".into();
    let text =
        new.to_string()
            .replacen("How many digital collections do you keep?", "How many?", 1);
    let migrated = || Event::Migrated {
        tool: "test".into(),
        questionnaire: Box::new(serde_json::from_str(&text).unwrap()),
    };
    let common = Record::begun("");
    let a = common.clone().and("Ada", [migrated()]);
    let b = common.and("Ben", [collections(2), migrated()]);
    let a = a.joined(&b, Choice::Ours);
    let changed = a.state().changed;
    assert!(changed[&"collections".try_into().unwrap()].contains(&Aspect::Text));
    // Ben says that it still holds: so it does here.
    let b = b.and("Ben", [collections(2)]);
    let state = a.joined(&b, Choice::Ours).state();
    assert!(state.changed.is_empty(), "{:?}", state.changed);
}

#[test]
fn a_history_that_was_changed_before_a_merge_is_not_read() {
    let c = Record::begun("Cy").and("Cy", [vans(1)]);
    let b = Record::begun("Ben").and("Ben", [collections(2), collections(3)]);
    let b = b.joined(&c, Choice::Ours);
    let a = Record::begun("Ada");
    let joined = a.clone().joined(&b, Choice::Ours);
    let Event::Merged(merge) = joined.entries[1].entry.event.clone() else {
        panic!()
    };
    // Those of Ben, those of Cy that he kept, and the entry with which he has joined them.
    assert_eq!((merge.kept.len(), of_the_other(&joined)), (6, 4));
    let read = a.reads(merge.as_ref().clone()).unwrap();
    assert_eq!(read.entry.event, Event::Merged(merge.clone()));
    fn alter(kept: &mut Kept) {
        let line = kept.line.as_ref().unwrap().replace("T10:", "T11:");
        kept.logged.fingerprint = Fingerprint::of(line.as_bytes());
        kept.logged.entry = serde_json::from_str(&line).unwrap();
        kept.line = Some(line);
    }
    type Tamper = fn(&mut Merge);
    let tampered: [(&str, Tamper); 8] = [
        ("follows on none", |m| alter(&mut m.kept[1])),
        ("not what it was", |m| alter(&mut m.kept[5])),
        ("follows on none", |m| m.kept.swap(1, 2)),
        ("not what it was", |m| {
            m.kept.pop();
        }),
        ("follows on none", |m| {
            m.kept.remove(0);
        }),
        ("held already", |m| {
            let twice = m.kept[2].clone();
            m.kept.push(twice);
        }),
        ("without what that has joined", |m| {
            m.kept.retain(|kept| kept.logged.entry.by != "Cy");
        }),
        ("not what it was", |m| m.common = 1),
    ];
    for (says, tamper) in tampered {
        let mut other = merge.as_ref().clone();
        tamper(&mut other);
        let refused = a.reads(other).unwrap_err();
        assert!(refused.contains(says), "{says}: {refused}");
    }
    // Lines that nobody has joined, and lines without a merge.
    let mut more = merge.as_ref().clone();
    more.kept.splice(..0, a.missing(&Record::begun("Di")));
    assert!(a.reads(more).unwrap_err().contains("does not join"));
    let mut held = Held::of(&a.entries);
    merge
        .kept
        .iter()
        .for_each(|k| held.take(k.clone()).unwrap());
    let mut next = a.clone().and("Ada", [vans(2)]).entries.pop().unwrap();
    assert!(held.follow(&mut next).unwrap_err().contains("no merge"));
    // What it takes over is content only.
    let mut merge = merge;
    merge.takes.push(Event::Undone { seq: 1 });
    let changed = a.and("Joiner", [Event::Merged(merge)]);
    assert!(Assessment::fold(&changed.entries).is_err());
}

/// A line of another record that was made by hand.
fn forged(seq: u64, prev: Option<Fingerprint>, event: Event) -> Kept {
    let entry = Entry {
        v: 3,
        seq,
        at: "2026-11-24T10:00:00Z".parse().unwrap(),
        by: "Eve".to_owned(),
        why: None,
        event,
        prev,
    };
    let line = serde_json::to_string(&entry).unwrap();
    Kept {
        logged: Logged {
            fingerprint: Fingerprint::of(line.as_bytes()),
            entry,
        },
        line: Some(line),
    }
}

/// A merge as programs before format 6 wrote it, around these lines.
fn around(lines: &[&Kept]) -> Event {
    let newest = &lines.last().unwrap().logged;
    Event::Merged(Box::new(Merge {
        other: Origin {
            record: "eve".into(),
            organisation: String::new(),
            version: "2026.1".into(),
            fingerprint: newest.fingerprint,
            last: newest.entry.at,
        },
        common: 1,
        lines: lines
            .iter()
            .map(|kept| kept.line.clone().unwrap())
            .collect(),
        kept: vec![],
        takes: vec![],
        renumbered: vec![],
        changed: [].into(),
        seen: vec![],
        titles: Titles::default(),
    }))
}

#[test]
fn no_line_within_a_merge_follows_on_what_is_not_there() {
    let a = Record::begun("Ada");
    let first = a.entries[0].fingerprint;
    let refused = |kept: Kept| Held::of(&a.entries).take(kept).unwrap_err();
    // The one with number 40 claims to follow on the first.
    let late = forged(40, Some(first), vans(1));
    let says = refused(forged(1, None, around(&[&late])));
    assert!(says.contains("follows on none"), "{says}");
    let next = forged(2, Some(first), vans(1));
    Held::of(&a.entries)
        .take(forged(1, None, around(&[&next])))
        .unwrap();
    // Nor is one skipped that cannot be read.
    let mut unread = next.clone();
    unread.line = Some("{}".to_owned());
    let says = refused(forged(1, None, around(&[&unread, &next])));
    assert!(says.contains("cannot be read"), "{says}");
    // Their own merges are held to the same.
    let mut own = a
        .clone()
        .and("Ada", [around(&[&late])])
        .entries
        .pop()
        .unwrap();
    assert!(Held::of(&a.entries).follow(&mut own).is_err());
}

/// A merge around a line, written so that it grows by no more than five letters a quotation mark.
fn deeper(within: &Kept) -> Kept {
    let mut merge = forged(1, None, around(&[within]));
    let plain = serde_json::to_string(within.line.as_ref().unwrap()).unwrap();
    let within = within.line.as_ref().unwrap();
    let within = within.replace('\\', "\\u005c").replace('"', "\\u0022");
    let line = merge
        .line
        .unwrap()
        .replace(&plain, &format!("\"{within}\""));
    merge.logged.fingerprint = Fingerprint::of(line.as_bytes());
    merge.line = Some(line);
    merge
}

#[test]
fn merges_within_merges_have_an_end() {
    let a = Record::begun("Ada");
    let mut kept = forged(1, None, vans(1));
    let mut taken = vec![];
    for _ in 0..60 {
        kept = deeper(&kept);
        taken.push(Held::of(&a.entries).take(kept.clone()));
    }
    let [first, .., last] = taken.as_slice() else {
        panic!()
    };
    assert_eq!(*first, Ok(()));
    assert!(last.is_err_and(|says| says.contains("within merges")));
}

#[test]
fn a_sign_off_is_told_by_whichever_way_its_record_comes() {
    let signed = |record: &Record| {
        let fingerprint = record.entries.last().unwrap().fingerprint;
        Event::SignedOff(SignOff {
            name: "Ben".into(),
            role: "Chair".into(),
            declaration: "So it is.".into(),
            date: "2026-11-24".parse().unwrap(),
            fingerprint,
            gaps: vec![],
            same_person: None,
        })
    };
    let both = Record::begun("Ada");
    let b = both.clone().and("Ben", [vans(2)]);
    let b = b.clone().and("Ben", [signed(&b)]);
    let c = both
        .clone()
        .and("Cy", [collections(4)])
        .joined(&b, Choice::Ours);
    let a = both.joined(&c, Choice::Ours);
    let b = b.and("Ben", [collections(5)]);
    let a = a.joined(&b, Choice::Ours);
    let merges = a.entries.iter().filter_map(Logged::merge);
    let told: Vec<_> = super::joined(merges)
        .iter()
        .map(|joined| (joined.lines, joined.sign_offs.len()))
        .collect();
    assert_eq!(told, [(2, 0), (3, 1)]);
    // It is told once.
    let b = b.and("Ben", [vans(6)]);
    let a = a.joined(&b, Choice::Ours);
    let merges = a.entries.iter().filter_map(Logged::merge);
    let last = super::joined(merges).pop().unwrap();
    assert_eq!((last.lines, last.sign_offs.len()), (4, 0));
}

/// A register of their own in each record, with one exemption that covers the first system.
fn covered(system: u32, name: &str) -> [Event; 2] {
    let system = SystemId(system);
    let fields = [("what".try_into().unwrap(), Answer::Text(name.to_owned()))];
    let written = Event::Changed(Change::System(
        system,
        Some(System {
            fields: fields.into(),
        }),
    ));
    let scoped = Event::Changed(Change::Coverage(
        ExemptionId(1),
        Coverage {
            kind: "WAIVER".try_into().unwrap(),
            requirements: [].into(),
            scenarios: [].into(),
            systems: [system].into(),
        },
    ));
    [written, scoped]
}

#[test]
fn a_system_that_is_gone_there_does_not_become_another_one_here() {
    let shared = Record::begun("Ada");
    let removed = Event::Changed(Change::System(SystemId(1), None));
    let [ours, _] = covered(1, "Catalogue");
    let ours = shared.clone().and("Ada", [ours]);
    let theirs = shared.and("Ben", covered(1, "Old tape machine"));
    let theirs = theirs.and("Ben", [removed]);
    let both = ours.joined(&theirs, Choice::Theirs);
    let state = both.state();
    assert_eq!(state.systems.len(), 1);
    let covers = &state.exemptions[&ExemptionId(1)].systems;
    assert!(
        !covers.contains(&SystemId(1)),
        "{covers:?} is the catalogue"
    );
    // The next time, it has the same number.
    let theirs = theirs.and("Ben", [vans(3)]);
    let later = both.joined(&theirs, Choice::Theirs).state();
    assert_eq!(later.exemptions, state.exemptions);
}
