//! Holds the parts of a questionnaire against each other, after its types have checked their shape.
//!
//! One idea a file; `walk` finds what they look at, each with its path from the top of the file.

mod conditions;
mod forms;
mod ids;
mod loops;
mod placeholders;
mod references;
#[cfg(test)]
mod tests;
mod texts;
mod walk;

use std::fmt;

use super::model::Questionnaire;

/// Something in a questionnaire that has to be put right.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The field, as a path from the top of the file.
    pub field: String,
    /// What is wrong with it.
    pub says: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.field, self.says)
    }
}

/// Everything that is wrong.
pub fn check(questionnaire: &Questionnaire) -> Vec<Problem> {
    let mut problems = Problems::default();
    for look in [
        texts::check,
        ids::check,
        references::check,
        forms::check,
        conditions::check,
        placeholders::check,
        loops::check,
    ] {
        look(questionnaire, &mut problems);
    }
    problems.0
}

/// Where the checks report to.
#[derive(Debug, Default)]
struct Problems(Vec<Problem>);

impl Problems {
    fn report(&mut self, field: impl Into<String>, says: impl Into<String>) {
        self.0.push(Problem {
            field: field.into(),
            says: says.into(),
        });
    }
}
