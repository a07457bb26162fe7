//! The exemptions register on screen: its rows, the kinds to choose from, and the fields of one.

use std::collections::BTreeSet;

use super::field::{Field, FieldKey, built_in, choice};
use super::model::{Place, Subject};
use super::open::Open;
use super::remark::of_field;
use super::row::{Goal, Row};
use super::texts;
use crate::assessment::{Answer, Event, ExemptionId, Sheet, Standing};
use crate::questionnaire::{Choice, ChoiceId, Input, QuestionId, RequirementId, ScenarioId};

pub(super) fn scope_fields(open: &Open, id: ExemptionId) -> Vec<Field> {
    let Some(exemption) = open.state.exemptions.get(&id) else {
        return vec![];
    };
    let withdrawn = exemption.withdrawn.clone().map(Answer::Text);
    let withdrawn = built_in(
        FieldKey::Withdrawn,
        texts::WITHDRAW,
        Input::Line { max: 500 },
        withdrawn,
    );
    // One of a kind that is gone can only be withdrawn.
    let Some(kind) = open.kind_of(id) else {
        return withdrawn.into_iter().collect();
    };
    let requirements = kind
        .requirements
        .iter()
        .filter_map(|id| open.questionnaire.requirement(id))
        .filter_map(|r| {
            let label = format!("{} ({}): {}", r.id, r.force.words(), r.title);
            choice(r.id.as_str(), label)
        })
        .collect();
    // One that it covers is offered also while it is not asked, or the others could not be changed.
    let scenarios = open
        .questionnaire
        .scenarios()
        .filter(|s| {
            let serves = |r: &RequirementId| kind.requirements.contains(r);
            let is_asked = open.results.scenario(&s.id).is_some_and(|r| r.asked);
            exemption.scenarios.contains(&s.id)
                || (is_asked && s.assess.iter().any(|a| serves(&a.requirement)))
        })
        .filter_map(|s| choice(s.id.as_str(), s.title.clone()))
        .collect();
    let ids = |ids: Vec<&str>| -> Option<Answer> {
        let chosen: BTreeSet<ChoiceId> =
            ids.into_iter().filter_map(|i| i.try_into().ok()).collect();
        (!chosen.is_empty()).then_some(Answer::Choices(chosen))
    };
    let serves = ids(exemption.requirements.iter().map(|r| r.as_str()).collect());
    let covers = ids(exemption.scenarios.iter().map(|s| s.as_str()).collect());
    let systems: Vec<Choice> = open
        .state
        .systems
        .iter()
        .filter_map(|(id, system)| {
            let form = &open.questionnaire.systems.as_ref()?.form;
            choice(
                &id.to_string(),
                format!("{id}  {}", form.name_of(&system.fields)),
            )
        })
        .collect();
    let listed = (!systems.is_empty()).then(|| {
        let listed: Vec<String> = exemption.systems.iter().map(ToString::to_string).collect();
        let listed = ids(listed.iter().map(String::as_str).collect());
        built_in(
            FieldKey::Systems,
            texts::SYSTEMS,
            Input::AnyOf(systems),
            listed,
        )
    });
    [
        built_in(
            FieldKey::Scenarios,
            texts::COVERS,
            Input::AnyOf(scenarios),
            covers,
        ),
        built_in(
            FieldKey::Requirements,
            texts::SERVES,
            Input::AnyOf(requirements),
            serves,
        ),
        listed.flatten(),
        withdrawn,
    ]
    .into_iter()
    .flatten()
    .collect()
}

pub(super) fn step_fields(open: &Open, id: ExemptionId, step: usize) -> Vec<Field> {
    let (Some(exemption), Some(kind)) = (open.state.exemptions.get(&id), open.kind_of(id)) else {
        return vec![];
    };
    let Some(step) = step.checked_sub(1).and_then(|index| kind.steps.get(index)) else {
        return vec![];
    };
    let sheet = Sheet::of_exemption(kind, &exemption.fields, open.today);
    step.questions
        .iter()
        .filter(|q| sheet.is_shown(&q.id))
        .map(|question| {
            let answer = exemption.fields.get(&question.id).cloned();
            let key = FieldKey::Asked(question.id.clone());
            let beside = of_field(open, id, question);
            Field::new(key, question.clone(), answer).with(beside)
        })
        .collect()
}

pub(super) fn event(
    open: &Open,
    id: ExemptionId,
    key: &FieldKey,
    answer: Option<Answer>,
) -> Option<Event> {
    let exemption = open.state.exemptions.get(&id)?;
    if *key == FieldKey::Withdrawn {
        let Some(Answer::Text(reason)) = answer else {
            return None;
        };
        return Some(Event::ExemptionWithdrawn {
            exemption: id,
            reason,
        });
    }
    let chosen = match answer {
        Some(Answer::Choices(ids)) => ids,
        _ => BTreeSet::new(),
    };
    let chosen = chosen.iter().map(ChoiceId::as_str);
    let mut requirements = exemption.requirements.clone();
    let mut scenarios = exemption.scenarios.clone();
    let mut systems = exemption.systems.clone();
    match key {
        FieldKey::Requirements => {
            requirements = chosen.filter_map(|id| id.try_into().ok()).collect();
        }
        FieldKey::Systems => systems = chosen.filter_map(|id| id.parse().ok()).collect(),
        _ => scenarios = chosen.filter_map(|id| id.try_into().ok()).collect(),
    }
    Some(Event::ExemptionScoped {
        exemption: id,
        kind: exemption.kind.clone(),
        requirements,
        scenarios,
        systems,
    })
}

pub(super) fn register(open: &Open) -> Vec<Row> {
    let mut rows: Vec<Row> = open
        .state
        .exemptions
        .keys()
        .map(|id| row(open, *id))
        .collect();
    if rows.is_empty() {
        rows.push(Row::heading("No exemption is recorded."));
    }
    rows.push(Row::heading(""));
    if !open.questionnaire.exemptions.is_empty() {
        let goal = Goal::Show(Place::ExemptionKinds(None));
        rows.push(Row::to("Record an exemption", goal));
    }
    rows.push(Row::to("Back", Goal::Back));
    rows
}

/// Where an exemption is written: at the step of a field where one is meant.
pub(super) fn goal(open: &Open, id: ExemptionId, field: Option<&QuestionId>) -> Goal {
    let found = field.and_then(|field| {
        let mut steps = open.kind_of(id)?.steps.iter();
        let step = steps.position(|s| s.questions.iter().any(|q| q.id == *field))?;
        let key = FieldKey::Asked(field.clone());
        Some(Goal::Form(Subject::Exemption(id, step + 1), Some(key)))
    });
    found.unwrap_or(Goal::Form(Subject::Exemption(id, 0), None))
}

pub(super) fn row(open: &Open, id: ExemptionId) -> Row {
    let goal = Goal::Form(Subject::Exemption(id, 0), None);
    let Some(exemption) = open.state.exemptions.get(&id) else {
        return Row::to(id.to_string(), goal);
    };
    let kind = open.kind_or_former(id);
    let name = kind.map_or_else(|| exemption.kind.to_string(), |kind| exemption.name(kind));
    let title = kind.map_or_else(String::new, |kind| format!("{}. ", kind.title));
    let row = Row::to(format!("{id}  {name}"), goal);
    match open.results.exemptions.get(&id) {
        Some(standing) => {
            let words = match standing {
                Standing::Valid { .. } => "counts",
                Standing::NotValid { .. } => "does not count",
                Standing::Withdrawn { .. } => "withdrawn",
                Standing::Closed { .. } => "closed",
            };
            row.saying(words)
                .with(format!("{title}{}", standing.words()))
        }
        None => row,
    }
}

pub(super) fn kinds(open: &Open, scenario: Option<&ScenarioId>) -> Vec<Row> {
    let mut rows: Vec<Row> = open
        .kinds_for(scenario)
        .iter()
        .filter_map(|id| open.questionnaire.exemption_kind(id))
        .map(|kind| {
            let goal = Goal::BeginExemption(kind.id.clone(), scenario.cloned());
            Row::to(format!("{}  {}", kind.id, kind.title), goal).with(format!(
                "{}\n[{}]",
                kind.text,
                open.questionnaire.rests_on(&kind.from)
            ))
        })
        .collect();
    rows.push(Row::to("Back", Goal::Back));
    rows
}
