//! What is promised of actions, and what is not.

use std::sync::LazyLock;

use jiff::civil::{Date, date};
use proptest::collection::{btree_map, btree_set, vec};
use proptest::prelude::*;
use proptest::sample::{Index, select};

use super::*;
use crate::facts::{Action, Answer, Change, Event, ExemptionId, Progress};
use crate::questionnaire::{Input, Question, load};

static ASKED: LazyLock<Questionnaire> =
    LazyLock::new(|| load(include_bytes!("../../../tests/backups.json")).unwrap());

const DAY: Date = date(2026, 11, 24);
const COPIES: &str = "where-copies-are:B1";
const ALERTS: &str = "responsibility:B1";

fn finding(id: &str) -> FindingId {
    id.parse().unwrap()
}

/// Two scenarios fall short of B1, two of B2.
fn state() -> Assessment {
    let mut state = Assessment::default();
    let chosen = |id: &str| Answer::Choice(id.try_into().unwrap());
    for (question, answer) in [
        ("collections", Answer::Number(10)),
        ("collections-copied", Answer::Number(10)),
        (
            "copy-places",
            Answer::Choices(["same".try_into().unwrap()].into()),
        ),
        ("restore-done", chosen("no")),
        ("alerts", chosen("nobody")),
        ("reported", chosen("never")),
    ] {
        state.answers.insert(question.try_into().unwrap(), answer);
    }
    state
}

fn results(state: &Assessment) -> Results {
    Results::of(&ASKED, state, DAY)
}

fn act(state: &mut Assessment, id: u32, closes: &[&str], with: &[u32]) {
    let action = Action {
        what: format!("Do {id}."),
        closes: closes.iter().map(|id| finding(id)).collect(),
        with: with.iter().copied().map(ActionId).collect(),
        ..Action::blank("where-copies-are".try_into().unwrap())
    };
    state.actions.insert(ActionId(id), action);
}

fn finish(state: &mut Assessment, id: u32) {
    state.actions.get_mut(&ActionId(id)).unwrap().progress = Progress::Done;
}

fn words(state: &Assessment, id: u32) -> String {
    state.prospect_words(ActionId(id), &ASKED, &results(state))
}

#[test]
fn an_action_of_which_nobody_says_more_works_towards_what_falls_short_where_it_comes_from() {
    let mut state = state();
    act(&mut state, 1, &[], &[]);
    assert_eq!(
        words(&state, 1),
        "Works towards B1 in Where the copies are."
    );
    assert_eq!(state.prospects(ActionId(1), &results(&state)), []);
    let action = state.actions.get_mut(&ActionId(1)).unwrap();
    action.towards = [finding(ALERTS), finding("responsibility:B2")].into();
    assert_eq!(
        words(&state, 1),
        "Works towards B1 and B2 in Who looks after backups."
    );
    // Of what is met, and of what is done, nothing is left to say.
    let action = state.actions.get_mut(&ActionId(1)).unwrap();
    action.towards = [finding("what-is-backed-up:B1")].into();
    assert_eq!(words(&state, 1), "");
    act(&mut state, 1, &[], &[]);
    finish(&mut state, 1);
    assert_eq!(words(&state, 1), "");
}

#[test]
fn what_an_action_closes_alone_is_met_once_it_is_done() {
    let mut state = state();
    act(&mut state, 1, &[COPIES], &[]);
    assert_eq!(
        words(&state, 1),
        "Closes B1 in Where the copies are; B1 then stays not met for other reasons."
    );
    // Others that close the same each do so on their own.
    act(&mut state, 2, &[COPIES, ALERTS], &[]);
    assert_eq!(
        words(&state, 2),
        "Closes B1 in Where the copies are and Who looks after backups; B1 then goes from not met \
         to met."
    );
    let alone = |id: u32| vec![ActionId(id)];
    let groups = state.closings(&finding(COPIES)).into_iter();
    let groups: Vec<Vec<ActionId>> = groups.map(|g| g.open.into_iter().collect()).collect();
    assert_eq!(groups, [alone(1), alone(2)]);
}

#[test]
fn what_actions_close_together_each_says_with_the_others() {
    let mut state = state();
    act(&mut state, 1, &[COPIES, "restore-tests:B2"], &[2]);
    act(&mut state, 2, &[], &[]);
    assert_eq!(
        words(&state, 1),
        "Closes B1 in Where the copies are, together with A-2; B1 then stays not met for other \
         reasons. Closes B2 in Restore tests, together with A-2; B2 then stays not met for other \
         reasons."
    );
    // That one is needed beside another holds both ways, and for all in a chain.
    assert!(words(&state, 2).ends_with(
        "Closes B2 in Restore tests, together with A-1; B2 then stays not met for other reasons."
    ));
    act(&mut state, 3, &[COPIES], &[1]);
    act(&mut state, 4, &[ALERTS], &[]);
    assert!(words(&state, 3).starts_with(
        "Closes B1 in Where the copies are, together with A-1 and A-2; B1 then stays not met"
    ));
    assert!(words(&state, 1).contains("Restore tests, together with A-2;"));
    assert!(words(&state, 1).contains("Where the copies are, together with A-2 and A-3;"));
    assert_eq!(
        words(&state, 4),
        "Closes B1 in Who looks after backups; B1 then stays not met for other reasons."
    );
}

#[test]
fn what_is_done_is_needed_no_more_and_promises_nothing() {
    let mut state = state();
    act(&mut state, 1, &[COPIES], &[2, 3]);
    act(&mut state, 2, &[], &[]);
    act(&mut state, 3, &[], &[]);
    finish(&mut state, 2);
    assert!(words(&state, 1).starts_with(
        "Closes B1 in Where the copies are, together with A-3, now that A-2 is done; B1 then stays"
    ));
    assert_eq!(words(&state, 2), "", "it waits for the others");
    finish(&mut state, 3);
    assert!(words(&state, 1).starts_with(
        "Closes B1 in Where the copies are, now that A-2 and A-3 are done; B1 then stays"
    ));
    finish(&mut state, 1);
    assert!(
        results(&state)
            .open_findings(&[finding(COPIES)].into())
            .next()
            .is_some()
    );
    for id in [1, 2, 3] {
        assert_eq!(
            words(&state, id),
            "It is done, but by the answers B1 in Where the copies are still falls short."
        );
    }
    let places = ["cloud".try_into().unwrap()].into();
    let question = "copy-places".try_into().unwrap();
    state.answers.insert(question, Answer::Choices(places));
    let locked = Answer::Choice("all".try_into().unwrap());
    state
        .answers
        .insert("copy-locked".try_into().unwrap(), locked);
    assert_eq!(words(&state, 1), "", "the answers say so now");
}

#[test]
fn nothing_is_promised_together_with_what_is_not_recorded_any_more() {
    let mut state = state();
    act(&mut state, 1, &[COPIES], &[2]);
    act(&mut state, 2, &[], &[]);
    act(&mut state, 3, &[COPIES], &[]);
    state
        .apply(9, &Event::Changed(Change::Action(ActionId(2), None)))
        .unwrap();
    assert_eq!(state.prospects(ActionId(1), &results(&state)), []);
    assert_eq!(
        words(&state, 1),
        "Works towards B1 in Where the copies are. It was to close that together with A-2, which \
         is not recorded any more."
    );
    assert!(words(&state, 3).starts_with("Closes B1"), "it needs nobody");
    finish(&mut state, 1);
    assert_eq!(words(&state, 1), "", "nobody has said that this was all");
}

#[test]
fn what_a_version_does_not_have_or_ask_is_not_promised() {
    let mut state = state();
    act(
        &mut state,
        1,
        &["no-such-scenario:B1", "where-copies-are:B9"],
        &[],
    );
    assert_eq!(words(&state, 1), "");
    // It was not asked before, and is now.
    let mut asked = ASKED.clone();
    let mut scenarios = asked.groups.iter_mut().flat_map(|g| &mut g.scenarios);
    scenarios.next().unwrap().id = "no-such-scenario".try_into().unwrap();
    let number = Answer::Number(0);
    state
        .answers
        .insert("collections-copied".try_into().unwrap(), number);
    let results = Results::of(&asked, &state, DAY);
    let said = state.prospect_words(ActionId(1), &asked, &results);
    assert!(
        said.starts_with("Closes B1 in What is backed up;"),
        "{said}"
    );
}

#[test]
fn an_action_that_is_to_end_an_exemption_works_towards_what_rests_on_it() {
    let mut state = state();
    act(&mut state, 1, &[], &[]);
    state.actions.get_mut(&ActionId(1)).unwrap().ends = Some(ExemptionId(1));
    let mut results = results(&state);
    let rest = |results: &mut Results, outcome| {
        let tests = results.scenarios.iter_mut();
        let tests = tests.flat_map(|s| &mut s.findings);
        for finding in tests.filter(|f| f.requirement.as_str() == "B2") {
            finding.outcome = outcome;
            finding.exemptions = vec![ExemptionId(1)];
        }
    };
    rest(&mut results, Outcome::MetByExemption);
    let said = |state: &Assessment, results| state.prospect_words(ActionId(1), &ASKED, results);
    assert_eq!(
        said(&state, &results),
        "Works towards B2 in Restore tests and B2 in Who looks after backups."
    );
    assert_eq!(state.prospects(ActionId(1), &results), []);
    act(
        &mut state,
        1,
        &["restore-tests:B2", "responsibility:B2"],
        &[],
    );
    let [prospect] = state.prospects(ActionId(1), &results).try_into().unwrap();
    assert_eq!(
        prospect.to,
        Outcome::Met,
        "an exemption is not needed for it"
    );
    finish(&mut state, 1);
    assert_eq!(
        said(&state, &results),
        "It is done, but by the answers B2 in Restore tests and B2 in Who looks after backups still \
         rest on exemptions."
    );
}

#[test]
fn of_what_has_to_be_found_out_it_is_said_what_can_be_judged_then() {
    let mut state = state();
    act(&mut state, 1, &[], &[]);
    let question: crate::questionnaire::QuestionId = "copy-places".try_into().unwrap();
    state.actions.get_mut(&ActionId(1)).unwrap().finds_out = Some(question.clone());
    assert_eq!(words(&state, 1), "", "it is known");
    state.answers.insert(question, Answer::DontKnow);
    assert_eq!(
        words(&state, 1),
        "When this is known, B1 can be judged here."
    );
}

/// Any answer that a question takes.
fn answer(question: &Question, pick: Index) -> Answer {
    match &question.input {
        Input::OneOf(choices) => Answer::Choice(pick.get(choices).id.clone()),
        Input::AnyOf(choices) => Answer::Choices([pick.get(choices).id.clone()].into()),
        Input::Number { .. } => Answer::Number(pick.index(3) as u64),
        Input::Line { .. } | Input::Paragraphs { .. } => Answer::Text("Ada".into()),
        Input::Date { .. } => Answer::Date(DAY),
    }
}

fn any_action() -> impl Strategy<Value = Action> {
    let scenarios: Vec<ScenarioId> = ASKED.scenarios().map(|s| s.id.clone()).collect();
    let findings = || btree_set(select(FindingId::all(&ASKED).collect::<Vec<_>>()), 0..3);
    let with = btree_set((1..6_u32).prop_map(ActionId), 0..3);
    let progress = select(Progress::ALL.to_vec());
    let said = (findings(), findings(), with);
    (select(scenarios), progress, said, any::<bool>()).prop_map(
        |(scenario, progress, (towards, closes, with), ends)| Action {
            progress,
            towards,
            closes,
            with,
            ends: ends.then_some(ExemptionId(1)),
            ..Action::blank(scenario)
        },
    )
}

prop_compose! {
    fn any_state()(
        picks in vec(any::<Index>(), 30),
        actions in btree_map((1..5_u32).prop_map(ActionId), any_action(), 0..5),
    ) -> Assessment {
        let given = ASKED.questions().zip(picks);
        Assessment {
            answers: given.map(|(q, pick)| (q.id.clone(), answer(q, pick))).collect(),
            actions,
            ..Assessment::default()
        }
    }
}

proptest! {
    /// Order new mugs, in any scenario and however far.
    #[test]
    fn an_action_without_stated_closures_changes_no_forecast(
        state in any_state(), mugs in any_action(),
    ) {
        let mugs = Action { closes: [].into(), with: [].into(), ..mugs };
        let results = results(&state);
        // A number that nobody names: to be named by others is to be said to be needed.
        let id = ActionId(9);
        let mut after = state.clone();
        after.actions.insert(id, mugs);
        prop_assert_eq!(&Results::of(&ASKED, &after, DAY), &results);
        prop_assert_eq!(after.prospects(id, &results), []);
        let says = after.prospect_words(id, &ASKED, &results);
        prop_assert!(!says.contains("loses") && !says.contains("then"), "{}", says);
        for other in state.actions.keys() {
            let before = (state.prospects(*other, &results), state.prospect_words(*other, &ASKED, &results));
            let now = (after.prospects(*other, &results), after.prospect_words(*other, &ASKED, &results));
            prop_assert_eq!(before, now);
        }
        for finding in FindingId::all(&ASKED) {
            prop_assert_eq!(state.closings(&finding), after.closings(&finding));
        }
    }

    /// What is promised is that exactly the findings that were named are met then.
    #[test]
    fn a_promise_is_of_open_actions_that_are_all_there_and_of_what_was_named(state in any_state()) {
        let results = results(&state);
        for id in state.actions.keys() {
            for prospect in state.prospects(*id, &results) {
                let group = &prospect.group;
                prop_assert!(group.open.contains(id) && group.missing.is_empty());
                let members = || group.open.iter().chain(&group.done);
                for scenario in &prospect.scenarios {
                    let finding = FindingId {
                        scenario: scenario.clone(),
                        requirement: prospect.requirement.clone(),
                    };
                    prop_assert!(results.finding(&finding).unwrap().outcome.is_open_to_action());
                    let said = |id: &ActionId| state.actions[id].closes.contains(&finding);
                    prop_assert!(members().any(said));
                    // Whoever is needed says the same.
                    for member in &group.open {
                        let theirs = state.closing(*member, &finding);
                        prop_assert_eq!(theirs.as_ref(), Some(group));
                    }
                }
                if prospect.to == Outcome::Met {
                    let left = results.findings().filter(|(id, finding)| {
                        id.requirement == prospect.requirement
                            && finding.outcome.is_open_to_action()
                    });
                    for (id, _) in left {
                        prop_assert!(prospect.scenarios.contains(&id.scenario));
                    }
                }
            }
        }
    }
}
