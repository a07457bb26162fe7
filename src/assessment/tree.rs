//! Looks for answers that make a condition hold: a decision tree over the three-valued logic.
//!
//! While a condition is open, the tree branches over the samples of one question that keeps it
//! open, so that it meets only the questions that matter.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::answer::Answer;
use super::sample::Samples;
use super::sheet::{Sheet, Truth};
use crate::questionnaire::{Condition, ExemptionKind, Question, QuestionId, Questionnaire};

/// Most places in the tree that are looked at, so that a search ends soon.
const MAX_PLACES: usize = 20_000;

/// What a search found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Sought {
    /// Answers that do it.
    Found(BTreeMap<QuestionId, Answer>),
    /// No answers can do it.
    Nowhere,
    /// There are more combinations of answers than were tried, and none that was tried does it.
    GaveUp,
}

/// The questions of one form, over which answers are sought.
#[derive(Debug)]
pub struct Tree<'a> {
    questions: BTreeMap<&'a QuestionId, (&'a Question, Option<&'a Condition>)>,
    today: Date,
}

/// Whether a condition is to hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Wanted {
    Holds,
    /// It is false or open.
    HoldsNot,
}

impl<'a> Tree<'a> {
    /// Over the organisation's form and all scenarios.
    pub fn of_questionnaire(questionnaire: &'a Questionnaire, today: Date) -> Self {
        let organisation = questionnaire.organisation.questions.iter();
        let organisation = organisation.map(|question| (question, None));
        let scenarios = questionnaire.scenarios().flat_map(|scenario| {
            let questions = scenario.questions.iter();
            questions.map(|question| (question, scenario.applies_when.as_ref()))
        });
        Self::of(organisation.chain(scenarios), today)
    }

    /// Over the form of one kind of exemption.
    pub fn of_exemption(kind: &'a ExemptionKind, today: Date) -> Self {
        Self::of(kind.questions().map(|question| (question, None)), today)
    }

    fn of(
        questions: impl Iterator<Item = (&'a Question, Option<&'a Condition>)>,
        today: Date,
    ) -> Self {
        let questions = questions.map(|(question, gate)| (&question.id, (question, gate)));
        Self {
            questions: questions.collect(),
            today,
        }
    }

    /// Answers with which the condition holds.
    pub fn holding(&self, condition: &Condition) -> Sought {
        self.seek(condition, Wanted::Holds)
    }

    /// Answers with which the condition does not hold, be it false or open.
    pub fn not_holding(&self, condition: &Condition) -> Sought {
        self.seek(condition, Wanted::HoldsNot)
    }

    fn seek(&self, condition: &Condition, wanted: Wanted) -> Sought {
        let questions = self.that_matter(condition);
        let gates = questions.iter().flat_map(|(question, gate)| {
            let gates = gate.iter().copied();
            gates.chain(&question.show_when)
        });
        let samples = Samples::of(gates.chain([condition]), self.today);
        let mut search = Search {
            condition,
            wanted,
            today: self.today,
            samples: BTreeMap::new(),
            questions: &questions,
            answers: BTreeMap::new(),
            settled: BTreeSet::new(),
            places: 0,
            complete: true,
        };
        for (question, _) in &questions {
            let mut sample = samples.of_question(question);
            if wanted == Wanted::HoldsNot && !sample.answers.contains(&None) {
                sample.answers.push(None);
            }
            search.complete &= sample.complete;
            search.samples.insert(&question.id, sample.answers);
        }
        if search.descend() {
            Sought::Found(search.answers)
        } else if search.complete {
            Sought::Nowhere
        } else {
            Sought::GaveUp
        }
    }

    /// The questions on which the condition depends, with those that decide whether these are shown.
    fn that_matter(&self, condition: &Condition) -> Vec<(&'a Question, Option<&'a Condition>)> {
        let mut found = BTreeMap::new();
        let mut next: Vec<&QuestionId> = condition.questions();
        while let Some(id) = next.pop() {
            let Some((known, (question, gate))) = self.questions.get_key_value(id) else {
                continue;
            };
            if found.insert(*known, (*question, *gate)).is_none() {
                let gates = gate.iter().copied().chain(&question.show_when);
                next.extend(gates.flat_map(Condition::questions));
            }
        }
        found.into_values().collect()
    }
}

struct Search<'s> {
    condition: &'s Condition,
    wanted: Wanted,
    today: Date,
    questions: &'s [(&'s Question, Option<&'s Condition>)],
    samples: BTreeMap<&'s QuestionId, Vec<Option<Answer>>>,
    answers: BTreeMap<QuestionId, Answer>,
    /// The questions of which the branch says how they are answered, or that they are not.
    settled: BTreeSet<QuestionId>,
    places: usize,
    complete: bool,
}

impl Search<'_> {
    /// Whether the answers so far can be completed to what is wanted; then they are.
    fn descend(&mut self) -> bool {
        self.places += 1;
        if self.places > MAX_PLACES {
            self.complete = false;
            return false;
        }
        let questions = self.questions.iter().copied();
        let sheet = Sheet::assuming(questions, &self.answers, &self.settled, self.today);
        let truth = sheet.truth(self.condition);
        match (self.wanted, truth) {
            (Wanted::Holds, Truth::Yes) | (Wanted::HoldsNot, Truth::No) => return true,
            (Wanted::Holds, Truth::No) | (Wanted::HoldsNot, Truth::Yes) => return false,
            (_, Truth::Open(_)) => {}
        }
        let mut open = sheet.open_questions(self.condition).into_iter();
        let Some(next) = open.find(|question| !self.settled.contains(&question.id)) else {
            // All is said, and it stays open.
            return self.wanted == Wanted::HoldsNot;
        };
        let Some(samples) = self.samples.get(&next.id).cloned() else {
            return false;
        };
        let id = next.id.clone();
        self.settled.insert(id.clone());
        for answer in samples {
            match answer {
                Some(answer) => self.answers.insert(id.clone(), answer),
                None => self.answers.remove(&id),
            };
            if self.descend() {
                return true;
            }
        }
        self.answers.remove(&id);
        self.settled.remove(&id);
        false
    }
}
