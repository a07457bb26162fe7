//! How far ahead somebody looks: `90d`, `2w`, `3m` or `1y`.

use std::str::FromStr;

use jiff::civil::Date;
use jiff::{Span, ToSpan};

use crate::text::counted;

/// A time ahead, in one unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Duration {
    count: u16,
    unit: Unit,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Unit {
    Day,
    Week,
    Month,
    Year,
}

/// The longest time, in any unit.
const MOST: u16 = 999;

impl FromStr for Duration {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let text = text.trim();
        let parsed = text.char_indices().last().and_then(|(at, last)| {
            let unit = match last.to_ascii_lowercase() {
                'd' => Unit::Day,
                'w' => Unit::Week,
                'm' => Unit::Month,
                'y' => Unit::Year,
                _ => return None,
            };
            let digits = &text[..at];
            let is_number = digits.bytes().all(|b| b.is_ascii_digit());
            let count = digits.parse().ok().filter(|_| is_number)?;
            Some(Self { count, unit })
        });
        parsed.filter(|ahead| ahead.count <= MOST).ok_or_else(|| {
            format!(
                "write days, weeks, months or years up to {MOST}, for example 90d, 2w, 3m or 1y"
            )
        })
    }
}

impl Duration {
    /// The last day of it, counted from a day.
    pub(super) fn from(self, today: Date) -> Date {
        today.saturating_add(self.span())
    }

    /// It in words: "90 days".
    pub(super) fn words(self) -> String {
        let noun = match self.unit {
            Unit::Day => "day",
            Unit::Week => "week",
            Unit::Month => "month",
            Unit::Year => "year",
        };
        counted(self.count.into(), noun)
    }

    /// How many days it has, where that does not depend on the calendar.
    pub(super) const fn days(self) -> Option<u32> {
        match self.unit {
            Unit::Day => Some(self.count as u32),
            Unit::Week => Some(self.count as u32 * 7),
            Unit::Month | Unit::Year => None,
        }
    }

    fn span(self) -> Span {
        let count = i64::from(self.count);
        match self.unit {
            Unit::Day => count.days(),
            Unit::Week => count.weeks(),
            Unit::Month => count.months(),
            Unit::Year => count.years(),
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn days_weeks_months_and_years_are_taken_and_nothing_else() {
        let today = date(2026, 11, 30);
        for (text, words, until) in [
            ("90d", "90 days", date(2027, 2, 28)),
            ("1d", "1 day", date(2026, 12, 1)),
            ("0d", "0 days", today),
            (" 2W ", "2 weeks", date(2026, 12, 14)),
            ("3m", "3 months", date(2027, 2, 28)),
            ("1y", "1 year", date(2027, 11, 30)),
            ("999y", "999 years", date(3025, 11, 30)),
        ] {
            let ahead: Duration = text.parse().unwrap();
            assert_eq!(ahead.words(), words);
            assert_eq!(ahead.from(today), until, "{text}");
        }
        for text in [
            "", "d", "90", "-1d", "+1d", "1.5d", "1000d", "1h", "90 d", "é", "9é",
        ] {
            let refused = text.parse::<Duration>().unwrap_err();
            assert!(refused.contains("90d"), "{text}");
        }
    }
}
