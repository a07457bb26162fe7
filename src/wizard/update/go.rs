//! From screen to screen.

use super::answer::sentence;
use super::begin::{begin_action, begin_evidence, begin_exemption, begin_system};
use super::file::{check, drop, name};
use super::focus::{focus, refocus, settle};
use super::life::take;
use super::save::record;
use super::sign::sign;
use crate::facts::Change;
use crate::questionnaire::Questionnaire;
use crate::wizard::focus;
use crate::wizard::message::Effect;
use crate::wizard::model::{Form, List, Model, Notice, Overlay, Saving, Screen};
use crate::wizard::neighbours::{next, previous};
use crate::wizard::open::Open;
use crate::wizard::places::{FieldKey, Place, Stop, Subject};
use crate::wizard::row::Goal;

pub(super) fn go(model: &mut Model, goal: Goal) -> Vec<Effect> {
    leave_by(model, &goal);
    // Whoever is to decide on the evidence sees how its files are now.
    let looks = matches!(
        goal,
        Goal::Show(Place::Review | Place::Evidence) | Goal::Form(Subject::SignOff, _)
    );
    let mut effects = lead(model, goal);
    if looks {
        effects.extend(check(model));
    }
    effects
}

fn lead(model: &mut Model, goal: Goal) -> Vec<Effect> {
    match goal {
        Goal::New => {
            model.open = Some(Open::new(
                Questionnaire::clone(&model.questionnaire),
                model.today,
            ));
            model.saving = Saving::Nothing;
            model.unkept = None;
            model.screens.truncate(1);
            show(model, Place::Tasks);
            push_form(model, Subject::Organisation, None);
            vec![Effect::TakeUp]
        }
        Goal::Resume(name) => vec![Effect::Open(name)],
        Goal::CarryForward(name) => vec![Effect::CarryForward(name)],
        Goal::Show(place) => {
            show(model, place);
            vec![]
        }
        Goal::Form(subject, at) => {
            push_form(model, subject, at.as_ref());
            vec![]
        }
        Goal::At(key) => {
            let page = model.page();
            match page
                .stops
                .iter()
                .position(|stop| stop.field() == Some(&key))
            {
                Some(index) => focus(model, index),
                None => {
                    model.notice = Some(Notice::Info("That is not asked here.".to_owned()));
                    vec![]
                }
            }
        }
        Goal::Onward(subject) => {
            model.screens.pop();
            push_form(model, subject, None);
            vec![]
        }
        Goal::BeginExemption(kind, scenario) => begin_exemption(model, kind, scenario),
        Goal::BeginAction(suggestion) => begin_action(model, suggestion),
        Goal::BeginSystem => begin_system(model),
        Goal::BeginEvidence => begin_evidence(model),
        Goal::RemoveAction(action) => remove(model, Change::Action(action, None)),
        Goal::RemoveSystem(system) => remove(model, Change::System(system, None)),
        Goal::RemoveEvidence(evidence) => remove(model, Change::Listed(evidence, None)),
        Goal::NameFile(of) => name(model, of),
        Goal::DropFile(of, path) => drop(model, of, path),
        Goal::Register(_) => {
            model.screens.pop();
            show(model, Place::Exemptions);
            vec![]
        }
        Goal::Take(exemption, step) => take(model, exemption, step),
        Goal::Sign => sign(model),
        Goal::WriteReport => {
            if model.open.as_ref().is_some_and(|o| o.pending.is_empty()) {
                vec![Effect::WriteReport]
            } else {
                model.notice = Some(Notice::Problem(
                    "The last change is not saved yet; save it first.".to_owned(),
                ));
                vec![]
            }
        }
        Goal::Close => close(model),
        Goal::Explain(words) => {
            model.notice = Some(Notice::Problem(sentence(&words)));
            vec![]
        }
        Goal::Back => back(model),
        Goal::Quit => quit(model),
    }
}

/// Remembers the row through which a list is left.
fn leave_by(model: &mut Model, goal: &Goal) {
    let page = model.page();
    if let Some(Screen::List(list)) = model.screens.last_mut() {
        let here = page.rows.get(list.cursor).and_then(|row| row.goal.as_ref());
        list.left_by = here.filter(|here| *here == goal).cloned();
    }
}

/// Removes what the form on top is about, and leaves the form.
fn remove(model: &mut Model, change: Change) -> Vec<Effect> {
    match record(model, vec![change.into()]) {
        Ok(effects) => [effects, back(model)].concat(),
        Err(refused) => refused,
    }
}

/// Shows a list: the one that is already below, or a new one on top.
pub(super) fn show(model: &mut Model, place: Place) {
    let below = model
        .screens
        .iter()
        .position(|s| matches!(s, Screen::List(list) if list.place == place));
    match below {
        Some(index) => model.screens.truncate(index + 1),
        None => model.screens.push(Screen::List(List {
            place,
            cursor: 0,
            left_by: None,
        })),
    }
    settle(model);
}

pub(super) fn push_form(model: &mut Model, subject: Subject, at: Option<&FieldKey>) {
    let Some(open) = &mut model.open else { return };
    if subject == Subject::SignOff {
        // A sign-off is meant anew each time that somebody comes to it.
        open.signing.confirmation.clear();
    }
    model.screens.push(Screen::Form(Form {
        subject: subject.clone(),
        cursor: Stop::Link(0),
        index: 0,
        input: None,
        problem: None,
        guidance: None,
    }));
    let page = model.page();
    if page.stops.is_empty() {
        model.screens.pop();
        model.notice = Some(Notice::Problem("That is not there any more.".to_owned()));
        return;
    }
    focus(model, focus::first(&page, &subject, at));
}

pub(super) fn back(model: &mut Model) -> Vec<Effect> {
    if let Some(Screen::Form(form)) = model.screens.last_mut()
        && form.guidance.take().is_some()
    {
        return vec![];
    }
    let home_below = model.screens.len() == 2;
    if home_below {
        return close(model);
    }
    if model.screens.len() > 1 {
        model.screens.pop();
    }
    refocus(model);
    vec![]
}

fn close(model: &mut Model) -> Vec<Effect> {
    if model.is_unsaved() {
        model.notice = Some(Notice::Problem(
            "The last change is not saved yet. Press Ctrl-R to try again, or Ctrl-S to save a \
             copy elsewhere."
                .to_owned(),
        ));
        return vec![];
    }
    model.open = None;
    model.saving = Saving::Nothing;
    model.screens.truncate(1);
    vec![Effect::Close, Effect::List]
}

pub(super) fn quit(model: &mut Model) -> Vec<Effect> {
    if !model.is_unsaved() {
        return vec![Effect::Quit];
    }
    if model.saving == Saving::Writing {
        // What was being typed is on its way to the disk; whether it arrives decides.
        model.leaving = true;
    } else {
        model.overlay = Some(Overlay::QuitUnsaved);
    }
    vec![]
}

pub(super) fn sibling(model: &mut Model, forward: bool) -> Vec<Effect> {
    let (Some(open), Some(form)) = (&model.open, model.form()) else {
        return vec![];
    };
    let beside = if forward {
        next(open, &form.subject)
    } else {
        previous(open, &form.subject)
    };
    let end = match form.subject {
        Subject::System(_) => Place::Systems,
        Subject::Listed(_) => Place::Evidence,
        Subject::Organisation
        | Subject::Scenario(_)
        | Subject::Exemption(..)
        | Subject::Action(_)
        | Subject::File(_)
        | Subject::SignOff => Place::Review,
    };
    match beside {
        Some(beside) => go(model, Goal::Onward(beside)),
        None if forward => go(model, Goal::Show(end)),
        None => vec![],
    }
}
