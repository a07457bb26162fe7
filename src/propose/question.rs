//! Changes of answers: given, taken back, confirmed.

use super::format::Given;
use super::trial::{Step, Trial, not_asked};
use super::value;
use crate::facts::{Change, Event};
use crate::questionnaire::Question;
use crate::rules::Sheet;
use crate::text::clipped;

const NOTHING_TO_CONFIRM: &str = "There is no earlier answer here that can be confirmed. Answer it \
                                  instead.";

impl<'a> Trial<'a> {
    fn question(&mut self, id: &str) -> Step<&'a Question> {
        let mut all = self.questionnaire.questions();
        let Some(question) = all.find(|q| q.id.as_str() == id) else {
            let says = format!(
                "There is no question {} in this record. `mfa-assess export --json` and \
                 `mfa-assess questionnaire booklet` show those that there are.",
                clipped(id, 60)
            );
            return Err(self.wrong("question", says));
        };
        let answers = &self.state.answers;
        let sheet = Sheet::of_questionnaire(self.questionnaire, answers, self.today);
        if sheet.is_shown(&question.id) {
            Ok(question)
        } else {
            Err(self.wrong("question", not_asked(id)))
        }
    }

    pub(super) fn answer(&mut self, id: &str, at: &str, given: Option<&Given>) -> Step {
        let question = self.question(id)?;
        let answer = given.map(|given| value::answer(given, question, self.today));
        let answer = self.fits(at, answer.transpose())?;
        let id = question.id.clone();
        // The same answer once more says that it still holds after a change of the question.
        let confirms = answer.is_some() && self.state.changed.contains_key(&id);
        if self.state.answers.get(&id) == answer.as_ref() && !confirms {
            return Ok(());
        }
        self.put(Event::Changed(Change::Answer(id, answer)))
    }

    pub(super) fn confirm(&mut self, id: &str) -> Step {
        let question = self.question(id)?;
        let id = &question.id;
        let given = self.state.answers.get(id);
        let changed = self.state.changed.contains_key(id);
        let last = self.state.last_time(self.questionnaire, id);
        let last = last.filter(|last| given.is_none() && last.fits(question).is_ok());
        let last = last.map(|last| last.answer);
        match given.filter(|_| changed).or(last).cloned() {
            Some(answer) => self.put(Event::Changed(Change::Answer(id.clone(), Some(answer)))),
            None => Err(self.wrong("question", NOTHING_TO_CONFIRM)),
        }
    }

    pub(super) fn confirm_field(&mut self, exemption: &str, id: &str) -> Step {
        let (exemption, kind) = self.exemption_to_edit(exemption)?;
        let question = kind.questions().find(|q| q.id.as_str() == id);
        let last = question.and_then(|question| {
            let now = self.state.exemptions.get(&exemption)?;
            let sheet = Sheet::of_exemption(kind, &now.fields, self.today);
            let last = self
                .state
                .last_time_in(self.questionnaire, exemption, question)?;
            let waits = sheet.is_shown(&question.id)
                && !now.fields.contains_key(&question.id)
                && last.fits(question).is_ok();
            waits.then(|| (question.id.clone(), last.answer.clone()))
        });
        match last {
            Some((question, answer)) => self.put(Event::Changed(Change::Field(
                exemption,
                question,
                Some(answer),
            ))),
            None => Err(self.wrong("question", NOTHING_TO_CONFIRM)),
        }
    }
}
