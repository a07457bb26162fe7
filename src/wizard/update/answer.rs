//! Choices become answers; what does not fit is refused with a sentence.

use super::focus::field_step;
use super::go::go;
use super::save::{is_refused, record};
use super::typing::{text_of, type_anew};
use crate::facts::Answer;
use crate::propose::Proposal;
use crate::questionnaire::Input as Asks;
use crate::text;
use crate::wizard::change::{Entered, change};
use crate::wizard::field::Field;
use crate::wizard::message::Effect;
use crate::wizard::model::{Model, Notice, Screen};
use crate::wizard::places::{FieldKey, Stop};
use crate::wizard::texts;

pub(super) fn select(model: &mut Model, onward: bool, was_typing: bool) -> Vec<Effect> {
    let row = match model.screen() {
        Screen::List(list) => list.cursor,
        Screen::Form(form) => match form.cursor.clone() {
            Stop::Link(index) => index,
            stop @ (Stop::Choice(..)
            | Stop::NoneOfThese(_)
            | Stop::Text(_)
            | Stop::DontKnow(_)
            | Stop::NotApplicable(_)) => return select_stop(model, &stop, onward, was_typing),
        },
    };
    let page = model.page();
    let goal = page.rows.get(row).and_then(|row| row.goal.clone());
    goal.map_or_else(Vec::new, |goal| go(model, goal))
}

fn select_stop(model: &mut Model, stop: &Stop, onward: bool, was_typing: bool) -> Vec<Effect> {
    let Some(field) = here(model) else {
        return vec![];
    };
    if !matches!(stop, Stop::Text(_)) && is_refused(model) {
        return vec![];
    }
    let many = matches!(field.question.input, Asks::AnyOf(_));
    let answer = match stop {
        Stop::Choice(_, id) if many => {
            let mut chosen = match &field.answer {
                Some(Answer::Choices(chosen)) => chosen.clone(),
                _ => Default::default(),
            };
            if !chosen.remove(id) {
                chosen.insert(id.clone());
            }
            // The last choice taken away is no answer; "none of these" is said in words.
            (!chosen.is_empty()).then_some(Answer::Choices(chosen))
        }
        Stop::Choice(_, id) => Some(Answer::Choice(id.clone())),
        Stop::NoneOfThese(_) => Some(Answer::Choices(Default::default())),
        Stop::DontKnow(_) => Some(Answer::DontKnow),
        // Its reason was taken when the text was left; without one it is asked for.
        Stop::NotApplicable(_)
            if was_typing && matches!(field.answer, Some(Answer::NotApplicable { .. })) =>
        {
            return if onward {
                field_step(model, true)
            } else {
                vec![]
            };
        }
        Stop::NotApplicable(key) => {
            let input = text_of(model, key, stop);
            if let Some(Screen::Form(form)) = model.screens.last_mut() {
                form.input = input;
            }
            return vec![];
        }
        Stop::Text(_) | Stop::Link(_) => {
            return if onward {
                field_step(model, true)
            } else {
                vec![]
            };
        }
    };
    let goes_on = onward && !(many && matches!(stop, Stop::Choice(..)));
    match set(model, &field.key, answer) {
        Ok(mut effects) => {
            if goes_on {
                effects.extend(field_step(model, true));
            }
            effects
        }
        Err(effects) => effects,
    }
}

/// The field that has the focus.
pub(super) fn here(model: &Model) -> Option<Field> {
    let key = model.form()?.cursor.field()?;
    model.page().field(key).cloned()
}

pub(super) fn clear(model: &mut Model) -> Vec<Effect> {
    match here(model) {
        Some(field) => match set(model, &field.key, None) {
            Ok(effects) => [effects, type_anew(model, &field.key)].concat(),
            Err(refused) => refused,
        },
        None => vec![],
    }
}

/// Says that the answer under the focus, or that of last time, still holds, and goes on.
pub(super) fn confirm(model: &mut Model) -> Vec<Effect> {
    let Some((key, holds)) = here(model).and_then(|field| Some((field.key, field.confirms?)))
    else {
        let says = "There is no answer here that has to be confirmed.";
        model.notice = Some(Notice::Info(says.to_owned()));
        return vec![];
    };
    match set(model, &key, Some(holds)) {
        Ok(effects) => {
            let anew = type_anew(model, &key);
            [effects, anew, field_step(model, true)].concat()
        }
        Err(refused) => refused,
    }
}

/// Answers a field of the form on top, or takes its answer back.
///
/// # Errors
/// The effects of a refusal: the sentence is on the screen, or the question why it is changed.
pub(super) fn set(
    model: &mut Model,
    key: &FieldKey,
    answer: Option<Answer>,
) -> Result<Vec<Effect>, Vec<Effect>> {
    if is_refused(model) {
        return Err(vec![]);
    }
    let (Some(open), Some(form)) = (&model.open, model.form()) else {
        return Ok(vec![]);
    };
    let subject = form.subject.clone();
    let page = model.page();
    let Some(field) = page.field(key) else {
        return Err(refuse(model, "this question is not asked here"));
    };
    match change(open, &subject, field, answer) {
        Ok(Entered::Said(change)) => record(model, change.map(Proposal::Say).into_iter().collect()),
        Ok(Entered::Signing(signing)) => {
            if let Some(open) = &mut model.open {
                open.signing = signing;
            }
            Ok(vec![])
        }
        Ok(Entered::Ending(ending)) => {
            if let Some(open) = &mut model.open {
                let is_given = ending.is_some();
                open.ending = ending;
                if is_given {
                    model.notice = Some(Notice::Info(texts::NOT_ENDED.to_owned()));
                }
            }
            Ok(vec![])
        }
        Ok(Entered::Naming(path)) => {
            if let Some(open) = &mut model.open {
                open.naming = path;
            }
            Ok(vec![])
        }
        Err(refusal) => Err(refuse(model, &refusal.to_string())),
    }
}

pub(super) fn refuse(model: &mut Model, why: &str) -> Vec<Effect> {
    let says = sentence(why);
    if let Some(Screen::Form(form)) = model.screens.last_mut() {
        form.problem = Some(says.clone());
    }
    model.notice = Some(Notice::Problem(says));
    vec![]
}

/// A refusal as a sentence: with a capital letter and a full stop.
pub(super) fn sentence(words: &str) -> String {
    format!("{}.", text::capitalised(&text::printable(words)))
}
