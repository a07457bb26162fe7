use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use jiff::ToSpan;
use jiff::civil::date;
use proptest::collection::vec;
use proptest::option::of;
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::json;

use super::*;
use crate::facts::{
    Carried, Change, Coverage, Entry, Event, FORMAT, Fingerprint, Gap, Logged, Merge, Origin,
    Priority, Progress,
};
use crate::questionnaire::{ExemptionKind, built_in};
use crate::rules::phase::Phase;
use crate::rules::results::Results;
use crate::rules::workflow::LifeStep;

static ASKED: LazyLock<Questionnaire> = LazyLock::new(|| built_in().unwrap());

/// The day on which the tests take place, but for those that move it.
const TODAY: Date = date(2026, 11, 24);

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

fn question(id: &str) -> QuestionId {
    id.try_into().unwrap()
}

/// An answer as a table writes it: a date, or a choice.
fn answer(words: &str) -> Answer {
    match words.parse::<Date>() {
        Ok(day) => Answer::Date(day),
        Err(_) => Answer::Choice(words.try_into().unwrap()),
    }
}

/// An exemption with these fields, as `field=value` separated by spaces.
fn exemption(kind: &str, fields: &str) -> Exemption {
    let mut exemption = Exemption::blank(kind.try_into().unwrap());
    for field in fields.split_whitespace() {
        let (id, words) = field.split_once('=').unwrap();
        exemption.fields.insert(question(id), answer(words));
    }
    exemption
}

fn kind(exemption: &Exemption) -> &'static ExemptionKind {
    ASKED.exemption_kind(&exemption.kind).unwrap()
}

fn approved(mut exemption: Exemption) -> Exemption {
    let relied = exemption.relied(kind(&exemption));
    exemption.life.approvals.push(relied);
    exemption
}

fn with(exemption: Exemption) -> Assessment {
    let mut state = Assessment::default();
    state.exemptions.insert(ExemptionId(1), exemption);
    state
}

fn scenario() -> crate::questionnaire::ScenarioId {
    ASKED.scenarios().next().unwrap().id.clone()
}

fn action(due: Due, progress: Progress) -> Action {
    Action {
        what: "Ask the supplier".into(),
        due,
        progress,
        priority: Some(Priority::High),
        ..Action::blank(scenario())
    }
}

fn evidence(fields: &str) -> Evidence {
    Evidence {
        fields: exemption("SPECIFIC", fields).fields,
        ..Evidence::default()
    }
}

/// What an assessment has, as `subject kind day`.
fn told(state: &Assessment) -> Vec<String> {
    let due = deadlines(&ASKED, state);
    let row = |d: &Deadline| format!("{} {} {}", d.of, d.kind.id(), d.day);
    due.iter().map(row).collect()
}

#[test]
fn every_day_of_an_exemption_is_listed_with_what_it_is_for() {
    let all = "expiry=2027-06-30 next-review=2027-05-01 has-target=yes target-date=2027-04-01";
    for (id, fields, expected) in [
        ("SPECIFIC", "", &[][..]),
        (
            "SPECIFIC",
            all,
            &[
                "target 2027-04-01",
                "review 2027-05-01",
                "expiry 2027-06-30",
            ],
        ),
        ("SPECIFIC", "expiry=2027-06-30", &["expiry 2027-06-30"]),
        // A date in the past that nobody waits for is no day on which something is due.
        ("SPECIFIC", "approved-on=2026-06-01", &[]),
        // One that comes to be too old is.
        ("SPECIFIC", "risk-date=2026-05-01", &["ageing 2027-05-01"]),
        // A target date that is not asked any more is not one.
        ("SPECIFIC", "has-target=no target-date=2027-04-01", &[]),
        ("REASON", "next-review=2027-05-01", &["review 2027-05-01"]),
        (
            "E1",
            "confirmed-on=2026-03-01",
            &["confirmation 2027-03-01"],
        ),
        (
            "E2",
            "confirmed-on=2024-02-29",
            &["confirmation 2025-02-28"],
        ),
    ] {
        let expected: Vec<String> = expected.iter().map(|e| format!("EX-1 {e}")).collect();
        assert_eq!(
            told(&with(exemption(id, fields))),
            expected,
            "{id} {fields}"
        );
    }
}

#[test]
fn what_is_withdrawn_closed_or_done_has_nothing_due() {
    let fields = "expiry=2027-06-30 next-review=2027-05-01";
    let steps = [
        LifeStep::Close {
            how: "Enforced.".into(),
        },
        LifeStep::Withdraw {
            reason: "Not needed.".into(),
        },
    ];
    for step in steps {
        let mut state = with(exemption("SPECIFIC", fields));
        assert_eq!(told(&state).len(), 2);
        let id = ExemptionId(1);
        let given = &state.exemptions[&id];
        let events = given.take(id, &ASKED, kind(given), step, TODAY).unwrap();
        for event in events {
            state.apply(9, &event).unwrap();
        }
        assert_eq!(told(&state), Vec::<String>::new());
    }
    for (due, progress, expected) in [
        (Due::On(TODAY), Progress::NotStarted, 1),
        (Due::On(TODAY), Progress::Started, 1),
        (Due::On(TODAY), Progress::Done, 0),
        (
            Due::NoDate("The supplier decides.".into()),
            Progress::Started,
            0,
        ),
        (Due::NotGiven, Progress::NotStarted, 0),
    ] {
        let mut state = Assessment::default();
        state.actions.insert(ActionId(4), action(due, progress));
        assert_eq!(told(&state).len(), expected, "{state:?}");
    }
}

#[test]
fn an_exemption_that_is_being_renewed_has_the_days_that_were_approved() {
    let mut renewed = approved(exemption("SPECIFIC", "expiry=2027-06-30"));
    renewed.life.renewing = true;
    let later = Answer::Date(day("2028-06-30"));
    renewed.fields.insert(question("expiry"), later);
    assert_eq!(told(&with(renewed.clone())), ["EX-1 expiry 2027-06-30"]);
    renewed.life.renewing = false;
    assert_eq!(told(&with(approved(renewed))), ["EX-1 expiry 2028-06-30"]);
}

#[test]
fn what_is_so_after_the_day_follows_from_the_conditions_of_the_kind() {
    let fields = "expiry=2027-06-30 has-target=yes target-date=2027-04-01";
    let then = |exemption: Exemption| -> Vec<String> {
        let due = deadlines(&ASKED, &with(exemption));
        due.into_iter().map(|d| d.then).collect()
    };
    let counts = "After that day it does not count, and what it covers falls back to what was \
                  answered.";
    assert_eq!(then(approved(exemption("SPECIFIC", fields))), [counts; 2]);
    let draft = "It is not approved as it reads, and cannot count after that day.";
    assert_eq!(then(exemption("SPECIFIC", fields)), [draft; 2]);
    assert_eq!(then(exemption("E1", "confirmed-on=2026-03-01")), [counts]);
    let assessed = then(approved(exemption("SPECIFIC", "risk-date=2026-05-01")));
    let date = "By then “When was it made or last updated?” needs a later day.";
    assert_eq!(assessed, [format!("{date} {counts}")]);
}

/// The kind for people inside, which is confirmed from time to time.
fn network(asked: &mut Questionnaire) -> &mut ExemptionKind {
    let mut kinds = asked.exemptions.iter_mut();
    kinds.find(|kind| kind.id.as_str() == "E1").unwrap()
}

#[test]
fn a_kind_that_says_not_how_long_a_confirmation_is_fresh_asks_to_look_again_after_a_year() {
    let mut asked = built_in().unwrap();
    network(&mut asked)
        .conditions
        .retain(|c| c.id.as_str() != "confirmed");
    let state = with(exemption("E1", "confirmed-on=2026-03-01"));
    let due = deadlines(&asked, &state);
    assert_eq!((due.len(), due[0].day), (1, date(2027, 3, 1)));
    assert!(
        due[0].then.contains("confirm that it still holds"),
        "{due:?}"
    );
}

#[test]
fn how_long_a_confirmation_is_fresh_is_what_the_conditions_say() {
    let mut asked = built_in().unwrap();
    let condition = json!({"not": {"older": {"question": "confirmed-on", "months": 3}}});
    let met_when = &mut network(&mut asked).conditions.last_mut().unwrap().met_when;
    *met_when = Some(serde_json::from_value(condition).unwrap());
    let due = deadlines(&asked, &with(exemption("E1", "confirmed-on=2026-11-30")));
    assert_eq!(due[0].day, date(2027, 2, 28));
}

#[test]
fn evidence_has_its_expiry_and_its_name() {
    let mut state = Assessment::default();
    let mut listed = evidence("expires=2027-02-01 dated=2026-02-01");
    listed
        .fields
        .insert(question("reference"), Answer::Text("Sign-in log".into()));
    state.listed.insert(EvidenceId(2), listed);
    state.listed.insert(EvidenceId(3), evidence(""));
    assert_eq!(told(&state), ["EV-2 evidence 2027-02-01"]);
    assert_eq!(deadlines(&ASKED, &state)[0].name, "Sign-in log");
}

#[test]
fn a_day_is_told_as_it_lies_and_its_own_day_is_not_past() {
    let deadline = |kind, day| Deadline {
        kind,
        of: DeadlineOf::Action(ActionId(1)),
        name: String::new(),
        day,
        then: String::new(),
    };
    for (day, review, expiry) in [
        ("2026-11-12", "was due 12 days ago", "ran out 12 days ago"),
        ("2026-11-23", "was due yesterday", "ran out yesterday"),
        ("2026-11-24", "today", "today"),
        ("2026-11-25", "tomorrow", "tomorrow"),
        ("2026-12-24", "in 30 days", "in 30 days"),
        ("2028-11-24", "in 731 days", "in 731 days"),
    ] {
        let day = self::day(day);
        for (kind, words) in [
            (DeadlineKind::Review, review),
            (DeadlineKind::Expiry, expiry),
        ] {
            let deadline = deadline(kind, day);
            assert_eq!(deadline.when_words(TODAY), words);
            assert_eq!(deadline.has_run_out(TODAY), day < TODAY);
        }
    }
}

fn logged(seq: u64, event: Event) -> Logged {
    let entry = Entry {
        v: FORMAT,
        seq,
        at: "2026-11-24T12:00:00Z".parse().unwrap(),
        by: "Robin Ŵyn".into(),
        why: None,
        event,
        prev: None,
    };
    let fingerprint = Fingerprint::of(&seq.to_le_bytes());
    Logged { entry, fingerprint }
}

#[test]
fn days_that_came_with_a_merge_or_from_an_earlier_assessment_are_remembered_too() {
    let other = Origin {
        record: "tawe".into(),
        organisation: String::new(),
        version: "1".into(),
        fingerprint: Fingerprint::of(b"tawe"),
        last: "2026-11-24T12:00:00Z".parse().unwrap(),
    };
    let due = |day| action(Due::On(self::day(day)), Progress::Started);
    let carried = Carried {
        other_version: None,
        from: other.clone(),
        answers: BTreeMap::new(),
        worded: BTreeMap::new(),
        notes: BTreeMap::new(),
        evidence: BTreeMap::new(),
        exemptions: BTreeMap::new(),
        actions: [(ActionId(1), due("2027-01-01"))].into(),
        systems: BTreeMap::new(),
        listed: [(EvidenceId(1), evidence("expires=2027-02-01"))].into(),
    };
    let merge = Merge {
        titles: Default::default(),
        other,
        common: 1,
        lines: vec![],
        kept: vec![],
        seen: vec![],
        takes: vec![Event::Changed(Change::Action(
            ActionId(2),
            Some(due("2027-03-01")),
        ))],
        renumbered: vec![],
        changed: BTreeMap::new(),
    };
    let entries = [
        logged(1, Event::CarriedForward(Box::new(carried))),
        logged(2, Event::Merged(Box::new(merge))),
    ];
    let past = past_deadlines(&ASKED, &Assessment::default(), &entries);
    let past: Vec<String> = past.iter().map(|d| format!("{} {}", d.of, d.day)).collect();
    assert_eq!(
        past,
        ["A-1 2027-01-01", "EV-1 2027-02-01", "A-2 2027-03-01"]
    );
}

#[test]
fn what_had_a_day_once_is_remembered_until_it_has_one_again() {
    let id = ExemptionId(1);
    let filled = |field: &str, words: &str| {
        Event::Changed(Change::Field(id, question(field), Some(answer(words))))
    };
    let written = |due| {
        Event::Changed(Change::Action(
            ActionId(1),
            Some(action(due, Progress::Started)),
        ))
    };
    let events = [
        Event::Changed(Change::Coverage(
            id,
            Coverage {
                kind: "SPECIFIC".try_into().unwrap(),
                requirements: BTreeSet::new(),
                scenarios: BTreeSet::new(),
                systems: BTreeSet::new(),
            },
        )),
        filled("next-review", "2027-05-01"),
        filled("next-review", "2027-06-01"),
        filled("expiry", "2027-12-31"),
        Event::Changed(Change::Field(id, question("expiry"), None)),
        written(Due::On(day("2027-01-31"))),
        Event::Changed(Change::Listed(
            EvidenceId(1),
            Some(evidence("expires=2027-02-01")),
        )),
        Event::Changed(Change::Listed(EvidenceId(1), None)),
        Event::Changed(Change::Action(ActionId(1), None)),
        Event::Changed(Change::Withdrawn(id, "Not needed.".into())),
        written(Due::On(day("2027-03-31"))),
    ];
    let mut state = Assessment::default();
    let mut entries = vec![];
    let mut past = vec![];
    for (seq, event) in (1..).zip(events) {
        state.apply(seq, &event).unwrap();
        entries.push(logged(seq, event));
        let ended = past_deadlines(&ASKED, &state, &entries);
        let row = |d: &Deadline| format!("{} {} {}", d.of, d.kind.id(), d.day);
        past.push(ended.iter().map(row).collect::<Vec<_>>().join(", "));
    }
    let expiry = "EX-1 expiry 2027-12-31";
    let evidence = "EV-1 evidence 2027-02-01";
    let removed = "A-1 action 2027-01-31";
    let withdrawn = "EX-1 review 2027-06-01";
    let expected = [
        String::new(),
        String::new(),
        String::new(),
        String::new(),
        expiry.to_owned(),
        expiry.to_owned(),
        expiry.to_owned(),
        [evidence, expiry].join(", "),
        [removed, evidence, expiry].join(", "),
        [removed, evidence, withdrawn, expiry].join(", "),
        [evidence, withdrawn, expiry].join(", "),
    ];
    assert_eq!(past, expected);
}

fn any_day() -> impl Strategy<Value = Date> {
    (0..2000_i64).prop_map(|days| date(2025, 1, 1).saturating_add(days.days()))
}

/// An exemption of any kind with any of its dates, in any part of its life.
fn any_exemption() -> impl Strategy<Value = Exemption> {
    let kinds = vec!["E1", "E2", "SPECIFIC", "REASON"];
    let dates = (of(any_day()), of(any_day()), of(any_day()), of(any_day()));
    (select(kinds), dates, any::<[bool; 4]>()).prop_map(|(kind, dates, life)| {
        let mut exemption = exemption(kind, "has-target=yes");
        let named = [
            ("expiry", dates.0),
            ("next-review", dates.1),
            ("target-date", dates.2),
            ("confirmed-on", dates.3),
            ("risk-date", dates.3),
        ];
        for (id, day) in named {
            if let Some(day) = day {
                exemption.fields.insert(question(id), Answer::Date(day));
            }
        }
        let [is_approved, is_renewing, has_moved, is_withdrawn] = life;
        if is_approved {
            exemption = approved(exemption);
            exemption.life.renewing = is_renewing;
        }
        if has_moved {
            let moved = Answer::Date(date(2031, 1, 1));
            exemption.fields.insert(question("expiry"), moved);
        }
        exemption.withdrawn = (is_approved && is_withdrawn).then(|| "Not needed.".into());
        exemption
    })
}

fn any_state() -> impl Strategy<Value = Assessment> {
    let progress = select(Progress::ALL.to_vec());
    let actions = vec((any_day(), progress), 0..4);
    let listed = vec(of(any_day()), 0..4);
    (vec(any_exemption(), 0..5), actions, listed).prop_map(|(exemptions, actions, listed)| {
        let mut state = Assessment::default();
        let numbered = (1..).map(ExemptionId);
        state.exemptions = numbered.zip(exemptions).collect();
        let actions = actions.into_iter();
        let actions = actions.map(|(day, progress)| action(Due::On(day), progress));
        state.actions = (1..).map(ActionId).zip(actions).collect();
        let listed = listed.into_iter().map(|expires| {
            evidence(&expires.map_or_else(String::new, |day| format!("expires={day}")))
        });
        state.listed = (1..).map(EvidenceId).zip(listed).collect();
        state
    })
}

/// The days that a record says, in any place, and a year after each.
fn days_of(state: &Assessment) -> BTreeSet<Date> {
    let exemptions = state.exemptions.values().flat_map(|e| {
        let approvals = e.life.approvals.iter().map(|relied| &relied.fields);
        approvals.chain([&e.fields])
    });
    let listed = state.listed.values().map(|e| &e.fields);
    let answers = exemptions.chain(listed).flat_map(BTreeMap::values);
    let answers = answers.filter_map(|answer| match answer {
        Answer::Date(day) => Some(*day),
        _ => None,
    });
    let actions = state
        .actions
        .values()
        .filter_map(|action| match action.due {
            Due::On(day) => Some(day),
            _ => None,
        });
    let given = answers.chain(actions);
    given
        .flat_map(|day| [day, day.saturating_add(12.months())])
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_day_is_one_that_the_record_says_and_no_day_makes_anything_less_overdue(
        state in any_state(), today in any_day(), later in 0..800_i64,
    ) {
        let due = deadlines(&ASKED, &state);
        let said = days_of(&state);
        for deadline in &due {
            prop_assert!(said.contains(&deadline.day), "{deadline:?}");
            if deadline.has_run_out(today) {
                prop_assert!(deadline.has_run_out(today.saturating_add(later.days())));
            }
            if let DeadlineOf::Exemption(id) = deadline.of {
                prop_assert!(state.exemptions[&id].withdrawn.is_none());
            }
        }
        prop_assert!(due.is_sorted_by_key(|deadline| deadline.day));
    }

    #[test]
    fn what_the_results_call_expired_has_run_out_here(state in any_state(), today in any_day()) {
        let due = deadlines(&ASKED, &state);
        let past: BTreeSet<DeadlineOf> =
            due.iter().filter(|d| d.has_run_out(today)).map(|d| d.of).collect();
        let results = Results::of(&ASKED, &state, today);
        for (id, phase) in &results.phases {
            if matches!(phase, Phase::Expired | Phase::DueForReview) {
                prop_assert!(past.contains(&DeadlineOf::Exemption(*id)), "{id}: {phase:?}");
            }
        }
        for gap in &results.gaps {
            if let Gap::EvidenceExpired(id) = gap {
                prop_assert!(past.contains(&DeadlineOf::Evidence(*id)));
            }
        }
        for (id, action) in &state.actions {
            let of = DeadlineOf::Action(*id);
            prop_assert_eq!(action.is_overdue(today), past.contains(&of));
        }
    }
}
