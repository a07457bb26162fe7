//! What the review shows, table by table; and that nothing is left out or told twice.

use std::collections::BTreeSet;

use jiff::civil::{Date, date};
use proptest::prelude::*;

use super::*;
use crate::facts::{Answer, Carried, Event, Evidence, Exemption, FileOf, Fingerprint, Gap, Origin};
use crate::questionnaire::{ExemptionKind, Question, built_in};
use crate::rules::evaluate::Sheet;
use crate::rules::outcome::Outcome;

fn today() -> Date {
    date(2026, 11, 24)
}

fn id(id: &str) -> QuestionId {
    id.try_into().unwrap()
}

fn choice(id: &str) -> Answer {
    Answer::Choice(id.try_into().unwrap())
}

/// An answer that fits a question: the choice with this number, or something short.
fn plausible(question: &Question, pick: usize) -> Answer {
    match &question.input {
        Input::OneOf(choices) => Answer::Choice(choices[pick % choices.len()].id.clone()),
        Input::AnyOf(choices) => {
            Answer::Choices(BTreeSet::from([choices[pick % choices.len()].id.clone()]))
        }
        Input::Number { .. } => Answer::Number(pick as u64),
        Input::Date { .. } => Answer::Date(date(2026, 11, 1)),
        Input::Line { .. } | Input::Paragraphs { .. } => Answer::Text("A text.".into()),
    }
}

fn review(asked: &Questionnaire, state: &Assessment) -> (Results, Review) {
    let results = Results::of(asked, state, today());
    let review = Review::of(asked, state, &results, today());
    (results, review)
}

fn answered(pairs: &[(&str, Answer)]) -> Assessment {
    Assessment {
        answers: pairs.iter().map(|(q, a)| (id(q), a.clone())).collect(),
        ..Assessment::default()
    }
}

/// An exemption of a kind with all fields given.
fn exemption(kind: &ExemptionKind, scenario: &str, requirement: &str) -> Exemption {
    Exemption {
        requirements: [requirement.try_into().unwrap()].into(),
        scenarios: [scenario.try_into().unwrap()].into(),
        fields: kind
            .questions()
            .map(|q| match q.input {
                Input::Number { .. } => (q.id.clone(), Answer::Number(3)),
                _ => (q.id.clone(), plausible(q, 0)),
            })
            .collect(),
        ..Exemption::blank(kind.id.clone())
    }
}

/// A reason for what is not enforced for internal administrators, that counts until its review.
fn weighed(asked: &Questionnaire, until: Date) -> Assessment {
    let mut state = answered(&[
        ("internal-mfa", choice("none")),
        ("internal-accounts", Answer::Number(3)),
        ("internal-shared", choice("no")),
        ("hosting", choice("own")),
    ]);
    let kind = asked.exemption_kind(&"REASON".try_into().unwrap()).unwrap();
    let mut reason = exemption(kind, "internal-admins", "R3");
    reason.fields.insert(id("next-review"), Answer::Date(until));
    let relied = reason.relied(kind);
    reason.life.approvals.push(relied);
    state.exemptions.insert(ExemptionId(1), reason);
    state
}

fn first_question(asked: &Questionnaire, scenario: &str) -> QuestionId {
    let scenario = asked.scenario(&scenario.try_into().unwrap()).unwrap();
    scenario.questions[0].id.clone()
}

#[test]
fn a_must_that_is_not_met_comes_first_and_what_is_met_last() {
    let (must, should, may) = (Force::Must, Force::Should, Force::May);
    let order = [
        (Outcome::NotMet, must),
        (Outcome::PartlyMet, must),
        (Outcome::DontKnow, must),
        (Outcome::NotAnswered, must),
        (Outcome::NotAsked, must),
        (Outcome::NotMet, should),
        (Outcome::PartlyMet, should),
        (Outcome::DontKnow, should),
        (Outcome::MetByExemption, must),
        (Outcome::NotMet, may),
        (Outcome::DontKnow, may),
        (Outcome::Met, must),
        (Outcome::NotApplicable, must),
    ];
    let ranks: Vec<u8> = order.iter().map(|(o, f)| rank(*o, *f)).collect();
    assert!(ranks.is_sorted_by(|a, b| a < b), "{ranks:?}");
}

#[test]
fn requirements_and_scenarios_are_sorted_by_what_presses() {
    let asked = built_in().unwrap();
    let state = answered(&[("vpn-mfa", choice("none"))]);
    let (_, review) = review(&asked, &state);
    assert_eq!(review.requirements[0].id.as_str(), "R1");
    let first = &review.requirements[0].scenarios[0];
    assert_eq!(first.id.as_str(), "vpn");
    assert_eq!(first.finding.outcome, Outcome::NotMet);
    assert!(!first.finding.because.is_empty());
}

#[test]
fn each_kind_of_point_leads_to_where_it_is_put_right() {
    let asked = built_in().unwrap();
    // Not answered, and not known.
    let state = answered(&[("vpn-mfa", Answer::DontKnow)]);
    let (_, found) = review(&asked, &state);
    let at = |found: &Review, question: &str| {
        let spot = Spot::Question(id(question));
        let mut points = found.points().filter(|p| p.at == spot);
        points.next().map(|p| (p.kind, p.says.clone()))
    };
    let (kind, says) = at(&found, "vpn-mfa").unwrap();
    assert_eq!(kind, PointKind::DontKnow);
    assert!(says.starts_with("Remote access by VPN: "), "{says}");
    let open = first_question(&asked, "legacy");
    assert_eq!(
        at(&found, open.as_str()).map(|p| p.0),
        Some(PointKind::Unanswered)
    );
    // An exemption without anything: each field once, and its scope.
    let mut state = answered(&[("vpn-mfa", choice("none"))]);
    let kind = "SPECIFIC".try_into().unwrap();
    state.exemptions.insert(
        ExemptionId(1),
        Exemption {
            scenarios: ["vpn".try_into().unwrap()].into(),
            ..Exemption::blank(kind)
        },
    );
    let (_, found) = review(&asked, &state);
    let spots: Vec<&Spot> = found
        .points()
        .filter(|p| p.kind == PointKind::Gap)
        .map(|p| &p.at)
        .collect();
    assert!(spots.contains(&&Spot::Exemption(ExemptionId(1), None)));
    let milestone = Spot::Exemption(ExemptionId(1), Some(id("milestone")));
    let here = spots.iter().filter(|spot| ***spot == milestone);
    assert_eq!(here.count(), 1);
}

#[test]
fn a_question_stands_under_the_requirement_whose_rules_read_it() {
    let asked = built_in().unwrap();
    let hosted = "managed-int";
    let scenario = asked.scenario(&"suppliers".try_into().unwrap()).unwrap();
    let reads = |requirement: &str| {
        let mut assess = scenario.assess.iter();
        let of = assess.find(|a| a.requirement.as_str() == requirement);
        let rules = &of.unwrap().rules;
        rules
            .iter()
            .any(|r| r.when.questions().contains(&&id(hosted)))
    };
    assert!(reads("R3") && !reads("R2"), "{hosted} decides R3 only");
    let both = ["external", "internal"].map(|id| id.try_into().unwrap());
    let state = answered(&[
        (
            "organisation-type",
            Answer::Choice("trust".try_into().unwrap()),
        ),
        ("managed-any", Answer::Choices(both.into())),
        (hosted, Answer::DontKnow),
    ]);
    let (_, review) = review(&asked, &state);
    let spot = Spot::Question(id(hosted));
    let holds = |r: &&ReviewedRequirement| {
        let mut points = r.scenarios.iter().flat_map(|s| &s.points);
        points.any(|p| p.at == spot)
    };
    let under: Vec<&str> = review
        .requirements
        .iter()
        .filter(holds)
        .map(|r| r.id.as_str())
        .collect();
    assert_eq!(under, ["R3"]);
}

#[test]
fn an_exemption_is_seen_where_it_serves_and_its_end_is_said_when_it_is_near() {
    let asked = built_in().unwrap();
    let mut near_first = vec![];
    for (until, soon) in [(date(2026, 12, 24), true), (date(2027, 9, 1), false)] {
        let state = weighed(&asked, until);
        let (results, review) = review(&asked, &state);
        assert!(
            results.exemptions[&ExemptionId(1)].counts(),
            "{:?}",
            results.exemptions
        );
        let scenarios = review.requirements.iter().flat_map(|r| &r.scenarios);
        let resting: Vec<&ReviewedScenario> =
            scenarios.filter(|s| !s.rests_on.is_empty()).collect();
        let [one] = resting.as_slice() else {
            panic!("{resting:?}")
        };
        assert_eq!(one.id.as_str(), "internal-admins");
        let rests = &one.rests_on[0];
        assert_eq!((rests.until, rests.ends_soon), (Some(until), soon));
        assert_eq!(rests.phase, "approved");
        near_first.push(rests.words());
    }
    assert_eq!(
        near_first,
        [
            "approved, until 24 December 2026 (soon)",
            "approved, until 1 September 2027"
        ]
    );
}

#[test]
fn what_is_carried_forward_is_to_be_confirmed_and_stands_before_the_sign_off_where_it_is_asked() {
    let asked = built_in().unwrap();
    let mut last = answered(&[("vpn-mfa", choice("none"))]);
    last.notes
        .insert("vpn".try_into().unwrap(), "A note.".into());
    let kind = asked
        .exemption_kind(&"SPECIFIC".try_into().unwrap())
        .unwrap();
    last.exemptions
        .insert(ExemptionId(1), exemption(kind, "vpn", "R1"));
    let origin = Origin {
        record: "last".into(),
        organisation: String::new(),
        version: asked.version.clone(),
        fingerprint: Fingerprint::of(b""),
        last: "2025-11-20T12:00:00Z".parse().unwrap(),
    };
    let carried = Carried::of(origin, &asked, &last, &asked).unwrap();
    let mut state = Assessment::default();
    state
        .apply(2, &Event::CarriedForward(Box::new(carried)))
        .unwrap();
    let (_, review) = review(&asked, &state);
    let kinds = |spot: &Spot| -> Vec<PointKind> {
        let points = review.points().filter(|p| p.at == *spot);
        points.map(|p| p.kind).collect()
    };
    assert_eq!(
        kinds(&Spot::Question(id("vpn-mfa"))),
        [PointKind::ToConfirm]
    );
    assert_eq!(
        kinds(&Spot::Note("vpn".try_into().unwrap())),
        [PointKind::Stale]
    );
    let milestone = Spot::Exemption(ExemptionId(1), Some(id("milestone")));
    assert_eq!(kinds(&milestone), [PointKind::ToConfirm]);
}

#[test]
fn a_confirmation_is_stale_after_a_year_where_its_kind_says_nothing_of_that() {
    let mut asked = built_in().unwrap();
    let kind = asked
        .exemptions
        .iter_mut()
        .find(|kind| kind.id.as_str() == "E1");
    kind.unwrap()
        .conditions
        .retain(|c| c.id.as_str() != "confirmed");
    let kind = asked.exemption_kind(&"E1".try_into().unwrap()).unwrap();
    for (confirmed, stale) in [(date(2025, 11, 24), 0), (date(2025, 11, 23), 1)] {
        let mut state = Assessment::default();
        let mut network = exemption(kind, "trusted-network", "R1");
        for (question, answer) in [
            ("accounts", choice("unprivileged")),
            ("inside", choice("yes")),
            ("confirmed-on", Answer::Date(confirmed)),
        ] {
            network.fields.insert(id(question), answer);
        }
        state.exemptions.insert(ExemptionId(1), network);
        let (_, review) = review(&asked, &state);
        let points = review.points().filter(|p| p.kind == PointKind::Stale);
        assert_eq!(points.count(), stale, "{confirmed}");
    }
}

#[test]
fn what_is_left_is_said_with_the_likely_time() {
    for (gaps, looks, minutes, says) in [
        (0, 0, 0, "Nothing is left before the sign-off."),
        (
            0,
            1,
            1,
            "Nothing is left before the sign-off. 1 thing is worth a look. Likely to take 1 minute.",
        ),
        (
            1,
            0,
            4,
            "1 thing is left before the sign-off. Likely to take 4 minutes.",
        ),
        (
            12,
            3,
            25,
            "12 things are left before the sign-off. 3 more are worth a look. Likely to take 25 \
             minutes.",
        ),
        (
            80,
            1,
            121,
            "80 things are left before the sign-off. 1 more is worth a look. Likely to take 3 hours.",
        ),
    ] {
        let left = Left {
            gaps,
            looks,
            minutes,
        };
        assert_eq!(left.words(), says);
    }
}

/// Some answers, some exemptions with some fields, and evidence that may have run out.
fn some_state(
    asked: &Questionnaire,
    answers: &[(u8, usize)],
    exemptions: &[(usize, usize, Vec<u8>)],
    expiries: &[i16],
) -> Assessment {
    let mut state = Assessment::default();
    for (question, (how, pick)) in asked.questions().zip(answers) {
        let answer = match how % 4 {
            0 => continue,
            1 if question.dont_know.is_some() => Answer::DontKnow,
            _ => plausible(question, *pick),
        };
        state.answers.insert(question.id.clone(), answer);
    }
    let scenarios: Vec<&ScenarioId> = asked.scenarios().map(|s| &s.id).collect();
    for (number, (kind, scenario, fields)) in (1..).zip(exemptions) {
        let kind = &asked.exemptions[kind % asked.exemptions.len()];
        let scenario = scenarios[scenario % scenarios.len()];
        let mut exemption = exemption(kind, scenario.as_str(), kind.requirements[0].as_str());
        let left_out = kind.questions().zip(fields).filter(|(_, keep)| **keep == 0);
        for (question, _) in left_out {
            exemption.fields.remove(&question.id);
        }
        let relied = exemption.relied(kind);
        exemption.life.approvals.push(relied);
        state.exemptions.insert(ExemptionId(number), exemption);
    }
    let expiry = asked.evidence.as_ref().unwrap().expiry.clone().unwrap();
    for (number, days) in (1..).zip(expiries) {
        let day = today().saturating_add(i64::from(*days).days());
        let evidence = Evidence {
            fields: [(expiry.clone(), Answer::Date(day))].into(),
            scenarios: [scenarios[number as usize % scenarios.len()].clone()].into(),
            ..Evidence::default()
        };
        state.listed.insert(EvidenceId(number), evidence);
    }
    state
}

fn exists(asked: &Questionnaire, state: &Assessment, results: &Results, spot: &Spot) -> bool {
    match spot {
        Spot::Question(id) => results.shown.contains(id),
        Spot::Exemption(id, None) => state.exemptions.contains_key(id),
        Spot::Exemption(id, Some(field)) => {
            let exemption = &state.exemptions[id];
            let kind = asked.exemption_kind(&exemption.kind).unwrap();
            Sheet::of_exemption(kind, &exemption.fields, today()).is_shown(field)
        }
        Spot::System(id) => state.systems.contains_key(id),
        Spot::Evidence(id) => state.listed.contains_key(id),
        Spot::Note(id) | Spot::EvidenceOf(id) => asked.scenario(id).is_some(),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn every_gap_is_a_point_nothing_comes_twice_and_every_spot_is_there(
        answers in proptest::collection::vec((0u8..4, 0usize..6), 250),
        exemptions in proptest::collection::vec(
            (0usize..8, 0usize..40, proptest::collection::vec(0u8..4, 40)), 0..5),
        expiries in proptest::collection::vec(-30i16..30, 0..4),
        changed in any::<bool>(),
    ) {
        let asked = built_in().unwrap();
        let state = some_state(&asked, &answers, &exemptions, &expiries);
        let results = Results::of(&asked, &state, today());
        let scenario = results.asked().next().map(|s| FileOf::Scenario(s.id.clone()));
        let listed = state.listed.keys().next().copied().map(FileOf::Listed);
        let named = scenario.into_iter().chain(listed).filter(|_| changed);
        let results = results.with_changed(named);
        let review = Review::of(&asked, &state, &results, today());
        let points: Vec<&Point> = review.points().collect();
        for gap in &results.gaps {
            let told = points.iter().any(|p| p.kind.is_gap() && match (gap, &p.at) {
                (Gap::Unanswered(id), Spot::Question(at)) => id == at,
                (Gap::Exemption(id), Spot::Exemption(at, _)) => id == at,
                (Gap::FileChanged(id), Spot::EvidenceOf(at)) => id == at,
                (Gap::NotKnown(id), Spot::Question(_)) => p.says.contains(id.as_str()),
                (Gap::EvidenceExpired(id) | Gap::EvidenceChanged(id), Spot::Evidence(at)) => id == at,
                _ => false,
            });
            prop_assert!(told, "{gap:?}");
        }
        for (index, point) in points.iter().enumerate() {
            prop_assert!(!points[..index].contains(point), "twice: {point:?}");
            for spot in [&point.at].into_iter().chain(&point.also) {
                prop_assert!(exists(&asked, &state, &results, spot), "nowhere: {point:?}");
            }
        }
        let unanswered = points.iter().filter(|p| p.kind == PointKind::Unanswered);
        prop_assert_eq!(unanswered.count(), results.unanswered());
        let gaps = points.iter().filter(|p| p.kind.is_gap()).count();
        prop_assert_eq!((review.left.gaps, review.left.looks), (gaps, points.len() - gaps));
        prop_assert_eq!(results.is_complete(), review.left.gaps == 0);
        for requirement in &review.requirements {
            let all = results.scenarios.iter().flat_map(|s| &s.findings);
            let all = all.filter(|f| f.requirement == requirement.id);
            prop_assert_eq!(requirement.scenarios.len(), all.count());
        }
    }
}
