//! Names that a record holds or has held: whoever was named once may still stand in a note.

use std::collections::{BTreeMap, BTreeSet};

use super::Original;
use crate::facts::{Answer, Change, Entry, Event, Hidden, Life, Register};
use crate::questionnaire::{Question, QuestionId};

impl Original<'_> {
    /// Every text that has ever named somebody or something of this kind.
    pub(super) fn named(&self, hidden: Hidden) -> BTreeSet<String> {
        let mut named = Named {
            original: *self,
            hidden,
            texts: BTreeSet::new(),
        };
        let (state, now) = (self.state, self.questionnaire);
        self.entries.iter().for_each(|l| named.entry(&l.entry));
        state.changes().for_each(|change| named.change(&change));
        // What was carried forward and had no place is no content, and in no change.
        let former = state.former.iter();
        for (question, answer) in former.filter_map(|former| former.answer(now, state)) {
            named.given(question, answer);
        }
        named.texts
    }
}

struct Named<'a> {
    original: Original<'a>,
    hidden: Hidden,
    texts: BTreeSet<String>,
}

impl Named<'_> {
    fn entry(&mut self, entry: &Entry) {
        self.person(&entry.by);
        self.event(&entry.event);
    }

    fn event(&mut self, event: &Event) {
        match event {
            Event::Changed(change) => self.change(change),
            Event::SignedOff(by) => self.person(&by.name),
            Event::Redacted(redaction) => {
                let sign_offs = redaction.sign_offs.iter();
                sign_offs.for_each(|by| self.person(&by.name));
            }
            Event::CarriedForward(carried) => {
                let said = carried.said();
                said.changes().for_each(|change| self.change(&change));
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

    fn change(&mut self, change: &Change) {
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

    fn person(&mut self, name: &str) {
        if self.hidden == Hidden::Names {
            self.texts.insert(name.to_owned());
        }
    }

    fn answer(&mut self, question: &QuestionId, answer: &Answer) {
        let (state, now) = (self.original.state, self.original.questionnaire);
        self.given(state.known_question(now, question), answer);
    }

    fn life(&mut self, life: &Life) {
        let submitted = life.submitted.iter().map(|submitted| &submitted.content);
        let relied = life.approvals.iter().chain(submitted);
        relied.for_each(|relied| self.fields(&relied.fields));
        self.fields(&life.kept_up);
    }

    fn fields(&mut self, fields: &BTreeMap<QuestionId, Answer>) {
        let fields = fields.iter();
        fields.for_each(|(question, answer)| self.field(question, answer));
    }

    /// A field of an exemption. In the lines of another record its number may be that of another one: what
    /// any kind asks counts.
    fn field(&mut self, question: &QuestionId, answer: &Answer) {
        let (state, now) = (self.original.state, self.original.questionnaire);
        let versions = std::iter::once(now);
        let versions = versions.chain(state.earlier.iter().map(|earlier| &*earlier.questionnaire));
        let kinds = versions.flat_map(|asked| &asked.exemptions);
        for asked in kinds.filter_map(|kind| kind.question(question)) {
            self.given(Some(asked), answer);
        }
    }

    fn listed(&mut self, register: Register, fields: &BTreeMap<QuestionId, Answer>) {
        let (state, now) = (self.original.state, self.original.questionnaire);
        for (question, answer) in fields {
            self.given(state.known_entry_field(now, register, question), answer);
        }
    }

    fn given(&mut self, question: Option<&Question>, answer: &Answer) {
        if let (Some(question), Answer::Text(words)) = (question, answer)
            && self.original.kind(question) == self.hidden
        {
            self.texts.insert(words.clone());
        }
    }
}
