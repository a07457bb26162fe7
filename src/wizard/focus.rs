//! What can have the focus on a form, in order: choices, texts, "don't know", links.

use super::field::Field;
use super::model::Form;
use super::page::Page;
use super::places::{FieldKey, Stop, Subject};
use super::row::Row;
use crate::facts::Answer;
use crate::questionnaire::{Input, NoneOf};

/// The stops of a form.
pub(super) fn stops(fields: &[Field], links: &[Row]) -> Vec<Stop> {
    let links = links.iter().enumerate();
    let links = links.filter(|(_, row)| row.goal.is_some());
    let fields = fields.iter().flat_map(of_field);
    fields
        .chain(links.map(|(index, _)| Stop::Link(index)))
        .collect()
}

/// The stops of one field.
pub fn of_field(field: &Field) -> Vec<Stop> {
    let key = || field.key.clone();
    let mut stops: Vec<Stop> = field
        .question
        .input
        .choices()
        .iter()
        .map(|choice| Stop::Choice(key(), choice.id.clone()))
        .collect();
    let takes_none = field.question.none != Some(NoneOf::Forbidden);
    if matches!(field.question.input, Input::AnyOf(_)) && takes_none && !field.key.is_extra() {
        stops.push(Stop::NoneOfThese(key()));
    }
    if field.is_text() {
        stops.push(Stop::Text(key()));
    }
    if field.question.dont_know.is_some() {
        stops.push(Stop::DontKnow(key()));
    }
    if field.question.not_applicable {
        stops.push(Stop::NotApplicable(key()));
    }
    stops
}

/// A stop of a field with what is said of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    pub stop: Stop,
    pub label: String,
    pub hint: Option<String>,
    /// Whether it is what was answered.
    pub is_chosen: bool,
}

/// What a field offers, in order.
pub fn offers(field: &Field) -> Vec<Offer> {
    let choices = field.question.input.choices();
    let offers = of_field(field).into_iter().map(|stop| {
        let choice = if let Stop::Choice(_, id) = &stop {
            choices.iter().find(|choice| choice.id == *id)
        } else {
            None
        };
        let label = choice.map(|choice| choice.label.clone());
        Offer {
            label: label.unwrap_or_else(|| label_of(&stop, field)),
            hint: choice.and_then(|choice| choice.hint.clone()),
            is_chosen: is_chosen(&stop, field.answer.as_ref()),
            stop,
        }
    });
    offers.collect()
}

/// Whether a stop is what was answered.
fn is_chosen(stop: &Stop, answer: Option<&Answer>) -> bool {
    match (stop, answer) {
        (Stop::Choice(_, id), Some(Answer::Choice(chosen))) => id == chosen,
        (Stop::Choice(_, id), Some(Answer::Choices(chosen))) => chosen.contains(id),
        (Stop::NoneOfThese(_), Some(Answer::Choices(chosen))) => chosen.is_empty(),
        (Stop::DontKnow(_), Some(Answer::DontKnow)) => true,
        (Stop::NotApplicable(_), Some(Answer::NotApplicable { .. })) => true,
        _ => false,
    }
}

/// The label of what is no choice of the question's own.
fn label_of(stop: &Stop, field: &Field) -> String {
    match stop {
        Stop::NoneOfThese(_) => field.question.none_words().to_owned(),
        Stop::DontKnow(_) => "Don't know".to_owned(),
        Stop::NotApplicable(_) => match &field.answer {
            Some(Answer::NotApplicable { reason }) => format!("Not applicable: {reason}"),
            _ => "Not applicable, because …".to_owned(),
        },
        Stop::Text(_) => field.text(),
        Stop::Choice(..) | Stop::Link(_) => String::new(),
    }
}

/// The stop with which a form begins: at a field, or at the first that needs an answer.
pub(super) fn first(page: &Page, subject: &Subject, at: Option<&FieldKey>) -> usize {
    let (fields, stops) = (&page.fields, &page.stops);
    // An exemption begins at its top, which says how it stands.
    if at.is_none() && matches!(subject, Subject::Exemption(_, 0)) {
        return 0;
    }
    let unanswered = fields
        .iter()
        .find(|f| f.answer.is_none() && !f.question.optional)
        .map(|f| &f.key);
    let wanted = at.or(unanswered);
    let index = wanted
        .and_then(|key| stops.iter().position(|s| s.field() == Some(key)))
        // Everything is answered: what was chosen first has the focus.
        .unwrap_or(0);
    let chosen = stops.iter().enumerate().find(|(_, stop)| {
        stop.field() == stops.get(index).and_then(Stop::field)
            && fields
                .iter()
                .any(|f| stop.field() == Some(&f.key) && is_chosen(stop, f.answer.as_ref()))
    });
    chosen.map_or(index, |(chosen, _)| chosen)
}

/// Where the focus is among the stops; near where it was, if its stop has gone.
pub(super) fn position(form: &Form, stops: &[Stop]) -> usize {
    stops
        .iter()
        .position(|stop| *stop == form.cursor)
        .unwrap_or_else(|| form.index.min(stops.len().saturating_sub(1)))
}
