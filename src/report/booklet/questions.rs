//! A question with room for its answer.

use super::form::{DASH, Form};
use super::texts;
use crate::questionnaire::{Choice, Input, NoneOf, Question, Unit};
use crate::report::contents::blocks::{paragraph, section, sentence};
use crate::report::model::{Blank, Block, Section};
use crate::text::capitalised;

/// The question under a heading of its own, so that it is found and can be gone to.
pub(super) fn question(form: &Form<'_>, question: &Question) -> Section {
    let mut before = vec![];
    let condition = question.show_when.as_ref();
    before.extend(condition.map(|c| form.only_if("Only if", c)));
    before.extend(question.hint.clone());
    if question.optional {
        before.push(texts::OPTIONAL.to_owned());
    }
    // A hint may say how to tick already.
    let hint = question.hint.as_deref().unwrap_or_default();
    let how = match question.input {
        _ if hint.to_lowercase().contains("tick") => None,
        Input::OneOf(_) => Some(texts::TICK_ONE),
        Input::AnyOf(_) if question.none == Some(NoneOf::Forbidden) => Some(texts::TICK_SOME),
        Input::AnyOf(_) => Some(texts::TICK_ALL),
        Input::Number { .. }
        | Input::Line { .. }
        | Input::Paragraphs { .. }
        | Input::Date { .. } => None,
    };
    let mut words = before.join("\n");
    if let Some(how) = how {
        // On the last line, if there is one and it is no list: paper is short.
        let last = words.lines().last();
        if last.is_some_and(|line| line.starts_with(DASH)) {
            words.push('\n');
        } else if last.is_some() {
            words = sentence(&words) + " ";
        }
        words.push_str(how);
    }
    let mut blocks = vec![];
    if !words.is_empty() {
        blocks.push(paragraph(words));
    }
    blocks.push(Block::Blanks(blanks(form, question)));
    section(
        format!("{}. {}", form.number(&question.id), question.text),
        blocks,
    )
}

fn blanks(form: &Form<'_>, question: &Question) -> Vec<Blank> {
    let mut blanks: Vec<Blank> = match &question.input {
        Input::OneOf(choices) => choices.iter().map(choice).collect(),
        Input::AnyOf(choices) => choices
            .iter()
            .map(choice)
            .chain(none(form, question))
            .collect(),
        Input::Number { unit, .. } => {
            let asked_for = Unit::of(unit, None).asked_for();
            vec![lines(&format!("{}:", capitalised(&asked_for)), 1)]
        }
        Input::Line { max } => {
            let count = if *max > 80 { 2 } else { 1 };
            vec![lines(&format!("Up to {max} characters:"), count)]
        }
        Input::Paragraphs { max } => vec![lines(&format!("Up to {max} characters:"), 5)],
        Input::Date { .. } => vec![lines("Day, month and year:", 1)],
    };
    if question.not_applicable {
        blanks.push(Blank::Box("Not applicable".into()));
        blanks.push(lines("Because:", 1));
    }
    if let Some(who) = &question.dont_know {
        let action = sentence(&who.action);
        blanks.push(Blank::Box(
            format!("Don't know. Ask {}: {action}", who.ask).into(),
        ));
    }
    blanks
}

/// The box for choosing none, where that is an answer.
fn none(form: &Form<'_>, question: &Question) -> Option<Blank> {
    let words = question.none_words();
    let is_evidence = form.is_evidence(&question.id);
    (question.none != Some(NoneOf::Forbidden)).then(|| {
        let words = if is_evidence {
            format!("{words}\n{}", texts::NO_EVIDENCE)
        } else {
            words.to_owned()
        };
        Blank::Box(words.into())
    })
}

fn choice(choice: &Choice) -> Blank {
    let label = &choice.label;
    Blank::Box(match &choice.hint {
        Some(hint) => format!("{label}\n{}", capitalised(hint)).into(),
        None => label.as_str().into(),
    })
}

/// Lines to write on.
pub(super) fn lines(label: &str, count: u8) -> Blank {
    Blank::Lines {
        label: label.to_owned(),
        count,
    }
}
