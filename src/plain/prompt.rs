//! What stands above a prompt, and how a line becomes an answer.

use std::collections::BTreeSet;

use crate::facts::Answer;
use crate::questionnaire::{ChoiceId, Input, Scenario, Unit};
use crate::text::{listed, sentences};
use crate::wizard::{self, Field, Model, Open, Piece, Row, Stop, Subject, label, of_field};

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
    for (index, stop) in numbered.iter().enumerate() {
        lines.push(format!("  {}. {}", index + 1, option(stop, field)));
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

/// The stops of a field that are chosen by number.
fn options(field: &Field) -> Vec<Stop> {
    let stops = of_field(field).into_iter();
    stops.filter(|s| !matches!(s, Stop::Text(_))).collect()
}

fn option(stop: &Stop, field: &Field) -> String {
    match stop {
        Stop::NotApplicable(_) => "Not applicable (the reason is asked next)".to_owned(),
        Stop::Choice(_, id) => {
            let choice = field.question.input.choices().iter().find(|c| c.id == *id);
            match choice.and_then(|c| c.hint.as_ref()) {
                Some(hint) => format!("{} ({hint})", label(stop, field)),
                None => label(stop, field),
            }
        }
        Stop::NoneOfThese(_) | Stop::Text(_) | Stop::DontKnow(_) | Stop::Link(_) => {
            label(stop, field)
        }
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
        options.get(number.checked_sub(1)?)
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
        let details = details.chain(wizard::aside(model, row));
        let lines_of = details.flat_map(|words| words.lines());
        lines.extend(lines_of.map(|line| format!("     {line}")));
    }
    lines
}

/// What a form is about.
pub(super) fn about(model: &Model, open: &Open, subject: &Subject) -> Vec<String> {
    let mut lines = vec![String::new(), format!("{}.", model.whereabouts())];
    match subject {
        Subject::Organisation => {
            lines.push(open.questionnaire.organisation.about.clone());
            lines.push(open.questionnaire.caution.clone());
        }
        Subject::Scenario(id) => {
            if let Some(scenario) = open.questionnaire.scenario(id) {
                lines.push(scenario.about.clone());
                let bears: Vec<String> = scenario
                    .assess
                    .iter()
                    .filter_map(|a| open.questionnaire.requirement(&a.requirement))
                    .map(|r| format!("{} ({}, {})", r.id, r.force.words(), r.title))
                    .collect();
                if !bears.is_empty() {
                    lines.push(format!("It bears on {}.", listed(&bears)));
                }
                lines.push("For guidance enter: guidance".to_owned());
            }
        }
        Subject::Exemption(id, step) => {
            if let Some(kind) = open.kind_or_former(*id) {
                lines.push(format!("{}. {}", kind.title, kind.text));
                if *step == 0 {
                    lines.push(format!("({})", open.questionnaire.rests_on(&kind.from)));
                }
                let step = step.checked_sub(1).and_then(|index| kind.steps.get(index));
                lines.push(step.map_or("What it covers".to_owned(), |s| s.title.clone()));
            }
            let name = open.name_of(*id);
            lines.extend(wizard::status(open, *id).map(|says| format!("{name}: {says}")));
            if *step == 0 {
                lines.extend(wizard::story(open, *id));
            }
        }
        Subject::Action(_) | Subject::System(_) | Subject::Listed(_) | Subject::File(_) => {}
        Subject::SignOff => {
            lines.extend(wizard::only_as_draft(open));
            lines.push("You declare:".to_owned());
            lines.push(open.questionnaire.sign_off.declaration.clone());
            if let Some(fingerprint) = open.fingerprint() {
                lines.push(format!(
                    "Fingerprint of the record as it stands: {} …",
                    fingerprint.short()
                ));
            }
            lines.extend(wizard::who_signed(open));
        }
    }
    let said = wizard::said_of(open, subject).into_iter();
    lines.extend(said.map(|said| said.words));
    lines
}

/// All guidance of a scenario.
pub(super) fn guidance(open: &Open, scenario: &Scenario) -> Vec<String> {
    let lines = pieces(&wizard::guidance(&open.questionnaire, scenario));
    if lines.is_empty() {
        return vec!["There is no guidance on this scenario.".to_owned()];
    }
    lines
}

/// Pieces to read, a heading above those that share it.
fn pieces(pieces: &[Piece]) -> Vec<String> {
    let mut lines = vec![];
    let mut heading = "";
    for piece in pieces {
        if piece.heading != heading {
            heading = &piece.heading;
            lines.push(String::new());
            lines.push(format!("{heading}:"));
        }
        lines.extend(piece.text.lines().map(str::to_owned));
        lines.extend(piece.rests_on.iter().map(|words| format!("({words})")));
    }
    lines
}

/// What stands below the questions of a form: outcomes with why, notices, conditions.
pub(super) fn below(open: &Open, subject: &Subject) -> Vec<String> {
    let mut lines = outcomes(open, subject);
    if let Subject::Exemption(id, 0) = subject {
        // Said above the questions too: what is done below them changes it.
        lines.extend(wizard::status(open, *id));
        lines.extend(wizard::story(open, *id));
    }
    lines.extend(pieces(&wizard::below(open, subject)));
    lines
}

/// The outcomes of a scenario, with why.
fn outcomes(open: &Open, subject: &Subject) -> Vec<String> {
    let Subject::Scenario(id) = subject else {
        return vec![];
    };
    let findings = open.results.scenario(id).map(|r| r.findings.as_slice());
    findings
        .unwrap_or_default()
        .iter()
        .map(|f| {
            let next = f.next.as_deref().unwrap_or_default();
            let change = open.what_would_change(id, f);
            let outcome = f.outcome.words();
            let why = sentences(&[&f.because, next, change]);
            format!("{}: {outcome}. {why}", f.requirement)
        })
        .collect()
}
