//! Looks for answers that make a condition hold: a decision tree over the three-valued logic.
//!
//! While a condition is open, the tree branches over the samples of one question that keeps it
//! open, so that it meets only the questions that matter.

use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::sample::Samples;
use crate::facts::Answer;
use crate::questionnaire::{
    Condition, EntryForm, ExemptionKind, Question, QuestionId, Questionnaire,
};
use crate::rules::{Sheet, Truth};

/// Most places in the tree that are looked at, so that a search ends soon.
const MAX_PLACES: usize = 20_000;

/// Most conditions that are looked at in all searches of one tree, at whatever places. A file of many
/// rules costs no more than one that is hard to follow.
const MAX_LOOKS: usize = 20_000_000;

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
pub(crate) struct Tree<'a> {
    questions: BTreeMap<&'a QuestionId, (&'a Question, Option<&'a Condition>)>,
    today: Date,
    /// How many conditions may still be looked at.
    left: Cell<usize>,
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
    pub(crate) fn of_questionnaire(questionnaire: &'a Questionnaire, today: Date) -> Self {
        Self::of(questionnaire.gated_questions(), today)
    }

    /// Over the form of one kind of exemption.
    pub(crate) fn of_exemption(kind: &'a ExemptionKind, today: Date) -> Self {
        Self::of(kind.questions().map(|question| (question, None)), today)
    }

    /// The form of an entry of a register, which is a world of its own as well.
    pub(crate) fn of_entry(form: &'a EntryForm, today: Date) -> Self {
        Self::of(
            form.questions.iter().map(|question| (question, None)),
            today,
        )
    }

    fn of(
        questions: impl Iterator<Item = (&'a Question, Option<&'a Condition>)>,
        today: Date,
    ) -> Self {
        let questions = questions.map(|(question, gate)| (&question.id, (question, gate)));
        Self {
            questions: questions.collect(),
            today,
            left: Cell::new(MAX_LOOKS),
        }
    }

    /// Answers with which the condition holds.
    pub(crate) fn holding(&self, condition: &Condition) -> Sought {
        self.seek(condition, Wanted::Holds)
    }

    /// Answers with which the condition does not hold, be it false or open.
    pub(crate) fn not_holding(&self, condition: &Condition) -> Sought {
        self.seek(condition, Wanted::HoldsNot)
    }

    fn seek(&self, condition: &Condition, wanted: Wanted) -> Sought {
        if self.left.get() == 0 {
            return Sought::GaveUp;
        }
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
            looks: condition.leaves().len() + questions.len(),
            left: &self.left,
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
    /// How many conditions are looked at in each place.
    looks: usize,
    left: &'s Cell<usize>,
    places: usize,
    complete: bool,
}

impl Search<'_> {
    /// Whether the answers so far can be completed to what is wanted; then they are.
    fn descend(&mut self) -> bool {
        self.places += 1;
        self.left.set(self.left.get().saturating_sub(self.looks));
        if self.places > MAX_PLACES || self.left.get() == 0 {
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

#[cfg(test)]
mod tests {
    use jiff::ToSpan;
    use jiff::civil::date;
    use proptest::prelude::*;
    use proptest::sample::{select, subsequence};
    use serde_json::{Value, json};

    use super::*;

    const TODAY: Date = date(2026, 11, 24);

    fn kind(questions: Value) -> ExemptionKind {
        serde_json::from_value(json!({
            "id": "K", "title": "t", "text": "t", "requirements": ["R1"], "name": "name",
            "from": {"certainty": "interpretation", "sources": ["S"]},
            "steps": [{"title": "s", "questions": questions}], "conditions": [],
        }))
        .unwrap()
    }

    #[test]
    fn a_tree_looks_at_so_many_conditions_and_no_more() {
        let form = form();
        let tree = Tree::of_exemption(&form, TODAY);
        let answered: Condition = serde_json::from_value(json!({"answered": "gate"})).unwrap();
        assert!(matches!(tree.holding(&answered), Sought::Found(_)));
        assert!(tree.left.get() < MAX_LOOKS);
        tree.left.set(5);
        let several = Condition::All(vec![answered.clone(); 10]);
        assert_eq!(tree.holding(&several), Sought::GaveUp);
        assert_eq!(tree.holding(&answered), Sought::GaveUp);
    }

    /// Questions of each input, one of which is shown by another.
    fn form() -> ExemptionKind {
        let choices = json!([{"id": "x", "label": "X"}, {"id": "y", "label": "Y"}, {"id": "z", "label": "Z"}]);
        let who = json!({"ask": "a", "action": "b"});
        kind(json!([
            {"id": "gate", "text": "?", "input": {"one_of": choices}, "dont_know": who},
            {"id": "ticks", "text": "?", "input": {"any_of": choices}, "not_applicable": true,
                "show_when": {"chosen": {"question": "gate", "any_of": ["x", "y"]}}},
            {"id": "few", "text": "?", "input": {"number": {"unit": "u", "max": 7}}, "dont_know": who},
            {"id": "many", "text": "?", "input": {"number": {"unit": "u", "max": 30}}, "not_applicable": true},
            {"id": "one", "text": "?", "input": {"line": {"max": 9}}},
            {"id": "other", "text": "?", "input": {"line": {"max": 9}}},
            {"id": "from", "text": "?", "input": {"date": {}}},
            {"id": "to", "text": "?", "input": {"date": {}}},
        ]))
    }

    fn leaf() -> BoxedStrategy<Value> {
        let choices = subsequence(vec!["x", "y", "z"], 1..3);
        let chosen = (select(vec!["gate", "ticks"]), choices)
            .prop_map(|(q, ids)| json!({"chosen": {"question": q, "any_of": ids}}));
        let number = (select(vec!["few", "many"]), 0_u64..9, 0_u64..9).prop_map(
            |(q, low, high)| json!({"number": {"question": q, "at_least": low, "at_most": high}}),
        );
        let compare = select(vec!["below", "equal", "above"])
            .prop_map(|is| json!({"compare": {"left": "few", "is": is, "right": "many"}}));
        let same = Just(json!({"same_text": {"left": "one", "right": "other"}}));
        let within =
            (0_u16..20).prop_map(|n| json!({"within": {"from": "from", "to": "to", "months": n}}));
        let older = (select(vec!["from", "to"]), 0_u16..20)
            .prop_map(|(q, n)| json!({"older": {"question": q, "months": n}}));
        let day = (
            select(vec!["reached", "not_passed"]),
            select(vec!["from", "to"]),
        )
            .prop_map(|(name, q)| json!({name: q}));
        let given = select(vec!["gate", "ticks", "few", "many", "one", "to"])
            .prop_map(|q| json!({"answered": q}));
        let dont_know = select(vec!["gate", "few"]).prop_map(|q| json!({"dont_know": q}));
        let not_applicable =
            select(vec!["ticks", "many"]).prop_map(|q| json!({"not_applicable": q}));
        prop_oneof![
            chosen,
            number,
            compare,
            same,
            within,
            older,
            day,
            given,
            dont_know,
            not_applicable
        ]
        .boxed()
    }

    fn condition() -> impl Strategy<Value = Condition> {
        let any = leaf().prop_recursive(3, 12, 3, |inner| {
            let parts = prop::collection::vec(inner.clone(), 1..4);
            prop_oneof![
                parts.clone().prop_map(|parts| json!({"all": parts})),
                parts.prop_map(|parts| json!({"any": parts})),
                inner.prop_map(|part| json!({"not": part})),
            ]
        });
        any.prop_map(|value| serde_json::from_value(value).unwrap())
    }

    /// Any answer that the question takes, or none.
    fn answer(question: &Question) -> BoxedStrategy<Option<Answer>> {
        let choice = |id: &str| id.try_into().unwrap();
        let value = match question.id.as_str() {
            "gate" => select(vec!["x", "y", "z"])
                .prop_map(move |id| Answer::Choice(choice(id)))
                .boxed(),
            "ticks" => subsequence(vec!["x", "y", "z"], 0..=3)
                .prop_map(move |ids| Answer::Choices(ids.into_iter().map(choice).collect()))
                .boxed(),
            "few" => (0_u64..=7).prop_map(Answer::Number).boxed(),
            "many" => (0_u64..=30).prop_map(Answer::Number).boxed(),
            "one" | "other" => select(vec!["a", "b"])
                .prop_map(|text| Answer::Text(text.into()))
                .boxed(),
            _ => (-900_i64..900)
                .prop_map(|n| Answer::Date(TODAY.checked_add(n.days()).unwrap()))
                .boxed(),
        };
        let mut ways = vec![(6, value.prop_map(Some).boxed()), (1, Just(None).boxed())];
        if question.dont_know.is_some() {
            ways.push((1, Just(Some(Answer::DontKnow)).boxed()));
        }
        if question.not_applicable {
            let reason = "none".to_owned();
            ways.push((1, Just(Some(Answer::NotApplicable { reason })).boxed()));
        }
        prop::strategy::Union::new_weighted(ways).boxed()
    }

    fn many_answers() -> impl Strategy<Value = Vec<BTreeMap<QuestionId, Answer>>> {
        let form = form();
        let each: Vec<_> = form
            .questions()
            .map(|q| {
                let id = q.id.clone();
                answer(q).prop_map(move |answer| Some((id.clone(), answer?)))
            })
            .collect();
        let one = each.prop_map(|pairs| pairs.into_iter().flatten().collect());
        prop::collection::vec(one, 60)
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn what_some_answers_reach_is_found_and_what_is_found_is_reached(
            condition in condition(),
            tried in many_answers(),
        ) {
            let form = form();
            let tree = Tree::of_exemption(&form, TODAY);
            let truth = |answers| Sheet::of_exemption(&form, answers, TODAY).truth(&condition);
            let holding = tree.holding(&condition);
            let not_holding = tree.not_holding(&condition);
            match &holding {
                Sought::Found(answers) => prop_assert_eq!(truth(answers), Truth::Yes),
                Sought::Nowhere => for answers in &tried {
                    prop_assert_ne!(truth(answers), Truth::Yes, "{:?}", answers);
                },
                Sought::GaveUp => prop_assume!(false, "few conditions take so many tries"),
            }
            match &not_holding {
                Sought::Found(answers) => prop_assert_ne!(truth(answers), Truth::Yes),
                Sought::Nowhere => for answers in &tried {
                    prop_assert_eq!(truth(answers), Truth::Yes, "{:?}", answers);
                },
                Sought::GaveUp => prop_assume!(false, "few conditions take so many tries"),
            }
        }
    }

    #[test]
    fn a_search_without_end_gives_up() {
        // Twelve different numbers of at most ten: no answers can be so, and far too many have to be tried.
        let ids: Vec<String> = (0..12).map(|n| format!("n{n}")).collect();
        let questions = ids.iter().map(
            |id| json!({"id": id, "text": "?", "input": {"number": {"unit": "u", "max": 10}}}),
        );
        let form = kind(questions.collect());
        let pairs = ids.iter().enumerate().flat_map(|(i, left)| {
            let others = ids[i + 1..].iter();
            others.map(move |right| json!({"not": {"compare": {"left": left, "is": "equal", "right": right}}}))
        });
        let condition = json!({"all": pairs.collect::<Vec<Value>>()});
        let condition: Condition = serde_json::from_value(condition).unwrap();
        let tree = Tree::of_exemption(&form, TODAY);
        assert_eq!(tree.holding(&condition), Sought::GaveUp);
    }
}
