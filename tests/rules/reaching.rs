//! Which exemption can cover what, worked out from the form of the exemption and from the answers, and not
//! from what the questionnaire declares; and what nobody knows of a must.

use jiff::civil::Date;
use mfa_assess::facts::{Answer, Exemption, ExemptionId, Gap};
use mfa_assess::questionnaire::{Input, QuestionId};
use mfa_assess::rules::{Finding, Outcome, Results, Standing, Unmet};
use proptest::prelude::*;
use proptest::sample::{select, subsequence};

use crate::language::{ASKED, Answers, TODAY, exemption, results, state};
use crate::properties::any_answers;

const ROUTES: [&str; 6] = ["vpn", "desktop", "web", "inside", "partner", "supplier"];

fn today() -> Date {
    TODAY.parse().unwrap()
}

/// A sound exemption of any extent, recorded everywhere for one requirement.
fn of_any_extent() -> impl Strategy<Value = Exemption> {
    let extent = (
        select(vec!["unprivileged", "privileged", "both"]),
        select(vec!["own", "partner", "external"]),
        subsequence(ROUTES.to_vec(), 1..=ROUTES.len()),
        1_u64..4,
        0_u64..4,
    );
    let kinds = vec![
        ("E1", "R1"),
        ("SPECIFIC", "R1"),
        ("SPECIFIC", "R2"),
        ("SPECIFIC", "R3"),
        ("REASON", "R3"),
    ];
    (select(kinds), extent).prop_map(|((kind, requirement), extent)| {
        let (accounts, hosting, routes, count, systems) = extent;
        let change = match kind {
            "E1" => format!("account-count={count}"),
            "REASON" => format!("account-count={count} system-count={systems}"),
            _ => format!(
                "accounts={accounts} hosting={hosting} route={} account-count={count} \
                 system-count={systems}",
                routes.join(",")
            ),
        };
        let mut record = exemption(kind, requirement, "vpn", &change);
        record.scenarios = ASKED.scenarios().map(|s| s.id.clone()).collect();
        let asked = ASKED.exemption_kind(&record.kind).unwrap();
        record.life.approvals = vec![record.relied(asked)];
        record
    })
}

fn field<'e>(record: &'e Exemption, id: &str) -> Option<&'e Answer> {
    record.fields.get(&QuestionId::try_from(id).unwrap())
}

fn choice<'e>(record: &'e Exemption, id: &str) -> &'e str {
    match field(record, id) {
        Some(Answer::Choice(choice)) => choice.as_str(),
        _ => "",
    }
}

fn count(record: &Exemption, id: &str) -> u64 {
    match field(record, id) {
        Some(Answer::Number(number)) => *number,
        _ => 0,
    }
}

fn number(answers: &Answers, id: &str) -> Option<u64> {
    match answers.get(&QuestionId::try_from(id).unwrap()) {
        Some(Answer::Number(number)) => Some(*number),
        _ => None,
    }
}

/// What the answers say falls short where a finding counts it: of which field of the form that many are
/// needed, and how many. A whole line is taken only where its sentence counts.
fn short_by(scenario: &str, finding: &Finding, answers: &Answers) -> Option<(&'static str, u64)> {
    let counts = |words: &str| finding.because.contains(words);
    let (field, all, done) = match scenario {
        "vpn" if counts(" accounts on the VPN") => ("account-count", "vpn-accounts", "vpn-covered"),
        "cloud" if counts(" cloud system") && counts("MFA is enforced in ") => {
            ("system-count", "cloud-systems", "cloud-enforced")
        }
        "hosting-admins" if counts("administrator accounts of tenants") => {
            ("account-count", "hosted-accounts", "hosted-covered")
        }
        "saas-admins" if counts("MFA is enforced for every administrator in ") => {
            ("system-count", "saas-systems", "saas-enforced")
        }
        "internal-admins" if counts("privileged accounts on your own") => {
            ("account-count", "internal-accounts", "internal-covered")
        }
        _ => return None,
    };
    Some((field, number(answers, all)? - number(answers, done)?))
}

/// Why this exemption cannot hold what falls short there, by what its form says.
fn cannot(
    record: &Exemption,
    scenario: &str,
    finding: &Finding,
    answers: &Answers,
) -> Option<String> {
    let accounts = match record.kind.as_str() {
        "E1" => "unprivileged",
        "REASON" => "privileged",
        _ => choice(record, "accounts"),
    };
    let is_of_people = [
        "vpn",
        "remote-desktop",
        "email",
        "cloud",
        "smartcards",
        "patients",
    ];
    let wrong_accounts = match finding.requirement.as_str() {
        "R1" => accounts == "privileged" && is_of_people.contains(&scenario),
        _ => accounts == "unprivileged",
    };
    if wrong_accounts {
        return Some(format!("{accounts} accounts"));
    }
    if record.kind.as_str() == "SPECIFIC" {
        let hosting = choice(record, "hosting");
        match finding.requirement.as_str() {
            "R2" if hosting == "own" => return Some("hosted by us".into()),
            "R3" if hosting == "external" => return Some("hosted by others".into()),
            _ => {}
        }
        // Where a finding is about one place that people sign in from, every route leads there.
        let is_of_a_place =
            finding.because.contains("listed places") || finding.because.contains("own sites");
        let route = match scenario {
            "vpn" => Some("vpn"),
            "remote-desktop" => Some("desktop"),
            "email" | "cloud" | "patients" => Some("web"),
            "supplier-support" => Some("supplier"),
            _ => None,
        };
        let route = route.filter(|_| finding.requirement.as_str() == "R1" && !is_of_a_place);
        if let (Some(route), Some(Answer::Choices(routes))) = (route, field(record, "route"))
            && routes.iter().all(|one| one.as_str() != route)
        {
            return Some(format!("not by {route}"));
        }
    }
    let (field, short) = short_by(scenario, finding, answers)?;
    let holds = record.kind.as_str() != "E1" || field == "account-count";
    let few = holds && count(record, field) < short;
    few.then(|| format!("{short} fall short"))
}

/// Whether every text of the form is this word.
fn filled_with(word: &str) -> Vec<Unmet> {
    let mut record = exemption("SPECIFIC", "R1", "legacy", "");
    let kind = ASKED.exemption_kind(&record.kind).unwrap();
    for question in kind.questions() {
        let answer = match question.input {
            Input::Line { .. } | Input::Paragraphs { .. } => Answer::Text(word.into()),
            Input::Number { .. } => Answer::Number(0),
            Input::OneOf(_) | Input::AnyOf(_) | Input::Date { .. } => continue,
        };
        record.fields.insert(question.id.clone(), answer);
    }
    record.life.approvals = vec![record.relied(kind)];
    record.unmet(&ASKED, kind, today())
}

#[test]
fn placeholders_in_every_field_leave_every_condition_unmet_that_a_text_evidences() {
    let words = [
        "TBC",
        "tbc.",
        "N/A",
        "n/a",
        "none",
        "None yet",
        "x",
        "XX",
        "?",
        "-",
        "--",
        "...",
        "[Name]",
        "<name>",
        "To be confirmed",
        "don't know",
        "Unknown",
        "TODO",
    ];
    for word in words {
        let unmet = filled_with(word);
        for condition in ["X1", "X2", "X3", "X4", "X6", "X7"] {
            let is_unmet = unmet.iter().any(|u| {
                u.condition
                    .as_ref()
                    .is_some_and(|id| id.as_str() == condition)
            });
            assert!(is_unmet, "{word} evidences {condition}: {unmet:#?}");
        }
        let zero = "How many accounts does it cover?";
        assert!(
            unmet.iter().any(|u| u.says.contains('0')),
            "{zero} {unmet:#?}"
        );
    }
    // A real answer that holds such a word is none.
    let sound = exemption(
        "SPECIFIC",
        "R1",
        "legacy",
        "why=none-of-the-three-supports-it",
    );
    let kind = ASKED.exemption_kind(&sound.kind).unwrap();
    assert_eq!(sound.unmet(&ASKED, kind, today()), []);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_exemption_covers_what_it_cannot_hold(answers in any_answers(), record in of_any_extent()) {
        let judged = results(&state(answers.clone(), vec![record.clone()]), TODAY);
        let counts = judged.exemptions.values().all(Standing::counts);
        for scenario in judged.asked() {
            for finding in &scenario.findings {
                let covers = finding.exemptions.contains(&ExemptionId(1));
                prop_assert!(counts || !covers, "it does not count");
                if covers {
                    let why = cannot(&record, scenario.id.as_str(), finding, &answers);
                    prop_assert_eq!(why, None, "{} {:?} {:?}", scenario.id, finding, record.fields);
                }
            }
        }
    }

    #[test]
    fn a_must_that_nobody_knows_of_is_always_left_before_the_sign_off(answers in any_answers()) {
        let judged: Results = results(&state(answers, vec![]), TODAY);
        for (requirement, result) in ASKED.requirements.iter().zip(&judged.requirements) {
            let is_must = requirement.force == mfa_assess::questionnaire::Force::Must;
            let is_unknown = is_must && result.outcome == Outcome::DontKnow;
            let is_left = judged.gaps.contains(&Gap::NotKnown(requirement.id.clone()));
            prop_assert_eq!(is_left, is_unknown, "{}", requirement.id);
        }
    }
}
