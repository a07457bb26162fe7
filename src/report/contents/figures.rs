//! Charts of time and of last time, made from the record. Where there is nothing to draw, there is
//! no chart.

use jiff::ToSpan;
use jiff::civil::Date;

use super::{Basis, compared};
use crate::facts::Due;
use crate::report::model::{Bar, Block, Chart, Figures, Step};
use crate::rules::RequirementResult;
use crate::text::{counted, sentences};

/// How many months a chart of time shows.
const MONTHS: usize = 24;
/// How many months before the day of the report the chart of actions begins.
const BEFORE: usize = 6;

/// When exemptions end and are due for review, over the next 24 months.
pub(super) fn exemptions(basis: &Basis<'_>) -> Option<Block> {
    let as_at = basis.options.as_at;
    let mut time = Time::new(as_at, "Overdue", ["Ends", "Review due"]);
    let mut undated = 0;
    for exemption in basis.state.exemptions.values().filter(|e| !e.is_over()) {
        let Some(kind) = basis.questionnaire.exemption_kind(&exemption.kind) else {
            continue;
        };
        let in_force = exemption.in_force(kind);
        let days = [in_force.expiry(kind), in_force.review(kind)];
        undated += usize::from(days == [None, None]);
        for (kind, day) in days.into_iter().enumerate() {
            if let Some(day) = day {
                // A day of this month that is past is overdue already.
                time.count(kind, Some(day).filter(|day| *day >= as_at));
            }
        }
    }
    let undated = match undated {
        0 => String::new(),
        some => format!("{} without either date.", counted(some, "exemption")),
    };
    let caption = format!(
        "Exemptions by end and by next review, {MONTHS} months from {}",
        month(as_at)
    );
    time.chart(caption, &undated)
}

/// When actions are due, by month, and how far they are.
pub(super) fn actions(basis: &Basis<'_>) -> Option<Block> {
    let as_at = basis.options.as_at;
    let from = back(as_at, BEFORE);
    let mut time = Time::new(from, "Earlier", ["Overdue", "Open", "Done"]);
    for action in basis.state.actions.values() {
        let kind = match () {
            () if action.is_done() => 2,
            () if action.is_overdue(as_at) => 0,
            () => 1,
        };
        match action.due {
            Due::On(day) => time.count(kind, Some(day).filter(|day| *day >= from)),
            Due::NoDate(_) | Due::NotGiven => time.count_undated(kind),
        }
    }
    time.chart("Actions by the month in which they are due".to_owned(), "")
}

/// The outcomes of last time beside those of now, requirement by requirement.
pub(super) fn compared(basis: &Basis<'_>) -> Option<Block> {
    let last = compared::last_time(basis)?;
    let bar = |result: &RequirementResult, when: &str| Bar {
        label: format!("{} {when}", result.id),
        parts: result.counts.clone(),
    };
    let bars: Vec<Bar> = basis
        .results
        .requirements
        .iter()
        .flat_map(|now| {
            let then = last.requirements.iter().find(|then| then.id == now.id);
            let then = then.map(|then| bar(then, "last time"));
            then.into_iter().chain([bar(now, "now")])
        })
        .filter(|bar| !bar.parts.is_empty())
        .collect();
    let told = bars.iter().map(|bar| {
        let parts = bar.parts.iter();
        let parts = parts.map(|(outcome, n)| format!("{n} {}", outcome.words().to_lowercase()));
        format!("{}: {}.", bar.label, parts.collect::<Vec<_>>().join(", "))
    });
    let alternative = told.collect::<Vec<_>>().join(" ");
    (!bars.is_empty()).then(|| {
        Block::Chart(Chart {
            caption: super::texts::COMPARED_CHART.to_owned(),
            alternative,
            figures: Figures::Outcomes(bars),
        })
    })
}

/// Counts by kind and month.
struct Time<const KINDS: usize> {
    kinds: [&'static str; KINDS],
    /// What is before the first month, the months, what is later, and what has no date.
    steps: Vec<(String, [u32; KINDS])>,
    from: Date,
}

impl<const KINDS: usize> Time<KINDS> {
    fn new(from: Date, before: &str, kinds: [&'static str; KINDS]) -> Self {
        let months = std::iter::successors(Some(from.first_of_month()), |first| {
            first.checked_add(1.month()).ok()
        });
        let months = months.take(MONTHS).map(month);
        let labels = [before.to_owned()].into_iter().chain(months);
        let labels = labels.chain(["Later".to_owned(), "No date".to_owned()]);
        Self {
            kinds,
            steps: labels.map(|label| (label, [0; KINDS])).collect(),
            from,
        }
    }

    /// Counts one of a kind on a day; without one, before the first month.
    fn count(&mut self, kind: usize, day: Option<Date>) {
        let step = match day {
            None => 0,
            Some(day) => {
                let number = |day: Date| i32::from(day.year()) * 12 + i32::from(day.month());
                let months = usize::try_from(number(day) - number(self.from)).unwrap_or(0);
                1 + months.min(MONTHS)
            }
        };
        self.add(kind, step);
    }

    fn count_undated(&mut self, kind: usize) {
        self.add(kind, MONTHS + 2);
    }

    fn add(&mut self, kind: usize, step: usize) {
        let counts = self.steps.get_mut(step).map(|(_, counts)| counts);
        if let Some(count) = counts.and_then(|counts| counts.get_mut(kind)) {
            *count += 1;
        }
    }

    /// The chart, with what else there is to say; none where nothing was counted. The steps outside
    /// the months stand in it only where they count something.
    fn chart(self, caption: String, also: &str) -> Option<Block> {
        let is_used = |counts: &[u32; KINDS]| counts.iter().any(|n| *n > 0);
        let kinds = self.kinds.map(str::to_owned).to_vec();
        if !self.steps.iter().any(|(_, counts)| is_used(counts)) {
            return None;
        }
        let told = self.steps.iter().filter(|(_, counts)| is_used(counts));
        let told = told.map(|(label, counts)| {
            let parts = counts.iter().zip(&self.kinds).filter(|(n, _)| **n > 0);
            let parts = parts.map(|(n, kind)| format!("{n} {}", kind.to_lowercase()));
            format!("{label}: {}.", parts.collect::<Vec<_>>().join(", "))
        });
        let told = told.collect::<Vec<_>>().join(" ");
        let alternative = sentences(&[&told, also]);
        let steps = self.steps.into_iter().enumerate();
        let steps = steps.filter(|(n, (_, counts))| (1..=MONTHS).contains(n) || is_used(counts));
        let steps = steps.map(|(_, (label, counts))| Step {
            label,
            counts: counts.to_vec(),
        });
        let steps = steps.collect();
        Some(Block::Chart(Chart {
            caption,
            alternative,
            figures: Figures::Time { kinds, steps },
        }))
    }
}

/// The first day of the month that lies so many months before.
fn back(day: Date, months: usize) -> Date {
    let months = i64::try_from(months).unwrap_or(0);
    day.first_of_month().saturating_sub(months.months())
}

/// A month in short: "Jan 2027".
fn month(day: Date) -> String {
    day.strftime("%b %Y").to_string()
}
