//! The registers: what is recorded of a system and of a piece of evidence, and what is held against
//! answers.

use super::form::Form;
use super::questions::question;
use super::texts;
use crate::questionnaire::template::{self, Placeholder};
use crate::questionnaire::{EntryForm, Held, Questionnaire, TallyCheck};
use crate::report::contents::blocks::{page, paragraph, section};
use crate::report::model::{Block, Section, Start, Text};

/// The section, where the questionnaire keeps registers.
pub(super) fn registers(asked: &Questionnaire, form: &Form<'_>) -> Option<Section> {
    let systems = asked.systems.iter().map(|systems| {
        let mut section = entry(&systems.form);
        section.sections.extend(checks(form, &systems.checks));
        section
    });
    let evidence = asked.evidence.iter().map(|list| entry(&list.form));
    let mut registers: Vec<Section> = systems.chain(evidence).collect();
    if let Some(first) = registers.first_mut() {
        first.start = Start::Flow;
    }
    (!registers.is_empty()).then(|| Section {
        sections: registers,
        ..page(texts::REGISTERS, vec![paragraph(texts::REGISTERS_ABOUT)])
    })
}

/// The form of one entry, on pages of its own, because they are copied.
fn entry(register: &EntryForm) -> Section {
    let form = Form::of_entry(register);
    let questions = register.questions.iter().map(|q| question(&form, q));
    Section {
        sections: questions.collect(),
        ..page(
            register.title.as_str(),
            vec![paragraph(register.about.as_str())],
        )
    }
}

/// What does not fit where more is registered than answers say.
fn checks(form: &Form<'_>, checks: &[TallyCheck]) -> Option<Section> {
    let said = checks.iter().map(|check| {
        let named = |placeholder: Placeholder<'_>| match check.held() {
            _ if placeholder.id != "answer" => texts::COUNTED.to_owned(),
            Some(Held::AtMost(id) | Held::AtLeast(id)) => {
                form.answer(id.as_str(), placeholder.form)
            }
            Some(Held::NoneWhen(_)) | None => "0".to_owned(),
        };
        Text::from(template::outline(&check.says, named))
    });
    let said: Vec<Text> = said.collect();
    (!said.is_empty()).then(|| section(texts::REGISTER_CHECKS, vec![Block::List(said)]))
}
