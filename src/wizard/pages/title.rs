//! Where one is, in a few words.

use crate::questionnaire::ScenarioId;
use crate::wizard::assessed::Assessed;
use crate::wizard::entries;
use crate::wizard::model::Model;
use crate::wizard::places::{Place, Subject};
use crate::wizard::texts::EARLIER;

pub(super) const HOME: &str = "Home";

pub(super) fn of_list(model: &Model, place: &Place) -> String {
    match (place, &model.open) {
        (Place::Earlier, _) => EARLIER.to_owned(),
        (Place::Home, _) | (_, None) => HOME.to_owned(),
        (Place::Tasks, Some(_)) => "Task list".to_owned(),
        (Place::Exemptions, Some(_)) => "Exemptions register".to_owned(),
        (Place::ExemptionKinds(_), Some(_)) => "New exemption: choose a kind".to_owned(),
        (Place::Actions, Some(_)) => "Actions".to_owned(),
        (Place::Systems, Some(open)) => {
            entries::title(open.questionnaire.systems.as_ref().map(|s| &s.form))
        }
        (Place::Evidence, Some(open)) => {
            entries::title(open.questionnaire.evidence.as_ref().map(|e| &e.form))
        }
        (Place::Review, Some(_)) => "Check your answers".to_owned(),
        (Place::Outcomes, Some(open)) if open.results.is_complete() => "Outcomes".to_owned(),
        (Place::Outcomes, Some(_)) => "Outcomes so far".to_owned(),
        (Place::History(0), Some(_)) => "History".to_owned(),
        (Place::History(page), Some(_)) => format!("History, page {}", page + 1),
        (Place::Written(_), Some(_)) => "Report written".to_owned(),
    }
}

pub(super) fn of_form(open: &Assessed, subject: &Subject) -> String {
    match subject {
        Subject::Organisation => open.questionnaire.organisation.title.clone(),
        Subject::Scenario(id) => scenario(open, id),
        Subject::Exemption(id, step) => {
            let steps = open.kind_of(*id).map_or(0, |kind| kind.steps.len()) + 1;
            format!("Exemption {id}, step {} of {steps}", step + 1)
        }
        Subject::Action(id) => format!("Action {id}"),
        Subject::System(_) | Subject::Listed(_) => entries::whereabouts(open, subject),
        Subject::File(_) => "A file as evidence".to_owned(),
        Subject::SignOff => "Sign off".to_owned(),
    }
}

fn scenario(open: &Assessed, id: &ScenarioId) -> String {
    let title = open.questionnaire.scenario(id).map_or("", |s| &s.title);
    let of = open.asked().len();
    match open.number(id) {
        Some(number) => format!("Scenario {number} of {of}: {title}"),
        None => format!("{title} (not asked)"),
    }
}
