//! Brings a conversation to where a screen is to be looked at.

use std::collections::BTreeSet;

use mfa_assess::facts::{Answer, ExemptionId};
use mfa_assess::questionnaire::{Input, Questionnaire, built_in};
use mfa_assess::session::{Flow, Session};
use mfa_assess::wizard::{Field, FieldKey, Goal, Key, Message, Place, Subject, fields};
use tempfile::TempDir;

use crate::common;

/// A conversation with its folder, which goes when it does.
pub struct Talk {
    pub session: Session,
    _folder: TempDir,
}

/// At home, with nothing on disk.
pub fn home() -> Talk {
    home_with(&built_in().unwrap())
}

pub fn home_with(asked: &Questionnaire) -> Talk {
    let folder = tempfile::tempdir().unwrap();
    Talk {
        session: common::session(folder.path(), asked),
        _folder: folder,
    }
}

/// With a new assessment of an organisation that is described, at its task list.
pub fn begun() -> Talk {
    let mut talk = home();
    talk.go(Goal::New);
    talk.fill(|_, _| true);
    talk.go(Goal::Show(Place::Tasks));
    talk
}

/// With every question answered, at the task list.
pub fn complete() -> Talk {
    let mut talk = begun();
    talk.fill_scenarios(usize::MAX);
    talk
}

/// An answer that fits a field: the first choice, a short text, a number, a date.
fn plausible(field: &Field) -> Answer {
    match &field.question.input {
        Input::OneOf(choices) => Answer::Choice(choices[0].id.clone()),
        Input::AnyOf(choices) => Answer::Choices(BTreeSet::from([choices[0].id.clone()])),
        Input::Number { .. } => Answer::Number(5),
        Input::Date { .. } => Answer::Date("2026-11-01".parse().unwrap()),
        Input::Line { .. } | Input::Paragraphs { .. } => Answer::Text(
            match &field.key {
                FieldKey::Asked(id) if id.as_str() == "organisation-name" => {
                    "Amberley Vale NHS Foundation Trust"
                }
                FieldKey::Asked(id) if id.as_str() == "assessor-name" => "Robin Ŵyn",
                FieldKey::Asked(id) if id.as_str() == "assessor-role" => "Head of IT operations",
                FieldKey::Asked(id) if id.as_str() == "ods-code" => "ZZ9X9",
                _ => "Network drive, folder Assurance",
            }
            .to_owned(),
        ),
    }
}

impl Talk {
    pub fn send(&mut self, message: Message) {
        assert_eq!(self.session.send(message), Flow::Continue);
    }

    pub fn go(&mut self, goal: Goal) {
        self.send(Message::Go(goal));
    }

    pub fn press(&mut self, key: Key) {
        self.send(Message::Press(key));
    }

    pub fn keys(&mut self, keys: &[Key]) {
        keys.iter().for_each(|key| self.press(*key));
    }

    pub fn type_in(&mut self, words: &str) {
        for c in words.chars() {
            self.press(if c == '\n' {
                Key::NewLine
            } else {
                Key::Char(c)
            });
        }
    }

    pub fn scenario(&mut self, id: &str) {
        let id = id.try_into().unwrap();
        let asked = self.session.model.open.as_ref().unwrap().asked();
        assert!(asked.contains(&id), "{id} is not asked");
        self.go(Goal::Form(Subject::Scenario(id), None));
    }

    pub fn at(&mut self, key: FieldKey) {
        self.go(Goal::At(key));
    }

    pub fn asked(&mut self, question: &str) {
        self.at(FieldKey::Asked(question.try_into().unwrap()));
    }

    pub fn answer(&mut self, question: &str, answer: Answer) {
        let key = FieldKey::Asked(question.try_into().unwrap());
        let (open, form) = (&self.session.model.open, self.session.model.form());
        let fields = fields(open.as_ref().unwrap(), &form.unwrap().subject);
        let is_asked = fields.iter().any(|f| f.key == key);
        assert!(is_asked, "{question} is not asked");
        self.send(Message::Answer {
            key,
            answer: Some(answer),
        });
    }

    pub fn choose(&mut self, question: &str, choice: &str) {
        self.answer(question, Answer::Choice(choice.try_into().unwrap()));
    }

    pub fn choose_all(&mut self, question: &str, choices: &[&str]) {
        let chosen = choices.iter().map(|c| (*c).try_into().unwrap());
        self.answer(question, Answer::Choices(chosen.collect()));
    }

    /// Answers the questions of the form on top that are wanted, also those that come to light.
    pub fn fill(&mut self, wanted: impl Fn(&Subject, &Field) -> bool) {
        for _ in 0..100 {
            let (Some(open), Some(form)) = (&self.session.model.open, self.session.model.form())
            else {
                return;
            };
            let subject = form.subject.clone();
            let next = fields(open, &subject)
                .into_iter()
                .find(|f| f.answer.is_none() && !f.key.is_extra() && wanted(&subject, f));
            let Some(field) = next else { return };
            self.send(Message::Answer {
                answer: Some(plausible(&field)),
                key: field.key,
            });
        }
    }

    /// Answers the first so many scenarios, and comes back to the task list.
    pub fn fill_scenarios(&mut self, count: usize) {
        let asked = self.session.model.open.as_ref().unwrap().asked();
        for id in asked.into_iter().take(count) {
            self.scenario(id.as_str());
            self.fill(|_, _| true);
        }
        self.go(Goal::Show(Place::Tasks));
    }

    /// Signs, on the form of the sign-off.
    pub fn fill_sign_off(&mut self, name: &str) {
        self.type_in(name);
        self.keys(&[Key::Enter, Key::Enter]);
        self.type_in("declare");
        self.keys(&[Key::Tab, Key::Enter]);
        let is_signed = self.session.model.open.as_ref().unwrap().state.is_signed();
        assert!(is_signed, "{:?}", self.session.model.notice);
    }

    /// Records an exemption of a kind for a scenario, with all that is asked if `whole`.
    pub fn exempt(&mut self, kind: &str, scenario: &str, whole: bool) -> ExemptionId {
        self.scenario(scenario);
        self.go(Goal::BeginExemption(
            kind.try_into().unwrap(),
            Some(scenario.try_into().unwrap()),
        ));
        let Some(Subject::Exemption(id, _)) = self.session.model.form().map(|f| f.subject.clone())
        else {
            panic!("no exemption: {:?}", self.session.model.notice);
        };
        let steps = self.session.model.open.as_ref().unwrap().kind_of(id);
        let steps = steps.unwrap().steps.len();
        for step in 1..=steps {
            self.go(Goal::Onward(Subject::Exemption(id, step)));
            self.fill(|_, field| whole || step == 1 && field.is_text());
        }
        id
    }
}
