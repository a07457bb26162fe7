//! Files that are named as evidence: looked at by the session, then proposed.

use super::focus::settle;
use super::go::back;
use super::save::record;
use crate::facts::{EvidenceFile, FileOf};
use crate::propose::Proposal;
use crate::text::printable;
use crate::wizard::message::Effect;
use crate::wizard::model::{Model, Notice};
use crate::wizard::places::Subject;

pub(super) fn name(model: &mut Model, of: FileOf) -> Vec<Effect> {
    let path = model.open.as_ref().map(|open| open.naming.clone());
    match path.filter(|path| !path.is_empty()) {
        Some(path) => vec![Effect::LookAt { of, path }],
        None => {
            let says = "Enter the path of the file first.";
            model.notice = Some(Notice::Problem(says.to_owned()));
            vec![]
        }
    }
}

/// The file is there: it goes into the record, and the form has done its work.
pub(super) fn looked(model: &mut Model, of: FileOf, file: EvidenceFile) -> Vec<Effect> {
    let Some(open) = &mut model.open else {
        return vec![];
    };
    open.naming.clear();
    // It is as it is named from now on, whatever was found before.
    open.unlike.retain(|(unlike, _)| *unlike != file);
    let is_it = |(other, named): (FileOf, &EvidenceFile)| other == of && *named == file;
    let is_named = open.state.named_files().any(is_it);
    let words = file.words();
    let change = open.state.naming(&of, file);
    let is_on_top = matches!(model.form().map(|f| &f.subject), Some(Subject::File(_)));
    let mut effects = if is_on_top { back(model) } else { vec![] };
    if is_named {
        rejudge(model);
        model.notice = Some(Notice::Info(format!("Named already: {words}.")));
        return effects;
    }
    match record(model, change.map(Proposal::Say).into_iter().collect()) {
        Ok(recorded) => {
            model.notice = Some(Notice::Info(format!("Named as evidence: {words}.")));
            effects.extend(recorded);
        }
        Err(refused) => effects.extend(refused),
    }
    effects
}

/// Names a file as evidence no longer.
pub(super) fn drop(model: &mut Model, of: FileOf, path: String) -> Vec<Effect> {
    let Some(open) = &model.open else {
        return vec![];
    };
    let change = open.state.unnaming(&of, path);
    let proposals = change.map(Proposal::Say).into_iter().collect();
    record(model, proposals).unwrap_or_else(|refused| refused)
}

/// Has the files looked at that are named as evidence, where there are any.
pub(super) fn check(model: &Model) -> Vec<Effect> {
    let open = model.open.as_ref();
    let is_any = open.is_some_and(|open| open.state.named_files().next().is_some());
    is_any.then_some(Effect::CheckFiles).into_iter().collect()
}

/// The files were looked at: what is not as it was counts from now on.
pub(super) fn checked(model: &mut Model, unlike: Vec<(EvidenceFile, String)>) {
    let Some(open) = &mut model.open else { return };
    let unlike = unlike.into_iter();
    open.unlike = unlike.map(|(file, how)| (file, printable(&how))).collect();
    rejudge(model);
}

fn rejudge(model: &mut Model) {
    let today = model.today;
    let Some(open) = &mut model.open else { return };
    let before = open.results.gaps.clone();
    open.judge(today);
    if open.results.gaps != before {
        // The word was given for other gaps.
        open.signing.confirmation.clear();
    }
    settle(model);
}
