//! Dates as people and other tools write them: each is its day where it can mean no other. Which of
//! two numbers is the day is asked of the whole column.

use jiff::civil::{Date, Weekday};

use crate::text::clean_line;

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];
const WEEKDAYS: [(&str, Weekday); 7] = [
    ("monday", Weekday::Monday),
    ("tuesday", Weekday::Tuesday),
    ("wednesday", Weekday::Wednesday),
    ("thursday", Weekday::Thursday),
    ("friday", Weekday::Friday),
    ("saturday", Weekday::Saturday),
    ("sunday", Weekday::Sunday),
];

/// What a cell may mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Written {
    /// The day, as it is taken in the United Kingdom.
    day: Option<Date>,
    /// The day, if the month stands before it.
    month_first: Option<Date>,
    /// Whether it stands as two numbers and a year, so that either may come first.
    is_parted: bool,
    /// Whether it has a time with AM or PM, as programs write it that put the month first.
    has_half_days: bool,
}

/// The day that a cell means; none where it means none.
pub(super) fn day(words: &str) -> Option<Date> {
    written(words)?.day
}

fn written(words: &str) -> Option<Written> {
    let words = clean_line(words);
    let (words, has_half_days) = without_time(&words)?;
    let (words, weekday) = without_weekday(words);
    let fits = |day: &Date| {
        (1970..=2200).contains(&day.year()) && weekday.is_none_or(|is| day.weekday() == is)
    };
    let is_spaced = words.contains(char::is_whitespace);
    let parts: Vec<&str> = if is_spaced {
        let parts = words
            .split([' ', ','])
            .map(|part| part.trim_end_matches('.'));
        parts.filter(|part| !part.is_empty()).collect()
    } else {
        let sign = words.chars().find(|c| ['-', '/', '.'].contains(c))?;
        words.split(sign).collect()
    };
    let [a, b, c] = parts[..] else {
        return None;
    };
    let (day, month_first) = match (year(a), year(c)) {
        (Some(year), None) => {
            let month = month(b).or_else(|| number(b).filter(|_| !is_spaced));
            (Date::new(year, month?, number(c)?).ok(), None)
        }
        (None, Some(year)) => match (month(a), month(b)) {
            (None, Some(month)) => (Date::new(year, month, ordinal(a)?).ok(), None),
            (Some(month), None) => (Date::new(year, month, ordinal(b)?).ok(), None),
            (None, None) if !is_spaced => {
                let (a, b) = (number(a)?, number(b)?);
                (Date::new(year, b, a).ok(), Date::new(year, a, b).ok())
            }
            _ => return None,
        },
        _ => return None,
    };
    let (day, month_first) = (day.filter(fits), month_first.filter(fits));
    day.or(month_first)?;
    Some(Written {
        day,
        month_first,
        is_parted: !is_spaced && number(a).is_some() && number(b).is_some(),
        has_half_days,
    })
}

/// The words before a time of day, and whether that says AM or PM; none where it is no time.
fn without_time(words: &str) -> Option<(&str, bool)> {
    let Some(colon) = words.find(':') else {
        return Some((words, false));
    };
    let before = words.get(..colon)?;
    let head = before.trim_end_matches(|c: char| c.is_ascii_digit());
    let time = words.get(head.len()..)?;
    let day = head.strip_suffix(['T', 't', ' ', ','])?;
    let is_clock = |c: char| c.is_ascii_digit() || c == ':' || c == '.';
    let zone = time.trim_start_matches(is_clock);
    let clock = time.get(..time.len() - zone.len())?;
    let zone = zone.trim().to_lowercase().replace('.', "");
    let half = zone.get(..2).filter(|half| ["am", "pm"].contains(half));
    let zone = half.map_or(zone.as_str(), |_| zone[2..].trim_start());
    let (clock, fraction) = match clock.split_once('.') {
        Some((clock, fraction)) => (clock, Some(fraction)),
        None => (clock, None),
    };
    let parts: Vec<&str> = clock.split(':').collect();
    let hours = if half.is_some() { 1..=12 } else { 0..=23 };
    let is_time = match parts[..] {
        [hour, minute] => fraction.is_none() && is_within(hour, hours) && is_sixty(minute),
        [hour, minute, second] => {
            let is_fraction = |f: &str| !f.is_empty() && f.bytes().all(|b| b.is_ascii_digit());
            fraction.is_none_or(is_fraction)
                && is_within(hour, hours)
                && is_sixty(minute)
                && is_sixty(second)
        }
        _ => false,
    };
    (is_time && is_zone(zone)).then(|| (day.trim_end_matches([' ', ',']), half.is_some()))
}

fn is_within(words: &str, range: std::ops::RangeInclusive<i8>) -> bool {
    number(words).is_some_and(|number| range.contains(&number))
}

fn is_sixty(words: &str) -> bool {
    words.len() == 2 && is_within(words, 0..=59)
}

/// Whether words are nothing, or say how far a clock is from that of Greenwich.
fn is_zone(words: &str) -> bool {
    let digits = words.strip_prefix(['+', '-']).map(|d| d.replace(':', ""));
    let is_offset = |d: String| [2, 4].contains(&d.len()) && d.bytes().all(|b| b.is_ascii_digit());
    ["", "z", "utc", "gmt", "bst"].contains(&words) || digits.is_some_and(is_offset)
}

fn without_weekday(words: &str) -> (&str, Option<Weekday>) {
    let end = words.find(|c: char| !c.is_ascii_alphabetic());
    let (first, rest) = words.split_at(end.unwrap_or(0));
    let first = first.to_lowercase();
    let is_named = |name: &str| first == name || (first.len() >= 3 && name.starts_with(&first));
    let weekday = WEEKDAYS.iter().find(|(name, _)| is_named(name));
    match weekday {
        Some((_, weekday)) => (rest.trim_start_matches(['.', ',', ' ']), Some(*weekday)),
        None => (words, None),
    }
}

fn year(words: &str) -> Option<i16> {
    let is_year = words.len() == 4 && words.bytes().all(|b| b.is_ascii_digit());
    words.parse().ok().filter(|_| is_year)
}

fn number(words: &str) -> Option<i8> {
    let is_number = words.len() <= 2 && words.bytes().all(|b| b.is_ascii_digit());
    words.parse().ok().filter(|_| is_number)
}

/// A number, or such as 12th.
fn ordinal(words: &str) -> Option<i8> {
    let ends = ["st", "nd", "rd", "th"];
    let bare = ends.iter().find_map(|end| words.strip_suffix(end));
    number(bare.unwrap_or(words))
}

fn month(words: &str) -> Option<i8> {
    let words = words.to_lowercase();
    let is_named = |name: &&str| words == **name || name.get(..3) == Some(&words);
    let at = MONTHS.iter().position(is_named);
    let at = at.or_else(|| (words == "sept").then_some(8))?;
    i8::try_from(at + 1).ok()
}

/// What the cells of one column say about which number comes first.
#[derive(Debug, Default)]
pub(super) struct Order {
    /// One that cannot have the month first.
    is_day_first: bool,
    /// The first that can only have the month first: its row, its words and its day.
    month_first: Option<(usize, String, Date)>,
    /// The first that may have either first, and whether one of these says AM or PM.
    either: Option<(usize, String)>,
    has_half_days: bool,
}

impl Order {
    /// Looks at the cell of a row.
    pub(super) fn look(&mut self, row: usize, words: &str) {
        let Some(written) = written(words).filter(|written| written.is_parted) else {
            return;
        };
        match (written.day, written.month_first) {
            (Some(day), Some(other)) if day != other => {
                self.has_half_days |= written.has_half_days;
                self.either.get_or_insert_with(|| (row, words.to_owned()));
            }
            (None, Some(day)) => {
                self.month_first
                    .get_or_insert_with(|| (row, words.to_owned(), day));
            }
            (Some(_), None) => self.is_day_first = true,
            _ => {}
        }
    }

    /// Whether a cell can only have the month first.
    pub(super) const fn is_month_first(&self) -> bool {
        self.month_first.is_some()
    }

    /// The row that shows why the column cannot be taken with the day first, and a sentence. What
    /// another column of the file shows counts where this one shows nothing.
    pub(super) fn refused(&self, other_is_month_first: bool) -> Option<(usize, String)> {
        if let Some((row, words, day)) = &self.month_first {
            let says = format!(
                "this column has the month first, as “{words}” can only be {day}; others would be taken for \
                 another day, so format the whole column as year, month and day, such as {day}"
            );
            return Some((*row, says));
        }
        let is_doubtful = !self.is_day_first && (self.has_half_days || other_is_month_first);
        let (row, words) = self.either.as_ref().filter(|_| is_doubtful)?;
        let says = format!(
            "“{words}” may have the month first, and nothing in this column says that it has not; format \
             the whole column as year, month and day, such as 2026-04-13"
        );
        Some((*row, says))
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn a_date_is_its_day_however_a_tool_writes_it() {
        for words in [
            "2026-05-12",
            "2026-05-12 08:33:10",
            "2026-05-12T08:33:10Z",
            "2026-05-12T08:33:10.1234567+01:00",
            "2026-05-12T08:33:10+0100",
            "2026-05-12 08:33:10 UTC",
            "2026-05-12 13:35:59.0000000",
            "2026/05/12",
            "12/05/2026",
            "12/5/2026 14:02:11",
            "12/05/2026, 14:02",
            "12/05/2026 00:00",
            "12/05/2026 2:02:11 PM",
            "12-05-2026",
            "12.05.2026",
            "12-May-2026",
            "12-MAY-2026 08:33",
            "12 May 2026",
            "12th May 2026",
            "12 may, 2026",
            "May 12, 2026",
            "May 12th 2026 8:33 a.m.",
            "Tue 12 May 2026",
            "Tuesday, 12 May 2026 08:33:10",
            "Tue, 12 May 2026 08:33:10 GMT",
            "Tue 12/05/2026",
            "  12  May  2026 ",
        ] {
            assert_eq!(day(words), Some(date(2026, 5, 12)), "{words}");
        }
        assert_eq!(day("1 Sept 2026"), Some(date(2026, 9, 1)));
        assert_eq!(day("3 March 2026"), Some(date(2026, 3, 3)));
    }

    #[test]
    fn what_can_mean_another_day_or_none_is_no_date() {
        for words in [
            "",
            "soon",
            "May",
            "12",
            "12 05 2026",
            "12/05/26",
            "12-MAY-26",
            "31/02/2026",
            "30/06/9999",
            "2026-13-05",
            "2026-05-12 25:00",
            "2026-05-12 13:00 PM",
            "2026-05-12 08:33 or so",
            "2026-05-12 8:3",
            "2026-05-12:08:33",
            "08:33",
            "46154",
            "Wed 12 May 2026",
            "12 May 2026 May",
            "May May 2026",
            "12/05-2026",
            "٣/05/2026",
            "4/13/2026",
        ] {
            assert_eq!(day(words), None, "{words}");
        }
    }

    fn refused(cells: &[&str], other: bool) -> Option<(usize, String)> {
        let mut order = Order::default();
        for (row, cell) in (2..).zip(cells) {
            order.look(row, cell);
        }
        order.refused(other)
    }

    #[test]
    fn one_month_before_its_day_decides_for_the_column() {
        let (row, says) = refused(&["1/4/2026", "4/13/2026", "13/4/2026"], false).unwrap();
        assert_eq!(row, 3);
        assert!(
            says.contains("“4/13/2026” can only be 2026-04-13"),
            "{says}"
        );
        let (row, _) = refused(&["x", "Tue 5/12/2026"], false).unwrap();
        assert_eq!(row, 3, "the day of the week says it too");
        assert_eq!(refused(&["1/4/2026", "13/4/2026", "5/5/2026"], true), None);
        assert_eq!(refused(&["1/4/2026", "2026-04-13"], false), None);
        assert_eq!(
            refused(&["5/5/2026", "2026-04-13", "May 4, 2026"], true),
            None
        );
    }

    #[test]
    fn what_may_have_the_month_first_needs_a_day_that_says_it_has_not() {
        let (row, says) = refused(&["3/4/2026 2:02:11 PM"], false).unwrap();
        assert!(
            row == 2 && says.contains("may have the month first"),
            "{says}"
        );
        assert_eq!(
            refused(&["3/4/2026 2:02 pm", "31/3/2026 1:00 pm"], false),
            None
        );
        assert!(refused(&["2026-01-02", "1/4/2026"], true).is_some());
    }
}
