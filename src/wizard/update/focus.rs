//! What has the focus, and how it moves.

use super::typing::text_of;
use crate::wizard::focus;
use crate::wizard::message::Effect;
use crate::wizard::model::{List, Model, Screen};
use crate::wizard::places::Stop;
use crate::wizard::row::Row;

pub(super) fn step(model: &mut Model, by: isize) -> Vec<Effect> {
    let page = model.page();
    match model.screens.last_mut() {
        Some(Screen::Form(form)) => {
            let here = focus::position(form, &page.stops);
            let last = page.stops.len().saturating_sub(1);
            focus(model, here.saturating_add_signed(by).min(last))
        }
        Some(Screen::List(list)) => {
            list.cursor = next_row(&page.rows, list.cursor, by);
            list.left_by = None;
            vec![]
        }
        None => vec![],
    }
}

/// The nearest row with a goal, in the direction of the step.
fn next_row(rows: &[Row], here: usize, by: isize) -> usize {
    let can = |index: &usize| rows.get(*index).is_some_and(|row| row.goal.is_some());
    let last = rows.len().saturating_sub(1);
    let wanted = here.saturating_add_signed(by).min(last);
    let found = if by >= 0 {
        (wanted..=last)
            .find(can)
            .or_else(|| (here..=last).rev().find(can))
    } else {
        (0..=wanted)
            .rev()
            .find(can)
            .or_else(|| (0..=last).find(can))
    };
    found.unwrap_or(here)
}

/// The row through which a list was left, or the one at its place where it has gone.
fn row_left(rows: &[Row], list: &List) -> usize {
    let same = rows.iter().enumerate();
    let same = same.filter(|(_, row)| row.goal.is_some() && row.goal == list.left_by);
    let nearest = same.min_by_key(|(index, _)| index.abs_diff(list.cursor));
    nearest.map_or(list.cursor, |(index, _)| index)
}

pub(super) fn field_step(model: &mut Model, forward: bool) -> Vec<Effect> {
    let page = model.page();
    let Some(form) = model.form() else {
        return vec![];
    };
    let stops = &page.stops;
    let here = focus::position(form, stops);
    let field = |index: usize| stops.get(index).map(Stop::field);
    let is_first = |index: &usize| {
        field(*index) == Some(None) || *index == 0 || field(*index) != field(index - 1)
    };
    let found = if forward {
        (here + 1..stops.len())
            .filter(|i| field(*i) != field(here) || field(*i) == Some(None))
            .find(is_first)
    } else {
        let starts: Vec<usize> = (0..here).filter(is_first).collect();
        let own = |i: &&usize| field(**i) == field(here) && field(here) != Some(None);
        starts.iter().rev().find(|i| !own(i)).copied()
    };
    found.map_or_else(Vec::new, |index| focus(model, index))
}

/// Gives a stop the focus. A text is ready for typing at once.
pub(super) fn focus(model: &mut Model, index: usize) -> Vec<Effect> {
    let Some(stop) = model.page().stops.get(index).cloned() else {
        return vec![];
    };
    let input = if let Stop::Text(key) = &stop {
        text_of(model, key, &stop)
    } else {
        None
    };
    if let Some(Screen::Form(form)) = model.screens.last_mut() {
        form.cursor = stop;
        form.index = index;
        form.input = input;
        form.problem = None;
    }
    vec![]
}

/// Questions may have come or gone: the focus stays on its stop, or near it.
pub(super) fn settle(model: &mut Model) {
    let page = model.page();
    match model.screens.last_mut() {
        Some(Screen::Form(form)) => {
            let index = focus::position(form, &page.stops);
            form.index = index;
            if page.stops.get(index) != Some(&form.cursor) {
                focus(model, index);
            }
        }
        Some(Screen::List(list)) => {
            list.cursor = next_row(&page.rows, row_left(&page.rows, list), 0);
            list.left_by = None;
        }
        None => {}
    }
}

/// A form that comes to light again is ready for typing, as it was.
pub(super) fn refocus(model: &mut Model) {
    settle(model);
    if let Some(index) = model.form().map(|form| form.index) {
        focus(model, index);
    }
}
