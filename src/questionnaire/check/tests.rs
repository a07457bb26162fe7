//! One change to the built-in questionnaire a line, and what is then said of which field.

use serde_json::{Value, json};

use super::super::load::{LoadError, built_in_source, load, load_kept};
use super::Problem;

/// Each problem without its line: the changed file has only one.
fn told(found: &[Problem]) -> Vec<String> {
    let told = found.iter().map(|p| format!("{}: {}", p.field, p.says));
    told.collect()
}

fn changed(change: impl Fn(&mut Value)) -> Result<(), LoadError> {
    let mut value: Value = serde_json::from_str(built_in_source()).unwrap();
    change(&mut value);
    load(value.to_string().as_bytes()).map(|_| ())
}

/// Puts a value at a JSON pointer, then expects exactly these problems.
fn expect(pointer: &str, put: &Value, problems: &[&str]) {
    let result = changed(|value| {
        let place = value.pointer_mut(pointer);
        *place.unwrap_or_else(|| panic!("{pointer}")) = put.clone();
    });
    match result {
        Err(LoadError::Invalid(found)) => {
            let found = told(&found);
            assert_eq!(found, problems, "{pointer} = {put}");
        }
        other => panic!("{pointer} = {put}: {other:?}"),
    }
}

#[test]
fn an_id_used_twice_is_named_where_it_comes_again() {
    for (pointer, id, field) in [
        ("/sources/1/id", "D1", "sources[1].id"),
        ("/groups/1/id", "scope-group", "groups[1].id"),
        (
            "/groups/0/scenarios/0/questions/1/id",
            "remote-routes",
            "groups[0].scenarios[0].questions[1].id",
        ),
        (
            "/exemptions/0/conditions/2/id",
            "unprivileged",
            "exemptions[0].conditions[2].id",
        ),
        ("/sign_off/roles/1/id", "assessor", "sign_off.roles[1].id"),
        (
            "/organisation/questions/4/input/one_of/1/id",
            "yes",
            "organisation.questions[4].input.one_of[1].id",
        ),
    ] {
        let says = format!("{field}: the id {id} is used twice");
        let result = changed(|v| *v.pointer_mut(pointer).unwrap() = json!(id));
        let Err(LoadError::Invalid(found)) = result else {
            panic!("{field}: {result:?}")
        };
        // What named the old id is reported as well.
        let found = told(&found);
        assert!(found.contains(&says), "{says}: {found:?}");
    }
}

#[test]
fn a_requirement_is_assessed_once_in_a_scenario() {
    let result = changed(|v| {
        let assess = v.pointer_mut("/groups/1/scenarios/0/assess").unwrap();
        let first = assess[0].clone();
        assess.as_array_mut().unwrap().push(first);
    });
    let says = result.unwrap_err().to_string();
    let field = "groups[1].scenarios[0].assess[3].requirement";
    assert!(
        says.contains(&format!("{field}: R1 is assessed twice")),
        "{says}"
    );
}

#[test]
fn a_name_that_stands_for_nothing_is_reported_with_its_field() {
    expect(
        "/requirements/0/from/sources",
        &json!(["D1", "D99"]),
        &["requirements[0].from.sources[1]: there is no source D99"],
    );
    expect(
        "/groups/0/scenarios/0/guidance/0/from/sources",
        &json!([]),
        &[
            "groups[0].scenarios[0].guidance[0].from.sources: names no source; an interpretation names what it interprets",
        ],
    );
    expect(
        "/requirements/1/view",
        &json!("nowhere"),
        &["requirements[1].view: there is no view nowhere"],
    );
    expect(
        "/groups/1/scenarios/0/assess/0/otherwise/covered_by",
        &json!(["E1", "E9", "REASON"]),
        &[
            "groups[1].scenarios[0].assess[0].otherwise.covered_by[1]: there is no kind of exemption E9",
            "groups[1].scenarios[0].assess[0].otherwise.covered_by[2]: REASON does not serve R1",
        ],
    );
    expect(
        "/exemptions/3/requirements",
        &json!(["R3", "R9"]),
        &["exemptions[3].requirements[1]: there is no requirement R9"],
    );
    expect(
        "/exemptions/2/conditions/0/requirements",
        &json!(["R9"]),
        &["exemptions[2].conditions[0].requirements[0]: SPECIFIC does not serve R9"],
    );
    let says =
        changed(|v| v["groups"][1]["scenarios"][0]["assess"][0]["requirement"] = json!("R9"));
    let says = says.unwrap_err().to_string();
    assert!(
        says.contains("groups[1].scenarios[0].assess[0].requirement: there is no requirement R9"),
        "{says}"
    );
}

#[test]
fn a_condition_names_questions_and_choices_that_are_there_and_fit() {
    let when = "/cross_checks/0/when";
    let at = "cross_checks[0].when";
    for (condition, says) in [
        (
            json!({"answered": "nowhere"}),
            ".answered: there is no question nowhere in this form",
        ),
        (
            json!({"all": [{"answered": "sites"}, {"not": {"answered": "nowhere"}}]}),
            ".all[1].not.answered: there is no question nowhere in this form",
        ),
        (
            json!({"chosen": {"question": "vpn-mfa", "any_of": ["all", "most"]}}),
            ".chosen.any_of[1]: vpn-mfa has no choice most",
        ),
        (
            json!({"chosen": {"question": "vpn-mfa", "any_of": []}}),
            ".chosen.any_of: names no choice",
        ),
        (json!({"any": []}), ".any: has no parts"),
        (
            json!({"number": {"question": "vpn-mfa", "at_least": 1}}),
            ".number: vpn-mfa does not ask for a number",
        ),
        (
            json!({"compare": {"left": "sites", "is": "below", "right": "ods-code"}}),
            ".compare: ods-code does not ask for a number",
        ),
        (
            json!({"same_text": {"left": "ods-code", "right": "sites"}}),
            ".same_text: sites does not ask for a text",
        ),
        (
            json!({"not_passed": "sites"}),
            ".not_passed: sites does not ask for a date",
        ),
        (
            json!({"reached": "sites"}),
            ".reached: sites does not ask for a date",
        ),
        (
            json!({"within": {"from": "glass-tested", "to": "sites", "months": 1}}),
            ".within: sites does not ask for a date",
        ),
        (
            json!({"older": {"question": "sites", "months": 12}}),
            ".older: sites does not ask for a date",
        ),
        (
            json!({"dont_know": "sites"}),
            ".dont_know: sites does not offer \"don't know\"",
        ),
        (
            json!({"not_applicable": "sites"}),
            ".not_applicable: sites does not offer \"not applicable\"",
        ),
    ] {
        expect(when, &condition, &[&format!("{at}{says}")]);
    }
    // The form of an exemption is a form of its own.
    expect(
        "/exemptions/0/conditions/0/met_when",
        &json!({"answered": "sites"}),
        &["exemptions[0].conditions[0].met_when.answered: there is no question sites in this form"],
    );
}

#[test]
fn a_loop_is_shown_with_its_way_round() {
    let says = changed(|v| {
        let questions = &mut v["organisation"]["questions"];
        questions[0]["show_when"] = json!({"answered": "sites"});
        questions[5]["show_when"] = json!({"not": {"answered": "organisation-name"}});
    });
    let says = says.unwrap_err().to_string();
    assert!(
        says.contains(
            "groups: questions are shown in a loop: organisation-name → sites → organisation-name"
        ),
        "{says}"
    );
    // A question that decides about the scenario around it.
    let says = changed(|v| {
        v["groups"][1]["scenarios"][0]["applies_when"] = json!({"answered": "tn-used"});
    });
    let says = says.unwrap_err().to_string();
    assert!(says.contains("tn-used → tn-used"), "{says}");
    let says = changed(|v| {
        let first = &mut v["exemptions"][0]["steps"][0]["questions"][0];
        first["show_when"] = json!({"answered": "what"});
    });
    let says = says.unwrap_err().to_string();
    assert!(
        says.contains("exemptions[0].steps: questions are shown in a loop: what → what"),
        "{says}"
    );
}

#[test]
fn what_nobody_could_follow_is_refused() {
    let chain = |length: usize| {
        changed(|v| {
            let questions = v["organisation"]["questions"].as_array_mut().unwrap();
            let mut before = questions[0]["id"].clone();
            for number in 0..length {
                let id = json!(format!("step-{number}"));
                let when = json!({ "answered": before });
                let input = json!({"line": {"max": 10}});
                questions.push(json!({"id": id, "text": "?", "input": input, "show_when": when}));
                before = id;
            }
        })
    };
    assert!(chain(100).is_ok());
    let says = chain(101).unwrap_err().to_string();
    assert!(
        says.contains("depends on more than 100 questions"),
        "{says}"
    );

    let parts = |count: usize| {
        changed(|v| {
            let part = json!({"answered": "sites"});
            v["cross_checks"][0]["when"] = json!({"any": vec![part; count]});
        })
    };
    assert!(parts(1000).is_ok());
    let says = parts(1001).unwrap_err().to_string();
    assert!(
        says.contains("cross_checks[0].when: has 1001 parts"),
        "{says}"
    );
}

#[test]
fn an_address_that_leads_elsewhere_than_it_seems_to_is_named() {
    for (address, says) in [
        ("https://nhs.uk@example.org/", "an @ in front of the site"),
        ("javascript:alert(1)", "does not begin with https://"),
        (r"https://nhs.uk\@example.org", "a backslash"),
    ] {
        let found = changed(|v| v["sources"][0]["url"] = json!(address));
        let found = found.unwrap_err().to_string();
        assert!(found.contains("sources[0].url: "), "{found}");
        assert!(found.contains(says), "{found}");
    }
}

#[test]
fn a_version_that_reads_like_another_is_refused_in_a_new_file_only() {
    let plain = "use letters (a to z, A to Z), digits, dots, hyphens, underscores, plus signs and \
                 spaces, with no space at the ends, so that nobody takes it for another version";
    for version in ["2026.5 ", "2026\u{2024}5", "2026.5\u{2800}", "２０２６.５"] {
        expect("/version", &json!(version), &[&format!("version: {plain}")]);
        let mut value: Value = serde_json::from_str(built_in_source()).unwrap();
        value["version"] = json!(version);
        load_kept(value.to_string().as_bytes()).unwrap();
    }
    for version in ["2026.5", "2026.05", "3.0-rc.1+local", "1 draft_b"] {
        changed(|value| value["version"] = json!(version)).unwrap();
    }
}

#[test]
fn a_placeholder_names_a_question_of_its_form() {
    expect(
        "/cross_checks/0/says",
        &json!("See {nowhere}."),
        &["cross_checks[0].says: {nowhere} names no question of this form"],
    );
    expect(
        "/exemptions/0/conditions/0/unmet",
        &json!("See {sites}."),
        &["exemptions[0].conditions[0].unmet: {sites} names no question of this form"],
    );
    expect(
        "/systems/form/summary",
        &json!("Kept by {reference}."),
        &["systems.form.summary: {reference} names no question of this form"],
    );
    expect(
        "/groups/1/scenarios/0/assess/0/otherwise/next",
        &json!("See {nowhere}."),
        &[
            "groups[1].scenarios[0].assess[0].otherwise.next: {nowhere} names no question of this form",
        ],
    );
}

#[test]
fn a_text_or_a_list_that_is_empty_is_reported() {
    for (pointer, field) in [
        ("/title", "title"),
        ("/requirements/0/text", "requirements[0].text"),
        (
            "/groups/0/scenarios/0/about",
            "groups[0].scenarios[0].about",
        ),
        (
            "/groups/0/scenarios/0/questions/0/text",
            "groups[0].scenarios[0].questions[0].text",
        ),
        (
            "/groups/1/scenarios/0/assess/0/otherwise/because",
            "groups[1].scenarios[0].assess[0].otherwise.because",
        ),
        (
            "/groups/0/scenarios/0/questions/0/dont_know/action",
            "groups[0].scenarios[0].questions[0].dont_know.action",
        ),
        (
            "/exemptions/0/steps/0/title",
            "exemptions[0].steps[0].title",
        ),
    ] {
        expect(pointer, &json!(" \n"), &[&format!("{field}: is empty")]);
    }
    expect(
        "/markings",
        &json!([]),
        &["markings: needs at least one marking; the first is the default"],
    );
    expect(
        "/sign_off/roles",
        &json!([]),
        &["sign_off.roles: needs at least one role"],
    );
}

#[test]
fn a_form_that_nobody_can_fill_in_is_reported() {
    expect(
        "/groups/0/scenarios/0/questions/2/input",
        &json!({"one_of": []}),
        &[
            "groups[0].scenarios[0].questions[2].holds: says whom or what a text names, and the answer is no text",
            "groups[0].scenarios[0].questions[2].input: has no choices",
        ],
    );
    expect(
        "/organisation/questions/5/input/number/max",
        &json!(0),
        &["organisation.questions[5].input.max: must be at least 1"],
    );
    expect(
        "/organisation/assessor",
        &json!("nobody"),
        &["organisation.assessor: there is no question nobody in this form"],
    );
    expect(
        "/organisation/assessor",
        &json!("sites"),
        &["organisation.assessor: sites must be asked with the input \"line\""],
    );
    expect(
        "/exemptions/0/name",
        &json!("confirmed-on"),
        &["exemptions[0].name: confirmed-on must be asked with the input \"line\""],
    );
    expect(
        "/exemptions/2/expiry",
        &json!("what"),
        &["exemptions[2].expiry: what must be asked with the input \"date\""],
    );
    let says = changed(|v| {
        let questions = &mut v["exemptions"][1]["steps"][0]["questions"];
        let two: Vec<Value> = ["one", "two"]
            .map(|id| json!({"id": id, "text": "?", "input": {"date": {}}}))
            .into();
        questions.as_array_mut().unwrap().extend(two);
    });
    let says = says.unwrap_err().to_string();
    let field = "exemptions[1].steps[0].questions";
    assert!(
        says.contains(&format!("{field}: has 8 questions; a step has at most 7")),
        "{says}"
    );
}

#[test]
fn rules_without_an_otherwise_are_refused_with_their_field() {
    let error = changed(|v| {
        let assess = &mut v["groups"][1]["scenarios"][0]["assess"][0];
        assess.as_object_mut().unwrap().remove("otherwise");
    });
    let says = error.unwrap_err().to_string();
    assert!(
        says.contains("field groups[1].scenarios[0].assess[0]"),
        "{says}"
    );
    assert!(says.contains("missing field `otherwise`"), "{says}");
}

#[test]
fn more_rules_than_can_be_held_against_one_another_are_refused() {
    let with = |count| {
        let result = changed(|v| {
            let rules = &mut v["groups"][1]["scenarios"][0]["assess"][0]["rules"];
            *rules = vec![rules[0].clone(); count].into();
        });
        result
            .err()
            .map_or_else(String::new, |error| error.to_string())
    };
    let says = "it has 201 rules, and 200 are the most; say it in fewer";
    assert!(with(201).contains(says), "{}", with(201));
    assert!(!with(200).contains("are the most"), "{}", with(200));
}

#[test]
fn all_problems_are_told_at_once() {
    let says = changed(|v| {
        v["title"] = json!("");
        v["requirements"][0]["view"] = json!("nowhere");
    });
    let says = says.unwrap_err().to_string();
    assert!(says.starts_with("2 things to put right:"), "{says}");
}

#[test]
fn each_problem_names_the_line_of_its_field() {
    for (begins, put, problem) in [
        (
            "  \"publisher\": ",
            "  \"publisher\": \" \",",
            "publisher: is empty",
        ),
        (
            "      \"view\": ",
            "      \"view\": \"nowhere\",",
            "requirements[0].view: there is no view nowhere",
        ),
    ] {
        let mut lines: Vec<&str> = built_in_source().lines().collect();
        let at = lines.iter().position(|l| l.starts_with(begins)).unwrap();
        lines[at] = put;
        let says = load(lines.join("\n").as_bytes()).unwrap_err().to_string();
        let expected = format!("line {}, field {problem}", at + 1);
        assert!(says.contains(&expected), "{expected}: {says}");
    }
}

#[test]
fn the_plan_of_a_kind_names_texts_and_a_date_of_its_form() {
    let plan =
        |owner: &str, until: &str| json!({"owner": owner, "step": "milestone", "until": until});
    expect(
        "/exemptions/2/plan",
        &plan("nowhere", "milestone"),
        &[
            "exemptions[2].plan.owner: there is no question nowhere in this form",
            "exemptions[2].plan.until: milestone must be asked with the input \"date\"",
        ],
    );
    expect(
        "/exemptions/2/plan",
        &plan("has-target", "target-date"),
        &["exemptions[2].plan.owner: has-target must be asked with the input \"line\""],
    );
}
/// One change to the policy on keys, whose registers have every part, and what is then said of it.
fn expect_of_keys(change: impl Fn(&mut Value), problems: &[&str]) {
    let source = include_str!("../../../tests/keys.json");
    let mut value: Value = serde_json::from_str(source).unwrap();
    change(&mut value);
    match load(value.to_string().as_bytes()) {
        Err(LoadError::Invalid(found)) => assert_eq!(told(&found), problems),
        other => panic!("{problems:?}: {other:?}"),
    }
}

#[test]
fn an_approval_names_a_condition_and_questions_that_are_there() {
    let at = "/exemptions/0/approval";
    for (field, put, says) in [
        (
            "/condition",
            json!("nowhere"),
            "exemptions[0].approval.condition: there is no condition nowhere",
        ),
        (
            "/condition",
            json!("insured"),
            "exemptions[0].approval.condition: insured has no \"met_when\", so no decision can meet it",
        ),
        (
            "/decision",
            json!([]),
            "exemptions[0].approval.decision: names no question",
        ),
        (
            "/decision/1",
            json!("door"),
            "exemptions[0].approval.decision[1]: there is no question door in this form",
        ),
        (
            "/decision/1",
            json!("agreed-on"),
            "exemptions[0].approval.decision[2]: agreed-on is named twice",
        ),
        (
            "/kept_up/0",
            json!("museum"),
            "exemptions[0].approval.kept_up[0]: there is no question museum in this form",
        ),
        (
            "/kept_up/0",
            json!("still-needed"),
            "exemptions[0].approval.kept_up[2]: still-needed is named twice",
        ),
        (
            "/kept_up/0",
            json!("agreed-on"),
            "exemptions[0].approval.decision[2]: agreed-on cannot be part of the decision and be kept up after it",
        ),
    ] {
        let put = |v: &mut Value| *v.pointer_mut(&format!("{at}{field}")).unwrap() = put.clone();
        expect_of_keys(put, &[says]);
    }
}

#[test]
fn the_dates_of_a_kind_and_of_a_list_are_questions_for_a_date() {
    for (pointer, field) in [
        ("/exemptions/0/expiry", "exemptions[0].expiry"),
        ("/exemptions/0/review", "exemptions[0].review"),
        ("/exemptions/1/confirmed", "exemptions[1].confirmed"),
        ("/evidence/expiry", "evidence.expiry"),
    ] {
        let kind = field.starts_with("exemptions[1]");
        let line = match pointer {
            "/evidence/expiry" => "paper",
            _ if kind => "lodging",
            _ => "borrower",
        };
        for (put, says) in [
            (
                "nowhere",
                "there is no question nowhere in this form".to_owned(),
            ),
            (
                line,
                format!("{line} must be asked with the input \"date\""),
            ),
        ] {
            let change = |v: &mut Value| *v.pointer_mut(pointer).unwrap() = json!(put);
            expect_of_keys(change, &[&format!("{field}: {says}")]);
        }
    }
}

#[test]
fn a_fault_is_put_right_at_a_question_of_its_form_and_reads_that_form() {
    let fault = "/exemptions/0/conditions/4/faults/0";
    let at = "exemptions[0].conditions[4].faults[0]";
    for (field, put, says) in [
        (
            "/at",
            json!("door"),
            ".at: there is no question door in this form",
        ),
        (
            "/says",
            json!("See {door}."),
            ".says: {door} names no question of this form",
        ),
        ("/says", json!(" "), ".says: is empty"),
        (
            "/when",
            json!({"answered": "door"}),
            ".when.answered: there is no question door in this form",
        ),
        (
            "/when",
            json!({"not_passed": "borrower"}),
            ".when.not_passed: borrower does not ask for a date",
        ),
    ] {
        let change =
            |v: &mut Value| *v.pointer_mut(&format!("{fault}{field}")).unwrap() = put.clone();
        expect_of_keys(change, &[&format!("{at}{says}")]);
    }
}

#[test]
fn what_a_gap_says_is_said() {
    expect_of_keys(
        |v| v["exemptions"][0]["steps"][0]["questions"][0]["missing"] = json!(""),
        &["exemptions[0].steps[0].questions[0].missing: is empty"],
    );
}

#[test]
fn the_forms_of_registers_are_forms_like_any_other() {
    for (pointer, put, says) in [
        (
            "/systems/form/name",
            json!("nowhere"),
            "systems.form.name: there is no question nowhere in this form",
        ),
        (
            "/systems/form/name",
            json!("tried-on"),
            "systems.form.name: tried-on must be asked with the input \"line\"",
        ),
        (
            "/systems/form/title",
            json!(""),
            "systems.form.title: is empty",
        ),
        (
            "/evidence/form/about",
            json!(""),
            "evidence.form.about: is empty",
        ),
        (
            "/systems/form/questions/2/input/one_of",
            json!([]),
            "systems.form.questions[2].input: has no choices",
        ),
    ] {
        let change = |v: &mut Value| *v.pointer_mut(pointer).unwrap() = put.clone();
        match (pointer, &put) {
            // What counts that choice is reported as well.
            (_, Value::Array(_)) => expect_of_keys(
                change,
                &[
                    says,
                    "systems.tallies[2].when.all[0].chosen.any_of[0]: lock-kind has no choice lever",
                ],
            ),
            _ => expect_of_keys(change, &[says]),
        }
    }
    expect_of_keys(
        |v| v["systems"]["form"]["questions"][1]["id"] = json!("door"),
        &["systems.form.questions[1].id: the id door is used twice"],
    );
}

#[test]
fn what_is_drawn_and_held_against_answers_is_counted() {
    for (pointer, put, says) in [
        (
            "/groups/0/scenarios/0/draws/0",
            json!("Windows: {windows}."),
            "groups[0].scenarios[0].draws[0]: {windows} is not counted in the register",
        ),
        (
            "/groups/0/scenarios/0/draws/0",
            json!(" "),
            "groups[0].scenarios[0].draws[0]: is empty",
        ),
        (
            "/systems/tallies/1/when",
            json!({"answered": "key-count"}),
            "systems.tallies[1].when.answered: there is no question key-count in this form",
        ),
        (
            "/systems/checks/0/tally",
            json!("windows"),
            "systems.checks[0].tally: there is no tally windows",
        ),
        (
            "/systems/checks/0/exceeds/answer",
            json!("numbered"),
            "systems.checks[0].exceeds.answer: there is no question numbered for a number",
        ),
        (
            "/systems/checks/0/exceeds/answer",
            json!("door-keys"),
            "systems.checks[0].exceeds.answer: there is no question door-keys for a number",
        ),
        (
            "/systems/checks/1/exceeds/none_when",
            json!({"answered": "door"}),
            "systems.checks[1].exceeds.none_when.answered: there is no question door in this form",
        ),
        (
            "/systems/checks/1/says",
            json!("There are {doors}."),
            "systems.checks[1].says: {doors} is not counted in the register",
        ),
        (
            "/systems/checks/1/says",
            json!(""),
            "systems.checks[1].says: is empty",
        ),
    ] {
        let change = |v: &mut Value| *v.pointer_mut(pointer).unwrap() = put.clone();
        expect_of_keys(change, &[says]);
    }
    expect_of_keys(
        |v| {
            v.as_object_mut().unwrap().remove("systems");
        },
        &[
            "groups[0].scenarios[0].draws[0]: {doors} is not counted in the register",
            "groups[0].scenarios[0].draws[0]: {loose} is not counted in the register",
            "groups[0].scenarios[0].draws[1]: {unmarked-levers} is not counted in the register",
        ],
    );
    expect_of_keys(
        |v| {
            let tallies = v["systems"]["tallies"].as_array_mut().unwrap();
            tallies.push(json!({"id": "doors"}));
        },
        &["systems.tallies[3].id: the id doors is used twice"],
    );
}

#[test]
fn a_sentence_with_a_stray_brace_or_an_unfit_form_is_told() {
    for (says, told) in [
        (
            "MFA {vpn-accounts.",
            "opens a placeholder that is not closed; write {question-id}",
        ),
        (
            "MFA vpn-accounts}.",
            "has a closing brace with none that opens; write {question-id}",
        ),
        (
            "{vpn-accounts:units}.",
            "“units” is no form of a placeholder; write {vpn-accounts}, {vpn-accounts:unit}, or two words as in {vpn-accounts:is/are}",
        ),
        (
            "{vpn-mfa:unit}.",
            "vpn-mfa does not ask for a number, so it has no unit, and no words depend on it; write {vpn-mfa}",
        ),
        (
            "It {vpn-mfa:is/are}.",
            "vpn-mfa does not ask for a number, so it has no unit, and no words depend on it; write {vpn-mfa}",
        ),
        (
            "{vpn-mfa? }.",
            "no words follow the question mark of {vpn-mfa?}; say what stands there without an answer",
        ),
        (
            "{vpn-mfa?not {vpn-covered}.",
            "the words that stand for vpn-mfa without an answer hold a brace; they cannot name another answer",
        ),
    ] {
        let problem = format!("cross_checks[0].says: {told}");
        expect("/cross_checks/0/says", &json!(says), &[&problem]);
    }
    expect(
        "/cross_checks/0/says",
        &json!("{no-such:unit} {vpn-accounts:unit?some accounts} {vpn-accounts:is/are?are}."),
        &["cross_checks[0].says: {no-such} names no question of this form"],
    );
}

#[test]
fn what_is_counted_in_a_register_has_no_unit() {
    expect_of_keys(
        |v| v["groups"][0]["scenarios"][0]["draws"][0] = json!("{doors:unit} {loose:is/are} {."),
        &[
            "groups[0].scenarios[0].draws[0]: {doors} is counted in the register, and has no unit; write the noun in two forms, as in {doors} {doors:system/systems}",
            "groups[0].scenarios[0].draws[0]: opens a placeholder that is not closed; write {question-id}",
        ],
    );
    let says = json!("{answer:unit} and {register:unit}.");
    let problem = |check: u8, id: &str| {
        format!(
            "systems.checks[{check}].says: {{{id}}} is counted in the register, and has no unit; write the noun in two forms, as in {{{id}}} {{{id}:system/systems}}"
        )
    };
    expect_of_keys(
        |v| v["systems"]["checks"][0]["says"] = says.clone(),
        &[&problem(0, "register")],
    );
    // Where no number is allowed at all, none was answered.
    expect_of_keys(
        |v| v["systems"]["checks"][1]["says"] = says.clone(),
        &[&problem(1, "answer"), &problem(1, "register")],
    );
}

#[test]
fn a_misfit_in_a_register_names_its_line() {
    let source = include_str!("../../../tests/keys.json");
    for (line, put, says) in [
        (
            "      \"condition\": \"agreed\",",
            "\"condition\": \"no\",",
            "exemptions[0].approval.condition",
        ),
        (
            "    \"expiry\": \"good-until\"",
            "\"expiry\": \"paper\"",
            "evidence.expiry",
        ),
        (
            "        \"tally\": \"doors\",",
            "\"tally\": \"no\",",
            "systems.checks[0].tally",
        ),
    ] {
        let mut lines: Vec<&str> = source.lines().collect();
        let at = lines
            .iter()
            .position(|l| l.trim() == line.trim())
            .unwrap_or_else(|| panic!("{line}"));
        lines[at] = put;
        let told = load(lines.join("\n").as_bytes()).unwrap_err().to_string();
        let expected = format!("line {}, field {says}: ", at + 1);
        assert!(told.contains(&expected), "{expected}: {told}");
    }
}
