//! What is asked, who is assessed, and every scenario with its guidance and questions.

use super::form::Form;
use super::questions::{lines, question};
use super::texts;
use crate::questionnaire::{
    Group, Provenance, Questionnaire, Requirement, RequirementId, Scenario, template,
};
use crate::report::contents::blocks::{callout, fact, page, paragraph, section, table};
use crate::report::contents::texts::NO_ASSESS;
use crate::report::model::{Block, Fact, Section, Start, Text};
use crate::text::capitalised;

/// What is asked, with boxes to tick, and the requirements.
pub(super) fn overview(asked: &Questionnaire, form: &Form<'_>) -> Section {
    let groups = asked.groups.iter();
    let rows = groups.flat_map(|group| {
        group.scenarios.iter().map(|scenario| -> Vec<Text> {
            vec![
                scenario.title.as_str().into(),
                group.title.as_str().into(),
                span(form, scenario).into(),
                "□".into(),
            ]
        })
    });
    let columns = [
        ("Scenario", 44),
        ("Group", 32),
        ("Questions", 15),
        ("Done", 9),
    ];
    let requirements = asked.requirements.iter().map(|requirement| -> Vec<Text> {
        vec![
            name(requirement).into(),
            requirement.force.words().into(),
            requirement.text.as_str().into(),
            capitalised(&asked.rests_on(&requirement.from)).into(),
        ]
    });
    let facts = [
        ("Requirement", 22),
        ("Force", 10),
        ("In this tool's words", 40),
        ("How it is known", 28),
    ];
    let blocks = vec![
        paragraph(texts::OVERVIEW_ABOUT),
        table("Scenarios", &columns, rows),
        table("Requirements", &facts, requirements),
    ];
    page(texts::OVERVIEW, blocks)
}

/// From which question to which a scenario goes.
fn span(form: &Form<'_>, scenario: &Scenario) -> String {
    match scenario.questions.as_slice() {
        [] => "none".to_owned(),
        [only] => form.number(&only.id),
        [first, .., last] => format!("{} to {}", form.number(&first.id), form.number(&last.id)),
    }
}

/// The form for who is assessed.
pub(super) fn organisation(asked: &Questionnaire, form: &Form<'_>) -> Section {
    let organisation = &asked.organisation;
    let mut sections: Vec<Section> = organisation
        .questions
        .iter()
        .map(|q| question(form, q))
        .collect();
    let notices = organisation.notices.iter().map(|notice| {
        let when = form.only_if("If", &notice.when);
        Text::from(format!(
            "{when}\n{}\n{}",
            notice.says,
            rests_on(asked, &notice.from)
        ))
    });
    let notices: Vec<Text> = notices.collect();
    if !notices.is_empty() {
        sections.push(section(texts::NOTICES, vec![Block::List(notices)]));
    }
    Section {
        sections,
        ..page(
            organisation.title.as_str(),
            vec![paragraph(organisation.about.as_str())],
        )
    }
}

/// The groups; each scenario begins a page, so that it can be handed to whoever knows.
pub(super) fn groups(asked: &Questionnaire, form: &Form<'_>) -> Vec<Section> {
    let group = |group: &Group| {
        let mut sections: Vec<Section> = group
            .scenarios
            .iter()
            .map(|s| scenario(asked, form, s))
            .collect();
        if let Some(first) = sections.first_mut() {
            first.start = Start::Flow;
        }
        Section {
            sections,
            ..page(group.title.as_str(), vec![])
        }
    };
    asked.groups.iter().map(group).collect()
}

fn scenario(asked: &Questionnaire, form: &Form<'_>, scenario: &Scenario) -> Section {
    let mut blocks = vec![paragraph(scenario.about.as_str())];
    let when = scenario.applies_when.as_ref();
    blocks.extend(when.map(|c| callout(form.only_if("This scenario is asked only if", c))));
    blocks.push(Block::Facts(facts(asked, scenario)));
    let mut sections: Vec<Section> = scenario
        .questions
        .iter()
        .map(|q| question(form, q))
        .collect();
    let notes = vec![lines(texts::EVIDENCE_LINE, 1), lines(texts::NOTE_LINE, 2)];
    sections.push(section(texts::NOTES, vec![Block::Blanks(notes)]));
    Section {
        sections,
        ..page(scenario.title.as_str(), blocks)
    }
}

fn facts(asked: &Questionnaire, scenario: &Scenario) -> Vec<Fact> {
    let bears_on = scenario.assess.iter().map(|a| force(asked, &a.requirement));
    let bears_on: Vec<String> = bears_on.collect();
    let bears_on = if bears_on.is_empty() {
        NO_ASSESS.to_owned()
    } else {
        bears_on.join("\n")
    };
    let mut facts = vec![fact("Bears on", bears_on)];
    if !scenario.draws.is_empty() {
        let drawn = scenario.draws.iter();
        let drawn = drawn.map(|says| template::outline(says, |_| texts::COUNTED.to_owned()));
        let drawn: Vec<String> = drawn.collect();
        facts.push(fact(texts::DRAWN, drawn.join("\n")));
    }
    facts.extend(scenario.guidance.iter().map(|guidance| {
        let words = format!("{}\n{}", guidance.text, rests_on(asked, &guidance.from));
        fact(guidance.topic.words(), words)
    }));
    facts
}

fn name(requirement: &Requirement) -> String {
    format!("{} {}", requirement.id, requirement.title)
}

/// A requirement with its force: "R1 Remote access (must)".
pub(super) fn force(asked: &Questionnaire, id: &RequirementId) -> String {
    match asked.requirement(id) {
        Some(requirement) => format!("{} ({})", name(requirement), requirement.force.words()),
        None => id.to_string(),
    }
}

/// What a statement rests on, set apart from it; the titles stand in the list of sources.
pub(super) fn rests_on(asked: &Questionnaire, from: &Provenance) -> String {
    format!("[{}]", capitalised(&asked.rests_on_briefly(from)))
}
