use jiff::civil::{Date, date};

use super::*;
use crate::facts::{Action, ActionId, Answer, Change, Coverage, Due, Event, Note};
use crate::questionnaire::{Input, QuestionId, load};

const DAY: Date = date(2026, 11, 24);

fn asked() -> Questionnaire {
    load(include_bytes!("../../../tests/backups.json")).unwrap()
}

fn state(events: &[Event]) -> Assessment {
    let mut state = Assessment::default();
    for (seq, event) in (2..).zip(events) {
        state.apply(seq, event).unwrap();
    }
    state
}

fn compared(
    (old, before): (&Questionnaire, &[Event]),
    (new, after): (&Questionnaire, &[Event]),
) -> Comparison {
    let (before, after) = (state(before), state(after));
    let results = (
        Results::of(old, &before, DAY),
        Results::of(new, &after, DAY),
    );
    let side = |questionnaire, state, results| OneSide {
        questionnaire,
        state,
        results,
    };
    Comparison::of(
        side(old, &before, &results.0),
        side(new, &after, &results.1),
    )
}

fn both(before: &[Event], after: &[Event]) -> Comparison {
    compared((&asked(), before), (&asked(), after))
}

fn answered(question: &str, answer: Answer) -> Event {
    Event::Changed(Change::Answer(question.try_into().unwrap(), Some(answer)))
}

fn chosen(question: &str, choice: &str) -> Event {
    answered(question, Answer::Choice(choice.try_into().unwrap()))
}

/// Copies in one building: the lowest level.
fn same_place() -> Event {
    let places = ["same".try_into().unwrap()].into();
    answered("copy-places", Answer::Choices(places))
}

fn scoped(id: u32) -> Event {
    Event::Changed(Change::Coverage(
        ExemptionId(id),
        Coverage {
            kind: "WAIVER".try_into().unwrap(),
            requirements: ["B1".try_into().unwrap()].into(),
            scenarios: ["what-is-backed-up".try_into().unwrap()].into(),
            systems: [].into(),
        },
    ))
}

fn filled(id: u32, field: &str, answer: Answer) -> Event {
    Event::Changed(Change::Field(
        ExemptionId(id),
        field.try_into().unwrap(),
        Some(answer),
    ))
}

fn says(differs: &Differs) -> (Option<&str>, Option<&str>) {
    (differs.from.as_deref(), differs.to.as_deref())
}

#[test]
fn a_record_does_not_differ_from_itself() {
    let events = [
        answered("collections", Answer::Number(12)),
        scoped(1),
        filled(1, "what", Answer::Text("The atlas".into())),
    ];
    assert!(both(&events, &events).is_empty());
}

#[test]
fn answers_are_told_in_the_order_in_which_they_are_asked() {
    let found = both(
        &[
            answered("collections", Answer::Number(12)),
            answered("vans", Answer::Number(3)),
        ],
        &[
            answered("collections", Answer::Number(13)),
            answered("collections-copied", Answer::Number(1)),
        ],
    );
    let asked = asked();
    let order: Vec<&QuestionId> = asked.questions().map(|q| &q.id).collect();
    let place = |differs: &Differs| match &differs.subject {
        At::Question(id) => order.iter().position(|other| *other == id).unwrap(),
        other => panic!("{other:?}"),
    };
    assert!(found.answers.is_sorted_by_key(place));
    let all: Vec<_> = found.answers.iter().map(says).collect();
    assert!(all.contains(&(Some("12 collections"), Some("13 collections"))));
    assert!(all.contains(&(None, Some("1 collection"))), "{all:?}");
    assert!(all.iter().any(|(from, to)| from.is_some() && to.is_none()));
}

#[test]
fn outcomes_are_better_worse_or_other() {
    let copied = |number| {
        [
            answered("collections", Answer::Number(12)),
            answered("collections-copied", Answer::Number(number)),
        ]
    };
    let find = |found: &Comparison| {
        let mut all = found.scenarios.iter();
        let of = |m: &&Moved<(ScenarioId, RequirementId)>| m.id.0.as_str() == "what-is-backed-up";
        all.find(of).cloned().unwrap()
    };
    let better = find(&both(&copied(3), &copied(12)));
    assert_eq!(better.direction, Direction::Better, "{better:?}");
    assert!(better.what.ends_with("for B1"), "{better:?}");
    assert_eq!(better.to, Some(Verdict::Outcome(Outcome::Met)));
    let worse = find(&both(&copied(12), &copied(3)));
    assert_eq!(worse.direction, Direction::Worse);
    let other = find(&both(&copied(12), &[]));
    assert_eq!(other.direction, Direction::Other);
    assert_eq!(other.to, Some(Verdict::Outcome(Outcome::NotAnswered)));
}

#[test]
fn what_is_met_by_exemption_is_better_than_not_met_and_not_as_good_as_met() {
    use Outcome::*;
    let direction = |from, to| Direction::between(rank(from), rank(to));
    assert_eq!(direction(NotMet, MetByExemption), Direction::Better);
    assert_eq!(direction(Met, MetByExemption), Direction::Worse);
    assert_eq!(direction(PartlyMet, NotMet), Direction::Worse);
    for open in [DontKnow, NotApplicable, NotAnswered] {
        assert_eq!(direction(Met, open), Direction::Other);
        assert_eq!(direction(open, Met), Direction::Other);
    }
}

#[test]
fn exemptions_are_told_with_how_they_stand_and_what_their_fields_say() {
    let found = both(
        &[
            scoped(1),
            filled(1, "what", Answer::Text("The atlas".into())),
            scoped(2),
        ],
        &[
            scoped(1),
            filled(1, "what", Answer::Text("The globe".into())),
            Event::Changed(Change::Withdrawn(ExemptionId(1), "Copied".into())),
            scoped(3),
        ],
    );
    let [first, second, third] = found.exemptions.as_slice() else {
        panic!("{:?}", found.exemptions)
    };
    assert_eq!(first.name, "The globe");
    assert!(matches!(first.from, Some(Standing::NotValid { .. })));
    assert!(matches!(first.to, Some(Standing::Withdrawn { .. })));
    let details: Vec<_> = first.details.iter().map(says).collect();
    assert!(details.contains(&(Some("The atlas"), Some("The globe"))));
    assert!(details.contains(&(None, Some("Copied"))));
    assert!(second.from.is_some() && second.to.is_none());
    assert!(third.from.is_none() && third.to.is_some());
}

#[test]
fn notes_evidence_and_actions_are_told_apart_from_answers() {
    let scenario = || ScenarioId::try_from("what-is-backed-up").unwrap();
    let action = |what: &str| {
        Event::Changed(Change::Action(
            ActionId(1),
            Some(Action {
                what: what.into(),
                owner: String::new(),
                due: Due::NotGiven,
                ..Action::blank(scenario())
            }),
        ))
    };
    let noted = |text: &str| {
        Event::Changed(Change::note(
            scenario(),
            Note {
                text: text.into(),
                for_board: false,
            },
        ))
    };
    let kept = Event::Changed(Change::evidence(scenario(), "Drive G".into()));
    let found = both(
        &[noted("a\nb"), action("Count")],
        &[noted("a"), kept, action("Count again")],
    );
    assert!(found.answers.is_empty());
    let notes: Vec<_> = found.notes.iter().map(says).collect();
    assert_eq!(notes, [(Some("a\nb"), Some("a")), (None, Some("Drive G"))]);
    let [one] = found.actions.as_slice() else {
        panic!("{:?}", found.actions)
    };
    assert!(one.from.as_ref().unwrap().starts_with("Count;"));
}

#[test]
fn what_only_the_earlier_version_knows_is_named_as_it_was_there() {
    let old = asked();
    let mut new = old.clone();
    let gone = new.groups[0].scenarios.remove(0);
    for objective in new.views.iter_mut().flat_map(|v| &mut v.objectives) {
        objective.lowest.title = "Called otherwise".into();
    }
    let noted = Event::Changed(Change::note(
        gone.id.clone(),
        Note {
            text: "By hand".into(),
            for_board: false,
        },
    ));
    let found = compared((&old, &[noted, same_place()]), (&new, &[same_place()]));
    let [note] = found.notes.as_slice() else {
        panic!("{:?}", found.notes)
    };
    assert!(note.what.starts_with(&gone.title), "{note:?}");
    let reached = Results::of(&new, &state(&[same_place()]), DAY).objectives;
    let lowest = |o: &crate::rules::ObjectiveResult| matches!(&o.reached, crate::rules::Reached::Level(id) if id.as_str() == "no");
    assert!(reached.iter().any(lowest), "{reached:?}");
    let levels = found.objectives.iter();
    let mut levels = levels.filter(|m| matches!(m.to, Some(Verdict::Level(..))));
    assert!(levels.all(|m| !matches!(m.from, Some(Verdict::Level(..)))));
}

#[test]
fn two_versions_are_compared_by_id_and_each_is_read_in_its_own_words() {
    let old = asked();
    let mut new = old.clone();
    new.version = "2026.2".into();
    let mut scenarios = new.groups.iter_mut().flat_map(|g| &mut g.scenarios);
    let last = scenarios.next_back().unwrap();
    let gone = last.questions.remove(0);
    let mut added = gone.clone();
    added.id = "brand-new".try_into().unwrap();
    last.questions.push(added);
    let scenarios = new.groups.iter_mut().flat_map(|g| &mut g.scenarios);
    for question in scenarios.flat_map(|s| &mut s.questions) {
        if let Input::OneOf(choices) = &mut question.input {
            let was = std::mem::replace(&mut choices[0].label, "In other words".into());
            choices[0].was = vec![was];
        }
    }
    let alerts = old.question(&"alerts".try_into().unwrap()).unwrap();
    let choice = &alerts.input.choices()[0];
    let same = [chosen("alerts", choice.id.as_str())];
    let found = compared((&old, &same), (&new, &same));
    assert!(
        found.answers.is_empty(),
        "the file says that it is the same"
    );
    let ids = |questions: &[Question]| -> Vec<String> {
        questions.iter().map(|q| q.id.to_string()).collect()
    };
    assert_eq!(ids(&found.only_earlier), [gone.id.to_string()]);
    assert_eq!(ids(&found.only_later), ["brand-new"]);
    let found = compared((&old, &same), (&new, &[]));
    assert_eq!(says(&found.answers[0]), (Some(choice.label.as_str()), None));
    let scenarios = new.groups.iter_mut().flat_map(|g| &mut g.scenarios);
    for question in scenarios.flat_map(|s| &mut s.questions) {
        if let Input::OneOf(choices) = &mut question.input {
            choices[0].was.clear();
        }
    }
    let found = compared((&old, &same), (&new, &same));
    let both = (Some(choice.label.as_str()), Some("In other words"));
    assert_eq!(says(&found.answers[0]), both, "another form of answer");
}
