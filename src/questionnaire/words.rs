//! Puts a condition into plain words, for people who read a questionnaire instead of running it.
//!
//! "Not" is moved inwards to the single statements first: nobody has to turn a sentence round in
//! their head. What is joined inside of another joint is set apart by "either", "both" or brackets,
//! so that two conditions that differ never read the same.

use super::condition::{Comparison, Condition};
use super::id::{ChoiceId, QuestionId};
use super::model::{Input, Question};

/// How questions are found and called where a condition is put into words.
pub struct Wording<'a> {
    /// The question with an id.
    pub find: &'a dyn Fn(&QuestionId) -> Option<&'a Question>,
    /// How a question is called, for example by its text in quotation marks.
    pub name: &'a dyn Fn(&Question) -> String,
}

/// How the clauses of a condition belong together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Joint {
    /// All of them have to hold.
    All,
    /// One of them is enough.
    Any,
}

impl Joint {
    const fn word(self) -> &'static str {
        match self {
            Self::All => "and",
            Self::Any => "or",
        }
    }
}

impl Wording<'_> {
    /// The condition as a clause that can follow "if", without a full stop.
    pub fn clause(&self, condition: &Condition) -> String {
        let (joint, clauses) = self.clauses(condition);
        match (joint, clauses.is_empty()) {
            (_, false) => clauses.join(&format!(", {} ", joint.word())),
            (Joint::All, true) => "nothing else is asked".to_owned(),
            (Joint::Any, true) => "something holds that never can".to_owned(),
        }
    }

    /// The condition as clauses, for a list where there are many.
    pub fn clauses(&self, condition: &Condition) -> (Joint, Vec<String>) {
        match Node::of(condition, true) {
            Node::Leaf(leaf, holds) => (Joint::All, vec![self.statement(leaf, holds)]),
            Node::Joined(joint, parts) => (joint, self.parts(&parts, 1)),
        }
    }

    /// The parts of a joint in words: `depth` is the number of joints that they stand in.
    fn parts(&self, parts: &[Node<'_>], depth: usize) -> Vec<String> {
        // Single statements first: they are read with ease, and a long part does not hide them.
        let (leaves, joints): (Vec<&Node>, Vec<&Node>) = parts
            .iter()
            .partition(|part| matches!(part, Node::Leaf(..)));
        let parts = leaves.into_iter().chain(joints);
        parts.map(|part| self.part(part, depth)).collect()
    }

    fn part(&self, node: &Node<'_>, depth: usize) -> String {
        let (joint, parts) = match node {
            Node::Leaf(condition, holds) => return self.statement(condition, *holds),
            Node::Joined(joint, parts) => (*joint, parts),
        };
        let words = self.parts(parts, depth + 1);
        let words = words.join(&format!(" {} ", joint.word()));
        match (joint, parts.len()) {
            _ if depth > 1 => format!("({words})"),
            (Joint::All, 2) => format!("both {words}"),
            (Joint::All, _) => format!("all of this holds: {words}"),
            (Joint::Any, _) => format!("either {words}"),
        }
    }

    /// A condition without parts, or its opposite.
    fn statement(&self, condition: &Condition, holds: bool) -> String {
        use Condition as C;
        let name = |id: &QuestionId| self.named(id);
        let is = if holds { "is" } else { "is not" };
        match condition {
            C::Chosen { question, any_of } => self.chosen(question, any_of, holds),
            C::Number {
                question,
                at_least,
                at_most,
            } => number(&name(question), *at_least, *at_most, holds),
            C::Compare {
                left,
                is: how,
                right,
            } => {
                let how = match how {
                    Comparison::Below => "lower than",
                    Comparison::Equal => "the same as",
                    Comparison::Above => "higher than",
                };
                format!(
                    "the number for {} {is} {how} the one for {}",
                    name(left),
                    name(right)
                )
            }
            C::SameText { left, right } => {
                let differ = if holds { "the same" } else { "not the same" };
                format!(
                    "the answers to {} and {} are {differ}",
                    name(left),
                    name(right)
                )
            }
            C::Answered(question) => {
                format!("{} {is} filled in", name(question))
            }
            C::DontKnow(question) => {
                format!("the answer to {} {is} “don't know”", name(question))
            }
            C::NotApplicable(question) => {
                format!("the answer to {} {is} “not applicable”", name(question))
            }
            // An answer that is missing has no date: the opposite must not name one.
            C::Reached(question) => {
                format!("the date for {} {is} today or earlier", name(question))
            }
            C::NotPassed(question) => {
                format!("the date for {} {is} today or later", name(question))
            }
            C::Within { from, to, months } => {
                let lies = if holds { "lies" } else { "does not lie" };
                format!(
                    "the date for {} {lies} in the {months} {} from the date for {} on",
                    name(to),
                    if *months == 1 { "month" } else { "months" },
                    name(from)
                )
            }
            // These have parts, and became nodes.
            C::All(_) | C::Any(_) | C::Not(_) => self.clause(condition),
        }
    }

    fn chosen(&self, id: &QuestionId, any_of: &[ChoiceId], holds: bool) -> String {
        let question = (self.find)(id);
        let label = |choice: &ChoiceId| {
            let choices = question.map_or(&[][..], |q| q.input.choices());
            let found = choices.iter().find(|c| c.id == *choice);
            format!("“{}”", found.map_or(choice.as_str(), |c| c.label.as_str()))
        };
        if let Some(question) = question
            && question
                .input
                .choices()
                .iter()
                .all(|c| any_of.contains(&c.id))
        {
            return self.anything(question, holds);
        }
        let labels: Vec<String> = any_of.iter().map(label).collect();
        let several = question.is_some_and(|q| matches!(q.input, Input::AnyOf(_)));
        let verb = match (several, holds, labels.len()) {
            (false, true, _) => "is",
            (false, false, 1) => "is not",
            (false, false, _) => "is neither",
            (true, true, _) => "includes",
            (true, false, 1) => "does not include",
            (true, false, _) => "includes neither",
        };
        let word = if holds { "or" } else { "nor" };
        format!(
            "the answer to {} {verb} {}",
            self.named(id),
            in_a_row(&labels, word)
        )
    }

    /// That one of all the choices is chosen: a long list of them would hide that.
    fn anything(&self, question: &Question, holds: bool) -> String {
        let name = (self.name)(question);
        let mut besides = vec![];
        if question.dont_know.is_some() {
            besides.push("“don't know”".to_owned());
        }
        if question.not_applicable {
            besides.push("“not applicable”".to_owned());
        }
        let besides = in_a_row(&besides, "or");
        match (&question.input, holds) {
            (Input::AnyOf(_), true) => format!("the answer to {name} names at least one thing"),
            (Input::AnyOf(_), false) => format!("the answer to {name} names nothing"),
            (_, true) if besides.is_empty() => format!("there is an answer to {name}"),
            (_, false) if besides.is_empty() => format!("there is no answer to {name}"),
            (_, true) => format!("the answer to {name} is anything but {besides}"),
            (_, false) => format!("there is no answer to {name} but {besides}"),
        }
    }

    fn named(&self, id: &QuestionId) -> String {
        match (self.find)(id) {
            Some(question) => (self.name)(question),
            None => format!("“{id}”"),
        }
    }
}

/// A condition with every "not" moved inwards, and joints of one kind made one.
enum Node<'a> {
    Joined(Joint, Vec<Node<'a>>),
    Leaf(&'a Condition, bool),
}

impl<'a> Node<'a> {
    /// The condition, or its opposite.
    fn of(condition: &'a Condition, holds: bool) -> Self {
        let (parts, joint) = match condition {
            Condition::Not(part) => return Self::of(part, !holds),
            Condition::All(parts) if holds => (parts, Joint::All),
            Condition::Any(parts) if !holds => (parts, Joint::All),
            Condition::All(parts) | Condition::Any(parts) => (parts, Joint::Any),
            leaf => return Self::Leaf(leaf, holds),
        };
        let mut nodes = vec![];
        for part in parts {
            match Self::of(part, holds) {
                Self::Joined(inner, parts) if inner == joint => nodes.extend(parts),
                node => nodes.push(node),
            }
        }
        match nodes.pop() {
            Some(only) if nodes.is_empty() => only,
            last => {
                nodes.extend(last);
                Self::Joined(joint, nodes)
            }
        }
    }
}

fn number(name: &str, at_least: Option<u64>, at_most: Option<u64>, holds: bool) -> String {
    let bounds = match (at_least, at_most) {
        (None, None) => {
            let a = if holds { "a" } else { "no" };
            return format!("{a} number is given for {name}");
        }
        (Some(least), Some(most)) if least != most => format!("from {least} to {most}"),
        (Some(only), Some(_)) => only.to_string(),
        // No number is below nought.
        (None, Some(0)) => "0".to_owned(),
        (Some(least), None) => format!("{least} or more"),
        (None, Some(most)) => format!("{most} or less"),
    };
    let is = if holds { "is" } else { "is not" };
    format!("the number for {name} {is} {bounds}")
}

/// "a", "a or b", "a, b or c".
fn in_a_row(parts: &[String], word: &str) -> String {
    match parts {
        [] => String::new(),
        [one] => one.clone(),
        [most @ .., last] => format!("{} {word} {last}", most.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::questionnaire::{Questionnaire, built_in, load};

    /// Two questions for numbers, one with one choice and one with several, a date and a text.
    fn form() -> Vec<Question> {
        let form = r#"[
            {"id": "n", "text": "How many?", "input": {"number": {"unit": "users", "max": 9}}},
            {"id": "m", "text": "Of how many?", "input": {"number": {"unit": "users", "max": 9}}},
            {"id": "one", "text": "Which one?", "input": {"one_of": [
                {"id": "a", "label": "First"}, {"id": "b", "label": "Second"}, {"id": "c", "label": "Third"}, {"id": "e", "label": "Fourth"}]},
                "not_applicable": true, "dont_know": {"ask": "them", "action": "Ask."}},
            {"id": "any", "text": "Which ones?", "input": {"any_of": [
                {"id": "a", "label": "First"}, {"id": "b", "label": "Second"}, {"id": "c", "label": "Third"}]}},
            {"id": "d", "text": "When?", "input": {"date": {}}},
            {"id": "e", "text": "Until when?", "input": {"date": {}}},
            {"id": "t", "text": "Who?", "input": {"line": {"max": 9}}},
            {"id": "u", "text": "And who?", "input": {"line": {"max": 9}}}
        ]"#;
        serde_json::from_str(form).unwrap()
    }

    fn said(form: &[Question], condition: &Condition) -> String {
        let wording = Wording {
            find: &|id| form.iter().find(|q| q.id == *id),
            name: &|question| format!("“{}”", question.text),
        };
        wording.clause(condition)
    }

    fn words(condition: &str) -> String {
        said(&form(), &serde_json::from_str(condition).unwrap())
    }

    #[test]
    fn each_statement_and_its_opposite_read_as_a_person_would_say_them() {
        for (condition, holds, fails) in [
            (
                r#"{"chosen": {"question": "one", "any_of": ["a"]}}"#,
                "the answer to “Which one?” is “First”",
                "the answer to “Which one?” is not “First”",
            ),
            (
                r#"{"chosen": {"question": "one", "any_of": ["a", "b", "c"]}}"#,
                "the answer to “Which one?” is “First”, “Second” or “Third”",
                "the answer to “Which one?” is neither “First”, “Second” nor “Third”",
            ),
            (
                r#"{"chosen": {"question": "one", "any_of": ["a", "b", "c", "e"]}}"#,
                "the answer to “Which one?” is anything but “don't know” or “not applicable”",
                "there is no answer to “Which one?” but “don't know” or “not applicable”",
            ),
            (
                r#"{"chosen": {"question": "any", "any_of": ["a", "b"]}}"#,
                "the answer to “Which ones?” includes “First” or “Second”",
                "the answer to “Which ones?” includes neither “First” nor “Second”",
            ),
            (
                r#"{"chosen": {"question": "any", "any_of": ["a", "b", "c"]}}"#,
                "the answer to “Which ones?” names at least one thing",
                "the answer to “Which ones?” names nothing",
            ),
            (
                r#"{"chosen": {"question": "any", "any_of": ["b"]}}"#,
                "the answer to “Which ones?” includes “Second”",
                "the answer to “Which ones?” does not include “Second”",
            ),
            (
                r#"{"number": {"question": "n", "at_least": 2}}"#,
                "the number for “How many?” is 2 or more",
                "the number for “How many?” is not 2 or more",
            ),
            (
                r#"{"number": {"question": "n", "at_most": 2}}"#,
                "the number for “How many?” is 2 or less",
                "the number for “How many?” is not 2 or less",
            ),
            (
                r#"{"number": {"question": "n", "at_most": 0}}"#,
                "the number for “How many?” is 0",
                "the number for “How many?” is not 0",
            ),
            (
                r#"{"number": {"question": "n", "at_least": 3, "at_most": 3}}"#,
                "the number for “How many?” is 3",
                "the number for “How many?” is not 3",
            ),
            (
                r#"{"number": {"question": "n", "at_least": 3, "at_most": 5}}"#,
                "the number for “How many?” is from 3 to 5",
                "the number for “How many?” is not from 3 to 5",
            ),
            (
                r#"{"number": {"question": "n"}}"#,
                "a number is given for “How many?”",
                "no number is given for “How many?”",
            ),
            (
                r#"{"compare": {"left": "n", "is": "above", "right": "m"}}"#,
                "the number for “How many?” is higher than the one for “Of how many?”",
                "the number for “How many?” is not higher than the one for “Of how many?”",
            ),
            (
                r#"{"same_text": {"left": "t", "right": "u"}}"#,
                "the answers to “Who?” and “And who?” are the same",
                "the answers to “Who?” and “And who?” are not the same",
            ),
            (
                r#"{"answered": "t"}"#,
                "“Who?” is filled in",
                "“Who?” is not filled in",
            ),
            (
                r#"{"dont_know": "t"}"#,
                "the answer to “Who?” is “don't know”",
                "the answer to “Who?” is not “don't know”",
            ),
            (
                r#"{"not_applicable": "t"}"#,
                "the answer to “Who?” is “not applicable”",
                "the answer to “Who?” is not “not applicable”",
            ),
            (
                r#"{"reached": "d"}"#,
                "the date for “When?” is today or earlier",
                "the date for “When?” is not today or earlier",
            ),
            (
                r#"{"not_passed": "d"}"#,
                "the date for “When?” is today or later",
                "the date for “When?” is not today or later",
            ),
            (
                r#"{"within": {"from": "d", "to": "e", "months": 12}}"#,
                "the date for “Until when?” lies in the 12 months from the date for “When?” on",
                "the date for “Until when?” does not lie in the 12 months from the date for “When?” on",
            ),
        ] {
            assert_eq!(words(condition), holds);
            let opposite = format!(r#"{{"not": {condition}}}"#);
            assert_eq!(words(&opposite), fails);
            let twice = format!(r#"{{"not": {opposite}}}"#);
            assert_eq!(words(&twice), holds);
        }
    }

    #[test]
    fn joints_are_told_apart_and_single_statements_come_first() {
        let a = r#"{"answered": "n"}"#;
        let b = r#"{"answered": "m"}"#;
        let c = r#"{"dont_know": "t"}"#;
        for (condition, said) in [
            (format!(r#"{{"all": [{a}]}}"#), "A"),
            (
                format!(r#"{{"all": [{a}, {{"all": [{b}, {c}]}}]}}"#),
                "A, and B, and C",
            ),
            (
                format!(r#"{{"all": [{{"any": [{b}, {c}]}}, {a}]}}"#),
                "A, and either B or C",
            ),
            (
                format!(r#"{{"any": [{a}, {{"all": [{b}, {c}]}}]}}"#),
                "A, or both B and C",
            ),
            (
                format!(r#"{{"not": {{"any": [{a}, {{"not": {b}}}]}}}}"#),
                "no A, and B",
            ),
            (
                format!(r#"{{"all": [{a}, {{"any": [{b}, {{"all": [{a}, {c}]}}]}}]}}"#),
                "A, and either B or (A and C)",
            ),
        ] {
            let read = words(&condition)
                .replace("“How many?” is filled in", "A")
                .replace("“How many?” is not filled in", "no A")
                .replace("“Of how many?” is filled in", "B")
                .replace("the answer to “Who?” is “don't know”", "C");
            assert_eq!(read, said, "{condition}");
        }
    }

    /// Every way to join the conditions below, and the opposites of them, in twos.
    fn joined(parts: &[Condition]) -> Vec<Condition> {
        let mut all = vec![];
        for a in parts {
            all.push(Condition::Not(Box::new(a.clone())));
            for b in parts {
                all.push(Condition::All(vec![a.clone(), b.clone()]));
                all.push(Condition::Any(vec![a.clone(), b.clone()]));
            }
        }
        all
    }

    /// What a condition says for each way in which the questions can have an answer.
    fn truths(condition: &Condition, ids: &[QuestionId]) -> Vec<bool> {
        fn holds(condition: &Condition, given: &dyn Fn(&QuestionId) -> bool) -> bool {
            match condition {
                Condition::All(parts) => parts.iter().all(|part| holds(part, given)),
                Condition::Any(parts) => parts.iter().any(|part| holds(part, given)),
                Condition::Not(part) => !holds(part, given),
                Condition::Answered(id) => given(id),
                other => panic!("{other:?}"),
            }
        }
        let place = |id: &QuestionId| ids.iter().position(|i| i == id).unwrap();
        (0..1 << ids.len())
            .map(|answers: u32| holds(condition, &|id| answers >> place(id) & 1 == 1))
            .collect()
    }

    #[test]
    fn conditions_that_read_the_same_are_the_same() {
        let ids = ["n", "m", "t"].map(|id| QuestionId::try_from(id).unwrap());
        let leaves = ids.clone().map(Condition::Answered);
        let twos = joined(&leaves);
        let mut some = [&leaves[..], &twos].concat();
        some.retain(|c| c.parts().len() != 2 || c.parts()[0] != c.parts()[1]);
        let form = form();
        let mut seen: BTreeMap<String, Vec<bool>> = BTreeMap::new();
        for condition in joined(&some) {
            let truths = truths(&condition, &ids);
            let words = said(&form, &condition);
            let same = seen.entry(words.clone()).or_insert_with(|| truths.clone());
            assert_eq!(*same, truths, "{words}");
        }
        assert!(seen.len() > 300, "{}", seen.len());
    }

    fn conditions(asked: &Questionnaire) -> Vec<&Condition> {
        let shown = asked.questions().filter_map(|q| q.show_when.as_ref());
        let asked_at_all = asked.scenarios().filter_map(|s| s.applies_when.as_ref());
        let rules = asked
            .scenarios()
            .flat_map(|s| &s.assess)
            .flat_map(|a| &a.rules);
        let clashes = asked.cross_checks.iter().map(|check| &check.when);
        shown
            .chain(asked_at_all)
            .chain(rules.map(|r| &r.when))
            .chain(clashes)
            .collect()
    }

    #[test]
    fn every_condition_of_a_questionnaire_names_its_questions_and_no_id() {
        let backups = load(include_bytes!("../../tests/backups.json")).unwrap();
        for asked in [built_in().unwrap(), backups] {
            let questions: Vec<Question> = asked.questions().cloned().collect();
            for condition in conditions(&asked) {
                let words = said(&questions, condition);
                for id in condition.questions() {
                    let text = &asked.question(id).unwrap().text;
                    assert!(words.contains(text), "{words}");
                }
                for choice in questions.iter().flat_map(|q| q.input.choices()) {
                    assert!(!words.contains(&format!("“{}”", choice.id)), "{words}");
                }
            }
        }
    }
}
