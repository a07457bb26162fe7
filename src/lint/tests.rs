//! One change to the small questionnaire a line, and what is then found in which field.

use serde_json::{Value, json};

use super::{Finding, Kind, lint};
use crate::questionnaire::{built_in, load};

const SMALL: &str = include_str!("../../tests/backups.json");

pub(super) fn found(change: impl Fn(&mut Value)) -> Vec<Finding> {
    let mut value: Value = serde_json::from_str(SMALL).unwrap();
    change(&mut value);
    match load(value.to_string().as_bytes()) {
        Ok(questionnaire) => lint(&questionnaire),
        Err(error) => panic!("the change has to leave it sound: {error}"),
    }
}

/// Exactly one finding, of this kind, in this field, with these words.
pub(super) fn expect(kind: Kind, field: &str, words: &str, change: impl Fn(&mut Value)) {
    let found = found(change);
    assert_eq!(found.len(), 1, "{field}: {found:?}");
    assert_eq!(found[0].kind, kind, "{found:?}");
    assert_eq!(found[0].field, field, "{found:?}");
    assert!(found[0].says.contains(words), "{found:?}");
}

pub(super) fn put(pointer: &str, value: Value) -> impl Fn(&mut Value) {
    move |whole| *whole.pointer_mut(pointer).unwrap() = value.clone()
}

fn push(pointer: &str, value: Value) -> impl Fn(&mut Value) {
    move |whole| {
        let list = whole.pointer_mut(pointer).unwrap();
        list.as_array_mut().unwrap().push(value.clone());
    }
}

pub(super) fn remove(pointer: &str, name: &str) -> impl Fn(&mut Value) {
    move |whole| {
        let part = whole.pointer_mut(pointer).unwrap();
        part.as_object_mut().unwrap().remove(name).unwrap();
    }
}

fn chosen(question: &str, choice: &str) -> Value {
    json!({"chosen": {"question": question, "any_of": [choice]}})
}

/// Two numbers of which one is smaller than the other, and the other way round.
fn contradiction() -> Value {
    let below =
        |left: &str, right: &str| json!({"compare": {"left": left, "is": "below", "right": right}});
    json!({"all": [below("collections", "collections-copied"), below("collections-copied", "collections")]})
}

fn from() -> Value {
    json!({"certainty": "interpretation", "sources": ["P1"]})
}

/// Takes the second view away, with all that goes with it, where it reads what a test changes.
fn keep_the_first_view(whole: &mut Value) {
    for (list, length) in [("views", 1), ("contrasts", 0), ("sources", 1)] {
        whole[list].as_array_mut().unwrap().truncate(length);
    }
}

#[test]
fn the_small_questionnaire_has_no_finding() {
    assert_eq!(found(|_| ()), []);
    assert_eq!(found(keep_the_first_view), []);
}

#[test]
fn the_built_in_questionnaire_has_no_finding() {
    assert_eq!(lint(&built_in().unwrap()), []);
}

#[test]
fn a_question_that_is_never_shown_is_found() {
    for condition in [
        json!({"all": [chosen("alerts", "one"), chosen("alerts", "two")]}),
        json!({"all": [{"answered": "alerts"}, {"dont_know": "alerts"}]}),
        // There are at most 500.
        json!({"number": {"question": "vans", "at_least": 501}}),
    ] {
        let field = "groups[1].scenarios[1].questions[2].show_when";
        expect(Kind::Reach, field, "never shown", |v| {
            let scenario = &mut v["groups"][1]["scenarios"][1];
            scenario["questions"][2]["show_when"] = condition.clone();
            // The rules for the answer that nobody can give would be found as well.
            scenario["assess"].as_array_mut().unwrap().truncate(1);
        });
    }
    // In the form of an exemption, dates can contradict each other.
    let span = |from: &str, to: &str| json!({"within": {"from": from, "to": to, "months": 3}});
    let condition =
        json!({"all": [span("decided-on", "until"), {"not": span("decided-on", "until")}]});
    expect(
        Kind::Reach,
        "exemptions[0].steps[0].questions[1].show_when",
        "never shown",
        |v| {
            v["exemptions"][0]["steps"][0]["questions"][1]["show_when"] = condition.clone();
            // This one waits for the answer that nobody can give.
            v["exemptions"][0]["conditions"][0]["met_when"] = json!({"answered": "what"});
        },
    );
}

#[test]
fn a_scenario_that_is_never_asked_is_one_finding() {
    let gate =
        json!({"all": [{"answered": "library-name"}, {"not": {"answered": "library-name"}}]});
    expect(
        Kind::Reach,
        "groups[1].scenarios[0].applies_when",
        "never asked",
        |v| {
            keep_the_first_view(v);
            v["groups"][1]["scenarios"][0]["applies_when"] = gate.clone();
            // It reads an answer of that scenario.
            v["cross_checks"].as_array_mut().unwrap().truncate(1);
        },
    );
}

#[test]
fn a_rule_that_never_decides_is_found_with_the_reason() {
    let rules = "/groups/1/scenarios/0/assess/0/rules";
    let rule = |when: Value| {
        let then = json!({"verdict": "not-met", "because": "It is not.", "next": "Do it."});
        json!({"when": when, "then": then})
    };
    let field = "groups[1].scenarios[0].assess[0].rules[4].when";
    let again = rule(chosen("restore-done", "files"));
    expect(Kind::Reach, field, "rules before it", push(rules, again));
    let never = rule(contradiction());
    expect(
        Kind::Reach,
        field,
        "no answers meet its condition",
        push(rules, never),
    );
}

#[test]
fn an_otherwise_that_nothing_is_left_for_is_found() {
    let rest = json!({
        "when": chosen("restore-checked", "yes"),
        "then": {"verdict": "met", "because": "It was."},
    });
    expect(
        Kind::Reach,
        "groups[1].scenarios[0].assess[0].otherwise",
        "the rules settle every case",
        push("/groups/1/scenarios/0/assess/0/rules", rest),
    );
}

#[test]
fn a_cross_check_a_notice_and_a_condition_that_never_change_are_found() {
    let words = "no answers ever clash";
    expect(
        Kind::Reach,
        "cross_checks[0].when",
        words,
        put("/cross_checks/0/when", contradiction()),
    );
    expect(
        Kind::Reach,
        "organisation.notices[0].when",
        "nobody is ever told",
        |v| {
            let notice = json!({"when": contradiction(), "says": "Read this.", "from": from()});
            v["organisation"]["notices"] = json!([notice]);
        },
    );
    let met = "/exemptions/0/conditions/0/met_when";
    let field = "exemptions[0].conditions[0].met_when";
    let never = json!({"all": [{"answered": "what"}, {"not": {"answered": "what"}}]});
    expect(
        Kind::Reach,
        field,
        "none of this kind counts",
        put(met, never),
    );
    let always = json!({"any": [{"answered": "what"}, {"not": {"answered": "what"}}]});
    expect(
        Kind::Reach,
        field,
        "whatever its form says",
        put(met, always),
    );
}

#[test]
fn conditions_that_contradict_each_other_are_found() {
    expect(
        Kind::Reach,
        "exemptions[0].conditions",
        "not all of them at once",
        put(
            "/exemptions/0/conditions/3/met_when",
            json!({"not": {"answered": "minute"}}),
        ),
    );
}

/// An objective with these conditions: one against it, and one for each of two levels.
fn objective(against: Value, part: Value, full: Value) -> impl Fn(&mut Value) {
    let level = |id: &str, when: &Value| {
        let indicator = json!({"id": id, "text": "It is so.", "from": from(), "holds_when": when});
        json!({"id": id, "title": id, "indicators": [indicator]})
    };
    let objective = json!({
        "id": "O", "title": "t", "text": "It is looked after.", "from": from(),
        "lowest": level("no", &against), "levels": [level("part", &part), level("full", &full)],
    });
    move |v| v["views"][0]["objectives"] = json!([objective])
}

#[test]
fn a_level_or_an_indicator_that_no_answers_reach_is_found() {
    let alerts = |choice: &str| chosen("alerts", choice);
    let sound = objective(alerts("nobody"), alerts("one"), alerts("two"));
    assert_eq!(found(sound), []);
    let levels = "views[0].objectives[0].levels";
    // Whoever reaches the lower level has reached the higher one.
    expect(
        Kind::Reach,
        &format!("{levels}[0]"),
        "no answers reach this level",
        objective(alerts("nobody"), alerts("two"), alerts("two")),
    );
    expect(
        Kind::Reach,
        &format!("{levels}[1].indicators[0].holds_when"),
        "never holds",
        objective(alerts("nobody"), alerts("one"), contradiction()),
    );
    let always = json!({"any": [{"answered": "alerts"}, {"not": {"answered": "alerts"}}]});
    expect(
        Kind::Reach,
        &format!("{levels}[0].indicators[0].holds_when"),
        "holds whatever is answered",
        objective(alerts("nobody"), always, alerts("two")),
    );
}

#[test]
fn a_search_that_ends_early_says_so_and_claims_nothing() {
    let choices: Vec<Value> = (0..40)
        .map(|n| json!({"id": format!("c{n}"), "label": format!("c{n}")}))
        .collect();
    // Two of forty would do, but not every combination of forty can be tried.
    let three: Vec<Value> = (0..40)
        .map(|n| chosen("copy-places", &format!("c{n}")))
        .collect();
    let mut parts: Vec<Value> = three[..3].to_vec();
    parts.extend(three[3..].iter().map(|part| json!({"not": part})));
    let found = found(|v| {
        keep_the_first_view(v);
        let scenario = &mut v["groups"][0]["scenarios"][1];
        scenario["questions"][0]["input"]["any_of"] = json!(choices);
        for question in [1, 2] {
            scenario["questions"][question]
                .as_object_mut()
                .unwrap()
                .remove("show_when");
        }
        scenario["assess"] = json!([]);
        v["cross_checks"][0]["when"] = json!({"all": parts});
    });
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(found[0].field, "cross_checks[0].when");
    assert!(found[0].says.contains("too many combinations"), "{found:?}");
}

#[test]
fn a_person_without_help_is_found() {
    let scenario = "groups[0].scenarios[0]";
    expect(
        Kind::Guidance,
        &format!("{scenario}.guidance"),
        "\"pitfall\" (what commonly goes wrong)",
        |v| {
            let guidance = &mut v["groups"][0]["scenarios"][0]["guidance"];
            guidance.as_array_mut().unwrap().remove(4);
        },
    );
    expect(
        Kind::Guidance,
        &format!("{scenario}.assess[0].rules[1].then.next"),
        "Add the next step",
        remove("/groups/0/scenarios/0/assess/0/rules/1/then", "next"),
    );
    expect(
        Kind::Guidance,
        &format!("{scenario}.questions[0].dont_know"),
        "an outcome depends on this",
        remove("/groups/0/scenarios/0/questions/0", "dont_know"),
    );
    // An indicator reads this one, and no rule does.
    let read = "groups[0].scenarios[1].questions[2].dont_know";
    expect(
        Kind::Guidance,
        read,
        "an outcome depends on this",
        remove("/groups/0/scenarios/1/questions/2", "dont_know"),
    );
    // Nothing depends on this one.
    let free = remove("/groups/0/scenarios/0/questions/2", "dont_know");
    assert_eq!(found(free), []);
}

#[test]
fn a_scenario_has_two_to_eight_questions() {
    let field = "groups[1].scenarios[1].questions";
    let question =
        |n: usize| json!({"id": format!("more-{n}"), "text": "Why?", "input": {"date": {}}});
    let with = |count: usize| {
        found(|v| {
            let questions = &mut v["groups"][1]["scenarios"][1]["questions"];
            let questions = questions.as_array_mut().unwrap();
            questions.extend((3..count).map(question));
        })
    };
    assert_eq!(with(8), []);
    let found_of_nine = with(9);
    assert_eq!(found_of_nine.len(), 1, "{found_of_nine:?}");
    assert_eq!(found_of_nine[0].field, field);
    assert!(
        found_of_nine[0].says.contains("this one has 9"),
        "{found_of_nine:?}"
    );
    expect(Kind::Guidance, field, "this one has 1", |v| {
        let scenario = &mut v["groups"][1]["scenarios"][1];
        scenario["questions"].as_array_mut().unwrap().truncate(1);
        scenario["assess"] = json!([]);
    });
}

#[test]
fn a_source_is_cited_and_says_what_was_seen() {
    let source = |seen: &str| json!({"id": "P3", "title": "Another policy", "seen": seen, "checked": "2026-11-24"});
    expect(
        Kind::Sources,
        "sources[2]",
        "nothing rests on P3",
        push("/sources", source("All of it.")),
    );
    expect(
        Kind::Sources,
        "sources[0].seen",
        "how much",
        put("/sources/0/seen", json!("n/a")),
    );
}

#[test]
fn an_interpretation_does_not_sound_like_policy() {
    let pointer = "/groups/0/scenarios/0/guidance/0/text";
    let field = "groups[0].scenarios[0].guidance[0].text";
    for (text, words) in [
        ("Copies MUST be kept elsewhere.", "\"must\""),
        ("They shall be kept.", "\"shall\""),
        ("A copy is\nrequired.", "\"is required\""),
        ("For the policy requires it.", "\"the policy requires\""),
    ] {
        expect(Kind::Sources, field, words, put(pointer, json!(text)));
    }
    for text in [
        "The mustard is required-ish.",
        "Marshall says so. Musts are avoided.",
    ] {
        let of_sources: Vec<Finding> = found(put(pointer, json!(text)))
            .into_iter()
            .filter(|f| f.kind == Kind::Sources)
            .collect();
        let is_required = text.contains("is required");
        assert_eq!(
            of_sources.len(),
            usize::from(is_required),
            "{text}: {of_sources:?}"
        );
    }
    // What somebody else says may sound like it.
    let found = found(|v| {
        v["groups"][0]["scenarios"][0]["guidance"][0]["from"]["certainty"] = json!("secondary");
        v["groups"][0]["scenarios"][0]["guidance"][0]["text"] = json!("Copies must be kept.");
    });
    assert_eq!(found, []);
}

#[test]
fn a_long_sentence_an_exclamation_mark_and_hard_words_are_found() {
    let pointer = "/groups/0/scenarios/0/about";
    let field = "groups[0].scenarios[0].about";
    let of = |words: usize| json!(format!("Look{}.", " here".repeat(words - 1)));
    assert_eq!(found(put(pointer, of(30))), []);
    expect(
        Kind::Language,
        field,
        "a sentence of 31 words",
        put(pointer, of(31)),
    );
    expect(
        Kind::Language,
        field,
        "exclamation mark",
        put(pointer, json!("Look here!")),
    );
    let hard = "Organisational accountability for information infrastructure recoverability necessitates comprehensive, independently substantiated documentation of contemporaneous reconstitution capabilities, demonstrating proportionate consideration of foreseeable operational interruptions.";
    expect(
        Kind::Language,
        "requirements[0]",
        "shorter words",
        put("/requirements/0/text", json!(hard)),
    );
}

/// The same of the policy on keys, whose registers have every part.
pub(super) fn expect_of_keys(kind: Kind, field: &str, words: &str, change: impl Fn(&mut Value)) {
    let source = include_str!("../../tests/keys.json");
    let mut value: Value = serde_json::from_str(source).unwrap();
    assert_eq!(lint(&load(source.as_bytes()).unwrap()), []);
    change(&mut value);
    let found = lint(&load(value.to_string().as_bytes()).unwrap());
    assert_eq!(found.len(), 1, "{field}: {found:?}");
    assert_eq!(
        (found[0].kind, found[0].field.as_str()),
        (kind, field),
        "{found:?}"
    );
    assert!(found[0].says.contains(words), "{found:?}");
}

#[test]
fn an_approval_that_is_never_looked_at_or_reset_by_a_review_is_found() {
    let remove_review = remove("/exemptions/0", "review");
    expect_of_keys(
        Kind::Guidance,
        "exemptions[0].review",
        "never looked at again",
        remove_review,
    );
    expect_of_keys(
        Kind::Guidance,
        "exemptions[0].approval.kept_up",
        "look-again is not kept up",
        put(
            "/exemptions/0/approval/kept_up",
            json!(["looked-on", "still-needed"]),
        ),
    );
    expect_of_keys(
        Kind::Guidance,
        "exemptions[0].approval.kept_up",
        "back-on comes to be too old",
        |v| {
            let met_when = &mut v["exemptions"][0]["conditions"][4]["met_when"];
            let older = json!({"older": {"question": "back-on", "months": 3}});
            *met_when = json!({"all": [met_when, {"not": older}]});
        },
    );
}

#[test]
fn a_review_that_cannot_be_recorded_twice_is_found() {
    let from_the_decision =
        json!({"within": {"from": "agreed-on", "to": "look-again", "months": 6}});
    expect_of_keys(
        Kind::Guidance,
        "exemptions[0].conditions[3].met_when",
        "no second review is possible",
        |value| {
            put(
                "/exemptions/0/conditions/3/met_when",
                from_the_decision.clone(),
            )(value);
            put("/exemptions/0/conditions/3/faults", json!([]))(value);
        },
    );
}

#[test]
fn a_gap_that_has_no_sentence_is_found_where_somebody_decides() {
    let first = "/exemptions/0/steps/0/questions/0";
    let field = "exemptions[0].steps[0].questions[0].missing";
    expect_of_keys(
        Kind::Guidance,
        field,
        "Say what is lacking",
        remove(first, "missing"),
    );
}

#[test]
fn a_fault_that_nobody_can_have_is_found() {
    let never = json!({"all": [{"answered": "back-on"}, {"not": {"answered": "back-on"}}]});
    expect_of_keys(
        Kind::Reach,
        "exemptions[0].conditions[4].faults[0].when",
        "ever told this",
        put("/exemptions/0/conditions/4/faults/0/when", never),
    );
}

#[test]
fn a_number_that_is_never_counted_or_never_used_is_found() {
    let never = json!({"all": [chosen("key-marks", "no"), chosen("key-marks", "yes")]});
    expect_of_keys(
        Kind::Reach,
        "systems.tallies[1].when",
        "ever counted",
        put("/systems/tallies/1/when", never),
    );
    expect_of_keys(
        Kind::Guidance,
        "systems.tallies[3]",
        "no scenario draws it",
        push("/systems/tallies", json!({"id": "windows"})),
    );
    let never = json!({"all": [chosen("numbered", "all"), chosen("numbered", "none")]});
    expect_of_keys(
        Kind::Reach,
        "systems.checks[1].exceeds.none_when",
        "held against the register",
        put("/systems/checks/1/exceeds/none_when", never),
    );
}
