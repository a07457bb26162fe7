//! What makes a sound questionnaire a good one: every outcome can be reached, nobody is left
//! without guidance, statements say what they rest on, and texts can be read.
//!
//! One idea a file. There is no list of exceptions: a finding is put right in the questionnaire.

mod filled;
mod guidance;
mod language;
mod outcomes;
mod prose;
mod reach;
mod registers;
mod sentence;
mod sources;
#[cfg(test)]
mod tests;

use std::fmt;

use crate::questionnaire::Questionnaire;
pub use reach::{Sought, reaching};

/// Something in a questionnaire that should be better.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// What it is about.
    pub kind: Kind,
    /// The field, as a path from the top of the file.
    pub field: String,
    /// What is wrong and what to do, in a sentence or two.
    pub says: String,
}

/// What a finding is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Something that no answers reach.
    Reach,
    /// Something that leaves a person without help.
    Guidance,
    /// What statements rest on.
    Sources,
    /// Words and sentences.
    Language,
}

impl Kind {
    /// The word for it in lists.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Reach => "reach",
            Self::Guidance => "guidance",
            Self::Sources => "sources",
            Self::Language => "language",
        }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "field {}: {}", self.field, self.says)
    }
}

/// Every finding on a sound questionnaire.
pub fn lint(questionnaire: &Questionnaire) -> Vec<Finding> {
    let mut findings = Findings::about(Kind::Reach);
    outcomes::look(questionnaire, &mut findings);
    let mut all = findings.found;
    let mut findings = Findings::about(Kind::Language);
    filled::look(questionnaire, &mut findings);
    all.extend(findings.found);
    all.extend(lint_texts(questionnaire));
    all
}

/// The findings that need no condition to make sense, and so can be had of an unsound questionnaire.
pub fn lint_texts(questionnaire: &Questionnaire) -> Vec<Finding> {
    type Look = fn(&Questionnaire, &mut Findings);
    let looks: [(Kind, Look); 5] = [
        (Kind::Guidance, guidance::look),
        (Kind::Guidance, registers::look),
        (Kind::Sources, sources::look),
        (Kind::Language, language::look),
        (Kind::Language, filled::look_at_texts),
    ];
    let mut all = vec![];
    for (kind, look) in looks {
        let mut findings = Findings::about(kind);
        look(questionnaire, &mut findings);
        all.extend(findings.found);
    }
    all
}

/// Where each file of this room reports to.
#[derive(Debug)]
struct Findings {
    kind: Kind,
    found: Vec<Finding>,
}

impl Findings {
    const fn about(kind: Kind) -> Self {
        let found = vec![];
        Self { kind, found }
    }

    fn report(&mut self, field: impl Into<String>, says: impl Into<String>) {
        self.found.push(Finding {
            kind: self.kind,
            field: field.into(),
            says: says.into(),
        });
    }
}
