//! The exemptions register on screen: its rows, the kinds to choose from, and the fields of one.

pub(in crate::wizard) mod workflow;

use std::collections::BTreeSet;

use crate::facts::{Answer, Change, Exemption, ExemptionId, limits};
use crate::questionnaire::{
    Choice, ChoiceId, ExemptionKind, Input, QuestionId, RequirementId, ScenarioId,
};
use crate::rules::{Phase, Sheet, Standing, Unmet};
use crate::text::counted;
use crate::wizard::assessed::Assessed;
use crate::wizard::beside::of_field;
use crate::wizard::field::{Field, built_in, choice};
use crate::wizard::guidance::matters;
use crate::wizard::places::{FieldKey, Place, Subject};
use crate::wizard::row::{Goal, Row};
use crate::wizard::texts;

/// What an exemption covers and serves, and what ends it.
pub(in crate::wizard) fn scope_fields(open: &Assessed, id: ExemptionId) -> Vec<Field> {
    let Some(exemption) = open.state.exemptions.get(&id) else {
        return vec![];
    };
    let [closes, withdrawn] = ending_fields(open, id, exemption);
    // One of a kind that is gone can only be withdrawn.
    let Some(kind) = open.kind_of(id) else {
        return withdrawn.into_iter().collect();
    };
    let scenarios = built_in(
        FieldKey::Scenarios,
        texts::COVERS,
        Input::AnyOf(scenarios(open, exemption, kind)),
        chosen(exemption.scenarios.iter().map(ToString::to_string)),
    );
    let requirements = built_in(
        FieldKey::Requirements,
        texts::SERVES,
        Input::AnyOf(requirements(open, kind)),
        chosen(exemption.requirements.iter().map(ToString::to_string)),
    );
    let registered = systems(open);
    let has_systems = !registered.is_empty();
    let systems = built_in(
        FieldKey::Systems,
        texts::SYSTEMS,
        Input::AnyOf(registered),
        chosen(exemption.systems.iter().map(ToString::to_string)),
    );
    let systems = systems.filter(|_| has_systems);
    let fields = [scenarios, requirements, systems, closes, withdrawn];
    fields.into_iter().flatten().collect()
}

/// Why it closes, and why it is withdrawn, where it can be.
fn ending_fields(open: &Assessed, id: ExemptionId, exemption: &Exemption) -> [Option<Field>; 2] {
    let line = Input::Line { max: limits::LINE };
    let said = |key: FieldKey| {
        let said = open
            .ending
            .as_ref()
            .filter(|(of, how, _)| *of == id && *how == key);
        said.map(|(.., words)| Answer::Text(words.clone()))
    };
    // What has ended is not ended again: how it stands says why.
    let has_ended = exemption.is_over();
    // What never counted has nothing to close: it is withdrawn.
    let begun = [Some(&Phase::Draft), Some(&Phase::Submitted), None];
    let has_counted =
        !exemption.life.approvals.is_empty() || !begun.contains(&open.results.phases.get(&id));
    let how = said(FieldKey::Closed);
    let closes = built_in(FieldKey::Closed, texts::CLOSE, line.clone(), how);
    let why = said(FieldKey::Withdrawn);
    let withdrawn = built_in(FieldKey::Withdrawn, texts::WITHDRAW, line, why);
    [
        closes.filter(|_| !has_ended && has_counted),
        withdrawn.filter(|_| !has_ended),
    ]
}

/// The scenarios that an exemption can cover. One that it covers is offered also while it is not asked, or the
/// others could not be changed.
fn scenarios(open: &Assessed, exemption: &Exemption, kind: &ExemptionKind) -> Vec<Choice> {
    let scenarios = open.questionnaire.scenarios();
    scenarios
        .filter(|s| {
            let serves = |r: &RequirementId| kind.requirements.contains(r);
            let is_asked = open.results.scenario(&s.id).is_some_and(|r| r.asked);
            exemption.scenarios.contains(&s.id)
                || (is_asked && s.assess.iter().any(|a| serves(&a.requirement)))
        })
        .filter_map(|s| choice(s.id.as_str(), s.title.clone()))
        .collect()
}

/// The requirements that a kind can serve.
fn requirements(open: &Assessed, kind: &ExemptionKind) -> Vec<Choice> {
    let requirements = kind.requirements.iter();
    requirements
        .filter_map(|id| open.questionnaire.requirement(id))
        .filter_map(|r| {
            let label = format!("{} ({}): {}", r.id, r.force.words(), r.title);
            choice(r.id.as_str(), label)
        })
        .collect()
}

/// The systems of the register.
fn systems(open: &Assessed) -> Vec<Choice> {
    let systems = open.state.systems.iter();
    systems
        .filter_map(|(id, system)| {
            let form = &open.questionnaire.systems.as_ref()?.form;
            let label = format!("{id}  {}", form.name_of(&system.fields));
            choice(&id.to_string(), label)
        })
        .collect()
}

/// The answer that chooses these; none where there are none.
fn chosen(ids: impl Iterator<Item = String>) -> Option<Answer> {
    let chosen: BTreeSet<ChoiceId> = ids.filter_map(|id| id.as_str().try_into().ok()).collect();
    (!chosen.is_empty()).then_some(Answer::Choices(chosen))
}

pub(in crate::wizard) fn step_fields(open: &Assessed, id: ExemptionId, step: usize) -> Vec<Field> {
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
            Field {
                evidences: evidences(kind, exemption, &question.id),
                ..Field::new(key, question.clone(), answer).with(beside)
            }
        })
        .collect()
}

/// The conditions that a field evidences, in words.
fn evidences(kind: &ExemptionKind, exemption: &Exemption, question: &QuestionId) -> Option<String> {
    let conditions = kind.evidenced_by(question);
    let names = conditions.filter(|condition| matters(condition, exemption));
    let names = names.map(|condition| {
        // Only an id that people quote stands on its own.
        match condition.name() {
            name if name.starts_with(condition.id.as_str()) => name,
            _ => format!("“{}”", condition.title),
        }
    });
    let names: Vec<String> = names.collect();
    (!names.is_empty()).then(|| format!("For {}.", names.join("; ")))
}

/// The change that an answer to a field of the scope makes.
pub(in crate::wizard) fn change(
    open: &Assessed,
    id: ExemptionId,
    key: &FieldKey,
    answer: Option<Answer>,
) -> Option<Change> {
    let exemption = open.state.exemptions.get(&id)?;
    let chosen = match answer {
        Some(Answer::Choices(ids)) => ids,
        _ => BTreeSet::new(),
    };
    let chosen = chosen.iter().map(ChoiceId::as_str);
    let mut coverage = exemption.coverage();
    if *key == FieldKey::Requirements {
        coverage.requirements = chosen.filter_map(|id| id.try_into().ok()).collect();
    } else if *key == FieldKey::Systems {
        coverage.systems = chosen.filter_map(|id| id.parse().ok()).collect();
    } else {
        coverage.scenarios = chosen.filter_map(|id| id.try_into().ok()).collect();
    }
    Some(Change::Coverage(id, coverage))
}

/// The register: what has to be decided first comes first.
pub(in crate::wizard) fn register(open: &Assessed) -> Vec<Row> {
    let ids = open.state.exemptions.keys();
    let mut ranked: Vec<(Rank, ExemptionId)> = ids.map(|id| (rank(open, *id), *id)).collect();
    ranked.sort_unstable();
    let mut rows = vec![];
    let mut above = None;
    for (rank, id) in ranked {
        let heading = rank.heading();
        if above != Some(heading) {
            rows.push(Row::heading(heading));
            above = Some(heading);
        }
        rows.push(row(open, id));
    }
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

/// How soon something has to be decided about an exemption.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Rank {
    Expired,
    Due,
    FallingBack,
    Submitted,
    Draft,
    InForce,
    Closed,
    Withdrawn,
}

impl Rank {
    const fn heading(self) -> &'static str {
        match self {
            Self::Expired | Self::Due | Self::FallingBack => "To decide first",
            Self::Submitted => "Waiting for approval",
            Self::Draft => "Begun",
            Self::InForce => "In force",
            Self::Closed | Self::Withdrawn => "At an end",
        }
    }
}

fn rank(open: &Assessed, id: ExemptionId) -> Rank {
    let standing = open.results.exemptions.get(&id);
    let covers = open.state.exemptions.get(&id).is_some_and(|exemption| {
        let mut covered = exemption.scenarios.iter();
        covered.any(|id| open.results.scenario(id).is_some_and(|r| r.asked))
    });
    match (open.results.phases.get(&id), standing) {
        (_, Some(Standing::Withdrawn { .. })) => Rank::Withdrawn,
        (_, Some(Standing::Closed { .. })) => Rank::Closed,
        (Some(Phase::Expired), _) => Rank::Expired,
        (Some(Phase::DueForReview), _) => Rank::Due,
        (_, Some(Standing::Valid { .. })) => Rank::InForce,
        (Some(Phase::Submitted), _) => Rank::Submitted,
        _ if covers => Rank::FallingBack,
        _ => Rank::Draft,
    }
}

/// An exemption in a list: its name, where it is in its life, how it stands and until when.
pub(in crate::wizard) fn row(open: &Assessed, id: ExemptionId) -> Row {
    let name = open.name_of(id);
    let goal = Goal::Form(Subject::Exemption(id, 0), None);
    let row = Row::to(format!("{id}  {name}"), goal).saying(workflow::phase(open, id));
    let title = open.kind_or_former(id).map(|kind| kind.title.as_str());
    let standing = open.results.exemptions.get(&id).map(stands);
    let detail: Vec<String> = title
        .map(|title| format!("{title}."))
        .into_iter()
        .chain(standing)
        .collect();
    row.with(detail.join(" "))
}

/// The same as a link of what it covers.
pub(in crate::wizard) fn link(open: &Assessed, id: ExemptionId) -> Row {
    let text = format!("Exemption {id}: {}", open.name_of(id));
    Row {
        text,
        ..row(open, id)
    }
}

/// How an exemption stands, in short: its form says every gap.
fn stands(standing: &Standing) -> String {
    let Standing::NotValid { unmet } = standing else {
        return standing.words();
    };
    let gaps = Unmet::distinct(unmet);
    let first = gaps.first().map_or("", |gap| gap.says.as_str());
    match gaps.len() {
        0 | 1 => format!("Does not count. {first}"),
        more => format!("Does not count: {}. {first}", counted(more, "gap")),
    }
}

pub(in crate::wizard) fn kinds(open: &Assessed, scenario: Option<&ScenarioId>) -> Vec<Row> {
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
