//! What a version means where a record is beside another: a copy, a comparison, a merge, next year.

use super::*;
use mfa_assess::facts::Kept;

#[test]
fn a_copy_for_others_tells_of_actions_and_decisions_as_they_were_asked() {
    let log = moved_once();
    let (state, asked) = (log.state(), second());
    let original = Original {
        name: "doors",
        questionnaire: &asked,
        entries: &log.0,
        state: &state,
    };
    let hidden: BTreeSet<Hidden> = [Hidden::Organisation].into();
    let events = original
        .without(&hidden, false)
        .unwrap()
        .entries(&asked)
        .unwrap();
    let mut copy = Log(vec![]);
    copy.write_all(events);
    let copied = copy.state();
    assert_eq!(copied.actions, state.actions);
    let gone = &copied.actions[&ActionId(1)];
    assert_eq!(
        copied.scenario_title(&asked, &gone.scenario),
        "Those who leave"
    );
    let question = gone.finds_out.as_ref().unwrap();
    assert_eq!(
        copied.question_text(&asked, question),
        "Do keys come back within a week?"
    );
    assert_eq!(copied.exemptions, state.exemptions);
    let loan = &copied.exemptions[&ExemptionId(1)];
    let kind = asked.exemption_kind(&loan.kind).unwrap();
    assert_eq!(
        copied.life_words(&asked, loan, kind),
        state.life_words(&asked, loan, kind)
    );
    assert_eq!(copied.systems, state.systems);
    assert_eq!(copied.answers, state.answers);
}

#[test]
fn forty_keys_are_not_forty_rings_beside_each_other() {
    let (one, two) = (first(), second());
    let said = |asked: &Questionnaire| {
        let mut log = Log::begun(asked);
        log.write_all([
            answered("key-count", Answer::Number(40)),
            system(&[("door", text("Cellar")), ("door-keys", Answer::Number(4))]),
        ]);
        log.state()
    };
    let (earlier, later) = (said(&one), said(&two));
    let results = (
        Results::of(&one, &earlier, TODAY),
        Results::of(&two, &later, TODAY),
    );
    let side = |questionnaire, state, results| OneSide {
        questionnaire,
        state,
        results,
    };
    let found = Comparison::of(
        side(&one, &earlier, &results.0),
        side(&two, &later, &results.1),
    );
    let words =
        |differs: &[mfa_assess::history::Differs]| -> Vec<(Option<String>, Option<String>)> {
            let all = differs.iter();
            all.map(|d| (d.from.clone(), d.to.clone())).collect()
        };
    let some = |words: &str| Some(words.to_owned());
    assert_eq!(words(&found.answers), [(some("40 keys"), some("40 rings"))]);
    assert_eq!(
        words(&found.registers),
        [(
            some("Which door is it? Cellar; How many keys open it? 4 keys"),
            some("Which door is it? Cellar; How many rings open it? 4 rings"),
        )]
    );
}

#[test]
fn what_a_version_has_put_aside_is_no_change_that_a_merge_has_to_choose_about() {
    let ours = moved_once();
    let mut theirs = moved_once();
    theirs.write_all([
        answered("key-count", Answer::Number(12)),
        filled("borrower-kind", choice("builder")),
    ]);
    // Both have moved by themselves: they share what was before.
    let moves = ours.0.len() - 1;
    theirs.0[moves].entry.by = "Ben Marsh".into();
    for at in moves..theirs.0.len() {
        theirs.0[at].entry.prev = Some(theirs.0[at - 1].fingerprint);
        let bytes = serde_json::to_vec(&theirs.0[at].entry).unwrap();
        theirs.0[at].fingerprint = Fingerprint::of(&bytes);
    }
    let (our_state, their_state) = (ours.state(), theirs.state());
    let side = |log, state| Side {
        entries: log,
        state,
    };
    let plan = Plan::of(
        &second(),
        side(&ours.0, &our_state),
        side(&theirs.0, &their_state),
    )
    .unwrap();
    assert_eq!(plan.conflicts, []);
    let taken: Vec<&str> = plan.taken.iter().map(|item| item.what.as_str()).collect();
    assert_eq!(
        taken,
        [
            "The register of holders: How many rings are there?",
            "Exemption EX-1: Who is that?"
        ]
    );
}

/// A new record of the second version that carries forward what one of the first says.
fn next_year() -> Log {
    let mut last = moved_once();
    last.0.pop();
    let from = Origin {
        record: "doors-2025".into(),
        organisation: String::new(),
        version: "2026.1".into(),
        fingerprint: last.0.last().unwrap().fingerprint,
        last: "2025-11-24T09:00:00Z".parse().unwrap(),
    };
    let carried = Carried::of(from, &first(), &last.state(), &second()).unwrap();
    let mut log = Log::begun(&second());
    log.write(Event::CarriedForward(Box::new(carried)));
    log
}

#[test]
fn what_is_carried_forward_to_a_later_version_is_put_aside_and_named_as_a_move_does() {
    let log = next_year();
    assert_eq!(log.0[1].entry.v, 5);
    let line = serde_json::to_string(&log.0[1].entry).unwrap();
    let read: Entry = serde_json::from_str(&line).unwrap();
    assert_eq!(read, log.0[1].entry);
    let state = log.state();
    let asides = told(&state);
    for (place, asked, words, why) in [
        (
            "System S-1, Cellar",
            "How many keys open it?",
            "4 keys",
            FORM,
        ),
        (
            "Evidence EV-1, List of doors",
            "On which shelf is it?",
            "Shelf 3",
            GONE,
        ),
        (
            "Exemption EX-1, Two keys of the cellar",
            "A scenario that it covered",
            "Those who leave",
            GONE,
        ),
    ] {
        let row = (place, asked, words, why.to_owned());
        assert!(asides.contains(&row), "{row:?} in {asides:?}");
    }
    assert_eq!(state.systems[&SystemId(1)].fields.len(), 1);
    // Answers and fields of last time are in sight in their own words, and cannot be confirmed.
    let asked = second();
    let last = state.last_time(&asked, &id("key-count")).unwrap();
    assert_eq!(last.words, "41 keys");
    let question = asked.question(&id("key-count")).unwrap();
    assert_eq!(last.fits(question), Err(FORM.to_owned()));
    let kind = asked.exemption_kind(&state.exemptions[&ExemptionId(1)].kind);
    let field = |name: &str| kind.unwrap().question(&id(name)).unwrap();
    let borrower = state.last_time_in(&asked, ExemptionId(1), field("borrower-kind"));
    let borrower = borrower.unwrap();
    assert_eq!(borrower.words, "A guest");
    assert_eq!(borrower.fits(field("borrower-kind")), Err(FORM.to_owned()));
    let office = state.last_time_in(&asked, ExemptionId(1), field("agreed-as"));
    assert_eq!(office.unwrap().fits(field("agreed-as")), Ok(()));
    // The action is named as it was there.
    let action = &state.actions[&ActionId(1)];
    assert_eq!(
        state.scenario_title(&asked, &action.scenario),
        "Those who leave"
    );
    let question = action.finds_out.as_ref().unwrap();
    assert_eq!(
        state.question_text(&asked, question),
        "Do keys come back within a week?"
    );
}

#[test]
fn what_the_same_version_carries_forward_needs_no_new_format() {
    let mut last = moved_once();
    last.0.pop();
    let origin = |log: &Log| Origin {
        record: "doors-2025".into(),
        organisation: String::new(),
        version: "2026.1".into(),
        fingerprint: log.0.last().unwrap().fingerprint,
        last: "2025-11-24T09:00:00Z".parse().unwrap(),
    };
    let carried = Carried::of(origin(&last), &first(), &last.state(), &first()).unwrap();
    assert_eq!(carried.other_version, None);
}

#[test]
fn an_action_that_a_merge_takes_over_keeps_the_title_that_only_the_other_record_knows() {
    let theirs = moved_once();
    let mut ours = Log::begun(&second());
    ours.write(answered("key-listed", Answer::Number(3)));
    let (our_state, their_state) = (ours.state(), theirs.state());
    let side = |log, state| Side {
        entries: log,
        state,
    };
    let plan = Plan::of(
        &second(),
        side(&ours.0, &our_state),
        side(&theirs.0, &their_state),
    )
    .unwrap();
    let other = Origin {
        record: "theirs".into(),
        organisation: String::new(),
        version: "2026.2".into(),
        fingerprint: theirs.0.last().unwrap().fingerprint,
        last: "2026-11-24T09:00:00Z".parse().unwrap(),
    };
    let kept = theirs.0.iter().map(|logged| Kept {
        logged: logged.clone(),
        line: Some(serde_json::to_string(&logged.entry).unwrap()),
    });
    let merge = plan.merge(other, kept.collect(), &[]);
    ours.write(Event::Merged(Box::new(merge)));
    assert_eq!(ours.0.last().unwrap().entry.v, 6);
    let state = ours.state();
    let action = state.actions.values().next().unwrap();
    assert_eq!(
        state.scenario_title(&second(), &action.scenario),
        "Those who leave"
    );
    let question = action.finds_out.as_ref().unwrap();
    assert_eq!(
        state.question_text(&second(), question),
        "Do keys come back within a week?"
    );
}
