//! Changes of answers: given, taken back, confirmed.

use super::format::Given;
use super::trial::{Step, Trial};
use super::value;
use crate::facts::Change;
use crate::questionnaire::Question;
use crate::rules::Sheet;
use crate::text::clipped;

const NOTHING_TO_CONFIRM: &str = "There is no earlier answer here that can be confirmed. Answer it \
                                  instead.";

impl<'a> Trial<'a> {
    fn question(&mut self, id: &str) -> Step<&'a Question> {
        let mut all = self.on.asked.questions();
        if let Some(question) = all.find(|q| q.id.as_str() == id) {
            return Ok(question);
        }
        let says = format!(
            "There is no question {} in this record. `mfa-assess export --json` and \
             `mfa-assess questionnaire booklet` show those that there are.",
            clipped(id, 60)
        );
        Err(self.wrong("question", says))
    }

    pub(super) fn answer(&mut self, id: &str, given: Option<&Given>) -> Step {
        let question = self.question(id)?;
        let answer = given.map(|given| value::answer(given, question));
        let answer = self.fits("value", answer.transpose())?;
        self.propose(Change::Answer(question.id.clone(), answer), "question")
    }

    pub(super) fn confirm(&mut self, question: &str, exemption: Option<&str>) -> Step {
        match exemption {
            Some(exemption) => self.confirm_field(exemption, question),
            None => self.confirm_answer(question),
        }
    }

    fn confirm_answer(&mut self, id: &str) -> Step {
        let question = self.question(id)?;
        let id = &question.id;
        let given = self.state.answers.get(id);
        let changed = self.state.changed.contains_key(id);
        let last = self.state.last_time(self.on.asked, id);
        let last = last.filter(|last| given.is_none() && last.fits(question).is_ok());
        let last = last.map(|last| last.answer);
        match given.filter(|_| changed).or(last).cloned() {
            Some(answer) => self.propose(Change::Answer(id.clone(), Some(answer)), "question"),
            None => Err(self.wrong("question", NOTHING_TO_CONFIRM)),
        }
    }

    fn confirm_field(&mut self, exemption: &str, id: &str) -> Step {
        let (exemption, kind) = self.exemption_to_edit(exemption)?;
        let question = kind.questions().find(|q| q.id.as_str() == id);
        let last = question.and_then(|question| {
            let now = self.state.exemptions.get(&exemption)?;
            let sheet = Sheet::of_exemption(kind, &now.fields, self.on.today);
            let last = self
                .state
                .last_time_in(self.on.asked, exemption, question)?;
            let waits = sheet.is_shown(&question.id)
                && !now.fields.contains_key(&question.id)
                && last.fits(question).is_ok();
            waits.then(|| (question.id.clone(), last.answer.clone()))
        });
        match last {
            Some((question, answer)) => {
                self.propose(Change::Field(exemption, question, Some(answer)), "question")
            }
            None => Err(self.wrong("question", NOTHING_TO_CONFIRM)),
        }
    }
}
