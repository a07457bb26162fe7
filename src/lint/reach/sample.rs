//! A few answers to a question that stand for all of them: they tell apart everything that the
//! conditions at hand can see.

use std::collections::{BTreeMap, BTreeSet};

use jiff::ToSpan;
use jiff::civil::Date;

use crate::facts::Answer;
use crate::questionnaire::{Choice, ChoiceId, Condition, Input, Question, QuestionId};

/// Most groups of choices of which every combination is a sample.
const MAX_COMBINED: usize = 8;

/// Texts that differ, short enough for any question once they are cut.
const TEXTS: [&str; 6] = ["Alex", "Robin", "Sam", "Jo", "Kim", "Ellis"];

/// What these conditions read, from which the samples of each question follow.
#[derive(Debug)]
pub(super) struct Samples<'a> {
    /// The conditions that are made of no others.
    reads: Vec<&'a Condition>,
    today: Date,
}

/// The samples of one question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Sample {
    /// The answers; none is a question that nobody has answered.
    pub answers: Vec<Option<Answer>>,
    /// Whether every answer that there could be is like one of these.
    pub complete: bool,
}

impl<'a> Samples<'a> {
    /// Reads the conditions, with those that they are made of.
    pub(super) fn of(conditions: impl IntoIterator<Item = &'a Condition>, today: Date) -> Self {
        let reads = conditions.into_iter().flat_map(Condition::leaves).collect();
        Self { reads, today }
    }

    /// Answers to a question that stand for all others.
    pub(super) fn of_question(&self, question: &Question) -> Sample {
        let id = &question.id;
        let mut complete = true;
        let values: Vec<Answer> = match &question.input {
            Input::OneOf(choices) => {
                let apart = self.told_apart(id, choices).into_values();
                apart.map(|c| Answer::Choice(c.clone())).collect()
            }
            Input::AnyOf(choices) => {
                let mut apart = self.told_apart(id, choices);
                // A choice that no condition names is like none.
                apart.retain(|named, _| named.contains(&true));
                let choices: Vec<&ChoiceId> = apart.into_values().collect();
                complete = choices.len() <= MAX_COMBINED;
                combinations(&choices)
            }
            Input::Number { max, .. } => self.numbers(id, *max),
            Input::Line { max } | Input::Paragraphs { max } => {
                let linked = self.linked(id);
                complete = linked.len() <= TEXTS.len();
                let texts = TEXTS.iter().take(linked.len().max(2));
                let cut = |text: &&str| text.chars().take((*max).into()).collect();
                texts.map(|text| Answer::Text(cut(text))).collect()
            }
            Input::Date { .. } => {
                // Three dates in a chain can stand to each other in more ways than these show.
                complete = self.linked(id).len() <= 2;
                self.dates(id)
            }
        };
        let mut answers: Vec<Option<Answer>> = values.into_iter().map(Some).collect();
        if question.not_applicable {
            let reason = "It does not arise here".to_owned();
            answers.push(Some(Answer::NotApplicable { reason }));
        }
        if question.dont_know.is_some() && self.reads.contains(&&Condition::DontKnow(id.clone())) {
            answers.push(Some(Answer::DontKnow));
        }
        if self.sees_whether_answered(id) {
            answers.push(None);
        }
        Sample { answers, complete }
    }

    /// One choice for each way in which the conditions can see a choice.
    fn told_apart<'q>(
        &self,
        id: &QuestionId,
        choices: &'q [Choice],
    ) -> BTreeMap<Vec<bool>, &'q ChoiceId> {
        let mut apart = BTreeMap::new();
        for choice in choices {
            let named = self.reads.iter().filter_map(|read| {
                if let Condition::Chosen { question, any_of } = read
                    && question == id
                {
                    Some(any_of.contains(&choice.id))
                } else {
                    None
                }
            });
            apart.entry(named.collect()).or_insert(&choice.id);
        }
        apart
    }

    /// The bounds that are looked at, what is just beside them, and enough room to be smaller or larger.
    fn numbers(&self, id: &QuestionId, max: u64) -> Vec<Answer> {
        let linked = self.linked(id);
        let room = u64::try_from(linked.len()).unwrap_or(u64::MAX);
        let mut numbers: BTreeSet<u64> = (0..=room).collect();
        numbers.insert(max);
        for read in &self.reads {
            let Condition::Number {
                question,
                at_least,
                at_most,
            } = read
            else {
                continue;
            };
            if linked.contains(question) {
                for bound in at_least.iter().chain(at_most) {
                    numbers.extend(bound.saturating_sub(room)..=bound.saturating_add(room));
                }
            }
        }
        let fitting = numbers.into_iter().filter(|n| *n <= max);
        fitting.map(Answer::Number).collect()
    }

    /// Today, the first days that are not too old, long before, long after, and the ends of each span
    /// that is looked at from any of these.
    fn dates(&self, id: &QuestionId) -> Vec<Answer> {
        let linked = self.linked(id);
        let mut spans = BTreeSet::from([0]);
        let mut ages = BTreeSet::from([0]);
        for read in &self.reads {
            if let Condition::Within { from, months, .. } = read
                && linked.contains(from)
            {
                spans.insert(i32::from(*months));
            }
            if let Condition::Older { question, months } = read
                && linked.contains(question)
            {
                ages.insert(i32::from(*months));
            }
        }
        let longest = spans.last().max(ages.last()).copied().unwrap_or_default();
        spans.insert(2 * longest + 60);
        let mut dates = BTreeSet::new();
        for age in ages {
            let from = self.today.saturating_sub(age.months());
            for months in spans.iter().flat_map(|months| [*months, -months]) {
                let day = from.saturating_add(months.months());
                dates.extend([-1, 0, 1].map(|days| day.saturating_add(days.days())));
            }
        }
        dates.into_iter().map(Answer::Date).collect()
    }

    /// The questions whose answers are held against that of this one, directly or in a chain, and itself.
    fn linked(&self, id: &QuestionId) -> BTreeSet<QuestionId> {
        let mut linked = BTreeSet::from([id.clone()]);
        loop {
            let before = linked.len();
            for read in &self.reads {
                let both = read.reads();
                if both.iter().any(|id| linked.contains(*id)) {
                    linked.extend(both.into_iter().cloned());
                }
            }
            if linked.len() == before {
                return linked;
            }
        }
    }

    fn sees_whether_answered(&self, id: &QuestionId) -> bool {
        self.reads.iter().any(|read| {
            if let Condition::Answered(question)
            | Condition::DontKnow(question)
            | Condition::NotApplicable(question) = read
            {
                question == id
            } else {
                false
            }
        })
    }
}

/// Every combination of these choices, the small ones first; of many, those of two at most, and all.
fn combinations(choices: &[&ChoiceId]) -> Vec<Answer> {
    let of = |bits: usize| -> BTreeSet<ChoiceId> {
        let chosen = choices.iter().enumerate();
        let chosen = chosen.filter(|(i, _)| bits >> i & 1 == 1);
        chosen.map(|(_, choice)| (*choice).clone()).collect()
    };
    let mut sets: Vec<BTreeSet<ChoiceId>> = if choices.len() <= MAX_COMBINED {
        (0..1 << choices.len()).map(of).collect()
    } else {
        let singles = choices.iter().enumerate();
        let pairs = singles.flat_map(|(i, one)| {
            let others = choices[i..].iter();
            others.map(move |other| BTreeSet::from([(*one).clone(), (*other).clone()]))
        });
        let every = choices.iter().map(|choice| (*choice).clone()).collect();
        [BTreeSet::new(), every].into_iter().chain(pairs).collect()
    };
    sets.sort_by_key(BTreeSet::len);
    sets.into_iter().map(Answer::Choices).collect()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use serde_json::{Value, json};

    use super::*;

    const TODAY: Date = date(2026, 11, 24);

    fn samples(input: Value, conditions: Value) -> Vec<Option<Answer>> {
        let question: Question = serde_json::from_value(json!({
            "id": "q", "text": "?", "input": input, "not_applicable": true,
            "dont_know": {"ask": "a", "action": "b"},
        }))
        .unwrap();
        let conditions: Vec<Condition> = serde_json::from_value(conditions).unwrap();
        let sample = Samples::of(&conditions, TODAY).of_question(&question);
        assert!(sample.complete);
        for answer in sample.answers.iter().flatten() {
            assert_eq!(answer.clone().checked(&question).as_ref(), Ok(answer));
        }
        sample.answers
    }

    fn choices(ids: &[&str]) -> Value {
        let choices = ids.iter().map(|id| json!({"id": id, "label": id}));
        choices.collect()
    }

    fn not_applicable() -> Option<Answer> {
        Some(Answer::NotApplicable {
            reason: "It does not arise here".into(),
        })
    }

    #[test]
    fn choices_that_no_condition_tells_apart_stand_for_each_other() {
        let found = samples(
            json!({"one_of": choices(&["a", "b", "c", "d"])}),
            json!([{"chosen": {"question": "q", "any_of": ["a", "b"]}}, {"chosen": {"question": "q", "any_of": ["b"]}}]),
        );
        let chosen = |id: &str| Some(Answer::Choice(id.try_into().unwrap()));
        assert_eq!(
            found,
            [chosen("c"), chosen("a"), chosen("b"), not_applicable()]
        );
    }

    #[test]
    fn ticks_are_combined_as_far_as_conditions_see_them() {
        let found = samples(
            json!({"any_of": choices(&["a", "b", "c"])}),
            json!([{"chosen": {"question": "q", "any_of": ["a"]}}, {"chosen": {"question": "q", "any_of": ["b"]}}]),
        );
        let sizes: Vec<usize> = found
            .iter()
            .filter_map(|answer| match answer {
                Some(Answer::Choices(ids)) => Some(ids.len()),
                _ => None,
            })
            .collect();
        assert_eq!(sizes, [0, 1, 1, 2]);
    }

    #[test]
    fn numbers_lie_on_and_beside_each_bound() {
        let found = samples(
            json!({"number": {"unit": "u", "max": 50}}),
            json!([{"all": [{"number": {"question": "q", "at_least": 10}}, {"not": {"dont_know": "q"}}]}]),
        );
        let mut expected: Vec<_> = [0, 1, 9, 10, 11, 50]
            .map(|n| Some(Answer::Number(n)))
            .into();
        expected.extend([not_applicable(), Some(Answer::DontKnow), None]);
        assert_eq!(found, expected);
    }

    #[test]
    fn numbers_that_are_compared_have_room_for_each_order() {
        let found = samples(
            json!({"number": {"unit": "u", "max": 9}}),
            json!([{"compare": {"left": "q", "is": "below", "right": "r"}},
                {"compare": {"left": "r", "is": "below", "right": "s"}},
                {"number": {"question": "s", "at_most": 5}}]),
        );
        for n in [0, 1, 2, 3, 5, 6, 7, 8, 9] {
            assert!(found.contains(&Some(Answer::Number(n))), "{n}");
        }
    }

    #[test]
    fn dates_lie_on_both_sides_of_the_day_from_which_they_are_too_old() {
        let found = samples(
            json!({"date": {}}),
            json!([{"older": {"question": "q", "months": 12}}]),
        );
        for day in [date(2025, 11, 24), date(2025, 11, 23), TODAY] {
            assert!(found.contains(&Some(Answer::Date(day))), "{day}");
        }
    }

    #[test]
    fn dates_lie_within_and_outside_each_span() {
        let found = samples(
            json!({"date": {}}),
            json!([{"within": {"from": "other", "to": "q", "months": 12}}]),
        );
        for day in [
            TODAY,
            date(2027, 11, 24),
            date(2027, 11, 25),
            date(2025, 11, 24),
            date(2033, 11, 24),
        ] {
            assert!(found.contains(&Some(Answer::Date(day))), "{day}");
        }
    }
}
