//! Against a small policy with two scopes, numbers, and two kinds of exemption.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use jiff::civil::date;
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::facts::{Answer, Assessment, Exemption, ExemptionId};
use crate::questionnaire::{Questionnaire, load};
use crate::rules::outcome::Outcome;
use crate::rules::results::Results;
use crate::rules::standing::Standing;

static ASKED: LazyLock<Questionnaire> =
    LazyLock::new(|| load(policy().to_string().as_bytes()).unwrap());

fn number(id: &str, unit: &str) -> Value {
    json!({
        "id": id, "text": format!("How many {unit}?"), "optional": true,
        "dont_know": {"ask": "a", "action": "Count them."},
        "input": {"number": {"unit": unit, "max": 10_000}},
    })
}

fn chosen(question: &str, choice: &str) -> Value {
    json!({"chosen": {"question": question, "any_of": [choice]}})
}

fn policy() -> Value {
    let from = json!({"certainty": "interpretation", "sources": ["S"]});
    let line = |id: &str| json!({"id": id, "text": "Who?", "input": {"line": {"max": 40}}});
    let finding = |verdict: &str| json!({"verdict": verdict, "because": "So."});
    let about = |who: &[&str], number: Value| {
        let mut finding = finding("partly-met");
        finding["concerns"] = json!({
            "scopes": {"who": who, "where": ["in", "out"]},
        });
        if !number.is_null() {
            finding["concerns"]["number"] = number;
        }
        finding
    };
    let gap = json!({"count": "accounts", "of": "all", "less": "covered"});
    let kind = |id: &str, reach: Value| {
        json!({
            "id": id, "title": "t", "text": "t", "from": from, "requirements": ["R"], "name": "what",
            "reach": reach,
            "steps": [{"title": "t", "questions": [
                line("what"),
                {"id": "who", "text": "Who?", "input": {"one_of": [
                    {"id": "staff", "label": "Staff"}, {"id": "both", "label": "Both"},
                ]}},
                {"id": "where", "text": "Where?", "input": {"any_of": [
                    {"id": "in", "label": "Inside"}, {"id": "out", "label": "Outside"},
                ]}},
                number("count", "accounts"),
            ]}],
            "conditions": [{
                "id": "named", "title": "named", "unmet": "It is not named.", "from": from,
                "met_when": {"answered": "what"},
            }],
        })
    };
    json!({
        "format": 1, "id": "small", "version": "1", "title": "t", "subject": "t", "publisher": "t",
        "introduction": "t", "caution": "t",
        "sources": [{"id": "S", "title": "t", "seen": "All of it.", "checked": "2026-11-24"}],
        "views": [{"id": "policy", "title": "t", "about": "t"}],
        "requirements": [
            {"id": "R", "view": "policy", "title": "t", "text": "t", "force": "must", "from": from},
        ],
        "organisation": {
            "title": "t", "about": "t", "name": "name", "assessor": "assessor",
            "questions": [line("name"), line("assessor")],
        },
        "groups": [{"id": "g", "title": "t", "scenarios": [{
            "id": "s", "title": "t", "about": "t",
            "questions": [
                {"id": "short", "text": "Who is left out?", "input": {"one_of": [
                    {"id": "staff", "label": "Staff"}, {"id": "everyone", "label": "Everyone"},
                    {"id": "counted", "label": "Some"}, {"id": "nobody", "label": "Nobody"},
                ]}},
                number("all", "accounts"), number("covered", "accounts"),
            ],
            "assess": [{
                "requirement": "R",
                "rules": [
                    {"when": chosen("short", "staff"), "then": about(&["staff"], Value::Null)},
                    {"when": chosen("short", "everyone"), "then": about(&["staff", "admins"], Value::Null)},
                    {"when": chosen("short", "counted"), "then": about(&["staff"], gap)},
                ],
                "otherwise": finding("met"),
            }],
        }]}],
        "scopes": [
            {"id": "who", "title": "people", "values": [
                {"id": "staff", "label": "staff"}, {"id": "admins", "label": "administrators"},
            ]},
            {"id": "where", "title": "places", "values": [
                {"id": "in", "label": "inside"}, {"id": "out", "label": "outside"},
            ]},
        ],
        "exemptions": [
            kind("FORM", json!({
                "scopes": {
                    "who": {"answer": {"question": "who", "choices": {"both": ["staff", "admins"]}}},
                    "where": {"answer": {"question": "where"}},
                },
                "numbers": {"accounts": "count"},
            })),
            kind("STAFF", json!({"scopes": {"who": {"always": ["staff"]}}})),
            kind("INSIDE", json!({"scopes": {"where": {"always": ["in"]}}})),
        ],
        "sign_off": {"declaration": "t", "roles": [{"id": "chair", "label": "Chair"}]},
        "markings": ["OFFICIAL"],
    })
}

/// What an exemption says of itself.
#[derive(Debug, Clone)]
struct Says {
    kind: &'static str,
    who: Option<&'static str>,
    places: &'static [&'static str],
    count: Option<u64>,
}

const BOTH: &[&str] = &["in", "out"];

fn form(who: &'static str, places: &'static [&'static str], count: u64) -> Says {
    Says {
        kind: "FORM",
        who: Some(who),
        places,
        count: Some(count),
    }
}

fn judged(short: &str, all: Option<u64>, covered: Option<u64>, given: &[Says]) -> Results {
    let mut state = Assessment::default();
    let mut answer = |id: &str, answer: Answer| {
        state.answers.insert(id.try_into().unwrap(), answer);
    };
    answer("short", Answer::Choice(short.try_into().unwrap()));
    for (id, number) in [("all", all), ("covered", covered)] {
        answer(id, number.map_or(Answer::DontKnow, Answer::Number));
    }
    for (number, says) in (1..).zip(given) {
        let mut exemption = Exemption::blank(says.kind.try_into().unwrap());
        exemption.requirements = ["R".try_into().unwrap()].into();
        exemption.scenarios = ["s".try_into().unwrap()].into();
        let mut field = |id: &str, answer: Answer| {
            exemption.fields.insert(id.try_into().unwrap(), answer);
        };
        field("what", Answer::Text("The archive".into()));
        if let Some(who) = says.who {
            field("who", Answer::Choice(who.try_into().unwrap()));
        }
        let places: BTreeSet<_> = says
            .places
            .iter()
            .map(|p| (*p).try_into().unwrap())
            .collect();
        field("where", Answer::Choices(places));
        if let Some(count) = says.count {
            field("count", Answer::Number(count));
        }
        state.exemptions.insert(ExemptionId(number), exemption);
    }
    Results::of(&ASKED, &state, date(2026, 11, 24))
}

fn outcome(results: &Results) -> (Outcome, String) {
    let finding = &results.scenarios[0].findings[0];
    (finding.outcome, finding.because.clone())
}

#[test]
fn one_exemption_reaches_what_it_is_for_and_nothing_else() {
    let cases: [(&str, Says, Option<&str>); 6] = [
        ("staff", form("staff", BOTH, 5), None),
        ("everyone", form("both", BOTH, 5), None),
        (
            "everyone",
            form("staff", BOTH, 5),
            Some(
                "Exemption EX-1 does not cover all of this: it is for staff, and this is about staff and administrators.",
            ),
        ),
        (
            "staff",
            form("staff", &["in"], 5),
            Some("it is for inside, and this is about inside and outside."),
        ),
        (
            "staff",
            form("staff", &[], 5),
            Some("it does not say for which places, and this is about inside and outside."),
        ),
        (
            "everyone",
            Says {
                kind: "STAFF",
                who: None,
                places: &[],
                count: None,
            },
            Some("it is for staff, and this is about staff and administrators."),
        ),
    ];
    for (short, says, refused) in cases {
        let results = judged(short, None, None, std::slice::from_ref(&says));
        assert!(matches!(
            results.exemptions[&ExemptionId(1)],
            Standing::Valid { .. }
        ));
        let (found, because) = outcome(&results);
        match refused {
            None => {
                assert_eq!(found, Outcome::MetByExemption, "{says:?}");
                assert_eq!(because, "So. Exemption in force: EX-1.");
            }
            Some(why) => {
                assert_eq!(found, Outcome::PartlyMet, "{says:?}");
                assert!(
                    because.starts_with("The must is not met. So. "),
                    "{because}"
                );
                assert!(because.ends_with(why), "{because}");
                assert_eq!(results.short_of(ExemptionId(1)).count(), 1);
            }
        }
    }
}

#[test]
fn what_no_number_bounds_lifts_the_bound_only_where_it_reaches_all() {
    let cover = |given: &[Says]| outcome(&judged("counted", Some(300), Some(0), given));
    let of = |kind| Says {
        kind,
        who: None,
        places: &[],
        count: None,
    };
    let five = form("staff", BOTH, 5);
    let (found, because) = cover(&[five.clone(), of("INSIDE")]);
    assert_eq!(found, Outcome::PartlyMet);
    assert!(
        because.contains("Exemption EX-1 covers 5 accounts, and 300 accounts fall short."),
        "{because}"
    );
    let (found, _) = cover(&[form("staff", &["out"], 300), of("INSIDE")]);
    assert_eq!(found, Outcome::MetByExemption);
    let (found, _) = cover(&[five, of("STAFF")]);
    assert_eq!(found, Outcome::MetByExemption);
}

#[test]
fn five_accounts_never_cover_three_hundred() {
    let cover = |all, covered, given: &[Says]| outcome(&judged("counted", all, covered, given));
    let five = form("staff", BOTH, 5);
    let (found, because) = cover(Some(300), Some(0), std::slice::from_ref(&five));
    assert_eq!(found, Outcome::PartlyMet);
    assert!(
        because.ends_with("Exemption EX-1 covers 5 accounts, and 300 accounts fall short."),
        "{because}"
    );
    let (found, _) = cover(Some(300), Some(295), std::slice::from_ref(&five));
    assert_eq!(found, Outcome::MetByExemption);
    let two = [five.clone(), form("both", BOTH, 3)];
    let (_, because) = cover(Some(300), Some(290), &two);
    assert!(
        because.contains(
            "Exemptions EX-1 and EX-2 together cover 8 accounts, and 10 accounts fall short."
        ),
        "{because}"
    );
    assert_eq!(because.matches("together cover").count(), 1, "said once");
    let (found, _) = cover(Some(300), Some(292), &two);
    assert_eq!(found, Outcome::MetByExemption);
    let many = vec![form("both", BOTH, 1); 23];
    let (_, because) = cover(Some(300), Some(260), &[many.as_slice(), &two].concat());
    assert!(because.contains("Exemptions EX-1, EX-2,"), "{because}");
    assert!(because.contains("EX-20 and 5 more together"), "{because}");
    let (found, because) = cover(Some(300), Some(292), &[many.as_slice(), &two].concat());
    assert_eq!(found, Outcome::MetByExemption);
    assert!(because.ends_with("and 5 more."), "{because}");
    // Beyond the twenty of which each is told, all that is recorded is counted.
    let outside = vec![form("staff", &["out"], 1); 22];
    let (found, because) = cover(Some(300), Some(0), &outside);
    assert_eq!(found, Outcome::PartlyMet);
    assert!(
        because.ends_with("The register has 2 more exemptions recorded for this."),
        "{because}"
    );
    let (_, because) = cover(Some(300), Some(0), &outside[..21]);
    assert!(
        because.ends_with("The register has 1 more exemption recorded for this."),
        "{because}"
    );
    let (_, because) = cover(Some(300), Some(0), &outside[..20]);
    assert!(!because.contains("The register has"), "{because}");
    let (found, because) = cover(None, Some(1), std::slice::from_ref(&five));
    assert_eq!(found, Outcome::PartlyMet);
    assert!(
        because.contains("It is not known how many accounts fall short here"),
        "{because}"
    );
    let silent = Says {
        count: None,
        ..five
    };
    let (_, because) = cover(Some(9), Some(0), &[silent]);
    assert!(
        because.ends_with(
            "Exemption EX-1 does not say how many accounts it covers, and 9 accounts fall short."
        ),
        "{because}"
    );
}

#[test]
fn two_exemptions_cover_together_only_what_each_pair_of_scopes_allows() {
    let halves = [form("staff", BOTH, 5), form("both", &["in"], 5)];
    let (found, _) = outcome(&judged("everyone", None, None, &halves));
    assert_eq!(
        found,
        Outcome::PartlyMet,
        "administrators outside are in neither of them"
    );
    let whole = [form("both", &["out"], 5), form("both", &["in"], 5)];
    let (found, because) = outcome(&judged("everyone", None, None, &whole));
    assert_eq!(found, Outcome::MetByExemption);
    assert!(
        because.ends_with("Exemption in force: EX-1 and EX-2."),
        "{because}"
    );
}

fn says() -> impl Strategy<Value = Says> {
    let places = prop::sample::select(vec![&[][..], &["in"][..], &["out"][..], BOTH]);
    let who = prop::option::of(prop::sample::select(vec!["staff", "both"]));
    let count = prop::option::of(0_u64..8);
    (prop::bool::ANY, who, places, count).prop_map(|(is_form, who, places, count)| Says {
        kind: if is_form { "FORM" } else { "STAFF" },
        who,
        places,
        count,
    })
}

proptest! {
    /// Written the other way round than the code: account by account, place by place.
    #[test]
    fn nothing_is_covered_that_the_scopes_declared_cannot_hold(
        short in prop::sample::select(vec!["staff", "everyone", "counted"]),
        all in prop::option::of(0_u64..10),
        covered in prop::option::of(0_u64..10),
        given in prop::collection::vec(says(), 0..4),
    ) {
        let (found, because) = outcome(&judged(short, all, covered, &given));
        let people: &[&str] = if short == "everyone" { &["staff", "admins"] } else { &["staff"] };
        let holds = |says: &Says, who: &str, place: &str| match says.kind {
            "STAFF" => who == "staff",
            _ => says.places.contains(&place)
                && (says.who == Some("both") || (says.who == Some("staff") && who == "staff")),
        };
        let pairs = people.iter().flat_map(|who| BOTH.iter().map(move |place| (*who, *place)));
        let reached = pairs.clone().all(|(who, place)| given.iter().any(|s| holds(s, who, place)));
        let counts = given
            .iter()
            .filter(|s| pairs.clone().any(|(who, place)| holds(s, who, place)));
        let unbounded = counts.clone().any(|s| s.kind == "STAFF");
        let held: u64 = counts.filter_map(|s| s.count).sum();
        let enough = match (all, covered) {
            _ if short != "counted" || unbounded => true,
            // What falls short is more than nothing, whatever the numbers say.
            (Some(all), Some(covered)) => all > covered && held >= all - covered,
            _ => false,
        };
        let expected = reached && enough;
        prop_assert_eq!(found == Outcome::MetByExemption, expected, "{}", because);
    }
}
