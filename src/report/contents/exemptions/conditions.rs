//! What must hold before an exemption counts: each condition with how it stands, the answers that
//! evidence it, and how it is known.

use super::super::Basis;
use super::super::blocks::table;
use super::super::texts;
use crate::assessment::{Exemption, Sheet, Standing, Unmet};
use crate::questionnaire::{ExemptionCondition, ExemptionKind};
use crate::report::model::{Block, Text};

/// Each condition with how it stands; nothing of an exemption that has ended.
pub fn conditions(
    basis: &Basis<'_>,
    exemption: &Exemption,
    kind: &ExemptionKind,
    standing: &Standing,
) -> Option<Block> {
    let unmet = match standing {
        Standing::Valid { .. } => &[][..],
        Standing::NotValid { unmet } => unmet,
        Standing::Withdrawn { .. } | Standing::Closed { .. } => return None,
    };
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
    let matters = |condition: &&ExemptionCondition| {
        let asked = &condition.requirements;
        asked.is_empty() || asked.iter().any(|r| counts.requirements.contains(r))
    };
    let each = kind.conditions.iter().filter(matters).map(|condition| {
        vec![
            condition.name().into(),
            holds(condition, unmet).into(),
            evidence(kind, condition, &sheet).into(),
            basis.questionnaire.rests_on_briefly(&condition.from).into(),
        ]
    });
    let columns = [
        ("Condition", 18),
        ("Holds", 28),
        ("Answers that evidence it", 32),
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
    match says.is_empty() {
        true => "Yes".to_owned(),
        false => format!("No. {}", says.join("\n")),
    }
}

/// The questions whose answers evidence it, as they are asked now.
fn evidence(kind: &ExemptionKind, condition: &ExemptionCondition, sheet: &Sheet<'_>) -> String {
    let shows = kind.questions().filter(|question| {
        let mut evidenced = kind.evidenced_by(&question.id);
        sheet.is_shown(&question.id) && evidenced.any(|c| c.id == condition.id)
    });
    let texts: Vec<&str> = shows.map(|question| question.text.as_str()).collect();
    match (texts.is_empty(), &condition.met_when) {
        (false, _) => texts.join(" "),
        (true, None) => "A person confirms it elsewhere".to_owned(),
        (true, Some(_)) => "What is asked of another scope".to_owned(),
    }
}
