//! What a register says about an exemption with gaps: one sentence for each, at its field, and each
//! sentence that the questionnaire holds is said about some exemption.

use std::collections::BTreeSet;

use mfa_assess::questionnaire::ExemptionKind;
use mfa_assess::rules::Unmet;

use crate::language::{ASKED, TODAY, exemption};

/// Changes to a sound record besides taking each field away.
const CASES: &[(&str, &[&str])] = &[
    (
        "E1",
        &[
            "accounts=both",
            "inside=no",
            "confirmed-on=2026-11-25",
            "confirmed-on=2015-11-25",
        ],
    ),
    (
        "E2",
        &[
            "same-user=no",
            "same-device=?",
            "confirmed-on=2026-11-25",
            "confirmed-on=2015-11-25",
        ],
    ),
    (
        "SPECIFIC",
        &[
            "risk-date=2026-11-25",
            "risk-date=2019-05-01",
            "safety-officer=no",
            "caldicott=no",
            "approved-by=not-yet",
            "approved-by=delegate",
            "approved-on=2026-11-25 next-review=2027-11-25",
            "author=Alex",
            "next-review=2026-11-23",
            "next-review=2027-09-01 last-review=2026-11-25",
            "next-review=2027-03-03",
            "start=2026-11-25",
            "expiry=2026-11-23",
            "target-date=2026-11-23",
            "has-target=no",
        ],
    ),
    (
        "REASON",
        &[
            "approved-by=not-yet",
            "approved-by=delegate",
            "owner=Alex",
            "approved-on=2026-11-25",
            "next-review=2026-11-23",
            "next-review=2027-03-03",
            "last-review=2026-11-25 next-review=2027-11-25",
        ],
    ),
];

fn kind(id: &str) -> &'static ExemptionKind {
    ASKED.exemption_kind(&id.try_into().unwrap()).unwrap()
}

/// What is said about a sound record with this change.
fn said(id: &str, case: &str) -> Vec<Unmet> {
    let requirement = kind(id).requirements[0].as_str();
    let record = exemption(id, requirement, "vpn", case);
    record.unmet(&ASKED, kind(id), TODAY.parse().unwrap())
}

/// Everything that is said about records of this kind with one gap each.
fn all_said(id: &str, cases: &[&str]) -> Vec<Unmet> {
    let sound = exemption(id, kind(id).requirements[0].as_str(), "vpn", "");
    let gone = sound.fields.keys().map(|field| format!("-{field}"));
    let cases = cases.iter().map(|case| (*case).to_owned());
    gone.chain(cases).flat_map(|case| said(id, &case)).collect()
}

/// The part of a sentence before its first placeholder.
fn head(sentence: &str) -> &str {
    sentence.split('{').next().unwrap_or_default()
}

#[test]
fn each_sentence_about_a_gap_is_said_at_its_field() {
    for (id, cases) in CASES {
        let said = all_said(id, cases);
        for condition in &kind(id).conditions {
            let Some(met_when) = &condition.met_when else {
                continue;
            };
            for question in met_when.each_question() {
                let asked = kind(id).question(question).unwrap();
                let Some(missing) = asked.missing.as_ref().filter(|_| !asked.optional) else {
                    assert!(
                        asked.optional || is_set_by_the_rest(id, question.as_str()),
                        "{question}"
                    );
                    continue;
                };
                let there = said
                    .iter()
                    .any(|unmet| unmet.field.as_ref() == Some(question) && unmet.says == *missing);
                assert!(there, "{id}: nobody is told: {missing}");
            }
            for fault in &condition.faults {
                let there = said.iter().any(|unmet| {
                    unmet.condition.as_ref() == Some(&condition.id)
                        && unmet.field.as_ref() == Some(&fault.at)
                        && unmet.says.starts_with(head(&fault.says))
                });
                assert!(there, "{id}: nobody is told: {}", fault.says);
            }
        }
    }
}

/// Whether a gap there is no gap of its own: a last review is given where there was one.
fn is_set_by_the_rest(kind: &str, question: &str) -> bool {
    ["SPECIFIC", "REASON"].contains(&kind) && question == "last-review"
}

#[test]
fn one_gap_is_one_sentence_and_two_are_two() {
    for (case, says) in [
        (
            "-next-review",
            vec!["No review date. An exemption is reviewed at least yearly."],
        ),
        (
            "-progress",
            vec!["No progress is recorded. A plan that does not move is not pursued."],
        ),
        (
            "approved-by=delegate",
            vec!["The delegation is not recorded. A delegate approves only under one that is."],
        ),
        (
            "expiry=2026-11-23",
            vec!["It ended on 23 November 2026. Enforce MFA and close it, or have it renewed."],
        ),
        (
            "next-review=2026-11-23",
            vec!["The review was due on 23 November 2026 and is not recorded."],
        ),
        ("-owner -start", vec!["Nobody owns it.", "No start date."]),
        ("likelihood=3", vec![]),
    ] {
        let said: Vec<String> = said("SPECIFIC", case).into_iter().map(|u| u.says).collect();
        assert_eq!(said, says, "{case}");
    }
}

#[test]
fn each_sentence_is_one_and_holds_no_placeholder() {
    for (id, cases) in CASES {
        let said: BTreeSet<String> = all_said(id, cases).into_iter().map(|u| u.says).collect();
        for says in said {
            assert!(
                says.ends_with('.') && !says.contains(['{', '}']),
                "{id}: {says}"
            );
        }
    }
}
