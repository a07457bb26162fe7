//! Names that the history of a record holds: whoever was named once may still stand in a note.

use std::collections::{BTreeMap, BTreeSet};

use super::Original;
use crate::facts::{Answer, Change, Entry, Event, Hidden, Life, Register};
use crate::questionnaire::{Question, QuestionId};

impl<'a> Original<'a> {
    /// Every text that has ever named somebody or something of this kind.
    pub(super) fn ever_named(&self, hidden: Hidden) -> BTreeSet<&'a str> {
        let mut named = Named {
            original: *self,
            hidden,
            texts: BTreeSet::new(),
        };
        self.entries.iter().for_each(|l| named.entry(&l.entry));
        named.texts
    }
}

struct Named<'a> {
    original: Original<'a>,
    hidden: Hidden,
    texts: BTreeSet<&'a str>,
}

impl<'a> Named<'a> {
    fn entry(&mut self, entry: &'a Entry) {
        self.person(&entry.by);
        self.event(&entry.event);
    }

    fn event(&mut self, event: &'a Event) {
        match event {
            Event::Changed(change) => self.change(change),
            Event::SignedOff(by) => self.person(&by.name),
            Event::Redacted(redaction) => {
                let sign_offs = redaction.sign_offs.iter();
                sign_offs.for_each(|by| self.person(&by.name));
            }
            Event::CarriedForward(carried) => {
                let answers = carried.answers.iter();
                answers.for_each(|(question, answer)| self.answer(question, answer));
                for exemption in carried.exemptions.values() {
                    self.fields(&exemption.fields);
                    self.life(&exemption.life);
                }
                let actions = carried.actions.values();
                actions.for_each(|action| self.person(&action.owner));
                let systems = carried.systems.values();
                systems.for_each(|system| self.listed(Register::Systems, &system.fields));
                let listed = carried.listed.values();
                listed.for_each(|evidence| self.listed(Register::Evidence, &evidence.fields));
            }
            Event::Merged(merge) => {
                merge.takes.iter().for_each(|taken| self.event(taken));
                let kept = merge.kept.iter();
                kept.for_each(|kept| self.entry(&kept.logged.entry));
            }
            Event::Created { .. }
            | Event::Migrated { .. }
            | Event::Undone { .. }
            | Event::Redone { .. } => {}
        }
    }

    fn change(&mut self, change: &'a Change) {
        match change {
            Change::Answer(question, Some(answer)) => self.answer(question, answer),
            Change::Field(_, question, Some(answer)) => self.field(question, answer),
            Change::Life(_, life) => self.life(life),
            Change::Action(_, Some(action)) => self.person(&action.owner),
            Change::System(_, Some(system)) => self.listed(Register::Systems, &system.fields),
            Change::Listed(_, Some(evidence)) => {
                self.listed(Register::Evidence, &evidence.fields);
            }
            Change::Answer(_, None)
            | Change::Note(..)
            | Change::Evidence(..)
            | Change::File(..)
            | Change::NoFile(..)
            | Change::Coverage(..)
            | Change::Field(_, _, None)
            | Change::Withdrawn(..)
            | Change::Action(_, None)
            | Change::System(_, None)
            | Change::Listed(_, None) => {}
        }
    }

    fn person(&mut self, name: &'a str) {
        if self.hidden == Hidden::Names {
            self.texts.insert(name);
        }
    }

    fn answer(&mut self, question: &QuestionId, answer: &'a Answer) {
        let (state, now) = (self.original.state, self.original.questionnaire);
        self.given(state.known_question(now, question), answer);
    }

    fn life(&mut self, life: &'a Life) {
        let submitted = life.submitted.iter().map(|submitted| &submitted.content);
        let relied = life.approvals.iter().chain(submitted);
        relied.for_each(|relied| self.fields(&relied.fields));
        self.fields(&life.kept_up);
    }

    fn fields(&mut self, fields: &'a BTreeMap<QuestionId, Answer>) {
        let fields = fields.iter();
        fields.for_each(|(question, answer)| self.field(question, answer));
    }

    /// A field of an exemption. In the lines of another record its number may be that of another one: what
    /// any kind asks counts.
    fn field(&mut self, question: &QuestionId, answer: &'a Answer) {
        let (state, now) = (self.original.state, self.original.questionnaire);
        let versions = std::iter::once(now);
        let versions = versions.chain(state.earlier.iter().map(|earlier| &*earlier.questionnaire));
        let kinds = versions.flat_map(|asked| &asked.exemptions);
        for asked in kinds.filter_map(|kind| kind.question(question)) {
            self.given(Some(asked), answer);
        }
    }

    fn listed(&mut self, register: Register, fields: &'a BTreeMap<QuestionId, Answer>) {
        let (state, now) = (self.original.state, self.original.questionnaire);
        for (question, answer) in fields {
            self.given(state.known_entry_field(now, register, question), answer);
        }
    }

    fn given(&mut self, question: Option<&Question>, answer: &'a Answer) {
        if let (Some(question), Answer::Text(words)) = (question, answer)
            && self.original.kind(question) == self.hidden
        {
            self.texts.insert(words);
        }
    }
}
