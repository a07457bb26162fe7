//! What has changed by date since a sign-off: nobody has signed for that.

use std::collections::BTreeSet;

use jiff::civil::Date;

use super::shift::{Shift, shifts};
use crate::facts::{Assessment, ExemptionId, SignOff, Signed};
use crate::questionnaire::{QuestionId, Questionnaire};
use crate::rules::results::Results;
use crate::rules::standing::Standing;
use crate::text::{counted, date_words, sentences};

/// How many of them are told in a sentence; the rest is counted.
const TOLD: usize = 6;

/// For which day a sign-off that stands was given, and what has changed by date since.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Since {
    /// The day of the outcomes that were signed.
    pub signed: Date,
    /// The day on which one looks.
    pub today: Date,
    /// What is another on that day, each with why in a few words; empty where nothing says.
    pub shifts: Vec<(Shift, String)>,
}

impl Since {
    /// What has changed since each sign-off that nothing has superseded. The results are those of the
    /// day on which one looks.
    pub fn each<'a>(
        asked: &Questionnaire,
        state: &'a Assessment,
        results: &Results,
        today: Date,
    ) -> Vec<(&'a Signed, Self)> {
        let mut found: Vec<(&Signed, Self)> = vec![];
        for signed in state.current_sign_offs() {
            let day = signed.sign_off.date;
            let known = found.iter().find(|(_, since)| since.signed == day);
            let since = match known {
                Some((_, since)) => since.clone(),
                None => Self::of(asked, state, &signed.sign_off, results, today),
            };
            found.push((signed, since));
        }
        found
    }

    /// What has changed since a sign-off that nothing has superseded, so that the record is as it was
    /// signed.
    pub fn of(
        asked: &Questionnaire,
        state: &Assessment,
        sign_off: &SignOff,
        results: &Results,
        today: Date,
    ) -> Self {
        let signed = sign_off.date;
        if signed == today {
            // Nothing changes by date within a day.
            let shifts = vec![];
            return Self {
                signed,
                today,
                shifts,
            };
        }
        let then = Results::of(asked, state, signed);
        let counts = |standing: &Standing| standing.counts();
        let flipped = then.exemptions.iter().filter(|(id, was)| {
            let is = results.exemptions.get(id);
            is.is_some_and(|is| counts(is) != counts(was))
        });
        let flipped: BTreeSet<ExemptionId> = flipped.map(|(id, _)| *id).collect();
        let outcomes = (&then.outcomes(), &results.outcomes());
        let shifts = shifts(asked, state, outcomes, &flipped, (signed, today)).into_iter();
        let shifts = shifts.map(|shift| {
            // What ended or came to be too old since tells nothing of a day before.
            let why = if signed < today {
                why(asked, state, &then, &shift)
            } else {
                String::new()
            };
            (shift, why)
        });
        Self {
            signed,
            today,
            shifts: shifts.collect(),
        }
    }

    /// How many are others, in a few words; nothing where none is.
    pub fn in_short(&self) -> Option<String> {
        match (self.shifts.len(), self.today < self.signed) {
            (0, _) => None,
            (1, false) => Some("1 outcome has changed by date since".to_owned()),
            (more, false) => Some(format!("{more} outcomes have changed by date since")),
            (count, true) => Some(format!(
                "{} differ by date from what was signed",
                counted(count, "outcome")
            )),
        }
    }

    /// The same as [`Self::words`]; nothing on the day of the sign-off, which its own words name.
    pub fn news(&self, asked: &Questionnaire) -> Option<String> {
        (self.signed != self.today).then(|| self.words(asked))
    }

    /// For which day it was given, and what has changed since, in sentences.
    pub fn words(&self, asked: &Questionnaire) -> String {
        let signed = format!("Signed for the outcomes of {}.", date_words(self.signed));
        let told = self.shifts.iter().take(TOLD).map(|(shift, why)| {
            let words = shift.words(asked);
            match why.as_str() {
                "" => words,
                why => format!("{words} ({why})"),
            }
        });
        let mut told: Vec<String> = told.collect();
        if self.shifts.len() > TOLD {
            told.push(format!("and {} more", self.shifts.len() - TOLD));
        }
        let told = told.join("; ");
        let since = match self.shifts.len() {
            0 if self.signed < self.today => "Since then none has changed by date.".to_owned(),
            0 => String::new(),
            _ if self.today < self.signed => {
                let today = date_words(self.today);
                format!("Judged on {today} instead, they differ by date: {told}.")
            }
            1 => format!("Since then 1 has changed by date: {told}."),
            more => format!("Since then {more} have changed by date: {told}."),
        };
        sentences(&[&signed, &since])
    }
}

/// Why an outcome is another: the exemptions and the dates behind it. A requirement as a whole is
/// explained by its scenarios.
fn why(asked: &Questionnaire, state: &Assessment, then: &Results, shift: &Shift) -> String {
    if matches!(shift.of, super::ShiftOf::Requirement(_)) {
        return String::new();
    }
    let exemptions = shift.exemptions.iter();
    let exemptions = exemptions.map(|id| exempt(asked, state, then, *id));
    let dates = shift.dates.iter().filter_map(|id| dated(asked, state, id));
    exemptions.chain(dates).collect::<Vec<_>>().join("; ")
}

fn exempt(asked: &Questionnaire, state: &Assessment, then: &Results, id: ExemptionId) -> String {
    let until = match then.exemptions.get(&id) {
        Some(Standing::Valid { until }) => *until,
        _ => return format!("exemption {id} counts now"),
    };
    let exemption = state.exemptions.get(&id);
    let kind = exemption.and_then(|e| asked.exemption_kind(&e.kind));
    let expiry = exemption
        .zip(kind)
        .and_then(|(e, kind)| e.in_force(kind).expiry(kind));
    match until {
        Some(day) if expiry == Some(day) => {
            format!("exemption {id} ended on {}", date_words(day))
        }
        Some(day) => format!("exemption {id} counted until {}", date_words(day)),
        None => format!("exemption {id} no longer counts"),
    }
}

fn dated(asked: &Questionnaire, state: &Assessment, id: &QuestionId) -> Option<String> {
    let question = asked.question(id)?;
    let answer = state.answers.get(id)?.words(question);
    Some(format!("“{}” {answer}", question.text))
}
