//! What the days that an exemption says do to it: they run out, come to be too old, or are still to come.

use std::collections::BTreeSet;

use jiff::civil::Date;

use super::evaluate::{Sheet, months_after};
use super::standing::Unmet;
use crate::facts::Exemption;
use crate::questionnaire::{
    Condition, ExemptionCondition, ExemptionKind, Question, QuestionId, Questionnaire,
};
use crate::text::date_words;

impl Exemption {
    /// The last day on which it counts as recorded: the one before the first on which it does not.
    pub(crate) fn last_day(
        &self,
        asked: &Questionnaire,
        kind: &ExemptionKind,
        today: Date,
    ) -> Option<Date> {
        let days = self.turning_days(kind).into_iter();
        let mut ahead = days.filter(|day| *day > today);
        let first = ahead.find(|day| !self.unmet(asked, kind, *day).is_empty())?;
        first.yesterday().ok()
    }

    /// The questions whose days are too old for a condition.
    pub(crate) fn aged<'k>(
        &self,
        kind: &'k ExemptionKind,
        today: Date,
    ) -> BTreeSet<&'k QuestionId> {
        let aging = kind.aging().into_iter();
        let aged = aging.filter(|(id, months)| {
            let last = self.date(id).map(|day| months_after(day, *months));
            last.is_some_and(|last| last < today)
        });
        aged.map(|(id, _)| id).collect()
    }

    /// The first day of each time in which its conditions can read otherwise than before, by what it
    /// says.
    pub(crate) fn turning_days(&self, kind: &ExemptionKind) -> BTreeSet<Date> {
        let met_when = kind.conditions.iter().filter_map(|c| c.met_when.as_ref());
        let shown = kind.questions().filter_map(|q| q.show_when.as_ref());
        let leaves = met_when.chain(shown).flat_map(Condition::leaves);
        let turns = leaves.filter_map(|leaf| leaf.turns_on(|id| self.date(id)));
        let ends = [&kind.expiry, &kind.review].into_iter().flatten();
        let ends = ends.filter_map(|id| self.date(id)?.tomorrow().ok());
        let past = kind.questions().filter(|question| question.input.is_past());
        let past = past.filter_map(|question| self.date(&question.id));
        turns.chain(ends).chain(past).collect()
    }

    /// What has happened and is said to have happened on a day that is still to come.
    pub(crate) fn early<'k>(
        &self,
        kind: &'k ExemptionKind,
        today: Date,
    ) -> Vec<(&'k Question, String)> {
        let sheet = Sheet::of_exemption(kind, &self.fields, today);
        let early = kind.questions().filter_map(|question| {
            let answer = self.fields.get(&question.id)?;
            let says = answer.early_words(question, &format!("“{}”", question.text), today)?;
            sheet.is_shown(&question.id).then_some((question, says))
        });
        early.collect()
    }

    /// That a day is past after which it does not count, where no condition has told that already: a
    /// kind that names such a day need not repeat it in a condition.
    pub(crate) fn run_out(
        &self,
        kind: &ExemptionKind,
        today: Date,
        told: impl Fn(&QuestionId) -> bool,
    ) -> Vec<Unmet> {
        let days = [
            (&kind.expiry, "It ended on"),
            (&kind.review, "Its review was due on"),
        ];
        let past = days.into_iter().filter_map(|(id, says)| {
            let id = id.as_ref().filter(|id| !told(id))?;
            let day = self.date(id).filter(|day| *day < today)?;
            let condition = kind.evidenced_by(id).next();
            Some(Unmet {
                condition: condition.map(|condition| condition.id.clone()),
                field: Some(id.clone()),
                says: format!("{says} {}.", date_words(day)),
            })
        });
        past.collect()
    }
}

/// What is said to have happened on a day still to come, as gaps of the conditions that read it and
/// that matter, where nothing has told it yet.
pub(crate) fn too_early(
    kind: &ExemptionKind,
    early: Vec<(&Question, String)>,
    matters: impl Fn(&ExemptionCondition) -> bool,
    told: impl Fn(&QuestionId) -> bool,
) -> Vec<Unmet> {
    let early = early.into_iter().filter(|(q, _)| !told(&q.id));
    let gaps = early.filter_map(|(question, says)| {
        let condition = kind.evidenced_by(&question.id).find(|c| matters(c))?;
        Some(Unmet {
            condition: Some(condition.id.clone()),
            field: Some(question.id.clone()),
            says,
        })
    });
    gaps.collect()
}

/// The last day on which a confirmation is fresh, and for how many months one is: as the conditions
/// of its kind have it, or a year where none says.
pub(super) fn fresh_until(kind: &ExemptionKind, confirmed: Date) -> (Date, u16) {
    let aging = kind.confirmed.as_ref().map(|id| kind.aging().remove(id));
    let months = aging.flatten().unwrap_or(YEAR);
    (months_after(confirmed, months), months)
}

/// The months for which a confirmation is fresh where its kind says nothing.
const YEAR: u16 = 12;
