//! What a board is asked to decide: in a sentence for the front sheet and the summary, and in full.

use super::Basis;
use super::blocks::{clipped, fact, given, paragraph, section, table};
use super::texts;
use crate::assessment::{
    Action, ActionId, Due, ExemptionId, Outcome, Phase, RequirementResult, Review, Standing,
    date_words,
};
use crate::report::model::{Block, Section};
use crate::text::{capitalised, counted, listed};

/// How many are named where there is little room.
const NAMED: usize = 3;
/// Longest name or description, in characters: it stands in full in its register.
const SHORT: usize = 90;

/// One decision that is asked for.
struct Asked {
    /// It in a few words, as an order: "approve 2 exemptions (EX-4, EX-5)".
    short: String,
    /// What stands under its heading.
    blocks: Vec<Block>,
}

/// The section: the recommendation and the decision in full, then what each is about.
pub fn decisions(basis: &Basis<'_>) -> Section {
    let cover = &basis.options.cover;
    let considered = cover.considered_by.as_deref();
    let blocks = vec![Block::Facts(vec![
        fact("Purpose", purpose(basis)),
        fact("Previously considered by", considered.unwrap_or_default()),
        fact("Recommendation", recommendation(basis)),
        fact("Decision sought", sought(basis)),
    ])];
    let each = asked(basis);
    let each = each.into_iter();
    Section {
        sections: each
            .map(|asked| section(capitalised(&asked.short), asked.blocks))
            .collect(),
        ..section(texts::DECISIONS, blocks)
    }
}

/// What the paper is for.
pub fn purpose(basis: &Basis<'_>) -> String {
    let given = basis.options.cover.purpose.clone();
    given.unwrap_or_else(|| match asked(basis).is_empty() {
        true => texts::FOR_ASSURANCE.to_owned(),
        false => texts::FOR_DECISION.to_owned(),
    })
}

/// What the meeting is recommended to do; from the record where nobody has said so.
pub fn recommendation(basis: &Basis<'_>) -> String {
    let given = basis.options.cover.recommendation.clone();
    given.unwrap_or_else(|| {
        let outcomes = outcomes(&basis.results.requirements);
        match asked(basis).len() {
            0 => format!("Note the outcomes: {outcomes}. No decision is needed now."),
            1 => format!("Note the outcomes: {outcomes}. Take the decision that is sought."),
            more => {
                format!("Note the outcomes: {outcomes}. Take the {more} decisions that are sought.")
            }
        }
    })
}

/// The decision that is sought; from the record where nobody has said so.
pub fn sought(basis: &Basis<'_>) -> String {
    let given = basis.options.cover.decision.clone();
    given.unwrap_or_else(|| {
        let each = asked(basis).into_iter().map(|asked| asked.short);
        let each: Vec<String> = each.collect();
        match each.is_empty() {
            true => texts::NOTHING_SOUGHT.to_owned(),
            false => format!("{}.", capitalised(&each.join("; "))),
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
    match each.is_empty() {
        true => "no requirement is judged".to_owned(),
        false => listed(&each),
    }
}

fn asked(basis: &Basis<'_>) -> Vec<Asked> {
    let waits = |phase| matches!(phase, Phase::Submitted);
    let ended = |phase| matches!(phase, Phase::DueForReview | Phase::Expired);
    [
        exemptions(basis, "approve or refuse", waits),
        exemptions(basis, "renew or close", ended),
        shortfalls(basis),
        late(basis),
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

/// Exemptions in these phases.
fn exemptions(basis: &Basis<'_>, verb: &str, which: impl Fn(Phase) -> bool) -> Option<Asked> {
    let phases = basis.results.phases.iter();
    let ids: Vec<ExemptionId> = phases
        .filter(|(_, phase)| which(**phase))
        .map(|(id, _)| *id)
        .collect();
    let rows = ids.iter().filter_map(|id| {
        let exemption = basis.state.exemptions.get(id)?;
        let serves: Vec<String> = exemption
            .requirements
            .iter()
            .map(|id| basis.force(id))
            .collect();
        let submitted = exemption.life.submitted.as_ref();
        let why = match (
            basis.results.phases.get(id),
            basis.results.exemptions.get(id),
        ) {
            (Some(Phase::Submitted), _) => submitted.map_or_else(String::new, |submitted| {
                format!("Submitted on {}", date_words(submitted.on))
            }),
            (_, Some(Standing::NotValid { unmet })) => {
                let first = unmet.first();
                clipped(first.map_or("", |unmet| unmet.says.as_str()), SHORT)
            }
            _ => String::new(),
        };
        Some(vec![
            id.to_string().into(),
            clipped(&basis.exemption(exemption), SHORT).into(),
            given(listed(&serves)),
            basis.phase_words(*id, exemption).into(),
            given(why),
        ])
    });
    let columns = [
        ("No.", 8),
        ("Exemption", 34),
        ("Serves", 16),
        ("Phase", 14),
        ("Why now", 28),
    ];
    let names: Vec<String> = ids.iter().map(ToString::to_string).collect();
    (!ids.is_empty()).then(|| Asked {
        short: format!("{verb} {}", named(&names, "exemption")),
        blocks: vec![table("", &columns, rows)],
    })
}

/// Requirements that are not met, or met in part: to be accepted as they are, or put right.
fn shortfalls(basis: &Basis<'_>) -> Option<Asked> {
    let falls_short = |outcome| matches!(outcome, Outcome::NotMet | Outcome::PartlyMet);
    let results = basis.results.requirements.iter();
    let short: Vec<&RequirementResult> = results.filter(|r| falls_short(r.outcome)).collect();
    let rows = short.iter().map(|result| {
        let asked = basis.results.asked();
        let scenarios = asked.filter(|scenario| {
            let mut findings = scenario.findings.iter();
            findings.any(|f| f.requirement == result.id && falls_short(f.outcome))
        });
        let scenarios: Vec<_> = scenarios.map(|scenario| &scenario.id).collect();
        let actions = basis.state.actions.iter();
        let actions = actions
            .filter(|(_, action)| !action.is_done() && scenarios.contains(&&action.scenario));
        let actions: Vec<String> = actions.map(|(id, _)| id.to_string()).collect();
        let titles: Vec<String> = scenarios.iter().map(|id| basis.scenario(id)).collect();
        vec![
            basis.requirement(&result.id).into(),
            result.outcome.into(),
            given(titles.join("; ")),
            match actions.is_empty() {
                true => texts::NO_ACTION_THERE.into(),
                false => listed(&actions).into(),
            },
        ]
    });
    let columns = [
        ("Requirement", 27),
        ("Outcome", 17),
        ("Falls short in", 36),
        ("Actions", 20),
    ];
    let names: Vec<String> = short.iter().map(|result| result.id.to_string()).collect();
    (!short.is_empty()).then(|| Asked {
        short: format!("accept or put right {}", named(&names, "requirement")),
        blocks: vec![
            paragraph(texts::SHORTFALLS_ABOUT),
            table("", &columns, rows),
        ],
    })
}

/// Actions that are overdue, or have no date.
fn late(basis: &Basis<'_>) -> Option<Asked> {
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
    (!late.is_empty()).then(|| Asked {
        short: format!("fund or date {}", named(&names, "action")),
        blocks: vec![table("", &columns, rows)],
    })
}

/// To sign off, once nothing is left before it.
fn sign_off(basis: &Basis<'_>) -> Option<Asked> {
    if basis.state.is_signed() {
        return None;
    }
    let (asked, as_at) = (basis.questionnaire, basis.options.as_at);
    let left = Review::of(asked, basis.state, basis.results, as_at).left;
    (left.gaps == 0).then(|| Asked {
        short: "sign off the record".to_owned(),
        blocks: vec![paragraph(texts::READY_TO_SIGN)],
    })
}
