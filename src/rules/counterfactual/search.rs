//! The search for other answers: it follows the rule that decides, so that it tries few.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use jiff::civil::Date;

use super::Instead;
use crate::facts::Answer;
use crate::questionnaire::{
    Assess, Condition, Input, Question, QuestionId, Questionnaire, Scenario, Verdict,
};
use crate::rules::evaluate::{Sheet, Truth};
use crate::rules::judge::{Decided, decide};

/// The most answers that a change may touch: longer ways help nobody.
const MOST_CHANGES: usize = 5;
/// The most sets of answers that are tried for one result.
const MOST_TRIED: usize = 4000;
pub(super) type Answers = BTreeMap<QuestionId, Answer>;

/// The questions and rules around one result.
pub(super) struct Search<'a> {
    pub today: Date,
    scenario: &'a Scenario,
    assess: &'a Assess,
    /// The questions that the rules read, with those that decide whether they are shown.
    questions: Vec<(&'a Question, Option<&'a Condition>)>,
    /// Every condition over them.
    pub conditions: Vec<&'a Condition>,
    /// The cross-checks that these questions decide alone.
    clashes: Vec<&'a Condition>,
}

impl<'a> Search<'a> {
    pub(super) fn new(
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
            clashes: vec![],
        };
        if let Some(condition) = &scenario.applies_when {
            search.follow(questionnaire, condition);
        }
        for rule in &assess.rules {
            search.follow(questionnaire, &rule.when);
        }
        let clashes = questionnaire.cross_checks.iter().map(|clash| &clash.when);
        let known = |when: &&Condition| when.questions().into_iter().all(|id| search.reads(id));
        search.clashes = clashes.filter(known).collect();
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

    pub(super) fn relevant(&self, answers: &Answers) -> Answers {
        let ids = self.questions.iter().map(|(question, _)| &question.id);
        ids.filter_map(|id| Some((id.clone(), answers.get(id)?.clone())))
            .collect()
    }

    /// Where the scenario asks a question; none for those of other forms.
    fn place(&self, question: &Question) -> Option<usize> {
        let mut own = self.scenario.questions.iter();
        own.position(|q| q.id == question.id)
    }

    /// The questions, those of other forms first, then as the scenario asks them.
    fn in_order(&self) -> Vec<&'a Question> {
        let mut questions: Vec<&Question> = self.questions.iter().map(|(q, _)| *q).collect();
        questions.sort_by_key(|q| self.place(q));
        questions
    }

    fn sheet<'s>(&'s self, answers: &'s Answers) -> Sheet<'s> {
        Sheet::of_questions(self.questions.iter().copied(), answers, self.today)
    }

    /// What decides; none where the scenario is not asked.
    fn decided(&self, answers: &Answers) -> Option<Decided<'a>> {
        let sheet = self.sheet(answers);
        if let Some(gate) = &self.scenario.applies_when {
            match sheet.truth(gate) {
                Truth::Yes => {}
                Truth::Open(missing) => return Some(Decided::Open(gate, missing)),
                Truth::No => return None,
            }
        }
        Some(decide(self.assess, &sheet))
    }

    /// What the rules say; none while they are open, or where the scenario is not asked.
    pub(super) fn verdict(&self, answers: &Answers) -> Option<Verdict> {
        match self.decided(answers)? {
            Decided::Settled(finding, _) => Some(finding.verdict),
            Decided::Open(..) => None,
        }
    }

    /// The fewest other answers that lead to this verdict.
    pub(super) fn towards(&self, wanted: Verdict, given: &Answers) -> Option<Vec<Instead>> {
        let mut queue: VecDeque<(Answers, BTreeSet<QuestionId>)> =
            VecDeque::from([(given.clone(), BTreeSet::new())]);
        let mut seen = BTreeSet::new();
        let mut tried = 0;
        while let Some((answers, changed)) = queue.pop_front() {
            for (question, answer) in self.next(&answers, &changed) {
                let further = with(&answers, question, answer);
                tried += 1;
                if tried > MOST_TRIED {
                    return None;
                }
                let mut touched = changed.clone();
                touched.insert(question.id.clone());
                if self.verdict(&further) == Some(wanted) {
                    if self.fits(&further, given) {
                        return Some(self.widened(wanted, &further, &touched, given));
                    }
                    continue;
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

    /// Whether no cross-check is set off that was not before: nobody is told to contradict themselves.
    fn fits(&self, answers: &Answers, given: &Answers) -> bool {
        let (now, before) = (self.sheet(answers), self.sheet(given));
        let holds = |sheet: &Sheet<'_>, when| sheet.truth(when) == Truth::Yes;
        let mut clashes = self.clashes.iter();
        !clashes.any(|when| holds(&now, when) && !holds(&before, when))
    }

    /// The answers that could be changed next, those of the rule that decides alone.
    fn next(
        &self,
        answers: &Answers,
        changed: &BTreeSet<QuestionId>,
    ) -> Vec<(&'a Question, Answer)> {
        let sheet = self.sheet(answers);
        let (ids, open): (Vec<QuestionId>, bool) = match self.decided(answers) {
            None => return vec![],
            Some(Decided::Open(when, _)) => {
                let open = sheet.open_questions(when);
                (open.iter().map(|q| q.id.clone()).collect(), true)
            }
            Some(Decided::Settled(_, Some(when))) => (self.behind(when), false),
            Some(Decided::Settled(_, None)) => {
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
        given: &Answers,
    ) -> Vec<Instead> {
        self.in_order()
            .into_iter()
            .filter(|q| changed.contains(&q.id))
            .filter_map(|question| {
                let answer = answers.get(&question.id)?.clone();
                let mut ways = vec![answer];
                // Numbers, dates and ticks have too many ways: the nearest one says enough.
                if matches!(question.input, Input::OneOf(_)) {
                    for other in self.others(question, answers) {
                        let swapped = with(answers, question, other.clone());
                        if self.verdict(&swapped) == Some(wanted) && self.fits(&swapped, given) {
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
    pub(super) fn away(&self, given: &Answers) -> Vec<(Instead, Verdict)> {
        let sheet = self.sheet(given);
        let worse = |question: &Question| {
            let mut found: Vec<(Answer, Verdict)> = vec![];
            for answer in self.others(question, given) {
                let further = with(given, question, answer.clone());
                if let Some(verdict @ (Verdict::PartlyMet | Verdict::NotMet)) =
                    self.verdict(&further)
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
    pub(super) fn arises(&self, given: &Answers) -> Vec<Instead> {
        let sheet = self.sheet(given);
        let shown = self
            .in_order()
            .into_iter()
            .filter(|q| sheet.is_shown(&q.id));
        shown
            .filter_map(|question| {
                let mut answers = self.others(question, given);
                answers.retain(|answer| {
                    let further = with(given, question, answer.clone());
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
            && self.verdict(answers) != Some(Verdict::NotApplicable)
    }

    fn reads(&self, id: &QuestionId) -> bool {
        self.questions
            .iter()
            .any(|(question, _)| question.id == *id)
    }
}

/// The answers with another one in place of what was given.
fn with(answers: &Answers, question: &Question, answer: Answer) -> Answers {
    let mut further = answers.clone();
    further.insert(question.id.clone(), answer);
    further
}
