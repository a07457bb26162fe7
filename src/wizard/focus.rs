//! What can have the focus on a form, in order: choices, texts, "don't know", links.

use super::exemption::workflow;
use super::field::{Field, FieldKey};
use super::model::{Form, Stop, Subject};
use super::open::Open;
use super::page::Page;
use super::related::{file_links, jumps};
use super::row::{Goal, Row};
use super::{exemption, history};
use crate::facts::{Answer, FileOf};
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

/// Whether a stop is what was answered.
pub(crate) fn is_chosen(stop: &Stop, answer: Option<&Answer>) -> bool {
    match (stop, answer) {
        (Stop::Choice(_, id), Some(Answer::Choice(chosen))) => id == chosen,
        (Stop::Choice(_, id), Some(Answer::Choices(chosen))) => chosen.contains(id),
        (Stop::NoneOfThese(_), Some(Answer::Choices(chosen))) => chosen.is_empty(),
        (Stop::DontKnow(_), Some(Answer::DontKnow)) => true,
        (Stop::NotApplicable(_), Some(Answer::NotApplicable { .. })) => true,
        _ => false,
    }
}

/// The label of a stop that belongs to a field.
pub fn label(stop: &Stop, field: &Field) -> String {
    match stop {
        Stop::Choice(_, id) => {
            let choice = field.question.input.choices().iter().find(|c| c.id == *id);
            choice.map_or_else(String::new, |c| c.label.clone())
        }
        Stop::NoneOfThese(_) => field.question.none_words().to_owned(),
        Stop::DontKnow(_) => "Don't know".to_owned(),
        Stop::NotApplicable(_) => match &field.answer {
            Some(Answer::NotApplicable { reason }) => format!("Not applicable: {reason}"),
            _ => "Not applicable, because …".to_owned(),
        },
        Stop::Text(_) => field.text(),
        Stop::Link(_) => String::new(),
    }
}

/// The links below the questions of a form, with headings between them.
pub fn links(open: &Open, subject: &Subject) -> Vec<Row> {
    match subject {
        Subject::Organisation => vec![onward(open, subject), tasks()],
        Subject::Scenario(id) => {
            let mut links = vec![];
            let covering = open.state.exemptions.iter();
            let covering = covering.filter(|(_, e)| e.scenarios.contains(id));
            links.extend(covering.map(|(id, _)| exemption::link(open, *id)));
            if !open.kinds_for(Some(id)).is_empty() {
                let goal = Goal::Show(super::model::Place::ExemptionKinds(Some(id.clone())));
                links.push(Row::to("Record an exemption", goal));
            }
            for (action, _) in open.state.actions.iter().filter(|(_, a)| a.is_about(id)) {
                let goal = Goal::Form(Subject::Action(*action), None);
                links.push(Row::to(format!("Open action {action}"), goal));
            }
            let goal = Goal::BeginAction(open.suggestion(id));
            links.push(Row::to("Record an action", goal));
            links.extend(jumps(open, subject));
            links.extend(file_links(open, FileOf::Scenario(id.clone())));
            links.push(onward(open, subject));
            links
        }
        Subject::Exemption(id, step) => workflow::links(open, *id, *step),
        Subject::Action(id) => super::actions::links(open, *id),
        Subject::System(id) => {
            let out = Row::to("Take this system out", Goal::RemoveSystem(*id));
            entry_links(open, subject, vec![], Goal::BeginSystem, out)
        }
        Subject::Listed(id) => {
            let files = file_links(open, FileOf::Listed(*id));
            let out = Row::to("Take this out of the list", Goal::RemoveEvidence(*id));
            entry_links(open, subject, files, Goal::BeginEvidence, out)
        }
        Subject::File(id) => vec![
            Row::to("Name this file as evidence", Goal::NameFile(id.clone())),
            Row::to("Go back", Goal::Back),
        ],
        Subject::SignOff => {
            let mut links = vec![Row::to(super::signing::link(open), Goal::Sign)];
            if !history::to_renew(&open.state.sign_offs).is_empty() {
                let goal = Goal::Show(super::model::Place::History(0));
                links.push(Row::to("What has changed since the last sign-off", goal));
            }
            links
        }
    }
}

/// The links of an entry of a register.
fn entry_links(
    open: &Open,
    subject: &Subject,
    own: Vec<Row>,
    begin: Goal,
    take_out: Row,
) -> Vec<Row> {
    let mut links = vec![Row::to("Finish", Goal::Back), Row::to("Add another", begin)];
    let next = open.next(subject);
    links.extend(next.map(|next| Row::to("Next entry", Goal::Onward(next))));
    links.extend(own);
    links.extend(jumps(open, subject));
    links.push(take_out);
    links
}

fn onward(open: &Open, subject: &Subject) -> Row {
    match open.next(subject) {
        Some(next) => {
            let title = if let Subject::Scenario(id) = &next {
                open.questionnaire.scenario(id).map(|s| s.title.clone())
            } else {
                None
            };
            let title = title.unwrap_or_default();
            Row::to(format!("Next: {title}"), Goal::Onward(next))
        }
        None => Row::to(
            "Next: check your answers",
            Goal::Show(super::model::Place::Review),
        ),
    }
}

fn tasks() -> Row {
    Row::to("Show the task list", Goal::Show(super::model::Place::Tasks))
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
