//! Other answers to a question that could make a difference to the rules, the nearest first.

use std::collections::BTreeSet;

use jiff::ToSpan;

use super::search::{Answers, Search};
use crate::facts::Answer;
use crate::questionnaire::{ChoiceId, Condition, Input, Question, QuestionId};
use crate::rules::evaluate::months_after;

impl<'a> Search<'a> {
    /// Answers to a question that could make a difference, without the one that is given.
    pub(super) fn others(&self, question: &Question, answers: &Answers) -> Vec<Answer> {
        let given = answers.get(&question.id);
        let mut found: Vec<Answer> = match &question.input {
            Input::OneOf(choices) => choices
                .iter()
                .map(|choice| Answer::Choice(choice.id.clone()))
                .collect(),
            Input::AnyOf(_) => self.ticks(question, given),
            Input::Number { max, .. } => self.numbers(question, answers, *max),
            Input::Line { .. } | Input::Paragraphs { .. } => {
                vec![Answer::Text("(in words)".to_owned())]
            }
            Input::Date { .. } => self.dates(question, answers),
        };
        found.retain(|answer| given != Some(answer));
        found
    }

    /// The conditions that read a question themselves.
    fn reading(&self, id: &QuestionId) -> impl Iterator<Item = &'a Condition> {
        let all = self.conditions.iter().copied().flat_map(Condition::leaves);
        let id = id.clone();
        all.filter(move |condition| condition.reads().contains(&&id))
    }

    fn ticks(&self, question: &Question, given: Option<&Answer>) -> Vec<Answer> {
        let none = BTreeSet::new();
        let ticked = match given {
            Some(Answer::Choices(ids)) => ids,
            _ => &none,
        };
        let mut found: Vec<BTreeSet<ChoiceId>> = vec![];
        for condition in self.reading(&question.id) {
            if let Condition::Chosen { any_of, .. } = condition {
                let without = ticked.iter().filter(|id| !any_of.contains(id));
                found.push(without.cloned().collect());
                for id in any_of {
                    found.push(ticked.iter().chain([id]).cloned().collect());
                }
            }
        }
        found.push(none.clone());
        found.dedup();
        found.into_iter().map(Answer::Choices).collect()
    }

    fn numbers(&self, question: &Question, answers: &Answers, max: u64) -> Vec<Answer> {
        let mut found = BTreeSet::new();
        for condition in self.reading(&question.id) {
            if let Condition::Number {
                at_least, at_most, ..
            } = condition
            {
                found.extend(at_least.iter().flat_map(|n| [*n, n.saturating_sub(1)]));
                found.extend(at_most.iter().flat_map(|n| [*n, n + 1]));
            } else if let Condition::Compare { left, right, .. } = condition {
                let other = if *left == question.id { right } else { left };
                if let Some(Answer::Number(n)) = answers.get(other) {
                    found.extend([n.saturating_sub(1), *n, n + 1]);
                }
            }
        }
        if found.is_empty() {
            found.insert(1);
        }
        let mut found: Vec<u64> = found.into_iter().filter(|n| *n <= max).collect();
        match answers.get(&question.id) {
            Some(Answer::Number(given)) => found.sort_by_key(|n| n.abs_diff(*given)),
            // The largest first: "all of them" is what a person would aim for.
            _ => found.reverse(),
        }
        found.into_iter().map(Answer::Number).collect()
    }

    fn dates(&self, question: &Question, answers: &Answers) -> Vec<Answer> {
        let mut found = vec![self.today];
        for condition in self.reading(&question.id) {
            match condition {
                Condition::Within { from, to, months } if *to == question.id => {
                    if let Some(Answer::Date(from)) = answers.get(from) {
                        found.push(months_after(*from, *months));
                    }
                }
                Condition::Older { months, .. } => {
                    let fresh = self.today.saturating_sub(i32::from(*months).months());
                    found.push(fresh.saturating_sub(1.day()));
                }
                Condition::Reached(_) => found.push(self.today.saturating_add(1.day())),
                Condition::NotPassed(_) => found.push(self.today.saturating_sub(1.day())),
                Condition::All(_)
                | Condition::Any(_)
                | Condition::Not(_)
                | Condition::Chosen { .. }
                | Condition::Number { .. }
                | Condition::Compare { .. }
                | Condition::SameText { .. }
                | Condition::Answered(_)
                | Condition::DontKnow(_)
                | Condition::NotApplicable(_)
                | Condition::Within { .. } => {}
            }
        }
        found.into_iter().map(Answer::Date).collect()
    }
}
