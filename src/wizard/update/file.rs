//! Files that are named as evidence: looked at by the session, then an event.

use super::go::back;
use super::save::record;
use crate::assessment::{Event, EvidenceFile};
use crate::questionnaire::ScenarioId;
use crate::wizard::message::Effect;
use crate::wizard::model::{Model, Notice, Subject};

pub(super) fn name(model: &mut Model, scenario: ScenarioId) -> Vec<Effect> {
    let path = model.open.as_ref().map(|open| open.naming.clone());
    match path.filter(|path| !path.is_empty()) {
        Some(path) => vec![Effect::LookAt { scenario, path }],
        None => {
            let says = "Enter the path of the file first.";
            model.notice = Some(Notice::Problem(says.to_owned()));
            vec![]
        }
    }
}

/// The file is there: it goes into the record, and the form has done its work.
pub(super) fn looked(model: &mut Model, scenario: ScenarioId, file: EvidenceFile) -> Vec<Effect> {
    let Some(open) = &mut model.open else {
        return vec![];
    };
    open.naming.clear();
    let named = open.state.files.get(&scenario);
    let is_named = named.and_then(|files| files.get(&file.path)) == Some(&file);
    let words = file.words();
    let is_on_top = matches!(model.form().map(|f| &f.subject), Some(Subject::File(_)));
    let mut effects = if is_on_top { back(model) } else { vec![] };
    if is_named {
        model.notice = Some(Notice::Info(format!("Named already: {words}.")));
        return effects;
    }
    match record(model, vec![Event::FileReferenced { scenario, file }]) {
        Ok(recorded) => {
            model.notice = Some(Notice::Info(format!("Named as evidence: {words}.")));
            effects.extend(recorded);
        }
        Err(refused) => effects.extend(refused),
    }
    effects
}
