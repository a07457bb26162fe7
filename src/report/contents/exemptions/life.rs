//! The life of an exemption: its steps, what was approved before and reads otherwise now, and where
//! one person stands on both sides of a decision.

use super::super::answers::stray_answer;
use super::super::blocks::{fact, given, table};
use super::super::{Basis, texts};
use super::field;
use crate::facts::{Exemption, Relied};
use crate::questionnaire::{Condition, ExemptionKind, Question};
use crate::report::model::{Block, Fact, Text};
use crate::rules::{Sheet, Truth};
use crate::text::date_words;

/// The steps that it has taken, the earliest first, a line each.
pub(super) fn told(
    basis: &Basis<'_>,
    exemption: &Exemption,
    kind: Option<&ExemptionKind>,
) -> Option<Fact> {
    let life = &exemption.life;
    if life.is_new() {
        return None;
    }
    // Of a kind without an approval there are no decisions to tell, unless it was of another kind.
    let tells = |kind: &&ExemptionKind| kind.approval.is_some() || life.approvals.is_empty();
    let words = match kind.filter(tells) {
        Some(kind) => basis.life_words(exemption, kind),
        None => {
            let closed = life.closed.as_ref().map(|closed| {
                let on = date_words(closed.on);
                format!("Closed on {on}: {}", closed.how)
            });
            let approved = format!("Approved so far: {}.", life.approvals.len());
            std::iter::once(approved).chain(closed).collect()
        }
    };
    (!words.is_empty()).then(|| fact("Its life", words.join("\n")))
}

/// What those who decided before relied on, where it reads otherwise afterwards: each text once, in
/// the table of the last decision that it was put to.
pub(super) fn earlier(
    basis: &Basis<'_>,
    exemption: &Exemption,
    kind: Option<&ExemptionKind>,
) -> Vec<Block> {
    let life = &exemption.life;
    let now = Relied {
        requirements: exemption.requirements.clone(),
        scenarios: exemption.scenarios.clone(),
        systems: exemption.systems.clone(),
        fields: exemption.fields.clone(),
    };
    let mut stages: Vec<Stage<'_>> = (1..)
        .zip(&life.approvals)
        .map(|(number, was)| Stage {
            title: format!("Approval {number}"),
            was,
            is_decided: true,
        })
        .collect();
    stages.extend(life.submitted.as_ref().map(|submitted| Stage {
        title: format!("Submission of {}", date_words(submitted.on)),
        was: &submitted.content,
        is_decided: false,
    }));
    let later = stages.iter().skip(1).map(|stage| stage.was);
    let later: Vec<&Relied> = later.chain([&now]).collect();
    let tables = stages.iter().zip(later).filter_map(|(stage, next)| {
        let rows = changed(basis, exemption, kind, stage, next);
        let caption = format!("{}: {}", stage.title, texts::READS_OTHERWISE);
        let columns = [("What", 45), ("As it was put to those who decide", 55)];
        (!rows.is_empty()).then(|| table(caption, &columns, rows))
    });
    tables.chain(kept_up(basis, exemption)).collect()
}

/// What was kept up when a renewal was begun, where it reads otherwise in the renewal.
fn kept_up(basis: &Basis<'_>, exemption: &Exemption) -> Option<Block> {
    let kept_up = exemption.life.kept_up.iter();
    let otherwise = kept_up.filter(|(id, answer)| exemption.fields.get(*id) != Some(*answer));
    let rows: Vec<Vec<Text>> = otherwise
        .map(|(id, answer)| stray_answer(field(basis, exemption, id), id, answer))
        .collect();
    let columns = [("What", 45), ("Until the renewal is approved", 55)];
    let caption = format!("When the renewal was begun: {}", texts::READS_OTHERWISE);
    (!rows.is_empty()).then(|| table(caption, &columns, rows))
}

/// What somebody decided about, or is to decide about.
struct Stage<'a> {
    title: String,
    was: &'a Relied,
    is_decided: bool,
}

/// What reads otherwise in the next stage. The decisions themselves stand with the steps of its life,
/// and what is kept up is no part of what was relied on.
fn changed(
    basis: &Basis<'_>,
    exemption: &Exemption,
    kind: Option<&ExemptionKind>,
    stage: &Stage<'_>,
    next: &Relied,
) -> Vec<Vec<Text>> {
    let was = stage.was;
    let rule = kind.and_then(|kind| kind.approval.as_ref());
    let (fields, scope) = was.differs_from(next);
    let mut rows: Vec<Vec<Text>> = vec![];
    if scope {
        let covered = basis.scope(&was.requirements, &was.scenarios, &was.systems);
        let row = |fact: Fact| vec![fact.label.into(), fact.value];
        rows.extend(covered.into_iter().map(row));
    }
    for id in fields {
        let is_known = kind.and_then(|kind| kind.question(&id)).is_some();
        let decides = is_known && rule.is_some_and(|rule| rule.decision.contains(&id));
        let kept_up = rule.is_some_and(|rule| rule.kept_up.contains(&id));
        let then = basis
            .state
            .kind_then(basis.questionnaire, &exemption.kind, was);
        let then = then.and_then(|kind| kind.question(&id));
        let question = then.or_else(|| field(basis, exemption, &id));
        match was.fields.get(&id) {
            Some(_) if decides && stage.is_decided => {}
            Some(answer) => rows.push(stray_answer(question, &id, answer)),
            None if decides || kept_up => {}
            None => {
                let what = question.map_or_else(|| id.to_string(), |q| q.text.clone());
                rows.push(vec![what.into(), given("")]);
            }
        }
    }
    rows
}

/// Where one person is named on both sides of a decision: that it is so, and the reason given.
pub(super) fn two_roles(
    basis: &Basis<'_>,
    exemption: &Exemption,
    kind: &ExemptionKind,
) -> Vec<String> {
    let counts = exemption.in_force(kind);
    let sheet = Sheet::of_exemption(kind, &counts.fields, basis.options.as_at);
    let conditions = kind.conditions.iter().filter_map(|c| c.met_when.as_ref());
    let mut pairs: Vec<&Condition> = vec![];
    for leaf in conditions.flat_map(Condition::leaves) {
        let is_pair = matches!(leaf, Condition::SameText { .. });
        if is_pair && !pairs.contains(&leaf) && sheet.truth(leaf) == Truth::Yes {
            pairs.push(leaf);
        }
    }
    let said = |question: &Question| match counts.fields.get(&question.id) {
        Some(answer) => answer.words(question),
        None => "none yet".to_owned(),
    };
    let told = pairs.into_iter().filter_map(|pair| {
        let [left, right] = pair.reads()[..] else {
            return None;
        };
        let (left, right) = (kind.question(left)?, kind.question(right)?);
        let reasons = kind.questions().filter(|q| {
            let shown = q.show_when.as_ref();
            shown.is_some_and(|when| when.leaves().contains(&pair)) && sheet.is_shown(&q.id)
        });
        let reasons: Vec<String> = reasons.map(said).collect();
        let mut says = format!(
            "One person stands on both sides: “{}” and “{}” are both answered {}.",
            left.text,
            right.text,
            said(left)
        );
        if !reasons.is_empty() {
            says.push_str(&format!(" The reason given: {}", reasons.join(" ")));
        }
        Some(says)
    });
    told.collect()
}
