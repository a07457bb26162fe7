//! What was begun on the screen and says nothing yet: it is shown, and no part of the record. With
//! the first words it comes to be; left without any, it never was.

use std::collections::BTreeMap;

use super::focus::refocus;
use crate::facts::{Answer, Assessment, Change, FileOf};
use crate::propose::{Accepted, Proposal};
use crate::questionnaire::{EntryForm, QuestionId};
use crate::text;
use crate::wizard::model::{Model, Notice, Screen};
use crate::wizard::open::Open;
use crate::wizard::places::Subject;

/// Whether a change writes something that has neither words nor a name.
pub(super) fn says_nothing(open: &Open, change: &Change) -> bool {
    let is_nameless = |form: Option<&EntryForm>, fields: &BTreeMap<QuestionId, Answer>| {
        form.is_none_or(|form| !text::says_something(form.name_of(fields)))
    };
    let (systems, evidence) = (&open.questionnaire.systems, &open.questionnaire.evidence);
    if let Change::Action(_, Some(action)) = change {
        !text::says_something(&action.what)
    } else if let Change::System(_, Some(system)) = change {
        is_nameless(systems.as_ref().map(|s| &s.form), &system.fields)
    } else if let Change::Listed(_, Some(listed)) = change {
        let form = evidence.as_ref().map(|e| &e.form);
        listed.file.is_none() && is_nameless(form, &listed.fields)
    } else {
        false
    }
}

fn subject_of(change: &Change) -> Option<Subject> {
    if let Change::Action(id, _) = change {
        Some(Subject::Action(*id))
    } else if let Change::System(id, _) = change {
        Some(Subject::System(*id))
    } else if let Change::Listed(id, _) = change {
        Some(Subject::Listed(*id))
    } else {
        None
    }
}

/// Shows what a change would write. It is no change of the record, and supersedes no sign-off.
fn show(state: &mut Assessment, change: &Change) {
    // Only of an exemption could it be refused, and none is shown so.
    let _ = state.set(change.clone());
}

fn hide(state: &mut Assessment, subject: &Subject) {
    match subject {
        Subject::Action(id) => {
            state.actions.remove(id);
        }
        Subject::System(id) => {
            state.systems.remove(id);
        }
        Subject::Listed(id) => {
            state.listed.remove(id);
        }
        Subject::Organisation
        | Subject::Scenario(_)
        | Subject::Exemption(..)
        | Subject::File(_)
        | Subject::SignOff => {}
    }
}

/// The state without what is only shown as begun; nothing where nothing is.
pub(super) fn hidden(open: &Open) -> Option<Assessment> {
    let unborn = open.unborn.as_ref()?;
    let mut state = open.state.clone();
    hide(&mut state, unborn);
    Some(state)
}

/// Shows what a change would begin.
pub(super) fn begin(open: &mut Open, change: &Change, subject: Subject) {
    show(&mut open.state, change);
    open.unborn = Some(subject);
}

/// Whether proposals only change on the screen what is no part of the record: they are carried out
/// there. With words in it, it has to be recorded.
pub(super) fn stays(open: &mut Open, proposals: &[Proposal]) -> bool {
    let Some(unborn) = open.unborn.clone() else {
        return false;
    };
    let its = proposals.iter().map(|proposal| match proposal {
        Proposal::Say(change) if subject_of(change).as_ref() == Some(&unborn) => Some(change),
        Proposal::Say(_) | Proposal::Step(..) => None,
    });
    let Some(changes) = its.collect::<Option<Vec<&Change>>>() else {
        return false;
    };
    if changes.iter().any(|change| change.to().is_none()) {
        hide(&mut open.state, &unborn);
        open.unborn = None;
        return true;
    }
    let stays = changes.iter().all(|change| says_nothing(open, change));
    if stays {
        changes
            .iter()
            .for_each(|change| show(&mut open.state, change));
    }
    stays
}

/// Counts it as begun once something about it is recorded.
pub(super) fn comes_to_be(open: &mut Open, accepted: &[Accepted]) {
    let changes = accepted
        .iter()
        .filter_map(|accepted| accepted.event().change());
    let subjects: Vec<Subject> = changes.filter_map(subject_of).collect();
    open.unborn.take_if(|unborn| subjects.contains(unborn));
}

/// Takes its form away, which has nothing to show any more.
pub(super) fn leave(model: &mut Model) {
    let Some(unborn) = model.open.as_mut().and_then(|open| open.unborn.take()) else {
        return;
    };
    let is_its = |screen: &Screen| matches!(screen, Screen::Form(form) if form.subject == unborn);
    model.screens.retain(|screen| !is_its(screen));
    refocus(model);
}

/// Forgets it.
pub(super) fn drop(model: &mut Model) {
    let Some(open) = &mut model.open else { return };
    let Some(unborn) = open.unborn.clone() else {
        return;
    };
    hide(&mut open.state, &unborn);
    open.judge(model.today);
    leave(model);
}

/// Forgets it once another screen is on top: it must not count there.
pub(super) fn forget(model: &mut Model) {
    let unborn = model.open.as_ref().and_then(|open| open.unborn.as_ref());
    let Some(unborn) = unborn else { return };
    let file = if let Subject::Listed(id) = unborn {
        Some(Subject::File(FileOf::Listed(*id)))
    } else {
        None
    };
    if let Some(form) = model.form()
        && (form.subject == *unborn || file.as_ref() == Some(&form.subject))
    {
        return;
    }
    let says = if let Subject::Action(_) = unborn {
        "No action was recorded: nothing says what is to be done."
    } else {
        "Nothing was recorded: an entry begins with its name."
    };
    drop(model);
    let says = || Notice::Info(says.to_owned());
    model.notice.get_or_insert_with(says);
}
