//! What stands above a prompt, and how a line becomes an answer.

use std::collections::BTreeSet;

use crate::facts::Answer;
use crate::questionnaire::{ChoiceId, Input, Unit};
use crate::wizard::{Field, Item, Model, Offer, On, Open, Row, Say, Stop, aside, offers, why};

/// A line of text that is not an answer, and what to do about it.
pub(super) type Misread = String;

/// What a line means for a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Reading {
    Answer(Answer),
    /// "Not applicable": its reason is still to come.
    NeedsReason,
}

/// The question with its options, numbered. `unfinished` is what was typed into it elsewhere and
/// not taken yet.
pub(super) fn question(
    field: &Field,
    number: usize,
    of: usize,
    unfinished: Option<&str>,
) -> Vec<String> {
    let optional = if field.question.optional {
        " (optional)"
    } else {
        ""
    };
    let mut lines = vec![
        String::new(),
        format!(
            "Question {number} of {of}{optional}: {}",
            field.question.text
        ),
    ];
    lines.extend(field.question.hint.clone());
    lines.extend(field.evidences.clone());
    lines.extend(field.last.clone());
    lines.extend(field.remark.clone());
    let numbered = options(field);
    for (number, offer) in (1..).zip(&numbered) {
        lines.push(format!("  {number}. {}", option(offer)));
    }
    lines.push(how(field, !numbered.is_empty()));
    if let Some(words) = unfinished {
        lines.push(format!(
            "Typed before, not taken yet: {words}. Press Enter to take it, or answer anew."
        ));
    } else if let Some(answer) = &field.answer {
        lines.push(format!(
            "Answer now: {}. {}",
            answer.words(&field.question),
            match field.confirms {
                Some(_) => "Enter confirm if it still holds, or answer anew.",
                None => "Press Enter to keep it.",
            }
        ));
    } else if field.confirms.is_some() {
        lines.push("Enter confirm if that answer still holds, or answer anew.".to_owned());
    }
    lines
}

/// What a field offers that is chosen by number.
fn options(field: &Field) -> Vec<Offer> {
    let offers = offers(field).into_iter();
    let by_number = offers.filter(|offer| !matches!(offer.stop, Stop::Text(_)));
    by_number.collect()
}

fn option(offer: &Offer) -> String {
    if let Stop::NotApplicable(_) = offer.stop {
        "Not applicable (the reason is asked next)".to_owned()
    } else if let Some(hint) = &offer.hint {
        format!("{} ({hint})", offer.label)
    } else {
        offer.label.clone()
    }
}

fn how(field: &Field, numbered: bool) -> String {
    let or = if numbered {
        ", or the number of an option"
    } else {
        ""
    };
    match &field.question.input {
        Input::OneOf(_) => "Enter the number of one option.".to_owned(),
        Input::AnyOf(_) => "Enter the numbers of all that fit, with commas.".to_owned(),
        // A bare number is the answer here, so options are marked.
        Input::Number { unit, .. } => {
            let asked_for = Unit::of(unit, None).asked_for();
            if numbered {
                format!("Enter a {asked_for}, or o and the number of an option, for example o1.")
            } else {
                format!("Enter a {asked_for}.")
            }
        }
        Input::Date { .. } if numbered => {
            "Enter a date, for example 30/06/2027, or o and the number of an option.".to_owned()
        }
        Input::Date { .. } => "Enter a date, for example 30/06/2027.".to_owned(),
        Input::Line { .. } if numbered => {
            "Enter a text, or o and the number of an option, for example o1.".to_owned()
        }
        Input::Line { .. } => format!("Enter a text{or}."),
        Input::Paragraphs { .. } => {
            "Enter a text. End a line with \\ to go on in a new line.".to_owned()
        }
    }
}

/// What a line means for a field.
///
/// # Errors
/// Says what the field expects.
pub(super) fn read(line: &str, field: &Field) -> Result<Reading, Misread> {
    let options = options(field);
    let by_number = |digits: &str| -> Option<&Stop> {
        let number: usize = digits.trim().parse().ok()?;
        Some(&options.get(number.checked_sub(1)?)?.stop)
    };
    let range = format!("a number from 1 to {}", options.len());
    match &field.question.input {
        Input::OneOf(_) => {
            let stop = by_number(line).ok_or(format!("Enter {range}."))?;
            reading(stop)
        }
        Input::AnyOf(_) => {
            let stops: Option<Vec<&Stop>> = line
                .split([',', ' '])
                .filter(|p| !p.is_empty())
                .map(by_number)
                .collect();
            let stops = stops.filter(|s| !s.is_empty());
            let stops = stops.ok_or(format!("Enter numbers with commas, each {range}."))?;
            let chosen: BTreeSet<ChoiceId> = stops
                .iter()
                .filter_map(|stop| {
                    if let Stop::Choice(_, id) = stop {
                        Some(id.clone())
                    } else {
                        None
                    }
                })
                .collect();
            match stops.as_slice() {
                [one] if chosen.is_empty() => reading(one),
                _ if chosen.len() < stops.len() => Err(
                    "An option such as \"don't know\" stands alone; enter it by itself.".to_owned(),
                ),
                _ => Ok(Reading::Answer(Answer::Choices(chosen))),
            }
        }
        Input::Number { .. }
        | Input::Line { .. }
        | Input::Paragraphs { .. }
        | Input::Date { .. } => {
            let option = line.strip_prefix(['o', 'O']).and_then(by_number);
            if let Some(stop) = option {
                return reading(stop);
            }
            Answer::typed(line, &field.question)
                .map(Reading::Answer)
                .map_err(|refusal| format!("Not taken: {refusal}."))
        }
    }
}

fn reading(stop: &Stop) -> Result<Reading, Misread> {
    Ok(match stop {
        Stop::Choice(_, id) => Reading::Answer(Answer::Choice(id.clone())),
        Stop::NoneOfThese(_) => Reading::Answer(Answer::Choices(BTreeSet::new())),
        Stop::DontKnow(_) => Reading::Answer(Answer::DontKnow),
        Stop::NotApplicable(_) => Reading::NeedsReason,
        Stop::Text(_) | Stop::Link(_) => return Err("Enter an answer.".to_owned()),
    })
}

/// Rows of a list, with numbers on those that lead somewhere.
pub(super) fn list(model: &Model, rows: &[Row]) -> Vec<String> {
    let mut lines = vec![];
    let mut number = 0;
    for row in rows {
        let tag = match &row.tag {
            Some(tag) => format!(" [{}]", tag.words()),
            None => String::new(),
        };
        if row.goal.is_some() {
            number += 1;
            lines.push(format!("  {number}. {}{tag}", row.text.trim()));
        } else if !row.text.is_empty() {
            lines.push(String::new());
            lines.push(format!("{}{tag}", row.text));
        }
        let details = row.detail.as_deref().into_iter();
        let details = details.chain(aside(model, row));
        let lines_of = details.flat_map(|words| words.lines());
        lines.extend(lines_of.map(|line| format!("     {line}")));
    }
    lines
}

/// What is said above the questions of a form, or below them.
pub(super) fn said(open: &Open, items: &[Item]) -> Vec<String> {
    let mut lines = vec![];
    let mut heading = "";
    for item in items {
        match item {
            Item::Say(Say { words, on, .. }) => {
                if *on != On::Screen {
                    lines.push(words.clone());
                }
            }
            Item::Finding {
                scenario, finding, ..
            } => {
                let (requirement, outcome) = (&finding.requirement, finding.outcome.words());
                let why = why(open, scenario, finding);
                lines.push(format!("{requirement}: {outcome}. {why}"));
            }
            Item::Piece(piece) => {
                // Pieces that follow each other share a heading.
                if piece.heading != heading {
                    heading = &piece.heading;
                    lines.extend([String::new(), format!("{heading}:")]);
                }
                lines.extend(piece.text.lines().map(str::to_owned));
                lines.extend(piece.rests_on.iter().map(|words| format!("({words})")));
            }
            Item::HasGuidance | Item::Requirement { .. } | Item::Gap => {}
        }
    }
    lines
}
