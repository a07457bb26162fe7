//! What would change a result: the rules of the questionnaire read backwards.
//!
//! Nothing here is written by hand. The smallest sets of other answers are found by following the
//! rule that decides, and each set that is named was tried: with it, the rules say what is promised.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use jiff::ToSpan;
use jiff::civil::Date;

use super::answer::{Answer, date_words};
use super::outcome::Outcome;
use super::results::Finding;
use super::sheet::{Sheet, Truth};
use super::state::Assessment;
use crate::questionnaire::{
    Assess, ChoiceId, Condition, Input, Question, QuestionId, Questionnaire, Scenario, ScenarioId,
    Verdict,
};
use crate::text::{counted, listed};

/// The most answers that a change may touch: longer ways help nobody.
const MOST_CHANGES: usize = 5;
/// The most sets of answers that are tried for one result.
const MOST_TRIED: usize = 4000;

/// What would change the result of one scenario for one requirement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// It would be met with these answers, which differ from those given.
    ToMet(Vec<Instead>),
    /// It cannot be met, but would no longer arise with these answers.
    ToNotApplicable(Vec<Instead>),
    /// It would get worse with any one of these answers.
    Away(Vec<(Instead, Verdict)>),
    /// It does not arise, and would with any one of these answers.
    Arises(Vec<Instead>),
}

/// Another answer to a question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Instead {
    /// The question.
    pub question: QuestionId,
    /// Answers that would do, at least one, the nearest first.
    pub answers: Vec<Answer>,
}

type Answers = BTreeMap<QuestionId, Answer>;

impl Change {
    /// Works out what would change a result. None where no other answers of the scenario could.
    pub fn of(
        questionnaire: &Questionnaire,
        state: &Assessment,
        today: Date,
        scenario: &Scenario,
        assess: &Assess,
    ) -> Option<Self> {
        let search = Search::new(questionnaire, today, scenario, assess);
        let given = search.relevant(&state.answers);
        match search.decided(&given).verdict() {
            Some(Verdict::Met) => {
                let away = search.away(&given);
                (!away.is_empty()).then_some(Self::Away(away))
            }
            Some(Verdict::NotApplicable) => {
                let arises = search.arises(&given);
                (!arises.is_empty()).then_some(Self::Arises(arises))
            }
            Some(Verdict::PartlyMet | Verdict::NotMet) | None => {
                let to = |verdict| search.towards(verdict, &given);
                to(Verdict::Met)
                    .map(Self::ToMet)
                    .or_else(|| to(Verdict::NotApplicable).map(Self::ToNotApplicable))
            }
        }
    }

    /// The change as a sentence or two, beside the finding that it would change.
    pub fn words(
        &self,
        questionnaire: &Questionnaire,
        state: &Assessment,
        finding: &Finding,
    ) -> String {
        let part = |instead: &Instead| instead.words(questionnaire, state);
        match self {
            Self::ToMet(changes) => {
                let parts: Vec<String> = changes.iter().map(part).collect();
                let (before, after) = around(questionnaire, finding);
                format!(
                    "{before} if the answer to {}.{after}",
                    parts.join(", and to ")
                )
            }
            Self::ToNotApplicable(changes) => {
                let parts: Vec<String> = changes.iter().map(part).collect();
                format!(
                    "It would not arise if the answer to {}.",
                    parts.join(", and to ")
                )
            }
            Self::Arises(changes) => {
                let parts: Vec<String> = changes.iter().map(part).collect();
                format!(
                    "It would be assessed if the answer to {}.",
                    parts.join(", or to ")
                )
            }
            Self::Away(changes) => {
                let shown = changes.iter().take(MOST_SHOWN);
                let mut parts: Vec<String> = shown
                    .map(|(other, verdict)| {
                        format!("{} if the answer to {}", verdict.words(), part(other))
                    })
                    .collect();
                if changes.len() > MOST_SHOWN {
                    let more = counted(changes.len() - MOST_SHOWN, "more answer");
                    parts.push(format!("it hangs on {more}"));
                }
                format!("It would be {}.", parts.join("; "))
            }
        }
    }
}

impl Finding {
    /// What would change it, as a sentence or two. None where no answers could.
    pub fn what_would_change(
        &self,
        questionnaire: &Questionnaire,
        state: &Assessment,
        today: Date,
        scenario: &ScenarioId,
    ) -> Option<String> {
        let scenario = questionnaire.scenario(scenario)?;
        let mut all = scenario.assess.iter();
        let assess = all.find(|assess| assess.requirement == self.requirement)?;
        let change = Change::of(questionnaire, state, today, scenario, assess)?;
        Some(change.words(questionnaire, state, self))
    }
}

/// How many answers are named that a result hangs on.
const MOST_SHOWN: usize = 3;

/// What is said before and after the answers with which it would be met.
fn around(questionnaire: &Questionnaire, finding: &Finding) -> (&'static str, String) {
    if finding.outcome == Outcome::MetByExemption {
        return ("It would be met without an exemption", String::new());
    }
    let kinds = questionnaire.exemptions.iter();
    let kinds: Vec<String> = kinds
        .filter(|kind| finding.can_be_covered_by(kind))
        .map(|kind| kind.id.to_string())
        .collect();
    let after = if kinds.is_empty() {
        String::new()
    } else {
        format!(
            " An exemption of the kind {} could cover it.",
            either(&kinds)
        )
    };
    ("It would be met", after)
}

impl Instead {
    fn words(&self, questionnaire: &Questionnaire, state: &Assessment) -> String {
        let Some(question) = questionnaire.question(&self.question) else {
            return String::new();
        };
        let text = &question.text;
        let before = state.answers.get(&self.question);
        if matches!(&question.input, Input::OneOf(all) if all.len() == self.answers.len()) {
            let other = match before {
                Some(Answer::NotApplicable { .. }) => "another one",
                _ => "known",
            };
            return format!("“{text}” were {other}");
        }
        let ways = self.answers.iter();
        let ways: Vec<String> = ways.map(|answer| way(question, before, answer)).collect();
        format!("“{text}” were {}", either(&ways))
    }
}

fn either(ways: &[String]) -> String {
    match ways {
        [first @ .., last] if !first.is_empty() => format!("{} or {last}", first.join(", ")),
        _ => ways.concat(),
    }
}

/// One answer in words; ticks that go or come are named alone.
fn way(question: &Question, before: Option<&Answer>, answer: &Answer) -> String {
    match (answer, before) {
        (Answer::Choices(now), Some(Answer::Choices(then))) if !now.is_empty() => {
            let labels = |ids: &mut dyn Iterator<Item = &ChoiceId>| -> Vec<String> {
                let one = |id: &ChoiceId| Answer::Choice(id.clone()).words(question);
                ids.map(|id| format!("“{}”", one(id))).collect()
            };
            let gone = labels(&mut then.difference(now));
            let come = labels(&mut now.difference(then));
            match (gone.is_empty(), come.is_empty()) {
                (false, true) => format!("the same without {}", listed(&gone)),
                (true, false) if then.is_empty() => listed(&come),
                (true, false) => format!("the same with {} as well", listed(&come)),
                _ => format!("“{}”", answer.words(question)),
            }
        }
        (Answer::Text(_), _) => "given in words".to_owned(),
        (Answer::Date(day), _) => format!("{} or later", date_words(*day)),
        (Answer::Number(_), _) => answer.words(question),
        _ => format!("“{}”", answer.words(question)),
    }
}

/// What decides, as the rules are tried in order.
enum Decided<'a> {
    /// A finding holds, by this rule; by none of them for "otherwise".
    Settled(Verdict, Option<&'a Condition>),
    /// A rule cannot be decided yet.
    Open(&'a Condition),
}

impl Decided<'_> {
    const fn verdict(&self) -> Option<Verdict> {
        match self {
            Self::Settled(verdict, _) => Some(*verdict),
            Self::Open(_) => None,
        }
    }
}

/// The questions and rules around one result.
struct Search<'a> {
    today: Date,
    scenario: &'a Scenario,
    assess: &'a Assess,
    /// The questions that the rules read, with those that decide whether they are shown.
    questions: Vec<(&'a Question, Option<&'a Condition>)>,
    /// Every condition over them.
    conditions: Vec<&'a Condition>,
}

impl<'a> Search<'a> {
    fn new(
        questionnaire: &'a Questionnaire,
        today: Date,
        scenario: &'a Scenario,
        assess: &'a Assess,
    ) -> Self {
        let mut search = Self {
            today,
            scenario,
            assess,
            questions: vec![],
            conditions: vec![],
        };
        if let Some(condition) = &scenario.applies_when {
            search.follow(questionnaire, condition);
        }
        for rule in &assess.rules {
            search.follow(questionnaire, &rule.when);
        }
        search
    }

    /// Adds the questions of a condition, with those that decide whether they are shown.
    fn follow(&mut self, questionnaire: &'a Questionnaire, condition: &'a Condition) {
        self.conditions.push(condition);
        for id in condition.questions() {
            if self.questions.iter().any(|(q, _)| q.id == *id) {
                continue;
            }
            let Some(question) = questionnaire.question(id) else {
                continue;
            };
            let gate = questionnaire
                .scenario_of(id)
                .and_then(|scenario| scenario.applies_when.as_ref());
            self.questions.push((question, gate));
            for condition in gate.into_iter().chain(&question.show_when) {
                self.follow(questionnaire, condition);
            }
        }
    }

    fn relevant(&self, answers: &Answers) -> Answers {
        let ids = self.questions.iter().map(|(question, _)| &question.id);
        ids.filter_map(|id| Some((id.clone(), answers.get(id)?.clone())))
            .collect()
    }

    /// Where the scenario asks a question; none for those of other forms.
    fn place(&self, question: &Question) -> Option<usize> {
        let mut own = self.scenario.questions.iter();
        own.position(|q| q.id == question.id)
    }

    fn sheet<'s>(&'s self, answers: &'s Answers) -> Sheet<'s> {
        Sheet::of_questions(self.questions.iter().copied(), answers, self.today)
    }

    fn decided(&self, answers: &Answers) -> Decided<'a> {
        let sheet = self.sheet(answers);
        if let Some(gate) = &self.scenario.applies_when
            && sheet.truth(gate) != Truth::Yes
        {
            return Decided::Open(gate);
        }
        for rule in &self.assess.rules {
            match sheet.truth(&rule.when) {
                Truth::Yes => return Decided::Settled(rule.then.verdict, Some(&rule.when)),
                Truth::Open(_) => return Decided::Open(&rule.when),
                Truth::No => {}
            }
        }
        Decided::Settled(self.assess.otherwise.verdict, None)
    }

    /// The fewest other answers that lead to this verdict.
    fn towards(&self, wanted: Verdict, given: &Answers) -> Option<Vec<Instead>> {
        let mut queue: VecDeque<(Answers, BTreeSet<QuestionId>)> =
            VecDeque::from([(given.clone(), BTreeSet::new())]);
        let mut seen = BTreeSet::new();
        let mut tried = 0;
        while let Some((answers, changed)) = queue.pop_front() {
            for (question, answer) in self.next(&answers, &changed) {
                let mut further = answers.clone();
                further.insert(question.id.clone(), answer);
                tried += 1;
                if tried > MOST_TRIED {
                    return None;
                }
                let mut touched = changed.clone();
                touched.insert(question.id.clone());
                if self.decided(&further).verdict() == Some(wanted) {
                    return Some(self.widened(wanted, &further, &touched));
                }
                let key: Vec<String> = touched
                    .iter()
                    .map(|id| format!("{id}={:?}", further.get(id)))
                    .collect();
                if touched.len() < MOST_CHANGES && seen.insert(key) {
                    queue.push_back((further, touched));
                }
            }
        }
        None
    }

    /// The answers that could be changed next, those of the rule that decides alone.
    fn next(
        &self,
        answers: &Answers,
        changed: &BTreeSet<QuestionId>,
    ) -> Vec<(&'a Question, Answer)> {
        let sheet = self.sheet(answers);
        let (ids, open): (Vec<QuestionId>, bool) = match self.decided(answers) {
            Decided::Open(when) => {
                let open = sheet.open_questions(when);
                (open.iter().map(|q| q.id.clone()).collect(), true)
            }
            Decided::Settled(_, Some(when)) => (self.behind(when), false),
            Decided::Settled(_, None) => {
                let rules = self.assess.rules.iter();
                let ids = rules.flat_map(|rule| self.behind(&rule.when)).collect();
                (ids, false)
            }
        };
        let questions = self.questions.iter().map(|(question, _)| *question);
        let mut questions: Vec<&Question> = questions
            .filter(|q| ids.contains(&q.id) && !changed.contains(&q.id))
            // Who is assessed is not changed to make it fit; it may only be missing.
            .filter(|q| sheet.is_shown(&q.id) && (open || self.place(q).is_some()))
            .collect();
        // What is asked last comes first: neither is what is in scope.
        questions.sort_by_key(|q| std::cmp::Reverse(self.place(q)));
        let questions = questions.into_iter();
        questions
            .flat_map(|q| {
                let others = self.others(q, answers).into_iter();
                others.map(move |answer| (q, answer))
            })
            .collect()
    }

    /// The questions of a condition, with those that decide whether they are shown.
    fn behind(&self, condition: &Condition) -> Vec<QuestionId> {
        let mut found: Vec<QuestionId> = vec![];
        let mut left: Vec<&QuestionId> = condition.questions();
        while let Some(id) = left.pop() {
            if found.contains(id) {
                continue;
            }
            found.push(id.clone());
            let row = self.questions.iter().find(|(q, _)| q.id == *id);
            let gates = row.and_then(|(question, _)| question.show_when.as_ref());
            left.extend(gates.into_iter().flat_map(Condition::questions));
        }
        found
    }

    /// The changed answers, each with the others that would do as well.
    fn widened(
        &self,
        wanted: Verdict,
        answers: &Answers,
        changed: &BTreeSet<QuestionId>,
    ) -> Vec<Instead> {
        let mut questions: Vec<&Question> = self.questions.iter().map(|(q, _)| *q).collect();
        questions.sort_by_key(|q| self.place(q));
        let questions = questions.into_iter();
        questions
            .filter(|q| changed.contains(&q.id))
            .filter_map(|question| {
                let answer = answers.get(&question.id)?.clone();
                let mut ways = vec![answer];
                // Numbers, dates and ticks have too many ways: the nearest one says enough.
                if matches!(question.input, Input::OneOf(_)) {
                    for other in self.others(question, answers) {
                        let mut swapped = answers.clone();
                        swapped.insert(question.id.clone(), other.clone());
                        if self.decided(&swapped).verdict() == Some(wanted) {
                            ways.push(other);
                        }
                    }
                    let place = |answer: &Answer| {
                        let mut choices = question.input.choices().iter();
                        choices.position(|c| *answer == Answer::Choice(c.id.clone()))
                    };
                    ways.sort_by_key(place);
                }
                Some(Instead {
                    question: question.id.clone(),
                    answers: ways,
                })
            })
            .collect()
    }

    /// The single answers that would make it worse, the worst answer of each question.
    fn away(&self, given: &Answers) -> Vec<(Instead, Verdict)> {
        let sheet = self.sheet(given);
        let worse = |question: &Question| {
            let mut found: Vec<(Answer, Verdict)> = vec![];
            for answer in self.others(question, given) {
                let mut further = given.clone();
                further.insert(question.id.clone(), answer.clone());
                if let Some(verdict @ (Verdict::PartlyMet | Verdict::NotMet)) =
                    self.decided(&further).verdict()
                {
                    found.push((answer, verdict));
                }
            }
            let worst = if found.iter().any(|(_, v)| *v == Verdict::NotMet) {
                Verdict::NotMet
            } else {
                Verdict::PartlyMet
            };
            let mut answers: Vec<Answer> = found
                .into_iter()
                .filter_map(|(answer, verdict)| (verdict == worst).then_some(answer))
                .collect();
            if !matches!(question.input, Input::OneOf(_)) {
                answers.truncate(1);
            }
            let question = question.id.clone();
            (!answers.is_empty()).then_some((Instead { question, answers }, worst))
        };
        let own = self.scenario.questions.iter();
        own.filter(|q| sheet.is_shown(&q.id) && self.reads(&q.id))
            .filter_map(worse)
            .collect()
    }

    /// The single answers with which it would arise, whatever then follows.
    fn arises(&self, given: &Answers) -> Vec<Instead> {
        let sheet = self.sheet(given);
        let mut questions: Vec<&Question> = self.questions.iter().map(|(q, _)| *q).collect();
        questions.sort_by_key(|q| self.place(q));
        let shown = questions.into_iter().filter(|q| sheet.is_shown(&q.id));
        shown
            .filter_map(|question| {
                let mut answers = self.others(question, given);
                answers.retain(|answer| {
                    let mut further = given.clone();
                    further.insert(question.id.clone(), answer.clone());
                    self.arises_with(&further)
                });
                if !matches!(question.input, Input::OneOf(_)) {
                    answers.truncate(1);
                }
                let question = question.id.clone();
                (!answers.is_empty()).then_some(Instead { question, answers })
            })
            .collect()
    }

    fn arises_with(&self, answers: &Answers) -> bool {
        let asked = |gate| self.sheet(answers).truth(gate) == Truth::Yes;
        self.scenario.applies_when.iter().all(asked)
            && self.decided(answers).verdict() != Some(Verdict::NotApplicable)
    }

    fn reads(&self, id: &QuestionId) -> bool {
        self.questions
            .iter()
            .any(|(question, _)| question.id == *id)
    }

    /// Answers to a question that could make a difference, without the one that is given.
    fn others(&self, question: &Question, answers: &Answers) -> Vec<Answer> {
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
            Input::Date {} => self.dates(question, answers),
        };
        found.retain(|answer| given != Some(answer));
        found
    }

    /// The conditions that read a question themselves.
    fn reading(&self, id: &QuestionId) -> impl Iterator<Item = &'a Condition> {
        let all = self.conditions.iter().copied().flat_map(leaves);
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
            match condition {
                Condition::Number {
                    at_least, at_most, ..
                } => {
                    found.extend(at_least.iter().flat_map(|n| [*n, n.saturating_sub(1)]));
                    found.extend(at_most.iter().flat_map(|n| [*n, n + 1]));
                }
                Condition::Compare { left, right, .. } => {
                    let other = if *left == question.id { right } else { left };
                    if let Some(Answer::Number(n)) = answers.get(other) {
                        found.extend([n.saturating_sub(1), *n, n + 1]);
                    }
                }
                _ => {}
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
            if let Condition::Within { from, to, months } = condition
                && *to == question.id
                && let Some(Answer::Date(from)) = answers.get(from)
            {
                found.push(from.saturating_add(i32::from(*months).months()));
            }
        }
        found.into_iter().map(Answer::Date).collect()
    }
}

/// A condition without its connectives.
fn leaves(condition: &Condition) -> Vec<&Condition> {
    if condition.parts().is_empty() {
        vec![condition]
    } else {
        condition.parts().iter().flat_map(leaves).collect()
    }
}
