//! Answers as other programs write them, made into those of a question.

use std::fmt::Display;

use super::format::Given;
use crate::facts::{Answer, Refusal};
use crate::questionnaire::{Choice, ChoiceId, Input, Question};
use crate::text::{
    capitalised, clean_line, clean_paragraphs, clipped, is_same_name, says_something,
};

/// What is given, as an answer to a question.
///
/// # Errors
/// Says in a sentence what the question expects.
pub(super) fn answer(given: &Given, question: &Question) -> Result<Answer, String> {
    let one = |words: &str| choice(words, question);
    let answer = match (given, &question.input) {
        (Given::DontKnow(given), _) if given.dont_know => Answer::DontKnow,
        (Given::DontKnow(_), _) => {
            return Err("Say \"dont_know\": true, or give the answer.".to_owned());
        }
        (Given::NotApplicable(given), _) => Answer::NotApplicable {
            reason: given.not_applicable.clone(),
        },
        (Given::Text(words), Input::OneOf(_)) => Answer::Choice(one(words)?),
        (Given::Number(number), Input::OneOf(_)) => Answer::Choice(one(&number.to_string())?),
        (Given::Text(words), Input::AnyOf(_)) => Answer::Choices([one(words)?].into()),
        (Given::List(all), Input::AnyOf(_)) => {
            let ids: Result<_, _> = all.iter().map(|words| one(words)).collect();
            Answer::Choices(ids?)
        }
        (Given::Number(number), Input::Number { .. }) => Answer::Number(*number),
        (Given::Number(number), Input::Line { .. } | Input::Paragraphs { .. }) => {
            Answer::Text(number.to_string())
        }
        (Given::Text(words), _) => {
            return Answer::typed(words, question).map_err(|why| sentence(&why));
        }
        (Given::Number(_) | Given::List(_), input) => return Err(form(input).to_owned()),
    };
    answer.checked(question).map_err(|why| sentence(&why))
}

/// A choice by its id, or by its label however it is spaced and capitalised.
fn choice(words: &str, question: &Question) -> Result<ChoiceId, String> {
    let choices = question.input.choices();
    let by_id = choices.iter().find(|c| c.id.as_str() == words.trim());
    let by_label = || choices.iter().find(|c| is_same_name(&c.label, words));
    let found = by_id.or_else(by_label);
    found.map(|choice| choice.id.clone()).ok_or_else(|| {
        let named = |c: &Choice| format!("{} (“{}”)", c.id, clipped(&c.label, 40));
        let all: Vec<String> = choices.iter().map(named).collect();
        let words = clipped(&clean_line(words), 60);
        format!(
            "“{words}” is not one of the choices. Give one of: {}.",
            all.join(", ")
        )
    })
}

const fn form(input: &Input) -> &'static str {
    match input {
        Input::OneOf(_) => "Give one choice as a text.",
        Input::AnyOf(_) => "Give the choices as a list of texts.",
        Input::Number { .. } => "Give a whole number.",
        Input::Line { .. } | Input::Paragraphs { .. } => "Give a text.",
        Input::Date { .. } => "Give a day as a text, for example \"2027-06-30\".",
    }
}

/// A line that the program itself asks for. An empty one takes back what was there.
pub(super) fn line(words: &str, max: u16) -> Result<String, String> {
    within(clean_line(words), max.into())
}

/// The same, in paragraphs.
pub(super) fn paragraphs(words: &str, max: u16) -> Result<String, String> {
    within(clean_paragraphs(words), max.into())
}

fn within(words: String, max: usize) -> Result<String, String> {
    match words.chars().count() {
        0 => Ok(words),
        has if has > max => Err(sentence(&Refusal::TooLong { max, has })),
        _ if says_something(&words) => Ok(words),
        _ => Err(sentence(&Refusal::Empty)),
    }
}

/// What is wrong, as a sentence.
pub(super) fn sentence(why: &impl Display) -> String {
    format!("{}.", capitalised(&why.to_string()))
}
