//! Answers to look at together, and the ways in which the result is looked at.

use super::form::{Form, these};
use super::scenarios::{force, rests_on};
use super::texts;
use crate::questionnaire::{Contrast, Level, Objective, Questionnaire, View};
use crate::report::contents::blocks::{fact, page, paragraph, section, sentence, strong};
use crate::report::model::{Block, Section, Text};
use crate::text::{capitalised, listed};

/// The cross-checks as a list of things to look at, where there are any, each with the numbers of
/// the questions to look at: a person sees what does not fit without the condition in words.
pub(super) fn cross_checks(asked: &Questionnaire, form: &Form<'_>) -> Option<Section> {
    let checks = asked.cross_checks.iter().map(|check| {
        let numbers = check.when.each_question().into_iter();
        let numbers: Vec<String> = numbers.map(|id| form.number(id)).collect();
        let look = format!(" Compare questions {}.", listed(&numbers));
        Text::from(form.filled(&check.says) + &look)
    });
    let checks: Vec<Text> = checks.collect();
    (!checks.is_empty()).then(|| {
        let about = paragraph(texts::CROSS_CHECKS_ABOUT);
        page(texts::CROSS_CHECKS, vec![about, Block::List(checks)])
    })
}

/// The views, each with what it judges.
pub(super) fn views(asked: &Questionnaire, form: &Form<'_>) -> Section {
    let mut sections: Vec<Section> = asked.views.iter().map(|v| view(asked, form, v)).collect();
    let contrasts: Vec<Section> = asked.contrasts.iter().map(|c| contrast(asked, c)).collect();
    if !contrasts.is_empty() {
        sections.push(Section {
            sections: contrasts,
            ..section(texts::CONTRASTS, vec![])
        });
    }
    Section {
        sections,
        ..page(texts::VIEWS, vec![paragraph(texts::VIEWS_ABOUT)])
    }
}

fn view(asked: &Questionnaire, form: &Form<'_>, view: &View) -> Section {
    let mut blocks = vec![paragraph(view.about.as_str())];
    let requirements = asked.requirements.iter().filter(|r| r.view == view.id);
    let requirements: Vec<Text> = requirements.map(|r| force(asked, &r.id).into()).collect();
    if !requirements.is_empty() {
        blocks.push(Block::List(requirements));
    }
    let objectives = view.objectives.iter().map(|o| objective(asked, form, o));
    Section {
        sections: objectives.collect(),
        ..section(view.title.as_str(), blocks)
    }
}

fn objective(asked: &Questionnaire, form: &Form<'_>, objective: &Objective) -> Section {
    let about = format!("{}\n{}", objective.text, rests_on(asked, &objective.from));
    let levels = objective.scale().map(|l| level(asked, form, l));
    Section {
        sections: levels.collect(),
        ..section(
            format!("{} {}", objective.id, objective.title),
            vec![paragraph(about), paragraph(texts::LEVELS)],
        )
    }
}

fn level(asked: &Questionnaire, form: &Form<'_>, level: &Level) -> Section {
    let indicators = level.indicators.iter();
    let blocks = indicators.flat_map(|indicator| {
        let from = rests_on(asked, &indicator.from);
        let Some(holds_when) = &indicator.holds_when else {
            let says = format!("\n{from}\n{}", texts::NOT_ASKED);
            return vec![paragraph(strong(indicator.text.as_str(), says))];
        };
        let (joint, clauses) = form.clauses(holds_when);
        let holds = match clauses.as_slice() {
            [only] => format!("\n{from}\nIt holds if {only}."),
            _ => format!("\n{from}\nIt holds if {}:", these(joint)),
        };
        let list = (clauses.len() != 1).then(|| {
            let clauses = clauses
                .iter()
                .map(|clause| sentence(&capitalised(clause)).into());
            Block::List(clauses.collect())
        });
        let first = paragraph(strong(indicator.text.as_str(), holds));
        std::iter::once(first).chain(list).collect()
    });
    section(level.title.as_str(), blocks.collect())
}

fn contrast(asked: &Questionnaire, contrast: &Contrast) -> Section {
    let objective = asked.objective(&contrast.objective);
    let title = objective.map_or("", |o| o.title.as_str());
    let level = objective.and_then(|o| o.level(&contrast.level));
    let level = level.map_or(contrast.level.as_str(), |l| l.title.as_str());
    let names = format!(
        "{}, and {} {title} at “{level}”",
        force(asked, &contrast.requirement),
        contrast.objective
    );
    section(
        names,
        vec![
            Block::Facts(vec![
                fact("Only the first is met", contrast.requirement_only.as_str()),
                fact("Only the second is met", contrast.objective_only.as_str()),
            ]),
            paragraph(rests_on(asked, &contrast.from)),
        ],
    )
}
