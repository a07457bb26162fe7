//! Conditions evaluated over answers, in three-valued logic.
//!
//! A hidden question makes conditions on it false, so that an answer that is
//! out of sight never counts; a missing answer leaves them open.

use std::collections::{BTreeMap, BTreeSet};

use jiff::ToSpan;
use jiff::civil::Date;

use super::outcome::Outcome;
use crate::facts::Answer;
use crate::questionnaire::template::{self, Kind, Value, Why};
use crate::questionnaire::{
    Comparison, Condition, EntryForm, ExemptionKind, Question, QuestionId, Questionnaire, Shortfall,
};

/// Whether a condition holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Truth {
    /// It holds.
    Yes,
    /// It does not hold.
    No,
    /// It cannot be said yet.
    Open(Missing),
}

/// What keeps a condition open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Missing {
    /// Somebody answered "don't know".
    Knowledge,
    /// Nobody has answered.
    Answer,
}

impl From<bool> for Truth {
    fn from(holds: bool) -> Self {
        if holds { Self::Yes } else { Self::No }
    }
}

impl Truth {
    /// Whether a statement holds, in words.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Yes => "Holds",
            Self::No => "Does not hold",
            Self::Open(Missing::Answer) => Outcome::NotAnswered.words(),
            Self::Open(Missing::Knowledge) => Outcome::DontKnow.words(),
        }
    }

    fn not(self) -> Self {
        match self {
            Self::Yes => Self::No,
            Self::No => Self::Yes,
            open => open,
        }
    }

    /// Both: false wins, then what is open; of two open ones, the missing answer.
    fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::No, _) | (_, Self::No) => Self::No,
            (Self::Yes, truth) | (truth, Self::Yes) => truth,
            (Self::Open(a), Self::Open(b)) => Self::Open(a.max(b)),
        }
    }

    fn or(self, other: Self) -> Self {
        self.not().and(other.not()).not()
    }
}

/// How many there are of something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Gap {
    /// So many.
    Of(u64),
    /// It is asked, and nobody has said or knows.
    NotKnown,
    NotAsked,
}

/// The answers to one form on one day.
#[derive(Debug)]
pub struct Sheet<'a> {
    rows: BTreeMap<&'a QuestionId, Row<'a>>,
    answers: &'a BTreeMap<QuestionId, Answer>,
    /// The questions that somebody answers, or leaves unanswered for good; all, when left out.
    settled: Option<&'a BTreeSet<QuestionId>>,
    today: Date,
    shown: BTreeMap<&'a QuestionId, Truth>,
    /// What is no evidence, where the answers have to be evidence.
    nothing: Option<&'a Questionnaire>,
}

#[derive(Debug)]
struct Row<'a> {
    question: &'a Question,
    /// When the scenario around the question is asked.
    applies_when: Option<&'a Condition>,
}

impl<'a> Sheet<'a> {
    /// The organisation's form and all scenarios.
    pub fn of_questionnaire(
        questionnaire: &'a Questionnaire,
        answers: &'a BTreeMap<QuestionId, Answer>,
        today: Date,
    ) -> Self {
        Self::new(questionnaire.gated_questions(), answers, None, today)
    }

    /// The form of one exemption.
    pub fn of_exemption(
        kind: &'a ExemptionKind,
        fields: &'a BTreeMap<QuestionId, Answer>,
        today: Date,
    ) -> Self {
        let questions = kind.questions().map(|question| (question, None));
        Self::new(questions, fields, None, today)
    }

    /// The form of an entry of a register.
    pub fn of_entry(
        form: &'a EntryForm,
        fields: &'a BTreeMap<QuestionId, Answer>,
        today: Date,
    ) -> Self {
        let questions = form.questions.iter().map(|question| (question, None));
        Self::new(questions, fields, None, today)
    }

    /// Some questions alone, each with the condition of its scenario: those that a rule depends on.
    pub(crate) fn of_questions(
        questions: impl Iterator<Item = (&'a Question, Option<&'a Condition>)>,
        answers: &'a BTreeMap<QuestionId, Answer>,
        today: Date,
    ) -> Self {
        Self::new(questions, answers, None, today)
    }

    /// Some questions, each with the condition of its scenario. Every condition on one that is not
    /// settled stays open, even whether it is answered.
    pub(crate) fn assuming(
        questions: impl Iterator<Item = (&'a Question, Option<&'a Condition>)>,
        answers: &'a BTreeMap<QuestionId, Answer>,
        settled: &'a BTreeSet<QuestionId>,
        today: Date,
    ) -> Self {
        Self::new(questions, answers, Some(settled), today)
    }

    fn new(
        questions: impl Iterator<Item = (&'a Question, Option<&'a Condition>)>,
        answers: &'a BTreeMap<QuestionId, Answer>,
        settled: Option<&'a BTreeSet<QuestionId>>,
        today: Date,
    ) -> Self {
        let rows: BTreeMap<_, _> = questions
            .map(|(question, applies_when)| {
                let row = Row {
                    question,
                    applies_when,
                };
                (&question.id, row)
            })
            .collect();
        let mut sheet = Self {
            rows,
            answers,
            settled,
            today,
            shown: BTreeMap::new(),
            nothing: None,
        };
        let ids: Vec<&'a QuestionId> = sheet.rows.keys().copied().collect();
        for id in ids {
            sheet.find_shown(id);
        }
        sheet
    }

    /// Fills `shown` for a question, after those that it depends on. A checked
    /// questionnaire has no loop, so this ends.
    fn find_shown(&mut self, id: &'a QuestionId) {
        if self.shown.contains_key(id) {
            return;
        }
        let Some(row) = self.rows.get(id) else { return };
        let conditions = [row.applies_when, row.question.show_when.as_ref()];
        let conditions: Vec<&'a Condition> = conditions.into_iter().flatten().collect();
        for condition in &conditions {
            for other in condition.questions() {
                self.find_shown(other);
            }
        }
        let shown = conditions
            .iter()
            .fold(Truth::Yes, |so_far, c| so_far.and(self.truth(c)));
        self.shown.insert(id, shown);
    }

    /// The same answers as evidence: what says nothing is no answer to it.
    #[must_use]
    pub fn as_evidence(mut self, asked: &'a Questionnaire) -> Self {
        self.nothing = Some(asked);
        self
    }

    /// Whether an answer is none where it has to be evidence: a placeholder, the number 0, or none of
    /// the choices.
    pub(crate) fn says_nothing(&self, answer: &Answer) -> bool {
        self.nothing.is_some_and(|asked| match answer {
            Answer::Text(words) => asked.is_placeholder(words),
            Answer::Choices(choices) => choices.is_empty(),
            Answer::Number(number) => *number == 0,
            Answer::Choice(_)
            | Answer::Date(_)
            | Answer::DontKnow
            | Answer::NotApplicable { .. } => false,
        })
    }

    /// Whether a question is shown. One whose condition is open is not shown yet.
    pub fn is_shown(&self, id: &QuestionId) -> bool {
        self.shown.get(id) == Some(&Truth::Yes)
    }

    /// Whether anything that a condition reads is asked and applies.
    pub(crate) fn concerns(&self, condition: &Condition) -> bool {
        let applies =
            |id: &QuestionId| !matches!(self.given(id), Some(Answer::NotApplicable { .. }));
        condition.leaves().into_iter().any(|leaf| {
            let is_about_that = matches!(leaf, Condition::NotApplicable(_));
            leaf.reads().into_iter().any(|id| match self.shown.get(id) {
                Some(Truth::Yes) => is_about_that || applies(id),
                Some(Truth::Open(_)) => true,
                Some(Truth::No) | None => false,
            })
        })
    }

    /// Whether a condition holds.
    pub fn truth(&self, condition: &Condition) -> Truth {
        use Condition as C;
        match condition {
            C::All(parts) => parts.iter().fold(Truth::Yes, |t, c| t.and(self.truth(c))),
            C::Any(parts) => parts.iter().fold(Truth::No, |t, c| t.or(self.truth(c))),
            C::Not(part) => self.truth(part).not(),
            C::Chosen { question, any_of } => self.test(question, |answer| match answer {
                Answer::Choice(id) => any_of.contains(id),
                Answer::Choices(ids) => any_of.iter().any(|id| ids.contains(id)),
                Answer::Number(_)
                | Answer::Text(_)
                | Answer::Date(_)
                | Answer::DontKnow
                | Answer::NotApplicable { .. } => false,
            }),
            C::Number {
                question,
                at_least,
                at_most,
            } => self.test(question, |answer| {
                if let Answer::Number(n) = answer {
                    at_least.is_none_or(|low| *n >= low) && at_most.is_none_or(|high| *n <= high)
                } else {
                    false
                }
            }),
            C::Compare { left, is, right } => self.test_two(left, right, |a, b| match (a, b) {
                (Answer::Number(a), Answer::Number(b)) => match is {
                    Comparison::Below => a < b,
                    Comparison::Equal => a == b,
                    Comparison::Above => a > b,
                },
                _ => false,
            }),
            C::SameText { left, right } => self.test_two(left, right, |a, b| match (a, b) {
                (Answer::Text(a), Answer::Text(b)) => {
                    a.trim().to_lowercase() == b.trim().to_lowercase()
                }
                _ => false,
            }),
            C::Within { from, to, months } => self.test_two(from, to, |a, b| match (a, b) {
                (Answer::Date(a), Answer::Date(b)) => *a <= *b && *b <= months_after(*a, *months),
                _ => false,
            }),
            C::Older { question, months } => self.test(question, |answer| {
                if let Answer::Date(day) = answer {
                    months_after(*day, *months) < self.today
                } else {
                    false
                }
            }),
            C::Reached(question) => self.test(question, |answer| {
                if let Answer::Date(day) = answer {
                    *day <= self.today
                } else {
                    false
                }
            }),
            C::NotPassed(question) => self.test(question, |answer| {
                if let Answer::Date(day) = answer {
                    self.today <= *day
                } else {
                    false
                }
            }),
            C::Answered(question) => self.test_given(question, |a| {
                a.is_some_and(|answer| answer.is_value() && !self.says_nothing(answer))
            }),
            C::DontKnow(question) => self.test_given(question, |a| a == Some(&Answer::DontKnow)),
            C::NotApplicable(question) => self.test_given(question, |a| {
                matches!(a, Some(Answer::NotApplicable { .. }))
            }),
        }
    }

    /// How many fall short.
    pub(crate) fn shortfall(&self, number: &Shortfall) -> Gap {
        let less = match &number.less {
            Some(less) => self.number(less),
            None => Gap::NotAsked,
        };
        match (self.number(&number.of), less) {
            // Something falls short, so numbers by which nothing does are not to be relied on.
            (Gap::Of(all), Gap::Of(less)) if less >= all => Gap::NotKnown,
            (Gap::Of(all), Gap::Of(less)) => Gap::Of(all - less),
            (Gap::Of(0), Gap::NotAsked) => Gap::NotKnown,
            (Gap::Of(all), Gap::NotAsked) => Gap::Of(all),
            (Gap::Of(_), Gap::NotKnown) | (Gap::NotKnown, _) => Gap::NotKnown,
            (Gap::NotAsked, _) => Gap::NotAsked,
        }
    }

    /// What was answered, where it says something.
    pub fn given(&self, id: &QuestionId) -> Option<&Answer> {
        self.answers.get(id).filter(|given| given.says_something())
    }

    /// The number that was answered.
    fn number(&self, id: &QuestionId) -> Gap {
        match self.answer(id) {
            Ok(Answer::Number(number)) => Gap::Of(*number),
            Err(Truth::No) => Gap::NotAsked,
            Ok(_) | Err(_) => Gap::NotKnown,
        }
    }

    /// The answer, once the question is shown.
    fn answer(&self, id: &QuestionId) -> Result<&Answer, Truth> {
        match self.shown.get(id).copied().unwrap_or(Truth::No) {
            Truth::Yes => match self.given(id) {
                Some(Answer::DontKnow) => Err(Truth::Open(Missing::Knowledge)),
                Some(answer) => Ok(answer),
                None => Err(Truth::Open(Missing::Answer)),
            },
            not_shown @ (Truth::No | Truth::Open(_)) => Err(not_shown),
        }
    }

    fn test(&self, id: &QuestionId, holds: impl Fn(&Answer) -> bool) -> Truth {
        self.answer(id)
            .map_or_else(|open| open, |a| holds(a).into())
    }

    fn test_two(
        &self,
        left: &QuestionId,
        right: &QuestionId,
        holds: impl Fn(&Answer, &Answer) -> bool,
    ) -> Truth {
        match (self.answer(left), self.answer(right)) {
            (Ok(a), Ok(b)) => holds(a, b).into(),
            (Err(a), Err(b)) => a.and(b),
            (Err(open), _) | (_, Err(open)) => open,
        }
    }

    /// A test that is never open for a question that is shown: no answer is an answer to it.
    fn test_given(&self, id: &QuestionId, holds: impl Fn(Option<&Answer>) -> bool) -> Truth {
        match self.shown.get(id).copied().unwrap_or(Truth::No) {
            Truth::Yes if self.settled.is_some_and(|settled| !settled.contains(id)) => {
                Truth::Open(Missing::Answer)
            }
            Truth::Yes => holds(self.given(id)).into(),
            not_shown @ Truth::No | not_shown @ Truth::Open(_) => not_shown,
        }
    }

    /// The questions that keep a condition open, each once, in the order of reading.
    pub fn open_questions(&self, condition: &'a Condition) -> Vec<&'a Question> {
        let mut found: Vec<&'a Question> = vec![];
        self.collect_open(condition, &mut found);
        found
    }

    fn collect_open(&self, condition: &'a Condition, found: &mut Vec<&'a Question>) {
        if !matches!(self.truth(condition), Truth::Open(_)) {
            return;
        }
        for part in condition.parts() {
            self.collect_open(part, found);
        }
        for id in condition.reads() {
            let Some(row) = self.rows.get(id) else {
                continue;
            };
            match self.shown.get(id) {
                Some(Truth::Yes) => {
                    let missing = !self.given(id).is_some_and(|a| *a != Answer::DontKnow);
                    if missing && !found.iter().any(|q| q.id == *id) {
                        found.push(row.question);
                    }
                }
                // What keeps the question itself from being shown is what is missing.
                Some(Truth::Open(_)) => {
                    let gates = row.applies_when.into_iter().chain(&row.question.show_when);
                    for gate in gates {
                        self.collect_open(gate, found);
                    }
                }
                _ => {}
            }
        }
    }

    /// A sentence with its placeholders filled in from the answers. `because` led to it: only where it
    /// reads that something does not apply can the reason be a part of the sentence.
    pub fn fill(&self, sentence: &str, because: Option<&Condition>) -> String {
        template::fill(sentence, |id| {
            let row = self.rows.iter().find(|(known, _)| known.as_str() == id);
            let Some((id, row)) = row else {
                return Value::Nothing(Why::NotSaid, Kind::Other);
            };
            let given = self.given(id).filter(|_| self.is_shown(id));
            let reason_is_told = because.is_some_and(|because| because.reads_not_applicable(id));
            Answer::said(given, row.question, reason_is_told)
        })
    }
}

impl Condition {
    /// The first day on which it reads otherwise than on the day before, by the date that answers the
    /// question; none of a condition that reads no date against the day.
    pub(crate) fn turns_on(&self, date: impl Fn(&QuestionId) -> Option<Date>) -> Option<Date> {
        match self {
            Self::Reached(question) => date(question),
            Self::NotPassed(question) => date(question)?.tomorrow().ok(),
            Self::Older { question, months } => {
                months_after(date(question)?, *months).tomorrow().ok()
            }
            Self::All(_)
            | Self::Any(_)
            | Self::Not(_)
            | Self::Chosen { .. }
            | Self::Number { .. }
            | Self::Compare { .. }
            | Self::SameText { .. }
            | Self::Answered(_)
            | Self::DontKnow(_)
            | Self::NotApplicable(_)
            | Self::Within { .. } => None,
        }
    }
}

/// The day so many months after another; the last of its month where that has no such day.
pub(crate) fn months_after(from: Date, months: u16) -> Date {
    from.saturating_add(i32::from(months).months())
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;
    use crate::questionnaire::ExemptionKind;

    fn kind() -> ExemptionKind {
        serde_json::from_value(json!({
            "id": "K", "title": "t", "text": "t", "requirements": ["R1"], "name": "name",
            "from": {"certainty": "interpretation", "sources": ["S"]},
            "steps": [{"title": "s", "questions": [
                {"id": "gate", "text": "?", "input": {"one_of": [{"id": "yes", "label": "Yes"}, {"id": "no", "label": "No"}]}},
                {"id": "inner", "text": "?", "input": {"one_of": [{"id": "yes", "label": "Yes"}, {"id": "no", "label": "No"}]},
                 "show_when": {"chosen": {"question": "gate", "any_of": ["yes"]}}},
                {"id": "from", "text": "?", "input": {"date": {}}},
                {"id": "to", "text": "?", "input": {"date": {}}},
            ]}],
            "conditions": [],
        }))
        .unwrap()
    }

    fn condition(value: serde_json::Value) -> Condition {
        serde_json::from_value(value).unwrap()
    }

    fn answers(rows: &[(&str, Answer)]) -> BTreeMap<QuestionId, Answer> {
        rows.iter()
            .map(|(id, answer)| (QuestionId::try_from(*id).unwrap(), answer.clone()))
            .collect()
    }

    fn choice(id: &str) -> Answer {
        Answer::Choice(id.try_into().unwrap())
    }

    const TODAY: Date = date(2026, 11, 24);

    #[test]
    fn a_hidden_answer_never_counts() {
        let inner = condition(json!({"chosen": {"question": "inner", "any_of": ["yes"]}}));
        let kind = kind();
        for (gate, truth) in [
            (Some("yes"), Truth::Yes),
            (Some("no"), Truth::No),
            (None, Truth::Open(Missing::Answer)),
        ] {
            let mut given = answers(&[("inner", choice("yes"))]);
            if let Some(gate) = gate {
                given.extend(answers(&[("gate", choice(gate))]));
            }
            let sheet = Sheet::of_exemption(&kind, &given, TODAY);
            assert_eq!(sheet.truth(&inner), truth, "{gate:?}");
        }
    }

    #[test]
    fn the_question_that_keeps_a_condition_open_is_the_one_to_answer() {
        let inner = condition(json!({"chosen": {"question": "inner", "any_of": ["yes"]}}));
        let kind = kind();
        let none = BTreeMap::new();
        let sheet = Sheet::of_exemption(&kind, &none, TODAY);
        let open: Vec<_> = sheet
            .open_questions(&inner)
            .iter()
            .map(|q| q.id.as_str())
            .collect();
        assert_eq!(open, ["gate"]);
    }

    #[test]
    fn a_date_holds_until_its_day_is_over() {
        let kind = kind();
        let given = answers(&[("to", Answer::Date(TODAY))]);
        let not_passed = condition(json!({"not_passed": "to"}));
        let on = |day| Sheet::of_exemption(&kind, &given, day).truth(&not_passed);
        assert_eq!(on(TODAY.yesterday().unwrap()), Truth::Yes);
        assert_eq!(on(TODAY), Truth::Yes);
        assert_eq!(on(TODAY.tomorrow().unwrap()), Truth::No);
    }

    #[test]
    fn twelve_months_end_on_the_same_day_of_the_next_year() {
        let kind = kind();
        let within = condition(json!({"within": {"from": "from", "to": "to", "months": 12}}));
        for (to, truth) in [
            (date(2027, 1, 31), Truth::Yes),
            (date(2027, 2, 1), Truth::No),
            (date(2026, 1, 30), Truth::No),
        ] {
            let given = answers(&[
                ("from", Answer::Date(date(2026, 1, 31))),
                ("to", Answer::Date(to)),
            ]);
            let sheet = Sheet::of_exemption(&kind, &given, TODAY);
            assert_eq!(sheet.truth(&within), truth, "{to}");
        }
    }

    #[test]
    fn a_day_is_older_from_the_day_after_so_many_months_on_and_open_while_it_is_not_known() {
        let kind = kind();
        let older = condition(json!({"older": {"question": "from", "months": 12}}));
        let month_end = condition(json!({"older": {"question": "from", "months": 6}}));
        let truth = |given: &[(&str, Answer)], condition, today| {
            let given = answers(given);
            Sheet::of_exemption(&kind, &given, today).truth(condition)
        };
        let of = |day| [("from", Answer::Date(day))];
        for (today, expected) in [
            (date(2026, 11, 24), Truth::No),
            (date(2027, 11, 24), Truth::No),
            (date(2027, 11, 25), Truth::Yes),
            (date(2026, 11, 23), Truth::No),
        ] {
            assert_eq!(truth(&of(TODAY), &older, today), expected, "{today}");
        }
        // A month without that day ends on its last one.
        let august = of(date(2026, 8, 31));
        assert_eq!(truth(&august, &month_end, date(2027, 2, 28)), Truth::No);
        assert_eq!(truth(&august, &month_end, date(2027, 3, 1)), Truth::Yes);
        assert_eq!(truth(&[], &older, TODAY), Truth::Open(Missing::Answer));
        let unknown = [("from", Answer::DontKnow)];
        assert_eq!(
            truth(&unknown, &older, TODAY),
            Truth::Open(Missing::Knowledge)
        );
    }

    fn truths() -> impl Strategy<Value = Truth> {
        prop_oneof![
            Just(Truth::Yes),
            Just(Truth::No),
            Just(Truth::Open(Missing::Answer)),
            Just(Truth::Open(Missing::Knowledge)),
        ]
    }

    proptest! {
        #[test]
        fn the_logic_is_that_of_kleene(a in truths(), b in truths(), c in truths()) {
            prop_assert_eq!(a.and(b), b.and(a));
            prop_assert_eq!(a.and(b).and(c), a.and(b.and(c)));
            prop_assert_eq!(a.or(b).not(), a.not().and(b.not()));
            prop_assert_eq!(a.and(Truth::Yes), a);
            prop_assert_eq!(a.and(Truth::No), Truth::No);
        }
    }
}
