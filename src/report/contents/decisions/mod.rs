//! What a board is asked to decide: in a sentence for the front sheet and the summary, and in full.

mod exemptions;

pub(super) use exemptions::to_know;

use super::blocks::{clipped, fact, given, paragraph, section, strong, table};
use super::{Basis, actions, texts};
use crate::facts::{Action, ActionId, Due, FindingId};
use crate::questionnaire::{Force, RequirementId};
use crate::report::model::{Block, Section};
use crate::rules::{Outcome, Phase, RequirementResult};
use crate::text::{capitalised, counted, date_words, listed};

/// How many are named where there is little room.
const NAMED: usize = 3;
/// Longest name or description, in characters: it stands in full in its register.
const SHORT: usize = 90;

/// One decision that is asked for.
#[derive(Debug, Clone)]
pub(super) struct Decision {
    /// It in a few words, as an order: "approve 2 exemptions (EX-4, EX-5)".
    short: String,
    /// What stands under its heading.
    blocks: Vec<Block>,
}

/// The section: the recommendation and the decision in full, then what each is about.
pub(super) fn decisions(basis: &Basis<'_>) -> Section {
    let cover = &basis.options.cover;
    let considered = cover.considered_by.as_deref();
    let blocks = vec![Block::Facts(vec![
        fact("Purpose", purpose(basis)),
        fact("Previously considered by", considered.unwrap_or_default()),
        fact("Recommendation", recommendation(basis)),
        fact("Decision sought", sought(basis)),
    ])];
    let each = basis.decisions().iter();
    Section {
        sections: each
            .map(|decision| section(capitalised(&decision.short), decision.blocks.clone()))
            .collect(),
        ..section(texts::DECISIONS, blocks)
    }
}

/// What the paper is for.
pub(super) fn purpose(basis: &Basis<'_>) -> String {
    let given = basis.options.cover.purpose.clone();
    given.unwrap_or_else(|| {
        let says = if not_ready(basis).is_some() {
            texts::NOT_READY
        } else if basis.decisions().is_empty() {
            texts::FOR_ASSURANCE
        } else {
            texts::FOR_DECISION
        };
        says.to_owned()
    })
}

/// Why nothing can be decided on it yet; nothing where every question that needs an answer has one.
pub(super) fn not_ready(basis: &Basis<'_>) -> Option<String> {
    match basis.results.unanswered() {
        0 => None,
        1 => Some("1 question is not answered".to_owned()),
        more => Some(format!("{more} questions are not answered")),
    }
}

/// What the meeting is recommended to do; from the record where nobody has said so.
pub(super) fn recommendation(basis: &Basis<'_>) -> String {
    let given = basis.options.cover.recommendation.clone();
    given.unwrap_or_else(|| {
        if let Some(why) = not_ready(basis) {
            return format!("Do not decide on this report yet: {why}.");
        }
        let outcomes = outcomes(&basis.results.requirements);
        match basis.decisions().len() {
            0 => format!("Note the outcomes: {outcomes}. No decision is needed now."),
            1 => format!("Note the outcomes: {outcomes}. Take the decision that is sought."),
            more => {
                format!("Note the outcomes: {outcomes}. Take the {more} decisions that are sought.")
            }
        }
    })
}

/// The decision that is sought; from the record where nobody has said so.
pub(super) fn sought(basis: &Basis<'_>) -> String {
    let given = basis.options.cover.decision.clone();
    given.unwrap_or_else(|| {
        if let Some(why) = not_ready(basis) {
            return format!("{}: {why}.", texts::NOT_READY);
        }
        let each = basis.decisions().iter();
        let each: Vec<&str> = each.map(|decision| decision.short.as_str()).collect();
        if each.is_empty() {
            texts::NOTHING_SOUGHT.to_owned()
        } else {
            format!("{}.", capitalised(&each.join("; ")))
        }
    })
}

/// The outcomes in words: each requirement where there are few, else how many have which.
fn outcomes(results: &[RequirementResult]) -> String {
    let words = |outcome: Outcome| outcome.words().to_lowercase();
    if (1..=2 * NAMED).contains(&results.len()) {
        let each = results
            .iter()
            .map(|r| format!("{} {}", r.id, words(r.outcome)));
        return listed(&each.collect::<Vec<_>>());
    }
    let each = Outcome::ALL.into_iter().filter_map(|outcome| {
        let same = results.iter().filter(|r| r.outcome == outcome).count();
        (same > 0).then(|| format!("{same} {}", words(outcome)))
    });
    let each: Vec<String> = each.collect();
    if each.is_empty() {
        "no requirement is judged".to_owned()
    } else {
        listed(&each)
    }
}

#[cfg(test)]
thread_local! {
    /// How often they were worked out.
    pub(super) static WORKED: std::cell::Cell<usize> = const { std::cell::Cell::new(0) };
}

/// All decisions that are asked for. Use [`Basis::decisions`], which works them out once.
pub(super) fn all(basis: &Basis<'_>) -> Vec<Decision> {
    #[cfg(test)]
    WORKED.with(|worked| worked.set(worked.get() + 1));
    let waits = |phase| matches!(phase, Phase::Submitted);
    let ended = |phase| matches!(phase, Phase::DueForReview | Phase::Expired);
    [
        exemptions::in_phases(basis, "approve or refuse", waits),
        exemptions::in_phases(basis, "renew or close", ended),
        exemptions::uncovered(basis),
        shortfalls(basis),
        unknown(basis),
        late(basis),
        exemptions::carried(basis),
        sign_off(basis),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// "2 exemptions (EX-4 and EX-5)"; of many, the first few by name.
fn named(ids: &[String], noun: &str) -> String {
    let names = match ids.get(..NAMED) {
        Some(first) if ids.len() > NAMED + 1 => {
            format!("{} and {} more", first.join(", "), ids.len() - NAMED)
        }
        _ => listed(ids),
    };
    format!("{} ({names})", counted(ids.len(), noun))
}

/// Musts of which nobody knows whether they are met.
fn unknown(basis: &Basis<'_>) -> Option<Decision> {
    let unknown: Vec<&RequirementId> = basis.results.unknown_musts().collect();
    let verb = match unknown.len() {
        0 => return None,
        1 => "is",
        _ => "are",
    };
    let names: Vec<String> = unknown.iter().map(ToString::to_string).collect();
    let items = unknown.into_iter().filter_map(|id| {
        let result = basis.results.requirements.iter().find(|r| r.id == *id)?;
        let name = format!("{}.", basis.requirement(id));
        Some(strong(name, format!(" {}", result.because)))
    });
    Some(Decision {
        short: format!("have it found out whether {} {verb} met", listed(&names)),
        blocks: vec![
            paragraph(texts::UNKNOWN_MUSTS),
            Block::List(items.collect()),
        ],
    })
}

/// Requirements that are not met, or met in part: to be accepted as they are, or put right. What a may
/// leaves open is nobody's to put right.
fn shortfalls(basis: &Basis<'_>) -> Option<Decision> {
    let results = basis.results.requirements.iter();
    let binds = |id: &RequirementId| {
        let requirement = basis.questionnaire.requirement(id);
        requirement.is_some_and(|requirement| requirement.force != Force::May)
    };
    let short: Vec<&RequirementResult> = results
        .filter(|result| result.outcome.falls_short() && binds(&result.id))
        .collect();
    let rows = short.iter().map(|result| {
        let findings = basis.results.findings();
        let findings = findings
            .filter(|(id, finding)| id.requirement == result.id && finding.outcome.falls_short());
        let findings: Vec<FindingId> = findings.map(|(id, _)| id).collect();
        let titles: Vec<String> = findings
            .iter()
            .map(|finding| basis.scenario(&finding.scenario))
            .collect();
        vec![
            basis.requirement(&result.id).into(),
            result.outcome.into(),
            given(titles.join("; ")),
            actions::taking_up(basis, &findings).into(),
        ]
    });
    let columns = [
        ("Requirement", 25),
        ("Outcome", 14),
        ("Falls short in", 30),
        ("Actions", 31),
    ];
    let names: Vec<String> = short.iter().map(|result| result.id.to_string()).collect();
    (!short.is_empty()).then(|| Decision {
        short: format!("accept or put right {}", named(&names, "requirement")),
        blocks: vec![
            paragraph(texts::SHORTFALLS_ABOUT),
            table("", &columns, rows),
        ],
    })
}

/// Actions that are overdue, or have no date.
fn late(basis: &Basis<'_>) -> Option<Decision> {
    let as_at = basis.options.as_at;
    let all = basis.state.actions.iter();
    let mut late: Vec<(&ActionId, &Action)> = all
        .filter(|(_, action)| {
            let undated = !matches!(action.due, Due::On(_));
            action.is_overdue(as_at) || (undated && !action.is_done())
        })
        .collect();
    late.sort_by_key(|(id, action)| (action.urgency(as_at), **id));
    let rows = late.iter().map(|(id, action)| {
        vec![
            id.to_string().into(),
            given(clipped(&action.what, SHORT)),
            given(clipped(&action.owner_words(), SHORT)),
            match &action.due {
                Due::On(day) => format!("Overdue since {}", date_words(*day)).into(),
                Due::NoDate(reason) => clipped(&format!("No date: {reason}"), SHORT).into(),
                Due::NotGiven => "No date yet".into(),
            },
        ]
    });
    let columns = [("No.", 8), ("Action", 42), ("Owner", 24), ("Until", 26)];
    let names: Vec<String> = late.iter().map(|(id, _)| id.to_string()).collect();
    (!late.is_empty()).then(|| Decision {
        short: format!("fund or date {}", named(&names, "action")),
        blocks: vec![table("", &columns, rows)],
    })
}

/// To sign off, once nothing is left before it.
fn sign_off(basis: &Basis<'_>) -> Option<Decision> {
    if basis.state.is_signed() {
        return None;
    }
    let left = &basis.review().left;
    (left.gaps == 0).then(|| Decision {
        short: "sign off the record".to_owned(),
        blocks: vec![paragraph(texts::READY_TO_SIGN)],
    })
}
