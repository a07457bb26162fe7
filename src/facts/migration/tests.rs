//! Answers go over by id; what has no place is kept as it was asked; a fold says the same each time.

use crate::facts::{Change, Coverage};
use std::collections::{BTreeMap, BTreeSet};

use serde_json::json;

use super::*;
use crate::facts::action::{Action, Due};
use crate::facts::event::{Entry, Event, Logged};
use crate::facts::fingerprint::Fingerprint;
use crate::facts::ids::ActionId;
use crate::facts::note::Note;
use crate::facts::state::FoldError;
use crate::questionnaire::{Input, Scenario, load};
use crate::rules::{Results, Standing};

fn old() -> Questionnaire {
    load(include_bytes!("../../../tests/backups.json")).unwrap()
}

/// The next version, with a change.
fn next(change: impl FnOnce(&mut Questionnaire)) -> Questionnaire {
    let mut new = old();
    new.version = "2026.2".to_owned();
    change(&mut new);
    new
}

fn scenario<'a>(asked: &'a mut Questionnaire, id: &str) -> &'a mut Scenario {
    let mut all = asked.groups.iter_mut().flat_map(|g| &mut g.scenarios);
    all.find(|s| s.id.as_str() == id).unwrap()
}

fn question<'a>(asked: &'a mut Questionnaire, id: &str) -> &'a mut Question {
    let scenarios = asked.groups.iter_mut().flat_map(|g| &mut g.scenarios);
    let mut all = scenarios.flat_map(|s| &mut s.questions);
    all.find(|q| q.id.as_str() == id).unwrap()
}

fn id(text: &str) -> QuestionId {
    text.try_into().unwrap()
}

fn choice(text: &str) -> Answer {
    Answer::Choice(text.try_into().unwrap())
}

fn answered(question: &str, answer: Answer) -> Event {
    Event::Changed(Change::Answer(id(question), Some(answer)))
}

fn migrated(to: &Questionnaire) -> Event {
    Event::Migrated {
        tool: "test".into(),
        questionnaire: Box::new(serde_json::to_value(to).unwrap()),
    }
}

/// A record that was begun with the old version.
fn log(events: Vec<Event>) -> Vec<Logged> {
    let created = Event::Created {
        tool: "test".into(),
        questionnaire: Box::new(serde_json::to_value(old()).unwrap()),
    };
    let mut entries: Vec<Logged> = vec![];
    for (seq, event) in (1..).zip(std::iter::once(created).chain(events)) {
        let entry = Entry {
            v: event.format(),
            seq,
            at: "2026-11-24T09:00:00Z".parse().unwrap(),
            by: "Ada Fell".into(),
            why: None,
            event,
            prev: entries.last().map(|l| l.fingerprint),
        };
        let fingerprint = Fingerprint::of(&serde_json::to_vec(&entry).unwrap());
        entries.push(Logged { entry, fingerprint });
    }
    entries
}

fn folded(events: Vec<Event>) -> Assessment {
    Assessment::fold(&log(events)).unwrap()
}

/// The state after answers, a migration, and what comes then.
fn moved(answers: &[(&str, Answer)], to: &Questionnaire, then: Vec<Event>) -> Assessment {
    let events = answers.iter().map(|(q, a)| answered(q, a.clone()));
    folded(events.chain([migrated(to)]).chain(then).collect())
}

#[test]
fn every_kind_of_change_is_told_apart() {
    let only = |change: fn(&mut Questionnaire)| {
        let found = Difference::between(&old(), &next(change));
        assert!(found.new.is_empty() && found.gone.is_empty());
        found.changed
    };
    let about = |name: &str, change| vec![(id(name), Changes::from([change]))];
    let alerts = |change| about("alerts", change);
    assert_eq!(only(|_| {}), vec![]);
    assert_eq!(
        only(|q| question(q, "alerts").text.push('!')),
        alerts(Aspect::Text)
    );
    assert_eq!(
        only(|q| question(q, "alerts").hint = Some("A hint.".into())),
        alerts(Aspect::Hint)
    );
    assert_eq!(
        only(|q| question(q, "alerts").dont_know = None),
        alerts(Aspect::Choices)
    );
    assert_eq!(
        only(|q| {
            if let Input::OneOf(choices) = &mut question(q, "alerts").input {
                choices.pop();
            }
        }),
        alerts(Aspect::Choices)
    );
    assert_eq!(
        only(|q| question(q, "backup-owner").input = Input::Line { max: 5 }),
        about("backup-owner", Aspect::Limits)
    );
    assert_eq!(
        only(|q| question(q, "restore-hours").show_when = None),
        about("restore-hours", Aspect::Condition)
    );
    let guidance = only(|q| scenario(q, "responsibility").guidance[0].text.push('!'));
    let ids: Vec<&str> = guidance.iter().map(|(id, _)| id.as_str()).collect();
    assert_eq!(ids, ["backup-owner", "alerts", "reported"]);
    assert_eq!(
        only(|q| scenario(q, "responsibility").about.push('!')),
        guidance
    );
    // On what guidance rests changes nothing for the person who answers.
    assert_eq!(
        only(|q| scenario(q, "responsibility").guidance[0]
            .from
            .sources
            .clear()),
        vec![]
    );
}

#[test]
fn what_is_new_and_what_is_gone_is_named() {
    let new = next(|q| {
        question(q, "alerts").id = id("alarms");
        q.groups[0].scenarios.remove(0);
        q.exemptions[0].id = "BYE".try_into().unwrap();
    });
    let found = Difference::between(&old(), &new);
    assert_eq!(found.new, [id("alarms")]);
    let gone = ["collections", "collections-copied", "compared-on", "alerts"];
    assert_eq!(found.gone, gone.map(id));
    assert_eq!(
        found.gone_scenarios,
        ["what-is-backed-up".try_into().unwrap()]
    );
    assert_eq!(found.new_kinds, ["BYE".try_into().unwrap()]);
    assert_eq!(found.gone_kinds, ["WAIVER".try_into().unwrap()]);
}

#[test]
fn an_answer_goes_over_and_a_changed_question_asks_for_another_look_until_it_is_answered() {
    let new = next(|q| {
        question(q, "alerts").text = "Who is told?".into();
        scenario(q, "responsibility").about = "Who sees to it.".into();
    });
    let state = moved(&[("alerts", choice("two"))], &new, vec![]);
    assert_eq!(state.answers.get(&id("alerts")), Some(&choice("two")));
    let changes = &state.changed[&id("alerts")];
    assert_eq!(
        changed_words(changes),
        "Text and guidance changed since you answered"
    );
    // What was not answered has nothing to be looked at again.
    assert_eq!(state.changed.len(), 1);
    let again = vec![answered("alerts", choice("two"))];
    let state = moved(&[("alerts", choice("two"))], &new, again);
    assert!(state.changed.is_empty());
    // Undoing the second answer asks for the look again.
    let again = vec![answered("alerts", choice("two")), Event::Undone { seq: 4 }];
    let state = moved(&[("alerts", choice("two"))], &new, again);
    assert_eq!(state.changed.len(), 1);
}

#[test]
fn an_answer_that_has_no_place_is_kept_as_it_was_asked() {
    let new = next(|q| {
        if let Input::OneOf(choices) = &mut question(q, "alerts").input {
            choices.retain(|c| c.id.as_str() != "two");
        }
        question(q, "restore-done").not_applicable = false;
        question(q, "copy-deleters").dont_know = None;
        question(q, "backup-owner").input = Input::Line { max: 4 };
        question(q, "restore-hours").input = Input::Date { past: false };
        if let Input::Number { max, .. } = &mut question(q, "collections").input {
            *max = 10;
        }
        scenario(q, "responsibility")
            .questions
            .retain(|q| q.id.as_str() != "reported");
    });
    let none = Answer::NotApplicable {
        reason: "no copies".into(),
    };
    let answers = [
        ("alerts", choice("two")),
        ("restore-done", none),
        ("copy-deleters", Answer::DontKnow),
        ("backup-owner", Answer::Text("Ada Fell".into())),
        ("restore-hours", Answer::Number(3)),
        ("collections", Answer::Number(11)),
        ("reported", choice("year")),
        ("vans", Answer::Number(1)),
    ];
    let state = moved(&answers, &new, vec![]);
    assert_eq!(state.answers.keys().collect::<Vec<_>>(), [&id("vans")]);
    let why = |name: &str| {
        let former = state.former.iter().find(|f| f.answers(&id(name))).unwrap();
        former.why.words()
    };
    assert_eq!(why("alerts"), "A choice is no longer offered.");
    assert_eq!(
        why("restore-done"),
        "“Not applicable” is no longer offered."
    );
    assert_eq!(why("copy-deleters"), "“Don't know” is no longer offered.");
    assert_eq!(
        why("backup-owner"),
        "The longest text taken now has 4 characters."
    );
    assert_eq!(
        why("restore-hours"),
        "Another form of answer is asked for now."
    );
    assert_eq!(why("collections"), "The largest number taken is now 10.");
    assert_eq!(why("reported"), "It is not asked any more.");
    let (asked, before) = (old(), &state.former);
    let reported = before.iter().find(|f| f.answers(&id("reported"))).unwrap();
    let question = asked.question(&id("reported")).unwrap();
    assert_eq!(reported.asked, question.text);
    assert_eq!(reported.words, choice("year").words(question));
    assert_eq!(reported.version, "2026.1");
    assert!(state.changed.is_empty());
}

/// The questionnaire, with another unit, another label and another kind of input under the same ids.
fn of_another_form() -> Questionnaire {
    next(|q| {
        if let Input::Number { unit, .. } = &mut question(q, "collections").input {
            *unit = "shelves".into();
        }
        if let Input::Number { unit, .. } = &mut question(q, "copy-deleters").input {
            *unit = "teams".into();
        }
        if let Input::OneOf(choices) = &mut question(q, "alerts").input {
            let two = choices.iter_mut().find(|c| c.id.as_str() == "two");
            two.unwrap().label = "Nobody".into();
        }
        if let Input::OneOf(choices) = question(q, "reported").input.clone() {
            question(q, "reported").input = Input::AnyOf(choices);
        }
    })
}

#[test]
fn an_answer_of_another_form_is_kept_with_its_words_and_not_counted() {
    let given = [
        ("collections", Answer::Number(40)),
        ("alerts", choice("two")),
        ("reported", choice("year")),
    ];
    let state = moved(&given, &of_another_form(), vec![]);
    assert!(state.answers.is_empty() && state.changed.is_empty());
    let (asked, another) = (old(), "Another form of answer is asked for now.");
    for (name, answer) in given {
        let former = state.former.iter().find(|f| f.answers(&id(name))).unwrap();
        let was = asked.question(&id(name)).unwrap();
        assert_eq!(former.asked, was.text);
        assert_eq!(former.words, answer.words(was));
        assert_eq!(former.why.words(), another, "{name}");
    }
    // What was not chosen may read as it likes, and who does not know has counted nothing.
    for (name, answer) in [
        ("alerts", choice("one")),
        ("copy-deleters", Answer::DontKnow),
    ] {
        let state = moved(&[(name, answer.clone())], &of_another_form(), vec![]);
        assert_eq!(state.answers.get(&id(name)), Some(&answer), "{name}");
    }
}

#[test]
fn an_answer_goes_over_a_rewording_that_the_file_says_is_none() {
    let mut new = of_another_form();
    let mut same = new.clone();
    if let Input::Number { was, .. } = &mut question(&mut same, "collections").input {
        was.extend(["piles".to_owned(), "Collections".to_owned()]);
    }
    let asked = old();
    let label = choice("two").words(asked.question(&id("alerts")).unwrap());
    if let Input::OneOf(choices) = &mut question(&mut same, "alerts").input {
        let two = choices.iter_mut().find(|c| c.id.as_str() == "two");
        two.unwrap().was = vec![label];
    }
    let given = [
        ("collections", Answer::Number(40)),
        ("alerts", choice("two")),
    ];
    let state = moved(&given, &same, vec![]);
    assert_eq!(state.answers.len(), 2);
    assert!(state.former.is_empty());
    // It reads otherwise all the same, and is to be looked at again.
    assert_eq!(state.changed[&id("alerts")], [Aspect::Choices].into());
    assert_eq!(state.changed[&id("collections")], [Aspect::Limits].into());
    // To say so later changes nothing that a person sees.
    new.version = "2026.3".into();
    question(&mut new, "collections").input = question(&mut same, "collections").input.clone();
    question(&mut new, "alerts").input = question(&mut same, "alerts").input.clone();
    assert_eq!(Difference::between(&of_another_form(), &new).changed, []);
}

#[test]
fn a_text_that_would_lose_its_lines_is_kept_whole_instead() {
    let mut two = next(|q| question(q, "backup-owner").input = Input::Paragraphs { max: 99 });
    let words = Answer::Text("Ada\nand Ben".into());
    let mut state = Assessment::default();
    state.answers.insert(id("backup-owner"), words.clone());
    state.migrate(2, Arc::new(old()), &two);
    assert_eq!(state.answers[&id("backup-owner")], words);
    let before = Arc::new(two.clone());
    question(&mut two, "backup-owner").input = Input::Line { max: 99 };
    state.migrate(3, before, &two);
    assert_eq!(state.former[0].words, "Ada\nand Ben");
}

#[test]
fn notes_evidence_and_actions_of_a_scenario_that_is_gone_stay() {
    let new = next(|q| {
        q.groups[0].scenarios.remove(0);
    });
    let gone: ScenarioId = "what-is-backed-up".try_into().unwrap();
    let kept: ScenarioId = "restore-tests".try_into().unwrap();
    let action = Action {
        what: "Count the shelves".into(),
        owner: String::new(),
        due: Due::NotGiven,
        ..Action::blank(gone.clone())
    };
    let text = |words: &str| words.to_owned();
    let state = folded(vec![
        Event::Changed(Change::note(
            gone.clone(),
            Note {
                text: text("By hand"),
                for_board: false,
            },
        )),
        Event::Changed(Change::evidence(gone.clone(), text("shelf 3"))),
        Event::Changed(Change::note(
            kept.clone(),
            Note {
                text: text("Once"),
                for_board: false,
            },
        )),
        Event::Changed(Change::Action(ActionId(1), Some(action.clone()))),
        migrated(&new),
    ]);
    assert_eq!(state.notes, BTreeMap::from([(kept, text("Once").into())]));
    assert!(state.evidence.is_empty());
    let former: Vec<(&str, &str)> = state
        .former
        .iter()
        .map(|f| (f.asked.as_str(), f.words.as_str()))
        .collect();
    assert_eq!(former, [("Note", "By hand"), ("Evidence", "shelf 3")]);
    assert_eq!(state.actions[&ActionId(1)], action);
    let title = &old().scenario(&gone).unwrap().title.clone();
    assert_eq!(state.scenario_title(&new, &gone), *title);
    assert_eq!(state.former[0].place, *title);
}

fn waiver() -> Vec<Event> {
    let exemption = ExemptionId(1);
    let mut events = vec![Event::Changed(Change::Coverage(
        exemption,
        Coverage {
            kind: "WAIVER".try_into().unwrap(),
            requirements: BTreeSet::from(["B1", "B2"].map(|r| r.try_into().unwrap())),
            scenarios: BTreeSet::from(
                ["what-is-backed-up", "restore-tests"].map(|s| s.try_into().unwrap()),
            ),
            systems: [].into(),
        },
    ))];
    for (question, words) in [("what", "The atlas"), ("minute", "7")] {
        events.push(Event::Changed(Change::Field(
            exemption,
            id(question),
            Some(Answer::Text(words.into())),
        )));
    }
    events
}

#[test]
fn an_exemption_keeps_what_its_kind_still_knows_and_the_rest_is_told() {
    let new = next(|q| {
        q.groups[0].scenarios.remove(0);
        let kind = &mut q.exemptions[0];
        kind.requirements.retain(|r| r.as_str() == "B1");
        for step in &mut kind.steps {
            step.questions.retain(|q| q.id.as_str() != "minute");
        }
    });
    let state = folded(waiver().into_iter().chain([migrated(&new)]).collect());
    let exemption = &state.exemptions[&ExemptionId(1)];
    assert_eq!(exemption.fields.keys().collect::<Vec<_>>(), [&id("what")]);
    assert_eq!(exemption.scenarios.len(), 1);
    assert_eq!(
        exemption.requirements,
        BTreeSet::from(["B1".try_into().unwrap()])
    );
    let words: Vec<&str> = state.former.iter().map(|f| f.words.as_str()).collect();
    assert_eq!(words[0], "7");
    assert!(words[1].starts_with("B2 "), "{words:?}");
    assert_eq!(words.len(), 3);
    assert_eq!(state.former[0].place, "Exemption EX-1, The atlas");
}

#[test]
fn an_exemption_of_a_kind_that_is_gone_stays_whole_and_is_a_gap_until_it_is_withdrawn() {
    let new = next(|q| q.exemptions.clear());
    let events = || waiver().into_iter().chain([migrated(&new)]);
    let state = folded(events().collect());
    let exemption = &state.exemptions[&ExemptionId(1)];
    assert_eq!(exemption.fields.len(), 2);
    let kind = state.former_kind(&exemption.kind).unwrap();
    assert_eq!(exemption.name(kind), "The atlas");
    let today = "2026-11-24".parse().unwrap();
    let gap = crate::facts::gap::Gap::Exemption(ExemptionId(1));
    let results = Results::of(&new, &state, today);
    assert!(results.gaps.contains(&gap));
    let says = results.exemptions[&ExemptionId(1)].words();
    assert!(says.contains("Its kind, WAIVER, is not in"), "{says}");
    let withdrawn = Event::Changed(Change::Withdrawn(ExemptionId(1), "no longer needed".into()));
    let state = folded(events().chain([withdrawn]).collect());
    let results = Results::of(&new, &state, today);
    assert!(!results.gaps.contains(&gap));
    let standing = &results.exemptions[&ExemptionId(1)];
    assert!(matches!(standing, Standing::Withdrawn { .. }));
}

#[test]
fn what_was_undone_before_a_migration_stays_undone_and_undoing_does_not_reach_behind_it() {
    let new = next(|q| {
        scenario(q, "responsibility")
            .questions
            .retain(|q| q.id.as_str() != "reported");
    });
    let events = vec![
        answered("reported", choice("year")),
        answered("reported", choice("quarter")),
        Event::Undone { seq: 3 },
        migrated(&new),
    ];
    let entries = log(events.clone());
    let state = Assessment::fold(&entries).unwrap();
    assert_eq!(state.former.len(), 1);
    assert!(matches!(
        &state.former[0].given,
        Given::Answer(_, answer) if *answer == choice("year")
    ));
    assert_eq!(Assessment::undoable(&entries), None);
    assert_eq!(Assessment::redoable(&entries), None);
    // Nobody can do so in the wizard, but a record in which it was done still folds.
    let redone = events.iter().cloned().chain([Event::Redone { seq: 3 }]);
    let state = folded(redone.collect());
    assert!(matches!(
        &state.former[0].given,
        Given::Answer(_, answer) if *answer == choice("quarter")
    ));
    let undoes_it = events.into_iter().chain([Event::Undone { seq: 5 }]);
    let refused = Assessment::fold(&log(undoes_it.collect())).unwrap_err();
    assert!(matches!(refused, FoldError::Misplaced { seq: 6, .. }));
    let then = log(vec![
        answered("alerts", choice("one")),
        migrated(&new),
        answered("alerts", choice("two")),
    ]);
    assert_eq!(Assessment::undoable(&then).unwrap().entry.seq, 4);
}

#[test]
fn two_migrations_tell_each_thing_in_the_words_of_its_own_version() {
    let two = next(|q| question(q, "alerts").text = "Second wording?".into());
    let mut three = two.clone();
    three.version = "2026.3".into();
    scenario(&mut three, "responsibility")
        .questions
        .retain(|q| q.id.as_str() == "backup-owner");
    let entries = log(vec![
        answered("alerts", choice("two")),
        migrated(&two),
        answered("reported", choice("year")),
        migrated(&three),
    ]);
    let state = Assessment::fold(&entries).unwrap();
    let said: Vec<(&str, &str)> = state
        .former
        .iter()
        .map(|f| (f.asked.as_str(), f.version.as_str()))
        .collect();
    assert_eq!(said[0], ("Second wording?", "2026.2"));
    assert_eq!(said.len(), 2);
    let words = |seq: u64, index: usize| {
        let asked = state.asked_at(seq, &three);
        entries[index].entry.event.words(asked)
    };
    let first = old().question(&id("alerts")).unwrap().text.clone();
    assert_eq!(words(2, 1), format!("the answer to “{first}”"));
    assert_eq!(
        words(3, 2),
        "the move to version 2026.2 of the questionnaire"
    );
    assert!(words(4, 3).contains(&old().question(&id("reported")).unwrap().text));
    assert_eq!(state.asked_at(6, &three).version, "2026.3");
}

#[test]
fn a_migration_that_does_not_fit_is_refused_by_its_number() {
    let other = next(|q| q.id = "something-else".try_into().unwrap());
    let unread = Event::Migrated {
        tool: "test".into(),
        questionnaire: Box::new(json!({"id": "backup-assurance"})),
    };
    for (event, says) in [
        (migrated(&other), "brings a questionnaire on something else"),
        (unread, "embeds a questionnaire that cannot be read"),
    ] {
        let refused = Assessment::fold(&log(vec![event])).unwrap_err();
        assert_eq!(refused, FoldError::Misplaced { seq: 2, says });
    }
}
