//! Holds the parts of a questionnaire against each other, after its types have checked their shape.
//!
//! One idea a file; `walk` finds what they look at, each with its path from the top of the file.

mod conditions;
mod forms;
mod ids;
mod loops;
mod misleading;
mod placeholders;
mod references;
mod registers;
mod scopes;
mod sentences;
#[cfg(test)]
mod tests;
mod texts;
pub(crate) mod walk;

use std::fmt;

use super::lines::Lines;
use super::model::Questionnaire;

/// Something in a questionnaire that has to be put right.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The line of the field, from 1; of the nearest part around it where the field is missing.
    pub line: usize,
    /// The field, as a path from the top of the file.
    pub field: String,
    /// What is wrong with it.
    pub says: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}, field {}: {}", self.line, self.field, self.says)
    }
}

/// Everything that keeps it from being followed, with the lines on which the file has it.
pub(super) fn check(questionnaire: &Questionnaire, lines: &Lines<'_>) -> Vec<Problem> {
    let looks: &[Look] = &[
        texts::check,
        ids::check,
        references::check,
        registers::check,
        forms::check,
        scopes::check,
        conditions::check,
        placeholders::check,
        loops::check,
    ];
    reported(looks, questionnaire, lines)
}

/// What can be followed, and would tell people something untrue.
pub(super) fn misleading(questionnaire: &Questionnaire, lines: &Lines<'_>) -> Vec<Problem> {
    reported(&[misleading::check, sentences::check], questionnaire, lines)
}

type Look = fn(&Questionnaire, &mut Problems);

fn reported(looks: &[Look], questionnaire: &Questionnaire, lines: &Lines<'_>) -> Vec<Problem> {
    let mut problems = Problems::default();
    for look in looks {
        look(questionnaire, &mut problems);
    }
    let found = problems.0.into_iter();
    found
        .map(|(field, says)| Problem {
            line: lines.line(&field),
            field,
            says,
        })
        .collect()
}

/// Where the checks report to: fields, with what is wrong there.
#[derive(Debug, Default)]
struct Problems(Vec<(String, String)>);

impl Problems {
    fn report(&mut self, field: impl Into<String>, says: impl Into<String>) {
        self.0.push((field.into(), says.into()));
    }
}
