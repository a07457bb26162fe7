//! The register of exemptions: every field, every condition, and whether each counts.

use super::Basis;
use super::answers::{answer_table, stray_answer};
use super::blocks::{clipped, fact, page, paragraph, section, table};
use super::texts;
use crate::assessment::{Exemption, ExemptionId, Sheet, Standing};
use crate::questionnaire::{ExemptionKind, Question, QuestionId};
use crate::report::model::{Block, Fact, Section, Text};
use crate::text::listed;

/// The section.
pub fn register(basis: &Basis<'_>) -> Section {
    let mut blocks = vec![paragraph(texts::REGISTER_ABOUT)];
    if basis.state.exemptions.is_empty() {
        blocks.push(paragraph(texts::NO_EXEMPTIONS));
    }
    let all = basis.state.exemptions.iter();
    Section {
        sections: all.map(|(id, e)| one(basis, *id, e)).collect(),
        ..page(texts::REGISTER, blocks)
    }
}

fn one(basis: &Basis<'_>, id: ExemptionId, exemption: &Exemption) -> Section {
    let title = format!("{id}: {}", clipped(&basis.exemption(exemption), 80));
    let kind = basis.questionnaire.exemption_kind(&exemption.kind);
    let standing = basis.results.exemptions.get(&id);
    let mut blocks = vec![Block::Facts(facts(basis, exemption, kind, standing))];
    let Some(kind) = kind else {
        let strays = exemption.fields.keys().collect();
        blocks.extend(stray_table(basis, exemption, strays));
        return section(title, blocks);
    };
    if let Some(standing) = standing {
        blocks.extend(conditions(basis, kind, standing));
    }
    let sheet = Sheet::of_exemption(kind, &exemption.fields, basis.as_at);
    for step in &kind.steps {
        let shown = step.questions.iter().filter(|q| sheet.is_shown(&q.id));
        blocks.extend(answer_table(&step.title, shown, &exemption.fields));
    }
    let strays = exemption.fields.keys();
    let strays = strays.filter(|id| !sheet.is_shown(id)).collect();
    blocks.extend(stray_table(basis, exemption, strays));
    section(title, blocks)
}

fn facts(
    basis: &Basis<'_>,
    exemption: &Exemption,
    kind: Option<&ExemptionKind>,
    standing: Option<&Standing>,
) -> Vec<Fact> {
    let requirements = exemption.requirements.iter();
    let requirements: Vec<String> = requirements.map(|id| basis.requirement(id)).collect();
    let scenarios = basis.scenarios(&exemption.scenarios);
    let standing = match (standing, &exemption.withdrawn) {
        (Some(standing), _) => standing.words(),
        // Its kind is not known, so that nothing can be judged.
        (None, Some(reason)) => Standing::Withdrawn {
            reason: reason.clone(),
        }
        .words(),
        (None, None) => "Does not count: its kind is not in the questionnaire.".to_owned(),
    };
    let mut facts = vec![fact("Standing", standing)];
    match kind {
        Some(kind) => {
            let words = format!("{}, {}. {}", kind.id, kind.title, kind.text);
            facts.push(fact("Kind", words));
            let known = basis.questionnaire.rests_on(&kind.from);
            facts.push(fact("How this kind is known", known));
        }
        None => {
            let former = basis.state.former_kind(&exemption.kind);
            let words = match former {
                Some(kind) => format!("{}, {} (of an earlier version)", kind.id, kind.title),
                None => exemption.kind.to_string(),
            };
            facts.push(fact("Kind", words));
        }
    }
    facts.push(fact("Requirements", requirements.join("; ")));
    facts.push(fact("Scenarios", listed(&scenarios)));
    facts
}

/// Each condition with how it stands; a withdrawn exemption is not judged.
fn conditions(basis: &Basis<'_>, kind: &ExemptionKind, standing: &Standing) -> Option<Block> {
    let unmet = match standing {
        Standing::Valid { .. } => &[][..],
        Standing::NotValid { unmet } => unmet,
        Standing::Withdrawn { .. } | Standing::Closed { .. } => return None,
    };
    let scope = unmet.iter().filter(|u| u.condition.is_none());
    let scope = scope.map(|u| {
        let says = format!("No. {}", u.says);
        vec!["What it covers".into(), says.into(), texts::OWN_RULE.into()]
    });
    let each = kind.conditions.iter().map(|condition| {
        let fails = unmet
            .iter()
            .find(|u| u.condition.as_ref() == Some(&condition.id));
        let holds = match (&condition.met_when, fails) {
            (None, _) => format!("{} {}", texts::NOT_JUDGED, condition.unmet),
            (Some(_), Some(fails)) => format!("No. {}", fails.says),
            (Some(_), None) => "Yes".to_owned(),
        };
        vec![
            condition.name().into(),
            holds.into(),
            basis.questionnaire.rests_on_briefly(&condition.from).into(),
        ]
    });
    let columns = [("Condition", 24), ("Holds", 38), ("How it is known", 38)];
    let rows: Vec<Vec<Text>> = scope.chain(each).collect();
    (!rows.is_empty()).then(|| table("Conditions before it counts", &columns, rows))
}

/// Fields that were filled in and are not asked now.
fn stray_table(
    basis: &Basis<'_>,
    exemption: &Exemption,
    strays: Vec<&QuestionId>,
) -> Option<Block> {
    let question = |id: &QuestionId| -> Option<&Question> {
        let own = basis.questionnaire.exemption_kind(&exemption.kind);
        let others = basis.questionnaire.exemptions.iter();
        let former = basis.state.former_kind(&exemption.kind);
        own.or(former)
            .into_iter()
            .chain(others)
            .find_map(|kind| kind.question(id))
    };
    let rows: Vec<Vec<Text>> = strays
        .into_iter()
        .filter_map(|id| Some(stray_answer(question(id), id, exemption.fields.get(id)?)))
        .collect();
    let columns = [("Question", 45), ("Answer", 55)];
    (!rows.is_empty()).then(|| table(texts::HIDDEN, &columns, rows))
}
