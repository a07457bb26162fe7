//! What must hold before an exemption counts: each condition with how it stands, the answers that
//! evidence it, and how it is known.

use std::collections::BTreeSet;

use super::super::blocks::{NOT_GIVEN, paragraph, strong, table};
use super::super::{Basis, texts};
use crate::facts::Exemption;
use crate::questionnaire::{ExemptionCondition, ExemptionKind, Question, RequirementId};
use crate::report::Profile;
use crate::report::model::{Block, Span, Text};
use crate::rules::{Sheet, Standing, Unmet};

/// Of a condition that holds.
const HOLDS: &str = "Yes";

/// Each condition with how it stands; nothing of an exemption that has ended.
pub(super) fn conditions(
    basis: &Basis<'_>,
    exemption: &Exemption,
    kind: &ExemptionKind,
    standing: &Standing,
) -> Vec<Block> {
    match basis.options.profile {
        Profile::Assessor => in_full(basis, exemption, kind, standing)
            .into_iter()
            .collect(),
        Profile::Full | Profile::Board => in_short(exemption, kind, standing),
    }
}

/// Gaps a sentence each; what holds, and what nothing is recorded for, only by name.
fn in_short(exemption: &Exemption, kind: &ExemptionKind, standing: &Standing) -> Vec<Block> {
    let Some(unmet) = gaps(standing) else {
        return vec![];
    };
    let counts = exemption.in_force(kind);
    let scope = unmet.iter().filter(|u| u.condition.is_none());
    let mut gaps: Vec<Text> = scope
        .map(|u| strong("What it covers:", format!(" {}", u.says)))
        .collect();
    let (mut hold, mut nothing) = (vec![], vec![]);
    for condition in that_matter(kind, &counts.requirements) {
        let says = holds(condition, unmet);
        let name = condition.name();
        let is_begun = |question: &Question| {
            let mut evidenced = kind.evidenced_by(&question.id);
            counts.fields.contains_key(&question.id) && evidenced.any(|c| c.id == condition.id)
        };
        if says == HOLDS {
            hold.push(name);
        } else if condition.met_when.is_some() && !kind.questions().any(is_begun) {
            nothing.push(name);
        } else {
            let says = says.strip_prefix("No. ").unwrap_or(&says);
            let says = says.replace('\n', " ");
            gaps.push(strong(format!("{name}."), format!(" {says}")));
        }
    }
    let named = [(texts::HOLD, hold), (texts::NOTHING_FOR, nothing)];
    let named = named.into_iter().filter(|(_, names)| !names.is_empty());
    let named = named.map(|(label, names)| {
        paragraph(strong(
            format!("{label}:"),
            format!(" {}.", names.join("; ")),
        ))
    });
    let listed = (!gaps.is_empty()).then_some(Block::List(gaps));
    named.chain(listed).collect()
}

/// The conditions of an exemption that serves these requirements.
fn that_matter<'a>(
    kind: &'a ExemptionKind,
    served: &'a BTreeSet<RequirementId>,
) -> impl Iterator<Item = &'a ExemptionCondition> {
    kind.conditions.iter().filter(move |condition| {
        let asked = &condition.requirements;
        asked.is_empty() || asked.iter().any(|r| served.contains(r))
    })
}

/// The gaps of one that has not ended.
fn gaps(standing: &Standing) -> Option<&[Unmet]> {
    match standing {
        Standing::Valid { .. } => Some(&[]),
        Standing::NotValid { unmet } => Some(unmet),
        Standing::Withdrawn { .. } | Standing::Closed { .. } => None,
    }
}

/// A table of all conditions, with what evidences each and how it is known.
fn in_full(
    basis: &Basis<'_>,
    exemption: &Exemption,
    kind: &ExemptionKind,
    standing: &Standing,
) -> Option<Block> {
    let unmet = gaps(standing)?;
    let scope = unmet.iter().filter(|u| u.condition.is_none());
    let scope = scope.map(|u| {
        let says = format!("No. {}", u.says);
        let what = "What it covers".into();
        vec![
            what,
            says.into(),
            "Its scope".into(),
            texts::OWN_RULE.into(),
        ]
    });
    // What counts is what is in force, also while a renewal is being written.
    let counts = exemption.in_force(kind);
    let sheet = Sheet::of_exemption(kind, &counts.fields, basis.options.as_at);
    let each = that_matter(kind, &counts.requirements).map(|condition| {
        vec![
            condition.name().into(),
            holds(condition, unmet).into(),
            evidence(kind, condition, &sheet, &counts),
            basis.questionnaire.rests_on_briefly(&condition.from).into(),
        ]
    });
    let columns = [
        ("Condition", 18),
        ("Holds", 28),
        ("Answers", 32),
        ("How it is known", 22),
    ];
    let rows: Vec<Vec<Text>> = scope.chain(each).collect();
    (!rows.is_empty()).then(|| table(texts::CONDITIONS, &columns, rows))
}

/// Whether it holds, and every gap as a sentence.
fn holds(condition: &ExemptionCondition, unmet: &[Unmet]) -> String {
    if condition.met_when.is_none() {
        return format!("{} {}", texts::NOT_JUDGED, condition.unmet);
    }
    let fails = unmet
        .iter()
        .filter(|u| u.condition.as_ref() == Some(&condition.id));
    let mut says: Vec<&str> = vec![];
    for fails in fails {
        if !says.contains(&fails.says.as_str()) {
            says.push(&fails.says);
        }
    }
    if says.is_empty() {
        HOLDS.to_owned()
    } else {
        format!("No. {}", says.join("\n"))
    }
}

/// The answers that evidence it, each under its question as it is asked now.
fn evidence(
    kind: &ExemptionKind,
    condition: &ExemptionCondition,
    sheet: &Sheet<'_>,
    exemption: &Exemption,
) -> Text {
    let shows = kind.questions().filter(|question| {
        let mut evidenced = kind.evidenced_by(&question.id);
        sheet.is_shown(&question.id) && evidenced.any(|c| c.id == condition.id)
    });
    let mut spans = vec![];
    for question in shows {
        let answer = exemption.fields.get(&question.id);
        let words = answer.map_or_else(|| NOT_GIVEN.to_owned(), |a| a.words(question));
        let begin = if spans.is_empty() { "" } else { "\n" };
        spans.push(Span::Plain(format!("{begin}{} ", question.text)));
        spans.push(Span::Strong(words));
    }
    match (spans.is_empty(), &condition.met_when) {
        (false, _) => Text(spans),
        (true, None) => "A person confirms it elsewhere".into(),
        (true, Some(_)) => "What is asked of another scope".into(),
    }
}
