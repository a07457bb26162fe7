//! The workbook: every question of a questionnaire on paper, for people without the program.
//!
//! It is built from the questionnaire alone. One file a part; nothing is decided here, and nothing
//! is said about the subject that the questionnaire does not say.

mod exemptions;
mod form;
mod front;
mod questions;
mod registers;
mod scenarios;
#[cfg(test)]
mod tests;
mod texts;
mod views;

use self::form::Form;
use super::contents::blocks::page;
use super::contents::method;
use super::model::{Meta, Report, Running};
use crate::questionnaire::Questionnaire;
use crate::text::capitalised;

/// Builds the workbook of a questionnaire.
pub fn booklet(asked: &Questionnaire) -> Report {
    let title = format!("{} {}", capitalised(&asked.subject), texts::TITLE);
    let version = format!("{} {}", asked.id, asked.version);
    let form = Form::of_questionnaire(asked);
    let mut sections = vec![scenarios::overview(asked, &form)];
    sections.push(scenarios::organisation(asked, &form));
    sections.extend(scenarios::groups(asked, &form));
    sections.extend(exemptions::exemptions(asked));
    sections.extend(registers::registers(asked, &form));
    sections.extend(views::cross_checks(asked, &form));
    sections.push(views::views(asked, &form));
    sections.push(page(texts::SOURCES, vec![method::sources(asked)]));
    sections.extend(method::glossary(asked));
    Report {
        meta: Meta {
            subject: format!("{} ({version})", asked.title),
            // A questionnaire does not say who wrote it.
            author: None,
            language: "en-GB".to_owned(),
            modified: None,
            seed: version.clone(),
            title: title.clone(),
        },
        running: Running {
            // An empty workbook holds nothing to protect; the front sheet says how to mark a full one.
            marking: String::new(),
            foot: format!("{title}: {version}"),
            draft: false,
        },
        front: front::front(asked),
        sections,
        // It is made from no record.
        attachments: vec![],
    }
}
