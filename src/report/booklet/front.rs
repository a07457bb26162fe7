//! The front sheet: what this is, and how to use it.

use super::questions::lines;
use super::texts;
use crate::questionnaire::Questionnaire;
use crate::report::contents::blocks::{callout, fact, paragraph};
use crate::report::model::Block;
use crate::text::{capitalised, counted, listed};

/// The blocks of the front sheet.
pub(super) fn front(asked: &Questionnaire) -> Vec<Block> {
    let mut parts = vec![
        counted(asked.scenarios().count(), "scenario"),
        counted(asked.questions().count(), "question"),
    ];
    if !asked.exemptions.is_empty() {
        parts.push(match asked.exemptions.len() {
            1 => "1 kind of exemption".to_owned(),
            count => format!("{count} kinds of exemption"),
        });
    }
    let facts = vec![
        fact(
            "Questions on",
            format!("{}, published by {}", asked.title, asked.publisher),
        ),
        fact(
            "Questionnaire",
            format!("{}, version {}", asked.id, asked.version),
        ),
        fact("Contents", listed(&parts)),
    ];
    let mut blocks = vec![
        Block::Title(format!("{}\n{}", capitalised(&asked.subject), texts::TITLE)),
        Block::Facts(facts),
        paragraph(asked.introduction.as_str()),
    ];
    if !asked.caution.is_empty() {
        blocks.push(callout(asked.caution.as_str()));
    }
    blocks.extend([
        paragraph(texts::HOW),
        Block::List(texts::USE.iter().map(|words| (*words).into()).collect()),
        Block::Blanks(vec![lines(&texts::marking(&asked.markings), 1)]),
    ]);
    blocks
}
