//! From one version of a questionnaire to the next: what differs, and what becomes of all that was
//! given. What is asked under the same id, in the same form, goes over; nothing is dropped.

mod difference;
mod former;
mod meaning;
mod moving;
#[cfg(test)]
mod tests;
mod titles;

use std::collections::BTreeMap;
use std::sync::Arc;

use super::answer::Answer;
use super::ids::{ExemptionId, SystemId};
use super::life::{Life, Relied};
use super::state::Assessment;
use crate::questionnaire::{
    ExemptionKind, ExemptionKindId, Question, QuestionId, Questionnaire, ScenarioId,
};
pub(crate) use difference::changed_words;
use difference::changes;
pub use difference::{Aspect, Changes, Difference, Register};
pub(crate) use former::Former;
pub use former::{Given, Why};
pub(crate) use meaning::{stays, stays_as_worded};
pub(crate) use moving::{Moving, takes};
pub(crate) use titles::{Titled, Titles};

/// A version that was in force earlier in a record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Earlier {
    /// Number of the entry that brought the next one.
    pub until: u64,
    /// What was asked until then.
    pub questionnaire: Arc<Questionnaire>,
    /// The steps that exemptions had taken by then, but for those that had taken none: what was put to
    /// those who approve is told in the words of its version.
    pub lives: BTreeMap<ExemptionId, Life>,
}

impl Assessment {
    /// Brings a new version of the questionnaire into force, with the entry of this number.
    pub fn migrate(&mut self, seq: u64, old: Arc<Questionnaire>, new: &Questionnaire) {
        let lives = self.exemptions.iter();
        let lives = lives.filter(|(_, exemption)| !exemption.life.is_new());
        self.earlier.push(Earlier {
            until: seq,
            questionnaire: Arc::clone(&old),
            lives: lives.map(|(id, e)| (*id, e.life.clone())).collect(),
        });
        let moving = Moving { old: &old, new };
        let mut former = moving.answers(&mut self.answers);
        self.changed.retain(|id, _| self.answers.contains_key(id));
        for id in self.answers.keys() {
            let changes = changes(&old, new, id);
            if !changes.is_empty() {
                self.changed.entry(id.clone()).or_default().extend(changes);
            }
        }
        former.extend(moving.of_scenarios(self));
        let systems = moving.gone_systems(&self.systems);
        for (id, mut exemption) in std::mem::take(&mut self.exemptions) {
            // One of a kind that is gone stays whole; that it does not count, its standing says.
            if let Some(kind) = new.exemption_kind(&exemption.kind) {
                let kinds = (self.former_kind(&kind.id), kind);
                former.extend(moving.exemption(id, &mut exemption, kinds, &systems));
            }
            self.exemptions.insert(id, exemption);
        }
        former.extend(moving.systems(&mut self.systems));
        former.extend(moving.listed(&mut self.listed));
        self.former.extend(former);
    }

    /// What was in force when the entry with this number was written.
    pub fn asked_at<'a>(&'a self, seq: u64, now: &'a Questionnaire) -> &'a Questionnaire {
        let earlier = self.earlier.iter().find(|earlier| seq < earlier.until);
        earlier.map_or(now, |earlier| &earlier.questionnaire)
    }

    /// The title of a scenario, also of one that only an earlier version has; its id without one.
    pub fn scenario_title(&self, now: &Questionnaire, id: &ScenarioId) -> String {
        self.title_of(now, id).unwrap_or_else(|| id.to_string())
    }

    /// The text of a question, also of one that only an earlier version asks; its id without one.
    pub fn question_text(&self, now: &Questionnaire, id: &QuestionId) -> String {
        self.text_of(now, id).unwrap_or_else(|| id.to_string())
    }

    /// The title of a scenario, where this record has ever known it.
    pub(crate) fn title_of(&self, now: &Questionnaire, id: &ScenarioId) -> Option<String> {
        let scenario = self.versions(now).find_map(|asked| asked.scenario(id));
        let title = scenario.map(|scenario| &scenario.title);
        title
            .or_else(|| self.titles.get(&Titled::Scenario(id.clone())))
            .cloned()
    }

    /// The text of a question, likewise.
    pub(crate) fn text_of(&self, now: &Questionnaire, id: &QuestionId) -> Option<String> {
        let text = self.known_question(now, id).map(|question| &question.text);
        text.or_else(|| self.titles.get(&Titled::Question(id.clone())))
            .cloned()
    }

    /// A question of the organisation or a scenario as the version in force has it, or else the newest
    /// that does.
    pub fn known_question<'a>(
        &'a self,
        now: &'a Questionnaire,
        id: &QuestionId,
    ) -> Option<&'a Question> {
        self.versions(now).find_map(|asked| asked.question(id))
    }

    /// A field of an exemption, as its kind asks it now, or else as the newest version that does.
    pub fn known_field<'a>(
        &'a self,
        now: &'a Questionnaire,
        kind: &ExemptionKindId,
        id: &QuestionId,
    ) -> Option<&'a Question> {
        let mut versions = self.versions(now);
        versions.find_map(|asked| asked.exemption_kind(kind)?.question(id))
    }

    /// A field of an entry of a register, likewise.
    pub fn known_entry_field<'a>(
        &'a self,
        now: &'a Questionnaire,
        register: Register,
        id: &QuestionId,
    ) -> Option<&'a Question> {
        let mut versions = self.versions(now);
        versions.find_map(|asked| register.form(asked)?.question(id))
    }

    /// A question of the organisation or a scenario with the place where it is asked, or was.
    pub fn in_place(&self, now: &Questionnaire, id: &QuestionId) -> String {
        let mut versions = self.versions(now);
        let asks = versions.find(|asked| asked.question(id).is_some());
        asks.unwrap_or(now).in_place(id)
    }

    /// The name of a system, also of one that is not registered any more; none where it never had one.
    pub fn system_name(&self, now: &Questionnaire, id: SystemId) -> Option<String> {
        let is_name = |question: &QuestionId| {
            let forms = self.versions(now);
            let mut forms = forms.filter_map(|asked| Register::Systems.form(asked));
            forms.any(|form| form.name == *question)
        };
        let fields = self.systems.get(&id).into_iter().flat_map(|s| &s.fields);
        let former = self.former.iter().rev().filter_map(|former| {
            if let Given::System(system, question, answer) = &former.given
                && *system == id
            {
                Some((question, answer))
            } else {
                None
            }
        });
        let mut names = fields
            .chain(former)
            .filter(|(question, _)| is_name(question));
        names.find_map(|(_, answer)| {
            if let Answer::Text(name) = answer {
                Some(name.clone())
            } else {
                None
            }
        })
    }

    /// The versions that were in force, the newest first.
    fn versions<'a>(&'a self, now: &'a Questionnaire) -> impl Iterator<Item = &'a Questionnaire> {
        let earlier = self.earlier.iter().rev().map(|e| &*e.questionnaire);
        std::iter::once(now).chain(earlier)
    }

    /// A kind of exemption as it was asked when this was put to those who approve.
    pub fn kind_then<'a>(
        &'a self,
        now: &'a Questionnaire,
        id: &ExemptionKindId,
        put: &Relied,
    ) -> Option<&'a ExemptionKind> {
        let holds = |life: &Life| {
            let submitted = life.submitted.as_ref();
            life.approvals.contains(put) || submitted.is_some_and(|s| s.content == *put)
        };
        let mut earlier = self.earlier.iter();
        let earlier = earlier.find(|earlier| earlier.lives.values().any(holds));
        let asked = earlier.map_or(now, |earlier| &earlier.questionnaire);
        self.known_kind(asked, id)
    }

    /// A kind of exemption as the version in force has it, or else the newest that does.
    pub fn known_kind<'a>(
        &'a self,
        now: &'a Questionnaire,
        id: &ExemptionKindId,
    ) -> Option<&'a ExemptionKind> {
        now.exemption_kind(id).or_else(|| self.former_kind(id))
    }

    /// A kind of exemption as an earlier version has it, the newest of them first.
    pub fn former_kind(&self, id: &ExemptionKindId) -> Option<&ExemptionKind> {
        let mut earlier = self.earlier.iter().rev();
        earlier.find_map(|earlier| earlier.questionnaire.exemption_kind(id))
    }
}
