//! Puts a condition into plain words, for people who read a questionnaire instead of running it.
//!
//! "Not" is moved inwards to the single statements first: nobody has to turn a sentence round in
//! their head. What is joined inside of another joint is set apart by "either", "both" or brackets,
//! so that two conditions that differ never read the same.

#[cfg(test)]
mod tests;

use super::condition::{Comparison, Condition, Structure};
use super::id::{ChoiceId, QuestionId};
use super::question::{Input, Question};
use crate::text::counted;

/// How questions are found and called where a condition is put into words.
pub(crate) struct Wording<'a> {
    /// The question with an id.
    pub find: &'a dyn Fn(&QuestionId) -> Option<&'a Question>,
    /// How a question is called, for example by its text in quotation marks.
    pub name: &'a dyn Fn(&Question) -> String,
}

/// How the clauses of a condition belong together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Joint {
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
    pub(crate) fn clause(&self, condition: &Condition) -> String {
        let (joint, clauses) = self.clauses(condition);
        match (joint, clauses.is_empty()) {
            (_, false) => clauses.join(&format!(", {} ", joint.word())),
            (Joint::All, true) => "nothing else is asked".to_owned(),
            (Joint::Any, true) => "something holds that never can".to_owned(),
        }
    }

    /// The condition as clauses, for a list where there are many.
    pub(crate) fn clauses(&self, condition: &Condition) -> (Joint, Vec<String>) {
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
                    "the date for {} {lies} in the {} from the date for {} on",
                    name(to),
                    counted((*months).into(), "month"),
                    name(from)
                )
            }
            C::Older { question, months } => {
                let lies = if holds { "lies" } else { "does not lie" };
                format!(
                    "the date for {} {lies} more than {} back",
                    name(question),
                    counted((*months).into(), "month")
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
        let (parts, joint) = match condition.structure() {
            Structure::Not(part) => return Self::of(part, !holds),
            Structure::All(parts) if holds => (parts, Joint::All),
            Structure::Any(parts) if !holds => (parts, Joint::All),
            Structure::All(parts) | Structure::Any(parts) => (parts, Joint::Any),
            Structure::Leaf => return Self::Leaf(condition, holds),
        };
        let mut nodes = vec![];
        for part in parts {
            match Self::of(part, holds) {
                Self::Joined(inner, parts) if inner == joint => nodes.extend(parts),
                node @ (Self::Joined(..) | Self::Leaf(..)) => nodes.push(node),
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
