//! Begins exemptions and actions, from the scenario on top where there is one.

use super::go::{go, push_form};
use super::save::{is_refused, record};
use super::unborn;
use crate::facts::{Change, Coverage, Evidence, FileOf, System};
use crate::questionnaire::{ExemptionKindId, ScenarioId};
use crate::rules::Suggestion;
use crate::wizard::message::Effect;
use crate::wizard::model::Model;
use crate::wizard::open::Open;
use crate::wizard::places::{Place, Subject};
use crate::wizard::row::Goal;

/// The scenario of the form on top.
pub(super) fn scenario_here(model: &Model) -> Option<ScenarioId> {
    match &model.form()?.subject {
        Subject::Scenario(id) | Subject::File(FileOf::Scenario(id)) => Some(id.clone()),
        Subject::Action(id) => {
            let action = model.open.as_ref()?.state.actions.get(id)?;
            Some(action.scenario.clone())
        }
        Subject::Organisation
        | Subject::Exemption(..)
        | Subject::System(_)
        | Subject::Listed(_)
        | Subject::File(_)
        | Subject::SignOff => None,
    }
}

pub(super) fn exempt(model: &mut Model) -> Vec<Effect> {
    let place = match scenario_here(model) {
        Some(scenario) => Place::ExemptionKinds(Some(scenario)),
        None => Place::Exemptions,
    };
    go(model, Goal::Show(place))
}

pub(super) fn act(model: &mut Model) -> Vec<Effect> {
    match scenario_here(model) {
        Some(scenario) => match &model.open {
            Some(open) => {
                let suggestion = open.suggestion(&scenario);
                go(model, Goal::BeginAction(suggestion))
            }
            None => vec![],
        },
        None => go(model, Goal::Show(Place::Actions)),
    }
}

pub(super) fn begin_exemption(
    model: &mut Model,
    kind: ExemptionKindId,
    scenario: Option<ScenarioId>,
) -> Vec<Effect> {
    if is_refused(model) {
        return vec![];
    }
    let Some(open) = &model.open else {
        return vec![];
    };
    let Some(serves) = open.questionnaire.exemption_kind(&kind) else {
        return vec![];
    };
    let id = open.new_exemption();
    let findings = scenario
        .as_ref()
        .and_then(|s| open.results.scenario(s))
        .map_or(&[][..], |result| &result.findings);
    let requirements = findings
        .iter()
        .filter(|f| f.can_be_covered_by(serves))
        .map(|f| f.requirement.clone())
        .collect();
    let change = Change::Coverage(
        id,
        Coverage {
            kind,
            requirements,
            scenarios: scenario.into_iter().collect(),
            systems: Default::default(),
        },
    );
    let effects = match record(model, vec![change.into()]) {
        Ok(effects) => effects,
        Err(refused) => return refused,
    };
    // The list of kinds has done its work; going back leads to where one came from.
    model.screens.pop();
    push_form(model, Subject::Exemption(id, 0), None);
    effects
}

/// Begins an entry of the register of systems.
pub(super) fn begin_system(model: &mut Model) -> Vec<Effect> {
    unborn::drop(model);
    let Some(id) = model.open.as_ref().map(Open::new_system) else {
        return vec![];
    };
    let change = Change::System(id, Some(System::default()));
    begin(model, change, Subject::System(id))
}

/// Begins an entry of the list of evidence.
pub(super) fn begin_evidence(model: &mut Model) -> Vec<Effect> {
    unborn::drop(model);
    let Some(id) = model.open.as_ref().map(Open::new_evidence) else {
        return vec![];
    };
    let change = Change::Listed(id, Some(Evidence::default()));
    begin(model, change, Subject::Listed(id))
}

fn begin(model: &mut Model, change: Change, subject: Subject) -> Vec<Effect> {
    if is_refused(model) {
        return vec![];
    }
    let begun = match &mut model.open {
        Some(open) if unborn::says_nothing(open, &change) => {
            unborn::begin(open, &change, subject.clone());
            open.judge(model.today);
            Ok(vec![])
        }
        _ => record(model, vec![change.into()]),
    };
    match begun {
        Ok(effects) => {
            let is_entry = |s: &Subject| matches!(s, Subject::System(_) | Subject::Listed(_));
            if model.form().is_some_and(|form| is_entry(&form.subject)) && is_entry(&subject) {
                // Another entry comes in place of the one before, and going back leads to the list.
                model.screens.pop();
            }
            push_form(model, subject, None);
            effects
        }
        Err(refused) => refused,
    }
}

pub(super) fn begin_action(model: &mut Model, suggestion: Suggestion) -> Vec<Effect> {
    unborn::drop(model);
    let Some(id) = model.open.as_ref().map(Open::new_action) else {
        return vec![];
    };
    let change = Change::Action(id, Some(suggestion.taken_up()));
    begin(model, change, Subject::Action(id))
}
