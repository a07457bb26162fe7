//! The days on which outcomes change by date alone, though nobody changes anything.
//!
//! They are few, and follow from what the record says: from the dates that rules hold against the day,
//! and from those of exemptions. Only on these is anything judged anew.

mod days;
mod shift;
mod since;

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use jiff::ToSpan;
use jiff::civil::Date;

use super::deadlines::{Deadline, DeadlineOf, FALLS_BACK, deadlines};
use super::evaluate::Sheet;
use super::judge::{Judge, Outcomes};
use super::results::{Results, in_force};
use super::standing::Standing;
use crate::facts::{Assessment, Exemption, ExemptionId};
use crate::questionnaire::Questionnaire;
use crate::text::date_words;
use days::{Days, Touched};
use shift::{shift_words, shifts};

pub(crate) use days::once as turning_once;
pub use shift::{Came, Shift, ShiftOf};
pub use since::Since;

/// A day from which on outcomes are not what they were on the day before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Turn {
    /// The first day on which it is so.
    pub day: Date,
    /// What is another then; at least one.
    pub shifts: Vec<Shift>,
}

/// A deadline, with what it does to outcomes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ending {
    pub deadline: Deadline,
    /// The outcomes that fall back after its day.
    pub falls_back: Vec<Shift>,
}

/// What comes by date alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Turns {
    /// The deadlines, the first before the others.
    pub endings: Vec<Ending>,
    /// What none of them tells, the first day before the others.
    pub others: Vec<Turn>,
}

impl Turn {
    /// Every one after a day, on which the results hold, up to another.
    pub fn all(
        asked: &Questionnaire,
        state: &Assessment,
        results: &Results,
        today: Date,
        until: Date,
    ) -> Vec<Self> {
        let mut course = Course::from(asked, state, results);
        let days = Days::after(asked, state, today, until).0.into_iter();
        days.filter_map(|(day, touched)| course.go_to(day, &touched))
            .collect()
    }

    /// Whether it is on the day after that of a deadline.
    fn follows(&self, deadline: &Deadline) -> bool {
        deadline.day.tomorrow().ok() == Some(self.day)
    }

    /// Those of the year after a day: until the next assessment.
    pub fn of_a_year(
        asked: &Questionnaire,
        state: &Assessment,
        results: &Results,
        today: Date,
    ) -> Vec<Self> {
        let until = today.saturating_add(1.year());
        Self::all(asked, state, results, today, until)
    }

    /// What is another from that day on, as a sentence.
    pub fn says(&self, asked: &Questionnaire) -> String {
        shift_words(&self.shifts, asked)
    }

    /// The same after its day.
    pub fn words(&self, asked: &Questionnaire) -> String {
        format!("{}: {}", date_words(self.day), self.says(asked))
    }
}

impl Turns {
    /// What comes after a day, on which the results hold, up to another.
    pub fn of(
        asked: &Questionnaire,
        state: &Assessment,
        results: &Results,
        today: Date,
        until: Date,
    ) -> Self {
        // What a last day brings is there on the day after it.
        let last = until.tomorrow().unwrap_or(until);
        let mut others = Turn::all(asked, state, results, today, last);
        let endings = deadlines(asked, state).into_iter().map(|deadline| {
            if deadline.has_run_out(today) || deadline.day > until {
                let falls_back = vec![];
                return Ending {
                    deadline,
                    falls_back,
                };
            }
            let turn = others.iter().find(|turn| turn.follows(&deadline));
            Ending::ahead(asked, state, deadline, turn)
        });
        let endings: Vec<Ending> = endings.collect();
        for turn in &mut others {
            let before = endings.iter().filter(|e| turn.follows(&e.deadline));
            let told: Vec<Shift> = before.flat_map(|e| e.falls_back.clone()).collect();
            turn.shifts.retain(|shift| !told.contains(shift));
        }
        others.retain(|turn| turn.day <= until && !turn.shifts.is_empty());
        Self { endings, others }
    }
}

impl Ending {
    /// A deadline with what the day after it brings.
    fn ahead(
        asked: &Questionnaire,
        state: &Assessment,
        mut deadline: Deadline,
        turn: Option<&Turn>,
    ) -> Self {
        let head = deadline.then.strip_suffix(FALLS_BACK);
        let (Some(head), DeadlineOf::Exemption(id)) = (head, deadline.of) else {
            let falls_back = vec![];
            return Self {
                deadline,
                falls_back,
            };
        };
        let shifts = turn.into_iter().flat_map(|turn| &turn.shifts);
        let falls_back: Vec<Shift> = shifts
            .filter(|shift| shift.exemptions.contains(&id))
            .cloned()
            .collect();
        let counted = state.counts(asked, id, deadline.day);
        let then = if !falls_back.is_empty() {
            let words = shift_words(&falls_back, asked);
            format!("After that day it does not count: {words}")
        } else if counted {
            "After that day it does not count. No outcome changes by that alone.".to_owned()
        } else {
            "By then it does not count.".to_owned()
        };
        deadline.then = format!("{head}{then}");
        Self {
            deadline,
            falls_back,
        }
    }
}

/// The outcomes as days go by.
struct Course<'a> {
    asked: &'a Questionnaire,
    state: &'a Assessment,
    in_force: BTreeMap<ExemptionId, Cow<'a, Exemption>>,
    standings: BTreeMap<ExemptionId, Standing>,
    outcomes: Outcomes,
}

impl<'a> Course<'a> {
    fn from(asked: &'a Questionnaire, state: &'a Assessment, results: &Results) -> Self {
        Self {
            asked,
            state,
            in_force: in_force(asked, state),
            standings: results.exemptions.clone(),
            outcomes: results.outcomes(),
        }
    }

    /// Goes on to a day. Between the days on which something can turn, nothing does.
    fn go_to(&mut self, day: Date, touched: &Touched) -> Option<Turn> {
        let flipped = self.flipped(day, &touched.exemptions);
        if flipped.is_empty() && !touched.answers {
            return None;
        }
        let sheet = Sheet::of_questionnaire(self.asked, &self.state.answers, day);
        let judge = Judge {
            asked: self.asked,
            state: self.state,
            sheet: &sheet,
            in_force: &self.in_force,
            standings: &self.standings,
        };
        let now = judge.all();
        let span = (day.yesterday().ok()?, day);
        let shifts = shifts(
            self.asked,
            self.state,
            (&self.outcomes, &now),
            &flipped,
            span,
        );
        self.outcomes = now;
        (!shifts.is_empty()).then_some(Turn { day, shifts })
    }

    /// The exemptions that begin or cease to count on a day, of those that can.
    fn flipped(&mut self, day: Date, touched: &BTreeSet<ExemptionId>) -> BTreeSet<ExemptionId> {
        let mut flipped = BTreeSet::new();
        for id in touched {
            let before = self.standings.get(id).is_some_and(Standing::counts);
            if before == self.state.counts(self.asked, *id, day) {
                continue;
            }
            if let Some(now) = self.state.standing(self.asked, *id, day) {
                self.standings.insert(*id, now);
                flipped.insert(*id);
            }
        }
        flipped
    }
}
