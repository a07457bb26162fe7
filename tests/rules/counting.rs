//! Whether an exemption counts, worked out anew from the facts of the policy, X1 to X7, and from its
//! life: neither by the questionnaire's conditions nor by the program's own judgement of them.

use std::collections::{BTreeMap, BTreeSet};

use jiff::ToSpan;
use jiff::civil::Date;
use mfa_assess::facts::{Answer, Exemption};
use mfa_assess::questionnaire::{QuestionId, RequirementId, ScenarioId};

/// What may change in a specific exemption without a new decision, as the policy's assessors see it.
const KEPT_UP: [&str; 9] = [
    "risk-date",
    "last-review",
    "next-review",
    "plan-owner",
    "milestone",
    "progress",
    "supplier-commitment",
    "evidence-location",
    "summary-sent",
];

/// What those who approve have before them.
pub type Read = (
    BTreeMap<QuestionId, Answer>,
    BTreeSet<RequirementId>,
    BTreeSet<ScenarioId>,
);

pub fn read(kind: &str, exemption: &Exemption) -> Read {
    let kept_up: &[&str] = match kind {
        "SPECIFIC" => &KEPT_UP,
        _ => &["last-review", "next-review"],
    };
    let mut fields = exemption.fields.clone();
    fields.retain(|id, _| !kept_up.contains(&id.as_str()));
    (
        fields,
        exemption.requirements.clone(),
        exemption.scenarios.clone(),
    )
}

/// What counts while a renewal is prepared: what was approved, with what was kept up when it began.
pub fn in_force(exemption: &Exemption) -> Exemption {
    let mut in_force = exemption.clone();
    let Some(last) = exemption.life.approvals.last() else {
        return in_force;
    };
    if exemption.life.renewing {
        in_force.fields.clone_from(&last.fields);
        in_force.fields.extend(exemption.life.kept_up.clone());
        in_force.requirements.clone_from(&last.requirements);
        in_force.scenarios.clone_from(&last.scenarios);
    }
    in_force
}

/// Whether an exemption counts, as the policy's facts have it and not as the questionnaire does.
pub fn meets(kind: &str, exemption: &Exemption, today: Date) -> bool {
    let is_over = exemption.withdrawn.is_some() || exemption.life.closed.is_some();
    let e = &in_force(exemption);
    let has_scope = !e.scenarios.is_empty() && !e.requirements.is_empty();
    let has = |fields: &[&str]| fields.iter().all(|field| given(e, field).is_some());
    let met = match kind {
        "SPECIFIC" => {
            is_about_the_right_access(e)
                && understood_and_documented(e)
                && assessed_for_risk(e, today)
                && approved(e, today)
                && reviewed(e, today)
                && in_term(e, today)
                && pursued(e, today)
                && has(&["evidence-location", "controls-evidence"])
                && is_approved(kind, exemption)
        }
        "REASON" => {
            serves_only(e, &["R3"])
                && has(&["what", "why", "implications", "controls", "risk-reference"])
                && has(&["owner", "approver-role", "minute"])
                && is_decided(e, "owner")
                && day(e, "approved-on").is_some_and(|day| day <= today)
                && reviewed(e, today)
                && is_approved(kind, exemption)
        }
        "E1" => {
            serves_only(e, &["R1"])
                && choice(e, "accounts") == "unprivileged"
                && choice(e, "inside") == "yes"
                && has(&["what", "network-reference", "owner"])
                // How many is known, or somebody said that it is not.
                && (has(&["account-count"]) || is_unknown(e, "account-count"))
                && is_within_a_year(e, "confirmed-on", today)
        }
        _ => {
            choice(e, "same-user") == "yes"
                && choice(e, "same-device") == "yes"
                && has(&["what", "first-system"])
                && is_within_a_year(e, "confirmed-on", today)
        }
    };
    !is_over && has_scope && met
}

/// The answer to a field; none where it is not known, or shows nothing: no accounts, no routes.
fn given<'e>(exemption: &'e Exemption, field: &str) -> Option<&'e Answer> {
    let found = exemption.fields.get(&id(field))?;
    let shows = match found {
        Answer::DontKnow | Answer::NotApplicable { .. } | Answer::Number(0) => false,
        Answer::Choices(ticked) => !ticked.is_empty(),
        Answer::Choice(_) | Answer::Number(_) | Answer::Text(_) | Answer::Date(_) => true,
    };
    shows.then_some(found)
}

fn is_unknown(exemption: &Exemption, field: &str) -> bool {
    exemption.fields.get(&id(field)) == Some(&Answer::DontKnow)
}

fn choice<'e>(exemption: &'e Exemption, field: &str) -> &'e str {
    match given(exemption, field) {
        Some(Answer::Choice(choice)) => choice.as_str(),
        _ => "",
    }
}

fn day(exemption: &Exemption, field: &str) -> Option<Date> {
    match given(exemption, field) {
        Some(Answer::Date(day)) => Some(*day),
        _ => None,
    }
}

fn text(exemption: &Exemption, field: &str) -> Option<String> {
    match given(exemption, field) {
        Some(Answer::Text(words)) => Some(words.trim().to_lowercase()),
        _ => None,
    }
}

fn serves(exemption: &Exemption, requirement: &str) -> bool {
    exemption
        .requirements
        .iter()
        .any(|r| r.as_str() == requirement)
}

fn serves_only(exemption: &Exemption, requirements: &[&str]) -> bool {
    let mut served = exemption.requirements.iter();
    served.all(|r| requirements.contains(&r.as_str()))
}

/// Whether it has happened, and not more than twelve months ago.
fn is_within_a_year(exemption: &Exemption, field: &str, today: Date) -> bool {
    day(exemption, field)
        .is_some_and(|day| day <= today && today <= day.checked_add(12.months()).unwrap())
}

/// R2 and R3 are about privileged access; R2 to hosted systems, and R3 to all others.
fn is_about_the_right_access(e: &Exemption) -> bool {
    let hosting = choice(e, "hosting");
    let is_privileged = matches!(choice(e, "accounts"), "privileged" | "both");
    (is_privileged || serves_only(e, &["R1"]))
        && (!serves(e, "R2") || matches!(hosting, "partner" | "external"))
        && (!serves(e, "R3") || matches!(hosting, "partner" | "own"))
}

/// X1 and X2.
fn understood_and_documented(e: &Exemption) -> bool {
    let fields = [
        "ground",
        "why",
        "user-group",
        "account-count",
        "what",
        "hosting",
        "accounts",
        "route",
        "controls",
        "owner",
        "owner-role",
    ];
    fields.iter().all(|field| given(e, field).is_some())
}

/// X3, not more than a year ago.
fn assessed_for_risk(e: &Exemption, today: Date) -> bool {
    let has = |field| given(e, field).is_some();
    has("risk-reference")
        && has("likelihood")
        && has("impact")
        && is_within_a_year(e, "risk-date", today)
}

/// The board has decided, or a delegate with the delegation; whoever brought it only with a reason.
fn is_decided(e: &Exemption, brought_by: &str) -> bool {
    let has = |field| given(e, field).is_some();
    let may = match choice(e, "approved-by") {
        "board" => true,
        "delegate" => has("delegation"),
        _ => false,
    };
    let people = text(e, brought_by).zip(text(e, "approver"));
    let is_in_order =
        people.is_some_and(|(one, approver)| one != approver || has("same-person-reason"));
    may && is_in_order
}

/// X4: the board, or a delegate with the delegation; the author only with a reason.
fn approved(e: &Exemption, today: Date) -> bool {
    let has = |field| given(e, field).is_some();
    is_decided(e, "author")
        && has("approver-role")
        && has("minute")
        && day(e, "approved-on").is_some_and(|day| day <= today)
}

/// X5: at most twelve months after the approval or a review that has happened, and not missed. No review
/// is said to have happened on a day that is still to come.
fn reviewed(e: &Exemption, today: Date) -> bool {
    let Some(next) = day(e, "next-review") else {
        return false;
    };
    if day(e, "last-review").is_some_and(|last| last > today) {
        return false;
    }
    let within = |from: Date| from <= next && next <= from.checked_add(12.months()).unwrap();
    let after_review = day(e, "last-review").is_some_and(|last| last <= today && within(last));
    let after_approval = day(e, "approved-on").is_some_and(within);
    today <= next && (after_review || after_approval)
}

/// It has begun, and has not ended. No source asks for an end.
fn in_term(e: &Exemption, today: Date) -> bool {
    day(e, "start").is_some_and(|day| day <= today)
        && day(e, "expiry").is_none_or(|day| today <= day)
}

/// X6: a plan that somebody owns, with progress, and a target still to come or a reason for none.
fn pursued(e: &Exemption, today: Date) -> bool {
    let has = |field| given(e, field).is_some();
    let aims = match choice(e, "has-target") {
        "yes" => day(e, "target-date").is_some_and(|day| today <= day),
        "no" => has("no-target-reason"),
        _ => false,
    };
    has("plan-owner") && has("milestone") && has("progress") && aims
}

/// Whether the last approval is of what is in force.
pub fn is_approved(kind: &str, exemption: &Exemption) -> bool {
    let last = exemption.life.approvals.last();
    last.is_some_and(|last| {
        let (fields, requirements, scenarios) = read(kind, &in_force(exemption));
        last.fields == fields && last.requirements == requirements && last.scenarios == scenarios
    })
}

fn id(name: &str) -> QuestionId {
    name.try_into().unwrap()
}
