//! The kinds of exemption, with when they count and the forms that record one.

use super::form::Form;
use super::questions::{lines, question};
use super::scenarios::{force, rests_on};
use super::texts;
use crate::questionnaire::{
    ExemptionCondition, ExemptionKind, QuestionId, Questionnaire, RequirementId,
};
use crate::report::contents::blocks::{fact, page, paragraph, section};
use crate::report::model::{Block, Fact, Section, Start};
use crate::text::{capitalised, counted, listed};

/// The section, where the questionnaire knows exemptions.
pub(super) fn exemptions(asked: &Questionnaire) -> Option<Section> {
    let mut kinds: Vec<Section> = asked.exemptions.iter().map(|k| one(asked, k)).collect();
    if let Some(first) = kinds.first_mut() {
        first.start = Start::Flow;
    }
    (!kinds.is_empty()).then(|| Section {
        sections: kinds,
        ..page(texts::EXEMPTIONS, vec![paragraph(texts::EXEMPTIONS_ABOUT)])
    })
}

fn one(asked: &Questionnaire, kind: &ExemptionKind) -> Section {
    let form = Form::of_exemption(kind);
    let serves: Vec<String> = kind
        .requirements
        .iter()
        .map(|id| force(asked, id))
        .collect();
    let mut facts = vec![
        fact(
            "What it covers",
            format!("{}\n{}", kind.text, rests_on(asked, &kind.from)),
        ),
        fact("Can serve", serves.join("\n")),
    ];
    facts.extend(dates(&form, kind));
    facts.push(fact("Approval", approval(&form, kind)));
    let conditions = kind.conditions.iter().map(|c| condition(asked, &form, c));
    let conditions = section(texts::CONDITIONS, vec![Block::Facts(conditions.collect())]);
    let steps = kind.steps.iter().map(|step| Section {
        sections: step.questions.iter().map(|q| question(&form, q)).collect(),
        ..section(step.title.as_str(), vec![])
    });
    let scope = Block::Blanks(vec![lines(texts::CONDITION_LINE, 2)]);
    let mut sections = vec![];
    if !kind.conditions.is_empty() {
        sections.push(conditions);
    }
    sections.extend(steps);
    Section {
        sections,
        // Each kind has pages of its own, because they are copied.
        ..page(
            format!("{}: {}", kind.id, kind.title),
            vec![Block::Facts(facts), scope],
        )
    }
}

/// The days that a kind has.
fn dates(form: &Form<'_>, kind: &ExemptionKind) -> Vec<Fact> {
    let mut facts = vec![];
    if let Some(expiry) = &kind.expiry {
        let day = form.number(expiry);
        facts.push(fact(
            "Ends",
            format!("After the day given at question {day}."),
        ));
    }
    if let Some(review) = &kind.review {
        let day = form.number(review);
        let ahead = kind.review_months();
        let ahead =
            ahead.map(|months| format!(", at most {} ahead", counted(months.into(), "month")));
        let ahead = ahead.unwrap_or_default();
        let says =
            format!("By the day given at question {day}{ahead}. After that day it does not count.");
        facts.push(fact("Review", says));
    }
    if let Some(confirmed) = &kind.confirmed {
        let day = form.number(confirmed);
        let says = match kind.aging().get(confirmed) {
            None => format!("Once a year, with the day at question {day}."),
            Some(months) => {
                let months = counted((*months).into(), "month");
                format!("With the day at question {day}. After {months} it does not count.")
            }
        };
        facts.push(fact("Confirm", says));
    }
    facts
}

/// How one is approved, and what may change afterwards.
fn approval(form: &Form<'_>, kind: &ExemptionKind) -> String {
    let Some(approval) = &kind.approval else {
        return texts::CONFIRMED_ONLY.to_owned();
    };
    let numbers = |ids: &[QuestionId]| -> String {
        let numbers: Vec<String> = ids.iter().map(|id| form.number(id)).collect();
        listed(&numbers)
    };
    let decision = numbers(&approval.decision);
    let mut says = format!("Whoever decides answers for all of this. Record it at {decision}.");
    if !approval.kept_up.is_empty() {
        let kept_up = numbers(&approval.kept_up);
        says = format!("{says}\nKept up afterwards: {kept_up}. {}", texts::RESETS);
    }
    says
}

fn condition(asked: &Questionnaire, form: &Form<'_>, condition: &ExemptionCondition) -> Fact {
    let holds = match &condition.met_when {
        Some(when) => form.only_if("Met if", when),
        None => texts::ELSEWHERE.to_owned(),
    };
    let ids: Vec<&str> = condition
        .requirements
        .iter()
        .map(RequirementId::as_str)
        .collect();
    let only = match ids.as_slice() {
        [] => String::new(),
        ids => format!("Only where it serves {}. ", listed(ids)),
    };
    let unmet = form.filled(&condition.unmet);
    let from = rests_on(asked, &condition.from);
    fact(
        format!("{} ({})", capitalised(&condition.title), condition.id),
        format!("{only}{holds}\nOtherwise: {unmet}\n{from}"),
    )
}
