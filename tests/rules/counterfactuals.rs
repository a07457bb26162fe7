//! What would change a result: named answers do what is said of them.

use mfa_assess::facts::Answer;
use mfa_assess::questionnaire::{Assess, QuestionId, Scenario, Verdict, load};
use mfa_assess::rules::{Counterfactual, Instead, Outcome};
use proptest::prelude::*;

use crate::language::{ASKED, Answers, TODAY, answers, finding, results, state};
use crate::properties::any_answers;

/// What would change the plain result of one scenario for one requirement.
fn change(scenario: &Scenario, assess: &Assess, answers: &Answers) -> Option<Counterfactual> {
    let state = state(answers.clone(), vec![]);
    Counterfactual::of(&ASKED, &state, TODAY.parse().unwrap(), scenario, assess)
}

/// The plain outcome, where the scenario is asked.
fn plain(scenario: &Scenario, assess: &Assess, answers: &Answers) -> Option<Outcome> {
    let results = results(&state(answers.clone(), vec![]), TODAY);
    let found = finding(&results, scenario.id.as_str(), assess.requirement.as_str());
    found.map(|f| f.outcome)
}

fn said(scenario: &str, requirement: &str, case: &str) -> String {
    let scenario = ASKED.scenario(&scenario.try_into().unwrap()).unwrap();
    let mut all = scenario.assess.iter();
    let assess = all.find(|a| a.requirement.as_str() == requirement).unwrap();
    let answers = answers(case);
    let state = state(answers.clone(), vec![]);
    let found = finding(&results(&state, TODAY), scenario.id.as_str(), requirement);
    let change = change(scenario, assess, &answers);
    change.map_or_else(String::new, |c| c.words(&ASKED, &state, &found.unwrap()))
}

#[test]
fn the_rule_is_read_backwards() {
    for (scenario, requirement, case, parts) in [
        // One answer away, and no further than that.
        (
            "vpn",
            "R1",
            "vpn-mfa=all vpn-factor=second vpn-bypass=legacy,remembered",
            vec![
                "It would be met if the answer to “Who or what",
                "“None of these”",
            ],
        ),
        // What shows up on the way is answered as well.
        (
            "vpn",
            "R1",
            "vpn-mfa=none",
            vec![
                "“Enforced for everyone”",
                ", and to “What does a person",
                "” or “",
            ],
        ),
        // Numbers that do not reach are named as far as they have to.
        (
            "legacy",
            "R1",
            "legacy-systems=5 legacy-remote=3 legacy-front=2",
            vec![
                "It would be met if the answer to “For how many of these",
                "3 systems",
            ],
        ),
        (
            "vpn",
            "R1",
            "vpn-mfa=all vpn-factor=second vpn-bypass=",
            vec![
                "It would not be met if the answer to “Is MFA enforced",
                ", or to “Who or what",
            ],
        ),
        (
            "legacy",
            "R3",
            "hosting=own legacy-systems=5 legacy-admin=?",
            vec!["It would be met if the answer to “Is MFA enforced"],
        ),
    ] {
        let said = said(scenario, requirement, case);
        for part in parts {
            assert!(said.contains(part), "{scenario} {case}: {part}\n{said}");
        }
    }
}

/// No more collections are backed up than there are, which a cross-check looks at.
#[test]
fn nobody_is_told_to_contradict_themselves() {
    let asked = load(include_bytes!("../backups.json")).unwrap();
    let scenario = asked.scenarios().next().unwrap();
    let [all, copied] = ["collections", "collections-copied"].map(|id| id.try_into().unwrap());
    let numbers = |given: Answers| -> Vec<Answer> {
        let today = TODAY.parse().unwrap();
        let state = state(given, vec![]);
        match Counterfactual::of(&asked, &state, today, scenario, &scenario.assess[0]) {
            Some(Counterfactual::ToMet(changes)) => {
                changes.into_iter().flat_map(|c| c.answers).collect()
            }
            other => panic!("{other:?}"),
        }
    };
    let n = Answer::Number;
    let twelve = || (QuestionId::clone(&all), n(12));
    assert_eq!(numbers(Answers::new()), [n(1), n(1)]);
    assert_eq!(numbers([twelve()].into()), [n(12)]);
    let unknown = (QuestionId::clone(&copied), Answer::DontKnow);
    assert_eq!(numbers([twelve(), unknown].into()), [n(12)]);
}

/// The named answers, each of them once.
fn ways(changes: &[Instead]) -> Vec<Answers> {
    let first = changes
        .iter()
        .map(|c| (c.question.clone(), c.answers[0].clone()));
    let first: Answers = first.collect();
    let each = changes
        .iter()
        .flat_map(|c| c.answers.iter().map(move |a| (c, a)));
    each.map(|(change, answer)| {
        let mut way = first.clone();
        way.insert(change.question.clone(), answer.clone());
        way
    })
    .collect()
}

/// Whether any rule says "met".
fn reaches_met(assess: &Assess) -> bool {
    let findings = assess.rules.iter().map(|rule| &rule.then);
    let mut all = findings.chain([&assess.otherwise]);
    all.any(|f| f.verdict == Verdict::Met)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_named_answer_does_what_is_said_of_it(given in any_answers()) {
        for scenario in ASKED.scenarios() {
            for assess in &scenario.assess {
                let Some(before) = plain(scenario, assess, &given) else { continue };
                let name = format!("{} {}", scenario.id, assess.requirement);
                let found = change(scenario, assess, &given);
                match found {
                    None => {}
                    Some(Counterfactual::ToMet(ref changes) | Counterfactual::ToNotApplicable(ref changes)) => {
                        prop_assert!(!matches!(before, Outcome::Met | Outcome::NotApplicable), "{}", name);
                        let promised = match found {
                            Some(Counterfactual::ToMet(_)) => Outcome::Met,
                            _ => Outcome::NotApplicable,
                        };
                        for way in ways(changes) {
                            let mut further = given.clone();
                            further.extend(way);
                            prop_assert_eq!(plain(scenario, assess, &further), Some(promised), "{} {:?}", name, changes);
                        }
                    }
                    Some(Counterfactual::Arises(changes)) => {
                        prop_assert_eq!(before, Outcome::NotApplicable, "{}", name);
                        for change in &changes {
                            for answer in &change.answers {
                                let mut further = given.clone();
                                further.insert(change.question.clone(), answer.clone());
                                let after = plain(scenario, assess, &further);
                                prop_assert!(after.is_some_and(|o| o != Outcome::NotApplicable), "{} {:?}", name, change);
                            }
                        }
                    }
                    Some(Counterfactual::Away(changes)) => {
                        prop_assert_eq!(before, Outcome::Met, "{}", name);
                        for (change, _) in &changes {
                            for answer in &change.answers {
                                let mut further = given.clone();
                                further.insert(change.question.clone(), answer.clone());
                                let after = plain(scenario, assess, &further);
                                prop_assert!(matches!(after, Some(Outcome::PartlyMet | Outcome::NotMet)), "{} {:?}", name, change);
                            }
                        }
                    }
                }
            }
        }
    }
}

#[test]
fn each_result_says_what_would_change_it() {
    for (scenario, requirement, table) in crate::outcomes::tables() {
        let scenario = ASKED.scenario(&(*scenario).try_into().unwrap()).unwrap();
        let mut all = scenario.assess.iter();
        let assess = all
            .find(|a| a.requirement.as_str() == *requirement)
            .unwrap();
        for (case, then) in crate::language::cases(table) {
            if then == "not asked" {
                continue;
            }
            let found = change(scenario, assess, &answers(case));
            let as_told = match (then, &found) {
                ("met", Some(Counterfactual::Away(_))) => true,
                // Who is let in by the network is never decided by one answer: the network matters too.
                ("met", None) => scenario.id.as_str() == "trusted-network",
                ("not applicable", Some(Counterfactual::Arises(_))) => true,
                ("met" | "not applicable", _) => false,
                (_, Some(Counterfactual::ToMet(_))) => true,
                (_, Some(Counterfactual::ToNotApplicable(_))) => !reaches_met(assess),
                _ => false,
            };
            assert!(as_told, "{} {requirement}: {case}: {found:?}", scenario.id);
        }
    }
}
