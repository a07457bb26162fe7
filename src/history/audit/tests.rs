use super::*;
use crate::facts::{
    Action, ActionId, Answer, Carried, Change, Coverage, Due, Entry, EvidenceFile, ExemptionId,
    FORMAT, Fault, Fingerprint, Gap, Hidden, Merge, Note, Origin, Redaction, SignOff,
};
use crate::questionnaire::load;

pub(super) fn asked() -> Questionnaire {
    load(include_bytes!("../../../tests/backups.json")).unwrap()
}

fn log(events: Vec<Event>) -> Vec<Logged> {
    let created = Event::Created {
        tool: "test".into(),
        questionnaire: Box::new(serde_json::to_value(asked()).unwrap()),
    };
    let mut entries: Vec<Logged> = vec![];
    for event in std::iter::once(created).chain(events) {
        logged(&mut entries, event);
    }
    entries
}

/// Adds an event as the next entry; a sign-off signs what is there.
pub(super) fn logged(entries: &mut Vec<Logged>, mut event: Event) {
    let seq = entries.len() as u64 + 1;
    let prev = entries.last().map(|l| l.fingerprint);
    if let (Event::SignedOff(sign_off), Some(prev)) = (&mut event, prev) {
        sign_off.fingerprint = prev;
    }
    let by = if seq == 1 { "" } else { "Ada Fell" }.to_owned();
    let entry = Entry {
        v: FORMAT,
        seq,
        at: "2026-11-24T10:00:00Z".parse().unwrap(),
        by,
        why: None,
        event,
        prev,
    };
    let fingerprint = Fingerprint::of(&serde_json::to_vec(&entry).unwrap());
    entries.push(Logged { entry, fingerprint });
}

fn since(entries: &[Logged], questionnaire: &Questionnaire, seq: u64) -> Vec<Altered> {
    let state = Assessment::fold(entries).unwrap();
    let audit = Audit {
        questionnaire,
        entries,
        state: &state,
    };
    audit.since(seq).unwrap()
}

fn collections(number: u64) -> Event {
    Event::Changed(Change::Answer(
        "collections".try_into().unwrap(),
        Some(Answer::Number(number)),
    ))
}

fn says(altered: &Altered) -> (Option<&str>, Option<&str>) {
    (altered.from.as_deref(), altered.to.as_deref())
}

#[test]
fn what_is_not_touched_is_not_told() {
    let entries = log(vec![collections(12), collections(13)]);
    assert_eq!(since(&entries, &asked(), 3), vec![]);
    let found = since(&entries, &asked(), 2);
    assert_eq!(found.len(), 1);
    assert_eq!(
        says(&found[0]),
        (Some("12 collections"), Some("13 collections"))
    );
    assert!(
        found[0].what.contains("How many digital collections"),
        "{}",
        found[0].what
    );
    assert_eq!(found[0].steps[0].by, "Ada Fell");
    assert_eq!(
        says(&since(&entries, &asked(), 1)[0]),
        (None, Some("13 collections"))
    );
}

#[test]
fn what_was_undone_and_brought_back_is_told_as_such() {
    let mut events = vec![collections(12), collections(13), Event::Undone { seq: 3 }];
    let found = since(&log(events.clone()), &asked(), 2);
    assert!(found[0].is_as_before);
    let kinds =
        |found: &[Altered]| -> Vec<StepKind> { found[0].steps.iter().map(|s| s.kind).collect() };
    assert_eq!(
        kinds(&found),
        [
            StepKind::Entered { undone_by: Some(4) },
            StepKind::Undoes(3)
        ]
    );
    events.push(Event::Redone { seq: 3 });
    let found = since(&log(events), &asked(), 2);
    assert_eq!(
        kinds(&found),
        [
            StepKind::Entered { undone_by: None },
            StepKind::Undoes(3),
            StepKind::BringsBack(3)
        ]
    );
    assert_eq!(
        says(&found[0]),
        (Some("12 collections"), Some("13 collections"))
    );
    assert!(!found[0].is_as_before);
}

#[test]
fn what_an_action_is_said_to_close_and_a_mark_for_the_board_are_told() {
    let at = |id: &str| crate::questionnaire::ScenarioId::try_from(id).unwrap();
    let noted = |for_board| {
        Event::Changed(Change::note(
            at("restore-tests"),
            Note {
                text: "Nobody tried".into(),
                for_board,
            },
        ))
    };
    let action = |closes: &[&str], with: &[u32]| {
        Event::Changed(Change::Action(
            ActionId(1),
            Some(Action {
                what: "Try it".into(),
                closes: closes.iter().map(|id| id.parse().unwrap()).collect(),
                with: with.iter().copied().map(ActionId).collect(),
                towards: ["responsibility:B2".parse().unwrap()].into(),
                ..Action::blank(at("restore-tests"))
            }),
        ))
    };
    let entries = log(vec![
        noted(false),
        action(&[], &[]),
        noted(true),
        action(&["restore-tests:B2"], &[2, 3]),
    ]);
    let [note, closes] = since(&entries, &asked(), 3).try_into().unwrap();
    assert_eq!(note.from.as_deref(), Some("Nobody tried"));
    assert_eq!(note.to.as_deref(), Some("For the board: Nobody tried"));
    let open = "Try it; no owner; no date given; open; works towards B2 in Who looks after backups";
    assert_eq!(closes.from.as_deref(), Some(open));
    let to = format!("{open}; closes B2 in Restore tests, together with A-2 and A-3");
    assert_eq!(closes.to, Some(to));
}

#[test]
fn every_kind_of_entry_reads() {
    let scenario = || "what-is-backed-up".try_into().unwrap();
    let noted = |text: &str| {
        Event::Changed(Change::note(
            scenario(),
            Note {
                text: text.into(),
                for_board: false,
            },
        ))
    };
    let action = |done| {
        Event::Changed(Change::Action(
            ActionId(1),
            Some(Action {
                what: "Count again".into(),
                owner: String::new(),
                due: Due::NotGiven,
                progress: if done {
                    crate::facts::Progress::Done
                } else {
                    crate::facts::Progress::NotStarted
                },
                ..Action::blank(scenario())
            }),
        ))
    };
    let filled = |words: &str| {
        Event::Changed(Change::Field(
            ExemptionId(1),
            "what".try_into().unwrap(),
            Some(Answer::Text(words.into())),
        ))
    };
    let entries = log(vec![
        collections(12),
        noted("By hand"),
        Event::Changed(Change::Answer("collections".try_into().unwrap(), None)),
        noted(""),
        Event::Changed(Change::evidence(scenario(), "Shelf 3".into())),
        Event::Changed(Change::Coverage(
            ExemptionId(1),
            Coverage {
                kind: "WAIVER".try_into().unwrap(),
                requirements: ["B1".try_into().unwrap()].into(),
                scenarios: [scenario()].into(),
                systems: [].into(),
            },
        )),
        filled("The atlas"),
        Event::Changed(Change::Withdrawn(ExemptionId(1), "Lost".into())),
        action(false),
        action(true),
        Event::Changed(Change::Action(ActionId(1), None)),
        Event::SignedOff(SignOff {
            name: "Ada Fell".into(),
            role: "Head librarian".into(),
            declaration: "I declare it.".into(),
            date: jiff::civil::date(2026, 11, 24),
            fingerprint: Fingerprint::of(b""),
            gaps: vec![],
            same_person: None,
        }),
    ]);
    let asked = asked();
    let found = since(&entries, &asked, 3);
    let told: Vec<_> = found.iter().map(says).collect();
    let title = &asked.scenario(&scenario()).unwrap().title;
    let scope = format!("WAIVER; requirements: B1; scenarios: {title}");
    assert_eq!(
        told,
        [
            (Some("12 collections"), None),
            (Some("By hand"), None),
            (None, Some("Shelf 3")),
            (None, Some(scope.as_str())),
            (None, Some("The atlas")),
            (None, Some("Lost")),
            (None, None),
            (None, Some("Ada Fell, Head librarian, on 24 November 2026")),
        ]
    );
    let action = &found[6];
    assert_eq!(
        action.steps[1].from.as_deref(),
        Some("Count again; no owner; no date given; open")
    );
    assert_eq!(
        action.steps[1].to.as_deref(),
        Some("Count again; no owner; no date given; done")
    );
    assert!(
        action.is_as_before,
        "it was not there before and is not now"
    );
    assert!(
        found[4].what.starts_with("Exemption EX-1: "),
        "{}",
        found[4].what
    );
    assert!(
        !found[4].what.ends_with(": what"),
        "by its text: {}",
        found[4].what
    );
}

#[test]
fn a_new_version_tells_what_it_has_put_aside() {
    let old = asked();
    let mut new = old.clone();
    new.version = "2026.2".into();
    new.groups[0].scenarios.remove(0);
    let entries = log(vec![
        collections(12),
        Event::Migrated {
            tool: "test".into(),
            questionnaire: Box::new(serde_json::to_value(&new).unwrap()),
        },
    ]);
    let found = since(&entries, &new, 2);
    assert_eq!(found.len(), 2, "{found:?}");
    assert_eq!(says(&found[0]), (Some("2026.1"), Some("2026.2")));
    assert_eq!(says(&found[1]), (Some("12 collections"), None));
    assert!(
        found[1].what.contains("How many digital collections"),
        "{}",
        found[1].what
    );
    assert!(found.iter().all(|f| f.steps[0].kind == StepKind::Moves));
}

#[test]
fn hands_are_counted() {
    let entries = log(vec![collections(12), collections(13)]);
    let state = Assessment::fold(&entries).unwrap();
    let audit = Audit {
        questionnaire: &asked(),
        entries: &entries,
        state: &state,
    };
    assert_eq!(audit.hands(), [("", 1), ("Ada Fell", 2)]);
}

#[test]
fn files_copies_and_other_records_are_told() {
    let scenario = || "what-is-backed-up".try_into().unwrap();
    let origin = |fingerprint| Origin {
        record: "north".into(),
        organisation: "Northern Library".into(),
        version: "2026.1".into(),
        fingerprint,
        last: "2026-11-23T10:00:00Z".parse().unwrap(),
    };
    let file = |bytes, of: &str| {
        Event::Changed(Change::File(
            scenario(),
            EvidenceFile {
                path: "list.csv".into(),
                bytes,
                sha256: Fingerprint::of(of.as_bytes()),
            },
        ))
    };
    let action = Action {
        what: "Count".into(),
        owner: "Ben".into(),
        due: Due::NotGiven,
        ..Action::blank(scenario())
    };
    let mut entries = log(vec![
        Event::Redacted(Box::new(Redaction {
            of: origin(Fingerprint::of(b"whole")),
            without: [Hidden::Names].into(),
            sign_offs: vec![],
        })),
        Event::CarriedForward(Box::new(Carried {
            other_version: None,
            from: origin(Fingerprint::of(b"last year")),
            answers: [("collections".try_into().unwrap(), Answer::Number(9))].into(),
            worded: BTreeMap::new(),
            notes: [].into(),
            evidence: [].into(),
            exemptions: [].into(),
            actions: [(ActionId(1), action)].into(),
            systems: [].into(),
            listed: [].into(),
        })),
        file(1, "a"),
        file(2, "b"),
        Event::Undone { seq: 5 },
        Event::Changed(Change::NoFile(scenario(), "list.csv".into())),
        collections(12),
    ]);
    let newest = entries.last().unwrap().fingerprint;
    logged(
        &mut entries,
        Event::Merged(Box::new(Merge {
            titles: Default::default(),
            other: origin(newest),
            common: 8,
            renumbered: vec![],
            changed: [].into(),
            lines: vec![],
            kept: vec![],
            seen: vec![],
            takes: vec![collections(13)],
        })),
    );
    entries[7].entry.why = Some("Somebody counted.".into());
    let asked = asked();
    let state = Assessment::fold(&entries).unwrap();
    let audit = Audit {
        questionnaire: &asked,
        entries: &entries,
        state: &state,
    };
    let words =
        |of: &str, bytes: &str| format!("{bytes}, SHA-256 {}", Fingerprint::of(of.as_bytes()));
    let north = |of| format!("north of Northern Library, fingerprint {of}");
    let (first, second) = (words("a", "1 byte"), words("b", "2 bytes"));
    let (whole, last_year, merged) = (
        north(Fingerprint::of(b"whole")),
        north(Fingerprint::of(b"last year")),
        north(newest),
    );
    let steps = audit.steps().unwrap();
    let told: Vec<_> = steps
        .iter()
        .map(|s| (s.step.seq, s.step.from.as_deref(), s.step.to.as_deref()))
        .collect();
    assert_eq!(
        told,
        [
            (2, None, Some(whole.as_str())),
            (3, None, Some(last_year.as_str())),
            (3, None, Some("Count; Ben; no date given; open")),
            (4, None, Some(first.as_str())),
            (5, Some(first.as_str()), Some(second.as_str())),
            (6, Some(second.as_str()), Some(first.as_str())),
            (7, Some(first.as_str()), None),
            (8, None, Some("12 collections")),
            (9, None, Some(merged.as_str())),
            (9, Some("12 collections"), Some("13 collections")),
        ]
    );
    assert_eq!(steps[7].step.why.as_deref(), Some("Somebody counted."));
    assert_eq!(steps[9].step.kind, StepKind::Joins);
    assert_eq!(steps[8].step.mark().as_deref(), Some("merge"));
    assert_eq!(steps[8].subject.ids(), serde_json::json!({"merge": 9}));
    assert!(
        steps[4].what.ends_with(": the file list.csv"),
        "{}",
        steps[4].what
    );
    // What was carried forward is no answer before somebody says that it still holds.
    assert_eq!(audit.since(7).unwrap()[0].from, None);
}

/// As many as a record of a megabyte holds: what was left is worked out once for each state and day.
#[test]
fn many_sign_offs_are_held_against_the_record_in_one_pass() {
    let on = |day: i8| {
        Event::SignedOff(SignOff {
            name: "Ben Hill".into(),
            role: "Chair of trustees".into(),
            declaration: asked().sign_off.declaration,
            date: jiff::civil::date(2026, 11, day),
            fingerprint: Fingerprint::of(b""),
            gaps: vec![],
            same_person: None,
        })
    };
    let asked = asked();
    let mut events = vec![collections(12)];
    events.extend((0..100).flat_map(|_| [on(23), on(24)]));
    events.push(collections(13));
    events.extend((0..299).map(|_| on(24)));
    events.push(collections(14));
    events.push(on(24));
    let entries = log(events);
    let state = Assessment::fold(&entries).unwrap();
    let audit = Audit {
        questionnaire: &asked,
        entries: &entries,
        state: &state,
    };
    let mut judged = vec![];
    let faults = audit.faults_by(|_, state, day| {
        judged.push((state.answers.len(), day.day()));
        vec![Gap::Unanswered("vans".try_into().unwrap())]
    });
    assert_eq!(judged, [(1, 23), (1, 24), (1, 24)]);
    let faults = faults.unwrap();
    assert_eq!(faults.len(), 500);
    let left = Fault::Left(vec![Gap::Unanswered("vans".try_into().unwrap())]);
    assert!(faults[..499].iter().all(|all| *all == [left.clone()]));
    assert_eq!(faults[499], [], "one that stands is held where it is read");
}
