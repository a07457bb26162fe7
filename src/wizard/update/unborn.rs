//! What was begun on the screen and says nothing yet: it is shown, and no part of the record. With
//! the first words it comes to be; left without any, it never was.

use std::collections::BTreeMap;

use super::focus::refocus;
use crate::facts::{Answer, Assessment, Change, Event, FileOf};
use crate::questionnaire::{EntryForm, QuestionId};
use crate::text;
use crate::wizard::model::{Model, Notice, Screen};
use crate::wizard::open::Open;
use crate::wizard::places::Subject;

/// Whether an event writes something that has neither words nor a name.
pub(super) fn says_nothing(open: &Open, event: &Event) -> bool {
    let is_nameless = |form: Option<&EntryForm>, fields: &BTreeMap<QuestionId, Answer>| {
        form.is_none_or(|form| !text::says_something(form.name_of(fields)))
    };
    let (systems, evidence) = (&open.questionnaire.systems, &open.questionnaire.evidence);
    let Some(change) = event.change() else {
        return false;
    };
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

fn subject_of(event: &Event) -> Option<Subject> {
    let change = event.change()?;
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

/// Shows what an event would write. It is no change of the record, and supersedes no sign-off.
fn show(state: &mut Assessment, event: &Event) {
    if let Some(change) = event.change() {
        // Only of an exemption could it be refused, and none is shown so.
        let _ = state.set(change.clone());
    }
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

/// Shows what an event would begin.
pub(super) fn begin(open: &mut Open, event: &Event, subject: Subject) {
    show(&mut open.state, event);
    open.unborn = Some(subject);
}

/// Whether events only change on the screen what is no part of the record: they are carried out
/// there. With words in it, it has to be recorded.
pub(super) fn stays(open: &mut Open, events: &[Event]) -> bool {
    let Some(unborn) = open.unborn.clone() else {
        return false;
    };
    let is_its = |event: &Event| subject_of(event).as_ref() == Some(&unborn);
    if !events.iter().all(is_its) {
        return false;
    }
    let is_removed = events.iter().any(|event| {
        matches!(
            event,
            Event::Changed(Change::Action(_, None))
                | Event::Changed(Change::System(_, None))
                | Event::Changed(Change::Listed(_, None))
        )
    });
    if is_removed {
        hide(&mut open.state, &unborn);
        open.unborn = None;
        return true;
    }
    let stays = events.iter().all(|event| says_nothing(open, event));
    if stays {
        events.iter().for_each(|event| show(&mut open.state, event));
    }
    stays
}

/// Counts it as begun once an event about it is recorded.
pub(super) fn comes_to_be(open: &mut Open, events: &[Event]) {
    let subjects: Vec<Subject> = events.iter().filter_map(subject_of).collect();
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
