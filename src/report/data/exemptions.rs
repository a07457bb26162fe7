//! The exemptions as data.

use std::collections::BTreeSet;

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Serialize;

use super::registers::{Field, fields_of, numbers};
use crate::facts::{Exemption, ExemptionId, Life};
use crate::questionnaire::{
    ConditionId, ExemptionKindId, QuestionId, Questionnaire, RequirementId, ScenarioId,
};
use crate::record::Loaded;
use crate::rules;
use crate::rules::{Phase, Results, Standing};

/// An exemption.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Exempt {
    /// Its number, as it is printed.
    id: String,
    kind: ExemptionKindId,
    /// The kind in words.
    title: Option<String>,
    requirements: BTreeSet<RequirementId>,
    scenarios: BTreeSet<ScenarioId>,
    /// The numbers of the systems that it covers, as they are printed.
    systems: Vec<String>,
    /// What its fields say. While a renewal is being prepared, what is in force is the last of
    /// `life.approvals`.
    fields: Vec<Field>,
    /// Where it is in its life; null of a kind that is not in the questionnaire.
    phase: Option<Phase>,
    /// The steps that it has taken.
    life: Life,
    /// The same in sentences.
    life_words: Vec<String>,
    /// Why it was withdrawn, where it was.
    withdrawn: Option<String>,
    /// Whether it counts.
    counts: bool,
    /// Whether it counts, in words.
    standing: String,
    /// The last day on which it counts; null where it does not, or has no end.
    #[schemars(with = "Option<String>")]
    until: Option<Date>,
    /// The day of its next review, of what is in force.
    #[schemars(with = "Option<String>")]
    next_review: Option<Date>,
    /// What must hold before it counts.
    conditions: Vec<Condition>,
    /// What keeps it from counting, where anything does.
    gaps: Vec<Unmet>,
    /// What has to be known about it, and keeps it from nothing.
    to_know: Vec<ToKnow>,
    /// Where it is recorded and does not cover all that falls short.
    falls_short: Vec<FallsShort>,
    /// The numbers of the evidence that supports it.
    evidence: Vec<String>,
}

/// Something that must hold before an exemption counts.
#[derive(Debug, Serialize, JsonSchema)]
struct Condition {
    id: ConditionId,
    title: String,
    /// Whether it holds; null where a person confirms it elsewhere, or the exemption has ended.
    holds: Option<bool>,
    /// The questions whose answers evidence it.
    evidenced_by: Vec<QuestionId>,
}

/// What keeps an exemption from counting.
#[derive(Debug, Serialize, JsonSchema)]
struct Unmet {
    /// The condition; null for what it covers.
    condition: Option<ConditionId>,
    /// The question where it is put right.
    question: Option<QuestionId>,
    /// What is wrong, as a sentence.
    says: String,
}

/// What has to be known about an exemption.
#[derive(Debug, Serialize, JsonSchema)]
struct ToKnow {
    /// The question that it is about.
    question: QuestionId,
    /// It as a sentence.
    says: String,
    /// Whether those who decide are told, as long as the exemption counts.
    for_board: bool,
}

/// A scenario that an exemption does not cover, though it is recorded for it.
#[derive(Debug, Serialize, JsonSchema)]
struct FallsShort {
    scenario: ScenarioId,
    /// Why, as a sentence.
    says: String,
}

/// Every exemption.
pub(super) fn exemptions(loaded: &Loaded, results: &Results) -> Vec<Exempt> {
    let exemptions = loaded.state.exemptions.iter();
    let exemptions = exemptions.map(|(id, exemption)| {
        let kind = loaded
            .state
            .known_kind(&loaded.questionnaire, &exemption.kind);
        let standing = results.exemptions.get(id);
        let listed = loaded.state.listed.iter();
        let supports = listed.filter(|(_, evidence)| evidence.exemptions.contains(id));
        let in_force = kind.map(|kind| exemption.in_force(kind));
        Exempt {
            id: id.to_string(),
            kind: exemption.kind.clone(),
            title: kind.map(|kind| kind.title.clone()),
            requirements: exemption.requirements.clone(),
            scenarios: exemption.scenarios.clone(),
            systems: numbers(&exemption.systems),
            fields: fields_of(&exemption.fields, |id| {
                let asked = &loaded.questionnaire;
                loaded.state.known_field(asked, &exemption.kind, id)
            }),
            phase: results.phases.get(id).copied(),
            life: exemption.life.clone(),
            life_words: kind
                .map(|kind| {
                    let asked = &loaded.questionnaire;
                    loaded.state.life_words(asked, exemption, kind)
                })
                .unwrap_or_default(),
            withdrawn: exemption.withdrawn.clone(),
            counts: standing.is_some_and(|standing| standing.counts()),
            standing: standing.map(|s| s.words()).unwrap_or_default(),
            until: standing.and_then(Standing::until),
            next_review: kind
                .zip(in_force)
                .and_then(|(kind, in_force)| in_force.review(kind)),
            conditions: conditions(&loaded.questionnaire, exemption, standing),
            gaps: unmet(standing).iter().map(gap).collect(),
            to_know: to_know(results, *id),
            falls_short: falls_short(results, *id),
            evidence: supports.map(|(id, _)| id.to_string()).collect(),
        }
    });
    exemptions.collect()
}

fn unmet(standing: Option<&Standing>) -> &[rules::Unmet] {
    match standing {
        Some(Standing::NotValid { unmet }) => unmet,
        _ => &[],
    }
}

fn to_know(results: &Results, id: ExemptionId) -> Vec<ToKnow> {
    let warned = results.warnings.get(&id).into_iter().flatten();
    let told = warned.map(|warned| ToKnow {
        question: warned.at.clone(),
        says: warned.says.clone(),
        for_board: warned.for_board,
    });
    told.collect()
}

fn falls_short(results: &Results, id: ExemptionId) -> Vec<FallsShort> {
    let short = results.short_of(id).map(|(scenario, says)| FallsShort {
        scenario: scenario.clone(),
        says: says.to_owned(),
    });
    short.collect()
}

fn gap(unmet: &rules::Unmet) -> Unmet {
    Unmet {
        condition: unmet.condition.clone(),
        question: unmet.field.clone(),
        says: unmet.says.clone(),
    }
}

/// Those that matter for what it serves.
fn conditions(
    asked: &Questionnaire,
    exemption: &Exemption,
    standing: Option<&Standing>,
) -> Vec<Condition> {
    let Some(kind) = asked.exemption_kind(&exemption.kind) else {
        return vec![];
    };
    let serves = &exemption.in_force(kind).requirements;
    let matters = kind.conditions.iter().filter(|condition| {
        let of = &condition.requirements;
        of.is_empty() || of.iter().any(|r| serves.contains(r))
    });
    let is_judged = matches!(
        standing,
        Some(Standing::Valid { .. } | Standing::NotValid { .. })
    );
    let conditions = matters.map(|condition| {
        let evidence = kind.questions().filter(|question| {
            let mut evidenced = kind.evidenced_by(&question.id);
            evidenced.any(|c| c.id == condition.id)
        });
        let mut fails = unmet(standing).iter();
        let fails = fails.any(|unmet| unmet.condition.as_ref() == Some(&condition.id));
        Condition {
            id: condition.id.clone(),
            title: condition.title.clone(),
            holds: (is_judged && condition.met_when.is_some()).then_some(!fails),
            evidenced_by: evidence.map(|question| question.id.clone()).collect(),
        }
    });
    conditions.collect()
}
